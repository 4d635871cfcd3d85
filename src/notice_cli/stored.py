"""Documents that were written, read back: the same dataclasses, from their JSON."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from functools import cache
from typing import (
    Any,
    Literal,
    NamedTuple,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

import orjson

from notice_cli.model import Notice

# What makes a value of JSON one of Python; None where it is one as it stands.
_Make = Callable[[Any], Any] | None
_HAS_DEFAULT = object()


class _Field(NamedTuple):
    """A field of a dataclass: what it is in JSON, what makes it, what it is if it is missing."""

    name: str
    kinds: tuple[type, ...]
    maker: _Make
    default: object


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
            document["body"] = []
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
        return _of_tuple(arguments[0])
    if origin is not None and origin is not Literal and issubclass(origin, Mapping):
        return _of_mapping(_maker(arguments[1]))
    return None


def _of_dataclass(made: type) -> Callable[[Any], Any]:
    def make(value: dict[str, Any]) -> object:
        values = {}
        for name, kinds, maker, default in _fields(made):
            if name in value:
                found = value[name]
                if not isinstance(found, kinds):
                    raise TypeError(f"{name} is {type(found).__name__}")
                values[name] = maker(found) if maker else found
            elif default is not _HAS_DEFAULT:
                values[name] = default
        return made(**values)

    return make


@cache
def _fields(made: Any) -> list[_Field]:  # noqa: ANN401 - a dataclass
    """What is to be known of each field.

    Looked up at the first value and not before: a node holds nodes.
    """
    hints = get_type_hints(made)
    return [
        _Field(f.name, _kinds(hints[f.name]), _maker(hints[f.name]), _default(f, hints[f.name]))
        for f in fields(made)
    ]


def _kinds(hint: Any) -> tuple[type, ...]:  # noqa: ANN401 - any annotation of the model
    """The types that a value has in JSON."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return tuple(kind for argument in arguments for kind in _kinds(argument))
    if origin is Literal or hint is date:
        return (str,)
    if is_dataclass(hint) or (origin is not None and issubclass(origin, Mapping)):
        return (dict,)
    if hint is float:
        return float, int
    return (list if origin is tuple else hint,)


def _default(field: Any, hint: Any) -> object:  # noqa: ANN401 - Field of whatever
    if field.default is not MISSING or field.default_factory is not MISSING:
        return _HAS_DEFAULT
    return () if get_origin(hint) is tuple and get_args(hint)[1:] == (...,) else None


def _optional(maker: _Make) -> _Make:
    if maker is None:
        return None
    return lambda value: None if value is None else maker(value)


def _of_tuple(hint: Any) -> Callable[[Any], Any]:  # noqa: ANN401 - as _maker
    maker, kinds = _maker(hint), _kinds(hint)

    def make(value: list[Any]) -> tuple[Any, ...]:
        for member in value:
            if not isinstance(member, kinds):
                raise TypeError(f"{type(member).__name__} in a list")
        return tuple(map(maker, value)) if maker else tuple(value)

    return make


def _of_mapping(maker: _Make) -> _Make:
    if maker is None:
        return None
    return lambda value: {key: maker(member) for key, member in value.items()}


def _pairs(value: Any) -> Any:  # noqa: ANN401 - a span, a list of spans, or a number
    """A span, or a list of them; anything else as it is."""
    if not isinstance(value, list):
        return value
    return [tuple(span) for span in value] if value and isinstance(value[0], list) else tuple(value)
