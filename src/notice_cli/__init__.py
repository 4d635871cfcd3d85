"""Vietnamese administrative notices, from plain text to exact JSON and CSV.

>>> from notice_cli import load_rules, parse, to_json
>>> notice = parse(text, rules=load_rules())  # doctest: +SKIP

Names are looked up when they are first used, so that importing the package costs
nothing and ``notice --help`` loads no engine.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from notice_cli.errors import InputError, NoticeError, Problem, RulesError
    from notice_cli.model import Notice
    from notice_cli.parse import parse
    from notice_cli.rules import Pack, load_rules
    from notice_cli.writers import to_json, to_jsonl, write_csv

# Each document says it: what an earlier version wrote is converted again by `notice batch`.
__version__ = "0.1.0"

__all__ = [
    "InputError",
    "Notice",
    "NoticeError",
    "Pack",
    "Problem",
    "RulesError",
    "__version__",
    "load_rules",
    "parse",
    "to_json",
    "to_jsonl",
    "write_csv",
]

_HOME = {
    "InputError": "errors",
    "Notice": "model",
    "NoticeError": "errors",
    "Pack": "rules",
    "Problem": "errors",
    "RulesError": "errors",
    "load_rules": "rules",
    "parse": "parse",
    "to_json": "writers",
    "to_jsonl": "writers",
    "write_csv": "writers",
}


def __getattr__(name: str) -> object:
    """Find a public name in the module that holds it."""
    value: object
    if name in _HOME:
        from importlib import import_module  # noqa: PLC0415 - not needed by the command line

        value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


class _Package(ModuleType):
    """This package, where ``parse`` is the function whatever was imported first.

    The import system binds every submodule in its package once it is loaded; the
    module ``notice_cli.parse`` would then hide the function of the same name.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if name == "parse" and isinstance(value, ModuleType):
            value = value.parse
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
