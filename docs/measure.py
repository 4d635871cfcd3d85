"""Writes the tables of accuracy.md anew: ``make accuracy``.

A table stands between ``<!-- NAME -->`` and ``<!-- end -->``. Where the texts of a corpus
are not there, its table is left as it is. ``python docs/measure.py unseen-3-first`` writes
that of the first run on the third set of unseen notices, which then stays; so it is with
the other sets, and with ``noise-first`` for notices with a scanner's noise.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "accuracy.md"
REAL = ROOT.parent / "shared" / "real"
UNSEEN = ("unseen", *(f"unseen-{number}" for number in range(2, 12)))
# Real scans that were annotated later, measured once before a rule was changed for them.
SCANS = {
    "real-ocr-2": ("072", "073", "107", "128"),
    "real-ocr-3": ("063", "077", "083", "097"),
}
# The sets of unseen notices, each with the table of its first run, which is written once,
# before a rule is changed for what it shows.
FIRST = {name: f"{name}-first" for name in (*UNSEEN, "english", "english-2", *SCANS)}
# Corpora in English, which are read with other rules.
ENGLISH = ("samples-en", "english", "english-2", "english-first", "english-2-first")
# Our own notices with noise: as it was before scanned texts were cared for, and now.
NOISE = ("noise-first", "noise")
COLUMNS = ("right", "wrong", "missing", "extra", "absent", "share")


def corpora() -> dict[str, tuple[list[Path], Path]]:
    """The gold files of each corpus, and the folder of their texts."""
    tests = ROOT / "tests"
    real = sorted((tests / "real").glob("*.json"))
    unseen = {name: tests / "notices" / name for name in FIRST if name not in SCANS}
    unseen["english"] = tests / "english" / "unseen"
    unseen["english-2"] = tests / "english" / "unseen-2"
    english = sorted((tests / "english" / "samples").glob("*.json"))
    scanned = _scanned()
    return {
        "samples": (sorted((tests / "samples").glob("*.json")), ROOT / "samples"),
        "notices": (sorted((tests / "notices").glob("*.json")), tests / "notices"),
        **{
            table: (sorted(folder.glob("*.json")), folder)
            for name, folder in unseen.items()
            for table in (FIRST[name], name)
        },
        "samples-en": (english, ROOT / "samples" / "en"),
        "real-text": ([path for path in real if path.stem not in scanned], REAL),
        "real-ocr": ([path for path in real if path.stem in scanned], REAL),
        **{
            table: ([tests / "real" / f"{stem}.json" for stem in stems], REAL)
            for name, stems in SCANS.items()
            for table in (FIRST[name], name)
        },
        **dict.fromkeys(NOISE, ([tests / "scanned.py"], tests)),
    }


def _scanned() -> set[str]:
    """The real documents whose text comes from a scan, by the index beside them."""
    index = REAL / "INDEX.tsv"
    lines = index.read_text("utf-8").splitlines() if index.is_file() else []
    return {line.partition(".")[0] for line in lines if "OCR" in line.split("\t")[3]}


def measured(gold: Iterable[Path], texts: Path, rules: str) -> dict[str, Any]:
    """What ``notice eval`` says of a corpus."""
    command = [sys.executable, "-m", "notice_cli", "eval", "-f", "json", "--texts", str(texts)]
    command += ["--rules", rules]
    done = subprocess.run(  # noqa: S603 - our own command
        [*command, *map(str, gold)], stdout=subprocess.PIPE, check=True
    )
    return dict(json.loads(done.stdout))


def measured_with_noise() -> dict[str, Any]:
    """The same for our own notices as a scanner might read them: see tests/scanned.py."""
    program = (
        "import sys; from scanned import measured; from notice_cli import load_rules;"
        "from notice_cli.scorecard import to_json;"
        "sys.stdout.buffer.write(to_json(measured(load_rules())))"
    )
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program],
        cwd=ROOT / "tests",
        stdout=subprocess.PIPE,
        check=True,
    )
    return dict(json.loads(done.stdout))


def table(report: dict[str, Any]) -> str:
    """The figures of a corpus in Markdown; parts of a field, and what was not judged, left out."""
    fields = report["fields"]
    tasks, due = fields["tasks"], fields["due_date_not_wrong"]
    judged = due["right"] + due["wrong"]
    held = tasks["right"] + tasks["wrong"] + tasks["missing"]
    due_dates = f"wrong due dates: {due['wrong']} in {judged} tasks"
    lines = [
        f"{report['notices']} notices, {held} tasks; {due_dates}.",
        "",
        f"| field | {' | '.join(COLUMNS)} |",
        f"|---|{'--:|' * len(COLUMNS)}",
    ]
    for name, tally in fields.items():
        if "." not in name and any(tally[key] for key in COLUMNS[:5]):
            share = "" if tally["share"] is None else f"{tally['share']:.3f}"
            counts = [str(tally[key]) for key in COLUMNS[:5]]
            lines.append(f"| `{name}` | {' | '.join([*counts, share])} |")
    return "\n".join(lines)


def why_not(name: str, gold: list[Path], texts: Path, page: str) -> str | None:
    """Why a table is left as it is, if it is."""
    if not gold or not texts.is_dir():
        return "not there"
    if name in FIRST.values() and _recorded(name, page):
        return "recorded once and for all"
    if name in FIRST and not _recorded(FIRST[name], page):
        return f"the first run is to be recorded first: python docs/measure.py {FIRST[name]}"
    return None


def _recorded(name: str, page: str) -> bool:
    found = re.search(rf"<!-- {name} -->\n(.*?)<!-- end -->", page, re.DOTALL)
    return bool(found and found[1].strip())


def main() -> int:
    """Fill in the tables that are named, or all but that of the first run."""
    page = PAGE.read_text("utf-8")
    all_ = corpora()
    names = sys.argv[1:] or [name for name in all_ if not name.endswith("-first")]
    for name in names:
        gold, texts = all_[name]
        if reason := why_not(name, gold, texts, page):
            sys.stderr.write(f"{name}: stays as it is: {reason}\n")
            continue
        start, end = f"<!-- {name} -->\n", "<!-- end -->"
        before, found, rest = page.partition(start)
        if not found:
            sys.stderr.write(f"{PAGE.name}: there is no {start}")
            return 1
        rules = "en" if name in ENGLISH else "vi"
        report = measured_with_noise() if name in NOISE else measured(gold, texts, rules)
        page = f"{before}{start}{table(report)}\n{end}{rest.partition(end)[2]}"
    PAGE.write_text(page, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
