"""Encodings, invisible characters, HTML."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.model.errors import InputError
from mapper.readers.text import clean, decode, html_to_text, without_markup

CYRILLIC = "Дата;Місто\n2025-07-01;Гуляйполе\nУдар по підприємству; є загиблі\n"
WESTERN = "Datum;Länge\n2025-07-01;Größe, naïve café\n"
FILE = Path("x.csv")


@pytest.mark.parametrize(
    ("content", "text", "name"),
    [
        (CYRILLIC.encode(), CYRILLIC, "UTF-8"),
        (CYRILLIC.encode("utf-8-sig"), CYRILLIC, "UTF-8"),
        (CYRILLIC.encode("utf-16"), CYRILLIC, "UTF-16"),
        (b"a,b\n1,2\n".decode().encode("utf-16-le"), "a,b\n1,2\n", "UTF-16"),
        (CYRILLIC.encode("cp1251"), CYRILLIC, "Windows-1251"),
        (WESTERN.encode("cp1252"), WESTERN, "Windows-1252"),
        ("Länge\n".encode("cp1252"), "Länge\n", "Windows-1252"),
        ("Київ\n".encode("cp1251"), "Київ\n", "Windows-1251"),
    ],
)
def test_encodings(content, text, name):
    assert decode(content, FILE) == (text, name)


@pytest.mark.parametrize("content", [b"a\x00b\x01,c" * 9, b"\xff\xfe\x00", b"\xef\xbb\xbf\xff\xff"])
def test_bytes_that_are_no_text(content):
    with pytest.raises(InputError, match=r"x\.csv"):
        decode(content, FILE)


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(content):
    try:
        text, name = decode(content, FILE)
    except InputError:
        return
    assert isinstance(text, str)
    assert name


def test_clean():
    texts = pd.Series(["\ufeff a\u00a0b ", '""quoted""', "", "  ", None, "x\u200by\r\nz", "\x07"])
    assert clean(texts).fillna("-").tolist() == ["a b", '"quoted"', "-", "-", "-", "xy\nz", "-"]
    # Marks that turn the direction of writing would let a text look like another.
    assert clean(pd.Series(["a\u202egpj\u202c.exe", "\u2066x\u2069"])).tolist() == ["agpj.exe", "x"]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<b>3</b> killed<br/>in &lt;town&gt; &amp; field", "3 killed\nin <town> & field"),
        ('<a href="https://a.b/c?d=1">video</a>', "video (https://a.b/c?d=1)"),
        ('<a href="https://a.b">https://a.b</a>', "https://a.b"),
        ("x<script>alert(1)</script>y<!-- z -->", "x y"),
        ("2 < 3", "2 < 3"),
        ("<a href='javascript:alert(1)'>x</a>", "x"),
    ],
)
def test_html(html, text):
    assert html_to_text(html) == text


@given(st.text(alphabet="<>ab/&;!-' \"=", max_size=200))
def test_html_always_ends(html):
    assert isinstance(html_to_text(html), str)


def test_a_damaged_character_is_told_with_its_line(tmp_path):
    text = "назва,дата\nУдар по Харкову,2025-07-01\nУдар по Сумах,2025-07-02\n".encode()
    damaged = text[:-20] + b"\xff" + text[-20:]
    with pytest.raises(InputError, match=r"UTF-8, but for a damaged character in line 3"):
        decode(damaged, tmp_path / "a.csv")


def test_only_html_is_taken_for_html():
    plain = ["a < b & c > d", "AT&T; 5 <6> <name>", "x<y", "https://a.b/?c=1&copy=2"]
    texts = pd.Series(["<p>One<br>two</p>", "M&amp;S", "<p></p>", None, *plain])
    assert without_markup(texts).fillna("-").tolist() == ["One\ntwo", "M&S", "-", "-", *plain]
