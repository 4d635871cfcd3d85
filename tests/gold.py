"""Compares what was parsed with gold: a subset of it, checked by hand.

Every key that gold holds must be equal; a key that it leaves out is not judged.
``{"any_of": [...]}`` in place of a value accepts each of its members.
"""

from __future__ import annotations

from typing import Any

MISSING = object()


def differences(gold: Any, actual: Any, path: str = "") -> list[str]:  # noqa: ANN401 - JSON
    """Where ``actual`` is not what ``gold`` holds, a line a place; empty if it is."""
    if isinstance(gold, dict) and set(gold) == {"any_of"}:
        return _any_of(gold["any_of"], actual, path)
    if isinstance(gold, dict) and isinstance(actual, dict):
        return [
            line
            for key, value in gold.items()
            for line in differences(value, actual.get(key, MISSING), f"{path}.{key}".lstrip("."))
        ]
    if isinstance(gold, list) and isinstance(actual, list):
        return _lists(gold, actual, path)
    if type(gold) is type(actual) and gold == actual:
        return []
    if _is_number(gold) and _is_number(actual) and gold == actual:
        return []
    return [f"{path}: expected {gold!r}, got {'nothing' if actual is MISSING else repr(actual)}"]


def _any_of(members: list[Any], actual: object, path: str) -> list[str]:
    each = [differences(member, actual, path) for member in members]
    # The nearest member tells most about what is wrong.
    return min(each, key=len)


def _lists(gold: list[Any], actual: list[Any], path: str) -> list[str]:
    lines = []
    if len(gold) != len(actual):
        lines.append(f"{path}: expected {len(gold)} items, got {len(actual)}: {_brief(actual)}")
    for index, (expected, got) in enumerate(zip(gold, actual, strict=False)):
        lines += differences(expected, got, f"{path}[{index}]")
    return lines


def _brief(items: list[Any]) -> str:
    keys = ("id", "name", "text", "code")
    return ", ".join(
        str(next((item[key] for key in keys if item.get(key)), item))
        if isinstance(item, dict)
        else repr(item)
        for item in items
    )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
