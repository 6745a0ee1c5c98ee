"""Turns one ``[[question]]`` table into a :class:`Question`, noting every fault on the way."""

from __future__ import annotations

import re

from ftdecide.course.key import FROM_COSTS, FROM_PROFILE, Meaning, same_meaning
from ftdecide.course.phrases import PHRASE, Concept
from ftdecide.course.question import LETTERS, Kind, Option, Question
from ftdecide.course.toml_table import TomlTable

QUESTION_FIELDS = (
    "id", "kind", "prompt", "case", "option", "concept", "sources", "terms", "departure",
    "profile", "costs", "computes",
)  # fmt: skip
OPTION_FIELDS = ("text", "feedback", "key", "means")
CONCEPT_FIELDS = ("name", "feedback", "accepts", "rejects")
ID = re.compile(r"[a-z][a-z0-9-]{2,49}")
FEWEST_OPTIONS = 3  # with two, a guess is right every other time


def read_question(table: TomlTable) -> Question | None:
    """The question, or None where faults were noted."""
    before = len(table.faults)
    table.refuse_unknown(QUESTION_FIELDS)
    question_id, kind = table.text("id"), _read_kind(table)
    if question_id and not ID.fullmatch(question_id):
        table.fault("id", f"got {question_id!r}; use 3 to 50 of a-z, 0-9 and -, a letter first")
    prompt, departure = table.text("prompt"), table.text("departure", required=False)
    sources, terms = table.texts("sources"), table.texts("terms")
    profile, computed = table.subtable("profile"), _compute_key(table)
    options = _read_options(table, kind, computed) if kind in (Kind.ONE, Kind.SEVERAL) else ()
    concepts = _read_concepts(table) if kind is Kind.NAME else ()
    case, computes = table.flag("case"), table.text("computes", required=False) or None
    if kind is None or len(table.faults) > before:
        return None
    return Question(question_id, kind, prompt, case, options, concepts, sources, terms, departure, profile, computes)


def _read_kind(table: TomlTable) -> Kind | None:
    value = table.text("kind")
    if value in list(Kind):
        return Kind(value)
    if value:
        table.fault("kind", f"got {value!r}; write one of {', '.join(Kind)}")
    return None


def _compute_key(table: TomlTable) -> Meaning | None:
    """What the core makes of the item's profile or costs; None where the key is typed (or cannot be computed)."""
    computes = table.text("computes", required=False)
    profile, costs = table.subtable("profile"), table.subtable("costs")
    if not computes:
        for field, given in (("profile", profile), ("costs", costs)):
            if given is not None:
                known = FROM_PROFILE if field == "profile" else FROM_COSTS
                table.fault("computes", f"missing beside {field}; write one of {', '.join(known)}")
        return None
    if computes not in {**FROM_PROFILE, **FROM_COSTS}:
        table.fault("computes", f"got {computes!r}; write one of {', '.join({**FROM_PROFILE, **FROM_COSTS})}")
        return None
    field, given = ("profile", profile) if computes in FROM_PROFILE else ("costs", costs)
    if given is None:
        table.fault(field, f"missing, {computes} is computed from it; add a table [question.{field}]")
        return None
    try:
        return {**FROM_PROFILE, **FROM_COSTS}[computes](given)
    except (ValueError, TypeError) as refused:  # InvalidProfile names field, value, bounds and remedy itself
        table.fault(field, f"{refused}")
        return None


def _read_options(table: TomlTable, kind: Kind | None, computed: Meaning | None) -> tuple[Option, ...]:
    rows = table.subtables("option")
    if not FEWEST_OPTIONS <= len(rows) <= len(LETTERS):
        table.fault("option", f"{len(rows)} given; write {FEWEST_OPTIONS} to {len(LETTERS)} tables [[question.option]]")
    is_computed = "computes" in table.table
    options, seen = [], set()
    for row in rows:
        row.refuse_unknown(OPTION_FIELDS)
        text = row.text("text")
        if text and " ".join(text.split()).casefold() in seen:
            row.fault("text", f"{text!r} stands twice; every option must say something else")
        seen.add(" ".join(text.split()).casefold())
        if is_computed:
            correct = computed is not None and _is_key(row, kind, computed)
        else:
            correct = row.flag("key")
            if "means" in row.table:
                row.fault("means", "has no use without computes; leave it out or add computes")
        options.append(Option(text, row.text("feedback"), correct))
    if not is_computed or computed is not None:
        _check_key(table, kind, options, computed)
    return tuple(options)


def _is_key(row: TomlTable, kind: Kind | None, computed: Meaning) -> bool:
    """Whether this option is the computed key (or, of ``several``, one part of it)."""
    if "key" in row.table:
        row.fault("key", "typed, though the key is computed; leave it out")
    if "means" not in row.table:
        row.fault("means", f"missing, the key is computed; say what the option stands for, such as {_shown(computed)}")
        return False
    means = row.table["means"]
    if isinstance(means, list):
        means = frozenset(row.texts("means", required=False))
    if kind is Kind.SEVERAL:
        return isinstance(computed, frozenset) and means in computed
    return same_meaning(computed, means)


def _check_key(table: TomlTable, kind: Kind | None, options: list[Option], computed: Meaning | None) -> None:
    right = sum(option.correct for option in options)
    if computed is None:
        if right == 0:
            table.fault("option", "none is the key; mark it with key = true")
        elif kind is Kind.ONE and right > 1:
            table.fault("option", f"{right} are marked key = true; keep one, or write kind = 'several'")
    elif kind is Kind.ONE and right != 1:
        table.fault("option", f"the computed key is {_shown(computed)} and {right} options mean that; make it one")
    elif kind is Kind.SEVERAL and (not isinstance(computed, frozenset) or right != len(computed) or not right):
        table.fault("option", f"the computed key is {_shown(computed)}; offer one option for each part of it")


def _shown(meaning: Meaning) -> str:
    return str(sorted(meaning)) if isinstance(meaning, frozenset) else repr(meaning)


def _read_concepts(table: TomlTable) -> tuple[Concept, ...]:
    before = len(table.faults)
    rows = table.subtables("concept")
    if not 2 <= len(rows) <= len(LETTERS):
        table.fault("concept", f"{len(rows)} given; write 2 to {len(LETTERS)} tables [[question.concept]]")
    concepts = []
    for row in rows:
        row.refuse_unknown(CONCEPT_FIELDS)
        accepts, rejects = row.texts("accepts"), row.texts("rejects", required=False)
        for field, phrases in (("accepts", accepts), ("rejects", rejects)):
            for phrase in phrases:
                if not PHRASE.fullmatch(phrase):
                    row.fault(field, f"got {phrase!r}; write lower-case words a-z and 0-9, one space between, | for or")
        concepts.append(Concept(row.text("name"), row.text("feedback"), accepts, rejects))
    if len(table.faults) == before:
        _check_names(table, concepts)
    return tuple(concepts)


def _check_names(table: TomlTable, concepts: list[Concept]) -> None:
    """Each concept must be named by its own name, and by no other concept's."""
    for n, concept in enumerate(concepts, 1):
        named = [other.name for other in concepts if other.named_by(concept.name)]
        if named != [concept.name]:
            table.fault(f"concept {n}: accepts", f"its own name {concept.name!r} names {named}; mend the phrases")
