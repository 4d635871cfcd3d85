"""Days on the command line."""

from __future__ import annotations

from datetime import date

import typer


def iso_date(value: str) -> date:
    """A day that is written as ISO 8601 has it, and in no other way."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        day = None
    if day is None or day.isoformat() != value:
        raise typer.BadParameter(f"{value!r} is no date; write it as 2025-10-20.")
    return day
