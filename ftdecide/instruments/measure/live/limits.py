"""How much may be asked of a model, and how far the asking is."""

from __future__ import annotations

from dataclasses import dataclass

from ftdecide.instruments.measure.bounds import SET_IT, InvalidMeasurement, count


@dataclass(frozen=True)
class Limits:
    """How much may be asked.

    Args:
        at_once: calls under way at a time, 1 to 64; with 1 there are no threads.
        per_minute: calls begun in a minute, 1 or more; None for any number.
        most_calls: in all, 0 or more; an answer that was kept is no call.
        most_usd: US dollars in all, above 0; a call that could lead beyond them is left out.
        most_output_tokens: that one answer may have, for that sum.
    """

    at_once: int = 1
    per_minute: int | None = None
    most_calls: int | None = None
    most_usd: float | None = None
    most_output_tokens: int = 256

    def __post_init__(self) -> None:
        count("--at-once", self.at_once, least=1, most=64, remedy=SET_IT)
        for name, value, least in (("--requests-per-minute", self.per_minute, 1), ("--most-calls", self.most_calls, 0)):
            if value is not None:
                count(name, value, least=least, remedy=SET_IT)
        if self.most_usd is not None and not self.most_usd > 0:
            raise InvalidMeasurement(f"--most-usd is {self.most_usd:g}, not above 0. Give US dollars above 0")


NO_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the calls are.

    Args:
        calls: in all.
        over: answered or failed.
        kept: of those, answered from what an earlier run kept.
        faults: of those, failed.
        spent_usd: in this run; 0 where no price is known.
        stopped: why the rest is left out, or empty.
    """

    calls: int
    over: int = 0
    kept: int = 0
    faults: int = 0
    spent_usd: float = 0.0
    stopped: str = ""

    @property
    def asked(self) -> int:
        """Calls made in this run."""
        return self.over - self.kept
