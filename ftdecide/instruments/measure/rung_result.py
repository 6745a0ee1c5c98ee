"""What was measured of one rung."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from ftdecide.instruments.measure.marks import Mark, RungMarks
from ftdecide.instruments.measure.outputs import Item, Output
from ftdecide.instruments.measure.statistics.binomial import Interval
from ftdecide.instruments.measure.statistics.repeats import Consistency, consistency
from ftdecide.instruments.measure.statistics.shares import mean, share_interval

FEW = 20  # items; a pass rate on fewer says little
MOST_CONFUSIONS = 10


@dataclass(frozen=True)
class Part:
    """One part of the items: a class, a language.

    Args:
        name: of the part.
        items: of it that were answered.
        pass_rate: 0 to 1.
        interval: of the pass rate, 95 %.
    """

    name: str
    items: int
    pass_rate: float
    interval: Interval


@dataclass(frozen=True)
class Failure:
    """An item that failed in some run: the first failed answer."""

    item: Item
    mark: Mark
    failed_runs: int
    runs: int


@dataclass(frozen=True)
class RungResult:
    """What was measured of a rung.

    Args:
        name: of the rung.
        items: answered, and so counted.
        missing: items of the set that have no marked answer.
        runs: of an item, at most.
        pass_rate: the mean over items of the share of runs that passed, 0 to 1; None without items.
        interval: of the pass rate, 95 %.
        consistency: over repeated runs; None where no item has two or more.
        calls: outputs in all.
        faults: calls that failed, by reason.
        unscored: answers that could not be marked, by reason.
        empty: answers without text, which were marked all the same.
        usd_per_1000_calls: None where no call's cost is known.
        input_tokens, output_tokens: of a call, on average; None where unknown.
        median_seconds: of a call; None where unknown.
        parts: of each way to cut the items, its parts, the worst first.
        failures: items that failed in some run, those that never passed first.
        confusions: expected class, answer given instead, and how often; the commonest first.
    """

    name: str
    items: int
    missing: int
    runs: int
    pass_rate: float | None
    interval: Interval
    consistency: Consistency | None
    calls: int
    faults: Mapping[str, int]
    unscored: Mapping[str, int]
    empty: int
    usd_per_1000_calls: float | None
    input_tokens: float | None
    output_tokens: float | None
    median_seconds: float | None
    parts: Mapping[str, tuple[Part, ...]]
    failures: tuple[Failure, ...]
    confusions: tuple[tuple[str, str, int], ...] = ()


def rung_result(
    name: str,
    marks: RungMarks,
    outputs: Sequence[Output],
    items: Sequence[Item],
    slices: Mapping[str, Mapping[str, str]],
    classes: Mapping[str, str],
) -> RungResult:
    """What was measured of a rung.

    Args:
        name: of the rung.
        marks: of its outputs.
        outputs: all of them, for cost and time.
        items: of the evaluation set.
        slices: of each way to cut the items, each item's part.
        classes: of each item, its class, where there are classes.
    """
    runs = max(map(len, marks.by_item.values()), default=0)
    shares = {item: sum(mark.passed for mark in each) / len(each) for item, each in marks.by_item.items()}
    repeated = [[mark.passed for mark in each] for each in marks.by_item.values() if len(each) == runs]
    answered = [output for output in outputs if not output.fault]
    usd = _known(outputs, "usd")
    return RungResult(
        name,
        len(shares),
        len(items) - len(shares),
        runs,
        mean(list(shares.values())),
        share_interval(list(shares.values()), max(runs, 1)),
        consistency(repeated) if runs > 1 else None,
        marks.calls,
        dict(Counter(marks.faults).most_common()),
        dict(Counter(marks.unscored).most_common()),
        marks.empty,
        1000 * fmean(usd) if usd else None,
        fmean(tokens) if (tokens := _known(answered, "input_tokens")) else None,
        fmean(tokens) if (tokens := _known(answered, "output_tokens")) else None,
        median(seconds) if (seconds := _known(answered, "seconds")) else None,
        {cut: _parts(shares, part_of, max(runs, 1)) for cut, part_of in slices.items()},
        _failures(marks, items),
        _confusions(marks, classes),
    )


def _known(outputs: Sequence[Output], what: str) -> list[float]:
    return [value for output in outputs if (value := getattr(output, what)) is not None]


def _parts(shares: Mapping[str, float], part_of: Mapping[str, str], runs: int) -> tuple[Part, ...]:
    by_part: dict[str, list[float]] = {}
    for item, share in shares.items():
        if item in part_of:
            by_part.setdefault(part_of[item], []).append(share)
    parts = [Part(name, len(of), mean(of), share_interval(of, runs)) for name, of in by_part.items()]
    return tuple(sorted(parts, key=lambda part: (part.pass_rate, -part.items, part.name)))


def _failures(marks: RungMarks, items: Sequence[Item]) -> tuple[Failure, ...]:
    found = []
    for item in items:
        of_item = marks.by_item.get(item.name, ())
        failed = [mark for mark in of_item if not mark.passed]
        if failed:
            found.append(Failure(item, failed[0], len(failed), len(of_item)))
    return tuple(sorted(found, key=lambda each: -each.failed_runs / each.runs))


def _confusions(marks: RungMarks, classes: Mapping[str, str]) -> tuple[tuple[str, str, int], ...]:
    counts: Counter[tuple[str, str]] = Counter()
    for item, of_item in marks.by_item.items():
        for mark in of_item:
            answer = " ".join(mark.output.text.split())
            if item in classes and not mark.passed and 0 < len(answer) <= 40:
                counts[classes[item], answer.casefold()] += 1
    return tuple((*pair, count) for pair, count in counts.most_common(MOST_CONFUSIONS))
