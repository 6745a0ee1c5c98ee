"""A file of training records, read as a stream: which format and which shape it has, and its records one at a time."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import BinaryIO

from ftdecide.instruments.audit import shapes
from ftdecide.instruments.audit.header import separator_told, why_no_header
from ftdecide.instruments.audit.json_records import json_lines, json_values, parse
from ftdecide.instruments.audit.lines import LONGEST_LINE, PEEK, Joined, Line, UnusableFile, lines, unpacked
from ftdecide.instruments.audit.record import Raw, Record
from ftdecide.instruments.audit.tables import Table, separator_of, table_rows

SAMPLE = 200  # records that show the shape
MOST_BLANK = 1_000_000  # bytes before the first record
_FORMATS = {"jsonl": "JSON lines", "json": "one JSON list"}
_SEPARATORS = {",": "comma", "\t": "tab", ";": "semicolon", "|": "bar"}


@dataclass(frozen=True)
class Source:
    """A file being read.

    Args:
        format: for people: “JSON lines”, “one JSON list”, “a table, comma-separated”.
        shape: how its records are read.
        records: each record, with the example that it makes; None where it cannot be read.
        table: how a table is written; None for JSON.
    """

    format: str
    shape: shapes.Shape
    records: Iterator[tuple[Raw, Record | None]]
    table: Table | None = None


def read(file: BinaryIO, text_column: str | None = None, label_column: str | None = None) -> Source:
    """The records of an open file.

    Args:
        file: its bytes, gzipped or not.
        text_column: where the text stands, if it is to be told.
        label_column: where the label stands, if it is to be told.

    Raises:
        UnusableFile: where it is empty, no text, of no known shape or without the columns named; also while the
            records are read, where none can be.
    """
    bytes_ = unpacked(file)
    said, raws, table = _rows(bytes_)
    ahead = list(islice(raws, SAMPLE))
    if not ahead:
        raise UnusableFile("it holds no records. Give a file with at least one")
    sample = [raw.value for raw in ahead if not raw.fault]
    if not sample:
        first = f"line {ahead[0].line} {ahead[0].fault}"
        none = "its only record cannot" if len(ahead) == 1 else f"none of its first {len(ahead)} records can"
        raise UnusableFile(f"{none} be read: {first}")
    if len(ahead) == 1 and is_columns(sample[0]):
        raise UnusableFile("it is one object of columns. Write one object for each record: orient='records' in pandas")
    if table and not (text_column or label_column) and (why := why_no_header(table.columns, sample)):
        raise UnusableFile(
            f"its first line looks like a record: {why}. Put the names of the columns above it, such as "
            f"text{table.separator}label; or, if they are names, name them with --text-column and --label-column"
        )
    _check_columns(sample, text_column, label_column)
    shape = shapes.detect(sample, text_column, label_column)
    if shape is None:
        raise UnusableFile(
            "its records have no shape that is known here: chat messages, prompt and completion, instruction and "
            "output, text and label. Name the columns with --text-column and --label-column"
        )
    return Source(said, shape, _examples(chain(ahead, raws), shape), table)


def _examples(raws: Iterator[Raw], shape: shapes.Shape) -> Iterator[tuple[Raw, Record | None]]:
    for raw in raws:
        yield raw, None if raw.fault else shape.example(raw)


def is_columns(value: object) -> bool:
    """Whether an object holds a file's columns, each a list or a mapping of plain values."""
    if not isinstance(value, dict) or len(value) < 2:
        return False
    inner = [list(each.values()) if isinstance(each, dict) else each for each in value.values()]
    return all(isinstance(each, list) and each and not isinstance(each[0], dict | list) for each in inner)


def _check_columns(sample: list[object], *columns: str | None) -> None:
    names = sorted({str(name) for value in sample if isinstance(value, dict) for name in value})
    for column in filter(None, columns):
        if column not in names:
            shown = ", ".join(names[:20]) or "none"
            raise UnusableFile(
                f"it has no column {column!r}. Name its own with --text-column and --label-column, or none: {shown}"
            )


def raw_rows(file: io.BufferedReader) -> tuple[str, Iterator[Raw]]:
    """The format of an unpacked file, for people, and its records as they stand there."""
    return _rows(file)[:2]


def _rows(file: io.BufferedReader) -> tuple[str, Iterator[Raw], Table | None]:
    """The same, and how a table is written."""
    passed, first, behind = _first_line(file)
    whole = io.BufferedReader(Joined(passed, file), PEEK)
    try:
        ahead = (behind + file.peek(PEEK))[:PEEK]
    except (EOFError, OSError, zlib.error):  # said where it is read again
        ahead = behind
    kind = _sniffed(first, ahead)
    if kind == "json":
        return _FORMATS[kind], json_values(whole), None
    if kind == "jsonl":
        return _FORMATS[kind], json_lines(lines(whole)), None
    stream = lines(whole)
    header_line = _not_blank(stream)
    separator = separator_told(header_line.text) if header_line else ""
    if separator:
        header_line = _not_blank(stream)
    if header_line is None:
        return "an empty file", iter(()), None
    separator = separator or separator_of(header_line.text)
    rows = table_rows(chain([Line(header_line.number, header_line.text)], stream), separator)
    header = next(rows, None)
    if header is None:
        raise UnusableFile(f"its first line cannot be read as the names of columns. Mend line {header_line.number}")
    said = f"a table, {_SEPARATORS.get(separator, repr(separator))}-separated"
    return said, rows, Table(separator, tuple(header))  # type: ignore[return-value, arg-type]


def _not_blank(stream: Iterator[Line]) -> Line | None:
    return next((line for line in stream if line.text.strip("\ufeff\r\n ")), None)


def _first_line(file: io.BufferedReader) -> tuple[bytes, str, bytes]:
    """The bytes read so far, the first line in them that is not empty, and what of them stands behind it."""
    passed, start, searched, over = bytearray(), 0, 0, False
    while True:
        end = passed.find(b"\n", searched)
        searched = len(passed)
        if end >= 0 or over or searched - start >= LONGEST_LINE:
            stop = end + 1 if end >= 0 else searched
            if text := passed[start:stop].decode("utf-8", "replace").strip("\ufeff \t\r\n\0"):
                return bytes(passed), text, bytes(passed[stop:])
            if over and end < 0:
                return bytes(passed), "", b""
            if stop > MOST_BLANK:
                raise UnusableFile(f"its first {MOST_BLANK:,} bytes are blank. Give a file that begins with records")
            start = searched = stop
            continue
        try:
            part = file.read1(PEEK)
        except (EOFError, OSError, zlib.error):  # said where it is read again
            part = b""
        over = not part
        passed += part


def _sniffed(first: str, next_bytes: bytes) -> str:
    """`json` for a value over many lines or a list, `jsonl` for a value a line, `table` for anything else.

    >>> _sniffed('[{"a": 1},', b""), _sniffed('{"a": 1}', b'{"a": 2}'), _sniffed("text,label", b"")
    ('json', 'jsonl', 'table')
    """
    others = [line.strip() for line in next_bytes.decode("utf-8", "replace").split("\n") if line.strip()][:50]
    objects = sum(line[0] == "{" for line in others)
    whole = sum(line[0] == "{" and line[-1] == "}" for line in others[:-1] or others)
    mostly_objects = bool(others) and objects > len(others) / 2 and whole > len(others[:-1] or others) / 2
    if first[:1] not in {"{", "["}:
        return "jsonl" if mostly_objects else "table"
    value, fault = parse(first)
    if fault:
        return "jsonl" if mostly_objects or (first[0] == "{" and first != "{" and not others) else "json"
    if first[0] == "[":
        return "jsonl" if others and (others[0][0] == "[" or mostly_objects) else "json"
    return "json" if not others and _holds_a_list(value) else "jsonl"


def _holds_a_list(value: object) -> bool:
    """Whether an object is the wrapping of a list of records, and no record itself."""
    if not isinstance(value, dict) or shapes.detect([value]):
        return False
    return any(isinstance(each, list) and each and isinstance(each[0], dict) for each in value.values())
