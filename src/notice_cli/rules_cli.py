"""The options and the help of ``notice rules``: to begin, look up and try rules."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from notice_cli.folder_cli import RulesOption  # noqa: TC001 - Typer reads the annotations

app = typer.Typer(
    help="Begin a layer of rules, look rules up, try them out.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

FormatOption = Annotated[
    Literal["text", "json"], typer.Option("--format", "-f", help="For a person, or a program.")
]
KindOption = Annotated[
    str | None,
    typer.Option("--kind", metavar="KIND", help="A kind of rule, such as deadlines."),
]


@app.command(
    epilog="""\b
Examples:
  notice rules init our-office/
  notice rules init ~/.config/notice/rules   in use where none is named

\b
It writes rules.yaml, all of it commented out, and rules.schema.json, by which
editors that know YAML check as you type. Nothing is written over."""
)
def init(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="The folder; made if missing.")],
    extends: Annotated[
        str, typer.Option("--extends", metavar="PACK", help="The built-in pack below it.")
    ] = "vi",
) -> None:
    """Begin a layer of rules of your own."""
    from notice_cli import rules_commands  # noqa: PLC0415 - only there

    raise typer.Exit(rules_commands.init(folder, extends))


@app.command(
    "list",
    epilog="""\b
Examples:
  notice rules list --kind deadlines
  notice rules list --from our-office --rules our-office/
  notice rules list -f json | jq -r '.[] | select(.state != "in use") | .id'""",
)
def list_(
    origin: Annotated[
        str | None,
        typer.Option("--from", metavar="NAME", help="Only those of a pack or a layer."),
    ] = None,
    kind: KindOption = None,
    rules: RulesOption = None,
    format_: FormatOption = "text",
) -> None:
    """List the rules: where each comes from, and what became of it."""
    from notice_cli import rules_commands  # noqa: PLC0415 - only there

    raise typer.Exit(rules_commands.list_rules(rules or (), origin, kind, format_))


@app.command(
    epilog="""\b
Examples:
  notice rules show before-day
  notice rules show deadlines/before-day --whole
  notice rules show '{place_name}'              a fragment"""
)
def show(
    name: Annotated[
        str, typer.Argument(metavar="ID", help="The id of a rule, or KIND/ID, or {FRAGMENT}.")
    ],
    whole: Annotated[
        bool, typer.Option("--whole", help="Do not cut off what it expands to.")
    ] = False,
    rules: RulesOption = None,
    format_: FormatOption = "text",
) -> None:
    """Show one rule: its words, where it comes from, what it expands to, its examples."""
    from notice_cli import rules_commands  # noqa: PLC0415 - only there

    raise typer.Exit(rules_commands.show_rule(name, rules or (), whole=whole, form=format_))


@app.command(
    "try",
    epilog="""\b
Examples:
  notice rules try '{date}' 'SOME WORDS WITH 20/10/2025'
  notice rules try '(?P<code>\\d+/{notation_part})' - < notice.txt
  notice rules try deadlines/before-day 'SOME WORDS'
  notice rules try draft.yaml 'SOME WORDS'

\b
Without --kind a pattern ignores capitals, and entities ({bodies}, {date} ...)
are found first if it names any.
Exit codes: 1 a text has no match, 3 the pattern is at fault.""",
)
def try_(
    what: Annotated[
        str,
        typer.Argument(metavar="PATTERN-OR-FILE", help="A pattern, a rule KIND/ID, or a file."),
    ],
    texts: Annotated[
        list[str], typer.Argument(metavar="TEXT...", help="Texts; - is standard input, by lines.")
    ],
    kind: KindOption = None,
    rules: RulesOption = None,
    format_: FormatOption = "text",
) -> None:
    """Try a pattern, a rule or a file of rules on texts."""
    from notice_cli import rules_commands  # noqa: PLC0415 - only there

    raise typer.Exit(rules_commands.try_out(what, texts, rules or (), kind, format_))


@app.command(
    epilog="""\b
Example:
  notice rules schema > our-office/rules.schema.json"""
)
def schema() -> None:
    """Print the JSON Schema of rule files, for editors."""
    from notice_cli import rules_commands  # noqa: PLC0415 - only there

    raise typer.Exit(rules_commands.schema())
