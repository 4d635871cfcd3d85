"""The command that tells what falls due: from a folder of documents to standard output."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from notice_cli.commands import (
    WRONG_USAGE,
    check_csv_options,
    complain,
    end,
    guarded,
    loaded,
)
from notice_cli.documents import Documents
from notice_cli.due import FURTHEST, due, period
from notice_cli.due_formats import FORMATS, to_csv
from notice_cli.inputs import NOTHING_READ, SOME_FAILED, STANDARD, WELL, shown, why
from notice_cli.layers import chosen
from notice_cli.sites import check_names
from notice_cli.writers import captions_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from notice_cli.documents import Stored
    from notice_cli.due import Due, Period
    from notice_cli.writers import Headers


class Options(NamedTuple):
    """The options of ``notice due``; without any, as they are here."""

    by: date | None = None
    within: int | None = None
    bodies: Sequence[str] = ()
    overdue: bool = False
    format: Literal["table", "csv", "json", "ics"] = "table"
    date: date | None = None
    headers: Headers = "en"
    excel: bool = False


def due_tasks(target: str, options: Options) -> int:
    """Write what falls due; the exit code."""
    check_names({"DEST": target})
    asked = _asked(options)
    name = shown(target)
    read, damaged = 0, 0

    def documents() -> Iterator[Stored]:
        nonlocal read
        for stored in Documents(Path(target)):
            read += 1
            yield stored

    def tell(stored: Stored) -> None:
        nonlocal damaged
        damaged += 1
        complain(f"{shown(os.path.join(target, stored.path))}: damaged; run notice batch again")  # noqa: PTH118 - as given

    try:
        found = due(documents(), asked, options.bodies, tell)
    except (OSError, ValueError) as error:
        end(f"{name}: {why(error) if isinstance(error, OSError) else error}", NOTHING_READ)
    if not read:
        end(f"{name}: no documents there; make some: notice batch NOTICES {name}", NOTHING_READ)
    data = _written(found, asked, options)
    guarded(lambda stream: stream.write(data), STANDARD)
    return SOME_FAILED if damaged else WELL


def _asked(options: Options) -> Period:
    """The days that are asked for; ends where the options do not go together."""
    check_csv_options(options.format, options.headers, excel=options.excel)
    if not all(map(str.strip, options.bodies)):
        end("--body is an empty name; is a variable not set?", WRONG_USAGE)
    by = options.by
    if by is not None and options.within is not None:
        end("--by and --within say the same in two ways; leave one out", WRONG_USAGE)
    today = options.date or date.today()  # noqa: DTZ011 - the day that it is here
    if by is not None and by - today > timedelta(days=FURTHEST):
        end(f"--by {by}: is further away than ten years; choose an earlier day", WRONG_USAGE)
    if by is not None and by < today and not options.overdue:
        end(
            f"--by {by}: has passed, today is {today}; what was due up to that day: "
            f"--overdue --by {by}",
            WRONG_USAGE,
        )
    return period(today, by, options.within, overdue=options.overdue)


def _written(found: Sequence[Due], asked: Period, options: Options) -> bytes:
    if options.format != "csv":
        return FORMATS[options.format](found, asked)
    captions = captions_of(loaded(chosen())) if options.headers == "vi" else None
    return to_csv(found, captions=captions, excel=options.excel)
