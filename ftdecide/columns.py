"""A table of tasks, one task a row: which columns it may have, and what a row of cells says of its task.

A column is named as the profile's key; a key inside another is joined to it by a dot (`rungs.prompt.pass_rate`).
An empty cell is unknown, as a missing key is.  Columns that resemble no key are the table's own business.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ftdecide.cell import Unreadable, read_cell
from ftdecide.column_names import KNOWN, TRIED, known_columns, meant_by, normal
from ftdecide.fields import Fault, Field, Path, shown

RANGE_KEYS = ("low", "high")
_NUMBERS = {"value", *RANGE_KEYS}


class InvalidTable(ValueError):
    """A table whose columns cannot be used; its text says which and the remedy, in one line."""


@dataclass(frozen=True)
class Question:
    """One key of the profile and the columns that answer it: part of the number -> place of the cell."""

    path: Path
    field: Field
    places: Mapping[str, int]


@dataclass(frozen=True)
class Table:
    """A header as understood.

    Args:
        width: cells in a row.
        questions: the profile keys that the table answers.
        passed_through: names of the columns that are no profile keys.
        decimal_comma_likely: whether `1,250` may mean one and a quarter, as where semicolons part the cells.
    """

    width: int
    questions: tuple[Question, ...]
    passed_through: tuple[str, ...]
    decimal_comma_likely: bool = False

    @property
    def takes_draws(self) -> bool:
        """Whether a row's break-even may take many draws: where a price has a range, or an error has a price and a
        pass rate has one."""
        ranged = {q.path for q in self.questions if {*RANGE_KEYS} & q.places.keys()}
        errors_priced = any(q.path == ("economics", "usd_per_error") for q in self.questions)
        return any(path[0] == "economics" or (errors_priced and path[-1] == "pass_rate") for path in ranged)


def table_of(header: Sequence[str], added: Sequence[str] = (), decimal_comma_likely: bool = False) -> Table:
    """The header as understood.

    Args:
        header: the names of the columns, in their order.
        added: names that the answer will add, and that the table may therefore not have.
        decimal_comma_likely: see `Table`.

    Raises:
        InvalidTable: no profile key among them, one twice, a slip of the pen, or a name that the answer adds.
    """
    if not known_columns(header):
        raise InvalidTable(
            "no column is a profile key. The first line must name the columns, such as task, gap, requests_per_month"
        )
    if taken := [name for name in header if normal(name) in added]:
        raise InvalidTable(f"it already has {', '.join(taken)}, which the answer adds. Rename or remove them")
    slips = [
        f"{shown(name)} is not a known column. Did you mean {near}? If not, rename it"
        for name in header
        if (near := meant_by(name))
    ]
    if slips:
        raise InvalidTable(" | ".join(slips[:20]))
    places: dict[Path, dict[str, int]] = {}
    specs: dict[Path, Field] = {}
    for place, name in enumerate(header):
        if column := KNOWN.get(normal(name)):
            parts = places.setdefault(column.path, {})
            if column.part in parts:
                raise InvalidTable(f"two columns say {shown(normal(name))}. Keep one of them")
            parts[column.part] = place
            specs[column.path] = column.field
    # A rung comes before what was counted on it.
    questions = tuple(Question(path, specs[path], places[path]) for path in sorted(places, key=len))
    foreign = tuple(name for name in header if name.strip() and normal(name) not in KNOWN)
    return Table(len(header), questions, foreign, decimal_comma_likely)


def stated_by(table: Table, cells: Sequence[str]) -> tuple[dict[str, Any], list[Fault]]:
    """A row as a raw profile, to be read by `TaskProfile.salvage`, and the cells that could not be read.

    >>> table = table_of(["task", "Clean examples", "rungs.few_shot", "rungs.prompt.pass_rate"])
    >>> stated_by(table, ["Sort mail", "1,200", "yes", "82 %"])[0]
    {'task': 'Sort mail', 'clean_examples': 1200, 'rungs': {'few_shot': {}, 'prompt': {'pass_rate': 0.82}}}
    """
    raw: dict[str, Any] = {}
    faults: list[Fault] = []
    untried: set[Path] = set()
    for question in table.questions:
        stated = {part: cells[place] for part, place in question.places.items() if cells[place].strip()}
        if not _NUMBERS & stated.keys():  # a basis or a source of nothing states nothing
            continue
        try:
            read = {part: _part(question, part, cell, table) for part, cell in stated.items()}
        except Unreadable as unreadable:
            faults.append(unreadable.fault)
            continue
        value = read["value"] if set(read) == {"value"} else read
        if question.path[:2] in untried:
            rung = ".".join(question.path[:2])
            faults.append(Fault(question.path, shown(value), f"{rung} says it was not tried", f"Empty {rung}."))
        elif value is False and question.field is TRIED:
            untried.add(question.path)
        else:
            _put(raw, question.path, {} if question.field is TRIED else value)
    return raw, faults


def _part(question: Question, part: str, cell: str, table: Table) -> Any:
    if part in ("basis", "source"):
        return cell.strip()
    path = question.path if part == "value" else (*question.path, part)
    return read_cell(question.field, cell, path, table.decimal_comma_likely)


def _put(raw: dict[str, Any], path: Path, value: Any) -> None:
    """Lay a value into the profile, making the groups above it."""
    for group in path[:-1]:
        raw = raw.setdefault(group, {})
    raw[path[-1]] = value
