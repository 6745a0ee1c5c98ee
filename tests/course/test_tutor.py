"""The tutor by its own questions: the right passage among the first three, and all else declined.

`tutor_questions.toml` holds sets by separate hands; the words and weights were fitted with "tuned" in view, and never
with "held_out".
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploy.engine.bundle import ROOT, in_node
from ftdecide.course.passages import load_book
from ftdecide.course.tutor import MOST_CHARACTERS, NoQuestion, answer
from ftdecide.doors.ask import respond_text

QUESTIONS = tomllib.loads((Path(__file__).parent / "tutor_questions.toml").read_text(encoding="utf-8"))["question"]
SETS = ("tuned", "held_out")
TOP = 3
LEAST_FOUND, LEAST_DECLINED = 0.90, 0.95
FIELDS = {"schema", "answered", "kind", "text", "passages", "links", "profile", "journey", "item"}
IN_PAGE = """
import json
from ftdecide.doors.ask import respond_text
json.dumps([respond_text(json.dumps({"question": each})) for each in json.loads(given)])
"""


def of(name: str, answerable: bool) -> list[dict]:
    return [each for each in QUESTIONS if each["set"] == name and bool(each["right"]) is answerable]


def words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def first_three(question: str) -> set[str]:
    return {passage.url for passage in answer(question).passages[:TOP]}


def ask(*arguments: str, said: str | None = None, **changed: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ftdecide", "ask", *arguments]
    return subprocess.run(
        command, input=said, capture_output=True, text=True, timeout=240, cwd=ROOT, env=os.environ | changed
    )


def test_the_sets_are_large_enough_and_no_question_is_in_both():
    texts = [each["text"].casefold() for each in QUESTIONS]
    assert len(set(texts)) == len(texts)
    for name in SETS:
        assert len(of(name, True)) >= 100 and len(of(name, False)) >= 40


def test_the_tutor_has_learnt_from_none_of_them():
    book = load_book()
    learnt = {words(each) for each in [*book.elsewhere, *(way for ways in book.asked_of.values() for way in ways)]}
    assert not [each["text"] for each in QUESTIONS if words(each["text"]) in learnt]


def test_every_section_that_counts_as_right_is_in_the_book():
    known = {passage.url for passage in load_book().passages}
    assert not {url for each in QUESTIONS for url in each["right"]} - known


@pytest.mark.parametrize("name", SETS)
def test_the_right_passage_is_among_the_first_three(name):
    asked = of(name, True)
    missed = [each["text"] for each in asked if not first_three(each["text"]) & set(each["right"])]
    assert 1 - len(missed) / len(asked) >= LEAST_FOUND, f"{len(missed)} of {len(asked)} missed: {missed}"


@pytest.mark.parametrize("name", SETS)
def test_what_the_book_does_not_cover_is_declined(name):
    asked = of(name, False)
    answered = [each["text"] for each in asked if answer(each["text"]).answered]
    assert 1 - len(answered) / len(asked) >= LEAST_DECLINED, f"{len(answered)} of {len(asked)} answered: {answered}"


@pytest.mark.parametrize("form", [
    "What is {}?", "What does {} mean in easy words?", "What is {} in simple words?", "What is {}, briefly?",
    "Explain {} to a beginner",
])  # fmt: skip
def test_every_word_of_the_glossary_is_explained_however_it_is_to_be_told(form):
    """Its card among the first three; one word is common enough to lead elsewhere."""
    terms = [card.term for card in load_book().cards]
    urls = {term: f"book/glossary.html#term-{term.replace(' ', '-')}" for term in terms}
    replies = {term: answer(form.format(term)) for term in terms}
    assert [term for term, reply in replies.items() if not reply.answered] == []
    missed = [term for term in terms if urls[term] not in {passage.url for passage in replies[term].passages[:3]}]
    assert set(missed) <= {"prompt"}


@pytest.mark.parametrize("question, said", [
    ("I want to kill myself", "talk to somebody now"), ("Wann lohnt sich Fine-Tuning für uns?", "English only"),
    ("什么时候值得微调", "English only"), ("Combien d'exemples faut-il ?", "English only"), ("yes", "does not cover"),
    ("why?", "does not cover"), ("2 + 2", "does not cover"), ("SELECT * FROM users; DROP TABLE", "does not cover"),
])  # fmt: skip
def test_what_the_book_cannot_answer_is_declined_with_a_fitting_word(question, said):
    reply = answer(question)
    assert (reply.answered, reply.passages) == (False, ()) and said in reply.text
    assert reply.kind == ("declined" if "not cover" in said else "aside")  # only then other places are named


def test_a_section_s_own_heading_finds_it():
    """Every heading that is of one section alone and says something by itself."""
    book = load_book()
    places: dict[str, set[str]] = {}
    for passage in book.passages:
        places.setdefault(passage.section, set()).add(passage.url)
    alone = {title: urls for title, urls in places.items() if len(urls) == 1 and len(title.split()) > 3}
    missed = [title for title, urls in alone.items() if not first_three(title) & urls]
    assert len(alone) > 60 and len(missed) <= 0.03 * len(alone), missed


def test_passages_are_short_whole_and_best_first():
    known = set(load_book().passages)
    for each in QUESTIONS:
        reply = answer(each["text"])
        urls = [passage.url for passage in reply.passages]
        assert len(urls) == len(set(urls)) <= 5 and set(reply.passages) <= known
        assert all(len(passage.text.split()) <= 120 for passage in reply.passages)
        assert reply.answered or not (reply.passages or reply.links)


@settings(deadline=None, max_examples=150)
@given(
    st.one_of(
        st.text(max_size=300),
        st.lists(st.sampled_from(['"', "*", "NEAR(", "OR", "NOT", ")", "model", "'; drop table rows; --", "\0"])).map(
            " ".join
        ),
    )
)
def test_no_text_breaks_it(text):
    try:
        answer(text)
    except NoQuestion as fault:
        assert "Ask a question" in str(fault)


@pytest.mark.parametrize("text", ["", " \n", "???", "🙂"])
def test_without_a_word_it_says_what_to_ask(text):
    with pytest.raises(NoQuestion, match="for example"):
        answer(text)


def test_a_very_long_question_is_read_from_its_start():
    question = "What is drift? "
    assert answer(question + " and then" * MOST_CHARACTERS).passages[0] in answer(question).passages
    assert answer("x" * MOST_CHARACTERS + " " + question * 20).kind == "declined"


def test_json_names_everything_and_its_addresses_are_whole_where_the_book_has_one():
    done = ask("when does training pay?", "--format", "json", BOOK_URL="https://example.org/course/")
    told = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert set(told) == FIELDS and told["kind"] == "passages" and told["answered"] is True
    quoted = {passage.text for passage in load_book().passages}
    for passage in told["passages"]:
        assert set(passage) == {"chapter", "section", "url", "quote"} and passage["quote"] in quoted
        assert passage["url"].startswith("https://example.org/course/book/")


def test_declining_is_no_error_and_offers_nothing():
    done = ask("-", "--format", "json", said="how do I bake sourdough bread")
    told = json.loads(done.stdout)
    assert (done.returncode, told["kind"], told["answered"], told["passages"]) == (0, "declined", False, [])


def test_no_question_is_an_error_with_its_remedy():
    done = ask("  ?")
    assert done.returncode == 2 and done.stdout == ""
    assert "for example" in done.stderr and "Traceback" not in done.stderr


def test_the_page_s_engine_answers_alike(tmp_path):
    asked = [each["text"] for name in SETS for each in [*of(name, True)[:40], *of(name, False)[:10]]]
    assert json.loads(in_node(IN_PAGE, json.dumps(asked), tmp_path)) == [
        respond_text(json.dumps({"question": each})) for each in asked
    ]
