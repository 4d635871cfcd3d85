"""Figures to reach in sentences of many offices, written before the rules read them.

The rules were mended with every second one, from the first on; the others were only counted.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from conftest import ROOT
from notice_cli import load_rules
from notice_cli.entities import read
from notice_cli.lines import split_lines
from notice_cli.phrases import read_phrases

if TYPE_CHECKING:
    from notice_cli.model import Target

LINES = [
    json.loads(line) for line in (ROOT / "tests/targets.jsonl").read_text("utf-8").splitlines()
]


def read_targets(sentence: str) -> list[Target]:
    pack = load_rules()
    (line,) = split_lines(sentence, pack)
    return [figure for _, figure in read_phrases(read(line.text, pack), pack).targets]


def is_right(figure: Target, gold: dict[str, Any]) -> bool:
    words = [text.lower() for text in gold["text"]]
    return (
        figure.value in gold["value"]
        and figure.unit == gold["unit"]
        and figure.text.lower() in words
    )


@pytest.mark.parametrize(("first", "floor"), [(0, 0.9), (1, 0.7)], ids=["learned", "kept-back"])
def test_most_figures_are_read_rightly(first: int, floor: float) -> None:
    right = judged = 0
    for line in LINES[first::2]:
        found = read_targets(line["text"])
        golds = line["targets"]
        hits = sum(any(is_right(figure, gold) for figure in found) for gold in golds)
        right += hits
        judged += max(len(found), len(golds))
    assert right / judged >= floor, (right, judged)


def test_nothing_is_a_figure_to_reach_where_there_is_none() -> None:
    assert [
        line["text"] for line in LINES if not line["targets"] and read_targets(line["text"])
    ] == []
