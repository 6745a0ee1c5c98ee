"""A few records of a file, kept on the disk while they are reviewed, so that none has to stay in memory."""

from __future__ import annotations

import json
import tempfile
import weakref
from collections.abc import Collection, Iterator
from contextlib import suppress
from itertools import islice, takewhile
from typing import BinaryIO

from ftdecide.instruments.audit.lines import lines, unpacked
from ftdecide.instruments.audit.record import Raw, Record

MOST_LINES = 2_000  # kept of a file's lines that cannot be read
SHOWN_OF_A_LINE = 6_000  # signs


class Spool:
    """Records by their row; nobody else can open the file, and it is gone with this process."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115
        weakref.finalize(self, self._file.close)
        self._at: dict[int, int] = {}

    def passing(
        self, records: Iterator[tuple[Raw, Record | None]], rows: Collection[int]
    ) -> Iterator[tuple[Raw, Record | None]]:
        """The records as they come; those of some rows are kept."""
        for raw, record in records:
            if raw.row in rows:
                with suppress(RecursionError):  # too deep to be written is too deep to be read
                    text = json.dumps([raw.line, raw.value, raw.fault]).encode() + b"\n"
                    self._at[raw.row] = self._file.seek(0, 2)
                    self._file.write(text)
            yield raw, record

    def get(self, row: int) -> Raw | None:
        """The record of a row, where it was kept."""
        if row not in self._at:
            return None
        self._file.seek(self._at[row])
        line, value, fault = json.loads(self._file.readline())
        return Raw(row, line, value, fault)


def texts_of_lines(file: BinaryIO, numbers: Collection[int]) -> dict[int, str]:
    """The beginnings of some lines, for records that cannot be read; what is no text in them is left out."""
    last = max(numbers)
    read = takewhile(lambda line: line.number <= last, lines(unpacked(file)))
    wanted = islice((line for line in read if line.number in numbers), MOST_LINES)
    return {line.number: _plain(line.text[:SHOWN_OF_A_LINE].rstrip("\r\n")) for line in wanted}


def _plain(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
