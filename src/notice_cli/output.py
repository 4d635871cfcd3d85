"""Where the results go: standard output, or a file that is never half-written."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import contextmanager, suppress
from errno import EACCES, EISDIR
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STANDARD = "-"
STANDARD_OUTPUT = "standard output"
TERMINATED = 143


@contextmanager
def opened(name: str) -> Iterator[BinaryIO]:
    """A stream of bytes to write to; ``-`` is standard output.

    A file is written beside itself and put in its place at the end, so that a reader
    sees the old contents or the new ones, and a failure leaves the old ones.

    Raises:
        OSError: It cannot be written.
    """
    path = Path(name)
    if name == STANDARD:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    elif is_special(path):
        with path.open("wb") as stream:
            yield stream
    else:
        # A link stays one: what it points to is replaced.
        with _replacing(path.resolve()) as stream:
            yield stream


def same_file(name: str, inputs: Iterable[str]) -> bool:
    """Whether writing to ``name`` would overwrite one of the inputs."""
    path = Path(name)
    for other in inputs:
        # What does not exist is no input, and the output may be new.
        with suppress(OSError):
            if not is_special(path) and path.samefile(other):
                return True
    return False


@contextmanager
def naming(name: str) -> Iterator[None]:
    """Let an error say which output it is about: that of a write does not know."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or name
        raise


def not_written(error: OSError) -> str:
    """What to tell where standard output cannot be written."""
    reason = error.strerror or error
    return f"{STANDARD_OUTPUT}: cannot be written ({reason}); let it go to another place"


def silence() -> None:
    """Let the interpreter end quietly once the reader of standard output has gone."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    mode = _mode(path)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    # Made as any new file is, so that the umask decides who may read it.
    stream = beside.open("xb")
    try:
        with stream, _ending_on_terminate():
            yield stream
        if mode is not None:
            beside.chmod(mode)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


@contextmanager
def _ending_on_terminate() -> Iterator[None]:
    """Let a SIGTERM end the process in good order, so that nothing stays behind."""
    import signal  # noqa: PLC0415 - only where there is something to be tidied up

    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _mode(path: Path) -> int | None:
    """Permissions of the file that is to be replaced; None where there is none yet."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(EISDIR, os.strerror(EISDIR), str(path))
    if not os.access(path, os.W_OK):
        # Replacing it would succeed where the folder allows it, against its owner's wish.
        raise PermissionError(EACCES, os.strerror(EACCES), str(path))
    return stat.S_IMODE(mode)


def is_special(path: Path) -> bool:
    """A device or a pipe: it is written to, and never replaced."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))
