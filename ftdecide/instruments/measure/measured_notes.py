"""What a person has to know before believing a measurement: what is missing, failed, too few, too good."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ftdecide.fields import RUNGS
from ftdecide.instruments.measure.marks import ABOVE, RungMarks
from ftdecide.instruments.measure.outputs import Item
from ftdecide.instruments.measure.paired_comparison import PairedComparison
from ftdecide.instruments.measure.rung_result import RungResult
from ftdecide.instruments.measure.scorers.json_answer import NoJson, value_in
from ftdecide.instruments.measure.scorers.json_equal_scorer import json_equal
from ftdecide.instruments.measure.scorers.own_scorer import OWN
from ftdecide.instruments.measure.scorers.text_scorers import plain
from ftdecide.words import number_of

MANY_FAULTS = 0.05  # share of calls from which a pass rate is in doubt
FEW_ITEMS = 30
MANY_RUNGS = 5  # of which the best looks better than it is
HINT_FROM = 0.2  # share of the failed answers that hold the expected text
EXTREMES = {
    1.0: "passes every item: the set may be too easy, or the scoring too kind",
    0.0: "passes no item: look at its answers, the scoring may be too strict",
}


def notes(
    rungs: Sequence[RungResult],
    comparisons: Sequence[PairedComparison],
    marks: Mapping[str, RungMarks],
    items: Sequence[Item],
    scored_here: bool,
) -> tuple[str, ...]:
    """What to know, most important first."""
    expected = {item.name: item.expected for item in items} if scored_here else {}
    found = [note for rung in rungs for note in _of_rung(rung, marks[rung.name], expected)]
    answered = [rung for rung in rungs if rung.items]
    if len(items) < FEW_ITEMS:
        found.append(f"{number_of(len(items), 'item')}: too few to tell more than gross differences. Fifty are a start")
    found += [f"{rung.name} {EXTREMES[rung.pass_rate]}" for rung in answered if rung.pass_rate in EXTREMES]
    if len({rung.items for rung in answered}) > 1:
        found.append("The rungs answered different items: each pair is compared on the items that both answered")
    if len(answered) >= MANY_RUNGS:
        found.append(
            f"The best of {len(answered)} rungs looks a little better than it is. Try it on examples that had no part "
            "in choosing it"
        )
    strangers = [rung.name for rung in rungs if rung.name not in RUNGS]
    if strangers:
        found.append(
            f"No rungs of the ladder, so not in the profile: {'; '.join(strangers)}. Say which each is, for instance "
            f"--as {shlex.quote(f'{strangers[0]}=few_shot')}, of: {', '.join(RUNGS)}"
        )
    return tuple(found)


def _of_rung(rung: RungResult, marks: RungMarks, expected: Mapping[str, Any]) -> Iterator[str]:
    faults = sum(rung.faults.values())
    if faults:
        reason = next(iter(rung.faults))
        doubt = ""
        if faults > MANY_FAULTS * rung.calls:
            doubt = ". That is many: run them again before you believe its pass rate"
        yield (
            f"{rung.name}: {faults:,} of {number_of(rung.calls, 'call')} failed (most often “{reason[:80]}”); they "
            f"count as unanswered, not as wrong{doubt}"
        )
    if rung.unscored:
        reason, count = next(iter(rung.unscored.items()))
        unscored = number_of(sum(rung.unscored.values()), "answer")
        yield f"{rung.name}: {unscored} could not be scored; {count:,}: {reason}"
    if rung.missing:
        yield f"{rung.name}: {number_of(rung.missing, 'item')} of the set without a marked answer"
    if marks.unknown:
        yield f"{rung.name}: {number_of(marks.unknown, 'output')} of no item of the set, or given twice; left out"
    if rung.empty:
        yield f"{rung.name}: {number_of(rung.empty, 'answer')} empty; scored like any other"
    if marks.between:
        yield (
            f"{rung.name}: {number_of(marks.between, 'score')} between 0 and 1; above {ABOVE:g} counts as a pass. Say "
            "with --pass-at where a pass begins"
        )
    if rung.runs > 1 and (short := sum(len(each) < rung.runs for each in marks.by_item.values())):
        yield (
            f"{rung.name}: {number_of(short, 'item')} answered in fewer than {rung.runs} runs; left out of its "
            "consistency"
        )
    if equal := _equal_as_json(marks, expected):
        yield (
            f"{rung.name}: {number_of(equal, 'failed answer')} equal to what is expected as JSON, but for key order, "
            "spaces or how numbers are written. If that is right, score with --score json_equal"
        )
    if (held := _held(marks, expected)) > HINT_FROM:
        yield (
            f"{rung.name}: {held:.0%} of its failed answers hold the expected text among other words. If those are "
            "right, score with --score labels or --score contains"
        )


def _held(marks: RungMarks, expected: Mapping[str, Any]) -> float:
    """The share of failed answers in which the expected text stands beside more; 0 where none is expected."""
    failed = [(item, mark) for item, each in marks.by_item.items() for mark in each if not mark.passed]
    held = 0
    for item, mark in failed:
        wanted = plain(expected[item]) if isinstance(expected.get(item), str) else ""
        held += bool(wanted) and f" {wanted} " in f" {plain(mark.output.text)} "
    return held / len(failed) if failed else 0.0


def _equal_as_json(marks: RungMarks, expected: Mapping[str, Any]) -> int:
    """How many failed answers are JSON of the same value as the JSON that is expected as text."""
    return sum(
        json_equal(mark.output.text, wanted).passed
        for item, each in marks.by_item.items()
        if (wanted := _json_text(expected.get(item))) is not None
        for mark in each
        if not mark.passed
    )


def _json_text(expected: Any) -> str | None:
    """An expected text that is a JSON object or list; None where it is none."""
    if not isinstance(expected, str) or expected.lstrip()[:1] not in ("{", "["):
        return None
    try:
        value_in(expected)
    except NoJson:
        return None
    return expected


def nothing_marked(marks: Mapping[str, RungMarks]) -> str:
    """Why no answer of any rung could be marked, in one line."""
    calls, faults = sum(each.calls for each in marks.values()), sum(len(each.faults) for each in marks.values())
    if calls and faults == calls:
        first = next(each.faults[0] for each in marks.values() if each.faults)
        return f"none of {number_of(calls, 'call')} had an answer; the first failed with “{first[:80]}”. Run them again"
    reasons = [each.unscored[0] for each in marks.values() if each.unscored]
    if reasons and reasons[0] == "neither passed nor scored":
        return "the answers carry no score. Say how to score them with --score"
    if reasons:
        own = reasons[0].startswith(OWN)
        remedy = "Mend it" if own else "Name the column with --expected-column, or use --schema"
        return f"no answer can be scored: {reasons[0]}. {remedy}"
    return "no output belongs to an item of the evaluation set. Check that the ids of both are the same"
