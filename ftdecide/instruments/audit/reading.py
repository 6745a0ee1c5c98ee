"""A file of training records, read as a stream: which format and which shape it has, and its records one at a time."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import BinaryIO

from ftdecide.instruments.audit import shapes
from ftdecide.instruments.audit.json_records import json_array, json_lines, parse
from ftdecide.instruments.audit.lines import PEEK, Line, UnusableFile, lines, unpacked
from ftdecide.instruments.audit.record import Raw, Record
from ftdecide.instruments.audit.tables import separator_of, table_rows

SAMPLE = 200  # records that show the shape
_FORMATS = {"jsonl": "JSON lines", "json": "one JSON list"}
_SEPARATORS = {",": "comma", "\t": "tab", ";": "semicolon", "|": "bar"}


@dataclass(frozen=True)
class Source:
    """A file being read.

    Args:
        format: for people: “JSON lines”, “one JSON list”, “a table, comma-separated”.
        shape: how its records are read.
        records: each record, with the example that it makes; None where it cannot be read.
    """

    format: str
    shape: shapes.Shape
    records: Iterator[tuple[Raw, Record | None]]


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
    said, raws = _raws(bytes_)
    ahead = list(islice(raws, SAMPLE))
    if not ahead:
        raise UnusableFile("it holds no records. Give a file with at least one")
    sample = [raw.value for raw in ahead if not raw.fault]
    if not sample:
        raise UnusableFile(
            f"none of its first {len(ahead):,} records can be read; the first, in line {ahead[0].line}, {ahead[0].fault}"
        )
    _check_columns(sample, text_column, label_column)
    shape = shapes.detect(sample, text_column, label_column)
    if shape is None:
        raise UnusableFile(
            "its records have no shape that is known here: chat messages, prompt and completion, instruction and "
            "output, text and label. Name the columns with --text-column and --label-column"
        )
    return Source(said, shape, _examples(chain(ahead, raws), shape))


def _examples(raws: Iterator[Raw], shape: shapes.Shape) -> Iterator[tuple[Raw, Record | None]]:
    for raw in raws:
        yield raw, None if raw.fault else shape.example(raw)


def _check_columns(sample: list[object], *columns: str | None) -> None:
    names = sorted({str(name) for value in sample if isinstance(value, dict) for name in value})
    for column in filter(None, columns):
        if column not in names:
            shown = ", ".join(names[:20]) or "none"
            raise UnusableFile(f"it has no column {column!r}. Name one of its own: {shown}")


def _raws(file: io.BufferedReader) -> tuple[str, Iterator[Raw]]:
    kind = _sniffed(file.peek(PEEK)[:PEEK])
    if kind == "json":
        return _FORMATS[kind], json_array(file)
    if kind == "jsonl":
        return _FORMATS[kind], json_lines(lines(file))
    stream = lines(file)
    first = next((line for line in stream if line.text.strip("\ufeff\r\n ")), None)
    if first is None:
        return "an empty file", iter(())
    separator = separator_of(first.text)
    rows = table_rows(chain([Line(first.number, first.text)], stream), separator)
    header = next(rows, None)
    if header is None:
        raise UnusableFile(f"its first line cannot be read as the names of columns. Mend line {first.number}")
    return f"a table, {_SEPARATORS[separator]}-separated", rows  # type: ignore[return-value]


def _sniffed(first: bytes) -> str:
    """`json` for one value over many lines or a list, `jsonl` for a value a line, `table` for anything else.

    >>> _sniffed(b'[{"a": 1},'), _sniffed(b'{"a": 1}\\n{"a": 2}'), _sniffed(b"text,label"), _sniffed(b'{\\n "a": 1')
    ('json', 'jsonl', 'table', 'json')
    """
    text = first.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    shown = [line.strip() for line in text.splitlines() if line.strip()][:50]
    if not shown:
        return "table"
    begun = [line[0] for line in shown]
    value, fault = parse(shown[0])
    if begun[0] == "[":
        several = len(shown) > 1 and begun[1] == "[" and isinstance(value, list)
        return "jsonl" if several else "json"
    if begun[0] == "{":
        if not fault:
            return "json" if len(shown) == 1 and _holds_a_list(value) else "jsonl"
        return "jsonl" if begun[1:2] == ["{"] or (len(shown) == 1 and len(first) < PEEK and "\n" in text) else "json"
    return "jsonl" if begun.count("{") > len(begun) / 2 else "table"


def _holds_a_list(value: object) -> bool:
    """Whether an object is the wrapping of a list of records, and no record itself."""
    if not isinstance(value, dict) or shapes.detect([value]):
        return False
    return any(isinstance(each, list) and each and isinstance(each[0], dict) for each in value.values())
