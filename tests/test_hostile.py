"""Rule files that mean harm end in a message; those that are only large are loaded.

The system holds them to the bounds, in processor time and memory that they may ask for: no
clock in here, so a busy machine makes no difference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import hostile

if TYPE_CHECKING:
    from pathlib import Path

    from hostile import Cost

# A slower machine than most may take twice as long. Memory counts all that is asked for,
# libraries too, used or not.
SECONDS = 2
MEGABYTES = 300


@pytest.fixture(scope="session")
def _cached() -> None:
    """Byte code and all, as after a first start."""
    hostile.run("--version")


def checked(name: str, folder: Path) -> Cost:
    layer = hostile.write(name, folder)
    return hostile.check(layer, hostile.bounded(SECONDS, MEGABYTES))


@pytest.mark.usefixtures("_cached")
@pytest.mark.parametrize("name", [*hostile.FAULTY, *hostile.REPEATED])
def test_what_means_harm_ends_in_a_message(tmp_path: Path, name: str) -> None:
    cost = checked(name, tmp_path)
    assert cost.code == 3, cost.said
    assert cost.said.startswith(f"{tmp_path}/office/rules.yaml:")
    assert "error: " in cost.said
    assert "Traceback" not in cost.said
    assert len(cost.said) < 100_000


@pytest.mark.usefixtures("_cached")
@pytest.mark.parametrize("name", hostile.LARGE)
def test_what_is_only_large_is_checked(tmp_path: Path, name: str) -> None:
    cost = checked(name, tmp_path)
    assert cost.code == 0, cost.said


@pytest.mark.usefixtures("_cached")
def test_a_folder_of_more_than_can_be_compiled_ends_in_a_message(tmp_path: Path) -> None:
    layer = hostile.write("large fragments in many files", tmp_path)
    cost = hostile.check(layer, hostile.bounded(int(hostile.FOLDER_SECONDS), MEGABYTES))
    assert cost.code == 3, cost.said
    assert "error: all patterns together are too large" in cost.said


def test_too_many_warnings_keep_no_rule_from_being_read(tmp_path: Path) -> None:
    rules = "".join(
        f"  - {{id: r{n}, pattern: 'x{n}', examples: [{{text: x{n}, gives: x{n}}}, "
        f"{{text: {n}, gives: null}}]}}\n"
        for n in range(150)
    )
    layer = tmp_path / "office"
    layer.mkdir()
    (layer / "rules.yaml").write_text(f"{hostile.ALONE}reports:\n{rules}")
    cost = hostile.check(layer)
    assert cost.code == 0, cost.said
    assert cost.said.endswith(
        ": warning: and more warnings; mend the others first\n"
        "checked 1 files, 150 rules, 0 entries, 150 patterns, 0 fragments, 300 examples\n"
        "0 errors, 101 warnings\n"
    )
