"""The two commands of the README, read from it: ``open`` and ``test``."""

from __future__ import annotations

import re
import sys
from pathlib import Path

README = Path(__file__).resolve().parent.parent / "README.md"


def command(name: str) -> str:
    """Return the shell line under the README heading that names the command."""
    headings = {"open": "Open it", "test": "Pass the tests"}
    text = README.read_text(encoding="utf-8")
    section = text.split(f"### {headings[name]}", 1)[1]
    found = re.search(r"```sh\n(.+?)\n```", section, flags=re.DOTALL)
    if found is None or "\n" in found[1]:
        raise SystemExit(f"README.md: no single line under '{headings[name]}'")
    return found[1]


if __name__ == "__main__":
    print(command(sys.argv[1]))
