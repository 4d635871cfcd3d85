"""A folder, again and again: what is converted, what is told, what is left alone."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
import time
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from filelock import FileLock
from typer.testing import CliRunner

from folders import TEXT, contents, fill, report, statuses
from notice_cli import crew, parse, whole
from notice_cli.cli import app
from notice_cli.conversion import Conversion
from notice_cli.crew import Crew, Job
from notice_cli.documents import Documents, document_path
from notice_cli.model import TOOL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typer.testing import Result

    from notice_cli.rules import Pack


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return fill(tmp_path / "notices", 3)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "documents"


def batch(*given: object) -> Result:
    arguments = ["batch", *map(str, given)]
    return CliRunner().invoke(app, arguments, catch_exceptions=False)


def write(path: Path, number: int = 9) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(TEXT.format(number=number), "utf-8")
    return path


# --- what is written ---------------------------------------------------------------


def test_a_folder_gives_a_document_a_notice_and_one_csv(source: Path, target: Path) -> None:
    result = batch(source, target)
    assert result.exit_code == 0, result.stderr
    assert result.stdout == ""
    assert result.stderr.startswith("notice: 3 notices: 3 converted, 6 tasks; ")
    assert sorted(contents(target)) == [
        "00/tb-0001.json", "00/tb-0002.json", "00/tb-0003.json", "tasks.csv",
    ]  # fmt: skip


def test_it_is_what_parse_gives(
    source: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert batch(source, target, "--jsonl", target / "all.jsonl").exit_code == 0
    monkeypatch.chdir(source)
    names = [path.relative_to(source).as_posix() for path in sorted(source.rglob("*.txt"))]

    def parsed(*options: str) -> bytes:
        return CliRunner().invoke(app, ["parse", *names, *options]).stdout_bytes

    assert (target / "tasks.csv").read_bytes() == parsed("-f", "csv")
    assert (target / "all.jsonl").read_bytes() == parsed("-f", "jsonl")
    one = CliRunner().invoke(app, ["parse", names[0]]).stdout_bytes
    assert (target / document_path(names[0])).read_bytes() == one


def test_tables_go_where_they_are_told_to(source: Path, target: Path, tmp_path: Path) -> None:
    table = tmp_path / "all.csv"
    result = batch(source, target, "--csv", table, "--excel", "--headers", "vi")
    assert result.exit_code == 0
    assert table.read_text("utf-8").startswith("\ufeffMã nhiệm vụ;")
    assert not (target / "tasks.csv").exists()


def test_processes_give_the_same(tmp_path: Path) -> None:
    source = fill(tmp_path / "notices", 80)
    (source / "01" / "empty.txt").touch()
    one, two = tmp_path / "one", tmp_path / "two"
    alone = batch(source, one, "-j", "1", "--report", tmp_path / "1.jsonl")
    together = batch(source, two, "-j", "2", "--report", tmp_path / "2.jsonl")
    assert (alone.exit_code, together.exit_code) == (1, 1)
    assert contents(one) == contents(two)
    assert statuses(tmp_path / "1.jsonl") == statuses(tmp_path / "2.jsonl")
    assert list(statuses(tmp_path / "2.jsonl")) == sorted(statuses(tmp_path / "2.jsonl"))


# --- again -------------------------------------------------------------------------


def test_only_what_changed_is_converted_again(tmp_path: Path, target: Path) -> None:
    source = fill(tmp_path / "notices", 40)
    log = tmp_path / "report.jsonl"
    batch(source, target)
    before = contents(target)
    times = {path: path.stat().st_mtime_ns for path in target.rglob("*") if path.is_file()}
    for path in source.rglob("*.txt"):
        os.utime(path)
    assert batch(source, target, "--report", log).exit_code == 0
    assert set(statuses(log).values()) == {"unchanged"}
    assert contents(target) == before
    assert times == {p: p.stat().st_mtime_ns for p in times if p.name != ".notice.lock"} | {
        p: t for p, t in times.items() if p.name == ".notice.lock"
    }
    changed = sorted(source.rglob("*.txt"))[5:8]
    for number, path in enumerate(changed):
        write(path, 900 + number)
    result = batch(source, target, "--report", log)
    assert "40 notices: 3 converted, 37 unchanged, 80 tasks" in result.stderr
    converted = [path for path, status in statuses(log).items() if status == "converted"]
    assert converted == [path.relative_to(source).as_posix() for path in changed]
    assert "901/TB-UBND" in (target / "tasks.csv").read_text("utf-8")


def test_other_rules_convert_all(source: Path, target: Path, tmp_path: Path) -> None:
    batch(source, target)
    layer = tmp_path / "rules"
    layer.mkdir()
    (layer / "pack.yaml").write_text('pack: {name: ours, version: "1", extends: vi}\n')
    assert "3 converted" in batch(source, target, "--rules", layer).stderr
    assert "3 unchanged" in batch(source, target, "--rules", layer).stderr
    assert "3 converted" in batch(source, target).stderr


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (f'"tool": "{TOOL}"'.encode(), b'"tool": "notice-cli 0.0.9"'),
        # As it was before there was such a field.
        (f'"tool": "{TOOL}",\n  '.encode(), b""),
    ],
)
def test_what_another_version_wrote_is_converted_again(
    source: Path, target: Path, ours: bytes, theirs: bytes
) -> None:
    batch(source, target)
    expected = contents(target)
    for document in target.rglob("*.json"):
        assert ours in document.read_bytes()
        document.write_bytes(document.read_bytes().replace(ours, theirs, 1))
    result = batch(source, target)
    assert "3 notices: 3 converted, 6 tasks" in result.stderr
    assert contents(target) == expected


def test_what_an_earlier_version_wrote_stays_where_its_notice_has_gone(
    source: Path, target: Path
) -> None:
    batch(source, target)
    document = target / "00" / "tb-0002.json"
    earlier = document.read_bytes().replace(f'"tool": "{TOOL}",\n  '.encode(), b"", 1)
    document.write_bytes(earlier)
    (source / "00" / "tb-0002.txt").unlink()
    result = batch(source, target)
    assert result.exit_code == 0, result.stderr
    assert document.read_bytes() == earlier
    assert "2/TB-UBND" in (target / "tasks.csv").read_text("utf-8")


def test_an_earlier_form_and_force_convert(source: Path, target: Path) -> None:
    batch(source, target)
    document = target / "00" / "tb-0002.json"
    whole_one = document.read_bytes()
    document.write_bytes(whole_one.replace(b'"notice/1"', b'"notice/0"', 1))
    assert "1 converted, 2 unchanged" in batch(source, target).stderr
    assert document.read_bytes() == whole_one
    assert "3 converted" in batch(source, target, "--force").stderr


@pytest.mark.parametrize("damage", [b"", b"\0" * 100, b'{\n  "schema": "notice/1",\n  "so'])
def test_a_document_that_a_power_cut_damaged_is_made_again(
    source: Path, target: Path, damage: bytes
) -> None:
    batch(source, target)
    before = contents(target)
    (target / "00" / "tb-0002.json").write_bytes(damage)
    (target / "00" / whole.PART).write_bytes(b"half")
    (target / "tasks.csv").unlink()
    assert batch(source, target).exit_code == 0
    assert contents(target) == before


def test_fsync_gives_the_same(source: Path, target: Path, tmp_path: Path) -> None:
    batch(source, target)
    assert batch(source, tmp_path / "synced", "--fsync").exit_code == 0
    assert contents(tmp_path / "synced") == contents(target)


def test_prune_removes_our_documents_and_nothing_else(
    source: Path, target: Path, tmp_path: Path
) -> None:
    write(source / "old" / "deep" / "gone.txt")
    batch(source, target)
    (target / "old" / "theirs.json").write_text('{"schema": "theirs"}')
    # A document that somebody copied is theirs too: its notice never lay there.
    shutil.copy(target / "00" / "tb-0001.json", target / "copy.json")
    shutil.rmtree(source / "old")
    assert "1 without a notice any more" in batch(source, target).stderr
    dry = batch(source, target, "--prune", "--dry-run")
    assert dry.stdout == "remove old/deep/gone.json\n"
    assert (target / "old" / "deep" / "gone.json").exists()
    log = tmp_path / "log.jsonl"
    assert "1 pruned" in batch(source, target, "--prune", "--report", log).stderr
    assert statuses(log)["old/deep/gone.json"] == "pruned"
    assert not (target / "old" / "deep").exists()
    assert (target / "old" / "theirs.json").exists()
    assert (target / "copy.json").exists()
    assert "gone.txt" not in (target / "tasks.csv").read_text("utf-8")


def test_a_folder_that_is_empty_of_a_sudden_prunes_nothing(source: Path, target: Path) -> None:
    batch(source, target)
    before = contents(target)
    shutil.rmtree(source)
    for empty in (False, True):
        if empty:
            source.mkdir()
        result = batch(source, target, "--prune")
        assert result.exit_code == 4
        assert contents(target) == before


def test_dry_run_writes_nothing(source: Path, target: Path) -> None:
    result = batch(source, target, "--dry-run")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [f"convert 00/tb-000{n}.txt" for n in (1, 2, 3)]
    assert "3 would be converted" in result.stderr
    assert not target.exists()


# --- which files -------------------------------------------------------------------


def converted(source: Path, target: Path, *options: object) -> list[str]:
    return [
        line.removeprefix("convert ")
        for line in batch(source, target, "--dry-run", *options).stdout.splitlines()
    ]


def test_hidden_and_lock_files_are_passed_over(source: Path, target: Path) -> None:
    for name in (".a.txt", "~$b.txt", ".git/c.txt", "d.md", "00/E.TXT"):
        write(source / name)
    assert converted(source, target) == [
        "00/E.TXT", "00/tb-0001.txt", "00/tb-0002.txt", "00/tb-0003.txt",
    ]  # fmt: skip


def test_patterns_and_names(tmp_path: Path, target: Path) -> None:
    source = tmp_path / "notices"
    for name in ("a[1].txt", "a1.txt", "b/x.md", "b/c/y.md", "z.log"):
        write(source / name)
    assert converted(source, target, "--glob", "a[1].txt") == ["a[1].txt"]
    assert converted(source, target, "--glob", "a[0-9].txt") == ["a1.txt"]
    assert converted(source, target, "--glob", "*.txt") == ["a1.txt", "a[1].txt"]
    assert converted(source, target, "--glob", "b/**/*.md") == ["b/c/y.md", "b/x.md"]
    assert converted(source, target, "--glob", "b/*.md", "--glob", "?.log") == ["b/x.md", "z.log"]
    assert converted(source, target, "--glob", "a[!0-9]*") == ["a[1].txt"]
    assert len(converted(source, target, "--glob", "**")) == 5


def test_a_name_may_be_written_as_paths_may(tmp_path: Path, target: Path) -> None:
    source = tmp_path / "notices"
    write(source / "b" / "a[1].txt")
    for name in ("./b/a[1].txt", "b//a[1].txt", "b/../b/a[1].txt"):
        assert converted(source, target, "--glob", name) == ["b/a[1].txt"]
    assert converted(source, target, "--glob", "../notices/b/*.txt") == []


def test_brackets_that_hold_nothing_are_themselves(tmp_path: Path, target: Path) -> None:
    source = tmp_path / "notices"
    for name in ("[]a.txt", "[!]a.txt", "]a.txt", "!a.txt"):
        write(source / name)
    assert converted(source, target, "--glob", "[]?.txt") == ["[]a.txt"]
    assert converted(source, target, "--glob", "[!]?.txt") == ["[!]a.txt"]
    assert converted(source, target, "--glob", "[]]a.txt") == ["]a.txt"]
    assert converted(source, target, "--glob", "[!!]a.txt") == ["]a.txt"]
    refused = batch(source, target, "--glob", "[z-a].txt")
    assert refused.exit_code == 2
    assert "--glob [z-a].txt: bad character range" in refused.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="making links needs a privilege")
def test_links_are_not_followed_out(source: Path, target: Path, tmp_path: Path) -> None:
    outside = write(tmp_path / "outside" / "x.txt")
    (source / "out.txt").symlink_to(outside)
    (source / "out").symlink_to(outside.parent)
    (source / "round").symlink_to(source)
    (source / "in.txt").symlink_to(source / "00" / "tb-0001.txt")
    os.mkfifo(source / "pipe.txt")
    result = batch(source, target)
    assert "4 notices: 4 converted, 1 linked from elsewhere, left out" in result.stderr
    assert (target / "in.json").exists()


def test_files_that_are_young_are_left(source: Path, target: Path) -> None:
    for path in source.rglob("*.txt"):
        os.utime(path, (time.time() - 3600,) * 2)
    os.utime(source / "00" / "tb-0002.txt")
    ahead = time.time() + 7200
    os.utime(source / "00" / "tb-0003.txt", (ahead, ahead))
    result = batch(source, target, "--settle", "60")
    assert result.exit_code == 0
    assert "2 notices: 2 converted, 1 left for the next run" in result.stderr
    assert "1 converted, 2 unchanged" in batch(source, target).stderr


def test_documents_inside_the_notices_are_no_notices(source: Path) -> None:
    target = source / "documents"
    assert batch(source, target).exit_code == 0
    assert len(converted(source, target, "--glob", "**")) == 0
    assert "3 unchanged" in batch(source, target, "--glob", "**").stderr


# --- names -------------------------------------------------------------------------

ODD = [
    "two words.txt",
    "line\nbreak.txt",
    "quo\"te's.txt",
    "-x.txt",
    "a[1]*.txt",
    unicodedata.normalize("NFC", "thông báo.txt"),
    unicodedata.normalize("NFD", "công văn.txt"),
    "n" * 246 + ".txt",
    "tb.2025.txt",
]


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_odd_names(tmp_path: Path, target: Path) -> None:
    source = tmp_path / "notices"
    for number, name in enumerate(ODD):
        write(source / name, number)
    raw = os.fsdecode(b"th\xf4ng.txt")
    write(source / raw, 99)
    log = tmp_path / "log.jsonl"
    result = batch(source, target, "--report", log)
    assert result.exit_code == 0, result.stderr
    assert set(statuses(log)) == {*ODD, "th\ufffdng.txt"}
    assert sorted(path.name for path in target.glob("*.json")) == sorted(
        f"{name[:-4]}.json" for name in [*ODD, raw]
    )
    assert f"{len(ODD) + 1} unchanged" in batch(source, target, "--prune").stderr
    for path in source.iterdir():
        if path.name != "tb.2025.txt":
            path.unlink()
    assert f"{len(ODD)} pruned" in batch(source, target, "--prune").stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_a_name_too_long_for_a_document_is_told(source: Path, target: Path) -> None:
    write(source / ("n" * 251 + ".txt"))
    result = batch(source, target)
    assert result.exit_code == 1
    assert "3 converted, 1 failed" in result.stderr
    assert "File name too long" in result.stderr


@pytest.mark.parametrize("place", ["source", "target", "csv", "report", "glob"])
def test_a_name_of_a_million_characters_is_refused(source: Path, target: Path, place: str) -> None:
    name = "n" * 1_000_000
    arguments = {
        "source": (source / name, target),
        "target": (source, target / name),
        "csv": (source, target, "--csv", name),
        "report": (source, target, "--report", name),
        "glob": (source, target, "--glob", name),
    }[place]
    result = batch(*arguments)
    assert result.exit_code == (4 if place in ("source", "glob") else 2)
    assert result.stderr.startswith("notice: ")


def test_two_notices_with_one_document(tmp_path: Path, target: Path) -> None:
    source = tmp_path / "notices"
    write(source / "a")
    write(source / "a.txt")
    result = batch(source, target, "--glob", "*")
    assert result.exit_code == 1
    assert "notice: a: a.txt has the same document; rename one of them" in result.stderr
    assert json.loads((target / "a.json").read_bytes())["source"]["file"] == "a.txt"


# --- failures ----------------------------------------------------------------------


def test_an_encoding_is_for_those_that_do_not_show_theirs(source: Path, target: Path) -> None:
    unknown = source / "00" / "short.txt"
    unknown.write_bytes("Sè: 7/TB-UBND\n1. VÒ".encode("latin-1"))
    assert "tell it with --encoding" in batch(source, target).stderr
    result = batch(source, target, "--encoding", "tcvn3")
    assert "1 converted, 3 unchanged" in result.stderr
    document = json.loads((target / "00" / "short.json").read_bytes())
    assert document["source"]["encoding"] == "tcvn3"
    assert document["document"]["code"] == "7/TB-UBND"
    batch(source, target, "--encoding", "tcvn3", "--force")
    document = json.loads((target / "00" / "tb-0001.json").read_bytes())
    assert document["source"]["encoding"] == "utf-8"


def test_a_bad_notice_stops_no_other(source: Path, target: Path, tmp_path: Path) -> None:
    (source / "00" / "tb-0002.txt").write_bytes(b"")
    log = tmp_path / "log.jsonl"
    result = batch(source, target, "-q", "--report", log)
    assert result.exit_code == 1
    failure, summary = result.stderr.splitlines()
    assert failure.startswith("notice: 00/tb-0002.txt: the file is empty")
    assert "2 converted, 1 failed" in summary
    lines = report(log)
    assert [line["status"] for line in lines] == ["converted", "failed", "converted"]
    assert lines[1]["reason"].startswith("the file is empty")
    assert lines[0]["tasks"] == 2
    assert set(lines[0]["diagnostics"]) == {"error", "warning", "info"}
    assert batch(source, target, "--fail-on", "never").exit_code == 0


def test_a_notice_that_fails_keeps_its_earlier_document(source: Path, target: Path) -> None:
    batch(source, target)
    before = contents(target)
    (source / "00" / "tb-0002.txt").write_bytes(bytes(range(256)))
    assert batch(source, target).exit_code == 1
    assert contents(target) == before


def test_a_bug_stops_no_other(source: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:

    def broken(data: bytes, *, file: str, rules: Pack) -> object:
        if "0002" in file:
            raise ZeroDivisionError("no")
        return parse(data, file=file, rules=rules)

    monkeypatch.setattr(crew, "parse", broken)
    result = batch(source, target)
    assert result.exit_code == 1
    assert "tb-0002.txt: a bug in notice (ZeroDivisionError: no)" in result.stderr
    assert "2 converted, 1 failed" in result.stderr


def test_fail_on_says_what_counts(source: Path, target: Path) -> None:
    (source / "00" / "tb-0002.txt").write_text("1. Giao rà soát trước ngày 20/10.\n", "utf-8")
    first = batch(source, target, "--fail-on", "warning", "-q")
    assert first.exit_code == 1
    assert "tb-0002.txt: " in first.stderr
    # It is no better for being unchanged.
    assert batch(source, target, "--fail-on", "warning", "-q").exit_code == 1
    never = batch(source, target, "--fail-on", "never", "-q")
    assert (never.exit_code, never.stderr) == (0, "")


def test_what_cannot_be_read_is_told(
    source: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = "00/tb-0002.txt"
    real = Conversion._read  # noqa: SLF001 - the administrator may read everything

    def no(conversion: Conversion, path: str) -> bytes | None:
        if path == refused:
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(conversion, path)

    monkeypatch.setattr(Conversion, "_read", no)
    result = batch(source, target)
    assert result.exit_code == 1
    assert "tb-0002.txt: not allowed to read it" in result.stderr
    assert "2 converted, 1 failed" in result.stderr


def test_what_is_not_ours_is_never_written_over(source: Path, target: Path) -> None:
    theirs = target / "00" / "tb-0002.json"
    theirs.parent.mkdir(parents=True)
    theirs.write_text('{"theirs": 1}')
    (target / "00" / "tb-0003.json").mkdir()
    result = batch(source, target)
    assert result.exit_code == 1
    assert "1 converted, 2 failed" in result.stderr
    assert theirs.read_text() == '{"theirs": 1}'


@pytest.mark.parametrize("option", ["--csv", "--jsonl", "--report"])
def test_no_document_lies_where_another_output_goes(
    source: Path, target: Path, option: str
) -> None:
    place = target / "00" / "tb-0002.json"
    place.parent.mkdir(parents=True)
    for _ in range(2):
        result = batch(source, target, option, place)
        assert result.exit_code == 1
        assert f"its document 00/tb-0002.json would lie where {option} goes" in result.stderr
        assert ", 1 failed" in result.stderr
    assert not place.read_bytes().startswith(b'{\n  "schema"')


def test_a_folder_of_notices_with_the_name_of_the_table(source: Path, target: Path) -> None:
    write(source / "tasks.csv" / "tb-9.txt")
    result = batch(source, target)
    assert result.exit_code == 1
    assert "tasks.csv/tb-9.json would lie where --csv goes; rename it" in result.stderr
    assert "3 converted, 1 failed" in result.stderr
    assert (target / "tasks.csv").read_bytes().count(b"\r\n") == 7
    shutil.rmtree(target)
    assert batch(source, target, "--csv", source / "all.csv").exit_code == 0
    result = batch(source, target)
    assert result.exit_code == 2
    assert "tasks.csv: is a folder; name a file in it, or another place" in result.stderr


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with room for a few documents, where this may be made."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=96k", "tmpfs", str(disk)]
    if (
        not shutil.which("mount")
        or subprocess.run(command, capture_output=True, check=False).returncode
    ):
        pytest.skip("a disk may not be made here; the next test pretends")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_real_disk_that_is_full_and_then_read_only(small_disk: Path, tmp_path: Path) -> None:
    source, target = fill(tmp_path / "notices", 40), small_disk / "documents"
    result = batch(source, target)
    assert result.exit_code == 2
    assert os.strerror(errno.ENOSPC) in result.stderr
    written = contents(target)
    assert 0 < len(written) < 40
    for path, data in written.items():
        assert json.loads(data)["source"]["file"] == path.replace(".json", ".txt")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    result = batch(source, target)
    assert result.exit_code == 2
    assert os.strerror(errno.EROFS) in result.stderr
    assert contents(target) == written
    subprocess.run(["mount", "-o", "remount,rw,size=4m", str(small_disk)], check=True)
    assert (
        f"{40 - len(written)} converted, {len(written)} unchanged" in batch(source, target).stderr
    )


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
@pytest.mark.parametrize("last", range(5))
def test_a_disk_that_is_full_loses_nothing(
    tmp_path: Path, target: Path, monkeypatch: pytest.MonkeyPatch, number: int, last: int
) -> None:
    source = fill(tmp_path / "notices", 4)
    batch(source, target)
    before = contents(target)
    for path in sorted(source.rglob("*.txt")):
        write(path, 500)
    writes, real = [], whole._beside  # noqa: SLF001 - each write goes through it

    def full(path: Path, part: Path, *, durable: bool) -> object:
        writes.append(path)
        if len(writes) > last:
            part.write_bytes(b"half")
            part.unlink()
            raise OSError(number, os.strerror(number))
        return real(path, part, durable=durable)

    monkeypatch.setattr(whole, "_beside", full)
    result = batch(source, target)
    monkeypatch.undo()
    assert result.exit_code == 2
    assert os.strerror(number) in result.stderr
    after = contents(target)
    assert after.keys() == before.keys()
    assert sum(after[name] != before[name] for name in before) == last
    assert batch(source, target).exit_code == 0


def test_a_device_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    if not hasattr(os, "mkfifo"):
        pytest.skip("there are no such files")
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with whole.replacing(pipe) as stream:
        stream.write(b"through")
    assert os.read(reader, 100) == b"through"
    os.close(reader)
    assert pipe.is_fifo()


def test_a_folder_for_documents_that_cannot_be_written(
    source: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target.write_text("a file")
    assert batch(source, target).exit_code == 2
    assert target.read_text() == "a file"
    target.unlink()

    def refused(*_: object, **__: object) -> NoReturn:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(Path, "mkdir", refused)
    result = batch(source, target)
    assert result.exit_code == 2
    assert "Read-only file system" in result.stderr


def test_notices_that_disappear_during_the_run(
    tmp_path: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = fill(tmp_path / "notices", 4)
    real = Documents.write

    def vanish(documents: Documents, path: str, data: bytes) -> None:
        real(documents, path, data)
        if "0002" in path:
            source.rename(tmp_path / "moved")

    monkeypatch.setattr(Documents, "write", vanish)
    result = batch(source, target, "--prune")
    assert result.exit_code == 4
    assert "has gone" in result.stderr
    assert sorted(contents(target)) == ["00/tb-0001.json", "00/tb-0002.json"]


def test_a_notice_that_is_moved_away_during_the_run_is_no_failure(
    source: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Documents.write

    def move(documents: Documents, path: str, data: bytes) -> None:
        real(documents, path, data)
        (source / "00" / "tb-0002.txt").unlink(missing_ok=True)

    monkeypatch.setattr(Documents, "write", move)
    # The names are listed a folder at a time, before the first of them is read.
    result = batch(source, target)
    assert result.exit_code == 0, result.stderr
    assert "2 notices: 2 converted, 1 left for the next run" in result.stderr


def test_documents_that_disappear_during_the_run(
    source: Path, target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Documents.write

    def vanish(documents: Documents, path: str, data: bytes) -> None:
        if "0002" in path:
            target.rename(tmp_path / "moved")
        real(documents, path, data)

    monkeypatch.setattr(Documents, "write", vanish)
    result = batch(source, target)
    assert result.exit_code == 2
    assert not target.exists()


def test_a_document_that_disappears_while_all_are_listed(source: Path, target: Path) -> None:
    assert batch(source, target).exit_code == 0
    write(target / "01" / "x.txt")
    documents = iter(Documents(target))
    assert next(documents).path == "00/tb-0001.json"
    (target / "00" / "tb-0002.json").unlink()
    shutil.rmtree(target / "01")
    assert [one.path for one in documents] == ["00/tb-0003.json"]
    documents = iter(Documents(target))
    next(documents)
    shutil.rmtree(target)
    with pytest.raises(FileNotFoundError):
        next(documents)


def test_a_document_that_was_made_something_else_is_told(source: Path, target: Path) -> None:
    assert batch(source, target).exit_code == 0
    path = target / "00" / "tb-0002.json"
    text = path.read_text("utf-8")
    path.write_text(text.replace('"diagnostics": [', '"diagnostics": [5,'), "utf-8")
    assert "1 converted, 2 unchanged" in batch(source, target).stderr
    assert path.read_text("utf-8") == text
    path.write_text(text.replace('"heading": null', '"heading": 5'), "utf-8")
    result = batch(source, target)
    assert result.exit_code == 1
    assert "00/tb-0002.json: this document is damaged; remove it, and run again" in result.stderr


def test_a_process_that_dies_fails_its_notice_alone(pack: Pack) -> None:
    class Deadly(bytes):
        def __reduce__(self) -> tuple[object, ...]:
            return os._exit, (1,)

    jobs = [Job(f"{n}.txt", TEXT.format(number=n).encode()) for n in range(crew.CHUNK)]
    jobs[1] = Job("deadly.txt", Deadly())
    workers = Crew(pack, (), 2)
    try:
        results = workers.results(jobs, workers.submit(jobs))
    finally:
        workers.close()
    assert [result.failure != "" for result in results].count(True) == 1
    assert "died" in results[1].failure


# --- usage -------------------------------------------------------------------------


def test_wrong_places(source: Path, target: Path, tmp_path: Path) -> None:
    notice = source / "00" / "tb-0001.txt"
    before = notice.read_bytes()
    for arguments, code, told in (
        ((tmp_path / "none", target), 4, "no such folder"),
        ((notice, target), 2, "is a file"),
        ((source, source), 2, "holds the notices"),
        ((source, tmp_path), 2, "holds the notices"),
        ((source, target, "--csv", notice), 2, "one of the notices"),
        ((source, target, "--csv", tmp_path), 2, "is a folder"),
        ((source, target, "--jsonl", target / "tasks.csv"), 2, "same file"),
        ((source, target, "--csv", "x", "--report", "./x"), 2, "same file"),
        ((source, target, "--report", target / ".notice.lock"), 2, "notice itself uses"),
        ((source, target, "--csv", "-"), 2, "a table is a file"),
        ((source, target, "--jsonl", "-"), 2, "a table is a file"),
        ((source, target, "--csv", tmp_path / "no" / "x.csv"), 2, "its folder is missing"),
        ((source, target, "--report", tmp_path / "no" / "x"), 2, "its folder is missing"),
        (("", target), 2, "empty name"),
        ((source, ""), 2, "empty name"),
        ((source, "-"), 2, "no stream"),
        ((source, target, "--jsonl", ""), 2, "--jsonl is an empty name"),
        ((source, notice), 2, "is no folder"),
        ((source, target, "--glob", "*.md"), 4, "no file matches *.md"),
        ((source, target, "--settle", "-1"), 2, "settle"),
        ((source, target, "--jobs", "0"), 2, "jobs"),
        ((source, target, "--rules", tmp_path / "none"), 3, "does not exist"),
    ):
        result = batch(*arguments)
        assert result.exit_code == code, arguments
        assert told in result.stderr, result.stderr
        assert contents(target) == {}
    assert notice.read_bytes() == before


def test_a_share_that_knows_no_locks(
    source: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: FileLock, **__: object) -> NoReturn:
        raise NotImplementedError

    monkeypatch.setattr(FileLock, "acquire", refuse)
    result = batch(source, target)
    assert result.exit_code == 2
    assert "files cannot be locked there" in result.stderr


def test_quiet_is_silent_where_all_is_well(source: Path, target: Path) -> None:
    for _ in range(2):
        result = batch(source, target, "-q")
        assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


def test_the_report_may_go_to_standard_output(source: Path, target: Path) -> None:
    result = batch(source, target, "--report", "-")
    assert [json.loads(line)["status"] for line in result.stdout_bytes.splitlines()] == (
        ["converted"] * 3
    )
