"""The outline as the document has it: branches to nodes, with their headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notice_cli.model import Node

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from notice_cli.model import Role
    from notice_cli.outline import Branch
    from notice_cli.phrases import Phrases
    from notice_cli.roles import Words

# A title is no longer than this, in characters.
TITLE_LENGTH = 250


def every(branches: Sequence[Branch]) -> Iterator[Branch]:
    """All branches of an outline, each before those below it."""
    for branch in branches:
        yield branch
        yield from every(branch.children)


def node(branch: Branch, words: Mapping[Branch, Words], roles: Mapping[Branch, Role]) -> Node:
    """A branch as the document has it, with what stands below it."""
    reading, phrases = words[branch].reading, words[branch].phrases
    heading = reading.words(*phrases.heading) if phrases.heading else None
    if heading is None and _is_title(branch, phrases):
        heading = branch.text.value
    own = branch.text.own
    return Node(
        branch.id,
        branch.kind,
        (branch.marker.verbatim or None) if branch.marker else None,
        heading,
        own.value,
        roles[branch],
        own.span(),
        branch.lines,
        tuple(node(child, words, roles) for child in branch.children),
    )


def _is_title(branch: Branch, phrases: Phrases) -> bool:
    """Whether a node with others below it is just their title, and names no body."""
    if not branch.children or len(branch.paragraphs) > 1 or phrases.clauses:
        return False
    value = branch.text.value
    return not value.endswith((".", ":", ";")) and len(value) < TITLE_LENGTH
