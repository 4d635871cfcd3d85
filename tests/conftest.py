"""What the tests share: the rules, and the notices that lie outside of this project."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notice_cli.rules import Pack

ROOT = Path(__file__).parents[1]
SEEDS = ROOT.parent / "shared" / "seeds"


def lacking(what: str) -> NoReturn:
    """End a test that needs something which is not here: it is required where CI=true."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"needed here, and missing: {what}")
    pytest.skip(f"needs {what}")


@pytest.fixture(scope="session")
def pack() -> Pack:
    """The built-in rules."""
    from notice_cli.rules import load_rules  # noqa: PLC0415 - not for every test

    return load_rules()


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of real notices with gold beside them; required where CI=true."""
    if not SEEDS.is_dir():
        lacking(f"real notices that are not part of this checkout: {SEEDS}")
    return SEEDS


@pytest.fixture(scope="session")
def sample() -> Path:
    """One of the project's own notices."""
    return min((ROOT / "samples").glob("*.txt"))


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep the tests out of the user's cache and settings, and their processes too."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))
    os.environ["XDG_CONFIG_HOME"] = str(tmp_path_factory.mktemp("config"))
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "NOTICE_RULES"):
        os.environ.pop(name, None)


@pytest.fixture(autouse=True, scope="module")
def _rules_let_go() -> Iterator[None]:
    """Let go of the rules that a module loaded: their patterns lie outside Python's own count."""
    yield
    gc.collect()
