"""Rule files that mean harm, or are only large: what each costs until it is answered.

    python bench/hostile.py [--json] [NAME]...

prints seconds of processor time and the peak of memory of ``notice check``, file by file, and
of folders full of them. The tests hold them to bounds that the system enforces.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# What each has to be answered in.
SECONDS = 1.0
MEGABYTES = 200
# The same of folders that are as large as they may be, or larger.
FOLDER_SECONDS = 30.0
FOLDER_MEGABYTES = 500

ALONE = "pack: {name: base, version: '1', extends: none}\n"
ONE = "reports:\n  - id: x\n    pattern: '%s'\n    examples: [{text: see, gives: see}]\n"
LIST = "reports:\n"


def _rules(count: int, pattern: str, text: str = "see", start: int = 0) -> str:
    """So many rules, with their number in the pattern."""
    return LIST + "".join(
        f"  - id: r{n}\n    pattern: '{pattern.format(n)}'\n"
        f"    examples: [{{text: {text}, gives: {text}}}]\n"
        for n in range(start, start + count)
    )


def _fragments(count: int, uses: int) -> str:
    """A chain of fragments, each of which uses the one before so many times."""
    lines = [f"  f{n}: '{f'{{f{n - 1}}}' * uses}'\n" for n in range(1, count)]
    return "fragments:\n  f0: 'lol'\n" + "".join(lines) + ONE % f"{{f{count - 1}}}"


# Each ends in a message of what is wrong.
FAULTY: dict[str, Callable[[], str]] = {
    "repetitions of repetitions": lambda: ONE % "(a{1000}){1000}",
    "repetitions five deep": lambda: ONE % "((((a{1,100}){1,100}){1,100}){1,100}){1,100}",
    "many large repetitions": lambda: ONE % (r"\pL{900}" * 200),
    "many patterns of a large size": lambda: _rules(1000, r"{}\pL{{900}}"),
    "brackets": lambda: ONE % ("(" * 100_000 + ")" * 100_000),
    "a class of all letters, often": lambda: ONE % (r"[^\x{0}-\x{7f}]{500}" * 100),
    "fragments that grow": lambda: _fragments(40, 3),
    "a large fragment many times": lambda: (
        f"fragments:\n  f: '{'x' * 100_000}'\n" + ONE % ("{f}" * 100_000)
    ),
    "a large fragment in many rules": lambda: (
        f"fragments:\n  f: [{', '.join(f'word {n}' for n in range(10_000))}]\n"
        + _rules(1000, "see {} {{f}}")
    ),
    "a chain of fragments": lambda: _fragments(5_000, 1),
    "a circle of fragments": lambda: _fragments(5_000, 1).replace("'lol'", "'{f4999}'"),
    "aliases": lambda: "a: &a [x, x]\n" + "".join(f"b{n}: [*a, *a, *a]\n" for n in range(1000)),
    "aliases of aliases": lambda: (
        "a0: &a0 [lol, lol]\n"
        + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    ),
    "merge keys": lambda: "".join(f"m{n}: {{<<: *m{n - 1}}}\n" for n in range(1, 5000)),
    "deep lists": lambda: "a: " + "[" * 100_000,
    "deep mappings": lambda: "a: " + "{a: " * 100_000,
    "deep blocks": lambda: "".join(" " * n + "a:\n" for n in range(1200)),
    "deep lists in blocks": lambda: "a:\n  " + "- " * 100_000,
    "many unknown sections": lambda: "".join(f"key{n}: x\n" for n in range(60_000)),
    "many faulty rules": lambda: (
        LIST + "".join(f"  - id: r{n}\n    patern: x\n" for n in range(20_000))
    ),
    "many unknown fragments": lambda: ONE % "".join(f"{{frag{n}}}" for n in range(60_000)),
    "one long line": lambda: "reports: " + "x" * 900_000,
    "a long key": lambda: "x" * 900_000 + ": y\n",
    "many control characters": lambda: "a: '" + "\x07" * 500_000 + "'",
    "a large file": lambda: "#" * (4 << 20),
    "no text": lambda: "\0" * 100_000,
    "examples that fail": lambda: (
        "reports:\n  - id: x\n    pattern: 'see'\n    examples:\n"
        + "      - {text: see, gives: look}\n" * 20_000
    ),
}
# This often, so that it need not be held in memory.
REPEATED = {"a file of 100 MB": ("# no rule\n" * 10_000, 1_000)}
# Each is only large: nothing is wrong with it.
LARGE: dict[str, Callable[[], str]] = {
    "nested quantifiers": lambda: ONE % "see(?:(?:(?:(?:a+)+)+)+b)?",
    "quantifiers against their text": lambda: (
        "reports:\n  - id: x\n    pattern: '(?:a|a|aa)+b'\n    examples:\n"
        f"      - {{text: {'a' * 10_000}b, gives: {'a' * 10_000}b}}\n"
        f"      - {{text: {'a' * 20_000}, gives: null}}\n"
    ),
    "10,000 alternatives": lambda: ONE % ("see|" + "|".join(f"word{n}" for n in range(10_000))),
    "a list of 10,000": lambda: (
        f"fragments:\n  f: [{', '.join(f'word {n}' for n in range(10_000))}]\n"
        + ONE % "see(?: {f})?"
    ),
    "2,000 rules": lambda: _rules(2_000, "see(?: {})?"),
}


# Folders: how many files, and what is in each of them by its number.
FOLDERS: dict[str, tuple[int, Callable[[int], str]]] = {
    "large fragments in many files": (
        40,
        lambda number: (
            f"fragments:\n  f{number}: [{', '.join(f'word {n} {number}' for n in range(2000))}]\n"
            + _rules(50, f"see {{}} {{{{f{number}}}}}", start=50 * number)
        ),
    ),
    "large patterns in many files": (
        100,
        lambda number: _rules(400, r"see {} [^\x{{0}}-\x{{7f}}]{{40}}", start=400 * number),
    ),
    "small rules in many files": (20, lambda number: _rules(5000, "see {}", start=5000 * number)),
}


class Cost(NamedTuple):
    """What a file took: processor time, peak of memory, exit code, what was said."""

    seconds: float
    megabytes: float
    code: int
    said: str


def files() -> Iterator[str]:
    """The names of all files, and of folders."""
    yield from FAULTY
    yield from REPEATED
    yield from LARGE
    yield from FOLDERS


def write(name: str, folder: Path) -> Path:
    """Write a file as the only one of a layer, or a layer of many."""
    layer = folder / "office"
    layer.mkdir(parents=True)
    if name in FOLDERS:
        count, make = FOLDERS[name]
        for number in range(count):
            (layer / f"rules-{number:03}.yaml").write_text(make(number), "utf-8")
        (layer / "pack.yaml").write_text(ALONE, "utf-8")
        return layer
    with (layer / "rules.yaml").open("w", encoding="utf-8") as out:
        out.write(ALONE)
        if name in REPEATED:
            text, times = REPEATED[name]
            out.writelines(text for _ in range(times))
        else:
            made = FAULTY.get(name) or LARGE[name]
            out.write(made())
    return layer


def check(layer: Path, limit: Callable[[], None] | None = None) -> Cost:
    """``notice check`` on a layer, in a process of its own."""
    return run("check", str(layer), limit=limit)


def run(*arguments: str, limit: Callable[[], None] | None = None) -> Cost:
    """A command in a process of its own, and what it takes."""
    command = [sys.executable, "-m", "notice_cli", *arguments]
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, preexec_fn=limit)  # noqa: PLW1509
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        said = out.read().decode("utf-8", "replace")
    seconds = used.ru_utime + used.ru_stime
    return Cost(seconds, used.ru_maxrss / 1024, process.returncode, said)


def bounded(seconds: int, megabytes: int) -> Callable[[], None]:
    """What bounds a process: processor time, and memory that it may ask for."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))

    return limit


def main(names: list[str]) -> None:
    """Print what each file costs."""
    run("--version")  # makes the byte code
    costs = {}
    for name in [name for name in names if name != "--json"] or files():
        with tempfile.TemporaryDirectory() as folder:
            costs[name] = cost = check(write(name, Path(folder)))
        if "--json" not in names:
            print(f"{name:32} {cost.seconds:6.2f} s {cost.megabytes:6.0f} MB  exit {cost.code}")
    if "--json" in names:
        print(json.dumps({name: [*cost[:3], ""] for name, cost in costs.items()}))


if __name__ == "__main__":
    main(sys.argv[1:])
