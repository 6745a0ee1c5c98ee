"""What the options of `ftdecide measure` mean: how answers are scored, and which rung a name in a file is."""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping, Sequence
from typing import Any

from ftdecide.doors.json_files import BadInput, read_json
from ftdecide.doors.measure_files import Read
from ftdecide.fields import RUNGS
from ftdecide.instruments.measure.measured import ladder_name
from ftdecide.instruments.measure.outputs import Output
from ftdecide.instruments.measure.scorers.registry import SCORERS
from ftdecide.instruments.measure.scoring import Scoring, chosen_scoring, option_value, told_scoring


def scoring_of(read: Read, options: argparse.Namespace) -> Scoring | None:
    """How answers are scored; None where they were, and nobody asks for more.

    Raises:
        BadInput: where an option cannot be used.
        InvalidMeasurement: where nobody says how, and the expected answers do not tell.
    """
    given = dict(_option(each) for each in options.score_option)
    outputs = [output for each in read.outputs.values() for output in each if not output.fault]
    _check_bar(options, [output.score for output in outputs if output.score is not None])
    if options.schema:
        if options.score not in (None, "json_schema"):
            raise BadInput(f"--schema goes with --score json_schema, not {options.score}. Leave one of them out")
        return Scoring("json_schema", {**given, "schema": read_json(options.schema)})
    if options.score:
        if options.pass_at is not None:
            given.setdefault("pass_at", options.pass_at)
        return told_scoring(options.score, given, read.items)
    if given:
        raise BadInput("--score-option without --score. Name the scorer")
    scored = sum(output.passed is not None or output.score is not None for output in outputs)
    if outputs and scored > len(outputs) / 2:
        return None
    return chosen_scoring(read.items)


def _check_bar(options: argparse.Namespace, scores: Sequence[float]) -> None:
    """Refuse a bar for scores where there are none, or where it lies beyond them.

    Args:
        options: as given.
        scores: that the files hold.
    """
    bar = options.pass_at
    if bar is None:
        return
    if options.score in SCORERS or options.schema:
        raise BadInput(f"--pass-at is for scores, and {options.score or 'json_schema'} passes or fails. Leave it out")
    if not options.score and not scores:
        raise BadInput("--pass-at is for scores, and the files hold none. Leave it out, or score with FILE.py:FUNCTION")
    wider = scores and not options.score and not all(0 <= score <= 1 for score in scores)
    if not (math.isfinite(bar) if wider else 0 <= bar <= 1):
        where = "a number" if wider else "from 0 to 1, as the scores are"
        raise BadInput(f"--pass-at is {bar:g}, not {where}. Give the score from which on an answer passes, such as 0.5")


def _option(text: str) -> tuple[str, Any]:
    key, equals, value = text.partition("=")
    if not equals or not key.strip():
        raise BadInput(f"--score-option is {text!r}. Write it as KEY=VALUE, for instance relative=0.01")
    return key.strip().replace("-", "_"), option_value(value.strip())


def renamed_outputs(
    outputs: Mapping[str, tuple[Output, ...]], pairs: Sequence[str]
) -> dict[str, tuple[Output, ...]]:  # fmt: skip
    """The outputs under the names that a person gave their rungs, and ours where a name is one of ours.

    Args:
        outputs: of each rung, by the name in the file.
        pairs: a name in the file, an equals sign, the rung.

    Raises:
        BadInput: where a pair cannot be used, or two rungs are the same.
    """
    given = {}
    for pair in pairs:
        name, _, rung = pair.rpartition("=")
        if not name.strip() or ladder_name(rung.strip()) not in RUNGS:
            raise BadInput(f"--as is {pair!r}. Write it as NAME IN THE FILE=RUNG, the rung one of {', '.join(RUNGS)}")
        given[_meant(name.strip(), tuple(outputs))] = ladder_name(rung.strip())
    renamed: dict[str, tuple[Output, ...]] = {}
    for name, its_outputs in outputs.items():
        new = given.get(name) or ladder_name(name)
        if new in renamed:
            raise BadInput(f"{name!r} and another are both {new}. A rung may stand once: measure them apart")
        renamed[new] = its_outputs
    return renamed


def _meant(name: str, names: Sequence[str]) -> str:
    """The name in the file that is this one, or the only one that holds it."""
    if name in names:
        return name
    holding = [each for each in names if name.casefold() in each.casefold()]
    if len(holding) == 1:
        return holding[0]
    found = f"{len(holding)} names in the files hold" if holding else "no name in the files holds"
    raise BadInput(f"--as names {name!r}, which {found}. They are: {'; '.join(names)}")
