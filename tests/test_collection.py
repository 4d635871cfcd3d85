"""The garbage collector is at rest while a notice is read, and as it was afterwards."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from notice_cli import InputError, parse
from notice_cli.collection import held_off

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def at_work() -> Iterator[None]:
    gc.enable()
    yield
    gc.enable()


def test_it_rests_inside_and_works_again_afterwards() -> None:
    with held_off():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_where_it_was_off_it_stays_off() -> None:
    gc.disable()
    with held_off():
        pass
    assert not gc.isenabled()


def test_whoever_leaves_last_it_works_again() -> None:
    first, second = held_off(), held_off()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    second.__exit__(None, None, None)
    assert gc.isenabled()


def test_it_works_again_when_a_notice_could_not_be_read() -> None:
    with pytest.raises(InputError):
        parse(b"")
    assert gc.isenabled()
