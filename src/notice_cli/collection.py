"""Python's garbage collector, held off while a notice or rules are read."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def held_off() -> Iterator[None]:
    """No collection inside; afterwards as it was before.

    A long notice makes objects by the million, and all of them stay until it is read.
    The collector would look through them again and again in vain: a fifth of the time
    at a megabyte, and more than in proportion to the length. What refers to itself is
    collected afterwards. Several threads may be inside: the one that came first, and
    found the collector at work, sets it to work again.
    """
    at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if at_work:
            gc.enable()
