"""The wheel: built, installed in an environment of its own, run from another folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def run(*command: object, cwd: Path) -> str:
    """What the command prints; skips where the package index cannot be reached."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        check=False,
        cwd=cwd,
        env=clean,
        encoding="utf-8",
    )
    if done.returncode and "pip" in command and os.environ.get("CI") != "true":
        pytest.skip(f"needs a package index: {done.stderr.strip().splitlines()[-1]}")
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    pip = (sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check")
    run(*pip, "--no-deps", "--wheel-dir", folder, ROOT, cwd=folder)
    (path,) = folder.glob("*.whl")
    return path


def test_the_wheel_holds_the_rules_and_nothing_else_of_the_project(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    rules = {
        f"notice_cli/rules_data/{path.relative_to(ROOT / 'rules').as_posix()}"
        for path in (ROOT / "rules").rglob("*.yaml")
    }
    assert rules
    assert rules <= names
    pages = {f"notice_cli/page_files/page.{kind}" for kind in ("html", "css", "js")}
    assert pages | {"notice_cli/py.typed"} <= names
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"notice_cli"}


def test_it_parses_from_another_folder(wheel: Path, tmp_path: Path, sample: Path) -> None:
    environment = tmp_path / "environment"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    run(sys.executable, "-m", "venv", environment, cwd=elsewhere)
    scripts = environment / ("Scripts" if sys.platform == "win32" else "bin")
    pip = (scripts / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run(*pip, wheel, cwd=elsewhere)
    (elsewhere / "notice.txt").write_bytes(sample.read_bytes())
    text = run(scripts / "notice", "parse", "notice.txt", cwd=elsewhere)
    expected = json.loads(sample.with_suffix(".json").read_bytes())
    assert json.loads(text)["tasks"] == expected["tasks"]
    assert "no problems" in run(scripts / "notice", "check", cwd=elsewhere)
    run(scripts / "notice", "explain", "notice.txt", "--html", "page.html", cwd=elsewhere)
    assert (elsewhere / "page.html").read_bytes().startswith(b"<!doctype html>")
    assert run(scripts / "notice", "--version", cwd=elsewhere).startswith("notice 0")
