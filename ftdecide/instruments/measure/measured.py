"""The ladder measured: of a trial and a scorer, what each rung passes, costs, and which is better.  A pure function."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ftdecide.fields import RUNGS, plain
from ftdecide.instruments.measure import measured_notes
from ftdecide.instruments.measure.bounds import InvalidMeasurement
from ftdecide.instruments.measure.marks import Progress, RungMarks, marked
from ftdecide.instruments.measure.outputs import Item, Trial
from ftdecide.instruments.measure.paired_comparison import PairedComparison, compared
from ftdecide.instruments.measure.reading.slices import by_length, classes
from ftdecide.instruments.measure.rung_result import RungResult, rung_result
from ftdecide.instruments.measure.scorers.score import ScoreAnswer

EXPECTED = "expected answer"
LENGTH = "length of the input"


@dataclass(frozen=True)
class Measured:
    """What was measured.

    Args:
        name: of the evaluation set, for people.
        items: of it.
        scoring: how answers were scored, and why so, in words.
        rungs: up the ladder; those that are none of ours last.
        comparisons: of every pair.
        notes: what a person has to know before believing it.
        marks: of each rung, every output marked.
        stand_in: whether rungs were answered by the stand-in, which says nothing of a language model.
    """

    name: str
    items: tuple[Item, ...]
    scoring: str
    rungs: tuple[RungResult, ...]
    comparisons: tuple[PairedComparison, ...]
    notes: tuple[str, ...]
    marks: Mapping[str, RungMarks]
    stand_in: bool = False

    @property
    def best(self) -> RungResult | None:
        """The rung with the highest pass rate; of equals the lower one, which is cheaper.

        One that answered less than half as many items as another is left out: a rung is not the best for one answer.
        """
        most = max((rung.items for rung in self.rungs), default=0)
        counted = [rung for rung in self.rungs if rung.pass_rate is not None and 2 * rung.items >= most]
        return max(counted, key=lambda rung: rung.pass_rate, default=None)


class LadderPoint(NamedTuple):
    """One rung of the drawing: pass rate and its interval (0 to 1) against cost; None where unknown."""

    rung: str
    pass_rate: float
    low: float
    high: float
    usd_per_1000_calls: float | None


def measured(
    trial: Trial,
    score: ScoreAnswer | None = None,
    *,
    name: str = "the evaluation set",
    scoring: str = "as the file says",
    pass_at: float | None = None,
    needs_expected: bool = True,
    notes: Sequence[str] = (),
    stand_in: bool = False,
    progress: Progress | None = None,
) -> Measured:
    """The ladder measured.

    Args:
        trial: items, and of each rung what it put out.
        score: marks an answer; None takes what another tool said of each.
        name: of the evaluation set, for people.
        scoring: how answers are scored, in words.
        pass_at: the score from which on another tool's answers pass, where that is to be told.
        needs_expected: whether the scorer can say nothing of an item without an expected answer.
        notes: that the reading of the files left.
        stand_in: whether rungs were answered by the stand-in.
        progress: called now and then with what is being done and how much of it is.

    Raises:
        InvalidMeasurement: where there is nothing to measure, or the scorer cannot be used.

    >>> from ftdecide.instruments.measure.outputs import Item, Output
    >>> from ftdecide.instruments.measure.scorers.registry import scorer
    >>> trial = Trial((Item("1", "2 + 2?", "4"),), {"prompt": (Output("1", "4"),), "few_shot": (Output("1", "5"),)})
    >>> [(rung.name, rung.pass_rate) for rung in measured(trial, scorer("exact")).rungs]
    [('prompt', 1.0), ('few_shot', 0.0)]
    """
    if not trial.items or not trial.outputs:
        raise InvalidMeasurement("there is nothing to measure. Give an evaluation set and the outputs of a rung")
    marks = marked(trial, score, pass_at, needs_expected, progress)
    order = sorted(marks, key=lambda rung: RUNGS.index(rung) if rung in RUNGS else len(RUNGS))
    if not any(marks[rung].by_item for rung in order):
        raise InvalidMeasurement(measured_notes.nothing_marked(marks))
    of_class = classes([item.expected for item in trial.items])
    class_of = dict(zip((item.name for item in trial.items), of_class or (), strict=False))
    slices = _slices(trial.items, class_of)
    rungs = tuple(rung_result(rung, marks[rung], trial.outputs[rung], trial.items, slices, class_of) for rung in order)
    if progress:
        progress("comparing", 1.0)
    comparisons = compared({rung: marks[rung].by_item for rung in order if marks[rung].by_item})
    more = measured_notes.notes(rungs, comparisons, marks, trial.items, scored_here=score is not None)
    return Measured(name, tuple(trial.items), scoring, rungs, comparisons, (*notes, *more), marks, stand_in)


def _slices(items: Sequence[Item], class_of: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Of each way to cut the items, each item's part: by class, by the columns, by the length of the input."""
    slices = {EXPECTED: dict(class_of)} if class_of else {}
    for item in items:
        for cut, part in item.slices.items():
            slices.setdefault(cut, {})[item.name] = part
    if lengths := by_length([item.input for item in items]):
        slices.setdefault(LENGTH, dict(zip((item.name for item in items), lengths, strict=True)))
    return slices


def ladder_name(name: str) -> str:
    """The name of ours that a rung's name means, whatever its capitals and dashes; the name itself where none does.

    >>> ladder_name("Few-shot"), ladder_name("gpt, v2")
    ('few_shot', 'gpt, v2')
    """
    return next((rung for rung in RUNGS if plain(rung) == plain(name)), name)


def ladder(found: Measured) -> tuple[LadderPoint, ...]:
    """The figures of the ladder's drawing, up the ladder; rungs that answered nothing are left out."""
    return tuple(
        LadderPoint(rung.name, rung.pass_rate, *rung.interval, rung.usd_per_1000_calls)
        for rung in found.rungs
        if rung.pass_rate is not None
    )
