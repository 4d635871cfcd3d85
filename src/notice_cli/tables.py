"""The tables of a batch: all tasks in one CSV, all documents in one file of JSON Lines.

They are made from the documents alone, one after the other, and replaced whole.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from notice_cli.documents import made_from
from notice_cli.folder import Run, StoppedError, identity, not_written
from notice_cli.sites import CSV
from notice_cli.telling import ORPHANS, Outcome, failed
from notice_cli.whole import replacing
from notice_cli.writers import captions_of, write_csv

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from notice_cli.documents import Stored
    from notice_cli.model import Notice


class Tables:
    """Writes the tables; documents whose notice has gone are removed on the way."""

    def __init__(self, run: Run) -> None:
        """Take what the run works with."""
        self._run = run
        self._place = identity(run.selection.root)

    def write(self) -> None:
        """Write them, or in a dry run say what would be removed."""
        options = self._run.options
        if options.dry_run:
            if self._run.documents.root.is_dir():
                for _ in self._kept(None):
                    pass
            return
        csv = Path(options.csv) if options.csv else self._run.documents.root / CSV
        with ExitStack() as stack:
            lines = None
            if options.jsonl:
                lines = stack.enter_context(self._table(Path(options.jsonl)))
            stream = stack.enter_context(self._table(csv))
            self._run.telling.tasks = 0
            captions = captions_of(self._run.pack) if options.headers == "vi" else None
            write_csv(
                self._kept(lines),
                stream,
                headers=options.headers,
                excel=options.excel,
                captions=captions,
            )

    @contextmanager
    def _table(self, path: Path) -> Iterator[BinaryIO]:
        try:
            with replacing(path, durable=self._run.options.fsync) as stream:
                yield stream
        except OSError as error:
            raise not_written(path, error) from error

    def _kept(self, lines: BinaryIO | None) -> Iterator[Notice]:
        """What the documents hold, as they come; each is a line in the JSON Lines too."""
        for stored in self._run.documents:
            if self._run.stop:
                raise StoppedError
            self._run.telling.step()
            if self._is_orphan(stored):
                if self._run.options.prune:
                    self._prune(stored)
                    continue
                self._run.telling.counts[ORPHANS] += 1
            try:
                notice = stored.notice()
            except ValueError:
                reason = "this document is damaged; remove it, and run again"
                self._run.telling.outcome(failed(stored.path, reason))
                continue
            if lines:
                self._write_line(lines, orjson.loads(stored.data))
            if self._run.telling.tasks is not None:
                self._run.telling.tasks += len(notice.tasks)
            yield notice

    def _write_line(self, lines: BinaryIO, document: object) -> None:
        try:
            lines.write(orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE))
        except OSError as error:
            # The other table is open around this, and would take it for its own.
            raise not_written(Path(self._run.options.jsonl or ""), error) from error

    def _is_orphan(self, stored: Stored) -> bool:
        """Whether the notice that a document was made from has gone."""
        path = stored.path.removesuffix(".json")
        root = self._run.selection.root
        if not (_gone(root / f"{path}.txt") and _gone(root / path)):
            return False
        # A folder that is not mounted any more looks as if all of its files had gone.
        return bool(made_from(stored)) and identity(root) == self._place

    def _prune(self, stored: Stored) -> None:
        if not self._run.options.dry_run:
            try:
                self._run.documents.remove(stored.path)
            except OSError as error:
                raise not_written(self._run.documents.root / stored.path, error) from error
        self._run.telling.outcome(Outcome(stored.path, "pruned"))


def _gone(path: Path) -> bool:
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False
