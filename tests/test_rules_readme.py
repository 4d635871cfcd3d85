"""What ``rules/README.md`` teaches is so: its blocks are sound, its table is complete.

After a change of the language: ``python tests/test_rules_readme.py`` writes the table anew.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from notice_cli.check import check_rules
from notice_cli.gazetteer_files import ENTRY_KEYS
from notice_cli.language import ENTITIES, KINDS
from notice_cli.rulefiles import EXAMPLE_KEYS, PACK_KEYS, RULE_KEYS, SECTIONS
from notice_cli.rules_schema import ABOUT, TABLES
from notice_cli.trial import FOUND, OVER_ENTITIES

README = Path(__file__).parents[1] / "rules" / "README.md"
TEXT = README.read_text("utf-8")
ROWS = re.compile(r"(?m)(?:^\| `[a-z]+` \|(?:.*\|){5}\n)+")
BLOCKS = re.findall(r"(?s)```yaml\n(.*?)```", TEXT)


def row(kind: str) -> str:
    """One row of the table of kinds."""
    about = KINDS[kind]
    reads = "words"
    if kind in OVER_ENTITIES:
        reads = "all"
    elif kind in FOUND[1:]:
        reads = "before"
    values = {"boolean": "true, false", "integer": "a number"}
    meaning = "; ".join(
        f"`{key}`: {', '.join(value) if isinstance(value, tuple) else values.get(value, value)}"
        for key, value in about.meaning.items()
    )
    captures = ", ".join(f"`{name}`" for name in about.captures)
    case = "yes" if about.case else ""
    return f"| `{kind}` | {ABOUT[kind]} | {case} | {reads} | {meaning} | {captures} |"


def test_the_table_has_every_kind_with_all_that_it_reads() -> None:
    written = [
        line for line in TEXT.splitlines() if re.match(r"\| `[a-z]+` \|.*\|.*\|.*\|.*\|", line)
    ]
    assert written == [row(kind) for kind in KINDS]


def test_every_key_of_the_language_stands_in_a_block() -> None:
    sections = ("pack", "fragments", "more", "tables", "gazetteer")
    for key in (*PACK_KEYS, *RULE_KEYS, *EXAMPLE_KEYS, *ENTRY_KEYS, *sections):
        assert any(re.search(rf"\b{key}:", block) for block in BLOCKS), key
    for table in TABLES["properties"]:
        assert any(re.search(rf"^ +{table}:", block, re.MULTILINE) for block in BLOCKS), table
    for entity in ENTITIES:
        assert f"`{{{entity}}}`" in TEXT
    assert set(KINDS) < set(SECTIONS)


@pytest.mark.parametrize("block", BLOCKS, ids=[str(n) for n in range(len(BLOCKS))])
def test_a_block_is_sound_and_its_examples_come_out(tmp_path: Path, block: str) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    (folder / "rules.yaml").write_text(block, "utf-8")
    problems, _ = check_rules(folder)
    assert [str(problem) for problem in problems if str(folder) in problem.path] == []


def main() -> None:
    """Write the rows of the table anew."""
    rows = "".join(f"{row(kind)}\n" for kind in KINDS)
    README.write_text(ROWS.sub(lambda _: rows, TEXT, count=1), "utf-8")


if __name__ == "__main__":
    main()
