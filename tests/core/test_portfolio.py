"""A table of tasks: every row answered as `assess` answers it, bad rows kept in their place, hostile files refused."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import random
import signal
import subprocess
import sys
import termios
import time
from datetime import date
from pathlib import Path

import pytest

from ftdecide import TaskProfile, assess, to_json
from ftdecide.break_even import own_break_even
from ftdecide.cell import Unreadable, read_cell
from ftdecide.column_names import KNOWN
from ftdecide.columns import stated_by, table_of
from ftdecide.doors.cli import main
from ftdecide.evidence import load_cases, load_evidence
from ftdecide.fields import RUNGS
from ftdecide.portfolio import ADDED, RowAnswer, answer_row
from ftdecide.portfolio_summary import Summary
from ftdecide.portfolio_text import summary_markdown
from ftdecide.priced_case import FEW_DRAWS, quick_case
from ftdecide.schema import schemas
from ftdecide.verdict import judge

FTDECIDE = [sys.executable, "-m", "ftdecide", "portfolio"]


def flat(profile: dict, group: str = "") -> dict[str, str]:
    """A profile as the cells of a row, written independently of the reader."""
    cells = {}
    for key, value in profile.items():
        name = f"{group}{key}"
        if value == {}:
            cells[name] = "yes"
        elif isinstance(value, dict):
            cells |= flat(value, f"{name}.")
        else:
            cells[name] = {True: "true", False: "no"}[value] if isinstance(value, bool) else str(value)
    return cells


def sheet(rows: list[dict[str, str]], separator: str = ",") -> str:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, delimiter=separator, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


@pytest.fixture
def portfolio(tmp_path, capsys):
    """Judges a table given as text or bytes: exit status, rows of the output (None if none), standard error."""

    def judged(table: str | bytes, *options: str):
        (tmp_path / "tasks.csv").write_bytes(table if isinstance(table, bytes) else table.encode())
        status = main(["portfolio", str(tmp_path / "tasks.csv"), "-o", str(tmp_path / "out.csv"), *options])
        written = tmp_path / "out.csv"
        rows = (
            list(csv.DictReader(io.StringIO(written.read_bytes().decode(), newline=""))) if written.exists() else None
        )
        assert not list(tmp_path.glob(".*")), "no half-written file is left behind"
        return status, rows, capsys.readouterr().err

    return judged


def test_every_published_case_is_answered_as_assess_answers_it(portfolio):
    """Decision, justification, strength, next rung and break-even of each row are those of `assess`."""
    cases = {number: case["profile"] for number, case in load_cases().items()}
    status, rows, _ = portfolio(sheet([{"id": number, **flat(profile)} for number, profile in cases.items()]))
    assert status == 0 and [row["id"] for row in rows] == list(cases)
    for row in rows:
        verdict = to_json(assess(TaskProfile.from_json(cases[row["id"]])))
        assert row["error"] == ""
        assert {key: row[key] for key in ("decision", "justified", "next_rung")} == {
            key: verdict[key] or "" for key in ("decision", "justified", "next_rung")
        }
        assert float(row["strength"]) == verdict["strength"]
        assert row["break_even_p50"] == ""  # no published case states prices of its own
    assert len({row["decision"] for row in rows}) > 3


def test_every_key_of_a_profile_has_its_column():
    """What the schema of a profile holds can be stated in a table, down to the parts of a number."""

    def names(properties: dict, group: str = "") -> set[str]:
        found = set()
        for key, kind in properties.items():
            name = f"{group}{key}"
            choices = [kind, *kind.get("anyOf", kind.get("oneOf", []))]
            inner = next((each["properties"] for each in choices if "properties" in each), None)
            if inner is None or "value" in inner or group == "rungs.":
                found.add(name)
            found |= names(inner, f"{name}.") if inner else set()
        return found

    properties = schemas()["profile"]["properties"]
    assert names(properties) - set(KNOWN) == set()
    assert {f"rungs.{name}.pass_rate.low" for name in RUNGS} <= names(properties)


PRICES = ["prompted_usd_per_request", "tuned_usd_per_request", "serving_usd_per_month"]
BREAK_EVENS = {
    # hosting / (prompted - tuned): 100 / (0.002 - 0.001) = 100,000; at 300,000 it saves 300 - 100 = 200 dollars
    "pays": (("0.002", "0.001", "$100", "300,000"), "100000", 200.0),
    # 10 / (0.004 - 0.001) = 3333.33; at 1,000 it loses 10 - 3 = 7 dollars
    "falls short": (("0.004", "0.001", "10", "1000"), "3333.33", -7.0),
    "never": (("0.001", "0.002", "100", "1000"), "never", -101.0),
    "at any volume": (("0.002", "0.001", "0", "1000"), "0", 1.0),
    "a price is missing": (("0.002", "", "100", "1000"), "", None),
}


@pytest.mark.parametrize(("cells", "break_even", "saving"), BREAK_EVENS.values(), ids=BREAK_EVENS)
def test_break_even_and_saving_are_those_worked_out_by_hand(cells, break_even, saving):
    """Without ranges the column holds hosting over what a request saves, and a month's saving is known."""
    table = table_of([*(f"economics.{key}" for key in PRICES), "requests_per_month"])
    answer = answer_row(table, cells, load_evidence(), date(2026, 11, 21))
    assert answer.cells[ADDED.index("break_even_p50")] == break_even
    assert answer.saving_usd_per_month == (saving if saving is None else pytest.approx(saving))


def ranged_profiles(n: int) -> list[dict]:
    """Tasks whose prices have wide ranges, a third of them at, just above and just below their break-even."""
    chance = random.Random(7)
    typical = {"prompted_usd_per_request": 0.004, "tuned_usd_per_request": 0.002, "serving_usd_per_month": 200}
    profiles = []
    for row in range(n):
        prices = {key: value * chance.lognormvariate(0, 0.5) for key, value in typical.items()}
        economics = {
            key: {"value": value, "low": value * chance.uniform(0.2, 1), "high": value * chance.uniform(1, 3)}
            for key, value in prices.items()
        }
        profile = {
            "gap": chance.choice(["style", "behaviour", "cost_latency"]),
            "has_eval_set": True,
            "clean_examples": 400,
            "repetitive": True,
            "economics": economics,
            "requests_per_month": round(10 ** chance.uniform(2, 7)),
        }
        found = own_break_even(TaskProfile.from_json(profile))
        p50 = found.requests_per_month["p50"] if found.requests_per_month else float("inf")
        if row % 3 == 0 and p50 < 1e10:
            profile["requests_per_month"] = p50 * (0.999, 1, 1.001)[row // 3 % 3]
        profiles.append(profile)
    return profiles


def test_fewer_draws_never_decide_otherwise_than_all():
    """Rows with price ranges are answered as with all draws, also where the volume is at the break-even."""
    profiles, evidence, today = ranged_profiles(24), load_evidence(), date(2026, 11, 21)
    fewer = 0
    for profile in profiles:
        cells = flat(profile)
        answer = answer_row(table_of(list(cells)), list(cells.values()), evidence, today)
        read = TaskProfile.from_json(profile)
        whole, full = judge(read, evidence, today), own_break_even(read)
        assert (answer.decision, answer.justified, answer.strength) == (whole.decision, whole.justified, whole.strength)
        assert answer.next_rung == (whole.next_rung.name if whole.next_rung else "")
        p50 = full.requests_per_month["p50"] if full.requests_per_month else float("inf")
        fewer += p50 != answer.break_even_p50
    assert 5 < fewer < 24  # some took fewer draws, and those at the break-even took all
    assert own_break_even(TaskProfile.from_json(profiles[0])).draws > FEW_DRAWS


def test_a_break_even_that_few_draws_would_miss_comes_from_all():
    """Prompted 0.2 to 0.4 cents, tuned 0.2 to 0.38: it pays in hardly more than half of the draws, and few miss the
    middle one by more than they do where it always pays."""

    def row(prompted_high: float) -> tuple[float, dict]:
        spread = {"prompted_usd_per_request": (0.003, 0.002, prompted_high)}
        spread |= {"tuned_usd_per_request": (0.0029, 0.002, 0.0038), "serving_usd_per_month": (200, 100, 500)}
        economics = {key: dict(zip(("value", "low", "high"), ends, strict=True)) for key, ends in spread.items()}
        profile = {"gap": "style", "economics": economics}
        cells = flat(profile)
        found = answer_row(table_of(list(cells)), list(cells.values()), load_evidence(), date(2026, 11, 21))
        return found.break_even_p50, profile

    p50, profile = row(0.004)
    whole = own_break_even(TaskProfile.from_json(profile))
    assert 0.54 < whole.paying_share < 0.58 and p50 == whole.requests_per_month["p50"]
    p50, profile = row(0.009)
    few = own_break_even(TaskProfile.from_json(profile), draws=FEW_DRAWS)
    assert few.paying_share > 0.6 and p50 == few.requests_per_month["p50"]


def test_the_output_is_the_same_whatever_the_number_of_workers(tmp_path, capsys):
    """Rows come back in order and alike from one process and from three, errors among them."""
    (profile,) = ranged_profiles(1)
    rows = [{"id": str(i), **flat({**profile, "requests_per_month": 1000 * i})} for i in range(230)]
    rows[160]["gap"] = "stile"
    (tmp_path / "tasks.csv").write_text(sheet(rows))
    outputs = []
    for workers in ("1", "3"):
        out = tmp_path / f"{workers}.csv"
        assert main(["portfolio", str(tmp_path / "tasks.csv"), "-o", str(out), "--workers", workers]) == 0
        outputs.append(out.read_bytes())
    assert outputs[0] == outputs[1]
    written = list(csv.DictReader(io.StringIO(outputs[0].decode())))
    assert [row["id"] for row in written] == [str(i) for i in range(230)]
    assert written[160]["error"].startswith("gap is “stile”")
    assert len({row["decision"] + row["justified"] for row in written}) > 1


TAKES_DRAWS = {
    "a price with a range": (["economics.training_usd", "economics.training_usd.low"], True),
    "a price without": (["economics.training_usd", "economics.training_usd.basis"], False),
    "a volume with a range": (["requests_per_month", "requests_per_month.high"], False),
    "a pass rate with a range": (["rungs.prompt.pass_rate", "rungs.prompt.pass_rate.low"], False),
    "and errors have a price": (
        ["rungs.prompt.pass_rate", "rungs.prompt.pass_rate.low", "economics.usd_per_error"],
        True,
    ),
}


@pytest.mark.parametrize(("header", "draws"), TAKES_DRAWS.values(), ids=TAKES_DRAWS)
def test_a_table_goes_over_the_cores_where_its_rows_take_draws(header, draws):
    """Whatever moves a price: its own range, or a pass rate's where an error has a price."""
    assert table_of(header).takes_draws is draws


def test_workers_that_are_asked_for_do_the_work(tmp_path, capsys, monkeypatch):
    """--workers holds for a table without ranges too."""
    asked = []
    monkeypatch.setattr("ftdecide.doors.portfolio.answered", lambda *given: asked.append(given[-1]) or iter(()))
    (tmp_path / "t.csv").write_text("gap\nstyle\n")
    for more in ([], ["--workers", "3"]):
        main(["portfolio", str(tmp_path / "t.csv"), "-o", str(tmp_path / "o.csv"), *more])
    assert asked == [1, 3]


OWN_PRICES = """[model.ours]
input_usd_per_million_tokens = 2
output_usd_per_million_tokens = 4
as_of = 2026-10-15
"""


@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_own_price_file_serves_every_row(tmp_path, capsys, workers):
    """1,000 tokens in at $2 and 500 out at $4 a million are $0.004; $300 over 0.004 - 0.001 is 100,000 requests."""
    (tmp_path / "ours.toml").write_text(OWN_PRICES)
    row = {"id": "1", "economics.prompted_model": "ours", "economics.prompted_input_tokens": "1000"}
    row |= {"economics.output_tokens": "500", "economics.tuned_usd_per_request": "0.001"}
    row |= {"economics.serving_usd_per_month": "300"}
    (tmp_path / "t.csv").write_text(sheet([row] * 150))
    out = tmp_path / "o.csv"
    arguments = ["portfolio", str(tmp_path / "t.csv"), "-o", str(out), "--workers", workers]
    assert main([*arguments, "--prices", str(tmp_path / "ours.toml")]) == 0
    assert {each["break_even_p50"] for each in csv.DictReader(out.read_text().splitlines())} == {"100000"}
    capsys.readouterr()
    assert main(arguments) == 2 and "economics.prompted_model is “ours”" in out.read_text()
    err = capsys.readouterr().err
    assert err.count("it is not in the price book") == 1, "a fault that many rows share is said once"
    assert "rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11: economics.prompted_model" in err


def test_a_price_file_that_cannot_be_used_is_refused_and_none_is_written_over(tmp_path, capsys):
    """One line, exit 2, before any verdict."""
    (tmp_path / "t.csv").write_text("gap\nstyle\n")
    (tmp_path / "p.toml").write_text("[model.ours")
    for out in ("o.csv", "p.toml"):
        arguments = ["-o", str(tmp_path / out), "--prices", str(tmp_path / "p.toml")]
        assert main(["portfolio", str(tmp_path / "t.csv"), *arguments]) == 2
        assert "p.toml: it is " in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["p.toml", "t.csv"]


def test_a_row_that_the_program_cannot_do_is_named_and_the_rest_is_judged(portfolio, monkeypatch):
    """Planted: an error in one row is that row's error; the others have their verdicts, and the exit status is 1."""

    def planted(profile, *given):
        if profile.task == "b":
            raise ZeroDivisionError("division\nby zero")
        return quick_case(profile, *given)

    monkeypatch.setattr("ftdecide.portfolio.quick_case", planted)
    status, rows, err = portfolio("task,gap\na,style\nb,style\nc,style\n")
    assert status == 1 and rows[0]["decision"] and rows[2]["decision"] and not rows[1]["decision"]
    said = "this row met an error of the program (ZeroDivisionError: “division by zero”); please report it"
    assert rows[1]["error"] == said and f"row 3: {said}" in err
    assert "in 1 of 3 rows" in err.splitlines()[-1] and "Please report it" in err.splitlines()[-1]


def test_what_a_killed_run_left_behind_is_not_in_the_way(tmp_path, capsys, monkeypatch):
    """Not even where, as in a container, every run has the same process number."""
    monkeypatch.setattr("os.getpid", lambda: 7)
    (tmp_path / "t.csv").write_text("gap\nstyle\n")
    (tmp_path / ".o.csv.7.part").write_text("half")
    assert main(["portfolio", str(tmp_path / "t.csv"), "-o", str(tmp_path / "o.csv")]) == 0
    assert (tmp_path / ".o.csv.7.part").read_text() == "half"


FIELD = {name: column.field for name, column in KNOWN.items()}
CELLS = {
    "thousands with commas": ("clean_examples", "10,000", 10000),
    "millions with commas": ("requests_per_month", "1,234,567.5", 1234567.5),
    "thousands with a narrow space": ("clean_examples", "10\u202f000", 10000),
    "thousands as the Swiss write them": ("clean_examples", "10’000", 10000),
    "spaces around": ("clean_examples", "  12 ", 12),
    "an exponent": ("requests_per_month", "1e6", 1e6),
    "no zero before the point": ("target_pass_rate", ".9", 0.9),
    "per cent of a share": ("target_pass_rate", "82.9 %", 0.829),
    "dollars of a price": ("economics.training_usd", "$1,200", 1200),
    "YES": ("near_miss", "YES", True),
    "a cross": ("near_miss", "x", True),
    "one": ("near_miss", "1", True),
    "zero": ("near_miss", "0", False),
    "FALSE": ("near_miss", "FALSE", False),
    "a choice in other letters": ("gap", "Cost / Latency", "cost_latency"),
    "a rung tried": ("rungs.few_shot", "{}", True),
    "a date": ("base_model.retires", " 2027-01-14", "2027-01-14"),
    "text as typed": ("task", " Sortiere 分类 ", " Sortiere 分类 "),
}


@pytest.mark.parametrize(("name", "cell", "value"), CELLS.values(), ids=CELLS)
def test_a_cell_is_read_as_people_write_it(name, cell, value):
    """Numbers, yes and no, dates and text in the ways that spreadsheets and people use."""
    assert read_cell(FIELD[name], cell, KNOWN[name].path) == value


REFUSED = {
    "a decimal comma": ("target_pass_rate", "0,85", False, "decimal comma"),
    "a decimal comma with three digits": ("target_pass_rate", "0,850", False, "decimal comma"),
    "German thousands and decimals": ("economics.training_usd", "1.200,50", False, "decimal comma"),
    "thousands or decimals": ("clean_examples", "1,250", True, "Write 1250 or 1.25."),
    "thousands or decimals with a point": ("requests_per_month", "10.000", True, "Write 10000 or 10."),
    "a count with a point, whatever the file": ("clean_examples", "1.500", False, "Write 1500 or 1.5."),
    "a pass rate where a rung is ticked": ("rungs.prompt", "0.85", False, "goes into rungs.prompt.pass_rate"),
}


@pytest.mark.parametrize(("name", "cell", "semicolons", "says"), REFUSED.values(), ids=REFUSED)
def test_what_could_mean_two_things_is_refused(name, cell, semicolons, says):
    """No guess between 1.25 and 1,250: the fault names the column and what to write."""
    with pytest.raises(Unreadable, match=f"^{name} is .*{says}"):
        read_cell(FIELD[name], cell, KNOWN[name].path, semicolons)


BAD_ROWS = {
    "a number in words": ("many,style,,,", "clean_examples is “many”"),
    "two things wrong": ("-1,stile,,,", "clean_examples is -1; it must be a number from 0"),
    "per cent for a share": ("5,style,82,,", "For 82 in 100, write 0.82."),
    "too few cells": ("5,style", "the row has 2 cells; it must have 5"),
    "too many cells": ("5,style,,,,left,over", "(left over: “left”, “over”)"),
    "not tried, but counted": ("5,style,,no,0.8", "rungs.prompt says it was not tried"),
    "a formula": ("=1+1,=cmd|' /C calc'!A0,,,", "clean_examples is “=1+1”"),
    "a line break in a cell": ('5,"a\nb",,,', "gap is “a b”"),
    "an enormous number": ("1e999,style,,,", "clean_examples is “1e999”"),
    "digits without end": ("9" * 5000 + ",style,,,", "… (5,000 characters)"),
    "a terminal's escape": ("5,\x1b[31mred,,,", "gap is “ [31mred”"),
}


@pytest.mark.parametrize(("row", "says"), BAD_ROWS.values(), ids=BAD_ROWS)
def test_a_bad_row_keeps_its_place_and_says_why(portfolio, row, says):
    """Between two good rows: one line of error that is no formula, every other added column empty."""
    header = "clean_examples,gap,target_pass_rate,rungs.prompt,rungs.prompt.pass_rate"
    status, rows, _ = portfolio(f"{header}\n1,style,,,\n{row}\n2,style,,,\n")
    assert status == 0 and [r["clean_examples"] for r in (rows[0], rows[2])] == ["1", "2"]
    assert len(rows) == 3 and not rows[0]["error"] and not rows[2]["error"]
    assert says in rows[1]["error"] and len(rows[1]["error"].splitlines()) == 1
    assert rows[1]["error"][0] not in "=+-@\t\r" and "\x1b" not in rows[1]["error"]
    assert [rows[1][name] for name in ADDED[:-1]] == [""] * 5
    assert rows[1]["clean_examples"] == next(csv.reader([row]))[0]


def test_a_row_without_answers_is_answered_as_an_empty_profile(portfolio):
    """Empty is unknown: nothing is read as no."""
    status, rows, err = portfolio("id,gap,near_miss\n7,,\n,,\n")
    nothing = assess(TaskProfile())
    assert status == 0 and len(rows) == 2
    assert {(row["decision"], row["justified"]) for row in rows} == {(nothing.decision, nothing.justified)}
    assert "2 tasks: no question is answered yet" in err


BAD_TABLES = {
    "empty": ("", "it is empty"),
    "blank lines only": ("\r\n\r\n", "it is empty"),
    "no header": ("Sort mail,classification,1000\n", "no column is a profile key"),
    "a slip in a column's name": ("task,clean_exmples\na,1\n", "Did you mean clean_examples?"),
    "a key without its group": ("task,training_usd\na,1\n", "Did you mean economics.training_usd?"),
    "an unknown rung": ("task,rungs.fewshot\na,x\n", "Did you mean rungs.few_shot?"),
    "a group of keys": ("task,rungs\na,{}\n", "Did you mean rungs.prompt?"),
    "one column twice": ("gap,task,Gap\nstyle,a,style\n", "two columns say “gap”"),
    "a number and its value": ("clean_examples,clean_examples.value\n1,1\n", "two columns say"),
    "verdicts already": ("gap,decision\nstyle,x\n", "it already has decision"),
    "not UTF-8": (b"task\ncaf\xe9\n", "line 2 holds the byte 0xe9"),
    "UTF-16": ("task,gap\na,style\n".encode("utf-16"), "Save it as CSV UTF-8"),
    "UTF-16 without its mark": ("task,gap\na,style\n".encode("utf-16-le"), "zero byte"),
    "a quotation mark left open": ('task,gap\na,style\n"b,style\nc,style\n', "begins at line 3"),
    "text after a quotation mark": ('task,gap\n"a"b,style\n', "quotation marks do not match"),
    "a cell beyond all bounds": ("task,gap\n" + "x" * 200_000 + ",style\n", "131,072 characters. Shorten it"),
    "a name beyond all bounds": ("task," + "x" * 200_000 + "\na,style\n", "131,072 characters. Shorten it"),
    "lines before the header": ('\n\ntask,gap\na,style\n"b,style\n', "begins at line 5"),
    "a separator named, and no more": ("sep=;\n", "it is empty"),
}


@pytest.mark.parametrize(("table", "says"), BAD_TABLES.values(), ids=BAD_TABLES)
def test_a_table_that_cannot_be_used_is_one_clear_line_and_exit_2(portfolio, table, says):
    """The file, what is wrong and the remedy in one line; no output appears, not half of one either."""
    status, rows, err = portfolio(table)
    assert (status, rows) == (2, None)
    line = err.splitlines()[-1]
    assert "tasks.csv" in line and says in line and "Traceback" not in err


def test_a_table_of_bad_rows_only_says_so(portfolio):
    """Nothing could be read: exit 2, and the output holds the reasons."""
    status, rows, err = portfolio("gap\nstile\n")
    assert status == 2 and "no row could be read" in err
    assert "Did you mean style?" in rows[0]["error"]


def test_columns_that_are_no_keys_pass_through(portfolio):
    """Owner and team stay as they were, in their order; what was passed through is said."""
    status, rows, err = portfolio("owner,gap,Team,,id\n=me,style, R&D ,x,007\n")
    assert status == 0 and list(rows[0]) == ["owner", "gap", "Team", "", "id", *ADDED]
    assert list(rows[0].values())[:5] == ["=me", "style", " R&D ", "x", "007"]
    assert "passed through, as no profile key: “owner”, “Team”, “id”" in err


TEAM_COLUMNS = ["id", "owner", "team", "name", "title", "notes", "priority", "status", "date", "model", "cost_centre"]


@pytest.mark.parametrize("name", [*TEAM_COLUMNS, "task_id", "requests", "language", "n", "source"])
def test_usual_columns_of_a_team_are_not_taken_for_slips(name):
    """None of these resembles a key enough to be refused."""
    assert table_of(["gap", name]).passed_through == (name,)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_separator_line_end_and_mark_are_kept(tmp_path, capsys, separator, line_end, mark):
    """Any spreadsheet's file comes back in its own manner, with quotation marks and line breaks inside cells."""
    task = f'say "a{separator} b"\nand\rc'
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=line_end, quoting=csv.QUOTE_ALL).writerows(
        [["task", "Clean Examples", "gap"], [task, "700", "style"], ["分类 العربية 👍🏽", "5", ""]]
    )
    (tmp_path / "in.csv").write_bytes((mark + text.getvalue()).encode())
    assert main(["portfolio", str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv")]) == 0
    written = (tmp_path / "out.csv").read_bytes().decode()
    assert written.startswith(f"{mark}task{separator}Clean Examples") and written.endswith(line_end)
    first, one, two = csv.reader(io.StringIO(written.removeprefix("\ufeff"), newline=""), delimiter=separator)
    assert first == ["task", "Clean Examples", "gap", *ADDED]
    assert one[:3] == [task, "700", "style"] and two[:3] == ["分类 العربية 👍🏽", "5", ""]
    assert one[3] and two[3] and not one[-1] and not two[-1]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("separator", [";", "|", "\t"])
def test_the_line_that_tells_excel_the_separator_is_kept(portfolio, tmp_path, separator, mark):
    """`sep=;` is no header: the table below it is read, and the output begins with the same line."""
    table = f"{mark}sep={separator}\r\ntask{separator}gap\r\na{separator}style\r\n"
    status, _, err = portfolio(table)
    first, second, third, _ = (tmp_path / "out.csv").read_bytes().decode().split("\r\n")
    assert status == 0 and "1 task, judged on" in err
    assert (first, second) == (f"{mark}sep={separator}", separator.join(["task", "gap", *ADDED]))
    assert third.startswith(f"a{separator}style{separator}")


def test_a_long_header_is_parted_by_what_parts_it(portfolio):
    """Names that only the wrong separator would take for one cell beyond all bounds are no fault."""
    names = [f"our own {'x' * 1000} {number}" for number in range(200)]
    status, rows, _ = portfolio(f"gap,{','.join(names)}\nstyle{',' * 200}\n")
    assert status == 0 and rows[0]["decision"]


def test_a_range_is_stated_in_columns_of_its_own():
    """value, low, high, basis and source are the parts of a number; a basis of nothing states nothing."""
    header = ["clean_examples", "clean_examples.low", "clean_examples.high", "clean_examples.basis"]
    table = table_of(header)
    whole = {"clean_examples": {"value": 500, "low": 400, "high": 600, "basis": "measured"}}
    assert stated_by(table, ["500", "400", "600", "measured"]) == (whole, [])
    assert stated_by(table, ["", "", "", "measured"]) == ({}, [])
    assert stated_by(table, ["500", "", "", ""]) == ({"clean_examples": 500}, [])


def answer(decision: str, justified: str, strength: float = 0.5, **more) -> RowAnswer:
    return RowAnswer(task=f"{decision} {strength}", decision=decision, justified=justified, strength=strength, **more)


def test_the_summary_ranks_and_groups():
    """Ready tasks first, then strength, then what a month saves, then the table's order; groups are counted."""
    summary = Summary(date(2026, 11, 21), ["owner"])
    answers = [
        answer("climb_ladder", "yes", 0.9, next_rung="retrieval"),
        answer("fine_tune", "yes", 0.6, next_rung="lora", saving_usd_per_month=5.0),
        answer("fine_tune", "yes", 0.6, next_rung="lora", saving_usd_per_month=700.0),
        answer("fine_tune", "yes", 0.6, next_rung="lora"),
        answer("climb_ladder", "unclear", next_rung="retrieval"),
        answer("climb_ladder", "no", next_rung="prompt"),
        answer("measure_first", "unclear", measure="has_eval_set"),
        answer("measure_first", "unclear", measure="has_eval_set"),
        answer("measure_first", "unclear", measure="gap", has_eval_set=True, lacks_prices=True),
        answer("good_enough", "no", rivals_yes=("always_no",)),
        RowAnswer(error="gap is “<b>”", faulty_fields=("gap",)),
    ]
    for row, each in enumerate(answers, 2):
        summary.add(row, each)
    said = summary.to_json()
    assert [each["row"] for each in said["train_first"]] == [4, 3, 5, 2]
    assert said["climb"] == {"retrieval": 2, "prompt": 1}
    assert list(said["measure"].items()) == [("has_eval_set", 2), ("gap", 1)]
    assert said["decisions"] == {"climb_ladder": 3, "fine_tune": 3, "measure_first": 3, "good_enough": 1}
    assert said["justified"] == {"unclear": 4, "yes": 4, "no": 2}
    assert (said["rows"], said["judged"], said["without_eval_set"]) == (11, 10, 9)
    assert said["errors"] == {"rows": 1, "fields": {"gap": 1}, "first": [{"row": 12, "error": "gap is “<b>”"}]}
    assert json.loads(json.dumps(said)) == said
    page = summary_markdown(said, load_evidence())
    assert "2 tasks: set aside 50 to 100 real inputs" in page and "| $700 |" in page
    assert "worth it for 4 (3 of them ready to train now), not for 2, and cannot be told yet for 4." in page
    assert "1 task of price and speed lacks prices of its own" in page
    assert "<b>" not in page.replace("\\<b\\>", "")


def test_a_long_name_of_a_task_is_cut_and_stays_one_line():
    """On the page a name is a row's cell: sixty characters, no line break."""
    said = answer_row(table_of(["task"]), [f"a\nb {'x' * 100}"], load_evidence(), date(2026, 11, 21)).task
    assert said == f"a b {'x' * 55}…"


def test_where_cost_is_the_gap_and_prices_are_missing_the_summary_says_so(portfolio):
    """A row of its own prices is left out of the count, and so is one whose gap is another."""
    header = "gap,requests_per_month,economics.prompted_usd_per_request,economics.tuned_usd_per_request,"
    header += "economics.serving_usd_per_month"
    rows = ["cost_latency,900000,,,", "cost_latency,900000,0.004,,", "cost_latency,900000,0.004,0.001,100"]
    _, _, err = portfolio("\n".join([header, *rows, "style,900000,,,"]))
    assert "in all, 2 tasks of price and speed lack prices of their own" in err


def test_the_list_of_the_best_is_short_whatever_the_table(portfolio):
    """Ten are named, the others counted, so that memory does not grow with the table."""
    summary = Summary(date(2026, 11, 21))
    for row in range(1000):
        summary.add(row, answer("fine_tune", "yes", (row * 7 % 1000) / 1000))
    said = summary.to_json()
    assert [each["strength"] for each in said["train_first"]] == [n / 1000 for n in range(999, 989, -1)]
    assert "And 990 more" in summary_markdown(said, load_evidence())


def test_the_summary_as_json_and_as_a_page(tmp_path, capsys):
    """--format json puts the summary alone on standard output; --summary writes the page."""
    (tmp_path / "t.csv").write_text("task,gap\na|b,style\n")
    page = tmp_path / "s.md"
    arguments = ["portfolio", str(tmp_path / "t.csv"), "-o", str(tmp_path / "o.csv"), "--summary", str(page)]
    assert main([*arguments, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"] == 1
    assert page.read_text().startswith("# 1 task, judged on ")


def test_the_table_itself_is_never_written_over(tmp_path, capsys):
    """By whatever name: as it is, through a link, or as the summary; nor are two outputs one file."""
    table, link = tmp_path / "t.csv", tmp_path / "link.csv"
    table.write_text("gap\nstyle\n")
    link.symlink_to(table)
    for out in (["-o", str(table)], ["-o", str(link)], ["-o", str(tmp_path / "o.csv"), "--summary", str(table)]):
        assert main(["portfolio", str(table), *out]) == 2
    assert main(["portfolio", str(table), "-o", str(tmp_path / "o"), "--summary", str(tmp_path / "." / "o")]) == 2
    assert main(["portfolio", str(table), "-o", "-", "--format", "json"]) == 2
    assert table.read_text() == "gap\nstyle\n" and len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["no/such.csv", "-o", "o.csv"],
        ["TABLE", "-o", "no/such/o.csv"],
        ["TABLE"],
        ["TABLE", "-o", "/"],
        [".", "-o", "o"],
        ["TABLE", "-o", "o.csv", "--workers", "0"],
    ],
)
def test_bad_arguments_are_one_line_and_exit_2(tmp_path, monkeypatch, capsys, arguments):
    """A missing file, a folder, a missing option: said in one line."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "TABLE").write_text("gap\nstyle\n")
    assert main(["portfolio", *arguments]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["TABLE"]


def test_standard_input_and_output_serve_as_files():
    """- reads and - writes; the summary stays on standard error."""
    done = subprocess.run([*FTDECIDE, "-", "-o", "-"], input="task;gap\n分类;style\n".encode(), capture_output=True)
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode()), delimiter=";"))
    assert done.returncode == 0 and rows[0]["task"] == "分类" and rows[0]["decision"]
    assert "# 1 task, judged on" in done.stderr.decode()


def test_a_device_is_written_to_and_not_replaced(tmp_path):
    """-o /dev/null stays a device."""
    (tmp_path / "t.csv").write_text("gap\nstyle\n")
    assert main(["portfolio", str(tmp_path / "t.csv"), "-o", "/dev/null"]) == 0
    assert Path("/dev/null").is_char_device()


def test_an_output_keeps_its_permissions_and_is_replaced_whole(tmp_path, capsys):
    """What was there before stays until all is written."""
    table, out = tmp_path / "t.csv", tmp_path / "o.csv"
    out.write_text("before")
    out.chmod(0o640)
    table.write_text('gap\nstyle\n"open\n')
    assert main(["portfolio", str(table), "-o", str(out)]) == 2 and out.read_text() == "before"
    table.write_text("gap\nstyle\n")
    assert main(["portfolio", str(table), "-o", str(out)]) == 0 and out.read_text().startswith("gap,decision")
    assert out.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_stopped_it_leaves_no_half_file(tmp_path, workers, how):
    """Stopped by Ctrl-C or `timeout` in the middle of a table that does not end: one line, exit 1, no file."""
    header = "gap,economics.training_usd,economics.training_usd.low,economics.tuned_usd_per_request,"
    header += "economics.prompted_usd_per_request\n"
    out = tmp_path / "o.csv"
    process = subprocess.Popen(
        [*FTDECIDE, "-", "-o", str(out), "--workers", workers],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    process.stdin.write((header + "style,100,50,0.001,0.002\n" * 2000).encode())
    process.stdin.flush()
    while not list(tmp_path.glob(".*.part")) or not next(tmp_path.glob(".*.part")).stat().st_size:
        assert process.poll() is None
        time.sleep(0.02)
    os.killpg(process.pid, how) if how == signal.SIGINT else process.send_signal(how)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.decode().splitlines()[-1] == "ftdecide: stopped" and "Traceback" not in err.decode()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("tqdm", [True, False])
def test_a_terminal_sees_how_far_it_is(tmp_path, tqdm):
    """A bar where tqdm is installed, a plain line where it is not; in both the summary follows."""
    (tmp_path / "t.csv").write_text("gap\n" + "style\n" * 300)
    without = "" if tqdm else "sys.modules['tqdm'] = None; "
    program = f"import sys; {without}from ftdecide.doors.cli import main; sys.exit(main(sys.argv[1:]))"
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    done = subprocess.Popen(
        [sys.executable, "-c", program, "portfolio", str(tmp_path / "t.csv"), "-o", str(tmp_path / "o.csv")],
        stderr=theirs,
    )
    os.close(theirs)
    seen = b""
    try:
        while part := os.read(ours, 4096):
            seen += part
    except OSError:  # how a terminal says that the other side has left
        pass
    os.close(ours)
    assert done.wait(60) == 0
    assert (b"portfolio:" in seen) == tqdm
    assert b"300 rows in" in seen and "300 tasks, judged on" in seen.decode()
