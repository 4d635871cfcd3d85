r"""Parts of patterns that no text can satisfy, whatever stands in it.

A pattern is read as a tree. Of each part is known how long it is at least, and which
characters it begins and ends with, where these are few; so what stands right before and
right behind a part is known too. That tells of a space beside a space, an anchor inside a
text, an entity midway in a word, and of characters that texts do not have when they are
matched (``text.clean``, ``Fold``). What it cannot tell it takes for possible.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import re2

from notice_cli.fragments import TOKEN
from notice_cli.language import ENTITIES, marks
from notice_cli.needles import character
from notice_cli.text import INVISIBLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from notice_cli.letters import Letters
    from notice_cli.text import Fold

# Characters, where they are few and known.
Chars: TypeAlias = frozenset[str] | None
# So many are few.
_FEW = 64
_SPACE = frozenset(" ")
_NONE: frozenset[str] = frozenset()
# Kinds whose rules see one printed line at a time.
_LINES = ("furniture", "anchors", "markers")
_LINE_ENDS = re.compile(r"\(\?[a-z]*m")
# A class can only be empty where it leaves out this much, or names its characters by number.
_MUCH = re.compile(r"\\[pPxWDS]|\[:\^")
# Plain text: signs, and words up to what a repetition behind them is of.
_WORDS = re.compile(r"(?P<sign>[|*+?^$.])|(?P<words>[^|*+?^$.]+(?![*+?]|\Z)|[^|*+?^$.])")
# Behind an open bracket: `?:`, `?i:`, `?-i:`, or flags alone.
_FLAGS = re.compile(r"\?[a-zA-Z-]*:?")
_ESCAPE = re.compile(r"\\.")
_REPEAT = re.compile(r"\{(\d+)")
_TWO = "texts have single spaces when they are matched, and one stands beside this"

# The characters of nearly all texts.
_PLANE = (*range(0xD800), *range(0xF900, 0xFFFE))

# Offset in the pattern, and a message.
Fault = tuple[int, str]


class Edges(NamedTuple):
    """How long a part is at least, and what it begins and ends with where it is not empty."""

    least: int = 0
    first: Chars = None
    last: Chars = None


_UNKNOWN = Edges()
_NOTHING = Edges(0, _NONE, _NONE)


@dataclass(slots=True)
class _Part:
    """A part of a pattern: where, of which sort, what it says, its parts, its edges."""

    at: int
    sort: str
    text: str
    inner: list[_Part]
    edges: Edges
    many: bool = False


class Side(NamedTuple):
    """What stands on one side of a part.

    ``sure``: there is a character, one of ``chars``; ``bare``: spaces there do not count.
    """

    sure: bool = False
    chars: Chars = None
    bare: bool = False


OPEN = Side()
BARE = Side(bare=True)


class Texts:
    """Which characters texts have when they are matched."""

    def __init__(self, fold: Fold, look_alikes: Mapping[str, str], letters: Letters) -> None:
        """``fold`` and ``look_alikes`` are what texts are folded and repaired with."""
        self.look_alikes = look_alikes
        self._fold, self._letters = fold, letters
        self._all = ""
        self._classes: dict[str, bool] = {}

    def has(self, char: str) -> bool:
        """Whether a text can have it."""
        return self.instead(char) == char

    def instead(self, char: str) -> str:
        """What texts have where an author wrote it."""
        if char.isspace() and char != "\n":
            return " "
        if char in INVISIBLE:
            return ""
        return self._fold(unicodedata.normalize("NFC", self.look_alikes.get(char, char)))

    def has_one_of(self, written: str) -> bool:
        """Whether a text can have a character of a class (``[...]``)."""
        if not _MUCH.search(written) and (written[1] == "^" or _ESCAPE.sub("", written[1:-1])):
            return True
        known = self._classes.get(written)
        if known is None:
            self._all = self._all or "".join(filter(self.has, map(chr, _PLANE)))
            found = re2.compile(self._letters.compact(self._fold(written))).search(self._all)
            known = self._classes[written] = found is not None
        return known


class Dead:
    """Finds what is dead in patterns; learns fragments in the order of their definition."""

    def __init__(self, texts: Texts) -> None:
        """``texts`` tells which characters there are."""
        self._texts = texts
        self._edges = {name: _entity(name) for name in ENTITIES}

    def learn(self, name: str, patterns: Sequence[str]) -> None:
        """Note what a fragment begins and ends with."""
        parts = [_read(pattern, self._edges.get) for pattern in patterns]
        self._edges[name] = _either([part.edges for part in parts])

    def find(
        self, pattern: str, kind: str | None, before: Side = OPEN, after: Side = OPEN
    ) -> Iterator[Fault]:
        """What is dead in a pattern of a kind of rules (None in a fragment), in its order."""
        lines = _LINE_ENDS.search(pattern) is not None
        walk = _Walk(self._texts, alone=kind in _LINES, lines=lines)
        told = ""
        for at, message in walk.faults(_read(pattern, self._edges.get), before, after):
            # Of two spaces in a row one is enough.
            if not told.startswith(_TWO) or not message.startswith(_TWO):
                yield at, message
            told = message


def _entity(name: str) -> Edges:
    first, rest = marks(name)
    return Edges(1, frozenset(first), frozenset(first + rest))


@dataclass(frozen=True, slots=True)
class _Walk:
    """Goes through the parts; what stands beside each is handed down to it."""

    texts: Texts
    # Whether lines are matched alone, and whether `^` and `$` stand for theirs.
    alone: bool
    lines: bool

    def faults(self, part: _Part, before: Side, after: Side) -> Iterator[Fault]:
        """What is dead in a part."""
        if part.sort == "sequence":
            yield from self._sequence(part, before, after)
        elif part.inner:
            if part.many:
                before = before._replace(chars=_both(before.chars, part.edges.last))
                after = after._replace(chars=_both(after.chars, part.edges.first))
            for one in part.inner:
                yield from self.faults(one, before, after)
        elif message := self._alone(part, before, after):
            yield part.at, message
        elif fault := _beside(part, before, after):
            yield fault

    def _sequence(self, part: _Part, before: Side, after: Side) -> Iterator[Fault]:
        behind = [after]
        for one in reversed(part.inner):
            behind.append(_passed(behind[-1], one.edges.least, one.edges.first))
        for one, following in zip(part.inner, behind[-2::-1], strict=True):
            yield from self.faults(one, before, following)
            before = _passed(before, one.edges.least, one.edges.last)

    def _alone(self, part: _Part, before: Side, after: Side) -> str | None:
        """What is wrong with a part by itself, and with an anchor where it stands."""
        if part.sort == "start" and before.sure and not self.lines:
            say = "`^` is the start of the text, so nothing matches before it"
            return f"{say}; write `\\^` for the character itself"
        if part.sort == "end" and after.sure and not self.lines:
            say = "`$` is the end of the text, so nothing matches behind it"
            return f"{say}; write `\\$` for the character itself"
        if part.sort == "escape":
            return self._escape(part.text)
        if part.sort == "class" and not self.texts.has_one_of(part.text):
            return f"no text has a character of `{part.text}` when it is matched; mend the class"
        return None

    def _escape(self, written: str) -> str | None:
        char = character(written)
        if char == "\n" and self.alone:
            return "each line is matched alone here, so no text has a `\\n`; make two rules of it"
        if char is None or self.texts.has(char):
            return None
        instead = self.texts.instead(char)
        do = f"write `{instead}`" if instead.strip() else "write one" if instead else "delete it"
        what = f"`{instead}`" if instead.strip() else "a plain space" if instead else "nothing"
        return f"texts have {what} for `{written}` when they are matched; {do}"


def _beside(part: _Part, before: Side, after: Side) -> Fault | None:
    """What is wrong with a part because of what stands beside it."""
    least, first, last = part.edges
    if not least:
        return None
    name = f"`{{{part.text}}}`" if part.sort == "use" else ""
    start, end = part.at, part.at if name else part.at + len(part.text) - 1
    if first == _SPACE and before.sure and before.chars == _SPACE:
        return start, f"{_TWO}; " + (f"{name} begins with one" if name else "delete it")
    if last == _SPACE and after.sure and after.chars == _SPACE:
        return end, f"{_TWO}; " + (f"{name} ends in one" if name else "delete it")
    if (first == _SPACE and before.bare) or (last == _SPACE and after.bare):
        at = start if before.bare else end
        return at, "a space between these words and the match does not count; delete it"
    if part.sort == "use" and part.text in ENTITIES:
        for side, where in ((before, "before"), (after, "behind")):
            if side.sure and side.chars and all(map(str.isalnum, side.chars)):
                return start, f"no {name} begins or ends inside a word; put a space {where} it"
    return None


def _passed(side: Side, least: int, edge: Chars) -> Side:
    """What stands beside a part, once another is passed that ends so."""
    if least:
        return Side(sure=True, chars=edge)
    return Side(side.sure, _both(side.chars, edge), bare=side.bare and edge == _NONE)


def _both(one: Chars, other: Chars) -> Chars:
    if one is None or other is None or len(one) + len(other) > _FEW:
        return None
    return one | other


def _either(edges: Sequence[Edges]) -> Edges:
    if not edges:
        return _UNKNOWN
    least, first, last = edges[0]
    for other in edges[1:]:
        least = min(least, other.least)
        first, last = _both(first, other.first), _both(last, other.last)
    return Edges(least, first, last)


def _in_turn(parts: Sequence[_Part]) -> Edges:
    """The edges of parts that stand one behind the other."""
    first = last = Side(sure=False, chars=_NONE)
    for part in reversed(parts):
        first = _passed(first, part.edges.least, part.edges.first)
    for part in parts:
        last = _passed(last, part.edges.least, part.edges.last)
    return Edges(sum(part.edges.least for part in parts), first.chars, last.chars)


_Piece = tuple[str, str, int]
_Lookup: TypeAlias = Callable[[str], Edges | None]


def _read(pattern: str, known: _Lookup) -> _Part:
    """A pattern as a tree."""
    pieces = list(_pieces(pattern))
    part, _ = _choices(pieces, 0, known)
    return part


def _pieces(pattern: str) -> Iterator[_Piece]:
    """Tokens, plain text in words and signs."""
    opened = False
    for token in TOKEN.finditer(pattern):
        kind, at = token.lastgroup or "", token.start()
        if token["use"] is not None:
            yield "use", token["name"], at
        elif kind == "plain":
            flags = _FLAGS.match(token[0]) if opened else None
            for piece in _WORDS.finditer(token[0], flags.end() if flags else 0):
                yield piece.lastgroup or "", piece[0], at + piece.start()
        else:
            # The group of a capture's name is the last one of its bracket.
            yield ("open" if token["open"] else kind), token[0], at
        opened = token[0] == "("


def _choices(pieces: Sequence[_Piece], at: int, known: _Lookup) -> tuple[_Part, int]:
    """Choices up to the bracket that closes them, or to the end."""
    begin = at
    parts = []
    while True:
        part, at = _items(pieces, at, known)
        parts.append(part)
        if at == len(pieces) or pieces[at][1] != "|":
            break
        at += 1
    if len(parts) == 1:
        return parts[0], at
    where = pieces[begin][2]
    return _Part(where, "choices", "", parts, _either([part.edges for part in parts])), at


def _items(pieces: Sequence[_Piece], at: int, known: _Lookup) -> tuple[_Part, int]:
    parts: list[_Part] = []
    where = pieces[at][2] if at < len(pieces) else 0
    while at < len(pieces) and pieces[at][:2] != ("sign", "|") and pieces[at][0] != "close":
        kind, text, _ = pieces[at]
        if parts and (kind == "count" or (kind == "sign" and text in "*+?")):
            parts[-1] = _repeated(parts[-1], text)
            at += 1
        else:
            part, at = _one(pieces, at, known)
            parts.append(part)
    return _Part(where, "sequence", "", parts, _in_turn(parts)), at


def _one(pieces: Sequence[_Piece], at: int, known: _Lookup) -> tuple[_Part, int]:
    kind, text, where = pieces[at]
    if kind == "open":
        part, at = _choices(pieces, at + 1, known)
        return part, at + 1
    sort, edges = kind, _UNKNOWN
    if kind == "use":
        edges = known(text) or _UNKNOWN
    elif text in ("^", "\\A") or text in ("$", "\\z"):
        sort, edges = "start" if text in ("^", "\\A") else "end", _NOTHING
    elif kind == "escape" and text in ("\\b", "\\B"):
        edges = _NOTHING
    elif kind == "words":
        edges = Edges(len(text), frozenset(text[0]), frozenset(text[-1]))
    elif kind in ("sign", "class", "escape"):
        char = character(text) if kind == "escape" else None
        chars = frozenset(char) if char else None
        edges = Edges(1, chars, chars)
    return _Part(where, sort, text, [], edges), at + 1


def _repeated(part: _Part, sign: str) -> _Part:
    count = _REPEAT.match(sign)
    times = int(count[1]) if count else int(sign == "+")
    least, first, last = part.edges
    edges = Edges(least * times, first, last)
    return _Part(part.at, "repeated", sign, [part], edges, many=sign != "?")
