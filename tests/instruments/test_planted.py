"""The audit finds what was planted, and leaves clean records alone."""

from __future__ import annotations

import csv
import io
import random

import pytest

from ftdecide.instruments.audit.audit import Audit, audit
from ftdecide.instruments.audit.kinds import KINDS
from ftdecide.instruments.audit.words import words
from tests.instruments import planted
from tests.instruments.other_texts import NAMES, THINGS, TOWNS, WHENS

RECALL, FALSE_ALARMS = 0.95, 0.02
IN_CHAT = {kind.name for kind in KINDS} - {"label_error", "imbalance", "leakage"}


def audited(text: str, **options) -> Audit:
    return audit(io.BytesIO(text.encode()), "planted", **options)


def found(report: Audit, kind: str) -> set[int]:
    return {suspect.row for suspect in report.issues[kind]}


def table(rows) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([("text", "label"), *rows])
    return text.getvalue()


@pytest.mark.parametrize("seed", range(3))
def test_every_defect_of_a_conversation_is_found(seed):
    """Recall of each kind at least 95 %; of the clean records at most 2 % are suspected of anything."""
    file = planted.chat_file(seed)
    report = audited(file.text)
    assert report.rows == len(file.lines)
    assert set(file.planted) == IN_CHAT
    for kind, rows in file.planted.items():
        assert len(found(report, kind) & rows) >= RECALL * len(rows), kind
    clean = set(range(report.rows)) - set().union(*file.planted.values())
    suspected = set().union(*(found(report, kind.name) for kind in KINDS))
    assert len(suspected & clean) <= FALSE_ALARMS * len(clean)


@pytest.mark.parametrize("seed", range(3))
def test_labels_that_the_words_contradict_are_found(seed):
    rows, flipped = planted.labelled_file(seed)
    report = audited(table(rows))
    assert len(found(report, "label_error") & flipped) >= RECALL * len(flipped)
    assert len(found(report, "label_error") - flipped) <= FALSE_ALARMS * len(rows)
    suggested = {suspect.row: suspect.more["suggested"] for suspect in report.issues["label_error"]}
    truth = planted.labelled_file(seed, flipped=0)[0]
    right = [suggested[row] == truth[row][1] for row in flipped & suggested.keys()]
    assert sum(right) >= RECALL * len(right)


def test_labels_that_words_do_not_tell_apart_are_not_judged():
    """Where the label has nothing to do with the text, nobody is suspected and the report says why."""
    draw = random.Random(0)
    rows = [(text, draw.choice("ab")) for text in planted.sentences()[:400]]
    report = audited(table(rows))
    assert not report.issues["label_error"]
    assert "choose the given label" in report.label_note


def test_the_clean_count_is_what_is_left():
    """By hand: 20 records, of which one is a copy and two contradict each other."""
    texts = planted.sentences()[:17]
    rows = [*((text, "a") for text in texts), (texts[0], "a"), ("Is the shop open on Sunday morning?", "yes")]
    rows.append(("Is the shop open on Sunday morning?", "no"))
    report = audited(table(rows))
    assert report.clean.value == 17
    assert dict(report.clean.by_class) == {"a": 17}
    assert found(report, "exact_duplicate") == {17}
    assert found(report, "contradiction") == {18, 19}


def test_what_the_hold_out_file_has_too_is_leakage():
    texts = planted.sentences()
    draw = random.Random(1)
    rows = [(text, "ab"[n % 2]) for n, text in enumerate(texts[:300])]
    held = [(planted.NEAR[n % len(planted.NEAR)](texts[n], draw) if n % 2 else texts[n], "a") for n in range(40)]
    held += [(text, "b") for text in texts[300:400]]
    report = audited(table(rows), holdout=io.BytesIO(table(held).encode()))
    assert len(found(report, "leakage") & set(range(40))) >= RECALL * 40
    assert len(found(report, "leakage") - set(range(40))) <= FALSE_ALARMS * 260


APPENDED = ("I will order it again soon.", "My sister bought the same one.", "The weather was awful all the time.",
            "We waited almost three whole weeks.", "It was a present for my mother.")  # fmt: skip


@pytest.mark.parametrize("change", [lambda text, more: f"{text} {more}", lambda text, more: f"{more} {text}"])
def test_a_short_text_with_a_sentence_more_is_a_near_copy(change):
    """A sentence is a third of a text of 12 words; 60 of 400 have one more, and no other is suspected."""
    texts = [each for each in planted.sentences() if 8 <= len(words(each)) <= 16][:400]
    rows = [(text, "abc"[n % 3]) for n, text in enumerate(texts)]
    rows += [(change(text, APPENDED[n % 5]), label) for n, (text, label) in enumerate(rows[:60])]
    copies = found(audited(table(rows), label_pass=False), "near_duplicate")
    assert copies == set(range(400, 460))


def test_templates_filled_in_are_no_near_copies():
    """700 fillings of one sentence, and 600 with one of five sentences behind them: a file that is put together so."""
    draw = random.Random(0)
    filled = dict.fromkeys(
        f"My {draw.choice(THINGS)} from {draw.choice(TOWNS)} arrived broken {draw.choice(WHENS)}, what can {name} do?"
        for _ in range(200)
        for name in NAMES
    )
    texts = list(filled)[:700]
    assert not found(audited(table([(text, "delivery") for text in texts]), label_pass=False), "near_duplicate")
    rows = [(f"{text} {APPENDED[n % 5]}", "delivery") for n, text in enumerate(texts[:600])]
    rows += [(text, "delivery") for text in texts[550:]]
    copies = found(audited(table(rows), label_pass=False), "near_duplicate")
    assert not copies & set(range(600, 750)), "those without the sentence are no copies of those with it"
    assert len(copies) <= FALSE_ALARMS * len(rows)


def test_a_class_of_few_is_named():
    rows = [(text, "ab"[n % 2]) for n, text in enumerate(planted.sentences()[:400])]
    rows += [(text, "c") for text in planted.sentences()[400:406]]
    report = audited(table(rows))
    assert found(report, "imbalance") == set(range(400, 406))
    assert report.clean.value == 406, "they are few, not faulty"
