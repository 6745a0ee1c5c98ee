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


# Published cases that we answer otherwise than their source, and why we leave it so.  A weight that moves a
# case shows here; a rule bent until this table is empty would only know these cases by heart.
NOT_TOLD = "nothing stated tells it from its neighbours that ended the other way"
OTHERWISE = {
    "E10": ("no", "both retrieval and training helped; a knowledge gap alone is no case for training"),
    "E12": ("unclear", "the tuned encoder is itself the small classifier that we would try first"),
    "E20": ("unclear", "140,000 wrong-register messages count as clean until somebody reads them"),
    "E26": ("unclear", NOT_TOLD),
    "E27": ("unclear", NOT_TOLD),
    "E29": ("unclear", "a style beyond words at low volume waits for a counted gap"),
    "E43": ("yes", "training pays, though a small encoder pays better: the verdict asks for that rung first"),
    "E44": ("unclear", "nothing was tried; the small classifier is named"),
    "E45": ("yes", "better than every service, but paid back only at volume, which is not stated"),
    "E58": ("unclear", NOT_TOLD),
    "E59": ("unclear", NOT_TOLD),
    "E61": ("unclear", "a base model without any assistant style is not a gap that the profile can state"),
    "E70": ("no", "ten billion tokens of training are not fine-tuning; the source says so itself"),
}


def test_where_we_differ_from_the_sources_is_written_down():
    """Every published case is answered as its source concludes, but for those in the table, as the table says."""
    ours = {number: answered(case)["justified"] for number, case in load_cases().items() if number.startswith("E")}
    theirs = {number: SAYS[load_cases()[number]["justified"]] for number in ours}
    assert {number: said for number, said in ours.items() if said != theirs[number]} == {
        number: said for number, (said, _why) in OTHERWISE.items()
    }
    assert len(ours) == 50
