"""Several files of one archive read as one: every row is counted, no id comes twice."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import geopandas as gpd
import pandas as pd

from mapper.model.errors import InputError
from mapper.readers.archive import Unpacked
from mapper.readers.inputfile import InputFile
from mapper.readers.registry import Said
from mapper.readers.result import Reading, combine

#: Columns in which rows of one id may differ without contradicting each other.
_FREE = ("extra",)


def named(
    found: Unpacked, inside: Mapping[str, Said], outer: InputFile
) -> list[tuple[str, InputFile, Said]]:
    """Return the files to read, each with its name and what was said of it alone."""
    known = {*found.names, *(name for name, _ in found.bad)}
    for name in inside.keys() - known:
        raise InputError(
            "there is no file of that name in it",
            file=outer.path,
            found=name,
            expected="one of " + ", ".join(sorted(known)[:12]),
        )
    files = []
    for name, file in zip(found.names, found.files, strict=True):
        said = inside.get(name, Said())
        sheet = said.columns.get("sheet")
        files.append((name, InputFile(file.path, sheet) if sheet else file, said))
    return files


def gather(readings: Sequence[tuple[str, Reading]]) -> Reading:
    """Return the readings of an archive's files as one.

    Records that stand in several files word for word are counted as ignored.
    One that contradicts an earlier one of the same id is rejected.

    Parameters
    ----------
    readings
        Name of each file and what was read of it.
    """
    named = [_named(name, reading) for name, reading in readings]
    whole = combine(named)
    if len(readings) < 2:
        return whole
    whole = _once(whole, "events", "event_id")
    whole = _once(whole, "fronts", "front_id")
    if whole.events is None:
        return whole
    kept = whole.events["event_id"]
    for part in ("sources", "claims"):
        frame = getattr(whole, part)
        if frame is not None:
            key = "source_id" if part == "sources" else "claim_id"
            frame = frame[frame["event_id"].isin(kept)]
            frame = frame.drop_duplicates(key if key in frame.columns else None)
            setattr(whole, part, frame.reset_index(drop=True))
    return whole


def _named(name: str, reading: Reading) -> Reading:
    """Say in reasons and warnings which file they are about."""
    rejected = reading.rejected
    if len(rejected):
        rejected = rejected.assign(reason=name + ": " + rejected["reason"].astype("str"))
    warnings = [f"{name}: {warning}" for warning in reading.warnings]
    return dataclasses.replace(reading, rejected=rejected, warnings=warnings)


def _once(whole: Reading, part: str, key: str) -> Reading:
    frame: gpd.GeoDataFrame | None = getattr(whole, part)
    if frame is None:
        return whole
    again = frame[key].duplicated().to_numpy(dtype=bool)
    if not again.any():
        return whole
    told = _as_text(frame)
    first = told.drop_duplicates(key).set_index(key)
    repeats = told[again]
    same = (repeats.drop(columns=key).to_numpy() == first.loc[repeats[key]].to_numpy()).all(axis=1)
    warnings = list(whole.warnings)
    if same.any():
        records = "1 record stands" if same.sum() == 1 else f"{same.sum():,} records stand"
        warnings.append(f"{records} in several files of the ZIP file and were read once.")
    contradict = repeats[~same]
    rejected = whole.rejected
    if len(contradict):
        reasons = (
            "another file of the ZIP file says something else of the same id; found '"
            + contradict[key].astype("str")
            + "'"
        )
        rows = pd.DataFrame(
            {
                **{name: contradict[name] for name in contradict.columns if name != "geom"},
                "row": contradict.index + 1,
                "reason": reasons,
            }
        )
        rejected = pd.concat([rejected, rows], ignore_index=True)
    return dataclasses.replace(
        whole,
        **{part: frame[~again].reset_index(drop=True)},
        rejected=rejected,
        ignored=whole.ignored + int(same.sum()),
        warnings=warnings,
    )


def _as_text(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return a table whose values can be compared, unknown ones too."""
    texts = pd.DataFrame(
        {
            name: frame[name].astype("str").fillna("")
            for name in frame.columns
            if name != frame.geometry.name and name not in _FREE
        }
    )
    return texts.assign(geom=frame.geometry.to_wkb(hex=True).fillna("").to_numpy())
