"""The layers point one way, and nothing but the window needs PyQt6."""

from __future__ import annotations

import ast
import configparser
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "mapper"

#: From the bottom to the top; a layer imports only from those before it.
LAYERS = (
    "lazy",
    "paths",
    "model",
    "basemap",
    "geodesy",
    "gazetteer",
    "measure",
    "readers",
    "project",
    "checks",
    "mapdoc",
    "export",
    "cli",
    "gui",
)

#: geodesy computes on what it is given; it knows no country and no file.
FORBIDDEN = {("geodesy", "basemap")}

#: The command line opens the window when asked for one, and only inside a function.
LAZY = {("cli", "gui")}


def layer_of(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(tree: ast.AST) -> list[tuple[str, int]]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide the layer"
            assert node.module is not None
            found.append((node.module, node.lineno))
            if node.module == "mapper":
                found += [(f"mapper.{alias.name}", node.lineno) for alias in node.names]
    return found


def lazily_imported_lines(tree: ast.AST) -> set[int]:
    return {
        inner.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    }


def complaints(file: Path, source: str) -> list[str]:
    layer = layer_of(file)
    if layer == "__init__":
        return []
    tree = ast.parse(source)
    lazy_lines = lazily_imported_lines(tree)
    wrong = []
    for module, line in imports(tree):
        parts = module.split(".")
        if parts[0] in ("PyQt6", "PyQt5", "PySide6") and layer != "gui":
            wrong.append(f"{file}:{line} imports {module}")
        if parts[0] != "mapper" or len(parts) == 1 or parts[1] == layer:
            continue
        other = parts[1]
        if other not in LAYERS:
            continue
        above = LAYERS.index(other) > LAYERS.index(layer)
        if (above or (layer, other) in FORBIDDEN) and not (
            (layer, other) in LAZY and line in lazy_lines
        ):
            wrong.append(f"{file}:{line}: {layer} may not import {module}")
    return wrong


def test_every_import_points_down():
    files = sorted(PACKAGE.rglob("*.py"))
    assert len(files) > 20
    wrong = [line for file in files for line in complaints(file, file.read_text("utf-8"))]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("layer", "source"),
    [
        ("model", "from mapper.project import open_project"),
        ("measure", "import PyQt6.QtCore"),
        ("geodesy", "from mapper import basemap"),
        ("cli", "from mapper.gui import app"),
    ],
)
def test_an_import_that_points_up_is_found(layer, source):
    assert complaints(PACKAGE / layer / "x.py", source)


def test_every_folder_is_a_known_layer():
    found = {layer_of(file) for file in PACKAGE.rglob("*.py")} - {"__init__", "__main__"}
    assert found <= set(LAYERS)


def test_every_package_is_installed():
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg")
    listed = set(config["options"]["packages"].split())
    present = {
        ".".join(("mapper", *file.parent.relative_to(PACKAGE).parts))
        for file in PACKAGE.rglob("__init__.py")
    }
    assert listed == present | {"mapper.resources", "mapper.data"}


def test_all_but_the_window_imports_without_pyqt6():
    modules = sorted(
        ".".join(("mapper", *file.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(
            ".__init__"
        )
        for file in PACKAGE.rglob("*.py")
        if layer_of(file) not in ("gui", "__main__")
    )
    script = (
        "import sys, importlib\n"
        "class Blocked:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] == 'PyQt6':\n"
        "            raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Blocked())\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
