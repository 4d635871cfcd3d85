"""The cut of the source: one direction of imports, and no language in it."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SOURCE = ROOT / "src" / "notice_cli"

# From the ground up: a module may import those before it, never one after it.
ORDER = [
    "errors", "model", "places", "collection",
    "letters", "text", "formats", "slips", "yamlfile", "patterns", "searchers",
    "matcher", "trace", "language", "circles", "fragments", "wording", "trees", "needles", "tails",
    "starts", "dead", "refusals", "soundness", "traps", "gazetteer", "rawrules", "gazetteer_files",
    "rulefiles", "overlaps", "packs",
    "rulecache", "rulefolders", "rules", "detection", "syllables", "lost_case", "encodings",
    "mixed", "webpage", "markdown", "numbering", "markup", "transfer", "source", "signs",
    "mending", "widths", "lines", "stamps", "furniture", "scrubbing", "markers", "seams",
    "settling", "relining", "beside", "stains", "landmarks", "several", "around",
    "heads", "blocks", "copies", "paragraphs", "ragged", "rows", "cells", "grids", "outline",
    "dates", "name_ends", "bodies", "lists", "entities", "known", "times", "drafts", "bounds",
    "recurring", "clauses", "phrases",
    "roles", "references", "casing", "anchors", "ending", "subject", "issuer", "header",
    "attendance", "event",
    "opening", "deadlines", "tasks", "gone", "nodes", "appendices", "parse", "trial",
    "shadows", "check", "sheets", "writers", "schema", "output", "inputs", "problem_formats",
    "show",
    "matching", "scores", "evaluate", "goldfiles", "scorecard", "commands",
    "stored", "whole", "selection", "documents", "stopping", "telling", "folder", "sites", "crew",
    "conversion", "tables", "cluster", "batch", "layers", "repeats", "due", "due_formats",
    "coming", "days", "folder_cli", "explanation", "named", "printed", "provenance",
    "explain_text", "marks", "page", "explain_cli", "rules_schema", "starter",
    "catalogue", "tryout", "rules_commands", "rules_cli", "cli", "__main__",
]  # fmt: skip

# What slows every start, guesses, or runs what a file says.
FORBIDDEN = {"pickle", "marshal", "shelve", "dateparser", "pydantic", "requests", "urllib.request"}

# The package itself looks names up in all modules, when they are first used.
MODULES = [path for path in sorted(SOURCE.glob("*.py")) if path.stem != "__init__"]
FILES = [path for path in sorted(SOURCE.rglob("*.py")) if "rules_data" not in path.parts]


def imported(path: Path) -> Iterator[str]:
    """Full names of the modules that a file imports, at its top or inside."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}:{node.lineno}: write the import in full"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_every_module_has_its_place_in_the_order() -> None:
    assert {path.stem for path in MODULES} <= set(ORDER)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.stem))
def test_a_module_imports_only_what_is_below_it(path: Path) -> None:
    place = ORDER.index(path.stem)
    for name in imported(path):
        package, _, rest = name.partition(".")
        module = rest.partition(".")[0]
        if package == "notice_cli" and module in ORDER:
            assert ORDER.index(module) < place, f"{path.stem} imports {module}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.stem))
def test_the_source_is_ascii(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.isascii(), f"{path.name}: words of a language belong into rules/"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.stem))
def test_nothing_forbidden_is_imported(path: Path) -> None:
    assert FORBIDDEN & set(imported(path)) == set()


@pytest.mark.parametrize("first", ["parse", "rules", "cli"])
def test_parse_is_the_function_whatever_is_imported_first(first: str) -> None:
    program = (
        f"import notice_cli.{first}; from notice_cli import parse; import notice_cli;"
        "assert callable(parse) and callable(notice_cli.parse)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_the_package_has_the_names_that_it_promises() -> None:
    package = importlib.import_module("notice_cli")
    for name in package.__all__:
        assert getattr(package, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'no_such_name'"):
        package.no_such_name  # noqa: B018 - to see it fail
