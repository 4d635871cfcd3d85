"""The command line: what goes where, which exit code, and what a user's mistake says."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from notice_cli import inputs
from notice_cli import parse as parse_notice
from notice_cli.cli import EXIT_CODES, app
from notice_cli.errors import InputError
from notice_cli.writers import COLUMNS

if TYPE_CHECKING:
    from typer.testing import Result

    from notice_cli.model import Notice

NOTICE = [sys.executable, "-m", "notice_cli"]

# Loaded they would each be felt at every start.
HEAVY = {
    "asyncio", "concurrent.futures", "email", "http", "importlib.metadata", "logging",
    "multiprocessing", "pydantic", "random", "rich", "tempfile", "yaml",
    "notice_cli.check", "notice_cli.page", "notice_cli.provenance", "notice_cli.schema",
    "notice_cli.show",
}  # fmt: skip


def notice(*arguments: object, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(
        app, [str(argument) for argument in arguments], input=stdin, catch_exceptions=False
    )


def process(
    *arguments: object, cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*NOTICE, *map(str, arguments)],
        capture_output=True,
        check=False,
        cwd=cwd,
        env={**os.environ, **environment},
    )


@pytest.fixture
def two(tmp_path: Path, sample: Path) -> list[Path]:
    """Two notices, in a folder with nothing else."""
    paths = [tmp_path / "one.txt", tmp_path / "two.txt"]
    for path in paths:
        path.write_bytes(sample.read_bytes())
    return paths


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    path = tmp_path / "empty.txt"
    path.touch()
    return path


# --- what is written ---------------------------------------------------------------


def test_one_notice_gives_one_json_document(sample: Path) -> None:
    result = notice("parse", sample)
    assert result.exit_code == 0
    assert result.stderr == ""
    assert json.loads(result.stdout_bytes)["schema"] == "notice/1"


def test_several_give_json_lines(two: list[Path]) -> None:
    result = notice("parse", *two)
    files = [json.loads(line)["source"]["file"] for line in result.stdout_bytes.splitlines()]
    assert files == ["one.txt", "two.txt"]


def test_several_give_an_array_on_request(two: list[Path]) -> None:
    assert len(json.loads(notice("parse", *two, "-f", "json").stdout_bytes)) == 2


def test_csv_has_one_header(two: list[Path]) -> None:
    text = notice("parse", *two, "-f", "csv").stdout_bytes.decode()
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    assert header == list(COLUMNS)
    assert rows
    ids = [row[0] for row in rows]
    assert len(set(ids)) == len(ids)


def test_csv_for_excel_with_vietnamese_captions(sample: Path) -> None:
    result = notice("parse", sample, "-f", "csv", "--excel", "--headers", "vi")
    assert result.stdout_bytes.decode().startswith("\ufeffMã nhiệm vụ;")


def test_standard_input_is_read(sample: Path) -> None:
    result = notice("parse", "-", stdin=sample.read_bytes())
    assert json.loads(result.stdout_bytes)["source"]["file"] == "-"


def test_the_same_file_gives_the_same_bytes_wherever_it_lies(tmp_path: Path, sample: Path) -> None:
    copy = tmp_path / sample.name
    copy.write_bytes(sample.read_bytes())
    assert notice("parse", copy).stdout_bytes == notice("parse", sample).stdout_bytes


def test_table_and_show_are_plain_in_a_pipe_and_fit_80_columns(sample: Path) -> None:
    for result in (process("parse", sample, "-f", "table"), process("show", sample)):
        assert result.returncode == 0, result.stderr
        text = result.stdout.decode()
        assert "\x1b" not in text
        assert max(map(len, text.splitlines())) <= 80
        assert "by when" in text or "No tasks" in text


def test_no_markup_in_a_file_name_is_obeyed(tmp_path: Path, sample: Path) -> None:
    path = tmp_path / "[bold]a[0].txt"
    path.write_bytes(sample.read_bytes())
    assert path.name in notice("parse", path, "-f", "table").stdout


def test_the_locale_has_no_say(sample: Path) -> None:
    there = process("parse", sample, "-f", "table", LC_ALL="C", PYTHONUTF8="0")
    here = process("parse", sample, "-f", "table")
    assert (there.returncode, there.stdout) == (0, here.stdout)


def test_last_day_moves_the_due_date_and_nothing_else(tmp_path: Path, sample: Path) -> None:
    del tmp_path
    written = json.loads(notice("parse", sample).stdout_bytes)
    last = json.loads(notice("parse", sample, "--due", "last-day").stdout_bytes)
    for before, after in zip(written["tasks"], last["tasks"], strict=True):
        assert (after["due_date"] or "") <= (before["due_date"] or "")
        assert {**before, "due_date": None} == {**after, "due_date": None}


def test_schema_is_printed() -> None:
    assert json.loads(notice("schema").stdout_bytes)["$schema"].endswith("2020-12/schema")


def test_check_counts_what_it_checked() -> None:
    result = notice("check")
    assert result.exit_code == 0, result.stdout
    assert re.search(r"^checked \d", result.stdout, re.MULTILINE)


# --- -o ----------------------------------------------------------------------------


def test_output_goes_to_a_file_with_the_usual_permissions(tmp_path: Path, sample: Path) -> None:
    target, usual = tmp_path / "out.json", tmp_path / "usual"
    usual.touch()
    assert notice("parse", sample, "-o", target).stdout_bytes == b""
    assert json.loads(target.read_bytes())
    assert target.stat().st_mode == usual.stat().st_mode
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.json", "usual"]


def test_output_keeps_the_permissions_of_the_file_it_replaces(tmp_path: Path, sample: Path) -> None:
    target = tmp_path / "out.json"
    target.touch()
    target.chmod(0o640)
    notice("parse", sample, "-o", target)
    assert target.stat().st_mode & 0o777 == 0o640


def test_output_through_a_link_leaves_the_link(tmp_path: Path, sample: Path) -> None:
    target, link = tmp_path / "real.json", tmp_path / "link.json"
    link.symlink_to(target)
    notice("parse", sample, "-o", link)
    assert link.is_symlink()
    assert target.is_file()


def test_output_to_a_device(sample: Path) -> None:
    assert notice("parse", sample, "-o", os.devnull).exit_code == 0


def test_where_nothing_could_be_read_the_output_is_left_alone(tmp_path: Path, empty: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("old")
    assert notice("parse", empty, "-f", "csv", "-o", target).exit_code == 1
    assert target.read_text() == "old"


def test_a_bug_leaves_the_output_alone_and_names_the_input(
    two: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("old")
    read, real = [], inputs.Run._read  # noqa: SLF001 - the place where a bug would show

    def broken(run: inputs.Run, path: str) -> object:
        read.append(path)
        if len(read) == 2:
            raise ZeroDivisionError
        return real(run, path)

    monkeypatch.setattr(inputs.Run, "_read", broken)
    with pytest.raises(ZeroDivisionError):
        notice("parse", *two, "-o", target)
    assert target.read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 3


def test_a_bug_in_the_parser_names_the_input(sample: Path) -> None:
    def parse(data: bytes, name: str) -> None:
        raise ZeroDivisionError(data, name)

    run = inputs.Run(parse, print)  # type: ignore[arg-type]
    with pytest.raises(ZeroDivisionError) as caught:
        list(run.notices([str(sample)]))
    assert caught.value.__notes__ == [f"while reading {sample}"]


# --- mistakes ----------------------------------------------------------------------


def test_a_missing_file(tmp_path: Path) -> None:
    result = notice("parse", tmp_path / "none.txt")
    assert result.exit_code == 4
    assert result.stdout == ""
    assert re.fullmatch(r"notice: .*none\.txt: no such file; check .*\n", result.stderr)


def test_one_of_several_is_missing(two: list[Path], tmp_path: Path) -> None:
    result = notice("parse", tmp_path / "none.txt", *two)
    assert result.exit_code == 1
    assert len(result.stdout_bytes.splitlines()) == 2
    assert "none.txt" in result.stderr


@pytest.mark.parametrize("options", [(), ("-f", "csv"), ("-f", "json"), ("-f", "table")])
def test_all_of_several_are_missing(tmp_path: Path, options: tuple[str, ...]) -> None:
    result = notice("parse", tmp_path / "a", tmp_path / "b", *options)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (4, "", 2)


def test_a_folder_tells_how_to_name_its_files(tmp_path: Path) -> None:
    result = notice("parse", f"{tmp_path}/")
    assert result.exit_code == 2
    assert f"{tmp_path}/*.txt" in result.stderr


@pytest.mark.parametrize(
    ("name", "data"),
    [("empty", b""), ("blank", b" \n\n"), ("binary", bytes(range(256)) * 8)],
)
def test_what_is_no_text_is_told(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    result = notice("parse", path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert re.fullmatch(rf"notice: .*{name}: .+; .+\n", result.stderr)


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("x", "--date", "20/10/2025"),
        ("x", "--date", "20251020"),
        ("x", "--format", "xml"),
        ("x", "--excel"),
        ("x", "--headers", "vi", "-f", "json"),
        ("-", "-"),
        ("x", "--no-such-option"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...]) -> None:
    result = notice("parse", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr


def test_the_output_is_one_of_the_inputs(two: list[Path]) -> None:
    before = two[0].read_bytes()
    result = notice("parse", *two, "-o", two[0].parent / "." / two[0].name)
    assert result.exit_code == 2
    assert "one of the inputs" in result.stderr
    assert two[0].read_bytes() == before


@pytest.mark.parametrize("target", ["no-such-folder/out.json", "one.txt/out.json", "."])
def test_an_output_that_cannot_be_written(two: list[Path], target: str) -> None:
    result = notice("parse", two[1], "-o", two[0].parent / target)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "cannot be written" in result.stderr
    assert sorted(two[0].parent.iterdir()) == two


def test_an_output_that_is_write_protected(
    tmp_path: Path, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.json"
    target.write_text("old")
    # The administrator may write everywhere, and may be who runs the tests.
    monkeypatch.setattr(os, "access", lambda *_: False)
    result = notice("parse", sample, "-o", target)
    assert result.exit_code == 2
    assert "Permission denied" in result.stderr
    assert target.read_text() == "old"


def test_broken_rules_are_all_told_and_nothing_is_written(tmp_path: Path, sample: Path) -> None:
    (tmp_path / "layer.yaml").write_text("extends: vi\nno-such-key: 1\nnor-this: 2\n")
    result = notice("parse", sample, "--rules", tmp_path)
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.count("layer.yaml:") >= 2
    assert "Traceback" not in result.stderr
    assert notice("check", tmp_path).exit_code == 3


def test_rules_that_are_not_there(tmp_path: Path, sample: Path) -> None:
    result = notice("parse", sample, "--rules", tmp_path / "none")
    assert result.exit_code == 3
    assert "none" in result.stderr
    assert notice("check", tmp_path / "none").exit_code == 3


def test_strict_tells_warnings_and_writes_all_the_same(sample: Path) -> None:
    document = json.loads(notice("parse", sample).stdout_bytes)
    found = [d for d in document["diagnostics"] if d["severity"] != "info"]
    result = notice("parse", sample, "--strict")
    assert result.exit_code == bool(found)
    assert json.loads(result.stdout_bytes) == document
    assert result.stderr.count("\n") == len(found)


def test_strict_fails_for_a_warning() -> None:
    import made  # noqa: PLC0415 - only here
    from notice_cli.model import Diagnostic  # noqa: PLC0415

    told: list[str] = []
    doubt = Diagnostic("warning", "no-code", "the number is not in the text")
    for strict, code in ((False, 0), (True, 1)):
        run = inputs.Run(lambda *_: made.notice(diagnostics=(doubt,)), told.append, strict=strict)
        assert len(list(run.notices([__file__]))) == 1
        assert run.exit_code == code
    assert told == [f"{__file__}: warning: the number is not in the text [no-code]"]


def test_a_message_cannot_steer_the_terminal() -> None:
    assert inputs.shown("a\x1b[2Jb\n.txt") == "a?[2Jb?.txt"


def test_names_that_are_no_utf_8_are_written_as_such() -> None:
    assert inputs.recorded(os.fsdecode(b"th\xf4ng.txt")) == "th\ufffdng.txt"
    assert inputs.recorded("./a/b.txt") == "a/b.txt"
    assert inputs.recorded(str(Path("a/b.txt").absolute())) == "b.txt"


def test_files_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refused)
    result = notice("parse", tmp_path / "x")
    assert result.exit_code == 4
    assert "not allowed to read it" in result.stderr


def test_run_goes_on_after_a_failure(two: list[Path], empty: Path) -> None:
    told: list[str] = []

    def parse(data: bytes, name: str) -> Notice:
        if not data:
            raise InputError("is empty; look at the export")
        return parse_notice(data, file=name)

    run = inputs.Run(parse, told.append)
    got = run.notices([str(two[0]), str(empty), str(two[1])])
    assert [notice.source.file for notice in got] == ["one.txt", "two.txt"]
    assert told == [f"{empty}: is empty; look at the export"]
    assert run.exit_code == 1


# --- the process -------------------------------------------------------------------


def test_a_closed_pipe_ends_quietly(sample: Path) -> None:
    # Enough to fill any pipe, so that the writer is still at it when the reader goes.
    command = [*NOTICE, "parse", *[str(sample)] * 40]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout
        assert running.stderr
        assert running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_ends_it_and_leaves_nothing_behind(
    tmp_path: Path, sample: Path, number: signal.Signals, code: int
) -> None:
    target = tmp_path / "out.jsonl"
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    # A shell starts what runs in the background with SIGINT ignored; so may these tests run.
    program = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from notice_cli.__main__ import main; main()"
    )
    command = [sys.executable, "-c", program, "parse", str(sample), str(fifo), "-o", str(target)]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as running:
        # It has written the first notice once it waits for somebody to write the second.
        with fifo.open("wb"):
            assert list(tmp_path.glob(".out.jsonl.*.part"))
            running.send_signal(number)
            assert running.wait(30) == code
        assert running.stderr
        assert b"Traceback" not in running.stderr.read()
    assert list(tmp_path.iterdir()) == [fifo]


@pytest.mark.parametrize("names", [["s"], ["none"], ["s", "none"], ["."], ["s", "s"]])
def test_without_options_it_is_the_same_sooner(
    tmp_path: Path, sample: Path, names: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "s").write_bytes(sample.read_bytes())
    monkeypatch.chdir(tmp_path)
    sooner, through_typer = process("parse", *names, cwd=tmp_path), notice("parse", *names)
    assert sooner.returncode == through_typer.exit_code
    assert sooner.stdout == through_typer.stdout_bytes
    assert sooner.stderr == through_typer.stderr_bytes


@pytest.mark.parametrize("options", [[], ["-f", "csv"]])
def test_parse_imports_nothing_that_it_does_not_need(sample: Path, options: list[str]) -> None:
    program = (
        "import sys; from notice_cli.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: print(*sys.modules, file=sys.stderr)"
    )
    command = [sys.executable, "-c", program, "parse", str(sample), *options]
    subprocess.run(command, capture_output=True, check=True)  # fills the cache of rules
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stdout
    unwanted = HEAVY if options else HEAVY | {"typer"}
    assert unwanted & set(done.stderr.decode().split()) == set()


def test_help_needs_no_engine() -> None:
    program = (
        "import sys; from notice_cli.cli import app\n"
        "try: app(['--help'])\n"
        "except SystemExit: print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    unwanted = {"re2", "rich", "orjson", "yaml", "notice_cli.rules", "notice_cli.model"}
    assert unwanted & set(done.stderr.decode().split()) == set()


COMMANDS = ["parse", "show", "explain", "batch", "due", "check", "eval", "schema"]
OF_RULES = ["init", "list", "show", "try", "schema"]


@pytest.mark.parametrize(
    "command", [[], *([one] for one in [*COMMANDS, "rules"]), *(["rules", one] for one in OF_RULES)]
)
def test_help_fits_a_terminal(command: list[str]) -> None:
    assert [line for line in notice(*command, "--help").stdout.splitlines() if len(line) > 80] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_examples(command: str) -> None:
    text = notice(command, "--help").stdout
    assert "Example" in text
    assert f"notice {command}" in text


def test_help_has_the_exit_codes() -> None:
    text = notice("--help").stdout
    for line in EXIT_CODES.splitlines()[1:]:
        assert line.strip() in text


def test_version_and_completion() -> None:
    assert re.fullmatch(r"notice \S.*\n", notice("--version").stdout)
    assert "--install-completion" in notice("--help").stdout


def test_without_arguments_there_is_help() -> None:
    result = notice()
    assert result.exit_code == 2
    assert "Usage: notice" in result.output


def test_a_date_is_for_notices_without_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import made  # noqa: PLC0415 - only here
    import notice_cli.parse  # noqa: PLC0415

    given: list[object] = []

    def parse(_: bytes, **options: object) -> object:
        given.append(options["date"])
        return made.notice()

    monkeypatch.setattr(sys.modules[notice_cli.parse.__module__], "parse", parse)
    path = tmp_path / "x.txt"
    path.write_text("x")
    notice("parse", path, "--date", "2025-10-20")
    assert given == [date(2025, 10, 20)]
