"""Bring the catalogues of the window's texts up to date with its code; not installed.

    python resources/locale/catalogue.py

takes the texts given to `tr` and `trn` in ``mapper/gui`` and the field's words
(`mapper.model.vocabulary`, `mapper.model.facets`, `mapper.checks`), adds to each ``*.po`` of this
folder those it lacks, drops those no more in use, compiles it to ``*.mo``, and lists what is not
translated. Needs Babel.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from mapper import checks
from mapper.model import vocabulary
from mapper.model.facets import FACETS, NOT_STATED

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parents[1]
_KEYWORDS: Final = {"tr": None, "trn": (1, 2)}
#: Lines of the heading that Babel fills with the clock, its version or nothing.
_UNTOLD: Final = re.compile(
    r'^"(?:Report-Msgid|POT-Creation|PO-Revision|Last-Trans|Language-Team|Generated).*\n', re.M
)


def template() -> Catalog:
    """Return all texts of the window, untranslated, with the files they stand in."""
    texts = Catalog()
    for file in sorted((ROOT / "mapper" / "gui").rglob("*.py")):
        name = file.relative_to(ROOT).as_posix()
        for _, text, _, _ in extract_from_file("python", file, keywords=_KEYWORDS):
            if text:
                texts.add(text, locations=[(name, 0)])
    for name, text in _terms():
        texts.add(text, locations=[(name, 0)])
    return texts


def _terms() -> Iterator[tuple[str, str]]:
    """Give each word of the field with the module it stands in."""
    for table in vars(vocabulary).values():
        for term in table.values() if isinstance(table, dict) else ():
            if isinstance(term, vocabulary.Term):
                yield from (
                    ("mapper/model/vocabulary.py", text)
                    for text in (term.label, term.meaning)
                    if text
                )
    for name, table in vars(vocabulary).items():
        if name.endswith(("_LABELS", "_MEANINGS")):
            yield from (("mapper/model/vocabulary.py", text) for text in table.values())
    yield from (("mapper/checks/checking.py", text) for text in checks.RULES.values())
    for facet in FACETS.values():
        yield from (
            ("mapper/model/facets.py", text) for text in (facet.label, facet.label_of(NOT_STATED))
        )
        yield from (("mapper/model/facets.py", term.label) for term in facet.terms.values())


def read(file: Path) -> Catalog:
    """Return the catalogue of a ``.po`` file."""
    with file.open("rb") as opened:
        return read_po(opened, locale=file.stem)


def compiled(catalogue: Catalog) -> bytes:
    """Return a catalogue as the window reads it."""
    buffer = BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def untranslated(catalogue: Catalog) -> list[Message]:
    """Return the messages that have no translation, or only a part or a guess of one."""
    return [
        message
        for message in catalogue
        if message.id
        and (
            message.fuzzy
            or not all(message.string if isinstance(message.string, tuple) else [message.string])
        )
    ]


def bring_up_to_date(file: Path) -> Catalog:
    """Write a ``.po`` file with the texts of today, and the ``.mo`` file beside it."""
    catalogue = read(file)
    # A text that was changed is translated anew: a guess would pass for a translation.
    catalogue.update(template(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    buffer = BytesIO()
    write_po(buffer, catalogue, width=100, include_lineno=False, sort_by_file=True)
    file.write_text(_UNTOLD.sub("", buffer.getvalue().decode()), encoding="utf-8")
    file.with_suffix(".mo").write_bytes(compiled(catalogue))
    return catalogue


def main() -> int:
    """Bring every catalogue up to date; 1 if texts are left to translate."""
    left = 0
    for file in sorted(HERE.glob("*.po")):
        missing = untranslated(bring_up_to_date(file))
        left += len(missing)
        print(f"{file.name}: {len(missing)} to translate")
        for message in missing:
            print(f"  {message.id if isinstance(message.id, str) else message.id[0]}")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
