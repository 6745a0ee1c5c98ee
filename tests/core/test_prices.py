"""The price book: whole and dated, laid over by a reader's own file, and its age said where a verdict rests on it."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, timedelta

import pytest

from ftdecide.doors.drill import respond
from ftdecide.evidence import load_evidence
from ftdecide.evidence.price_file import InvalidPrices
from ftdecide.evidence.prices import AMOUNTS, GROUPS, SourceDate
from ftdecide.model import TaskProfile
from ftdecide.prices import NAMED
from ftdecide.render import to_json
from ftdecide.verdict import assess

EVIDENCE = load_evidence()
BOOK = EVIDENCE.prices
LUNA = {"prompted_model": "GPT-6 Luna", "prompted_input_tokens": 1000, "output_tokens": 200, "gpu": "t4"}
OWN = """
[model.our-contract]
title = "Our contract"
input_usd_per_million_tokens = 2
output_usd_per_million_tokens = {value = 5, low = 4, high = 8}
as_of = 2026-10-15

[gpu.t4]
usd_per_hour = 0.20
as_of = 2026-10-15
"""


def run(*arguments: str, given: str = "{}") -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "ftdecide", *arguments]
    return subprocess.run(command, input=given, capture_output=True, text=True, timeout=60)


# ---- the book ----


def test_every_row_has_a_price_a_source_a_date_and_a_mark():
    """Nothing is dated after the book was compiled, and no price is a guess without a mark."""
    rows = list(BOOK.rows())
    assert len(rows) >= 50 and {row.group for row in rows} == set(AMOUNTS) == set(GROUPS)
    for row in rows:
        assert row.amounts and row.source and row.title, row.name
        assert row.as_of.first_day is None or row.as_of.first_day <= date(2026, 11, 20), row.name
        assert row.mark in ("V", "V2", "C", "R"), row.name


def test_no_date_is_more_exact_than_its_source():
    """A source that names only years is no first of January, and a recalled price has no date at all."""
    dates = {**{(row.group, row.name): row for row in BOOK.rows()}, **EVIDENCE.providers}
    assert all(not row.as_of.text.endswith("-01-01") for row in dates.values())
    assert {row.as_of.text for row in dates.values() if row.source == "Recalled"} == {"undated"}
    assert [BOOK.find("training", name).as_of.text for name in ("gpt-4o", "gpt-4.1", "fireworks-16b")] == [
        "2024",
        "undated",
        "2025",
    ]
    assert EVIDENCE.providers["together"].as_of.isoformat() == "2026"


DATED = {  # text, the most days that it may be old on 2026-11-20, whether over ninety
    "2026-08-22": (90, False),
    "2026-08-21": (91, True),
    "2026-09": (80, False),
    "2026": (323, True),
    "undated": (None, True),
}


@pytest.mark.parametrize(("text", "expected"), DATED.items(), ids=DATED)
def test_age_counts_from_the_first_day_that_a_date_can_mean(text, expected):
    """And what has no date is stale."""
    day = date(2026, 11, 20)
    assert (SourceDate(text).days_old(day), SourceDate(text).is_older(90, day)) == expected


def test_no_two_rows_of_a_group_answer_to_one_name():
    """Capitals, blanks and dashes tell no rows apart."""
    for row in BOOK.rows():
        assert BOOK.find(row.group, row.name.upper().replace("-", " ")) is row
        assert BOOK.find(row.group, row.title) is row


SAMPLES = {  # as prices.md has them, sections 2 to 5
    ("training", "fireworks-80b"): {"usd_per_million_tokens": 3.00},
    ("tuned", "gpt-4.1-mini"): {"input_usd_per_million_tokens": 0.80, "output_usd_per_million_tokens": 3.20},
    ("model", "gpt-6-luna"): {
        "input_usd_per_million_tokens": 0.10,
        "output_usd_per_million_tokens": 0.50,
        "cached_usd_per_million_tokens": 0.01,
    },
    ("gpu", "t4"): {"usd_per_hour": 0.526},
    ("task", "qwen3.8-27b"): {"usd_per_1000_requests": 0.896},
    ("job", "fireworks-30b"): {"usd": 40.59},
}


@pytest.mark.parametrize(("place", "amounts"), SAMPLES.items(), ids=lambda each: str(each))
def test_prices_are_as_they_were_read(place, amounts):
    """One of each group, against the compiled list."""
    assert {key: amount.value for key, amount in BOOK.find(*place).amounts.items()} == amounts


def test_providers_say_until_when_they_train():
    """Closed, closing and open ones, with the days."""
    openai, cohere, fireworks = (EVIDENCE.providers[name] for name in ("openai", "cohere", "fireworks"))
    assert (openai.offered, openai.new_jobs_until, openai.inference_until) == (
        True,
        date(2027, 1, 6),
        date(2027, 1, 14),
    )
    assert openai.new_customers_until == date(2026, 5, 7)
    assert all(base in openai.retiring_bases for base in ("GPT-4o,", "GPT-4o mini", "GPT-4.1,", "GPT-4.1 mini"))
    assert "2026-07-02" in openai.source and "60 days" in openai.source
    assert (cohere.offered, cohere.new_jobs_until) == (False, date(2025, 9, 15))
    assert (fireworks.offered, fireworks.new_jobs_until) == (True, None)


def test_every_name_that_a_profile_may_give_leads_to_prices():
    """The groups that names are looked up in hold amounts that the economics have a key for."""
    for groups, amounts in NAMED.values():
        assert set(amounts) <= {amount for group in groups for amount in AMOUNTS[group]}


# ---- names ----


def test_an_unknown_name_is_a_fault_with_the_nearest_known_one():
    """At the command line it is refused; in the drill it is a fault beside its field, and the rest stands."""
    prices = {**LUNA, "prompted_model": "gpt6 lunar"}
    done = run("assess", "-", given=json.dumps({"economics": prices}))
    assert (done.returncode, done.stdout) == (2, "")
    assert "economics.prompted_model is “gpt6 lunar”" in done.stderr and "Did you mean gpt-6-luna?" in done.stderr
    (fault,) = respond({"economics": prices, "gap": "style"})["faults"]
    assert fault["path"] == ["economics", "prompted_model"]


NEAR = {  # key, what was typed, what is offered
    "a kind of GPU": ("gpu", "H100", "Did you mean h100-sxm or h100-pcie? Or give your own with --prices FILE.toml"),
    "the beginning of several": ("prompted_model", "gpt", "Did you mean gpt-"),
    "a part": ("prompted_model", "6 luna", "Did you mean gpt-6-luna or gpt-5.6-luna?"),
    "nothing like it": ("training_provider", "xyzzy", "and 12 more. Or give your own with --prices FILE.toml"),
}


@pytest.mark.parametrize(("key", "typed", "says"), NEAR.values(), ids=NEAR)
def test_names_that_hold_what_was_typed_are_offered_three_at_most(key, typed, says):
    """Before those that are only spelt alike; and never the whole book."""
    done = run("assess", "-", given=json.dumps({"economics": {key: typed}}))
    (line,) = done.stderr.splitlines()
    assert done.returncode == 2 and says in line and line.count(" or ") <= 2 and len(line) < 300


def test_assess_itself_takes_an_unknown_name_as_a_missing_price():
    """It asks for the price; it does not guess one."""
    verdict = to_json(assess(TaskProfile.from_json({"economics": {**LUNA, "prompted_model": "gpt6 lunar"}})))
    assert verdict["break_even"] is None and "the prompted model’s price for input" in verdict["markdown"]


# ---- a reader's own file ----


def test_own_prices_lie_over_the_book(tmp_path):
    """A new row and a changed one: 1,000 x 2 + 200 x 5 = $0.003; 730 x 0.20 / 0.003 = 48,667; at 4 and 8, 0.0028
    and 0.0036."""
    (tmp_path / "own.toml").write_text(OWN)
    profile = {"economics": {**LUNA, "prompted_model": "our contract"}}
    done = run("assess", "-", "--prices", str(tmp_path / "own.toml"), "--format", "json", given=json.dumps(profile))
    found = json.loads(done.stdout)["break_even"]
    assert {row["name"]: row["source"] for row in found["prices"]} == dict.fromkeys(
        ("our-contract", "t4"), "your own prices"
    )
    assert found["drivers"][-1]["at_high"] == pytest.approx(730 * 0.20 / 0.003)
    assert found["draws"] == 1 and found["at_values"] == pytest.approx(48_666.67)
    output = found["drivers"][0]
    assert output["field"] == "prompted_output_usd_per_million_tokens"
    assert (output["at_low"], output["at_high"]) == pytest.approx((146 / 0.0028, 146 / 0.0036))
    assert load_evidence().prices.find("gpu", "t4").amounts["usd_per_hour"].value == 0.526  # the shipped book stays


BAD_FILES = {
    "no TOML": ("[gpu", "not whole TOML"),
    "an unknown group": ("[gpus.t4]\nusd_per_hour = 1", "gpus: it is not a group of prices. Did you mean gpu?"),
    "an unknown key": (
        "[gpu.t4]\nusd_per_hours = 1\nas_of = 2026-01-01",
        "gpu.t4.usd_per_hours: it is not a known key. Did you mean usd_per_hour?",
    ),
    "no price": ("[gpu.t4]\nas_of = 2026-01-01", "it states no price. Add usd_per_hour"),
    "no date": ("[gpu.t4]\nusd_per_hour = 1", "gpu.t4.as_of: it is missing"),
    "a date in quotes": ('[gpu.t4]\nusd_per_hour = 1\nas_of = "2026-01-01"', "without quotation marks"),
    "a time of day": ("[gpu.t4]\nusd_per_hour = 1\nas_of = 2026-01-01T10:00:00", "which is no date"),
    "a price in quotes": ('[gpu.t4]\nusd_per_hour = "1"\nas_of = 2026-01-01', "it must be a number from 0"),
    "a negative price": ("[gpu.t4]\nusd_per_hour = -1\nas_of = 2026-01-01", "it must be a number from 0"),
    "not a number": ("[gpu.t4]\nusd_per_hour = nan\nas_of = 2026-01-01", "it must be a number from 0"),
    "endless": ("[gpu.t4]\nusd_per_hour = inf\nas_of = 2026-01-01", "it must be a number from 0"),
    "true": ("[gpu.t4]\nusd_per_hour = true\nas_of = 2026-01-01", "it must be a number from 0"),
    "a range the wrong way": (
        "[gpu.t4]\nusd_per_hour = {value = 1, low = 2}\nas_of = 2026-01-01",
        "Order them low, value, high",
    ),
    "a range without its value": ("[gpu.t4]\nusd_per_hour = {low = 2}\nas_of = 2026-01-01", "it has no value"),
    "a day to come": (
        "[gpu.t4]\nusd_per_hour = 1\nas_of = 2036-10-15",
        "gpu.t4.as_of: it is 2036-10-15, a day in the future",
    ),
    "a year to come": (
        '[provider.x]\noffered = true\nas_of = "2036"',
        "provider.x.as_of: it is 2036, a day in the future",
    ),
    "a month that is none": ('[gpu.t4]\nusd_per_hour = 1\nas_of = "2026-13"', "which is no date"),
    "no table": ("gpu = 3", "gpu is 3; it must be a table"),
    "a row that is no table": ("[gpu]\nt4 = 3", "gpu.t4 is 3; it must be a table"),
    "a provider that does not say": ("[provider.x]\nas_of = 2026-01-01", "it must be true or false"),
    "digits without end": ("[gpu.t4]\nusd_per_hour = " + "9" * 5000, "not whole TOML"),
    "a terminal's codes": ('["\\u001b[31mred".x]\na = 1', "it is not a group of prices"),
}


@pytest.mark.parametrize(("text", "says"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_bad_price_file_is_one_clear_line_and_exit_2(tmp_path, text, says):
    """The row, what is wrong and the remedy; never a traceback."""
    file = tmp_path / "own.toml"
    file.write_text(text)
    done = run("assess", "-", "--prices", str(file))
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert says in line and "own.toml" in line and "\x1b" not in line


def test_a_price_file_that_cannot_be_read_is_said_so(tmp_path):
    """Missing, a folder, no UTF-8."""
    (tmp_path / "latin.toml").write_bytes(b"[gpu.t4]\ntitle = '\xff'")
    for name, says in (("none.toml", "No such file"), (".", "Is a directory"), ("latin.toml", "not UTF-8")):
        done = run("assess", "-", "--prices", str(tmp_path / name))
        assert done.returncode == 2 and says in done.stderr and len(done.stderr.splitlines()) == 1


def test_the_shipped_file_is_an_own_file_too():
    """What `prices --format toml` writes can be edited and given back."""
    import tomllib

    written = tomllib.loads(run("prices", "--format", "toml").stdout)
    again = EVIDENCE.with_prices(written).prices
    assert (again.prices, again.providers) == (BOOK.prices, BOOK.providers)
    with pytest.raises(InvalidPrices, match="title"):
        EVIDENCE.with_prices({**written, "gpu": {"t4": {**written["gpu"]["t4"], "title": ""}}})


# ---- staleness ----

STALE = timedelta(days=EVIDENCE["revisit_days"])


def warnings(profile: dict, day: date) -> str:
    return " ".join(to_json(assess(TaskProfile.from_json(profile), as_of=day))["warnings"])


def test_a_verdict_says_that_its_prices_are_stale_the_day_after_ninety():
    """By the day of the oldest row it rests on: GPT-6 Luna of 2026-09-22, the T4 of 2026-10-01."""
    luna, t4 = BOOK.find("model", "gpt-6-luna").as_of.first_day, BOOK.find("gpu", "t4").as_of.first_day
    assert "older than" not in warnings({"economics": LUNA}, luna + STALE)
    said = warnings({"economics": LUNA}, luna + STALE + timedelta(days=1))
    assert "GPT-6 Luna (2026-09-22)" in said and "T4" not in said
    assert "T4 (g4dn.xlarge) (2026-10-01)" in warnings({"economics": LUNA}, t4 + STALE + timedelta(days=1))


def test_what_has_no_date_is_said_to_be_undated():
    """And what has only a year shows that."""
    prices = {
        "prompted_model": "gpt-4.1",
        "prompted_input_tokens": 1000,
        "output_tokens": 10,
        "tuned_usd_per_request": 0,
    }
    said = warnings({"economics": {**prices, "training_usd": 1}}, date(2026, 11, 20))
    assert "or may be: gpt-4.1 (undated)" in said
    haiku = {**prices, "prompted_model": "claude-haiku-4.5", "training_usd": 1}
    assert "Claude Haiku 4.5 (2026)" in warnings({"economics": haiku}, date(2026, 11, 20))


def test_only_prices_that_the_verdict_rests_on_are_called_stale():
    """Own numbers have no date; the default counts where a volume stands against it."""
    late = date(2028, 1, 1)
    own = {"prompted_usd_per_request": 0.002, "tuned_usd_per_request": 0.001, "serving_usd_per_month": 1}
    assert "older than" not in warnings({"economics": own, "requests_per_month": 5}, late)
    overruled = {**own, **LUNA, "gpu_usd_per_hour": 1}
    assert "older than" not in warnings({"economics": overruled, "requests_per_month": 5}, late)
    assert "older than" not in warnings({"gap": "style"}, late)
    assert "E45 (2026-10-02)" in warnings({"requests_per_month": 5}, late)


def test_a_provider_fact_that_the_verdict_rests_on_grows_stale_too():
    """Cohere's, read on 2025-09-15; the asker's own machines have no date; what decides is what warns."""
    for profile in ({"base_model": {"provider": "cohere"}}, {"base_model": {"provider": "cohere"}, "economics": LUNA}):
        assert "Cohere (2025-09-15)" in warnings(profile, date(2027, 6, 1))
    assert "older than" not in warnings({"base_model": {"provider": "own"}}, date(2027, 6, 1))
    openai = {"base_model": {"provider": "openai"}}  # of 2026-11-10
    said = [warnings(openai, date(2026, 11, 10) + STALE + timedelta(days=days)) for days in (0, 1)]
    assert ["OpenAI (2026-11-10)" in each for each in said] == [False, True]


def test_recheck_lists_what_is_stale_with_its_source_and_what_to_look_up():
    """On the day the book was compiled, a year later, and everything."""
    then, later = (
        json.loads(run("recheck", "--as-of", day, "--format", "json").stdout) for day in ("2026-11-20", "2027-12-01")
    )
    names = {fact["name"] for fact in then["facts"]}
    assert then["due"] == len(names) and {"model.claude-haiku-4.5", "provider.cohere"} <= names
    assert not {"model.gpt-6-luna", "threshold.commit_points"} & names
    assert {"model.gpt-6-luna", "threshold.commit_points", "provider.openai"} <= {f["name"] for f in later["facts"]}
    ages = [fact["days_old"] for fact in then["facts"]]
    assert None in ages and all(age is None or age > 90 for age in ages)
    assert all(fact["source"] and fact["look_up"] for fact in then["facts"])
    everything = json.loads(run("recheck", "--all", "--as-of", "2026-11-20", "--format", "json").stdout)
    jobs = len(BOOK.prices["job"])  # what a job was billed stays what it was
    assert len(everything["facts"]) == len(list(BOOK.rows())) - jobs + len(EVIDENCE.providers) + len(
        EVIDENCE.thresholds
    ) + len(EVIDENCE.training)
    assert sum(fact["stale"] for fact in everything["facts"]) == then["due"]


def test_both_lists_read_as_text():
    """Each price once, with its date; and the count of what is due."""
    book = run("prices").stdout
    assert "gpt-6-luna" in book and "$0.10 in, $0.50 out, $0.01 cached a million tokens  [2026-09-22, V2]" in book
    assert run("recheck", "--as-of", "2026-11-20").stdout.startswith(f"{len(_due())} of ")
    assert "V2: in a third party’s copy" in book.splitlines()[0]
    for text in ("tomorrow", "20261120", "2026-W47-5", "2026-02-30"):
        bad = run("recheck", "--as-of", text)
        assert bad.returncode == 2 and "YYYY-MM-DD" in bad.stderr and text in bad.stderr


def test_the_numbers_of_the_training_plan_are_dated_facts_too():
    """As the thresholds are, in what is due and not in the price book; no two facts share a name."""
    facts = json.loads(run("recheck", "--all", "--as-of", "2027-12-01", "--format", "json").stdout)["facts"]
    named = {fact["name"]: fact for fact in facts}
    assert len(named) == len(facts) and {f"plan.{name}" for name in EVIDENCE.training} <= named.keys()
    rank = EVIDENCE.training["lora_rank"]
    assert (named["plan.lora_rank"]["as_of"], named["plan.lora_rank"]["stale"]) == (rank.as_of.isoformat(), True)
    assert "lora_rank" not in run("prices").stdout


def test_own_rows_cannot_command_the_terminal(tmp_path):
    """Their names, titles and sources are printed without escape codes, in both lists."""
    text = '["gpu"."\\u001b[31mred"]\nusd_per_hour = 1\nas_of = 2026-01-01\ntitle = "a\\u001b[2Jb"\nsource = "\\u0007"'
    (tmp_path / "own.toml").write_text(text)
    for command in ("prices", "recheck"):
        done = run(command, "--prices", str(tmp_path / "own.toml"))
        assert done.returncode == 0 and "[31mred" in done.stdout
        assert not {"\x1b", "\x07"} & set(done.stdout)


def test_the_shipped_file_is_not_written_with_another_laid_over_it(tmp_path):
    """It would be left out in silence."""
    (tmp_path / "own.toml").write_text(OWN)
    done = run("prices", "--format", "toml", "--prices", str(tmp_path / "own.toml"))
    assert (done.returncode, done.stdout) == (2, "") and "Leave out --prices" in done.stderr


def _due() -> list:
    return json.loads(run("recheck", "--as-of", "2026-11-20", "--format", "json").stdout)["facts"]
