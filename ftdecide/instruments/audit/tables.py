"""Records out of tables: comma, semicolon, tab or bar; a row that cannot be read costs only itself."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ftdecide.instruments.audit.lines import LONGEST_LINE, Line
from ftdecide.instruments.audit.record import Raw
from ftdecide.words import number_of

SEPARATORS = (",", "\t", ";", "|")
MOST_LINES_OF_A_ROW = 2_000  # beyond them a quotation mark was never closed


@dataclass(frozen=True, slots=True)
class Table:
    """How a table is written.

    Args:
        separator: what parts its cells, one character.
        columns: their names, each once.
    """

    separator: str
    columns: tuple[str, ...]


def separator_of(header: str) -> str:
    """What parts the cells of a header; of several, the one that gives the most cells.

    >>> separator_of("text;label"), separator_of("text")
    (';', ',')
    """
    return max(SEPARATORS, key=lambda each: len(_cells(header, each)))


def _cells(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return []


class _Feed:
    """Hands lines to the csv module and remembers those of the row being read, so that they can be read again."""

    def __init__(self, lines: Iterator[Line]):
        self._lines, self._again, self.taken = lines, deque[Line](), []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= MOST_LINES_OF_A_ROW:
            raise StopIteration
        line = self._again.popleft() if self._again else next(self._lines)
        self.taken.append(line)
        return line.text

    def give_back_all_but_first(self) -> None:
        self._again.extendleft(reversed(self.taken[1:]))
        del self.taken[1:]


def table_rows(lines: Iterable[Line], separator: str) -> Iterator[list[str] | Raw]:
    """The header's cells, then a `Raw` for each row that is not empty, its cells by column."""
    feed = _Feed(iter(lines))
    header: list[str] | None = None
    reader = csv.reader(feed, delimiter=separator)
    row = 0
    while True:
        feed.taken.clear()
        try:
            cells, fault = _next_row(reader), ""
        except StopIteration:
            if not feed.taken:
                return
            cells, fault = [], "its quotation marks are never closed"
        except csv.Error as error:
            cells, fault = [], _why(error)
        if not fault and header is not None and cells:
            if len(cells) != len(header):
                cells_said = number_of(len(cells), "cell")
                fault = f"has {cells_said} where the header has {len(header)}; quote a cell that holds {separator!r}"
            elif len(feed.taken) > 1 and _swallowed_rows(feed.taken, separator, len(header)):
                fault = "its quotation marks do not match; double those inside a cell"
        if fault and len(feed.taken) > 1:
            feed.give_back_all_but_first()
            reader = csv.reader(feed, delimiter=separator)
        elif fault or len(feed.taken) >= MOST_LINES_OF_A_ROW:
            reader = csv.reader(feed, delimiter=separator)
        if not cells and not fault:
            continue
        if header is None:
            header = named(cells)
            yield header
            continue
        line = feed.taken[0].number
        fault = next((taken.fault for taken in feed.taken if taken.fault), "") or fault
        yield Raw(row, line, None if fault else dict(zip(header, cells, strict=True)), fault)
        row += 1


def _swallowed_rows(taken: Sequence[Line], separator: str, columns: int) -> bool:
    """Whether a row of several lines is several rows, the first with a quotation mark that was never closed.

    Marks that do not match are not enough, since many a cell holds careless ones: the lines between the first and the
    last look like rows too, or where there are none, both of these do.
    """
    if columns == 1:
        return False  # every line looks like a row
    try:
        _next_row(csv.reader((line.text for line in taken), delimiter=separator, strict=True))
        return False
    except csv.Error:
        between = taken[1:-1] or taken
        return 2 * sum(line.text.count(separator) == columns - 1 for line in between) > len(between)


def _why(error: csv.Error) -> str:
    """What the csv module says, with the remedy."""
    if "new-line" in str(error):
        return "has a line end in the middle that is no part of a cell; save the table anew"
    return f"cannot be read as a row: {error}"


def _next_row(reader: Iterator[list[str]]) -> list[str]:
    """The next row, with cells as long as a line may be: the csv module's limit is one for the whole process."""
    limit = csv.field_size_limit(LONGEST_LINE)
    try:
        return next(reader)
    finally:
        csv.field_size_limit(limit)


def named(cells: Sequence[str]) -> list[str]:
    """Names of columns, each once: an empty or repeated one gets its number.

    >>> named(["text", "", "text"])
    ['text', 'column 2', 'text (column 3)']
    """
    names: list[str] = []
    for number, cell in enumerate(cells, 1):
        name = cell.strip() or f"column {number}"
        names.append(f"{name} (column {number})" if name in names else name)
    return names
