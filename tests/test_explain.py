"""``notice explain``: each value has its rule and its words, and nothing changes by asking."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import orjson
import pytest
from typer.testing import CliRunner

from conftest import ROOT
from notice_cli import load_rules, parse, to_json
from notice_cli.cli import app
from notice_cli.explain_text import to_json as explained
from notice_cli.explanation import FIELDS
from notice_cli.parse import parse_traced
from notice_cli.provenance import explain

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from typer.testing import Result

    from notice_cli.explanation import Explanation, Value, Words
    from notice_cli.rules import Pack

SAMPLES = sorted((ROOT / "samples").glob("*.txt"))
samples = pytest.mark.parametrize("path", SAMPLES, ids=lambda path: str(path.stem))

NOTICE = """\
ỦY BAN NHÂN DÂN
TỈNH HÒA AN

Số: 12/TB-UBND
Hòa An, ngày 14 tháng 5 năm 2025

THÔNG BÁO
Kết luận của Chủ tịch UBND tỉnh tại cuộc họp giao ban

Ngày 12/5/2025, Chủ tịch UBND tỉnh chủ trì cuộc họp và kết luận như sau:
1. Giao Sở Y tế, trước ngày 20/6/2025:
a) Rà soát các trạm y tế.
b) Thực hiện Quyết định số 31/QĐ-UBND ngày 02/3/2025 của UBND tỉnh, báo cáo UBND tỉnh.
2. Ghi nhận kết quả đã đạt được.

Nơi nhận:
- Như trên;
- Lưu: VT.
CHỦ TỊCH
Nguyễn Văn Bình
"""


def explanation(text: str, pack: Pack) -> Explanation:
    return explain(*parse_traced(text.encode(), file="notice.txt", rules=pack))


def of(told: Explanation, field: str, owner: str | None = None) -> list[Value]:
    return [value for value in told.values if value.field == field and owner in (None, value.of)]


def reasons(told: Explanation, words: str) -> set[str]:
    return {other.why for other in told.others if other.words.text == words}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["explain", *arguments])


# --- Asking changes nothing


@samples
def test_what_is_explained_is_what_is_parsed(path: Path, pack: Pack) -> None:
    data = path.read_bytes()
    notice, _ = parse_traced(data, file=path.name, rules=pack)
    assert to_json(notice) == to_json(parse(data, file=path.name, rules=pack))


def test_without_asking_nothing_is_noted(pack: Pack) -> None:
    parse_traced(NOTICE.encode(), file="-", rules=pack)
    assert pack.trace is None


# --- What is told


@samples
def test_every_value_has_a_rule_or_a_reason(path: Path, pack: Pack) -> None:
    told = explain(*parse_traced(path.read_bytes(), file=path.name, rules=pack))
    assert [value for value in told.values if not (value.because or value.note)] == []
    assert {value.field for value in told.values} <= set(FIELDS)


@samples
def test_every_task_value_is_explained(path: Path, pack: Pack) -> None:
    notice, stages = parse_traced(path.read_bytes(), file=path.name, rules=pack)
    told = explain(notice, stages)
    for task in notice.tasks:
        assert [v.value for v in of(told, "task.text", task.id)] == [task.text]
        names = [v.value["name"] for v in of(told, "task.assignees", task.id)]
        assert names == [assignee.name for assignee in task.assignees]
        assert [v.value for v in of(told, "task.deadlines", task.id)] == list(task.deadlines)
        assert [v.value for v in of(told, "task.report_to", task.id)] == list(task.report_to)
        assert [v.value for v in of(told, "task.references", task.id)] == list(task.references)
        assert [v.value for v in of(told, "task.targets", task.id)] == list(task.targets)


@samples
def test_a_rule_stands_where_it_is_said_to(path: Path, pack: Pack) -> None:
    told = explain(*parse_traced(path.read_bytes(), file=path.name, rules=pack))
    for words in all_words(told):
        lines = (ROOT / "rules" / words.file).read_text("utf-8").splitlines()
        assert re.search(rf"\bid: '?{re.escape(words.rule)}\b", lines[words.line - 1]), words


@samples
def test_words_are_those_at_their_span(path: Path, pack: Pack) -> None:
    notice, stages = parse_traced(path.read_bytes(), file=path.name, rules=pack)
    text = stages.decoded.value
    for words in all_words(explain(notice, stages)):
        start, end = words.span
        assert words.text[:1] in text[start:end]
        assert text.count("\n", 0, start) + 1 == words.lines[0]


def all_words(told: Explanation) -> set[Words]:
    own = {words for value in told.values for words in value.because}
    lost = {words for other in told.others for words in (other.words, other.to) if words}
    return own | lost


def test_an_assignee_names_the_rule_that_tells_it_and_the_one_that_knows_it(pack: Pack) -> None:
    told = explanation("1. Giao Sở Y tế rà soát các trạm y tế.\n", pack)
    (value,) = of(told, "task.assignees")
    assert [(words.kind, words.text) for words in value.because] == [
        ("assignments", "Giao Sở Y tế"),
        ("bodies", "Sở Y tế"),
    ]
    assert value.inherited is None


def test_what_is_inherited_names_its_node_and_line(pack: Pack) -> None:
    told = explanation(NOTICE, pack)
    (lead,) = of(told, "task.assignees", "1.a")
    (deadline,) = of(told, "task.deadlines", "1.a")
    assert lead.inherited is not None
    assert (lead.inherited.node, lead.inherited.lines) == ("1", (11, 11))
    assert deadline.inherited == lead.inherited
    assert [words.kind for words in deadline.because] == ["deadlines", "times"]


def test_addressees_are_told_as_such(pack: Pack) -> None:
    letter = ROOT / "tests" / "notices" / "letter-building-materials.txt"
    told = explanation(letter.read_text("utf-8"), pack)
    value = of(told, "task.assignees", "2")[0]
    assert value.inherited is not None
    assert value.inherited.node is None
    assert value.note is not None


def test_a_date_inside_a_citation_is_masked_by_it(pack: Pack) -> None:
    told = explanation(NOTICE, pack)
    lost = next(other for other in told.others if other.words.text == "02/3/2025")
    assert lost.why == "masked"
    assert lost.to is not None
    assert (lost.to.kind, lost.to.text[:10]) == ("references", "Quyết định")
    assert reasons(told, "UBND") >= {"inside-citation"}
    (cited,) = of(told, "task.references", "1.b")
    assert lost in cited.others


def test_of_two_deadlines_that_overlap_the_loser_is_told(pack: Pack) -> None:
    told = explanation("1. Giao Sở Y tế báo cáo trước 16 giờ 00 thứ Sáu hằng tuần.\n", pack)
    (value,) = of(told, "task.deadlines")
    lost = [other for other in value.others if other.words.kind == "deadlines"]
    assert lost
    assert {other.why for other in lost} == {"overlapped"}
    assert all(other.to and other.to.text == value.value.text for other in lost)


def test_a_shorter_name_of_a_body_is_told(pack: Pack) -> None:
    told = explanation("1. Giao Chi cục Quản lý thị trường tỉnh kiểm tra.\n", pack)
    (value,) = of(told, "task.assignees")
    assert "Chi cục" in {other.words.text for other in value.others}


def test_the_number_of_a_document_has_its_line_and_rule(pack: Pack) -> None:
    (code,) = of(explanation(NOTICE, pack), "document.code")
    assert (code.value, code.lines) == ("12/TB-UBND", (4, 4))
    assert [words.kind for words in code.because] == ["anchors"]


def test_a_role_tells_why(pack: Pack) -> None:
    told = explanation(NOTICE, pack)
    (praise,) = of(told, "node.role", "2")
    assert praise.value == "assessment"
    assert [words.kind for words in praise.because] == ["roles"]
    (lead_in,) = of(told, "node.role", "1")
    assert lead_in.note is not None


def test_a_table_of_assignments_is_explained(pack: Pack) -> None:
    path = ROOT / "tests" / "notices" / "unseen-2" / "project-board-airport-table.txt"
    told = explain(*parse_traced(path.read_bytes(), file="-", rules=pack))
    assert [value for value in told.values if not (value.because or value.note)] == []
    assert "labels" in {w.kind for v in of(told, "task.assignees") for w in v.because}


def test_a_marker_that_begins_no_paragraph_is_told(pack: Pack) -> None:
    wrapped = (
        "a) Rà soát toàn bộ các trạm y tế trên địa bàn tỉnh theo nội dung tại mục\n7. báo cáo."
    )
    told = explanation(NOTICE.replace("a) Rà soát các trạm y tế.", wrapped), pack)
    assert reasons(told, "7.") == {"no-paragraph"}


def test_a_rule_for_roles_that_was_asked_later_is_told(pack: Pack) -> None:
    told = explain(*parse_traced(SAMPLES[0].read_bytes(), file="-", rules=pack))
    lost = [other for value in of(told, "node.role") for other in value.others]
    assert {other.why for other in lost} <= {"weaker"}


def test_lines_that_nothing_used_are_told(pack: Pack) -> None:
    text = NOTICE.replace("đã đạt được.\n", "đã đạt được\ntrong năm qua của các cơ quan.\n")
    told = explanation(text, pack)
    unused = [(line.number, line.part, line.node) for line in told.lines if not line.used]
    assert unused == [(15, "body", "2")]


def test_furniture_names_the_rule_that_dropped_it(pack: Pack) -> None:
    told = explanation(NOTICE.replace("\n2. Ghi", "\n\f2\n2. Ghi"), pack)
    (line,) = [line for line in told.lines if line.part == "page number"]
    assert line.rule is not None
    assert line.rule.kind == "furniture"


def test_a_rule_of_a_layer_is_told_by_its_own_path(tmp_path: Path) -> None:
    layer = tmp_path / "office"
    layer.mkdir()
    (layer / "pack.yaml").write_text("pack: {name: office, version: 1, extends: vi}\n", "utf-8")
    (layer / "own.yaml").write_text(
        "bodies:\n"
        "  - id: club\n"
        "    pattern: 'Câu lạc bộ Hoa Sen'\n"
        "    examples:\n"
        "      - {text: 'Giao Câu lạc bộ Hoa Sen rà soát', gives: ['Câu lạc bộ Hoa Sen']}\n"
        "      - {text: 'câu lạc bộ khác', gives: null}\n",
        "utf-8",
    )
    told = explanation("1. Giao Câu lạc bộ Hoa Sen rà soát.\n", load_rules(layer))
    (value,) = of(told, "task.assignees")
    assert ("office/own.yaml", 2) in {(words.file, words.line) for words in value.because}


# --- What is asked for


def test_a_task_brings_its_node() -> None:
    done = run(str(SAMPLES[0]), "--task", "1.-1", "-f", "json")
    data = json.loads(done.stdout)
    assert {value["of"] for value in data["values"]} == {"1.-1"}
    assert {value["field"].partition(".")[0] for value in data["values"]} == {"node", "task"}


def test_a_line_brings_what_rests_on_it_and_what_lost_there() -> None:
    done = run(str(SAMPLES[0]), "--line", "24", "-f", "json")
    data = json.loads(done.stdout)
    assert [line["number"] for line in data["lines"]] == [24]
    assert "Công an xã" in {name(value) for value in data["values"]}
    assert "không" not in done.stdout


def name(value: dict[str, Any]) -> object:
    inner = value["value"]
    return inner["name"] if isinstance(inner, dict) and "name" in inner else inner


@pytest.mark.parametrize("field", ["task.deadlines", "deadlines"])
def test_a_field_by_its_whole_name_or_its_last_part(field: str) -> None:
    data = json.loads(run(str(SAMPLES[0]), "--field", field, "-f", "json").stdout)
    assert {value["field"] for value in data["values"]} == {"task.deadlines"}


def test_json_holds_all_of_it(pack: Pack) -> None:
    data = orjson.loads(explained(explanation(NOTICE, pack)))
    assert list(data) == ["schema", "file", "rules", "values", "lines", "others"]
    assert data["schema"] == "notice-explain/1"


def test_text_says_it_in_words() -> None:
    out = run(str(SAMPLES[0]), "--task", "1.-1").stdout
    assert "inherited from node 1, line 23" in out
    assert re.search(r"assignments/\w+ vi/assignments\.yaml:\d+", out)


def test_the_same_input_gives_the_same_bytes() -> None:
    assert run(str(SAMPLES[0])).stdout == run(str(SAMPLES[0])).stdout


# --- What can go wrong


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("missing.txt",), 4, "no such file"),
        ((str(ROOT),), 2, "is a folder"),
        ((str(SAMPLES[0]), "--task", "X.9"), 2, "no task X.9; there are 1.-1"),
        ((str(SAMPLES[0]), "--line", "9999"), 2, "is blank or not there"),
        ((str(SAMPLES[0]), "--field", "dedlines"), 2, "did you mean deadlines?"),
        ((str(SAMPLES[0]), "--field", "code", "--line", "1"), 2, "do not go together"),
        ((str(SAMPLES[0]), "--html", "x.html", "-f", "json"), 2, "--html is the whole notice"),
        ((str(SAMPLES[0]), "--html", str(SAMPLES[0])), 2, "is one of the inputs"),
        ((str(SAMPLES[0]), "--html", "no/such/folder/x.html"), 2, "cannot be written"),
        ((str(SAMPLES[0]), "--rules", "no-such-rules"), 3, "does not exist"),
    ],
)
def test_a_mistake_has_its_message_and_exit_code(
    arguments: tuple[str, ...], code: int, says: str
) -> None:
    done = run(*arguments)
    assert done.exit_code == code
    assert says in done.stderr
    assert done.stdout == ""


def test_what_is_no_text_fails(tmp_path: Path) -> None:
    path = tmp_path / "picture.txt"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 50)
    assert run(str(path)).exit_code == 1


def test_html_goes_to_its_file_alone(tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    done = run(str(SAMPLES[0]), "--html", str(out))
    assert (done.exit_code, done.stdout) == (0, "")
    assert out.read_bytes().startswith(b"<!doctype html>")
