"""Text as it comes out of a clipboard, made plain."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

#: Signs that stand for the same thing in coordinates; the prime before the quote.
_SAME: Final = str.maketrans(
    {
        **dict.fromkeys("º˚⁰ᵒ∘", "°"),
        **dict.fromkeys("’‘′ʹ´`‛ʼ‚＇՚ˈ", "'"),
        **dict.fromkeys("”“″˝ʺ„‟＂〃", '"'),
        **dict.fromkeys("−‐‑－﹣˗", "-"),
        **dict.fromkeys("，、﹐", ","),
        "；": ";",
        "‴": "'\"",
        "⁗": '""',
    }
)


def clean(text: str) -> str:
    """Return pasted text with one kind of space, quote, minus and digit.

    Control characters that have no width (byte order marks, joiners, the marks
    of writing direction) go; runs of white space become one space; a doubled
    prime becomes the sign of seconds; quotes around the whole text go.

    Examples
    --------
    >>> clean("\\u200e49°59’36,6’’\\u00a0N")
    '49°59\\'36,6" N'
    """
    kept = "".join(
        _plain(sign) for sign in text if unicodedata.category(sign) not in ("Cf", "Co", "Cs")
    )
    flat = " ".join(kept.split()).translate(_SAME).replace("''", '"')
    # Word processors turn a minus after a comma into a dash.
    flat = re.sub(r"(^|[,;(]\s?)[–—](?=[0-9])", r"\1-", flat)
    for quote in "\"'":
        if len(flat) > 1 and flat[0] == quote and flat[-1] == quote:
            return flat[1:-1].strip()
    return flat.strip("«»").strip()


def _plain(sign: str) -> str:
    digit = unicodedata.digit(sign, None) if unicodedata.category(sign) == "Nd" else None
    if digit is not None:
        return str(digit)
    if unicodedata.category(sign) == "Cc":
        return " "
    if "！" <= sign <= "～":
        return unicodedata.normalize("NFKC", sign)
    return sign
