"""Answers compared as labels: one or several, in any order and case."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from ftdecide.instruments.measure.bounds import InvalidMeasurement
from ftdecide.instruments.measure.scorers.score import Score, as_text, failed, quoted
from ftdecide.instruments.measure.scorers.text_scorers import plain

_SEPARATORS = re.compile(r"[,;|\n]+")
# Right before a label, these turn it round (English only).
_DENIED = re.compile(r"\b(?:not|isnt|no|never|neither|nor|without)(?: (?:a|an|the|really|about))* $")


def labels(answer: str, expected: Any, known: Sequence[str] = ()) -> Score:
    """The answer names the same labels as expected, in any order and case; several are parted by commas or lines.

    Where one label is expected and the answer is a sentence, the known label in it is read, if exactly one occurs as a
    whole word and is not denied right before it.

    Args:
        answer: of the model; a JSON list is read too.
        expected: a label, a list of labels, or a text that parts them by commas, semicolons, bars or lines.
        known: every label of the task; needed to find one in a sentence, and for labels that hold a comma.

    The score of several labels is the share of all named on either side that both name.

    >>> labels("Billing, refund", ["refund", "billing"]).passed, labels("a, b, c", "a, b").score
    (True, 0.6666666666666666)
    >>> labels("I think this is spam.", "spam", known=["spam", "ham"]).why
    'names spam in “I think this is spam.”'
    """
    names = _known(known)
    wanted = _named(expected, names)
    if not wanted:
        raise InvalidMeasurement("the expected answer names no label. Write one, or leave the item out")
    for key, name in wanted.items():
        if names and key not in names:
            raise InvalidMeasurement(
                f"the expected label {quoted(name)} is not among the known ones: {_short(', '.join(names.values()))}. "
                "Correct it, or add it to them"
            )
    found, how = _named(answer, names), ""
    if names and len(wanted) == 1 and not found.keys() <= names.keys():
        found, how = _in_sentence(plain(answer), names), f" in {quoted(answer)}"
        if len(found) != 1:
            return failed(f"{len(found) or 'no'} known label{'s' * (len(found) > 1)}{how}")
    return _compared(found, wanted, how)


def labels_among(expected: Iterable[Any]) -> list[str]:
    """The labels of a set, one for each plain form, from its expected answers.

    An answer with a comma is several labels where each of its parts stands in another answer too, else one label.

    >>> labels_among(["billing, refund", "Billing", "refund"]), labels_among(["Yes, partly", "no"])
    (['billing', 'refund'], ['Yes, partly', 'no'])
    """
    whole = {plain(as_text(value)): as_text(value).strip() for value in expected}
    parts = {key: _by_plain(_SEPARATORS.split(value)) for key, value in whole.items()}
    answers_with = Counter(part for each in parts.values() for part in each)
    known: dict[str, str] = {}
    for key, value in whole.items():
        several = len(parts[key]) > 1 and all(answers_with[part] > 1 for part in parts[key])
        for plain_form, name in (parts[key] if several else {key: value}).items():
            known.setdefault(plain_form, name)
    return list(known.values())


def _compared(found: dict[str, str], wanted: dict[str, str], how: str) -> Score:
    both, either = found.keys() & wanted.keys(), found.keys() | wanted.keys()
    if both == either:
        return Score(True, 1.0, _short(f"names {', '.join(sorted(wanted.values()))}") + how)
    missing = ", ".join(wanted[key] for key in sorted(wanted.keys() - both))
    extra = ", ".join(found[key] for key in sorted(found.keys() - both))
    said = [f"lacks {_short(missing)}"] * bool(missing) + [f"adds {_short(extra)}"] * bool(extra)
    return Score(False, len(both) / len(either), " and ".join(said) + how)


def _known(labels: Sequence[str]) -> dict[str, str]:
    """The known labels under their plain forms."""
    names: dict[str, str] = {}
    for label in map(as_text, labels):
        if not plain(label) or names.setdefault(plain(label), label) != label:
            other = names.get(plain(label), "nothing")
            raise InvalidMeasurement(
                f"the known label {quoted(label)} reads like {quoted(other)}: case and punctuation do not tell labels "
                "apart. Rename one"
            )
    return names


def _named(value: Any, known: dict[str, str]) -> dict[str, str]:
    """The labels that a value names, each under its plain form."""
    if isinstance(value, str):
        if plain(value) in known:
            return {plain(value): known[plain(value)]}
        value = _json_list(value) or _SEPARATORS.split(value)
    elif not isinstance(value, list | tuple | set | frozenset):
        value = [as_text(value)]
    return _by_plain(as_text(label) for label in value)


def _by_plain(names: Iterable[str]) -> dict[str, str]:
    return {plain(name): name.strip() for name in names if plain(name)}


def _json_list(text: str) -> list[Any] | None:
    if not text.strip().startswith("["):
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    flat = isinstance(value, list) and all(isinstance(each, str | int | float) for each in value)
    return value if flat else None


def _in_sentence(sentence: str, known: dict[str, str]) -> dict[str, str]:
    """The known labels that stand in a plain sentence as whole words; a longer one hides those inside it."""
    found = {}
    for key in sorted(known, key=len, reverse=True):
        pattern = re.compile(rf"(?<!\w){re.escape(key)}(?!\w)")
        places = list(pattern.finditer(sentence))
        if any(not _DENIED.search(sentence[max(0, place.start() - 40) : place.start()]) for place in places):
            found[key] = known[key]
        sentence = pattern.sub("\ufffc", sentence)
    return found


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
