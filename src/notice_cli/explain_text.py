"""An explanation as text for a person, and as JSON."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import orjson

from notice_cli.explanation import SCHEMA
from notice_cli.model import Deadline, Person, Target

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from notice_cli.explanation import Explanation, Other, PrintedLine, Source, Value, Words
    from notice_cli.model import Lines


def to_json(explanation: Explanation) -> bytes:
    """The explanation as one JSON document."""
    data = {
        "schema": SCHEMA,
        "file": explanation.file,
        "rules": explanation.rules,
        "values": explanation.values,
        "lines": explanation.lines,
        "others": explanation.others,
    }
    return orjson.dumps(data, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def to_text(explanation: Explanation) -> str:
    """The explanation for a person: value by value, then lines that none rests on."""
    return "".join(f"{line}\n" for line in _text(explanation))


def _text(explanation: Explanation) -> Iterator[str]:
    rules = explanation.rules
    yield f"{explanation.file}, read by the rules {rules.pack} {rules.version}"
    for head, values in groupby(explanation.values, key=_head):
        yield ""
        yield head
        for value in values:
            yield from _value(value)
    if not explanation.values:
        yield ""
        yield "No value rests on this."
    yield from _unused(explanation.lines)
    if len(explanation.lines) == 1:
        yield from _line(explanation.lines[0], explanation.others)


def _head(value: Value) -> str:
    whole = value.field.partition(".")[0]
    return f"{whole} {value.of}" if value.of else whole


def _value(value: Value) -> Iterator[str]:
    where = f"  ({_lines(value.lines)})" if value.lines else ""
    yield f"  {value.field.rpartition('.')[2]}: {shown(value.value)}{where}"
    if value.inherited:
        yield f"    inherited from {_source(value.inherited)}"
    if value.note:
        yield f"    {value.note}"
    for words in value.because:
        yield f"    {_words(words)}"
    for other in value.others:
        yield f"    {_lost(other, value.because)}"


def shown(value: Any) -> str:  # noqa: ANN401 - any value of a document
    """A value in a few words."""
    if isinstance(value, Deadline):
        said = (value.date or value.recurrence or value.start, value.time, value.scope)
        told = ", ".join(str(part) for part in said if part and part != "own")
        return f"{value.text} [{value.operator}{': ' if told else ''}{told}]"
    if isinstance(value, Person):
        return ", ".join(filter(None, (value.full_name, value.position)))
    if isinstance(value, Target):
        return f"{value.text} [{value.value} {value.unit or ''}".rstrip() + "]"
    if isinstance(value, dict):
        return f"{value['name']} [{value['role']}, {value['source']}]"
    return str(value)


def _words(words: Words) -> str:
    return f'{rule(words)}  "{_short(words.text)}"  ({_lines(words.lines)})'


def rule(words: Words) -> str:
    """Where a rule stands: kind, id, file and line."""
    return f"{words.kind}/{words.rule} {words.file}:{words.line}"


def _lost(other: Other, known: Sequence[Words] = ()) -> str:
    """What lost and against what, unless that is known already."""
    to = ""
    if other.to and other.to not in known:
        to = f'; there is {rule(other.to)} "{_short(other.to.text)}"'
    return f'not {rule(other.words)} "{_short(other.words.text)}": {other.reason}{to}'


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 3].rpartition(" ")[0] + "..."


LONGEST = 100


def _lines(lines: Lines) -> str:
    first, last = lines
    return f"line {first}" if first == last else f"lines {first}-{last}"


def _source(source: Source) -> str:
    name = f"node {source.node}" if source.node else "the addressees"
    return f"{name}, {_lines(source.lines)}"


def _unused(lines: Iterable[PrintedLine]) -> Iterator[str]:
    unused = [line for line in lines if not line.used]
    if unused:
        yield ""
        yield "lines that no value rests on"
        yield from map(_printed, unused)


def _printed(line: PrintedLine) -> str:
    node = f" {line.node}" if line.node else ""
    by = f", {rule(line.rule)}" if line.rule else ""
    return f'  {line.number}: "{_short(line.text)}"  ({line.part}{node}{by})'


def _line(line: PrintedLine, others: Iterable[Other]) -> Iterator[str]:
    """One line alone: what it belongs to, and all that came to nothing in it."""
    if line.used:
        yield ""
        yield f"the line belongs to: {line.part}{f' {line.node}' if line.node else ''}"
    found = [f"  {_lost(other)}" for other in others]
    if found:
        yield ""
        yield "what came to nothing in it"
        yield from found
