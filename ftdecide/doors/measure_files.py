"""The files that `ftdecide measure` reads and writes: evaluation set, outputs, other tools' results; items."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, TypeVar

from ftdecide.doors.audit_files import opened
from ftdecide.doors.json_files import BadInput
from ftdecide.doors.whole_file import whole_file
from ftdecide.instruments.audit.lines import UnusableFile
from ftdecide.instruments.measure.columns import Told
from ftdecide.instruments.measure.evaluation_set import read_evaluation_set
from ftdecide.instruments.measure.inspect_log import read_inspect
from ftdecide.instruments.measure.long_table import is_long_table, read_long_table
from ftdecide.instruments.measure.marks import Progress
from ftdecide.instruments.measure.measured import Measured
from ftdecide.instruments.measure.other_tools import OtherTool, kind_of
from ftdecide.instruments.measure.outputs import Item, Output, Trial
from ftdecide.instruments.measure.outputs_file import read_outputs
from ftdecide.instruments.measure.promptfoo import read_promptfoo

Found = TypeVar("Found")


@dataclass(frozen=True)
class Read:
    """What came out of the files.

    Args:
        items: of the evaluation set, or of the results.
        outputs: of each rung, by the name in the file.
        notes: what a person has to know.
        tools: that wrote the results.
    """

    items: tuple[Item, ...]
    outputs: Mapping[str, tuple[Output, ...]]
    notes: tuple[str, ...]
    tools: tuple[str, ...]

    @property
    def trial(self) -> Trial:
        return Trial(self.items, self.outputs)


class _Watched(io.BufferedReader):
    """A file that says now and then how much of it was read."""

    def __init__(self, raw: io.RawIOBase, name: str, progress: Progress):
        super().__init__(raw)
        self._what, self._progress = f"reading {name}", progress
        self._size = max(1, os.fstat(raw.fileno()).st_size)

    def read1(self, size: int = -1) -> bytes:
        self._progress(self._what, min(1.0, self.tell() / self._size))
        return super().read1(size)


def joined(read: Read, live: Trial) -> Read:
    """What was read, with the rungs that were run live on its items."""
    for name in live.outputs:
        if name in read.outputs:
            raise BadInput(f"{name} is run live and read from a file. Give it once, or name other --rungs")
    return replace(read, outputs={**read.outputs, **live.outputs})


def named_file(text: str) -> tuple[str, str]:
    """A rung and its file out of `NAME=FILE`."""
    name, equals, file = text.partition("=")
    if not equals or not name.strip() or not file.strip():
        raise BadInput(f"--rung is {text!r}. Write it as NAME=FILE, for instance few_shot=outputs.csv")
    return name.strip(), file.strip()


def reading(name: str, read: Callable[[BinaryIO], Found], progress: Progress | None = None) -> Found:
    """What `read` makes of a file.

    Raises:
        BadInput: where it cannot be opened or used; the file's name stands first.
    """
    try:
        with opened(name) as file:
            if progress is None:
                return read(file)
            watched = _Watched(file.raw, name, progress)
            try:
                return read(watched)
            finally:
                watched.detach()  # the file is closed by whoever opened it
    except UnusableFile as fault:
        raise BadInput(f"{name}: {fault}") from None


def read_files(
    files: Sequence[str],
    rungs: Sequence[tuple[str, str]],
    columns: Told,
    log_score: str | None = None,
    progress: Progress | None = None,
) -> Read:
    """Everything read.

    Args:
        files: an evaluation set, at most one; results of other tools and long tables, any number.
        rungs: names and files of outputs.
        columns: those that a person named.
        log_score: the scorer of an Inspect log to go by.
        progress: called now and then.

    Raises:
        BadInput: where a file cannot be used, or they do not go together.
    """
    _once(files, "it is given twice. Give it once", os.path.realpath)
    _once([name for _, name in rungs], "it is given for two rungs. Give each its own outputs", os.path.realpath)
    if columns.output is None:
        _once([*files, *(name for _, name in rungs)], "the set is no outputs. Name --output-column", os.path.realpath)
    _once([name for name, _ in rungs], "two rungs have this name. Give each its own")
    found = {
        name: reading(name, lambda file, name=name: _other_tool(file, name, columns, log_score), progress)
        for name in files
    }
    sets = [name for name, other in found.items() if other is None]
    if len(sets) > 1:
        raise BadInput(f"{sets[1]}: a second evaluation set. Give outputs with --rung NAME=FILE, results as they are")
    of = None
    if sets:
        of = reading(sets[0], lambda file: read_evaluation_set(file, os.path.basename(sets[0]), columns), progress)
    outputs, notes = {}, list(of.notes if of else ())
    others = [(None, name, other) for name, other in found.items() if other is not None]
    for rung, name in rungs:
        other = reading(name, lambda file, name=name: _other_tool(file, name, columns, log_score), progress)
        if other is not None:
            others.append((rung, name, other))
        elif of is None:
            raise BadInput(f"{name}: outputs without an evaluation set. Name the set first: ftdecide measure EVALSET")
        else:
            read = lambda file, name=name: read_outputs(file, os.path.basename(name), of, columns)  # noqa: E731
            outputs[rung], more = reading(name, read, progress)
            notes += more
    items = list(of.items) if of else []
    for rung, name, other in others:
        for of_file, its_outputs in _named(rung, name, other, outputs).items():
            outputs[of_file] = its_outputs
        notes += other.notes
        known = {item.name for item in items}
        items += [item for item in other.items if item.name not in known] if of is None else []
    tools = tuple(dict.fromkeys(other.tool for _, _, other in others))
    return Read(tuple(items), outputs, tuple(notes), tools)


def _other_tool(file: BinaryIO, name: str, columns: Told, log_score: str | None) -> OtherTool | None:
    """Results with their rungs; None where the file is an evaluation set or the outputs of one rung."""
    short = os.path.basename(name)
    kind = kind_of(file)
    if kind == "promptfoo":
        return read_promptfoo(file, short)
    if kind:
        return read_inspect(file, short, kind == "inspect_zip", log_score)
    return read_long_table(file, short, columns) if is_long_table(file) else None


def _named(
    rung: str | None, name: str, other: OtherTool, before: Mapping[str, Any]
) -> Mapping[str, tuple[Output, ...]]:
    """The rungs of a file under the names that they go by from now on."""
    if rung is not None:
        if len(other.outputs) > 1:
            raise BadInput(
                f"{name}: it holds {len(other.outputs)} rungs: {'; '.join(other.outputs)}. Give it without --rung, and "
                "name each with --as"
            )
        return dict.fromkeys((rung,), *other.outputs.values())
    short = os.path.basename(name)
    return {f"{each} ({short})" if each in before else each: outputs for each, outputs in other.outputs.items()}


def _once(names: Sequence[str], says: str, key: Callable[[str], str] = str) -> None:
    seen = set()
    for name in names:
        if key(name) in seen:
            raise BadInput(f"{name}: {says}")
        seen.add(key(name))


def write_items(found: Measured, name: str) -> None:
    """Every marked output as a table."""
    with whole_file(name) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["item", "rung", "run", "passed", "score", "why"])
        for rung, marks in found.marks.items():
            for item, of_item in marks.by_item.items():
                for mark in of_item:
                    row = [item, rung, mark.output.run + 1, str(mark.passed).lower(), f"{mark.score:g}", mark.why]
                    writer.writerow(row)
