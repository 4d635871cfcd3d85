"""Rules of several languages: the document itself chooses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT
from notice_cli import load_rules, parse, to_json
from old_encodings import encode

if TYPE_CHECKING:
    from pathlib import Path

    from notice_cli.rules import Pack

VIETNAMESE = sorted(
    [*(ROOT / "samples").glob("*.txt"), *(ROOT / "tests" / "notices").glob("*.txt")]
)
ENGLISH = sorted(
    [*(ROOT / "samples" / "en").glob("*.txt"), *(ROOT / "tests" / "english").rglob("*.txt")]
)
NAMELESS = "0001 - 2025: 17, 18, 19.\n"


@pytest.fixture(scope="module")
def both() -> Pack:
    return load_rules("vi", "en")


@pytest.mark.parametrize("path", VIETNAMESE, ids=lambda path: str(path.stem))
def test_vietnamese_is_read_by_its_rules(path: Path, both: Pack) -> None:
    assert parse(path.read_bytes(), rules=both).rules.pack == "vi"


@pytest.mark.parametrize("path", ENGLISH, ids=lambda path: str(path.stem))
def test_english_is_read_by_its_rules(path: Path, both: Pack) -> None:
    assert parse(path.read_bytes(), rules=both).rules.pack == "en"


def test_the_order_of_the_languages_changes_no_choice() -> None:
    other = load_rules("en", "vi")
    assert parse(VIETNAMESE[0].read_bytes(), rules=other).rules.pack == "vi"
    assert parse(ENGLISH[0].read_bytes(), rules=other).rules.pack == "en"


def test_all_but_the_rules_is_what_the_language_alone_gives(both: Pack) -> None:
    for path, name in ((VIETNAMESE[0], "vi"), (ENGLISH[0], "en")):
        alone = json.loads(to_json(parse(path.read_bytes(), rules=load_rules(name))))
        chosen = json.loads(to_json(parse(path.read_bytes(), rules=both)))
        assert {**chosen, "rules": None} == {**alone, "rules": None}


@pytest.mark.parametrize(("order", "first"), [(("vi", "en"), "vi"), (("en", "vi"), "en")])
def test_without_evidence_it_is_the_first(order: tuple[str, ...], first: str) -> None:
    notice = parse(NAMELESS, rules=load_rules(*order))
    assert notice.rules.pack == first
    assert "language" in [one.code for one in notice.diagnostics]


def test_one_language_needs_no_evidence() -> None:
    notice = parse(NAMELESS, rules=load_rules("en"))
    assert "language" not in [one.code for one in notice.diagnostics]


def test_the_digest_is_that_of_all_languages(both: Pack) -> None:
    english = parse(ENGLISH[0].read_bytes(), rules=both).rules.sha256
    assert english == both.sha256
    assert english == parse(VIETNAMESE[0].read_bytes(), rules=both).rules.sha256
    assert english != load_rules("en").sha256


def test_text_of_before_unicode_is_decoded_whichever_language_is_first() -> None:
    data = encode(VIETNAMESE[0].read_text("utf-8"), "tcvn3")
    notice = parse(data, rules=load_rules("en", "vi"))
    assert (notice.source.encoding, notice.rules.pack) == ("tcvn3", "vi")


def test_layers_of_several_languages_are_several_languages(tmp_path: Path) -> None:
    layers = []
    for name in ("vi", "en"):
        folder = tmp_path / f"office-{name}"
        folder.mkdir()
        (folder / "pack.yaml").write_text(f"pack: {{name: office-{name}, extends: {name}}}\n")
        layers.append(folder)
    rules = load_rules(*layers)
    assert parse(ENGLISH[0].read_bytes(), rules=rules).rules.pack == "en+office-en"
    assert parse(VIETNAMESE[0].read_bytes(), rules=rules).rules.pack == "vi+office-vi"


def test_a_layer_goes_with_the_language_before_it(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    (folder / "pack.yaml").write_text("tables:\n  captions: {task: To do}\n")
    rules = load_rules("vi", "en", folder)
    assert [pack.name for pack in (rules, *rules.others)] == ["vi", "en+office"]


def test_a_layer_adds_words_by_which_its_language_is_known(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    (folder / "pack.yaml").write_text("pack: {extends: en}\ntables:\n  detect: {moot: 9}\n")
    notice = parse("Moot 1\n", rules=load_rules("vi", folder))
    assert notice.rules.pack == "en+office"


def test_rules_of_several_languages_come_from_the_cache() -> None:
    first, again = load_rules("vi", "en"), load_rules("vi", "en")
    assert [pack.sha256 for pack in first.others] == [pack.sha256 for pack in again.others]
    assert again.others[0].name == "en"
