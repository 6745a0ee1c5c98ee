"""A stand-in for a language model: no language model, but it reads the whole prompt and answers from it alone.

It finds the labels and what the prompt says of each (its name, a line of a primer, examples), weighs words by how
few of these have them, and answers with the label whose evidence has most in common with the last message.  So examples
help it as far as they are like the question, and it knows nothing that the prompt does not say.  The same prompt always
gets the same answer.  What it reaches says how the lab works, and nothing of how a language model would do.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256
from itertools import pairwise

from ftdecide.instruments.audit.words import words
from ftdecide.instruments.classes import OF_A_PROMPT
from ftdecide.instruments.measure.live.asking import Answer
from ftdecide.instruments.measure.live.call_cost import prompt_tokens, text_tokens

NAME = "stand-in, no language model"
SHORT_NAME = "stand-in"
SAYS = "Answers are a stand-in's, no language model's: they show how the lab works, not how far a model would come."
STEM = 5  # letters by which words are compared: refund, refunds, refunded
_LISTED = re.compile(r"^[ \t]*[-*•][ \t]*([^:\n]+?)[ \t]*(?::[ \t]*(.*))?$", re.M)
_ON_A_LINE = re.compile(r"\b(?:labels?|categor(?:y|ies)|class(?:es)?|one of)\b[^:\n]*:[ \t]*([^\n]+)", re.I)
MOST_LABELS = 100

Evidence = tuple[str, list[str]]  # a label, and words that speak for it


def stand_in(messages: Sequence[Mapping[str, str]]) -> Answer:
    """The stand-in's answer to chat messages; its tokens are estimated.

    >>> lead = {"role": "system", "content": "Sort the text. Labels: billing, delivery"}
    >>> stand_in([lead, {"role": "user", "content": "When will you deliver?"}]).text
    'delivery'
    """
    text = _answer(messages)
    return Answer(text, prompt_tokens(messages), text_tokens(text))


def is_stand_in(model: object) -> bool:
    """Whether a model's name is the stand-in's.

    >>> is_stand_in(NAME), is_stand_in("Stand-in"), is_stand_in("gpt-6-luna"), is_stand_in(None)
    (True, True, False, False)
    """
    return isinstance(model, str) and model.strip().lower() in (NAME, SHORT_NAME)


def _answer(messages: Sequence[Mapping[str, str]]) -> str:
    lead = "\n".join(each["content"] for each in messages if each["role"] in ("system", "developer"))
    spoken = [each for each in messages if each["role"] not in ("system", "developer")]
    question = next((each["content"] for each in reversed(spoken) if each["role"] == "user"), "")
    shown = examples_in(spoken)
    evidence = [(label, _stems(said)) for label, said in _said_in(lead)]
    labels = list(dict.fromkeys(label for label, _ in evidence))
    answers = {answer for _, answer in shown}
    if len(answers) < len(shown) and not answers & set(labels):
        labels, evidence = sorted(answers), []
    elif answers and not answers & set(labels):
        labels = []  # what is listed are rules, and answers are texts
    if not labels:
        return _nearest_answer(question, shown)
    evidence += [(answer, _stems(said)) for said, answer in shown if answer in labels]
    return _best(labels, _scores(_stems(question), evidence), question)


def examples_in(spoken: Sequence[Mapping[str, str]]) -> list[tuple[str, str]]:
    """Each question in a conversation that the assistant has answered, with the answer."""
    return [
        (one["content"], other["content"].strip())
        for one, other in pairwise(spoken)
        if (one["role"], other["role"]) == ("user", "assistant")
    ]


def _said_in(lead: str) -> list[tuple[str, str]]:
    """The labels that an instruction lists, each with its own name and with what stands behind its colon.

    >>> _said_in("Labels:\\n- refund\\n- billing\\n\\nWords:\\n- refund: money, back")
    [('refund', 'refund'), ('billing', 'billing'), ('refund', 'money, back')]
    """
    listed = [(name, said or "") for name, said in _LISTED.findall(lead) if len(name) <= OF_A_PROMPT.longest]
    names = list(dict.fromkeys(name for name, _ in listed))
    if not names:
        found = _ON_A_LINE.search(lead)
        names = [name.strip(" .\"'") for name in re.split(r",|;|\bor\b|\|", found[1])] if found else []
    names = [name for name in names if name][:MOST_LABELS]
    if len(names) < 2:
        return []
    return [(name, name) for name in names] + [(name, said) for name, said in listed if said and name in names]


def _stems(text: str) -> list[str]:
    return [word[:STEM] for word in words(text)]


def _scores(question: Sequence[str], evidence: Sequence[Evidence]) -> Counter[str]:
    """How much each label's evidence has in common with the question: the squares of their cosines, added up."""
    pieces_with = Counter(stem for _, stems in evidence for stem in set(stems))
    rarity = {stem: math.log((1 + len(evidence)) / (1 + number)) for stem, number in pieces_with.items()}
    asked = set(question)
    scores: Counter[str] = Counter()
    for label, stems in evidence:
        piece = set(stems)
        common = sum(rarity[stem] ** 2 for stem in piece & asked)
        length = sum(rarity[stem] ** 2 for stem in piece) * sum(rarity.get(stem, 0.0) ** 2 for stem in asked)
        scores[label] += common**2 / length if common else 0.0
    return scores


def _best(labels: Sequence[str], scores: Mapping[str, float], question: str) -> str:
    """The label with the highest score; of equal ones, one that hangs on the question alone: none is favoured."""
    most = max(scores.get(label, 0.0) for label in labels)
    equal = [label for label in labels if scores.get(label, 0.0) >= most - 1e-12]
    return equal[int.from_bytes(sha256(question.encode("utf-8", "replace")).digest()[:4], "big") % len(equal)]


def _nearest_answer(question: str, shown: Sequence[tuple[str, str]]) -> str:
    """Where answers are texts: that of the example most like the question, else the question's first sentence."""
    if not shown:
        return re.split(r"(?<=[.!?])\s", question.strip(), maxsplit=1)[0]
    scores = _scores(_stems(question), [(str(place), _stems(said)) for place, (said, _) in enumerate(shown)])
    return shown[max(range(len(shown)), key=lambda place: (scores[str(place)], place))][1]
