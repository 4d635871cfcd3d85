"""``notice explain``: its options and its help, and what it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import typer

from notice_cli import commands
from notice_cli.folder_cli import (  # noqa: TC001 - Typer reads the annotations
    DateOption,
    EncodingOption,
    RulesOption,
)
from notice_cli.inputs import STANDARD, Run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from notice_cli.encodings import Encoding
    from notice_cli.explanation import Explanation
    from notice_cli.model import Notice
    from notice_cli.parse import Stages
    from notice_cli.rules import Pack

EXAMPLES = """\b
Examples:
  notice explain notice.txt                      why each value is what it is
  notice explain notice.txt --task II.1.a        one task
  notice explain notice.txt --line 14            what rests on a line
  notice explain notice.txt --field deadlines    one field; or task.deadlines
  notice explain notice.txt -f json | jq '.lines[] | select(.used | not)'
  notice explain notice.txt --html notice.html   a page to look at
"""


class Options(NamedTuple):
    """The options of ``notice explain``; without any, as they are here."""

    task: str | None = None
    line: int | None = None
    field: str | None = None
    format: Literal["text", "json"] | None = None
    html: str | None = None
    rules: Sequence[str] = ()
    date: date | None = None
    encoding: Encoding | None = None


def explain(
    path: Annotated[str, typer.Argument(metavar="FILE", help="A text file; - is standard input.")],
    task: Annotated[
        str | None, typer.Option(metavar="ID", help="Only this task, by its id (II.1.a).")
    ] = None,
    line: Annotated[
        int | None, typer.Option(metavar="N", help="Only what rests on this printed line.")
    ] = None,
    field: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only this field (task.deadlines, code).")
    ] = None,
    format_: Annotated[
        Literal["text", "json"] | None,
        typer.Option("--format", "-f", help="How to write it.", show_default="text"),
    ] = None,
    html: Annotated[
        str | None,
        typer.Option(metavar="OUT.html", help="Write one self-contained page instead."),
    ] = None,
    rules: RulesOption = None,
    day: DateOption = None,
    encoding: EncodingOption = None,
) -> None:
    """Explain each value: the rule and the words that gave it, and what lost against it."""
    options = Options(task, line, field, format_, html, rules or (), day, encoding)
    raise typer.Exit(explain_file(path, options))


def explain_file(path: str, options: Options) -> int:
    """Write why a notice was read as it was; returns the exit code."""
    chosen = [options.task is not None, options.line is not None, options.field is not None]
    output = STANDARD if options.html is None else options.html
    commands.check_usage([path], output)
    if options.html is not None and (any(chosen) or options.format):
        commands.end(
            "--html is the whole notice; leave --task, --line, --field and -f out",
            commands.WRONG_USAGE,
        )
    if sum(chosen) > 1:
        commands.end(
            "--task, --line and --field do not go together; give one of them",
            commands.WRONG_USAGE,
        )
    if options.field is not None:
        _check_field(options.field)
    reader = _Reader(commands.loaded(options.rules), options)
    run = Run(reader, commands.complain)
    for notice in run.notices([path]):
        _write(reader.report(notice), output)
    return run.exit_code


def _write(report: bytes, output: str) -> None:
    commands.guarded(lambda stream: stream.write(report), output)


class _Reader:
    """Parses one notice, and keeps what its stages decided."""

    def __init__(self, pack: Pack, options: Options) -> None:
        self._pack = pack
        self._options = options
        self._stages: Stages | None = None

    def __call__(self, data: bytes, name: str) -> Notice:
        from notice_cli.parse import parse_traced  # noqa: PLC0415 - after the usage is checked

        options = self._options
        notice, self._stages = parse_traced(
            data, file=name, rules=self._pack, date=options.date, encoding=options.encoding
        )
        return notice

    def report(self, notice: Notice) -> bytes:
        """What is to be written of the notice that was read last."""
        from notice_cli import explain_text, page, provenance  # noqa: PLC0415 - as above

        if self._stages is None:
            raise AssertionError
        explanation = provenance.explain(notice, self._stages)
        if self._options.html is not None:
            return page.page(notice, explanation, self._stages.decoded.value)
        explanation = _only(explanation, self._options, [task.id for task in notice.tasks])
        if self._options.format == "json":
            return explain_text.to_json(explanation)
        return explain_text.to_text(explanation).encode()


def _only(explanation: Explanation, options: Options, tasks: Sequence[str]) -> Explanation:
    """What was asked for; ends where there is no such task or line."""
    if options.task is not None:
        if options.task not in tasks:
            known = f"there are {', '.join(tasks)}" if tasks else "it assigns nothing"
            commands.end(f"no task {options.task}; {known}", commands.WRONG_USAGE)
        return explanation.of_task(options.task)
    if options.line is not None:
        found = explanation.of_line(options.line)
        if not found.lines:
            last = explanation.lines[-1].number if explanation.lines else 0
            commands.end(
                f"line {options.line} is blank or not there; the last one is {last}",
                commands.WRONG_USAGE,
            )
        return found
    return explanation.of_field(options.field) if options.field is not None else explanation


def _check_field(name: str) -> None:
    """End where no field has such a name."""
    from notice_cli.explanation import FIELDS, is_named  # noqa: PLC0415 - only here
    from notice_cli.goldfiles import did_you_mean  # noqa: PLC0415 - only here

    if not any(is_named(field, name) for field in FIELDS):
        names = [*FIELDS, *(field.rpartition(".")[2] for field in FIELDS)]
        known = did_you_mean(name, names) or f"; there are {', '.join(FIELDS)}"
        commands.end(f"there is no field {name}{known}", commands.WRONG_USAGE)
