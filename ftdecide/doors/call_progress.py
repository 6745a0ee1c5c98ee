"""How far the calls are: a bar of tqdm on a terminal, else a line on standard error every few seconds."""

from __future__ import annotations

import sys
import time
from typing import Any

from ftdecide.instruments.measure.live.limits import Progress
from ftdecide.instruments.measure.number_words import dollars
from ftdecide.words import number_of

SECONDS_BETWEEN_LINES = 5.0


class CallProgress:
    """Shows how far calls are, each time that it is told."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._said = time.monotonic()
        self._bars = bool(sys.stderr and sys.stderr.isatty())

    def __enter__(self) -> CallProgress:
        return self

    def __exit__(self, *_fault: object) -> None:
        self.close()

    def __call__(self, now: Progress) -> None:
        if self._bars and self._bar is None:
            self._bar = _bar(now.calls)
            self._bars = self._bar is not None
        if self._bar is not None:
            self._bar.update(now.over - self._bar.n)
            self._bar.set_postfix_str(self._money(now))
        elif time.monotonic() - self._said >= SECONDS_BETWEEN_LINES:
            self._said = time.monotonic()
            tail = f", {self._money(now)}" if self._money(now) else ""
            print(f"ftdecide: {now.over:,} of {number_of(now.calls, 'call')}{tail}", file=sys.stderr)

    def close(self) -> None:
        """Leave the bar as it stands."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None

    @staticmethod
    def _money(now: Progress) -> str:
        faults = f"{now.faults:,} without an answer" if now.faults else ""
        spent = dollars(now.spent_usd) if now.spent_usd else ""
        return ", ".join(filter(None, [faults, spent]))


def _bar(calls: int) -> Any:
    """A bar, or None where tqdm is not installed."""
    try:
        from tqdm import tqdm
    except ImportError:
        return None
    return tqdm(total=calls, unit="call", file=sys.stderr, dynamic_ncols=True)
