"""Capitals that TCVN3 lost: it has no accented ones, and some of its fonts draw small as large."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from notice_cli.rules import Pack

# Words whose case does not tell are looked past so far.
NEAR = 6
# What stands in one column of a line, and how long a heading can be.
_COLUMN = re.compile(r"\S+(?: \S+)*")
HEADING = 70
# A name that stands alone has so many words.
NAME = range(3, 6)
# What parts the pieces of a text that may be in different fonts: lines and columns.
_GAP = re.compile(r"([\n\r\t\f\v]+| {3,})")
# Words without a mark at their end, and without one of lists before them.
_TITLE = re.compile(r"[^\W\d_](?:[\w ,./-]*\w)?")
# The first letter of a word, if it has an accent.
_FIRST = re.compile(r"\b[^\W\d_a-zA-Z]")
_WORD = re.compile(r"[^\W\d_]+")


def restore_case(text: str, capitals: Iterable[str] = ()) -> str:
    """Capitals for accented letters in words printed in capitals, and in ``capitals``.

    The encoding has small accented letters only. A word is in capitals where at least two
    other letters of it are, and none is small; one that does not tell (a capital or none)
    goes with the words right beside it.
    """
    for words in capitals:
        text = re.sub(rf"\b{re.escape(words.lower())}\b", words, text)
    return "\n".join(map(_restore_line, text.split("\n")))


def raised(text: str, pack: Pack) -> str:
    """Capitals for headings that a font of capitals drew from small letters, and for names.

    The fragment ``lost_capitals`` says what stands in capitals where it is alone in a column,
    ``lost_place`` what is a place, up to a comma, and a day.
    """
    matcher = pack.fragment_matcher("lost_capitals")
    places = pack.fragment_matcher("lost_place")

    def changed(match: re.Match[str]) -> str:
        words = match.group()
        if _is_name(words.split(" ")):
            return words.title()
        if not words[:1].isupper() and any(len(words) == m.length for m in places.find(words)):
            place, comma, day = words.partition(",")
            return _FIRST.sub(lambda first: first.group().upper(), place) + comma + day
        if len(words) > HEADING or not words.islower():
            return words
        whole = any(len(words) == m.length for m in matcher.find(pack.fold(words)))
        return words.upper() if whole else words

    pieces = _GAP.split(_COLUMN.sub(changed, text))
    for i, words in raised_between(pieces, range(len(pieces)), pack).items():
        pieces[i] = words
    return "".join(pieces)


def raised_between(pieces: Sequence[str], old: Collection[int], pack: Pack) -> dict[int, str]:
    """Capitals for titles that go on or lead over to others, by their places in ``pieces``.

    ``old`` are the places of what was in the font. A title without one small letter that
    tells stands below another in capitals, but not below the type of a document, whose subject
    may begin with a small letter; or at the very top.
    """
    places = [i for i, piece in enumerate(pieces) if piece.strip()]
    kinds = pack.fragment_matcher("lost_type")

    def is_type(title: str) -> bool:
        return any(m.length == len(title) for m in kinds.find(pack.fold(title.lower())))

    found: dict[int, str] = {}
    run: list[int] = []
    # What stands above may be in the other column.
    above: list[str] = []
    for i in [*places, -1]:
        piece = pieces[i].strip() if i >= 0 else ""
        plain = _without(piece, pack.table("encoding_capitals", []))
        if i >= 0 and (i in old or piece.isascii()) and _is_open(plain):
            run.append(i)
            continue
        below_title = any(_is_title(title) and not is_type(title) for title in above)
        if run and (below_title or (not above and piece.isupper() and i in old)):
            found |= {at: pieces[at].upper() for at in run}
        run, above = [], [*above[-1:], piece]
    return found


def _is_title(piece: str) -> bool:
    piece = piece.rstrip(" ,-")  # a title that goes on
    return piece.isupper() and _TITLE.fullmatch(piece) is not None and " " in piece


def _without(piece: str, capitals: Iterable[str]) -> str:
    """A piece before its words that always have a capital got one."""
    for words in capitals:
        piece = piece.replace(words, words.lower())
    return piece


def _is_open(piece: str) -> bool:
    """Whether a piece can be a title in capitals: all small, or no small letter that tells."""
    words = _WORD.findall(piece)
    title = len(piece) <= HEADING and _TITLE.fullmatch(piece) is not None and not piece.isupper()
    return title and (piece.islower() or all(_is_loud(word) is not False for word in words))


def _is_name(words: Sequence[str]) -> bool:
    """Whether words alone are a name: each begins with a capital, or with what may be one."""
    return (
        len(words) in NAME
        and all(word.isalpha() and not (word[0].isascii() and word[0].islower()) for word in words)
        and all(word.islower() or word.istitle() for word in words)
        and sum(word[0].isupper() for word in words) >= len(words) - 1
    )


def _restore_line(line: str) -> str:
    words = list(_WORD.finditer(line))
    known = [_is_loud(word.group()) for word in words]
    pieces: list[str] = []
    end = 0
    for i, word in enumerate(words):
        shout = known[i]
        if shout is None:
            beside = [
                _beside(line, words, known, range(i + 1, min(len(words), i + 1 + NEAR))),
                _beside(line, words, known, range(i - 1, max(-1, i - 1 - NEAR), -1)),
            ]
            told = [one for one in beside if one is not None]
            shout = bool(told) and all(told)
        pieces += (line[end : word.start()], word.group().upper() if shout else word.group())
        end = word.end()
    return "".join([*pieces, line[end:]])


def _beside(
    line: str, words: Sequence[re.Match[str]], known: Sequence[bool | None], order: range
) -> bool | None:
    """What the nearest word tells that only spaces part from the one before ``order``."""
    for i in order:
        last = words[i - order.step]
        between = line[min(last.end(), words[i].end()) : max(last.start(), words[i].start())]
        if between.strip():
            return None
        if known[i] is not None:
            return known[i]
    return None


def _is_loud(word: str) -> bool | None:
    """Whether a word is in capitals; None where its letters do not tell."""
    telling = [char for char in word if char.isascii() or char.isupper()]
    if any(char.islower() for char in telling):
        return False
    return True if len(telling) > 1 else None
