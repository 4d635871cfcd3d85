"""Our own notices as a scanner might read them, compared with what is read from the clean ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from noise import noisy
from notice_cli import parse, to_json
from notice_cli.evaluate import judge
from notice_cli.mending import BARE_LETTERS
from notice_cli.scorecard import Measured

if TYPE_CHECKING:
    from notice_cli.rules import Pack

ROOT = Path(__file__).parents[1]
# Two draws a notice.
SEEDS = (1, 2)


def notices() -> list[Path]:
    """Our notices but those of the later unseen sets: what was and what is must compare."""
    ours = ROOT / "tests" / "notices"
    folders = [ROOT / "samples", ours, ours / "unseen"]
    return sorted(path for folder in folders for path in folder.glob("*.txt"))


def measured(pack: Pack) -> list[Measured]:
    """Each notice and draw, compared by letters and digits alone."""
    found = []
    for path in notices():
        clean = path.read_text("utf-8")
        whole = _read(clean, pack)
        for seed in SEEDS:
            damaged = _read(noisy(clean, seed), pack)
            verdicts = judge(_bare(whole), _bare(damaged))
            found.append(Measured(f"{path.stem}-{seed}", verdicts))
    return found


def _read(text: str, pack: Pack) -> dict[str, Any]:
    return dict(json.loads(to_json(parse(text, rules=pack))))


def _bare(value: Any) -> Any:  # noqa: ANN401 - JSON
    """The same without what a scanner loses: marks, capitals, punctuation."""
    if isinstance(value, dict):
        return {key: _bare(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_bare(item) for item in value]
    if isinstance(value, str):
        return "".join(filter(str.isalnum, value.lower().translate(BARE_LETTERS)))
    return value
