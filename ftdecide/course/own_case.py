"""What a question says of the asker's own task, as a profile: only what was said, nothing concluded from it.

A number without its unit, a word that may mean two gaps, a “not tried” are all left out: the drill asks again, and an
answer that it was given wrongly is harder to notice than one that is missing.
"""

from __future__ import annotations

import re
from typing import Any

from ftdecide.course.said_numbers import with_digits
from ftdecide.course.said_rungs import rungs_said, target_said

WEEKS_PER_MONTH = 52 / 12
PER_MONTH = {
    "day": 7 * WEEKS_PER_MONTH, "working day": 5 * WEEKS_PER_MONTH, "weekday": 5 * WEEKS_PER_MONTH,
    "workday": 5 * WEEKS_PER_MONTH, "week": WEEKS_PER_MONTH, "fortnight": WEEKS_PER_MONTH / 2, "month": 1,
    "quarter": 1 / 3, "year": 1 / 12, "daily": 7 * WEEKS_PER_MONTH, "weekly": WEEKS_PER_MONTH, "monthly": 1,
    "yearly": 1 / 12, "annually": 1 / 12,
}  # fmt: skip
SIGNIFICANT = 12  # digits that a week's number keeps as a month's
_N = r"(?<![\d.$€£])(?:between )?(?P<n>\d+(?:\.\d+)?)(?:\s*(?:-|–|to|and|or)\s*(?P<m>\d+(?:\.\d+)?))?(?![\d%])"
_EVERY = r"(?:an?|per|each|every|/)"
_PERIOD = r"(?P<period>working day|weekday|workday|day|week|fortnight|month|quarter|year)\b"
_BETWEEN = r"(?P<between>(?:[a-z][a-z'-]*,? ){0,6}?)"
_VOLUMES = tuple(
    re.compile(form)
    for form in (
        rf"{_N}\s*{_BETWEEN}{_EVERY}\s*{_PERIOD}",
        rf"{_N} {_BETWEEN}(?P<period>daily|weekly|monthly|yearly|annually)\b",
        rf"\b(?:each|every|per) {_PERIOD},? (?P<between>(?:[a-z][a-z'-]*,? ){{0,5}}?){_N}(?! ?(?:%|per ?cent))",
        rf"\b(?:daily|weekly|monthly|yearly) (?:volume|load|requests?)(?: (?:of|is))? (?:about )?{_N}",
    )
)
_NOT_REQUESTS = re.compile(
    r"\b(?:dollars?|usd|euros?|eur|pounds?|gbp|cents?|hours?|minutes?|seconds?|days?|tokens?|examples?|samples?|users?|"
    r"people|employees|customers|staff|percent|per cent|gpus?|months?|weeks?|years?|right|wrong|correct)\b"
)
_CHECKED = r"clean(?:ed)?|checked|double-checked|hand-checked|verified|reviewed|curated|corrected|proofread|proven"
_MADE = r"labell?ed|hand-labell?ed|annotated|tagged|graded|rated|past|old|previous|archived|finished|existing|collected"
_EXAMPLE = r"(?:training |input-output )?(?:examples?|samples?|pairs|demonstrations?|rows|records)"
_THING = r"(?:items|documents|e-?mails|letters|tickets|drafts|reports|answers|transcripts|conversations|chats|cases|texts|reviews|messages)"
_EXAMPLES = re.compile(
    rf"{_N} (?P<how>(?:(?!(?:of|or|and|requests)\b)[a-z][a-z'-]*,? ){{0,4}}?)(?P<what>{_EXAMPLE}|{_THING})\b"
    r"(?=(?P<after>[^.;?!]{0,40}))"
)
_PART = re.compile(
    rf"(?P<n>\d+) (?:of (?:my|our|the|those|these|them|which)?(?: ?(?P<all>\d+))?(?: [a-z]+){{0,2}} ?)?(?:are |were |is )?(?:{_CHECKED})\b(?! [a-z]+ a )"
    rf"|of which (?:only |about )?(?P<which>\d+) (?:are |were )?(?:{_CHECKED})\b"
)
_NONE = re.compile(
    rf"\b(?:no|zero|without(?: any)?|not have(?: any)?|n't have(?: any)?|not got any|n't got any|0) (?P<how>(?:{_CHECKED}|{_MADE}|training|good)? ?)(?:(?:{_EXAMPLE})|training data|data)\b(?! in (?:the|my|our) prompt)"
)
_FLAGS: tuple[tuple[str, bool, str], ...] = (
    ("has_eval_set", False, r"\b(?:no|without an?|not have an?|n't have an?|lack an?) (?:test|eval|evaluation|held-out|set-aside) ?(?:set|data)?\b|\bno evals?\b"),
    ("has_eval_set", True, r"\b(?:have|has|got|with|built|made) (?:an?|our|my|the) (?:good |small |large |own )?(?:test|eval|evaluation|held-out|set-aside) set\b"),
    ("on_device", False, r"\b(?:need not|not have to|n't have to) (?:run|be) (?:on[- ]device|offline)\b"),
    ("on_device", True, r"\bon[- ]device\b|\b(?:runs?|running|works?|be) (?:offline|locally on|on (?:a|the|each|every|an|their|our users'|the user's|my|our) (?:phones?|laptops?|tablets?|devices?|edge))|\bwithout (?:an? )?(?:internet|network|connection)\b"),
    ("private_data", True, r"\b(?:can(?:not|'t| not)|must not|may not|mustn't|not allowed to|never|is not to) (?:leave|send|share|be sent)\b|\b(?:must|has to|have to) stay (?:on|in|inside|with)\b|\bon[- ]prem(?:ises?)?\b|\bdata (?:is|are) private\b|\bprivate data\b"),
    ("repetitive", False, r"\b(?:each|every) (?:one|request|task|letter|case|time) is (?:quite |very |completely |a )?different\b|\bnever the same\b|\bone-off\b"),
    ("repetitive", True, r"\b(?:always|exactly) the same (?:kind of )?(?:task|job|letter|request|thing|format)\b|\bsame (?:kind of )?(?:task|job|letter|request|thing) (?:every|each) (?:time|day|week)\b|\b(?:my|our|a|is|it's|very|same) repetitive\b|\bover and over\b"),
    ("near_miss", True, r"\b(?:it|model|prompt|gpt\S*|claude|gemini|llama\S*) (?:can )?(?:almost|nearly) (?:does|do|works?|gets?|right|manages?|there)\b|\b(?:almost|nearly) (?:but not quite|right every time)\b|\bclose but (?:not|never)\b"),
    ("rule_expressible", True, r"\brules? (?:can|could) be written down\b|\b(?:can|could) write (?:the|our|down the) rules?\b"),
    ("rule_expressible", False, r"\b(?:cannot|can't|can not|could not) (?:be written|write (?:it|the rules?|our rules?)|put (?:it )?into words|explain (?:it|the rules?))"),
)  # fmt: skip
_FLAGS = tuple((key, value, re.compile(form)) for key, value, form in _FLAGS)
_WANTS = {
    "style": r"\b(?:tone|voice|(?:house |writing )?style|sounds? like (?:me|us|our)|brand voice)\b(?! (?:is|are) (?:fine|good|right|ok))",
    "knowledge": r"\b(?:facts?|handbook|knowledge|knows? (?:our|my|about)|manuals?|wiki|internal documents|product catalogue)\b",
    "behaviour": r"\b(?:output format|in (?:our|the|a|my) (?:\w+ )?format|right format|format(?:s|ting)?\b(?= wrong)|behaviou?r|follow(?:s|ing)? (?:our|the|my|its|these|all|every) (?:rules?|steps?|procedure|instructions?|process|protocol))\b",
    "cost_latency": r"\b(?:cheaper|faster|too (?:dear|expensive|slow|costly)|cut (?:our |the |my )?(?:costs?|bills?)|save (?:us )?money|lower (?:our |the |my )?(?:costs?|bills?)|latency)\b",
}  # fmt: skip
_WANTS = {gap: re.compile(form) for gap, form in _WANTS.items()}
_SORTING = re.compile(
    r"(?<!what )(?<!any )(?<!some )(?<!this )(?<!that )\bsort(?:s|ing)?\b(?! of\b)|\bclassif\w+|\bcategori[sz]\w+|\btriag\w+|\brout(?:e|es|ing)\b|"
    r"\blabel(?:s|ling)? (?:our|my|the|incoming|all|each|every)\b|\btag(?:s|ging)? (?:our|my|the|incoming|all|each|every)\b"
)
_RULES_CHANGE = re.compile(
    r"\b(?:rules?|polic(?:y|ies)|categor(?:y|ies)|requirements?|handbook|guidelines?) (?:\w+ )?changes? "
    r"(?:about |roughly )?(?:(?:every|each|once a) ?(?P<n>\d+)? ?(?P<unit>day|week|month|quarter|year)s?|(?P<adverb>daily|weekly|monthly|yearly|annually))\b"
)
_SECONDS = re.compile(
    r"\b(?:in|within|under|below|less than|at most) (?P<n>\d+(?:\.\d+)?) ?(?P<unit>ms|milliseconds?|seconds?|secs?|s)\b"
)
_TRAINER = re.compile(
    r"\b(?:fine-?tun|train|tun)\w* (?:[a-z0-9-]+ ){0,3}?(?:(?:on|with|at|through|via|using) )?(?P<who>openai|gpt|anthropic|claude|cohere|google|vertex|gemini|together|fireworks|tinker)\b"
    r"|\b(?:on|using) (?:our|my) own (?P<own>machines?|servers?|gpus?|hardware)\b"
)
_TRAINERS = {"gpt": "openai", "claude": "anthropic", "vertex": "google", "gemini": "google"}


def said_of_own_task(question: str) -> dict[str, Any]:
    """The profile's keys that the question states, as `ftdecide assess` takes them; empty where it states none.

    >>> said_of_own_task("We sort 300 letters a week and have 40 checked examples.")
    {'gap': 'classification', 'requests_per_month': 1300, 'clean_examples': 40}
    """
    text = with_digits(question)
    volume, counts = _volume(text), _examples(text)
    found = {
        "gap": _gap(text),
        "requests_per_month": volume,
        "volume": None if volume else _rough_volume(text),
        **counts,
        **_flags(text),
        "months_between_rule_changes": _months(text),
        "latency_target_seconds": _seconds(text),
        "target_pass_rate": target_said(text),
        "rungs": rungs_said(text) or None,
        "base_model": _trainer(text),
    }
    return {key: value for key, value in found.items() if value is not None}


def _volume(text: str) -> Any:
    for form in _VOLUMES:
        for found in form.finditer(text):
            parts = found.groupdict()
            before = text[max(0, found.start("n") - 8) : found.start("n")]
            if _NOT_REQUESTS.search(parts.get("between") or "") or re.search(r"\b(?:of|in|out of) $|/ ?$", before):
                continue
            period = parts.get("period") or found[0].split()[0]
            return _quantity(parts["n"], parts["m"], PER_MONTH[period])
    return None


def _quantity(low: str, high: str | None, times: float = 1) -> Any:
    ends = [_rounded(float(end) * times) for end in (low, high) if end]
    if len(ends) == 1 or ends[0] >= ends[1]:
        return ends[0]
    return {"value": _rounded(sum(ends) / 2), "low": ends[0], "high": ends[1]}


def _rounded(number: float) -> float | int:
    short = float(f"{number:.{SIGNIFICANT}g}")
    return int(short) if short == int(short) else short


def _rough_volume(text: str) -> str | None:
    found = re.search(r"\b(?P<how>high|low)[- ]volume\b", text)
    return found["how"] if found else None


def _examples(text: str) -> dict[str, Any]:
    """Clean ones where the question says that they were checked, else the number before cleaning."""
    counts: dict[str, Any] = {}
    for found in _NONE.finditer(text):
        counts["clean_examples"] = 0
        if not re.search(_CHECKED + "|" + _MADE, found["how"]):
            counts["total_examples"] = 0
    for found in _EXAMPLES.finditer(text):
        how, after = found["how"], found["after"]
        named = re.fullmatch(_EXAMPLE, found["what"]) or re.search(rf"\b(?:{_CHECKED}|{_MADE})\b", how)
        in_prompt = re.search(r"few-shot|in-context", how) or re.match(r" in (?:the|my|our|each|every) prompt", after)
        a_period = re.match(rf" (?:{_EVERY}) {_PERIOD}", after)
        if not named or in_prompt or a_period or re.search(r"\b(?:times|requests|hours|dollars)\b", how):
            continue
        clean = re.search(rf"\b(?:{_CHECKED})\b", how) or re.match(rf",? ?(?:all |they are |that are |which are |that (?:i|we) (?:have )?){{1,2}}(?:{_CHECKED})\b", after)
        key = "clean_examples" if clean else "total_examples"
        counts.setdefault(key, _counted(text, found, _quantity(found["n"], found["m"])))
    for found in _PART.finditer(text):
        if found["which"] or (found["n"] and (found["all"] or "total_examples" in counts)):
            counts["clean_examples"] = int(found["which"] or found["n"])
            if found["all"]:
                counts["total_examples"] = int(found["all"])
    return dict(sorted(counts.items()))


def _counted(text: str, found: re.Match[str], value: Any) -> Any:
    before = text[max(0, found.start() - 20) : found.start()]
    if not re.search(r"\bcounted (?:\w+ )?$", before):
        return value
    return {**(value if isinstance(value, dict) else {"value": value}), "basis": "measured"}


def _flags(text: str) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for key, value, form in _FLAGS:
        if key not in found and form.search(text):
            found[key] = value
    return found


def _gap(text: str) -> str | None:
    """The one thing that is missing; sorting is a gap where nothing else is said to be."""
    wanted = [gap for gap, form in _WANTS.items() if form.search(text)]
    if len(wanted) > 1:
        return None
    return wanted[0] if wanted else "classification" if _SORTING.search(text) else None


def _months(text: str) -> float | int | None:
    if not (found := _RULES_CHANGE.search(text)):
        return None
    period = found["adverb"] or found["unit"]
    return _rounded(float(found["n"] or 1) / PER_MONTH[period])


def _seconds(text: str) -> float | int | None:
    if not (found := _SECONDS.search(text)):
        return None
    return _rounded(float(found["n"]) / (1000 if found["unit"].startswith("m") else 1))


def _trainer(text: str) -> dict[str, str] | None:
    if not (found := _TRAINER.search(text)):
        return None
    return {"provider": "own" if found["own"] else _TRAINERS.get(found["who"], found["who"])}
