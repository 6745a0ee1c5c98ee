"""Whether the book covers a question: judged by what was found for it, so that all else can be declined plainly.

The weights were fitted to about 380 questions, half of them about other subjects, and rounded; tests/course holds
questions that they were fitted to and questions that they had not seen.
"""

from __future__ import annotations

from ftdecide.course.search import Found

# What speaks for an answer, each with its weight, and how much is needed.
SUBJECT, MOST_SUBJECT = 1.0, 3.0  # words of the subject
COVERED = 1.1  # the share of the question that one section holds
AS_ASKED = 1.7  # how nearly it is a way in which people ask for a section
SCORE, MOST_SCORE = 0.14, 25.0  # of the best passage
UNKNOWN = -1.1  # the share of the question in words that the book does not have
NEEDED = 3.8


def covers(found: Found) -> bool:
    """Whether what was found answers the question, and not just some of its words.

    A question that names words of the glossary and nothing else is always answered.
    """
    asked = [idea for idea in found.ideas if not idea.background]
    names_only = bool(asked) and all(idea.term for idea in asked)
    return bool(found.passages) and (names_only or standing(found) >= NEEDED)


def standing(found: Found) -> float:
    """How much speaks for an answer: below 2 for most questions about other subjects, above 5 for most about this."""
    return (
        SUBJECT * min(found.subject, MOST_SUBJECT)
        + COVERED * found.covered
        + AS_ASKED * found.as_asked
        + SCORE * min(max(found.scores, default=0), MOST_SCORE)
        + UNKNOWN * found.unknown
    )
