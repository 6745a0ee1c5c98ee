"""The sums that a question may hold: a small part of Python, worked out with the functions of the core.

Numbers, texts, names, arithmetic, comparisons, ``and or not``, ``A if C else B`` and the functions below; nothing
else, so that a question file can compute and can do nothing besides.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from typing import Any

from ftdecide import paired_test
from ftdecide.economics import Costs, break_even_requests_per_month, payback_months
from ftdecide.evidence import load_evidence

OPERATORS: Mapping[type, Callable[..., Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod, ast.Pow: operator.pow,
    ast.USub: operator.neg, ast.UAdd: operator.pos, ast.Not: operator.not_,
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le,
    ast.Gt: operator.gt, ast.GtE: operator.ge,
}  # fmt: skip
LARGEST_POWER = 64


class InvalidExpression(ValueError):
    """An expression that cannot be worked out; its text says why and what would do."""


def sig(number: float, digits: int) -> float:
    """The number rounded to so many significant digits.

    >>> sig(428_571, 2), sig(0.00896, 1)
    (430000.0, 0.009)
    """
    return float(f"{number:.{digits}g}")


def break_even(**costs: float) -> float | str:
    """The break-even in requests a month, of costs by the names of ``economics.Costs``; "never" where there is none."""
    requests = break_even_requests_per_month(Costs(**costs))
    return "never" if math.isinf(requests) else requests


def _payback(
    fixed_usd: float, requests_per_month: float, saving_usd_per_request: float, serving_usd_per_month: float
) -> float | str:
    costs = Costs(fixed_usd, 12, serving_usd_per_month, saving_usd_per_request, 0)
    months = payback_months(costs, requests_per_month)
    return "never" if math.isinf(months) else months


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "abs": abs, "ceil": math.ceil, "floor": math.floor, "max": max, "min": min, "round": round, "sig": sig,
    "break_even": break_even,
    "payback_months": _payback,
    "threshold": lambda name: load_evidence()[name],
    "wilson_low": lambda hits, n: paired_test.wilson_interval(hits / n, n)[0],
    "wilson_high": lambda hits, n: paired_test.wilson_interval(hits / n, n)[1],
    "wins_needed": paired_test.wins_needed,
}  # fmt: skip


def evaluate(text: str, names: Mapping[str, Any]) -> Any:
    """The value of an expression.

    >>> evaluate("'few' if n < 50 else sig(n / 3, 2)", {"n": 100})
    33.0

    Raises:
        InvalidExpression: with the reason and the remedy.
    """
    try:
        return _value(ast.parse(text.strip(), mode="eval").body, names)
    except SyntaxError:
        raise InvalidExpression(f"{text!r} is no expression; write one such as requests * price / 1000") from None
    except InvalidExpression as fault:
        raise InvalidExpression(f"{text!r}: {fault}") from None
    except (ArithmeticError, TypeError, ValueError, KeyError) as fault:
        raise InvalidExpression(
            f"{text!r} cannot be worked out ({fault}); mend it, or the range it is drawn from"
        ) from None


def _value(node: ast.expr, names: Mapping[str, Any]) -> Any:
    match node:
        case ast.Constant(value=bool() | int() | float() | str() as value):
            return value
        case ast.Name(id=name):
            return _known(name, names, "a name")
        case ast.UnaryOp(op=op, operand=operand) if type(op) in OPERATORS:
            return OPERATORS[type(op)](_value(operand, names))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            values = _value(left, names), _value(right, names)
            if isinstance(op, ast.Pow) and abs(values[1]) > LARGEST_POWER:
                raise InvalidExpression(f"a power of {values[1]}; keep it within {LARGEST_POWER}")
            return OPERATORS[type(op)](*values)
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in OPERATORS:
            return OPERATORS[type(op)](_value(left, names), _value(right, names))
        case ast.BoolOp(op=op, values=values):
            every = isinstance(op, ast.And)
            return (all if every else any)(_value(value, names) for value in values)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return _value(body if _value(test, names) else orelse, names)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=keywords) if all(word.arg for word in keywords):
            function = _known(name, FUNCTIONS, "a function")
            return function(
                *(_value(each, names) for each in args), **{w.arg: _value(w.value, names) for w in keywords}
            )
    raise InvalidExpression(f"{ast.unparse(node)} has no place in a question; {__doc__.splitlines()[2]}")


def _known(name: str, known: Mapping[str, Any], what: str) -> Any:
    if name not in known:
        raise InvalidExpression(f"{name!r} is not {what} known here; known are {', '.join(sorted(known)) or 'none'}")
    return known[name]
