"""Which layers of rules are in use where the command line names some, or none.

The first of these that is there counts, and nothing of the others: `--rules`, the variable
NOTICE_RULES, the folder `rules` among the user's own settings. So what a command line names
is what is read, whoever runs it, and wherever.
"""

from __future__ import annotations

import os

from notice_cli.places import config_dir

VARIABLE = "NOTICE_RULES"


def chosen(given: list[str] | None = None) -> list[str]:
    """The folders in use, the first at the bottom; ``given`` are those of the command line.

    The variable holds folders as PATH does; empty it says that there are none.
    """
    if given:
        return given
    named = os.environ.get(VARIABLE)
    if named is not None:
        return [folder for folder in named.split(os.pathsep) if folder]
    try:
        own = config_dir() / "rules"
        return [str(own)] if own.is_dir() else []
    except OSError:
        # Cron and containers run programs for users without a home, or with another's.
        return []
