"""Results of promptfoo and logs of Inspect, read as these tools write them."""

from __future__ import annotations

import gzip
import json
import struct
from pathlib import Path

import pytest

from ftdecide.instruments.audit.lines import UnusableFile
from ftdecide.instruments.measure.measured import measured
from ftdecide.instruments.measure.outputs import Trial
from ftdecide.instruments.measure.reading.inspect_log import read_inspect
from ftdecide.instruments.measure.reading.other_tools import OtherTool, kind_of
from ftdecide.instruments.measure.reading.promptfoo import read_promptfoo
from tests.instruments import measure_files as files

ASKED = [("2+2?", "4"), ("3+3?", "6"), ("1+1?", "2"), ("5+5?", "10")]
ANSWERS = [("4", "4"), ("7", "6"), (None, "2"), ("10", "11")]  # of both prompts; None failed to answer


def promptfoo_results(new: bool = True) -> list[dict]:
    return [
        files.promptfoo_result(test, prompt, question, expected, ANSWERS[test][prompt], new=new)
        for test, (question, expected) in enumerate(ASKED)
        for prompt in (0, 1)
    ]


def written(path: Path, value: object) -> Path:
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def read(path: Path) -> OtherTool:
    with path.open("rb") as file:
        kind = kind_of(file)
        if kind == "promptfoo":
            return read_promptfoo(file, path.name)
        return read_inspect(file, path.name, archive=kind == "inspect_zip")


def every_shape(folder: Path) -> dict[str, Path]:
    """Promptfoo's results in every shape that it writes."""
    packed, packed_lines = folder / "results.json.gz", folder / "lines.jsonl.gz"
    packed.write_bytes(gzip.compress(json.dumps(files.promptfoo_file(promptfoo_results())).encode()))
    packed_lines.write_bytes(gzip.compress("".join(f"{json.dumps(each)}\n" for each in promptfoo_results()).encode()))
    return {
        "format 3": written(folder / "v3.json", files.promptfoo_file(promptfoo_results())),
        "format 2": written(folder / "v2.json", files.promptfoo_file(promptfoo_results(new=False), version=2)),
        "the summary alone": written(folder / "summary.json", files.promptfoo_file(promptfoo_results())["results"]),
        "the list alone": written(folder / "list.json", promptfoo_results()),
        "lines": files.write_jsonl(folder / "lines.jsonl", promptfoo_results()),
        "gzipped": packed,
        "lines, gzipped": packed_lines,
    }


SHAPES = ("format 3", "format 2", "the summary alone", "the list alone", "lines", "gzipped", "lines, gzipped")


@pytest.mark.parametrize("shape", SHAPES)
def test_promptfoo_is_read_in_every_shape_that_it_writes(shape, tmp_path):
    found = read(every_shape(tmp_path)[shape])
    assert found.tool == "promptfoo" and list(found.outputs) == ["Answer: {{question}}", "few-shot"]
    assert [item.slices for item in found.items] == [{"topic": "words"}, {"topic": "sums"}] * 2
    first, few_shot = found.outputs.values()
    assert [output.passed for output in few_shot] == [True, True, True, False]
    assert [output.passed for output in first if not output.fault] == [True, False, True]
    (fault,) = (output for output in first if output.fault)
    assert fault.fault == "API error: 429 Too Many Requests"
    assert (first[0].usd, first[0].seconds, first[0].input_tokens, first[0].output_tokens) == (0.00005, 0.8, 50, 3)
    assert few_shot[3].why == "Expected output “11” to equal “10”"


def test_promptfoos_expected_answer_is_that_of_its_assertion(tmp_path):
    items = read(every_shape(tmp_path)["format 3"]).items
    assert [(item.name, item.expected) for item in items] == [("0", "4"), ("1", "6"), ("2", "2"), ("3", "10")]
    assert items[0].input == "question: 2+2?\ntopic: words"


def test_an_assertion_that_fails_is_a_failure_and_no_fault(tmp_path):
    """promptfoo leaves the reason of a failed assertion in `error`, where the error of a failed call stands too."""
    found = read(every_shape(tmp_path)["format 3"])
    first, second = measured(Trial(found.items, found.outputs)).rungs
    assert (first.items, first.pass_rate, sum(first.faults.values())) == (3, pytest.approx(2 / 3), 1)
    assert (second.items, second.pass_rate) == (4, 0.75)


def test_a_test_that_promptfoo_repeats_is_another_run_of_it(tmp_path):
    """`--repeat 2` gives each test anew under a testIdx of its own."""
    results = promptfoo_results() + [{**each, "testIdx": each["testIdx"] + 4} for each in promptfoo_results()]
    found = read(written(tmp_path / "repeated.json", files.promptfoo_file(results)))
    assert len(found.items) == 4
    assert [output.run for output in found.outputs["few-shot"]] == [0, 0, 0, 0, 1, 1, 1, 1]
    assert "8 results repeat a test; each counts as a further run of it" in found.notes[0]


def test_two_evaluations_in_one_file_are_not_mixed(tmp_path):
    """Both number their tests from 0; the second asks something else, and only few-shot."""
    others = [
        files.promptfoo_result(test, 1, question, "x", answer)
        for test, (question, answer) in enumerate([("the other 0", "x"), ("the other 1", "y")])
    ]
    found = read(files.write_jsonl(tmp_path / "two.jsonl", promptfoo_results() + others))
    assert [item.name for item in found.items] == ["0", "1", "2", "3", "4", "5"]
    assert "the other 1" in found.items[5].input and not found.notes
    said = [(output.item, output.run, output.passed) for output in found.outputs["few-shot"][-3:]]
    assert said == [("3", 0, False), ("4", 0, True), ("5", 0, False)]


def test_providers_are_rungs_of_their_own(tmp_path):
    results = promptfoo_results()
    others = [{**each, "provider": {"id": "openai:gpt-5", "label": "the big one"}} for each in results]
    found = read(written(tmp_path / "two.json", files.promptfoo_file(results + others)))
    assert list(found.outputs) == [
        "Answer: {{question}}, openai:gpt-4o-mini",
        "few-shot, openai:gpt-4o-mini",
        "Answer: {{question}}, the big one",
        "few-shot, the big one",
    ]


def test_long_prompts_are_told_apart(tmp_path):
    results = [
        {**each, "prompt": {"raw": "", "label": f"{'word ' * 40}{each['promptIdx']}"}} for each in promptfoo_results()
    ]
    names = list(read(written(tmp_path / "long.json", files.promptfoo_file(results))).outputs)
    assert len(set(names)) == 2 and all(len(name) <= 64 and name[-3:] in ("(1)", "(2)") for name in names)


SAMPLES = [
    files.inspect_sample(1, 1, "C"),
    files.inspect_sample(1, 2, "I", answer="5"),
    files.inspect_sample("two", 1, 0.75),
    files.inspect_sample("two", 2, True),
    files.inspect_sample(33, 1, "P"),
    files.inspect_sample(33, 2, "N", answer=""),
    files.inspect_sample(4, 1, "", error="RateLimitError: 429"),
    files.inspect_sample(4, 2, None),
]


@pytest.mark.parametrize("name", ("log.json", "log.eval"))
def test_inspects_logs_are_read_packed_or_not(name, tmp_path):
    found = read(files.write_inspect(tmp_path / name, SAMPLES))
    (rung, outputs), *others = found.outputs.items()
    assert (found.tool, rung, others) == ("Inspect", "sums, ollama/llama3.1", [])
    assert [(item.name, item.input, item.expected) for item in found.items] == [
        ("1", "Question 1?", "4"),
        ("two", "Question two?", "4"),
        ("33", "Question 33?", "4"),
        ("4", "Question 4?", "4"),
    ]
    assert [item.slices["level"] for item in found.items] == ["easy", "easy", "hard", "easy"]
    said = [(output.item, output.run, output.passed, output.score) for output in outputs]
    assert said == [
        ("1", 0, True, 1.0),
        ("1", 1, False, 0.0),
        ("two", 0, None, 0.75),
        ("two", 1, True, 1.0),
        ("33", 0, None, 0.5),
        ("33", 1, False, 0.0),
        ("4", 0, None, None),
        ("4", 1, None, None),
    ]
    assert outputs[6].fault == "RateLimitError: 429" and outputs[1].text == "5" and outputs[1].why == "said 5"
    assert (outputs[0].input_tokens, outputs[0].output_tokens, outputs[0].seconds) == (66, 2, 0.25)


def test_epochs_are_runs_and_partial_credit_is_no_pass(tmp_path):
    found = read(files.write_inspect(tmp_path / "log.eval", SAMPLES))
    (rung,) = measured(Trial(found.items, found.outputs)).rungs
    # 1: one of two; two: 0.75 passes, so both; 33: 0.5 does not, so none; 4: a fault, and one without a score
    assert (rung.items, rung.runs, rung.pass_rate) == (3, 2, 0.5)
    assert sum(rung.faults.values()) == sum(rung.unscored.values()) == 1


def test_of_several_scorers_the_first_counts_unless_one_is_named(tmp_path):
    sample = files.inspect_sample(1, 1, "C")
    sample["scores"]["graded"] = {"value": "I", "explanation": "no"}
    path = files.write_inspect(tmp_path / "log.eval", [sample])
    assert "the log also has graded: choose with --log-score" in read(path).notes[0]
    for name, passed in (("match", True), ("graded", False)):
        with path.open("rb") as file:
            found = read_inspect(file, "log.eval", archive=True, score_name=name)
        assert [output.passed for output in found.outputs["sums, ollama/llama3.1"]] == [passed] and not found.notes
    with path.open("rb") as file, pytest.raises(UnusableFile, match=r"no scorer 'nope'\. It has: match, graded"):
        read_inspect(file, "log.eval", archive=True, score_name="nope")


def test_a_log_that_did_not_end_well_says_so(tmp_path):
    log = {**files.inspect_header(), "status": "cancelled", "samples": SAMPLES[:1]}
    assert "status is cancelled" in read(written(tmp_path / "log.json", log)).notes[0]


def test_a_log_packed_with_zstd_says_how_to_convert_it(tmp_path):
    """Newer versions pack with zstd (method 93), which Python reads from 3.14 on."""
    path = files.write_inspect(tmp_path / "log.eval", SAMPLES[:1])
    raw = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        place = raw.find(mark)
        while place >= 0:
            raw[place + offset : place + offset + 2] = struct.pack("<H", 93)
            place = raw.find(mark, place + 4)
    path.write_bytes(raw)
    with pytest.raises(UnusableFile, match="inspect log convert --to json"):
        read(path)


def test_what_is_no_log_is_refused(tmp_path):
    whole = files.write_inspect(tmp_path / "log.eval", SAMPLES[:1]).read_bytes()
    cut = tmp_path / "cut.eval"
    cut.write_bytes(whole[:-40])
    cases = {
        cut: "a broken ZIP archive",
        files.write_inspect(tmp_path / "none.eval", []): "holds no samples",
        files.write_inspect(tmp_path / "none.json", []): "holds no samples",
        written(tmp_path / "empty.json", files.promptfoo_file([])): "holds no results of promptfoo",
    }
    for path, says in cases.items():
        with pytest.raises(UnusableFile, match=says):
            read(path)


ODD = [
    {"prompt": None, "provider": None, "vars": None, "response": None},
    {"prompt": 3, "provider": [1], "vars": [1], "response": "x", "success": "yes", "score": "NaN", "testCase": "x"},
    {"prompt": {}, "gradingResult": 4, "error": {"a": 1}, "cost": "x", "tokenUsage": [], "latencyMs": None},
]


def test_odd_values_raise_nothing(tmp_path):
    found = read(written(tmp_path / "odd.json", {"evalId": 1, "results": {"results": [*ODD, 5, None]}}))
    assert sum(map(len, found.outputs.values())) == 3
    sample = {"id": [1], "epoch": "x", "output": {"choices": [None]}, "scores": [1], "error": 5, "metadata": [1]}
    log = {"version": 2, "status": 7, "eval": {"task": 3, "model": None}, "samples": [sample, {"id": 2}, None]}
    (outputs,) = read(written(tmp_path / "odd_log.json", log)).outputs.values()
    assert [(output.item, output.fault) for output in outputs] == [("[1]", "5")]
