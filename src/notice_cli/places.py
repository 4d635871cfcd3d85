"""Where things lie on this machine: the built-in rules, the cache, the user's own rules."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def builtin_rules() -> Path:
    """The folder that holds the built-in packs, one folder a pack (``vi/``, ...).

    A wheel carries them inside the package; an editable install and a checkout have
    them two levels up, in ``rules/``.

    Raises:
        FileNotFoundError: The installation has lost its rules.
    """
    for folder in (_PACKAGE / "rules_data", _PACKAGE.parents[1] / "rules"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"the built-in rules are missing beside {_PACKAGE}; install again")


def cache_dir() -> Path:
    """The user's folder for what can be made again; it may not exist yet.

    Raises:
        FileNotFoundError: The user has no home, as in a container.
    """
    return _home("LOCALAPPDATA", "Local", "Caches", "XDG_CACHE_HOME", ".cache") / "notice"


def config_dir() -> Path:
    """The user's folder for what they set up themselves; it may not exist.

    Raises:
        FileNotFoundError: As ``cache_dir``.
    """
    names = "APPDATA", "Roaming", "Application Support", "XDG_CONFIG_HOME", ".config"
    return _home(*names) / "notice"


def _home(variable: str, windows: str, mac: str, xdg: str, other: str) -> Path:
    """A folder of a user's, by the custom of each system."""
    if sys.platform == "win32":
        named = os.environ.get(variable)
        return Path(named) if named else _user() / "AppData" / windows
    if sys.platform == "darwin":
        return _user() / "Library" / mac
    # The XDG specification has relative paths ignored.
    folder = Path(os.environ.get(xdg) or ".")
    return folder if folder.is_absolute() else _user() / other


def _user() -> Path:
    try:
        return Path.home()
    except RuntimeError as error:
        raise FileNotFoundError(str(error)) from error
