"""The chapter on measuring: what it shows is what the package works out, and its files are what their command makes."""

from __future__ import annotations

import csv
import importlib.util
import itertools
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "book" / "_ext"))

import ladder_runs  # noqa: E402
import measured_tables  # noqa: E402
from drawings import rungs  # noqa: E402

from ftdecide.instruments.measure.bounds import InvalidMeasurement  # noqa: E402
from ftdecide.instruments.measure.live.stand_in import SAYS  # noqa: E402
from ftdecide.instruments.measure.statistics.early_looks import false_alarms  # noqa: E402
from ftdecide.paired_test import wins_needed  # noqa: E402

CHAPTER = (ROOT / "book" / "measure-the-ladder.md").read_text(encoding="utf-8")


def test_the_files_to_practise_on_are_what_their_command_makes():
    """Nobody edits them by hand; otherwise: `python bench/ladder_practice.py`."""
    spec = importlib.util.spec_from_file_location("ladder_practice", ROOT / "bench" / "ladder_practice.py")
    bench = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bench)
    made = bench.files()
    assert {path.name for path in bench.FOLDER.iterdir()} == set(made)
    for name, rows in made.items():
        with (bench.FOLDER / name).open(encoding="utf-8", newline="") as file:
            assert [tuple(row) for row in csv.reader(file)] == rows


def test_the_prose_tells_of_the_report_that_it_shows():
    """The pair that the chapter takes apart, number by number."""
    wins, losses, alike, p = re.search(
        r"few_shot wins (\d+) items, prompt (\d+), (\d+) alike; p = 0\.(\d\d)", measured_tables.report()
    ).groups()
    told = re.search(r"come out alike on (\d+) of 60 .*? other (\d+) speak, and they split (\d+) to (\d+)", CHAPTER)
    assert told.groups() == (alike, str(int(wins) + int(losses)), wins, losses)
    assert f"in {p} cases of 100" in CHAPTER


def test_the_report_on_the_page_reaches_past_the_last_sentence_on_a_pair():
    """What the prose explains is in the part that is shown."""
    shown = int(re.search(r"\{measure-report\} (\d+)", CHAPTER)[1])
    lines = measured_tables.report().splitlines()
    assert lines[0].startswith("retrieval passes") and "retrieval wins" in lines[shown - 2]


def test_the_figure_holds_the_labs_numbers_and_says_whose_they_are():
    """A mark for each rung in each panel, the rate beside it, and no language model in sight."""
    drawing = rungs.draw()
    svg = ElementTree.fromstring(drawing.html()).find("svg")
    assert len(svg.findall("circle")) == 8
    words = {text.text for text in svg.findall("text")}
    for items in (ladder_runs.FEW, None):
        for rung in ladder_runs.climbed(items).found.rungs:
            assert f"{ladder_runs.name_of(rung.name)}, {rung.pass_rate:.0%}" in words
    assert SAYS in drawing.finding and "no language model" in drawing.note


def test_the_title_of_the_figure_is_what_the_tests_say():
    """Few questions tell nothing apart; on all of them the best is told from each of the others."""
    assert ladder_runs.told(ladder_runs.climbed(ladder_runs.FEW)) == 0
    whole = ladder_runs.climbed().found
    assert sum(each.better == whole.best.name for each in whole.comparisons) == len(whole.rungs) - 1


def test_what_is_asked_and_shown_too_passes_and_a_prompt_chosen_on_few_items_flatters_itself():
    """The two mistakes of the chapter do harm in the lab, each in the direction that it says."""
    honest, spoilt = ladder_runs.leaked()
    assert spoilt == 1.0 > honest
    usual, best, elsewhere = ladder_runs.chosen()
    assert best >= elsewhere + 0.05 and best > usual


@pytest.mark.parametrize("name", measured_tables.TABLES)
def test_a_table_has_a_cell_for_each_column(name):
    header, rows = measured_tables.TABLES[name]()
    assert rows and {len(row) for row in rows} == {len(header)}
    assert f"{{measure-table}} {name}\n" in CHAPTER


def test_the_plan_is_worked_out_by_the_test_that_the_report_uses():
    """Connor's example: 5 % lost, 20 % won, so 15 points: 92 items; 135 at a sixth of 5 %, for six pairs."""
    header, rows = measured_tables.plan()
    assert dict(zip(header, rows[2], strict=True))["The new rung loses 5% of the items"] == "92 (135)"


@pytest.mark.parametrize(("decided", "every"), [(6, 6), (10, 5), (12, 1), (12, 5), (13, 3)])
def test_false_alarms_of_early_looks_are_those_of_all_tosses_tried(decided, every):
    """Every sequence of wins and losses, one by one: in how many does some look find a winner?"""
    looks = {*range(every, decided + 1, every), decided}

    def stops(tosses: tuple[int, ...]) -> bool:
        counts = ((sum(tosses[:look]), look) for look in looks)
        return any((needed := wins_needed(look)) and max(wins, look - wins) >= needed for wins, look in counts)

    alarms = sum(map(stops, itertools.product((0, 1), repeat=decided)))
    assert false_alarms(decided, every) == alarms / 2**decided


def test_looking_more_often_alarms_more_often():
    """By hand: six pairs and one look, all won by one side, 2 of 64."""
    assert false_alarms(6, 6) == 2 / 64
    shares = [false_alarms(100, every) for every in (100, 50, 25, 10, 5, 1)]
    assert shares == sorted(shares) and shares[0] < 0.05 < shares[1]


@pytest.mark.parametrize(("decided", "every"), [(0, 1), (10, 0), (2.5, 1)])
def test_looks_that_cannot_be_are_refused(decided, every):
    with pytest.raises(InvalidMeasurement, match=r"decided|every"):
        false_alarms(decided, every)
