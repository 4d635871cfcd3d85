"""How much is read rightly, by corpus: figures that must not fall.

A floor lies a little below what is reached; raise it when the rules get better. The
figures themselves are in docs/accuracy.md: ``make accuracy``.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, NamedTuple

import pytest

from conftest import ROOT
from notice_cli import load_rules, parse, to_json
from notice_cli.evaluate import judge
from notice_cli.goldfiles import Texts, find, parsed, read
from notice_cli.scorecard import Measured, below, scores, table
from notice_cli.scores import FIELDS

if TYPE_CHECKING:
    from pathlib import Path

SHARED = ROOT.parent / "shared"
# What no floor of its own names is right in the seeds, all of it.
ALL = dict.fromkeys(FIELDS, 1.0)


class Corpus(NamedTuple):
    """Gold files, where their texts lie, and the least share of each field."""

    gold: list[Path]
    texts: Path
    floors: dict[str, float]


CORPORA = {
    "seeds": Corpus(sorted((SHARED / "seeds").glob("*.json")), SHARED / "seeds", ALL),
FLOORS}


@pytest.mark.parametrize("name", CORPORA)
def test_no_figure_falls(name: str) -> None:
    corpus = CORPORA[name]
    if not corpus.texts.is_dir() and os.environ.get("CI") != "true":
        pytest.skip(f"the texts of {name} are not part of this checkout")
    rules = load_rules()
    texts = Texts([str(corpus.texts)])
    measured = []
    for path in find(map(str, corpus.gold)):
        gold = read(path)
        notice = parsed(gold, texts.of(path), lambda data, file: parse(data, file=file, rules=rules))
        measured.append(Measured(path, judge(gold, json.loads(to_json(notice)))))
    assert measured, f"there is no gold for {name}"
    found = scores(measured)
    judged = [(field, floor) for field, floor in corpus.floors.items() if found[field].judged]
    told = below(found, judged if corpus.floors is ALL else corpus.floors.items())
    assert not told, "\n".join([*told, table(measured, misses=True)])
