"""Tables as spreadsheets write them: comma, semicolon or tab, quotation marks, any line ends, UTF-8.

Rows come one at a time, so that memory does not grow with the file.  What cannot be read is refused with the
line; nothing is guessed and no row is lost without a word.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO, TextIO

from ftdecide.doors.json_files import BadInput

SEPARATORS = (",", ";", "\t")
LONGEST_LINE = 10_000_000  # characters
BOM = "\ufeff"


@dataclass(frozen=True)
class Sheet:
    """A table being read.

    Args:
        header: the names of the columns.
        rows: number, as a spreadsheet shows it (the header is 1), and cells of each row; empty lines are left out.
        separator: what parts the cells.
        line_end: what ends a line.
        bom: whether the file begins with a byte order mark, by which Excel knows UTF-8.
    """

    header: list[str]
    rows: Iterator[tuple[int, list[str]]]
    separator: str
    line_end: str
    bom: bool


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
    first = next((line for line in lines if line.strip(f"{BOM}\r\n ")), None)
    if first is None:
        raise BadInput(f"{name}: it is empty. The first line must name the columns")
    bare = first.removeprefix(BOM)
    separator = max(SEPARATORS, key=lambda each: known(next(csv.reader([bare], delimiter=each))))
    records = _records(csv.reader(chain([bare], lines), delimiter=separator, strict=True), name)
    _number, header = next(records)
    line_end = next((end for end in ("\r\n", "\n", "\r") if first.endswith(end)), "\n")
    return Sheet(header, records, separator, line_end, first != bare)


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


def _records(reader: Iterator[list[str]], name: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with their numbers; a row whose quotation marks do not match is where reading ends."""
    number = 0
    while True:
        begun = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            why = "its quotation marks do not match" if "expected" in str(fault) else f"{fault}"
            raise BadInput(
                f"{name}: the row that begins at line {begun:,} cannot be read: {why}. "
                "Put such a cell in quotation marks and double those inside it"
            ) from None
        number += 1
        if cells:
            yield number, cells


class SheetWriter:
    """Writes rows in the manner of the sheet that was read."""

    def __init__(self, file: TextIO, sheet: Sheet):
        manner = {"delimiter": sheet.separator, "lineterminator": sheet.line_end}
        self._plain = csv.writer(file, **manner)
        self._quoting = csv.writer(file, **manner, quoting=csv.QUOTE_ALL)
        if sheet.bom:
            file.write(BOM)

    def write(self, cells: Sequence[str]) -> None:
        # The module leaves a line end bare where lines end otherwise; readers would end the row there.
        broken = any("\r" in cell or "\n" in cell for cell in cells)
        (self._quoting if broken else self._plain).writerow(cells)
