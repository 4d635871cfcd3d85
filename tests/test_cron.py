"""The recipes of docs/cron.md work, where their tools are installed."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

import pytest

from conftest import ROOT, lacking
from folders import TEXT, batch
from notice_cli.cli import EXIT_CODES

if TYPE_CHECKING:
    from pathlib import Path

TEXT_OF_PAGE = (ROOT / "docs" / "cron.md").read_text("utf-8")


class Recipe(NamedTuple):
    tools: list[str]
    script: str


RECIPES = [
    Recipe(tools.split(), script)
    for tools, script in re.findall(
        r"^<!-- run:([^\n]*?)-->\n```sh\n(.*?)^```$", TEXT_OF_PAGE, re.MULTILINE | re.DOTALL
    )
]
UNITS = re.findall(r"^```ini\n# \S*/(\S+)\n(.*?)^```$", TEXT_OF_PAGE, re.MULTILINE | re.DOTALL)
LINES = re.findall(r"^(?:[\d*]+ ){5}(notice .*)$", TEXT_OF_PAGE, re.MULTILINE)

needs_shell = pytest.mark.skipif(sys.platform == "win32", reason="no such shell there")


@pytest.fixture
def srv(tmp_path: Path) -> Path:
    """What is /srv in the recipes, with notices of today and their documents."""
    soon = date.today() + timedelta(days=3)  # noqa: DTZ011 - as sqlite has it
    for number in (1, 2):
        text = TEXT.format(number=number).replace("20/10/2025", f"{soon:%d/%m/%Y}")
        path = tmp_path / "notices" / f"tb {number}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    assert batch(tmp_path / "notices", tmp_path / "documents", "-q").returncode == 0
    return tmp_path


@pytest.fixture
def path(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> str:
    """A search path on which `notice` is found, and what is installed beside Python.

    What would send a mail keeps it in a file, after its words.
    """
    folder = tmp_path_factory.mktemp("bin")
    (folder / "notice").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m notice_cli "$@"\n')
    mailed = shlex.quote(str(tmp_path / "mailed"))
    (folder / "mail").write_text(f'#!/bin/sh\n{{ printf "%s|" "$@"; echo; cat; }} > {mailed}\n')
    for command in folder.iterdir():
        command.chmod(0o755)
    return os.pathsep.join([str(folder), os.path.dirname(sys.executable), os.environ["PATH"]])  # noqa: PTH120


def run(script: str, srv: Path, path: str) -> str:
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script.replace("/srv/", f"{srv}/")],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=os.environ | {"PATH": path, "LC_ALL": "C.UTF-8"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@needs_shell
@pytest.mark.parametrize("recipe", RECIPES, ids=lambda one: one.script.split()[0])
def test_a_recipe(recipe: Recipe, srv: Path, path: str) -> None:
    missing = [tool for tool in recipe.tools if not shutil.which(tool, path=path)]
    if missing:
        lacking(", ".join(missing))
    told = run(recipe.script, srv, path)
    if "select" in recipe.script or "within 7\n" in recipe.script:
        assert "Phòng Kinh tế" in told
    if "-newer" in recipe.script:
        assert not (srv / "new.jsonl").read_bytes()
    for calendar in srv.glob("*.ics"):
        assert calendar.read_bytes().count(b"BEGIN:VTODO") == 2
    for table in srv.glob("week.csv"):
        assert table.read_text("utf-8").count("\n") == 3


@needs_shell
def test_the_mail_goes_to_whom_it_should_with_what_is_due(srv: Path, path: str) -> None:
    (recipe,) = (one for one in RECIPES if "mail" in one.tools)
    run(recipe.script, srv, path)
    words, letter = (srv / "mailed").read_text("utf-8").split("\n", 1)
    assert words == "-s|Tasks due|office@example.org|"
    assert letter.count("Phòng Kinh tế") >= 2


@needs_shell
def test_only_what_is_new(srv: Path, path: str) -> None:
    (recipe,) = (one for one in RECIPES if "-newer" in one.script)
    (srv / "last").touch()
    os.utime(srv / "last", (0, 0))
    run(recipe.script, srv, path)
    assert len((srv / "new.jsonl").read_bytes().splitlines()) == 2


@needs_shell
def test_the_lines_of_the_crontab(srv: Path, path: str) -> None:
    assert len(LINES) == 2
    night, monday = LINES
    assert run(night, srv, path) == ""
    statuses = [
        json.loads(line)["status"]
        for line in (srv / "documents" / "report.jsonl").read_bytes().splitlines()
    ]
    # They were written just now, and are left to settle.
    assert statuses == []
    assert "Phòng Kinh tế" in run(monday, srv, path)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_the_units(tmp_path: Path, srv: Path, path: str) -> None:
    assert [name for name, _ in UNITS] == ["notice.service", "notice.timer", "notice.path"]
    for name, text in UNITS:
        (tmp_path / name).write_text(text)
    names = [str(tmp_path / name) for name, _ in UNITS]
    command = ["systemd-analyze", "verify", "--man=no", *names]
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    told = [line for line in done.stderr.splitlines() if "notice." in line]
    assert told == []
    (start,) = re.findall(r"^ExecStart=(.*)$", UNITS[0][1], re.MULTILINE)
    assert shlex.split(start)[0] == "/usr/bin/env"
    assert run(start, srv, path) == ""


def test_the_page_and_the_help_agree_on_exit_codes() -> None:
    assert "exit code 5" in TEXT_OF_PAGE
    assert re.search(r"^  5    another run", EXIT_CODES, re.MULTILINE)
