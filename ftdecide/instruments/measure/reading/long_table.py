"""One long table of everything: a row for each output, with its rung, its item, what is expected, and slices."""

from __future__ import annotations

from typing import BinaryIO

from ftdecide.instruments.audit.lines import UnusableFile
from ftdecide.instruments.measure.outputs import Item
from ftdecide.instruments.measure.reading import columns as known
from ftdecide.instruments.measure.reading.columns import Told, by_name, told
from ftdecide.instruments.measure.reading.other_tools import OtherTool
from ftdecide.instruments.measure.reading.outputs_file import output_columns, outputs_of
from ftdecide.instruments.measure.reading.rows import first_columns, read_rows, text
from ftdecide.instruments.measure.reading.slices import cuts


def is_long_table(file: BinaryIO) -> bool:
    """Whether the first row of a file names its rung; the file is put back to its start."""
    try:
        return by_name(first_columns(file), known.RUNG[:1]) is not None
    finally:
        file.seek(0)


def read_long_table(file: BinaryIO, name: str, columns: Told = Told()) -> OtherTool:  # noqa: B008
    """The rungs of a long table and the items that they were tried on.

    Args:
        file: its bytes: a table, JSON lines or a JSON list; gzipped or not.
        name: of the file, for people.
        columns: those that a person named.

    Raises:
        UnusableFile: where it has no column of rungs, of ids or of outputs, or no row names its rung.
    """
    rows = read_rows(file)
    rung = by_name(rows.columns, known.RUNG)
    id_column = told(rows.columns, columns.id, "--id-column") or by_name(rows.columns, known.IDS, (rung,))
    shown = told(rows.columns, columns.input, "--input-column") or by_name(rows.columns, known.INPUTS, (rung,))
    key = id_column or shown
    if rung is None or key is None:
        raise UnusableFile("it needs the columns rung and id. Name each row's rung and item")
    expected = told(rows.columns, columns.expected, "--expected-column") or by_name(
        rows.columns, known.EXPECTED[:10], (rung, columns.output)
    )
    where = output_columns(rows.columns, columns, rung, expected, id_column, shown)
    named = [text(raw.value.get(key)).strip() or None for raw in rows.raws]
    rungs = [" ".join(text(raw.value.get(rung)).split()) for raw in rows.raws]
    if not any(rungs):
        raise UnusableFile(f"its column {rung!r} names no rung. Name the rung of each row")
    outputs, notes = {}, list(rows.notes(name))
    for each in dict.fromkeys(filter(None, rungs)):
        places = [place for place, its_rung in enumerate(rungs) if its_rung == each]
        of_rung = [rows.raws[place] for place in places], [named[place] for place in places]
        outputs[each], more = outputs_of(*of_rung, where, f"{name}, {each}")
        notes += more
    first = {named[place]: rows.raws[place].value for place in reversed(range(len(named))) if named[place]}
    order = {item: first[item] for item in named if item}
    used = {rung, id_column, shown, expected, *vars(where).values()}
    others = [each for each in rows.columns if each not in used or each in columns.slices]
    slices = cuts({each: [row.get(each) for row in order.values()] for each in others}, columns.slices)
    items = [
        Item(item, text(row.get(shown)) if shown else "", _expected(row.get(expected)) if expected else None, parts)
        for (item, row), parts in zip(order.items(), slices or [{}] * len(order), strict=True)
    ]
    return OtherTool("a long table", tuple(items), outputs, tuple(notes))


def _expected(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value
