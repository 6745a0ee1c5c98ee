"""An evaluation set out of a file: the items, what each is shown, what is expected, and the ways to cut them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from ftdecide.instruments.audit import shapes
from ftdecide.instruments.audit.lines import UnusableFile
from ftdecide.instruments.audit.record import Raw
from ftdecide.instruments.measure.outputs import Item
from ftdecide.instruments.measure.reading.columns import EXPECTED, IDS, INPUTS, Told, by_name, told
from ftdecide.instruments.measure.reading.rows import Rows, read_rows, text
from ftdecide.instruments.measure.reading.slices import cuts
from ftdecide.words import number_of

FEW_REPEATED, MOST_REPEATED = 5, 0.1  # rows without an id of their own, and their share; with more it holds no ids


@dataclass(frozen=True)
class EvaluationSet:
    """Items, and how outputs find theirs.

    Args:
        items: in the order of the file, each name once.
        name_of_row: of each row, from 0, its item's name; rows that make no item are left out.
        rows: of the file, unreadable ones included.
        has_ids: whether the names come from the file; else they count from 1.
        notes: what a person has to know.
    """

    items: tuple[Item, ...]
    name_of_row: Mapping[int, str]
    rows: int
    has_ids: bool
    notes: tuple[str, ...] = ()


def read_evaluation_set(file: BinaryIO, name: str, columns: Told = Told()) -> EvaluationSet:  # noqa: B008
    """The evaluation set in an open file.

    Args:
        file: its bytes: JSON lines, a JSON list, a table; gzipped or not.
        name: of the file, for people.
        columns: those that a person named.

    Raises:
        UnusableFile: where it cannot be read, or has no column of those named.
    """
    rows = read_rows(file)
    id_column = told(rows.columns, columns.id, "--id-column") or _id_column(rows)
    for each in columns.slices:
        told(rows.columns, each, "--slice")
    parts, used = _parts_of(rows, columns, id_column)
    others = [each for each in rows.columns if each not in {*used, id_column}]
    values = {each: [raw.value.get(each) for raw in rows.raws] for each in {*others, *columns.slices}}
    sliced = cuts({each: values[each] for each in rows.columns if each in values}, columns.slices)
    items, name_of_row, repeated = {}, {}, 0
    for place, (raw, (shown, expected)) in enumerate(zip(rows.raws, parts, strict=True)):
        named = text(raw.value.get(id_column)).strip() if id_column else str(raw.row + 1)
        if not named or named in items:
            repeated += 1
            continue
        items[named] = Item(named, shown, expected, sliced[place] if sliced else {})
        name_of_row[raw.row] = named
    notes = list(rows.notes(name))
    if repeated > max(FEW_REPEATED, MOST_REPEATED * len(rows.raws)):
        raise UnusableFile(
            f"{number_of(repeated, 'row')} of {len(rows.raws):,} have no id of their own in {id_column!r}: another "
            "item would take their place. Give each its own, name another column with --id-column, or take that one out"
        )
    if repeated:
        notes.append(f"{name}: {number_of(repeated, 'row')} left out, without an id or with one that came before")
    return EvaluationSet(tuple(items.values()), name_of_row, rows.count, bool(id_column), tuple(notes))


def _id_column(rows: Rows) -> str | None:
    """The column of ids: known by its name, and mostly different from row to row."""
    found = by_name(rows.columns, IDS)
    if found is None:
        return None
    return found if len({text(raw.value.get(found)) for raw in rows.raws}) > len(rows.raws) / 2 else None


def _parts_of(rows: Rows, columns: Told, id_column: str | None) -> tuple[list[tuple[str, Any]], list[str]]:
    """Of each row, what the model is shown and what is expected; and the columns read."""
    expected = told(rows.columns, columns.expected, "--expected-column")
    shown = told(rows.columns, columns.input, "--input-column")
    if expected is None and shown is None and (shape := _conversation(rows)):
        records = [shape.example(raw) for raw in rows.raws]
        return [(each.input, each.output or None) for each in records], list(shape.fields)
    expected = expected or by_name(rows.columns, EXPECTED, (shown, id_column))
    shown = shown or by_name(rows.columns, INPUTS, (expected, id_column))
    if expected is None and shown is None:
        names = ", ".join(rows.columns[:20])
        raise UnusableFile(
            f"no column is known as input or expected answer among: {names}. Name them with --input-column and "
            "--expected-column"
        )
    parts = [(text(raw.value.get(shown)) if shown else "", _value(raw, expected)) for raw in rows.raws]
    return parts, [each for each in (shown, expected) if each]


def _value(raw: Raw, column: str | None) -> Any:
    """What is expected; None where the cell is empty."""
    value = raw.value.get(column) if column else None
    return None if isinstance(value, str) and not value.strip() else value


def _conversation(rows: Rows) -> shapes.Shape | None:
    """The shape of training records, where the set has one that columns alone do not show."""
    names: Sequence[str] = [column.lower() for column in rows.columns]
    if by_name(rows.columns, EXPECTED[:8]) or not {*shapes.CONVERSATIONS, "instruction"} & set(names):
        return None
    shape = shapes.detect([raw.value for raw in rows.raws[:200]])
    return shape if shape and shape.name in ("chat", "instruction", "prompt_completion") else None
