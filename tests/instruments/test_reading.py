"""Files as people have them: every shape and format is read, and what is broken costs only itself."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random

import pytest

from ftdecide.instruments.audit.audit import audit
from ftdecide.instruments.audit.lines import UnusableFile
from ftdecide.instruments.audit.reading import read
from tests.instruments import planted

CHAT = {"messages": [{"role": "user", "content": "How do I pay?"}, {"role": "assistant", "content": "By card."}]}
SHARE = {"conversations": [{"from": "human", "value": "How do I pay?"}, {"from": "gpt", "value": "By card."}]}
GEMINI = {
    "contents": [
        {"role": "user", "parts": [{"text": "How do I pay?"}]},
        {"role": "model", "parts": [{"text": "By card."}]},
    ]
}
SHAPES = (
    (json.dumps(CHAT), "chat", "How do I pay?", "By card."),
    (json.dumps(SHARE), "chat", "How do I pay?", "By card."),
    (json.dumps(GEMINI), "chat", "How do I pay?", "By card."),
    (json.dumps(CHAT["messages"]) + "\n" + json.dumps(CHAT["messages"]), "chat", "How do I pay?", "By card."),
    ('{"prompt": "How?", "completion": "So."}', "prompt_completion", "How?", "So."),
    ('{"prompt": [{"role": "user", "content": "How?"}], "completion": [{"role": "assistant", "content": "So."}]}',
     "prompt_completion", "How?", "So."),
    ('{"instruction": "Add.", "input": "1 2", "output": "3"}', "instruction", "Add.\n1 2", "3"),
    ('{"instruction": "Add.", "input": "", "output": "3"}', "instruction", "Add.", "3"),
    ('{"text": "How?", "label": 3}', "text_label", "How?", "3"),
    ('{"text": "Only a text that stands alone."}', "text", "Only a text that stands alone.", ""),
    ("text,label\nHow?,a", "text_label", "How?", "a"),
    ("label\ttext\na\tHow?", "text_label", "How?", "a"),
    ("text;label\nHow, then?;a", "text_label", "How, then?", "a"),
    ('text,label\n"one\n""two"", three",a', "text_label", 'one\n"two", three', "a"),
    ("\ufeffsep=;\r\ntext;label\r\nHow, then?;a\r\n", "text_label", "How, then?", "a"),
    ('"sep=|"\ntext|label\nHow?|a\n', "text_label", "How?", "a"),
    ("\ufefftext,label\r\nHow?,a\r\n", "text_label", "How?", "a"),
    ('[{"text": "How?", "label": "a"},\n {"text": "So?", "label": "b"}]', "text_label", "How?", "a"),
    ('{"version": 1, "data": [{"text": "How?", "label": "a"}]}', "text_label", "How?", "a"),
    ('{\n "rows": [\n  {"text": "How?", "label": "a"}\n ]\n}', "text_label", "How?", "a"),
)  # fmt: skip


@pytest.mark.parametrize("text, shape, shown, answer", SHAPES, ids=range(len(SHAPES)))
def test_each_shape_is_read(text, shape, shown, answer):
    source = read(io.BytesIO(text.encode()))
    assert source.shape.name == shape
    _, first = next(source.records)
    assert (first.input, first.output, first.faults) == (shown, answer, ())


@pytest.mark.parametrize(
    "packed",
    [
        gzip.compress,
        lambda b: gzip.compress(gzip.compress(b)),
        lambda b: gzip.compress(b[:20]) + gzip.compress(b[20:]),
        lambda b: b.decode().encode("utf-16"),
        lambda b: b.decode().encode("utf-16-le"),
        lambda b: b.decode().encode("utf-16-be"),
        lambda b: b.decode().encode("utf-32"),
        lambda b: b.replace(b"\n", b"\r"),
        lambda b: b"\xef\xbb\xbf" + b,
    ],
    ids=range(9),
)
def test_however_it_is_packed(packed):
    rows = packed(b"text,label\none two three,a\nfour five six,b\n")
    records = [record for _, record in read(io.BytesIO(rows)).records]
    assert [(record.input, record.label) for record in records] == [("one two three", "a"), ("four five six", "b")]


UNUSABLE = (
    (b"", "holds no records"),
    (b"\n \n", "holds no records"),
    (b"text,label\n", "holds no records"),
    (b"PAR1\x15\x04", "Parquet"),
    (b"PK\x03\x04xl/workbook.xml", "Excel"),
    (b"%PDF-1.7", "a PDF"),
    (gzip.compress(b"text,label\na,b\n" * 99)[:10], "gzipped"),
    (b'{"a": 1}', "no shape that is known"),
    (b"[1, 2, 3]", "no shape that is known"),
    (b"{broken\n{broken\n", "none of its first 2 records can be read"),
    (b"[" * 100_000, "its only record cannot be read"),
    (b"<!DOCTYPE html><html>", "a web page"),
    (b"\n" * 1_100_000 + b"text,label\n", "blank"),
    (b"spam,Win a prize\nham,See you later\nspam,Call now\n", "stands in its column again. Put the names"),
    (b"1,It broke\n2,It came late\n", "is a number. Put the names of the columns above it, such as text,label"),
    (b"It broke on the very first day of use\tbad\nFine\tgood\n", "is a whole sentence"),
    (b"x" * 20_000_000, "holds no records"),
)


@pytest.mark.parametrize("content, says", UNUSABLE, ids=range(len(UNUSABLE)))
def test_what_holds_nothing_to_audit_is_refused_with_the_reason(content, says):
    with pytest.raises(UnusableFile, match=says):
        audit(io.BytesIO(content), "x")


BROKEN = (
    ('{"text": "one two", "label": "a"}\n{"text": "three"\n{"text": "four five", "label": "b"}\n', {1: 2}, 3),
    ('{"text": "one two", "label": "a"}\n\n\n{"text": tru}\n', {1: 4}, 2),
    ("text,label\none two,a\nthree,four,five\nsix seven,b\n", {1: 3}, 3),
    ('text,label\none two,a\n"never closed,b\nsix seven,b\neight nine,a\n', {1: 3}, 4),
    ('text,label\none two,a\n"never closed,b\nsix seven,b\n"nor this,a\nten,b\n', {1: 3, 3: 5}, 5),
    ('text,label\none two,a\n"he said ""no""",b\n"six"seven,b\neight nine,a\n', {}, 4),
    ('text,label\r\none two,a\r\nthree\rfour,b\r\nsix seven,b\r\n', {1: 3}, 3),
    ('[{"text": "one two", "label": "a"},\n{"text": "three" "label": "b"},\n{"text": "six", "label": "b"}]', {1: 2}, 3),
    ('[{"text": "one two", "label": "a"},\n{"text": "six", "lab', {1: 2}, 2),
    ('[{"text": "one two", "label": "a"}]\nand then some {"text": "six", "label": "b"}', {1: 2}, 2),
    ('{"text": "one two", "label": "a"}\n' + '{"text": ' * 100_000 + "\n", {1: 2}, 2),
    ('{"text": "one two", "label": "a"}\n{"text": "' + "x" * 17_000_000 + '", "label": "a"}\n', {1: 2}, 2),
    ('{"text": "one two", "label": "a"}\n\ufeff{"text": "three", "label": "b"}\n', {}, 2),
    ('{"text": "one two", "label": "a"}\n{"text": "three", "label": ' + "9" * 5000 + "}\n", {1: 2}, 2),
)  # fmt: skip


@pytest.mark.parametrize("text, unreadable, rows", BROKEN, ids=range(len(BROKEN)))
def test_a_broken_record_costs_only_itself(text, unreadable, rows):
    """`row` counts it, and `line` says where it stands."""
    report = audit(io.BytesIO(text.encode()), "x")
    assert {suspect.row: suspect.line for suspect in report.issues["unreadable"]} == unreadable
    assert report.rows == rows


def test_a_hold_out_of_other_columns_is_read_where_they_are_named():
    rows = [("where is my parcel", "a"), ("cancel it please", "b")]
    held = "question,note,target\n" + "".join(f"{text},x,{label}\n" for text, label in rows)
    file = "frage,amt\n" + "".join(f"{text},{label}\n" for text, label in rows)

    def leaks(**holdout_columns):
        files = {name: io.BytesIO(text.encode()) for name, text in (("file", file), ("holdout", held))}
        found = audit(name="x", text_column="frage", label_column="amt", **files, **holdout_columns)
        return {suspect.row for suspect in found.issues["leakage"]}

    assert leaks(holdout_columns=("question", "target")) == {0, 1}
    with pytest.raises(UnusableFile, match=r"it has no column 'frage'\. Name its own with --text-column"):
        leaks()


CARELESS = (
    (
        '"Say "hi" now","Line one\nLine two\nLine three"',
        {"prompt": 'Say hi" now"', "completion": "Line one\nLine two\nLine three"},
    ),
    ('"line one\nsaid "no" there",answer', {"prompt": 'line one\nsaid no" there"', "completion": "answer"}),
    (f'"Say "hi" now",{"x" * 140_000}', {"prompt": 'Say hi" now"', "completion": "x" * 140_000}),
)


@pytest.mark.parametrize(("row", "cells"), CARELESS, ids=range(len(CARELESS)))
def test_careless_marks_cost_no_row_its_cells(row, cells):
    """They stay one row with all its text, as the csv module reads them."""
    found = list(read(io.BytesIO(f"prompt,completion\n{row}\nx,y\n".encode())).records)
    assert [raw.value for raw, _record in found] == [cells, {"prompt": "x", "completion": "y"}]


def test_a_long_cell_is_read_and_the_limit_of_others_stays_theirs():
    """The csv module has one limit for the whole process: it is as it was, also while a file is half read."""
    rows = io.StringIO()
    csv.writer(rows).writerows(
        [("text", "label"), *((letter * 200_000, letter) for letter in "abc"), *[("d", "d")] * 300]
    )
    before = csv.field_size_limit()
    records = read(io.BytesIO(rows.getvalue().encode()), None, None).records
    texts = []
    for raw, record in records:
        assert csv.field_size_limit() == before, f"in row {raw.row}"
        texts.append(record.input)
    assert texts == [letter * 200_000 for letter in "abc"] + ["d"] * 300


def test_a_byte_that_is_no_text_costs_its_record():
    report = audit(io.BytesIO(b"text,label\ncaf\xe9 au lait,a\nplain tea,b\n"), "x")
    (suspect,) = report.issues["unreadable"]
    assert suspect.row == 0 and "0xe9" in suspect.reason


def test_what_pandas_writes_for_nothing_is_nothing():
    report = audit(io.BytesIO(b'{"text": NaN, "label": "a"}\n{"text": "plain tea", "label": NaN}\n'), "x")
    assert [suspect.reason for suspect in report.issues["schema"]] == ["'text' is missing", "'label' is missing"]


def test_a_gzip_with_a_wrong_check_sum_is_read_and_named():
    packed = bytearray(gzip.compress(b'{"text": "plain tea", "label": "a"}\n' * 3))
    packed[-8] ^= 255
    report = audit(io.BytesIO(bytes(packed)), "x")
    assert report.rows == 4
    assert "check" in report.issues["unreadable"][0].reason


def test_a_gzip_that_breaks_off_keeps_what_came_before():
    text = "\n".join(json.dumps({"text": s, "label": "a"}) for s in planted.sentences()[:500])
    packed = gzip.compress(text.encode())
    report = audit(io.BytesIO(packed[: len(packed) // 2]), "x")
    assert 50 < report.rows < 450
    assert report.issues["unreadable"][-1].row == report.rows - 1


def test_the_columns_that_are_named_are_read_and_no_others():
    rows = "a,b,c\nred apple pie,x,1\ngreen pear tart,y,2\n"
    source = read(io.BytesIO(rows.encode()), "a", "c")
    assert [(r.input, r.label) for _, r in source.records] == [("red apple pie", "1"), ("green pear tart", "2")]
    with pytest.raises(UnusableFile, match=r"no column 'd'.*a, b, c"):
        read(io.BytesIO(rows.encode()), "d")


NAMED = {
    "known names": "label,text\nspam,Win a prize\nham,See you later\n",
    "a form's questions": "When,What did you think of the course that you took?\n1,Good enough\n2,Too long\n",
    "counted by pandas": "0,1\nWin a prize now,spam\nSee you later then,ham\n",
    "two files put together": "words,kind\nWin a prize now,x\nwords,kind\nSee you later then,y\n",
}


@pytest.mark.parametrize("text", NAMED.values(), ids=NAMED)
def test_names_of_columns_are_no_record(text):
    assert len(list(read(io.BytesIO(text.encode())).records)) >= 2


def test_columns_that_are_told_make_the_first_line_names():
    """Whoever names a column says that the first line holds names."""
    source = read(io.BytesIO(b"Win a prize,spam\nSee you later,ham\nCall now,spam\n"), "Win a prize", "spam")
    assert [record.label for _, record in source.records] == ["ham", "spam"]


LABELS = ("late", "damaged", "late; damaged", "lost", "damaged;lost")
SEVERAL = {
    "lists": "".join(json.dumps({"text": "It came", "label": each.split(";")}) + "\n" for each in LABELS),
    "cells": "text,label\n" + "".join(f"It came,{each}\n" for each in LABELS),
    "lists in cells": "text,label\n"
    + "".join(f'It came,"{[one.strip() for one in each.split(";")]}"\n' for each in LABELS),
}


@pytest.mark.parametrize("text", SEVERAL.values(), ids=SEVERAL)
def test_several_labels_of_a_record_are_one_class_and_that_is_said(text):
    source = read(io.BytesIO(text.encode()))
    assert "several of a record count as one class, in alphabetical order" in source.shape.says
    records = [record for _, record in source.records]
    assert [record.label for record in records] == ["late", "damaged", "damaged; late", "lost", "damaged; lost"]
    assert not any(record.faults for record in records)


@pytest.mark.parametrize(
    "labels", [("Food, drink", "Cars", "Food, drink"), ("4,5", "3,5", "4,0"), ("New York, NY", "Rye, NY")]
)
def test_a_comma_in_a_name_parts_no_labels(labels):
    rows = io.StringIO()
    csv.writer(rows).writerows([("text", "label"), *(("It came", label) for label in labels)])
    source = read(io.BytesIO(rows.getvalue().encode()))
    assert [record.label for _, record in source.records] == list(labels)


def test_two_tool_calls_of_one_id_are_said():
    calls = [{"id": "one", "type": "function", "function": {"name": "f", "arguments": "{}"}}] * 2
    turns = [*CHAT["messages"][:1], {"role": "assistant", "content": None, "tool_calls": calls}]
    turns += [{"role": "tool", "tool_call_id": "one", "content": "x"}] * 2 + CHAT["messages"][1:]
    report = audit(io.BytesIO(json.dumps({"messages": turns}).encode()), "x")
    assert report.issues["schema"][0].reason.startswith("turn 2 gives several tool calls the id 'one'; each needs")


JUNK = (
    b'"',
    b"\n",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b"\xff",
    b"\x00",
    b"\\u",
    b"\\",
    b"\r",
    b"NaN",
    b"9" * 5000,
    b"\xed\xa0\x80",
)


@pytest.mark.parametrize("seed", range(8))
def test_no_broken_file_ends_in_anything_but_a_reason(seed):
    """Whole files with bytes changed, cut and doubled at random: a report that adds up, or one reason."""
    draw = random.Random(seed)
    chat = planted.chat_file(0, clean=30, each=2).text.encode()
    records = [json.loads(line) for line in planted.chat_file(0, clean=12, each=0).lines if line.startswith("{")]
    table = b"text,label\n" + b"".join(
        f'"{s}",{"ab"[n % 2]}\n'.encode() for n, s in enumerate(planted.sentences()[:40])
    )
    whole = (
        chat,
        json.dumps(records[:12], indent=1).encode(),
        table,
        gzip.compress(chat),
        table.decode().encode("utf-16"),
    )
    for _ in range(10):
        content = bytearray(draw.choice(whole))
        for _ in range(draw.choice((1, 2, 5, 30))):
            at = draw.randrange(len(content))
            change = draw.choice(("junk", "cut", "byte", "double"))
            if change == "junk":
                content[at:at] = draw.choice(JUNK)
            elif change == "cut":
                del content[at : at + draw.choice((1, 100, 2000))]
            elif change == "byte":
                content[at] = draw.randrange(256)
            else:
                content[at:at] = content[at : at + 50]
            content = content or bytearray(b" ")
        try:
            report = audit(io.BytesIO(bytes(content)), "x", label_pass=False)
        except UnusableFile:
            continue
        assert 0 <= report.clean.low <= report.clean.value <= report.clean.high <= report.rows
        assert all(0 <= s.row < report.rows for suspects in report.issues.values() for s in suspects)


@pytest.mark.parametrize("share", [0.3, 0.5, 0.9])
def test_a_list_on_one_line_in_a_gzip_that_breaks_off_is_read_as_far_as_it_goes(share):
    """A gzip without its end gives the records before the break, and one that says where it breaks off."""
    packed = gzip.compress(json.dumps([{"text": f"number {n}", "label": "a"} for n in range(2000)]).encode())
    records = list(read(io.BytesIO(packed[: int(len(packed) * share)])).records)
    assert len(records) > 200 and all(
        raw.value == {"text": f"number {raw.row}", "label": "a"} for raw, _ in records[:-1]
    )
    assert "breaks off" in records[-1][0].fault
