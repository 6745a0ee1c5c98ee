"""Answers compared as texts: letter by letter, without what does not matter, by a part, by a pattern."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

from ftdecide.instruments.measure.bounds import InvalidMeasurement
from ftdecide.instruments.measure.scorers.score import Score, as_text, quoted, verdict_on


def exact(answer: str, expected: Any) -> Score:
    """The same text, character by character, white space included.

    >>> exact("Paris", "Paris").passed, exact("Paris ", "Paris").passed
    (True, False)
    """
    wanted = as_text(expected)
    return verdict_on(answer == wanted, "the same text", f"{quoted(answer)} is not {quoted(wanted)}")


def normalised(answer: str, expected: Any) -> Score:
    """The same text but for case, white space, punctuation and Unicode forms.

    An expected text of punctuation alone is compared with the punctuation.

    >>> normalised(" The  ANSWER: “café”!", "the answer cafe\\u0301").passed
    True
    """
    wanted = as_text(expected)
    reduced = plain(wanted)
    same = plain(answer) == reduced if reduced else _folded(answer) == _folded(wanted)
    return verdict_on(
        same,
        "the same but for case, spaces and punctuation" if answer != wanted else "the same text",
        f"{quoted(answer)} is not {quoted(wanted)}, case and punctuation left aside",
    )


def contains(answer: str, expected: Any, ignore_case: bool = True) -> Score:
    """The expected text stands somewhere in the answer, also inside a word.

    An answer that denies it or that lists everything passes too: keep it for texts that only a right answer holds.

    >>> contains("It is in Paris.", "paris").passed
    True
    """
    wanted = as_text(expected)
    if not wanted.strip():
        raise InvalidMeasurement("the expected text is empty: every answer contains that. Write what must stand there")
    found = _folded(wanted) in _folded(answer) if ignore_case else wanted in answer
    return verdict_on(found, f"contains {quoted(wanted)}", f"{quoted(answer)} does not contain {quoted(wanted)}")


def regex(answer: str, expected: Any, ignore_case: bool = False, whole: bool = False) -> Score:
    """The expected text, a regular expression of Python, matches somewhere in the answer, or all of it if `whole`.

    Some patterns, such as (a+)+$, take longer than a lifetime on some answers.  That cannot be told from a pattern
    beforehand, nor can a match be stopped: try a pattern of others on a short answer first.

    >>> regex("Order 1234 is ready", r"\\b[0-9]{4}\\b").why
    'matches at “1234”'
    """
    pattern = _compiled(as_text(expected), ignore_case)
    found = pattern.fullmatch(answer) if whole else pattern.search(answer)
    return verdict_on(
        found is not None,
        f"matches at {quoted(found[0])}" if found else "",
        f"{quoted(answer)} does not match {quoted(pattern.pattern)}",
    )


def plain(text: str) -> str:
    """A text without case, punctuation and spare white space, in one Unicode form (NFKC).

    Symbols such as + and € stay, and so does punctuation that means something: 1.5 and 15 differ, and C# and C.

    >>> plain("Don’t  PANIC!"), plain("ﬁne — 1.5 €"), plain("C#, R&D.")
    ('dont panic', 'fine 1.5 €', 'c# r&d')
    """
    folded = _folded(text)
    kept = _MEANT.sub(lambda sign: _KEEP[sign[0]], folded)
    words = "".join(
        "" if letter in "'’" else " " if unicodedata.category(letter).startswith("P") else letter for letter in kept
    )
    return " ".join(words.translate(_KEPT).split())


# Punctuation in numbers and names, set aside as private characters of Unicode while the rest goes.
_MEANT = re.compile(r"(?<=\d)[.,:/-](?=\d)|(?<!\w)-(?=\d)|(?<=\w)[#%](?!\w)|(?<=\w)&(?=\w)")
_KEEP = {sign: chr(0xE000 + place) for place, sign in enumerate(".,:/-#%&")}
_KEPT = str.maketrans({mark: sign for sign, mark in _KEEP.items()})


def _folded(text: str) -> str:
    """One Unicode form, no case, single spaces."""
    form = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(form.split())


@lru_cache(maxsize=256)
def _compiled(pattern: str, ignore_case: bool) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.IGNORECASE if ignore_case else 0)
    except (re.error, OverflowError, RecursionError) as error:
        raise InvalidMeasurement(
            f"the pattern {quoted(pattern)} is no regular expression: {error}. Put a backslash before signs that are "
            "meant as they stand, such as ( ) [ ? * +"
        ) from None
