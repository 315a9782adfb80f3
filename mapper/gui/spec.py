"""What a command of the window is."""

from __future__ import annotations

from dataclasses import dataclass

from mapper.gui.translation import tr


@dataclass(frozen=True)
class Spec:
    """One command. ``text`` may hold an ampersand for the menu's key."""

    name: str
    menu: str
    text: str
    tip: str
    icon: str = ""
    shortcut: str = ""
    checkable: bool = False
    #: Short word on the toolbar; empty keeps the command off it.
    toolbar: str = ""
    #: A line above it in the menu (and before it on the toolbar).
    line: bool = False
    #: Usable only while a project is open ("project") or can be changed ("writable"), or as
    #: its owner says ("trail").
    needs: str = ""


FILE, EDIT, VIEW, HELP = tr("&File"), tr("&Edit"), tr("&View"), tr("&Help")
