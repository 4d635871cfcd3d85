"""Words that YAML 1.1 takes for something else: `no`, `010`, `12:30`, a date.

Here they stay the text that somebody wrote. Other readers of the same file, an editor or a
script, make a truth value, the number 8, 750 or a date of them, so quotes are asked for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from notice_cli.yamlfile import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notice_cli.yamlfile import File, Value

# YAML 1.1 as PyYAML, and most that read it, have it.
_YAML = yaml.SafeLoader("")
_READS = {
    "bool": "`true` or `false`",
    "int": "a number",
    "float": "a number",
    "timestamp": "a date",
    "null": "nothing",
    "merge": "a command",
    "value": "a command",
}
# Keys whose values are no text.
_NO_TEXT = ("is", "place")
# Numbers that everybody reads alike; tables may hold them.
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)")


def tell(file: File, section: Scalar, value: Value) -> None:
    """Warn of plain words in a section that other readers of YAML do not take for text.

    Raises:
        TooManyProblemsError: There are so many that no more are worth looking for.
    """
    for word in _plain(value):
        reads = _READS.get(_tag(word))
        if reads and not (section == "tables" and _NUMBER.fullmatch(word)):
            say = f"other readers of YAML take plain `{word}` for {reads}; put it in quotes"
            file.problem(word.mark, say, "warning")


def _tag(word: str) -> str:
    tag: str = _YAML.resolve(yaml.ScalarNode, str(word), (True, False))  # type: ignore[no-untyped-call]
    return tag.removeprefix("tag:yaml.org,2002:")


def _plain(value: Value, *, given: bool = False) -> Iterator[Scalar]:
    """Plain words where the language wants text: not in `is`, nor a `null` that is given."""
    if isinstance(value, Mapping):
        for key in value.names:
            yield from _plain(key)
            if key not in _NO_TEXT:
                yield from _plain(value[key], given=given or key == "gives")
    elif isinstance(value, Sequence):
        for item in value:
            yield from _plain(item, given=given)
    elif value and value.plain and not (given and value.lower() in ("~", "null")):
        yield value
