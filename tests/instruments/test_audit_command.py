"""`ftdecide audit` at the command line: its contract, its errors, and what its report says."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ftdecide.doors import audit_progress
from ftdecide.instruments.audit.audit import audit
from ftdecide.instruments.audit.kinds import KINDS
from tests.instruments import planted

PROGRESS = re.compile(r"^ftdecide: (reading|comparing|drawing|counting|copying)")


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ftdecide", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


@pytest.fixture(scope="module")
def file(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("audit") / "chat.jsonl"
    path.write_text(planted.chat_file(0, clean=120, each=4).text, encoding="utf-8")
    return path


def test_the_report_is_what_the_contract_says(file, tmp_path):
    scores = tmp_path / "scores.csv"
    done = run("audit", file, "--format", "json", "--scores", scores)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["schema"] == 1
    assert list(report["issues"]) == [kind.name for kind in KINDS]
    for issue in report["issues"].values():
        assert issue["count"] == len(issue["rows"])
        for found in issue["rows"]:
            assert found["line"] == found["row"] + 1, "a record a line"
            assert 0 <= found["score"] <= 1
            assert found["reason"]
    rows = list(csv.DictReader(scores.read_text(encoding="utf-8").splitlines()))
    assert [int(row["row"]) for row in rows] == list(range(report["rows"]))
    worst = {found["row"] for name in ("unreadable", "schema") for found in report["issues"][name]["rows"]}
    assert all((float(row["quality"]) == 0) == (int(row["row"]) in worst) for row in rows)


def test_what_was_measured_enters_the_verdict(file, tmp_path):
    """The clean examples of `assess --with` are those of the audit, and they read as measured."""
    report = tmp_path / "report.json"
    report.write_text(run("audit", file, "--format", "json").stdout)
    profile = tmp_path / "profile.json"
    profile.write_text('{"repetitive": true}')
    verdict = json.loads(run("assess", profile, "--with", report, "--format", "json").stdout)
    (condition,) = (each for each in verdict["conditions"] if each["name"] == "clean_examples")
    assert condition["basis"] == "measured"
    assert verdict["profile"]["clean_examples"]["value"] == json.loads(report.read_text())["clean_examples"]


def test_the_text_says_the_count_what_to_do_first_and_hides_what_is_private(file):
    text = run("audit", file).stdout
    assert "Clean examples: " in text and "First: " in text
    assert "posteo.de" not in text and "AKIAIOSFODNN7EXAMPLE" not in text
    assert len(text.splitlines()) < 90


def test_the_page_says_the_same_and_escapes_what_the_file_says(file, tmp_path):
    planted_markup = tmp_path / "markup.jsonl"
    record = planted.chat("<script>alert(1)</script> Is this shown as it is written?", "")
    planted_markup.write_text(json.dumps(record) + "\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    page = run("audit", planted_markup, "--format", "html").stdout
    text = run("audit", planted_markup).stdout
    assert "<script>" not in page and "&lt;script&gt;" in page
    count = next(line for line in text.splitlines() if line.startswith("Clean examples"))
    assert count.rstrip(".") in page
    assert "http" not in page.replace("https://www.w3.org", ""), "nothing is loaded from elsewhere"


def test_nothing_in_a_file_reaches_the_terminal_as_a_command(tmp_path):
    """A label, a column and the name of a file that would clear the screen, in the report and in an error."""
    clear = "\x1b[2J"
    source = tmp_path / f"{clear}tickets.csv"
    texts = planted.sentences()[:30]
    rows = "".join(f'"{text}",{clear}urgent{n % 2}\n' for n, text in enumerate(texts))
    source.write_text(f"text,{clear}label\n" + rows + rows, encoding="utf-8")
    done = run("audit", source, "--label-column", f"{clear}label")
    assert done.returncode == 0, done.stderr
    assert "urgent0" in done.stdout and "\x1b" not in done.stdout
    refused = run("audit", source, "--label-column", "no such one")
    assert refused.returncode == 2 and "label" in refused.stderr and "\x1b" not in refused.stderr


def test_a_hold_out_file_and_its_errors_go_by_its_own_name(file, tmp_path):
    held = tmp_path / "held.jsonl"
    held.write_text("".join(line + "\n" for line in file.read_text(encoding="utf-8").splitlines()[:10]))
    report = json.loads(run("audit", file, "--holdout", held, "--format", "json").stdout)
    assert {found["row"] for found in report["issues"]["leakage"]["rows"]} >= set(range(10))
    held.write_text("")
    done = run("audit", file, "--holdout", held)
    assert done.returncode == 2 and "held.jsonl: it holds no records" in done.stderr


def test_what_hurts_somebody_comes_first(file, tmp_path):
    """A password before a line that cannot be read, in the advice and in the order of the report."""
    done = run("audit", file)
    assert "First: records with a secret in them. " in done.stdout
    kinds = [line.split(" (")[0] for line in done.stdout.splitlines() if re.match(r"[a-z_]+ \(\d+\): ", line)]
    assert kinds[:2] == ["secret", "pii"] and kinds.index("pii") < kinds.index("unreadable")


def test_one_of_a_kind_is_said_in_the_singular(tmp_path):
    """Of one record and of one class more, in the report and of the mended file."""
    path = tmp_path / "one.jsonl"
    path.write_text('{"text": "Where is my parcel, please?", "label": "a"}\n')
    assert "; 1 record." in run("audit", path).stdout
    path.write_text("".join(f'{{"text": "{text}", "label": "{n}"}}\n' for n, text in enumerate("abcdefghijklm")))
    assert "; 1 more class." in run("audit", path).stdout
    assert [kind.counted(1).split()[:2] for kind in KINDS if kind.name in ("exact_duplicate", "label_error")] == [
        ["1", "label"],
        ["1", "exact"],
    ]
    assert not [
        kind.name for kind in KINDS if re.search(r"^1 \w+( \w+)? (are|ask)\b|^1 (\w+ )?copies", kind.counted(1))
    ]


REFUSED = (
    (("missing.csv",), "missing.csv: No such file"),
    ((".",), "directory"),
    (("{file}", "--text-column", "nothing"), "no column 'nothing'"),
    (("{file}", "--form", "contents"), "--form is of the records that --split writes. Add --split DIR"),
    (("{file}", "--fixed", "mended.csv"), "mended.csv: the records are no table. Name it mended.jsonl"),
    (("{file}", "--max-tokens", "0"), "--max-tokens is 0; it must be from 1"),
    (("{file}", "--scores", "{file}"), "it is read from"),
    (("{file}", "--scores", "/nowhere/at/all.csv"), "Check the path"),
)


@pytest.mark.parametrize("arguments, says", REFUSED, ids=range(len(REFUSED)))
def test_bad_input_is_one_line_that_says_what_to_do(file, arguments, says):
    before = file.read_bytes()
    done = run("audit", *(each.replace("{file}", str(file)) for each in arguments))
    assert done.returncode == 2
    assert says in done.stderr and "Traceback" not in done.stderr
    said = [line for line in done.stderr.splitlines() if not PROGRESS.search(line)]  # on a slow machine
    assert len(said) == 1
    assert file.read_bytes() == before


TOLD_AT_EVERY_CALL = """
import sys
from ftdecide.doors import audit_progress, cli
from ftdecide.instruments.audit import finding
audit_progress.SECONDS_BETWEEN_LINES, finding.ROWS_BETWEEN_CALLS = 0.0, 20
sys.argv = ["ftdecide", "audit", sys.argv[1], "--no-labels", "--format", "json"]
cli.main()
"""


def _lines_of_progress(path: Path) -> list[str]:
    command = [sys.executable, "-c", TOLD_AT_EVERY_CALL, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    return [line for line in done.stderr.splitlines() if PROGRESS.search(line)]


@pytest.mark.parametrize("packed", (False, True))
def test_it_says_what_is_done_and_the_share_of_it(packed, tmp_path):
    """Of a gzipped file, the share of its packed bytes; it never goes back and does not pass the whole."""
    pool = enumerate(planted.sentences() * 3)
    text = "".join(json.dumps({"text": f"{sentence} {n}", "label": str(n % 3)}) + "\n" for n, sentence in pool)
    path = tmp_path / ("long.jsonl.gz" if packed else "long.jsonl")
    path.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
    said = _lines_of_progress(path)
    shares = [int(found[1]) for line in said if (found := re.search(r"reading, (\d+)%", line))]
    assert len(set(shares)) >= 4 and shares == sorted(shares) and max(shares) <= 100
    assert any("comparing" in line for line in said)


def test_the_comparison_tells_its_progress_and_can_be_stopped(file):
    """The share grows while near copies are looked for, and whoever is told may end it there."""
    shares = []

    def told(what: str, share: float | None) -> None:
        if what == "comparing":
            shares.append(share)
            if share > 0.2:
                raise KeyboardInterrupt

    texts = [text for each in planted.sentences()[:900] for text in (each, f"{each} Thank you")]
    records = [{"text": each, "label": "ab"[n % 2]} for n, each in enumerate(texts)]
    text = "\n".join(map(json.dumps, records))
    with pytest.raises(KeyboardInterrupt):
        audit(io.BytesIO(text.encode()), "x", label_pass=False, progress=told)
    assert len(set(shares)) >= 4 and shares == sorted(shares) and shares[-1] < 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_of_a_pipe_it_says_how_much_came(file, tmp_path):
    """Nobody knows how long a pipe is; the report is that of the file."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    record = '{"text": "' + "long" * 2500 + '"}\n'
    feed = subprocess.Popen([sys.executable, "-c", f"open({str(pipe)!r}, 'w').write({record!r} * 300)"])
    said = _lines_of_progress(pipe)
    assert feed.wait(60) == 0
    copied = [line for line in said if "copying what comes through the pipe" in line]
    assert copied and copied[-1].endswith("3 MB so far")
    command = [sys.executable, "-m", "ftdecide", "audit", "-", "--format", "json"]
    piped = subprocess.run(command, input=file.read_bytes(), capture_output=True, timeout=300)
    report, same = json.loads(piped.stdout), json.loads(run("audit", file, "--format", "json").stdout)
    assert report["issues"] == same["issues"] and report["file"] == "a pipe"


# Seconds that a step took so far, the share of it that is done, and what is said of the rest.
TIMES = ((10, 0.5, "about 10 s"), (1, 0.5, ""), (60, 0.01, ""), (600, 0.5, "about 10 min"), (10, 0.999, "about 5 s"))


@pytest.mark.parametrize("seconds, share, says", TIMES)
def test_the_time_left_is_told_once_it_can_be_known(seconds, share, says):
    assert audit_progress.time_left(seconds, share) == says
