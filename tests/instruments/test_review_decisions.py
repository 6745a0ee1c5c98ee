"""What people decide of suspects: the clean count moves with it, and each decision stays with its own record."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest

from ftdecide.instruments.audit.audit import Audit
from ftdecide.instruments.audit.decisions import Decision, InvalidDecision, decided, standing, with_decisions
from ftdecide.instruments.audit.fitting import fitted
from ftdecide.instruments.audit.reading import read
from ftdecide.instruments.audit.record import Raw
from ftdecide.instruments.audit.record_parts import InvalidChange, changed, fingerprint, parts
from ftdecide.instruments.audit.report import profile, to_json, to_text
from ftdecide.instruments.audit.review import INSTEAD, may, order, status
from tests.instruments import planted
from tests.instruments.test_planted import audited, table

TEXTS = planted.sentences()[:17]
# By hand: 20 records; row 17 is a copy of row 0, rows 18 and 19 contradict each other, so 17 are clean.
ROWS = [
    *((text, "a") for text in TEXTS),
    (TEXTS[0], "a"),
    ("Is the shop open on Sunday morning?", "yes"),
    ("Is the shop open on Sunday morning?", "no"),
]


@pytest.fixture(scope="module")
def report() -> Audit:
    return audited(table(ROWS))


def decision(row: int, kind: str, action: str, **more) -> Decision:
    return Decision(row, row + 2, "0" * 16, kind, action, **more)


def records(text: str):
    return read(io.BytesIO(text.encode())).records


# What is decided, and how many examples are clean then.
COUNTS = {
    "nothing": ((), 17),
    "a copy kept": ((decision(17, "exact_duplicate", "keep"),), 18),
    "a copy dropped": ((decision(17, "exact_duplicate", "drop"),), 17),
    "one side of a contradiction kept, the other dropped": (
        (decision(18, "contradiction", "keep"), decision(19, "contradiction", "drop")),
        18,
    ),
    "one side typed anew": ((decision(18, "contradiction", "fix", changes={"/label": "no"}, label="no"),), 19),
    "one side dropped": ((decision(19, "contradiction", "drop"),), 18),
    "one side kept": ((decision(18, "contradiction", "keep"),), 18),
    "one side dropped for another reason": ((decision(19, "imbalance", "drop"),), 18),
    "one side relabelled as a doubtful label": (
        (decision(19, "label_error", "fix", changes={"/label": "yes"}, label="yes"),),
        19,
    ),
    "one side relabelled, and yet otherwise": (
        (decision(19, "contradiction", "fix", changes={"/label": "maybe"}, label="maybe"),),
        18,
    ),
    "a record that nobody suspected dropped": ((decision(3, "outlier", "drop"),), 16),
    "a mind changed": ((decision(17, "exact_duplicate", "keep"), decision(17, "exact_duplicate", "drop")), 17),
    "kept, and undone": ((decision(17, "exact_duplicate", "keep"), decision(17, "exact_duplicate", "undo")), 17),
    "kept in one kind, dropped in another": (
        (decision(17, "exact_duplicate", "keep"), decision(17, "outlier", "drop")),
        17,
    ),
}


@pytest.mark.parametrize("made, clean", COUNTS.values(), ids=COUNTS)
def test_a_kept_or_fixed_suspect_is_clean_and_a_dropped_record_is_not(report, made, clean):
    assert report.clean.value == 17
    assert decided(report, standing(made)).value == clean


@pytest.mark.parametrize("dropped, clean", [((1,), 40), ((0,), 40), ((0, 3), 40), ((1, 2), 40), ((1, 3), 41)])
def test_of_several_that_answer_otherwise_all_must_go(dropped, clean):
    """Rows 0 and 2 answer one way, 1 and 3 another: while one of each is left, none of the four is clean.

    Rows 2 and 3 are exact copies of 0 and 1 and stay unclean as such.
    """
    texts = planted.sentences()
    asked = "Is the shop in the old town open on Sunday morning?"
    rows = [planted.chat(asked, answer) for answer in ("Yes, from nine.", "No, on weekdays.") * 2]
    rows += [planted.chat(texts[n], texts[n + 100]) for n in range(40)]
    report = audited("".join(json.dumps(row) + "\n" for row in rows))
    assert report.clean.value == 40
    assert decided(report, [decision(row, "contradiction", "drop") for row in dropped]).value == clean


def test_a_record_that_a_trainer_refuses_is_never_kept():
    """An empty answer costs its example, whatever an older file of decisions says; a fix mends it."""
    texts = planted.sentences()
    rows = [planted.chat(texts[n], texts[n + 100]) for n in range(20)] + [planted.chat(texts[60], " ")]
    report = audited("".join(json.dumps(row) + "\n" for row in rows))
    assert [suspect.row for suspect in report.issues["schema"]] == [20]
    kept, typed = decision(20, "schema", "keep"), decision(20, "schema", "fix", changes={"/messages/1/content": "Yes."})
    assert with_decisions(report, [kept]).issues["schema"] == report.issues["schema"]
    assert [decided(report, made).value for made in ([], [kept], [typed])] == [20, 20, 21]
    kinds = {item.kind.name: may(item.kind) for item in order(report)}
    assert kinds["schema"] == ("fix", "drop")


def test_the_class_counts_follow_a_new_label(report):
    fixed = with_decisions(report, [decision(18, "contradiction", "fix", changes={"/label": "no"}, label="no")])
    assert dict(fixed.clean.by_class) == {"a": 17, "no": 2}
    assert dict(fixed.labels) == {"a": 18, "no": 2}
    assert fixed.quality[18] == fixed.quality[19] == 1, "the two agree now"


def test_where_the_original_is_dropped_its_first_copy_stands_in_its_place():
    """Rows 17 and 18 copy row 0; whatever row 0 is dropped for, one of the three is left."""
    report = audited(table([*((text, "a") for text in TEXTS), (TEXTS[0], "a"), (TEXTS[0], "a")]))
    assert {suspect.row for suspect in report.issues["exact_duplicate"]} == {17, 18}
    now = with_decisions(report, [decision(0, "secret", "drop")])
    assert (report.clean.value, now.clean.value) == (17, 17)
    assert {suspect.row for suspect in now.issues["exact_duplicate"]} == {18}
    assert status(now, (17, "exact_duplicate")) == INSTEAD


def test_every_decision_on_a_label_narrows_the_interval():
    """Kept: one more is clean; fixed: as well; dropped: one fewer may be."""
    rows, _ = planted.labelled_file(0, clean=400, flipped=24)
    report = audited(table(rows))
    suspects = report.issues["label_error"]
    assert len(suspects) >= 20
    made, before = [], report.clean
    for number, suspect in enumerate(suspects):
        action = ("keep", "fix", "drop")[number % 3]
        more = {"changes": {"/label": "x"}, "label": suspect.more["suggested"]} if action == "fix" else {}
        made.append(decision(suspect.row, "label_error", action, **more))
        after = decided(report, made)
        assert after.value == before.value + (action != "drop")
        assert after.low <= after.value <= after.high
        assert after.high - after.low <= before.high - before.low
        before = after
    assert before.high == before.value + before.hidden, "no suspect is left that may be good"
    assert before.high - before.low < report.clean.high - report.clean.low
    assert before.low < before.value, "labels that were found wrong say that others hide"


def test_a_review_is_in_the_report_and_in_the_source_of_what_was_measured(report):
    """One is left: the class of row 18 is small; what it contradicted is dropped."""
    made = [decision(17, "exact_duplicate", "keep"), decision(19, "contradiction", "drop")]
    after = with_decisions(report, made, unfit=2)
    as_json = to_json(after, date(2026, 11, 29))
    assert as_json["review"] == {"kept": 1, "fixed": 0, "dropped": 1, "left": 1, "no_longer_fit": 2}
    measured = profile(after, date(2026, 11, 29))["clean_examples"]
    assert measured["value"] == 19 and measured["basis"] == "measured"
    assert "2 suspects reviewed (1 kept, 0 fixed, 1 dropped), 1 left" in measured["source"]
    text = to_text(after)
    assert "Clean examples: 19 of 20" in text and "2 decisions no longer fit" in text


def placed(file_rows, made_on: int, now) -> tuple[int | None, int | None]:
    """Where a decision on a row of one file, and one on its first row, stand in another."""
    old, new = table(file_rows), table(now)
    by_row = {raw.row: raw for raw, _ in records(old)}
    made = [Decision(row, row + 2, fingerprint(by_row[row]), "outlier", "drop", file="old") for row in (made_on, 0)]
    return tuple(each and each.row for each in fitted(made, records(new), "new"))


def test_a_decision_goes_to_its_own_record_or_to_none():
    """A row taken out above it: it is followed.  Changed: nothing.  One of two copies moved: nothing, nobody knows."""
    assert placed(ROWS, 5, ROWS) == (5, 0)
    assert placed(ROWS, 5, ROWS[1:]) == (4, 16), "row 0 has a copy, and that one is still there"
    changed_rows = [*ROWS[:5], (f"{ROWS[5][0]} now", "a"), *ROWS[6:]]
    assert placed(ROWS, 5, changed_rows) == (None, 0)
    assert placed(ROWS, 5, [ROWS[3], *ROWS]) == (6, None), "two copies moved: neither is known to be the one"


def test_of_an_unchanged_file_only_the_rows_decided_on_are_read():
    seen = []

    def noting():
        for raw, record in records(table(ROWS)):
            seen.append(raw.row)
            yield raw, record

    by_row = {raw.row: raw for raw, _ in records(table(ROWS))}
    made = [Decision(3, 5, fingerprint(by_row[3]), "outlier", "keep", file="same")]
    assert [each.row for each in fitted(made, noting(), "same")] == [3]
    assert max(seen) <= 4


NO_DECISIONS = (
    [],
    {},
    {"row": "1"},
    {**decision(1, "pii", "keep").to_json(), "row": True},
    {**decision(1, "pii", "keep").to_json(), "row": -1},
    {**decision(1, "pii", "keep").to_json(), "action": "burn"},
    {**decision(1, "pii", "keep").to_json(), "kind": "unheard of"},
    {**decision(1, "pii", "keep").to_json(), "action": "fix"},
    {**decision(1, "pii", "keep").to_json(), "changes": {"/a": 1}},
    {**decision(1, "pii", "keep").to_json(), "label": 3},
)


@pytest.mark.parametrize("raw", NO_DECISIONS, ids=range(len(NO_DECISIONS)))
def test_what_is_no_decision_is_refused(raw):
    with pytest.raises(InvalidDecision):
        Decision.from_json(raw)


def test_a_decision_is_read_as_it_was_written():
    made = decision(4, "label_error", "fix", changes={"/label": "é"}, label="é", at="2026-11-29T10:00:00Z", file="ab")
    assert Decision.from_json(json.loads(json.dumps(made.to_json()))) == made


# A record, what is typed anew, and the record after it.
CHANGES = {
    "a label": ({"text": "a", "label": "x"}, {"/label": "y"}, {"text": "a", "label": "y"}),
    "a number stays one": ({"text": "a", "label": 1}, {"/label": "0"}, {"text": "a", "label": 0}),
    "labels in a list": ({"label": ["x", "y"]}, {"/label": "y; z"}, {"label": ["y", "z"]}),
    "a word for a number": ({"text": "a", "label": 1}, {"/label": "none"}, {"text": "a", "label": "none"}),
    "text that looks like a number": ({"text": "12"}, {"/text": "13"}, {"text": "13"}),
    "a missing part": ({"text": "a"}, {"/label": "y"}, {"text": "a", "label": "y"}),
    "a turn": (
        {"messages": [{"role": "user", "content": "a"}]},
        {"/messages/0/content": "b"},
        {"messages": [{"role": "user", "content": "b"}]},
    ),
    "a name with a slash": ({"a/b": "1", "c~d": "2"}, {"/a~1b": "3", "/c~0d": "4"}, {"a/b": "3", "c~d": "4"}),
    "the whole": (None, {"": '{"text": "a"}'}, {"text": "a"}),
}


@pytest.mark.parametrize("value, changes, after", CHANGES.values(), ids=CHANGES)
def test_a_part_is_typed_anew_and_the_record_given_stays(value, changes, after):
    before = json.dumps(value)
    assert changed(value, changes) == after
    assert json.dumps(value) == before


@pytest.mark.parametrize("changes", ({"/messages/7/content": "a"}, {"/messages/-1/x/y": "a"}, {"text": "a"}, {"": "{"}))
def test_a_change_that_fits_nowhere_is_refused(changes):
    with pytest.raises(InvalidChange):
        changed({"messages": [{"role": "user", "content": "a"}]}, changes)


def test_every_text_of_a_conversation_is_a_part_and_can_be_put_back():
    """Whatever part is typed anew is read anew, tool calls and parts of contents among them."""
    lines = planted.chat_file(0, clean=30, each=2).lines
    value = json.loads(lines[5])
    source = read(io.BytesIO("\n".join(lines).encode()))
    found = parts(value, source.shape)
    assert found[0].name == "system" and len(found) >= 4
    for part in found:
        again = {p.pointer: p.text for p in parts(changed(value, {part.pointer: "Anew."}), source.shape)}
        assert again == {p.pointer: p.text for p in found} | {part.pointer: "Anew."}


def test_a_record_is_known_by_all_its_values():
    one = fingerprint(Raw(0, 1, {"text": "a", "label": "x"}))
    assert fingerprint(Raw(4, 9, {"label": "x", "text": "a"})) == one
    assert fingerprint(Raw(0, 1, {"text": "a", "label": "y"})) != one
    assert fingerprint(Raw(0, 1, None, "is no JSON")) != fingerprint(Raw(0, 1, None))
