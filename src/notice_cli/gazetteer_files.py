"""The gazetteer as files have it: entries read one by one, then looked at together.

An entry is a body, or a place that names of bodies have in them: how it is called, at which
level it is, from when to when, and what came after it. It needs no pattern: a name that no rule
reads to its end is made a rule of its own.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from notice_cli.circles import in_order
from notice_cli.gazetteer import words_of
from notice_cli.language import GAZETTEER, KINDS, LEVELS
from notice_cli.matcher import Matcher
from notice_cli.needles import needles
from notice_cli.patterns import Rule, Searcher
from notice_cli.rawrules import ID, RawRule
from notice_cli.trees import Trees
from notice_cli.yamlfile import Mapping, Scalar, Sequence, closest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from notice_cli.yamlfile import File, Value

ENTRY_KEYS = (
    "id",
    "name",
    "aliases",
    "abbreviations",
    "level",
    "valid_from",
    "valid_to",
    "successor",
    "place",
    "among",
)
_LISTS = ("aliases", "abbreviations", "successor")
_DAYS = ("valid_from", "valid_to")
_SPECIAL = re.compile(r"[][.(){}*+?^$|\\]")
# A day before all others, and one behind them.
_FIRST, _LAST = "0001-01-01", "9999-12-31"
# How many entries of a circle a message names.
_SHOWN = 6


def read_entries(file: File, entries: Value) -> Iterator[RawRule]:
    """The entries of a section; what is wrong with one is told, and it is left out."""
    if not isinstance(entries, Sequence):
        say = f"`{GAZETTEER}` must be a list of entries; begin each with `- id: ...`"
        file.problem(entries.mark, say)
        return
    for entry in entries:
        if not isinstance(entry, Mapping):
            file.problem(entry.mark, "this is no entry; write `id: ...`, `name: ...`, `level: ...`")
            continue
        raw = _entry(file, entry)
        if raw:
            yield raw


def _entry(file: File, entry: Mapping) -> RawRule | None:
    for key in entry.names:
        if key not in ENTRY_KEYS:
            near = closest(key, ENTRY_KEYS) or f"; known are {_list(ENTRY_KEYS)}"
            file.problem(key.mark, f"unknown key of an entry `{key}`{near}")
    name = entry.get("id")
    if not isinstance(name, Scalar) or not name:
        mark = entry.mark if name is None else name.mark
        file.problem(mark, "an entry needs an `id`; give it one")
        return None
    if not ID.fullmatch(name):
        file.problem(name.mark, f"`{name}` is no id; use letters, digits and `-`")
    before = len(file.problems)
    meaning = {str(key): _value(file, key, entry[key]) for key in entry.names if key in ENTRY_KEYS}
    del meaning["id"]
    for needed in ("name", "level"):
        if needed not in meaning:
            say = f"one of {_list(LEVELS)}" if needed == "level" else "write what it is called"
            file.problem(name.mark, f"entry `{name}` has no `{needed}`; {say}")
    start, end = (meaning.get(key) for key in _DAYS)
    if start and end and end < start:
        file.problem(end.mark, f"`{name}` ends before it begins ({start}); mend one of the days")
    if any(problem.severity == "error" for problem in file.problems[before:]):
        return None
    return RawRule(name, GAZETTEER, (), meaning, None, None, (), None)


def _value(file: File, key: Scalar, value: Value) -> Any:  # noqa: ANN401 - each key its own
    """What a key says; None where it is faulty, which is told."""
    if key in _LISTS:
        return _texts(file, key, value)
    if not isinstance(value, Scalar) or not value:
        file.problem(value.mark, f"`{key}` must be a single text; quote it, or leave it out")
    elif key in _DAYS and not _is_day(value):
        file.problem(value.mark, f'`{value}` is no day; write it as "2025-07-01", or leave it out')
    elif key == "level" and value not in LEVELS:
        near = closest(value, LEVELS) or f"; it is one of {_list(LEVELS)}"
        file.problem(value.mark, f"`{value}` is no `level`{near}")
    elif key == "place" and value not in ("true", "false"):
        file.problem(value.mark, f"`{value}` is no `place`; write `true` or `false`")
    else:
        return value == "true" if key == "place" else value
    return None


def _texts(file: File, key: Scalar, value: Value) -> list[Scalar]:
    """A text or a list of texts, as a list."""
    texts = []
    for item in value if isinstance(value, Sequence) else [value]:
        if isinstance(item, Scalar) and item:
            texts.append(item)
        else:
            say = f"`{key}` must be text or a list of texts; quote it, or leave it out"
            file.problem(item.mark, say)
    return texts


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _list(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def names(entry: RawRule) -> list[Scalar]:
    """All that an entry is called, the name first, abbreviations last."""
    meaning = entry.meaning
    return [
        meaning["name"],
        *meaning.get("aliases", ()),
        *meaning.get("abbreviations", ()),
    ]


def literal(text: str) -> str:
    """A pattern that matches a text and nothing else."""
    return _SPECIAL.sub(r"\\\g<0>", text)


def choices(entry: RawRule) -> list[Scalar]:
    """What an entry adds to the fragment it is ``among``: names without their first word."""
    head = entry.meaning["name"].partition(" ")[0]
    made = []
    for name in names(entry):
        first, _, rest = name.partition(" ")
        if first == head and rest:
            choice = Scalar(literal(rest))
            choice.file, choice.mark, choice.style, choice.raw = (
                *(name.file, name.mark, name.style, name.raw),
            )
            made.append(choice)
    return made


def check_entries(
    entries: Iterable[RawRule], fragments: Iterable[str], key: Callable[[str], str], *, whole: bool
) -> None:
    """Tell what is wrong with entries together.

    ``fragments`` are the names of those that there are; ``key`` makes one of spellings that
    are the same; ``whole`` tells that all files could be read, so that a name can be unknown.
    """
    known = {str(entry.id): entry for entry in entries}
    if whole:
        for entry in known.values():
            _check_mentions(entry, known, fragments)
    _check_circles(known)
    _check_names(known, key)


def _check_mentions(entry: RawRule, known: dict[str, RawRule], fragments: Iterable[str]) -> None:
    for other in entry.meaning.get("successor", ()):
        if other not in known:
            near = closest(other, known) or "; write an entry with this id, or leave it out"
            other.problem(0, f"no entry of the gazetteer is called `{other}`{near}")
    among = entry.meaning.get("among")
    if among is not None and among not in fragments:
        near = closest(among, fragments) or "; leave it out"
        among.problem(0, f"no fragment is called `{among}`{near}")


def _check_circles(known: dict[str, RawRule]) -> None:
    """Tell each entry that comes after itself; one message a circle."""
    after = {name: entry.meaning.get("successor", ()) for name, entry in known.items()}
    for circle in in_order(after)[1]:
        shown = circle if len(circle) <= _SHOWN else [*circle[:_SHOWN], "..."]
        chain = " -> ".join(f"`{one}`" for one in shown)
        at = next(one for one in known[circle[-2]].meaning["successor"] if one == circle[-1])
        at.problem(0, f"entries succeed each other: {chain}; delete one `successor`")


def _check_names(known: dict[str, RawRule], key: Callable[[str], str]) -> None:
    """Tell each name that two bodies of a level have at one time; abbreviations may be shared."""
    seen: dict[str, list[tuple[RawRule, Scalar]]] = {}
    for entry in known.values():
        short = entry.meaning.get("abbreviations", ())
        for name in names(entry):
            if name in short:
                continue
            others = seen.setdefault(key(name), [])
            for other, first in others:
                if other is entry:
                    say = f"`{name}` is said twice (first as `{first}`); delete one"
                    name.problem(0, say, "warning")
                    break
                if _meet(entry, other):
                    where = f"{first.file.path}:{first.mark.line}"
                    say = f"`{name}` is also what `{other.id}` is called at that time ({where})"
                    name.problem(0, f"{say}; part them by their days or levels, or rename one")
                    break
            others.append((entry, name))


def _meet(one: RawRule, other: RawRule) -> bool:
    """Whether there is a day on which both are, at one level."""
    a, b = one.meaning, other.meaning
    start = max(a.get("valid_from", _FIRST), b.get("valid_from", _FIRST))
    end = min(a.get("valid_to", _LAST), b.get("valid_to", _LAST))
    places = a.get("place", False) == b.get("place", False)
    return bool(start <= end) and a["level"] == b["level"] and places


def form_of(
    entries: Iterable[RawRule], fold: Callable[[str], str], joining: frozenset[str]
) -> dict[str, Any]:
    """The cached form of a gazetteer."""
    listed: list[list[Any]] = []
    forms: dict[str, list[tuple[int, bool]]] = {}
    heads: set[str] = set()
    for number, entry in enumerate(entries):
        meaning = entry.meaning
        days = [str(meaning.get(key, "")) for key in ("valid_from", "valid_to")]
        after = [str(other) for other in meaning.get("successor", ())]
        place = meaning.get("place", False)
        listed.append(
            [str(entry.id), str(meaning["name"]), str(meaning["level"]), *days, after, place]
        )
        short = meaning.get("abbreviations", ())
        for name in names(entry):
            words = [word for _, word in words_of(fold(name), joining)]
            known = forms.setdefault("".join(words), [])
            if words and (number, name in short) not in known:
                known.append((number, name in short))
                heads.add(words[0])
    return {"entries": listed, "forms": forms, "heads": sorted(heads)}


def unread(
    entries: Iterable[RawRule],
    bodies: list[Rule],
    place_behind: str | None,
    fold: Callable[[str], str],
) -> list[Rule]:
    """Rules for names that those for ``bodies`` do not read to their end for sure.

    ``place_behind`` is what a place behind a name looks like. A short form of one word is
    none to look for: too many other things have it.
    """
    about = KINDS["bodies"]
    matcher = Matcher(bodies, case=about.case, longest=about.longest)
    place = _searcher(place_behind) if place_behind else None
    trees = Trees()
    made = []
    for entry in entries:
        if entry.meaning.get("place"):
            continue
        patterns = tuple(
            _pattern(folded)
            for folded in dict.fromkeys(fold(name) for name in names(entry) if " " in name)
            if not _is_read(folded, matcher, place)
        )
        if patterns:
            made.append(
                Rule(
                    str(entry.id),
                    GAZETTEER,
                    patterns,
                    path=entry.id.file.path,
                    line=entry.id.mark.line,
                    needles=tuple(needles(trees.read(pattern)) for pattern in patterns),
                )
            )
    return made


def _is_read(name: str, matcher: Matcher, place: Searcher | None) -> bool:
    """Whether a rule that knows a name to its end reads it, perhaps with a place behind."""
    for match in matcher.find(name):
        has_head, has_tail = ("head" in match.groups, "tail" in match.groups)
        unsure = has_tail and not has_head and not match.rule.meaning.get("whole")
        if match.start or unsure or "members" in match.groups or (has_head and not has_tail):
            continue
        rest = name[match.end :]
        behind = place.opening(rest) if place and rest else None
        if not rest or (behind and behind.end == len(rest)):
            return True
    return False


def _searcher(pattern: str) -> Searcher:
    return Searcher(Rule("", "fragment", (pattern,)), pattern, case=True, longest=True)


def _pattern(name: str) -> str:
    """A name as it is; its first word may begin with a small letter."""
    first = name[0]
    if first.isupper() and name[1:2].islower():
        return f"[{first}{first.lower()}]{literal(name[1:])}"
    return literal(name)
