"""What every rule of thumb and our own rules score on the published cases, each share with its interval.

A case counts one point where the answer is the source's own conclusion, half a point where it is left open,
none where it is the opposite.  A case that its source leaves open itself counts only in how often it is left
open.  Shares have 95 % Wilson intervals; balanced accuracy combines the two of its halves (Newcombe 1998).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from ftdecide import refit, words
from ftdecide.evidence import Evidence, load_cases, load_evidence, load_later_cases
from ftdecide.model import TaskProfile
from ftdecide.paired_test import wilson_interval
from ftdecide.rivals import RIVALS
from ftdecide.verdict import judge

Cases = Mapping[str, Mapping[str, Any]]
POINTS = {
    "justified": {"yes": 1.0, "unclear": 0.5, "no": 0.0},
    "not_justified": {"yes": 0.0, "unclear": 0.5, "no": 1.0},
}
OURS = {
    "ours": "Our rules",
    "ours_first": "Our rules, as they first answered",
    "ours_source_left_out": "Ours, sizes fitted without the source",
    "ours_direction_only": "Ours, every rule the same size",
}
TITLES = OURS | words.RIVALS


@dataclass(frozen=True)
class Share:
    """A share (0 to 1) with its 95 % interval, and the number of cases it rests on."""

    value: float
    low: float
    high: float
    cases: int

    def overlaps(self, other: Share) -> bool:
        return self.low <= other.high and other.low <= self.high


@dataclass(frozen=True)
class Score:
    """One rule's record on a set of cases; a share is None where no case bears on it."""

    name: str
    balanced_accuracy: Share | None
    sensitivity: Share | None  # of the cases whose source calls training justified
    specificity: Share | None  # of those whose source calls it not justified
    commitment: Share | None  # of both: how often the answer is yes or no
    left_open: Share | None  # of the cases that their source leaves open

    @property
    def title(self) -> str:
        return TITLES[self.name]


def share(points: float, cases: int) -> Share | None:
    """Points earned on so many cases.

    Half points make the interval wider than it need be, never narrower: nothing between 0 and 1 varies more
    than a plain hit or miss of the same mean.

    >>> found = share(8.5, 10)
    >>> found.value, round(found.low, 2), round(found.high, 2)
    (0.85, 0.54, 0.96)
    """
    if not cases:
        return None
    low, high = wilson_interval(points / cases, cases)
    return Share(points / cases, max(0.0, low), min(1.0, high), cases)


def balanced(first: Share | None, second: Share | None) -> Share | None:
    """The mean of two shares of different cases; the distances to their limits add up as squares (MOVER)."""
    if first is None or second is None:
        return None
    middle = (first.value + second.value) / 2
    below = math.hypot(first.value - first.low, second.value - second.low) / 2
    above = math.hypot(first.high - first.value, second.high - second.value) / 2
    return Share(middle, max(0.0, middle - below), min(1.0, middle + above), first.cases + second.cases)


def score(name: str, answers: Mapping[str, str], cases: Cases) -> Score:
    """One rule's answers (yes, no or unclear, by case) against what the sources concluded."""
    earned: dict[str, list[float]] = {side: [] for side in POINTS}
    committed, left_open = [], []
    for number, case in cases.items():
        answer = answers[number]
        if case["justified"] in POINTS:
            earned[case["justified"]].append(POINTS[case["justified"]][answer])
            committed.append(answer != "unclear")
        else:
            left_open.append(answer == "unclear")
    halves = [share(sum(points), len(points)) for points in earned.values()]
    return Score(
        name, balanced(*halves), *halves, share(sum(committed), len(committed)), share(sum(left_open), len(left_open))
    )


def rows(cases: Cases, answers: Mapping[str, Mapping[str, str]]) -> tuple[Score, ...]:
    """Every rule on these cases, best first; those of equal balanced accuracy in the order of their names here."""
    scores = [score(name, given, cases) for name, given in answers.items()]
    return tuple(sorted(scores, key=lambda s: -(s.balanced_accuracy.value if s.balanced_accuracy else 0)))


@dataclass(frozen=True)
class Scoreboard:
    """Every rule on the published cases, on their two kinds apart, and on those added after the rules."""

    published: tuple[Score, ...]
    studies: tuple[Score, ...]  # the cases of a publication
    examples: tuple[Score, ...]  # the examples that the lessons state
    later: tuple[Score, ...]  # empty where there are none
    case_counts: Mapping[str, int]
    publications: int  # that the cases come from, so often the fit was repeated


def scoreboard(evidence: Evidence | None = None) -> Scoreboard:
    """The whole board, computed from the cases and rules as they stand."""
    return _shipped() if evidence is None else _board(evidence, load_cases(), load_later_cases())


@cache
def _shipped() -> Scoreboard:
    return _board(load_evidence(), load_cases(), load_later_cases())


def _board(evidence: Evidence, cases: Cases, later: Cases) -> Scoreboard:
    as_of = max(threshold.as_of for threshold in evidence.thresholds.values())  # not today: a board does not age
    answers = all_answers(cases, cases, evidence, as_of)
    apart = {kind: {n: case for n, case in cases.items() if n.startswith(kind)} for kind in "ES"}
    return Scoreboard(
        published=rows(cases, answers),
        studies=rows(apart["E"], answers),
        examples=rows(apart["S"], answers),
        later=rows(later, all_answers(later, cases, evidence, as_of)) if later else (),
        case_counts={"published": len(cases), "E": len(apart["E"]), "S": len(apart["S"]), "later": len(later)},
        publications=len({frozenset(together(number, cases)) for number in cases}),
    )


def all_answers(asked: Cases, known: Cases, evidence: Evidence, as_of: date) -> dict[str, dict[str, str]]:
    """What every rule says of the asked cases; the fit is made on the known ones of other sources.

    Where every asked case records the answer that our rules gave before anybody had seen it, those stand too.
    """
    profiles = {number: TaskProfile.from_json(case["profile"]) for number, case in asked.items()}
    outcomes = {n: refit.outcome(case, evidence, as_of) for n, case in known.items() if case["justified"] in POINTS}

    @cache
    def without(left: frozenset[str]) -> Evidence:
        return refit.fitted(evidence, [found for number, found in outcomes.items() if number not in left])

    alike = refit.direction_only(evidence)
    tables: dict[str, Callable[[str], Evidence]] = {
        "ours": lambda number: evidence,
        "ours_source_left_out": lambda number: without(frozenset(together(number, {**known, **asked}) & set(known))),
        "ours_direction_only": lambda number: alike,
    }
    ours = {
        name: {number: judge(profile, table(number), as_of).justified for number, profile in profiles.items()}
        for name, table in tables.items()
    }
    theirs = {name: {number: rule(p).answer for number, p in profiles.items()} for name, rule in RIVALS.items()}
    first = {number: case["first_answer"] for number, case in asked.items() if "first_answer" in case}
    return ours | ({"ours_first": first} if len(first) == len(asked) else {}) | theirs


def together(number: str, cases: Cases) -> set[str]:
    """The cases that share a publication with this one, itself included."""
    mine = publications(cases[number])
    return {other for other, case in cases.items() if mine & publications(case)}


def publications(case: Mapping[str, Any]) -> frozenset[str]:
    """What a case was read in: the arXiv numbers of its reference, else the reference without its remarks.

    >>> sorted(publications({"source": {"ref": "arXiv:2411.04118, 2411.08870"}}))
    ['2411.04118', '2411.08870']
    >>> sorted(publications({"source": {"ref": "https://example.org/post (2024-03-27)"}}))
    ['https://example.org/post']
    """
    ref = case["source"]["ref"]
    return frozenset(re.findall(r"\b\d{4}\.\d{5}\b", ref) or [re.sub(r"\s*\(.*?\)", "", ref).strip()])
