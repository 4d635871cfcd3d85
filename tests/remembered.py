"""What the rules find in the same words is the same: looked up once in all shapes of a notice.

A matcher is asked for a text and nothing else, so its answer can be kept. All else of a notice
is done anew in each shape.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from notice_cli.matcher import Matcher

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notice_cli.patterns import Match


@contextmanager
def remembered() -> Iterator[None]:
    """Keep what all matchers find, for as long as this holds."""
    find = Matcher.find
    kept: dict[tuple[Matcher, str], tuple[Match, ...]] = {}

    def again(matcher: Matcher, text: str) -> list[Match]:
        key = matcher, text
        if key not in kept:
            kept[key] = tuple(find(matcher, text))
        # Who asks may change the list.
        return [*kept[key]]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Matcher, "find", again)
        yield
