"""The words of JSON Schema that are read without a library, and whether a schema keeps to them.

The common part of draft 2020-12.  A schema with another word is refused, never half obeyed.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any

from ftdecide.instruments.measure.bounds import InvalidMeasurement

_TYPES = ("null", "boolean", "object", "array", "number", "string", "integer")
SIZES = {"Items": list, "Length": str, "Properties": dict}  # each after min and after max
BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
_SCHEMAS = ("items", "additionalProperties", "propertyNames", "contains", "not")  # one schema each
_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")  # of schemas
_TABLES = ("properties", "$defs", "definitions")  # names to schemas
_SAID = (
    *("$schema", "$id", "$comment", "title", "description", "default", "examples", "deprecated", "readOnly"),
    *("writeOnly", "format", "contentMediaType", "contentEncoding"),
)  # they say something and demand nothing
_REFERENCE = re.compile(r"#(/(\$defs|definitions)/[^/]+)?")
_UNREAD = "which is not read without the library jsonschema"
_OTHERS = ("type", "enum", "const", "required", "uniqueItems", "pattern", "$ref")
READ = (
    *(end + size for size in SIZES for end in ("min", "max")),
    *BOUNDS,
    *_SCHEMAS,
    *_LISTS,
    *_TABLES,
    *_SAID,
    *_OTHERS,
)


def check_schema(schema: Any, at: str = "#") -> None:
    """Raises `InvalidMeasurement` where the schema is none, or says more than is read here.

    >>> check_schema({"type": "object", "properties": {"sum": {"type": "number", "minimum": 0}}})
    """
    if isinstance(schema, bool):
        return
    if not isinstance(schema, Mapping):
        raise _wrong(at, "is neither an object nor true or false")
    for word, value in schema.items():
        if word not in READ:
            raise _wrong(at, f"has {word!r}, {_UNREAD}. Install that, or drop it")
        if not _fits(word, value):
            raise _wrong(at, f"has {json.dumps(value, default=str)[:60]} for {word!r}: not allowed, or one {_UNREAD}")
        inner = [(f"{at}/{word}", value)] if word in _SCHEMAS else []
        inner += [(f"{at}/{word}/{n}", each) for n, each in enumerate(value)] if word in _LISTS else []
        inner += [(f"{at}/{word}/{name}", each) for name, each in value.items()] if word in _TABLES else []
        for place, each in inner:
            check_schema(each, place)


def is_a(value: Any, name: str) -> bool:
    if isinstance(value, bool) or value is None:
        return name == ("null" if value is None else "boolean")
    if isinstance(value, int | float):
        return name == "number" or (name == "integer" and math.isfinite(value) and value == int(value))
    return isinstance(value, {"object": dict, "array": list, "string": str}.get(name, ()))


def _fits(word: str, value: Any) -> bool:
    """Whether the word may have this value."""
    if word[3:] in SIZES:
        return is_a(value, "integer") and value >= 0
    if word in BOUNDS:
        return is_a(value, "number") and (word != "multipleOf" or value > 0)
    if word in _LISTS:
        return isinstance(value, list) and bool(value)
    if word in _TABLES:
        return isinstance(value, Mapping)
    if word == "type":
        names = value if isinstance(value, list) and value else [value]
        return all(isinstance(name, str) and name in _TYPES for name in names)
    if word in ("enum", "required"):
        return isinstance(value, list) and (word == "enum" or all(isinstance(name, str) for name in value))
    if word == "uniqueItems":
        return isinstance(value, bool)
    if word == "$ref":
        return isinstance(value, str) and bool(_REFERENCE.fullmatch(value))
    return word != "pattern" or _compiles(value)


def _compiles(pattern: Any) -> bool:
    try:
        re.compile(pattern)
    except (re.error, TypeError, OverflowError, RecursionError):
        return False
    return isinstance(pattern, str)


def _wrong(at: str, says: str) -> InvalidMeasurement:
    return InvalidMeasurement(f"the schema at {at} {says}")
