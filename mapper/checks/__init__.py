"""Data checks: what is doubtful about events, and how it may be mended.

Nothing is changed unless a person asks for a finding's mend.
"""

from mapper.checks.checking import RULES, check
from mapper.checks.finding import Mend
from mapper.checks.mending import apply, apply_all, dismiss, dismissed, open_findings, restore

__all__ = [
    "RULES",
    "Mend",
    "apply",
    "apply_all",
    "check",
    "dismiss",
    "dismissed",
    "open_findings",
    "restore",
]
