"""A few records of a file, kept on the disk while they are reviewed, so that none has to stay in memory."""

from __future__ import annotations

import json
import tempfile
import weakref
from collections.abc import Collection, Iterator
from contextlib import suppress

from ftdecide.instruments.audit.record import Raw, Record


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
