"""The outline of the course: read whole, and every fault of it named with its remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from ftdecide.course.outline import Link, Outline, Pointer
from ftdecide.course.outline_file import InvalidOutline, load_outline

PAGES = ["index", "one", "two", "drill"]
CHAPTERS = ["one", "two"]
TERMS = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]
LESSON = """
[[chapter]]
page = "one"
short = "One"
path = ["first", "second", "third"]
rows = [["a", "b"], ["c", "d"], ["e"]]
link = [["a", "needs", "c"], ["b", "needs", "d"], ["e", "ends", "c"]]
[[chapter.related]]
page = "two"
why = "it goes on there"
[[chapter]]
page = "two"
short = "Two"
path = ["first", "second", "third"]
rows = [["a", "f"], ["g"], ["h", "i"]]
link = [["a", "meets", "g"], ["f", "meets", "g"], ["g", "meets", "h"], ["g", "meets", "i"]]
[[chapter.related]]
page = "index"
why = "back to the start"
"""
JOURNEY = """
[[journey]]
name = "short"
title = "A short way"
who = "Somebody."
outcome = "something."
[[journey.step]]
page = "one"
do = "read"
[[journey.step]]
page = "two"
do = "read"
[[journey.step]]
page = "drill"
minutes = 20
do = "work"
"""


def load(folder: Path, text: str) -> Outline:
    file = folder / "outline.toml"
    file.write_text(text, encoding="utf-8")
    return load_outline(file, PAGES, CHAPTERS, TERMS, known_minutes=CHAPTERS)


def test_an_outline_is_read(tmp_path):
    outline = load(tmp_path, LESSON + JOURNEY)
    assert list(outline.maps) == CHAPTERS
    one = outline.maps["one"]
    assert one.concepts == ("a", "b", "c", "d", "e")
    assert one.links[2] == Link("e", "ends", "c")
    assert one.related == (Pointer("two", "it goes on there"),)
    assert [step.minutes for step in outline.journeys[0].steps] == [None, None, 20]


def test_a_concept_belongs_to_the_chapter_that_has_it_first(tmp_path):
    introduced = load(tmp_path, LESSON).introduced()
    assert introduced["a"] == "one" and introduced["f"] == "two"


FAULTS = [
    ('["a", "b"], ["c", "d"]', '["a", "z"], ["c", "d"]', "'z' is not in the glossary"),
    ('["a", "b"], ["c", "d"]', '["a", "b", "f", "g"], ["c", "d"]', "too wide for a phone"),
    ('["a", "b"], ["c", "d"]', '["a", "b"], ["c", "d", "a"]', "'a' stands there twice"),
    ('["e", "ends", "c"]', '["e", "ends", "a"]', "not in neighbouring rows"),
    ('["e", "ends", "c"]', '["b", "ends", "c"]', "'e' is linked to nothing"),
    ('["e", "ends", "c"]', '["e", "ends"]', "write each as three texts"),
    ('["e", "ends", "c"]', '["e", "ends", "j"]', "'j' of 'e' 'ends' 'j' stands in no row"),
    ('path = ["first", "second", "third"]', 'path = ["first", "second"]', "has 2 steps; give 3 to 5"),
    ('page = "one"\nshort', 'page = "drill"\nshort', "'drill' is no chapter"),
    ('page = "one"\nshort', 'page = "two"\nshort', "'two' has a map already"),
    ('page = "one"\nshort', 'page = "two"\nshort', "'one' has no map"),
    ('page = "two"\nwhy', 'page = "one"\nwhy', "'one' is no other page"),
    ('page = "two"\nwhy', 'page = "tow"\nwhy', "'tow' is no other page"),
    ('[[chapter.related]]\npage = "two"\nwhy = "it goes on there"', "", "name at least one page"),
    ('short = "One"', 'short = "A name that is far too long for it"', "at most 28 characters"),
    ('short = "One"', 'shirt = "One"', "did you mean 'short'?"),
    ("minutes = 20", "", "'drill' is one of the others"),
    ("minutes = 20", "minutes = 0", "give a whole number from 1 to 600"),
    ('page = "one"\ndo', 'page = "one"\nminutes = 5\ndo', "give it only where the page does not say it"),
    ('page = "drill"', 'page = "dill"', "'dill' is no page of the book"),
    ('[[journey.step]]\npage = "two"\ndo = "read"', "", "there are 2; give 3 to 9"),
]


@pytest.mark.parametrize(("good", "bad", "said"), FAULTS, ids=[said for _, _, said in FAULTS])
def test_a_fault_is_named(tmp_path, good, bad, said):
    """Each breaks the good outline at one place."""
    text = LESSON + JOURNEY
    assert good in text
    with pytest.raises(InvalidOutline) as broken:
        load(tmp_path, text.replace(good, bad, 1))
    assert any(said in fault for fault in broken.value.faults), broken.value.faults


def test_all_faults_are_told_at_once(tmp_path):
    text = LESSON.replace('["a", "b"]', '["a", "y"]').replace('["a", "f"]', '["a", "z"]')
    with pytest.raises(InvalidOutline) as broken:
        load(tmp_path, text)
    said = "\n".join(broken.value.faults)
    assert "'y' is not in the glossary" in said and "'z' is not in the glossary" in said


def test_what_is_not_toml_is_said_with_its_line(tmp_path):
    with pytest.raises(InvalidOutline, match="not TOML"):
        load(tmp_path, "[[chapter]\n")
