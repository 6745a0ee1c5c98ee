"""A table of tasks, one task a row: which columns it may have, and what a row of cells says of its task.

A column is named as the profile's key; a key inside another is joined to it by a dot (`rungs.prompt.pass_rate`).
An empty cell is unknown, as a missing key is.  Columns that resemble no key are the table's own business.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ftdecide.cell import Unreadable, read_cell
from ftdecide.fields import (
    BASE_MODEL_FIELDS,
    ECONOMICS_FIELDS,
    FIELDS,
    QUANTITY_KEYS,
    RUNG_FIELDS,
    RUNGS,
    Fault,
    Field,
    Path,
    shown,
)

NEAR = 0.8  # likeness (0 to 1) from which an unknown name is taken for a slip of the pen
TRIED = Field("", "tried", "Whether this rung was tried")
RANGE_KEYS = ("low", "high")
_NUMBERS = {"value", *RANGE_KEYS}


class InvalidTable(ValueError):
    """A table whose columns cannot be used; its text says which and the remedy, in one line."""


@dataclass(frozen=True)
class Column:
    """What a column holds: the keys that lead to it, and which part of a number it is (`value` where it is whole)."""

    path: Path
    field: Field
    part: str = "value"


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
    def has_price_ranges(self) -> bool:
        """Whether a break-even from these rows takes many draws."""
        return any(q.path[0] == "economics" and {*RANGE_KEYS} & q.places.keys() for q in self.questions)


def _known() -> dict[str, Column]:
    groups: list[tuple[Path, tuple[Field, ...]]] = [
        ((), FIELDS),
        *((("rungs", name), RUNG_FIELDS) for name in RUNGS),
        (("base_model",), BASE_MODEL_FIELDS),
        (("economics",), ECONOMICS_FIELDS),
    ]
    known = {f"rungs.{name}": Column(("rungs", name), TRIED) for name in RUNGS}
    for group, specs in groups:
        for spec in specs:
            name, path = ".".join((*group, spec.key)), (*group, spec.key)
            known[name] = Column(path, spec)
            if spec.kind == "number":
                known |= {f"{name}.{part}": Column(path, spec, part) for part in QUANTITY_KEYS}
    return known


KNOWN = _known()
_WHOLE = {name: column for name, column in KNOWN.items() if column.path == tuple(name.split("."))}
# Keys that mean nothing else even without their group: training_usd, few_shot; but a column n may be anything.
_INNER = {column.path[-1]: name for name, column in reversed(_WHOLE.items()) if len(column.path) > 1}
_INNER = {key: name for key, name in _INNER.items() if len(key) > 1}
_GROUPS = {column.path[0] for column in KNOWN.values()}


def normal(name: str) -> str:
    """A column's name as a key: spaces, hyphens and capitals do not matter.

    >>> normal(" Clean examples")
    'clean_examples'
    """
    return name.strip().lower().replace(" ", "_").replace("-", "_")


def known_columns(names: Sequence[str]) -> int:
    """How many of these names are profile keys."""
    return sum(normal(name) in KNOWN for name in names)


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
        if (near := _near(name))
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


def _near(name: str) -> str | None:
    """The known name that an unknown one was meant for, if it was."""
    plain = normal(name)
    if not plain or plain in KNOWN:
        return None
    if plain in _INNER:
        return _INNER[plain]
    group, dot, _rest = plain.partition(".")
    belongs = bool(dot and group in _GROUPS) or plain in _GROUPS
    close = difflib.get_close_matches(plain[:80], KNOWN, n=1, cutoff=0 if belongs else NEAR)
    return close[0] if close else None


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
