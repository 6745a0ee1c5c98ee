"""A value held against a JSON Schema by the library jsonschema, which reads every word of every draft."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from jsonschema.exceptions import SchemaError, UnknownType
from jsonschema.validators import Draft202012Validator, validator_for
from referencing import Registry
from referencing.exceptions import Unresolvable

from ftdecide.instruments.measure.bounds import InvalidMeasurement


def check_schema(schema: Any) -> None:
    """Raises `InvalidMeasurement` where the schema is none."""
    try:
        validator_for(schema, default=Draft202012Validator).check_schema(schema)
    except SchemaError as error:
        raise InvalidMeasurement(f"the schema at {error.json_path} is not valid: {error.message[:200]}") from None


def violations(value: Any, schema: Any) -> Iterator[str]:
    """What of a checked schema the value does not keep; references are followed inside it, never to the network."""
    validator = validator_for(schema, default=Draft202012Validator)(schema, registry=Registry())
    try:
        for error in validator.iter_errors(value):
            yield f"{error.json_path.removeprefix('$').removeprefix('.') or 'the answer'}: {error.message[:120]}"
    except (Unresolvable, UnknownType, RecursionError, re.error) as error:
        raise InvalidMeasurement(
            f"the schema refers to what it does not hold, or to itself without end: {str(error)[:120]}. "
            "Put what it refers to under $defs"
        ) from None
