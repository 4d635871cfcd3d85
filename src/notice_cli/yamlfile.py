"""YAML as text with positions: nothing is converted before the schema says so.

``no``, ``010``, ``12:30`` and ``2025-10-20`` stay the text that somebody wrote.
Anchors, aliases, tags and duplicate keys are refused: a rule file says everything once.
A text in a block (``|``) is one line that was broken to be read: see ``one_line``.
"""

from __future__ import annotations

import difflib
import re
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import yaml

from notice_cli import slips
from notice_cli.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# What no honest rule file reaches.
MAX_BYTES = 1 << 20
MAX_DEPTH = 12
# A file that has more problems than this is not looked at any further.
MAX_PROBLEMS = 100
# How far out in a line a problem may be for the line to be shown, and how much of it behind.
_HEAD = 2_000
_TAIL = 100
# How many known words a misspelt one is compared with.
_COMPARED = 500
_COMPARED_LENGTH = 3

_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
_UNPRINTABLE = re.compile(
    "[^\\t\\n\\r\\x20-\\x7e\\x85\\xa0-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]"
)
# What libyaml says, and what to do about it.
_ADVICE = {
    "found unknown escape character": "in double quotes `\\` is YAML's own; use single quotes",
    "found unexpected end of stream": "a quote or bracket is not closed",
    "found unexpected document indicator": "a quote or bracket is not closed",
    "mapping values are not allowed in this context": "quote text that holds `: `",
    "did not find expected key": "check the indentation and the quotes",
    "did not find expected '-' indicator": "check the indentation",
    "could not find expected ':'": "check the indentation, or a quote that is not closed",
    "did not find expected ',' or ']'": "quote text that begins with `[`, or close the bracket",
    "did not find expected ',' or '}'": "quote text that begins with `{`, or close the brace",
    "found character that cannot start any token": "quote it; indent with spaces, not tabs",
    "found a tab character": "indent with spaces",
    "did not find expected alphabetic or numeric character": "quote what begins with `*` or `&`",
    "did not find expected comment or line break": "quote what begins with `>` or `|`",
    "exceeded maximum nesting depth": "no rule needs so many brackets",
}


def closest(word: str, known: Iterable[str]) -> str:
    """``; did you mean ...?`` where a known word is close, else nothing."""
    names = sorted(known)
    if (key := re.split("[:\uff1a]", word)[0]) != word and key in names:
        return f"; write a space behind the colon, `{key}: ...`"
    alike = [name for name in names if abs(len(name) - len(word)) <= _COMPARED_LENGTH]
    near = difflib.get_close_matches(word, alike[:_COMPARED], n=1, cutoff=0.72)
    near += [name for name in names if len(word) > 1 and name.startswith(word)]
    return f"; did you mean `{near[0]}`?" if near else ""


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in a file: 1-based line and column."""

    line: int
    column: int


START = Mark(1, 1)
# A line behind all others.
_LAST = 1_000_000


class TooManyProblemsError(Exception):
    """A file is so faulty that the rest of it is not looked at."""


class Scalar(str):
    """A scalar's text, with its place and how it is written in the file.

    ``style`` is the quote or block sign, "" where it is plain.
    """

    __slots__ = ("file", "mark", "raw", "style")
    file: File
    mark: Mark
    style: str
    raw: str

    @property
    def plain(self) -> bool:
        """Whether it is written without quotes."""
        return not self.style

    def at(self, offset: int) -> Mark:
        """Place of the character at ``offset`` of the text."""
        place = next(islice(_places(self), offset, None), len(self.raw))
        lines = _BREAK.split(self.raw[:place])
        if len(lines) == 1:
            return Mark(self.mark.line, self.mark.column + place)
        return Mark(self.mark.line + len(lines) - 1, len(lines[-1]) + 1)

    @classmethod
    def alone(cls, path: str, text: str) -> Scalar:
        """A text that stands in no file, with the name that problems have in place of one."""
        scalar = cls(text)
        scalar.file, scalar.mark, scalar.style, scalar.raw = File(path, b""), START, "", text
        scalar.file.lines = _BREAK.split(text)
        return scalar

    def problem(self, offset: int, message: str, severity: Severity = "error") -> None:
        """Note a problem at a character of the text."""
        with suppress(TooManyProblemsError):
            self.file.problem(self.at(offset), message, severity)


class Sequence(list["Value"]):
    """A sequence with its place."""

    mark: Mark = START


class Mapping(dict[str, "Value"]):
    """A mapping with its place; ``names`` are its keys with theirs."""

    mark: Mark = START
    names: list[Scalar]

    def __init__(self) -> None:
        """Begin empty; ``File`` fills it."""
        super().__init__()
        self.names = []


Value: TypeAlias = Scalar | Sequence | Mapping
Severity: TypeAlias = Literal["error", "warning"]


def _places(scalar: Scalar) -> Iterator[int]:
    """Where each character of a scalar's text stands in its raw form."""
    raw, style = scalar.raw, scalar.style
    place = 0
    if style in ("'", '"'):
        place = 1
    elif style in ("|", ">"):
        header = _BREAK.search(raw)
        place = header.end() if header else 0
    for char in scalar:
        if style == '"' and raw[place : place + 1] == "\\":
            while raw[place + 1 : place + 2] in ("\n", "\r"):  # a line that goes on
                place = len(raw) - len(raw[place + 1 :].lstrip())
            yield place
            place += _escape_length(raw, place)
            continue
        if raw[place : place + 1] != char:
            # Indentation, or a line break that was folded to a space.
            ahead = place
            while ahead < len(raw) and raw[ahead].isspace() and raw[ahead] != char:
                ahead += 1
            place = ahead if raw[ahead : ahead + 1] == char or not char.isspace() else place
        yield place
        place += 2 if style == "'" and char == "'" else 1


def _escape_length(raw: str, place: int) -> int:
    if raw[place : place + 1] != "\\":
        return 1
    return {"x": 4, "u": 6, "U": 10}.get(raw[place + 1 : place + 2], 2)


def one_line(block: str) -> str:
    """A block as one line: what stands around a break is no part of it.

    Between two words a break is a space, as it would be on a page.
    """
    text = ""
    for line in (line.strip() for line in _BREAK.split(block)):
        text += " " * (text[-1:].isalnum() and line[:1].isalnum()) + line
    return text


def _printable(text: str) -> str:
    """Text that does nothing to a terminal, each character in its place."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in "\t\u00a0" else "\ufffd" for c in text)


class File:
    """One rule file: its path as it is shown, and the problems found in it."""

    def __init__(self, path: str, data: bytes) -> None:
        """Keep the data; ``read`` makes a value of it."""
        self.path = path
        self.problems: list[Problem] = []
        self._told: dict[Severity, int] = {"error": 0, "warning": 0}
        self._data = data
        # As they are printed; empty until it is read.
        self.lines: list[str] = []

    def problem(self, mark: Mark, message: str, severity: Severity = "error") -> None:
        """Note a problem at a place of this file.

        Warnings of which there are too many are left out.

        Raises:
            TooManyProblemsError: There are so many errors that no more are worth looking for.
        """
        self._told[severity] += 1
        if self._told[severity] > MAX_PROBLEMS:
            if self._told[severity] == MAX_PROBLEMS + 1:
                say = f"and more {severity}s; mend the others first"
                self.problems.append(Problem(self.path, _LAST, 1, severity, say))
            if severity == "error":
                raise TooManyProblemsError
            return
        line = self.lines[mark.line - 1] if 0 < mark.line <= len(self.lines) else ""
        # A whole list may stand in one line. So far out nobody would find the caret.
        line = _printable(line[: mark.column + _TAIL]) if mark.column <= _HEAD else ""
        told = Problem(self.path, mark.line, mark.column, severity, _printable(message), line)
        self.problems.append(told)

    def behind(self, scalar: Scalar) -> str:
        """The rest of the line behind a scalar that stands in one line."""
        start = scalar.mark.column - 1 + len(scalar.raw)
        return self.lines[scalar.mark.line - 1][start:]

    def read(self) -> Mapping | None:
        """The file's top mapping; None where it cannot be read (see ``problems``)."""
        text = self._text()
        if text is None:
            return None
        try:
            value = _Builder(self, text).build()
        except TooManyProblemsError:
            return None
        except yaml.MarkedYAMLError as error:
            at: Any = error.problem_mark
            if at is None or (error.problem or "").endswith("end of stream"):
                at = error.context_mark or at
            mark = Mark(at.line + 1, at.column + 1) if at else START
            said = error.problem or error.context or "cannot be read"
            advice = next((say for start, say in _ADVICE.items() if said.startswith(start)), "")
            self._tell(mark, f"not valid YAML: {said}{advice and '; ' + advice}")
            return None
        if value is None:
            return Mapping()
        if isinstance(value, Mapping):
            return None if self.problems else value
        mark = value.mark
        self._tell(mark, "a rule file holds sections at its top, such as `deadlines:`; add one")
        return None

    def _tell(self, mark: Mark, message: str) -> None:
        """Tell what YAML stumbles over: the slip of the keyboard before it, if there is one."""
        found = list(slips.near(self.lines, mark.line)) or [(mark.line, mark.column, message)]
        with suppress(TooManyProblemsError):
            for line, column, told in found:
                self.problem(Mark(line, column), told)

    def _text(self) -> str | None:
        if len(self._data) > MAX_BYTES:
            self.problem(START, f"file is larger than {MAX_BYTES >> 20} MiB; split it")
            return None
        if no_text := slips.no_text(self._data):
            self.problem(START, no_text)
            return None
        try:
            text = self._data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            before = self._data[: error.start].decode("utf-8", "replace").removeprefix("\ufeff")
            lines = _BREAK.split(before)
            self.lines = _BREAK.split(self._data.decode("utf-8", "replace").removeprefix("\ufeff"))
            mark = Mark(len(lines), len(lines[-1]) + 1)
            self.problem(mark, "not UTF-8 from here on; save the file as UTF-8")
            return None
        self.lines = _BREAK.split(text)
        odd = _UNPRINTABLE.search(text)
        if odd:
            lines = _BREAK.split(text[: odd.start()])
            mark = Mark(len(lines), len(lines[-1]) + 1)
            self.problem(mark, f"control character U+{ord(odd.group()):04X}; delete it")
            return None
        return text


class _Builder:
    """Makes values of the parser's events, without recursion."""

    def __init__(self, file: File, text: str) -> None:
        self._file = file
        self._text = text
        # Open collections, each with the key that waits for its value.
        self._open: list[tuple[Sequence | Mapping, list[Scalar | None]]] = []
        self._top: Value | None = None

    def build(self) -> Value | None:
        """The value of the whole file; None where it is empty."""
        documents = 0
        events: Iterator[Any] = yaml.parse(self._text, Loader=_Loader)
        for event in events:
            mark = Mark(event.start_mark.line + 1, event.start_mark.column + 1)
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._file.problem(mark, "a second YAML document; a file holds one, split it")
                    break
            elif isinstance(event, yaml.CollectionEndEvent):
                self._open.pop()
            elif isinstance(event, yaml.NodeEvent) and not self._node(event, mark):
                break
        return self._top

    def _node(self, event: Any, mark: Mark) -> bool:  # noqa: ANN401 - yaml's events differ
        """Take in one node; whether to go on."""
        if isinstance(event, yaml.AliasEvent):
            self._file.problem(mark, f"alias `*{event.anchor}`; rule files have none, write it out")
        elif event.anchor is not None:
            self._file.problem(mark, f"anchor `&{event.anchor}`; rule files have none, delete it")
        elif event.tag is not None:
            self._file.problem(mark, f"tag `{event.tag}`; rule files have none, delete it")
        if isinstance(event, yaml.SequenceStartEvent):
            items = Sequence()
            items.mark = mark
            return self._enter(items)
        if isinstance(event, yaml.MappingStartEvent):
            mapping = Mapping()
            mapping.mark = mark
            return self._enter(mapping)
        text, style = getattr(event, "value", ""), getattr(event, "style", "") or ""
        scalar = Scalar(one_line(text) if style == "|" else text)
        scalar.file, scalar.mark, scalar.style = self._file, mark, style
        scalar.raw = self._text[event.start_mark.index : event.end_mark.index]
        if scalar.plain and slips.is_quoted(scalar):
            say = f"`{scalar[0]}` is no quote of YAML, but part of the text"
            do = "write a straight one, or put all in single quotes"
            self._file.problem(mark, f"{say}; {do}", "warning")
        self._add(scalar)
        return True

    def _enter(self, collection: Sequence | Mapping) -> bool:
        if len(self._open) >= MAX_DEPTH:
            self._file.problem(collection.mark, "nested too deeply; no rule needs so many brackets")
            return False
        self._add(collection)
        self._open.append((collection, [None]))
        return True

    def _add(self, value: Value) -> None:
        if not self._open:
            self._top = value
            return
        collection, waiting = self._open[-1]
        if isinstance(collection, Sequence):
            collection.append(value)
        elif waiting[0] is not None:
            self._pair(collection, waiting[0], value)
            waiting[0] = None
        elif isinstance(value, Scalar):
            waiting[0] = value
        else:
            self._file.problem(value.mark, "a key must be text; quote what begins with `{` or `[`")
            waiting[0] = key = Scalar("")
            key.mark = value.mark

    def _pair(self, mapping: Mapping, key: Scalar, value: Value) -> None:
        if key == "<<" and key.plain:
            self._file.problem(key.mark, "merge key `<<`; rule files have none, write it out")
        elif key in mapping:
            first = next(name for name in mapping.names if name == key).mark.line
            self._file.problem(
                key.mark, f"key `{key}` stands twice (first in line {first}); delete one"
            )
        else:
            mapping.names.append(key)
            mapping[key] = value
