"""Documents that were written, read back: the same dataclasses, from their JSON."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints

import orjson

from notice_cli.model import Notice

# What makes a value of JSON one of Python; None where it is one as it stands.
_Make = Callable[[Any], Any] | None
_HAS_DEFAULT = object()


def notice_of(data: bytes, *, outline: bool = True) -> Notice:
    """The notice that a document holds.

    A field that a part of it does not have, because it is older, has its default, or
    is empty.
    Without ``outline`` its ``body`` is left out: that is most of it, and tasks stand
    for themselves.

    Raises:
        ValueError: It is no document, or a damaged one.
    """
    try:
        document = orjson.loads(data)
        if not outline:
            document["body"] = ()
        # Documents of before there was such a field are still documents.
        document.setdefault("tool", "")
        # All of them: what lacks one of these is something else.
        parts = {field.name: document[field.name] for field in fields(Notice)}
        return cast("Notice", _of_dataclass(Notice)(parts))
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"no document of notice ({error})") from error


@cache
def _maker(hint: Any) -> _Make:  # noqa: ANN401 - any annotation of the model
    """What makes the value that an annotation tells of."""
    origin, arguments = get_origin(hint), get_args(hint)
    if hint is date:
        return date.fromisoformat
    if is_dataclass(hint):
        return _of_dataclass(cast("type", hint))
    if origin in (Union, types.UnionType):
        makers = [_maker(argument) for argument in arguments if argument is not type(None)]
        return _optional(makers[0]) if len(makers) == 1 else _pairs
    if origin is tuple:
        return _of_tuple(_maker(arguments[0]) if arguments[1:] == (...,) else None)
    if origin is not None and origin is not Literal and issubclass(origin, Mapping):
        return _of_mapping(_maker(arguments[1]))
    return None


def _of_dataclass(made: type) -> Callable[[Any], Any]:
    def make(value: dict[str, Any]) -> object:
        values = {}
        for name, maker, default in _fields(made):
            if name in value:
                values[name] = maker(value[name]) if maker else value[name]
            elif default is not _HAS_DEFAULT:
                values[name] = default
        return made(**values)

    return make


@cache
def _fields(made: Any) -> list[tuple[str, _Make, object]]:  # noqa: ANN401 - a dataclass
    """Name, maker, and what it is where the document does not have it.

    Looked up at the first value and not before: a node holds nodes.
    """
    hints = get_type_hints(made)
    return [(f.name, _maker(hints[f.name]), _default(f, hints[f.name])) for f in fields(made)]


def _default(field: Any, hint: Any) -> object:  # noqa: ANN401 - Field of whatever
    if field.default is not MISSING or field.default_factory is not MISSING:
        return _HAS_DEFAULT
    return () if get_origin(hint) is tuple and get_args(hint)[1:] == (...,) else None


def _optional(maker: _Make) -> _Make:
    if maker is None:
        return None
    return lambda value: None if value is None else maker(value)


def _of_tuple(maker: _Make) -> Callable[[Any], Any]:
    return (lambda value: tuple(map(maker, value))) if maker else tuple


def _of_mapping(maker: _Make) -> _Make:
    if maker is None:
        return None
    return lambda value: {key: maker(member) for key, member in value.items()}


def _pairs(value: Any) -> Any:  # noqa: ANN401 - a span, a list of spans, or a number
    """A span, or a list of them; anything else as it is."""
    if not isinstance(value, list):
        return value
    return [tuple(span) for span in value] if value and isinstance(value[0], list) else tuple(value)
