"""Which rules are in use: those of the command line, else of NOTICE_RULES, else the user's."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from notice_cli import load_rules, places
from notice_cli.layers import chosen


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own rules."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return layer(places.config_dir() / "rules")


def layer(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "rules.yaml").write_text(f"pack: {{name: {folder.parent.name}-{folder.name}}}\n")
    return folder


def pack_of(*command: object) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "notice_cli", *map(str, command)],
        capture_output=True,
        check=True,
        env=os.environ,
    )
    name: str = json.loads(done.stdout)["rules"]["pack"]
    return name


def test_nothing_is_in_use_where_nothing_is_said() -> None:
    assert chosen() == chosen([]) == []


def test_the_users_own_rules_are_in_use(own: Path) -> None:
    assert chosen() == [str(own)]


@pytest.mark.usefixtures("own")
def test_the_variable_is_read_before_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTICE_RULES", os.pathsep.join(["one", "", "two/"]))
    assert chosen() == ["one", "two/"]


@pytest.mark.usefixtures("own")
def test_an_empty_variable_says_that_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTICE_RULES", "")
    assert chosen() == []


@pytest.mark.usefixtures("own")
def test_the_command_line_is_read_before_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTICE_RULES", "one")
    assert chosen(["two"]) == ["two"]


def test_settings_lie_where_each_system_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", "relative")
    monkeypatch.setenv("APPDATA", "appdata")
    assert places.config_dir() == Path.home() / ".config" / "notice"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert places.config_dir() == Path.home() / "Library" / "Application Support" / "notice"
    monkeypatch.setattr(sys, "platform", "win32")
    assert places.config_dir() == Path("appdata") / "notice"


def nobody() -> Path:
    raise RuntimeError


@pytest.mark.parametrize("home", ["no home", "another's home"])
def test_a_user_without_a_home_has_no_rules(monkeypatch: pytest.MonkeyPatch, home: str) -> None:
    def locked(_: Path) -> bool:
        raise PermissionError

    monkeypatch.delenv("NOTICE_RULES", raising=False)
    if home == "no home":
        monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
        monkeypatch.delenv("APPDATA", raising=False)
        monkeypatch.setattr(Path, "home", nobody)
    else:
        monkeypatch.setattr(Path, "is_dir", locked)
    assert chosen() == []


def test_a_user_without_a_home_has_no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setattr(Path, "home", nobody)
    assert load_rules().name == "vi"


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize("options", [[], ["-f", "json"]], ids=["plain", "with options"])
def test_a_notice_is_read_with_them(options: list[str], sample: Path) -> None:
    assert pack_of("parse", sample, *options) == "vi+notice-rules"


@pytest.mark.usefixtures("own")
def test_a_folder_is_read_with_them(tmp_path: Path, sample: Path) -> None:
    notices, documents = tmp_path / "notices", tmp_path / "documents"
    notices.mkdir()
    (notices / "a.txt").write_bytes(sample.read_bytes())
    command = [sys.executable, "-m", "notice_cli", "batch", "-q", str(notices), str(documents)]
    subprocess.run(command, check=True)
    assert json.loads((documents / "a.json").read_bytes())["rules"]["pack"] == "vi+notice-rules"


@pytest.mark.usefixtures("own")
def test_the_command_line_counts_alone(tmp_path: Path, sample: Path) -> None:
    office = layer(tmp_path / "office" / "a")
    assert pack_of("parse", sample, "--rules", office) == "vi+office-a"


@pytest.mark.usefixtures("own")
def test_they_are_checked() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "notice_cli", "check", "-f", "json"], capture_output=True, check=True
    )
    files = len(list((places.builtin_rules() / "vi").glob("*.yaml")))
    assert json.loads(done.stdout)["checked"]["files"] == files + 1
