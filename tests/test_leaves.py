"""How often it is known who acts: sentences by other hands.

Their authors had seen neither the rules nor what comes of them. That of ``leaves.jsonl`` sought
rare bodies and rare verbs, that of ``ordinary.jsonl`` wrote as offices do in an ordinary week. Two
of three were learned from, each third one at first was not (``--held`` when run as a script).
"""

# ruff: noqa: T201 - the script prints
from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

if TYPE_CHECKING:
    from notice_cli.rules import Pack

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE)]  # so that it also runs as a script, from anywhere

import notice_cli  # noqa: E402
from test_cases import notice_text  # noqa: E402

RARE, ORDINARY = (
    [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines()]
    for name in ("leaves.jsonl", "ordinary.jsonl")
)
# Every so many was held back.
HELD = 3


class Score(NamedTuple):
    """Of how many sentences all leading bodies are right, and in how many one is wrong."""

    right: int
    wrong: int
    of: int


@cache
def rules() -> Pack:
    """The built-in rules; to load them for each sentence would take a minute."""
    return notice_cli.load_rules()


@cache
def read(text: str) -> tuple[tuple[str, ...], bool]:
    """Who is told to act in a task, in small letters; and whether that was inherited."""
    notice = notice_cli.parse(notice_text({"task": text}), rules=rules())
    leads = [a for task in notice.tasks for a in task.assignees if a.role == "lead"]
    inherited = any(lead.source == "inherited" for lead in leads)
    own = sorted({lead.name.lower() for lead in leads if lead.source != "inherited"})
    return tuple(own), inherited


def expected(leaf: dict[str, Any]) -> list[tuple[str, ...]]:
    """Each answer that a careful reader could give."""
    leads = leaf["leads"]
    options = leads["any_of"] if isinstance(leads, dict) else [leads]
    return [tuple(sorted({name.lower() for name in option})) for option in options]


def is_right(leaf: dict[str, Any]) -> bool:
    """Whether all who lead are found, and nobody else is."""
    own, inherited = read(leaf["text"])
    return own in expected(leaf) and not (inherited and all(expected(leaf)))


def score(leaves: list[dict[str, Any]]) -> Score:
    """How many are right, and how many name somebody who does not lead."""
    wrong = [leaf for leaf in leaves if read(leaf["text"])[0] and not is_right(leaf)]
    return Score(sum(map(is_right, leaves)), len(wrong), len(leaves))


@pytest.mark.parametrize(
    ("leaves", "right", "wrong"),
    [
        pytest.param([leaf for n, leaf in enumerate(RARE) if n % HELD], 167, 22, id="rare"),
        pytest.param(RARE[::HELD], 82, 10, id="rare-held"),
        pytest.param([leaf for n, leaf in enumerate(ORDINARY) if n % HELD], 94, 5, id="ordinary"),
        pytest.param(ORDINARY[::HELD], 47, 3, id="ordinary-held"),
    ],
)
def test_leaves(leaves: list[dict[str, Any]], right: int, wrong: int) -> None:
    """No fewer are right than were, and no more are wrong."""
    result = score(leaves)
    assert result.right >= right, result
    assert result.wrong <= wrong, result


if __name__ == "__main__":
    for some in (RARE, ORDINARY):
        chosen = some[::HELD] if "--held" in sys.argv else some
        for leaf in chosen:
            if not is_right(leaf):
                print(leaf["text"], "\n   read:", *read(leaf["text"]), "\n   gold:", leaf["leads"])
        print(score(chosen))
