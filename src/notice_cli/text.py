"""Text that knows where each of its characters came from.

A ``Text`` is a string with runs: stretches that map to the decoded input. A clean
paragraph is one run a printed line. Later stages slice and join, so spans come for
free and are never searched for again.
"""

from __future__ import annotations

import re
import unicodedata
from abc import ABC, abstractmethod
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

# (start in the text, start in the source, end in the source). A run as long here as
# there maps character by character; any other is one piece (a folded space, a
# composed letter) whose every character maps to the whole.
Run = tuple[int, int, int]

# What Unicode itself calls invisible or a space; alphabets are data in the rules.
INVISIBLE = (
    "\u200b\u200c\u200d\u2060\ufeff\u00ad"
    "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_SPACES = re.compile(r"[^\S\n]+")
# Marks that belong to the word before them: a space before one is stray, and one may be lost
# behind it; in a list of abbreviations it may be missing on purpose.
_MARKS = ",;:"
_MARK = re.compile(rf"[{_MARKS}](?=[\s&]|$)")
# No space behind a mark: between two words, and between a word and a number.
_LOST = re.compile(
    r"(?:(?<=\w\w)|(?<=[\d)%]))[,;](?=[^\W\d_]{2})"
    r"|(?<=\s[^\W\d_])[,;](?=[^\W\d_]{3})|(?<=[^\W\d_]{2})[,;](?=\d)"
)
# Short forms of two letters stand together ("VT,TH"), longer ones do not.
_LONG_FORMS = re.compile(r"[^\W\d_]{3}[,;][^\W\d_]{3}")
# Twins of ASCII as wide as East Asian characters, so far behind it.
_WIDE, _WIDE_END, _WIDER = "\uff01", "\uff5e", 0xFEE0
# Leftovers of a web page inside a line: tags that only say how words look, and entities.
_TAG = re.compile(r"</?(?:a|b|em|font|i|small|span|strong|su[bp]|u)\b[^<>]*>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_CLUSTER = re.compile(r"[^\u0300-\u036f][\u0300-\u036f]+")
_TONES = "\u0300\u0301\u0303\u0309\u0323"


@dataclass(frozen=True, slots=True)
class Text:
    """A string and the runs that say where it came from."""

    value: str
    runs: tuple[Run, ...]

    @classmethod
    def of(cls, value: str, start: int = 0) -> Text:
        """Text that stands in the source as it is, from ``start`` on."""
        return cls(value, ((0, start, start + len(value)),))

    @classmethod
    def put_in(cls, value: str, at: int) -> Text:
        """Words that the source does not have, for matching only, at a place of it."""
        return cls(value, ((0, at, at),))

    @property
    def own(self) -> Text:
        """The words before any that were put in (a space that joins is none)."""
        for i, (start, source, source_end) in enumerate(self.runs):
            end = self.runs[i + 1][0] if i + 1 < len(self.runs) else len(self.value)
            if source == source_end and end - start > 1:
                return self.slice(0, start)
        return self

    def __len__(self) -> int:
        """Length in characters of the text (not of the source)."""
        return len(self.value)

    def _source(self, index: int) -> tuple[int, int]:
        """Source range of the character at ``index``."""
        runs = self.runs
        i = bisect_right(runs, index, key=_run_start) - 1
        start, source, source_end = runs[i]
        end = runs[i + 1][0] if i + 1 < len(runs) else len(self.value)
        if end - start == source_end - source:
            return source + index - start, source + index - start + 1
        return source, source_end

    def span(self, start: int = 0, end: int | None = None) -> tuple[int, int]:
        """Source span of ``value[start:end]``; an empty stretch has an empty span."""
        end = len(self.value) if end is None else end
        if end <= start:
            at = self._source(min(start, len(self.value) - 1))[0] if self.value else self.runs[0][1]
            return at, at
        return self._source(start)[0], self._source(end - 1)[1]

    def slice(self, start: int, end: int) -> Text:
        """The same stretch as ``value[start:end]``, with its origins."""
        if start == 0 and end == len(self.value):
            return self
        if end <= start:
            at = self.span(start, start)[0]
            return Text("", ((0, at, at),))
        runs: list[Run] = []
        for i, (run, source, source_end) in enumerate(self.runs):
            run_end = self.runs[i + 1][0] if i + 1 < len(self.runs) else len(self.value)
            if run_end <= start or run >= end:
                continue
            a, b = max(run, start), min(run_end, end)
            if run_end - run == source_end - source:
                runs.append((a - start, source + a - run, source + b - run))
            else:
                runs.append((a - start, source, source_end))
        return Text(self.value[start:end], tuple(runs))

    def strip(self) -> Text:
        """Without white space at both ends."""
        value = self.value
        start = len(value) - len(value.lstrip())
        return self.slice(start, max(start, len(value.rstrip())))


def _run_start(run: Run) -> int:
    return run[0]


def join(parts: Iterable[Text], separators: Iterable[str]) -> Text:
    """Parts one after the other; each separator ("" or one character) maps to the gap.

    ``separators`` has one entry for each part but the first.
    """
    pieces: list[str] = []
    runs: list[Run] = []
    length, last_end = 0, 0
    gaps = iter(("", *separators))
    for part in parts:
        gap = next(gaps)
        first = part.runs[0][1]
        if gap:
            pieces.append(gap)
            runs.append((length, last_end, max(first, last_end)))
            length += len(gap)
        pieces.append(part.value)
        runs.extend((start + length, a, b) for start, a, b in part.runs)
        length += len(part.value)
        last_end = part.runs[-1][2]
    return Text("".join(pieces), tuple(runs))


def _odd(look_alikes: str) -> str:
    """A pattern of what ``clean`` may have to change in composed text."""
    chars = re.escape(f"{INVISIBLE}{look_alikes}<&")
    return rf"[^\S ]| [\s{_MARKS}]|[{chars}{_WIDE}-{_WIDE_END}]|[,;][^\W\d_]|[^\W\d_][,;]\d"


@lru_cache(maxsize=8)
def _odd_place(look_alikes: str) -> re.Pattern[str]:
    return re.compile(_odd(look_alikes))


@lru_cache(maxsize=8)
def _plain(look_alikes: str) -> re.Pattern[str]:
    """What ``clean`` leaves as it is: no mark stands behind its letters."""
    return re.compile(rf"(?:(?!{_odd(look_alikes)}|[^\u0300-\u036f][\u0300-\u036f])[^\n])+")


def is_clean(value: str, look_alikes: Iterable[str] = ()) -> bool:
    """Whether ``clean`` would leave the characters of ``value`` as they are."""
    odd = _odd_place("".join(look_alikes)).search(value)
    return odd is None and unicodedata.is_normalized("NFC", value)


def clean(text: Text, look_alikes: Mapping[str, str]) -> Text:
    """NFC, white space folded to one space, invisible characters and markup gone.

    ``look_alikes`` maps single characters to what they stand for. Every change keeps
    the source range of what it replaces.
    """
    value = text.value
    if is_clean(value, look_alikes):
        return text
    pieces: list[tuple[str, int, int]] = []
    plain = _plain("".join(look_alikes))
    i = 0
    while i < len(value):
        char = value[i]
        stretch = None if char in _MARKS else plain.match(value, i)
        if stretch:
            pieces += _normal(stretch.group(), i)
            i = stretch.end()
            continue
        if replaced := _replaced(value, i):
            shown, end = replaced
            pieces += [(shown, i, end)] if shown else []
            i = end
            continue
        cluster = _CLUSTER.match(value, i)
        if cluster:
            composed = _compose(look_alikes.get(char, char), cluster.group()[1:])
            pieces.append((composed, i, cluster.end()))
            i = cluster.end()
            continue
        space = _SPACES.match(value, i)
        if space:
            pieces.append((" ", i, space.end()))
            i = space.end()
            continue
        if char in _MARKS and _MARK.match(value, i):
            _drop_stray(pieces)
        if char in ",;" and _LOST.match(value, i) and _is_lost(value, i):
            pieces += [(char, i, i + 1), (" ", i + 1, i + 1)]
            i += 1
            continue
        if char not in INVISIBLE:
            shown = look_alikes.get(char, char)
            pieces.append((unicodedata.normalize("NFC", shown), i, i + 1))
        i += 1
    return _assemble(_one_space(pieces), text)


def _one_space(pieces: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Spaces that only something invisible parted, or that entities stood for, as one."""
    kept: list[tuple[str, int, int]] = []
    for piece, start, end in pieces:
        shown, at = piece, start
        if kept and kept[-1][0].endswith(" ") and piece.startswith(" "):
            shown = piece.lstrip(" ")
            at = start + len(piece) - len(shown)
        if shown:
            kept.append((shown, at, end))
    return kept


def _normal(value: str, at: int) -> list[tuple[str, int, int]]:
    """A stretch that is left as it is, but for letters that Unicode has twice."""
    if unicodedata.is_normalized("NFC", value):
        return [(value, at, at + len(value))]
    return [(unicodedata.normalize("NFC", char), i, i + 1) for i, char in enumerate(value, at)]


def _drop_stray(pieces: list[tuple[str, int, int]]) -> None:
    """Take out a space that stands last, behind a word (not in `10 : 30`)."""
    piece, start, end = pieces[-1] if pieces else ("", 0, 0)
    if piece == " ":
        if len(pieces) > 1 and not pieces[-2][0][-1].isdigit():
            pieces.pop()
    elif piece.endswith(" ") and len(piece) == end - start and not piece[-2].isdigit():
        # Something invisible stands between it and the mark.
        pieces[-1] = piece[:-1], start, end - 1


def _is_lost(value: str, at: int) -> bool:
    """Whether a mark parts words, and no short forms that an author put together."""
    small = any(map(str.islower, value[at - 1 : at + 3]))
    return small or _LONG_FORMS.match(value, at - 3) is not None


def _replaced(value: str, start: int) -> tuple[str, int] | None:
    """What stands for a wide twin, a tag or an entity at ``start``, and where that ends."""
    char = value[start]
    if _WIDE <= char <= _WIDE_END:
        return chr(ord(char) - _WIDER), start + 1
    return _markup(value, start) if char in "<&" else None


def _markup(value: str, start: int) -> tuple[str, int] | None:
    """What stands for a tag or an entity at ``start``, and where it ends; None for a sign."""
    tag = _TAG.match(value, start)
    if tag:
        return "", tag.end()
    entity = _ENTITY.match(value, start)
    if entity is None:
        return None
    from html import unescape  # noqa: PLC0415 - seldom needed

    shown = unescape(entity.group())
    if shown == entity.group():
        return None
    shown = "" if shown in INVISIBLE else " " if shown.isspace() else shown
    return unicodedata.normalize("NFC", shown), entity.end()


def _compose(base: str, marks: str) -> str:
    """Base letter and marks as one character where Unicode has it.

    A tone typed before the circumflex or breve does not compose under NFC, so the
    marks that shape the letter go first.
    """
    shapes = [m for m in marks if m not in _TONES]
    tones = [m for m in marks if m in _TONES]
    return unicodedata.normalize("NFC", base + "".join(shapes + tones))


def _assemble(pieces: list[tuple[str, int, int]], text: Text) -> Text:
    value: list[str] = []
    runs: list[Run] = []
    length = 0
    for piece, start, end in pieces:
        if len(piece) == end - start:
            runs += [(length + run, a, b) for run, a, b in text.slice(start, end).runs]
        else:
            runs.append((length, *text.span(start, end)))
        value.append(piece)
        length += len(piece)
    if not runs:
        at = text.runs[0][1]
        runs.append((0, at, at))
    return Text("".join(value), tuple(_merged(runs, length)))


def _merged(runs: list[Run], length: int) -> list[Run]:
    """Runs that go on from one to the next in both strings made one."""
    merged: list[Run] = []
    goes_on = False
    ends = [*(run[0] for run in runs[1:]), length]
    for (start, a, b), end in zip(runs, ends, strict=True):
        linear = end - start == b - a
        if linear and goes_on and merged[-1][2] == a:
            merged[-1] = (*merged[-1][:2], b)
        else:
            merged.append((start, a, b))
        goes_on = linear
    return merged


# So many foldings of strings so short are kept.
KEPT = 2_000
KEPT_LENGTH = 300


class Folding(ABC):
    """Folds strings; what short ones come to is kept, as stages fold the same lines."""

    def __init__(self) -> None:
        """Nothing is kept yet."""
        self._kept = lru_cache(KEPT)(self.folded)

    def __call__(self, value: str) -> str:
        """``value`` folded; the result is as long as ``value``."""
        return self._kept(value) if len(value) <= KEPT_LENGTH else self.folded(value)

    @abstractmethod
    def folded(self, value: str) -> str:
        """``value`` folded, made anew."""


class Fold(Folding):
    """Folding for matching only: each character stays in its place.

    ``chars`` maps characters to characters (dashes, quotes); ``pairs`` maps spellings
    of the same length to one of them (where a language places its tone marks), at the
    end of a syllable and not after ``pairs_not_after``.
    """

    def __init__(
        self, chars: Mapping[str, str], pairs: Mapping[str, str], pairs_not_after: str = ""
    ) -> None:
        """Build the tables, both cases of ``pairs`` included."""
        super().__init__()
        self._chars = str.maketrans(dict(chars))
        self._pairs: dict[str, str] = {}
        for old, new in pairs.items():
            self._pairs |= {old: new, old.upper(): new.upper(), old.title(): new.title()}
        self._spelling = None
        if pairs:
            # Two classes are searched faster than a choice of all the pairs.
            first, second = ("".join({f[i] for f in self._pairs}) for i in (0, 1))
            before = f"(?<![{re.escape(pairs_not_after)}])" if pairs_not_after else ""
            self._spelling = re.compile(
                rf"{before}[{re.escape(first)}][{re.escape(second)}](?![^\W\d_])"
            )

    def folded(self, value: str) -> str:
        """``value`` folded, made anew."""
        value = value.translate(self._chars)
        if self._spelling is None:
            return value
        return self._spelling.sub(lambda m: self._pairs.get(m.group(), m.group()), value)


class FoldedBy(Folding):
    """A folding after another; each keeps every character in its place."""

    def __init__(self, *folds: Callable[[str], str]) -> None:
        """``folds`` are applied in this order."""
        super().__init__()
        self._folds = folds

    def folded(self, value: str) -> str:
        """``value`` folded by all of them, made anew."""
        for fold in self._folds:
            value = fold(value)
        return value
