"""The entry point: ``notice``, and ``python -m notice_cli``."""

from __future__ import annotations

import atexit
import gc
import io
import os
import signal
import sys
from typing import TYPE_CHECKING, Literal, NoReturn

from notice_cli import commands
from notice_cli.layers import chosen
from notice_cli.output import not_written, silence

if TYPE_CHECKING:
    from types import FrameType


def main() -> NoReturn:
    """Run the command line and end the process with its exit code.

    ``notice parse FILE...`` without options, what people do all day, is run at once:
    Typer takes several times longer to load than a notice to parse. It would come to
    the same.
    """
    _open_what_is_closed()
    # To look through all that is held for circles, once more before the end, takes a tenth of
    # the time of a short command, for memory that the system takes back at once.
    atexit.register(gc.freeze)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        # Typer would make 1 of it, as of any failure.
        signal.signal(signal.SIGINT, _interrupted)
    command, *paths = sys.argv[1:] or [""]
    if command == "parse" and paths and not any(map(_is_option, paths)):
        sys.exit(commands.parse_files(paths, commands.Options(rules=chosen())))
    from notice_cli.cli import app  # noqa: PLC0415 - Typer

    try:
        app(prog_name="notice")
    except SystemExit as error:
        # Typer makes 1 of it when the reader of its help has seen enough.
        if not isinstance(error.__context__, BrokenPipeError):
            raise
        silence()
    except OSError as error:
        # Of what Typer writes itself; an error of a file knows its name, and is a bug here.
        if error.filename is not None:
            raise
        commands.end(not_written(error), commands.WRONG_USAGE)
    sys.exit()


def _interrupted(_: int, __: FrameType | None) -> NoReturn:
    """End as shells have it, wherever the command is."""
    sys.exit(commands.INTERRUPTED)


def _open_what_is_closed() -> None:
    """Whoever starts a program may close its streams: then there are none, not even bad ones."""
    if sys.stdin is None:
        # To read from it is an error at once: an empty notice would be a lie.
        sys.stdin = io.TextIOWrapper(_null(os.O_WRONLY, "rb"))
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - to the end
    if sys.stdout is None:
        # To write to it is an error at once: nobody would get what was asked for.
        sys.stdout = io.TextIOWrapper(_null(os.O_RDONLY, "wb"), "utf-8", write_through=True)


def _null(opened: int, mode: Literal["rb", "wb"]) -> io.FileIO:
    """A stream that cannot do what it is for."""
    return io.FileIO(os.open(os.devnull, opened), mode)


def _is_option(argument: str) -> bool:
    return argument.startswith("-") and argument != "-"


if __name__ == "__main__":
    main()
