"""How the process asks the system for memory: a window is open all day, mostly idle."""

from __future__ import annotations

import ctypes
import sys
from typing import Final

from mapper.model.texts import keep_arrow_small

# Of glibc's malloc.h.
_M_TRIM_THRESHOLD: Final = -1
_M_MMAP_THRESHOLD: Final = -3
_LARGE_BYTES: Final = 128 * 1024


def stay_small() -> None:
    """Give memory back to the system once it is free, from now on.

    Blocks of 128 kB and more get pages of their own. glibc begins so too, but after the
    first large block is freed it takes ever larger ones from its heaps, one per thread;
    between what stays there, half of a project's arrays and lists were never given back.
    """
    keep_arrow_small()
    if sys.platform != "linux":
        return
    # Other C libraries than glibc have no such function, and no need of it.
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, _LARGE_BYTES)
        mallopt(_M_TRIM_THRESHOLD, _LARGE_BYTES)
