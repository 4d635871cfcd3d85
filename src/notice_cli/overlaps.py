"""What layers say over each other: conflicts between them, and what has no effect.

To write over the pack below is what a layer is for. What is told here is what nobody can
have meant: two layers of an office that write over each other, and words that change nothing.
All of it is a warning; the rules work all the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from notice_cli.rawrules import RawRule
from notice_cli.yamlfile import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    import collections.abc as some
    from collections.abc import Iterator

    from notice_cli.yamlfile import File, Value


@dataclass(frozen=True, slots=True)
class Dropped:
    """A rule that has no say: ``by`` is the id that replaced it, or the entry of `disable`."""

    rule: RawRule
    by: Scalar
    disabled: bool


def place(scalar: Scalar) -> str:
    """Where something stands: ``path:line``."""
    return f"{scalar.file.path}:{scalar.mark.line}"


def tell_replaced(old: RawRule, new: RawRule, *, pack: bool) -> None:
    """Warn of a rule that replaces one of another office layer, or changes nothing.

    ``pack`` tells that the old one is of the pack at the bottom.
    """
    same = (old.patterns, old.meaning, old.not_after, old.not_before) == (
        new.patterns, new.meaning, new.not_after, new.not_before,
    )  # fmt: skip
    if same:
        say = f"rule `{new.id}` says what the one that it replaces says ({place(old.id)})"
        new.id.problem(0, f"{say}; delete it", "warning")
    elif not pack:
        say = f"rule `{new.id}` replaces that of another layer ({place(old.id)})"
        new.id.problem(0, f"{say}; rename one, or delete that one", "warning")


def tell_disabled(target: Scalar, rule: RawRule, own: some.Iterable[RawRule]) -> None:
    """Warn of an entry of `disable` that switches off a rule of its own layer."""
    if any(rule is mine for mine in own):
        say = f"`disable` switches off a rule of its own layer ({place(rule.id)})"
        target.problem(0, f"{say}; delete one of them", "warning")


def tell_disabled_again(target: Scalar, before: Dropped) -> None:
    """Warn of an entry of `disable` for a rule that is off already."""
    say = f"`{target}` is switched off already ({place(before.by)})"
    target.problem(0, f"{say}; delete it here", "warning")


def tell_fragment(
    name: Scalar, old: some.Sequence[Scalar], new: some.Sequence[Scalar], pack: some.Sequence[File]
) -> None:
    """Warn of a fragment that is written anew over another layer's words, or as it was.

    ``pack`` are the files of the pack at the bottom.
    """
    others = [text for text in old if text.file not in pack]
    if old and list(old) == list(new):
        say = f"fragment `{name}` says what it says without this ({place(old[0])})"
        name.problem(0, f"{say}; delete it", "warning")
    elif others:
        say = f"fragment `{name}` leaves out another layer's words ({place(others[0])})"
        name.problem(0, f"{say}; write `more`, or delete those", "warning")


def tell_more(name: Scalar, added: some.Iterable[Scalar], known: some.Iterable[Scalar]) -> None:
    """Warn of choices that a fragment has already."""
    first: dict[str, Scalar] = {}
    for text in known:
        first.setdefault(text, text)
    for text in added:
        if text in first:
            say = f"`{name}` has this choice already ({place(first[text])})"
            text.problem(0, f"{say}; delete it", "warning")


class Entries:
    """Who wrote which entry of which table."""

    def __init__(self) -> None:
        """Begin with none."""
        self._written: dict[tuple[str, str], Scalar] = {}

    def tell(self, name: Scalar, value: Value, known: Any) -> None:  # noqa: ANN401 - plain data
        """Warn of entries of a layer that change nothing, or write over another layer's."""
        for key, unchanged in _entries(name, value, known):
            written = self._written.setdefault((name, key), key)
            if unchanged:
                key.problem(0, f"the table `{name}` has this already; delete it", "warning")
            elif written.file is not key.file:
                say = f"this writes over another layer's entry ({place(written)})"
                key.problem(0, f"{say}; delete one of them", "warning")


def _entries(name: Scalar, value: Value, known: Any) -> Iterator[tuple[Scalar, bool]]:  # noqa: ANN401
    """Entries of a table, and whether the table has each as it is."""
    if isinstance(value, Mapping):
        for key in value.names:
            yield key, key in known and known[key] == value[key]
    elif isinstance(value, Sequence):
        for item in value:
            if isinstance(item, Scalar):
                yield item, item in known
    else:
        yield name, value == known
