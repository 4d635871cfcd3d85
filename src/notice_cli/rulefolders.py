"""Folders of rule files, read: the built-in packs, and layers over them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from notice_cli.errors import Problem, RulesError
from notice_cli.language import ENTITIES, KINDS
from notice_cli.places import builtin_rules
from notice_cli.rulecache import CACHE_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# The pack that is taken where none is named.
BUILT_IN = "vi"
# Beyond these a folder holds something else than rules.
MAX_FILES = 500
MAX_FOLDER = 8 << 20


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of rule files, read: its path as it is shown, and its files' bytes."""

    shown: str
    files: tuple[tuple[str, bytes], ...]

    @property
    def name(self) -> str:
        """The last part of the folder's name."""
        return Path(self.shown).resolve().name


@dataclass(frozen=True, slots=True)
class Sources:
    """What packs are made of: the built-in packs that they may stand on, and what is given.

    ``given`` are layers, and names of built-in packs, in their order.
    """

    packs: Mapping[str, Folder]
    given: tuple[Folder | str, ...]

    @property
    def layers(self) -> tuple[Folder, ...]:
        """The folders that are given."""
        return tuple(one for one in self.given if isinstance(one, Folder))

    def digest(self) -> str:
        """SHA-256 over all that the loaded form depends on."""
        named = [one if isinstance(one, str) else "" for one in self.given]
        language = repr((CACHE_VERSION, KINDS, ENTITIES, named))
        return digest(language, [*self.packs.values(), *self.layers])


def read_sources(paths: Iterable[str | Path], *more: Folder) -> Sources:
    """Read the layers' files, and those of the built-in packs below them.

    Folders that are read already can be laid over them.

    Raises:
        RulesError: A folder cannot be read.
    """
    problems: list[Problem] = []
    known = built_in_packs()
    given: tuple[Folder | str, ...] = (
        *(_built_in(Path(p), known) or _read_folder(Path(p), problems) for p in paths),
        *more,
    )
    named = [one for one in given if isinstance(one, str)]
    home = builtin_rules()
    # Which pack a layer extends is known when its YAML is read; until then it is any.
    names = known if len(named) < len(given) else named or [BUILT_IN]
    packs = {name: _read_folder(_near(home / name), problems) for name in sorted({*names})}
    if problems:
        raise RulesError(problems)
    return Sources(packs, () if set(given) == {BUILT_IN} else given)


def _built_in(path: Path, known: Iterable[str]) -> str | None:
    """The name of the built-in pack that is meant: by its name, or by its own folder.

    A pack over itself would be nothing but overrides that change nothing.
    """
    home = builtin_rules() / path.name
    named = path.name in known and (str(path) == path.name or path.resolve() == home.resolve())
    return path.name if named else None


def built_in_packs() -> list[str]:
    """Names of the packs that come with the program."""
    return sorted(path.name for path in builtin_rules().iterdir() if path.is_dir())


def _near(path: Path) -> Path:
    """The path from here on where it is below, as an editor can open it."""
    try:
        return path.relative_to(Path.cwd())
    except (OSError, ValueError):
        return path


def _read_folder(path: Path, problems: list[Problem]) -> Folder:
    try:
        return Folder(str(path), tuple(_read_files(path)))
    except _FolderError as error:
        problems.append(Problem(str(error.path), 1, 1, "error", str(error)))
    except OSError as error:
        where = error.filename or path
        message = f"cannot be read ({error.strerror}); check who may read it"
        problems.append(Problem(str(where), 1, 1, "error", message))
    return Folder(str(path), ())


class _FolderError(Exception):
    """What keeps a folder from being a layer."""

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(message)
        self.path = path


def _read_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The rule files of a folder, sorted by name."""
    if not folder.is_dir():
        if folder.exists():
            raise _FolderError(folder, "this is a file; give the folder that holds it")
        raise _FolderError(folder, "this rules folder does not exist; check the spelling")
    paths = sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".yml"))
    if not paths:
        hidden = next((path.name for path in sorted(folder.glob("*.y*ml.txt"))), None)
        do = (
            f"rename `{hidden}`, without its `.txt`"
            if hidden
            else "give the folder that holds them"
        )
        raise _FolderError(folder, f"no rule files (*.yaml) here; {do}")
    if len(paths) > MAX_FILES:
        raise _FolderError(folder, f"more than {MAX_FILES} rule files; is this the right folder?")
    left = MAX_FOLDER
    for path in paths:
        with path.open("rb") as file:
            data = file.read(left + 1)
        left -= len(data)
        if left < 0:
            size = MAX_FOLDER >> 20
            raise _FolderError(path, f"more than {size} MiB of rules up to here; delete some")
        yield str(path), data


def digest(start: str, folders: Iterable[Folder]) -> str:
    """SHA-256 over the names and bytes of all files, in order."""
    total = hashlib.sha256(start.encode())
    for folder in folders:
        total.update(b"%s\1" % os.fsencode(folder.name))
        for path, data in folder.files:
            total.update(b"%s\0%d\0" % (os.fsencode(Path(path).name), len(data)))
            total.update(data)
    return total.hexdigest()
