"""Ways to ask: one call after the other, or several at a time in threads; and the pace of a limit by the minute."""

from __future__ import annotations

import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread

from ftdecide.instruments.measure.live.asking import Ask, Call, CannotAnswer, Outcome

SECONDS_BETWEEN_LOOKS = 0.5  # a waiting main thread can be stopped only so often on some systems


def outcome_of(call: Call, ask: Ask) -> Outcome:
    """The call's answer, or the fault that explains why there is none."""
    try:
        return Outcome(call, ask(call.messages))
    except CannotAnswer as fault:
        said = " ".join(str(fault).split()) or "no answer"
        return Outcome(call, fault=said, for_all=fault.for_all, billed=fault.billed)
    except (Exception, SystemExit) as fault:  # the function may be a learner's own; a thread that ends answers nothing
        return Outcome(call, fault=f"{type(fault).__name__}: {' '.join(str(fault).split())[:200]}")


class InTurn:
    """One call after the other, without threads: the browser's Python has none."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._waiting: Call | None = None

    def send(self, call: Call) -> None:
        self._waiting = call

    def next(self) -> Outcome:
        """What became of the call that was sent."""
        return outcome_of(self._waiting, self._ask)

    def close(self) -> None:
        """Nothing is left behind."""


class AtOnce:
    """Several calls at a time.  Threads are daemons: a call that hangs does not keep the program from ending."""

    def __init__(self, ask: Ask, at_once: int) -> None:
        self._ask, self._at_once = ask, at_once
        self._sent: SimpleQueue[Call | None] = SimpleQueue()
        self._over: SimpleQueue[Outcome] = SimpleQueue()
        for _ in range(at_once):
            Thread(target=self._work, daemon=True).start()

    def _work(self) -> None:
        while (call := self._sent.get()) is not None:
            self._over.put(outcome_of(call, self._ask))

    def send(self, call: Call) -> None:
        self._sent.put(call)

    def next(self) -> Outcome:
        """What became of one of the calls sent, whichever is over first."""
        while True:
            try:
                return self._over.get(timeout=SECONDS_BETWEEN_LOOKS)
            except Empty:
                continue

    def close(self) -> None:
        """Each thread ends after the call that it is on."""
        for _ in range(self._at_once):
            self._sent.put(None)


class Pace:
    """Lets so many calls begin in a minute, evenly; any number where None.

    >>> now = [0.0]
    >>> pace = Pace(30, clock=lambda: now[0], sleep=lambda seconds: now.__setitem__(0, now[0] + seconds))
    >>> [pace.wait() or now[0] for _ in range(3)]
    [0.0, 2.0, 4.0]
    """

    def __init__(
        self,
        per_minute: int | None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._seconds = 60 / per_minute if per_minute else 0.0
        self._clock, self._sleep = clock, sleep
        self._next = clock()

    def wait(self) -> None:
        """Wait for the next call's turn."""
        early = self._next - self._clock()
        if early > 0:
            self._sleep(early)
        self._next = max(self._next, self._clock()) + self._seconds
