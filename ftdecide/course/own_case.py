"""What a question says of the asker's own task, as a profile: only what was said, nothing concluded from it.

A number without its unit, a word that may mean two gaps, a “not tried” are all left out: the drill asks again, and an
answer that it was given wrongly is harder to notice than one that is missing.
"""

from __future__ import annotations

import re
from typing import Any

from ftdecide.course.own_case_words import (
    CHECKED,
    EVERY,
    EXAMPLE,
    EXAMPLES,
    FLAGS,
    MADE,
    NONE,
    NOT_REQUESTS,
    PART,
    PER_MONTH,
    PERIOD,
    RULES_CHANGE,
    SECONDS,
    SIGNIFICANT,
    SIGNIFICANT_OF_A_RATE,
    SORTING,
    SPEAKING,
    TRAINER,
    TRAINERS,
    VOLUMES,
    WANTS,
)
from ftdecide.course.said_numbers import with_digits
from ftdecide.course.said_rungs import rungs_said, target_said


def said_of_own_task(question: str) -> dict[str, Any]:
    """The profile's keys that the question states, as `ftdecide assess` takes them; empty where it states none.

    >>> said_of_own_task("We sort 300 letters a week and have 40 checked examples.")
    {'gap': 'classification', 'requests_per_month': 1300, 'clean_examples': 40}
    """
    text = re.sub(r" ?/ ?(?=(?:day|week|month|year|hour)\b)", " a ", with_digits(question))
    volume, counts = _volume(text), _examples(text)
    found = {
        "gap": _gap(text),
        "requests_per_month": volume,
        "volume": None if volume else _rough_volume(text),
        **counts,
        **_flags(text),
        "months_between_rule_changes": _months(text),
        "latency_target_seconds": _seconds(text),
        "target_pass_rate": target_said(text),
        "rungs": rungs_said(text) or None,
        "base_model": _trainer(text),
    }
    return {key: value for key, value in found.items() if value is not None}


def _volume(text: str) -> Any:
    for form in VOLUMES:
        for found in form.finditer(text):
            parts = found.groupdict()
            before = text[max(0, found.start("n") - 8) : found.start("n")]
            if NOT_REQUESTS.search(parts["between"] or "") or re.search(r"\b(?:of|in|out of) $|/ ?$", before):
                continue
            period = parts.get("period") or found[0].split()[0]
            return _quantity(parts["n"], parts["m"], PER_MONTH[period])
    return None


def _quantity(low: str, high: str | None, times: float = 1) -> Any:
    digits = SIGNIFICANT if times == 1 else SIGNIFICANT_OF_A_RATE
    ends = [_rounded(float(end) * times, digits) for end in (low, high) if end]
    if len(ends) == 1 or ends[0] >= ends[1]:
        return ends[0]
    return {"value": _rounded(sum(ends) / 2, digits), "low": ends[0], "high": ends[1]}


def _rounded(number: float, digits: int = SIGNIFICANT) -> float | int:
    short = float(f"{number:.{digits}g}")
    return int(short) if short == int(short) else short


def _rough_volume(text: str) -> str | None:
    found = re.search(r"\b(?P<how>high|low)[- ]volume\b", text)
    return found["how"] if found else None


def _examples(text: str) -> dict[str, Any]:
    """Clean ones where the question says that they were checked, else the number before cleaning."""
    counts: dict[str, Any] = {}
    for found in NONE.finditer(text):
        counts["clean_examples"] = 0
        if not re.search(CHECKED + "|" + MADE, found["how"]):
            counts["total_examples"] = 0
    for found in EXAMPLES.finditer(text):
        how, after = found["how"], found["after"]
        named = re.fullmatch(EXAMPLE, found["what"]) or re.search(rf"\b(?:{CHECKED}|{MADE})\b", how)
        in_prompt = re.search(r"few-shot|in-context", how) or re.match(r" in (?:the|my|our|each|every) prompt", after)
        a_period = re.match(rf" (?:{EVERY}) {PERIOD}| (?:per|each|for each|for every|a)\b", after)
        if not named or in_prompt or a_period or re.search(r"\b(?:times|requests|hours|dollars)\b", how):
            continue
        clean = re.search(rf"\b(?:{CHECKED})\b", how) or re.match(
            rf",? ?(?:all |they are |that are |which are |that (?:i|we) (?:have )?){{1,2}}(?:{CHECKED})\b", after
        )
        key = "clean_examples" if clean else "total_examples"
        counts.setdefault(key, _counted(text, found, _quantity(found["n"], found["m"])))
    for found in PART.finditer(text):
        if found["which"] or (found["n"] and (found["all"] or "total_examples" in counts)):
            counts["clean_examples"] = int(found["which"] or found["n"])
            if found["all"]:
                counts["total_examples"] = int(found["all"])
    return dict(sorted(counts.items()))


def _counted(text: str, found: re.Match[str], value: Any) -> Any:
    before = text[max(0, found.start() - 20) : found.start()]
    if not re.search(r"\bcounted (?:\w+ )?$", before):
        return value
    return {**(value if isinstance(value, dict) else {"value": value}), "basis": "measured"}


def _flags(text: str) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for key, value, form in FLAGS:
        if key not in found and form.search(text):
            found[key] = value
    return found


def _gap(text: str) -> str | None:
    """The one thing that is missing; sorting is a gap where nothing else is said to be."""
    wanted = [gap for gap, form in WANTS.items() if form.search(text)]
    if len(wanted) > 1:
        return None
    return wanted[0] if wanted else "classification" if SORTING.search(text) else None


def _months(text: str) -> float | int | None:
    if not (found := RULES_CHANGE.search(text)):
        return None
    period = found["adverb"] or found["unit"]
    return _rounded(float(found["n"] or 1) / PER_MONTH[period])


def _seconds(text: str) -> float | int | None:
    if not (found := SECONDS.search(text)) or SPEAKING.search(text[: found.start()]):
        return None
    return _rounded(float(found["n"]) / (1000 if found["unit"].startswith("m") else 1))


def _trainer(text: str) -> dict[str, str] | None:
    if not (found := TRAINER.search(text)):
        return None
    return {"provider": "own" if found["own"] else TRAINERS.get(found["who"], found["who"])}
