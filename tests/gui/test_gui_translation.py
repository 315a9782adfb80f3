"""The window's languages: catalogues are whole and fresh, the right one is chosen."""

from __future__ import annotations

import ast
import gettext
import io
import json
import os
import re
import string
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import catalogue
import pytest
from babel.messages import Message
from PyQt6.QtGui import QAction

from mapper.gui import settings, translation
from mapper.gui.actions import SPECS
from mapper.mapdoc.language import language_of
from mapper.model import vocabulary

FILES = sorted(catalogue.HERE.glob("*.po"))
WHICH = pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])


def ids(messages: Iterable[Message]) -> set[object]:
    return {message.id for message in messages if message.id}


def texts_of(text: str | Iterable[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_language_has_a_catalogue() -> None:
    assert {file.stem for file in FILES} == set(translation.LANGUAGES) - {"en"}


@WHICH
def test_the_catalogue_has_the_texts_of_the_code(file: Path) -> None:
    hint = "run python resources/locale/catalogue.py"
    texts = ids(catalogue.template())
    assert texts
    assert ids(catalogue.read(file)) == texts, hint


@WHICH
def test_everything_is_translated(file: Path) -> None:
    found = catalogue.read(file)
    assert [message.id for message in catalogue.untranslated(found)] == []
    forms = found.num_plurals
    counted = [message for message in found if isinstance(message.id, tuple)]
    assert all(len(message.string) == forms for message in counted)


@WHICH
def test_a_translation_has_the_fields_of_its_text(file: Path) -> None:
    for message in catalogue.read(file):
        if not message.id:
            continue
        # English may leave the number out of one form: "one event".
        wanted = set().union(*map(fields, texts_of(message.id)))
        for text in texts_of(message.string):
            assert fields(text) == wanted, message.id
        ends = "…" if texts_of(message.id)[0].endswith("…") else ""
        assert all(text.endswith(ends) for text in texts_of(message.string)), message.id


@WHICH
def test_what_the_window_reads_is_fresh(file: Path) -> None:
    def entries(data: bytes) -> dict[object, str]:
        found = dict(gettext.GNUTranslations(io.BytesIO(data))._catalog)
        found.pop("")  # The heading names the version of the tool.
        return found

    fresh = catalogue.compiled(catalogue.read(file))
    assert entries(file.with_suffix(".mo").read_bytes()) == entries(fresh)


def test_list_and_map_call_a_term_alike() -> None:
    ours = gettext.GNUTranslations(io.BytesIO((catalogue.HERE / "uk.mo").read_bytes()))
    pages = language_of("uk")
    for column, terms in (
        ("verification_status", vocabulary.VERIFICATION_STATUSES),
        ("geo_precision", vocabulary.GEO_PRECISIONS),
        ("event_type", vocabulary.EVENT_TYPES),
        ("weapon", vocabulary.WEAPONS),
    ):
        for term in terms.values():
            label, meaning = pages.term(column, term)
            assert ours.gettext(term.label) == label
            assert not meaning or ours.gettext(term.meaning) == meaning


@pytest.mark.parametrize(
    ("environment", "chosen", "system", "language"),
    [
        ("", "", ["uk-UA", "ru-UA"], "uk"),
        ("", "", ["de-DE", "fr"], "en"),
        ("", "", ["de-DE", "uk"], "uk"),
        ("", "en", ["uk-UA"], "en"),
        ("", "uk", ["en-GB"], "uk"),
        ("uk_UA.UTF-8", "en", ["en-GB"], "uk"),
        ("en", "uk", ["uk-UA"], "en"),
        ("klingon", "", ["en-GB"], "en"),
    ],
)
def test_the_language_is_asked_for_in_this_order(
    monkeypatch: pytest.MonkeyPatch, environment: str, chosen: str, system: list[str], language: str
) -> None:
    monkeypatch.setenv("MAPPER_LANGUAGE", environment)
    monkeypatch.setattr(translation, "_of_system", lambda: system)
    settings.set_language(chosen)
    assert translation.language_wished() == language


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the environment of POSIX")
@pytest.mark.parametrize(
    "environment",
    [
        {"LANG": "uk_UA.UTF-8"},
        {"LANG": "en_GB.UTF-8", "LANGUAGE": "uk:ru"},
        {"LANG": "uk_UA.UTF-8", "LC_MESSAGES": "en_US.UTF-8"},
        {"LANG": "en_US.UTF-8", "LC_MESSAGES": "de_DE.UTF-8", "LC_ALL": "uk_UA.UTF-8"},
        {"LANG": "de_DE.UTF-8", "LANGUAGE": "fr:uk_UA"},
        {"LANG": "C"},
        {},
    ],
)
def test_the_language_of_the_system_is_the_one_that_qt_finds(environment: dict[str, str]) -> None:
    names = ("LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "MAPPER_LANGUAGE")
    others = {name: value for name, value in os.environ.items() if name not in names}
    code = (
        "from PyQt6.QtCore import QLocale\n"
        "from mapper.gui import translation\n"
        "ours = translation.language_wished()\n"
        "translation._of_system = lambda: QLocale.system().uiLanguages()\n"
        "print(ours, translation.language_wished())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=others | environment,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    ours, qts = done.stdout.split()
    assert ours == qts


def in_ukrainian(code: str, *arguments: str) -> str:
    """Return what a program prints that speaks Ukrainian."""
    environment = {**os.environ, "MAPPER_LANGUAGE": "uk", "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code, *arguments],
        env=environment,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    return done.stdout.strip()


def test_numbers_are_written_as_the_language_writes_them() -> None:
    said = in_ukrainian(
        "from mapper.gui.translation import tr\n"
        "print(tr('{a:,} {b:,.1f} {name}', a=1264312, b=1264.3, name='1,5.'))"
    )
    assert said == "1\u00a0264\u00a0312 1\u00a0264,3 1,5."


def test_the_buttons_of_qt_speak_it_too() -> None:
    said = in_ukrainian(
        "from PyQt6.QtWidgets import QApplication, QDialogButtonBox\n"
        "from mapper.gui.translation import translate_qt\n"
        "app = QApplication([]); translate_qt(app)\n"
        "box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)\n"
        "print(box.buttons()[0].text())"
    )
    assert said == "Скасувати"


def test_fronts_and_their_areas_are_told_in_it(sample: Path) -> None:
    said = in_ukrainian(
        "import datetime as dt, sys\n"
        "from mapper.gui.front_words import area_words, tell\n"
        "from mapper.gui.measuring import shown_front\n"
        "from mapper.measure import ControlledAreas, Fronts\n"
        "from mapper.project import open_project\n"
        "with open_project(sys.argv[1]) as project:\n"
        "    fronts = Fronts(project.control_areas, project.lines_of_contact)\n"
        "print(tell(fronts, None).words)\n"
        "print(shown_front(fronts, dt.date(2025, 7, 1)))\n"
        "print(area_words(ControlledAreas(113_725e6, None), None, None, 'km'))",
        str(sample),
    )
    used, front, area = said.splitlines()
    assert used.endswith("станом на 1 липня 2025; він найновіший."), used
    assert "as of" not in front
    assert area == "Контрольована територія 113\u00a0725\u00a0км², як намальовано."


def test_where_a_position_lies_is_told_in_it() -> None:
    said = in_ukrainian(
        "from mapper.gazetteer import Surroundings\n"
        "from mapper.gui.place_search import around_words\n"
        "print(around_words(Surroundings('Amasra, TR', 180_300.0, 'north-west', '')))\n"
        "print(around_words(Surroundings('Popivka, UA', 6_100.0, 'north', 'Belgorod oblast, RU')))"
    )
    assert said.splitlines() == [
        "180\u00a0км на північний захід від Amasra, TR; у морі",
        "6\u00a0км на північ від Popivka, UA; тут — Belgorod oblast, RU",
    ]


def test_the_map_in_the_window_speaks_it_too() -> None:
    said = in_ukrainian(
        "from mapper.gui.translation import LANGUAGE\n"
        "from mapper.gui.web.kept_page import template\n"
        "page = template(LANGUAGE)\n"
        "print(b'lang=\"uk\"' in page, b'addLanguage(\"uk\"' in page)"
    )
    assert said == "True True"


#: Calls whose texts are shown.
SHOWN = {
    *("QLabel", "TextLabel", "ElidedLabel", "QPushButton", "QCheckBox", "QRadioButton"),
    *("QAction", "QMenu", "EmptyPage", "LinkButton", "PlainTable", "Spec", "Fact", "ColumnLook"),
    *("setText", "set_text", "setToolTip", "setStatusTip", "setPlaceholderText", "setIconText"),
    *("setWindowTitle", "setAccessibleName", "setAccessibleDescription", "setTitle", "addAction"),
    *("addMenu", "addRow", "addItem", "addSection", "addButton", "show_message", "tell", "say"),
}
#: What is the same in every language, or a key: names of things and keys, never sentences.
SAME = re.compile(
    r"[\W\d_]*|[a-z_0-9]+|Mapper|GeoJSON|KML|GeoPackage|MGRS|https?://.*|Ctrl\+.*|Alt\+.*|Shift\+.*"
    r"|F\d+|Del|Esc|SHA-256.*"
)


def literals_shown(source: str) -> list[str]:
    """Return the texts that a file shows past `tr` and `trn`."""
    found: list[str] = []

    def walk(node: ast.AST) -> None:
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            name = node.func.id if isinstance(node.func, ast.Name) else name
            if name in SHOWN:
                for value in [*node.args, *(keyword.value for keyword in node.keywords)]:
                    direct(value)
        for child in ast.iter_child_nodes(node):
            walk(child)

    def direct(value: ast.expr) -> None:
        if isinstance(value, ast.IfExp):
            direct(value.body)
            direct(value.orelse)
        elif isinstance(value, ast.BinOp):
            direct(value.left)
            direct(value.right)
        elif isinstance(value, ast.JoinedStr):
            for part in value.values:
                if isinstance(part, ast.Constant):
                    direct(part)
        elif (
            isinstance(value, ast.Constant)
            and isinstance(value.value, str)
            and not SAME.fullmatch(value.value.strip())
        ):
            found.append(f"{value.lineno}: {value.value}")

    walk(ast.parse(source))
    return found


def test_no_text_goes_past_the_catalogue() -> None:
    assert literals_shown('QLabel(f"Saved {name}." if x else tr("Not saved."))') == ["1: Saved "]
    folder = catalogue.ROOT / "mapper" / "gui"
    found = {
        file.relative_to(folder).as_posix(): literals
        for file in folder.rglob("*.py")
        if (literals := literals_shown(file.read_text(encoding="utf-8")))
    }
    assert found == {}


#: Opens the window on a project and prints what it shows.
LOOK = """
import json, os, sys
from pathlib import Path
from PyQt6.QtCore import QSize, QTimer
from PyQt6.QtWidgets import QApplication, QAbstractButton, QLabel
from mapper.gui.web import register_scheme
register_scheme()
from mapper.gui.theme import ThemeKeeper
from mapper.gui.translation import translate_qt
from mapper.gui.window import MainWindow
app = QApplication(["mapper"]); translate_qt(app)
window = MainWindow(ThemeKeeper(app, "light"), remember=False)
window.place(QSize(1280, 800)); window.show()
window.open_first(Path(sys.argv[1]), None, None)

def look():
    window.events.table.step(1)
    window.when_settled(lambda: window.map_view.run("document.body.innerText", tell))

def tell(page):
    shown = [w.text() for w in window.findChildren(QLabel) + window.findChildren(QAbstractButton)]
    menus = window.actions_table.menus.values()
    menus = {menu.title(): [action.text() for action in menu.actions()] for menu in menus}
    print(json.dumps({"menus": menus, "shown": shown, "map": page}))
    sys.stdout.flush(); os._exit(0)

window.when_settled(look)
QTimer.singleShot(100_000, lambda: os._exit(3))
app.exec()
"""


def test_the_whole_window_is_ukrainian(sample: Path) -> None:
    told = json.loads(in_ukrainian(LOOK, str(sample)).splitlines()[-1])
    assert list(told["menus"]) == ["&Файл", "&Редагування", "&Вигляд", "&Довідка"]
    english = {spec.text for spec in SPECS}
    entries = [text for texts in told["menus"].values() for text in texts]
    assert not english & set(entries)
    assert {"Повідомлено", "Місце", "Точність", "Населений пункт: відомо до міста чи села."} <= set(
        told["shown"]
    )
    assert "1\u00a0264\u00a0км" in told["shown"]
    assert "Позначення" in told["map"]


def language_menu(window: object) -> dict[str, QAction]:
    [menu] = [
        action.menu()
        for action in window.actions_table.menus["&View"].actions()  # type: ignore[attr-defined]
        if action.text() == "&Language"
    ]
    return {action.text(): action for action in menu.actions()}


def test_a_language_is_chosen_for_the_next_start(open_window, sample: Path, monkeypatch) -> None:
    monkeypatch.delenv("MAPPER_LANGUAGE")
    driver = open_window(sample)
    entries = language_menu(driver.window)
    assert list(entries) == ["Follow the system", "English", "Українська"]
    assert entries["Follow the system"].isChecked()
    entries["Українська"].trigger()
    assert settings.language() == "uk"
    assert driver.window.notices.isVisible()
    assert "started again" in driver.window.notices.text.accessibleName()
    entries["English"].trigger()
    assert settings.language() == "en"
    assert not driver.window.notices.isVisible()


def test_whole_numbers_are_written_as_the_language_does(monkeypatch) -> None:
    assert translation.whole_number(1_234_567) == "1,234,567"
    monkeypatch.setattr(translation, "LANGUAGE", "uk")
    assert translation.whole_number(1_234_567) == "1\u00a0234\u00a0567"
