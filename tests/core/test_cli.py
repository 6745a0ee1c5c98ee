"""The command line as another program meets it: real processes, exit codes, one line on standard error."""

from __future__ import annotations

import json
import subprocess
import sys

import jsonschema
import pytest

PROFILE = {"gap": "knowledge", "near_miss": False}


def run(*arguments: str, given: bytes | str = "") -> subprocess.CompletedProcess:
    raw = given.encode() if isinstance(given, str) else given
    return subprocess.run([sys.executable, "-m", "ftdecide", *arguments], input=raw, capture_output=True, timeout=60)


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
    "empty": ("", "not whole JSON"),
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
    """`ftdecide schema | head -1` ends quietly."""
    piped = subprocess.run(
        f"{sys.executable} -m ftdecide schema | head -c 10", shell=True, capture_output=True, timeout=60
    )
    assert piped.stderr == b""
