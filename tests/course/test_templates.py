"""Questions whose numbers are drawn: a thousand seeds of each, and what a template may not do."""

from __future__ import annotations

import tomllib

import pytest

from course.small_bank import QUESTIONS
from ftdecide.course.bank import InvalidBank, load_bank, read_variant
from ftdecide.course.expressions import InvalidExpression, evaluate
from ftdecide.course.template import VARIANTS
from ftdecide.course.toml_table import TomlTable

SEEDS = 1000
TEMPLATES = {
    table["id"]: (table, file.name)
    for file in sorted(QUESTIONS.glob("*.toml"))
    for table in tomllib.loads(file.read_text(encoding="utf-8"))["question"]
    if "vary" in table
}
DRAWN = """
title = "A chapter"
[[question]]
id = "drawn"
kind = "one"
prompt = "What is {n} times 10?"
hint = "Count."
computes = "value"
answer = "=n * 10"
sources = ["E45"]
terms = ["volume"]
[question.vary]
n = {from = 10, to = 90, step = 5}
[[question.option]]
text = "{n * 10}"
means = "=n * 10"
feedback = "Yes."
[[question.option]]
text = "{n * 100}"
means = "=n * 100"
feedback = "Too many."
[[question.option]]
text = "{n}"
means = "=n"
feedback = "Too few."
"""


def test_there_are_templates_in_most_chapters():
    assert len(TEMPLATES) >= 30
    assert len({file for _, file in TEMPLATES.values()}) >= 10


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_draw_is_a_question_with_one_key(name):
    """A thousand seeds: the loader's own checks hold for each, and each says something else than its options do."""
    table, file = TEMPLATES[name]
    faults: list[str] = []
    for seed in range(SEEDS):
        question = read_variant(TomlTable(table, file, faults), seed)
        assert faults == []
        texts = [option.text for option in question.options]
        assert len(set(texts)) == len(texts)
        assert "{" not in question.prompt and "nan" not in " ".join(texts)


def test_eight_variants_differ_and_stay_the_same_from_one_reading_to_the_next(write_bank):
    first, again = (load_bank(write_bank(chapter=DRAWN))["chapter"].variants["drawn"] for _ in range(2))
    assert first == again
    assert len({question.prompt for question in first}) == len(first) == VARIANTS
    for question in first:
        factor = int(question.prompt.split()[2])
        assert [option.text for option in question.options if option.correct] == [str(factor * 10)]
    assert len({tuple(question.key) for question in first}) > 1  # the options are shuffled


@pytest.mark.parametrize("old, new, said", [
    ("step = 5}", "step = 40}", "3 different questions can be drawn; widen it to at least 8"),
    ("{from = 10, to = 90, step = 5}", "[7]", "n is [7]; write a list of two or more"),
    ('means = "=n * 100"', 'means = "=n * 10.2"', "are too near each other to choose between"),
    ('means = "=n * 10"\n', 'means = "=m * 10"\n', "'m' is not a name known here; known are n"),
    ('"=n * 10"\nsources', '"=n.real"\nsources', "n.real has no place in a question"),
    ("{n * 10}", "{n * 10:,s}", "cannot be written so"),
    ('computes = "value"\nanswer = "=n * 10"\n', "", "computes: missing, a key that may change with the draw"),
    ('hint = "Count."\n', "", "hint: missing"),
])  # fmt: skip
def test_a_template_that_cannot_hold_is_refused_with_its_remedy(write_bank, old, new, said):
    assert old in DRAWN
    with pytest.raises(InvalidBank) as refused:
        load_bank(write_bank(chapter=DRAWN.replace(old, new, 1)))
    assert said in str(refused.value)


@pytest.mark.parametrize("text", [
    "__import__('os')", "().__class__", "[1, 2]", "open('x')", "10 ** 1000", "1 / 0", "n if", "lambda: 1", "f'{1}'",
    "n := 3", "wilson_low(1, 0)",
])  # fmt: skip
def test_an_expression_computes_and_does_nothing_besides(text):
    with pytest.raises(InvalidExpression):
        evaluate(text, {"n": 1})
