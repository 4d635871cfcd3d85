"""Measures the promises of the project, each as a ratio beside its bar: ``make bench``.

    python bench/run.py [--record] [NAME]...

NAME is startup, throughput, rules, deadlines, hostile, length, scanned, folder or memory;
all of them without one. ``--record`` writes what was measured to docs/performance.md, where
the rows of what was not measured stay. Exit code 1 where a bar is missed.

Two things that are compared run in turns, and the best of several rounds counts: what
else the machine does can only make a round slower. What is held against itself in one
process, as ten times the rules, is told in processor time.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import time
import unicodedata
import venv
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

import batch
import hostile as harm
from notice_cli import Pack, load_rules, parse, to_json
from notice_cli.mending import SAMPLE, doubts
from notice_cli.syllables import syllables
from notice_cli.yamlfile import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

ROOT = Path(__file__).parents[1]
WORK = ROOT / ".bench"
RECORD = ROOT / "docs" / "performance.md"
PEER = "invoice2data==1.0.1"
# So many made notices are shown to it.
PEER_FILES = 40
SAMPLES = sorted((ROOT / "samples").glob("*.txt"))
# Also the real notices that may lie beside the checkout.
NOTICES = SAMPLES + sorted((ROOT.parent / "shared" / "seeds").glob("*.txt"))

# Notices up to this many bytes are parsed more than once.
LONG = 3_000_000

EMPTY_APP = """\
import typer

app = typer.Typer()


@app.command()
def one() -> None: ...


@app.command()
def two() -> None: ...


app()
"""
OUR_APP = "from notice_cli.__main__ import main\n\nmain()\n"


@dataclass(frozen=True)
class Result:
    """One measurement: a ratio, the bar that it is held against, and what it came from."""

    name: str
    ratio: float
    bar: float
    detail: str
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether the promise is kept."""
        return self.ratio >= self.bar if self.at_least else self.ratio <= self.bar

    def row(self) -> str:
        """A row of the table."""
        bound = "at least" if self.at_least else "at most"
        verdict = "met" if self.met else "MISSED"
        return (
            f"| {self.name} | {self.ratio:.2f} | {bound} {self.bar:g} | {verdict} | {self.detail} |"
        )


def best(rounds: int, *runs: Callable[[], float]) -> list[float]:
    """The shortest time of each run, taken in turns."""
    times = [[run() for run in runs] for _ in range(rounds)]
    return [min(column) for column in zip(*times, strict=True)]


def timed(run: Callable[[], object]) -> float:
    """Seconds that a call takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def worked(run: Callable[[], object]) -> float:
    """Seconds of the processor that a call takes."""
    start = time.process_time()
    run()
    return time.process_time() - start


def startup() -> Iterator[Result]:
    """A whole process that parses one notice, against a Typer app that does nothing."""
    empty, ours = WORK / "empty.py", WORK / "ours.py"
    empty.write_text(EMPTY_APP)
    ours.write_text(OUR_APP)

    # Both sides from bytecode, as they are once installed.
    environment = {key: value for key, value in os.environ.items() if key[:6] != "PYTHON"}
    run = partial(subprocess.run, stdout=subprocess.DEVNULL, check=True, env=environment)

    def process(*arguments: str) -> Callable[[], float]:
        return partial(timed, partial(run, [sys.executable, *arguments]))

    sample = str(SAMPLES[0])
    ours_plain = process(str(ours), "parse", sample)
    ours_plain()  # fills the cache of rules
    floor, plain, with_options = best(
        40, process(str(empty), "one"), ours_plain, process(str(ours), "parse", sample, "-f", "csv")
    )
    detail = f"{plain * 1e3:.0f} ms against {floor * 1e3:.0f} ms"
    yield Result("start-up: `notice parse FILE` / empty Typer app", plain / floor, 1.3, detail)
    print(
        f"  with options, through Typer: {with_options / floor:.2f} ({with_options * 1e3:.0f} ms)"
    )


def throughput() -> Iterator[Result]:
    """Notices a second in one process, read from disk, against invoice2data."""
    python = _peer()
    program = str(ROOT / "bench" / "peer.py")
    names = list(map(str, NOTICES))
    pack = load_rules()

    def peer() -> float:
        command = [str(python), program, str(ROOT / "bench" / "template"), *names]
        done = subprocess.run(command, capture_output=True, check=True)
        return float(json.loads(done.stdout)["seconds"])

    def ours() -> float:
        return _pass_over(NOTICES, pack)

    time_peer, time_ours = best(5, peer, ours)
    detail = f"{time_ours * 1e3:.2f} ms a notice against {time_peer * 1e3:.2f} ms"
    yield Result(f"throughput / {PEER}", time_peer / time_ours, 1.0, detail, at_least=True)


def rules() -> Iterator[Result]:
    """The same notices with ten times the rules."""
    layer = WORK / "rules"
    added = _ten_times(layer)
    once, tenfold = load_rules(), load_rules(layer)
    few, many = best(
        5, *(partial(_pass_over, NOTICES, pack, clock=worked) for pack in (once, tenfold))
    )
    detail = f"{many * 1e3:.2f} ms against {few * 1e3:.2f} ms a notice, {added} rules added"
    yield Result("ten times the rules", many / few, 1.3, detail)


def deadlines() -> Iterator[Result]:
    """The same notices with ten times the deadline rules, and ten times the gazetteer."""
    once, tables, texts = load_rules(), WORK / "deadlines", WORK / "gazetteer"
    added = _ten_times(tables, {"deadlines"})
    more = _ten_times_the_names(texts)
    packs = [once, load_rules(tables), load_rules(texts)]
    few, rules, names = best(
        5, *(partial(_pass_over, NOTICES, pack, clock=worked) for pack in packs)
    )
    for what, time_, count in (("deadline rules", rules, added), ("gazetteer", names, more)):
        detail = f"{time_ * 1e3:.2f} ms against {few * 1e3:.2f} ms a notice, {count:,} added"
        yield Result(f"ten times the {what}", time_ / few, 1.3, detail)


def hostile() -> Iterator[Result]:
    """Rule files that mean harm, or are only large: processor time and memory to an answer."""
    # From a process of its own: what it starts would be told to be as large as this one.
    command = [sys.executable, str(ROOT / "bench" / "hostile.py"), "--json"]
    done = subprocess.run(command, capture_output=True, check=True)
    costs = {name: harm.Cost(*cost) for name, cost in json.loads(done.stdout).items()}
    for name, cost in costs.items():
        print(f"  {name}: {cost.seconds:.2f} s, {cost.megabytes:.0f} MB")
    folders = {name: costs.pop(name) for name in harm.FOLDERS}
    for what, some, seconds, megabytes in (
        ("files", costs, harm.SECONDS, harm.MEGABYTES),
        ("folders", folders, harm.FOLDER_SECONDS, harm.FOLDER_MEGABYTES),
    ):
        slow = max(some, key=lambda name: some[name].seconds)
        large = max(some, key=lambda name: some[name].megabytes)
        detail = f"{len(some)} {what}, slowest: {slow}"
        yield Result(f"hostile rule {what}, seconds", some[slow].seconds, seconds, detail)
        detail = f"{len(some)} {what}, largest: {large}"
        yield Result(f"hostile rule {what}, MB", some[large].megabytes, megabytes, detail)


def length() -> Iterator[Result]:
    """Notices of 10 KB to 10 MB, each ten times as long as the one before."""
    pack = load_rules()
    sizes = (10_000, 100_000, 1_000_000, 10_000_000)
    times = []
    for size in sizes:
        rounds = min(5, max(1, LONG // size))
        # Other numbers each round: what was read before would be known in part.
        notices = iter([_long_notice(size, 10_000 * number) for number in range(rounds)])
        times += best(rounds, partial(_read_next, notices, pack))
    for size, before, after in zip(sizes[1:], times, times[1:], strict=False):
        detail = f"{after:.3f} s against {before:.3f} s"
        yield Result(f"ten times the length, to {size:,} bytes", after / before, 11, detail)


def scanned() -> Iterator[Result]:
    """What asking whether a text was scanned adds to a clean one, and what a scanned one costs."""
    sys.path.insert(0, str(ROOT / "tests"))
    from noise import noisy  # noqa: PLC0415 - it stands with the tests

    pack = load_rules()
    clean = [path.read_text("utf-8") for path in NOTICES]
    damaged = [noisy(text, 1) for text in clean]

    def ask() -> None:
        for text in clean:
            syllables(pack).quality(text)
            doubts(pack).arise(pack.fold(text[:SAMPLE]))

    def read(texts: list[str]) -> None:
        for text in texts:
            parse(text, rules=pack)

    ask()
    read(damaged)
    asked, plain, scan = best(
        5,
        partial(timed, ask),
        partial(timed, partial(read, clean)),
        partial(timed, partial(read, damaged)),
    )
    count = len(clean)
    detail = f"{asked / count * 1e3:.2f} ms of {plain / count * 1e3:.2f} ms a notice"
    yield Result("a clean notice / the same unasked", plain / (plain - asked), 1.2, detail)
    detail = f"{scan / count * 1e3:.2f} ms against {plain / count * 1e3:.2f} ms a notice"
    yield Result("a scanned notice / a clean one", scan / plain, 3.0, detail)


def folder() -> Iterator[Result]:
    """`notice batch` on made notices: processes, and nothing to do."""
    work = WORK / "folder"
    yield from (Result(*measure) for measure in batch.measures(work))
    # Those that are in decomposed Unicode do not fit its template.
    paths = [path for path in sorted((work / "notices-0").rglob("*.txt")) if _composed(path)]
    names = list(map(str, paths[:PEER_FILES]))
    command = [str(_peer()), str(ROOT / "bench" / "peer.py"), str(ROOT / "bench" / "template")]
    done = subprocess.run([*command, *names], capture_output=True, check=True)
    theirs = float(json.loads(done.stdout)["seconds"])
    ours = _pass_over(paths[:PEER_FILES], load_rules(), passes=2)
    detail = f"{ours * 1e3:.2f} ms a notice against {theirs * 1e3:.2f} ms, made notices"
    yield Result(f"made notices / {PEER}", theirs / ours, 1.0, detail, at_least=True)


def memory() -> Iterator[Result]:
    """`notice batch` on few notices and on many."""
    yield Result(*batch.memory(WORK / "folder"))


def _composed(path: Path) -> bool:
    return unicodedata.is_normalized("NFC", path.read_text("utf-8"))


def _read_next(notices: Iterator[bytes], pack: Pack) -> float:
    """Seconds that the next notice takes."""
    return worked(partial(parse, next(notices), rules=pack))


def _pass_over(
    paths: list[Path],
    pack: Pack,
    passes: int = 10,
    clock: Callable[[Callable[[], object]], float] = timed,
) -> float:
    """Seconds a notice: read it, parse it, write its JSON to memory."""

    def run() -> None:
        for path in paths:
            to_json(parse(path.read_bytes(), file=path.name, rules=pack))

    def all_passes() -> None:
        for _ in range(passes):
            run()

    run()  # compiles the patterns that these notices need
    return clock(all_passes) / passes / len(paths)


def _peer() -> Path:
    """The interpreter of an environment with the peer in it, made when it is first needed."""
    folder = WORK / "invoice2data"
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        venv.create(folder, with_pip=True, clear=True)
        install = [str(python), "-m", "pip", "install", "--quiet", PEER]
        subprocess.run(install, check=True)
        (folder / "ready").touch()
    return python


def _ten_times_the_names(layer: Path) -> int:
    """Make a layer with nine made entries for each of the gazetteer; how many names that are.

    Of names in fragments only four: each stands in many patterns, and what one file's patterns
    come to is bounded.
    """
    shutil.rmtree(layer, ignore_errors=True)
    layer.mkdir()
    fragments = _content(ROOT / "rules" / "vi" / "gazetteer.yaml")["fragments"]
    more = {
        name: [f"(?:{choice}) [Zz]q{n}" for n in range(1, 5) for choice in choices]
        for name, written in fragments.items()
        if (choices := _names(written))
    }
    entries = [
        {"id": f"{entry['id']}-{n}", "name": f"{entry['name']} Zq{n}", "level": entry["level"]}
        for path in sorted((ROOT / "rules" / "vi").glob("gazetteer-*.yaml"))
        for entry in _content(path)["gazetteer"]
        for n in range(1, 10)
    ]
    text = yaml.dump(
        {"more": more, "gazetteer": entries}, Dumper=_Plain, allow_unicode=True, sort_keys=False
    )
    (layer / "names.yaml").write_text(text, "utf-8")
    names = sum(choice.count("|") + 1 for choices in more.values() for choice in choices)
    return names + len(entries)


def _content(path: Path) -> dict[str, Any]:
    """What a rule file says; a text in a block is one line, as the program reads it."""

    def plain(value: Any) -> Any:  # noqa: ANN401 - any YAML value
        if isinstance(value, dict):
            return {key: plain(one) for key, one in value.items()}
        if isinstance(value, list):
            return [plain(one) for one in value]
        return one_line(value) if isinstance(value, str) and "\n" in value else value

    return dict(plain(yaml.safe_load(path.read_text("utf-8")) or {}))


def _names(written: str | list[str]) -> list[str]:
    """Choices that are names, not made of other fragments: those grow by themselves."""
    choices = [written] if isinstance(written, str) else written
    return [choice for choice in choices if "{" not in choice]


def _ten_times(layer: Path, kinds: Collection[str] = ()) -> int:
    """Make a layer with nine variants of every built-in rule (of kinds); how many that are.

    A variant has the shape of its model and ends in a word that no notice holds.
    """
    shutil.rmtree(layer, ignore_errors=True)
    layer.mkdir()
    sections: dict[str, list[dict[str, object]]] = {}
    for path in sorted((ROOT / "rules" / "vi").glob("*.yaml")):
        for section, content in _content(path).items():
            wanted = section in kinds if kinds else section != "gazetteer"
            if isinstance(content, list) and wanted:
                sections.setdefault(section, []).extend(content)
    layer.joinpath("pack.yaml").write_text('pack: {name: tenfold, version: "1", extends: vi}\n')
    for number in range(1, 10):
        # A file a kind, as the pack has them: what one file's patterns may come to is bounded.
        for section, models in sections.items():
            copies = {section: [_variant(rule, number) for rule in models]}
            text = yaml.dump(copies, Dumper=_Plain, allow_unicode=True, sort_keys=False)
            (layer / f"{section}-{number}.yaml").write_text(text, "utf-8")
    return 9 * sum(map(len, sections.values()))


class _Plain(yaml.SafeDumper):
    """Writes YAML as rule files have it, without aliases."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
        """Write everything out."""
        return True


def _variant(rule: dict[str, object], number: int) -> dict[str, object]:
    patterns = rule.get("patterns") or [rule["pattern"]]
    assert isinstance(patterns, list)  # noqa: S101 - the rules are checked
    kept = {key: value for key, value in rule.items() if key in ("is", "not_after", "not_before")}
    return {
        "id": f"{rule['id']}-{number}",
        "patterns": [f"(?:{pattern}) zq{number}" for pattern in patterns],
        **kept,
        # `notice check` would run them and find them wrong; to load rules does not.
        "examples": rule["examples"],
    }


def _long_notice(size: int, start: int = 0) -> bytes:
    """A notice of about so many bytes: the sections of one, again and again, numbered on."""
    head = (
        "ỦY BAN NHÂN DÂN\nTỈNH PHÚ THỌ\n\nSố: 264/TB-UBND\n\nPhú Thọ, ngày 13 tháng 10 năm 2025\n\n"
        "THÔNG BÁO\nKết luận của Chủ tịch UBND tỉnh tại cuộc họp\n\n"
        "Ngày 10/10/2025, Chủ tịch UBND tỉnh chủ trì cuộc họp và kết luận như sau:\n"
    )
    section = (
        "{0}. Sở Tài chính chủ trì, phối hợp với Sở Nội vụ và UBND các xã, phường rà soát,\n"
        "tổng hợp nhu cầu kinh phí theo Công văn số {0}/STC-NS ngày 26/8/2025 của Sở Tài chính;\n"
        "báo cáo UBND tỉnh trước ngày 20/10/2025.\n"
        "a) Hoàn thành việc lập dự toán trong quý IV/2025, bảo đảm giải ngân 100% kế hoạch vốn.\n"
        "b) Giao UBND xã Quan Sơn kiểm tra hiện trường, định kỳ hằng tháng gửi Sở Xây dựng.\n"
        "- Rà soát các hạng mục còn dở dang, xác định rõ nguyên nhân và trách nhiệm.\n"
        "- Đề xuất giải pháp tháo gỡ khó khăn, vướng mắc trong công tác giải phóng mặt bằng.\n"
    )
    foot = "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nCHỦ TỊCH\n\nNguyễn Văn An\n"
    count = max(1, (size - len((head + foot).encode())) // len(section.encode()))
    return (
        head + "".join(map(section.format, range(start + 1, start + count + 1))) + foot
    ).encode()


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.machine()
    return next((line.partition(": ")[2] for line in lines if "model name" in line), "unknown")


def _report(results: list[Result]) -> str:
    """All rows: those of before by what they promise, in their order, then new ones."""
    before = [row for row in RECORD.read_text("utf-8").splitlines() if row.startswith("| ")]
    rows = {row.split(" | ")[0][2:]: row for row in before}
    rows |= {result.name: result.row() for result in results}
    head = rows.pop("promise")
    return "\n".join([head, "|---|---|---|---|---|", *rows.values(), ""])


def _record(table: str) -> None:
    machine = f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} cores, "
    RECORD.write_text(
        "# Performance\n\n"
        "Each promise as a ratio beside its bar, so that the machine matters little. Written by\n"
        "`python bench/run.py --record`; `make bench` measures without writing.\n\n"
        f"{machine}{_processor()}.\n\n{table}\n"
        "Throughput: the notices in `samples/`, read from disk one after the other in one\n"
        f"process. `{PEER}` gets them as text, with the template\n"
        "`bench/template/notice.yml`: a dozen flat fields and lines. `notice` gives all of its\n"
        "JSON, and the writing of it is counted.\n\n"
        "Batch: notices that `bench/generate.py` makes, varied and the same for the same seed;\n"
        "from disk to disk, tables included. Nothing changed: each notice is read and held\n"
        "against its document, and the tables are made anew. Memory is the peak of the process\n"
        "that leads, with one job and short notices. NOTICE_BENCH_COUNT=2000 before the command\n"
        "is quicker.\n\n"
        "Ten times the rules, the names, the length: processor time, since the machine has\n"
        "other work too.\n\n"
        "Where a bar is missed. Start-up: beside imports, the first notice of a process compiles\n"
        "the patterns that its words call for, and is read; the empty app does neither.\n"
        "Throughput: the peer's template searches a dozen flat patterns and gives some fields\n"
        "and lines; here every paragraph is matched against hundreds of patterns, and outline,\n"
        "tasks, spans and diagnostics come of it. About a third of the time is in RE2 alone, so\n"
        "no arrangement of the rest would reach that bar. Memory: the patterns keep what they\n"
        "have met, each up to a bound of 8 to 32 MiB. Made notices vary little; others take\n"
        "more: 241 MB for `notice parse -f jsonl tests/notices/*.txt tests/notices/*/*.txt`,\n"
        "123 of them.\n\n"
        "Ten times the gazetteer: its entries; of the names in fragments, which stand in many\n"
        "patterns, five times as many. Ten times as many are refused: they take the patterns of\n"
        "bodies.yaml beyond what one file's may come to.\n",
        "utf-8",
    )


MEASURES = {
    "startup": startup,
    "throughput": throughput,
    "rules": rules,
    "deadlines": deadlines,
    "hostile": hostile,
    "length": length,
    "scanned": scanned,
    "folder": folder,
    "memory": memory,
}


def main(arguments: list[str]) -> int:
    """Measure what is named, or all."""
    parser = argparse.ArgumentParser(description="Measure the promises, each beside its bar.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(MEASURES))
    parser.add_argument("--record", action="store_true", help="write docs/performance.md, too")
    given = parser.parse_args(arguments)
    if unknown := [name for name in given.names if name not in MEASURES]:
        parser.error(f"nothing measures {', '.join(unknown)}; there are {', '.join(MEASURES)}")
    names = given.names or list(MEASURES)
    WORK.mkdir(exist_ok=True)
    results = []
    for name in names:
        for result in MEASURES[name]():
            print(result.row(), flush=True)
            results.append(result)
    if given.record:
        _record(_report(results))
    return not all(result.met for result in results)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
