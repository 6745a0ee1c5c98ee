"""Whether the book covers a question: judged by what was found for it, so that all else can be declined plainly.

The numbers were set on questions written for the purpose and held against others; tests/course/test_tutor.py has both.
"""

from __future__ import annotations

import re

from ftdecide.course.search import Found

LEAST_STANDING = 0.525
NEARLY_AS_ASKED, LESS_BY_SUBJECT = 0.62, 0.15
LEAST_COVERED = 0.5
ASKS_FOR_A_PERSON = re.compile(
    r"\s*who(?:'s| is| was| are| were| owns| runs| founded| invented| created| made| won)\b", re.I
)


def covers(question: str, found: Found) -> bool:
    """Whether what was found answers the question, and not just some of its words.

    Three ways lead to a yes: it names words of the glossary and nothing else; it has words of the subject, and the best
    section holds enough of the rest; it is nearly one of the ways in which people ask for a section.
    """
    if not found.passages:
        return False
    if all(idea.term for idea in found.ideas):
        return True
    if found.subject >= 1 and not ASKS_FOR_A_PERSON.match(question):
        return standing(found) >= LEAST_STANDING
    nearly = NEARLY_AS_ASKED - LESS_BY_SUBJECT * min(found.subject, 1)
    return found.as_asked >= nearly and found.covered >= LEAST_COVERED


def standing(found: Found) -> float:
    """How well a question of the subject is covered: about 0.3 where one word of it is, 1 and more where all are."""
    return found.covered + 0.5 * (min(found.subject, 2.5) - 1) + 0.6 * (found.as_asked - 0.5)
