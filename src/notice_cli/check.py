"""Whether rules are sound: every fault of the files, every example that fails.

Also told is every rule that an earlier one leaves nothing for.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from notice_cli.errors import Problem, RulesError
from notice_cli.language import GAZETTEER
from notice_cli.rulefolders import Sources, read_sources
from notice_cli.rules import Pack, by_language, examine
from notice_cli.shadows import Order
from notice_cli.trial import Trial
from notice_cli.yamlfile import TooManyProblemsError

if TYPE_CHECKING:
    from pathlib import Path

    from notice_cli.patterns import Rule
    from notice_cli.rawrules import RawRule

_REMEDY = "mend the pattern or the example"


def check_rules(*paths: str | Path) -> tuple[list[Problem], dict[str, int]]:
    """All problems of the built-in rules with the layers in ``paths``, and what was checked.

    Rules of several languages are checked one language after the other. Examples are tried
    only where the rules could be loaded at all.
    """
    try:
        sources = read_sources(paths)
    except RulesError as error:
        return error.problems, {}
    problems: list[Problem] = []
    counts: dict[str, int] = {}
    for language in by_language(sources):
        found, counted = _check_language(language)
        problems += found
        counts = {name: counts.get(name, 0) + count for name, count in counted.items()}
    return problems, counts


def _check_language(sources: Sources) -> tuple[list[Problem], dict[str, int]]:
    """The problems of the rules of one language, and what was checked."""
    merged, data = examine(sources)
    counts = merged.counts()
    if all(problem.severity == "warning" for problem in merged.problems):
        pack = Pack(data)
        for kind, raws in merged.rules.items():
            if kind == GAZETTEER:
                continue
            order = Order(kind, raws, pack.rules[kind])
            for raw, rule in zip(raws, pack.rules[kind], strict=True):
                with suppress(TooManyProblemsError):
                    _check_examples(raw, rule, pack, order)
            order.tell()
    return merged.problems, counts


def _check_examples(raw: RawRule, rule: Rule, pack: Pack, order: Order) -> None:
    trial = Trial(rule, pack)
    for example in raw.examples:
        reading, match = trial.read(example.text, example.gives)
        faults = "; ".join(trial.faults(example, reading, match))
        if faults:
            raw.id.file.problem(example.mark, f"example of `{rule.id}` {faults}; {_REMEDY}")
        if match is not None:
            order.note(match, reading.coded)
