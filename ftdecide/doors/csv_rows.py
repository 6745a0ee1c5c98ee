"""Tables as spreadsheets write them: comma, semicolon or tab, quotation marks, any line ends, UTF-8.

Rows come one at a time, so that memory does not grow with the file.  What cannot be read is refused with the
line; nothing is guessed and no row is lost without a word.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO, TextIO

from ftdecide.doors.json_files import BadInput

SEPARATORS = (",", ";", "\t")
LONGEST_LINE = 10_000_000  # characters
BOM = "\ufeff"
_NAMES_SEPARATOR = re.compile(r"""(?:\ufeff)?sep=([^\w\s"]|\t)[\r\n]*""", re.IGNORECASE)


@dataclass(frozen=True)
class Sheet:
    """A table being read.

    Args:
        header: the names of the columns.
        rows: number, as a spreadsheet shows it (the header is 1), and cells of each row; empty lines are left out.
        separator: what parts the cells.
        line_end: what ends a line.
        opening: what stands before the header and is no part of it: the byte order mark by which Excel knows UTF-8,
            and the line (`sep=;`) that tells Excel the separator.
    """

    header: list[str]
    rows: Iterator[tuple[int, list[str]]]
    separator: str
    line_end: str
    opening: str


def read_sheet(file: BinaryIO, name: str, known: Callable[[Sequence[str]], int]) -> Sheet:
    """The table in an open file.

    Args:
        file: the bytes.
        name: of the file, for messages.
        known: how many of some names are known columns; the separator that gives the most is taken.

    Raises:
        BadInput: here or while the rows are read; no header, no UTF-8, quotation marks that do not match.
    """
    lines = _lines(io.TextIOWrapper(file, encoding="utf-8", errors="surrogateescape", newline=""), name)
    numbered = ((number, line) for number, line in enumerate(lines, 1) if line.strip(f"{BOM}\r\n "))
    number, first = next(numbered, (0, ""))
    opening, separator = first[: first.startswith(BOM)], None
    if named := _NAMES_SEPARATOR.fullmatch(first):
        opening, separator = first, named[1]
        number, first = next(numbered, (0, ""))
    if not number:
        raise BadInput(f"{name}: it is empty. The first line must name the columns")
    bare = first.removeprefix(BOM)
    separator = separator or max(SEPARATORS, key=lambda each: known(_cells(bare, each)))
    records = _records(csv.reader(chain([bare], lines), delimiter=separator, strict=True), name, number - 1)
    _number, header = next(records)
    line_end = next((end for end in ("\r\n", "\n", "\r") if first.endswith(end)), "\n")
    return Sheet(header, records, separator, line_end, opening)


def _cells(line: str, separator: str) -> list[str]:
    """A line as parted by this separator; nothing where that cannot be."""
    try:
        return next(csv.reader([line], delimiter=separator))
    except csv.Error:
        return []


def _lines(text: io.TextIOWrapper, name: str) -> Iterator[str]:
    number = 0
    try:
        while line := text.readline(LONGEST_LINE):
            number += 1
            if fault := _unreadable(line):
                raise BadInput(f"{name}: line {number:,} {fault}")
            yield line
    finally:
        with suppress(ValueError):  # closed already
            text.detach()  # the file stays with whoever opened it


def _unreadable(line: str) -> str:
    if len(line) == LONGEST_LINE:
        return f"is longer than {LONGEST_LINE:,} characters. Check the file"
    lost = None if line.isascii() else next((c for c in line if "\ud800" <= c <= "\udfff"), None)
    if lost:
        return f"holds the byte 0x{ord(lost) & 0xFF:02x}, which is not UTF-8 text. Save it as CSV UTF-8"
    return "holds a zero byte: this is not UTF-8 text. Save it as CSV UTF-8" if "\0" in line else ""


def _records(reader: Iterator[list[str]], name: str, lines_before: int) -> Iterator[tuple[int, list[str]]]:
    """Rows with their numbers; a row whose quotation marks do not match is where reading ends."""
    number = 0
    while True:
        begun = lines_before + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            raise BadInput(f"{name}: the row that begins at line {begun:,} cannot be read: {_why(fault)}") from None
        number += 1
        if cells:
            yield number, cells


def _why(fault: csv.Error) -> str:
    """What the module says, with the remedy."""
    said = str(fault)
    if "field larger than" in said:
        return (
            f"a cell in it is longer than {csv.field_size_limit():,} characters. Shorten it, "
            "or look for a quotation mark that is never closed"
        )
    if "expected" in said or "unexpected end" in said:
        return "its quotation marks do not match. Put such a cell in quotation marks and double those inside it"
    return f"{said}. Save the table as CSV UTF-8 anew"


class SheetWriter:
    """Writes rows in the manner of the sheet that was read."""

    def __init__(self, file: TextIO, sheet: Sheet):
        manner = {"delimiter": sheet.separator, "lineterminator": sheet.line_end}
        self._plain = csv.writer(file, **manner)
        self._quoting = csv.writer(file, **manner, quoting=csv.QUOTE_ALL)
        file.write(sheet.opening)

    def write(self, cells: Sequence[str]) -> None:
        # The module leaves a line end bare where lines end otherwise; readers would end the row there.
        broken = any("\r" in cell or "\n" in cell for cell in cells)
        (self._quoting if broken else self._plain).writerow(cells)
