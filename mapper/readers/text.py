"""Text from files: encodings, invisible characters, HTML."""

from __future__ import annotations

import codecs
import re
from html import unescape
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from charset_normalizer import from_bytes

from mapper.model.coded import decoded, mapped
from mapper.model.errors import InputError
from mapper.model.texts import arrow, bytes_of, chunkwise, empty_as_missing, per_distinct, trimmed
from mapper.model.texts import no_text as no_text

_NAMES: Final = {"cp1251": "Windows-1251", "cp1252": "Windows-1252"}
_SAMPLE_BYTES: Final = 64 * 1024

#: Characters that are invisible or only look like a blank.
_INVISIBLE: Final = re.compile("[\ufeff\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\u00ad]")
_BLANKS: Final = re.compile("[\u00a0\u2007\u202f]")
_QUOTES: Final = re.compile('"{2,}')
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Line feeds and tabs stay where they are within a text.
_UNCLEAN: Final = (
    "[\ufeff\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\u00ad\u00a0\u2007\u202f"
    '\x00-\x08\x0b-\x1f\x7f]|""'
)

#: Blanks for the brackets of an expression of Arrow's, which knows those beyond ASCII
#: by their numbers only: all that count as ``\s`` in Python.
BLANKS: Final = (
    r"\s\x{0b}\x{1c}-\x{1f}\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}"
    r"\x{205f}\x{3000}"
)

_BREAK: Final = re.compile(r"<\s*(?:br|/p|/div|/li|/tr|hr)\b[^>]*>", re.IGNORECASE)
_LINK: Final = re.compile(
    r"""<a\b[^>]*?href\s*=\s*["']?(https?://[^"'\s>]+)[^>]*>(.*?)</a\s*>""",
    re.IGNORECASE | re.DOTALL,
)
_DROPPED: Final = re.compile(
    r"<(script|style|head)\b.*?(?:</\1\s*>|$)|<!--.*?(?:-->|$)", re.IGNORECASE | re.DOTALL
)
_TAG: Final = re.compile(r"</?[A-Za-z][^<>]*>")
#: What only HTML has: a tag it knows, or a character by its name or number.
_MARKUP: Final = (
    r"(?i)</?(?:a|abbr|b|blockquote|br|center|div|em|font|h[1-6]|hr|i|img|li|ol|p|script|small"
    r"|span|strong|style|sub|sup|table|tbody|td|th|tr|u|ul)(?:\s[^<>]*)?/?>"
    r"|&(?:[a-z]{2,8}|#\d{1,6}|#x[0-9a-f]{1,5});"
)


def decode(content: bytes, file: Path) -> tuple[str, str]:
    """Return text and the name of its encoding.

    UTF-8 and UTF-16, with and without byte order mark, else whichever of
    Windows-1251 and Windows-1252 the letters fit.

    Raises
    ------
    InputError
        If the bytes are not text in one of these.
    """
    for mark, codec, name in (
        (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
        (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
        (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
    ):
        if content.startswith(mark):
            return _decode_as(content, codec, name, file), name
    head = content[:4096]
    if b"\x00" in head:
        even, odd = head[0::2].count(0), head[1::2].count(0)
        if max(even, odd) > 0.4 * len(head) / 2 and min(even, odd) < 0.1 * max(even, odd):
            codec = "utf-16-be" if even > odd else "utf-16-le"
            return _decode_as(content, codec, "UTF-16", file), "UTF-16"
    if b"\x00" in content:
        raise InputError("the file is binary, not text", file=file)
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError as error:
        if _mostly_utf8(content):
            line = content.count(b"\n", 0, error.start) + 1
            raise InputError(
                f"the text is UTF-8, but for a damaged character in line {line:,}",
                file=file,
                expected="the file saved anew as UTF-8",
            ) from error
    codepage = _codepage(content)
    if codepage is None:
        raise InputError(
            "the text's encoding was not recognised",
            file=file,
            expected="UTF-8, UTF-16, Windows-1251 or Windows-1252",
        )
    return _decode_as(content, codepage, _NAMES[codepage], file), _NAMES[codepage]


def _mostly_utf8(content: bytes) -> bool:
    """Tell text in UTF-8 with a few damaged characters from text in a codepage."""
    text = content.decode("utf-8", errors="replace")
    damaged = text.count("\ufffd")
    characters = sum(map(len, re.findall(r"[^\x00-\x7f]+", text)))
    return characters - damaged > 2 * damaged


def _decode_as(content: bytes, codec: str, name: str, file: Path) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError as error:
        raise InputError(f"the text is not valid {name}", file=file) from error


def _codepage(content: bytes) -> str | None:
    lines = []
    size = 0
    for line in content.splitlines():
        if not line.isascii():
            lines.append(line)
            size += len(line)
            if size > _SAMPLE_BYTES:
                break
    sample = b"\n".join(lines)[: 2 * _SAMPLE_BYTES]
    # Accents stand alone among Latin letters; Cyrillic words are all above 0xC0.
    alone = len(re.findall(rb"[A-Za-z][\xc0-\xff](?![\xc0-\xff])", sample))
    together = len(re.findall(rb"[\xc0-\xff]{3,}", sample))
    if bool(alone) != bool(together):
        return "cp1252" if alone else "cp1251"
    best = from_bytes(sample, cp_isolation=list(_NAMES)).best()
    if best is None or best.encoding not in _NAMES:
        return None
    return best.encoding


def has(texts: pd.Series, pattern: str) -> npt.NDArray[np.bool_]:
    """Tell which texts contain a pattern; Arrow's engine, pandas' own is far slower."""
    return _matches(arrow(texts), pattern)


def _matches(values: pa.Array | pa.ChunkedArray, pattern: str) -> npt.NDArray[np.bool_]:
    found = pc.fill_null(pc.match_substring_regex(values, pattern), False)
    flags: npt.NDArray[np.bool_] = found.to_numpy(zero_copy_only=False)
    return flags


@per_distinct
def one_line(texts: pd.Series) -> pd.Series:
    """Return text with every run of blanks and line breaks as one blank."""
    if not any(_may_be_broken(chunk) for chunk in arrow(texts).chunks):
        return texts
    broken = has(texts, r"\s\s|[\t\n\r\f\v]")
    if not broken.any():
        return texts
    values = texts.copy()
    values[broken] = [" ".join(text.split()) for text in texts[broken]]
    return values


def _may_be_broken(values: pa.Array) -> bool:
    """Tell whether a text may hold a line break or two blanks together; False is certain."""
    data = bytes_of(values)
    if data.size and data.min() < 0x20:
        return True
    blanks = data == 0x20
    return bool((blanks[1:] & blanks[:-1]).any())


def clean(texts: pd.Series) -> pd.Series:
    """Return text trimmed and without invisible characters; blank is missing.

    Quotation marks doubled by repeated exports become single ones. Line
    breaks inside a text stay.
    """
    return decoded(clean_coded(texts))


def clean_coded(texts: pd.Series) -> pd.Series:
    """Return text as `clean` does; a coded column stays coded."""
    return mapped(texts, lambda plain: chunkwise(plain, clean_array))


def clean_array(values: pa.Array) -> pa.Array:
    """Return an array of text as `clean` does; unchanged texts are not copied."""
    if _may_be_unclean(values):
        dirty = _matches(values, _UNCLEAN)
        if dirty.any():
            mask = pa.array(dirty)
            mended = [clean_text(text) for text in values.filter(mask).to_pylist()]
            values = pc.replace_with_mask(values, mask, pa.array(mended, type=values.type))
    return empty_as_missing(trimmed(values))


def _may_be_unclean(values: pa.Array) -> bool:
    """Tell whether a text may hold what `clean` takes out; False is certain."""
    data = bytes_of(values)
    if not data.size:
        return False
    if data.min() < 0x20 and ((data < 0x20) & (data != 0x09) & (data != 0x0A)).any():
        return True
    # The first bytes of U+00A0 and U+00AD, of U+2007 to U+2069, of U+FEFF.
    if data.max() >= 0x7F and any((data == byte).any() for byte in (0x7F, 0xC2, 0xE2, 0xEF)):
        return True
    quotes = data == 0x22
    return bool((quotes[1:] & quotes[:-1]).any())


def clean_text(text: str) -> str:
    """Return one text as `clean` does."""
    text = _BLANKS.sub(" ", _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    return _CONTROL.sub("", _QUOTES.sub('"', text)).strip()


def html_to_text(text: str) -> str:
    """Return HTML as plain text; a link's address follows its words."""
    if "<" not in text and "&" not in text:
        return clean_text(text)
    text = _DROPPED.sub(" ", text)
    text = _LINK.sub(_link_as_text, text)
    text = unescape(_TAG.sub(" ", _BREAK.sub("\n", text)))
    lines = (" ".join(line.split()) for line in clean_text(text).splitlines())
    return "\n".join(line for line in lines if line)


def without_markup(texts: pd.Series) -> pd.Series:
    """Return texts with those that are HTML as plain text; others stay as they are."""
    if not any(_may_be_markup(chunk) for chunk in arrow(texts).chunks):
        return texts
    marked = has(texts, _MARKUP)
    if not marked.any():
        return texts
    values = texts.copy()
    values[marked] = [html_to_text(text) or None for text in texts[marked]]
    return values


def _may_be_markup(values: pa.Array) -> bool:
    """Tell whether a text may be HTML; False is certain."""
    data = bytes_of(values)
    return bool((data == ord("<")).any() or (data == ord("&")).any())


def _link_as_text(match: re.Match[str]) -> str:
    address, words = match.group(1), _TAG.sub("", match.group(2)).strip()
    return address if not words or unescape(words) == unescape(address) else f"{words} ({address})"


def fold(name: str) -> str:
    """Return a column name for comparing: lower case letters and digits only."""
    return re.sub(r"[\W_]+", "", clean_text(name).casefold())
