"""One file that a measurement reads: what is in it, and its name before every fault."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, TypeVar

from ftdecide.doors.audit_files import opened
from ftdecide.doors.json_files import BadInput
from ftdecide.instruments.audit.lines import UnusableFile
from ftdecide.instruments.audit.reading import read
from ftdecide.instruments.measure.live.pool import NO_POOL, Pool, pool_of
from ftdecide.instruments.measure.marks import Progress
from ftdecide.instruments.measure.outputs import Item, Output
from ftdecide.instruments.measure.reading.columns import Told
from ftdecide.instruments.measure.reading.evaluation_set import EvaluationSet, read_evaluation_set
from ftdecide.instruments.measure.reading.inspect_log import read_inspect
from ftdecide.instruments.measure.reading.long_table import is_long_table, read_long_table
from ftdecide.instruments.measure.reading.other_tools import OtherTool, kind_of
from ftdecide.instruments.measure.reading.outputs_file import read_outputs
from ftdecide.instruments.measure.reading.promptfoo import read_promptfoo

Found = TypeVar("Found")


class _Watched(io.BufferedReader):
    """A file that says now and then how much of it was read."""

    def __init__(self, raw: io.RawIOBase, name: str, progress: Progress):
        super().__init__(raw)
        self._what, self._progress = f"reading {name}", progress
        self._size = max(1, os.fstat(raw.fileno()).st_size)

    def read1(self, size: int = -1) -> bytes:
        self._progress(self._what, min(1.0, self.tell() / self._size))
        return super().read1(size)


def short_name(name: str) -> str:
    """A file's name without its folder, for people; a pipe's says what it is.

    >>> short_name("-")
    'standard input'
    """
    if name == "-":
        return "standard input"
    return os.path.basename(name) if os.path.isfile(name) else "a pipe"


def reading(
    name: str, made_of: Callable[[BinaryIO], Found], progress: Progress | None = None, path: str | None = None
) -> Found:
    """What `made_of` makes of a file.

    Args:
        name: of the file, for people.
        made_of: called with its bytes.
        progress: called now and then; the file must then have an end that is known.
        path: where it lies, if not under its name: the copy of what came through a pipe.

    Raises:
        BadInput: where it cannot be opened or used; the file's name stands first.
    """
    try:
        with opened(path or name) as file:
            if progress is None:
                return made_of(file)
            watched = _Watched(file.raw, name, progress)
            try:
                return made_of(watched)
            finally:
                watched.detach()  # the file is closed by whoever opened it
    except UnusableFile as fault:
        raise BadInput(f"{name}: {fault}") from None


def pool_in(
    name: str | None, items: Sequence[Item], text_column: str | None = None, label_column: str | None = None
) -> Pool:
    """The examples in a file, without those that are evaluation items too; none where no file is named.

    Args:
        name: of the file.
        items: the evaluation set.
        text_column, label_column: where these stand; None where they are to be known by their names.

    Raises:
        BadInput: where it cannot be opened or used.
    """
    if not name:
        return NO_POOL

    def pool(file: BinaryIO) -> Pool:
        return pool_of((record for _, record in read(file, text_column, label_column).records), items)

    found = reading(name, pool)
    if not found.examples:
        remedy = "Give examples that are not tested with" if found.leaked else "Name the columns of texts and answers"
        raise BadInput(f"{name}: no example of it can be shown. {found.says} {remedy}")
    return found


@dataclass(frozen=True)
class Reader:
    """Reads files as a person named them.

    Args:
        paths: of each name, where the file lies: what comes through a pipe lies elsewhere, to be read twice.
        columns: those that a person named.
        log_score: the scorer of an Inspect log to go by.
        progress: called now and then.
    """

    paths: Mapping[str, str]
    columns: Told
    log_score: str | None
    progress: Progress | None

    def read(self, name: str, made_of: Callable[[BinaryIO], Found]) -> Found:
        return reading(name, made_of, self.progress, self.paths[name])

    def other_tool(self, name: str) -> OtherTool | None:
        """Results with their rungs; None where the file is an evaluation set or the outputs of one rung."""
        return self.read(name, lambda file: _other_tool(file, short_name(name), self.columns, self.log_score))

    def the_set(self, names: Sequence[str]) -> EvaluationSet | None:
        """The one evaluation set; None where there is none."""
        if len(names) > 1:
            raise BadInput(
                f"{names[1]}: a second evaluation set. Give outputs with --rung NAME=FILE, results as they are"
            )
        if not names:
            return None
        return self.read(names[0], lambda file: read_evaluation_set(file, short_name(names[0]), self.columns))

    def outputs(self, name: str, of: EvaluationSet) -> tuple[tuple[Output, ...], tuple[str, ...]]:
        """What one rung put out on the set, and what a person has to know of it."""
        return self.read(name, lambda file: read_outputs(file, short_name(name), of, self.columns))


def _other_tool(file: BinaryIO, name: str, columns: Told, log_score: str | None) -> OtherTool | None:
    kind = kind_of(file)
    if kind == "promptfoo":
        return read_promptfoo(file, name)
    if kind:
        return read_inspect(file, name, kind == "inspect_zip", log_score)
    return read_long_table(file, name, columns) if is_long_table(file) else None
