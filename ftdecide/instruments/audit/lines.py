"""Lines of a file of any size, one at a time: gzipped or not, UTF-8 or UTF-16, whole or broken off."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from ftdecide.fields import InOneLine
from ftdecide.instruments.audit.wide_text import Recoded, wide_encoding

LONGEST_LINE = 16 * 1024 * 1024  # bytes; a longer one is passed over
PEEK = 64 * 1024  # bytes that show what a file is
MOST_WRAPPINGS = 3  # of gzip in gzip
_GZIP = b"\x1f\x8b"
_NO_TABLE_OF_TEXT = (
    (b"PAR1", "a Parquet file", "pandas.read_parquet(...).to_json('data.jsonl', orient='records', lines=True)"),
    (b"PK\x03\x04", "a ZIP archive or an Excel workbook", "unpack it, or save the sheet as CSV UTF-8"),
    (b"%PDF", "a PDF", "extract its records into a file of JSON lines"),
    (b"ARROW1", "an Arrow file", "datasets.load_from_disk(...).to_json('data.jsonl')"),
    (b"SQLite format 3", "an SQLite database", "export the table as CSV"),
    (b"<!DOCTYPE", "a web page", "take its table out with pandas.read_html(...)"),
    (b"<html", "a web page", "take its table out with pandas.read_html(...)"),
    (b"\x89PNG", "a picture", "audit the text that belongs to it"),
    (b"BZh", "a bzip2 archive", "unpack it"),
    (b"\xfd7zXZ", "an xz archive", "unpack it"),
    (b"(\xb5/\xfd", "a zstd archive", "unpack it"),
)


class UnusableFile(InOneLine):
    """A file that holds nothing to audit; the text says what it is and what to do, without the file's name."""

    of_holdout = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file, its end left on; `fault` says why `text` is not to be trusted, or is empty."""

    number: int
    text: str
    fault: str = ""


def unpacked(file: BinaryIO) -> io.BufferedReader:
    """The bytes of a file, unzipped where it is gzipped.

    Raises:
        UnusableFile: where the first bytes say that this is no text.
    """
    buffered = io.BufferedReader(Joined(b"", file), PEEK)
    try:
        for _ in range(MOST_WRAPPINGS):
            if buffered.peek(2)[:2] == _GZIP:
                buffered = io.BufferedReader(_Unzipped(buffered), PEEK)
        first = buffered.peek(PEEK)
    except (EOFError, OSError, zlib.error) as fault:
        raise UnusableFile(f"it is gzipped, and broken from the start ({fault}). Fetch it anew") from None
    for mark, what, remedy in _NO_TABLE_OF_TEXT:
        if first.startswith(mark):
            raise UnusableFile(f"it is {what}. Make JSON lines or CSV of it first: {remedy}")
    if encoding := wide_encoding(first):
        return io.BufferedReader(Recoded(buffered, encoding), PEEK)  # type: ignore[arg-type]
    return buffered


class Joined(io.RawIOBase):
    """Some bytes, and after them a file, which stays open for whoever opened it."""

    def __init__(self, passed: bytes, file: BinaryIO):
        self._passed, self._file = passed, file

    def readable(self) -> bool:
        return True

    def readinto(self, into: memoryview) -> int:  # type: ignore[override]
        part = self._passed[: len(into)] or self._file.read1(len(into))  # type: ignore[attr-defined]
        self._passed = self._passed[len(part) :]
        into[: len(part)] = part
        return len(part)


class _Unzipped(io.RawIOBase):
    """A gzipped file's content; where it breaks off, what came before is still given: the gzip module drops it."""

    def __init__(self, file: BinaryIO):
        self._file, self._rest = file, b""
        self._unzip = zlib.decompressobj(wbits=31)

    def readable(self) -> bool:
        return True

    def readinto(self, into: memoryview) -> int:  # type: ignore[override]
        while not self._rest:
            packed = self._unzip.unconsumed_tail or self._unzip.unused_data or self._file.read(PEEK)
            if self._unzip.eof and packed.strip(b"\0"):
                self._unzip = zlib.decompressobj(wbits=31)  # another file was appended, as `cat` and loggers do
            if not packed.strip(b"\0") and (self._unzip.eof or not packed):
                if not self._unzip.eof:
                    raise EOFError("a gzip without its end")
                return 0
            self._rest = self._unpack(packed)
        part, self._rest = self._rest[: len(into)], self._rest[len(into) :]
        into[: len(part)] = part
        return len(part)

    def _unpack(self, packed: bytes) -> bytes:
        """What some bytes unpack to; where one of them is spoilt, what those before it do, if that is anything."""
        before = self._unzip.copy()
        try:
            return self._unzip.decompress(packed, PEEK)
        except zlib.error:
            parts = []
            try:
                for place in range(len(packed)):
                    parts.append(before.decompress(packed[place : place + 1]))
            except zlib.error:
                if not any(parts):
                    raise
            return b"".join(parts)


def lines(file: io.BufferedReader) -> Iterator[Line]:
    """The lines with their numbers, from 1; a file that breaks off ends with a line that says so."""
    number, end = 0, b"\n"
    try:
        first = file.peek(PEEK)
    except (EOFError, OSError, zlib.error):  # said below
        first = b""
    if b"\n" not in first and b"\r" in first:
        end = b"\r"
    while True:
        number += 1
        try:
            raw = file.readline(LONGEST_LINE) if end == b"\n" else _up_to(file, end)
            if not raw:
                return
            too_long = len(raw) >= LONGEST_LINE
            while too_long and not raw.endswith(end):
                raw = file.readline(LONGEST_LINE)
                if not raw:
                    break
        except (EOFError, OSError, zlib.error) as fault:
            yield Line(number, "", f"the file breaks off here ({fault}); fetch it anew")
            return
        if too_long:
            yield Line(number, "", f"longer than {LONGEST_LINE:,} bytes")
            continue
        while raw.startswith(b"\xef\xbb\xbf"):  # at the start of a file, and where files were put together
            raw = raw[3:]
        yield _decoded(number, raw)


def _decoded(number: int, raw: bytes) -> Line:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as fault:
        return Line(
            number,
            raw.decode("utf-8", "surrogateescape"),
            f"byte 0x{raw[fault.start]:02x} is not UTF-8 text; save the file as UTF-8",
        )
    return Line(number, text, "holds a zero byte, which no text does" if "\0" in text else "")


def _up_to(file: io.BufferedReader, end: bytes) -> bytes:
    """A line of a file whose lines end with a carriage return alone."""
    parts = []
    while chunk := file.peek(PEEK)[:PEEK]:
        place = chunk.find(end)
        parts.append(file.read(place + 1 if place >= 0 else len(chunk)))
        if place >= 0:
            break
    return b"".join(parts)
