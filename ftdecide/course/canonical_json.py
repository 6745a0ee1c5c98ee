"""JSON in one form: sorted keys, no spaces, numbers as JavaScript writes them; equal values are equal texts.

A browser and a kernel that hold the same document thereby hold the same text, and agree which of two is the greater.
"""

from __future__ import annotations

import json
import math
from decimal import Decimal
from typing import Any


def canonical(value: Any) -> str:
    """The text of a JSON value.

    >>> canonical({"b": [1.0, 1e21, 0.00001, 1e-7], "a": None})
    '{"a":null,"b":[1,1e+21,0.00001,1e-7]}'
    """
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{_text(key)}:{canonical(value[key])}" for key in keys) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, str):
        return _text(value)
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    return _number(float(value))


def _text(value: str) -> str:
    """Quoted; half a surrogate pair escaped, as JavaScript does, so that the text is UTF-8."""
    quoted = json.dumps(value, ensure_ascii=False)
    return "".join(f"\\u{ord(sign):x}" if 0xD800 <= ord(sign) <= 0xDFFF else sign for sign in quoted)


def _number(value: float) -> str:
    """The shortest digits that give the number back, in the places where JavaScript puts the point."""
    if not math.isfinite(value):
        return "null"
    if value == 0:
        return "0"
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    shown, point = "".join(map(str, digits)), len(digits) + exponent
    if 0 < point <= 21:
        whole = shown.ljust(point, "0")
        text = whole[:point] + ("." + whole[point:] if len(whole) > point else "")
    elif -6 < point <= 0:
        text = "0." + "0" * -point + shown
    else:
        fraction = "." + shown[1:] if len(shown) > 1 else ""
        text = f"{shown[0]}{fraction}e{point - 1:+d}"
    return ("-" if sign else "") + text
