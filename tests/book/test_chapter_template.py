"""Each rule of the chapter template, broken in a temporary chapter, says file, fault and remedy."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from chapter_template import Fault, check_book, faults_in, is_chapter
from evidence_role import known_sources

from ftdecide.course.cards import load_cards

ROOT = Path(__file__).resolve().parents[2]
EXTENSIONS = ROOT / "book" / "_ext"
GOOD = (ROOT / "book" / "three-conditions.md").read_text(encoding="utf-8")
TERMS = load_cards(ROOT / "book" / "cards", known_sources()).names
QUIZ = re.compile(r"```\{quiz\}.*?```", re.S)


def without(section: str) -> str:
    """The good chapter without this section."""
    return re.sub(rf"^## {re.escape(section)}\n.*?(?=^## |\Z)", "", GOOD, flags=re.S | re.M)


def with_text(section: str, text: str) -> str:
    """The good chapter with this section's text replaced."""
    return re.sub(rf"(^## {re.escape(section)}\n).*?(?=^## |\Z)", rf"\1\n{text}\n\n", GOOD, flags=re.S | re.M)


def told(text: str) -> list[str]:
    return [str(fault) for fault in faults_in("book/x.md", text, TERMS)]


def test_the_good_chapter_has_no_fault():
    """What the other tests break is whole to begin with."""
    assert told(GOOD) == []


SECTIONS = (
    "In three lines", "What you will learn", "Level and time", "Try it", "The trap", "Check what stuck", "Key terms",
    "Outcome", "Where next",
)  # fmt: skip


@pytest.mark.parametrize("section", SECTIONS)
def test_a_missing_section_is_named_with_its_place(section):
    """Each of the nine fixed sections."""
    faults = told(without(section))
    assert len(faults) == 1
    assert faults[0].startswith(f"book/x.md: the section “{section}” is missing; write “## {section}” once, ")


@pytest.mark.parametrize(
    ("broken", "expected"),
    [
        (with_text("In three lines", "- **Move.** a\n- **Win.** b"), "exactly three list items that begin **Move.**"),
        (
            with_text("In three lines", "- **Move.** a\n- **Drill.** b\n- **Win.** c\n- **More.** d"),
            "exactly three list items",
        ),
        (
            with_text("In three lines", "- **Drill.** a\n- **Move.** b\n- **Win.** c"),
            "**Move.** **Drill.** **Win.**",
        ),
        (with_text("What you will learn", "Much."), "write it as a list, one point to an item"),
        (with_text("Level and time", "Beginner."), "say how many minutes it takes"),
        (with_text("Try it", ""), "“Try it” is not complete; write at least one sentence there"),
        (with_text("The trap", ""), "“The trap” is not complete; write at least one sentence there"),
        (QUIZ.sub("Soon.", GOOD), "“Check what stuck” is not complete; add a ```{quiz} <bank name>``` block"),
        (with_text("Key terms", "near miss"), "name its terms with {term}`...`"),
        (
            with_text("Key terms", "{term}`neer miss`"),
            "write a card for 'neer miss' in book/cards, or mend the spelling",
        ),
        (with_text("Outcome", "Much."), "“Outcome” is not complete; write it as a list"),
        (with_text("Where next", "Onwards."), "“Where next” is not complete; link to the next page"),
        (GOOD + "\n## The trap\n\nAgain.\n", "“The trap” stands there 2 times"),
        (GOOD + "\n## An afterthought\n\nLate.\n", "“An afterthought” stands outside the lesson; move it between"),
    ],
)
def test_an_incomplete_section_says_what_to_do(broken, expected):
    """One fault for one break, with its remedy."""
    faults = told(broken)
    assert len(faults) == 1, faults
    assert expected in faults[0]
    assert faults[0].startswith("book/x.md: ")


def test_sections_out_of_order_are_put_right():
    """The message gives the whole order."""
    trap = re.search(r"^## The trap\n.*?(?=^## )", GOOD, re.S | re.M)[0]
    moved = without("The trap").replace("## Try it", f"{trap}## Try it")
    assert any("out of order; put them in this order: In three lines · What you will learn" in f for f in told(moved))


def test_a_chapter_without_a_lesson_is_refused():
    """The fixed sections alone teach nothing."""
    bare = re.sub(r"^\(volume\)=.*?(?=^## Try it)", "", GOOD, flags=re.S | re.M)
    assert told(bare) == ["book/x.md: the lesson is missing; write it under headings of its own, before “Try it”"]


def test_all_faults_are_told_at_once():
    """Nobody mends one, builds, and meets the next."""
    broken = QUIZ.sub("", without("The trap")).replace("15 minutes", "a while")
    assert len(told(broken)) == 3


def test_a_page_that_does_not_say_what_it_is_is_refused(tmp_path):
    """Forgetting the front matter does not switch the check off."""
    (tmp_path / "glossary.md").write_text("# Glossary\n", encoding="utf-8")
    (tmp_path / "new.md").write_text("# New\n", encoding="utf-8")
    assert check_book(tmp_path, ["glossary", "new"], ["glossary"], TERMS) == [
        Fault("new.md", "it does not say that it is a chapter", "add “chapter: true” to its front matter")
    ]


def test_every_lesson_of_the_book_is_a_chapter():
    """What the table of contents calls the lesson, and all but the last page of the reader's own task."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    parts = {part["caption"]: [page["file"] for page in part["chapters"]] for part in toc["parts"]}
    lessons = parts["The lesson"] + [page for page in parts["Your own task"] if page.startswith("book/")][:-1]
    assert len(lessons) == 14
    assert all(is_chapter((ROOT / f"{page}.md").read_text(encoding="utf-8")) for page in lessons)


def test_a_fault_stops_the_build(tmp_path):
    """A real Sphinx refuses to read a single page."""
    (tmp_path / "conf.py").write_text(
        "extensions = ['myst_parser', 'chapter_template']\nroot_doc = 'chapter'\n", encoding="utf-8"
    )
    (tmp_path / "chapter.md").write_text("---\nchapter: true\n---\n\n# Thin\n", encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", tmp_path, tmp_path / "out"]
    built = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(EXTENSIONS)}, capture_output=True, text=True)
    assert built.returncode != 0
    assert "Chapter template" in built.stderr
    assert built.stderr.count("chapter.md: the section “") == 9
    assert not (tmp_path / "out" / "chapter.html").exists()
