"""What the commands do, told apart from how a command line is read.

Results go to standard output as bytes, all else to standard error. Each command returns
its exit code, or ends the process where nothing sensible is left to do. What a command
does not need is not imported: the start is most of the time that one notice takes.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Literal, NamedTuple, NoReturn, TypeAlias

from notice_cli.errors import InputError, RulesError
from notice_cli.inputs import NOTHING_READ, SOME_FAILED, STANDARD, WELL, Run, counted, shown
from notice_cli.output import not_written, opened, same_file, silence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date
    from typing import BinaryIO

    from notice_cli import problem_formats
    from notice_cli.encodings import Encoding
    from notice_cli.errors import Problem
    from notice_cli.model import Notice
    from notice_cli.rules import Pack
    from notice_cli.scorecard import Measured

    Write: TypeAlias = Callable[[Iterable[Notice], BinaryIO], None]

Format: TypeAlias = Literal["json", "jsonl", "csv", "table"]

WRONG_USAGE = 2
RULES_AT_FAULT = 3
INTERRUPTED = 130


class Options(NamedTuple):
    """The options of ``notice parse``; without any, as they are here."""

    format: Format | None = None
    output: str = STANDARD
    rules: Sequence[str] = ()
    date: date | None = None
    encoding: Encoding | None = None
    due: Literal["written", "last-day"] = "written"
    headers: Literal["en", "vi"] = "en"
    excel: bool = False
    strict: bool = False


class Evaluation(NamedTuple):
    """The options of ``notice eval``; without any, as they are here."""

    texts: Sequence[str] = ()
    format: Literal["table", "json"] = "table"
    misses: bool = False
    floors: Sequence[str] = ()
    rules: Sequence[str] = ()
    date: date | None = None


def parse_files(paths: Sequence[str], options: Options) -> int:
    """Write what the notices in the files hold."""
    form = options.format or ("json" if len(paths) == 1 else "jsonl")
    check_usage(paths, options.output)
    check_csv_options(form, options.headers, excel=options.excel)
    pack = loaded(options.rules)
    run = Run(_parser(pack, options.date, options.encoding), complain, strict=options.strict)
    notices = run.notices(paths)
    if options.due != "written":
        notices = _with_due(notices, options.due)
    _write(_writer(form, pack, options, several=len(paths) > 1), notices, options.output)
    return run.exit_code


def show_file(
    path: str, rules: Sequence[str], day: date | None, encoding: Encoding | None = None
) -> int:
    """Write one notice for a person to read."""
    check_usage([path], STANDARD)
    run = Run(_parser(loaded(rules), day, encoding), complain)
    _write(_show, run.notices([path]), STANDARD)
    return run.exit_code


def check_rules(layers: Sequence[str], form: problem_formats.Format = "text") -> int:
    """Write all that is wrong with the rules, and what was checked."""
    from notice_cli import check, problem_formats  # noqa: PLC0415 - only here

    try:
        problems, counts = check.check_rules(*layers)
    except RulesError as error:
        # What keeps the rules from being read at all, as a folder that is not there.
        problems, counts = error.problems, {}
    report = problem_formats.to_bytes(form, problems, counts)
    guarded(lambda stream: stream.write(report), STANDARD)
    errors = any(problem.severity == "error" for problem in problems)
    return RULES_AT_FAULT if errors else WELL


def evaluate(paths: Sequence[str], options: Evaluation) -> int:
    """Compare what is read with gold, and write how much of it is right, field by field."""
    from notice_cli import goldfiles, scorecard  # noqa: PLC0415 - only here

    floors = [_floor(words) for words in options.floors]
    files = goldfiles.find(paths)
    if not files:
        end("no gold files (*.json) there; name the files or another folder", NOTHING_READ)
    measured, failed = _measured(files, options)
    if not measured:
        return failed
    misses = options.misses
    if options.format == "json":
        report = scorecard.to_json(measured, misses=misses)
    else:
        report = scorecard.table(measured, misses=misses).encode()
    guarded(lambda stream: stream.write(report), STANDARD)
    below = scorecard.below(scorecard.scores(measured), floors)
    for message in below:
        complain(message)
    return SOME_FAILED if below else failed


def _floor(words: str) -> tuple[str, float]:
    """A field and its floor, from ``FIELD=0.98``."""
    from notice_cli.goldfiles import did_you_mean  # noqa: PLC0415 - only here
    from notice_cli.scores import FIELDS  # noqa: PLC0415 - only here

    name, _, number = words.partition("=")
    if name not in FIELDS:
        known = did_you_mean(name, FIELDS) or f"; there are {', '.join(FIELDS)}"
        end(f"--min {shown(words)}: there is no field {shown(name)}{known}", WRONG_USAGE)
    try:
        floor = float(number)
    except ValueError:
        floor = -1
    if not 0 <= floor <= 1:
        end(f"--min {shown(words)}: write it as {name}=0.98, from 0 to 1", WRONG_USAGE)
    return name, floor


def _measured(files: Sequence[str], options: Evaluation) -> tuple[list[Measured], int]:
    """What could be compared, and the exit code so far; what could not is told."""
    import orjson  # noqa: PLC0415 - only here

    from notice_cli import goldfiles  # noqa: PLC0415 - only here
    from notice_cli.evaluate import judge  # noqa: PLC0415 - only here
    from notice_cli.scorecard import Measured  # noqa: PLC0415 - only here
    from notice_cli.writers import to_json  # noqa: PLC0415 - only here

    parse = _parser(loaded(options.rules), options.date)
    texts = goldfiles.Texts(options.texts)
    measured = []
    for file in files:
        try:
            gold = goldfiles.read(file)
            notice = goldfiles.parsed(gold, texts.of(file), parse)
        except InputError as error:
            complain(f"{shown(file)}: {error}")
        else:
            measured.append(Measured(shown(file), judge(gold, orjson.loads(to_json(notice)))))
    return measured, WELL if len(measured) == len(files) else SOME_FAILED


def print_schema() -> int:
    """Write the JSON Schema of the output."""
    import orjson  # noqa: PLC0415 - only here

    from notice_cli.schema import json_schema  # noqa: PLC0415 - only here

    option = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    guarded(lambda stream: stream.write(orjson.dumps(json_schema(), option=option)), STANDARD)
    return 0


def complain(message: str) -> None:
    """Tell the user one thing that is wrong; where nobody can be told, the work goes on."""
    with suppress(OSError):
        sys.stderr.write(f"notice: {message}\n")


def check_usage(paths: Sequence[str], output: str) -> None:
    """Refuse what cannot be meant, before anything is read."""
    for path in paths:
        if path != STANDARD and os.path.isdir(path):  # noqa: PTH112 - once a file, and quicker
            folder = shown(path).rstrip("/\\")
            end(f"{folder}: is a folder; name the files in it: {folder}/*.txt", WRONG_USAGE)
    if list(paths).count(STANDARD) > 1:
        end("standard input (-) can be read once only; leave the other - out", WRONG_USAGE)
    if output != STANDARD and same_file(output, paths):
        end(f"{shown(output)}: is one of the inputs; choose another name for -o", WRONG_USAGE)


def check_csv_options(form: str, headers: str, *, excel: bool) -> None:
    """Refuse options that the format would pass over."""
    if form != "csv" and (excel or headers != "en"):
        end("--excel and --headers are for -f csv; add -f csv", WRONG_USAGE)


def loaded(layers: Sequence[str]) -> Pack:
    """The rules; if they are at fault, all of the problems and the end."""
    from notice_cli.rules import load_rules  # noqa: PLC0415 - after the usage is checked

    try:
        return load_rules(*layers)
    except RulesError as error:
        at_fault(error.problems)


def at_fault(problems: Iterable[Problem]) -> NoReturn:
    """Tell the errors of rules, and end."""
    told = RulesError([problem for problem in problems if problem.severity == "error"])
    sys.stderr.write(f"{told}\n")
    count = counted(len(told.problems), "problem")
    end(f"{count} in the rules, nothing is written; mend the rules", RULES_AT_FAULT)


def _parser(
    pack: Pack, day: date | None, encoding: Encoding | None = None
) -> Callable[[bytes, str], Notice]:
    from notice_cli.parse import parse  # noqa: PLC0415 - after the usage is checked

    return lambda data, name: parse(data, file=name, rules=pack, date=day, encoding=encoding)


def _with_due(notices: Iterable[Notice], due: Literal["written", "last-day"]) -> Iterator[Notice]:
    from notice_cli.writers import with_due  # noqa: PLC0415 - seldom asked for

    return (with_due(notice, due) for notice in notices)


def _writer(form: Format, pack: Pack, options: Options, *, several: bool) -> Write:
    """What writes the notices in the format asked for."""
    if form == "table":
        from notice_cli.show import write_table  # noqa: PLC0415 - rich

        return write_table
    from notice_cli import writers  # noqa: PLC0415 - after the usage is checked

    if form == "csv":
        captions = writers.captions_of(pack) if options.headers == "vi" else None
        return lambda notices, stream: writers.write_csv(
            notices, stream, headers=options.headers, excel=options.excel, captions=captions
        )
    if form == "json" and several:
        return writers.write_json
    to_bytes = writers.to_json if form == "json" else writers.to_jsonl
    return lambda notices, stream: stream.writelines(map(to_bytes, notices))


def _show(notices: Iterable[Notice], stream: BinaryIO) -> None:
    from notice_cli.show import write_show  # noqa: PLC0415 - rich

    for notice in notices:
        write_show(notice, stream)


def _write(write: Write, notices: Iterator[Notice], output: str) -> None:
    """Write the notices; where there are none, the output is left as it is."""
    first = next(notices, None)
    if first is not None:
        guarded(lambda stream: write(_again(first, notices), stream), output)


def _again(first: Notice, others: Iterator[Notice]) -> Iterator[Notice]:
    yield first
    yield from others


def guarded(write: Callable[[BinaryIO], object], output: str) -> None:
    """Write to the output; end with a message where that is not possible."""
    try:
        with opened(output) as stream:
            write(stream)
    except BrokenPipeError:
        # Who reads it has seen enough, as in `notice parse x | head -1`.
        silence()
    except OSError as error:
        if output == STANDARD:
            end(not_written(error), WRONG_USAGE)
        reason = error.strerror or error
        end(f"{shown(output)}: cannot be written ({reason}); choose another name", WRONG_USAGE)


def end(message: str, exit_code: int) -> NoReturn:
    """Tell what is wrong, and end the process."""
    complain(message)
    sys.exit(exit_code)
