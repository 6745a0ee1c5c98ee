"""Answers read as JSON and compared with what is expected as values: tool calls, extracted records."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ftdecide.instruments.measure.bounds import InvalidMeasurement
from ftdecide.instruments.measure.scorers.json_answer import TOO_DEEP, NoJson, answer_in, value_in
from ftdecide.instruments.measure.scorers.json_schema import equal, shown
from ftdecide.instruments.measure.scorers.score import Score, failed, quoted
from ftdecide.words import number_of


def json_equal(answer: str, expected: Any) -> Score:
    """The answer is JSON of the same value: keys in any order, numbers equal by value, texts letter by letter.

    Args:
        answer: of the model; inside one ```json fence its contents count.
        expected: a value as JSON has them, or a text that holds JSON.

    >>> json_equal('{"to": "Oslo", "seats": 2.0}', {"seats": 2, "to": "Oslo"}).passed
    True
    >>> json_equal('{"to": "Oslo", "seats": 3}', '{"to": "Oslo", "seats": 2}').why
    'seats is 3, not 2'
    """
    try:
        wanted = value_in(expected if isinstance(expected, str) else json.dumps(expected))
    except (NoJson, TypeError) as fault:
        raise InvalidMeasurement(
            f"the expected answer {quoted(str(expected))} is no JSON: {fault}. Write it as JSON, with double quotes"
        ) from None
    try:
        value, how = answer_in(answer)
    except NoJson as fault:
        return failed(f"{quoted(answer)} is no JSON: {fault}")
    try:
        apart = difference(value, wanted)
    except RecursionError:
        return failed(f"{quoted(answer)} is {TOO_DEEP}{how}")
    return Score(True, 1.0, f"equal JSON{how}") if apart is None else failed(f"{apart}{how}")


def difference(value: Any, expected: Any, at: str = "") -> str | None:
    """The first place, in the order of what is expected, at which a JSON value differs; None where it is equal.

    >>> difference({"lines": [{"price": 4}]}, {"lines": [{"price": 3}]})
    'lines[0].price is 4, not 3'
    """
    if isinstance(value, Mapping) and isinstance(expected, Mapping):
        for name, each in expected.items():
            where = f"{at}.{name}" if at else name
            if name not in value:
                return f"{where} is missing"
            if apart := difference(value[name], each, where):
                return apart
        more = next((name for name in value if name not in expected), None)
        return None if more is None else f"{f'{at}.{more}' if at else more} is not expected"
    if isinstance(value, list) and isinstance(expected, list):
        for place, (one, other) in enumerate(zip(value, expected, strict=False)):
            if apart := difference(one, other, f"{at}[{place}]"):
                return apart
        if len(value) != len(expected):
            return f"{at or 'the answer'} has {number_of(len(value), 'element')}, not {len(expected):,}"
        return None
    return None if equal(value, expected) else f"{at or 'the answer'} is {shown(value)}, not {shown(expected)}"
