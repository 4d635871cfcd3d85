"""Files that are whole or absent: written beside their place, then put into it in one step.

A reader sees the old contents or the new ones, whenever it looks and however the writer
ends. Whoever writes here is alone: one run at a time holds the folder's lock.
"""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress
from filecmp import cmp
from typing import TYPE_CHECKING, BinaryIO

from notice_cli.output import is_special

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# What a document is called while it is written. One name a folder: it is never longer
# than a file system allows, and what a lost run left behind is found and written over.
PART = ".notice.part"


def write_whole(path: Path, data: bytes, *, durable: bool = False) -> None:
    """Write one file at once, by way of ``PART`` in its folder.

    Raises:
        OSError: It cannot be written; what was there is there still.
    """
    with _beside(path, path.with_name(PART), durable=durable) as stream:
        stream.write(data)


@contextmanager
def replacing(path: Path, *, durable: bool = False) -> Iterator[BinaryIO]:
    """A stream for a file that is written bit by bit.

    The same contents leave the file as it is, its time too, so that nothing which
    watches it runs in vain. A link stays one: what it points to is replaced. A device
    or a pipe is written to as it is.

    Raises:
        OSError: It cannot be written; what was there is there still.
    """
    if is_special(path):
        with path.open("wb") as stream:
            yield stream
        return
    path = path.resolve()
    with _beside(path, path.with_name(f".{path.name}.part"), durable=durable) as stream:
        yield stream


@contextmanager
def _beside(path: Path, part: Path, *, durable: bool) -> Iterator[BinaryIO]:
    # Never written through what lies there under this name, be it a link.
    part.unlink(missing_ok=True)
    try:
        with part.open("xb") as stream:
            yield stream
            stream.flush()
            if durable:
                os.fsync(stream.fileno())
        with suppress(FileNotFoundError):
            if part.name != PART and cmp(part, path, shallow=False):
                part.unlink()
                return
            part.chmod(stat.S_IMODE(path.stat().st_mode))
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    if durable:
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Let the new name survive a power cut too, where the system can do that."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
