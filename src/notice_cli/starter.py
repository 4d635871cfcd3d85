"""A layer to begin with: a commented file of rules, and the schema for editors beside it.

What stands in it is data of each built-in pack: ``rules/starter-PACK.yaml``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from notice_cli.errors import NoticeError
from notice_cli.places import builtin_rules
from notice_cli.rules_schema import FILE, json_schema

if TYPE_CHECKING:
    from pathlib import Path

RULES = "rules.yaml"
# What stands for the name of the layer in a starter.
_NAME = "OUR-OFFICE"


class StarterError(NoticeError):
    """No layer can be begun there; the message says why and what to do."""


def packs() -> list[str]:
    """The built-in packs that have a starter."""
    return sorted(path.stem.partition("-")[2] for path in builtin_rules().glob("starter-*.yaml"))


def begin(folder: Path, pack: str) -> list[Path]:
    """Write a starter into a folder, which may exist; the files that were written.

    Raises:
        StarterError: There are rules already, or no starter for the pack.
        OSError: Something cannot be written.
    """
    source = builtin_rules() / f"starter-{pack}.yaml"
    if pack not in packs():
        known = ", ".join(packs())
        raise StarterError(f"there is no starter for {pack}; choose --extends {known}")
    folder.mkdir(parents=True, exist_ok=True)
    rules, schema = folder / RULES, folder / FILE
    name = folder.resolve().name.replace("'", "''")
    text = source.read_text("utf-8")
    try:
        with rules.open("x", encoding="utf-8", newline="\n") as out:
            out.write(text.replace(_NAME, f"'{name}'"))
    except FileExistsError as error:
        raise StarterError(f"{rules}: is there already; choose another folder") from error
    return [rules, *_schema(schema)]


def _schema(path: Path) -> list[Path]:
    """Write the schema, unless it is there."""
    try:
        with path.open("xb") as out:
            out.write(schema_bytes())
    except FileExistsError:
        return []
    return [path]


def schema_bytes() -> bytes:
    """The schema of rule files, as it is written."""
    return orjson.dumps(json_schema(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
