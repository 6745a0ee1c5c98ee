"""The bank that ships: what the course promises of its questions, and keys that agree with the core."""

from __future__ import annotations

import re
import shutil

import pytest

from course.small_bank import QUESTIONS, ROOT
from ftdecide.course.bank import load_bank
from ftdecide.course.question import Kind
from ftdecide.evidence import load_evidence
from ftdecide.model import TaskProfile
from ftdecide.verdict import assess

CHAPTERS = {"one-answer", "two-kinds-of-work", "three-conditions", "curation", "ladder", "money", "limits"}


def statuses(question):
    return {finding.condition: finding.status for finding in assess(TaskProfile.from_json(question.profile)).conditions}


def test_every_chapter_has_questions(bank):
    assert set(bank) >= CHAPTERS
    assert len(bank["three-conditions"].questions) >= 12
    assert all(len(chapter.questions) >= 3 for chapter in bank.values())


def test_all_three_conditions_are_to_be_named_unaided(bank):
    question = bank["three-conditions"].question("tc-name-all")
    assert question.kind is Kind.NAME
    assert len(question.concepts) == question.points == 3


def test_in_at_least_four_cases_exactly_two_conditions_hold_and_each_is_missing_once(bank):
    cases = [question for question in bank["three-conditions"].questions if question.profile]
    missing = [[condition for condition, status in statuses(question).items() if status != "met"] for question in cases]
    exactly_two = [names[0] for names in missing if len(names) == 1]
    assert len(exactly_two) >= 4
    assert set(exactly_two) == {"volume", "near_miss", "clean_examples"}


def test_most_questions_on_the_three_conditions_ask_about_a_concrete_case(bank):
    questions = bank["three-conditions"].questions
    assert sum(question.case for question in questions) >= 0.6 * len(questions)


@pytest.mark.parametrize("question_id, keys", [
    ("tc-case-legal-clinic", ["The volume"]),  # some hundreds a month
    ("tc-case-receipts", ["High-volume", "Base model almost"]),  # a handful of records
    ("tc-case-tiny-agent", ["The near miss: there is next to nothing"]),  # none solved
    ("tc-case-anything", ["The volume, because"]),  # two million requests of different kinds
    ("tc-case-unmeasured", ["It is unknown until"]),  # nobody has tried
])  # fmt: skip
def test_computed_key_is_what_a_teacher_would_say(bank, question_id, keys):
    """In every variant, wherever the option stands."""
    for question in bank["three-conditions"].variants[question_id]:
        right = sorted(option.text for option in question.options if option.correct)
        assert len(right) == len(keys)
        assert all(text.startswith(key) for text, key in zip(right, sorted(keys), strict=True)), right


def test_a_moved_threshold_moves_the_key(write_bank):
    """Above the break-even no condition is unmet: the key follows the profile, not the file."""
    text = (QUESTIONS / "three-conditions.toml").read_text(encoding="utf-8")
    few, many = "{from = 180, to = 780, step = 60}", "{from = 500000, to = 1100000, step = 60000}"
    assert text.count(few) == 1
    folder = write_bank(moved=text.replace(few, many))
    shutil.copy(QUESTIONS.parent / "references.toml", folder.parent)
    moved = load_bank(folder)["moved"].variants["tc-case-legal-clinic"]
    keys = {option.text for question in moved for option in question.options if option.correct}
    assert keys == {"None of the three: all of them hold"}


def test_halving_the_price_doubles_the_break_even(bank):
    money = bank["money"]
    before, after, never = (money.question(name) for name in ("mo-break-even", "mo-price-halves", "mo-never"))
    assert "430,000" in next(option.text for option in before.options if option.correct)
    assert "670,000" in next(option.text for option in after.options if option.correct)
    assert next(option.text for option in never.options if option.correct).startswith("At none")


def test_every_term_is_in_the_glossary(bank, glossary):
    used = {term for chapter in bank.values() for question in chapter.questions for term in question.terms}
    assert used <= glossary.names, sorted(used - glossary.names)


def test_every_question_stands_on_a_page_of_the_book(bank):
    pages = "".join(page.read_text(encoding="utf-8") for page in (ROOT / "book").glob("*.md"))
    assert [name for name in bank if f"```{{quiz}} {name}" not in pages] == []


def test_the_break_even_that_reasons_quote_is_the_one_in_the_evidence(bank):
    """Prose cannot be computed; when the threshold moves, this names the sentences to change."""
    evidence = f"{load_evidence()['high_volume_requests_per_month']:,.0f}"
    quoting = re.compile(r"break-even[^.]*?\b(\d{1,3}(?:,\d{3})+)\b")
    questions = [question for question in bank["three-conditions"].questions if question.profile]
    reasons = [option.feedback for question in questions for option in question.options]
    quoted = {match for reason in reasons for match in quoting.findall(reason)}
    assert quoted == {evidence}
