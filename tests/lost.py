"""Where a shape leaves nothing of a break: no reader could tell the paragraph from a sentence."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from shapes import MARKER

if TYPE_CHECKING:
    from laid import Laid

# Lines of one width differ by so much.
FULL = 0.9


def lost_breaks(laid: Laid) -> int:
    """How many paragraphs without a marker begin below a line that had no room for them.

    Neither a blank line nor an indent tells of them: the line before is as full as one that
    goes on, and both end and begin a sentence.
    """
    pairs = list(zip(laid.kinds, laid.groups, strict=True))
    width = max((len(group[0]) for kind, group in pairs if kind == "b"), default=0)
    found = 0
    for (kind, group), (next_kind, following) in pairwise(pairs):
        lines = [line for line in group if line.strip()]
        if (kind, next_kind) != ("b", "b") or not lines or not following[0].strip():
            continue
        last, first = lines[-1], following[0]
        full = len(last) + 1 + len(first.split()[0]) > width * FULL
        found += full and not first[0].isspace() and not MARKER.match(first)
    return found
