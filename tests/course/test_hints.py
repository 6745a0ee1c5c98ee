"""Help with questions of the bank: a hint that keeps the key, then the answer; never the other way round."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ftdecide.course.bank import load_bank
from ftdecide.course.guide import load_guide
from ftdecide.course.hints import hint, item_of, item_with_text, wishes_answer, wishes_hint
from ftdecide.course.question import Kind
from ftdecide.course.tutor import answer

BOOK = Path(__file__).resolve().parents[2] / "book"


@pytest.fixture(scope="module")
def bank():
    from book.conftest import EXTENSIONS  # noqa: F401 - finds the build's own extensions
    from evidence_role import known_sources

    return load_bank(BOOK / "questions", known_sources())


@pytest.fixture(scope="module")
def questions(bank):
    return [variants for chapter in bank.values() for variants in chapter.variants.values()]


def plain(text: str) -> str:
    return " ".join(re.findall(r"[\w%]+", text.casefold()))


def keys_of(question) -> list[str]:
    if question.kind is Kind.NUMBER:
        return [f"{question.number.value:,g}", f"{question.number.value:g}"]
    if question.kind is Kind.NAME:
        return [concept.name for concept in question.concepts]
    if question.kind is Kind.TEXT:
        return [question.model.text]
    return [step.text for step in question.steps] if question.steps else [o.text for o in question.options if o.correct]


def gives_away(text: str, question) -> list[str]:
    """The keys that stand in a text as a whole, and letters named as an answer."""
    found = [key for key in keys_of(question) if len(plain(key)) > 1 and f" {plain(key)} " in f" {plain(text)} "]
    if question.kind is Kind.ORDER:  # one step may be named, their order may not
        found = found if len(found) == len(question.steps) else []
    if question.kind is Kind.NAME:
        found = found if len(found) > len(question.concepts) / 2 else []
    return found + re.findall(r"\b(?:option|answer|letter) [A-F]\b", text)


def test_no_hint_holds_its_key(questions):
    faults = {
        question.id: found
        for variants in questions
        for question in variants
        if (found := gives_away(question.hint, question))
    }
    assert faults == {}


def test_a_planted_give_away_is_found(questions):
    """The test above can fail."""
    question = next(variants[0] for variants in questions if variants[0].kind is Kind.ONE)
    key = next(option.text for option in question.options if option.correct)
    assert gives_away(f"Think of this: {key}", question) == [key]
    assert gives_away("It is option B.", question) == ["option B"]


def test_every_question_has_a_hint(questions):
    assert [variants[0].id for variants in questions if not variants[0].hint] == []


def test_a_hint_names_a_section_of_a_chapter(questions):
    for variants in questions[::12]:
        found = hint(variants[0])
        assert found.text == variants[0].hint
        assert not found.url or (found.url.startswith(("book/", "notebooks/")) and "#term-" not in found.url)


def test_the_text_of_a_question_finds_it_and_ordinary_questions_find_none(questions):
    items = load_guide().items
    long = [variants[0] for variants in questions if len(set(variants[0].prompt.split())) > 16]
    assert len(long) > 60
    for question in long:
        found = item_with_text(question.prompt, items.values())
        assert found is not None and (found.id == question.id or found.prompt == question.prompt), question.id
    for asked in ("How many examples do I need?", "What are the three conditions?", "When does fine-tuning pay?",
                  "We get 2k tickets a week and have 500 labelled examples. Should we fine-tune?"):  # fmt: skip
        assert item_with_text(asked, items.values()) is None


@pytest.fixture(scope="module")
def fixed(questions):
    """A long question of one key whose numbers do not vary."""
    return next(
        variants[0]
        for variants in questions
        if len(variants) == 1 and variants[0].kind is Kind.ONE and len(variants[0].prompt.split()) > 20
    )


def test_a_hint_comes_first_and_the_answer_when_it_is_asked_for_again(fixed):
    first = answer(fixed.prompt, {})
    assert (first.kind, first.item, first.passages) == ("hint", fixed.id, ())
    assert fixed.hint in first.text and gives_away(first.text, fixed) == []
    assert answer(f"Show me the answer: {fixed.prompt}", {}).kind == "hint"  # the page has given no hint yet
    again = answer("show me the answer", {"item": fixed.id, "hinted": fixed.id})
    assert again.kind == "answer_to_item" and again.item == fixed.id
    right = next(option for option in fixed.options if option.correct)
    assert right.text.rstrip(".") in again.text and right.feedback in again.text


def test_at_the_command_line_nothing_is_remembered_and_a_plain_wish_is_enough(fixed):
    assert answer(fixed.prompt).kind == "hint"
    assert answer(f"Show me the answer: {fixed.prompt}").kind == "answer_to_item"


def test_help_is_about_the_question_in_view(fixed):
    assert answer("Give me a hint", {"item": fixed.id}).item == fixed.id
    assert answer("What is drift?", {"item": fixed.id, "hinted": fixed.id}).kind == "passages"


@pytest.mark.parametrize(
    "context", [{"item": "no-such"}, {"item": 5}, {"item": None}, {"item": [], "read": 5, "missed": []}]
)
def test_a_context_that_means_nothing_changes_nothing(context):
    assert answer("What is drift?", context).kind == "passages"
    assert answer("What should I read next?", context).kind == "journey"


def test_a_drawn_question_keeps_its_key_to_its_card(questions):
    drawn = next(variants[0] for variants in questions if len(variants) > 1)
    found = answer("show me the answer", {"item": drawn.id, "hinted": drawn.id})
    assert found.kind == "answer_to_item" and "card" in found.text


WISHES = {"Show me the answer": (True, False), "what is the right answer?": (True, False), "I give up": (True, False),
          "give me a hint": (False, True), "I'm stuck": (False, True), "What answers do you give?": (False, False),
          "How do I answer my boss?": (False, False)}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), WISHES.items())
def test_what_is_wished_for(text, expected):
    assert (wishes_answer(text), wishes_hint(text)) == expected


def test_the_guide_is_what_the_book_was_built_from(bank):
    """`make book` writes it; it is committed with what it is made from."""
    items = load_guide().items
    assert list(items) == [item for chapter in bank.values() for item in chapter.variants]
    for chapter in bank.values():
        for item, variants in chapter.variants.items():
            assert items[item] == item_of(variants, chapter.title, f"book/{chapter.name}"), "run `make book`"
