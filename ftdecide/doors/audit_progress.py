"""How far an audit is, on standard error: what is being done, the share that is done, and how long the rest takes."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from ftdecide.doors.audit_files import opened
from ftdecide.doors.json_files import BadInput
from ftdecide.printable import printable_lines

SECONDS_BETWEEN_LINES = 2.0
SHARE_TO_TELL_FROM = 0.05  # of a step; from less of it nobody can say how long the rest takes
SECONDS_TO_TELL_FROM = 3.0
CHUNK = 1 << 20


def note(text: str) -> None:
    """A line for the person at the command line."""
    print("ftdecide:", text, file=sys.stderr, flush=True)


def time_left(seconds: float, share: float) -> str:
    """How long the rest of a step takes, if it goes on as it did; empty where it is too early to say.

    >>> time_left(10, 0.2), time_left(400, 0.4), time_left(1, 0.5)
    ('about 40 s', 'about 10 min', '')
    """
    if share < SHARE_TO_TELL_FROM or seconds < SECONDS_TO_TELL_FROM:
        return ""
    left = seconds * (1 - share) / share
    return f"about {max(5, 5 * round(left / 5))} s" if left < 90 else f"about {round(left / 60)} min"


class ProgressLines:
    """Says every few seconds how far it is.

    The share of a file is that of its bytes, packed ones where it is gzipped; of a pipe nobody knows the end, so the
    bytes that came are told. Without a file, the shares are what the caller says.
    """

    def __init__(self, file: BinaryIO | None = None):
        self._file = file
        self._size = os.fstat(file.fileno()).st_size if file and file.seekable() else 0
        self._said = time.monotonic()
        self._step, self._begun, self._from = "", self._said, 0.0

    def __call__(self, what: str, share: float | None) -> None:
        now = time.monotonic()
        if what != self._step:
            self._step, self._begun, self._from = what, now, share or 0.0
        if now - self._said >= SECONDS_BETWEEN_LINES:
            self._said = now
            note(printable_lines(self._line(what, self._share() if share is None else share, now - self._begun)))

    def _share(self) -> float | None:
        return min(1.0, self._file.tell() / self._size) if self._size else None

    def _line(self, what: str, share: float | None, seconds: float) -> str:
        if share is None:
            came = getattr(self._file, "bytes_read", 0)
            return f"{what}, {came / 1e6:,.0f} MB so far" if came else what
        if share <= self._from:
            return what
        left = time_left(seconds, (share - self._from) / (1 - self._from) if self._from < 1 else 1.0)
        return f"{what}, {share:.0%}" + (f", {left} left of this step" if left else "")


class Piped:
    """What comes through a pipe, with a count of the bytes."""

    def __init__(self, file: BinaryIO):
        self._file, self.bytes_read = file, 0

    def seekable(self) -> bool:
        return False

    def read1(self, size: int = -1) -> bytes:
        part = self._file.read1(size)  # type: ignore[attr-defined]
        self.bytes_read += len(part)
        return part


@contextmanager
def stream(name: str) -> Iterator[BinaryIO | Piped]:
    """A file's bytes, to be read once; `-` is standard input.

    Raises:
        BadInput: where it cannot be opened.
    """
    if name == "-":
        if sys.stdin is None:
            raise BadInput("standard input is closed. Name a file, or send one through a pipe")
        yield Piped(sys.stdin.buffer)
        return
    with opened(name) as file:
        yield file if file.seekable() else Piped(file)


@contextmanager
def readable_again(name: str) -> Iterator[str]:
    """The name of a file that can be read twice: the file itself, or a copy of what came through a pipe.

    Raises:
        BadInput: where it cannot be opened.
    """
    with stream(name) as file:
        if not isinstance(file, Piped):
            yield name
            return
        bar = ProgressLines(file)  # type: ignore[arg-type]
        with tempfile.TemporaryDirectory(prefix="ftdecide-") as folder:
            path = os.path.join(folder, "piped")
            with open(path, "xb") as copy:
                while part := file.read1(CHUNK):
                    copy.write(part)
                    bar("copying what comes through the pipe", None)
            yield path
