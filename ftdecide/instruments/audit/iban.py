"""Bank accounts by their check digits (IBAN, ISO 13616)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ftdecide.instruments.audit.digits import Number, around

_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[0-9]{2}(?: ?[A-Za-z0-9]{4}){2,7}(?: ?[A-Za-z0-9]{1,3})?\b")
_COUNTRIES = frozenset(
    re.findall(
        "..",
        "ADAEALATAZBABEBGBHBIBRBYCHCRCYCZDEDJDKDOEEEGESFIFKFOFRGBGEGIGLGRGTHNHRHUIEILIQISITJOKWKZLBLCLILTLULVLYMCMDMEMKMN"
        "MRMTMUNINLNOOMPKPLPSPTQARORSRUSASCSDSESISKSMSOSTSVTLTNTRUAVAVGXKYE",
    )
)
SHORTEST, LONGEST = 15, 34  # characters


def ibans(text: str, numbers: Sequence[Number]) -> Iterator[str]:
    """The bank accounts of a text, whose numbers are given; one that the text calls so need not be valid."""
    for begin, end in around(numbers, 6, 14, 40):
        for match in _IBAN.finditer(text, begin, end):
            if valid := _longest_valid(match[0]):
                yield valid
            elif match[0][:2].upper() in _COUNTRIES and "iban" in text[max(0, begin - 40) : match.start()].lower():
                yield match[0]


def _longest_valid(text: str) -> str:
    """The account without the words that follow it, if they were taken for groups of its characters."""
    while text:
        if iban_is_valid(text):
            return text
        text = text.rpartition(" ")[0]
    return ""


def iban_is_valid(text: str) -> bool:
    """Whether the check digits of an IBAN hold (the rest modulo 97 is 1).

    >>> iban_is_valid("GB82 WEST 1234 5698 7654 32"), iban_is_valid("GB83 WEST 1234 5698 7654 32")
    (True, False)
    """
    bare = text.replace(" ", "")
    known = bare[:2].upper() in _COUNTRIES and SHORTEST <= len(bare) <= LONGEST
    return known and int("".join(str(int(c, 36)) for c in bare[4:] + bare[:4])) % 97 == 1
