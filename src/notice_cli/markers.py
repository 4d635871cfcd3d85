"""Markers of the outline (`I.` `1.` `1.1.` `a)` `-` `+`) and what may follow which."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from notice_cli.model import Kind
from notice_cli.patterns import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from notice_cli.rules import Pack
    from notice_cli.text import Text

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
# Numbering that jumps further than this is no numbering of the same list.
MAX_JUMP = 3
# The style of what heads an appendix: it stands for a marker, and none is printed.
APPENDIX = "appendix"
# A marker and the first word after it are no longer than this.
MARKER_LENGTH = 24


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker at the start of a line.

    ``verbatim`` is as printed (`1.1.`), ``label`` without punctuation (`1.1`);
    ``numbers`` are the ordinals that its label may mean (a letter has one in each
    alphabet), the parts of a decimal one by one in ``parts``; ``style`` tells apart
    lists that are numbered alike (`1.` from `(1)`, each rule of numbers in words from
    others); ``end`` is where its text begins;
    ``mended`` tells that its label is not what is printed; ``rule`` is what found it.
    """

    kind: Kind
    order: str
    verbatim: str
    label: str
    style: str
    numbers: tuple[int, ...]
    parts: tuple[int, ...]
    end: int
    mended: bool = False
    rule: Rule | None = field(default=None, compare=False, repr=False)

    @property
    def symbol(self) -> bool:
        """A dash, plus or bullet: it has no number."""
        return self.order == "symbol"

    @property
    def first(self) -> bool:
        """Whether it can begin a list."""
        return self.symbol or self.numbers[0] == 1 or (bool(self.parts) and self.parts[-1] == 1)

    def follows(self, other: Marker) -> bool:
        """Whether it is the very next after ``other`` in one list."""
        if self.order == "decimal":
            return self.parts[:-1] == other.parts[:-1] and self.parts[-1] == other.parts[-1] + 1
        if self.symbol:
            return True
        return any(
            a and b and a == b + 1 for a, b in zip(self.numbers, other.numbers, strict=False)
        )

    def jumps(self, other: Marker) -> bool:
        """Whether it comes a little later than the next, as where a number was lost."""
        if self.symbol or self.follows(other):
            return False
        mine = self.parts[-1] if self.parts else self.numbers[0]
        last = other.parts[-1] if other.parts else other.numbers[0]
        same = self.parts[:-1] == other.parts[:-1]
        return same and last < mine <= last + MAX_JUMP


def goes_on(marker: Marker, last_of: Mapping[str, Marker]) -> bool:
    """Whether a marker is the very next of its list, whose last is in ``last_of``."""
    return marker.style in last_of and marker.follows(last_of[marker.style])


def is_out_of_order(marker: Marker, last_of: Mapping[str, Marker]) -> bool:
    """Whether a number in words counts nothing here: days of the week are called by the same."""
    return marker.order == "words" and not marker.first and not goes_on(marker, last_of)


def read_marker(text: Text, pack: Pack) -> Marker | None:
    """The marker that a line begins with, if it has the form of one."""
    return next(_readings(text, pack), None)


def settle(text: Text, pack: Pack, last_of: Mapping[str, Marker]) -> Marker | None:
    """The marker that a line begins with, of several readings the one that fits.

    A letter may be a Roman number. Where the pack says that the sequence settles it (table
    ``labels_by: sequence``), what goes on with the last of its style (``last_of``) counts,
    then what begins a list; else the first rule decides.
    """
    readings = list(_readings(text, pack))
    if len(readings) > 1 and pack.table("labels_by", "") == "sequence":
        for fits in (lambda m: goes_on(m, last_of), _begins):
            fitting = next(filter(fits, readings), None)
            if fitting is not None:
                return fitting
    return next(iter(readings), None)


def _begins(marker: Marker) -> bool:
    return marker.first


def _readings(text: Text, pack: Pack) -> Iterator[Marker]:
    """What the marker of a line may be, by the rules in their order."""
    folded = pack.fold(text.value[:MARKER_LENGTH])
    for match in pack.matcher("markers").find(folded):
        if match.start:
            break
        a, b = match.groups["label"]
        label, meaning = text.value[a:b], match.rule.meaning
        numbers, parts = _numbers(label, meaning["order"], pack)
        if not numbers:
            continue
        # Where no space parts them, the first word is matched too, as proof.
        end = match.groups["rest"][0] if "rest" in match.groups else match.end
        verbatim = text.value[:end].rstrip()
        style = verbatim.replace(label, "#" if meaning["order"] != "symbol" else label, 1)
        style = match.rule.id if meaning["order"] == "words" else style
        # Capitals and small letters count apart.
        style += " A" if meaning["order"] == "letters" and label.isupper() else ""
        yield Marker(
            cast("Kind", meaning["kind"]),
            meaning["order"],
            verbatim,
            label,
            f"{meaning['order']} {style}",
            numbers,
            parts,
            end,
            rule=match.rule,
        )


def _numbers(label: str, order: str, pack: Pack) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Ordinals of a label (one for each alphabet) and the parts of a decimal one."""
    if order == "arabic":
        return (int(label),), ()
    if order == "decimal":
        parts = tuple(int(part) for part in label.split("."))
        return (parts[-1],), parts
    if order == "roman":
        number = roman(label.upper())
        return ((number,) if number else ()), ()
    if order == "letters":
        alphabets = pack.table("alphabets", [])
        numbers = tuple(a.find(label.lower()) + 1 for a in alphabets)
        return (numbers if any(numbers) else ()), ()
    if order == "words":
        number = pack.table("ordinals", {}).get(label.lower())
        return ((int(number),) if number else ()), ()
    return (1,), ()


def roman(label: str) -> int | None:
    """Value of a Roman number written the usual way, else None."""
    total, last = 0, 0
    for char in reversed(label):
        value = _ROMAN.get(char, 0)
        if not value:
            return None
        total += value if value >= last else -value
        last = max(last, value)
    return total if _to_roman(total) == label else None


def _to_roman(number: int) -> str:
    forms = (
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    )
    label = ""
    for value, form in forms:
        while number >= value:
            label += form
            number -= value
    return label
