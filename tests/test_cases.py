"""Runs the cases in ``cases/*.yaml``: what a notice must give, one case a test.

A case is ``{id, why?, gives}`` with one of ``{notice, body, task, opening, header, ending}`` and
what it needs of ``{date, subject, width, wrap, spaced, xfail}``.
``gives`` is a subset of the JSON document: a key that it holds must be equal, lists must match
item by item and in length, and ``{any_of: [...]}`` accepts each of its members.

notice   the whole text
body     the lines between the opening and the recipients of a standard notice
task     the words of one item, below a lead-in that names UBND xã Tân Lập
opening  the paragraphs before the conclusions of a standard notice, and its `subject`
header   what stands above the opening of a standard notice
ending   what stands below the tasks of a standard notice
date     the day of issue of the standard notice (2025-10-13), or what ``--date`` gives for `notice`
width    the standard parts are wrapped at so many characters, the body stands as it is
wrap     everything is wrapped at so many characters
spaced   a blank line follows every line
xfail    the reason why the case is known to fail

While developing: ``python tests/test_cases.py [FILE ...] [--id ID ...]`` prints the failures.
"""

# ruff: noqa: T201 - the script prints
from __future__ import annotations

import argparse
import json
import re
import sys
import textwrap
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import notice_cli

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE)]  # so that it also runs as a script, from anywhere

from gold import differences  # noqa: E402

Case = dict[str, Any]

KEYS = {
    "id", "why", "gives", "date", "subject", "width", "wrap", "spaced", "xfail",
}  # fmt: skip
TEXTS = {"notice", "body", "task", "opening", "header", "ending"}
ISSUED = "2025-10-13"

HEADER = """\
ỦY BAN NHÂN DÂN
TỈNH PHÚ THỌ

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 215/TB-UBND
Phú Thọ, ngày {day:02} tháng {month:02} năm {year}

THÔNG BÁO
{subject}
"""
SUBJECT = """\
Kết luận của Phó Chủ tịch UBND tỉnh Trần Văn Bình tại cuộc họp về công tác đầu tư xây dựng"""
OPENING = """\
Ngày {meeting}, Phó Chủ tịch UBND tỉnh Trần Văn Bình chủ trì cuộc họp về công tác đầu tư xây \
dựng trên địa bàn tỉnh. Sau khi nghe báo cáo và ý kiến phát biểu của các đại biểu dự họp, Phó \
Chủ tịch UBND tỉnh kết luận như sau:"""
LEAD_IN = """\
Để bảo đảm tiến độ đề ra, yêu cầu UBND xã Tân Lập thực hiện các nhiệm vụ sau:"""
ITEMS = """\
1. Giao Sở Xây dựng kiểm tra hiện trường.
2. Giao Sở Tài chính bố trí kinh phí."""
END = """\

Nơi nhận:
- Chủ tịch, các Phó Chủ tịch UBND tỉnh;
- Các sở, ban, ngành tỉnh;
- UBND xã Tân Lập;
- Lưu: VT, KTTH.

TL. CHỦ TỊCH
KT. CHÁNH VĂN PHÒNG
PHÓ CHÁNH VĂN PHÒNG



Lê Thị Hồng Minh
"""


class Loader(yaml.CSafeLoader):
    """Leaves text as it stands: only null, true, false and plain numbers are converted."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012


for _tag, _pattern, _first in [
    ("null", r"null", "n"),
    ("bool", r"true|false", "tf"),
    ("int", r"-?(0|[1-9]\d*)", "-0123456789"),
    ("float", r"-?(0|[1-9]\d*)\.\d+", "-0123456789"),
]:
    Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_first)
    )


@cache
def load(path: Path) -> list[Case]:
    """Read the cases of a file; a case that is badly written is an error."""
    # Loader is a safe loader with fewer conversions.
    cases: list[Case] = yaml.load(path.read_text("utf-8"), Loader)  # noqa: S506
    seen: set[str] = set()
    for case in cases:
        name = f"{path.name}: {case.get('id')}"
        if unknown := case.keys() - KEYS - TEXTS:
            raise ValueError(f"{name}: unknown keys {sorted(unknown)}")
        if len(case.keys() & TEXTS) != 1 or "gives" not in case:
            raise ValueError(f"{name}: needs gives and one of {sorted(TEXTS)}")
        if not isinstance(case["id"], str) or case["id"] in seen:
            raise ValueError(f"{name}: the id must be a text that no other case has")
        seen.add(case["id"])
    return cases


def _fold(text: str, width: int) -> str:
    return "\n".join(
        textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False)
        for line in text.split("\n")
    )


def notice_text(case: Case) -> str:
    """Give the whole notice of a case."""
    if "notice" in case:
        text: str = case["notice"]
    else:
        issued = date.fromisoformat(case.get("date", ISSUED))
        subject = case.get("subject", SUBJECT)
        day = {"day": issued.day, "month": issued.month, "year": issued.year}
        header = case.get("header", HEADER.format(**day, subject=subject))
        opening = OPENING.format(meeting=f"{issued - timedelta(days=3):%d/%m/%Y}")
        opening = case.get("opening", opening).rstrip("\n")
        if "task" in case:
            body = f"{LEAD_IN}\n1. {case['task'].strip()}"
        else:
            body = case.get("body", ITEMS).rstrip("\n")
        if width := case.get("width"):
            header, opening = _fold(header, width), _fold(opening, width)
        text = f"{header}\n{opening}\n{body}\n{case.get('ending', END)}"
    if width := case.get("wrap"):
        text = _fold(text, width)
    if case.get("spaced"):
        text = re.sub(r"(?m)^(?=.)(.*)\n", r"\1 \n\n", text)
    return text


@cache
def _rules() -> notice_cli.Pack:
    return notice_cli.load_rules()


def run(case: Case) -> list[str]:
    """Parse the notice of a case; give the differences to what it should give."""
    reference = date.fromisoformat(case["date"]) if {"notice", "date"} <= case.keys() else None
    parsed = notice_cli.parse(notice_text(case), rules=_rules(), date=reference)
    return differences(case["gives"], json.loads(notice_cli.to_json(parsed)))


def _parameters() -> list[Any]:
    found = []
    for path in sorted((HERE / "cases").glob("*.yaml")):
        for case in load(path):
            reason = case.get("xfail")
            marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
            found.append(pytest.param(case, id=f"{path.stem}-{case['id']}", marks=marks))
    return found


@pytest.mark.parametrize("case", _parameters())
def test_case(case: Case) -> None:
    """The notice gives what the case says."""
    found = run(case)
    assert not found, "\n".join([case.get("why", ""), *found, "", notice_text(case)])


@pytest.mark.parametrize(("letter", "last"), [("D", 151), ("N", 15), ("A", 30)])
def test_whole_catalogue(letter: str, last: int) -> None:
    """Every wording of the catalogue has a case: days, what is none, who is told."""
    ids = {case["id"] for path in (HERE / "cases").glob("*.yaml") for case in load(path)}
    held = {name[:-1] if name[-1:].islower() else name for name in ids}
    wanted = {f"{letter}{number:02}" for number in range(1, last + 1)}
    assert wanted <= held, sorted(wanted - held)


def main() -> int:
    """Print the failures of the cases asked for, and how many there are."""
    parser = argparse.ArgumentParser(description="Run cases and print what fails, in short.")
    parser.add_argument("files", nargs="*", type=Path, help="case files (all unless told)")
    parser.add_argument("--id", action="append", help="only this case, or D05* for several")
    parser.add_argument("--text", action="store_true", help="print the text of what fails, too")
    parser.add_argument("--limit", type=int, default=0, help="stop after so many failures")
    options = parser.parse_args()
    total = failed = 0
    for path in options.files or sorted((HERE / "cases").glob("*.yaml")):
        for case in load(path):
            wanted = options.id or ["*"]
            if not any(Path(case["id"]).match(pattern) for pattern in wanted):
                continue
            total += 1
            try:
                found = run(case)
            except Exception as error:  # noqa: BLE001 - a crash is a failure like others
                found = [f"{type(error).__name__}: {error}"]
            if bool(found) == ("xfail" in case):
                continue
            failed += 1
            print(f"{path.stem} {case['id']}: {case.get('why', '')}".rstrip(": "))
            print(*(f"    {line}" for line in found or ["passes, but is marked xfail"]), sep="\n")
            if options.text:
                print(textwrap.indent(notice_text(case), "    | "))
            if options.limit and failed >= options.limit:
                break
    print(f"{failed} of {total} fail", file=sys.stderr)
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
