"""Every output of a trial marked as passed or failed: by a scorer, or as another tool scored it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ftdecide.instruments.measure.bounds import InvalidMeasurement
from ftdecide.instruments.measure.outputs import Output, Trial
from ftdecide.instruments.measure.reading.rows import readable
from ftdecide.instruments.measure.scorers.score import Score, ScoreAnswer, faulty

ABOVE = 0.5  # a score between 0 and 1 passes above it, where nobody says from which on
CALLS_BETWEEN = 200
# What is being done, and the share of it that is done (0 to 1).
Progress = Callable[[str, float | None], None]


@dataclass(frozen=True, slots=True)
class Mark:
    """One output, marked.

    Args:
        output: what the rung put out.
        passed: whether it counts as a pass.
        score: 0 to 1, 1 best; another tool's own number where it has other bounds.
        why: one line for people.
    """

    output: Output
    passed: bool
    score: float
    why: str


@dataclass
class RungMarks:
    """One rung's outputs: the marked ones by item, in the order of their runs, and a count of the others.

    Args:
        by_item: of each item that was answered, its marks.
        calls: outputs in all, failed calls included.
        faults: calls that failed, with the reason of each.
        unscored: answers that nobody could mark, with the reason of each.
        empty: answers without a text, marked all the same.
        between: marks whose score is neither 0 nor 1, and so rests on where a pass begins.
        unknown: outputs of items that the set does not have, or of a run that came before; left out.
    """

    by_item: dict[str, list[Mark]] = field(default_factory=dict)
    calls: int = 0
    faults: list[str] = field(default_factory=list)
    unscored: list[str] = field(default_factory=list)
    empty: int = 0
    between: int = 0
    unknown: int = 0

    def take(self, output: Output, found: Score, said: bool = False) -> None:
        """Count an answer with its score; `said` by another tool."""
        if found.fault:
            self.unscored.append(found.why)
            return
        self.empty += not said and not output.text.strip()
        self.between += said and output.passed is None and found.score not in (0, 1)
        mark = Mark(output, found.passed, found.score, readable(" ".join(found.why.split())))
        self.by_item.setdefault(output.item, []).append(mark)


def marked(
    trial: Trial,
    score: ScoreAnswer | None,
    pass_at: float | None = None,
    needs_expected: bool = True,
    progress: Progress | None = None,
) -> dict[str, RungMarks]:
    """Every output of every rung, marked.

    Args:
        trial: items and outputs.
        score: the scorer; None takes what another tool said of each.
        pass_at: the score from which on that tool's answers pass; None: what it says itself, else above `ABOVE`.
        needs_expected: whether the scorer can say nothing of an item without an expected answer.
        progress: called now and then.

    Raises:
        InvalidMeasurement: where a scorer cannot be used on an item, or scores have no bounds that are known.
    """
    expected = {item.name: item.expected for item in trial.items}
    marks: dict[str, RungMarks] = {}
    size = max(1, sum(map(len, trial.outputs.values())))
    done = 0
    for rung, outputs in trial.outputs.items():
        of_rung = marks[rung] = RungMarks()
        seen = set()
        for output in sorted(outputs, key=lambda each: each.run):
            done += 1
            if progress and done % CALLS_BETWEEN == 0:
                progress("scoring", done / size)
            if output.item not in expected or (output.item, output.run) in seen:
                of_rung.unknown += 1
                continue
            seen.add((output.item, output.run))
            of_rung.calls += 1
            if output.fault:
                of_rung.faults.append(output.fault)
            elif score is None:
                of_rung.take(output, _said(output, pass_at), said=True)
            elif expected[output.item] is None and needs_expected:
                of_rung.take(output, faulty("no answer is expected of this item"))
            else:
                of_rung.take(output, _scored(output, expected[output.item], score))
    return marks


def _scored(output: Output, expected: Any, score: ScoreAnswer) -> Score:
    try:
        return score(output.text, expected)
    except InvalidMeasurement as fault:
        raise InvalidMeasurement(f"item {output.item!r}: {fault}") from None


def _said(output: Output, pass_at: float | None) -> Score:
    """What the other tool said of an answer."""
    score = output.score
    if score is None or (output.passed is not None and pass_at is None):
        if output.passed is None:
            return faulty("neither passed nor scored")
        return Score(output.passed, float(output.passed) if score is None else score, output.why)
    if pass_at is None and not 0 <= score <= 1:
        raise InvalidMeasurement(
            f"item {output.item!r} has the score {score:g}, which is not from 0 to 1. Say with --pass-at from which "
            "score on an answer passes"
        )
    return Score(score >= pass_at if pass_at is not None else score > ABOVE, score, output.why)
