"""Which rungs a question says were tried, and the share that each got right."""

from __future__ import annotations

import re
from typing import Any

FALLBACK = "prompt"  # a model's answers were prompted for, where nothing else is named
_RUNG_WORDS = {
    "few_shot": r"few[- ]?shot(?: (?:examples|prompt(?:s|ing)?))?|examples in (?:the|my|our|its|each) prompts?|in-context examples",
    "retrieval": r"retrieval(?:[- ]augmented generation)?|rag",
    "structured_output": r"structured outputs?|json (?:mode|schema)",
    "stronger_model": r"(?:stronger|bigger|larger|frontier) model",
    "prompt_optimisation": r"(?:automatic )?prompt optimi[sz]\w+|dspy|gepa|mipro",
    "small_classifier": r"(?:small )?classifiers?(?: on embeddings)?|embeddings?|setfit",
    "primer": r"(?:skill )?primer",
    "lora": r"q?lora",
    "caching": r"(?:prompt )?caching|batch(?:ing| api)",
    "prompt": r"prompt(?:s|ing|ed)?|zero[- ]shot",
}
_RUNG = re.compile(r"\b(?:" + "|".join(f"(?P<{name}>{form})" for name, form in _RUNG_WORDS.items()) + r")\b")
_ANY_RUNG = "|".join(_RUNG_WORDS.values())
_RIGHT = r"right|correct(?:ly)?|accura(?:te|cy)|pass(?:es|ed| rate)?|success(?:ful)?|usable|good|fine|works?|ok"
_WRONG = r"wrong|incorrect|fail(?:s|ed|ures?)?|errors?|mistakes?|bad|unusable"
_SHARE = r"(?P<share>\d+(?:\.\d+)?) ?(?:%|per ?cent)"
_OF = r"(?P<hits>\d+)(?: times)? ?(?:out of|of|in|/) ?(?:every )?(?P<n>\d+)"
_FILL = r"(?:[a-z'-]+ ){0,4}?"
_GOT = r"(?:gets?|got|reach(?:es|ed)?|scores?|scored|manages?|hits?|achieves?|gives?|at|is|to|:|works|passes)"
_RATES = tuple(
    re.compile(form)
    for form in (
        rf"(?:{_SHARE}|{_OF}) ?(?:of (?!\d)(?:[a-z'-]+ ){{1,3}})?{_FILL}(?P<word>{_RIGHT}|{_WRONG})\b",
        rf"\b(?P<word>{_RIGHT}|{_WRONG}) {_FILL}(?:{_SHARE}|{_OF})",
        rf"(?:{_SHARE}|{_OF}) (?P<word>with|using) (?:the |my |our |a )?(?:{_ANY_RUNG})\b",
        rf"\b(?P<word>{_GOT}) (?:about |only |around )?(?:{_SHARE}|{_OF})(?! ?(?:of the (?:cost|price|time it)|cheaper|faster|less|more|dearer))",
    )
)
_WANTED = re.compile(r"\b(?:need|needs|needed|want|wants|must|target|aim|goal|require[sd]?|at least|should|has to|have to)\b[^.;]{0,40}$")
_TARGET_AFTER = re.compile(r"^[^.;,]{0,20}\b(?:is|would be) (?:needed|required|good enough|enough|our (?:target|goal))")
_TRIED = re.compile(
    r"\b(?:tried|trying|tested|already (?:use|do|have|did|run|added)|(?:i|we) (?:now |also |currently )?(?:use|used|did|added|built|ran|have added|have built)|using)\b"
    r"|\b(?:did|does|do) not help\b|\b(?:did|does)n't help\b|\b(?:was|is) not enough\b|\b(?:was|is)n't enough\b"
)
_NOT = re.compile(r"\b(?:not|never|n't|no|without|neither|yet to|nothing)\b|n't\b")
_IDIOM = {2, 3, 4, 5, 10, 20, 100, 1000}  # “nine of ten” is a manner of speaking, not a count of ten


def rungs_said(text: str) -> dict[str, dict[str, Any]]:
    """The rungs that were tried, with the share right and the number counted on where they are said.

    Args:
        text: small letters, numbers as digits (`said_numbers.with_digits`).

    >>> rungs_said("few-shot gets 45 of 50 right; i tried retrieval but not lora")
    {'few_shot': {'pass_rate': 0.9, 'n': 50}, 'retrieval': {}}
    """
    tried: dict[str, dict[str, Any]] = {}
    mentions = [(found.start(), found.end(), found.lastgroup) for found in _RUNG.finditer(text)]
    for start, end, rate in _rates(text):
        if not _is_target(text, start, end):
            tried.setdefault(_nearest(text, start, end, mentions), rate)
    for start, end in _stretches(text):
        verb = _TRIED.search(text, start, end)
        if verb is None or _NOT.search(text[start : verb.start()]) or verb.end() > end:
            continue
        after = verb[0].startswith(("tri", "test", "already", "i ", "we ", "using"))
        for at, _, name in mentions:
            inside = verb.end() <= at < end if after else start <= at < verb.start()
            if inside and not _NOT.search(text[max(start, at - 14, verb.end() if after else 0) : at]):
                tried.setdefault(name, {})
    return tried


def target_said(text: str) -> float | None:
    """The share that would be good enough, 0 to 1, where the question says one."""
    for start, end, rate in _rates(text):
        if _is_target(text, start, end):
            return rate["pass_rate"]
    found = re.search(rf"\b(?:target|goal|need|needs|want|at least)\b (?:is |of |a |an |it |be |to |about |at least ){{0,4}}{_SHARE}", text)
    return round(float(found["share"]) / 100, 6) if found and float(found["share"]) <= 100 else None


def _rates(text: str) -> list[tuple[int, int, dict[str, Any]]]:
    """Shares right as they stand in the text, without overlaps, in order."""
    taken: list[tuple[int, int, dict[str, Any]]] = []
    for form in _RATES:
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
            if re.fullmatch(_WRONG, word):
                share, n = 1 - share, n
            rate: dict[str, Any] = {"pass_rate": round(share, 6)}
            if n and n not in _IDIOM:
                rate["n"] = n
            taken.append((start, end, rate))
    return sorted(taken, key=lambda rate: rate[:2])


def _is_target(text: str, start: int, end: int) -> bool:
    since = max(text.rfind(mark, 0, start) for mark in (".", ";", ",", " but ", " and ")) + 1
    return bool(_WANTED.search(text[since:start]) or _TARGET_AFTER.match(text[end:]))


def _stretches(text: str) -> list[tuple[int, int]]:
    """From one full stop or “but” to the next: a “not” reaches no further."""
    ends = [found.span() for found in re.finditer(r"[.;?!:]|\b(?:but|although|though|however|and (?:i|we))\b", text)]
    starts = [0, *(start if text[start:end].startswith("and") else end for start, end in ends)]
    return list(zip(starts, [*(start for start, _ in ends), len(text)], strict=True))


def _nearest(text: str, start: int, end: int, mentions: list[tuple[int, int, str]]) -> str:
    """The rung named in the same breath as a rate, the nearest first; the prompt where none is."""
    since = max(text.rfind(mark, 0, start) for mark in (".", ";", " but ", "?")) + 1
    until = min(place if (place := text.find(mark, end)) >= 0 else len(text) for mark in (".", ";", " but ", "?"))
    near = [
        (at - end if at >= end else start - stop + 1, name) for at, stop, name in mentions if since <= at and stop <= until
    ]
    return min(near)[1] if near else FALLBACK
