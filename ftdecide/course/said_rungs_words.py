"""How people say which rungs they tried, and what share came out right."""

from __future__ import annotations

import re

FALLBACK = "prompt"  # a model's answers were prompted for, where nothing else is named
RUNG_WORDS = {
    "few_shot": r"few[- ]?shot(?: (?:examples|prompt(?:s|ing)?))?|examples in (?:the|my|our|its|each) prompts?|in-context examples",
    "retrieval": r"retrieval(?:[- ]augmented generation)?|rag",
    "structured_output": r"structured outputs?|json (?:mode|schema)",
    "stronger_model": r"(?:stronger|bigger|larger|frontier) model",
    "prompt_optimisation": r"(?:automatic )?prompt optimi[sz]\w+|dspy|gepa|mipro",
    "small_classifier": r"(?:small )?classifiers?(?: on embeddings)?|embeddings?|setfit",
    "primer": r"(?:skill )?primer",
    "lora": r"q?lora",
    "caching": r"(?:prompt )?caching|batch(?:ing| api)",
    "prompt": r"prompt(?:s|ing|ed)?|zero[- ]shot",
}
RUNG = re.compile(r"\b(?:" + "|".join(f"(?P<{name}>{form})" for name, form in RUNG_WORDS.items()) + r")\b")
ANY_RUNG = "|".join(RUNG_WORDS.values())
RIGHT = r"right|correct(?:ly)?|accura(?:te|cy)|pass(?:es|ed| rate)?|success(?:ful)?|usable|good|fine|works?|ok"
WRONG = r"wrong|incorrect|fail(?:s|ed|ures?)?|errors?|mistakes?|bad|unusable"
SHARE = r"(?P<share>\d+(?:\.\d+)?) ?(?:%|per ?cent)"
OF = r"(?P<hits>\d+)(?: times)? ?(?:out of|of|in|/) ?(?:every )?(?P<n>\d+)"
FILL = r"(?:[a-z'-]+ ){0,4}?"
GOT = r"(?:gets?|got|reach(?:es|ed)?|scores?|scored|manages?|hits?|achieves?|gives?|at|is|to|:|works|passes)"
RATES = tuple(
    re.compile(form)
    for form in (
        rf"(?:{SHARE}|{OF}) ?(?:of (?!\d)(?:[a-z'-]+ ){{1,3}})?{FILL}(?P<word>{RIGHT}|{WRONG})\b",
        rf"\b(?P<word>{RIGHT}|{WRONG}) {FILL}(?:{SHARE}|{OF})",
        rf"(?:{SHARE}|{OF}) (?P<word>with|using) (?:the |my |our |a )?(?:{ANY_RUNG})\b",
        rf"\b(?P<word>{ANY_RUNG})(?: |: ?| ?= ?)(?:about |only )?(?:{SHARE}|{OF})",
        rf"\b(?P<word>{GOT}) (?:about |only |around )?(?:{SHARE}|{OF})(?! ?(?:of the (?:cost|price|time it)|cheaper|faster|less|more|dearer))",
    )
)
NAMED_AFTER = re.compile(rf"(?: right| correct)? (?:with|using) (?:the |my |our |a )?(?P<rung>{ANY_RUNG})\b")
WANTED = re.compile(
    r"\b(?:need|needs|needed|want|wants|must|target|aim|goal|require[sd]?|at least|should|has to|have to)\b[^.;]{0,40}$"
)
TARGET_AFTER = re.compile(
    r"^[^.;,]{0,20}\b(?:(?:is|would be) )?(?:needed|required|good enough|enough|our (?:target|goal))"
)
TRIED = re.compile(
    r"\b(?:tried|trying|tested|already (?:use|do|have|did|run|added)|(?<!should )(?<!can )(?<!could )(?<!shall )(?<!would )(?<!must )(?<!do )(?<!if )(?:i|we) (?:now |also |currently )?(?:use|used|did|added|built|ran|have added|have built)|using)\b"
    r"|\b(?:did|does|do) not help\b|\b(?:did|does)n't help\b|\b(?:was|is) not enough\b|\bmade no difference\b|\b(?:was|is)n't enough\b"
)
NOT = re.compile(r"\b(?:not|never|n't|no|without|neither|yet to|nothing)\b|n't\b")
IDIOM = {2, 3, 4, 5, 10, 20, 100, 1000}  # “nine of ten” is a manner of speaking, not a count of ten
