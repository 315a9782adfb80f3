"""How alike the words of two events are."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from mapper.checks.facts import Facts

#: Only the beginning of a text is compared.
_CHARACTERS: Final = 300
_CHUNK: Final = 50_000
#: Words of one or two letters say nothing; numbers do.
_WORDS: Final = r"[^\p{L}\p{N}]+"
#: Bits of a fingerprint: each word sets one.
_BITS: Final = 256
#: So many events tell how common each word is; more than this share of them have a word
#: that says nothing.
_SAMPLE: Final = 20_000
_COMMON: Final = 0.1

_POPCOUNT: Final = np.unpackbits(
    np.arange(2**16, dtype=np.uint16)[:, None].view(np.uint8), axis=1
).sum(axis=1, dtype=np.uint8)


@dataclass(frozen=True)
class Words:
    """Words of some events, and a fingerprint of each for quick comparison."""

    texts: pa.Array
    prints: npt.NDArray[np.uint64]
    common: frozenset[str]

    @classmethod
    def of(cls, facts: Facts) -> Words:
        """Return the words of all events, in their order."""
        table = facts.events[["title", "description"]]
        kind = pa.large_string()
        title, text = (_flat(pa.array(table[name].fillna(""), kind)) for name in table.columns)
        # A title is often the beginning of the text; no word counts twice anyway.
        joined = pc.binary_join_element_wise(title, text, pa.scalar(" ", kind))
        lowered = pc.utf8_lower(pc.utf8_slice_codeunits(joined, 0, _CHARACTERS))
        common = _common(lowered)
        prints = [
            _prints(lowered.slice(start, _CHUNK), common)
            for start in range(0, len(lowered), _CHUNK)
        ]
        empty = np.empty((0, _BITS // 64), dtype=np.uint64)
        return cls(lowered, np.concatenate(prints) if prints else empty, common)

    def roughly(self, a: npt.NDArray[np.intp], b: npt.NDArray[np.intp]) -> npt.NDArray[np.float64]:
        """Return about which share of their words pairs have in common; never far too low."""
        one, two = self.prints[a], self.prints[b]
        shared = _bits(one & two)
        result: npt.NDArray[np.float64] = shared / np.maximum(_bits(one | two), 1)
        return result

    def words(self, row: int) -> frozenset[str]:
        """Return the words of one event that say something."""
        return frozenset(_split(self.texts[row].as_py())) - self.common

    def same(self, one: int, two: int, fewest: int) -> bool:
        """Tell whether two texts are the same and of so many words, short ones too.

        Texts with a word that says nothing, as titles made by a program have, are not.
        """
        text = self.texts[one].as_py()
        if text != self.texts[two].as_py() or len(text.split()) < fewest:
            return False
        return self.common.isdisjoint(_split(text))


def _flat(texts: pa.Array | pa.ChunkedArray) -> pa.Array:
    return texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts


def _bits(prints: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
    """Return how many bits each fingerprint has set."""
    if hasattr(np, "bitwise_count"):
        return np.asarray(np.bitwise_count(prints).sum(axis=1, dtype=np.int64))
    return np.asarray(_POPCOUNT[prints.view(np.uint16)].sum(axis=1, dtype=np.int64))


def _split(text: str) -> list[str]:
    words = "".join(c if c.isalnum() else " " for c in text).split()
    return [word for word in words if len(word) > 2 or word.isdigit()]


def _listed(texts: pa.Array) -> tuple[pa.Array, npt.NDArray[np.int64]]:
    lists = pc.split_pattern_regex(texts, _WORDS)
    return pc.list_flatten(lists), pc.list_parent_indices(lists).to_numpy(zero_copy_only=False)


def _common(texts: pa.Array) -> frozenset[str]:
    step = max(1, len(texts) // _SAMPLE)
    sample = texts.take(pa.array(np.arange(0, len(texts), step)))
    if len(sample) < 50:
        return frozenset()
    words, parents = _listed(sample)
    coded = words.dictionary_encode()
    pairs = np.unique(parents * len(coded.dictionary) + coded.indices.to_numpy())
    counts = np.bincount(pairs % len(coded.dictionary), minlength=len(coded.dictionary))
    usual = np.flatnonzero(counts > _COMMON * len(sample))
    return frozenset(coded.dictionary.take(pa.array(usual)).to_pylist())


def _prints(texts: pa.Array, common: frozenset[str]) -> npt.NDArray[np.uint64]:
    words, parents = _listed(texts)
    coded = words.dictionary_encode()
    bits = np.array(
        [
            -1
            if word in common or not (len(word) > 2 or word.isdigit())
            else zlib.crc32(word.encode()) % _BITS
            for word in coded.dictionary.to_pylist()
        ],
        dtype=np.int64,
    )
    bit = bits[coded.indices.to_numpy()] if len(bits) else bits
    marked = np.zeros((len(texts), _BITS), dtype=bool)
    marked[parents[bit >= 0], bit[bit >= 0]] = True
    return np.packbits(marked, axis=1).view(np.uint64)
