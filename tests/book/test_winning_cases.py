"""The examples of the chapter on wins are put through the core; an answer that moves shows here and on the page."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from case_verdicts import ANSWERS, CONCLUSIONS, judged
from winners import counted, studies, traits

from ftdecide.evidence import load_cases

ROOT = Path(__file__).resolve().parents[2]
CHAPTER = (ROOT / "book" / "when-training-wins.md").read_text(encoding="utf-8")
PAGE = "book/when-training-wins.html"
CASES = load_cases()

# What the drill says of each example of the chapter, and the reason that decides.  The chapter's prose was written to
# these answers: where one moves, read the paragraph about it again.
ANSWERED = {
    "S01": ("yes", "errors_expensive_at_volume"),
    "S07": ("yes", "errors_expensive_at_volume"),
    "S08": ("yes", "on_device"),
    "S17": ("yes", "rule_implicit"),
    "S09": ("unclear", "knowledge_gap"),
    "S02": ("no", "knowledge_gap"),
    "S03": ("no", "examples_too_few"),
    "S04": ("no", "examples_too_few"),
    "S05": ("no", "examples_too_few"),
    "S06": ("no", "examples_too_few"),
    "S10": ("no", "volume_low"),
    "S11": ("unclear", "rule_implicit"),
    "S12": ("no", "examples_too_few"),
    "S13": ("no", "examples_dirty"),
    "S14": ("no", "rules_change_often"),
    "S15": ("unclear", "examples_many"),
    "S16": ("no", "not_near_miss"),
    "E39": ("yes", "volume_pays"),
    "E69": ("yes", "errors_expensive_at_volume"),
    "E35": ("yes", "room_clear"),
    "E63": ("yes", "room_narrow"),
    "E51": ("yes", "room_clear"),
    "E29": ("unclear", "rule_implicit"),
    "E31": ("no", "knowledge_gap"),
    "E70": ("no", "knowledge_gap"),
}


@pytest.mark.parametrize(("number", "expected"), ANSWERED.items())
def test_each_example_of_the_chapter_is_answered_as_its_prose_assumes(number, expected):
    case = judged(number, CASES[number])
    assert (case.verdict.justified, case.deciding.name) == expected


def test_the_chapter_names_just_these_examples():
    tables = [line.split("} ")[1].split() for line in CHAPTER.splitlines() if line.startswith("```{case-verdicts}")]
    assert sorted(number for table in tables for number in table) == sorted(ANSWERED)


def test_a_case_told_otherwise_is_answered_otherwise():
    """The planted defect: the citations at one in a thousand of their volume, and with cheap errors."""
    case = CASES["S01"]
    fewer = case | {"profile": case["profile"] | {"requests_per_month": 900, "failure_cost": "trivial"}}
    assert judged("S01", case).agrees
    assert not judged("S01", fewer).agrees


def test_the_page_says_each_answer_and_where_it_parts_from_its_source(new_watched_page, served_book):
    page = new_watched_page()
    page.goto(served_book + PAGE)
    rows = page.locator("table.case-verdicts tbody tr")
    assert rows.count() == len(ANSWERED)
    for row, number in zip(rows.all(), _in_order(), strict=True):
        case, said = judged(number, CASES[number]), row.text_content()
        assert case.title.replace('"', "")[:12] in said.replace("“", "").replace("”", "").replace('"', "")
        assert CONCLUSIONS[case.concluded] in said and f"{ANSWERS[case.verdict.justified]}." in said
        assert case.why in said
        assert ("Not what its source says." in said) is not case.agrees
    assert not page.outside_requests and not page.console_errors


def _in_order() -> list[str]:
    lines = (line for line in CHAPTER.splitlines() if line.startswith("```{case-verdicts}"))
    return [number for line in lines for number in line.split("} ")[1].split()]


def test_one_trait_stands_out_as_the_chapter_says():
    """Room left parts the two kinds by far the most; the three conditions of the slogan hardly part them."""
    found = {trait.name: trait for trait in traits(studies())}
    first, second = list(found.values())[:2]
    assert first.name == "room" and first.difference >= second.difference + 0.25
    assert all(found[name].difference < 0.15 for name in ("near", "examples", "repetitive"))
    room = found["room"]
    assert room.having["justified"] / room.telling["justified"] > 0.9  # “nearly every winner”, says a question
    assert 0.25 < room.having["not_justified"] / room.telling["not_justified"] < 0.4  # “only a third of the others”


def test_traits_are_counted_from_the_cases_that_tell():
    """Three invented cases: one tells a pass rate, one an unlike gap, one nothing."""
    cases = {
        "A": {"justified": "justified", "profile": {"gap": "style", "rungs": {"few_shot": {"pass_rate": 0.6}}}},
        "B": {"justified": "not_justified", "profile": {"gap": "knowledge", "repetitive": True}},
        "C": {"justified": "not_justified", "profile": {}},
        "D": {"justified": "mixed", "profile": {"gap": "knowledge"}},
    }
    found = {trait.name: trait for trait in traits(cases)}
    assert counted(cases) == {"justified": 1, "not_justified": 2}
    assert (found["room"].having["justified"], found["room"].telling) == (1, {"justified": 1, "not_justified": 0})
    assert (found["no_facts"].having["not_justified"], found["no_facts"].telling["not_justified"]) == (0, 1)
    assert found["repetitive"].having == {"justified": 0, "not_justified": 1}
    assert next(iter(found)) == "room" or found["room"].difference == found["no_facts"].difference


def test_the_numbers_of_the_table_stand_on_the_page(new_watched_page, served_book):
    page = new_watched_page()
    page.goto(served_book + PAGE)
    said = page.locator("table.winning-traits").inner_text()
    for trait in traits(studies()):
        assert trait.title in said
        for side in ("justified", "not_justified"):
            assert f"{trait.having[side]} of {trait.telling[side]}" in said
    numbers = counted(studies())
    assert f"has {numbers['justified']} studies" in page.locator("article").inner_text()


def test_the_conditions_of_a_moat_are_asked_as_the_chapter_lists_them():
    """Four in the chapter, four right options in the question on it."""
    bank = tomllib.loads((ROOT / "book" / "questions" / "when-training-wins.toml").read_text(encoding="utf-8"))
    moat = next(question for question in bank["question"] if question["id"] == "ww-moat")
    listed = [line for line in CHAPTER.splitlines() if line[:3] in ("1. ", "2. ", "3. ", "4. ")]
    assert sum(option.get("key", False) for option in moat["option"]) == len(listed) == 4
