"""The command line of ``notice``: its options, its help, its exit codes."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from notice_cli import __version__, commands, explain_cli, folder_cli, rules_cli
from notice_cli.commands import Format  # noqa: TC001 - Typer reads the annotations
from notice_cli.folder_cli import (  # noqa: TC001 - Typer reads the annotations
    DateOption,
    EncodingOption,
    ExcelOption,
    HeadersOption,
    RulesOption,
)
from notice_cli.inputs import STANDARD
from notice_cli.layers import chosen

EXIT_CODES = """\
\b
Exit codes:
  0    all well
  1    some notice failed, the others are written; --strict: or has warnings
  2    wrong usage, or the output cannot be written
  3    the rules are at fault, nothing is written
  4    nothing to read: no such file, or it cannot be opened
  5    another run is at work in the same folder, nothing is done
  130  interrupted (Ctrl-C)
  143  terminated
"""

app = typer.Typer(
    name="notice",
    help="Turns Vietnamese administrative notices from plain text into exact JSON and CSV: "
    "who does what, by when.",
    epilog=f"""\b
Examples:
  notice parse notice.txt                    one JSON document
  notice parse *.txt -f csv -o tasks.csv     one row a task
  notice show notice.txt                     for a person to read
  notice explain notice.txt                  why each value is what it is
  notice batch notices/ documents/           a folder, every night
  notice due documents/                      what falls due in the coming week
  notice rules init our-office/              rules of your own

{EXIT_CODES}""",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    # Rich draws nicer help, and takes longer to load than a notice takes to read.
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"notice {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version.", is_eager=True, callback=_print_version),
    ] = False,
) -> None:
    del version


@app.command(
    epilog="""\b
Examples:
  notice parse notice.txt
  notice parse *.txt -f csv -o tasks.csv
  notice parse *.txt -f csv --headers vi --excel -o tasks.csv
  pdftotext -layout notice.pdf - | notice parse -
  notice parse notice.txt --rules our-office/ --date 2025-10-20

\b
A folder is not read by itself; let the shell name its files:
  notice parse FOLDER/*.txt"""
)
def parse(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Text files; - is standard input.")
    ],
    format_: Annotated[
        Format | None,
        typer.Option(
            "--format",
            "-f",
            help="One notice gives json and several give jsonl, if not told otherwise; "
            "json of several is an array.",
        ),
    ] = None,
    output: Annotated[
        str,
        typer.Option("--output", "-o", metavar="FILE", help="Write here; replaced when complete."),
    ] = STANDARD,
    rules: RulesOption = None,
    day: DateOption = None,
    encoding: EncodingOption = None,
    due: Annotated[
        Literal["written", "last-day"],
        typer.Option(
            help="due_date: the day as written, or the last one allowed "
            "(before 15 June: 15 or 14 June)."
        ),
    ] = "written",
    headers: HeadersOption = "en",
    excel: ExcelOption = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="A warning is a failure: tell it, and exit 1.")
    ] = False,
) -> None:
    """Parse notices into JSON, JSON Lines, CSV or a table of tasks."""
    options = commands.Options(
        format=format_,
        output=output,
        rules=rules or (),
        date=day,
        encoding=encoding,
        due=due,
        headers=headers,
        excel=excel,
        strict=strict,
    )
    raise typer.Exit(commands.parse_files(paths, options))


@app.command(
    epilog="""\b
Examples:
  notice show notice.txt
  notice show notice.txt | less
  NO_COLOR=1 notice show notice.txt"""
)
def show(
    path: Annotated[str, typer.Argument(metavar="FILE", help="A text file; - is standard input.")],
    rules: RulesOption = None,
    day: DateOption = None,
    encoding: EncodingOption = None,
) -> None:
    """Show one notice: what it is, its tasks, what is missing."""
    raise typer.Exit(commands.show_file(path, rules or (), day, encoding))


app.command(epilog=explain_cli.EXAMPLES)(explain_cli.explain)
app.command(epilog=folder_cli.BATCH_EXAMPLES)(folder_cli.batch)
app.command(epilog=folder_cli.DUE_EXAMPLES)(folder_cli.due)
app.add_typer(rules_cli.app, name="rules")


@app.command(
    epilog="""\b
Examples:
  notice check                         the rules in use, built-in and your own
  notice check our-office/             your own, on top of the built-in ones
  notice check our-office/ -f github   beside the lines of a review"""
)
def check(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="RULES...",
            help="Folders with your own rules, or languages.",
            show_default=False,
            callback=chosen,
        ),
    ] = None,
    format_: Annotated[
        Literal["text", "json", "github"],
        typer.Option("--format", "-f", help="For a person, a program, or a review on GitHub."),
    ] = "text",
) -> None:
    """Check that rules are sound, and their examples come out."""
    raise typer.Exit(commands.check_rules(paths or (), format_))


@app.command(
    "eval",
    epilog="""\b
Examples:
  notice eval our-gold/
  notice eval our-gold/ --show-misses
  notice eval our-gold/ --texts our-notices/ --rules our-office/
  notice eval our-gold/ --min due_date=0.97 --min leads=0.95
  notice eval our-gold/ -f json > accuracy.json

\b
A gold file NAME.json holds what should be read from NAME.txt: the output of
notice parse, corrected by hand, or a part of it. What it leaves out is not
judged.
{"any_of": [...]} in place of a value accepts each of its members.

\b
Exit codes: 1 a --min is not reached, or some gold could not be measured;
2 wrong usage; 3 the rules are at fault; 4 no gold files.""",
)
def evaluate(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="GOLD...", help="Gold files, or folders with such at any depth."),
    ],
    texts: Annotated[
        list[str] | None,
        typer.Option(
            metavar="DIR", help="Where texts lie that are not beside their gold; may be repeated."
        ),
    ] = None,
    misses: Annotated[
        bool, typer.Option("--show-misses", help="List each value that is not as in the gold.")
    ] = False,
    format_: Annotated[
        Literal["table", "json"], typer.Option("--format", "-f", help="How to write it.")
    ] = "table",
    floors: Annotated[
        list[str] | None,
        typer.Option(
            "--min",
            metavar="FIELD=SHARE",
            help="Fail where the share of a field is below this (0 to 1); may be repeated.",
        ),
    ] = None,
    rules: RulesOption = None,
    day: DateOption = None,
) -> None:
    """Measure how much is read rightly, against gold made by hand."""
    options = commands.Evaluation(
        texts=texts or (),
        format=format_,
        misses=misses,
        floors=floors or (),
        rules=rules or (),
        date=day,
    )
    raise typer.Exit(commands.evaluate(paths, options))


@app.command(
    epilog="""\b
Example:
  notice schema > notice.schema.json"""
)
def schema() -> None:
    """Print the JSON Schema (2020-12) of the JSON output."""
    raise typer.Exit(commands.print_schema())
