"""Our notices with a scanner's noise: what is read of them must not fall. See ``noise.py``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from noise import model, noisy
from notice_cli.scorecard import below, scores, table
from scanned import measured, notices

if TYPE_CHECKING:
    from notice_cli.rules import Pack

# The least share of each field, a little below what is reached (docs/accuracy.md).
FLOORS = {
    "tasks": 0.98,
    "leads": 0.955,
    "coordinators": 0.90,
    "due_date": 0.875,
    "due_date_not_wrong": 0.995,
    "deadlines": 0.895,
    "deadline_type": 0.965,
    "recurrence": 0.92,
    "report_to": 0.945,
    "references": 0.82,
    "header": 0.96,
    "recipients": 0.98,
    "archive": 0.94,
    "signature": 0.965,
}


def test_no_figure_falls_under_noise(pack: Pack) -> None:
    found = measured(pack)
    told = below(scores(found), list(FLOORS.items()))
    assert not told, "\n".join([*told, table(found, misses=True)])


def test_the_same_seed_gives_the_same_noise() -> None:
    text = notices()[0].read_text("utf-8")
    assert noisy(text, 1) == noisy(text, 1) != noisy(text, 2)


def test_the_noise_is_of_the_measured_rate() -> None:
    words = damaged = 0
    for path in notices():
        clean = path.read_text("utf-8").split()
        damage = noisy(path.read_text("utf-8"), 1).split()
        if len(clean) == len(damage):
            words += len(clean)
            damaged += sum(a != b for a, b in zip(clean, damage, strict=True))
    expected = model()["damaged_words"]
    assert 0.7 * expected < damaged / words < 1.6 * expected
