"""Knowing how tests are made must not help: what is checked here is what gives keys away."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from ftdecide.course.question import Kind


@pytest.fixture(scope="module")
def questions(bank):
    return [question for chapter in bank.values() for question in chapter.questions]


@pytest.fixture(scope="module")
def single_choice(questions):
    return [question for question in questions if question.kind is Kind.ONE]


def test_the_key_is_the_longest_option_no_more_often_than_by_chance(single_choice):
    longest = [
        question.id for question in single_choice
        if all(option.correct or len(option.text) < max(len(o.text) for o in question.options if o.correct)
               for option in question.options)
    ]  # fmt: skip
    chance = sum(1 / len(question.options) for question in single_choice)
    assert len(longest) <= chance, longest


def test_no_letter_is_the_key_of_more_than_two_in_five(single_choice):
    letters = Counter(min(question.key) for question in single_choice)
    assert max(letters.values()) <= 0.4 * len(single_choice), letters


def test_no_option_refers_to_the_others(questions):
    """“None of the three” names the conditions; “none of the above” would name the options."""
    pattern = re.compile(r"(all|none|both|neither) of the (above|below|options|answers)", re.IGNORECASE)
    assert [option.text for question in questions for option in question.options if pattern.search(option.text)] == []


def test_no_prompt_turns_on_a_not(questions):
    """“Which of these is not …” tests reading, not judgement."""
    pattern = re.compile(r"\bNOT\b|\bEXCEPT\b|\bis not (true|one of)\b")
    assert [question.id for question in questions if pattern.search(question.prompt)] == []


def test_options_of_a_question_are_of_similar_length(single_choice):
    for question in single_choice:
        lengths = sorted(len(option.text) for option in question.options)
        assert lengths[-1] <= 1.5 * lengths[0], (question.id, lengths)


def test_every_reason_says_more_than_yes_or_no(questions):
    assert [option.text for question in questions for option in question.options if len(option.feedback) < 25] == []
