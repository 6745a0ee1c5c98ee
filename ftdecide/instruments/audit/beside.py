"""The finders that look at one record by itself, in a second process where there is one to be had.

They take half the time of an audit and need nothing but the record. The second process gets its records in batches;
while it is busy, this one looks at the next batch itself. What is found is the same either way.
"""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from types import TracebackType
from typing import BinaryIO

from ftdecide.instruments.audit import mojibake, pii, secret, too_long
from ftdecide.instruments.audit.issue import Suspect
from ftdecide.instruments.audit.record import Record

BATCH = 500  # records
WORTH_IT = 6  # batches, before a process is started: it takes a fifth of a second to come up
MOST_WAITING = 3  # batches given to it and not come back
LONGEST_BATCH = 8_000_000  # characters; a longer one stays here
_PROGRAM = "import sys; sys.path[:] = {path!r}; from {module} import answer; answer({most_tokens!r})"
_Found = list[tuple[str, Suspect]]


def finders(most_tokens: int) -> dict[str, Callable[[Record], Suspect | None]]:
    """What looks at one record by itself, by kind of issue."""
    return {
        secret.KIND.name: secret.secret,
        pii.KIND.name: pii.pii,
        too_long.KIND.name: partial(too_long.too_long, most_tokens=most_tokens),
        mojibake.KIND.name: mojibake.mojibake,
    }


class Beside:
    """Takes records and gives what is found in them, in no order; a context that leaves no process behind."""

    def __init__(self, most_tokens: int):
        self._most_tokens = most_tokens
        self._finders = finders(most_tokens)
        self._batch: list[Record] = []
        self._begun = 0
        self._waiting: deque[list[Record]] = deque()
        self._answers: deque[bytes] = deque()
        self._answered = threading.Semaphore(0)
        self._outbox: SimpleQueue[bytes] = SimpleQueue()
        self._process: subprocess.Popen[bytes] | None = None
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Beside:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None):
        self._end()

    def take(self, record: Record) -> _Found:
        """Take a record; what is found in those that have been looked at by now."""
        self._batch.append(record)
        return self._pass_on() if len(self._batch) >= BATCH else []

    def rest(self) -> _Found:
        """What is found in the records still to be looked at."""
        found = self._looked_at(self._batch)
        self._batch = []
        while self._waiting:
            found += self._next_answer(wait=True)
        return found

    def _pass_on(self) -> _Found:
        batch, self._batch = self._batch, []
        self._begun += 1
        if self._begun == WORTH_IT:
            self._start()
        found: _Found = []
        while self._waiting and (more := self._next_answer(wait=False)) is not None:
            found += more
        if self._process is None or len(self._waiting) >= MOST_WAITING or not self._send(batch):
            found += self._looked_at(batch)
        return found

    def _looked_at(self, batch: Sequence[Record]) -> _Found:
        return list(_found(batch, self._finders))

    def _start(self) -> None:
        """Start the second process, if this is a machine that has one to spare."""
        if sys.platform in {"emscripten", "wasi"} or not sys.executable or (os.cpu_count() or 1) < 2:
            return
        program = _PROGRAM.format(
            path=[os.path.abspath(p) for p in sys.path], module=__name__, most_tokens=self._most_tokens
        )
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-c", program],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            process = self._process
            for target, given in ((self._read, (process.stdout,)), (self._write, (process.stdin, process))):
                thread = threading.Thread(target=target, args=given, daemon=True)
                thread.start()
                self._threads.append(thread)
        except (OSError, RuntimeError):  # no more processes, or no threads: one has to do
            self._end()

    def _read(self, file: BinaryIO) -> None:
        """Take its answers as they come, so that it never waits for somebody to read them; an empty one is the last."""
        while message := _framed(file):
            self._answers.append(message)
            self._answered.release()
        self._answers.append(b"")
        self._answered.release()

    def _write(self, file: BinaryIO, process: subprocess.Popen[bytes]) -> None:
        """Hand it its batches as it takes them, so that nobody waits for that; an empty one is the last."""
        try:
            while packed := self._outbox.get():
                file.write(len(packed).to_bytes(8, "big") + packed)
                file.flush()
        except (OSError, MemoryError):  # it was ended by somebody, or is too large: what it has is done here
            process.kill()

    def _send(self, batch: list[Record]) -> bool:
        if sum(len(r.input) + len(r.output) + len(r.system) for r in batch) > LONGEST_BATCH:
            return False
        self._outbox.put(marshal.dumps([(r.row, r.line, r.input, r.output, r.system) for r in batch]))
        self._waiting.append(batch)
        return True

    def _next_answer(self, wait: bool) -> _Found | None:
        """What it found in the batch that has waited longest; None where that is not there yet."""
        if not self._answered.acquire(blocking=wait):
            return None
        answer = self._answers.popleft()
        if not answer:  # it is gone: do its work here
            self._end()
            left, self._waiting = self._waiting, deque()
            return [each for batch in left for each in self._looked_at(batch)]
        self._waiting.popleft()
        return [(kind, Suspect(*suspect)) for kind, *suspect in marshal.loads(answer)]

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            self._outbox.put(b"")
            for thread in self._threads:
                thread.join()  # its pipe has ended
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):  # what was still to be written has no reader
                    pipe.close()


def _found(
    batch: Sequence[Record], looking: dict[str, Callable[[Record], Suspect | None]]
) -> Iterator[tuple[str, Suspect]]:
    for record in batch:
        for kind, finder in looking.items():
            if (suspect := finder(record)) is not None:
                yield kind, suspect


def _framed(file: BinaryIO) -> bytes:
    """The next message; empty at the end, and where it breaks off."""
    try:
        size = int.from_bytes(file.read(8), "big")
        message = file.read(size)
    except (OSError, ValueError):
        return b""
    return message if len(message) == size else b""


def answer(most_tokens: int) -> None:
    """The second process: what it finds in each batch that it is given, until the first closes the pipe or is gone."""
    looking = finders(most_tokens)
    given, taken = sys.stdin.buffer, sys.stdout.buffer
    try:
        while packed := _framed(given):
            records = [Record(*each) for each in marshal.loads(packed)]
            found = [(kind, s.row, s.line, s.score, s.reason) for kind, s in _found(records, looking)]
            message = marshal.dumps(found)
            taken.write(len(message).to_bytes(8, "big") + message)
            taken.flush()
    except (OSError, KeyboardInterrupt):
        return
