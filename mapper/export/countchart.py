"""Counts as a chart to print: PNG, SVG or PDF with filter, credits and date."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from mapper.export.chartdata import MEASURES, ChartData, chart_data
from mapper.export.countsheet import sentences, total_in_words
from mapper.export.credits import licence_warnings
from mapper.export.crosssheet import TITLES, cross_sentences, cross_title
from mapper.export.files import write_whole
from mapper.export.matrixdata import MatrixData, matrix_data
from mapper.export.sheet import Beside
from mapper.model.counting import GROUPINGS, PERIODS, Counts
from mapper.model.crossing import CrossCounts
from mapper.model.dates import parse_day, write_day
from mapper.model.errors import ExportError, InputError

KINDS: Final = (".png", ".svg", ".pdf")
_WIDTH_MM: Final = 180.0
_TIME_MM: Final = 100.0
#: More groups than these are told as a number.
_MOST_GROUPS: Final = 40


def chart(
    counts: Counts | CrossCounts,
    measure: str,
    path: str | Path,
    beside: Beside,
    *,
    title: str | None = None,
    dpi: int = 300,
    theme: Literal["light", "dark"] = "light",
) -> tuple[str, ...]:
    """Draw a chart of counts and return what should be known about it.

    Periods without events stand empty; of other groups the largest comes first. Counts across
    are squares, darker the more there are. The same counts and options give the same bytes.

    Parameters
    ----------
    measure
        What is shown, one of `mapper.export.chartdata.MEASURES`.
    path
        Its suffix says which kind: png, svg, pdf.
    beside
        What is said below it.
    title
        Above the chart; what is counted by what when None.
    dpi
        Pixels an inch of a PNG.

    Raises
    ------
    ExportError
        For another suffix, or a file that cannot be written.
    InputError
        If there is no such measure.
    """
    path = Path(path)
    if path.suffix.lower() not in KINDS:
        raise ExportError(f"{path.name} cannot be drawn: a chart needs one of {', '.join(KINDS)}.")
    if measure not in MEASURES:
        raise InputError("not what a chart shows", found=measure, expected=", ".join(MEASURES))
    # Matplotlib takes long to load: only who draws waits for it.
    from mapper.export.figures.bars import ChartContents, draw_chart, groups_height_mm
    from mapper.export.figures.squares import squares_height_mm

    shown: ChartData | MatrixData
    if isinstance(counts, CrossCounts):
        shown, rows = matrix_data(counts, measure), counts.rows
        said, words = [*beside.notes, *cross_sentences(counts)], cross_title(counts, measure)
    else:
        shown, rows = chart_data(counts, measure), counts
        said, words = [*beside.notes, *sentences(counts)], f"{TITLES[measure]} by {_word(counts)}"
    if shown.left_out:
        said.append(f"Events without a day, not drawn: {shown.left_out:,}.")
    foot = [f"Total: {total_in_words(rows)}.", *said]
    if beside.credits:
        pairs = ((one["text"], one["licence"]) for one in beside.credits)
        named = (", ".join(part for part in pair if part) for pair in pairs)
        foot.append(f"Sources: {'; '.join(named)}.")
    if beside.data_date:
        foot.append(f"Data of {write_day(parse_day(beside.data_date[:10]))}.")
    contents = ChartContents(
        shown,
        words if title is None else title,
        f"Filter: {beside.filter_text}." if beside.filter_text else "All events.",
        tuple(foot),
        beside.data_date,
    )
    height = _TIME_MM
    if isinstance(shown, MatrixData):
        height = squares_height_mm(shown, _MOST_GROUPS)
    elif rows.by not in PERIODS:
        height = groups_height_mm(min(len(shown), _MOST_GROUPS))
    write_whole(path, lambda part: draw_chart(contents, part, (_WIDTH_MM, height), dpi, theme))
    return (*said, *licence_warnings(beside.credits))


def _word(counts: Counts) -> str:
    return GROUPINGS[counts.by].lower()
