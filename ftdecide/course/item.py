"""Turns one ``[[question]]`` table into a :class:`Question`, noting every fault on the way."""

from __future__ import annotations

import re

from ftdecide.course.answers import read_concepts, read_model, read_number, read_steps
from ftdecide.course.key import FROM_COSTS, FROM_PROFILE, LADDER, VALUE, Meaning
from ftdecide.course.options import read_options
from ftdecide.course.question import Kind, Question
from ftdecide.course.template import TEMPLATE_FIELDS, is_template
from ftdecide.course.toml_table import TomlTable

QUESTION_FIELDS = (
    "id", "kind", "prompt", "case", "hint", "sources", "terms", "departure", "profile", "costs", "computes",
    "option", "concept", "step", "answer", "tolerance_percent", "unit", "explanation", "mistake",
    "model_answer", "point", *TEMPLATE_FIELDS,
)  # fmt: skip
OF_KIND = {  # the fields that have a meaning for one kind alone
    Kind.ONE: {"option", "fixed_order"},
    Kind.SEVERAL: {"option", "fixed_order"},
    Kind.ORDER: {"step"},
    Kind.NUMBER: {"answer", "tolerance_percent", "unit", "explanation", "mistake"},
    Kind.TEXT: {"model_answer", "point"},
    Kind.NAME: {"concept"},
}
ID = re.compile(r"[a-z][a-z0-9-]{2,49}")
COMPUTED = (*FROM_PROFILE, *FROM_COSTS, VALUE, LADDER)
UNFAIR = re.compile(r"\b(NOT|EXCEPT)\b|\b(?:all|none) of the (?:above|below)\b")  # stems and options that test reading


def read_question(table: TomlTable) -> Question | None:
    """The question, or None where faults were noted."""
    before = len(table.faults)
    table.refuse_unknown(QUESTION_FIELDS)
    question_id, kind = table.text("id"), _read_kind(table)
    if question_id and not ID.fullmatch(question_id):
        table.fault("id", f"got {question_id!r}; use 3 to 50 of a-z, 0-9 and -, a letter first")
    prompt, hint, departure = (
        table.text("prompt"),
        table.text("hint"),
        table.text("departure", required=False),
    )
    if UNFAIR.search(prompt):
        table.fault("prompt", "it asks by negation or refers to other options; ask for what holds")
    _refuse_other_kinds(table, kind)
    sources, terms = table.texts("sources"), table.texts("terms")
    profile, computed = table.subtable("profile"), _compute_key(table, kind)
    options = read_options(table, kind, computed) if kind in (Kind.ONE, Kind.SEVERAL) else ()
    steps = read_steps(table) if kind is Kind.ORDER else ()
    number = read_number(table) if kind is Kind.NUMBER else None
    model = read_model(table) if kind is Kind.TEXT else None
    concepts = read_concepts(table) if kind is Kind.NAME else ()
    case, computes = table.flag("case"), table.text("computes", required=False) or None
    if kind is None or len(table.faults) > before:
        return None
    return Question(
        question_id, kind, prompt, case, hint, options, steps, number, model, concepts, sources, terms, departure,
        profile, computes,
    )  # fmt: skip


def _read_kind(table: TomlTable) -> Kind | None:
    value = table.text("kind")
    if value in list(Kind):
        return Kind(value)
    if value:
        table.fault("kind", f"got {value!r}; write one of {', '.join(Kind)}")
    return None


def _refuse_other_kinds(table: TomlTable, kind: Kind | None) -> None:
    """Note what belongs to another kind of question, or to a template where nothing is drawn."""
    elsewhere = set().union(*OF_KIND.values()) - OF_KIND.get(kind, set()) if kind else set()
    if kind in (Kind.ONE, Kind.SEVERAL) and table.table.get("computes") == VALUE:
        elsewhere.discard("answer")
    for field in sorted(elsewhere & set(table.table)):
        table.fault(field, f"has no use in a question of kind {kind}; leave it out or change the kind")
    if not is_template(table.table):
        for field in sorted({"derive", "fixed_order"} & set(table.table)):
            table.fault(field, "has no use where nothing is drawn; leave it out or add [question.vary]")
    elif kind in (Kind.ONE, Kind.SEVERAL) and "computes" not in table.table:
        table.fault("computes", f"missing, a key that may change with the draw is computed; write one of {COMPUTED}")


def _compute_key(table: TomlTable, kind: Kind | None) -> Meaning | None:
    """What the core makes of the item's profile or costs; None where the key is typed (or cannot be computed)."""
    computes = table.text("computes", required=False)
    profile, costs = table.subtable("profile"), table.subtable("costs")
    if not computes:
        for field, given in (("profile", profile), ("costs", costs)):
            if given is not None:
                known = FROM_PROFILE if field == "profile" else FROM_COSTS
                table.fault("computes", f"missing beside {field}; write one of {', '.join(known)}")
        return None
    if computes not in COMPUTED or (computes == LADDER) != (kind is Kind.ORDER):
        table.fault(
            "computes", f"got {computes!r}; write one of {', '.join(COMPUTED)} ({LADDER} where steps are put in order)"
        )
        return None
    if computes == LADDER:
        return None  # the steps name their rungs, and are held against the evidence's order
    if computes == VALUE:
        return _typed_value(table)
    field, given = ("profile", profile) if computes in FROM_PROFILE else ("costs", costs)
    if given is None:
        table.fault(field, f"missing, {computes} is computed from it; add a table [question.{field}]")
        return None
    try:
        return {**FROM_PROFILE, **FROM_COSTS}[computes](given)
    except (ValueError, TypeError) as refused:  # InvalidProfile names field, value, bounds and remedy itself
        table.fault(field, f"{refused}")
        return None


def _typed_value(table: TomlTable) -> Meaning | None:
    answer = table.table.get("answer")
    if isinstance(answer, (int, float, str)) and not isinstance(answer, bool):
        return float(answer) if isinstance(answer, (int, float)) else answer
    table.fault("answer", f'got {answer!r}; write what the key is worked out from, answer = "=..."')
    return None
