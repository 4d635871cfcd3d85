"""A rule, or an entry of the gazetteer, as its file has it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from notice_cli.yamlfile import Mark, Scalar, Value

ID = re.compile(r"[^\W_](?:[\w.-]*\w)?")


@dataclass(frozen=True, slots=True)
class Example:
    """An example of a rule: ``gives`` is what must come out of ``text``."""

    text: Scalar
    gives: Value
    mark: Mark


@dataclass(frozen=True, slots=True)
class RawRule:
    """A rule as its file has it; ``each`` is the fragment that it names, if any.

    An entry of the gazetteer has no patterns and no examples; all that it says is its meaning.
    """

    id: Scalar
    kind: str
    patterns: tuple[Scalar, ...]
    meaning: dict[str, Any]
    not_after: Scalar | None
    not_before: Scalar | None
    examples: tuple[Example, ...]
    each: Scalar | None


def is_null(value: Value) -> bool:
    """Whether an expected value says that there is none."""
    return isinstance(value, Scalar) and value.plain and value == "null"
