"""Rows of outputs matched to the items of an evaluation set: by id, by what was shown, or by the order."""

from __future__ import annotations

from collections import Counter

from ftdecide.instruments.audit.lines import UnusableFile
from ftdecide.instruments.measure.reading import columns as known
from ftdecide.instruments.measure.reading.columns import Told, by_name
from ftdecide.instruments.measure.reading.evaluation_set import EvaluationSet
from ftdecide.instruments.measure.reading.rows import Rows, number, text
from ftdecide.words import number_of


def matched(rows: Rows, of: EvaluationSet, columns: Told, run: str | None) -> tuple[list[str | None], str]:
    """Of each row, its item's name, None where it has none; and how they were matched, where that is not by id.

    Args:
        rows: of outputs.
        of: the evaluation set.
        columns: those that a person named.
        run: the column of runs, if there is one.

    Raises:
        UnusableFile: where they cannot be matched.
    """
    names = {item.name for item in of.items}
    id_column = columns.id if columns.id in rows.columns else by_name(rows.columns, known.IDS)
    if id_column and of.has_ids:
        found = [text(raw.value.get(id_column)).strip() for raw in rows.raws]
        if not names & set(found):
            raise UnusableFile(
                f"none of its ids in {id_column!r} is one of the evaluation set’s, such as {of.items[0].name!r}. "
                "Give the columns of both the same name, or the outputs of this set"
            )
        return [each if each in names else None for each in found], ""
    by_input = _by_input(rows, of, columns)
    if by_input:
        return by_input, "matched by their inputs, as there are no ids in both files"
    places, rows_of_a_run = _places(rows, id_column, run)
    if rows_of_a_run != of.rows:
        raise UnusableFile(
            f"it has {number_of(rows_of_a_run, 'row')}, the evaluation set {of.rows:,}, and no ids that both have. "
            "Give both a column of ids, or name theirs with --id-column"
        )
    how = "matched by their order, as there are no ids in both files"
    return [of.name_of_row.get(place) for place in places], how


def _places(rows: Rows, id_column: str | None, run: str | None) -> tuple[list[int], int]:
    """Each row's place among those of its run, from 0, and how many rows a run has.

    Ids that only count say the place, whatever the order.
    """
    counted = [number(raw.value.get(id_column)) for raw in rows.raws] if id_column else []
    if counted and None not in counted:
        least, most = min(counted), max(counted)
        if least in (0, 1) and len(set(counted)) == most - least + 1:
            return [int(each - least) for each in counted], len(set(counted))
    if not run:
        return [raw.row for raw in rows.raws], rows.count
    order: Counter[str] = Counter()
    places = []
    for raw in rows.raws:
        key = text(raw.value.get(run))
        places.append(order[key])
        order[key] += 1
    return places, max(order.values())


def _by_input(rows: Rows, of: EvaluationSet, columns: Told) -> list[str | None] | None:
    """Each row's item by what it was shown; None where most rows have no such input, or two items the same."""
    column = columns.input if columns.input in rows.columns else by_name(rows.columns, known.INPUTS)
    by_input = {item.input.strip(): item.name for item in of.items if item.input.strip()}
    if column is None or len(by_input) < len(of.items):
        return None
    found = [by_input.get(text(raw.value.get(column)).strip()) for raw in rows.raws]
    return found if sum(each is not None for each in found) > len(found) / 2 else None
