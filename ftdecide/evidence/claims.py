"""What the lessons behind this course claim, beside what was found: read from ``claims.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

VERDICTS = ("agree", "partly", "contradicted", "no source found")
MARKS = {"V": "read", "R": "recalled", "C": "computed"}
LESSONS = ("000", "001", "002", "003", "004")


@dataclass(frozen=True)
class Claim:
    """A claim in our words, the lessons that make it, and what was found.

    A name in braces in `finding` stands for a number that is computed where the claim is shown.
    """

    name: str
    claim: str
    lessons: tuple[str, ...]
    verdict: str
    finding: str
    marks: tuple[str, ...]
    sources: tuple[str, ...]


@cache
def load_claims() -> Mapping[str, Claim]:
    """Every claim by name, in the order of the file.

    >>> load_claims()["ten_thousand_requests"].verdict
    'contradicted'
    """
    text = files(__package__).joinpath("claims.toml").read_text(encoding="utf-8")
    return {name: read_claim(name, row) for name, row in tomllib.loads(text).items()}


def read_claim(name: str, row: Mapping[str, Any]) -> Claim:
    """One claim, checked.

    Raises:
        ValueError: naming the claim, the field, the value and what it may be.
    """
    claim = Claim(name, **{key: tuple(value) if isinstance(value, list) else value for key, value in row.items()})
    known = [
        ("verdict", (claim.verdict,), VERDICTS),
        ("marks", claim.marks, MARKS),
        ("lessons", claim.lessons, LESSONS),
    ]
    for field, values, choices in known:
        for value in values:
            if value not in choices:
                raise ValueError(f"claims.toml: {name}: {field} is {value!r}; write one of {', '.join(choices)}")
        if not values and (claim.sources or field != "marks"):
            raise ValueError(f"claims.toml: {name}: {field} is empty; write at least one of {', '.join(choices)}")
    if not claim.sources and claim.verdict != "no source found":
        raise ValueError(f"claims.toml: {name}: sources is empty; name one, or write 'no source found'")
    return claim
