"""The role of each node: assessment, lead-in, directive, decision, information, closing.

A part's heading sets what is expected below it; a node's own first words, and whether
they tell somebody to act, decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, cast

from notice_cli.entities import Reading
from notice_cli.model import Role
from notice_cli.phrases import Phrases

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from notice_cli.clauses import Clause
    from notice_cli.outline import Branch
    from notice_cli.patterns import Match


@dataclass(frozen=True, slots=True)
class Words:
    """One node's words, read once: entities and phrases."""

    reading: Reading
    phrases: Phrases


Because: TypeAlias = Literal[
    "closes", "opens", "introduces", "orders", "holds", "label", "heading-above", "told",
    "own-words", "announced", "narrates", "nothing", "beside",
]  # fmt: skip


class Evidence(NamedTuple):
    """Why a node has its role, and where a rule says so; where none does, its place tells."""

    because: Because
    match: Match | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What stands above and before a node.

    ``expects`` is what a part's heading announces; ``assigns`` tells that work is
    announced, ``leads`` that somebody is told to do it.
    """

    expects: Role | None = None
    assigns: bool = False
    leads: bool = False


def part_role(phrases: Phrases) -> Role | None:
    """What a heading announces, if it announces anything."""
    return next((_role(m) for m in phrases.roles if m.rule.meaning.get("part")), None)


def announces(phrases: Phrases, role: Role) -> bool:
    """Whether the words speak of what a heading of that role speaks of."""
    return any(m.rule.meaning.get("part") and _role(m) == role for m in phrases.roles)


def own_role(phrases: Phrases) -> Role | None:
    """What the first words say, by the first rule that begins with them."""
    first = _first_words(phrases, weak=False)
    return _role(first) if first else None


def _first_words(phrases: Phrases, *, weak: bool, closes: bool = True) -> Match | None:
    """The first rule, in the order of the file, that the words begin with.

    What stands behind a topic speaks before the topic does. ``closes`` is False where the
    words cannot be the closing formula.
    """
    mine = [
        m
        for m in phrases.roles
        if not (m.rule.meaning.get("part") or m.rule.meaning.get("lists"))
        and bool(m.rule.meaning.get("weak")) == weak
        and (closes or _role(m) != "closing")
    ]
    topic = phrases.heading[1] if phrases.heading else 0
    for start in (topic, 0):
        begun = [m for m in mine if m.start == start]
        if begun:
            return min(begun, key=lambda m: m.rule.line)
    return None


def _role(match: Match) -> Role:
    return cast("Role", match.rule.meaning["role"])


def is_closing(phrases: Phrases) -> bool:
    """Whether the words are the closing formula of the document."""
    return own_role(phrases) == "closing"


class Roles:
    """Roles of all nodes of an outline, by branch.

    ``words`` holds what was read of each branch; ``opening`` are the top-level
    paragraphs before the conclusions begin; ``addressed`` tells that the document names
    its addressees, who are told where work is announced; ``timed`` are branches that
    name a day by which something is due.
    """

    def __init__(
        self,
        roots: Sequence[Branch],
        words: Mapping[Branch, Words],
        opening: Sequence[Branch],
        *,
        addressed: bool = False,
        timed: Collection[Branch] = (),
    ) -> None:
        """Decide them all, top down, then the parts from what they hold."""
        self.of: dict[Branch, Role] = {}
        self.why: dict[Branch, Evidence] = {}
        self._words = words
        self._addressed = addressed
        self._timed = timed
        self._opening = set(map(id, opening))
        self._walk(roots, Context())

    def _walk(self, branches: Sequence[Branch], context: Context) -> None:
        for branch in branches:
            role, why = self._decide(branch, context)
            self.of[branch], self.why[branch] = role, why
            if role == "lead_in":
                context = self._after(branch, context)
            if branch.children:
                self._walk(branch.children, self._below(branch, context))
                if _lists(branch, self._words[branch].phrases, "information"):
                    self._list_things(branch.children)
                self.of[branch] = self._from_children(branch, role)
                if branch.kind == "part" or self.of[branch] != role:
                    self.why[branch] = Evidence("holds")
        self._things_below(branches)
        self._join_in(branches)

    def _things_below(self, branches: Sequence[Branch]) -> None:
        """Take for things what follows a paragraph that introduces a list of them.

        Then the paragraph itself tells what is to be done with them; one that opens the document,
        where it orders somebody to.
        """
        for i, branch in enumerate(branches):
            phrases = self._words[branch].phrases
            if self.of[branch] != "lead_in" or not _lists(branch, phrases, "information"):
                continue
            listed = self._run(branches[i + 1 :])
            if not listed or branch.children:
                continue
            self._list_things(listed)
            works = phrases.clauses or own_role(phrases) == "directive"
            opens = id(branch) in self._opening and not any(c.order for c in phrases.clauses)
            if (
                works
                and not opens
                and all(self.of[b] not in ("directive", "lead_in") for b in listed)
            ):
                self.of[branch], self.why[branch] = "directive", Evidence("holds")

    def _run(self, branches: Sequence[Branch]) -> list[Branch]:
        """The leaves of one kind that follow, up to one that tells somebody to act."""
        run: list[Branch] = []
        for branch in branches:
            told = self.why[branch].because in ("told", "orders", "closes")
            if told or branch.children or branch.kind != branches[0].kind:
                break
            run.append(branch)
        return run

    def _join_in(self, branches: Sequence[Branch]) -> None:
        """Take for work what begins as work where others in the same list are told to act.

        Alone, such words could as well tell how things stand.
        """
        if not any(self.why[b].because in ("told", "orders") for b in branches):
            return
        for branch in branches:
            if self.why[branch].because != "nothing" or _is_title(branch):
                continue
            phrases = self._words[branch].phrases
            first = next((c for c in phrases.clauses if not _alone(branch, c)), None)
            works = own_role(phrases) == "directive"
            if works or (first and first.cut == 0):
                self.of[branch] = "directive"
                self.why[branch] = Evidence("beside", first.match if first else None)

    def _after(self, branch: Branch, context: Context) -> Context:
        """What a lead-in adds for those that follow it or stand below it.

        What an office announces of itself assigns nothing, unless it orders somebody to act.
        """
        phrases = self._words[branch].phrases
        opening = id(branch) in self._opening
        if opening and announces(phrases, "information") and not announces(phrases, "directive"):
            return Context("information")
        told = any(clause.order or not opening for clause in phrases.clauses)
        told = told or (not opening and _lists(branch, phrases, "directive"))
        if _lists(branch, phrases, "information"):
            return Context(context.expects, context.assigns or told)
        announced = announces(phrases, "directive")
        assigns = context.assigns or told or announced or (opening and self._addressed)
        leads = context.leads or told or (announced and self._addressed)
        return Context(context.expects, assigns, leads)

    def _below(self, branch: Branch, context: Context) -> Context:
        phrases = self._words[branch].phrases
        announced = part_role(phrases)
        if announced in ("assessment", "information") and not phrases.clauses:
            return Context(announced)
        if _lists(branch, phrases, "information"):
            return Context(assigns=context.assigns or bool(phrases.clauses))
        if branch.kind == "part":
            expects = announced or context.expects
            return Context(expects, context.assigns or expects == "directive", context.leads)
        return self._after(branch, context)

    def _from_children(self, branch: Branch, role: Role) -> Role:
        below = {self.of[child] for child in branch.children}
        if branch.kind == "part" and self._listed(branch):
            for held in ("directive", "lead_in", "assessment", "decision"):
                if held in below:
                    return "directive" if held == "lead_in" else cast("Role", held)
            return "information"
        if role != "lead_in" or below & {"directive", "lead_in"}:
            return role
        if not branch.introduces:
            return "assessment" if "assessment" in below else role
        phrases = self._words[branch].phrases
        acts = phrases.clauses or own_role(phrases) == "directive"
        return "directive" if acts and _lists(branch, phrases, "information") else role

    def _list_things(self, branches: Sequence[Branch]) -> None:
        """Take back that things are work which only begin as work does.

        A report is a thing, to report is work: one thing in a list makes it a list of things.
        """
        begun = [b for b in branches if self.why[b].because == "own-words"]
        if any(
            self.of[b] == "information" or (b in begun and not self._works(b)) for b in branches
        ):
            self.of.update(dict.fromkeys(begun, "information"))

    def _works(self, branch: Branch) -> bool:
        return own_role(self._words[branch].phrases) == "directive"

    def _decide(  # noqa: PLR0911 - as in _leaf
        self, branch: Branch, context: Context
    ) -> tuple[Role, Evidence]:
        phrases = self._words[branch].phrases
        # A closing that names a day has more to tell than that the rest is to be done.
        closing = _first_words(phrases, weak=False) if branch.kind == "paragraph" else None
        if closing and _role(closing) == "closing" and branch not in self._timed:
            return "closing", Evidence("closes", closing)
        own = _first_words(phrases, weak=False, closes=False)
        if id(branch) in self._opening:
            if branch.introduces:
                return "lead_in", Evidence("introduces")
            order = next((clause for clause in phrases.clauses if clause.order), None)
            if order:
                return "directive", Evidence("orders", order.match)
            return "information", Evidence("opens")
        if self._listed(branch):
            told = _tells_itself(branch, phrases)
            if told:
                return "directive", Evidence("told", told.match)
            if own and _role(own) == "directive" and _is_at_length(branch, context):
                return "directive", Evidence("own-words", own)
            return "lead_in", Evidence("holds")
        if branch.introduces and (
            branch.kind == "paragraph" or phrases.clauses or _lists(branch, phrases, "directive")
        ):
            return "lead_in", Evidence("introduces")
        return self._leaf(branch, context, phrases, own)

    def _listed(self, branch: Branch) -> bool:
        """Whether something stands below a node that is more than its labels."""
        return any(not is_label(self._words[child].phrases) for child in branch.children)

    def _leaf(  # noqa: PLR0911 - one return a kind of evidence, the strongest first
        self, branch: Branch, context: Context, phrases: Phrases, own: Match | None
    ) -> tuple[Role, Evidence]:
        clauses = phrases.clauses
        decided = self._decided(branch, context, phrases, own)
        if decided:
            return decided
        first = clauses[0] if clauses else None
        named = _names_one(self._words[branch].reading)
        if first and (named or _alone(branch, first)):
            first = None
        if first and not first.weak and (first.source != "heading" or _works(phrases, first)):
            return "directive", Evidence("told", first.match)
        said = _role(own) if own else None
        if said in ("assessment", "decision", "information"):
            return said, Evidence("own-words", own)
        works = context.assigns or context.expects == "directive"
        if first and branch in self._timed and not _is_title(branch):
            return "directive", Evidence("told", first.match)
        if works and (said == "directive" or first) and not _is_title(branch):
            return "directive", Evidence("own-words", own or (first.match if first else None))
        announced = context.leads and branch.marker is not None and not phrases.heading
        if announced and not named:
            return "directive", Evidence("announced")
        narrated = _first_words(phrases, weak=True)
        if narrated and (context.leads or _role(narrated) != "directive"):
            return _role(narrated), Evidence("narrates", narrated)
        return "information", Evidence("nothing")

    def _decided(
        self, branch: Branch, context: Context, phrases: Phrases, own: Match | None
    ) -> tuple[Role, Evidence] | None:
        """What is settled before it is asked who acts in the words."""
        if is_label(phrases):
            return "information", Evidence("label", phrases.labels[0])
        order = next((clause for clause in phrases.clauses if clause.order), None)
        if order:
            return "directive", Evidence("orders", order.match)
        if not phrases.clauses and (title := _titled(branch, phrases)):
            return "assessment", Evidence("own-words", title)
        if context.expects in ("assessment", "information"):
            return context.expects, Evidence("heading-above")
        if own and own.rule.meaning.get("decides"):
            return _role(own), Evidence("own-words", own)
        return None


def _tells_itself(branch: Branch, phrases: Phrases) -> Clause | None:
    """What a node with others below it tells beside who is to do what follows."""
    if not branch.text.value.endswith((".", ";")):
        return None
    told = (c for c in phrases.clauses if c.source != "heading" and not _alone(branch, c))
    return next(told, None)


def _is_at_length(branch: Branch, context: Context) -> bool:
    """Whether a node says more than a title of what stands below it, where work is told."""
    value = branch.text.value
    works = context.assigns or context.expects == "directive"
    return works and len(value) > HEADING_LENGTH and value.endswith((".", ";"))


def is_label(phrases: Phrases) -> bool:
    """Whether the words are a label line ("Deadline: ...") of the task before them."""
    return any(match.start == 0 for match in phrases.labels)


def _titled(branch: Branch, phrases: Phrases) -> Match | None:
    """What announces an assessment, where it does and is a heading before more words."""
    if phrases.heading:
        if _says_work(phrases, phrases.heading[1]):
            return None
    elif (
        len(branch.paragraphs) == 1
        or not branch.text.value[: branch.starts[1]].rstrip()[-1:].isalnum()
    ):
        return None
    titles = (m for m in phrases.roles if m.rule.meaning.get("part"))
    return next((m for m in titles if m.rule.meaning.get("decides")), None)


def _lists(branch: Branch, phrases: Phrases, role: Role) -> bool:
    """Whether a node's words end in what introduces a list of things, or of work."""
    end = len(branch.text)
    return any(
        m.rule.meaning.get("lists") and m.end >= end and _role(m) == role for m in phrases.roles
    )


def _works(phrases: Phrases, clause: Clause) -> bool:
    """Whether what follows a run-in heading begins with something to do."""
    return _says_work(phrases, clause.members[-1].end)


def _says_work(phrases: Phrases, end: int) -> bool:
    """Whether something to do begins right behind a place."""
    return any(
        _role(m) == "directive" and not m.rule.meaning.get("part") and end <= m.start <= end + 3
        for m in phrases.roles
    )


def _is_title(branch: Branch) -> bool:
    """Whether an unmarked paragraph is a line without an end, as titles are."""
    value = branch.text.value
    return branch.marker is None and len(value) < TITLE_LENGTH and value[-1:].isalnum()


def _names_one(reading: Reading) -> bool:
    """Whether the words tell who somebody is, and nothing else: "Investor: Board X"."""
    first, *more = reading.entities or (None,)
    if first is None or first.start or len(more) != 1 or more[0].end < len(reading.folded) - 1:
        return False
    return reading.folded[first.end : more[0].start].strip() == ":"


def _alone(branch: Branch, clause: Clause) -> bool:
    """Whether a node names a body and says nothing else."""
    return clause.members[-1].end >= len(branch.text) - 1


# A line of so few characters that ends in no mark is a title, not a sentence.
TITLE_LENGTH = 60
# No heading that ends as a sentence does is longer.
HEADING_LENGTH = 200
