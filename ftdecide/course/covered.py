"""Whether the book covers a question: judged by what was found for it, so that all else can be declined plainly.

A logistic regression on four measures, each taken of questions while they were left out of what the tutor learns from:
``python bench/tutor.py`` fits the weights anew and says how well they do.
"""

from __future__ import annotations

from ftdecide.course.found import Found
from ftdecide.course.search import the_search

# What speaks for an answer, each with its weight, and how much is needed.
SUBJECT, MOST_SUBJECT = 0.36, 3.0  # words of the subject
AS_ASKED = 2.4  # how nearly it is a way in which people ask for a section
LEANING = 0.61  # how its words and their neighbours lean
UNKNOWN = -1.9  # the share of it in words that the book does not have
NEEDED = 1.6
# A question as short may be of any subject, and is taken for one on this where it asks for the drill or a way.
SHORT_WORDS = 4


def covers(found: Found) -> bool:
    """Whether what was found answers the question, and not just some of its words.

    A question that names words of the glossary and nothing else is always answered, and so is a known way to
    ask for a section; one that holds no word of the subject, and is like no such way, never.
    """
    if not (found.subject or found.as_asked or found.verbatim):
        return False
    asked = [idea for idea in found.ideas if not idea.background]
    names_only = bool(asked) and all(idea.term for idea in asked)
    return bool(found.passages) and (names_only or found.verbatim or standing(found) >= NEEDED)


def standing(found: Found) -> float:
    """How much speaks for an answer: the log-odds that the book covers it, up to a constant."""
    return (
        SUBJECT * min(found.subject, MOST_SUBJECT)
        + AS_ASKED * found.as_asked
        + LEANING * found.leaning
        + UNKNOWN * found.unknown
    )


def leans_elsewhere(question: str) -> bool:
    """Whether its words are those of another subject.

    >>> leans_elsewhere("Where do I begin with my sourdough bread?"), leans_elsewhere("Where do I begin?")
    (True, False)
    """
    return len(question.split()) > SHORT_WORDS and standing(the_search()(question)) < NEEDED
