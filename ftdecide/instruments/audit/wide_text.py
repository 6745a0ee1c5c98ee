"""Texts that take two or four bytes for each character: which they are, and the same as UTF-8."""

from __future__ import annotations

import io
from typing import BinaryIO

MOSTLY = 0.7  # of the bytes beside a Western character are zero
_READ = 64 * 1024  # characters at a time


def wide_encoding(first: bytes) -> str:
    """The encoding of a text that takes two or four bytes for each character; empty for any other.

    >>> wide_encoding('{"a"'.encode("utf-16")), wide_encoding('{"a"'.encode("utf-16-be")), wide_encoding(b'{"a"')
    ('utf-16', 'utf-16-be', '')
    """
    if first.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return "utf-32"
    if first.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    even, odd = (
        first[start:512:2].count(0) / 256 for start in (0, 1)
    )  # zero bytes; Western characters leave half zero
    few, many = 0.1 * len(first[:512]) / 512, MOSTLY * len(first[:512]) / 512
    return "utf-16-le" if even < few and odd > many else "utf-16-be" if odd < few and even > many else ""


class Recoded(io.RawIOBase):
    """UTF-16 or UTF-32 as UTF-8."""

    def __init__(self, file: BinaryIO, encoding: str):
        self._text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, into: memoryview) -> int:  # type: ignore[override]
        self._rest = self._rest or self._text.read(_READ).encode("utf-8", "replace")
        part, self._rest = self._rest[: len(into)], self._rest[len(into) :]
        into[: len(part)] = part
        return len(part)
