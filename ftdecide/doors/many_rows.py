"""The rows of a long table: over the cores where that pays, in order, with a progress bar."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date
from itertools import chain
from multiprocessing import get_context, parent_process, resource_tracker
from typing import BinaryIO, NamedTuple

from ftdecide.columns import Table
from ftdecide.evidence import Evidence
from ftdecide.portfolio import RowAnswer, answer_row

ROWS_IN_A_BATCH = 50
BATCHES_WAITING = 4  # for each worker: enough to keep it busy, few enough to keep memory small
SECONDS_BETWEEN_LINES = 5
Batch = list[tuple[int, list[str]]]
Answered = Iterator[tuple[Batch, list[RowAnswer]]]


class Asked(NamedTuple):
    """What is the same for every row; each worker is handed it once, for the evidence is large."""

    table: Table
    evidence: Evidence
    as_of: date


def answers_to(asked: Asked, batch: Batch) -> list[RowAnswer]:
    """The verdicts on a few rows: what one worker does at a time."""
    return [answer_row(asked.table, cells, asked.evidence, asked.as_of) for _number, cells in batch]


def answered(asked: Asked, batches: Iterator[Batch], workers: int) -> Answered:
    """Each batch with its answers, in the order of the table, however many workers there are."""
    first = next(batches, None)
    if first:
        yield first, answers_to(asked, first)
    second = next(batches, None)
    if not second:  # a short table is done before a worker has started
        return
    rest = chain([second], batches)
    if workers == 1:
        yield from ((batch, answers_to(asked, batch)) for batch in rest)
    else:
        yield from _over_the_cores(asked, rest, workers)


def _over_the_cores(asked: Asked, batches: Iterator[Batch], workers: int) -> Answered:
    pool = ProcessPoolExecutor(workers, get_context("spawn"), initializer=_begin, initargs=(asked,))
    waiting: deque = deque()
    try:
        for batch in batches:
            with _ctrl_c_held_back():  # where a worker is missing, this starts it
                waiting.append((batch, pool.submit(_answers_of_a_worker, batch)))
            if len(waiting) >= workers * BATCHES_WAITING:
                done, future = waiting.popleft()
                yield done, future.result()
        for done, future in waiting:
            yield done, future.result()
    finally:
        pool.shutdown(cancel_futures=True)


_of_this_worker: list[Asked] = []


def _answers_of_a_worker(batch: Batch) -> list[RowAnswer]:
    return answers_to(_of_this_worker[0], batch)


def _begin(asked: Asked) -> None:
    """Keep what is asked, and end where the process that started this one does, however it ends."""
    _of_this_worker.append(asked)
    threading.Thread(target=lambda: (parent_process().join(), os._exit(1)), daemon=True).start()


@contextmanager
def _ctrl_c_held_back() -> Iterator[None]:
    """Ctrl-C waits meanwhile; a process that is started here never hears it, not even before its first line."""
    resource_tracker.ensure_running()  # to start it later would let Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def stopped_as_by_ctrl_c() -> Iterator[None]:
    """A polite request to end (SIGTERM, as from `timeout`) tidies up as Ctrl-C does."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def with_progress(answers: Answered, file: BinaryIO) -> Answered:
    """The same, shown as it goes: a bar in a terminal where tqdm is installed, else a line every few seconds."""
    size = os.fstat(file.fileno()).st_size  # 0 where the table comes through a pipe
    bar = _bar(size) if sys.stderr and sys.stderr.isatty() else None
    started = shown = time.monotonic()
    rows = 0
    for batch, found in answers:
        yield batch, found
        rows += len(batch)
        if bar is not None:
            bar.set_postfix_str(f"{rows:,} rows", refresh=False)
            bar.update((min(file.tell(), size) if size else rows) - bar.n)
        elif time.monotonic() - shown >= SECONDS_BETWEEN_LINES:
            shown = time.monotonic()
            print(f"ftdecide: {rows:,} rows so far", file=sys.stderr)
    if bar is not None:
        bar.close()
    print(f"ftdecide: {rows:,} {'row' if rows == 1 else 'rows'} in {time.monotonic() - started:.1f} s", file=sys.stderr)


def _bar(size: int):
    try:
        from tqdm import tqdm
    except ImportError:
        return None
    unit = {"total": size, "unit": "B", "unit_scale": True} if size else {"unit": " rows"}
    return tqdm(**unit, desc="portfolio", leave=False)
