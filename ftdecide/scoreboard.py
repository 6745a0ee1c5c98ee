"""What every rule of thumb and our own rules score on the published cases and on the later ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations
from typing import Any

from ftdecide import refit
from ftdecide.evidence import Evidence, load_cases, load_evidence, load_later_cases
from ftdecide.model import TaskProfile
from ftdecide.rivals import OTHER_READINGS, RIVALS
from ftdecide.scores import POINTS, Cases, Difference, Score, difference, score
from ftdecide.verdict import judge

Answers = Mapping[str, Mapping[str, str]]  # by rule, then by case: yes, no or unclear


def rows(cases: Cases, answers: Answers) -> tuple[Score, ...]:
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
    # on "published" and on "later":
    leads: Mapping[str, Mapping[str, Difference]]  # ours, as first answered, over each rule of thumb
    told_apart: Mapping[str, tuple[tuple[str, str], ...]]  # rules of thumb: the pairs whose difference leaves out 0
    readings: Mapping[str, Mapping[str, Score]]  # rules of thumb read otherwise, by the name of the reading


def scoreboard(evidence: Evidence | None = None) -> Scoreboard:
    """The whole board, computed from the cases and rules as they stand."""
    return _shipped() if evidence is None else _board(evidence, load_cases(), load_later_cases())


@cache
def _shipped() -> Scoreboard:
    return _board(load_evidence(), load_cases(), load_later_cases())


def _board(evidence: Evidence, cases: Cases, later: Cases) -> Scoreboard:
    asked = {"published": cases} | ({"later": later} if later else {})
    answers = {part: all_answers(each, cases, evidence, evidence.as_of) for part, each in asked.items()}
    apart = {kind: {n: case for n, case in cases.items() if n.startswith(kind)} for kind in "ES"}
    return Scoreboard(
        published=rows(cases, answers["published"]),
        studies=rows(apart["E"], answers["published"]),
        examples=rows(apart["S"], answers["published"]),
        later=rows(later, answers["later"]) if later else (),
        case_counts={"published": len(cases), "E": len(apart["E"]), "S": len(apart["S"]), "later": len(later)},
        publications=len({frozenset(together(number, cases)) for number in cases}),
        leads={part: leads(each, answers[part]) for part, each in asked.items()},
        told_apart={part: told_apart(each, answers[part]) for part, each in asked.items()},
        readings={part: readings(each) for part, each in asked.items()},
    )


def leads(cases: Cases, answers: Answers) -> dict[str, Difference]:
    """How far our rules, as they first answered where that is kept, are ahead of each rule of thumb."""
    ours = answers.get("ours_first", answers["ours"])
    return {name: found for name in RIVALS if (found := difference(ours, answers[name], cases))}


def told_apart(cases: Cases, answers: Answers) -> tuple[tuple[str, str], ...]:
    """The pairs of rules of thumb of which one is ahead of the other by more than chance alone would often give."""
    return tuple(
        (one, other)
        for one, other in combinations(RIVALS, 2)
        if (found := difference(answers[one], answers[other], cases)) and found.side != "level"
    )


def readings(cases: Cases) -> dict[str, Score]:
    """What rules of thumb score where they are read otherwise."""
    profiles = {number: TaskProfile.from_json(case["profile"]) for number, case in cases.items()}
    return {
        reading: score(name, {number: rule(profile).answer for number, profile in profiles.items()}, cases)
        for reading, (name, rule) in OTHER_READINGS.items()
    }


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
