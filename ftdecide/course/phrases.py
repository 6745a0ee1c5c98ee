"""Whether an answer in a reader's own words names a concept.

A *phrase* is a few words that must stand in the answer in this order, other words between them
allowed.  ``|`` separates words that do equally well, a trailing ``*`` stands for any ending:

>>> volume = Concept("High volume", "", ("high|large volume*", "repetiti*"), ("low volume*",))
>>> volume.named_by("A HIGH enough volume!"), volume.named_by("low volume, repetitive")
(True, False)

Answers are reduced to plain ASCII words first, and phrases become ordinary regular expressions,
so that the page (``quiz/phrases.js``) and the assignments reach the same judgement; a test compares them.
What an answer denies ("no volume", "a near miss is not needed") is taken out before it is matched.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

PHRASE = re.compile(r"[a-z0-9]+\*?(\|[a-z0-9]+\*?)*( [a-z0-9]+\*?(\|[a-z0-9]+\*?)*)*")
MAX_ANSWER_CHARACTERS = 200
MAX_CONCEPTS_TOUCHED = 2  # an answer that touches more, and all there are, lists everything and names nothing

CLAUSE_END = r"[.,;:!?()]+|(?=\b(?:but|yet|though|although|however)\b)"
# Says that what follows is absent; the rest of the clause goes with it, up to a word that turns elsewhere.
# "not quite", "not always" and their like describe a near miss and are left alone.
ABSENT = (
    r"\b(?:no|without|zero|lack|lacks|lacking|neither|nor|hardly|missing"
    r"|(?:not|t|dont|doesnt|havent|never) (?:have|has|got|enough|any|many|much|high|large|clean|good|often"
    r"|frequent\w*|repetitive|repeated|almost|nearly|near|close|volume|example\w*|data"
    r"|an? (?:high|large|clean|near|lot)))\b"
    r"(?: (?!(?:and|with|in|on|we|you|i|it|they|that|which|so|because|while)\b)[a-z0-9]+)*"
)
# Says that the clause names nothing that has to hold.
DENIED = (
    r"\b(?:not|t|dont|doesnt|isnt|arent|never)(?: (?:be|really|always|even|that|very|so))*"
    r" (?:need\w*|requir\w*|necessary|matter\w*|important|relevant|essential)\b"
    r"|\b(?:unnecessary|irrelevant|unimportant|optional|needless|nobody needs)\b"
    r"|\b(?:is|are|was|were) (?:missing|absent|lacking|zero|low|none)\b"
)


def plain_words(answer: str) -> str:
    """The answer in lower-case ASCII words, one space between them; accents are dropped.

    >>> plain_words("  Almost-but-not-quite… naïve!")
    'almost but not quite naive'
    """
    return _words(_without_accents(answer))


def meant_words(answer: str) -> str:
    """The plain words without what the answer says is absent or not needed.

    >>> meant_words("no volume, but clean examples"), meant_words("it almost works, not quite")
    ('but clean examples', 'it almost works not quite')
    """
    clauses = (_words(clause) for clause in re.split(CLAUSE_END, _without_accents(answer), flags=re.ASCII))
    kept = (re.sub(ABSENT, "", clause).strip(" ") for clause in clauses if not re.search(DENIED, clause))
    return " ".join(clause for clause in kept if clause)


def _without_accents(answer: str) -> str:
    decomposed = unicodedata.normalize("NFKD", answer[:MAX_ANSWER_CHARACTERS]).lower()
    return re.sub("[\u0300-\u036f]", "", decomposed)


def _words(text: str) -> str:
    return re.sub("[^a-z0-9]+", " ", text).strip(" ")


def phrase_pattern(phrase: str) -> str:
    """The regular expression, the same in Python and JavaScript, that finds the phrase in plain words.

    >>> phrase_pattern("clean|tidy example*")
    '\\\\b(?:clean|tidy)\\\\b.*\\\\b(?:example\\\\w*)\\\\b'
    """
    words = [rf"\b(?:{word.replace('*', chr(92) + 'w*')})\b" for word in phrase.split(" ")]
    return ".*".join(words)


@dataclass(frozen=True)
class Concept:
    """One thing to be named.

    Args:
        name: how the course words it; shown after the answer.
        feedback: what to understand by it; shown whether or not it was named.
        accepts: phrases that name it.
        rejects: phrases that show something else was meant, whatever else the answer says.
    """

    name: str
    feedback: str
    accepts: tuple[str, ...]
    rejects: tuple[str, ...]

    def touched_by(self, answer: str) -> bool:
        """Whether the answer holds a phrase that names this concept and does not deny it, whatever else it says."""
        words = meant_words(answer)
        return any(re.search(phrase_pattern(phrase), words) for phrase in self.accepts)

    def named_by(self, answer: str) -> bool:
        """Whether the answer names this concept, and nothing in it shows that something else was meant."""
        words = plain_words(answer)
        rejected = any(re.search(phrase_pattern(phrase), words) for phrase in self.rejects)
        return self.touched_by(answer) and not rejected


def match_answers(concepts: Sequence[Concept], answers: Sequence[str]) -> tuple[int | None, ...]:
    """For each answer the index of the concept it is counted for, or None.

    Each concept is counted once and each wording once.  Where an answer would do for two concepts
    it is given to the one that lets most concepts be named.
    """
    named: list[list[int]] = []
    seen: set[str] = set()
    for answer in answers:
        words = plain_words(answer)
        touched = sum(concept.touched_by(answer) for concept in concepts)
        lists_all = touched > max(MAX_CONCEPTS_TOUCHED, len(concepts) - 1)
        spent = lists_all or words in seen
        named.append([] if spent else [i for i, concept in enumerate(concepts) if concept.named_by(answer)])
        seen.add(words)

    answer_of: dict[int, int] = {}

    def place(answer: int, tried: set[int]) -> bool:
        """Give the answer a concept, moving earlier answers on where that makes room."""
        for concept in named[answer]:
            if concept not in tried:
                tried.add(concept)
                if concept not in answer_of or place(answer_of[concept], tried):
                    answer_of[concept] = answer
                    return True
        return False

    for answer in range(len(answers)):
        place(answer, set())
    concept_of = {answer: concept for concept, answer in answer_of.items()}
    return tuple(concept_of.get(answer) for answer in range(len(answers)))
