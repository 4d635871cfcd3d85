"""Rules are loaded whole or not at all, layer over layer, quickly where nothing changed."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from notice_cli import places, rulecache, rulefolders
from notice_cli.errors import RulesError
from notice_cli.rules import Pack, load_rules

if TYPE_CHECKING:
    from pathlib import Path

ALONE = "pack: {name: base, version: '1', extends: none}\n"


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache of its own for each test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def built_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small built-in pack in place of the real ones, and a second one."""
    home = tmp_path / "built-in"
    write(
        home / "vi",
        "pack: {name: vi, version: '3'}\n"
        "tables:\n  list_joins: [', ']\n  captions: {task: Task}\n  fold_chars: {'–': '-'}\n"
        "fragments:\n  page: ['page', 'leaf']\n"
        + rule("see", "see {page}", "see page")
        + rule("look", "look", "look", kind=None),
    )
    write(home / "en", "pack: {name: en, version: '1'}\n" + rule("read", "read", "read"))
    monkeypatch.setattr(rulefolders, "builtin_rules", lambda: home)
    return home


def write(folder: Path, text: str, name: str = "rules.yaml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    return folder


def rule(
    name: str, pattern: str, text: str, *, kind: str | None = "reports", more: str = ""
) -> str:
    head = f"{kind}:\n" if kind else ""
    return (
        f"{head}  - id: {name}\n    pattern: '{pattern}'\n{more}"
        f"    examples: [{{text: '{text}', gives: '{text}'}}]\n"
    )


def ids(pack: Pack, kind: str = "reports") -> list[str]:
    return [rule.id for rule in pack.rules[kind]]


def words(pack: Pack, text: str) -> list[str]:
    return [text[m.start : m.end] for m in pack.matcher("reports").find(pack.fold(text))]


def messages(*paths: str | Path) -> list[str]:
    with pytest.raises(RulesError) as caught:
        load_rules(*paths)
    problems = caught.value.problems
    assert problems == sorted(problems)
    return [problem.message for problem in problems]


# Layers


@pytest.mark.usefixtures("built_in")
def test_a_layer_adds_before_the_pack_that_it_extends(tmp_path: Path) -> None:
    layer = write(
        tmp_path / "office", "pack: {name: ours, version: b}\n" + rule("own", "own", "own")
    )
    pack = load_rules(layer)
    assert ids(pack) == ["own", "see", "look"]
    assert (pack.name, pack.version) == ("vi+ours", "3+b")
    paths = [rule.path for rule in pack.rules["reports"]]
    assert paths == ["office/rules.yaml", "vi/rules.yaml", "vi/rules.yaml"]


@pytest.mark.usefixtures("built_in")
def test_a_layer_replaces_by_id_and_switches_off(tmp_path: Path) -> None:
    layer = write(
        tmp_path / "office", "pack: {disable: [look]}\n" + rule("see", "behold", "behold")
    )
    pack = load_rules(layer)
    assert ids(pack) == ["see"]
    assert words(pack, "see page, look, behold") == ["behold"]
    assert pack.name == "vi+office"


@pytest.mark.usefixtures("built_in")
def test_more_adds_to_a_fragment_and_comes_first(tmp_path: Path) -> None:
    layer = write(tmp_path / "office", "more:\n  page: ['page four', 'sheet']\n")
    pack = load_rules(layer)
    assert words(pack, "see sheet, see leaf, see page four") == [
        "see sheet", "see leaf", "see page four",
    ]  # fmt: skip
    again = write(tmp_path / "again", "more:\n  page: 'folio'\n")
    assert words(load_rules(layer, again), "see folio, see sheet") == ["see folio", "see sheet"]


@pytest.mark.usefixtures("built_in")
def test_a_layer_may_write_a_fragment_anew(tmp_path: Path) -> None:
    layer = write(
        tmp_path / "office",
        "fragments:\n  page: 'sheet'\n" + rule("see", "see {page}", "see sheet"),
    )
    assert words(load_rules(layer), "see sheet, see leaf") == ["see sheet"]


@pytest.mark.usefixtures("built_in")
def test_tables_are_merged(tmp_path: Path) -> None:
    layer = write(
        tmp_path / "office",
        "tables:\n  list_joins: [' & ', ', ']\n  captions: {lead: Lead}\n",
    )
    pack = load_rules(layer)
    assert pack.table("list_joins") == [", ", " & "]
    assert pack.table("captions") == {"task": "Task", "lead": "Lead"}
    assert pack.words("list_joins") == {", ", " & "}
    assert pack.table("no_such_table") == {}
    assert pack.table("no_such_table", "x") == "x"


@pytest.mark.usefixtures("built_in")
def test_a_layer_extends_another_pack_or_none(tmp_path: Path) -> None:
    english = write(tmp_path / "english", "pack: {extends: en}\n")
    assert ids(load_rules(english)) == ["read"]
    alone = write(tmp_path / "alone", ALONE + rule("own", "own", "own"))
    assert ids(load_rules(alone)) == ["own"]
    second = write(tmp_path / "second", rule("second", "second", "second"))
    assert ids(load_rules(alone, second)) == ["second", "own"]


@pytest.mark.usefixtures("built_in")
def test_layers_that_extend_different_packs_are_different_languages(tmp_path: Path) -> None:
    english = write(tmp_path / "english", "pack: {extends: en}\n")
    vietnamese = write(tmp_path / "vietnamese", "pack: {extends: vi}\n")
    pack = load_rules(english, vietnamese)
    assert [one.name for one in (pack, *pack.others)] == ["en+english", "vi+vietnamese"]


@pytest.mark.usefixtures("built_in")
def test_a_built_in_pack_is_called_by_its_name(tmp_path: Path) -> None:
    assert ids(load_rules("en")) == ["read"]
    bare = write(tmp_path / "bare", rule("own", "own", "own"))
    assert ids(load_rules("en", bare)) == ["own", "read"]
    assert load_rules("vi").sha256 == load_rules().sha256
    pack = load_rules("vi", "en")
    assert [one.name for one in (pack, *pack.others)] == ["vi", "en"]
    assert messages("fr") == ["this rules folder does not exist; check the spelling"]


def test_a_built_in_pack_is_called_by_its_own_folder(built_in: Path) -> None:
    assert load_rules(built_in / "vi").sha256 == load_rules().sha256
    assert [pack.name for pack in load_rules(built_in / "vi", built_in / "en").others] == ["en"]


@pytest.mark.usefixtures("built_in")
def test_a_fault_in_any_language_is_told(tmp_path: Path) -> None:
    english = write(tmp_path / "english", "pack: {extends: en}\nfragments: {sheet: '{gone}'}\n")
    assert len(messages("vi", english)) == 1


@pytest.mark.usefixtures("built_in")
def test_an_id_of_several_kinds_is_switched_off_by_kind(tmp_path: Path) -> None:
    base = write(
        tmp_path / "base",
        ALONE + rule("x", "x", "x") + rule("x", "y", "y", kind="continuous"),
    )
    one = write(tmp_path / "one", "pack: {disable: [x]}\n")
    assert messages(base, one) == [
        "`x` is the id of several rules; write `reports/x` or `continuous/x`"
    ]
    other = write(tmp_path / "other", "pack: {disable: [reports/x]}\n")
    pack = load_rules(base, other)
    assert ids(pack) == []
    assert ids(pack, "continuous") == ["x"]


@pytest.mark.usefixtures("built_in")
def test_a_fault_in_one_file_starts_none_in_others(tmp_path: Path) -> None:
    layer = write(tmp_path / "office", "fragments:\n  sheet: 'a\n", "broken.yaml")
    write(
        layer,
        "pack: {disable: [gone]}\nmore: {sheet: b}\n" + rule("own", "{sheet}", "a"),
        "other.yaml",
    )
    assert len(messages(layer)) == 1


# Folders


@pytest.mark.usefixtures("built_in")
def test_a_folder_that_is_none_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "file.yaml").write_text("")
    with pytest.raises(RulesError) as caught:
        load_rules("gone", "empty", "file.yaml")
    assert [str(problem) for problem in caught.value.problems] == [
        "empty:1:1: error: no rule files (*.yaml) here; give the folder that holds them",
        "file.yaml:1:1: error: this is a file; give the folder that holds it",
        "gone:1:1: error: this rules folder does not exist; check the spelling",
    ]


@pytest.mark.usefixtures("built_in")
@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_a_problem(tmp_path: Path) -> None:
    layer = write(tmp_path / "office", "")
    (layer / "rules.yaml").chmod(0)
    assert messages(layer) == ["cannot be read (Permission denied); check who may read it"]


@pytest.mark.usefixtures("built_in")
def test_a_folder_in_the_way_of_a_file_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "office" / "odd.yaml").mkdir(parents=True)
    assert messages(tmp_path / "office") == [
        "cannot be read (Is a directory); check who may read it"
    ]


@pytest.mark.usefixtures("built_in")
def test_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rulefolders, "MAX_FILES", 2)
    for name in "abc":
        write(tmp_path / "many", "", f"{name}.yaml")
    assert messages(tmp_path / "many") == ["more than 2 rule files; is this the right folder?"]
    monkeypatch.setattr(rulefolders, "MAX_FOLDER", 1 << 20)
    write(tmp_path / "large", "#" * (1 << 20) + "\n")
    assert messages(tmp_path / "large") == ["more than 1 MiB of rules up to here; delete some"]


# The cache


def cached(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "cache" / "notice").glob("*.json"))


def test_a_second_load_reads_no_yaml() -> None:
    load_rules()
    program = (
        "import sys; from notice_cli.rules import load_rules; load_rules();"
        "print([m for m in ('yaml', 'notice_cli.rulefiles', 'notice_cli.packs',"
        " 'notice_cli.soundness', 'notice_cli.fragments', 'difflib') if m in sys.modules])"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert told.stdout == "[]\n"


@pytest.mark.usefixtures("built_in")
def test_the_cache_gives_the_same_pack(tmp_path: Path) -> None:
    layer = write(
        tmp_path / "office",
        rule("own", "own (?P<to>x)?", "own", more="    not_after: 'a'\n    not_before: 'b'\n")
        + rule("day", "day", "day", kind="deadlines", more="    is: {operator: by}\n"),
    )
    first, second = load_rules(layer), load_rules(layer)
    assert len(cached(tmp_path)) == 1
    assert first.rules == second.rules
    assert first.tables == second.tables
    assert first.fragments == second.fragments
    assert first.sha256 == second.sha256


@pytest.mark.usefixtures("built_in")
@pytest.mark.parametrize("damage", [b"", b"{}", b"\xff\0", b"[1, 2]", "half", "changed"])
def test_a_damaged_cache_is_made_anew(tmp_path: Path, damage: Any) -> None:  # noqa: ANN401
    layer = write(tmp_path / "office", rule("own", "own", "own"))
    expected = load_rules(layer).rules
    (path,) = cached(tmp_path)
    whole = path.read_bytes()
    if damage == "half":
        damage = whole[: len(whole) // 2]
    elif damage == "changed":
        damage = whole.replace(b'"own"', b'"oxn"')
    path.write_bytes(damage)
    assert load_rules(layer).rules == expected
    assert path.read_bytes() == whole


@pytest.mark.usefixtures("built_in")
def test_a_cache_that_cannot_be_written_costs_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(in_the_way))
    assert ids(load_rules()) == ["see", "look"]
    monkeypatch.setenv("XDG_CACHE_HOME", "/proc/nowhere")
    assert ids(load_rules()) == ["see", "look"]


def test_a_change_anywhere_is_seen(tmp_path: Path, built_in: Path) -> None:
    layer = write(tmp_path / "office", rule("own", "own", "own"))
    before = load_rules(layer)
    write(layer, rule("own", "owns", "owns"))
    after = load_rules(layer)
    assert after.sha256 != before.sha256
    assert words(after, "own owns") == ["owns"]
    write(built_in / "vi", rule("other", "other", "other"))
    assert ids(load_rules(layer)) == ["own", "other"]
    write(layer, rule("new", "new", "new"), "second.yml")
    assert ids(load_rules(layer)) == ["own", "new", "other"]


def test_another_built_in_pack_does_not_change_who_the_rules_are(
    tmp_path: Path, built_in: Path
) -> None:
    layer = write(tmp_path / "office", rule("own", "own", "own"))
    before = load_rules(layer).sha256
    write(built_in / "en", rule("other", "other", "other"))
    assert load_rules(layer).sha256 == before


@pytest.mark.usefixtures("built_in")
def test_where_a_folder_lies_does_not_change_who_the_rules_are(tmp_path: Path) -> None:
    text = rule("own", "own", "own")
    one, other = write(tmp_path / "a" / "office", text), write(tmp_path / "b" / "office", text)
    assert load_rules(one).sha256 == load_rules(other).sha256
    assert load_rules(one).rules == load_rules(other).rules


@pytest.mark.usefixtures("built_in")
def test_the_cache_does_not_grow_without_end(tmp_path: Path) -> None:
    for number in range(rulecache.CACHED + 4):
        load_rules(write(tmp_path / "office", rule("own", f"own {number}", f"own {number}")))
    assert len(cached(tmp_path)) == rulecache.CACHED


@pytest.mark.usefixtures("built_in")
def test_faulty_rules_are_not_cached(tmp_path: Path) -> None:
    layer = write(tmp_path / "office", rule("own", "own(", "own"))
    for _ in range(2):
        assert len(messages(layer)) == 1
    assert cached(tmp_path) == []


def test_the_built_in_packs_are_where_the_program_looks() -> None:
    assert rulefolders.BUILT_IN in rulefolders.built_in_packs()
    assert (places.builtin_rules() / rulefolders.BUILT_IN / "pack.yaml").is_file()


# Patterns


@pytest.mark.usefixtures("built_in")
@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("[–a]+z", "-a-z", ["-a-z"]),  # a folded dash makes no range
        ("[+–a]+z", ",z +-z", ["+-z"]),
        ("a–b", "a–b a-b", ["a-b", "a-b"]),
        (r"\pL+4", "Đắк4 é4", ["Đắк4", "é4"]),
        (r"[\pL\d]+-", "số1- 2-", ["số1-", "2-"]),
        (r"(?-i:\p{Lu}\p{Ll}+)", "Đắk đắk ĐẮK", ["Đắk"]),
        (r"\PL+x", "1 x", ["1 x"]),
        ("{page:to}s?", "leafs", ["leafs"]),
        (r"\{page\}", "{page}", ["{page}"]),
        ("a{2}", "aa", ["aa"]),
        (r"a\x{62}", "ab", ["ab"]),
    ],
)
def test_patterns_mean_what_they_say(
    tmp_path: Path, pattern: str, text: str, expected: list[str]
) -> None:
    layer = write(tmp_path / "office", rule("own", pattern, "x") + "pack: {disable: [see, look]}\n")
    pack = load_rules(layer)
    folded = pack.fold(text)
    assert [folded[m.start : m.end] for m in pack.matcher("reports").find(folded)] == expected


@pytest.mark.usefixtures("built_in")
def test_a_fragment_can_be_looked_for_alone() -> None:
    pack = load_rules()
    assert [(m.start, m.end) for m in pack.fragment_matcher("page").find("leaf page pages")] == [
        (0, 4), (5, 9),
    ]  # fmt: skip
    assert pack.fragment_matcher("gone").find("leaf") == []
    assert pack.fragment_matcher("page") is pack.fragment_matcher("page")


@pytest.mark.usefixtures("built_in")
def test_a_pack_with_only_some_rules() -> None:
    pack = load_rules()
    pack.matcher("reports").find("see page")
    alone = pack.only(reports=pack.rules["reports"][1:])
    assert ids(alone) == ["look"]
    assert words(alone, "see page, look") == ["look"]
    assert words(pack, "see page, look") == ["see page", "look"]


def test_a_file_that_an_editor_named_anew_is_to_be_renamed(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml.txt").write_text("pack: {name: office}\n", "utf-8")
    with pytest.raises(RulesError) as failure:
        load_rules(tmp_path)
    assert "rename `rules.yaml.txt`" in str(failure.value)
