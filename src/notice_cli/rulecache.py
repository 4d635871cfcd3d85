"""The cache of loaded rules: JSON under the user's cache directory, by content.

It may be deleted, damaged or unwritable at any time; then the YAML is read again.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from notice_cli.places import cache_dir

if TYPE_CHECKING:
    from collections.abc import Mapping

# Raise it when the cached form changes, or what is made of the same files.
CACHE_VERSION = 9
# So many packs are kept in the cache.
CACHED = 8


def read_cache(key: str) -> dict[str, Any] | None:
    """The loaded form of a pack; None where there is none, or it is damaged."""
    try:
        check, _, body = (cache_dir() / f"rules-{key}.json").read_bytes().partition(b"\n")
        if check.decode() != hashlib.sha256(body).hexdigest():
            return None
        data: dict[str, Any] = orjson.loads(body)
    except (OSError, ValueError):
        return None
    return data


def write_cache(key: str, data: Mapping[str, Any]) -> None:
    """Keep the loaded form of a pack, where that is possible, and drop the oldest ones."""
    import tempfile  # noqa: PLC0415 - not in every start

    body = orjson.dumps(data)
    try:
        folder = cache_dir()
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=".rules-")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
            Path(name).replace(folder / f"rules-{key}.json")
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
        made = sorted(folder.glob("rules-*.json"), key=lambda path: path.stat().st_mtime)
        for old in made[:-CACHED]:
            old.unlink(missing_ok=True)
    except OSError:
        # A cache that cannot be written costs time, nothing else.
        return
