"""Evaluation sets and outputs out of files: which column is which, whose answer is whose, and what is left out."""

from __future__ import annotations

import gzip
import io
import json

import pytest

from ftdecide.instruments.audit.lines import UnusableFile
from ftdecide.instruments.measure.reading.columns import Told
from ftdecide.instruments.measure.reading.evaluation_set import read_evaluation_set
from ftdecide.instruments.measure.reading.long_table import is_long_table, read_long_table
from ftdecide.instruments.measure.reading.outputs_file import read_outputs
from ftdecide.instruments.measure.reading.rows import number, truth

SET = "id,text,label,language,note\na,one,x,de,n1\nb,two,y,en,n2\nc,three,x,de,n3\nd,four,y,en,n4\n"
NO_IDS = "text,label\none,x\ntwo,y\nthree,x\n"


def evaluation_set(text: str | bytes = SET, columns: Told = Told()):  # noqa: B008
    raw = text if isinstance(text, bytes) else text.encode()
    return read_evaluation_set(io.BytesIO(raw), "set.csv", columns)


def outputs(text: str, of=None, columns: Told = Told()):  # noqa: B008
    found, notes = read_outputs(io.BytesIO(text.encode()), "out.csv", of or evaluation_set(), columns)
    return found, " ".join(notes)


def lines(*rows: object) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


CHAT = {"messages": [{"role": "user", "content": "Hi?"}, {"role": "assistant", "content": "Yes"}]}
SETS = [
    ("a table", SET, ("a", "one", "x")),
    ("gzipped", gzip.compress(SET.encode()), ("a", "one", "x")),
    ("UTF-16", SET.encode("utf-16"), ("a", "one", "x")),
    ("a mark of byte order, semicolons", b"\xef\xbb\xbf" + SET.replace(",", ";").encode(), ("a", "one", "x")),
    ("tabs", SET.replace(",", "\t"), ("a", "one", "x")),
    ("no ids: counted from 1", NO_IDS, ("1", "one", "x")),
    ("lines, numbers stay numbers", lines({"id": 7, "question": "2+2?", "answer": 4}), ("7", "2+2?", 4)),
    ("lines, lists stay lists", lines({"input": "a", "labels": ["p", "q"]}), ("1", "a", ["p", "q"])),
    ("one list", json.dumps([{"id": "k", "input": "a", "expected": "b"}]), ("k", "a", "b")),
    ("expected beats label", lines({"input": "a", "label": "l", "expected": "e"}), ("1", "a", "e")),
    ("chat", lines(CHAT, CHAT | {"n": 1}), ("1", "Hi?", "Yes")),
    ("prompt, completion", lines({"prompt": "p", "completion": "c"}), ("1", "p", "c")),
    ("instruction", lines({"instruction": "i", "input": "n", "output": "o"}), ("1", "i\nn", "o")),
    ("inputs alone", "id,text\na,one\n", ("a", "one", None)),
    ("expected alone", "id,expected\na,x\n", ("a", "", "x")),
    ("an empty cell expects nothing", "id,text,label\na,one,\nb,two,y\n", ("a", "one", None)),
]


@pytest.mark.parametrize(("text", "first"), [case[1:] for case in SETS], ids=[case[0] for case in SETS])
def test_evaluation_sets_of_every_shape_are_read(text, first):
    item = evaluation_set(text).items[0]
    assert (item.name, item.input, item.expected) == first


def test_columns_can_be_told():
    told = Told(id="note", input="label", expected="text", slices=("language",))
    item = evaluation_set(SET, told).items[0]
    assert (item.name, item.input, item.expected, item.slices) == ("n1", "x", "one", {"language": "de"})


@pytest.mark.parametrize("part", ("id", "input", "expected", "slices"))
def test_a_column_that_is_not_there_is_named_with_those_that_are(part):
    with pytest.raises(UnusableFile, match=r"no column 'langage', which --\w.* names. Did you mean language\?"):
        evaluation_set(SET, Told(**{part: ("langage",) if part == "slices" else "langage"}))


def test_further_columns_of_few_values_cut_the_set():
    assert [item.slices for item in evaluation_set().items] == [
        {"language": "de"},
        {"language": "en"},
        {"language": "de"},
        {"language": "en"},
    ]


def test_a_column_in_which_many_ids_come_twice_holds_none():
    rows = "".join(f"{number % 30},question {number},x\n" for number in range(40))
    with pytest.raises(UnusableFile, match=r"10 rows of 40 have no id of their own in 'id': .*--id-column"):
        evaluation_set(f"id,text,label\n{rows}")


def test_items_of_one_id_and_rows_that_cannot_be_read_are_left_out_and_said():
    found = evaluation_set("id,text,label\na,one,x\na,again,y\n,no id,y\nb,two\nc,three,x\n")
    assert [(item.name, item.input) for item in found.items] == [("a", "one"), ("c", "three")]
    said = " ".join(found.notes)
    assert "2 rows left out, without an id or with one that came before" in said
    assert "1 row is left out, as unreadable; the first, in line 5, has 2 cells" in said


MATCHED = [
    ("by id, in any order", SET, "id,output\nc,C\na,A\n", {"c": "C", "a": "A"}),
    ("by input where outputs have no id", SET, "text,output\ntwo,B\none,A\n", {"b": "B", "a": "A"}),
    ("by input where the set has no id", NO_IDS, "id,text,output\nz,two,B\ny,one,A\n", {"2": "B", "1": "A"}),
    ("by order", NO_IDS, "output\nA\nB\nC\n", {"1": "A", "2": "B", "3": "C"}),
    ("by order, a set with ids", SET, "output\nA\nB\nC\nD\n", {"a": "A", "b": "B", "c": "C", "d": "D"}),
    ("by ids that count from 0", NO_IDS, "id,output\n2,C\n0,A\n1,B\n", {"1": "A", "2": "B", "3": "C"}),
    ("by ids that count from 1", NO_IDS, "id,output\n3,C\n1,A\n2,B\n", {"1": "A", "2": "B", "3": "C"}),
]


@pytest.mark.parametrize(("of", "text", "found"), [case[1:] for case in MATCHED], ids=[case[0] for case in MATCHED])
def test_answers_find_their_items(of, text, found):
    read, notes = outputs(text, evaluation_set(of))
    assert {output.item: output.text for output in read} == found
    assert ("matched by" in notes) == ("id,output" not in text or of is NO_IDS), "any way but ids on both sides is said"


def test_a_row_that_cannot_be_read_keeps_its_place_in_the_order():
    read, notes = outputs('output,n\nA,1\n"B"\nC,3\n', evaluation_set(NO_IDS))
    assert {output.item: output.text for output in read} == {"1": "A", "3": "C"} and "unreadable" in notes


RUNS = [
    ("a column of runs", "id,run,output\na,1,A\na,2,B\nb,1,C\n", [("a", 0), ("a", 1), ("b", 0)]),
    ("runs are ordered as numbers", "id,epoch,output\na,10,A\na,9,B\n", [("a", 1), ("a", 0)]),
    ("each item as often", "id,output\na,A\nb,B\na,C\nb,D\n", [("a", 0), ("b", 0), ("a", 1), ("b", 1)]),
    ("runs in the order", "run,output\n" + "1,A\n" * 4 + "2,B\n" * 4, [(i, r) for r in (0, 1) for i in "abcd"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), [case[1:] for case in RUNS], ids=[case[0] for case in RUNS])
def test_runs_are_told_apart(text, found):
    assert [(output.item, output.run) for output in outputs(text)[0]] == found


def test_ids_that_repeat_or_are_unknown_are_left_out_and_said():
    read, notes = outputs("id,output\na,A\na,B\nb,C\nzz,D\n")
    assert [(output.item, output.text) for output in read] == [("a", "A"), ("b", "C")]
    assert "1 row names an item and run that came before" in notes and "1 row names no item" in notes


def test_everything_that_is_known_of_a_call_is_read():
    row = "id,answer,cost,prompt_tokens,completion_tokens,latency_ms,score,why,error\n"
    read, _ = outputs(f"{row}a,A,$0.002,120,7,1500,0.25,half right,\nb,,nan,x,,,,,429 Too many\n")
    first, second = read
    assert (first.text, first.usd, first.input_tokens, first.output_tokens) == ("A", 0.002, 120, 7)
    assert (first.seconds, first.score, first.passed, first.why) == (1.5, 0.25, None, "half right")
    assert (second.fault, second.usd, second.input_tokens) == ("429 Too many", None, None)


FAULTS = [
    ("false", "", ""), ("False", "", ""), ("None", "", ""), ("null", "", ""), ("0", "", ""), ("0.0", "", ""),
    ("nan", "", ""), (" ", "", ""), ("429", "429", ""), ("timed out", "timed out", ""),
    (False, "", "json"), (0, "", "json"), (None, "", "json"), ([], "", "json"),
    ({"code": 429}, '{"code": 429}', "json"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "fault", "form"), FAULTS)
def test_a_column_of_errors_that_says_there_was_none_is_no_fault(cell, fault, form):
    """As JSON has it, and as pandas writes it into a table."""
    row = lines({"id": "a", "output": "A", "error": cell}) if form else f"id,output,error\na,A,{cell}\n"
    (output,) = outputs(row)[0]
    assert output.fault == fault and output.text == "A"


PASSED = [
    ("true", True, 1.0),
    ("PASS", True, 1.0),
    ("0", False, 0.0),
    ("no", False, 0.0),
    ("0.7", None, 0.7),
    ("?", None, None),
]


@pytest.mark.parametrize(("cell", "passed", "score"), PASSED)
def test_whether_it_passed_is_read_as_people_write_it(cell, passed, score):
    (output,) = outputs(f"id,output,passed\na,A,{cell}\n")[0]
    assert (output.passed, output.score) == (passed, score)


UNUSABLE = [
    ("", "it holds no rows"),
    ("\0" * 2000, "it holds no rows"),
    ("id,wat\na,1\n", "no column is known as the output among: id, wat. Name it with --output-column"),
    ("id,output\nz1,A\nz2,B\n", "none of its ids in 'id' is one of the evaluation set’s, such as 'a'"),
    ("output\nA\n", "it has 1 row, the evaluation set 4, and no ids that both have"),
    ("id,text\na,one\nb,two\n", "its column 'text' holds what the model is shown"),
    ('{"id": ["a"], "output": "A"}\n[[[', "none of its ids"),
    ("[" * 100_000, "is nested too deeply"),
    ('{"id": ["a", "b"], "output": ["A", "B"]}', "one object of columns"),
    ("PK\x03\x04 not outputs", "a ZIP archive"),
]


@pytest.mark.parametrize(("text", "says"), UNUSABLE)
def test_outputs_that_cannot_be_used_say_why(text, says):
    with pytest.raises(UnusableFile) as fault:
        outputs(text)
    assert says in str(fault.value) and "\n" not in str(fault.value)


def test_a_cell_of_ten_million_characters_is_read_and_halves_of_signs_are_replaced():
    read, _ = outputs(lines({"id": "a", "output": "x" * 10_000_000}, {"id": "b", "output": "half \ud800"}))
    assert [len(output.text) for output in read] == [10_000_000, 6] and read[1].text == "half ?"


NUMBERS = [
    ("1e999", None),
    ("9" * 400, None),
    (10**400, None),
    (float("nan"), None),
    ("", None),
    (None, None),
    (3, 3.0),
]


@pytest.mark.parametrize(("cell", "found"), NUMBERS)
def test_what_is_no_number_is_none(cell, found):
    assert number(cell) == found and truth(cell) == found


LONG = (
    "rung,id,text,output,expected,language\n"
    "prompt,1,one,A,A,de\nprompt,2,two,B,A,en\nlora,1,one,A,A,de\nlora,3,three,C,C,en\nlora,3,three,D,C,en\n"
)


def test_a_long_table_holds_items_and_rungs():
    file = io.BytesIO(LONG.encode())
    assert is_long_table(file) and not is_long_table(io.BytesIO(SET.encode()))
    found = read_long_table(file, "long.csv")
    assert [(item.name, item.input, item.expected, dict(item.slices)) for item in found.items] == [
        ("1", "one", "A", {"language": "de"}),
        ("2", "two", "A", {"language": "en"}),
        ("3", "three", "C", {"language": "en"}),
    ]
    assert {rung: [(each.item, each.text) for each in of] for rung, of in found.outputs.items()} == {
        "prompt": [("1", "A"), ("2", "B")],
        "lora": [("1", "A"), ("3", "C")],
    }
    assert found.notes == ("long.csv, lora: 1 row names an item and run that came before; the first counts",)


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (b"rung,output\nprompt,A\n", "needs the columns rung and id"),
        (b"rung,id,output\n,1,A\n ,2,B\n", "its column 'rung' names no rung. Name the rung of each row"),
    ],
)
def test_a_long_table_needs_items_and_rungs(table, says):
    with pytest.raises(UnusableFile, match=says):
        read_long_table(io.BytesIO(table), "long.csv")
