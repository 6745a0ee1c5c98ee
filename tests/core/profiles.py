"""Profiles for tests: anything that a profile may hold, and the few tasks by which every decision is reached.

Everything here is raw JSON, as a reader states it, made from the table of fields: a new field or rung is drawn too.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from hypothesis import strategies as st

from ftdecide.evidence import load_evidence
from ftdecide.fields import BASE_MODEL_FIELDS, BASES, ECONOMICS_FIELDS, FIELDS, RUNG_FIELDS, RUNGS, Field

TODAY = date(2026, 11, 20)
LEVELS = ("rungs", "base_model", "economics")

WRITTEN = {  # text that has broken programs, and what it is
    "Arabic, right to left": "صنّف رسائل العملاء حسب الأولوية",
    "Hebrew beside Latin and digits": "מיין 12 emails ליום",
    "Thai, with vowels above and below": "จัดหมวดหมู่อีเมลลูกค้าที่นี่",
    "Devanagari": "ग्राहक ईमेल छाँटें",
    "Chinese": "分类客户邮件",
    "Amharic": "ኢሜይሎችን ለይ",
    "emoji joined into one": "👩🏽‍🚒🏳️‍🌈👨‍👩‍👧",
    "combining marks in another order than normal": "e\u0301 a\u0323\u0302 a\u0302\u0323 Z̷̢̛a̸͝lgo",
    "marks that turn the direction": "a\u202eb\u200fc\u2066d\u2069e\u202c",
    "nothing to be seen": "\u200b\ufeff\u00ad\u2060",
    "control characters": "a\x00b\x07c\x1b[31md\x7fe\x9f",
    "line ends of every kind": "one\ntwo\r\nthree\u2028four\u2029five\x85six\x0bseven",
    "HTML": "<script>alert('&amp;')</script><!-- \"x\" -->",
    "Markdown": "# a *b* _c_ `d` [e](javascript:f) | g ~h~ $i$ www.example.org https://example.org \\* &lt;",
    "beyond the first plane": "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𓀀 \U0010fffd",
}

texts = st.one_of(st.sampled_from(tuple(WRITTEN.values())), st.text(st.characters(exclude_categories=["Cs"])))


def _edges(field: Field) -> tuple[float, ...]:
    """The numbers at which something may change: the bounds, every threshold, and a step to each side of it."""
    thresholds = [t.value for t in load_evidence().thresholds.values()]
    steps = [value + step for value in thresholds for step in (-1, -0.01, 0, 0.01, 1)]
    return tuple(sorted({value for value in (field.low, field.high, *steps) if field.low <= value <= field.high}))


def numbers(field: Field) -> st.SearchStrategy[float]:
    """Numbers that this field may hold, the extreme ones and those next to a threshold among them."""
    if field.kind == "integer":
        return st.integers(int(field.low), int(field.high)) | st.integers(1, 300)
    everyday = min(field.high, 3_000_000)
    return st.one_of(st.sampled_from(_edges(field)), st.floats(field.low, everyday), st.floats(field.low, field.high))


def quantities(field: Field) -> st.SearchStrategy[Any]:
    """A number alone, or with its range, basis and source."""
    number = numbers(field)
    ranged = st.builds(
        lambda ends, stated: {"low": ends[0], "value": ends[1], "high": ends[2], **stated},
        st.tuples(number, number, number).map(sorted),
        st.fixed_dictionaries({}, optional={"basis": st.sampled_from(BASES), "source": texts}),
    )
    partly = st.tuples(ranged, st.sampled_from(("low", "high"))).map(
        lambda drawn: {key: value for key, value in drawn[0].items() if key != drawn[1]}
    )
    return number | ranged | partly


def answers_to(field: Field) -> st.SearchStrategy[Any]:
    """Everything that may be stated for one field."""
    match field.kind:
        case "text":
            return texts.map(lambda text: text[: int(field.high)])
        case "choice":
            return st.sampled_from(field.choices)
        case "flag":
            return st.booleans()
        case "date":
            return st.dates(date(2020, 1, 1), date(2036, 12, 31)).map(date.isoformat)
        case "integer":
            return numbers(field)
    return quantities(field)


def some_of(fields: tuple[Field, ...]) -> st.SearchStrategy[dict[str, Any]]:
    """Some of these fields, each with an answer; the others stay unknown."""
    return st.fixed_dictionaries({}, optional={field.key: answers_to(field) for field in fields})


def amount(quantity: Any) -> float | None:
    """The number in a quantity as it is stated; None where none is."""
    return quantity["value"] if isinstance(quantity, dict) else quantity


def in_order(raw: dict[str, Any]) -> dict[str, Any]:
    """The same answers, with no more clean examples than there are examples."""
    clean, total = raw.get("clean_examples"), raw.get("total_examples")
    if clean is not None and total is not None and amount(clean) > amount(total):
        return raw | {"clean_examples": total, "total_examples": clean}
    return raw


plain_prices = st.fixed_dictionaries(
    {},
    optional={f.key: numbers(f) if f.kind == "number" else answers_to(f) for f in ECONOMICS_FIELDS},
)
rungs = st.fixed_dictionaries({}, optional={name: some_of(RUNG_FIELDS) for name in RUNGS})
anywhere = st.builds(
    lambda flat, **levels: in_order(flat | {key: value for key, value in levels.items() if value}),
    some_of(FIELDS),
    rungs=rungs,
    base_model=some_of(BASE_MODEL_FIELDS),
    economics=st.one_of(*[st.just({})] * 5, *[plain_prices] * 4, some_of(ECONOMICS_FIELDS)),  # ranges are drawn slowly
)

# A task on which fine-tuning is right, worked by hand: 2 million tickets a month, sorted into categories of one's
# own; every cheaper rung that fits was counted on 200 items and stays between 62 and 77 %; 1,200 clean examples.
TICKETS = {
    "task": "Sort support tickets into our 40 categories",
    "gap": "classification",
    "requests_per_month": 2_000_000,
    "repetitive": True,
    "near_miss": True,
    "clean_examples": 1200,
    "has_eval_set": True,
    "rungs": {
        "prompt": {"pass_rate": 0.62, "n": 200},
        "few_shot": {"pass_rate": 0.71, "n": 200},
        "retrieval": {"pass_rate": 0.74, "n": 200},
        "stronger_model": {"pass_rate": 0.77, "n": 200},
        "small_classifier": {"pass_rate": 0.7, "n": 200},
    },
}
# One task for each other decision.
HANDBOOK = {  # 300 questions a month on the company's own handbook, which the model never read
    "task": "Answer staff questions from our handbook",
    "gap": "knowledge",
    "requests_per_month": 300,
    "failure_cost": "expensive",
    "rungs": {"prompt": {}},
}
EDITS = {  # the rule stands in two pages of instructions, and the model breaks it in half of the edits
    "task": "Apply our copy-editing rules to paragraphs",
    "gap": "behaviour",
    "requests_per_month": 20_000,
    "repetitive": True,
    "near_miss": True,
    "follows_written_rule": False,
    "clean_examples": 400,
    "rungs": {"few_shot": {"pass_rate": 0.5, "n": 100}},
}
CHATS = {  # support chats labelled by whoever had time: 600 of 9,000 agree with a second reading
    "task": "Find the chats in which a customer wants to leave",
    "gap": "classification",
    "clean_examples": 600,
    "total_examples": 9000,
    "rungs": {"prompt": {"pass_rate": 0.7, "n": 100}},
}
MINUTES = {"task": "Minutes in our own layout", "gap": "style"}  # and nobody has looked at anything yet
INVOICES = {  # four fields from an invoice; the prompt gets 196 of 200
    "task": "Read number, date, net and gross from invoices",
    "gap": "behaviour",
    "requests_per_month": 8000,
    "repetitive": True,
    "rule_expressible": True,
    "has_eval_set": True,
    "rungs": {"prompt": {"pass_rate": 0.98, "n": 200}},
}
DEVICE = {  # keyboard suggestions on the phone: nothing but a small model fits, style by many examples
    "task": "Rewrite a note in the user's own style, on the phone",
    "gap": "style",
    "requests_per_month": 3_000_000,
    "repetitive": True,
    "rule_expressible": False,
    "clean_examples": 800,
    "on_device": True,
    "has_eval_set": True,
    "rungs": {"primer": {"pass_rate": 0.5, "n": 100}, "retrieval": {"pass_rate": 0.6, "n": 100}},
}
BLANKS = {  # insert a sentence exactly where the mark stands: dull, exact, and the prompt gets 12 of 100
    "task": "Put each sentence where its mark stands",
    "gap": "behaviour",
    "requests_per_month": 50_000,
    "repetitive": True,
    "rule_expressible": True,
    "clean_examples": 100,
    "rungs": {"few_shot": {"pass_rate": 0.2, "n": 100}, "prompt_optimisation": {}},
}
BILL = {  # it works, at a third of a cent a request and four million requests a month
    "task": "The same summaries at a lower price",
    "gap": "cost_latency",
    "requests_per_month": 4_000_000,
    "repetitive": True,
    "clean_examples": 3000,
    "has_eval_set": True,
    "rungs": {"prompt": {"pass_rate": 0.97, "n": 200}, "caching": {}},
    "economics": {"prompted_usd_per_request": 0.003, "tuned_usd_per_request": 0.001, "serving_usd_per_month": 800},
}
DIARY = {  # once a day or less, for oneself
    "task": "My diary in the voice of my grandmother",
    "gap": "style",
    "requests_per_month": 200,
    "rule_expressible": False,
    "clean_examples": 300,
    "rungs": {"few_shot": {"pass_rate": 0.6, "n": 50}, "retrieval": {"pass_rate": 0.6, "n": 50}},
}
MORE_TASKS = (DEVICE, BLANKS, BILL, DIARY)
TASKS = {  # by the decision that each gives
    "fine_tune": TICKETS,
    "use_retrieval": HANDBOOK,
    "climb_ladder": EDITS,
    "fix_data": CHATS,
    "measure_first": MINUTES,
    "good_enough": INVOICES,
}


ANSWERS = {field.key: answers_to(field) for field in FIELDS}
ANSWERS |= {"base_model": some_of(BASE_MODEL_FIELDS), "economics": plain_prices}


@st.composite
def near_a_task(draw) -> dict[str, Any]:
    """One of the tasks with a few of its answers changed, taken away or added: here verdicts turn."""
    raw = dict(draw(st.sampled_from((*TASKS.values(), *MORE_TASKS))))
    for key in draw(st.lists(st.sampled_from(tuple(ANSWERS)), max_size=4, unique=True)):
        raw.pop(key, None)
        if draw(st.booleans()):
            raw[key] = draw(ANSWERS[key])
    tried = dict(raw.get("rungs", {}))
    for name in draw(st.lists(st.sampled_from(RUNGS), max_size=2, unique=True)):
        tried.pop(name, None)
        if draw(st.booleans()):
            tried[name] = draw(some_of(RUNG_FIELDS))
    return in_order({key: value for key, value in raw.items() if key != "rungs"} | ({"rungs": tried} if tried else {}))


profiles = anywhere | near_a_task()


def stated(raw: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """The way to every answer that a profile states; a rung that was tried is one answer."""
    for key, value in raw.items():
        if key in LEVELS:
            yield from ((key, name) for name in value)
        else:
            yield (key,)


def without(raw: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    """The profile with one answer taken away."""
    key, *rest = path
    if not rest:
        return {other: value for other, value in raw.items() if other != key}
    left = without(raw[key], tuple(rest))
    return {**without(raw, (key,)), **({key: left} if left else {})}


def completions(raw: dict[str, Any], path: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """The profile with every value of that answer: all of a choice, and of a number those at which something turns."""
    key, *rest = path
    if key == "rungs":
        rates = _edges(RUNG_FIELDS[0])
        results = [{}, *({"pass_rate": rate, **n} for rate in rates for n in ({}, {"n": 200}, {"n": 10}))]
        yield from ({**raw, key: {**raw[key], rest[0]: result}} for result in results)
        return
    fields = {"base_model": BASE_MODEL_FIELDS, "economics": ECONOMICS_FIELDS}.get(key, FIELDS)
    field = next(field for field in fields if field.key == path[-1])
    match field.kind:
        case "choice":
            values = field.choices
        case "flag":
            values = (True, False)
        case "date":
            values = ("2020-01-01", "2026-12-20", "2036-12-31")
        case "text":
            values = ("", *WRITTEN.values())
        case _:
            values = (*_edges(field), *(field.low + 10.0**power for power in range(-7, 9)))
            values = tuple(value for value in values if value <= field.high)
    for value in values:
        answered = {**raw, key: {**raw[key], rest[0]: value}} if rest else {**raw, key: value}
        if in_order(answered) is answered:
            yield answered
