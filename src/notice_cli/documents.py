"""The documents in a folder: one a notice, in the tree that the notices lie in.

They are the state of a batch. Each says which bytes, rules and version of the program it
was made from, so there is nothing beside them that could disagree.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import orjson

from notice_cli.errors import NoticeError
from notice_cli.inputs import recorded, shown
from notice_cli.stored import notice_of
from notice_cli.whole import PART, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from notice_cli.model import Notice

_SUFFIX, _OF_DOCUMENTS = ".txt", ".json"
# How each of our documents begins; the folder may hold other JSON.
_BEGINS = b'{\n  "schema": "notice/'
_ADVICE = "move that away, or choose another folder"


class ForeignFileError(NoticeError):
    """Something that is no document has the place of one; the message says what to do."""


# What a diagnostic says: its severity, code and message.
Finding: TypeAlias = tuple[str, str, str]


class Known(NamedTuple):
    """What a document says about how it was made and what was found."""

    schema: str
    tool: str
    file: str
    source: str
    rules: str
    findings: tuple[Finding, ...]
    tasks: int


class Stored(NamedTuple):
    """A document that is there: its path below the folder, and its bytes."""

    path: str
    data: bytes

    def notice(self) -> Notice:
        """What it holds, but for its outline. Raises ``ValueError`` where it is damaged."""
        return notice_of(self.data, outline=False)


def document_path(path: str) -> str:
    """Where the document of a notice goes; both are below their folders, with ``/``.

    ``.txt`` is replaced. Any other name is kept whole, so that ``a.md`` and ``a.log``
    do not meet.
    """
    return path.removesuffix(_SUFFIX) + _OF_DOCUMENTS


class Documents:
    """The folder of documents."""

    def __init__(
        self, root: Path, taken: Mapping[str, str] | None = None, *, durable: bool = False
    ) -> None:
        """Take the folder; ``durable`` has each document on the disk before the next.

        ``taken`` are paths below it that something else has, and what has them.
        """
        self.root = root
        self._taken = taken or {}
        self._durable = durable

    def known(self, path: str) -> Known | None:
        """What the document says; None where there is none, or a damaged one.

        Raises:
            ForeignFileError: What is there, or belongs there, is no document of ours.
        """
        for place, what in self._taken.items():
            if f"{path}/".startswith(f"{place}/"):
                raise ForeignFileError(
                    f"its document {shown(path)} would lie where {what} goes; "
                    f"rename it, or choose another {what}"
                )
        try:
            data = (self.root / path).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise ForeignFileError(
                f"its document {shown(path)} has no place ({error.strerror}); {_ADVICE}"
            ) from error
        # A power cut can leave an empty file, or zeros.
        if data.strip(b"\0") and not data.startswith(_BEGINS):
            raise ForeignFileError(f"{shown(path)} lies where its document belongs; {_ADVICE}")
        return _known(data)

    def write(self, path: str, data: bytes) -> None:
        """Write a document, whole or not at all; its folder is made where it is missing."""
        target = self.root / path
        try:
            write_whole(target, data, durable=self._durable)
        except FileNotFoundError:
            self._check_root()
            target.parent.mkdir(parents=True, exist_ok=True)
            write_whole(target, data, durable=self._durable)

    def remove(self, path: str) -> None:
        """Remove a document, and the folders that it leaves empty."""
        target = self.root / path
        target.unlink(missing_ok=True)
        with suppress(OSError):
            for folder in target.parents:
                if folder == self.root:
                    break
                folder.rmdir()

    def __iter__(self) -> Iterator[Stored]:
        """All of our documents, sorted by path; what else is there is passed over."""
        for path in self._paths(""):
            try:
                data = (self.root / path).read_bytes()
            except FileNotFoundError:
                self._check_root()
                continue
            if data.startswith(_BEGINS):
                yield Stored(path, data)

    def sweep(self) -> None:
        """Remove what a run that was killed left half-written."""
        for folder, folders, names in os.walk(self.root):
            folders[:] = [name for name in folders if not name.startswith(".")]
            if PART in names:
                # It does no harm, and whoever cannot remove it will be told soon.
                with suppress(OSError):
                    Path(folder, PART).unlink()

    def _check_root(self) -> None:
        """What goes while others work here is passed over, unless all has gone."""
        self.root.stat()

    def _paths(self, folder: str) -> Iterator[str]:
        try:
            with os.scandir(self.root / folder) as entries:
                listed = sorted(filter(None, map(_wanted, entries)))
        except FileNotFoundError:
            self._check_root()
            return
        for name in listed:
            if name.endswith("/"):
                yield from self._paths(folder + name)
            else:
                yield folder + name


def made_from(document: Stored) -> list[str]:
    """The names that the source of a document may have, below the folder of notices.

    Where they do not fit its path it was copied here, and is not ours to remove: none.
    """
    path = document.path.removesuffix(_OF_DOCUMENTS)
    names = [path, path + _SUFFIX]
    try:
        file = orjson.loads(document.data)["source"]["file"]
    except (ValueError, KeyError, TypeError):
        return []
    # The recorded name has another character where a byte is no UTF-8: compare as such.
    return [name for name in names if recorded(name) == file]


def _wanted(entry: os.DirEntry[str]) -> str | None:
    if entry.name.startswith("."):
        return None
    if entry.is_dir(follow_symlinks=False):
        return f"{entry.name}/"
    return entry.name if entry.name.endswith(_OF_DOCUMENTS) and entry.is_file() else None


def _known(data: bytes) -> Known | None:
    try:
        document = orjson.loads(data)
        return Known(
            document["schema"],
            document.get("tool", ""),
            document["source"]["file"],
            document["source"]["sha256"],
            document["rules"]["sha256"],
            tuple((d["severity"], d["code"], d["message"]) for d in document["diagnostics"]),
            len(document["tasks"]),
        )
    except (ValueError, KeyError, TypeError):
        return None
