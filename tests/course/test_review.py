"""What follows from a reader's progress: the review deck, the calibration, what next, the cards for Anki."""

from __future__ import annotations

import io
import json
import random
import sqlite3
import zipfile
from datetime import date
from itertools import pairwise

import pytest
from fsrs import Rating

from course.progresses import answer, progress
from deploy.engine.bundle import ROOT, in_node
from ftdecide.course.calibration import calibration
from ftdecide.course.flash_cards import FlashCard
from ftdecide.course.outline import Journey, Step
from ftdecide.course.recommend import recommend
from ftdecide.course.review import deck, rating
from ftdecide.doors.anki import package
from ftdecide.doors.book_folder import BookFolder
from ftdecide.doors.learning import respond

NOW = "2026-11-28T12:00:00.000Z"


def deck_of(*entries, now=NOW, offset=0):
    return deck(progress(*entries).of_kind("answer"), now, offset)


@pytest.mark.parametrize(
    ("right", "percent", "enters", "told"),
    [
        (False, 95, True, Rating.Again),
        (False, None, True, Rating.Again),
        (True, 25, True, Rating.Hard),
        (True, 50, True, Rating.Hard),
        (True, 75, False, Rating.Good),
        (True, None, False, Rating.Good),
        (True, 95, False, Rating.Easy),
        (None, 25, False, None),
    ],
)
def test_missed_and_unsure_answers_enter_the_deck(right, percent, enters, told):
    (entry,) = progress(answer("a", "2026-11-27", right, percent)).of_kind("answer")
    assert len(deck_of(answer("a", "2026-11-27", right, percent)).items) == enters
    if right is not None:
        assert rating(entry) is told


def test_missed_today_is_due_tomorrow_and_a_right_answer_moves_it_further_each_time():
    """A good answer on each day it is due: after 1 day, 2, 6 and 17; a miss brings it back to the next day."""
    days, entries = [date(2026, 11, 27)], [answer("a", "2026-11-27", False)]
    for _ in range(4):
        days.append(deck_of(*entries).items[0].due)
        entries.append(answer("a", days[-1].isoformat(), True))
    assert [(after - before).days for before, after in pairwise(days)] == [1, 2, 6, 17]
    again = deck_of(*entries, answer("a", "2027-02-01", False)).items[0]
    assert (again.missed, again.reviews) == (2, 6)
    assert 1 <= (again.due - date(2027, 2, 1)).days <= 3


def test_the_day_is_the_readers_own():
    """At 23:30 UTC it is tomorrow in Berlin, and still today in New York."""
    late = answer("a", "2026-11-27", False, at="2026-11-27T23:30:00.000Z")
    assert deck_of(late, offset=60).items[0].due == date(2026, 11, 29)
    assert deck_of(late, offset=-300).items[0].due == date(2026, 11, 28)
    assert deck_of(late, now="2026-11-28T23:30:00.000Z", offset=60).due
    assert not deck_of(late, now="2026-11-28T04:30:00.000Z", offset=-300).due


def test_trying_again_at_once_moves_nothing_further_away_and_betters_no_calibration():
    """Five right answers with the reasons in view, on the day of the miss."""
    again = [answer("a", "2026-11-27", True, 95, at=f"2026-11-27T13:0{n}:00.000Z", variant=n) for n in range(5)]
    entries = [answer("a", "2026-11-27", False, 95), *again]
    (item,) = deck_of(*entries).items
    assert (item.due, item.reviews, item.missed, item.variant) == (date(2026, 11, 28), 1, 1, 4)
    level = calibration(progress(*entries).of_kind("answer")).levels[3]
    assert (level.right, level.answers) == (0, 1)
    right_then_wrong = [
        answer("b", "2026-11-27", True, 95),
        answer("b", "2026-11-27", False, at=again[0].popitem()[1]["at"]),
    ]
    assert deck_of(*right_then_wrong).items[0].due == date(2026, 11, 28)


def test_an_answer_under_a_chapters_old_name_is_due_and_counted_where_its_question_stands_now():
    """Chapters are renamed; the questions keep their ids."""
    held = progress(answer("mo-never", "2026-11-27", False, chapter="old-money"))
    contents = BookFolder(ROOT / "book").contents
    asked = {"document": {"schema": 2, "entries": dict(held.entries)}, "now": NOW, "contents": contents.to_json()}
    found = respond(asked)
    assert [(due["item"], due["chapter"]) for due in found["review"]["due"]] == [("mo-never", "money")]
    assert [chapter["missed"] for chapter in found["chapters"] if chapter["name"] == "money"] == [1]


def test_what_waits_for_its_writers_mark_is_neither_right_nor_answered():
    """And what is dated ahead counts when its time has come."""
    entries = [answer("a", "2026-11-27", None), answer("b", "2026-11-27", True), answer("c", "2027-01-01", False)]
    asked = {"document": {"schema": 2, "entries": dict(progress(*entries).entries)}, "now": NOW, "contents": None}
    (chapter,) = respond(asked)["chapters"]
    assert [chapter[name] for name in ("right", "missed", "answered", "unmarked", "total")] == [1, 0, 1, 1, 2]
    assert respond(asked)["review"]["next_day"] is None
    later = respond({**asked, "now": "2027-01-03T00:00:00.000Z"})
    assert [due["item"] for due in later["review"]["due"]] == ["c"]


def test_a_first_answer_that_was_written_is_no_step_that_comes_next():
    contents = BookFolder(ROOT / "book").contents.to_json()
    pages = [step["page"] for step in contents["journeys"][0]["steps"]]
    assert pages[0] == "book/your-first-answer"
    first = {"first_answer": {"at": NOW, "kind": "first_answer", "answer": {}}}
    asked = {"document": {"schema": 2, "entries": {}}, "now": NOW, "contents": contents}
    written = {**asked, "document": {"schema": 2, "entries": first}}
    assert respond(asked)["next"]["page"] == pages[0]
    assert (
        respond(written)["next"]["page"]
        == respond({**asked, "done": ["your-first-answer"]})["next"]["page"]
        == pages[1]
    )


def test_what_waits_is_named_by_its_day():
    cards = deck_of(answer("a", "2026-11-27", False), answer("b", "2026-11-28", False), answer("c", "2026-11-28", True))
    assert [item.item for item in cards.due] == ["a"]
    assert cards.next_day == date(2026, 11, 29)


@pytest.mark.timeout(300)
def test_the_pages_engine_gives_the_same_days(tmp_path):
    """Two hundred random histories, replayed in Pyodide and here."""
    draw = random.Random(2026)
    entries = {}
    for n in range(200):
        day = date(2026, 1, 1).toordinal()
        for _ in range(draw.randrange(1, 8)):
            day += draw.choice([0, 1, 1, 3, 10, 40])
            right = draw.random() < 0.7
            entries |= answer(f"q{n}", date.fromordinal(day).isoformat(), right, draw.choice([25, 50, 75, 95, None]))
    request = {"document": {"schema": 2, "entries": entries}, "now": NOW, "offset_minutes": 60, "contents": None}
    program = "from ftdecide.doors.learning import respond_text\nrespond_text(given)"
    theirs = json.loads(in_node(program, json.dumps(request), tmp_path))
    assert theirs == json.loads(json.dumps(respond(request)))
    assert len(theirs["review"]["items"]) > 150


def calibrated(*counts: tuple[int, int, int]):
    """Answers as (said, right, of) levels."""
    entries = [
        answer(f"q{said}-{n}", "2026-11-28", n < right, said) for said, right, total in counts for n in range(total)
    ]
    return calibration(progress(*entries).of_kind("answer"))


def test_calibration_says_how_far_apart_and_when_it_cannot_tell():
    """Worked by hand: (75 * 20 + 95 * 20) / 40 = 85 said, 22 of 40 = 55 % right, whose interval ends at 69 %."""
    assert calibrated((75, 12, 20), (95, 10, 20)).sentence == (
        "You said 85 % on average and were right in 55 % of 40 first tries: 30 points too sure."
    )
    assert "less sure than you could be" in calibrated((25, 18, 20)).sentence
    assert "no difference that so many answers could show" in calibrated((75, 14, 20)).sentence
    assert calibrated((95, 0, 9)).sentence == "Too few first tries to tell: 9 of the 10 that it takes."
    level = calibrated((50, 8, 10)).levels[1]
    assert (level.said_percent, level.right, level.answers) == (50, 8, 10)
    assert (round(level.low_percent), round(level.high_percent)) == (49, 94)  # Wilson, by hand


def test_answers_without_confidence_or_judgement_are_not_calibrated():
    entries = [answer("a", "2026-11-28", True, None), answer("b", "2026-11-28", None, 75)]
    assert sum(level.answers for level in calibration(progress(*entries).of_kind("answer")).levels) == 0


JOURNEYS = (
    Journey("task", "I have a task", "One task.", "", (Step("book/ladder", ""), Step("notebooks/drill", ""))),
    Journey(
        "team", "I decide", "A team.", "", (Step("book/money", ""), Step("book/limits", ""), Step("book/ladder", ""))
    ),
)


@pytest.mark.parametrize(
    ("read", "missed", "verdict", "wanted", "journey", "page"),
    [
        ((), {}, False, None, "task", "book/ladder"),
        (("ladder",), {}, False, None, "task", "notebooks/drill"),
        (("money", "limits"), {}, False, None, "team", "book/ladder"),
        (("ladder",), {}, True, None, "team", "book/money"),
        (("ladder",), {"limits": 3}, False, None, "team", "book/limits"),
        (("ladder",), {"limits": 2}, False, None, "task", "notebooks/drill"),
        (("ladder",), {"limits": 9}, False, "team", "team", "book/money"),
        (("ladder",), {}, False, "nonsense", "task", "notebooks/drill"),
        (("ladder", "money", "limits"), {}, True, None, "task", "notebooks/drill"),
        (("ladder", "money", "limits"), {}, True, "team", "team", "book/ladder"),
    ],
)
def test_what_next(read, missed, verdict, wanted, journey, page):
    found = recommend(read, missed, verdict, JOURNEYS, wanted)
    assert (found.journey, found.page) == (journey, page)
    assert found.reason.endswith(".")


def notes_in(packed: bytes, folder) -> tuple[dict[str, str], dict]:
    """The fields of each note by its identity, and the decks."""
    folder.mkdir()
    with zipfile.ZipFile(io.BytesIO(packed)) as held:
        held.extract("collection.anki2", folder)
    with sqlite3.connect(folder / "collection.anki2") as base:
        notes = dict(base.execute("select guid, flds from notes"))
        (decks,) = base.execute("select decks from col").fetchone()
    base.close()
    return notes, json.loads(decks)


def test_a_second_deck_updates_the_notes_of_the_first(tmp_path):
    """The same card keeps its note's identity and its deck's, whatever its text becomes."""
    one = [FlashCard("mo-a", "Money", "Ask", "Reply"), FlashCard("li-b", "Limits", "<b>Ask</b>", "Reply")]
    two = [FlashCard("mo-a", "Money", "Ask", "Reply, mended")]
    (first, decks), (second, other) = (
        notes_in(package(one, "D"), tmp_path / "1"),
        notes_in(package(two, "D"), tmp_path / "2"),
    )
    assert len(first) == 2 and set(second) < set(first)
    assert next(iter(second.values())).split("\x1f") == ["Ask", "Reply, mended", "Money"]
    names = {deck["name"]: number for number, deck in decks.items()}
    assert {"D::Money", "D::Limits"} <= set(names)
    assert names["D::Money"] in other
    assert package(one, "D") == package(one, "D")


def test_every_question_and_word_has_its_card():
    """With a key on the back; all texts escaped."""
    book = BookFolder(ROOT / "book")
    cards = book.flash_cards()
    questions = [question.id for chapter in book.bank.values() for question in chapter.questions]
    assert [card.id for card in cards][: len(questions)] == questions
    assert len(cards) > len(questions) + 50
    assert all(card.front.startswith("<p>") and len(card.back) > 20 for card in cards)
    assert len({card.id for card in cards}) == len(cards)


def test_the_contents_name_the_chapters_of_the_book_and_its_journeys():
    contents = BookFolder(ROOT / "book").contents
    assert [chapter.page for chapter in contents.chapters][:2] == ["book/one-answer", "book/two-kinds-of-work"]
    assert contents.titles["notebooks/drill"] and len(contents.journeys) == 4
