"""How people say what their own task is: each form, and what it states of a profile."""

from __future__ import annotations

import re

WEEKS_PER_MONTH = 52 / 12
PER_MONTH = {
    "day": 7 * WEEKS_PER_MONTH, "working day": 5 * WEEKS_PER_MONTH, "weekday": 5 * WEEKS_PER_MONTH,
    "workday": 5 * WEEKS_PER_MONTH, "week": WEEKS_PER_MONTH, "fortnight": WEEKS_PER_MONTH / 2, "month": 1,
    "quarter": 1 / 3, "year": 1 / 12, "daily": 7 * WEEKS_PER_MONTH, "weekly": WEEKS_PER_MONTH, "monthly": 1,
    "yearly": 1 / 12, "annually": 1 / 12,
}  # fmt: skip
SIGNIFICANT = 12  # digits of a number that was said
SIGNIFICANT_OF_A_RATE = 3  # digits that a day's or a week's number keeps as a month's
N = r"(?<![\d.$€£])(?:between )?(?P<n>\d+(?:\.\d+)?)(?:\s*(?:-|–|to|and|or)\s*(?P<m>\d+(?:\.\d+)?))?(?![\d%])"
EVERY = r"(?:an?|per|each|every|/)"
PERIOD = r"(?P<period>working day|weekday|workday|day|week|fortnight|month|quarter|year)\b"
BETWEEN = r"(?P<between>(?:[a-z][a-z'-]*,? ){0,6}?)"
VOLUMES = tuple(
    re.compile(form)
    for form in (
        rf"{N}\s*{BETWEEN}{EVERY}\s*{PERIOD}",
        rf"{N} {BETWEEN}(?P<period>daily|weekly|monthly|yearly|annually)\b",
        rf"\b(?:each|every|per) {PERIOD},? (?P<between>(?:[a-z][a-z'-]*,? ){{0,5}}?){N}(?! ?(?:%|per ?cent))",
        rf"\b(?:daily|weekly|monthly|yearly) (?P<between>volume|load|requests?)(?: (?:of|is))? (?:about )?{N}",
    )
)
NOT_REQUESTS = re.compile(
    r"\b(?:dollars?|usd|euros?|eur|pounds?|gbp|cents?|hours?|minutes?|seconds?|days?|tokens?|examples?|samples?|users?|"
    r"people|employees|customers|staff|percent|per cent|gpus?|months?|weeks?|years?|right|wrong|correct)\b"
)
CHECKED = r"clean(?:ed)?|checked|double-checked|hand-checked|verified|reviewed|curated|corrected|proofread|proven"
MADE = r"labell?ed|hand-labell?ed|annotated|tagged|graded|rated|past|old|previous|archived|finished|existing|collected"
EXAMPLE = r"(?:training |input-output )?(?:examples?|samples?|pairs|demonstrations?|rows|records)"
THING = r"(?:items|documents|e-?mails|letters|tickets|drafts|reports|answers|transcripts|conversations|chats|cases|texts|reviews|messages)"
EXAMPLES = re.compile(
    rf"{N} (?P<how>(?:(?!(?:of|or|and|requests)\b)[a-z][a-z'-]*,? ){{0,4}}?)(?P<what>{EXAMPLE}|{THING})\b"
    r"(?=(?P<after>[^.;?!]{0,40}))"
)
PART = re.compile(
    rf"(?P<n>\d+) (?:of (?:my|our|the|those|these|them|which)?(?: ?(?P<all>\d+))?(?: [a-z]+){{0,2}} ?)?(?:are |were |is )?(?:{CHECKED})\b(?! [a-z]+ a )"
    rf"|of which (?:only |about )?(?P<which>\d+) (?:are |were )?(?:{CHECKED})\b"
)
NONE = re.compile(
    rf"\b(?:no|zero|without(?: any)?|not have(?: any)?|n't have(?: any)?|not got any|n't got any|0) (?P<how>(?:{CHECKED}|{MADE}|training|good)? ?)(?:(?:{EXAMPLE})|training data|data)\b(?! in (?:the|my|our) prompt)"
)
FLAGS: tuple[tuple[str, bool, str], ...] = (
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
FLAGS = tuple((key, value, re.compile(form)) for key, value, form in FLAGS)
WANTS = {
    "style": r"\b(?:tone|voice|(?:house |writing )?style|sounds? like (?:me|us|our)|brand voice)\b(?! (?:is|are) (?:fine|good|right|ok))",
    "knowledge": r"\b(?:facts?|handbook|knowledge|knows? (?:our|my|about)|manuals?|wiki|internal documents|product catalogue)\b",
    "behaviour": r"\b(?:output format|in (?:our|the|a|my) (?:\w+ )?format|right format|format(?:s|ting)?\b(?= wrong)|behaviou?r|follow(?:s|ing)? (?:our|the|my|its|these|all|every) (?:rules?|steps?|procedure|instructions?|process|protocol))\b",
    "cost_latency": r"\b(?:cheaper|faster|too (?:dear|expensive|slow|costly)|costs? too much|cut (?:our |the |my )?(?:costs?|bills?)|save (?:us )?money|lower (?:our |the |my )?(?:costs?|bills?)|latency)\b",
}  # fmt: skip
WANTS = {gap: re.compile(form) for gap, form in WANTS.items()}
SORTING = re.compile(
    r"(?<!what )(?<!any )(?<!some )(?<!this )(?<!that )\bsort(?:s|ing)?\b(?! of\b)|\bclassif\w+|\bcategori[sz]\w+|\btriag\w+|\brout(?:e|es|ing)\b|"
    r"\blabel(?:s|ling)? (?:our|my|the|incoming|all|each|every)\b|\btag(?:s|ging)? (?:our|my|the|incoming|all|each|every)\b"
)
RULES_CHANGE = re.compile(
    r"\b(?:rules?|polic(?:y|ies)|categor(?:y|ies)|requirements?|handbook|guidelines?) (?:\w+ )?changes? "
    r"(?:about |roughly )?(?:(?:every|each|once a) ?(?P<n>\d+)? ?(?P<unit>day|week|month|quarter|year)s?|(?P<adverb>daily|weekly|monthly|yearly|annually))\b"
)
SPEAKING = re.compile(r"\b(?:explain|tell|pitch|present|describe|convince|say)\w*\b")  # takes people seconds too
SECONDS = re.compile(
    r"\b(?:in|within|under|below|less than|at most) (?P<n>\d+(?:\.\d+)?) ?(?P<unit>ms|milliseconds?|seconds?|secs?|s)\b"
)
TRAINER = re.compile(
    r"\b(?:fine-?tun|train|tun)\w* (?:[a-z0-9-]+ ){0,3}?(?:(?:on|with|at|through|via|using) )?(?P<who>openai|gpt|anthropic|claude|cohere|google|vertex|gemini|together|fireworks|tinker)\b"
    r"|\b(?:on|using) (?:our|my) own (?P<own>machines?|servers?|gpus?|hardware)\b"
)
TRAINERS = {"gpt": "openai", "claude": "anthropic", "vertex": "google", "gemini": "google"}
