"""The same error or question again, with more said of where it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mapper.model.errors import AnswerNeededError, InputError


def in_file(error: InputError, file: Path) -> InputError:
    """Return the same error that also says in which file."""
    if isinstance(error, AnswerNeededError):
        return _again(error, file=file)
    return InputError(error.problem, **(_where(error) | {"file": file}))


def asked_of(error: AnswerNeededError, archive: Path, name: str) -> AnswerNeededError:
    """Return the same question, asked of one file in an archive."""
    return _again(error, file=archive, inside=name)


def asked_together(questions: Sequence[AnswerNeededError]) -> AnswerNeededError:
    """Return the first question, which knows of the others."""
    return _again(questions[0], more=questions[1:])


def _again(error: AnswerNeededError, **other: Any) -> AnswerNeededError:
    asked = {"asks": error.asks, "choices": error.choices, "more": error.more}
    return AnswerNeededError(error.problem, **(asked | _where(error) | other))


def _where(error: InputError) -> dict[str, Any]:
    names = ("file", "row", "field", "found", "expected", "inside")
    return {name: getattr(error, name) for name in names}
