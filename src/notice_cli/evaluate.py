"""Compares what was parsed with gold, value by value.

Gold is a document of the output's shape, or a subset of it: a key that it leaves out is
not judged, ``null`` and ``[]`` say that there is nothing, and ``{"any_of": [...]}`` in
place of a value accepts each of its members. What comes out is a ``Verdict`` a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from notice_cli.matching import Pair, accepts, align, is_nothing, members, pairs
from notice_cli.scores import HEADER, SIGNATURE, Outcome, Verdict

Json: TypeAlias = Any
Object: TypeAlias = Mapping[str, Any]
_REFERENCE = ("type_name", "code", "date", "organ_name", "text")
_DEADLINE = ("operator", "date", "last_day")
# Field -> key of a deadline; judged where a deadline was found.
_OF_DEADLINE = {
    "deadline_text": "text",
    "deadline_start": "start",
    "deadline_time": "time",
}
# Keys of a task that hold what people act on: a task that was not found lacks them, and
# one too many has them too much.
_VALUES = ("assignees", "due_date", "deadlines", "report_to", "references", "targets")
_NODE = ("id", "kind", "marker", "heading", "text", "role")
# So many words at either end of a text tell where it was cut.
_END = 3


def judge(gold: Object, actual: Object) -> list[Verdict]:
    """Compare one document, as JSON, with its gold; the verdicts in the fields' order."""
    references = _settled(gold.get("references"), lambda g: _references(g, actual["references"]))
    sections: dict[str, Callable[[Json], list[Verdict]]] = {
        "tasks": lambda g: _tasks(g, actual["tasks"], Cited(references, actual["references"])),
        "references": lambda g: _references(g, actual["references"]),
        "document": lambda g: _fields(g, actual["document"], HEADER, "header."),
        "event": lambda g: _event(g, actual["event"]),
        "recipients": lambda g: _recipients(g, actual["recipients"]),
        "signature": lambda g: _fields(g, actual["signature"], SIGNATURE, "signature."),
        "body": lambda g: _outline(g, actual["body"]),
    }
    return [
        verdict
        for name, section in sections.items()
        if name in gold
        for verdict in section(_settled(gold[name], section))
    ]


class Cited:
    """What the ids of references stand for, in gold and in the document.

    One reference too many moves the ids of all that follow; the tasks that cite them are
    none the worse for it.
    """

    def __init__(self, gold: Sequence[Object] | None, actual: Sequence[Object]) -> None:
        """Take the references of both; without those of gold, ids are just compared."""
        self._gold = {str(r.get("id", f"R{i}")): r for i, r in enumerate(gold or (), 1)}
        self._actual = {str(r["id"]): r for r in actual} if gold is not None else {}

    def expected(self, names: Json) -> list[Json]:
        """What gold's ids stand for."""
        return [self._expected(name) for name in names or ()]

    def got(self, names: Iterable[str]) -> list[Json]:
        """What the document's ids stand for."""
        return [_only(self._actual.get(name, name), _REFERENCE) for name in names]

    def _expected(self, name: Json) -> Json:
        if len(choices := members(name)) > 1:
            return {"any_of": [self._expected(choice) for choice in choices]}
        return _only(self._gold.get(name, name), _REFERENCE) if self._gold else name


# --- one kind of value after the other ------------------------------------------------


def _value(field: str, expected: Json, got: Json, task: str | None = None) -> Verdict:
    """The verdict on a field that holds one value, or none."""
    outcome: Outcome = "wrong"
    if accepts(expected, got):
        outcome = "absent" if is_nothing(got) else "right"
    elif is_nothing(got):
        outcome = "missing"
    elif all(map(is_nothing, members(expected))):
        outcome = "extra"
    return Verdict(field, outcome, task, expected, got)


def _items(
    field: str, expected: Sequence[Json], got: Sequence[Json], task: str | None = None
) -> list[Verdict]:
    """The verdicts on a field that holds several values, in any order."""
    if not expected and not got:
        return [Verdict(field, "absent", task, [], [])]
    return [
        _value(
            field,
            None if index is None else expected[index],
            None if other is None else got[other],
            task,
        )
        for index, other in pairs(expected, got)
    ]


def _fields(gold: Json, actual: Object, names: Iterable[str], prefix: str) -> list[Verdict]:
    """The verdicts on the fields of a block; gold without the block has none of them."""
    if gold is None:
        gold = dict.fromkeys(names)
    return [_value(prefix + name, gold[name], actual[name]) for name in names if name in gold]


def _references(gold: Json, actual: Sequence[Object]) -> list[Verdict]:
    expected = [_only(reference, _REFERENCE) for reference in gold or ()]
    return _items("references", expected, [_only(r, _REFERENCE) for r in actual])


def _event(gold: Json, actual: Object) -> list[Verdict]:
    if gold is None:
        gold = {"date": None, "concluded_by": None, "participants": []}
    verdicts = []
    if "date" in gold:
        verdicts.append(_value("event_date", gold["date"], actual["date"]))
    if "concluded_by" in gold:
        verdicts.append(_value("concluded_by", gold["concluded_by"], actual["concluded_by"]))
    if "participants" in gold:
        verdicts += _list("participants", gold["participants"], actual["participants"])
    return verdicts


def _recipients(gold: Json, actual: Object) -> list[Verdict]:
    if gold is None:
        gold = {"entries": [], "archive": None}
    verdicts = []
    if "entries" in gold:
        verdicts += _list("recipients", gold["entries"], actual["entries"])
    if "archive" in gold:
        verdicts.append(_value("archive", gold["archive"], actual["archive"]))
    return verdicts


def _list(field: str, gold: Json, actual: Sequence[Json], task: str | None = None) -> list[Verdict]:
    """The verdicts on a list, of which gold may accept several."""

    def judged(member: Json) -> list[Verdict]:
        return _items(field, member or (), actual, task)

    return judged(_settled(gold, judged))


def _outline(gold: Json, actual: Sequence[Object]) -> list[Verdict]:
    got = list(_nodes(actual))

    def judged(nodes: Json) -> list[Verdict]:
        return _items("outline", list(_nodes(nodes or (), judged)), got)

    return judged(gold)


def _nodes(
    nodes: Iterable[Json], judged: Callable[[Json], list[Verdict]] | None = None
) -> Iterator[Object]:
    """Nodes and those below them, each alone; ``judged`` settles what gold leaves open."""
    for node in nodes:
        alone = _settled(node, lambda n: judged([n]) if judged else [])
        yield _only(alone, _NODE)
        children = _settled(alone.get("children"), lambda n: judged(n) if judged else [])
        yield from _nodes(children or (), judged)


# --- tasks ----------------------------------------------------------------------------


def _tasks(gold: Json, actual: Sequence[Object], cited: Cited) -> list[Verdict]:
    gold = gold or ()
    judged = {key for task in gold for member in members(task) for key in member}
    # Where nothing is assigned, whatever a task holds is too much.
    nothing = dict.fromkeys(key for key in _VALUES if key in judged or not gold)
    marks = any(_gives(task, "id") or _gives(task, "text") for task in gold)
    tests = (_same_id, _same_text, _same_node) if marks else ()
    verdicts: list[Verdict] = []
    for index, other in align(gold, actual, tests):
        expected: Json = None if index is None else gold[index]
        got: Json = None if other is None else actual[other]
        if expected is None:
            verdicts.append(Verdict("tasks", "extra", got["id"], None, got["text"]))
            verdicts += _present(_task_values(nothing, got, cited, got["id"]))
        elif got is None:
            verdicts += _not_found(expected, cited)
        else:
            verdicts += _found(expected, got, cited)
    return verdicts


def _not_found(expected: Json, cited: Cited) -> list[Verdict]:
    """The verdicts on a task that was not found: it lacks all that people act on."""
    name, task = _name(expected), members(expected)[0]

    def judged(member: Object) -> list[Verdict]:
        return _present(_task_values(member, _NO_TASK, cited, name))

    missing = Verdict("tasks", "missing", name, task.get("text", name), None)
    return [missing, *judged(_settled(expected, judged))]


def _found(expected: Json, got: Object, cited: Cited) -> list[Verdict]:
    """The verdicts on a task that was found: how it is cut, and all that it holds."""
    name = _name(expected) or got["id"]

    def judged(member: Object) -> list[Verdict]:
        return _task(member, got, cited, name)

    marks = _gives(expected, "id") or _gives(expected, "text")
    sure = not marks or _same_id(expected, got) or _same_text(expected, got)
    cut = Verdict("tasks", "right" if sure else "wrong", name, _name(expected), got["id"])
    return [cut, *judged(_settled(expected, judged))]


_NO_TASK: Object = {key: None if key == "due_date" else () for key in _VALUES}


def _present(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Without what is rightly absent: where there is no task that says nothing."""
    return [verdict for verdict in verdicts if verdict.outcome != "absent"]


def _task(gold: Object, got: Object, cited: Cited, name: str) -> list[Verdict]:
    keys = {"task_id": "id", "text": "text", "heading": "heading", "deadline_type": "deadline_type"}
    verdicts = [
        _value(field, gold[key], got[key], name) for field, key in keys.items() if key in gold
    ]
    if "text" in gold:
        verdicts.append(_text_ends(gold["text"], got["text"], name))
    return verdicts + _task_values(gold, got, cited, name)


def _task_values(gold: Object, got: Object, cited: Cited, name: str | None) -> list[Verdict]:
    """The verdicts on what people act on."""
    sections: dict[str, Callable[[Json], list[Verdict]]] = {
        "assignees": lambda g: _assignees(g or (), got["assignees"], name),
        "due_date": lambda g: [_value("due_date", g, got["due_date"], name)],
        "deadlines": lambda g: _deadlines(g, got["deadlines"], name),
        "report_to": lambda g: _items("report_to", g or (), got["report_to"], name),
        "references": lambda g: _items(
            "task_references", cited.expected(g), cited.got(got["references"]), name
        ),
        "targets": lambda g: _items("targets", g or (), got["targets"], name),
    }
    # A date is not settled: which of its members fits is told by itself.
    return [
        verdict
        for key, section in sections.items()
        if key in gold
        for verdict in section(gold[key] if key == "due_date" else _settled(gold[key], section))
    ]


def _text_ends(expected: Json, got: str, name: str | None) -> Verdict:
    """The verdict on where a task begins and ends, whatever was mended in between."""
    right = any(_ends(text or "") == _ends(got) for text in members(expected))
    return Verdict("text_ends", "right" if right else "wrong", name, expected, got)


def _ends(text: str) -> tuple[list[str], list[str]]:
    words = text.split()
    return words[:_END], words[-_END:]


def _assignees(gold: Sequence[Json], actual: Sequence[Object], name: str | None) -> list[Verdict]:
    """The verdicts on names by role, then on the sources of the names that are right."""
    names: list[Verdict] = []
    sources: list[Verdict] = []
    for field, role in (("leads", "lead"), ("coordinators", "coordinate")):
        expected = [a for a in gold if members(a)[0].get("role", "lead") == role]
        got = [a for a in actual if a["role"] == role]
        wanted = [_part(a, "name") for a in expected]
        names += _items(field, wanted, [a["name"] for a in got], name)
        for index, other in pairs(wanted, [a["name"] for a in got]):
            if index is None or other is None or not _gives(expected[index], "source"):
                continue
            if accepts(wanted[index], got[other]["name"]):
                source = _part(expected[index], "source")
                sources.append(_value("assignee_source", source, got[other]["source"], name))
    return names + sources


def _deadlines(gold: Json, actual: Sequence[Object], name: str | None) -> list[Verdict]:
    """The verdicts on deadlines, then on the particulars of those that belong together."""
    gold = gold or ()
    bare = [_only(deadline, _DEADLINE) for deadline in gold]
    got = [_only(deadline, _DEADLINE) for deadline in actual]
    verdicts = _items("deadlines", bare, got, name)
    for index, other in pairs(bare, got):
        for field, key in _OF_DEADLINE.items():
            if index is not None and other is not None and _gives(gold[index], key):
                wanted, value = _part(gold[index], key), actual[other][key]
                verdicts.append(_value(field, wanted, value, name))
    return verdicts + _recurrences(gold, actual, pairs(bare, got), name)


def _recurrences(
    gold: Sequence[Json], actual: Sequence[Object], paired: Iterable[Pair], name: str | None
) -> list[Verdict]:
    """The verdicts on the rules by which deadlines recur, also of those that stand alone."""
    # Where an entry leaves it out, one too many cannot be told.
    given = all(_gives(deadline, "recurrence") for deadline in gold)
    return [
        _value(
            "recurrence",
            None if index is None else _part(gold[index], "recurrence"),
            None if other is None else actual[other]["recurrence"],
            name,
        )
        for index, other in paired
        if (given if index is None else _gives(gold[index], "recurrence"))
    ]


# --- any_of ---------------------------------------------------------------------------


def _settled(gold: Json, judged: Callable[[Json], list[Verdict]]) -> Json:
    """The member of ``any_of`` that is nearest to what was read; other gold as it is.

    The first among equals, so that the report does not depend on anything else.
    """
    if len(choices := members(gold)) == 1:
        return choices[0]

    def misses(member: Json) -> int:
        return sum(verdict.is_miss for verdict in judged(member))

    return min(choices, key=misses)


def _only(item: Json, keys: Iterable[str]) -> Json:
    """A gold item with no other keys than these; what is no object stays as it is."""
    if not isinstance(item, Mapping):
        return item
    if len(choices := members(item)) > 1:
        return {"any_of": [_only(choice, keys) for choice in choices]}
    return {key: choices[0][key] for key in keys if key in choices[0]}


def _gives(item: Json, key: str) -> bool:
    """Whether a gold item says something of a key, whichever of its members it is."""
    return all(key in choice for choice in members(item))


def _part(item: Json, key: str) -> Json:
    """What a gold item has under a key, ``any_of`` where it is open."""
    choices = [choice.get(key) for choice in members(item)]
    return choices[0] if len(choices) == 1 else {"any_of": choices}


# --- which task is which --------------------------------------------------------------


def _same_id(expected: Json, got: Object) -> bool:
    return any(accepts(m["id"], got["id"]) for m in members(expected) if "id" in m)


def _same_text(expected: Json, got: Object) -> bool:
    return any(accepts(m["text"], got["text"]) for m in members(expected) if "text" in m)


def _same_node(expected: Json, got: Object) -> bool:
    """Whether both stand in one node, cut into other tasks: ``3#1`` and ``3``."""
    names = (name for m in members(expected) for name in members(m.get("id")) if name)
    return any(name.partition("#")[0] == got["id"].partition("#")[0] for name in names)


def _name(expected: Json) -> str | None:
    """The first id that gold accepts for a task."""
    names = (name for m in members(expected) for name in members(m.get("id")) if name)
    return next(names, None)
