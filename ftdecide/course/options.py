"""The options of a question: read, and held against the key that was typed or computed."""

from __future__ import annotations

from itertools import pairwise

from ftdecide.course.key import Meaning, alike, same_meaning
from ftdecide.course.question import Kind, Option
from ftdecide.course.toml_table import TomlTable

OPTION_FIELDS = ("text", "feedback", "key", "means")
FEWEST, MOST = 3, 5  # with two, a guess is right every other time


def read_options(table: TomlTable, kind: Kind | None, computed: Meaning | None) -> tuple[Option, ...]:
    """Every option; faults are noted in `table`."""
    rows = table.subtables("option")
    if not FEWEST <= len(rows) <= MOST:
        table.fault("option", f"{len(rows)} given; write {FEWEST} to {MOST} tables [[question.option]]")
    is_computed = "computes" in table.table
    options, seen = [], set()
    for row in rows:
        row.refuse_unknown(OPTION_FIELDS)
        text = row.text("text")
        if text and " ".join(text.split()).casefold() in seen:
            row.fault("text", f"{text!r} stands twice; every option must say something else")
        seen.add(" ".join(text.split()).casefold())
        if is_computed:
            correct = computed is not None and _is_key(row, kind, computed)
        else:
            correct = row.flag("key")
            if "means" in row.table:
                row.fault("means", "has no use without computes; leave it out or add computes")
        means = row.table.get("means")
        value = float(means) if isinstance(means, (int, float)) and not isinstance(means, bool) else None
        options.append(Option(text, row.text("feedback"), correct, value))
    if not is_computed or computed is not None:
        _check_key(table, kind, options, computed)
    _check_distance(table, options)
    return tuple(options)


def _is_key(row: TomlTable, kind: Kind | None, computed: Meaning) -> bool:
    """Whether this option is the computed key (or, of ``several``, one part of it)."""
    if "key" in row.table:
        row.fault("key", "typed, though the key is computed; leave it out")
    if "means" not in row.table:
        row.fault("means", f"missing, the key is computed; say what the option stands for, such as {_shown(computed)}")
        return False
    means = row.table["means"]
    if isinstance(means, list):
        means = frozenset(row.texts("means", required=False))
    if kind is Kind.SEVERAL:
        return isinstance(computed, frozenset) and means in computed
    return same_meaning(computed, means)


def _check_key(table: TomlTable, kind: Kind | None, options: list[Option], computed: Meaning | None) -> None:
    right = sum(option.correct for option in options)
    if computed is None:
        if right == 0:
            table.fault("option", "none is the key; mark it with key = true")
        elif kind is Kind.ONE and right > 1:
            table.fault("option", f"{right} are marked key = true; keep one, or write kind = 'several'")
    elif kind is Kind.ONE and right != 1:
        table.fault("option", f"the computed key is {_shown(computed)} and {right} options mean that; make it one")
    elif kind is Kind.SEVERAL and (not isinstance(computed, frozenset) or right != len(computed) or not right):
        table.fault("option", f"the computed key is {_shown(computed)}; offer one option for each part of it")


def _check_distance(table: TomlTable, options: list[Option]) -> None:
    """Two numbers so near each other that a rounding step would decide are no choice."""
    values = sorted(option.value for option in options if option.value is not None)
    for low, high in pairwise(values):
        if alike(low, high):
            table.fault("option", f"{low:g} and {high:g} are too near each other to choose between; move one of them")


def _shown(meaning: Meaning) -> str:
    return str(sorted(meaning)) if isinstance(meaning, frozenset) else repr(meaning)
