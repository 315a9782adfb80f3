"""Workbooks: the same table as a CSV of the sheet; what would fill the memory is refused."""

from __future__ import annotations

import json
import re
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_files import accounted
from made_workbooks import ods, pack, sheet_xml, xlsx

from mapper.model.errors import AnswerNeededError, InputError
from mapper.readers import look, read, sheetsize
from mapper.readers.ucdp import COLUMNS

HEAD = ["Date", "Latitude", "Longitude", "Title", "killed"]
ROW = [date(2025, 7, 1), 50.5, 37.700000000000003, "Удар", 3.0]
TABLE = [HEAD, ROW]
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


@pytest.mark.parametrize(("write", "name"), [(xlsx, "a.xlsx"), (ods, "a.ods"), (xlsx, "noname")])
def test_a_sheet_reads_as_its_csv(tmp_path, read_text, write, name):
    result = read(write(tmp_path / name, {"Sheet 1": TABLE}))
    as_csv = read_text("Date,Latitude,Longitude,Title,killed\n2025-07-01,50.5,37.7,Удар,3\n")
    assert result.events.drop(columns="event_id").equals(as_csv.events.drop(columns="event_id"))
    assert result.events["event_id"].tolist() == as_csv.events["event_id"].tolist()


def test_values_are_written_plainly(tmp_path):
    values = [0.1 + 0.2, 1e-7, 12345678901234567.0, True, datetime(2025, 7, 1, 14, 30), 2.0, "=1+1"]
    head = ["date", "lat", "lon", *"abcdefg"]
    result = read(xlsx(tmp_path / "a.xlsx", {"S": [head, ["2025-07-01", 50, 30, *values]]}))
    assert list(json.loads(result.events["extra"].iloc[0]).values()) == [
        "0.3",
        "0.0000001",
        "12345678901234600",
        "true",
        "2025-07-01T14:30",
        "2",
        "=1+1",
    ]


def test_the_header_is_found_below_titles(tmp_path):
    rows = [["Strikes, summer 2025"], [], ["", "made by hand"], *TABLE, [], ["", "", "", ""]]
    result = read(xlsx(tmp_path / "a.xlsx", {"S": rows}))
    assert result.events["title"].tolist() == ["Удар"]
    assert any("row 4 of the sheet" in warning for warning in result.warnings)
    assert result.rows == 1


def test_a_feed_is_recognised_in_a_sheet(tmp_path):
    head = ["event_id_cnty", "event_date", "latitude", "longitude", "notes"]
    result = read(xlsx(tmp_path / "a.xlsx", {"S": [head, ["UKR1", date(2025, 7, 1), 50, 30, "n"]]}))
    assert (result.feed, result.events["event_id"].tolist()) == ("acled", ["acled:UKR1"])


def test_ucdp_without_header_in_a_sheet(tmp_path):
    values = dict.fromkeys(COLUMNS, "") | {
        "id": 1,
        "type_of_violence": 1,
        "where_prec": 1,
        "date_prec": 1,
        "latitude": 50,
        "longitude": 30,
        "geom_wkt": "POINT (30 50)",
        "date_start": date(2025, 7, 1),
        "date_end": date(2025, 7, 1),
        "best": 3,
        "low": 3,
        "high": 3,
        "gwnob": 369,
    }
    result = read(xlsx(tmp_path / "a.xlsx", {"S": [list(values.values())]}))
    assert (result.feed, len(result.events), result.rows) == ("ucdp", 1, 1)


def test_the_only_sheet_with_events_is_taken_and_said(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", {"Read me": [["Made", "by"], ["me", 1]], "Events": TABLE})
    result = read(path)
    assert len(result.events) == 1
    assert "The sheet 'Events' was read; not read: 'Read me'." in result.warnings


def test_several_sheets_are_asked_about(tmp_path):
    other = [HEAD, [date(2025, 7, 2), 51, 31, "b", 0]]
    path = xlsx(tmp_path / "a.xlsx", {"June": TABLE, "July": other, "Old": TABLE}, hidden=["Old"])
    with pytest.raises(AnswerNeededError) as asked:
        read(path)
    assert (asked.value.asks, asked.value.choices) == ("sheet", ("June", "July"))
    assert read(path, columns={"sheet": "July"}).events["title"].tolist() == ["b"]
    assert read(path, columns={"sheet": "Old"}).events["title"].tolist() == ["Удар"]
    with pytest.raises(AnswerNeededError, match="no such sheet"):
        read(path, columns={"sheet": "May"})


def test_a_look_at_a_sheet(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", {"June": TABLE, "July": TABLE})
    seen = look(path, columns={"sheet": "July"})
    assert (seen.feed, seen.columns) == ("table", tuple(HEAD))


def test_a_workbook_in_a_zip(tmp_path):
    inner = xlsx(tmp_path / "a.xlsx", {"S": TABLE})
    assert len(read(pack(tmp_path / "b.zip", {"in/a.xlsx": inner.read_bytes()})).events) == 1


def parts(path):
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


CORNERS = (
    f'<worksheet {MAIN}><sheetData><row r="1"><c r="A1"><v>1</v></c>'
    '<c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
)
#: Two cells in opposite corners again, one of them by its row alone.
WIDE = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>'
FAR = '<row r="1048576"><c><v>1</v></c></row>'
#: Cells and rows that do not say where they stand.
UNPLACED = "<row>" + "".join(f"<c><v>{n}</v></c>" for n in range(9000)) + "</row>"
UNPLACED += "".join(f'<row ht="{n}"/>' for n in range(9000)) + "<row><c><v>1</v></c></row>"
LARGE = "the sheet is too large"
REPEATED = (
    '<table:table-row table:number-rows-repeated="{}"><table:table-cell office:value="1" '
    'office:value-type="float" table:number-columns-repeated="{}"/></table:table-row>'
)
LONG = f"<sst {MAIN}><si><t>{'a' * 900_000}</t></si></sst>"
SHARING = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 2000))


@pytest.mark.parametrize(
    ("sheet", "shared", "problem"),
    [
        (CORNERS, None, "the sheet is too large"),
        (CORNERS.replace("XFD1048576", "zzzzzz4294967295"), None, "the sheet is too large"),
        (CORNERS.replace("XFD1048576", "&#88;FD1048576"), None, "the sheet is too large"),
        (f"<worksheet {MAIN}><sheetData>{WIDE}{FAR}</sheetData></worksheet>", None, LARGE),
        (f"<worksheet {MAIN}><sheetData>{UNPLACED}</sheetData></worksheet>", None, LARGE),
        (f"<worksheet {MAIN}><x:sheetData>{WIDE}{FAR}</x:sheetData></worksheet>", None, LARGE),
        (f"<worksheet {MAIN}><sheetData>{SHARING}</sheetData></worksheet>", LONG, "too much text"),
        (
            sheet_xml(TABLE),
            LONG.replace("<sst", '<sst uniqueCount \n="99999999999999"'),
            "absurd number of texts",
        ),
        (
            "<!DOCTYPE w [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
            + CORNERS.replace(">1<", ">&a;<"),
            None,
            "broken",
        ),
    ],
)
def test_xlsx_traps_are_refused(tmp_path, sheet, shared, problem):
    with pytest.raises(InputError, match=problem):
        read(xlsx(tmp_path / "a.xlsx", {"S": sheet}, shared=shared))


@pytest.mark.parametrize(("rows", "columns"), [(1048576, 16384), (1, 10**15), (10**15, 1), (-5, 3)])
def test_ods_traps_are_refused(tmp_path, rows, columns):
    with pytest.raises(InputError, match="the sheet is too large"):
        read(ods(tmp_path / "a.ods", {"S": REPEATED.format(rows, columns)}))


FULL = REPEATED.format(1_000_000, 20)
NAMES = '<table:table-row><table:table-cell office:value-type="string"><text:p>{}</text:p>'
NAMES += "</table:table-cell></table:table-row>"


@pytest.mark.parametrize(
    ("sheets", "problem"),
    [
        # All sheets are held at once.
        ({"S": FULL, "T": FULL}, "the sheet is too large; .* 40,000,000 cells"),
        ({"S": FULL + FULL}, LARGE),
        ({"S": FULL + "<table:table/>" + FULL}, LARGE),
        ({"S": FULL + "<table:table>" + FULL + "</table:table>"}, LARGE),
        ({"S": NAMES.format('a<text:s text:c="2147483647"/>b')}, "too much text"),
        ({"S": NAMES.format('<text:s text:c="99999999999999999999"/>')}, "too much text"),
        ({"S": NAMES.format('<text:s text:c="70000000"/>') * 20}, "too much text"),
        (
            {"S": FULL.replace("<table:table-cell", "<table:table-row/><table:table-cell")},
            "a row stands within a row",
        ),
    ],
)
def test_ods_bombs_are_refused(tmp_path, sheets, problem):
    with pytest.raises(InputError, match=problem):
        read(ods(tmp_path / "a.ods", sheets))


def test_many_texts_and_large_parts_are_refused(tmp_path, monkeypatch):
    sheet = sheet_xml(TABLE)
    monkeypatch.setattr(sheetsize, "MAX_CELLS", 20)
    texts = f"<sst {MAIN}>{'<si/>' * 30}</sst>"
    with pytest.raises(InputError, match="absurd number of texts"):
        read(xlsx(tmp_path / "a.xlsx", {"S": sheet}, shared=texts))
    again = '<row r="1">' + '<c r="A1"><v>1</v></c>' * 30 + "</row>"
    with pytest.raises(InputError, match=LARGE):
        read(xlsx(tmp_path / "b.xlsx", {"S": f"<w {MAIN}><sheetData>{again}</sheetData></w>"}))
    monkeypatch.setattr(sheetsize, "_MOST_WHOLE", 100)
    with pytest.raises(InputError, match="a part of the workbook is too large"):
        read(xlsx(tmp_path / "c.xlsx", {"S": sheet}))


def test_a_sheet_whose_cells_say_no_place_is_read(tmp_path):
    plain = re.sub(r' r="[A-Z]*\d+"', "", sheet_xml(TABLE))
    assert read(xlsx(tmp_path / "a.xlsx", {"S": plain})).rows == 1


def test_tags_are_counted_across_the_pieces_of_a_part(tmp_path, monkeypatch):
    path = xlsx(tmp_path / "a.xlsx", {"S": TABLE * 9})
    for size in (1, 7, 64):
        monkeypatch.setattr(sheetsize, "_CHUNK", size)
        with zipfile.ZipFile(path) as packed:
            rough = sheetsize._rough_size(packed, packed.getinfo("xl/worksheets/sheet1.xml"))
        assert (rough.rows, rough.certain, rough.is_sheet) == (9 * len(TABLE), True, True)


def test_pictures_are_no_sheets(tmp_path):
    picture = b"\x89PNG<c <row <c>" + bytes(range(256)) * 40
    path = tmp_path / "a.xlsx"
    pack(path, {"xl/media/a.png": picture} | parts(xlsx(path, {"S": TABLE})))
    assert read(path).rows == 1


def test_deep_xml(tmp_path):
    deep = "".join(f'<x a="{n}">' for n in range(50_000)) + "</x>" * 50_000
    sheet = sheet_xml(TABLE).replace("</worksheet>", deep + "</worksheet>")
    assert read(xlsx(tmp_path / "a.xlsx", {"S": sheet})).rows == 1


def test_a_large_mimetype_is_not_unpacked(tmp_path):
    kind = "application/vnd.oasis.opendocument.spreadsheet" + "0" * 30_000_000
    with pytest.raises(InputError, match="absurd size"):
        read(pack(tmp_path / "a.ods", {"mimetype": kind, "content.xml": "<x/>"}))


def test_blank_rows_repeated_to_the_end_cost_nothing(tmp_path):
    text = (
        "".join(
            "<table:table-row>"
            + "".join(
                '<table:table-cell office:value-type="string"><text:p>'
                f"{cell}</text:p></table:table-cell>"
                for cell in row
            )
            + "</table:table-row>"
            for row in (("date", "lat", "lon"), ("2025-07-01", "50", "30"))
        )
        + '<table:table-row table:number-rows-repeated="1048574"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )
    assert read(ods(tmp_path / "a.ods", {"S": text})).rows == 1


def test_a_zip_bomb_inside_a_workbook(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", {"S": TABLE}, more={"xl/media/x.bin": "0" * 30_000_000})
    with pytest.raises(InputError, match="absurd size"):
        read(path)


def test_links_to_other_workbooks_are_not_followed(tmp_path):
    sheet = sheet_xml(TABLE).replace('<c r="B2"><v>', '<c r="B2"><f>[1]Sheet1!A1</f><v>')
    link = '<externalLink><externalBook r:id="rId1"/></externalLink>'
    path = xlsx(
        tmp_path / "a.xlsx", {"S": sheet}, more={"xl/externalLinks/externalLink1.xml": link}
    )
    assert read(path).events.geom.y.tolist() == [50.5]


@pytest.mark.parametrize(
    ("names", "problem"),
    [
        (["xl/workbook.bin"], "binary Excel workbook"),
        (["word/document.xml"], "a Word document"),
        (["xl/workbook.xml"], "cannot be read"),
    ],
)
def test_other_documents(tmp_path, names, problem):
    with pytest.raises(InputError, match=problem):
        read(pack(tmp_path / "a.xlsx", dict.fromkeys(names, "<x/>")))


def test_a_text_document_of_an_office_program(tmp_path):
    kind = "application/vnd.oasis.opendocument.text"
    with pytest.raises(InputError, match="without sheets"):
        read(pack(tmp_path / "a.ods", {"mimetype": kind, "content.xml": "<x/>"}))


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_damaged_workbook_never_crashes(tmp_path, data):
    write = data.draw(st.sampled_from([xlsx, ods]))
    text = data.draw(
        st.sampled_from([b"<", b'"', b"r=", b"A1", b"t=", b"<v>", b"number", b"value"])
    )
    write(tmp_path / "a.dat", {"S": [HEAD, *[ROW] * 3], "T": TABLE})
    with zipfile.ZipFile(tmp_path / "a.dat") as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    content = bytearray(parts[name].replace(text, data.draw(st.binary(max_size=4)), 1))
    for _ in range(data.draw(st.integers(0, 4))):
        if content:
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    pack(tmp_path / "b.dat", parts | {name: bytes(content)})
    try:
        result = read(tmp_path / "b.dat", columns={"sheet": "S"})
    except InputError:
        return
    assert accounted(result)
