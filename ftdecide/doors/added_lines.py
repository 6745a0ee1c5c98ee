"""JSON lines that are only ever added to a file: whole, under a lock, and down to the disk.

A last line that a crash tore stays as it is; the next begins a new one.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

try:
    import fcntl
except ImportError:  # Windows, and the browser's Python: one process at a time
    fcntl = None

_NO_SUCH_CALL = frozenset((errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP))  # of the browser's file system


class AddedElsewhere(Exception):
    """Somebody else has written to the file since it was read."""


def add_lines(path: str | os.PathLike[str], lines: Iterable[Mapping[str, Any]], size_bytes: int | None = None) -> int:
    """Write lines at the end of a file; when this returns, they are on the disk.

    Args:
        path: of the file; it is made where there is none, for its owner alone.
        lines: each an object.
        size_bytes: that the file had when it was read; None where it matters to nobody what others added.

    Returns:
        The new size in bytes.

    Raises:
        AddedElsewhere: where the size is another; then nothing is written.
        OSError: where they cannot be written; then nobody may count on them.
    """
    text = "".join(json.dumps(line) + "\n" for line in lines).encode()
    with _opened(path) as file:
        there = os.lseek(file, 0, os.SEEK_END)
        if size_bytes is not None and there != size_bytes:
            raise AddedElsewhere
        written = b"\n" * _is_torn(file, there) + text
        if os.write(file, written) < len(written):  # one write: another's cannot come between
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        _to_disk(file)
    return there + len(written)


@contextmanager
def _opened(path: str | os.PathLike[str]) -> Iterator[int]:
    file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with suppress(OSError):  # a disk without locks: what is added is one write at the end all the same
            if fcntl:
                fcntl.flock(file, fcntl.LOCK_EX)  # given up when the file is closed
        yield file
    finally:
        os.close(file)


def _is_torn(file: int, size_bytes: int) -> bool:
    """Whether the last line has no end."""
    if not size_bytes:
        return False
    os.lseek(file, -1, os.SEEK_END)
    return os.read(file, 1) != b"\n"


def _to_disk(file: int) -> None:
    try:
        os.fsync(file)
    except OSError as fault:
        if fault.errno not in _NO_SUCH_CALL:
            raise
