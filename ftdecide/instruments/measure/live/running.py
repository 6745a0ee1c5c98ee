"""Makes calls within limits: so many at a time, a minute, in all, and for so many dollars; a stop keeps what is there.

The outcomes have the order of the calls, whichever comes back first.  What is not asked or not answered has its reason
as its fault and is never a wrong answer.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Sequence

from ftdecide.instruments.measure.bounds import InvalidMeasurement
from ftdecide.instruments.measure.live.asking import Ask, Call, Kept, NothingKept, Outcome, tokens_of
from ftdecide.instruments.measure.live.call_cost import TokenPrice, prompt_tokens
from ftdecide.instruments.measure.live.limits import NO_LIMITS, Limits, Progress
from ftdecide.instruments.measure.live.workers import AtOnce, InTurn, Pace
from ftdecide.instruments.measure.number_words import dollars
from ftdecide.words import number_of

GIVE_UP_AFTER = 10  # calls in a row without an answer
NOT_ASKED = "not asked: "
STOPPED = "it was stopped"
RESERVE = 1.5  # an input's estimated tokens times this are held back before it is sent


def make_calls(
    calls: Sequence[Call],
    ask: Ask,
    limits: Limits = NO_LIMITS,
    *,
    price: TokenPrice | None = None,
    keep: Kept | None = None,
    begin: Callable[[Sequence[Call]], None] = lambda to_ask: None,
    progress: Callable[[Progress], None] = lambda how_far: None,
) -> tuple[list[Outcome], Progress]:
    """The outcome of each call, in their order, and what they come to.

    Ctrl-C stops it: what is under way is waited for, once, and kept.

    Args:
        calls: the first are asked first.
        ask: gives the answer to chat messages, or raises `CannotAnswer`.
        price: of the tokens; needed for `most_usd`.
        keep: answers of earlier runs, and where new ones are kept.
        begin: told which calls are to be made, once what is kept is known.
        progress: told after each call.
    """
    if limits.most_usd is not None and price is None:
        raise InvalidMeasurement(
            "--most-usd would have no effect, for no price is known for this model. State the price with "
            "--usd-per-million-input-tokens and --usd-per-million-output-tokens, 0 where nobody bills you, or name a "
            "model of the price book with --price-of"
        )
    run = _Run(len(calls), limits, price, NothingKept() if keep is None else keep, progress)
    try:
        for place, call in enumerate(calls):
            run.look_up(place, call)
        begin([call for _, call in run.waiting])
        run.make(ask)
    except KeyboardInterrupt:
        run.stopped = STOPPED
    left_out = NOT_ASKED + run.stopped
    return [run.outcomes.get(place) or Outcome(call, fault=left_out) for place, call in enumerate(calls)], run.so_far()


class _Run:
    """The state of calls being made."""

    def __init__(
        self, calls: int, limits: Limits, price: TokenPrice | None, keep: Kept, progress: Callable[[Progress], None]
    ) -> None:
        self.calls, self.limits, self.price, self.keep, self.progress = calls, limits, price, keep, progress
        self.waiting: deque[tuple[int, Call]] = deque()
        self.under_way: dict[Call, tuple[int, float]] = {}  # its place, and dollars held back for it
        self.outcomes: dict[int, Outcome] = {}
        self.kept = self.asked = self.faults = self.failed_in_a_row = 0
        self.spent_usd, self.stopped = 0.0, ""

    def so_far(self) -> Progress:
        return Progress(self.calls, len(self.outcomes), self.kept, self.faults, self.spent_usd, self.stopped)

    def look_up(self, place: int, call: Call) -> None:
        """Take the answer that is kept, or let the call wait."""
        kept = self.keep.get(call.messages, call.run)
        if kept is None:
            self.waiting.append((place, call))
        else:
            self.kept += 1
            self.outcomes[place] = Outcome(call, kept)

    def make(self, ask: Ask) -> None:
        """Ask what waits, until it is done or a limit is reached."""
        at_once = 1 if sys.platform == "emscripten" else self.limits.at_once
        asking = InTurn(ask) if at_once == 1 else AtOnce(ask, at_once)
        pace = Pace(self.limits.per_minute)
        try:
            while self.waiting or self.under_way:
                while self.waiting and len(self.under_way) < at_once and self._may_ask():
                    pace.wait()
                    self._send(asking)
                if not self.under_way:
                    return
                self._take_in(asking.next())
        except KeyboardInterrupt:
            self.stopped = STOPPED
            while self.under_way and isinstance(asking, AtOnce):  # they are paid for
                self._take_in(asking.next())
        finally:
            asking.close()

    def _may_ask(self) -> bool:
        """Whether one more call stays within the limits; where not, that is said."""
        held = self._most(self.waiting[0][1]) + sum(usd for _, usd in self.under_way.values())
        if self.stopped:
            return False
        if self.limits.most_calls is not None and self.asked >= self.limits.most_calls:
            self.stopped = f"the limit of {number_of(self.limits.most_calls, 'call')} is reached"
        elif self.limits.most_usd is not None and self.spent_usd + held > self.limits.most_usd:
            if self.under_way:
                return False  # what is under way may cost less than is held back
            self.stopped = f"the next call could lead beyond the limit of {dollars(self.limits.most_usd)}"
        return not self.stopped

    def _most(self, call: Call) -> float:
        """What a call may come to, in US dollars."""
        if self.price is None or not self.price.billed:
            return 0.0
        return self.price.usd(RESERVE * prompt_tokens(call.messages), self.limits.most_output_tokens)

    def _send(self, asking: InTurn | AtOnce) -> None:
        place, call = self.waiting.popleft()
        self.asked += 1
        self.under_way[call] = place, self._most(call)
        asking.send(call)

    def _take_in(self, outcome: Outcome) -> None:
        """Keep what came, count it, and stop where nothing more is to be had."""
        place, _ = self.under_way.pop(outcome.call)
        self.outcomes[place] = outcome
        used = outcome.answer or outcome.billed
        if used is not None and self.price is not None and self.price.billed:
            self.spent_usd += self.price.usd(*tokens_of(outcome.call.messages, used))
        self.faults += outcome.answer is None
        self.failed_in_a_row = 0 if outcome.answer else self.failed_in_a_row + 1
        if outcome.answer is not None:
            self.keep.put(outcome.call.messages, outcome.call.run, outcome.answer)
        elif not self.stopped and outcome.for_all:
            self.stopped = outcome.fault
        elif not self.stopped and self.failed_in_a_row >= GIVE_UP_AFTER:
            self.stopped = f"{self.failed_in_a_row} calls in a row had no answer, the last: {outcome.fault}"
        self.progress(self.so_far())
