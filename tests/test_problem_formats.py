"""How problems of rules are written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from typer.testing import CliRunner

from notice_cli.cli import app
from notice_cli.errors import Problem
from notice_cli.problem_formats import to_bytes

if TYPE_CHECKING:
    from pathlib import Path

PROBLEMS = [
    Problem("a,b/50%:x.yaml", 3, 7, "error", "100% wrong\nhere; mend it", "  - x: y"),
    Problem("a/b.yaml", 12, 1, "warning", "doubtful; look"),
]


def test_for_a_person() -> None:
    assert to_bytes("text", PROBLEMS, {"files": 2, "rules": 1234}).decode() == (
        "a,b/50%:x.yaml:3:7: error: 100% wrong\nhere; mend it\n    - x: y\n        ^\n"
        "a/b.yaml:12:1: warning: doubtful; look\n"
        "checked 2 files, 1,234 rules\n1 error, 1 warning\n"
    )


def test_for_a_program() -> None:
    document = json.loads(to_bytes("json", PROBLEMS, {"files": 2}))
    assert (document["errors"], document["warnings"], document["checked"]) == (1, 1, {"files": 2})
    assert document["problems"][0] == {
        "path": "a,b/50%:x.yaml",
        "line": 3,
        "column": 7,
        "severity": "error",
        "message": "100% wrong\nhere; mend it",
        "source": "  - x: y",
    }


def test_for_a_review_on_github() -> None:
    assert to_bytes("github", PROBLEMS, {"files": 2}).decode() == (
        "::error file=a%2Cb/50%25%3Ax.yaml,line=3,col=7::100%25 wrong%0Ahere; mend it\n"
        "::warning file=a/b.yaml,line=12,col=1::doubtful; look\n"
    )


def test_the_command_writes_each(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("pack: {extends: none, nmae: x}\n")
    for form, start in (("text", f"{tmp_path}/a.yaml:1:23: e"), ("json", "{"), ("github", "::")):
        result = CliRunner().invoke(app, ["check", str(tmp_path), "-f", form])
        assert result.exit_code == 3
        assert result.stdout.startswith(start)
