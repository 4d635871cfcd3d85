"""Gold files: found, read, checked, each with the text that it is about.

A mistake in gold would pass for one of the rules, so all that is no part of the output's
shape is told: a key that does not exist, a role or a date that no document could have.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from notice_cli.errors import InputError
from notice_cli.inputs import recorded, shown, why
from notice_cli.schema import json_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from notice_cli.model import Notice

Json: TypeAlias = Any

_REMEDY = "mend the gold file"
# So many mistakes of one file are told.
_TOLD = 3
_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
}


def find(paths: Iterable[str]) -> list[str]:
    """The gold files that are named, and those in the folders named, once each.

    A path that does not exist is among them: reading it tells so.
    """
    found: dict[str, None] = {}
    for path in paths:
        if Path(path).is_dir():
            found.update(dict.fromkeys(map(str, sorted(Path(path).rglob("*.json")))))
        else:
            found[str(Path(path))] = None
    return list(found)


class Texts:
    """Finds the text that a gold file is about."""

    def __init__(self, folders: Sequence[str]) -> None:
        """Look beside the gold file, then in these folders and those within them."""
        self._folders = folders
        self._named: dict[str, list[Path]] = {}
        for folder in folders:
            for path in sorted(Path(folder).rglob("*.txt")):
                self._named.setdefault(path.name, []).append(path)

    def of(self, gold: str) -> str:
        """The path of the text.

        Raises:
            InputError: There is none, or it is open which one is meant.
        """
        beside = Path(gold).with_suffix(".txt")
        if beside.is_file():
            return str(beside)
        named = self._named.get(beside.name, [])
        if len(named) > 1:
            both = " and ".join(shown(str(path)) for path in named[:2])
            raise InputError(f"its text may be {both}; name one folder with --texts")
        if not named:
            where = f"beside it or under {', '.join(map(shown, self._folders))}"
            where = where if self._folders else "beside it; name its folder with --texts"
            raise InputError(f"there is no text {shown(beside.name)} {where}")
        return str(named[0])


def read(path: str) -> dict[str, Json]:
    """What a gold file holds.

    Raises:
        InputError: It cannot be read, or is no gold; the message says why.
    """
    try:
        words = Path(path).read_bytes().decode("utf-8-sig")
        gold = json.loads(words, object_pairs_hook=_unique)
    except OSError as error:
        raise InputError(why(error)) from None
    except UnicodeDecodeError:
        raise InputError(f"is no UTF-8; {_REMEDY}") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise InputError(f"is no sound JSON ({place}: {error.msg}); {_REMEDY}") from None
    faults = list(_Shape().faults(gold))
    if faults:
        more = len(faults) - _TOLD
        told = "; ".join([*faults[:_TOLD], *([f"and {more} more"] if more > 0 else [])])
        raise InputError(f"{told}; {_REMEDY}")
    return dict(gold)


def parsed(gold: dict[str, Json], text: str, parse: Callable[[bytes, str], Notice]) -> Notice:
    """What is read from the text of a gold file.

    Raises:
        InputError: The text cannot be read, or is not the one that gold was made for.
    """
    try:
        data = Path(text).read_bytes()
    except OSError as error:
        raise InputError(f"its text {shown(text)}: {why(error)}") from None
    digest = (gold.get("source") or {}).get("sha256")
    if digest and digest != hashlib.sha256(data).hexdigest():
        raise InputError(
            f"its text {shown(text)} has changed since (source.sha256 is another); "
            "see whether the gold still holds, then put the new one in"
        )
    try:
        return parse(data, recorded(text))
    except InputError:
        raise
    except Exception as error:
        # A bug ends the run with its traceback; say at least which input shows it.
        error.add_note(f"while reading {shown(text)}")
        raise


def _unique(items: list[tuple[str, Json]]) -> dict[str, Json]:
    """An object; of two equal keys JSON would silently keep the last."""
    found = dict(items)
    if len(found) < len(items):
        keys = [key for key, _ in items]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise InputError(f"has the key {twice!r} twice in one object; {_REMEDY}")
    return found


class _Shape:
    """The schema of the output, as far as gold must keep to it: anything may be left out."""

    def __init__(self) -> None:
        self._root = json_schema()

    def faults(self, gold: Json) -> Iterator[str]:
        """What is no part of the shape, with its place."""
        if not isinstance(gold, dict):
            yield "is no JSON object"
        else:
            yield from self._faults(gold, self._root, "")

    def _faults(self, gold: Json, schema: Json, place: str) -> Iterator[str]:
        if isinstance(gold, dict) and "any_of" in gold:
            yield from self._any_of(gold, schema, place)
        elif gold is not None:
            schema = self._resolved(schema)
            if "properties" in schema:
                yield from self._object(gold, schema["properties"], place)
            elif schema.get("type") == "array":
                yield from self._list(gold, schema, place)
            elif schema.get("type") != "object" and (problem := _scalar(gold, schema)):
                yield f"{place} {problem}"

    def _any_of(self, gold: Json, schema: Json, place: str) -> Iterator[str]:
        if set(gold) != {"any_of"} or not isinstance(gold["any_of"], list) or not gold["any_of"]:
            yield f'{place or "the document"} must be {{"any_of": [...]}} with members, no more'
            return
        for member in gold["any_of"]:
            yield from self._faults(member, schema, place)

    def _object(self, gold: Json, properties: Json, place: str) -> Iterator[str]:
        if not isinstance(gold, dict):
            yield f"{place} must be an object"
            return
        for key, value in gold.items():
            inner = f"{place}.{key}".lstrip(".")
            if key in properties:
                yield from self._faults(value, properties[key], inner)
            else:
                yield f"{inner} is no key of the output{did_you_mean(key, properties)}"

    def _list(self, gold: Json, schema: Json, place: str) -> Iterator[str]:
        if not isinstance(gold, list):
            yield f"{place} must be a list"
        elif schema.get("items"):
            for index, item in enumerate(gold):
                yield from self._faults(item, schema["items"], f"{place}[{index}]")

    def _resolved(self, schema: Json) -> Json:
        """The schema itself: references followed, the one beside null taken."""
        if "anyOf" in schema:
            schema = next(s for s in schema["anyOf"] if s.get("type") != "null")
        if "$ref" in schema:
            schema = self._root["$defs"][schema["$ref"].rpartition("/")[2]]
        return schema


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """``; did you mean X?`` where there is such a name, else nothing."""
    near = get_close_matches(name, list(names), n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _scalar(gold: object, schema: Json) -> str | None:
    """What is wrong with a single value."""
    if "enum" in schema:
        known = ", ".join(str(value) for value in schema["enum"] if value is not None)
        return None if gold in schema["enum"] else f"is {gold!r}, none of {known}"
    named = schema.get("type", [])
    names = [named] if isinstance(named, str) else named
    kinds = tuple(kind for name in names for kind in _TYPES.get(name, ()))
    if isinstance(gold, bool) or not isinstance(gold, kinds):
        return f"is {gold!r}, no {names[0]}"
    if schema.get("format") == "date" and not _is_date(str(gold)):
        return f"is {gold!r}, no date; write it as 2025-10-20"
    return None


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
