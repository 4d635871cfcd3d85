"""The entry point: ``notice``, and ``python -m notice_cli``."""

from __future__ import annotations

import io
import os
import signal
import sys
from typing import TYPE_CHECKING, NoReturn

from notice_cli import commands
from notice_cli.layers import chosen

if TYPE_CHECKING:
    from types import FrameType


def main() -> NoReturn:
    """Run the command line and end the process with its exit code.

    ``notice parse FILE...`` without options, what people do all day, is run at once:
    Typer takes several times longer to load than a notice to parse. It would come to
    the same.
    """
    _open_what_is_closed()
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        # Typer would make 1 of it, as of any failure.
        signal.signal(signal.SIGINT, _interrupted)
    command, *paths = sys.argv[1:] or [""]
    if command == "parse" and paths and not any(map(_is_option, paths)):
        sys.exit(commands.parse_files(paths, commands.Options(rules=chosen())))
    from notice_cli.cli import app  # noqa: PLC0415 - Typer

    app(prog_name="notice")
    sys.exit()


def _interrupted(_: int, __: FrameType | None) -> NoReturn:
    """End as shells have it, wherever the command is."""
    sys.exit(commands.INTERRUPTED)


def _open_what_is_closed() -> None:
    """Whoever starts a program may close its streams: then there are none, not even bad ones."""
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - to the end
    if sys.stdout is None:
        # To write to it is an error at once: nobody would get what was asked for.
        refusing = open(os.open(os.devnull, os.O_RDONLY), "wb", buffering=0)  # noqa: PTH123, SIM115
        sys.stdout = io.TextIOWrapper(refusing, "utf-8", write_through=True)


def _is_option(argument: str) -> bool:
    return argument.startswith("-") and argument != "-"


if __name__ == "__main__":
    main()
