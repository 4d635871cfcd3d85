"""Where a batch reads and writes, checked before anything is done."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from notice_cli.commands import WRONG_USAGE, end
from notice_cli.inputs import NOTHING_READ, STANDARD, shown, why
from notice_cli.whole import PART

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from notice_cli.folder import Options
    from notice_cli.selection import Selection

# The table of all tasks, where no other place is named.
CSV = "tasks.csv"
# What a run holds for as long as it is at work in a folder.
LOCK = ".notice.lock"


def check_names(folders: Mapping[str, str]) -> None:
    """End where a folder has an empty name, or that of standard input."""
    for what, name in folders.items():
        if not name:
            end(f"{what} is an empty name; is a variable not set?", WRONG_USAGE)
        if name == STANDARD:
            end(
                f"{what} is a folder, and no stream; name it, or ./- if it is called so",
                WRONG_USAGE,
            )


def check_source(root: Path) -> None:
    """End where the notices do not lie in a folder that can be read."""
    name = shown(str(root))
    try:
        if root.is_file():
            end(f"{name}: is a file; give its folder, or use notice parse", WRONG_USAGE)
        next(root.iterdir(), None)
    except FileNotFoundError:
        end(f"{name}: no such folder; check the name, and that it is mounted", NOTHING_READ)
    except (OSError, ValueError) as error:
        reason = why(error) if isinstance(error, OSError) else str(error)
        end(f"{name}: {reason}", NOTHING_READ)


def check_sites(goal: Path, selection: Selection, options: Options) -> dict[str, str]:
    """End where something would be written over notices, or one output over another.

    Returns:
        The outputs that lie below ``goal``, by their paths from there with ``/``, and
        the option that names each: no document may lie there.
    """
    root = selection.root
    below, goal_ = root.resolve(), goal.resolve()
    if below.is_relative_to(goal_):
        end(
            f"{shown(str(goal))}: holds the notices; choose a folder of its own for the "
            f"documents: notice batch {shown(str(root))} {shown(str(goal / 'documents'))}",
            WRONG_USAGE,
        )
    # No error where the name is too long.
    if os.path.exists(goal_) and not os.path.isdir(goal_):  # noqa: PTH110, PTH112
        end(f"{shown(str(goal))}: is no folder; choose another name", WRONG_USAGE)
    taken: dict[Path, str] = {}
    for option, name in _outputs(goal, options):
        if not name:
            end(f"{option} is an empty name; is a variable not set?", WRONG_USAGE)
        path = Path(name).resolve()
        _check_output(option, name, path, goal_)
        inside = path.is_relative_to(below) and not path.is_relative_to(goal_)
        if inside and path.relative_to(below).as_posix() in selection:
            end(f"{option} {shown(name)}: is one of the notices; choose another", WRONG_USAGE)
        if path in taken:
            end(f"{option} and {taken[path]} name the same file; choose another", WRONG_USAGE)
        taken[path] = option
    return {
        path.relative_to(goal_).as_posix(): option
        for path, option in taken.items()
        if path.is_relative_to(goal_)
    }


def _outputs(goal: Path, options: Options) -> Iterator[tuple[str, str]]:
    """The options that name an output, with its name."""
    yield "--csv", str(goal / CSV) if options.csv is None else options.csv
    if options.jsonl is not None:
        yield "--jsonl", options.jsonl
    if options.report not in (None, STANDARD):
        yield "--report", options.report


def _check_output(option: str, name: str, path: Path, goal: Path) -> None:
    told = f"{option} {shown(name)}"
    if name == STANDARD:
        end(
            f"{option} -: a table is a file, and replaced whole; name one, "
            "or use notice parse -f csv",
            WRONG_USAGE,
        )
    if os.path.isdir(path):  # noqa: PTH112 - as above
        end(f"{told}: is a folder; name a file in it, or another place", WRONG_USAGE)
    if path.parent != goal and not path.parent.is_dir():
        end(f"{told}: its folder is missing; make that first", WRONG_USAGE)
    if path.name in (LOCK, PART):
        end(f"{told}: is a name that notice itself uses; choose another", WRONG_USAGE)
