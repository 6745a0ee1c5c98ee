"""Ways to cut an evaluation set: which columns serve, and which part each item belongs to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from ftdecide.instruments.classes import OF_A_REPORT, are_classes
from ftdecide.instruments.measure.reading.rows import number, readable, text

MOST_PARTS = 12  # of a column that was not asked for
MOST_PARTS_TOLD = 50
LONGEST_PART = 40  # characters of a part's name
OTHER = "(others)"
NONE = "(none)"
FEWEST_FOR_THIRDS = 30  # items


def cuts(columns: Mapping[str, Sequence[Any]], told: Sequence[str] = ()) -> list[dict[str, str]]:
    """Of each item, its part in each column that cuts the set into a few.

    A column of many numbers is cut into thirds where a person asked for it; any other of more than `MOST_PARTS`
    values is left out, unless asked for.

    Args:
        columns: by name, the value of every item.
        told: columns to cut by in any case.

    >>> cuts({"language": ["de", "en", "de"], "note": ["a", "b", "c"]}, told=["language"])
    [{'language': 'de'}, {'language': 'en'}, {'language': 'de'}]
    """
    size = max(map(len, columns.values()), default=0)
    found: list[dict[str, str]] = [{} for _ in range(size)]
    for name, values in columns.items():
        for slices, part in zip(found, _parts(values, name in told) or (), strict=False):
            slices[readable(name)] = part
    return found


def _parts(values: Sequence[Any], told: bool) -> list[str] | None:
    if any(isinstance(value, list | dict) for value in values):
        return None
    named = [" ".join(text(value).split())[:LONGEST_PART] or NONE for value in values]
    counts = Counter(named)
    if not told:
        few = 2 <= len(counts) <= min(MOST_PARTS, max(2, len(values) // 2))
        return named if few else None
    if len(counts) <= MOST_PARTS:
        return named
    numbers = [number(value) for value in values]
    if None not in numbers:
        return thirds(numbers)
    kept = {name for name, _ in counts.most_common(MOST_PARTS_TOLD)}
    return [name if name in kept else OTHER for name in named]


def thirds(numbers: Sequence[float], unit: str = "") -> list[str]:
    """Each number's third of all, named by its bounds; equal numbers share one.

    >>> thirds([1, 2, 3, 4, 5, 60])
    ['up to 2', 'up to 2', '3 to 4', '3 to 4', '5 or more', '5 or more']
    """
    ordered = sorted(numbers)
    low, high = (ordered[max(0, -(-share * len(ordered) // 3) - 1)] for share in (1, 2))
    above_low = next((each for each in ordered if each > low), low)
    above_high = next((each for each in ordered if each > high), None)
    middle = f"{high:g}" if above_low == high else f"{above_low:g} to {high:g}"
    names = (f"up to {low:g}{unit}", f"{middle}{unit}", f"{above_high or 0:g} or more{unit}")
    return [names[0] if each <= low else names[1] if each <= high else names[2] for each in numbers]


def by_length(inputs: Sequence[str]) -> list[str] | None:
    """Each input's third by its length; None where they are too few or too alike to say anything."""
    if len(inputs) < FEWEST_FOR_THIRDS or not all(inputs):
        return None
    parts = thirds([len(each) for each in inputs], " characters")
    return parts if len(set(parts)) == 3 else None


def classes(expected: Sequence[Any]) -> list[str] | None:
    """Each item's class, where the expected answers are few short ones; else None.

    >>> classes(["spam", "ham", "spam", "ham", "spam", "ham"])
    ['spam', 'ham', 'spam', 'ham', 'spam', 'ham']
    """
    if any(value is None or isinstance(value, list | dict) for value in expected):
        return None
    names = [" ".join(text(value).split()) for value in expected]
    short = sum(len(name) <= OF_A_REPORT.longest for name in names)
    return names if are_classes(len(set(names)), short, len(names), OF_A_REPORT) else None
