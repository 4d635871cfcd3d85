"""Which of several languages a text is in, so that it is read by the rules of that one.

A pack's table ``detect`` gives words and phrases of its language a weight; the pack whose
words weigh most in the text is taken.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from notice_cli.model import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Mapping

    from notice_cli.rules import Pack

# So many characters of a text tell its language.
SAMPLE = 8000
_WORD = re.compile(r"[^\W\d_]+")


def choose(pack: Pack, text: str) -> tuple[Pack, list[Diagnostic]]:
    """The pack of the language that ``text`` is in: ``pack`` itself or one of its ``others``.

    The first of several that weigh the same is taken; it is told where that was no choice.
    """
    if not pack.others:
        return pack, []
    packs = (pack, *pack.others)
    words = [w.group() for w in _WORD.finditer(_plain(text[:SAMPLE]))]
    weights = [weight(words, *_known(one)) for one in packs]
    best = max(weights)
    chosen = packs[weights.index(best)]
    if weights.count(best) == 1:
        return chosen, []
    names = ", ".join(one.name for one in packs)
    message = f"the words do not show which language this is ({names}); read as {chosen.name}"
    return chosen, [Diagnostic("info", "language", message)]


def weight(words: list[str], known: Mapping[str, int], longest: int) -> int:
    """What the words and phrases that are known weigh together in a text."""
    return sum(
        known.get(" ".join(words[at : at + count]), 0)
        for count in range(1, longest + 1)
        for at in range(len(words) - count + 1)
    )


@lru_cache(maxsize=4)
def _known(pack: Pack) -> tuple[dict[str, int], int]:
    """The weights that a pack gives, and of how many words its longest phrase is."""
    table = {
        " ".join(_WORD.findall(_plain(words))): int(weight)
        for words, weight in pack.table("detect").items()
    }
    return table, max((key.count(" ") + 1 for key in table), default=0)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).lower()
