"""The answers that are no choice: steps in order, a number, a few sentences, concepts to be named."""

from __future__ import annotations

from ftdecide.course.key import LADDER, ladder_order
from ftdecide.course.phrases import PHRASE, Concept
from ftdecide.course.question import LETTERS, Mistake, ModelAnswer, NumberKey, Point, Step
from ftdecide.course.toml_table import TomlTable

CONCEPT_FIELDS = ("name", "feedback", "accepts", "rejects")
WIDEST_TOLERANCE_PERCENT = 50


def _rows(table: TomlTable, field: str, fewest: int, most: int) -> list[TomlTable]:
    rows = table.subtables(field)
    if not fewest <= len(rows) <= most:
        table.fault(field, f"{len(rows)} given; write {fewest} to {most} tables [[question.{field}]]")
    return rows


def read_steps(table: TomlTable) -> tuple[Step, ...]:
    """The steps in their right order; where the ladder decides it, held against the evidence's."""
    by_ladder = table.table.get("computes") == LADDER
    rows = _rows(table, "step", 3, len(LETTERS))
    steps, rungs = [], []
    for row in rows:
        row.refuse_unknown(("text", "feedback", "rung") if by_ladder else ("text", "feedback"))
        steps.append(Step(row.text("text"), row.text("feedback")))
        rungs.append(row.text("rung") if by_ladder else "")
    if len({step.text for step in steps}) < len(steps):
        table.fault("step", "two steps say the same; every one must stand for something else")
    if by_ladder and (wrong := ladder_order(rungs)) is not None:
        table.fault("step", wrong)
    return tuple(steps)


def read_number(table: TomlTable) -> NumberKey | None:
    """The right number, its tolerance, and the numbers that known slips lead to."""
    value, tolerance = table.number("answer"), table.number("tolerance_percent", 0, WIDEST_TOLERANCE_PERCENT)
    unit, explanation = table.text("unit"), table.text("explanation")
    mistakes = []
    for row in _rows(table, "mistake", 2, 5):
        row.refuse_unknown(("value", "feedback"))
        mistakes.append(Mistake(row.number("value"), row.text("feedback")))
    key = NumberKey(value, tolerance, unit, explanation, tuple(mistakes))
    for n, mistake in enumerate(mistakes, 1):
        if key.holds(mistake.value):
            table.fault(f"mistake {n}", f"{mistake.value:g} is within the tolerance of the answer {value:g}; move it")
    return key


def read_model(table: TomlTable) -> ModelAnswer:
    """The model answer, and the points that a reader looks for in their own."""
    points = []
    for row in _rows(table, "point", 2, 5):
        row.refuse_unknown(("text", "feedback"))
        points.append(Point(row.text("text"), row.text("feedback")))
    return ModelAnswer(table.text("model_answer"), tuple(points))


def read_concepts(table: TomlTable) -> tuple[Concept, ...]:
    """The concepts to be named, each found by its own name and by no other's."""
    before = len(table.faults)
    concepts = []
    for row in _rows(table, "concept", 2, 5):
        row.refuse_unknown(CONCEPT_FIELDS)
        accepts, rejects = row.texts("accepts"), row.texts("rejects", required=False)
        for field, phrases in (("accepts", accepts), ("rejects", rejects)):
            for phrase in phrases:
                if not PHRASE.fullmatch(phrase):
                    row.fault(field, f"got {phrase!r}; write lower-case words a-z and 0-9, one space between, | for or")
        concepts.append(Concept(row.text("name"), row.text("feedback"), accepts, rejects))
    if len(table.faults) == before:
        for n, concept in enumerate(concepts, 1):
            named = [other.name for other in concepts if other.named_by(concept.name)]
            if named != [concept.name]:
                table.fault(f"concept {n}: accepts", f"its own name {concept.name!r} names {named}; mend the phrases")
    return tuple(concepts)
