"""Workbooks written by hand, so that tests can say things no program would."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def column(number: int) -> str:
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def cell(value: Any, where: str) -> str:
    if isinstance(value, bool):
        return f'<c r="{where}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, datetime | date):
        moment = (
            value if isinstance(value, datetime) else datetime(value.year, *value.timetuple()[1:3])
        )
        serial = (moment - datetime(1899, 12, 30)).total_seconds() / 86400
        return f'<c r="{where}" s="1"><v>{serial!r}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{where}"><v>{value!r}</v></c>'
    if value is None or value == "":
        return ""
    return f'<c r="{where}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'


def sheet_xml(rows: Sequence[Sequence[Any]]) -> str:
    lines = []
    for r, row in enumerate(rows, start=1):
        cells = "".join(cell(value, f"{column(c)}{r}") for c, value in enumerate(row, start=1))
        lines.append(f'<row r="{r}">{cells}</row>')
    return f"<worksheet {_MAIN}><sheetData>{''.join(lines)}</sheetData></worksheet>"


def xlsx(
    path: Path,
    sheets: Mapping[str, Sequence[Sequence[Any]] | str],
    *,
    hidden: Sequence[str] = (),
    shared: str | None = None,
    more: Mapping[str, str] | None = None,
) -> Path:
    """Write a workbook; a sheet is rows of values, or its XML."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="a" '
        f'Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet {_MAIN}><cellXfs count="2"><xf numFmtId="0"/>'
        '<xf numFmtId="14"/></cellXfs></styleSheet>',
    }
    listed, links = "", ""
    for number, (name, rows) in enumerate(sheets.items(), start=1):
        state = ' state="hidden"' if name in hidden else ""
        listed += f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"{state}/>'
        links += (
            f'<Relationship Id="rId{number}" Type="{_LINKS}/worksheet" '
            f'Target="worksheets/sheet{number}.xml"/>'
        )
        text = rows if isinstance(rows, str) else sheet_xml(rows)
        parts[f"xl/worksheets/sheet{number}.xml"] = text
    parts["xl/workbook.xml"] = (
        f'<workbook {_MAIN} xmlns:r="{_LINKS}"><sheets>{listed}</sheets></workbook>'
    )
    parts["xl/_rels/workbook.xml.rels"] = (
        f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'
    )
    if shared is not None:
        parts["xl/sharedStrings.xml"] = shared
    return pack(path, parts | dict(more or {}))


def ods(path: Path, tables: Mapping[str, Sequence[Sequence[Any]] | str]) -> Path:
    """Write an OpenDocument workbook; a table is rows of texts and numbers, or its XML."""
    inner = ""
    for name, rows in tables.items():
        text = rows if isinstance(rows, str) else "".join(map(ods_row, rows))
        inner += f"<table:table table:name={quoteattr(name)}>{text}</table:table>"
    office = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{office}:office:1.0" '
        f'xmlns:table="{office}:table:1.0" xmlns:text="{office}:text:1.0"><office:body>'
        f"<office:spreadsheet>{inner}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{office}:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        "</manifest:manifest>"
    )
    return pack(path, {"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def ods_row(row: Sequence[Any]) -> str:
    cells = ""
    for value in row:
        if isinstance(value, date):
            cells += (
                f'<table:table-cell office:value-type="date" office:date-value="{value}">'
                f"<text:p>{value:%d.%m.%y}</text:p></table:table-cell>"
            )
        elif isinstance(value, int | float):
            cells += f'<table:table-cell office:value-type="float" office:value="{value!r}"/>'
        elif value == "":
            cells += "<table:table-cell/>"
        else:
            cells += (
                '<table:table-cell office:value-type="string">'
                f"<text:p>{escape(str(value))}</text:p></table:table-cell>"
            )
    return f"<table:table-row>{cells}</table:table-row>"


def pack(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """Write a ZIP file of named parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return path
