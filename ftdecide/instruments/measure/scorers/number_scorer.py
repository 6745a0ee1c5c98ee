"""Answers compared as numbers: the first number of the text, in decimal arithmetic, so that 1.1 - 1.0 is 0.1."""

from __future__ import annotations

import re
from decimal import Decimal, DecimalException
from typing import Any

from ftdecide.instruments.measure.bounds import InvalidMeasurement
from ftdecide.instruments.measure.scorers.score import Score, as_text, failed, quoted, verdict_on

# Signs that part thousands: apostrophes, underscore, spaces of all widths.
_PARTS = "'’_ \u00a0\u2009\u202f"
_CURRENCIES = " \t\n$€£¥₹\u00a0\u202f"
LARGEST = 300  # powers of ten
_NUMBER = re.compile(
    rf"""(?<![^\W\d_])(?<![^\W\d_]-)(?<!\d)(?<!\d[.,])   # not glued to a word, so not the 4 of Q4 or of GPT-4
    (?P<sign>(?<!\w)[-+−–])?
    (?P<digits>\d{{1,3}}(?:[.,{_PARTS}]\d{{3}})+(?!\d)|\d+|(?=[.,]\d))
    (?P<rest>[.,]\d+)?
    (?P<more>[.,]\d+)*
    (?P<power>[eE][-+]?\d+)?
    (?P<percent>\s?(?:%|percent\b|per\ cent\b))?""",
    re.VERBOSE,
)


def numeric(answer: str, expected: Any, absolute: float = 0.0, relative: float = 0.0, decimal_mark: str = ".") -> Score:
    """The first number of the answer is the expected one, within the wider of two tolerances.

    Thousands may be parted (12,345, 12’345 or 12 345), a percent sign divides by 100 on both sides, and 3,5 is refused,
    as it may be two numbers or a decimal comma.  Fractions such as 1/2 and numbers in words are not read.

    Args:
        answer: with a number, or it fails.
        expected: a number, or a text with one.
        absolute: how far off it may be, 0 or more, in the unit of the answer.
        relative: the same as a share of the expected number, 0 or more: 0.01 for one per cent.
        decimal_mark: “.” or “,”; the other one parts thousands.

    >>> numeric("About 1,250 euros.", 1249, absolute=1).passed, numeric("25%", 0.25).passed
    (True, True)
    >>> numeric("I do not know", 4).why
    'no number in “I do not know”'
    """
    if decimal_mark not in (".", ","):
        raise InvalidMeasurement(f"decimal_mark is {decimal_mark!r}, not “.” or “,”. Choose the one that answers use")
    wanted = first_number(as_text(expected), decimal_mark if isinstance(expected, str) else ".")
    if not isinstance(wanted, Decimal):
        raise InvalidMeasurement(f"the expected answer has {wanted}. Write a number, such as 12.5")
    allowed = max(_tolerance("absolute", absolute), _tolerance("relative", relative) * abs(wanted))
    found = first_number(answer, decimal_mark)
    if not isinstance(found, Decimal):
        return failed(found)
    within = f" within {allowed.normalize():f}" if allowed else ""
    said = f"{found.normalize():f} is {{}}{wanted.normalize():f}{within}"
    return verdict_on(abs(found - wanted) <= allowed, said.format(""), said.format("not "))


def first_number(text: str, decimal_mark: str = ".") -> Decimal | str:
    """The first number of a text, percents as shares; else what stands in the way.

    >>> str(first_number("Q4: −12,345.5 (up)")), str(first_number("37.5 percent"))
    ('-12345.5', '0.375')
    >>> first_number("3,5")
    '“3,5” in “3,5”, which can be read in two ways: set decimal_mark'
    """
    found = _NUMBER.search(text)
    if found is None:
        return f"no number in {quoted(text)}"
    thousands = "," if decimal_mark == "." else "."
    whole, rest = found["digits"] + (found["rest"] or ""), ""
    if decimal_mark in whole:
        whole, _, rest = whole.partition(decimal_mark)
    if found["more"] or decimal_mark in rest or thousands in rest or not _parted(whole, thousands):
        return f"{quoted(found[0].strip())} in {quoted(text)}, which can be read in two ways: set decimal_mark"
    digits = re.sub(rf"[{_PARTS}{thousands}]", "", whole) or "0"
    sign = "-" if found["sign"] in ("-", "−", "–") else ""
    try:
        number = Decimal(f"{sign}{digits}.{rest or '0'}{found['power'] or ''}")
    except DecimalException:
        number = Decimal(f"1e{LARGEST + 1}")
    if abs(number.adjusted()) > LARGEST:
        return f"the number in {quoted(text)} is too large or too small"
    return number.scaleb(-2) if found["percent"] else number


def is_number_alone(text: str) -> bool:
    """Whether a text is one number and nothing else but a currency's sign.

    >>> is_number_alone("€ 1,250.50"), is_number_alone("2024-01-05"), is_number_alone("1/2"), is_number_alone("12:30")
    (True, False, False, False)
    """
    found = _NUMBER.search(text)
    beside = text[: found.start()] + text[found.end() :] if found else "none"
    return not beside.strip(_CURRENCIES) and isinstance(first_number(text), Decimal)


def _parted(whole: str, thousands: str) -> bool:
    """Whether the mark that parts thousands does, each group of three."""
    first, *groups = re.split(rf"[{_PARTS}{thousands}]", whole)
    return not groups or (1 <= len(first) <= 3 and all(len(group) == 3 for group in groups))


def _tolerance(name: str, value: float) -> Decimal:
    number = Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else Decimal(-1)
    if not number.is_finite() or number < 0:
        raise InvalidMeasurement(f"{name} is {value!r}, not a number, 0 or more. Write how far off an answer may be")
    return number
