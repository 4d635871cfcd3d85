"""What the parts of a batch share: its options, and how it ends before its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from notice_cli.errors import NoticeError
from notice_cli.inputs import shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from notice_cli.documents import Documents
    from notice_cli.encodings import Encoding
    from notice_cli.rules import Pack
    from notice_cli.selection import Selection
    from notice_cli.stopping import Stop
    from notice_cli.telling import FailOn, Telling

NOT_WRITTEN = 2


class Options(NamedTuple):
    """The options of ``notice batch``; without any, as they are here."""

    csv: str | None = None
    jsonl: str | None = None
    report: str | None = None
    globs: Sequence[str] = ("**/*.txt",)
    settle: float = 0.0
    rules: Sequence[str] = ()
    encoding: Encoding | None = None
    force: bool = False
    prune: bool = False
    dry_run: bool = False
    fail_on: FailOn = "error"
    quiet: bool = False
    wait: bool = False
    jobs: int | None = None
    fsync: bool = False
    cluster: str | None = None
    headers: Literal["en", "vi"] = "en"
    excel: bool = False


class Run(NamedTuple):
    """What one run works with, and whom it tells."""

    selection: Selection
    documents: Documents
    pack: Pack
    options: Options
    telling: Telling
    stop: Stop


class FatalError(NoticeError):
    """The run cannot go on; what was there is there still."""

    def __init__(self, message: str, exit_code: int) -> None:
        """Take what to tell, and the exit code."""
        super().__init__(message)
        self.exit_code = exit_code


class StoppedError(NoticeError):
    """The run was told to end."""


def not_written(path: Path, error: OSError) -> FatalError:
    """Something of the output cannot be written."""
    return FatalError(
        f"{shown(str(path))}: cannot be written ({error.strerror or error}); "
        "what was there is there still. Make room or choose another place, then run again",
        NOT_WRITTEN,
    )


def identity(root: Path) -> tuple[int, int] | None:
    """Which folder lies there now; None where there is none."""
    try:
        found = root.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
