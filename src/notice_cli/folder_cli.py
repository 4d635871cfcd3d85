"""The options and the help of the commands that work on folders, every night."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import typer

from notice_cli.days import iso_date
from notice_cli.encodings import Encoding
from notice_cli.layers import chosen

BATCH_EXAMPLES = """\b
Examples:
  notice batch notices/ documents/           what is new or changed; tasks.csv
  notice batch notices/ documents/ -q --settle 60 --report run.jsonl
  notice batch notices/ documents/ --prune --dry-run
  notice batch notices/ documents/ --rules our-office/ --csv tasks.csv

\b
From cron, every night at 1:15 (more in docs/cron.md):
  15 1 * * *  notice batch -q --settle 60 /srv/notices /srv/documents
"""

DUE_EXAMPLES = """\b
Examples:
  notice due documents/                      the coming week
  notice due documents/ --within 30 --body 'NAME OF A BODY'
  notice due documents/ --overdue            what has passed
  notice due documents/ --overdue --within 7 both
  notice due documents/ --by 2025-12-31 -f ics > tasks.ics

\b
The day is the last one allowed, 14 June for what is due before 15 June.
What recurs is told for each time that is to come; where no day of the week,
month, quarter or year is named, for its last one.
"""

RulesOption = Annotated[
    list[str] | None,
    typer.Option(
        "--rules",
        metavar="DIR",
        help="A folder with your own rules, or a built-in language (vi, en); may be repeated. "
        "Without it: those that NOTICE_RULES names, else the folder of your settings.",
        callback=chosen,
        show_default=False,
    ),
]
DateOption = Annotated[
    date | None,
    typer.Option(
        "--date",
        metavar="YYYY-MM-DD",
        parser=iso_date,
        help="The day to reckon from where a notice has no date of its own.",
    ),
]
EncodingOption = Annotated[
    Encoding | None,
    typer.Option(
        "--encoding",
        help="What the bytes are in; of a folder, those that do not show it themselves.",
        show_default=False,
    ),
]
HeadersOption = Annotated[
    Literal["en", "vi"], typer.Option(help="CSV: column names, or captions in Vietnamese.")
]
ExcelOption = Annotated[
    bool,
    typer.Option("--excel", help="CSV: for a double click in Excel (byte order mark, ;)."),
]
BatchReport = Annotated[
    str | None,
    typer.Option(
        "--report",
        metavar="FILE",
        help="Write what became of each notice, as JSON Lines; - is standard output.",
    ),
]


def batch(
    source: Annotated[str, typer.Argument(metavar="SRC", help="The folder of notices.")],
    target: Annotated[
        str, typer.Argument(metavar="DEST", help="The folder of documents; made if missing.")
    ],
    csv: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="Where all tasks go, a row each.", show_default="DEST/tasks.csv"
        ),
    ] = None,
    jsonl: Annotated[
        str | None, typer.Option(metavar="FILE", help="All documents too, a line each.")
    ] = None,
    report: BatchReport = None,
    glob: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATTERN",
            help="Which files are notices, or the name of one; case does not matter; "
            "may be repeated.",
            show_default="**/*.txt",
        ),
    ] = None,
    settle: Annotated[
        float,
        typer.Option(
            metavar="SECONDS",
            min=0,
            help="Leave files that changed in the last seconds for the next run.",
        ),
    ] = 0,
    rules: RulesOption = None,
    encoding: EncodingOption = None,
    force: Annotated[bool, typer.Option("--force", help="Convert what has not changed too.")] = (
        False
    ),
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove documents whose notice has gone.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done; write nothing at all.")
    ] = False,
    fail_on: Annotated[
        Literal["error", "warning", "never"],
        typer.Option(
            help="When to exit with 1: a notice failed or has an error; or a warning too; or never."
        ),
    ] = "error",
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Say nothing where all is well.")
    ] = False,
    wait: Annotated[
        bool, typer.Option("--wait", help="Wait for another run on DEST instead of exiting with 5.")
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            "-j",
            metavar="N",
            min=1,
            max=256,
            help="How many processes; of themselves 1, from 2,000 files as many as processors.",
            show_default=False,
        ),
    ] = None,
    fsync: Annotated[
        bool,
        typer.Option("--fsync", help="Have each file on the disk before going on; slower."),
    ] = False,
    cluster: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Let a Dask cluster that is running do the work: tcp://HOST:8786.",
        ),
    ] = None,
    headers: HeadersOption = "en",
    excel: ExcelOption = False,
) -> None:
    """Convert a folder of notices, again and again: one JSON a notice, one CSV for all.

    A notice is converted where it is new, or where its bytes, the rules or the version
    of notice have changed.
    Documents and tables are whole or absent: a run may be killed at any time, and the
    next one comes to what a single run would have given.
    """
    from notice_cli.batch import batch_folder  # noqa: PLC0415 - the engine
    from notice_cli.folder import Options  # noqa: PLC0415

    options = Options(
        csv=csv,
        jsonl=jsonl,
        report=report,
        globs=glob or ("**/*.txt",),
        settle=settle,
        rules=rules or (),
        encoding=encoding,
        force=force,
        prune=prune,
        dry_run=dry_run,
        fail_on=fail_on,
        quiet=quiet,
        wait=wait,
        jobs=jobs,
        fsync=fsync,
        cluster=cluster,
        headers=headers,
        excel=excel,
    )
    raise typer.Exit(batch_folder(source, target, options))


def due(
    target: Annotated[
        str, typer.Argument(metavar="DEST", help="The folder that notice batch writes.")
    ],
    by: Annotated[
        date | None,
        typer.Option(metavar="YYYY-MM-DD", parser=iso_date, help="Up to this day."),
    ] = None,
    within: Annotated[
        int | None,
        typer.Option(
            metavar="DAYS",
            min=0,
            max=3660,
            help="In so many days from today.",
            show_default="7",
        ),
    ] = None,
    body: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Only what this body leads or helps with; a part of its name will do; "
            "may be repeated.",
        ),
    ] = None,
    overdue: Annotated[
        bool,
        typer.Option(
            "--overdue", help="What has passed; with --by or --within: what is to come too."
        ),
    ] = False,
    format_: Annotated[
        Literal["table", "csv", "json", "ics"],
        typer.Option("--format", "-f", help="ics is a calendar of to-dos (RFC 5545)."),
    ] = "table",
    day: Annotated[
        date | None,
        typer.Option(
            "--date",
            metavar="YYYY-MM-DD",
            parser=iso_date,
            help="The day to reckon from, instead of today.",
        ),
    ] = None,
    headers: HeadersOption = "en",
    excel: ExcelOption = False,
) -> None:
    """Tell which tasks fall due, from the documents that notice batch has written."""
    from notice_cli.coming import Options, due_tasks  # noqa: PLC0415 - reads documents

    options = Options(
        by=by,
        within=within,
        bodies=body or (),
        overdue=overdue,
        format=format_,
        date=day,
        headers=headers,
        excel=excel,
    )
    raise typer.Exit(due_tasks(target, options))
