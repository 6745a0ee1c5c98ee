"""What a question wants besides passages: a verdict on one's own task, with what it said of it; a way to read."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from urllib.parse import unquote

import pytest

from ftdecide.course.intents import asks_what_next, drill_profile, wanted_journey
from ftdecide.course.said_numbers import with_digits
from ftdecide.course.tutor import answer
from ftdecide.course.understood import drill_address, understood
from ftdecide.model import TaskProfile

CASES = tomllib.loads(Path(__file__).with_name("own_cases.toml").read_text(encoding="utf-8"))
ASKED = [(case["question"], case["profile"]) for case in CASES["asked"]]
GENERAL = [case["question"] for case in CASES["general"]]


def test_there_are_enough_cases():
    assert len(ASKED) >= 60 and len(GENERAL) >= 30


@pytest.mark.parametrize(("question", "profile"), ASKED, ids=[question for question, _ in ASKED])
def test_a_question_about_ones_own_task_gives_exactly_what_it_said(question, profile):
    """No key more, none less; and the drill can read it."""
    found = drill_profile(question)
    assert found == profile
    TaskProfile.from_json(found)


@pytest.mark.parametrize("question", GENERAL)
def test_a_question_about_the_matter_does_not_lead_into_the_drill(question):
    assert drill_profile(question) is None


@pytest.mark.parametrize(("question", "profile"), ASKED, ids=[question for question, _ in ASKED])
def test_every_value_is_said_again_in_words_and_travels_in_the_fragment(question, profile):
    phrases = understood(profile)
    rungs = profile.get("rungs", {})
    assert len(phrases) == len(profile) - ("rungs" in profile) + len(rungs)
    address = drill_address(profile)
    assert "?" not in address and " " not in address
    if profile:
        assert json.loads(unquote(address.partition("#profile=")[2])) == profile


NUMBERS = {
    "300 letters": "300 letters", "1,200,000 calls": "1200000 calls", "2k": "2000", "1.5m": "1500000",
    "half a million": "500000", "a thousand": "1000", "twenty-five": "25", "two hundred thousand": "200000",
    "three dozen": "36", "no one": "no one", "1.000": "#", "12,5": "#", "10 000": "10000", "hundreds": "hundreds",
    "each one": "each one", "nine out of ten": "9 out of 10",
}  # fmt: skip


@pytest.mark.parametrize(("text", "digits"), NUMBERS.items())
def test_a_number_in_words_becomes_digits_where_it_is_clear(text, digits):
    assert with_digits(text) == digits


NEXT = {
    "What next?": None, "What should I read next?": None, "Where should I start?": None, "where do i begin": None,
    "Which chapter should I read first?": None, "What now?": None, "How do I use this book?": None,
    "Can you recommend a chapter?": None, "I'm a teacher, what should I read?": "teach",
    "I teach a class of 30. Where do I start?": "teach", "As a manager, which pages should I read?": "team",
    "I must decide for a team. What should I read?": "team", "We have a folder of data, where should we start?": "data",
    "I have a task, where do I start?": "task", "As an engineer, what should I read first?": "task",
}  # fmt: skip


@pytest.mark.parametrize(("question", "journey"), NEXT.items())
def test_who_asks_what_next_is_led_on(question, journey):
    assert asks_what_next(question) and wanted_journey(question) == journey
    assert drill_profile(question) is None


@pytest.mark.parametrize(
    "question",
    [
        "What comes next after the verdict?", "What is the next rung?", "Where do I start cleaning examples?",
        "What do I do first with 500 examples of training data?", "How do I teach the model my tone?",
        "Does the model learn from its manager?", "What is a teacher model?", "How should I start an evaluation?",
        "Should my team fine-tune?", "drift?",
    ],
)  # fmt: skip
def test_what_comes_next_in_the_matter_is_a_question_for_the_passages(question):
    assert not asks_what_next(question) and wanted_journey(question) is None


@pytest.mark.parametrize(
    "question",
    [
        "How do I start a career in machine learning without a degree?",
        "what should I read next about Napoleon?",
        "Where do I begin with my sourdough bread?",
        "Should we train for the marathon or just walk it?",
    ],
)
def test_what_is_put_like_that_and_is_on_another_subject_is_declined(question):
    assert answer(question).kind == "declined"
