"""The READMEs say what is so: their example runs, their tables are those of the tool."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT
from notice_cli.cli import EXIT_CODES

if TYPE_CHECKING:
    from pathlib import Path

READMES = [ROOT / "README.md", ROOT / "README.vi.md"]
readmes = pytest.mark.parametrize("readme", READMES, ids=lambda path: str(path.name))


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@readmes
def test_its_library_example_runs(readme: Path, tmp_path: Path, sample: Path) -> None:
    (example,) = blocks(readme.read_text("utf-8"), "python")
    (tmp_path / "notice.txt").write_bytes(sample.read_bytes())
    script = tmp_path / "example.py"
    script.write_text(example, "utf-8")
    command = [sys.executable, "-X", "utf8", str(script)]
    done = subprocess.run(command, capture_output=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    assert (tmp_path / "tasks.csv").read_bytes().startswith(b"task_id,")


def test_its_exit_codes_are_those_of_the_help() -> None:
    text = READMES[0].read_text("utf-8")
    rows = dict(re.findall(r"^\| (\d+) \| (.*) \|$", text, re.MULTILINE))
    told = dict(re.findall(r"^  (\d+) +(.*)$", EXIT_CODES, re.MULTILINE))
    assert rows == told


def test_both_tell_the_same_exit_codes() -> None:
    english, vietnamese = (readme.read_text("utf-8") for readme in READMES)
    row = re.compile(r"^\| (\d+) \|", re.MULTILINE)
    assert row.findall(english) == row.findall(vietnamese)


@pytest.mark.parametrize(
    "readme", [*READMES, ROOT / "docs" / "explain.md"], ids=lambda path: str(path.name)
)
def test_the_outputs_that_it_shows_are_real(readme: Path) -> None:
    fill = ROOT / "docs" / "fill_readme.py"
    command = [sys.executable, str(fill), "--check", str(readme)]
    done = subprocess.run(
        command, capture_output=True, check=False, cwd=ROOT, env={**os.environ, "COLUMNS": "80"}
    )
    assert done.returncode == 0, done.stderr.decode()


@readmes
def test_its_links_lead_somewhere(readme: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", readme.read_text("utf-8")):
        assert (ROOT / target).exists(), target
