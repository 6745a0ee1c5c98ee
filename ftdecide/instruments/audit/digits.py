"""Where the digits of a text stand: most texts have few, so that patterns need not look at the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

_NUMBER = re.compile(r"[0-9](?:[0-9 .()/+,-]*[0-9])?")


# Digits that stand together, punctuation between them: where they begin and end, and how many they are.
Number = tuple[int, int, int]


@lru_cache(maxsize=2)  # the finders of personal data and of secrets mostly ask for the same text
def numbers(text: str) -> tuple[Number, ...]:
    """The numbers of a text.

    >>> [digits for _, _, digits in numbers("In 2004 call (415) 555-0134")]
    [4, 10]
    """
    found = []
    for match in _NUMBER.finditer(text):
        start, end = match.span()
        # A short one has hardly any character between: no need to count.
        found.append((start, end, end - start if end - start < 5 else sum(map(str.isdigit, match[0]))))
    return tuple(found)


def around(those: Sequence[Number], fewest: int, before: int, after: int) -> Iterator[tuple[int, int]]:
    """The stretches of text about the numbers of at least `fewest` digits; those that overlap are one.

    >>> list(around([(50, 60, 10), (65, 75, 10), (200, 203, 3)], 7, 20, 10))
    [(30, 85)]
    """
    begun = ended = -1
    for start, end, digits in those:
        if digits < fewest:
            continue
        if begun >= 0 and start - before <= ended:
            ended = end + after
            continue
        if begun >= 0:
            yield begun, ended
        begun, ended = max(0, start - before), end + after
    if begun >= 0:
        yield begun, ended
