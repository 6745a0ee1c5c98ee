"""Which rungs a question says were tried, and the share that each got right."""

from __future__ import annotations

import re
from typing import Any

from ftdecide.course.said_rungs_words import (
    FALLBACK,
    IDIOM,
    NAMED_AFTER,
    NOT,
    RATES,
    RUNG,
    SHARE,
    TARGET_AFTER,
    TRIED,
    WANTED,
    WRONG,
)


def rungs_said(text: str) -> dict[str, dict[str, Any]]:
    """The rungs that were tried, with the share right and the number counted on where they are said.

    Args:
        text: small letters, numbers as digits (`said_numbers.with_digits`).

    >>> rungs_said("few-shot gets 45 of 50 right; i tried retrieval but not lora")
    {'few_shot': {'pass_rate': 0.9, 'n': 50}, 'retrieval': {}}
    """
    tried: dict[str, dict[str, Any]] = {}
    mentions = [(found.start(), found.end(), found.lastgroup) for found in RUNG.finditer(text)]
    for start, end, rate in _rates(text):
        if not _is_target(text, start, end):
            tried.setdefault(_nearest(text, start, end, mentions), rate)
    for start, end in _stretches(text):
        verb = TRIED.search(text, start, end)
        if verb is None or NOT.search(text[start : verb.start()]) or verb.end() > end:
            continue
        after = verb[0].startswith(("tri", "test", "already", "i ", "we ", "using"))
        for at, _, name in mentions:
            inside = verb.end() <= at < end if after else start <= at < verb.start()
            if inside and not NOT.search(text[max(start, at - 14, verb.end() if after else 0) : at]):
                tried.setdefault(name, {})
    return tried


def target_said(text: str) -> float | None:
    """The share that would be good enough, 0 to 1, where the question says one."""
    for start, end, rate in _rates(text):
        if _is_target(text, start, end):
            return rate["pass_rate"]
    found = re.search(
        rf"\b(?:target|goal|need|needs|want|at least)\b (?:is |of |a |an |it |be |to |about |at least ){{0,4}}{SHARE}",
        text,
    )
    return round(float(found["share"]) / 100, 6) if found and float(found["share"]) <= 100 else None


def _rates(text: str) -> list[tuple[int, int, dict[str, Any]]]:
    """Shares right as they stand in the text, without overlaps, in order."""
    taken: list[tuple[int, int, dict[str, Any]]] = []
    for form in RATES:
        for found in form.finditer(text):
            start, end = found.span("share" if found["share"] else "hits")
            if any(start < other_end and other_start < end for other_start, other_end, _ in taken):
                continue
            n = None
            if found["share"]:
                share = float(found["share"]) / 100
            else:
                end, n = found.end("n"), int(found["n"])
                share = int(found["hits"]) / n if n else 2
            word = found["word"]
            if not 0 <= share <= 1 or re.match(r" (?:[a-z]+ ){0,3}(?:clean|checked|examples)\b", text[end:]):
                continue
            if re.fullmatch(WRONG, word):
                share, n = 1 - share, n
            rate: dict[str, Any] = {"pass_rate": round(share, 6)}
            if n and n not in IDIOM:
                rate["n"] = n
            taken.append((start, end, rate))
    return sorted(taken, key=lambda rate: rate[:2])


def _is_target(text: str, start: int, end: int) -> bool:
    since = max(text.rfind(mark, 0, start) for mark in (".", ";", ",", " but ", " and ")) + 1
    return bool(WANTED.search(text[since:start]) or TARGET_AFTER.match(text[end:]))


def _stretches(text: str) -> list[tuple[int, int]]:
    """From one full stop or “but” to the next: a “not” reaches no further."""
    ends = [found.span() for found in re.finditer(r"[.;?!:]|\b(?:but|although|though|however|and (?:i|we))\b", text)]
    starts = [0, *(start if text[start:end].startswith("and") else end for start, end in ends)]
    return list(zip(starts, [*(start for start, _ in ends), len(text)], strict=True))


def _nearest(text: str, start: int, end: int, mentions: list[tuple[int, int, str]]) -> str:
    """The rung named in the same breath as a rate, the nearest first; the prompt where none is."""
    since = max(text.rfind(mark, 0, start) for mark in (".", ";", " but ", "?")) + 1
    until = min(place if (place := text.find(mark, end)) >= 0 else len(text) for mark in (".", ";", " but ", "?"))
    named = NAMED_AFTER.match(text, end)
    if named:
        since, until = named.start("rung"), named.end("rung")
    near = [
        (at - end if at >= end else start - stop + 1, name)
        for at, stop, name in mentions
        if since <= at and stop <= until
    ]
    return min(near)[1] if near else FALLBACK
