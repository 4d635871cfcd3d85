"""Measuring: what counts as right, wrong, missing and extra, and what a user is told."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from typer.testing import CliRunner

import made
from notice_cli.cli import app
from notice_cli.errors import InputError
from notice_cli.evaluate import judge
from notice_cli.goldfiles import parsed, read
from notice_cli.matching import accepts, align, pairs
from notice_cli.scorecard import Measured, below, table
from notice_cli.scores import FIELDS, Tally, figure, tallies

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

    from notice_cli.model import Notice

Json: TypeAlias = dict[str, Any]


def document(*tasks: Json, **parts: Any) -> Json:  # noqa: ANN401 - JSON
    """What could have been read: whole in shape, empty but for what is given."""
    names = ("organ_name_source", "superior_organ_name", "code_notation", "code_number")
    fields = ("type_name", "type_code", "code", "organ_name", "place", "issued_date", "subject")
    return {
        "document": {
            **dict.fromkeys((*fields, *names, "priority", "secrecy")),
            **parts.pop("document", {}),
        },
        "event": {"date": None, "concluded_by": None, "participants": []},
        "body": [],
        "tasks": list(tasks),
        "references": [],
        "recipients": {"entries": [], "archive": None},
        "signature": {"competence": [], "position": None, "full_name": None},
        **parts,
    }


def task(name: str, text: str = "Sở A báo cáo.", **parts: Any) -> Json:  # noqa: ANN401 - JSON
    return {
        "id": name,
        "text": text,
        "heading": None,
        "assignees": [],
        "deadlines": [],
        "due_date": None,
        "deadline_type": "none",
        "report_to": [],
        "references": [],
        "targets": [],
        **parts,
    }


def assignee(name: str, role: str = "lead", source: str = "explicit") -> Json:
    return {"name": name, "role": role, "source": source, "text": name}


def deadline(day: str | None, **parts: Any) -> Json:  # noqa: ANN401 - JSON
    return {
        "text": "trước ngày",
        "operator": "before",
        "date": day,
        "last_day": day,
        "start": None,
        "time": None,
        "recurrence": None,
        **parts,
    }


def counted(gold: Json, actual: Json) -> dict[str, Tally]:
    """The tallies of the fields that were judged at all."""
    return {k: v for k, v in tallies(judge(gold, actual)).items() if v != Tally()}


def misses(gold: Json, actual: Json) -> list[tuple[str, str]]:
    return [(v.field, v.outcome) for v in judge(gold, actual) if v.is_miss]


# --- one value ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gold", "got", "tally"),
    [
        ("2025-10-20", "2025-10-20", Tally(right=1)),
        ("2025-10-20", "2025-10-21", Tally(wrong=1)),
        ("2025-10-20", None, Tally(missing=1)),
        (None, "2025-10-20", Tally(extra=1)),
        (None, None, Tally(absent=1)),
        ({"any_of": ["2025-10-20", "2025-10-21"]}, "2025-10-21", Tally(right=1)),
        ({"any_of": ["2025-10-20", None]}, None, Tally(absent=1)),
        ({"any_of": ["2025-10-20", None]}, "2025-10-21", Tally(wrong=1)),
        ({"any_of": ["2025-10-20", {"any_of": ["2025-10-22"]}]}, "2025-10-22", Tally(right=1)),
        ({"any_of": ["2025-10-20", "2025-10-21"]}, None, Tally(missing=1)),
    ],
)
def test_a_due_date(gold: object, got: str | None, tally: Tally) -> None:
    found = counted({"tasks": [{"id": "1", "due_date": gold}]}, document(task("1", due_date=got)))
    assert found["due_date"] == tally
    assert found["tasks"] == found["task_id"] == Tally(right=1)
    wrong = tally.wrong + tally.extra
    assert found["due_date_not_wrong"] == Tally(right=1 - wrong, wrong=wrong)


def test_what_gold_leaves_out_is_not_judged() -> None:
    full = document(task("1", due_date="2025-10-20", assignees=[assignee("Sở A")]))
    assert counted({}, full) == {}
    assert set(counted({"tasks": [{"id": "1"}]}, full)) == {"tasks", "task_id"}


def test_a_document_is_right_against_itself() -> None:
    one = document(
        task("1", assignees=[assignee("Sở A")], deadlines=[deadline("2025-10-20")]),
        document={"code": "1/TB-UBND"},
    )
    assert misses(one, one) == []


def test_the_header_is_one_figure_and_many() -> None:
    gold = {"document": {"code": "1/TB-UBND", "place": "Huế", "subject": None}}
    found = counted(gold, document(document={"code": "2/TB-UBND", "place": "Huế"}))
    assert found["header"] == Tally(right=1, wrong=1, absent=1)
    assert found["header.code"] == Tally(wrong=1)
    assert found["header.place"] == Tally(right=1)


def test_a_block_that_is_null_has_nothing_in_it() -> None:
    actual = document(signature={"competence": ["TL. A"], "position": None, "full_name": "B"})
    nothing: Json = {"signature": None}
    assert counted(nothing, actual)["signature"] == Tally(extra=2, absent=1)
    nothing = {"signature": {"any_of": [None, {"full_name": "B"}]}}
    assert counted(nothing, actual)["signature"] == Tally(right=1)


def test_who_concluded_is_one_value() -> None:
    person = {"full_name": "Lê An", "position": "Chủ tịch"}
    gold = {"event": {"concluded_by": {"full_name": "Lê An", "position": {"any_of": ["X", "Y"]}}}}
    event: Json = {"date": None, "concluded_by": person, "participants": []}
    assert counted(gold, document(event=event)) == {"concluded_by": Tally(wrong=1)}
    assert counted(gold, document()) == {"concluded_by": Tally(missing=1)}
    assert counted({"event": {"concluded_by": None}}, document(event=event)) == {
        "concluded_by": Tally(extra=1)
    }


# --- lists -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gold", "got", "tally"),
    [
        (["A", "B"], ["B", "A"], Tally(right=2)),
        (["A", "B"], ["A"], Tally(right=1, missing=1)),
        (["A"], ["A", "B"], Tally(right=1, extra=1)),
        (["A", "B"], ["A", "C"], Tally(right=1, wrong=1)),
        (["A", "B"], ["C"], Tally(wrong=1, missing=1)),
        ([], ["C"], Tally(extra=1)),
        ([], [], Tally(absent=1)),
        # The open one must leave to the other what only that accepts.
        ([{"any_of": ["A", "B"]}, "A"], ["A", "B"], Tally(right=2)),
        ({"any_of": [["A"], ["A", "B"]]}, ["B", "A"], Tally(right=2)),
        ({"any_of": [["A"], []]}, [], Tally(absent=1)),
    ],
)
def test_whom_it_is_reported_to(gold: object, got: list[str], tally: Tally) -> None:
    found = counted({"tasks": [{"id": "1", "report_to": gold}]}, document(task("1", report_to=got)))
    assert found["report_to"] == tally


def test_assignees_by_role_then_their_source() -> None:
    gold = [assignee("A"), assignee("B", "coordinate"), assignee("C", source="inherited")]
    got = [assignee("A", source="heading"), assignee("B"), assignee("C", source="inherited")]
    found = counted({"tasks": [{"assignees": gold}]}, document(task("1", assignees=got)))
    assert found["leads"] == Tally(right=2, extra=1)
    assert found["coordinators"] == Tally(missing=1)
    assert found["assignee_source"] == Tally(right=1, wrong=1)


def test_deadlines_and_their_particulars() -> None:
    gold = [deadline("2025-10-20"), deadline(None, operator="recurring", recurrence="FREQ=DAILY")]
    got = [deadline("2025-10-20", text="trước ngày 20", time="17:00")]
    found = counted({"tasks": [{"deadlines": gold}]}, document(task("1", deadlines=got)))
    assert found["deadlines"] == Tally(right=1, missing=1)
    assert found["deadline_text"] == Tally(wrong=1)
    assert found["deadline_time"] == Tally(extra=1)
    assert found["recurrence"] == Tally(missing=1, absent=1)


def test_a_rule_of_recurrence_where_gold_has_no_deadline() -> None:
    got = [deadline(None, operator="recurring", recurrence="FREQ=DAILY")]
    found = counted({"tasks": [{"deadlines": []}]}, document(task("1", deadlines=got)))
    assert found["deadlines"] == found["recurrence"] == Tally(extra=1)


def test_references_of_tasks_are_compared_by_what_they_stand_for() -> None:
    one, other = {"id": "R1", "code": "1/A"}, {"id": "R1", "code": "0/Z"}
    actual = document(task("1", references=["R2"]), references=[other, {**one, "id": "R2"}])
    cites = [{"id": "1", "references": ["R1"]}]
    found = counted({"tasks": cites, "references": [one]}, actual)
    assert found["references"] == Tally(right=1, extra=1)
    assert found["task_references"] == Tally(right=1)
    assert counted({"tasks": cites}, actual)["task_references"] == Tally(wrong=1)


def test_recipients_and_archive() -> None:
    entries = [{"name": "A", "purpose": "để b/c"}, {"name": "B", "purpose": None}]
    actual = document(recipients={"entries": entries, "archive": "VT"})
    gold = {"entries": [{"name": "A", "purpose": None}, {"name": "B"}], "archive": "VT, TH"}
    found = counted({"recipients": gold}, actual)
    assert found["recipients"] == Tally(right=1, wrong=1)
    assert found["archive"] == Tally(wrong=1)


def test_the_outline_is_compared_node_by_node() -> None:
    def node(name: str, role: str, *children: Json) -> Json:
        return {"id": name, "role": role, "children": list(children)}

    gold = [node("1", "lead_in", node("1.a", "directive"), node("1.b", "decision"))]
    got = [node("1", "lead_in", node("1.a", "directive"), node("1.b", "directive")), node("2", "x")]
    assert counted({"body": gold}, document(body=got))["outline"] == Tally(2, wrong=1, extra=1)
    open_ = [{**gold[0], "children": {"any_of": [[], got[0]["children"]]}}]
    assert counted({"body": open_}, document(body=got))["outline"] == Tally(3, extra=1)


# --- which task is which -----------------------------------------------------------


def test_tasks_that_are_missing_and_extra_lack_and_add_values() -> None:
    gold = [
        {"id": "1", "due_date": "2025-10-20", "assignees": [assignee("A")]},
        {"id": "2", "due_date": None, "assignees": []},
    ]
    got = [task("2"), task("3", due_date="2025-10-21"), task("4", report_to=["X"])]
    found = counted({"tasks": gold}, document(*got))
    assert found["tasks"] == Tally(right=1, missing=1, extra=2)
    assert found["leads"] == Tally(missing=1, absent=1)
    assert found["due_date"] == Tally(missing=1, extra=1, absent=1)
    # Gold says nothing of reports, and nothing of the ids of tasks that are not there.
    assert "report_to" not in found
    assert found["task_id"] == Tally(right=1)
    assert (found["tasks"].precision, found["tasks"].recall) == (1 / 3, 1 / 2)
    assert figure("tasks", found["tasks"]) == pytest.approx(0.4)


def test_where_nothing_is_assigned_every_task_is_too_much() -> None:
    found = counted({"tasks": []}, document(task("1", due_date="2025-10-21")))
    assert found["tasks"] == found["due_date"] == Tally(extra=1)


def test_a_task_cut_in_two_is_wrong_and_missing() -> None:
    gold = [{"id": "3#1", "due_date": "2025-10-20"}, {"id": "3#2", "due_date": None}]
    found = counted({"tasks": gold}, document(task("3", due_date="2025-10-20")))
    assert found["tasks"] == Tally(wrong=1, missing=1)
    assert found["due_date"] == Tally(right=1)


def test_without_ids_tasks_are_taken_in_order() -> None:
    gold = [{"due_date": "2025-10-20"}, {"due_date": None}]
    found = counted({"tasks": gold}, document(task("1", due_date="2025-10-20")))
    assert found["tasks"] == Tally(right=1, missing=1)
    assert found["due_date"] == Tally(right=1)


def test_the_text_finds_a_task_whose_id_is_another() -> None:
    gold = [{"id": "p2", "text": "Sở B báo cáo."}]
    found = counted({"tasks": gold}, document(task("p3"), task("p4", "Sở B báo cáo.")))
    assert found["tasks"] == Tally(right=1, extra=1)
    assert found["task_id"] == Tally(wrong=1)


def test_an_id_may_be_open_and_so_may_be_all_tasks() -> None:
    actual = document(task("p2"), task("p4"))
    either: Json = {"tasks": [{"id": "p2"}, {"id": {"any_of": ["p4", "p5"]}}]}
    assert misses(either, actual) == []
    whole = {"tasks": {"any_of": [[{"id": "p2"}], either["tasks"]]}}
    assert misses(whole, actual) == []


def test_text_ends_forgive_what_was_mended_between_them() -> None:
    gold = [{"id": "1", "text": "Sở Tài chính chủ trì tham mưu, báo cáo UBND tỉnh."}]
    inside = document(task("1", "Sở Tài chính chủ trì tham muu, báo cáo UBND tỉnh."))
    assert misses({"tasks": gold}, inside) == [("text", "wrong")]
    short = document(task("1", "Sở Tài chính chủ trì tham mưu"))
    assert misses({"tasks": gold}, short) == [("text", "wrong"), ("text_ends", "wrong")]


def test_matching() -> None:
    assert pairs(["a", "b"], ["c", "a"]) == [(0, 1), (1, 0)]
    # The nearest of what is left, so that a list of misses can be read.
    gold = [{"x": 1, "y": 1}, {"x": 2, "y": 2}]
    assert pairs(gold, [{"x": 2, "y": 9}, {"x": 9, "y": 1}]) == [(0, 1), (1, 0)]
    assert align("abc", "axc", [lambda a, b: a == b]) == [(0, 0), (1, 1), (2, 2)]
    assert align("abc", "ac", [lambda a, b: a == b]) == [(0, 0), (1, None), (2, 1)]
    assert accepts(100, 100.0)
    assert not accepts(1, True)  # noqa: FBT003 - JSON


# --- the report --------------------------------------------------------------------


def test_the_table_and_its_misses() -> None:
    gold = {"tasks": [{"id": "1", "due_date": "2025-10-20"}, {"id": "2", "due_date": None}]}
    verdicts = judge(gold, document(task("1", due_date="2025-10-21"), task("2")))
    text = table([Measured("a.json", verdicts)], misses=True)
    assert "due_date                            0       1       0       0       1   0.000" in text
    assert "wrong due dates: 1 in 2 tasks, 50.0 in 100" in text
    assert 'a.json: 1 due_date: wrong: expected "2025-10-20", got "2025-10-21"' in text
    assert "not in the gold: text, " in text
    assert max(map(len, text.split("not in")[0].splitlines())) <= 80


def test_floors() -> None:
    found = tallies(judge({"tasks": [{"id": "1"}]}, document(task("1"), task("2"))))
    assert below(found, [("tasks", 0.6), ("task_id", 1.0)]) == []
    told = below(found, [("tasks", 0.7), ("leads", 0.0)])
    assert [line.partition(":")[0] for line in told] == ["tasks", "leads"]


# --- the command -------------------------------------------------------------------


def evaluated(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["eval", *map(str, arguments)], catch_exceptions=False)


@pytest.fixture
def gold(tmp_path: Path, sample: Path) -> Path:
    """A folder with gold for one notice, in a folder of its own, right but for its place."""
    actual = json.loads(CliRunner().invoke(app, ["parse", str(sample)]).stdout_bytes)
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "one.txt").write_bytes(sample.read_bytes())
    written = {"document": {**actual["document"], "place": "Nowhere"}, "tasks": actual["tasks"]}
    (tmp_path / "deep" / "one.json").write_text(json.dumps(written), "utf-8")
    return tmp_path


def test_a_folder_is_measured(gold: Path) -> None:
    result = evaluated(gold)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == evaluated(gold / "deep" / "one.json", gold).stdout
    report = json.loads(evaluated(gold, "-f", "json", "--show-misses").stdout_bytes)
    assert list(report["fields"]) == list(FIELDS)
    assert [miss["field"] for miss in report["misses"]] == ["header.place"]
    assert report["misses"][0]["expected"] == "Nowhere"


def test_a_floor_that_is_not_reached(gold: Path) -> None:
    assert evaluated(gold, "--min", "tasks=1", "--min", "header=0.5").exit_code == 0
    result = evaluated(gold, "--min", "header.place=0.98", "--min", "tasks=1")
    assert result.exit_code == 1
    assert result.stderr == "notice: header.place: 0.0000 is below 0.98\n"
    assert "header.place" in result.stdout


@pytest.mark.parametrize(
    ("floor", "told"),
    [("lead=0.9", "did you mean leads?"), ("leads", "leads=0.98"), ("leads=98", "from 0 to 1"),
     ("zzz=1", "there are tasks, ")],
)  # fmt: skip
def test_a_floor_that_makes_no_sense(gold: Path, floor: str, told: str) -> None:
    result = evaluated(gold, "--min", floor)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


def test_no_gold(tmp_path: Path, gold: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert evaluated(tmp_path / "empty").exit_code == 4
    result = evaluated(tmp_path / "none.json", gold)
    assert result.exit_code == 1
    assert "none.json: no such file" in result.stderr
    assert "notices: 1" in result.stdout


def test_texts_that_lie_elsewhere(tmp_path: Path, gold: Path) -> None:
    (tmp_path / "texts" / "more").mkdir(parents=True)
    (gold / "deep" / "one.txt").rename(tmp_path / "texts" / "more" / "one.txt")
    result = evaluated(gold)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no text one.txt beside it; name its folder with --texts" in result.stderr
    assert evaluated(gold, "--texts", tmp_path / "texts").exit_code == 0
    (tmp_path / "texts" / "one.txt").touch()
    assert "may be" in evaluated(gold, "--texts", tmp_path / "texts").stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ('{"tasks": [}', "line 1, column 12"),
        ("[]", "is no JSON object"),
        ('{"tasks": {}}', "tasks must be a list"),
        ('{"tasks": [{"asignees": []}]}', "tasks[0].asignees is no key of the output; did you "),
        ('{"tasks": [{"assignees": [{"role": "leader"}]}]}', "none of lead, coordinate"),
        ('{"tasks": [{"due_date": "20/10/2025"}]}', "write it as 2025-10-20"),
        ('{"tasks": [{"targets": [{"value": "5"}]}]}', "tasks[0].targets[0].value is '5'"),
        ('{"tasks": {"any_of": []}}', 'tasks must be {"any_of": [...]}'),
        ('{"event": [], "body": 1, "tasks": 1, "references": 1}', "and 1 more"),
        ('{"event": null, "event": {}}', "the key 'event' twice"),
    ],
)
def test_broken_gold_is_told_and_the_others_are_measured(gold: Path, words: str, told: str) -> None:
    (gold / "broken.json").write_text(words, "utf-8")
    result = evaluated(gold)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"notice: {gold / 'broken.json'}: ")
    assert told in result.stderr
    assert result.stderr.endswith("mend the gold file\n")
    assert "notices: 1" in result.stdout


def test_gold_that_is_no_utf_8(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b"\xff")
    assert "is no UTF-8" in evaluated(tmp_path / "a.json").stderr


def test_a_text_that_has_changed_is_told(gold: Path, sample: Path) -> None:
    path = gold / "deep" / "one.json"
    right = hashlib.sha256(sample.read_bytes()).hexdigest()
    for digest, code in ((right, 0), ("0" * 64, 1)):
        path.write_text(json.dumps({**read(str(path)), "source": {"sha256": digest}}), "utf-8")
        result = evaluated(path)
        assert result.exit_code == code
    assert "has changed since" in result.stderr


def test_a_text_that_is_none(gold: Path) -> None:
    (gold / "deep" / "one.txt").write_bytes(b"")
    assert evaluated(gold).exit_code == 1


def test_a_text_that_cannot_be_opened(gold: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = gold / "deep" / "one.json"

    def refused(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    content = read(str(path))
    monkeypatch.setattr(type(path), "read_bytes", refused)
    with pytest.raises(InputError, match=r"its text .*one\.txt: not allowed to read it"):
        parsed(content, str(path.with_suffix(".txt")), lambda *_: made.notice())


def test_a_bug_names_the_text(gold: Path) -> None:
    def broken(data: bytes, name: str) -> Notice:
        raise ZeroDivisionError(data, name)

    text = str(gold / "deep" / "one.txt")
    with pytest.raises(ZeroDivisionError) as caught:
        parsed({}, text, broken)
    assert caught.value.__notes__ == [f"while reading {text}"]


def test_blocks_that_are_null_and_open_items() -> None:
    nothing: Json = {"event": None, "recipients": None, "references": None, "body": None}
    assert misses(nothing, document()) == []
    either = {"any_of": [assignee("A"), assignee("B")]}
    got = document(task("1", assignees=[assignee("B", source="heading")]))
    assert misses({"tasks": [{"assignees": [either]}]}, got) == [("assignee_source", "wrong")]
    cites = {"id": "1", "references": [{"any_of": ["R1", "R2"]}]}
    one = [{"id": "R1", "code": "1/A"}, {"id": "R2", "code": "2/A"}]
    actual = document(task("1", references=["R2"]), references=one)
    assert misses({"tasks": [cites], "references": one}, actual) == []
