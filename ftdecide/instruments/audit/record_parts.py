"""A record in the parts that a person reads and may type anew, and what a decision on it is bound to.

Each part is named by a JSON pointer (RFC 6901) into the record, so that a change means the same in every shape.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from ftdecide.instruments.audit.examples import plain
from ftdecide.instruments.audit.record import Raw
from ftdecide.instruments.audit.several_labels import JOINED, parts_of
from ftdecide.instruments.audit.shapes import Shape

WHOLE = ""  # the pointer to the record itself
WHOLE_NAME = "the record as JSON"
_NOT_TEXT = frozenset(("role", "from", "type", "id", "tool_call_id", "name"))  # of a turn
_SAID = frozenset(("content", "value", "text", "parts"))
_LEADS = ("system", "systemInstruction")


class InvalidChange(ValueError):
    """A change that does not fit the record; its text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a record.

    Args:
        pointer: where it stands (RFC 6901); empty for the whole record.
        name: for people: a column, a role.
        text: what stands there.
    """

    pointer: str
    name: str
    text: str


def fingerprint(raw: Raw) -> str:
    """What a record is known by: 16 hexadecimal digits that change with any of its values, not with their order.

    >>> fingerprint(Raw(0, 1, {"a": 1, "b": 2})) == fingerprint(Raw(7, 8, {"b": 2, "a": 1}))
    True
    """
    try:
        text = json.dumps([raw.fault, raw.value], sort_keys=True)
    except (RecursionError, TypeError, ValueError):
        text = repr(type(raw.value))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def parts(value: Any, shape: Shape) -> tuple[Part, ...]:
    """The parts of a record that its shape reads, or the whole of it where it has none of them."""
    found: list[Part] = []
    if isinstance(value, Mapping):
        if shape.name == "chat":
            for lead in _LEADS:
                found += _texts(value.get(lead), f"/{lead}", lead)
        for name in shape.fields:
            found += _field(value, name)
    elif isinstance(value, list):
        found += _turns(value, "")
    return tuple(found) or (whole(value),)


def whole(value: Any) -> Part:
    """The record as one part: to mend what no single text holds."""
    return Part(WHOLE, WHOLE_NAME, "" if value is None else json.dumps(value, ensure_ascii=False, indent=2))


def _field(value: Mapping[str, Any], name: str) -> Iterator[Part]:
    held, pointer = value.get(name), f"/{_escaped(name)}"
    if isinstance(held, list) and held and isinstance(held[0], Mapping):
        yield from _turns(held, pointer)
    elif isinstance(held, list) and (labels := parts_of(held)):
        yield Part(pointer, name, JOINED.join(labels))
    elif isinstance(held, list | Mapping):
        yield from _texts(held, pointer, name)
    else:
        yield Part(pointer, name, held if isinstance(held, str) else "" if held is None else plain(held))


def _turns(turns: list[Any], pointer: str) -> Iterator[Part]:
    for number, turn in enumerate(turns):
        role = str(turn.get("role", turn.get("from", "turn"))) if isinstance(turn, Mapping) else "turn"
        yield from _texts(turn, f"{pointer}/{number}", role)


def _texts(value: Any, pointer: str, name: str) -> Iterator[Part]:
    """The texts inside a value; what only names things is left out."""
    if isinstance(value, str):
        yield Part(pointer, name, value)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in _NOT_TEXT:
                said = name if key in _SAID else f"{name}, {key}"
                yield from _texts(inner, f"{pointer}/{_escaped(str(key))}", said)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _texts(inner, f"{pointer}/{number}", name)


def changed(value: Any, changes: Mapping[str, str]) -> Any:
    """The record with some parts typed anew; the record given stays as it is.

    A number or true and false stay such where what was typed is one.

    Raises:
        InvalidChange: where a part is not there, or a whole record is no JSON.

    >>> changed({"text": "a", "label": 1}, {"/label": "0"})
    {'text': 'a', 'label': 0}
    """
    new = deepcopy(value)
    for pointer, text in changes.items():
        if pointer == WHOLE:
            try:
                new = json.loads(text)
            except (ValueError, RecursionError) as fault:
                raise InvalidChange(f"what you typed is no whole JSON ({fault}). Mend it and save again") from None
            continue
        holder, key = _place(new, pointer)
        holder[key] = _like(holder[key] if isinstance(holder, list) else holder.get(key), text)
    return new


def _place(value: Any, pointer: str) -> tuple[Any, Any]:
    """What holds the part, and its key there."""
    *way, last = (each.replace("~1", "/").replace("~0", "~") for each in pointer.removeprefix("/").split("/"))
    try:
        if not pointer.startswith("/"):
            raise KeyError(pointer)
        for each in way:
            value = value[int(each)] if isinstance(value, list) else value[each]
        key = range(len(value))[int(last)] if isinstance(value, list) else last
        if not isinstance(value, list | dict):
            raise KeyError(last)
    except (KeyError, IndexError, ValueError, TypeError):
        raise InvalidChange(f"the record has no part {pointer!r}. Open it again") from None
    return value, key


def _like(old: Any, text: str) -> Any:
    if isinstance(old, list) and parts_of(old):
        return [_like(old[0], each) for each in parts_of(text, JOINED.strip()) or [text]]
    if isinstance(old, bool | int | float):
        try:
            new = json.loads(text)
        except ValueError:
            return text
        return new if isinstance(new, bool | int | float) else text
    return text


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
