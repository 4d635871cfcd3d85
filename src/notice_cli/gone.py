"""Bodies that were no more, or not yet, when a notice was written: told, never rewritten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notice_cli.model import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date as Date  # noqa: N812 - as in `dates`

    from notice_cli.model import Span, Task
    from notice_cli.rules import Pack


def not_there(tasks: Iterable[Task], day: Date | None, pack: Pack) -> Iterator[Diagnostic]:
    """What the gazetteer has to say of the names in tasks of a notice of a day.

    Each name is told once, where it stands first.
    """
    if day is None:
        return
    places = pack.fragment_matcher("place_behind")
    spans: dict[str, Span] = {}
    for task in tasks:
        for one in task.assignees:
            spans.setdefault(one.name, one.span)
        for name in task.report_to:
            spans.setdefault(name, task.span)
    for name, span in spans.items():
        for told in pack.gazetteer.told(name, day, lambda rest: bool(places.find(rest))):
            yield Diagnostic("info", told.code, told.message, span)
