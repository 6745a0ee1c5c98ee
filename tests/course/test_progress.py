"""A reader's progress: what is read and refused, merged, brought back and deleted."""

from __future__ import annotations

import json

import pytest

from course.progresses import answer, progress
from ftdecide.course.progress import InvalidProgress, Progress, deleted, imported, merge

NOON, LATER = "2026-11-28T12:00:00.000Z", "2026-11-29T12:00:00.000Z"
READ = {"read:money": {"at": NOON, "kind": "read", "chapter": "money"}}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not whole JSON"),
        ('{"schema": 2, "entries": {', "not whole JSON"),
        ("[" * 100_000, "not whole JSON"),
        ("NaN", "not whole JSON"),
        ("[]", "no JSON object"),
        ("{}", "entries: it is missing"),
        ('{"committed": "2026-11-21", "task": "Sort"}', "this is no progress"),
        ('{"schema": 3, "entries": {}}', "schema: this version reads 1 and 2"),
        ('{"schema": true, "entries": {}}', "schema: this version reads 1 and 2"),
        ('{"schema": 2, "entries": []}', "entries: it must be a JSON object"),
        ('{"schema": 2, "entries": {}, "epoch": "yesterday"}', "epoch: it must be a time"),
        ('{"schema": 1, "quizzes": []}', "quizzes: it must be a JSON object"),
        ('{"schema": 2, "entries": {}, "x": "' + "x" * 5_000_001 + '"}', "larger than 5 MB"),
    ],
)
def test_what_is_no_progress_is_refused_with_field_and_remedy(text, said):
    with pytest.raises(InvalidProgress, match=said) as refused:
        Progress.from_text(text)
    assert "Choose a file" in str(refused.value) or "Open it with" in str(refused.value)


def test_a_file_of_schema_1_still_loads():
    """Its answers have no day and no confidence, and get the same IDs each time, so that nothing doubles."""
    old = json.dumps({"schema": 1, "quizzes": {"money": {"mo-a": ["b"], "mo-b": [], "mo-c": "b"}, "odd": 3}})
    one, two = Progress.from_text(old), Progress.from_text(old)
    assert merge(one, two).text == one.text
    (entry,) = one.of_kind("answer")
    assert (entry["item"], entry["given"], entry["right"]) == ("mo-a", ["b"], None)
    assert entry.at == "2026-01-01T00:00:00.000Z"


def test_a_single_faulty_entry_is_kept_and_named_and_nothing_is_derived_from_it():
    bad = {"answer:x": {"at": NOON, "kind": "answer", "item": "mo-a"}, "odd": 3, "soon": {"at": NOON, "kind": "badge"}}
    held = Progress.from_text(progress(READ, bad).text)
    assert held.faults == ("answer:x: chapter: it names no chapter", "odd: entry: it must be a JSON object")
    assert held.of_kind("answer") == () and len(held.of_kind("read")) == 1
    assert set(held.entries) == {"read:money", *bad}


def test_a_deletion_takes_what_was_before_it_and_leaves_what_came_after():
    before, after = answer("a", "2026-11-28", True), answer("b", "2026-11-30", True)
    gone = merge(progress(before, after), progress(epoch=LATER))
    assert [entry["item"] for entry in gone.of_kind("answer")] == ["b"]
    assert merge(gone, progress(before)).text == gone.text


def test_what_was_deleted_comes_back_from_a_file_and_only_once():
    """An import brings entries and never deletes: neither by its epoch nor by what it lacks."""
    saved = progress(answer("a", "2026-11-28", True), epoch="2026-12-31T00:00:00.000Z")
    empty = deleted(saved, LATER)
    assert empty.entries == {} and empty.epoch == "2026-12-31T00:00:00.001Z"  # its clock was ahead
    back, added, left_out = imported(empty, progress(answer("a", "2026-11-28", True), {"odd": 3}), LATER)
    assert (len(back.of_kind("answer")), added, left_out) == (1, 1, 1)
    assert imported(back, progress(answer("a", "2026-11-28", True)), LATER)[:2] == (back, 0)
    kept, *_ = imported(progress(READ), saved, LATER)
    assert set(kept.entries) == {"read:money", *saved.entries}


def test_an_entry_at_the_end_of_time_is_named_and_stops_neither_a_deletion_nor_what_comes_after_it():
    """It may come with a file: hostile, or from a clock far off."""
    odd = [answer(f"q{at[:4]}", at[:10], False, at=at) for at in (
        "0001-01-01T00:00:00.000Z", "1999-12-31T23:59:59.999Z", "2999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z",
    )]  # fmt: skip
    held = progress(*odd, READ)
    assert [fault.rsplit(": ", 1)[0][-2:] for fault in held.faults] == ["at", "at", "at", "at"]
    assert held.of_kind("answer") == ()
    gone = deleted(held, NOON)
    assert gone.entries == {} and Progress.from_text(gone.text) == gone
    back, added, _ = imported(gone, progress(answer("a", "2026-11-28", True)), NOON)
    assert added == 1 and len(Progress.from_text(back.text).of_kind("answer")) == 1


def test_a_deletion_after_a_clock_that_was_ahead_still_deletes():
    ahead = progress(answer("a", "2027-06-01", True))
    assert merge(ahead, deleted(ahead, NOON)).entries == {}


def test_current_answers_are_the_latest_since_the_chapter_was_begun_anew():
    reset = {"reset:money": {"at": "2026-11-28T12:00:00.000Z", "kind": "reset", "chapter": "money"}}
    entries = [answer("a", "2026-11-27", True), answer("b", "2026-11-28", False), answer("b", "2026-11-29", True)]
    current = progress(*entries, reset).current_answers()["money"]
    assert {name: entry["right"] for name, entry in current.items()} == {"b": True}
