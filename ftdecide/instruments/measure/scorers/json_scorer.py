"""Answers read as JSON and held against a schema: by the library jsonschema where it is installed, else by our own."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

from ftdecide.instruments.measure.bounds import InvalidMeasurement
from ftdecide.instruments.measure.scorers import json_schema as own
from ftdecide.instruments.measure.scorers.json_answer import TOO_DEEP, NoJson, answer_in
from ftdecide.instruments.measure.scorers.json_schema_words import check_schema
from ftdecide.instruments.measure.scorers.score import Score, failed, quoted


def keeps_schema(answer: str, expected: Any, schema: Any = None) -> Score:
    """The answer is JSON that keeps a JSON Schema.

    An answer inside one ```json fence counts as its contents, and the reason says so; JSON within a sentence does not.

    Args:
        answer: of the model.
        expected: the schema of this item, as an object or as text; ignored where `schema` is given.
        schema: one schema for all items.

    >>> keeps_schema('{"sum": 7}', {"type": "object", "required": ["sum"]}).passed
    True
    """
    checked = _checked(_schema_text(expected if schema is None else schema), _has_library())
    try:
        value, how = answer_in(answer)
    except NoJson as fault:
        return failed(f"{quoted(answer)} is no JSON: {fault}")
    try:
        broken = next(iter(_violations(value, checked)), None)
    except RecursionError:
        return failed(f"{quoted(answer)} is {TOO_DEEP}{how}")
    return Score(True, 1.0, f"keeps the schema{how}") if broken is None else failed(f"{broken}{how}")


def _has_library() -> bool:
    return find_spec("jsonschema") is not None and find_spec("referencing") is not None


def _violations(value: Any, schema: Any) -> Iterable[str]:
    if not _has_library():
        return own.violations(value, schema)
    from ftdecide.instruments.measure.scorers import json_schema_library as library

    return library.violations(value, schema)


@lru_cache(maxsize=64)
def _checked(text: str, with_library: bool) -> Any:
    """The schema, found valid."""
    schema = json.loads(text)
    if with_library:
        from ftdecide.instruments.measure.scorers import json_schema_library as library

        library.check_schema(schema)
    else:
        check_schema(schema)
    return schema


def _schema_text(schema: Any) -> str:
    if not isinstance(schema, dict | bool | str):
        raise InvalidMeasurement(f"the schema is {json.dumps(schema, default=str)[:60]}, not a JSON object. Give one")
    try:
        value = json.loads(schema) if isinstance(schema, str) else schema
        if isinstance(value, dict | bool):
            return json.dumps(value, sort_keys=True)
    except (ValueError, TypeError, RecursionError) as error:
        raise InvalidMeasurement(f"the schema {quoted(str(schema))} is no JSON: {_short(error)}") from None
    raise InvalidMeasurement(f"the schema is {quoted(schema)}, not a JSON object. Give one")


def _short(error: Exception) -> str:
    return TOO_DEEP if isinstance(error, RecursionError) else str(error)[:80]
