"""The pack for English minutes: its samples and notices, and what must not fall."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT
from notice_cli import load_rules, parse, to_json
from notice_cli.check import check_rules
from notice_cli.evaluate import judge
from notice_cli.goldfiles import Texts, parsed, read
from notice_cli.scorecard import Measured, below, scores, table

if TYPE_CHECKING:
    from pathlib import Path

    from notice_cli.model import Notice
    from notice_cli.rules import Pack

TESTS = ROOT / "tests"
SAMPLES = sorted((ROOT / "samples" / "en").glob("*.txt"))
# The least share of each field.
FLOORS = dict.fromkeys(
    (
        "tasks", "text_ends", "leads", "coordinators", "assignee_source", "due_date",
        "due_date_not_wrong", "deadlines", "deadline_type", "recurrence", "report_to", "header",
        "event_date", "concluded_by", "participants", "recipients", "archive", "signature",
        "outline",
    ),
    1.0,
)  # fmt: skip


@pytest.fixture(scope="module")
def english() -> Pack:
    return load_rules("en")


def measured(gold: Path, texts: Path, pack: Pack) -> list[Measured]:
    def read_notice(data: bytes, name: str) -> Notice:
        return parse(data, file=name, rules=pack)

    found = []
    for path in map(str, sorted(gold.glob("*.json"))):
        known = read(path)
        notice = parsed(known, Texts([str(texts)]).of(path), read_notice)
        found.append(Measured(path, judge(known, json.loads(to_json(notice)))))
    assert found, f"there is no gold in {gold}"
    return found


def test_the_pack_has_no_faults_and_leaves_no_doubts() -> None:
    problems, counts = check_rules("en")
    assert [str(problem) for problem in problems] == []
    assert counts["examples"] >= 2 * counts["rules"]


def test_the_samples_are_read_rightly(english: Pack) -> None:
    corpus = measured(TESTS / "english" / "samples", ROOT / "samples" / "en", english)
    told = below(scores(corpus), list(FLOORS.items()))
    assert not told, "\n".join([*told, table(corpus, misses=True)])


# The least share of some fields of notices that the rules were not written for.
UNSEEN = {
    "unseen": {
        "tasks": 1.0, "leads": 1.0, "coordinators": 1.0, "due_date": 1.0,
        "due_date_not_wrong": 1.0, "deadlines": 1.0, "report_to": 1.0, "header": 1.0,
        "recipients": 1.0, "signature": 1.0,
    },
    "unseen-2": {
        "tasks": 0.9, "leads": 0.9, "due_date": 0.8, "due_date_not_wrong": 0.94,
        "deadlines": 0.85, "header": 0.95, "signature": 1.0,
    },
}  # fmt: skip


@pytest.mark.parametrize("name", UNSEEN)
def test_no_figure_of_the_unseen_notices_falls(name: str, english: Pack) -> None:
    corpus = measured(TESTS / "english" / name, TESTS / "english" / name, english)
    told = below(scores(corpus), list(UNSEEN[name].items()))
    assert not told, "\n".join([*told, table(corpus, misses=True)])


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: str(path.stem))
def test_the_expected_output_beside_a_sample_is_of_these_rules(path: Path, english: Pack) -> None:
    expected = json.loads(path.with_suffix(".json").read_bytes())
    found = json.loads(to_json(parse(path.read_bytes(), file=path.name, rules=english)))
    assert found == expected, "run: make samples"


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: str(path.stem))
def test_every_span_holds_its_words(path: Path, english: Pack) -> None:
    text = path.read_text("utf-8")
    for task in parse(text, rules=english).tasks:
        found = [(task.text, task.span)]
        found += [(one.text, one.span) for one in task.assignees]
        found += [(one.text, one.span) for one in task.deadlines]
        for words, span in found:
            assert " ".join(text[slice(*span)].split()) == words
