"""The drawings: each states its conclusion, takes its numbers from the evidence, and moves when they move."""

from __future__ import annotations

import re
import sys
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "book" / "_ext"))

from drawing import DRAWINGS  # noqa: E402
from drawings import pile, room  # noqa: E402
from drawings.marks import WIDTH  # noqa: E402

from ftdecide.evidence import load_evidence  # noqa: E402

NUMBERS = {"pile": (500, 50, 41)}
each_drawing = pytest.mark.parametrize("name", DRAWINGS)


def drawn(name: str):
    return DRAWINGS[name](*NUMBERS.get(name, ()))


@each_drawing
def test_a_drawing_says_its_finding_to_those_who_do_not_see_it(name):
    """A title that is a sentence or a result, and a name of at least a sentence."""
    figure = ElementTree.fromstring(drawn(name).html())
    title, svg = figure.find("p"), figure.find("svg")
    assert len(title.text.split()) >= 6
    assert svg.get("role") == "img"
    assert len(svg.get("aria-label").split()) >= 20


@each_drawing
def test_nothing_is_drawn_outside_the_frame(name):
    """By the left ends of all marks, and by an estimate of how wide the words are."""
    drawing = drawn(name)
    svg = ElementTree.fromstring(drawing.html()).find("svg")
    for mark in svg.iter():
        x = float(mark.get("x", mark.get("cx", 0)))
        y = float(mark.get("y", mark.get("cy", 0)))
        wide = 7 * len(mark.text or "") if mark.tag == "text" else float(mark.get("width", 0))
        start = x - {"middle": wide / 2, "end": wide}.get(mark.get("text-anchor"), 0)
        assert start >= -8 and start + wide <= WIDTH + 8, (mark.tag, mark.text)
        assert 0 <= y <= drawing.height, (mark.tag, mark.text)


def test_the_pile_counts_what_it_draws():
    """41 clean of 50: the Wilson interval is 69.2 to 90.2 %, so 346 to 451 of 500."""
    drawing = pile.draw(500, 50, 41)
    squares = ElementTree.fromstring(drawing.html()).findall("svg/rect")
    kinds = [square.get("class") for square in squares][3:]
    assert (kinds.count("clean"), kinds.count("perhaps"), kinds.count("not")) == (346, 105, 49)
    assert drawing.title == "41 clean of 50 read: between 346 and 451 of the 500"


@pytest.mark.parametrize("numbers", [(10, 5, 5), (500, 0, 0), (500, 501, 5), (500, 50, 51)])
def test_the_pile_refuses_what_cannot_be(numbers):
    with pytest.raises(ValueError, match="give 25 to 1,000"):
        pile.draw(*numbers)


def test_the_room_is_told_by_the_thresholds_of_the_evidence():
    """Six of six and six of seven as the evidence stands; another threshold, another title."""
    evidence = load_evidence()
    assert room.draw(evidence).title.startswith("Training won 6 of 6 where examples left room, and tied 6 of 7")
    assert "by 8.5 to 46.3 points" in room.draw(evidence).finding
    moved = room.draw(evidence.with_threshold("clear_room_pass_rate", 0.78))
    assert moved.title.startswith("Training won 4 of 4")


def test_the_room_shows_the_thirteen_tasks_that_were_trained_on():
    """The lowest start first; the four that were only prompted are left out."""
    rows = room.tasks()
    assert len(rows) == 13
    assert all(earlier[1] <= later[1] for earlier, later in pairwise(rows))
    assert rows[0] == ("insert_before", 0.485, 0.948)


def test_every_drawing_stands_in_the_book():
    """And no chapter asks for one that is not there: that would stop the build."""
    text = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "book").glob("*.md"))
    assert set(re.findall(r"```\{drawing\} (\S+)", text)) == set(DRAWINGS)
