"""What one answer comes to: an answer never raises, a scorer that cannot be used does, for the learner can mend it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ftdecide.instruments.measure.bounds import InvalidMeasurement

SHOWN = 40  # characters of a text that a reason quotes


@dataclass(frozen=True)
class Score:
    """One answer, scored.

    Args:
        passed: whether it counts as a pass.
        score: 0 to 1, 1 best.
        why: one line for people.
        fault: whether the scorer failed, not the answer; such an item says nothing of the rung.
    """

    passed: bool
    score: float
    why: str
    fault: bool = False


ScoreAnswer = Callable[[str, Any], Score]


def verdict_on(passed: bool, why_passed: str, why_failed: str) -> Score:
    """All or nothing."""
    return Score(passed, 1.0 if passed else 0.0, why_passed if passed else why_failed)


def failed(why: str) -> Score:
    return Score(False, 0.0, why)


def faulty(why: str) -> Score:
    return Score(False, 0.0, why, fault=True)


def quoted(text: str) -> str:
    """The text in quotes, on one line, at most `SHOWN` characters of it.

    >>> quoted("first line\\n  second")
    '“first line second”'
    """
    line = " ".join(text[: 4 * SHOWN].split())
    return f"“{line}”" if len(line) <= SHOWN else f"“{line[: SHOWN - 1]}…”"


def as_text(expected: Any) -> str:
    """The expected answer as text: numbers and truth values as JSON writes them.

    >>> as_text("Yes"), as_text(7), as_text(True)
    ('Yes', '7', 'true')
    """
    if isinstance(expected, str):
        return expected
    if isinstance(expected, bool | int | float):
        return json.dumps(expected)
    raise InvalidMeasurement(
        f"the expected answer is {_kind(expected)}, not a text or a number. Write it as text, or use the scorer "
        "“labels” for lists and “json_equal” for objects"
    )


def _kind(value: Any) -> str:
    return "missing" if value is None else "an object" if isinstance(value, dict) else f"a {type(value).__name__}"
