"""Daily backups of a project in the person's own folder, and copies made from them.

A backup is an ordinary project file. It is made once a day, only if the project was
changed since the newest one: so it holds the project as it was before the day's work.
Its time of change is the project's, which tells later whether anything changed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import apsw

from mapper import paths
from mapper.model.errors import ProjectError
from mapper.project import connection as connections
from mapper.project.copying import copy_database, copy_project
from mapper.project.imports import Progress
from mapper.project.project import Project

#: Days of work kept each by itself.
DAYS: Final = 7
#: For so many days the last backup of each week is kept too.
WEEKLY_DAYS: Final = 35
#: Above this the oldest ones go, whatever their day; the newest always stays.
MOST_BYTES: Final = 2 * 2**30

_NAME: Final = re.compile(r"(\d{4}-\d\d-\d\d)\.gpkg")
#: Kept before the file was brought up to another format; never deleted by Mapper.
_MIGRATION: Final = re.compile(r"(\d{4}-\d\d-\d\d) format \d+\.\d+( \(\d+\))?\.gpkg")
#: Times of change are rounded by some file systems.
_ROUNDING_NS: Final = 1_000_000


@dataclass(frozen=True)
class Backup:
    """A backup of a project.

    Parameters
    ----------
    file
        The backup: an ordinary project.
    day
        When it was made, local time.
    size_bytes
        Its size.
    before_migration
        Whether it was kept because the project was brought up to a newer format.
    """

    file: Path
    day: dt.date
    size_bytes: int
    before_migration: bool = False

    @property
    def events(self) -> int | None:
        """Number of events in it, None if it cannot be read."""
        try:
            connection = connections.open_for_reading(self.file)
        except (apsw.Error, ProjectError):
            return None
        try:
            return int(connection.execute("SELECT count(*) FROM events").get)
        except apsw.Error:
            return None
        finally:
            connection.close()


def folder_of(project: Path) -> Path:
    """Return the folder of a project's backups; it need not exist, nor the project."""
    resolved = project.resolve()
    name = os.path.normcase(resolved)
    key = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    # Long names of files leave no room for the key.
    return _root() / f"{resolved.stem[:60]}-{key}"


def backups(project: str | Path) -> list[Backup]:
    """Return the backups of a project, the newest first.

    Parameters
    ----------
    project
        Where the project lies, or lay.
    """
    found = []
    try:
        with os.scandir(folder_of(Path(project))) as entries:
            for entry in entries:
                daily = _NAME.fullmatch(entry.name)
                name = daily or _MIGRATION.fullmatch(entry.name)
                day = _day(name[1]) if name else None
                if day is not None and entry.is_file():
                    size = entry.stat().st_size
                    found.append(Backup(Path(entry.path), day, size, daily is None))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise ProjectError(f"The backups cannot be listed: {error.strerror}.") from error
    # Of one day, what was kept before a migration is the older one.
    return sorted(found, key=lambda b: (b.day, not b.before_migration, b.file.name), reverse=True)


def back_up(
    project: Project, *, today: dt.date | None = None, progress: Progress | None = None
) -> Backup | None:
    """Make today's backup of a project that is open for writing, if one is due.

    The project can be used meanwhile, in other threads.

    Returns
    -------
    Backup or None
        None if there is one of today, or nothing was changed since the newest.

    Raises
    ------
    ProjectError
        If it could not be made; the older ones are untouched.
    CancelledError
        If ``progress`` returned False, or the project was closed meanwhile.
    """
    today = today or dt.date.today()
    if project.mode != "rw" or _root() in project.path.resolve().parents:
        return None
    daily = [backup for backup in backups(project.path) if not backup.before_migration]
    changed_ns = os.stat(project.path).st_mtime_ns
    if any(backup.day == today or _is_of(backup, changed_ns) for backup in daily):
        return None
    if not project.query("SELECT EXISTS (SELECT 1 FROM changes)")[0][0]:
        # New and empty: today's backup is to hold the first of the work.
        return None
    file = _made_folder(project.path) / f"{today.isoformat()}.gpkg"
    copy_project(project, file, progress=progress)
    # Of before copying: what is changed meanwhile counts as changed since.
    os.utime(file, ns=(changed_ns, changed_ns))
    prune(project.path, today)
    return next((backup for backup in backups(project.path) if backup.file == file), None)


def keep_before_migration(connection: apsw.Connection, path: Path, version: str) -> Path:
    """Keep a copy of a file as it is, before it is brought up to the newest format.

    Raises
    ------
    ProjectError
        If it cannot be kept.
    """
    name = f"{dt.date.today().isoformat()} format {version}"
    target = _free_name(_made_folder(path), name)
    copy_database(lambda: nullcontext(connection), path.name, target)
    return target


def open_copy(backup: Backup, project: Path, *, progress: Progress | None = None) -> Path:
    """Write a copy of a backup beside the project, under a name of its own, and return it.

    Raises
    ------
    ProjectError
        If it cannot be written, or the backup is gone or damaged.
    """
    if not backup.file.exists():
        raise ProjectError(f"The backup of {backup.day.isoformat()} is no longer there.")
    target = _free_name(
        project.absolute().parent, f"{project.stem} (backup of {backup.day.isoformat()})"
    )
    with connections.sentences(backup.file):
        connection = connections.open_for_reading(backup.file)
        try:
            name = f"The backup of {backup.day.isoformat()}"
            copy_database(lambda: nullcontext(connection), name, target, progress=progress)
        finally:
            connection.close()
    return target


def prune(project: Path, today: dt.date) -> None:
    """Delete the backups that need not be kept."""
    daily = [backup for backup in backups(project) if not backup.before_migration]
    kept = kept_of(daily, today)
    for backup in daily:
        if backup not in kept:
            # Somebody may have it open; it goes another day.
            try:
                backup.file.unlink(missing_ok=True)
            except OSError:
                continue


def kept_of(daily: Sequence[Backup], today: dt.date) -> list[Backup]:
    """Return which daily backups are kept.

    Parameters
    ----------
    daily
        All of them, the newest first.
    """
    kept: list[Backup] = []
    weeks: set[tuple[int, int]] = set()
    size = 0
    for number, backup in enumerate(daily):
        week = (backup.day.isocalendar().year, backup.day.isocalendar().week)
        recent = abs((today - backup.day).days) <= WEEKLY_DAYS
        wanted = number < DAYS or (recent and week not in weeks)
        if number and (not wanted or size + backup.size_bytes > MOST_BYTES):
            continue
        kept.append(backup)
        weeks.add(week)
        size += backup.size_bytes
    return kept


def _root() -> Path:
    try:
        return (paths.user_data_folder() / "backups").resolve()
    except OSError as error:
        raise ProjectError(f"The folder of backups cannot be made: {error.strerror}.") from error


def _is_of(backup: Backup, changed_ns: int) -> bool:
    """Tell whether a backup is of the project as it was changed last."""
    try:
        return abs(backup.file.stat().st_mtime_ns - changed_ns) < _ROUNDING_NS
    except OSError:
        return False


def _made_folder(project: Path) -> Path:
    folder = folder_of(project)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ProjectError(f"{folder} cannot be made: {error.strerror}.") from error
    if sys.platform != "win32":
        # A project may hold what must not be seen by others on the machine.
        folder.chmod(0o700)
    return folder


def _free_name(folder: Path, stem: str) -> Path:
    number, target = 1, folder / f"{stem}.gpkg"
    while target.exists():
        number += 1
        target = folder / f"{stem} ({number}).gpkg"
    return target


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
