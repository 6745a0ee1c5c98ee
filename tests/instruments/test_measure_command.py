"""`ftdecide measure` at the command line: its contract, its errors, and what its report says."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import jsonschema
import pytest

from ftdecide.doors.cli import main
from tests.instruments import measure_files as files
from tests.instruments import planted

ITEMS = files.tickets()


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ftdecide", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


POOL = [(n, "about " + " ".join(chr(97 + (n * k) % 26) * 4 for k in range(1, 9))) for n in range(40)]


def repeated_only() -> list[dict]:
    """Ratings as the widget writes them, of which the first line of a pair was lost."""
    head = {"schema": 1, "kind": "session", "rater": "anna", "rungs": ["a", "b"], "asked": 9, "reference": ""}
    vote = {"kind": "vote", "place": 0, "item": "x", "left": "a", "right": "b", "choice": "left", "repeat": True}
    return [{**head, "trial": "t"}, {"kind": "plan", "ratings": 9}, {**vote, "slices": {}}]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """An evaluation set of 240 tickets with the outputs of three rungs, one of them run three times."""
    path = tmp_path_factory.mktemp("measure")
    files.write_csv(path / "set.csv", ITEMS)
    files.write_csv(path / "prompt.csv", files.outputs(ITEMS, 0.6, 1))
    files.write_csv(path / "scored.csv", [{"id": item["id"], "output": "x", "score": 0.4} for item in ITEMS])
    files.write_jsonl(path / "few.jsonl", files.outputs(ITEMS, 0.85, 2))
    files.write_csv(path / "three.csv", files.outputs(ITEMS, 0.7, 3, runs=3))
    files.write_csv(path / "pool.csv", [{"text": f"{n} more {words}", "label": n % 2} for n, words in POOL])
    (path / "no_rung.csv").write_text("rung,id,output\n,1,A\n,2,B\n")
    files.write_jsonl(path / "repeat.jsonl", repeated_only())
    files.write_jsonl(path / "chat.jsonl", [planted.chat("Where is it?", "On its way.") for _ in range(3)])
    return path


@pytest.fixture()
def here(folder, monkeypatch) -> Path:
    monkeypatch.chdir(folder)
    return folder


RUNGS = ("set.csv", "--rung", "prompt=prompt.csv", "--rung", "Few-shot=few.jsonl", "--rung", "retrieval=three.csv")


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def report(capsys, *arguments: str) -> dict:
    assert main(["measure", *arguments, "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_reports_are_what_their_schemas_say(here, capsys):
    assert main(["schema"]) == 0
    schemas = json.loads(capsys.readouterr().out)
    jsonschema.validate(report(capsys, *RUNGS), schemas["measure"])
    assert main(["audit", "chat.jsonl", "--format", "json"]) == 0
    jsonschema.validate(json.loads(capsys.readouterr().out), schemas["audit"])


def test_figures_of_a_report_are_the_files(here, capsys):
    found = report(capsys, *RUNGS)
    assert found["schema"] == 1 and found["items"] == 240 and not found["stand_in"]
    assert list(found["rungs"]) == ["prompt", "few_shot", "retrieval"]
    label = {item["id"]: item["label"] for item in ITEMS}
    for rung, name in (("prompt", "prompt.csv"), ("retrieval", "three.csv")):
        rows = table(here / name)
        right = sum(row["output"].rstrip(".").lower() == label[row["id"]] for row in rows)
        assert found["rungs"][rung]["pass_rate"] == pytest.approx(right / len(rows))
        assert found["rungs"][rung]["items"] == 240 and found["rungs"][rung]["calls"] == len(rows)
    assert found["rungs"]["prompt"]["usd_per_1000_calls"] == pytest.approx(0.4)
    assert found["rungs"]["prompt"]["consistency"] is None and found["rungs"]["retrieval"]["consistency"]["runs"] == 3
    assert set(found["rungs"]["prompt"]["parts"]) == {"expected answer", "language", "length of the input"}
    assert len(found["comparisons"]) == 3 and len(found["ladder"]) == 3
    assert found["scoring"].startswith("normalised: ") and "4 labels" in found["scoring"]


def test_what_was_measured_makes_the_condition_measured(folder, tmp_path):
    """Through the real commands: the pass rates of `assess --with` are those that were counted."""
    result, profile = tmp_path / "measure.json", tmp_path / "profile.json"
    rungs = [f"--rung=prompt={folder / 'prompt.csv'}", f"--rung=few_shot={folder / 'few.jsonl'}"]
    result.write_text(run("measure", folder / "set.csv", *rungs, "--format", "json").stdout)
    profile.write_text('{"gap": "classification", "near_miss": false}')
    alone = json.loads(run("assess", profile, "--format", "json").stdout)
    verdict = json.loads(run("assess", profile, "--with", result, "--format", "json").stdout)
    before, after = (
        next(each for each in found["conditions"] if each["name"] == "near_miss") for found in (alone, verdict)
    )
    assert (before["status"], before["basis"]) == ("unmet", "estimated")
    assert (after["status"], after["basis"]) == ("met", "measured")
    measured = json.loads(result.read_text())
    assert after["value"] == pytest.approx(measured["rungs"]["few_shot"]["pass_rate"])
    told = verdict["profile"]["rungs"]["few_shot"]
    assert told["n"] == 240 and told["pass_rate"]["basis"] == "measured"
    assert told["pass_rate"]["source"].startswith("ftdecide measure of set.csv, 20")
    assert verdict["profile"]["has_eval_set"] is True


def test_every_answer_goes_into_the_table_of_items(here, capsys, tmp_path):
    found = report(capsys, *RUNGS, "--items", str(tmp_path / "items.csv"))
    rows = table(tmp_path / "items.csv")
    assert list(rows[0]) == ["item", "rung", "run", "passed", "score", "why"]
    assert len(rows) == 240 + 240 + 720
    passed = [row["passed"] == "true" for row in rows if row["rung"] == "few_shot"]
    assert sum(passed) / 240 == pytest.approx(found["rungs"]["few_shot"]["pass_rate"])
    assert {row["run"] for row in rows if row["rung"] == "retrieval"} == {"1", "2", "3"}


def test_the_text_says_which_is_better_and_where_each_fails(here, capsys):
    assert main(["measure", *RUNGS]) == 0
    text = capsys.readouterr().out
    assert text.startswith("few_shot passes ")
    assert "few_shot is better than prompt by " in text and "worst first" in text
    assert "case and punctuation left aside" in text and "--items OUT.csv has them all" in text
    assert len(text.splitlines()) < 60, "read in a minute"


def test_the_page_says_the_same_and_escapes_what_the_files_say(here, capsys, tmp_path):
    name = "<script>alert(1)</script>"
    items = [{**item, "text": f"{name} {item['text']}", "language": name} for item in ITEMS[:40]]
    files.write_csv(tmp_path / "set.csv", [*items, {**ITEMS[40], "language": "en"}])
    arguments = [str(tmp_path / "set.csv"), "--rung", "prompt=prompt.csv", "--rung", f"{name}=few.jsonl"]
    assert main(["measure", *arguments, "--format", "html"]) == 0
    page = capsys.readouterr().out
    assert main(["measure", *arguments]) == 0
    headline = capsys.readouterr().out.splitlines()[0]
    assert "<script" not in page and "&lt;script&gt;" in page
    assert headline.replace("<", "&lt;").replace(">", "&gt;") in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", ""), "nothing is loaded from elsewhere"


def test_promptfoo_and_inspect_are_taken_as_they_are_and_named_after_the_ladder(tmp_path, capsys):
    asked = [("2+2?", "4"), ("3+3?", "6")]
    results = [
        files.promptfoo_result(test, prompt, *of, of[1] if prompt else "0")
        for test, of in enumerate(asked)
        for prompt in (0, 1)
    ]
    promptfoo, log = tmp_path / "results.json", tmp_path / "log.eval"
    promptfoo.write_text(json.dumps(files.promptfoo_file(results)), encoding="utf-8")
    found = report(capsys, str(promptfoo), "--as", "Answer:=prompt")
    assert list(found["rungs"]) == ["prompt", "few_shot"] and set(found["profile"]["rungs"]) == {"prompt", "few_shot"}
    assert found["scoring"] == "promptfoo as the files say"
    rescored = report(capsys, str(promptfoo), "--as", "Answer:=prompt", "--score", "contains")
    assert rescored["scoring"].startswith("contains: ")
    files.write_inspect(log, [files.inspect_sample(place, 1, "C") for place in range(3)])
    unmapped = report(capsys, str(log))
    assert unmapped["profile"]["rungs"] == {} and "--as 'sums, ollama/llama3.1=few_shot'" in " ".join(unmapped["notes"])
    mapped = report(capsys, "--rung", f"lora={log}")
    assert mapped["profile"]["rungs"]["lora"]["n"] == 3


def test_two_logs_of_one_task_are_two_rungs(tmp_path, capsys):
    for name in ("a.eval", "b.json"):
        files.write_inspect(tmp_path / name, [files.inspect_sample(place, 1, "C") for place in range(3)])
    found = report(capsys, str(tmp_path / "a.eval"), str(tmp_path / "b.json"), "--as", "b.json=lora")
    assert list(found["rungs"]) == ["lora", "sums, ollama/llama3.1"] and found["items"] == 3


def test_a_long_table_is_enough_by_itself(here, tmp_path, capsys):
    rows = [{"rung": "prompt", "expected": item["label"], "id": item["id"], "output": item["label"]} for item in ITEMS]
    files.write_csv(tmp_path / "long.csv", rows + [{**row, "rung": "primer", "output": "x"} for row in rows])
    found = report(capsys, str(tmp_path / "long.csv"))
    assert [rung["pass_rate"] for rung in found["rungs"].values()] == [1.0, 0.0]


def test_a_bar_for_scores_of_the_files_is_said(here, capsys):
    found = report(capsys, "set.csv", "--rung", "prompt=scored.csv", "--pass-at", "0.4")
    assert found["scoring"] == "the outputs as the files say; a score of 0.4 or more passes"
    assert found["rungs"]["prompt"]["pass_rate"] == 1


def test_a_schema_and_an_own_function_score(tmp_path, capsys):
    (tmp_path / "set.jsonl").write_text('{"id": "1", "text": "a"}\n{"id": "2", "text": "b"}\n')
    (tmp_path / "out.jsonl").write_text('{"id": "1", "output": "{\\"n\\": 1}"}\n{"id": "2", "output": "no"}\n')
    (tmp_path / "schema.json").write_text('{"type": "object", "required": ["n"]}')
    (tmp_path / "own.py").write_text("def long(answer, expected):\n    return len(answer) / 10\n")
    arguments = [str(tmp_path / "set.jsonl"), "--rung", f"structured_output={tmp_path / 'out.jsonl'}"]
    found = report(capsys, *arguments, "--schema", str(tmp_path / "schema.json"))
    assert found["rungs"]["structured_output"]["pass_rate"] == 0.5
    found = report(capsys, *arguments, "--score", f"{tmp_path / 'own.py'}:long", "--pass-at", "0.2")
    assert found["rungs"]["structured_output"]["pass_rate"] == 1.0


def through_pipes(*files: Path, arguments: list[str]) -> subprocess.CompletedProcess[str]:
    """The command with each file on a pipe, as `<(cat FILE)` gives it; {0} is the first."""
    ends, threads = [], []
    for file in files:
        out, into = os.pipe()
        threads.append(threading.Thread(target=lambda file=file, into=into: fill(file, into), daemon=True))
        ends.append(out)
    for thread in threads:
        thread.start()
    named = [each.format(*(f"/dev/fd/{end}" for end in ends)) for each in arguments]
    command = [sys.executable, "-m", "ftdecide", *named]
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=300, pass_fds=ends)
    finally:
        for end in ends:
            os.close(end)


def fill(file: Path, pipe: int) -> None:
    with open(pipe, "wb") as into, contextlib.suppress(BrokenPipeError):
        into.write(file.read_bytes())


def test_what_comes_through_pipes_is_measured_as_files_are(here, capsys):
    """A pipe can be read once only, and a set is read twice: once to know what it is."""
    found = report(capsys, "set.csv", "--rung", "few_shot=few.jsonl")
    arguments = ["measure", "{0}", "--rung", "few_shot={1}", "--format", "json"]
    done = through_pipes(here / "set.csv", here / "few.jsonl", arguments=arguments)
    assert done.returncode == 0, done.stderr
    piped = json.loads(done.stdout)
    assert piped["rungs"] == found["rungs"] and piped["items"] == 240
    assert "measure of a pipe, " in piped["profile"]["rungs"]["few_shot"]["pass_rate"]["source"]
    command = [sys.executable, "-m", "ftdecide", "measure", "-", "--rung", "few_shot=few.jsonl", "--format", "json"]
    whole = (here / "set.csv").read_bytes()
    done = subprocess.run(command, input=whole, capture_output=True, timeout=300)
    piped = json.loads(done.stdout)
    assert piped["rungs"] == found["rungs"]
    assert "measure of standard input, " in piped["profile"]["rungs"]["few_shot"]["pass_rate"]["source"]


def test_a_pool_through_a_pipe_is_read(here):
    arguments = ["measure", "set.csv", "--stand-in", "--rungs", "few_shot", "--pool", "{0}", "--format", "json"]
    done = through_pipes(here / "pool.csv", arguments=arguments)
    assert done.returncode == 0 and "The pool has 40 examples." in done.stderr, done.stderr


def test_no_cell_of_the_table_of_items_is_a_formula(tmp_path, capsys):
    """People open it in a spreadsheet, and ids and answers come from anywhere."""
    names = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\tx", "-5", "plain"]
    files.write_csv(tmp_path / "set.csv", [{"id": name, "text": "a", "label": "x"} for name in names])
    files.write_csv(tmp_path / "out.csv", [{"id": name, "output": "y"} for name in names])
    arguments = [str(tmp_path / "set.csv"), "--rung", f"@rung={tmp_path / 'out.csv'}"]
    report(capsys, *arguments, "--items", str(tmp_path / "items.csv"))
    rows = table(tmp_path / "items.csv")
    assert [row["item"] for row in rows] == ["'=1+1", "'+cmd|' /C calc'!A0", "'-2+3", "'@SUM(1)", "x", "-5", "plain"]
    assert {row["rung"] for row in rows} == {"'@rung"}
    assert not [cell for row in rows for cell in row.values() if cell[0] in "=+@"]


def test_the_text_holds_nothing_that_a_terminal_would_obey(here, tmp_path, capsys):
    """A rung's name and a label with sequences that would clear the screen or colour it."""
    items = [{**item, "label": "\x1b[31mred" if place % 2 else "blue\r"} for place, item in enumerate(ITEMS)]
    files.write_jsonl(tmp_path / "set.jsonl", items)
    for form in ("text", "json"):
        rung = f"\x1b[2Jmine={here / 'few.jsonl'}"
        assert main(["measure", str(tmp_path / "set.jsonl"), "--rung", rung, "--format", form]) == 0
        said = capsys.readouterr()
        assert not [c for c in said.out + said.err if (ord(c) < 32 and c not in "\n\t") or 127 <= ord(c) < 160]
        assert "[2Jmine" in said.out


def test_a_stand_in_says_so_and_stays_out_of_the_profile(here, tmp_path, capsys):
    files.write_csv(tmp_path / "few.csv", ITEMS[:12])
    found = report(capsys, str(tmp_path / "few.csv"), "--stand-in", "--rungs", "prompt")
    assert found["stand_in"] and found["profile"]["rungs"] == {}
    assert main(["measure", str(tmp_path / "few.csv"), "--stand-in", "--rungs", "prompt"]) == 0
    assert "no language model" in capsys.readouterr().out


REFUSED = [
    ([], "there is nothing to measure"),
    (["--pool", "pool.csv"], "there is nothing to measure"),
    (["--stand-in", "--pool", "pool.csv", "--instruction", "pool.csv"], "there is nothing to measure"),
    (["--rung", "a=no_rung.csv"], "no_rung.csv: its column 'rung' names no rung. Name the rung of each row"),
    (["no_rung.csv"], "no_rung.csv: its column 'rung' names no rung. Name the rung of each row"),
    (["--ratings", "repeat.jsonl"], "ratings of 'anna' repeat a pair of item 'x' that they do not hold"),
    (["set.csv", "--rung", "prompt=prompt.csv", "--ratings", "repeat.jsonl"], "--ratings stands alone"),
    (["--ratings", "repeat.jsonl", "--pool", "pool.csv"], "--ratings stands alone: leave out --pool"),
    (["--ratings", "repeat.jsonl", "--as", "a=lora", "--slice", "b"], "leave out --as and --slice"),
    (["--ratings", "repeat.jsonl", "--most-usd", "1", "--runs", "3"], "leave out --runs and --most-usd"),
    (["set.csv"], "set.csv: an evaluation set without outputs"),
    (["none.csv", "--rung", "prompt=prompt.csv"], "none.csv: No such file"),
    (["set.csv", "--rung", "prompt"], "--rung is 'prompt'. Write it as NAME=FILE"),
    (["set.csv", "--rung", "prompt=none.csv"], "none.csv: No such file"),
    (["--rung", "prompt=prompt.csv"], "prompt.csv: outputs without an evaluation set"),
    (["set.csv", "set.csv", "--rung", "prompt=prompt.csv"], "set.csv: it is given twice"),
    (["set.csv", "prompt.csv", "--rung", "prompt=few.jsonl"], "prompt.csv: a second evaluation set"),
    (["set.csv", "--rung", "a=prompt.csv", "--rung", "a=few.jsonl"], "a: two rungs have this name"),
    (["set.csv", "--rung", "a=prompt.csv", "--rung", "b=prompt.csv"], "prompt.csv: it is given for two rungs"),
    (["set.csv", "--rung", "few-shot=prompt.csv", "--rung", "few_shot=few.jsonl"], "are both few_shot"),
    (["set.csv", "--rung", "prompt=set.csv"], "set.csv: the set is no outputs"),
    (["set.csv", "--rung", "prompt=prompt.csv", "--output-column", "answr"], "--output-column names"),
    (["set.csv", "--rung", "prompt=prompt.csv", "--slice", "langage"], "Did you mean language?"),
    (["set.csv", "--rung", "prompt=prompt.csv", "--score", "exct"], "Did you mean exact?"),
    (
        ["set.csv", "--rung", "prompt=prompt.csv", "--score", "numeric"],
        "item 't000': the expected answer has no number",
    ),
    (["set.csv", "--rung", "prompt=prompt.csv", "--score-option", "a"], "--score-option is 'a'"),
    (["set.csv", "--rung", "prompt=prompt.csv", "--score-option", "a=1"], "--score-option without --score"),
    (["set.csv", "--rung", "prompt=prompt.csv", "--score", "exact", "--schema", "set.csv"], "--schema goes with"),
    (["set.csv", "--rung", "prompt=scored.csv", "--pass-at", "nan"], "--pass-at is nan, not from 0 to 1"),
    (
        ["set.csv", "--rung", "prompt=scored.csv", "--pass-at", "2"],
        "--pass-at is 2, not from 0 to 1, as the scores are",
    ),
    (["set.csv", "--rung", "prompt=prompt.csv", "--score", "own.py:f", "--pass-at", "2"], "--pass-at is 2, not from 0"),
    (["set.csv", "--stand-in", "--pool", "-"], "--pool is -, and standard input is for the set and the outputs"),
    (["--ratings", "-"], "ratings do not come on standard input. Name the file of each rater"),
    (["set.csv", "--rung", "prompt=prompt.csv", "--pass-at", "1"], "--pass-at is for scores, and the files hold none"),
    (["set.csv", "--rung", "prompt=prompt.csv", "--model", "m"], "--model would change nothing without --endpoint URL"),
    (["set.csv", "--rung", "prompt=prompt.csv", "--score", "exact", "--pass-at", "1"], "--pass-at is for scores"),
    (["set.csv", "--rung", "prompt=prompt.csv", "--as", "prompt=better"], "the rung one of prompt, primer"),
    (["set.csv", "--rung", "prompt=prompt.csv", "--as", "zzz=lora"], "which no name in the files holds"),
    (["set.csv", "--rung", "prompt=prompt.csv", "--items", "set.csv"], "set.csv: it is read from"),
    (["set.csv", "--rung", "prompt=prompt.csv", "--stand-in", "--rungs", "prompt"], "run live and read from a file"),
]


@pytest.mark.parametrize(("arguments", "says"), REFUSED, ids=[" ".join(case[0]) or "nothing" for case in REFUSED])
def test_bad_input_is_refused_in_one_line_with_its_remedy(here, capsys, arguments, says):
    assert main(["measure", *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == "" and says in said.err
    assert len(said.err.strip().splitlines()[-1:]) == 1 and "Traceback" not in said.err


def test_a_preference_is_no_condition_of_a_verdict(tmp_path, capsys):
    """`assess --with` says what it cannot do with ratings, not that measure never wrote them."""
    profile, rated = tmp_path / "profile.json", tmp_path / "rated.json"
    profile.write_text("{}", encoding="utf-8")
    rated.write_text('{"schema": 1, "kind": "pairwise_rating"}', encoding="utf-8")
    assert main(["assess", str(profile), "--with", str(rated)]) == 2
    assert "what people prefer sets no condition" in capsys.readouterr().err
