"""The role of each node: assessment, lead-in, directive, decision, information, closing.

A part's heading sets what is expected below it; a node's own first words, and whether
they tell somebody to act, decide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from notice_cli.entities import Reading
from notice_cli.model import Role
from notice_cli.outline import Branch
from notice_cli.patterns import Match
from notice_cli.phrases import Phrases


@dataclass(frozen=True, slots=True)
class Words:
    """One node's words, read once: entities and phrases."""

    reading: Reading
    phrases: Phrases


@dataclass(frozen=True, slots=True)
class Context:
    """What stands above and before a node: the expectation, and whether work is assigned."""

    expects: Role | None = None
    assigns: bool = False


def part_role(phrases: Phrases) -> Role | None:
    """What a heading announces, if it announces anything."""
    return next((_role(m) for m in phrases.roles if m.rule.meaning.get("part")), None)


def own_role(phrases: Phrases) -> Role | None:
    """What the first words say, by the first rule that begins with them."""
    starting = [m for m in phrases.roles if m.start == 0 and not m.rule.meaning.get("part")]
    first = min(starting, key=lambda m: m.rule.line, default=None)
    return _role(first) if first else None


def _role(match: Match) -> Role:
    return cast("Role", match.rule.meaning["role"])


def is_closing(phrases: Phrases) -> bool:
    """Whether the words are the closing formula of the document."""
    return own_role(phrases) == "closing"


class Roles:
    """Roles of all nodes of an outline, by branch.

    ``words`` holds what was read of each branch; ``opening`` are the top-level
    paragraphs before the conclusions begin.
    """

    def __init__(
        self,
        roots: Sequence[Branch],
        words: Mapping[Branch, Words],
        opening: Sequence[Branch],
    ) -> None:
        """Decide them all, top down, then the parts from what they hold."""
        self.of: dict[Branch, Role] = {}
        self._words = words
        self._opening = set(map(id, opening))
        self._walk(roots, Context())

    def _walk(self, branches: Sequence[Branch], context: Context) -> None:
        for branch in branches:
            role = self._decide(branch, context)
            self.of[branch] = role
            if role == "lead_in" and id(branch) not in self._opening:
                context = Context(context.expects, assigns=True)
            elif role == "lead_in":
                context = Context(context.expects, assigns=context.assigns or branch.introduces)
            if branch.children:
                below = self._below(branch, context)
                self._walk(branch.children, below)
                self.of[branch] = self._from_children(branch, role)

    def _below(self, branch: Branch, context: Context) -> Context:
        phrases = self._words[branch].phrases
        announced = part_role(phrases)
        if branch.kind == "part" or (announced == "assessment" and not phrases.clauses):
            expects = announced or context.expects
            if expects == "assessment":
                return Context("assessment", assigns=False)
        assigns = context.assigns or bool(phrases.clauses) or branch.introduces
        return Context(announced if branch.kind == "part" else context.expects, assigns)

    def _from_children(self, branch: Branch, role: Role) -> Role:
        below = {self.of[child] for child in branch.children}
        if branch.kind == "part":
            for held in ("directive", "lead_in", "assessment", "decision"):
                if held in below:
                    return "directive" if held == "lead_in" else cast("Role", held)
            return "information"
        if role == "lead_in" and not branch.introduces and not below & {"directive", "lead_in"}:
            return "assessment" if "assessment" in below else role
        return role

    def _decide(self, branch: Branch, context: Context) -> Role:
        phrases = self._words[branch].phrases
        own = own_role(phrases)
        if own == "closing" and branch.kind == "paragraph":
            return "closing"
        if id(branch) in self._opening:
            if branch.introduces:
                return "lead_in"
            told = any(clause.order for clause in phrases.clauses)
            return "directive" if told else "information"
        if branch.children:
            own_directive = (
                not branch.introduces
                and bool(phrases.clauses)
                and len(branch.text) > HEADING_LENGTH
            )
            return "directive" if own_directive else "lead_in"
        if branch.introduces and (branch.kind == "paragraph" or phrases.clauses):
            return "lead_in"
        return self._leaf(branch, context, phrases, own)

    def _leaf(self, branch: Branch, context: Context, phrases: Phrases, own: Role | None) -> Role:
        ordered = any(clause.order for clause in phrases.clauses)
        acting = any(
            clause.cut is not None or clause.source == "heading" for clause in phrases.clauses
        )
        if phrases.labels and any(m.start == 0 for m in phrases.labels):
            return "information"
        if ordered:
            return "directive"
        if context.expects == "assessment":
            return "assessment"
        if own in ("assessment", "decision", "information") and not (acting and own != "decision"):
            return own
        if own == "assessment":
            return own
        if acting:
            return "directive"
        if own == "directive" and (context.assigns or context.expects == "directive"):
            return "directive"
        if context.assigns and branch.marker is not None and context.expects != "information":
            return "directive"
        return "information"


# A heading that names who acts is shorter than this; longer words say something of their own.
HEADING_LENGTH = 200
