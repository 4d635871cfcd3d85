"""Rule files as their authors wrote them: one folder read, every fault of form told.

Top-level keys of a file are ``pack``, ``fragments``, ``more``, ``tables`` and the kinds
of rules. What patterns and names of other files mean is not looked at here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from notice_cli import traps
from notice_cli.gazetteer_files import read_entries
from notice_cli.language import ENTITIES, GAZETTEER, KINDS, LEVELS, Check
from notice_cli.model import Deadline
from notice_cli.rawrules import ID, Example, RawRule, is_null
from notice_cli.yamlfile import (
    File,
    Mapping,
    Scalar,
    Sequence,
    TooManyProblemsError,
    Value,
    closest,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notice_cli.errors import Problem

SECTIONS = ("pack", "fragments", "more", "tables", GAZETTEER, *KINDS)
PACK_KEYS = ("name", "version", "extends", "disable")
RULE_KEYS = ("id", "pattern", "patterns", "is", "not_after", "not_before", "examples")
EXAMPLE_KEYS = ("text", "gives")
# Without these a rule of the kind says nothing.
REQUIRED: dict[str, tuple[str, ...]] = {
    "furniture": ("drop",),
    "anchors": ("block",),
    "markers": ("kind", "order"),
    "times": ("type",),
    "deadlines": ("operator",),
    "labels": ("label",),
    "roles": ("role",),
    "openings": ("reads",),
}
# What examples of a kind may expect beside its captures.
RESOLVED: dict[str, tuple[str, ...]] = {"deadlines": tuple(f.name for f in fields(Deadline))}

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_FIELD = re.compile(r"\{([^{}]*)\}")


@dataclass(slots=True)
class Layer:
    """Everything that the files of one folder say; ``whole`` if all could be read."""

    path: str
    files: list[File] = field(default_factory=list)
    whole: bool = True
    pack: dict[str, Scalar] = field(default_factory=dict)
    disable: list[Scalar] = field(default_factory=list)
    fragments: dict[Scalar, list[Scalar]] = field(default_factory=dict)
    more: dict[Scalar, list[Scalar]] = field(default_factory=dict)
    tables: list[tuple[Scalar, Value]] = field(default_factory=list)
    rules: dict[str, list[RawRule]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What it calls itself, else the name of its folder."""
        return str(self.pack.get("name") or Path(self.path).resolve().name)

    @property
    def unread(self) -> bool:
        """Whether there is nothing in it, because it could not be read."""
        return not (self.whole or self.rules or self.fragments or self.more)

    @property
    def problems(self) -> list[Problem]:
        """The problems of all files."""
        return [problem for file in self.files for problem in file.problems]


def read_layer(path: str, files: Iterable[tuple[str, bytes]]) -> Layer:
    """Read the files of a folder, given as shown paths with their bytes."""
    layer = Layer(path)
    for name, data in files:
        file = File(name, data)
        layer.files.append(file)
        try:
            top = file.read()
            if top is None:
                layer.whole = False
                continue
            for section in top.names:
                _read_section(file, section, top[section], layer)
                traps.tell(file, section, top[section])
        except TooManyProblemsError:
            layer.whole = False
    return layer


def _read_section(file: File, section: Scalar, value: Value, into: Layer) -> None:
    if section not in SECTIONS:
        near = closest(section, SECTIONS) or f"; known are {_list(SECTIONS)}"
        file.problem(section.mark, f"unknown section `{section}`{near}")
    elif isinstance(value, Scalar) and not value and value.plain:
        file.problem(section.mark, f"section `{section}` is empty; fill it or delete it")
    elif section == GAZETTEER:
        into.rules.setdefault(GAZETTEER, []).extend(read_entries(file, value))
    elif section in KINDS:
        into.rules.setdefault(str(section), []).extend(_rules(file, value, str(section)))
    elif not isinstance(value, Mapping):
        file.problem(
            value.mark, f"`{section}` must be a mapping of names; write `name: ...` below it"
        )
    elif section == "pack":
        _read_pack(file, value, into)
    elif section == "tables":
        into.tables += _tables(file, value)
    else:
        _read_fragments(file, value, into.more if section == "more" else into.fragments)


def _check_keys(file: File, mapping: Mapping, known: Iterable[str], what: str) -> None:
    for key in mapping.names:
        if key not in known:
            near = closest(key, known) or f"; known are {_list(known)}"
            file.problem(key.mark, f"unknown {what} `{key}`{near}")


def _list(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _read_pack(file: File, pack: Mapping, into: Layer) -> None:
    _check_keys(file, pack, PACK_KEYS, "key of `pack`")
    for key in pack.names:
        value = pack[key]
        if key == "disable":
            into.disable += _texts(file, value, key)
        elif not isinstance(value, Scalar) or not value:
            file.problem(value.mark, f"`{key}` must be text; quote it")
        elif key in into.pack:
            file.problem(key.mark, f"`pack` says `{key}` twice, in two files; delete one")
        else:
            into.pack[str(key)] = value


def _texts(file: File, value: Value, what: str) -> list[Scalar]:
    """A text or a list of texts, as a list; what is neither is told and left out."""
    texts = []
    for item in value if isinstance(value, Sequence) else [value]:
        if isinstance(item, Scalar) and item:
            texts.append(item)
        elif isinstance(item, Mapping):
            file.problem(item.mark, f"`{what}` must be text; put what begins with `{{` in quotes")
        else:
            file.problem(item.mark, f"`{what}` must be text or a list of texts; put it in quotes")
    if isinstance(value, Sequence) and not value:
        file.problem(value.mark, f"`{what}` is empty; give a text")
    return texts


def _read_fragments(file: File, entries: Mapping, into: dict[Scalar, list[Scalar]]) -> None:
    for name in entries.names:
        texts = _texts(file, entries[name], name)
        if name in ENTITIES:
            file.problem(name.mark, f"`{name}` is the name of an entity; choose another")
        elif not _NAME.fullmatch(name):
            file.problem(
                name.mark, f"`{name}` is no name; use small letters, digits and `_`, a letter first"
            )
        elif name in into:
            first = next(other for other in into if other == name)
            where = f"{first.file.path}:{first.mark.line}"
            file.problem(
                name.mark, f"fragment `{name}` stands twice (first in {where}); delete one"
            )
        else:
            into[name] = texts


def _tables(file: File, tables: Mapping) -> Iterator[tuple[Scalar, Value]]:
    for name in tables.names:
        value = tables[name]
        if name in ("fold_chars", "fold_pairs", "look_alikes") and not isinstance(value, Mapping):
            file.problem(value.mark, f'`{name}` must be a mapping; write `"a": "b"` below it')
        elif isinstance(value, Mapping) and name in ("fold_chars", "fold_pairs", "look_alikes"):
            if _check_folds(file, name, value):
                yield name, value
        elif name in ("letters", "fold_pairs_not_after") and not isinstance(value, Scalar):
            file.problem(
                value.mark, f"`{name}` must be text; write the letters one after the other"
            )
        elif name == "place_levels" and not _are_levels(value):
            say = f"`place_levels` maps words to levels; a level is one of {_list(LEVELS)}"
            file.problem(value.mark, say)
        elif name == "example_date" and not _is_date(value):
            file.problem(value.mark, "`example_date` must be a day; write it as 2025-10-13")
        else:
            yield name, value


def _check_folds(file: File, name: str, table: Mapping) -> bool:
    before = len(file.problems)
    for key in table.names:
        value = table[key]
        if not isinstance(value, Scalar):
            file.problem(value.mark, f"`{name}` maps text to text; quote it")
        elif name != "fold_pairs" and len(key) != 1:
            file.problem(key.mark, f"`{name}` maps one character; this is {len(key)}")
        elif name != "look_alikes" and (len(key) != len(value) or not value):
            file.problem(value.mark, f"`{name}` must keep the length; `{key}` and `{value}` differ")
    return len(file.problems) == before


def _are_levels(value: Value) -> bool:
    return isinstance(value, Mapping) and all(item in LEVELS for item in value.values())


def _is_date(value: Value) -> bool:
    try:
        return isinstance(value, Scalar) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _rules(file: File, entries: Value, kind: str) -> Iterator[RawRule]:
    if not isinstance(entries, Sequence):
        file.problem(entries.mark, f"`{kind}` must be a list of rules; begin each with `- id: ...`")
        return
    for entry in entries:
        if not isinstance(entry, Mapping):
            file.problem(
                entry.mark, "this is no rule; write `id: ...`, `pattern: ...` and `examples: ...`"
            )
            continue
        rule = _rule(file, entry, kind)
        if rule:
            yield rule


def _rule(file: File, entry: Mapping, kind: str) -> RawRule | None:
    _check_keys(file, entry, RULE_KEYS, "key of a rule")
    name = entry.get("id")
    if not isinstance(name, Scalar) or not name:
        file.problem(
            name.mark if name is not None else entry.mark, "a rule needs an `id`; give it a name"
        )
        return None
    if not ID.fullmatch(name):
        file.problem(name.mark, f"`{name}` is no id; use letters, digits and `-`")
    patterns: list[Scalar] = []
    for key in ("pattern", "patterns"):
        if key in entry:
            patterns += _texts(file, entry[key], key)
    if not patterns and not {"pattern", "patterns"} & entry.keys():
        file.problem(name.mark, f"rule `{name}` has no `pattern`; write what it matches")
    is_ = entry.get("is")
    each = is_.get("each") if isinstance(is_, Mapping) else None
    return RawRule(
        name,
        kind,
        tuple(patterns),
        _meaning(file, name, is_, kind),
        _side(file, entry, "not_after"),
        _side(file, entry, "not_before"),
        tuple(_examples(file, name, entry.get("examples"), kind)),
        each if isinstance(each, Scalar) else None,
    )


def _side(file: File, entry: Mapping, key: str) -> Scalar | None:
    value = entry.get(key)
    if value is None or (isinstance(value, Scalar) and value):
        return value
    file.problem(value.mark, f"`{key}` must be one pattern; join several as `(?:a|b)`")
    return None


def _meaning(file: File, rule: Scalar, value: Value | None, kind: str) -> dict[str, Any]:
    known, meaning = KINDS[kind].meaning, {}
    if value is not None and not isinstance(value, Mapping):
        file.problem(value.mark, "`is` must be a mapping; write `is: {key: value}`")
        return {}
    for key in value.names if value is not None else ():
        if key in known:
            converted = _convert(file, key, value[key], known[key])  # type: ignore[index]
            if converted is not None:
                meaning[str(key)] = converted
        else:
            near = closest(key, known) or f"; it knows {_list(known) or 'no `is`'}"
            file.problem(key.mark, f"`{key}` means nothing in `{kind}`{near}")
    for needed in REQUIRED.get(kind, ()):
        if value is None or needed not in value:
            choice = _list(known[needed]) if isinstance(known[needed], tuple) else "..."
            file.problem(rule.mark, f"rule `{rule}` needs `{needed}` in its `is`; one of {choice}")
    if "name" in meaning and isinstance(value, Mapping) and isinstance(value["name"], Scalar):
        _check_name(value["name"], kind)
    if ("each" in meaning) != ("name" in meaning):
        file.problem(rule.mark, f"rule `{rule}` has one of `each` and `name`; give both or neither")
    return meaning


def _check_name(name: Scalar, kind: str) -> None:
    """The fields of a `name`: captures and the member, nothing more of a format."""
    known = ("member", *KINDS[kind].captures)
    for use in _FIELD.finditer(name):
        if use[1] not in known:
            name.problem(use.start(), f"`{use.group()}` is unknown here{closest(use[1], known)}")
    stray = re.search(r"[{}]", _FIELD.sub(lambda m: " " * len(m.group()), name))
    if stray:
        name.problem(stray.start(), "a lone brace; write `{member}` or a capture in braces")


def _convert(file: File, key: Scalar, item: Value, check: Check) -> Any:  # noqa: ANN401, PLR0911 - each check its value
    if check == "texts":
        return [str(text) for text in _texts(file, item, key)]
    if not isinstance(item, Scalar) or not item:
        file.problem(item.mark, f"`{key}` must be a single value; quote it")
        return None
    if isinstance(check, tuple):
        if item in check:
            return str(item)
        near = closest(item, check) or f"; it is one of {_list(check)}"
        file.problem(item.mark, f"`{item}` is no `{key}`{near}")
    elif check == "boolean":
        if item in ("true", "false"):
            return item == "true"
        file.problem(item.mark, f"`{item}` is no `{key}`; write `true` or `false`")
    elif check == "integer":
        if re.fullmatch(r"-?(?:0|[1-9][0-9]{0,5})", item):
            return int(item)
        file.problem(item.mark, f"`{item}` is no `{key}`; write a whole number such as `10`")
    else:
        return str(item)
    return None


def _examples(file: File, rule: Scalar, value: Value | None, kind: str) -> Iterator[Example]:
    if value is None:
        file.problem(rule.mark, f"rule `{rule}` has no `examples`; give one that matches")
        return
    if not isinstance(value, Sequence):
        file.problem(value.mark, "`examples` must be a list; write `- {text: ..., gives: ...}`")
        return
    found = 0
    for entry in value:
        if not isinstance(entry, Mapping):
            file.problem(
                entry.mark, "an example must be a mapping; write `{text: ..., gives: ...}`"
            )
            found += 1
            continue
        _check_keys(file, entry, EXAMPLE_KEYS, "key of an example")
        text, gives = entry.get("text"), entry.get("gives")
        if not isinstance(text, Scalar) or not text:
            file.problem(
                text.mark if text is not None else entry.mark, "an example needs a `text`; quote it"
            )
        elif gives is None:
            file.problem(
                entry.mark, "an example needs `gives`; write `null` where it must not match"
            )
        elif _check_gives(file, gives, kind):
            found += not is_null(gives)
            yield Example(text, gives, entry.mark)
            continue
        found += 1
    if not found:
        file.problem(rule.mark, f"rule `{rule}` has no example that matches; give one")


def _check_gives(file: File, gives: Value, kind: str) -> bool:
    before = len(file.problems)
    if isinstance(gives, Scalar):
        if gives.plain and gives.lower() in ("", "~", "null") and not is_null(gives):
            file.problem(
                gives.mark, "nothing is given; write `gives: null` where it must not match"
            )
    elif isinstance(gives, Mapping):
        known = (*KINDS[kind].captures, *RESOLVED.get(kind, ()))
        for key in gives.names:
            if key not in known:
                near = closest(key, known) or f"; known are {_list(known) or 'its words only'}"
                file.problem(key.mark, f"`{kind}` give no `{key}`{near}")
            elif isinstance(gives[key], Mapping):
                file.problem(gives[key].mark, f"`{key}` is a mapping; give text, a list or `null`")
    elif kind != "bodies":
        file.problem(
            gives.mark, "only `bodies` give a list; give the words or a mapping of captures"
        )
    if isinstance(gives, Sequence) and not all(isinstance(item, Scalar) for item in gives):
        file.problem(gives.mark, "this list holds more than texts; quote them")
    return len(file.problems) == before
