"""The files that `ftdecide audit` writes beside its report: scores, the mended records, the parts of a split."""

from __future__ import annotations

import csv
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any, BinaryIO, TextIO

from ftdecide.doors.json_files import BadInput
from ftdecide.doors.whole_file import whole_file
from ftdecide.instruments.audit.audit import Audit
from ftdecide.instruments.audit.conversions import CannotHold
from ftdecide.instruments.audit.examples import plain
from ftdecide.instruments.audit.fixing import fixed, left_of
from ftdecide.instruments.audit.formats import SAYS, written
from ftdecide.instruments.audit.reading import read
from ftdecide.instruments.audit.record import Raw
from ftdecide.instruments.audit.splitting import PARTS, split
from ftdecide.instruments.audit.tables import Table

TABLES = (".csv", ".tsv")


@contextmanager
def opened(name: str) -> Iterator[BinaryIO]:
    """A file's bytes.

    Raises:
        BadInput: where it cannot be opened.
    """
    try:
        file = open(name, "rb")  # noqa: SIM115
    except (OSError, ValueError) as fault:
        why = fault.strerror if isinstance(fault, OSError) else fault
        raise BadInput(f"{name}: {why}. Check the path") from None
    with file:
        yield file


def keep_apart(read_from: list[str], written_to: list[str]) -> None:
    """Refuse to write over what is read, and two things into one file."""
    for name in written_to:
        if os.path.exists(name) and any(os.path.samefile(name, other) for other in read_from if os.path.exists(other)):
            raise BadInput(f"{name}: it is read from. Write to another file")
    twice = [name for name, count in Counter(map(os.path.realpath, written_to)).items() if count > 1]
    if twice:
        raise BadInput(f"{twice[0]}: two things would go there. Name another file for one of them")


def write_scores(found: Audit, name: str) -> None:
    """Row and quality of every record, as a table."""
    with whole_file(name) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["row", "quality"])
        writer.writerows((row, f"{quality:.6g}") for row, quality in found.quality.items())


def log_name(fixed_name: str) -> str:
    """Where the changes are written: beside the mended records.

    >>> log_name("out/clean.jsonl")
    'out/clean.changes.jsonl'
    """
    return f"{os.path.splitext(fixed_name)[0]}.changes.jsonl"


def refuse_wrong_ending(source: str, columns: tuple[str | None, str | None], name: str) -> None:
    """Refuse a table's name for mended records that are no table, before the long part.

    Raises:
        BadInput: then; UnusableFile: where the file cannot be read.
    """
    if _ending(name) in TABLES:
        with opened(source) as file:
            if read(file, *columns).table is None:
                raise BadInput(f"{name}: the records are no table. Name it {_jsonl(name)}")


def write_fixed(found: Audit, source: str, columns: tuple[str | None, str | None], name: str) -> Counter[str]:
    """The records that are left, mended, and a log of every change; how many of each action.

    They are written one a line as JSON, or as a table where the file is one and the name says so.
    """
    done: Counter[str] = Counter()
    with opened(source) as file, whole_file(name) as out, whole_file(log_name(name)) as log:
        stream = read(file, *columns)
        write = _writer(out, name, stream.table)
        for _raw, value, changes in fixed(stream.records, found, stream.shape.example):
            for change in changes:
                done[change.action] += 1
                _line(log, change.to_json())
            if value is not None:
                write(value)
    return done


def _writer(out: TextIO, name: str, table: Table | None) -> Callable[[Any], None]:
    """What writes a record into a file of that name."""
    if table is None or _ending(name) not in TABLES:
        return lambda value: _line(out, value)
    separator = "\t" if _ending(name) == ".tsv" else "," if table.separator == "\t" else table.separator
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    writer.writerow(table.columns)

    def write(value: Any) -> None:
        if not isinstance(value, Mapping) or set(value) != set(table.columns):
            raise BadInput(f"{name}: a record typed anew has other columns than the table. Name it {_jsonl(name)}")
        cells = (value[column] for column in table.columns)
        writer.writerow([cell if isinstance(cell, str) else plain(cell) for cell in cells])

    return write


def _ending(name: str) -> str:
    return os.path.splitext(name)[1].lower()


def _jsonl(name: str) -> str:
    return f"{os.path.splitext(name)[0]}.jsonl"


def part_names(folder: str) -> list[str]:
    return [os.path.join(folder, f"{part}.jsonl") for part in PARTS]


def write_split(
    found: Audit, source: str, columns: tuple[str | None, str | None], folder: str, form: str
) -> Counter[str]:
    """The mended records in three files, in a provider's form; how many went into each."""
    for name in part_names(folder):
        if os.path.exists(name):
            raise BadInput(f"{name}: it is there already. Remove it, or name another folder for --split")
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as fault:
        raise BadInput(f"{folder}: {fault.strerror}. Name a folder that can be made") from None
    part_of = split(sorted(left_of(found)), found.label_of, found.group_of)
    counts: Counter[str] = Counter(dict.fromkeys(PARTS, 0))
    with ExitStack() as files:
        file = files.enter_context(opened(source))
        outs = dict(zip(PARTS, (files.enter_context(whole_file(n)) for n in part_names(folder)), strict=True))
        stream = read(file, *columns)
        for raw, value, _changes in fixed(stream.records, found, stream.shape.example):
            if value is not None and raw.row in part_of:
                part = part_of[raw.row]
                record = stream.shape.example(Raw(raw.row, raw.line, value))
                try:
                    _line(outs[part], written(form, value, record))
                except CannotHold as lost:
                    raise BadInput(
                        f"row {raw.row}, line {raw.line}: it holds {lost}, for which the form {form} has no place. "
                        f"Choose another --form, of {', '.join(SAYS)}, or take such records out"
                        if str(lost) != "no answer"
                        else f"row {raw.row}, line {raw.line}: it has no answer, and every form needs one. Use --fixed"
                    ) from None
                counts[part] += 1
    return counts


def _line(file: TextIO, value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:  # half a character, which UTF-8 cannot hold
        text = json.dumps(value)
    file.write(text + "\n")
