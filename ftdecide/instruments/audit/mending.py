"""A record as `--fixed` writes it, which is also how it is compared with others, counted, grouped and split.

Repaired are characters spoilt by a wrong encoding and roles in a spelling that trainers refuse.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ftdecide.instruments.audit.mojibake import may_be_spoilt, mojibake, repaired
from ftdecide.instruments.audit.record import Raw, Record
from ftdecide.instruments.audit.turns import ROLES

REPAIRABLE = ("schema", "mojibake")  # kinds of which some suspects can be repaired


@dataclass(frozen=True, slots=True)
class Mended:
    """A record once it is repaired.

    Args:
        value: as it is written; the one of the file where there was nothing to repair.
        record: the example that it makes.
        repaired: whether something was, and nothing is left that a repair should have reached.
    """

    value: Any
    record: Record
    repaired: bool = False


def mended(raw: Raw, record: Record, example: Callable[[Raw], Record]) -> Mended:
    """A record that can be read, once it is repaired.

    Args:
        raw: as it stands in the file.
        record: the example that it makes as it stands.
        example: how its file's shape reads a record.
    """
    if not record.faults and not _is_spoilt(record):
        return Mended(raw.value, record)
    try:
        value = mend(raw.value)
        same = value == raw.value
    except RecursionError:  # too deep to be walked
        same = True
    if same:
        return Mended(raw.value, record)
    new = example(Raw(raw.row, raw.line, value))
    return Mended(value, new, not new.faults and mojibake(new) is None)


def _is_spoilt(record: Record) -> bool:
    """Whether a repair would change its text; plain ASCII is passed over quickly."""
    if record.input.isascii() and record.output.isascii() and record.system.isascii():
        return False
    return may_be_spoilt(text := record.everything) and repaired(text) != text


def mend(value: Any) -> Any:
    """A value with its texts repaired and its roles as trainers expect them.

    >>> mend({"messages": [{"role": "User", "content": "cafÃ©"}]})
    {'messages': [{'role': 'user', 'content': 'café'}]}
    """
    if isinstance(value, str):
        return repaired(value)
    if isinstance(value, list):
        return [mend(each) for each in value]
    if isinstance(value, Mapping):
        new = {key: mend(each) for key, each in value.items()}
        role = new.get("role")
        if isinstance(role, str) and "content" in new and (plain := role.strip().lower()) in ROLES:
            new["role"] = plain if plain == "developer" else ROLES[plain]
        return new
    return value
