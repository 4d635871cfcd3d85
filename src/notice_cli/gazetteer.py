"""Bodies and places that are known by name: which are meant, and whether there were such.

The rules find where a body stands; what is known of it is looked up here by its name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

# How many words of a name are looked up.
_LONGEST = 16
# At these levels a place may stand behind a name by its own name alone.
_LOCAL = ("district", "commune")
_WORD = re.compile(r"[^\W_]+")


class Entry(NamedTuple):
    """A body or a place: days are in ISO 8601, "" where they are not known."""

    id: str
    name: str
    level: str
    start: str
    end: str
    successors: Sequence[str]
    place: bool

    def there(self, day: str) -> bool:
        """Whether it was there on a day, as far as is known."""
        return self.start <= day and (not self.end or day <= self.end)


class Told(NamedTuple):
    """What is to be told of a name: a code, and the words."""

    code: str
    message: str


def words_of(folded: str, joining: frozenset[str]) -> list[tuple[int, str]]:
    """The words by which a name is looked up, each with its end; ``joining`` ones do not count."""
    found = ((word.end(), word.group().lower()) for word in _WORD.finditer(folded))
    return [(end, word) for end, word in found if word not in joining]


def key_of(text: str, fold: Callable[[str], str], joining: frozenset[str]) -> str:
    """What is the same for all spellings of a name."""
    return "".join(word for _, word in words_of(fold(text), joining))


class Gazetteer:
    """What is known by name, looked up."""

    def __init__(
        self,
        data: Mapping[str, Any],
        fold: Callable[[str], str],
        joining: frozenset[str],
        levels: Mapping[str, str],
    ) -> None:
        """``data`` is the cached form; ``levels`` tell the level of a place by its first words."""
        self._entries = [Entry(*entry) for entry in data.get("entries", ())]
        self._by_id = {entry.id: entry for entry in self._entries}
        self._forms: Mapping[str, Sequence[tuple[int, bool]]] = data.get("forms", {})
        self._heads = frozenset(data.get("heads", ()))
        self._fold = fold
        self._joining = joining
        self._levels = {fold(words).lower(): level for words, level in levels.items()}

    def names(self) -> Iterator[str]:
        """Names of bodies, as they are written."""
        return (entry.name for entry in self._entries if not entry.place)

    def told(self, name: str, day: date, is_place: Callable[[str], bool]) -> Iterator[Told]:
        """What is to be told of a body's name in a notice of a day.

        ``is_place`` tells whether words behind a body are its place.
        """
        folded = self._fold(name)
        words = words_of(folded, self._joining)
        at = 0
        while at < len(words):
            found, at = self._longest(folded, words, at, is_place)
            if found:
                meant = self._at_level(found, folded[words[at - 1][0] :])
                told = self._judged(name, meant, day.isoformat())
                if told:
                    yield told

    def _longest(
        self,
        folded: str,
        words: Sequence[tuple[int, str]],
        at: int,
        is_place: Callable[[str], bool],
    ) -> tuple[Sequence[tuple[int, bool]], int]:
        """The entries with the longest name that begins at a word, and the word behind it."""
        if words[at][1] in self._heads:
            for end in range(min(len(words), at + _LONGEST), at, -1):
                found = self._forms.get("".join(word for _, word in words[at:end]))
                if found and self._stands(found[0][0], folded[words[end - 1][0] :], is_place):
                    return found, end
        return (), at + 1

    def _stands(self, number: int, rest: str, is_place: Callable[[str], bool]) -> bool:
        """Whether an entry's name has ended before the rest: no word but a place's goes on."""
        entry = self._entries[number]
        if entry.place or not rest[:2].strip(" ").isalnum():
            return True
        return is_place(rest) or (entry.level in _LOCAL and rest[1].isupper())

    def _at_level(self, found: Sequence[tuple[int, bool]], rest: str) -> list[tuple[Entry, bool]]:
        """Those at the level of the place behind, if it tells; else all."""
        meant = [(self._entries[number], short) for number, short in found]
        behind = rest.lstrip(" ,").lower()
        for words, level in self._levels.items():
            if behind.startswith(words) and not behind[len(words) : len(words) + 1].isalpha():
                same = [one for one in meant if one[0].level in (level, "several")]
                return same or meant
        return meant

    def _judged(self, name: str, meant: Sequence[tuple[Entry, bool]], day: str) -> Told | None:
        there = [(entry, short) for entry, short in meant if entry.there(day)]
        if there:
            if len(there) > 1 and all(short for _, short in there):
                which = " or ".join(f'"{entry.name}"' for entry, _ in there)
                return Told("abbreviation-open", f'"{name}" may mean {which}')
            return None
        gone = [entry for entry, _ in meant if entry.end and entry.end < day]
        if not gone:
            entry = meant[0][0]
            say = f"{_called(name, entry)} began on {entry.start}, after this notice ({day})"
            return Told("body-not-yet", say)
        entry = max(gone, key=lambda one: one.end)
        after = ", ".join(f'"{other.name}"' for other in self._after(entry, day))
        ended = f"{_called(name, entry)} ended on {entry.end}, before this notice ({day})"
        return Told("body-ended", f"{ended}{after and '; after it: ' + after}")

    def _after(self, entry: Entry, day: str) -> list[Entry]:
        """What came after an entry and was there on a day; else the last that is known."""
        found: dict[str, Entry] = {}
        for other in (self._by_id[name] for name in entry.successors if name in self._by_id):
            later = self._after(other, day) if other.end and other.end < day else []
            found |= {one.id: one for one in later or [other]}
        return list(found.values())


def _called(name: str, entry: Entry) -> str:
    """A name as the notice has it, and what it is known as where that is another."""
    return f'"{name}"' if name == entry.name else f'"{name}": "{entry.name}"'
