"""The command that tells what falls due: from a folder of documents to standard output."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from notice_cli.commands import WRONG_USAGE, complain, end, guarded
from notice_cli.documents import Documents
from notice_cli.due import FURTHEST, due, period
from notice_cli.due_formats import FORMATS
from notice_cli.inputs import NOTHING_READ, SOME_FAILED, STANDARD, WELL, shown, why

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from notice_cli.documents import Stored


def due_tasks(  # noqa: PLR0913 - options, by name only
    target: str,
    *,
    by: date | None,
    within: int | None,
    bodies: Sequence[str],
    overdue: bool,
    form: str,
    day: date | None,
) -> int:
    """Write what falls due; the exit code."""
    if by is not None and within is not None:
        end("--by and --within say the same in two ways; leave one out", WRONG_USAGE)
    today = day or date.today()  # noqa: DTZ011 - the day that it is here
    if by is not None and by - today > timedelta(days=FURTHEST):
        end(f"--by {by}: is further away than ten years; choose an earlier day", WRONG_USAGE)
    if by is not None and by < today and not overdue:
        end(
            f"--by {by}: has passed, today is {today}; what was due up to that day: "
            f"--overdue --by {by}",
            WRONG_USAGE,
        )
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

    asked = period(today, by, within, overdue=overdue)
    try:
        found = due(documents(), asked, bodies, tell)
    except (OSError, ValueError) as error:
        end(f"{name}: {why(error) if isinstance(error, OSError) else error}", NOTHING_READ)
    if not read:
        end(f"{name}: no documents there; make some: notice batch NOTICES {name}", NOTHING_READ)
    data = FORMATS[form](found, asked)
    guarded(lambda stream: stream.write(data), STANDARD)
    return SOME_FAILED if damaged else WELL
