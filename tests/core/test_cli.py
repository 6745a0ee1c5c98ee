"""The command line as another program meets it: real processes, exit codes, one line on standard error."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from html.parser import HTMLParser

import jsonschema
import pytest

FTDECIDE = [sys.executable, "-m", "ftdecide"]
PROFILE = {"gap": "knowledge", "near_miss": False}


def run(*arguments: str, given: bytes | str = "") -> subprocess.CompletedProcess:
    raw = given.encode() if isinstance(given, str) else given
    return subprocess.run([*FTDECIDE, *arguments], input=raw, capture_output=True, timeout=60)


def test_assess_writes_the_contract_s_json():
    """--format json puts the whole verdict, and nothing else, on standard output."""
    done = run("assess", "-", "--format", "json", given=json.dumps(PROFILE))
    assert (done.returncode, done.stderr) == (0, b"")
    verdict = json.loads(done.stdout)
    jsonschema.validate(verdict, json.loads(run("schema").stdout)["verdict"])
    assert (verdict["decision"], verdict["justified"], verdict["profile"]) == ("use_retrieval", "no", PROFILE)


def test_assess_writes_markdown_in_any_script(tmp_path):
    """Without --format a page of Markdown comes out, the task as typed."""
    (tmp_path / "p.json").write_text(json.dumps({"task": "分类客户邮件"}), encoding="utf-8")
    done = run("assess", str(tmp_path / "p.json"))
    assert done.returncode == 0
    assert "**Task:** 分类客户邮件" in done.stdout.decode()


def test_assess_writes_a_page_that_runs_nothing():
    """--format html gives one whole page in which a task with markup is text."""
    done = run("assess", "-", "--format", "html", given=json.dumps({"task": "<script>alert(1)</script> & <b>"}))
    seen = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attributes: seen.append((tag, attributes))
    parser.feed(done.stdout.decode())
    assert done.returncode == 0
    assert {"html", "main", "h1", "ul", "li"} <= {tag for tag, _ in seen} and not {"script", "b"} & {
        tag for tag, _ in seen
    }
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;" in done.stdout.decode()


def test_a_saved_verdict_is_a_profile_too():
    """What the drill or `--format json` saved can be asked again."""
    first = run("assess", "-", "--format", "json", given=json.dumps(PROFILE)).stdout
    again = run("assess", "-", "--format", "json", given=first)
    assert (again.returncode, json.loads(again.stdout)) == (0, json.loads(first))


def test_with_lays_measurements_over_the_profile(tmp_path):
    """--with merges the profile that audit or measure wrote; the condition then reads measured."""
    measured = {
        "schema": 1,
        "profile": {"clean_examples": {"value": 700, "low": 650, "high": 740, "basis": "measured"}},
    }
    (tmp_path / "audit.json").write_text(json.dumps(measured))
    done = run("assess", "-", "--with", str(tmp_path / "audit.json"), "--format", "json", given='{"clean_examples": 9}')
    finding = json.loads(done.stdout)["conditions"][2]
    assert (finding["status"], finding["basis"]) == ("met", "measured")


BAD = {
    "truncated": ('{"gap": "sty', "not whole JSON"),
    "empty": ("", "nothing came on standard input"),
    "blank": (" \n", "nothing came on standard input"),
    "unknown key": ('{"gapp": "style"}', "Did you mean gap?"),
    "NaN": ('{"clean_examples": NaN}', "clean_examples is nan"),
    "not UTF-8": (b'{"task": "\xff"}', "not UTF-8"),
    "too deep": ("[" * 100_000, "nested too deeply"),
    "too many digits": ('{"clean_examples": ' + "9" * 5000 + "}", "enormous number"),
    "a list": ("[1]", "must be a JSON object"),
}


@pytest.mark.parametrize(("given", "says"), BAD.values(), ids=BAD)
def test_bad_input_is_one_clear_line_and_exit_2(given, says):
    """No traceback, nothing on standard output, one line that says what is wrong."""
    done = run("assess", "-", "--format", "json", given=given)
    assert (done.returncode, done.stdout) == (2, b"")
    (line,) = done.stderr.decode().splitlines()
    assert says in line


@pytest.mark.parametrize(
    "arguments",
    [("assess", "no/such/file"), ("assess",), ("asess", "-"), (), ("assess", "-", "--with", "no/such/file")],
)
def test_bad_arguments_are_one_clear_line_and_exit_2(arguments):
    """A missing file or a mistyped command is bad input too."""
    done = run(*arguments, given="{}")
    assert (done.returncode, done.stdout) == (2, b"")
    assert len(done.stderr.decode().splitlines()) == 1


def test_a_reader_that_leaves_early_is_no_error():
    """Writing into a pipe whose reader has gone ends quietly."""
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([*FTDECIDE, "schema"], stdout=writer, stderr=subprocess.PIPE, timeout=60)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_full_disk_is_said_as_what_it_is():
    """An output that cannot be written is no error of the program."""
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*FTDECIDE, "schema"], stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert done.returncode == 1
    assert b"cannot be written" in done.stderr


CLOSED_OUTPUT = ["schema", "prices", "recheck", "assess PROFILE", "assess PROFILE --format json", "portfolio T -o -"]


@pytest.mark.parametrize("arguments", CLOSED_OUTPUT)
def test_a_closed_output_is_said_in_one_line(tmp_path, arguments):
    """Where standard output is closed, whatever would write there ends with exit 2 and the remedy."""
    (tmp_path / "PROFILE").write_text("{}")
    (tmp_path / "T").write_text("gap\nstyle\n")
    command = f'exec "{sys.executable}" -m ftdecide {arguments} >&-'
    done = subprocess.run(command, shell=True, cwd=tmp_path, stderr=subprocess.PIPE, timeout=60)
    assert done.returncode == 2
    assert "standard output is closed" in done.stderr.decode().splitlines()[-1]


def test_a_closed_output_is_no_matter_where_nothing_goes_there(tmp_path):
    """A table whose verdicts go into a file needs no standard output."""
    (tmp_path / "T").write_text("gap\nstyle\n")
    command = f'exec "{sys.executable}" -m ftdecide portfolio T -o o.csv >&-'
    assert subprocess.run(command, shell=True, cwd=tmp_path, stderr=subprocess.PIPE, timeout=60).returncode == 0
    assert (tmp_path / "o.csv").read_text().startswith("gap,decision")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [("assess -", "nothing came on standard input"), ("portfolio - -o o.csv", "standard input is closed")],
)
def test_a_closed_input_is_said_as_what_it_is(tmp_path, arguments, says):
    """No profile and no table came: exit 2, and nobody is told to download anything again."""
    command = f'exec "{sys.executable}" -m ftdecide {arguments} <&-'
    done = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, timeout=60)
    assert (done.returncode, done.stdout, list(tmp_path.iterdir())) == (2, b"", [])
    (line,) = done.stderr.decode().splitlines()
    assert says in line


def test_an_empty_file_is_said_to_be_empty(tmp_path):
    """By its name."""
    (tmp_path / "p.json").write_text("")
    assert b"p.json: it is empty" in run("assess", str(tmp_path / "p.json")).stderr


def test_any_terminal_gets_utf_8():
    """A task in any script is written out whatever the terminal's encoding."""
    poor = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    given = json.dumps({"task": "分类"}).encode()
    done = subprocess.run([*FTDECIDE, "assess", "-"], input=given, capture_output=True, env=poor, timeout=60)
    assert done.returncode == 0 and "分类" in done.stdout.decode()


@pytest.mark.parametrize("stated", ["[1]", '{"rungs": 5}', '{"value": 1, "gap": "style"}', '{"clean_examples": -1}'])
def test_with_does_not_hide_a_fault_of_the_profile(tmp_path, stated):
    """What is laid over a profile does not make a broken one good."""
    (tmp_path / "a.json").write_text('{"profile": {"clean_examples": 5, "rungs": {"prompt": {}}}}')
    assert run("assess", "-", "--with", str(tmp_path / "a.json"), given=stated).returncode == 2


def test_with_a_measured_null_measures_nothing(tmp_path):
    """Null keeps what was stated."""
    (tmp_path / "a.json").write_text('{"profile": {"clean_examples": null}}')
    done = run("assess", "-", "--with", str(tmp_path / "a.json"), "--format", "json", given='{"clean_examples": 7}')
    assert json.loads(done.stdout)["profile"] == {"clean_examples": 7}


def test_many_faults_stay_one_readable_line():
    """Twenty are named, the others counted; nothing in a key reaches the terminal raw."""
    done = run("assess", "-", given=json.dumps({f"\x1b[31mkey{i}": 1 for i in range(5000)}))
    (line,) = done.stderr.decode().splitlines()
    assert "and 4,980 more" in line and len(line) < 10_000 and "\x1b" not in line


def test_of_two_reports_that_measure_the_same_the_later_is_said_to_count(tmp_path):
    for name, count in (("one", 40), ("two", 60)):
        measured = {"value": count, "basis": "measured", "source": name}
        (tmp_path / f"{name}.json").write_text(json.dumps({"profile": {"clean_examples": measured}}), encoding="utf-8")
    reports = [str(tmp_path / f"{name}.json") for name in ("one", "two")]
    done = run("assess", "-", "--with", reports[0], "--with", reports[1], "--format", "json", given="{}")
    assert json.loads(done.stdout)["profile"]["clean_examples"]["value"] == 60
    assert f"{reports[1]}: its clean_examples takes the place of that of {reports[0]}" in done.stderr.decode()
