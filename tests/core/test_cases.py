"""The lessons' own examples: answered as the lesson says, or with the reason why we dissent."""

from __future__ import annotations

import pytest

from ftdecide import TaskProfile, assess, to_json
from ftdecide.evidence import load_cases

SAYS = {"justified": "yes", "not_justified": "no", "mixed": "unclear"}
LESSON_EXAMPLES = {number: case for number, case in load_cases().items() if number.startswith("S")}
AGREED = {number: case for number, case in LESSON_EXAMPLES.items() if "contradicted_by" not in case}
CONTRADICTED = {number: case for number, case in LESSON_EXAMPLES.items() if "contradicted_by" in case}


def answered(case) -> dict:
    return to_json(assess(TaskProfile.from_json(case["profile"])))


@pytest.mark.parametrize("number", AGREED)
def test_an_example_is_answered_as_its_lesson_says(number):
    """Where no evidence speaks against it, the lesson's own conclusion is reached, with reasons."""
    verdict = answered(AGREED[number])
    assert verdict["justified"] == SAYS[AGREED[number]["justified"]]
    assert verdict["reasons"]


@pytest.mark.parametrize("number", CONTRADICTED)
def test_a_contradicted_example_is_dissented_from_with_the_evidence(number):
    """Where evidence contradicts the lesson, the answer differs and names that evidence."""
    case = CONTRADICTED[number]
    verdict = answered(case)
    assert verdict["justified"] != SAYS[case["justified"]]
    for contradiction in case["contradicted_by"]:
        assert contradiction in verdict["markdown"]
        assert any(contradiction in dissent["sources"] for dissent in verdict["dissents"])


def test_there_are_examples_of_both_kinds():
    """The two tests above are about something: 15 agreed and 2 contradicted."""
    assert (len(AGREED), len(CONTRADICTED)) == (15, 2)
