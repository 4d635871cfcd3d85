"""The tutorial is walked: its files are written, its commands run, their outputs are those shown.

A fenced block that names a file (```yaml our-office/rules.yaml) is that file; one that is
called `console` holds commands, each behind `$ `, and what they print. After a change on
purpose: ``python tests/test_writing_rules.py`` writes the outputs anew; look at the difference.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "docs" / "writing-rules.md", ROOT / "docs" / "writing-rules.vi.md"]
BLOCK = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def walked(text: str, folder: Path) -> str:
    """The page with what its commands print when it is followed, step by step."""

    def step(block: re.Match[str]) -> str:
        kind, name, content = block.groups()
        if name:
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(content, "utf-8")
        if kind != "console":
            return block[0]
        commands = [line for line in content.splitlines() if line.startswith("$ ")]
        return "```console\n" + "".join(map(ran, commands)) + "```"

    def ran(command: str) -> str:
        program = command.removeprefix("$ ").replace("notice ", '"$PYTHON" -m notice_cli ', 1)
        done = subprocess.run(
            ["bash", "-c", program],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            cwd=folder,
            env={**os.environ, "PYTHON": sys.executable, "COLUMNS": "80", "LC_ALL": "C.UTF-8"},
        )
        lines = done.stdout.decode().splitlines()
        return f"{command}\n" + "".join(f"{line.rstrip()}\n" for line in lines)

    return BLOCK.sub(step, text)


def test_every_step_does_what_the_page_says(tmp_path: Path) -> None:
    text = PAGES[0].read_text("utf-8")
    assert walked(text, tmp_path) == text


def test_both_languages_take_the_same_steps() -> None:
    """Commands and outputs alike, so that one of the pages stands for both."""
    english, vietnamese = (BLOCK.findall(page.read_text("utf-8")) for page in PAGES)
    assert english == vietnamese


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.name))
def test_its_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


def main() -> None:
    """Write the outputs anew."""
    os.environ.pop("NOTICE_RULES", None)
    for page in PAGES:
        with tempfile.TemporaryDirectory() as folder:
            os.environ["XDG_CONFIG_HOME"] = folder
            page.write_text(walked(page.read_text("utf-8"), Path(folder)), "utf-8")


if __name__ == "__main__":
    main()
