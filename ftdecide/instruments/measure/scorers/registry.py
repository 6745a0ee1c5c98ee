"""The scorers by name, with what each says of itself, and the way from a name and options to a function of answers."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from ftdecide.fields import nearest
from ftdecide.instruments.measure.bounds import InvalidMeasurement
from ftdecide.instruments.measure.scorers.json_equal_scorer import json_equal
from ftdecide.instruments.measure.scorers.json_scorer import keeps_schema
from ftdecide.instruments.measure.scorers.label_scorer import labels
from ftdecide.instruments.measure.scorers.number_scorer import numeric
from ftdecide.instruments.measure.scorers.own_scorer import own_scorer
from ftdecide.instruments.measure.scorers.score import Score, ScoreAnswer
from ftdecide.instruments.measure.scorers.text_scorers import contains, exact, normalised, regex


@dataclass(frozen=True)
class Scorer:
    """A way to score one answer against what is expected.

    Args:
        says: in one line, when an answer passes.
        score: the function of answer, expected value and options.
    """

    says: str
    score: Callable[..., Score]

    @property
    def options(self) -> tuple[str, ...]:
        """The names of its options, all of which have a default."""
        return tuple(inspect.signature(self.score).parameters)[2:]


SCORERS = {
    "exact": Scorer("the same text, character by character", exact),
    "normalised": Scorer("the same text but for case, spaces, punctuation and Unicode forms", normalised),
    "contains": Scorer("the expected text stands somewhere in the answer", contains),
    "regex": Scorer("the expected regular expression matches somewhere in the answer", regex),
    "numeric": Scorer("the first number of the answer is the expected one, within a tolerance", numeric),
    "labels": Scorer("the same labels, in any order and case", labels),
    "json_equal": Scorer("JSON of the same value: keys in any order, numbers equal by value", json_equal),
    "json_schema": Scorer("JSON that keeps a JSON Schema", keeps_schema),
}
OWN = "FILE.py:FUNCTION"
OWN_SAYS = "your own function of answer and expected value; it returns true, false or a number from 0 to 1"


def scorer(name: str, **options: Any) -> ScoreAnswer:
    """The scorer of this name, or the learner's own function `FILE.py:FUNCTION`, with its options set.

    >>> scorer("numeric", relative=0.01)("about 1,005", 1000).passed
    True
    """
    if ":" in name:
        _check_options(name, options, ("pass_at",))
        return own_scorer(name, **options)
    if name not in SCORERS:
        raise InvalidMeasurement(f"there is no scorer {name!r}. {nearest(name, tuple(SCORERS))} Your own is {OWN}")
    _check_options(name, options, SCORERS[name].options)
    return partial(SCORERS[name].score, **options)


def _check_options(name: str, options: dict[str, Any], known: tuple[str, ...]) -> None:
    for option in options:
        if option not in known:
            remedy = nearest(option, known) if known else "It has none: leave it out"
            raise InvalidMeasurement(f"the scorer {name!r} has no option {option!r}. {remedy}")
