"""A file that is fingerprinted while something else reads it."""

from __future__ import annotations

import hashlib
from typing import BinaryIO

CHUNK = 1 << 20
DIGITS = 16  # hexadecimal, of the fingerprint


class HashedFile:
    """The bytes of a file, as a reader of streams asks for them.

    >>> import io
    >>> HashedFile(io.BytesIO(b"abc")).fingerprint()
    'ba7816bf8f01cfea'
    """

    def __init__(self, file: BinaryIO):
        self._file, self._hash = file, hashlib.sha256()

    def read1(self, size: int = -1) -> bytes:
        part = self._file.read1(size)  # type: ignore[attr-defined]
        self._hash.update(part)
        return part

    def fingerprint(self) -> str:
        """Of the whole file: what nobody read yet is read now."""
        while self.read1(CHUNK):
            pass
        return self._hash.hexdigest()[:DIGITS]
