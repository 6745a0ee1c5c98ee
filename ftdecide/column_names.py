"""The names that a column of tasks may have: a profile's keys, those inside others joined to them by a dot."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from ftdecide.fields import (
    BASE_MODEL_FIELDS,
    ECONOMICS_FIELDS,
    FIELDS,
    QUANTITY_KEYS,
    RUNG_FIELDS,
    RUNGS,
    Field,
    Path,
)

NEAR = 0.8  # likeness (0 to 1) from which an unknown name is taken for a slip of the pen
TRIED = Field("", "tried", "Whether this rung was tried")


@dataclass(frozen=True)
class Column:
    """What a column holds: the keys that lead to it, and which part of a number it is (`value` where it is whole)."""

    path: Path
    field: Field
    part: str = "value"


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


def meant_by(name: str) -> str | None:
    """The known name that an unknown one was meant for, if it was."""
    plain = normal(name)
    if not plain or plain in KNOWN:
        return None
    if plain in _INNER:
        return _INNER[plain]
    if inside := next((known for known in KNOWN if known.startswith(f"{plain}.")), None):
        return inside  # a group of keys has no column of its own
    group, dot, _rest = plain.partition(".")
    belongs = bool(dot) and group in _GROUPS
    close = difflib.get_close_matches(plain[:80], KNOWN, n=1, cutoff=0 if belongs else NEAR)
    return close[0] if close else None
