"""Whether the book covers a question: judged by what was found for it, so that all else can be declined plainly.

The weights were fitted to some 650 questions, half of them about other subjects, and rounded; tests/course holds
questions that they were fitted to and questions that they had not seen.
"""

from __future__ import annotations

from ftdecide.course.search import Found

# What speaks for an answer, each with its weight, and how much is needed.
SUBJECT, MOST_SUBJECT = 1.0, 3.0  # words of the subject
COVERED = 0.8  # the share of the question that one section holds
AS_ASKED = 0.95  # how nearly it is a way in which people ask for a section
SCORE, MOST_SCORE = 0.13, 25.0  # of the best passage
COMMON = 1.15  # how common its words are in the book
TOGETHER = 1.15  # the share of it in words that stand together in the book too
UNKNOWN = -0.45  # the share of it in words that the book does not have
ELSEWHERE, MOST_ELSEWHERE = -0.9, 2  # words of other subjects
NEEDED = 3.6


def covers(found: Found) -> bool:
    """Whether what was found answers the question, and not just some of its words.

    A question that names words of the glossary and nothing else is always answered.
    """
    asked = [idea for idea in found.ideas if not idea.background]
    names_only = bool(asked) and all(idea.term for idea in asked)
    return bool(found.passages) and (names_only or standing(found) >= NEEDED)


def standing(found: Found) -> float:
    """How much speaks for an answer: above 4 for most questions on this subject, below 3 for most on others."""
    return (
        SUBJECT * min(found.subject, MOST_SUBJECT)
        + COVERED * found.covered
        + AS_ASKED * found.as_asked
        + SCORE * min(max(found.scores, default=0), MOST_SCORE)
        + COMMON * found.common
        + TOGETHER * found.together
        + UNKNOWN * found.unknown
        + ELSEWHERE * min(sum(idea.elsewhere for idea in found.ideas), MOST_ELSEWHERE)
    )
