"""A learner's own scoring function, given as FILE.py:FUNCTION.  It is the learner's code, and runs as such."""

from __future__ import annotations

import importlib.util
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ftdecide.instruments.measure.bounds import InvalidMeasurement, share
from ftdecide.instruments.measure.scorers.score import Score, ScoreAnswer, faulty, verdict_on

OWN = "your function"  # how a fault of it begins
# What the learner's code may raise; an exit counts, so that it ends one item and not the measurement.
_RAISED = (Exception, SystemExit)


def own_scorer(named: str, pass_at: float = 0.5) -> ScoreAnswer:
    """The function of a file, called with the answer and the expected value of each item.

    It returns true or false, or a number from 0 to 1; from `pass_at` on that is a pass.  What it raises, or returns
    besides, is a fault of that item and not a failure of the rung.

    Args:
        named: the file, a colon, the function: `checks.py:same_total`.
        pass_at: 0 to 1.
    """
    share("pass_at", pass_at)
    function, path = _loaded(named)

    def score(answer: str, expected: Any) -> Score:
        try:
            returned = function(answer, expected)
            value = returned.item() if hasattr(returned, "item") else returned  # a number of NumPy
        except _RAISED as error:
            return faulty(f"{OWN} raised {_said(error, path)}")
        return _read(value, pass_at)

    return score


def _read(value: Any, pass_at: float) -> Score:
    if isinstance(value, bool):
        return verdict_on(value, "your function says so", "your function says not")
    if not isinstance(value, int | float) or not 0 <= value <= 1:
        return faulty(f"{OWN} returned {value!r:.60}, not true, false or a number from 0 to 1")
    return Score(value >= pass_at, float(value), f"your function gives {value:g}; {pass_at:g} is a pass")


def _loaded(named: str) -> tuple[Callable[[str, Any], Any], Path]:
    file, _, name = named.rpartition(":")
    path = Path(file).resolve()
    if not file.endswith(".py") or not name.isidentifier():
        raise InvalidMeasurement(f"{named!r} names no function. Write the file and the function: checks.py:same_total")
    if not path.is_file():
        raise InvalidMeasurement(f"there is no file {file!r}. Give its path from the folder that you are in")
    spec = importlib.util.spec_from_file_location(f"_scorer_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    try:
        spec.loader.exec_module(module)
    except _RAISED as error:
        raise InvalidMeasurement(f"{file} cannot be loaded: {_said(error, path)}. Run it by itself first") from None
    function = getattr(module, name, None)
    if not callable(function):
        own = sorted(key for key, value in vars(module).items() if callable(value) and not key.startswith("_"))
        raise InvalidMeasurement(f"{file} has no function {name!r}. It has: {', '.join(own[:20]) or 'none'}")
    return function, path


def _said(error: BaseException, path: Path) -> str:
    """The error and the line of the file where it came up, on one line."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename) == path]
    said = str(error)
    if isinstance(error, SyntaxError):
        lines, said = [error.lineno], error.msg
    where = f" (line {lines[-1]})" if lines else ""
    return f"{type(error).__name__}: {' '.join(said.split())[:100]}{where}"
