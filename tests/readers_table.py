"""The README's table of readers, made from what the feeds say of themselves."""

from __future__ import annotations

from mapper.readers.reading import FEEDS
from mapper.readers.registry import Feed

START, END = "<!-- readers -->", "<!-- /readers -->"


def row(feed: Feed) -> str:
    """Return one line of the table."""
    assert feed.forms, feed.name
    assert feed.keeps, feed.name
    assert feed.drops, feed.name
    cells = (f"`{feed.name}`: {feed.title}", feed.forms, feed.keeps, feed.drops)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def table() -> str:
    """Return the whole table in Markdown."""
    head = ["| Feed | Files | Kept | Left out |", "|---|---|---|---|"]
    return "\n".join(head + [row(feed) for feed in FEEDS])


if __name__ == "__main__":
    print(table())
