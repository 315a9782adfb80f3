"""What a person decides about a finding: mend it, or say that it is right as it is."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pandas as pd

from mapper.checks.finding import Mend, several
from mapper.model.errors import InputError, MissingRowError

if TYPE_CHECKING:
    from mapper.project import Change, Project

_KEY: Final = "checks.dismissed"


def apply(project: Project, mend: Mend) -> Change:
    """Carry out a proposed mend as one step that can be undone.

    Raises
    ------
    ProjectError
        If an event or source is not there any more, or the project is open
        for reading only.
    InputError
        If the values contradict what the event says by now.
    """
    reason = f"Data check: {mend.label}"
    if mend.kind == "merge":
        keep, *others = mend.event_ids
        return project.merge_events(keep, others, reason=reason)
    if mend.kind == "group":
        return project.group_events(mend.event_ids, reason=reason)
    values = dict(mend.values)
    source_id = values.pop("source_id", None)
    if source_id is not None:
        return project.update_source(str(source_id), reason=reason, **values)
    if not mend.event_ids:
        raise InputError("the mend names no event")
    return project.update_events(mend.event_ids, reason=reason, **values)


def apply_all(project: Project, mends: Sequence[Mend]) -> Change:
    """Carry out several mends as one step that can be undone.

    A mend of an event that another one merged away goes to the event it was merged into.
    What cannot be done, because events are gone or the values contradict what they say by
    now, is left out and told in ``warnings`` of the change.

    Raises
    ------
    InputError
        If nothing of it can be done.
    ProjectError
        If the project is open for reading only or cannot be written.
    """
    into: dict[str, str] = {}
    left_out: list[str] = []
    done = 0
    with project.step(f"{len(mends):,} mends of the data check", reason="Data check") as step:
        for mend in mends:
            now = _followed(mend, into)
            if now is None:
                continue
            try:
                apply(project, now)
            except (InputError, MissingRowError) as error:
                left_out.append(str(error))
                continue
            done += 1
            if now.kind == "merge":
                into.update(dict.fromkeys(now.event_ids[1:], now.event_ids[0]))
        if left_out and not done:
            raise InputError(left_out[0])
    if not left_out:
        return step.change
    told = f"{several(len(left_out), 'mend')} could not be applied: {left_out[0]}"
    return replace(step.change, warnings=(*step.change.warnings, told))


def _followed(mend: Mend, into: Mapping[str, str]) -> Mend | None:
    """Return a mend of the events that are left; None if it has nothing left to do."""

    def follow(event_id: str) -> str:
        while event_id in into:
            event_id = into[event_id]
        return event_id

    ids = tuple(dict.fromkeys(follow(event_id) for event_id in mend.event_ids))
    if mend.kind != "set" and len(ids) < 2:
        return None
    return replace(mend, event_ids=ids)


def fingerprints(findings: pd.DataFrame) -> list[str]:
    """Return what identifies each finding: event, rule and all that the message says.

    The message holds the values the finding is about, so it comes back when
    these change.
    """
    return [
        hashlib.blake2b(
            "\x1f".join((event_id, rule, message, *others)).encode("utf-8", "surrogatepass"),
            digest_size=12,
        ).hexdigest()
        for event_id, rule, message, others in zip(
            findings["event_id"],
            findings["rule"],
            findings["message"],
            findings["other_ids"],
            strict=True,
        )
    ]


def dismissed(project: Project) -> frozenset[str]:
    """Return the fingerprints of findings that a person said are right as they are."""
    return frozenset(project.settings.get(_KEY, []))


def dismiss(project: Project, findings: pd.DataFrame) -> None:
    """Remember with the project that what these findings doubt is right.

    No step to undo; `restore` takes it back.
    """
    known = dismissed(project) | set(fingerprints(findings))
    project.settings.set(_KEY, sorted(known))


def restore(project: Project, findings: pd.DataFrame | None = None) -> None:
    """Show dismissed findings again: some, or all if none are given."""
    left = set() if findings is None else dismissed(project) - set(fingerprints(findings))
    project.settings.set(_KEY, sorted(left))


def open_findings(project: Project, findings: pd.DataFrame) -> pd.DataFrame:
    """Return the findings that nobody has dismissed, with a fresh index."""
    known = dismissed(project)
    if not known:
        return findings
    kept = [mark not in known for mark in fingerprints(findings)]
    return findings[kept].reset_index(drop=True)
