"""Markers of scanned texts: a damaged one is read as what the sequence makes of it.

`l.` before `2.` is a 1, the sign between `b)` and `d)` is a c, a comma may stand for a dot and
strokes before a number. A number that is certain on both sides is settled whatever stands there.
Without a sequence that settles it a line keeps the marker that it has, or none.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice, product
from typing import TYPE_CHECKING

from notice_cli.markers import Marker, read_marker
from notice_cli.mending import BARE_LETTERS
from notice_cli.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from notice_cli.lines import Line
    from notice_cli.rules import Pack

# A marker as printed has no more characters, and so many readings are tried.
LONGEST = 8
READINGS = 64
# The next marker of a list is looked for in so many lines.
AHEAD = 400
_TOKEN = re.compile(r"(\S{1,8})(?= )")


def read_markers(lines: Sequence[Line], pack: Pack) -> list[Marker | None]:
    """The marker that each line of a scanned text begins with, damaged ones settled."""
    markers = [read_marker(line.text, pack) for line in lines]
    return list(_Settler(lines, markers, pack).settled())


class _Settler:
    """Goes through the lines with the last marker of each list in mind."""

    def __init__(self, lines: Sequence[Line], markers: list[Marker | None], pack: Pack) -> None:
        self._markers = markers
        self._readings = [_readings(line.text, pack) for line in lines]
        self._last: dict[str, Marker] = {}

    def settled(self) -> Iterator[Marker | None]:
        for at, plain in enumerate(self._markers):
            marker = self._settle(at, plain)
            if marker is not None and not (marker.symbol and plain is None):
                self._last[marker.style] = marker
            yield marker

    def _settle(self, at: int, plain: Marker | None) -> Marker | None:
        numbered = plain is not None and not plain.symbol
        if plain and numbered and (self._fits(at, plain) or self._skips(at, plain)):
            return plain
        readings = self._readings[at]
        settled = next((r for r in readings if not r.symbol and self._fits(at, r)), None)
        if settled is not None:
            return settled
        if plain and numbered and (repeated := self._repeated(plain)):
            return repeated
        if plain is None:
            return next((reading for reading in readings if reading.symbol), None)
        return (self._between(at, plain) if numbered else None) or plain

    def _fits(self, at: int, marker: Marker) -> bool:
        """Whether a marker goes on with its list, or begins one that goes on."""
        last = self._last.get(marker.style)
        following = self._next(at, marker)
        goes_on = following is not None and following.follows(marker)
        if last is not None and marker.follows(last):
            # Not where the next one takes its place, unless that has lost a stroke itself.
            taken = following is not None and following.follows(last)
            return goes_on or not taken or self._loses_stroke(at, marker, following)
        if not marker.first:
            return False
        if marker.parts:
            return goes_on or self._is_below(marker)
        return goes_on

    def _loses_stroke(self, at: int, marker: Marker, following: Marker | None) -> bool:
        """Whether a damaged Roman number can be no other, and the next one is it once more."""
        plain = self._markers[at]
        strange = plain is None or self._last.get(plain.style) is None
        same = following is not None and following.numbers == marker.numbers
        return marker.order == "roman" and marker.mended and strange and same

    def _repeated(self, plain: Marker) -> Marker | None:
        """The next Roman number, where a settled one stands again: it has lost a stroke."""
        last = self._last.get(plain.style)
        if plain.order != "roman" or not last or not last.mended or last.numbers != plain.numbers:
            return None
        number = plain.numbers[0] + 1
        label = _written(number, plain.order)
        return replace(plain, label=label, numbers=(number,), mended=True)

    def _skips(self, at: int, plain: Marker) -> bool:
        """Whether a marker leaves numbers out and its list goes on behind it: it can be read."""
        last, following = self._last.get(plain.style), self._next(at, plain)
        if last is None or following is None or not following.follows(plain):
            return False
        return plain.jumps(last)

    def _is_below(self, marker: Marker) -> bool:
        """Whether a decimal marker repeats the number of the item that it stands under."""
        above = marker.parts[:-1]
        return any((last.parts or last.numbers[:1]) == above for last in self._last.values())

    def _next(self, at: int, marker: Marker) -> Marker | None:
        """The next marker of the same list as it stands, damaged ones passed over."""
        ahead = islice(self._markers, at + 1, at + 1 + AHEAD)
        return next((one for one in ahead if one and one.style == marker.style), None)

    def _between(self, at: int, plain: Marker) -> Marker | None:
        """The number that is missing between the one before and the one behind."""
        last = self._last.get(plain.style)
        if last is None or plain.order not in _COUNTED:
            return None
        number = last.numbers[0] + 1
        parts = (*last.parts[:-1], number) if last.parts else ()
        label = ".".join(map(str, parts)) if parts else _written(number, plain.order)
        made = replace(plain, label=label, numbers=(number,), parts=parts, mended=True)
        following = self._following(at, made)
        return made if following and following.follows(made) and made.follows(last) else None

    def _following(self, at: int, marker: Marker) -> Marker | None:
        """The next marker of a list, a damaged one if it can be the one that is to come."""
        for i in range(at + 1, min(at + 1 + AHEAD, len(self._markers))):
            plain = self._markers[i]
            if plain and plain.style == marker.style:
                return plain
            some = (one for one in self._readings[i] if one.style == marker.style)
            damaged = next((one for one in some if one.follows(marker)), None)
            if damaged:
                return damaged
        return None


_COUNTED = ("arabic", "decimal", "roman")
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def _written(number: int, order: str) -> str:
    """A number as it is counted in a list."""
    if order != "roman":
        return str(number)
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def _readings(text: Text, pack: Pack) -> list[Marker]:
    """What the first characters of a line can have been, the nearest to what stands there first."""
    noise = pack.table("marker_noise", "")
    value = text.value
    start = len(value) - len(value.lstrip(noise + " "))
    found: list[Marker] = []
    if value[:start].rstrip() in pack.table("marker_dashes", []) and value[start].isalpha():
        found += _read(text, start - 2, 2, f"{value[0]} ", pack)
    for at in sorted({0, start}):
        token = _TOKEN.match(value, at)
        if token is None or not value[token.end() + 1 :][:1].isupper():
            continue
        choices = [_alike(char, pack) for char in token[1]]
        for chars in islice(product(*choices), READINGS):
            found += _read(text, at, len(token[1]), "".join(chars), pack)
    return found


def _alike(char: str, pack: Pack) -> list[str]:
    """A character, what it can have been, itself without marks, and nothing if it is a stroke."""
    signs: Mapping[str, str] = pack.table("marker_misread")
    alike = dict.fromkeys(char + signs.get(char, "") + char.translate(BARE_LETTERS))
    stroke = [""] if char in pack.table("marker_nothing", "") else []
    return [*alike, *pack.table("marker_joined", {}).get(char, []), *stroke]


def _read(text: Text, at: int, length: int, shown: str, pack: Pack) -> Iterator[Marker]:
    """The marker that a line has if its characters from ``at`` on are ``shown``."""
    if at < 0:
        return
    value = shown + text.value[at + length :]
    if value == text.value:
        return
    marker = read_marker(Text.of(value), pack)
    if marker is not None:
        end = at + marker.end + length - len(shown)
        yield replace(marker, verbatim=text.value[:end].rstrip(), end=end, mended=True)
