"""How the problems of rules are written: for a person, a program, or a review on GitHub."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import orjson

from notice_cli.inputs import counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from notice_cli.errors import Problem

Format: TypeAlias = Literal["text", "json", "github"]


def to_bytes(form: Format, problems: Sequence[Problem], checked: Mapping[str, int]) -> bytes:
    """The problems in a format, with what was checked."""
    if form == "json":
        return _json(problems, checked)
    return (_github(problems) if form == "github" else _text(problems, checked)).encode()


def _errors(problems: Sequence[Problem]) -> int:
    return sum(problem.severity == "error" for problem in problems)


def _text(problems: Sequence[Problem], checked: Mapping[str, int]) -> str:
    lines = [str(problem) for problem in problems]
    if checked:
        lines.append(f"checked {', '.join(f'{count:,} {what}' for what, count in checked.items())}")
    errors = _errors(problems)
    found = f"{counted(errors, 'error')}, {counted(len(problems) - errors, 'warning')}"
    lines.append(found if problems else "no problems")
    return "".join(f"{line}\n" for line in lines)


def _json(problems: Sequence[Problem], checked: Mapping[str, int]) -> bytes:
    errors = _errors(problems)
    document = {
        "errors": errors,
        "warnings": len(problems) - errors,
        "checked": checked,
        "problems": problems,
    }
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _github(problems: Sequence[Problem]) -> str:
    """Workflow commands, which GitHub shows beside the line of the file."""
    return "".join(
        f"::{problem.severity} file={_property(problem.path)},line={problem.line},"
        f"col={problem.column}::{_data(problem.message)}\n"
        for problem in problems
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
