"""Names of files in a ZIP, as whoever packed it saw them."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Final

_UTF8: Final = 0x800
_ASCII: Final = re.compile(r"[\x00-\x7f]*")
#: A letter beside one of the other script was misread; code page 866 lacks the Ukrainian "і",
#: for which Windows writes the Latin letter.
_MIXED: Final = re.compile(r"[A-HJ-Za-hj-z][А-яЁёЄєЇїЎў]|[А-яЁёЄєЇїЎў][A-HJ-Za-hj-z]")
_CYRILLIC: Final = re.compile(r"[А-яЁёЄєЇїЎў]")
#: Most bytes of a name that every file system takes, and what is kept of a longer one.
_MOST_BYTES: Final = 240
_KEPT: Final = 60


def name_of(member: zipfile.ZipInfo) -> str:
    """Return the path of a file in an archive, with slashes.

    Old programs note no encoding: what `zipfile` reads as code page 437 then may be UTF-8, or
    code page 866 of a Cyrillic Windows.
    """
    name = member.filename
    if not member.flag_bits & _UTF8 and not _ASCII.fullmatch(name):
        name = _decoded(name)
    return name.replace("\\", "/")


def _decoded(name: str) -> str:
    try:
        written = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    try:
        return written.decode("utf-8")
    except UnicodeDecodeError:
        pass
    read = written.decode("cp866")
    other = [letter for letter in read if letter > "\x7f"]
    letters = sum(1 for letter in other if _CYRILLIC.fullmatch(letter))
    return read if 2 * letters > len(other) and not _MIXED.search(read) else name


def short_stem(stem: str) -> str:
    """Return a file's name that can be written to any disk; only of a very long one the end."""
    return stem if len(stem.encode()) <= _MOST_BYTES else stem[-_KEPT:]


def told_apart(paths: Sequence[str]) -> list[str]:
    """Return names to tell files apart: without their folder where no other is called so."""
    names = [PurePosixPath(path).name for path in paths]
    count = Counter(names)
    return [path if count[name] > 1 else name for path, name in zip(paths, names, strict=True)]
