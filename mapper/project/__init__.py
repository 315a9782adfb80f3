"""The project file: one GeoPackage with durable edits, undo and redo."""

from mapper.project.comparison import Comparison
from mapper.project.copying import copy_project
from mapper.project.handover_words import CopyComparison
from mapper.project.history import Change, Counts
from mapper.project.opening import (
    create_project,
    is_project,
    open_project,
    refuse_open_project,
)
from mapper.project.project import Project
from mapper.project.sample import sample_project
from mapper.project.settings import Settings
from mapper.project.unreadable import UnreadableRow, unreadable_words

__all__ = [
    "Change",
    "Comparison",
    "CopyComparison",
    "Counts",
    "Project",
    "Settings",
    "UnreadableRow",
    "copy_project",
    "create_project",
    "is_project",
    "open_project",
    "refuse_open_project",
    "sample_project",
    "unreadable_words",
]
