"""Sources of web pages, Markdown and quoted letters: what is read, and that places stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import ROOT
from notice_cli import parse
from notice_cli.lines import split_lines
from notice_cli.markup import read_markup
from notice_cli.text import INVISIBLE

if TYPE_CHECKING:
    from notice_cli.rules import Pack

LEFT = str.maketrans("", "", INVISIBLE)
PAGE = """<!DOCTYPE html>
<html><head><title>Tin</title><script>if (1 < 2) { x = "1. Giao" }</script></head>
<body>
BODY
</body></html>"""


def lines(text: str, pack: Pack) -> list[tuple[int, str]]:
    shown, _ = read_markup(text)
    return [(line.number, line.value) for line in split_lines(shown, pack)]


def shown(text: str) -> list[str]:
    value = read_markup(text)[0].translate(LEFT).replace("\x1f", " ").replace("\u2028", "\n")
    return [line.strip(" ") for line in value.split("\n") if line.strip()]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>Một\n  hai</p><p>ba</p>", ["Một hai", "ba"]),
        ("<div><b>Giao</b> <i>Sở</i> Y tế<br/>bốn</div>", ["Giao Sở Y tế", "bốn"]),
        ("<ul><li>một</li><li>hai</li></ul>", ["- một", "- hai"]),
        ("<ol><li>một</li><li>hai</li></ol>", ["1. một", "2. hai"]),
        ('<ol start="4"><li>một</li></ol><ol><li>hai</li></ol>', ["4. một", "1. hai"]),
        ("<ul><li>- một</li><li>a) hai</li></ul>", ["- một", "a) hai"]),
        (
            "<table><tr><td>UBND XÃ<br>PHÒNG Y</td><td>MỘT<br>HAI</td></tr></table>",
            ["UBND XÃ", "PHÒNG Y", "MỘT", "HAI"],
        ),
        ("<table><tr><td>Số: 1</td><td>Hà Nội</td></tr></table>", ["Số: 1\tHà Nội"]),
        (
            "<table><tr><td>1</td><td><p>Rà\nsoát</p><p>lại</p></td><td>Sở Y</td></tr></table>",
            ["1\tRà soát lại\tSở Y"],
        ),
        ("<pre>một    hai\nba</pre>", ["một    hai", "ba"]),
        ("<!-- 1. Giao\nSở --><p>một</p><style>p { x: y }</style>", ["một"]),
        ("<p>một&nbsp;&nbsp;&nbsp;hai&nbsp;ba</p>", ["một" + " " * 18 + "hai ba"]),
        ("<p>a < b và c > d</p>", ["a < b và c > d"]),
    ],
)
def test_a_page_is_read_as_it_is_seen(body: str, expected: list[str]) -> None:
    assert shown(PAGE.replace("BODY", body)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# THÔNG BÁO\n\n**Về** việc", ["THÔNG BÁO", "Về việc"]),
        ("***Nơi nhận:***\n\n**a**", ["Nơi nhận:", "a"]),
        ("**CỘNG HÒA\nXÃ HỘI** và", ["CỘNG HÒA", "XÃ HỘI và"]),
        ("## I. PHẦN\n1\\. Giao Sở \\- Y\\*", ["I. PHẦN", "1. Giao Sở - Y*"]),
        ("**a**\n\n[Sở Y](http://x.vn/a) ![ảnh](b.png) hết", ["a", "Sở Y  hết"]),
        ("| a | b |\n|---|:-:|\n| c | d |", ["| a | b |", "| c | d |"]),
        ("|---|---|\n| UBND<br>SỞ | A<br>B |", ["UBND", "SỞ", "A", "B"]),
        ("|---|---|---|\n| 1 | Rà<br>soát | Sở Y |", ["| 1 | Rà soát | Sở Y |"]),
        ("```\nmột  hai\n```", ["một  hai"]),
    ],
)
def test_markdown_is_read_without_its_marks(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "***\nSố: 5/TB\n* một\n* hai (*) và (**), (**)\n",
        "a_b_c __________ d\n1. Giao # Sở\n-----\n",
        "Diện tích > 50%\n> 60%\n",
        "C:\\tệp\\a.txt\n",
        "một <b>hai</b><br>ba\n",
        "| một | hai |\n",
    ],
)
def test_other_texts_are_left_as_they_are(text: str) -> None:
    assert read_markup(text) == (text, None)


def test_quotes_of_a_letter_are_taken_off() -> None:
    assert shown("> Một\n>\n>> hai\n> ba") == ["Một", "hai", "ba"]


def test_no_clean_notice_is_touched() -> None:
    for path in sorted(ROOT.glob("*/**/*.txt")):
        if {"samples", "notices", "english"} & set(path.parts):
            text = path.read_text("utf-8")
            assert read_markup(text) == (text, None), path


def test_lines_are_counted_in_the_source(pack: Pack) -> None:
    text = "<div>\n<p>\n  Một\n  hai</p>\n<script>\n\n</script>\n<p>ba</p>\n</div>"
    assert lines(text, pack) == [(3, "Một hai"), (8, "ba")]


def test_spans_and_lines_are_those_of_the_source(pack: Pack) -> None:
    body = (
        "<p>THÔNG BÁO</p>\n<p>Kết luận cuộc họp</p>\n"
        "<p>1. Giao <b>Sở Y tế</b>\nrà soát trước ngày 05/5/2026.</p>\n"
        "<p>Nơi nhận:<br>- Lưu: VT.</p>"
    )
    text = PAGE.replace("BODY", body)
    notice = parse(text, rules=pack)
    (task,) = notice.tasks
    assert task.text == "Giao Sở Y tế rà soát trước ngày 05/5/2026."
    assert task.lines == (6, 7)
    assert text[slice(*task.span)] == "Giao <b>Sở Y tế</b>\nrà soát trước ngày 05/5/2026."
    assert text[slice(*task.assignees[0].span)] == "Sở Y tế"
    assert notice.source.repairs == ("html",)
    assert [told.code for told in notice.diagnostics if told.code == "markup"] == ["markup"]


PIECES = [
    "<p>", "</p>", "<table>", "<tr>", "<td>", "</td>", "</tr>", "<ol>", "<li>", "<br>", "<pre>",
    "<!--", "-->", "<script>", "</script>", "&nbsp;", "<", ">", "\n", " ", "**", "_", "# ", "\\.",
    "|", "|---|---|", "> ", "Giao Sở Y tế", "1. ", "</html>", "[a](b)",
]  # fmt: skip


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_what_is_read_is_as_long_as_what_came(text: str) -> None:
    value, _ = read_markup(text)
    assert len(value) == len(text)
    assert value.count("\n") + value.count("\x1f") == text.count("\n")


@pytest.mark.parametrize(
    "piece", ["<!--", "<p", "**a", "[", "|<br>", "<table><tr><td>", "\\", "> "]
)
def test_a_long_text_of_marks_takes_no_time(piece: str) -> None:
    """Twenty thousand marks are read, which none would be whose time grows with the square."""
    text = f"<p>{piece * 20_000}</p>"
    assert len(read_markup(text)[0]) == len(text)
    text = f"# a\n{piece * 20_000}"
    assert len(read_markup(text)[0]) == len(text)
