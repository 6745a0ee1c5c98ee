"""Decisions on the disk: saved before they count, and nothing that was saved is ever lost."""

from __future__ import annotations

import json
import multiprocessing
from dataclasses import replace
from pathlib import Path

import pytest

from ftdecide.doors.audit_review_view import state
from ftdecide.doors.decisions_file import DecisionsFile, decisions_path
from ftdecide.doors.json_files import BadInput
from ftdecide.doors.reviewed_file import ReviewedFile
from ftdecide.instruments.audit.decisions import Decision
from tests.instruments import planted
from tests.instruments.test_audit_command import run
from tests.instruments.test_audit_files import lines


def decision(row: int, action: str = "keep") -> Decision:
    return Decision(row, row + 1, f"{row:016x}", "pii", action, at="2026-11-29T10:00:00Z", file="ab")


def rows(file: DecisionsFile) -> list[int]:
    return [each.row for each in file.read()]


def test_what_was_added_is_there_for_the_next_one_and_for_one_who_has_it_open(tmp_path):
    mine, theirs = DecisionsFile(tmp_path / "d.jsonl"), DecisionsFile(tmp_path / "d.jsonl")
    assert mine.read() == ()
    mine.add(decision(1))
    theirs.add(decision(2))
    mine.add(decision(3))
    assert rows(mine) == rows(theirs) == rows(DecisionsFile(tmp_path / "d.jsonl")) == [1, 2, 3]


@pytest.mark.parametrize("cut", range(1, 200, 23))
def test_a_last_line_torn_by_a_crash_costs_only_itself(tmp_path, cut):
    path = tmp_path / "d.jsonl"
    file = DecisionsFile(path)
    for row in range(3):
        file.add(decision(row))
    whole = path.read_bytes()
    path.write_bytes(whole[:-cut])
    again = DecisionsFile(path)
    kept = [json.loads(line)["row"] for line in whole[:-cut].split(b"\n") if line.endswith(b"}")]
    assert rows(again) == kept
    again.add(decision(7))
    assert rows(DecisionsFile(path)) == rows(again) == [*kept, 7]
    assert path.read_bytes().startswith(whole[:-cut]), "nothing was taken away"


def test_a_first_line_torn_by_a_crash_does_not_stop_the_review(tmp_path):
    path = tmp_path / "d.jsonl"
    DecisionsFile(path).add(decision(1))
    path.write_bytes(path.read_bytes()[:40])
    file = DecisionsFile(path)
    file.add(decision(2))
    assert rows(file) == [2] and file.unreadable == 1


FOREIGN = (
    b'{"text": "a", "label": "b"}\n',
    b"text,label\na,b\n",
    b'{"text": "no end of line"}',
    b"\x00\xff\xfe",
    b"[]\n",
)


@pytest.mark.parametrize("content", FOREIGN, ids=range(len(FOREIGN)))
def test_nothing_is_added_to_a_file_that_is_none_of_decisions(tmp_path, content):
    path = tmp_path / "d.jsonl"
    path.write_bytes(content)
    with pytest.raises(BadInput, match="no decisions"):
        DecisionsFile(path).add(decision(1))
    assert path.read_bytes() == content


def test_lines_that_are_no_decisions_are_counted_and_left(tmp_path):
    path = tmp_path / "d.jsonl"
    file = DecisionsFile(path)
    file.add(decision(1))
    with path.open("ab") as more:
        more.write(b'nonsense\n{"row": 3}\n' + b"[" * 5000 + b"\n")
    file.add(decision(2))
    assert rows(file) == [1, 2] and file.unreadable == 3
    assert b"nonsense" in path.read_bytes()


def test_where_it_cannot_be_written_nothing_counts_as_saved(tmp_path):
    (tmp_path / "a file").write_text("")
    with pytest.raises(BadInput):
        DecisionsFile(tmp_path / "a file" / "d.jsonl").add(decision(1))
    with pytest.raises(BadInput, match="not saved"):
        DecisionsFile("/proc/d.jsonl").add(decision(1))


def _add(path: str, begin: int) -> None:
    file = DecisionsFile(path)
    for row in range(begin, begin + 40):
        file.add(decision(row))


def test_two_kernels_at_once_lose_nothing(tmp_path):
    path = str(tmp_path / "d.jsonl")
    spawned = multiprocessing.get_context("spawn")
    both = [spawned.Process(target=_add, args=(path, begin)) for begin in (0, 100)]
    for each in both:
        each.start()
    for each in both:
        each.join()
        assert each.exitcode == 0
    file = DecisionsFile(path)
    assert sorted(rows(file)) == [*range(40), *range(100, 140)] and file.unreadable == 0


@pytest.fixture(scope="module")
def chat(tmp_path_factory) -> tuple[Path, planted.File]:
    file = planted.chat_file(0, clean=120, each=4)
    path = tmp_path_factory.mktemp("review") / "chat.jsonl"
    path.write_text(file.text, encoding="utf-8")
    return path, file


def test_the_command_lays_decisions_over_the_report_the_mended_file_and_the_split(chat, tmp_path):
    """A copy kept is written, a record with personal data is written as typed, a secret is dropped; all are logged."""
    path, file = chat
    saved = tmp_path / "d.jsonl"
    reviewed = ReviewedFile(path, decisions=saved)
    before = reviewed.audit.clean.value
    item_of = {item.key: item for item in reviewed.items}
    copy, private, secret = (min(file.planted[kind]) for kind in ("exact_duplicate", "pii", "secret"))
    reviewed.decide(item_of[copy, "exact_duplicate"], "keep")
    reviewed.decide(item_of[private, "pii"], "fix", {"/messages/1/content": "Where do I send it?"})
    reviewed.decide(item_of[secret, "secret"], "drop")
    assert reviewed.now.clean.value == before + 2
    out, parts = tmp_path / "clean.jsonl", tmp_path / "parts"
    done = run("audit", path, "--no-labels", "--decisions", saved, "--fixed", out, "--split", parts, "--format", "json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["clean_examples"] == before + 2 == report["profile"]["clean_examples"]["value"]
    assert (
        report["review"]["no_longer_fit"] == 0
        and "3 suspects reviewed" in report["profile"]["clean_examples"]["source"]
    )
    logged = {(change["row"], change["kind"]): change["action"] for change in lines(tmp_path / "clean.changes.jsonl")}
    assert logged[copy, "exact_duplicate"] == "kept" and logged[private, "pii"] == "fixed"
    assert logged[secret, "secret"] == "dropped"
    texts = out.read_text(encoding="utf-8")
    assert texts.count("Where do I send it?") == 1 and planted.PII[0] not in texts
    original = json.loads(file.lines[copy])
    assert [json.loads(line) for line in texts.splitlines()].count(original) == 2
    assert json.loads(file.lines[secret]) not in lines(out)
    split = [record for part in ("train", "validation", "test") for record in lines(parts / f"{part}.jsonl")]
    assert split.count(original) == 2 and json.loads(file.lines[secret]) not in split
    again = run("audit", path, "--no-labels", "--decisions", tmp_path / "no.jsonl")
    assert again.returncode == 2 and "no.jsonl: No such file" in again.stderr


def test_a_changed_file_says_how_many_decisions_no_longer_fit(chat, tmp_path):
    """The first record taken out, one that was decided on changed: one decision moves up, one fits no more."""
    _, file = chat
    moved = tmp_path / "chat.jsonl"
    moved.write_text(file.text, encoding="utf-8")
    reviewed = ReviewedFile(moved)
    item_of = {item.key: item for item in reviewed.items}
    one, two = sorted(file.planted["pii"])[:2]
    reviewed.decide(item_of[one, "pii"], "keep")
    reviewed.decide(item_of[two, "pii"], "keep")
    saved = decisions_path(str(moved)).read_bytes()
    kept = file.lines[1:]
    kept[two - 1] = kept[two - 1].replace('"role": "user", "content": "', '"role": "user", "content": "Now ')
    moved.write_text("\n".join(kept) + "\n", encoding="utf-8")
    again = ReviewedFile(moved)
    assert again.now.reviewed.kept == 1 and again.now.reviewed.unfit == 1
    assert not again.is_open[one - 1, "pii"] and again.is_open[two - 1, "pii"]
    assert state(again, {})["notes"] == ["1 decision no longer fits: the file was changed. Nothing was deleted."]
    undone = again.undo()
    assert undone.key == (one - 1, "pii"), "the one that fits"
    assert decisions_path(str(moved)).read_bytes().startswith(saved)


def test_a_fix_of_another_kernel_that_fits_nowhere_is_counted_and_costs_nothing(chat, tmp_path):
    """It names a part that the record has not; or the fix that had added the part is taken back."""
    path, file = chat
    saved, row = tmp_path / "d.jsonl", min(file.planted["pii"])
    mine, theirs = (ReviewedFile(path, decisions=saved) for _ in range(2))
    item = {each.key: each for each in mine.items}[row, "pii"]
    mine.decide(item, "keep")
    kept = mine.saved.read()[0]
    theirs.saved.add(replace(kept, action="fix", changes={"/messages/9/content": "x"}))
    assert state(mine, {})["notes"] == [], "nothing was asked yet"
    mine.take_up()
    assert mine.now.reviewed.unfit == 1 and state(mine, {})["notes"]
    assert [part.text for part in mine.parts(row, "pii")] == [part.text for part in theirs.parts(row, "pii")]
    mine.decide(item, "drop")
    assert mine.now.reviewed.unfit == 0 and mine.now.reviewed.dropped == 1


def test_the_last_decision_on_a_suspect_counts_whichever_kernel_made_it(chat, tmp_path):
    path, file = chat
    saved, row = tmp_path / "d.jsonl", min(file.planted["pii"])
    mine, theirs = (ReviewedFile(path, decisions=saved) for _ in range(2))
    item = {each.key: each for each in mine.items}[row, "pii"]
    mine.decide(item, "fix", {"/messages/1/content": "mine"})
    theirs.decide(item, "fix", {"/messages/1/content": "theirs"})
    mine.take_up()
    for each in (mine, theirs, ReviewedFile(path, decisions=saved)):
        assert "theirs" in [part.text for part in each.parts(row, "pii")]
        assert each.now.reviewed.fixed == 1 and each.now.reviewed.unfit == 0
    assert mine.undo() is not None
    assert "mine" in [part.text for part in mine.parts(row, "pii")], "the one before it stands again"
