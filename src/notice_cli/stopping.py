"""Ends a run in good order when it is told to: by Ctrl-C, or by a service manager."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import FrameType, TracebackType


class Stop:
    """Remembers the first SIGINT or SIGTERM; a second one ends the process as usual.

    Truthy once the run is to end.
    """

    def __init__(self) -> None:
        """Nothing has come yet."""
        self.number = 0
        self._before: dict[int, object] = {}

    def __bool__(self) -> bool:
        """Whether a signal has come."""
        return self.number != 0

    @property
    def exit_code(self) -> int:
        """130 for SIGINT and 143 for SIGTERM, as shells have it."""
        return 128 + self.number

    def __enter__(self) -> Self:
        """Listen."""
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._before[number] = signal.signal(number, self._come)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let signals do what they did."""
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]

    def _come(self, number: int, _: FrameType | None) -> None:
        self.number = number
        self.__exit__(None, None, None)
