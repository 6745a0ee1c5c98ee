"""A value held against a JSON Schema, in the standard library: the common part of draft 2020-12, and nothing else.

`json_schema_words` says what that is and refuses the rest; `json_schema_library` reads all of it.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from ftdecide.instruments.measure.bounds import InvalidMeasurement
from ftdecide.instruments.measure.scorers.json_schema_words import BOUNDS, SIZES, is_a

DEEPEST = 60  # schemas that one value is held against, each within the one before


def violations(value: Any, schema: Any) -> Iterator[str]:
    """What of a checked schema the value does not keep, the outermost first; nothing where it keeps all.

    >>> list(violations({"age": "7"}, {"required": ["name"], "properties": {"age": {"type": "integer"}}}))
    ['the answer lacks "name"', 'age is "7", not an integer']
    """
    return _violations(value, schema, schema, "", 0)


def _violations(value: Any, schema: Any, root: Any, at: str, depth: int) -> Iterator[str]:
    if depth > DEEPEST:
        raise InvalidMeasurement(f"the schema refers to itself more than {DEEPEST} times over. Break the circle")
    if isinstance(schema, bool):
        if not schema:
            yield f"{at or 'the answer'} is not allowed"
        return
    yield from _own(value, schema, at or "the answer")
    for inside, inner, place in _inner(value, schema, at):
        yield from _violations(inside, inner, root, place, 0)
    if "$ref" in schema:
        yield from _violations(value, _target(root, schema["$ref"]), root, at, depth + 1)
    yield from _combined(value, schema, root, at, depth)


def _own(value: Any, schema: Mapping[str, Any], at: str) -> Iterator[str]:
    """What the value itself breaks, whatever is inside it."""
    names = [schema["type"]] if isinstance(schema.get("type"), str) else schema.get("type")
    if names is not None and not any(is_a(value, name) for name in names):
        yield f"{at} is {shown(value)}, not {' or '.join(_a(name) for name in names)}"
    if "enum" in schema and not any(equal(value, each) for each in schema["enum"]):
        yield f"{at} is {shown(value)}, not one of {shown(schema['enum'])}"
    if "const" in schema and not equal(value, schema["const"]):
        yield f"{at} is {shown(value)}, not {shown(schema['const'])}"
    for word, kind in SIZES.items():
        low, high = schema.get(f"min{word}", 0), schema.get(f"max{word}", math.inf)
        if isinstance(value, kind) and not low <= len(value) <= high:
            yield f"{at} has {len(value)} {'characters' if kind is str else word.lower()}, too few or too many"
    for word in BOUNDS if is_a(value, "number") else ():
        if word in schema and _beyond(value, schema[word], word):
            yield f"{at} is {value}, against {word} {schema[word]}"
    if isinstance(value, str) and "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{at} is {shown(value)}, which does not match {schema['pattern']}"
    if isinstance(value, Mapping):
        yield from (f"{at} lacks {shown(name)}" for name in schema.get("required", ()) if name not in value)
    if isinstance(value, list) and schema.get("uniqueItems"):
        twice = [each for n, each in enumerate(value) if any(equal(each, one) for one in value[:n])]
        yield from (f"{at} holds {shown(each)} twice" for each in twice[:1])


def _inner(value: Any, schema: Mapping[str, Any], at: str) -> Iterator[tuple[Any, Any, str]]:
    """The values inside, each with the schema that it has to keep, and where it stands."""
    if isinstance(value, Mapping):
        named, other = schema.get("properties", {}), schema.get("additionalProperties", True)
        for name, each in value.items():
            yield each, named.get(name, other), f"{at}.{name}" if at else name
            if "propertyNames" in schema:
                yield name, schema["propertyNames"], f"the name {name!r}"
    if isinstance(value, list):
        first, rest = schema.get("prefixItems", []), schema.get("items", True)
        for place, each in enumerate(value):
            yield each, first[place] if place < len(first) else rest, f"{at}[{place}]"


def _combined(value: Any, schema: Mapping[str, Any], root: Any, at: str, depth: int) -> Iterator[str]:
    def keeps(inner: Any, inside: Any = value) -> bool:
        return next(_violations(inside, inner, root, at, depth + 1), None) is None

    for inner in schema.get("allOf", ()):
        yield from _violations(value, inner, root, at, depth + 1)
    at = at or "the answer"
    if "anyOf" in schema and not any(map(keeps, schema["anyOf"])):
        yield f"{at} is {shown(value)}, which keeps none of the {len(schema['anyOf'])} schemas of anyOf"
    if "oneOf" in schema and (kept := sum(map(keeps, schema["oneOf"]))) != 1:
        yield f"{at} is {shown(value)}, which keeps {kept} of the schemas of oneOf, not 1"
    if "not" in schema and keeps(schema["not"]):
        yield f"{at} is {shown(value)}, which is excluded"
    if "contains" in schema and isinstance(value, list) and not any(keeps(schema["contains"], each) for each in value):
        yield f"{at} has no item that keeps the schema of contains"


def _target(root: Any, reference: str) -> Any:
    """The schema that a reference points to: all of it, or one of its definitions."""
    if reference == "#":
        return root
    _, table, name = reference.split("/")
    name = name.replace("~1", "/").replace("~0", "~")
    if name not in root.get(table, {}):
        raise InvalidMeasurement(f"the schema refers to {reference!r}, which it does not hold. Add it under {table}")
    return root[table][name]


def equal(one: Any, other: Any) -> bool:
    """As JSON sees it: 1 and 1.0 are equal, 1 and true are not."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(equal, one, other))
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(equal(one[name], other[name]) for name in one)
    return one == other


def _beyond(value: float, bound: float, word: str) -> bool:
    if word == "multipleOf":
        return not math.isfinite(value) or _fraction(value) % _fraction(bound) != 0
    below = value < bound or (word == "exclusiveMinimum" and value == bound)
    above = value > bound or (word == "exclusiveMaximum" and value == bound)
    return below if word in ("minimum", "exclusiveMinimum") else above


def _fraction(number: float) -> Fraction:
    """As it is written, so that 0.3 is three times 0.1."""
    return Fraction(repr(number)) if isinstance(number, float) else Fraction(number)


def shown(value: Any) -> str:
    """A value as JSON, cut short."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _a(name: str) -> str:
    return name if name == "null" else f"an {name}" if name[0] in "aoi" else f"a {name}"
