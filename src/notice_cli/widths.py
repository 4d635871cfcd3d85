"""Where the characters of a line are printed: accents and invisible ones take no place."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

from notice_cli.text import INVISIBLE

if TYPE_CHECKING:
    from collections.abc import Sequence

# What has no width of its own: accents behind their letter, and what nobody sees.
_NARROW = re.compile(f"[\u0300-\u036f{INVISIBLE}]")
# Tabs stop at every eighth place.
TAB = 8
_MARGIN = re.compile(rf"[\s{INVISIBLE}]*")


def places(raw: str) -> Sequence[int]:
    """The place of each character of a line, and of its end."""
    if raw.isascii() or not _NARROW.search(raw):
        return range(len(raw) + 1)
    return [0, *accumulate(not _NARROW.match(char) for char in raw)]


def margin(raw: str) -> int:
    """How wide the white space is that a line begins with."""
    if not raw[:1].isspace() and raw[:1] not in INVISIBLE:
        return 0
    match = _MARGIN.match(raw)
    return len(_NARROW.sub("", match.group()).expandtabs(TAB)) if match else 0


def bounds(raw: str) -> tuple[int, int]:
    """Where what is printed on a line begins and ends."""
    match = _MARGIN.match(raw)
    first, last = match.end() if match else 0, len(raw)
    while last > first and (raw[last - 1].isspace() or raw[last - 1] in INVISIBLE):
        last -= 1
    return first, last
