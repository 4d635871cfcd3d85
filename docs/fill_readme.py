"""Writes the outputs shown in the READMEs anew: ``make readme``.

A block that begins with a command, ``$ notice ...``, is followed by what the command
prints. With ``--check`` nothing is written, and a block that is out of date fails.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(
    r"^(```(?:text|json|csv)\n\$ (notice .*?)\n)(.*?)(^```$)", re.MULTILINE | re.DOTALL
)
LONG = 40
# Rules move within their files with every edit: where they stand is no news.
PLACE = re.compile(r"(?<=\.yaml:)\d+")


def output(command: str) -> str:
    """What a command prints in the project's folder, cut where it is long."""
    done = subprocess.run(  # noqa: S603 - the README's own commands
        ["bash", "-c", command.replace("notice ", '"$PYTHON" -m notice_cli ', 1)],  # noqa: S607
        capture_output=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "80", "LC_ALL": "C.UTF-8", "PYTHON": sys.executable},
    )
    lines = [line.rstrip() for line in done.stdout.decode().splitlines()]
    if len(lines) > LONG:
        lines[LONG:] = ["..."]
    return "".join(f"{line}\n" for line in lines)


def filled(text: str) -> str:
    """The README with what its commands print now."""
    return BLOCK.sub(lambda found: found[1] + output(found[2]) + found[4], text)


def main() -> int:
    """Fill the files named, or check them."""
    check = "--check" in sys.argv
    stale = []
    for path in map(Path, sys.argv[1 + check :]):
        text = path.read_text("utf-8")
        new = filled(text)
        if not check and new != text:
            path.write_text(new, "utf-8")
        elif PLACE.sub("", new) != PLACE.sub("", text):
            stale.append(path.name)
    if stale:
        sys.stderr.write(f"out of date: {', '.join(stale)}; run: make readme\n")
    return bool(stale)


if __name__ == "__main__":
    sys.exit(main())
