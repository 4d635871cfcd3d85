"""Patterns as files have them: made ready, and every fault told at its character.

RE2 compiles each pattern alone, fragments first. Besides what it refuses, what it takes
but the author cannot have meant is told: letters that no text has, braces that are no
fragment, captures that nobody reads.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import re2

from notice_cli.dead import OPEN, Dead, Side, Texts
from notice_cli.fragments import TOKEN, USE, Fragments
from notice_cli.language import ENTITIES, KINDS, marks
from notice_cli.patterns import compiled, options
from notice_cli.refusals import explain, words_of
from notice_cli.text import INVISIBLE
from notice_cli.yamlfile import Scalar, closest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

# Entities that are found before rules of a kind are tried; for other kinds, all.
SEES: dict[str, tuple[str, ...]] = {
    "furniture": (),
    "anchors": (),
    "markers": (),
    "bodies": (),
    "persons": ("bodies",),
    "references": ("bodies", "person"),
    "times": ("bodies", "person", "reference"),
}
# Characters and instructions of the patterns of one file, and of all of them, once fragments
# are in: more than twice what the largest file of a large pack has, and enough for ten times
# the rules of that pack.
MAX_FILE_SIZE = 2_000_000
MAX_SIZE = 24_000_000
# So many atoms may repetitions of the patterns of one file come to: RE2 takes time and memory
# for all of them, also where it then finds that they are too many.
MAX_REPEATED = 30_000
# So many brackets may stand in each other.
MAX_DEPTH = 50
# What a refused pattern counts for, as it has no program to measure.
_REFUSED = 400_000
# Letters up to here belong to every pack.
_LATIN_1 = "\xff"
# Enough to read a pattern, too little to compile a large one.
_PROBE_MEMORY = 1 << 16

_ASCII = {
    r"\w": r"write `[\pL\d_]`",
    r"\W": r"write `[^\pL\d_]`",
    r"\b": r"leave it out at an end (a match ends no word midway), else write `[^\pL\d]`",
    r"\B": r"write `[\pL\d]`",
    "[:alpha:]": r"write `\pL`",
    "[:alnum:]": r"write `\pL\d`",
    "[:lower:]": r"write `\p{Ll}`",
    "[:upper:]": r"write `\p{Lu}`",
    "[:word:]": r"write `\pL\d_`",
}
_ASCII_ONLY = re.compile("|".join(map(re.escape, _ASCII)))
# Behind digits `\b` does what it says.
_NUMBER = re.compile(r"\\d(?:\{[\d,]+\}|[*+?])?$")
_CASED = re.compile(r"\\p\{?L[ul]")
_LAZY = re.compile(r"[*+?}]\?")
_COMMENT = re.compile(r"\s+#")
_NOT_WORDS = re.compile(r"[^\w ,;/-]")
# What RE2 says of more than a thousand repetitions.
_REPETITION = "invalid repetition size"
_MANY = re.compile(r"\{\d*,?\d{2,}\}")
# A fragment with spaces in its braces.
_SPACED = re.compile(r"\{ *[a-z][a-z0-9_]* *(?:: *[a-z][a-z0-9_]* *)?\}")
# Letters of a pattern that are no letters of a text.
_SYNTAX = re.compile(r"\\[pP]\{[^}]*\}|\\.|\{[^}]*\}|\(\?P?<[^>]*>|\(\?[a-z]+")

# Offset in the pattern, and a message.
Fault = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Use:
    """What a pattern is for: its kind, the captures that may stand in it, what is beside it."""

    kind: str | None = None
    captures: tuple[str, ...] | None = None
    before: Side = OPEN
    after: Side = OPEN

    @property
    def case(self) -> bool:
        """Whether capitals are told from small letters."""
        return self.kind is None or KINDS[self.kind].case

    @property
    def longest(self) -> bool:
        """Whether the longest alternative wins."""
        return self.kind is not None and KINDS[self.kind].longest


class Patterns:
    """Makes patterns ready, one after the other; keeps count of what they cost."""

    def __init__(self, fragments: Fragments, texts: Texts, *, whole: bool) -> None:
        """``whole`` tells that all files could be read, so that a name can be unknown."""
        self._fragments = fragments
        self._look_alikes = texts.look_alikes
        self._dead = Dead(texts)
        self._whole = whole
        # What they come to, by file and in all.
        self._sizes: Counter[str] = Counter()
        self._repeated: Counter[str] = Counter()

    def define(self, name: str, texts: Sequence[Scalar]) -> None:
        """Make a fragment ready; those that it uses are."""
        made = [self.ready(text, Use()) for text in texts]
        self._fragments.define(name, made)
        self._dead.learn(name, [] if None in made else texts)

    def ready(self, pattern: Scalar, use: Use) -> str | None:
        """The expanded pattern, or None where it cannot be used (see the file's problems)."""
        faults = _letter_faults(pattern, self._look_alikes) or list(_brace_faults(pattern))
        expanded = None
        if not faults:
            expanded = self._fragments.expand(pattern, lambda *fault: faults.append(fault))
        if not faults and expanded is not None:
            faults = self._compile(pattern, expanded, use)
        if pattern.plain and _COMMENT.match(pattern.file.behind(pattern)):
            say = "what follows is a comment of YAML, no part of the pattern"
            pattern.problem(len(pattern) - 1, f"{say}; put the pattern in single quotes", "warning")
        for at, message in faults:
            if not message.startswith("no fragment"):
                pattern.problem(at, message)
            elif self._whole and (name := USE.match(pattern, at)):
                pattern.problem(at, message + closest(name["name"], self._fragments.names))
        return None if faults else expanded

    def _compile(self, pattern: Scalar, expanded: str, use: Use) -> list[Fault]:
        if use.kind is None and not _NOT_WORDS.search(expanded):
            return []
        path = pattern.file.path
        repeated = _repeated(expanded) if _MANY.search(expanded) else 0
        if repeated > MAX_REPEATED and (said := self._said(pattern)).startswith(_REPETITION):
            # It can be told to the character.
            return [explain(pattern, said, lambda end: self._said(pattern[:end]) == said)]
        self._repeated[path] += repeated
        if self._sizes[path] > MAX_FILE_SIZE or self._repeated[path] > MAX_REPEATED:
            say = "with those before it in this file the pattern is too large once compiled"
            return [(0, f"{say}; use fewer or smaller repetitions and fragments")]
        if self._sizes[""] > MAX_SIZE:
            return [(0, "all patterns together are too large; use fewer or smaller repetitions")]
        try:
            regex = compiled(expanded, case=use.case, longest=use.longest)
        except re2.error as error:
            self._count(path, _REFUSED)
            said = words_of(error)
            return [explain(pattern, said, lambda end: self._said(pattern[:end]) == said)]
        self._count(path, len(expanded) + regex.programsize)
        faults = [*self._unseen(pattern, use), *_captures(pattern, regex, use)]
        if not faults:
            for at, message in self._doubts(pattern, expanded, regex, use):
                pattern.problem(at, message, "warning")
        return faults

    def _count(self, path: str, size: int) -> None:
        self._sizes[path] += size
        self._sizes[""] += size

    def _said(self, start: str) -> str:
        """What RE2 says of the start of a pattern."""
        expanded = self._fragments.expand(start, lambda *_: None)
        made = options(case=True, longest=False, memory=_PROBE_MEMORY)
        try:
            compiled(expanded or "", made=made)
        except re2.error as error:
            return words_of(error)
        return ""

    def _unseen(self, pattern: Scalar, use: Use) -> Iterator[Fault]:
        """Entities that are not yet found when rules of the kind are tried."""
        if use.kind not in SEES:
            return
        later = [entity for entity in ENTITIES if entity not in SEES[use.kind]]
        for token in TOKEN.finditer(pattern):
            inner = self._inner(token) if token["use"] else ""
            for entity in later:
                if marks(entity)[0] in inner:
                    say = f"`{use.kind}` are found before `{entity}`; write out what it looks like"
                    yield token.start(), say

    def _foreign(self, pattern: Scalar) -> Iterator[Fault]:
        """Letters that the language of the pack does not have, however much they look so."""
        known = self._fragments.letters.known
        for at, char in enumerate(pattern if known else ""):
            if char > _LATIN_1 and char.isalpha() and char not in known:
                name = f"U+{ord(char):04X}, {unicodedata.name(char, 'no name').lower()}"
                say = f"`{char}` ({name}) is no letter of the table `letters`"
                yield at, f"{say}; write the one that looks like it, or add it there"
                return

    def _inner(self, token: re.Match[str]) -> str:
        """What a token stands for."""
        return (self._fragments.get(token["name"]) or "") if token["use"] else token.group()

    def _doubts(self, pattern: Scalar, expanded: str, regex: Any, use: Use) -> Iterator[Fault]:  # noqa: ANN401 - re2 has no types
        yield from _ascii_doubts(pattern)
        yield from self._dead.find(pattern, use.kind, use.before, use.after)
        yield from self._foreign(pattern)
        if use.kind is None:
            return
        if regex.fullmatch(b""):
            yield 0, "the pattern can match nothing at all; make a part of it required"
        letters = self._fragments.letters
        if not use.case and "(?-i" not in expanded:
            for token in TOKEN.finditer(pattern):
                inner = self._inner(token)
                if _CASED.search(inner) or letters.capitals in inner or letters.small in inner:
                    say = "ignore case, so this matches small letters and capitals"
                    yield token.start(), f"`{use.kind}` {say}; write `(?-i:...)` around it"
                    break
        if use.longest and (lazy := _LAZY.search(pattern)):
            say = "take the longest match, so the second sign has no effect; delete it"
            yield lazy.start(), f"`{use.kind}` {say}"


def _repeated(pattern: str) -> int:
    """How many atoms a pattern has more once its repetitions are written out."""
    more = 0
    # For each open bracket the size of what is in it, and of the last atom.
    sizes = [[0, 0]]
    for token in TOKEN.finditer(pattern):
        last = 1
        if token.lastgroup == "open":
            sizes.append([0, 0])
            continue
        if token.lastgroup == "close" and len(sizes) > 1:
            last = sizes.pop()[0]
        elif token.lastgroup == "count":
            most = max(int(number) for number in re.findall(r"\d+", token[0]))
            last = sizes[-1][1] * max(0, most - 1)
            more += last
        sizes[-1][0] += len(token[0]) if token.lastgroup == "plain" else last
        sizes[-1][1] = last
    return more


def _ascii_doubts(pattern: Scalar) -> Iterator[Fault]:
    for token in TOKEN.finditer(pattern):
        for odd in _ASCII_ONLY.finditer(token.group()):
            start = token.start() + odd.start()
            counts = odd.group() == r"\b" and _NUMBER.search(pattern[:start])
            if token.lastgroup in ("class", "escape") and not counts:
                yield start, f"`{odd.group()}` knows ASCII letters only; {_ASCII[odd.group()]}"


def _captures(pattern: Scalar, regex: Any, use: Use) -> Iterator[Fault]:  # noqa: ANN401 - re2 has no types
    """Captures that stand twice, or that nobody reads."""
    named: dict[str, int] = {}
    for token in TOKEN.finditer(pattern):
        name = token["key"] or token["group"]
        if name in named:
            say = f"capture `{name}` stands twice in one pattern; make two patterns of it"
            yield token.start(), say
        elif name:
            named[name] = token.start()
    if use.captures is None:
        return
    reads = ", ".join(f"`{name}`" for name in use.captures) or "none"
    for name in map(bytes.decode, regex.groupindex):
        if name not in use.captures:
            what = f"`{use.kind}` read" if use.captures else "this pattern reads"
            near = closest(name, use.captures) or f"; known are {reads}, or write `(?:...)`"
            yield named.get(name, 0), f"{what} no capture `{name}`{near}"


def _letter_faults(pattern: Scalar, look_alikes: Collection[str]) -> list[Fault]:
    """The first character that no text has when it is matched."""
    if pattern[:2] in ('r"', "r'"):
        return [(0, 'YAML has no r"..."; use single quotes, without the `r`')]
    if pattern.isascii() and pattern.isprintable() and "  " not in pattern:
        return []
    if not unicodedata.is_normalized("NFC", pattern):
        at = next((i for i, c in enumerate(pattern) if unicodedata.combining(c)), 0)
        return [(at, "letters are decomposed (NFD); save the file with composed ones (NFC)")]
    if (double := pattern.find("  ")) >= 0:
        return [(double + 1, "texts have single spaces when they are matched; write one")]
    mixed = re.search(r"[A-Za-z]", _SYNTAX.sub("", pattern)) is not None
    for at, char in enumerate(pattern):
        fault = None if " " <= char <= "~" else _letter_fault(char, look_alikes, mixed=mixed)
        if fault:
            return [(at, fault)]
    return []


def _letter_fault(char: str, look_alikes: Collection[str], *, mixed: bool) -> str | None:
    code, name = f"U+{ord(char):04X}", unicodedata.name(char, "")
    fault = None
    if char in "\r\n":
        fault = "the pattern has a line break; write it in one line, or in a block (`|`)"
    elif char < " " or char == "\x7f":
        fault = f"control character {code}; use single quotes, in double ones YAML reads `\\`"
    elif char in INVISIBLE:
        fault = f"invisible character {code}; delete it"
    elif char.isspace():
        fault = f"odd space {code}; texts have plain ones when they are matched, write one"
    elif char in look_alikes:
        fault = (
            f"`{char}` ({code}) is repaired in texts before they are matched; write the right one"
        )
    elif mixed and name.startswith(("CYRILLIC", "GREEK")):
        fault = f"`{char}` ({code}, {name.lower()}) only looks like a Latin letter; write that"
    return fault


def _brace_faults(pattern: Scalar) -> Iterator[Fault]:
    """Braces that are neither a fragment's nor a repetition's; too many brackets."""
    depth = 0
    for token in TOKEN.finditer(pattern):
        depth += (token.lastgroup == "open") - (token.lastgroup == "close")
        if depth > MAX_DEPTH:
            yield token.start(), f"more than {MAX_DEPTH} brackets in each other; use fragments"
            return
        if token.lastgroup == "class":
            for use in USE.finditer(token.group()):
                say = (
                    f"`{use.group()}` stands in `[...]`, which holds characters; use `(?:...|...)`"
                )
                yield token.start() + use.start(), say
        elif token.group() == "{":
            spaced = _SPACED.match(pattern, token.start())
            say = "neither a fragment's name (small letters, digits, `_`) nor a repetition; fix it"
            if spaced:
                name = "".join(spaced.group().split())
                say = f"a fragment is written without spaces; write `{name}`"
            yield token.start(), f"{say}, or write `\\{{` for the character itself"
