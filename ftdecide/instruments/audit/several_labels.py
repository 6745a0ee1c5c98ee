"""Several labels of one record, in a list or in a cell such as “late; damaged”: they count as one class, their set."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

SAYS = "several of a record count as one class, in alphabetical order"
JOINED = "; "
_SEPARATORS = (";", "|", ",")
LONGEST_LABEL = 60  # characters
SHARED = 0.8  # of the parts of cells, those that stand in other company too; a name with a comma has the same always
LONGEST_LIST = 10_000  # characters, written in a cell


def parts_of(value: Any, separator: str = "") -> list[str] | None:
    """The labels of a record that may have several; None where the value is no list of labels.

    Args:
        value: what stands in the column.
        separator: what parts the labels of a cell in this file; empty where nothing does.

    >>> parts_of(["late", "damaged"]), parts_of("['late', 'damaged']"), parts_of("late;damaged", ";"), parts_of("late")
    (['late', 'damaged'], ['late', 'damaged'], ['late', 'damaged'], None)
    """
    if isinstance(value, str) and value[:1] == "[" and value[-1:] == "]" and len(value) <= LONGEST_LIST:
        value = _list_in(value)
    if isinstance(value, str) and separator in value and separator:
        value = [part for part in value.split(separator) if part.strip()]
    if not isinstance(value, list) or not all(isinstance(each, str | bool | int | float) for each in value):
        return None
    return [each.strip() if isinstance(each, str) else json.dumps(each) for each in value]


def _list_in(text: str) -> Any:
    """The list that a cell holds, as JSON or as Python writes it; else the text."""
    try:
        return json.loads(text if '"' in text else text.replace("'", '"'))
    except (ValueError, RecursionError):
        return text


def joined(labels: Iterable[str]) -> str:
    """The class of a record that has several labels.

    >>> joined(["late", "damaged", "late"])
    'damaged; late'
    """
    return JOINED.join(sorted(set(labels)))


def separator_of(values: Sequence[Any]) -> str:
    """What parts the labels of a column's cells; empty where nothing does.

    >>> separator_of(["late;damaged", "late", "damaged;lost", "lost;late"]), separator_of(["Food, drink", "Cars"])
    (';', '')
    """
    cells = {value for value in values if isinstance(value, str)}
    for separator in _SEPARATORS:
        company: dict[str, set[str]] = defaultdict(set)
        for cell in cells:
            for part in parts_of(cell, separator) or [cell.strip()]:
                company[part].add(cell)
        of_several = [part for cell in cells if separator in cell for part in parts_of(cell, separator) or ()]
        shared = sum(len(company[part]) > 1 and len(part) <= LONGEST_LABEL for part in of_several)
        if separator == "," and all(part.strip().isdecimal() for part in of_several):
            continue  # 4,5 may be a number
        if len(of_several) > 2 and shared >= SHARED * len(of_several):
            return separator
    return ""
