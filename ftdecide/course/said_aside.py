"""What a question says besides what it asks: how to tell it, in which language, and what no book may pass over."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

_PERSON = (
    r"(?:beginner|lay ?man|lay ?person|child|kid|five(?:[- ]year[- ]old)?|newbie|novice|dummy|grandm\w+|student"
    r"|non-?technical (?:person|reader|colleague)|dummies|beginners|laymen|laypeople|non-?technical people)"
)
HOW_TO_TELL = re.compile(
    r",? ?\b(?:please|pls|thanks|thank you|briefly|in short|in brief|shortly|simply|in a nutshell|eli5|tl;?dr)\b"
    r"|,? ?\b(?:in|with|using) (?:(?:a|just|very|only|some) )*"
    r"(?:simple|simpler|easy|plain|few|short|everyday|other|layman'?s?|non-?technical|your own|one|two|three)"
    r"(?: (?:simple|easy|plain|short))? (?:words?|terms?|english|language|sentences?|lines?)\b"
    rf"|,? ?\b(?:to|for|as if to|like (?:i'?m|i am)) (?:(?:a|an|my|the|complete|total|absolute) )*{_PERSON}\b",
    re.IGNORECASE,
)
IN_DISTRESS = re.compile(
    r"\b(?:kill(?:ing)? (?:my|your)self|suicid\w*|end(?:ing)? my (?:own )?life|(?:want|wish) to die|hurt(?:ing)? myself"
    r"|self-?harm\w*)\b",
    re.IGNORECASE,
)
LEAST_FOREIGN = 0.3  # share of its words from which a text is taken for another language


def matter(question: str) -> str:
    """The question without how it is to be told; as it is where nothing else stands in it.

    >>> matter("What is LoRA, in simple words please?"), matter("Explain drift to a complete beginner")
    ('What is LoRA?', 'Explain drift')
    """
    bare = HOW_TO_TELL.sub("", question).strip(" ,")
    return bare if any(letter.isalnum() for letter in bare) else question


def in_distress(text: str) -> bool:
    """Whether somebody speaks of harming themselves."""
    return bool(IN_DISTRESS.search(text))


def not_english(text: str) -> bool:
    """Whether it is written in another script, or in the little words of another language.

    >>> not_english("Wann lohnt sich das?"), not_english("微调什么时候值得?"), not_english("When does LoRA pay?")
    (True, True, False)
    """
    letters = [letter for letter in text if letter.isalpha()]
    if "¿" in text or sum(letter > "\u024f" for letter in letters) > len(letters) / 2:
        return True
    words = re.findall(r"[^\W\d_]+", text.casefold())
    foreign = sum(word in _foreign_words() for word in words)
    return foreign >= 2 and foreign >= LEAST_FOREIGN * len(words)


@cache
def _foreign_words() -> frozenset[str]:
    """The commonest little words of six other languages that are no English words."""
    table = tomllib.loads(files("ftdecide.course").joinpath("everyday_words.toml").read_text(encoding="utf-8"))
    return frozenset(table["foreign"].split())
