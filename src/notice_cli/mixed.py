"""Texts of which only some lines are in letters of an old font: which ones, and read anew.

Headers were often typed in a font of their own (all capitals), or lines were pasted from old
files. A line is cut at tabs and gaps of three blanks: columns may be in different fonts.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from notice_cli.encodings import (
    AHEAD,
    LEGACY,
    SURFACE,
    Candidate,
    Encoding,
    best,
    count_frequent,
    read_surface,
)
from notice_cli.lost_case import raised_between
from notice_cli.syllables import Syllables, syllables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from notice_cli.rules import Pack

_GAP = re.compile(r"([\n\r\t\f\v]+| {3,})")
_WORD = re.compile(r"[^\W\d_]+")
# What ends a sentence, or a part of one.
_ENDS = (".", ";", ":", "!", "?")
# One word in so many of what comes out may be no syllable (a short form, a name).
OTHERS = 3
_VOWELS = frozenset("aeiouy")
TRIED: tuple[Encoding, ...] = ("utf-8", *LEGACY)


@dataclass(frozen=True, slots=True)
class Mixed:
    """A text after old letters were read anew.

    ``found`` is what they were, None where it could not be told; ``anew`` is where pieces
    begin (in ``value``) that were read anew, ``left`` where some that look old and stay.
    """

    value: str
    found: Candidate | None = None
    anew: tuple[int, ...] = ()
    left: tuple[int, ...] = ()


def unmix(value: str, pack: Pack) -> Mixed:
    """Read the lines anew that are clearly in old letters; others stay as they are."""
    odd = _odd(pack.table("letters", ""))
    if not odd or not pack.words("frequent_syllables") or not odd.search(value):
        return Mixed(value)
    pieces = _GAP.split(value)
    foreign = _foreign()
    old = [i for i in range(0, len(pieces), 2) if _is_old(pieces[i], foreign)]
    suspects = [i for i in old if odd.search(pieces[i])]
    if not suspects:
        return Mixed(value)
    strange = "\n".join(_strange(pieces[i], odd, pack) for i in old)
    found = best(strange, TRIED, pack, untouched=True)
    anew: dict[int, str] = {}
    for i in old if found else ():
        better = found and _better(pieces[i], found.encoding, pack, odd)
        if better:
            anew[i] = better
    if found:
        anew |= _titles(pieces, [i for i in old if i not in anew], found.encoding, pack)
        anew |= _drawn_along(pieces, anew, found.encoding, pack)
        read = [anew.get(i, piece) for i, piece in enumerate(pieces)]
        anew |= raised_between(read, anew, pack) if found.encoding == "tcvn3" else {}
    left = [
        i
        for i in suspects
        if i not in anew and any(_better(pieces[i], encoding, pack) for encoding in TRIED)
    ]
    for i, better in anew.items():
        pieces[i] = better
    starts = [0, *accumulate(map(len, pieces))]
    return Mixed(
        "".join(pieces), found, tuple(starts[i] for i in anew), tuple(starts[i] for i in left)
    )


@lru_cache(maxsize=4)
def _odd(letters: str) -> re.Pattern[str] | None:
    """What stands on the surface of old letters and is no letter of the language."""
    known = set(letters) | set(letters.upper())
    return re.compile(f"[{re.escape(''.join(sorted(SURFACE - known)))}]+") if letters else None


@lru_cache(maxsize=1)
def _foreign() -> re.Pattern[str]:
    """What no surface has."""
    return re.compile(f"[^\x00-\x7f{re.escape(''.join(sorted(SURFACE)))}]")


def _strange(piece: str, odd: re.Pattern[str], pack: Pack) -> str:
    """What of a piece shows its encoding: all of it, of one with frequent words what is odd."""
    if not _frequent(piece, pack):
        return piece
    return " ".join(word for word in piece.split() if odd.search(word))


def _is_old(piece: str, foreign: re.Pattern[str]) -> bool:
    return not piece.isascii() and foreign.search(piece) is None


def _better(
    piece: str, encoding: Encoding, pack: Pack, odd: re.Pattern[str] | None = None
) -> str | None:
    """A piece in an encoding, if that makes words of it where there were none.

    Frequent words must come out, or (given what is ``odd``) syllables of what was none.
    """
    read = read_surface(piece, encoding, pack)
    if read == piece:
        return None
    before, after = _frequent(piece, pack), _frequent(read, pack)
    known = syllables(pack)
    (bad_before, _), (bad, words) = (_others(text, known) for text in (piece, read))
    if bad * OTHERS > words:
        return None
    inside = odd is not None and _inside(piece, odd)
    if after > before:
        return read if after >= AHEAD * before or bad < bad_before or inside else None
    # Halves of broken letters make frequent words, too.
    fewer = inside and bad < bad_before
    broken = odd is not None and (bad < bad_before or inside)
    return read if fewer or (broken and after == before) else None


def _drawn_along(
    pieces: Sequence[str], anew: Mapping[int, str], encoding: Encoding, pack: Pack
) -> dict[int, str]:
    """Pieces that tell nothing themselves, among others that were read anew.

    They stand between two such pieces, or go on with the words of one.
    """
    known, odd, foreign = syllables(pack), _odd(pack.table("letters", "")), _foreign()
    told = [i for i in range(0, len(pieces), 2) if pieces[i].strip() and not pieces[i].isascii()]
    found: dict[int, str] = {}
    for before, i, after in zip([-1, *told], told, [*told[1:], -1], strict=False):
        if i in anew or before not in {**anew, **found} or not _is_old(pieces[i], foreign):
            continue
        goes_on = pieces[i][:1].islower() and not pieces[before].rstrip().endswith(_ENDS)
        read = read_surface(pieces[i], encoding, pack)
        worse = _others(read, known)[0] > _others(pieces[i], known)[0]
        strange = (after in anew or after < 0) and bool(odd and _inside(pieces[i], odd))
        if read != pieces[i] and (strange or ((after in anew or goes_on) and not worse)):
            found[i] = read
    return found


def _titles(
    pieces: Sequence[str], places: Sequence[int], encoding: Encoding, pack: Pack
) -> dict[int, str]:
    """Pieces that are words as they came, but stand alone and are known titles when read anew."""
    known = pack.fragment_matcher("lost_capitals")

    def is_title(words: str) -> bool:
        folded = pack.fold(words.strip().lower())
        return any(len(folded) == match.length for match in known.find(folded))

    read = {i: read_surface(pieces[i], encoding, pack) for i in places}
    return {i: words for i, words in read.items() if is_title(words) and not is_title(pieces[i])}


def _frequent(text: str, pack: Pack) -> int:
    return count_frequent(text, pack.words("frequent_syllables"), pack.fold)[0]


def _inside(piece: str, odd: re.Pattern[str]) -> bool:
    """Whether what is odd stands right beside letters, where no sign stands."""
    return any(
        piece[m.start() - 1 : m.start()].isalpha() or piece[m.end() : m.end() + 1].isalpha()
        for m in odd.finditer(piece)
    )


def _others(text: str, known: Syllables) -> tuple[int, int]:
    """How many words with a letter beyond ASCII are no syllables; how many there are.

    Short forms are neither: they have no vowel.
    """
    words = [word.lower() for word in _WORD.findall(text) if not word.isascii()]
    words = [word for word in words if not _VOWELS.isdisjoint(unicodedata.normalize("NFD", word))]
    return sum(word not in known for word in words), len(words)
