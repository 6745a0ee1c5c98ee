"""A sample of a long file: drawn fairly, its interval holds the true count, and what it cannot see is said."""

from __future__ import annotations

import gzip
import io
import json
import random
import subprocess
import sys
from array import array
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from ftdecide.instruments.audit import index, near, sample_audit
from ftdecide.instruments.audit.audit import audit
from ftdecide.instruments.audit.report import to_json, to_text
from ftdecide.instruments.audit.sample_audit import audit_sample
from ftdecide.instruments.audit.sampling import Drawn, different, firsts, reservoir, scaled
from tests.instruments import planted
from tests.instruments.test_audit_command import PROGRESS, run

SEEDS = 200
HOLDS = 184  # of 200 at 95 %: fewer come once in 25 lists of seeds if the level is true (binomial)


def long_file(records: int = 900, bad: int = 120, copies: int = 150) -> str:
    """Records of which so many hold personal data; at the end, copies of others, good and bad ones alike."""
    draw = random.Random(0)
    lines = []
    for number in range(records):
        more = f" {planted.PII[number % 3]}" if number < bad else ""
        words = " ".join(draw.sample(planted.TOPICS["money"] + planted.TOPICS["food"], 8))
        lines.append(json.dumps({"prompt": f"{words} {number} {number * 7}{more}", "completion": f"It is {number}."}))
    draw.shuffle(lines)
    lines += draw.sample(lines, copies)
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def text() -> str:
    return long_file()


def sampled(text: str, size: int, seed: int = 0):
    return audit_sample(io.BytesIO(text.encode()), "long", size, seed, label_pass=False)


def test_the_interval_holds_the_true_count_at_its_level():
    """200 samples of 60 out of 300 records: by hand, 195 of the 250 different ones are clean."""
    text = long_file(250, 55, 50)
    held, values = 0, []
    for seed in range(SEEDS):
        clean = sampled(text, 60, seed)[0].clean
        held += clean.low <= 195 <= clean.high
        values.append(clean.value)
        assert clean.low <= clean.value <= clean.high
    assert held >= HOLDS
    assert abs(sum(values) / SEEDS - 195) < 4, "on average it is the count itself"


def test_a_sample_of_everything_is_the_audit_of_everything(text):
    whole = audit(io.BytesIO(text.encode()), "long", label_pass=False)
    everything = sampled(text, 5_000)[0]
    assert everything.clean == whole.clean and everything.rows == whole.rows
    assert {kind: len(found) for kind, found in everything.issues.items()} == {
        kind: len(found) for kind, found in whole.issues.items()
    }
    assert "an audit of the whole file" in to_text(everything)


def test_exact_copies_are_counted_over_the_whole_file_and_rows_are_true(text):
    """A copy that was drawn is known as one although its original was not; rows and lines are those of the file."""
    lines = text.splitlines()
    report, drawn = sampled(text, 150, seed=3)
    assert report.drawn.copies == 150
    assert len(drawn) == 150 and len(report.quality) == 150
    for raw, _record in drawn:
        assert raw.value == json.loads(lines[raw.row]) and raw.line == raw.row + 1
    copied = {suspect.row: suspect.more["of_row"] for suspect in report.issues["exact_duplicate"]}
    assert set(copied) == {raw.row for raw, _ in drawn if raw.row >= 900}
    assert all(lines[row] == lines[of] and of < row for row, of in copied.items())
    assert {s.row for s in report.issues["pii"]} <= {raw.row for raw, _ in drawn}


def test_different_records_are_no_copies_where_hash_is_narrow(text, monkeypatch):
    """In the browser it has 32 bits; with 10, many of 900 different records share one."""
    for module in (index, near, sample_audit):
        monkeypatch.setattr(module, "hash", lambda value: hash(value) % 1024, raising=False)
    whole = audit(io.BytesIO(text.encode()), "long", label_pass=False)
    assert len(whole.issues["exact_duplicate"]) == 150
    assert sampled(text, 100)[0].drawn.copies == 150


def test_a_copy_that_only_the_repair_shows_is_counted_over_the_whole_file():
    once = [json.dumps({"prompt": f"Où est le café n° {n} ?", "completion": f"À {n} m."}) for n in range(60)]
    spoilt = [json.dumps(json.loads(line), ensure_ascii=False).encode().decode("latin-1") for line in once]
    whole, drawn = sampled("\n".join([*once, *spoilt]), 120)[0], sampled("\n".join([*once, *spoilt]), 20)[0]
    assert whole.drawn.copies == drawn.drawn.copies == 60
    assert whole.clean.value == 60 and len(whole.issues["mojibake"]) == 60


def test_the_report_says_that_it_is_a_sample_and_what_hides_from_it(text):
    report = sampled(text, 105, seed=1)[0]
    said = to_text(report)
    assert "Clean examples: about " in said and " of 1,050 (between " in said
    assert "This is a sample: 105 of 1,050 records, drawn at random (seed 1)" in said
    assert "Exact copies were counted over the whole file: 150." in said
    assert "A sample of 10% of the records sees 1% of the pairs" in said
    assert "fewer than 1 in 35 records" in said
    as_json = to_json(report, date(2026, 11, 29))
    clean = as_json["profile"]["clean_examples"]
    assert clean["basis"] == "measured" and clean["low"] < clean["value"] < clean["high"]
    assert "a sample of 105 of 1,050 records of long" in clean["source"]
    assert as_json["sample"]["size"] == 105 and as_json["rows"] == 1050
    assert as_json["profile"]["total_examples"]["value"] == 1050


def test_the_pairs_of_the_file_are_estimated_from_those_seen():
    """By hand: 20 pairs seen in a tenth are 2,000 in all; of none seen, at most 3.84 / 0.01 = 384."""
    drawn = Drawn(1_000, 10_000, 0, 0, 1_000, 20)
    best, low, high = drawn.pairs_in_file
    assert best == 2_000 and 1_290 < low < 1_300 and 3_080 < high < 3_100
    assert Drawn(1_000, 10_000, 0, 0, 1_000, 0).pairs_in_file == (0, 0, 384)


def test_each_record_is_drawn_as_often_as_any_other():
    """20,000 samples of 5 out of 40: each record 2,500 times, give or take four standard deviations."""
    counts: Counter[int] = Counter()
    for seed in range(20_000):
        drawn = reservoir(range(40), 5, seed)
        assert len(set(drawn)) == 5
        counts.update(drawn)
    spread = 4 * (20_000 * 5 / 40 * 35 / 40) ** 0.5
    assert all(abs(counts[number] - 2_500) < spread for number in range(40))


@pytest.mark.parametrize("size, items, drawn", [(5, 3, 3), (1, 1, 1), (3, 3, 3), (1, 1_000, 1), (999, 1_000, 999)])
def test_a_reservoir_is_as_large_as_it_can_be(size, items, drawn):
    assert len(set(reservoir(range(items), size, seed=0))) == drawn


# Good, drawn, population, and the interval; the third by Wilson's formula with 100 x 999 / 900 = 111 in place of 100.
INTERVALS = (
    (80, 100, 100, (80, 80)),
    (0, 0, 50, (0, 50)),
    (50, 100, 1_000, (408, 592)),
    (0, 10, 1_000_000, (0, 277_539)),
    (10, 10, 11, (10, 11)),
)


@pytest.mark.parametrize("good, drawn, population, interval", INTERVALS)
def test_the_share_is_scaled_to_the_file(good, drawn, population, interval):
    low, high = scaled(good, drawn, population)
    assert (low, high) == pytest.approx(interval, abs=1)
    assert good <= low <= high <= population - (drawn - good)


def test_keys_are_counted_a_part_at_a_time(monkeypatch):
    keys = array("q", [3, -1, 3, 5, -1, 3])
    assert different(keys) == 3
    monkeypatch.setattr("ftdecide.instruments.audit.sampling.KEYS_AT_ONCE", 2)
    assert different(keys) == 3
    assert firsts(keys, [3, -1]) == {3: 0, -1: 1}


def test_a_pipe_and_a_gzipped_file_are_sampled_as_the_file_is(text, tmp_path):
    path, packed = tmp_path / "long.jsonl", tmp_path / "long.jsonl.gz"
    path.write_text(text, encoding="utf-8")
    packed.write_bytes(gzip.compress(text.encode()))
    wanted = run("audit", path, "--sample", 150, "--format", "json")
    report = json.loads(wanted.stdout)
    assert len(report["issues"]["exact_duplicate"]["rows"]) == report["issues"]["exact_duplicate"]["count"] > 0
    assert json.loads(run("audit", packed, "--sample", 150, "--format", "json").stdout)["issues"] == report["issues"]
    command = [sys.executable, "-m", "ftdecide", "audit", "-", "--sample", "150", "--format", "json"]
    piped = subprocess.run(command, input=text.encode(), capture_output=True, timeout=300)
    assert json.loads(piped.stdout)["issues"] == report["issues"]


REFUSED = (
    (("--sample", "0"), "--sample is 0; it must be from 1"),
    (("--sample", "10", "--fixed", "out.jsonl"), "--fixed needs every record"),
    (("--sample", "10", "--split", "parts"), "--split needs every record"),
    (("--sample", "10", "--decisions", "d.jsonl"), "--decisions needs every record"),
)


@pytest.mark.parametrize("arguments, says", REFUSED, ids=range(len(REFUSED)))
def test_what_a_sample_cannot_do_is_refused(arguments, says, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(planted.chat("Is it open?", "Yes.")))
    done = run("audit", path, *arguments)
    assert done.returncode == 2 and says in done.stderr
    assert len([line for line in done.stderr.splitlines() if not PROGRESS.search(line)]) == 1
    assert [each.name for each in Path(tmp_path).iterdir()] == ["a.jsonl"]
