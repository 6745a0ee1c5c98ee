"""The pages around the chapters keep their word: no idea of a lesson missing, plans that add up, questions there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.steps import environment

ROOT = Path(__file__).resolve().parents[2]
EXTENSIONS = ROOT / "book" / "_ext"
COVERAGE = (ROOT / "book" / "about" / "coverage.md").read_text(encoding="utf-8")
TEACHING = (ROOT / "book" / "about" / "teaching.md").read_text(encoding="utf-8")
PLACE = re.compile(r"\[[^]]+\]\([^)]+\)|\{(?:ref|term|question)\}`[^`]+`")
REASON = re.compile(r"\*\*(Instead|Not here yet|Left out):\*\* \S")

# What stands in each lesson, by words that its rows have to hold; read off the lessons line by line.
HELD = {
    "lesson-one": (
        "move, drill, win", "weights", "folded", "95%", "primer", "10 minutes", "high volume", "almost does it",
        "hundreds to thousands", "theatre", "failures of the examples", "500", "200 mislabelled", "80%",
        "The ladder", "One rung at a time", "expect a no", "L38", "question 1", "question 2", "question 3",
        "question 4", "question 5", "flatter", "8 categories", "voice", "Six steps", "Four outcomes",
        "47 inconsistent", "no level 6", "Operator and Pilot", "journal", "45 lessons", "Ollama", "Model routing",
        "MCP servers", "Agent mode", "Computer use", "cannot replace", "Agents 101", "structured tools",
        "Skill primers", "Local models", "Vision", "Whisper", "long context", "Embeddings", "PII", "Multimodal",
        "Chain-of-thought", "structured output", "Cost optimization",
    ),
    "lesson-two": (
        "new domain", "priorities", "prompt engineering", "customise", "$25 to $100", "24 hours", "100+", "10:1",
        "300-word", "Otter.ai", "three task categories", "10 examples", "Todoist", "Zapier", "put in text",
        "implicit", "each request hurts", "500+", "$50", "GPT-3.5", "on the device", "no wait", "moat",
        "smaller and faster", "adapt less", "Q3", "follows at once", "mislabelled", "no lasting harm",
        "5 approved", "tokens and engineering", "10,000+", "energy", "200 words", "one good example",
        "Peri explains", "recommends a journey", "Related journeys",
    ),
    "lesson-three": (
        "657 of 1596", "summary", "Creators", "Model Families", "24 min", "premise", "at no cost",
        "knowledge is the gap", "stable use", "LoRA", "bad use case", "amplifies", "iteration", "Key terms",
        "quiz of 10", "saves to your progress", "tutor", "sign in", "Better Prompt", "Context Window Strategy",
        "portability", "70%",
    ),
    "lesson-four": (
        "operator, Prompt Craft, intermediate", "Pronunciation", "impact, universality, depth", "Definition",
        "cardiologist", "six months", "radio", "tone and format", "misused", "beyond words", "order by cost",
        "When to use it", "exhaust the simple options", "Why it matters", "do the same", "service conversations",
        "500 approved", "longer prompt", "few-shot would do", "poor data", "new facts", "power words", "Mac app",
    ),
    "lesson-five": (
        "1164 of 1570", "summary", "Lesson map", "Learning path", "Concept cluster", "big idea", "90%", "at scale",
        "startup", "GPT-5", "medical", "Llama", "pirate", "millions of queries", "5 strong examples", "Key terms",
        "quiz of 15", "saves to your progress", "tutor", "Sign in", "decision framework", "Teens",
        "Context Windows",
    ),
}  # fmt: skip


def rows(markdown: str) -> list[tuple[str, str]]:
    """What a lesson has and where it is, of every row below a table's head."""
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in markdown.splitlines() if line[:1] == "|"]
    return [(has, here) for has, here in cells if not set(has) <= {"-"} and here != "Here"]


def part(lesson: str) -> str:
    """The section of one lesson."""
    return COVERAGE.split(f"({lesson})=")[1].split("\n(lesson-")[0]


def without_a_place(markdown: str) -> list[str]:
    """The rows that neither lead anywhere nor say why."""
    return [has for has, here in rows(markdown) if not (PLACE.search(here) or REASON.search(here))]


def test_every_row_leads_somewhere_or_says_why_not():
    """A link that does not arrive stops the build; a reason is at least a sentence."""
    assert len(rows(COVERAGE)) > 150
    assert without_a_place(COVERAGE) == []


def test_a_row_without_a_place_is_found():
    """An empty cell, a promise and a bare mark are not places."""
    planted = (
        "| The lesson has | Here |\n| --- | --- |\n| a | |\n| b | soon |\n| c | **Instead:** |\n| d | [there](x.md) |\n"
    )
    assert without_a_place(planted) == ["a", "b", "c"]


@pytest.mark.parametrize("lesson", HELD)
def test_nothing_of_a_lesson_is_missing(lesson):
    """By the words of each idea, number, example and fitting."""
    named = " ".join(has for has, _ in rows(part(lesson))).lower()
    assert [words for words in HELD[lesson] if words.lower() not in named] == []


@pytest.mark.parametrize(("session", "minutes"), [("One hour", 60), ("Half a day, with a break", 210)])
def test_a_session_takes_as_long_as_it_says(session, minutes):
    """The plan is added up by whoever keeps to it."""
    table = TEACHING.split(f"```{{list-table}} {session}\n")[1].split("```")[0]
    assert sum(map(int, re.findall(r"^\* - (\d+)$", table, re.MULTILINE))) == minutes


def built(folder: Path, page: str) -> subprocess.CompletedProcess:
    """One page built with the extensions tried here, warnings as errors."""
    (folder / "conf.py").write_text(
        f"import sys\nsys.path.insert(0, {str(EXTENSIONS)!r})\nproject = 'Small'\n"
        "extensions = ['myst_parser', 'checklist', 'question_role']\nmyst_enable_extensions = ['colon_fence']\n"
        f"quiz_questions = {str(ROOT / 'book' / 'questions')!r}\n",
        encoding="utf-8",
    )
    (folder / "index.md").write_text(f"# Small\n\n{page}\n", encoding="utf-8")
    (folder / "book").mkdir(exist_ok=True)
    quiz = "---\norphan: true\n---\n# Three\n\n```{quiz} three-conditions\n```\n"
    (folder / "book" / "three-conditions.md").write_text(quiz, encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-W", "-b", "html", ".", "_out"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment(), timeout=120)


def test_a_checklist_is_a_box_with_its_words_to_an_item(tmp_path):
    """And a question's name leads to the question."""
    done = built(tmp_path, ":::{checklist}\n- One *sentence*.\n- Two.\n:::\n\nSee {question}`tc-together`.")
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "_out" / "index.html").read_text(encoding="utf-8")
    assert page.count('<li><label><input type="checkbox" /><span>') == 2
    assert "<span>One <em>sentence</em>.</span></label></li>" in page
    assert 'href="book/three-conditions.html#quiz0-tc-together"' in page
    asked = (tmp_path / "_out" / "book" / "three-conditions.html").read_text(encoding="utf-8")
    assert ' id="quiz0-tc-together"' in asked


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (":::{checklist}\nNo list.\n:::", "holds one list and nothing else"),
        (":::{checklist}\n- One.\n\nAnd more.\n:::", "holds one list and nothing else"),
        (":::{checklist}\n- One.\n  - Nested.\n:::", "is not a line of text; write it as one"),
        ("See {question}`tc-togehter`.", "knows no 'tc-togehter'; did you mean 'tc-together'?"),
        ("See {question}`ex-doubt`.", "book/explain-it.md does not ask it; put it into a quiz there"),
    ],
)
def test_a_slip_stops_the_build(tmp_path, page, said):
    """With the place and the remedy."""
    done = built(tmp_path, page)
    assert done.returncode != 0
    assert said in done.stderr


@pytest.mark.browser
def test_the_page_for_a_colleague_prints_alone_on_one_sheet(new_watched_page, served_book):
    """A4, by the address that ends in #sheet; without it the whole chapter prints."""
    page = new_watched_page(viewport={"width": 1280, "height": 900})
    shown = {}
    for end in ("", "#sheet"):
        page.goto("about:blank")
        page.goto(f"{served_book}book/explain-it.html{end}")
        page.emulate_media(media="print")
        parts = {"sheet": "#sheet .rubric >> nth=0", "heading": ".bd-article h1", "quiz": ".bd-article form >> nth=0"}
        shown[end] = {name for name, found in parts.items() if page.is_visible(found)}
        sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))
        assert (sheets == 1) == (end == "#sheet"), sheets
    assert shown == {"": {"sheet", "heading", "quiz"}, "#sheet": {"sheet"}}
    assert page.outside_requests == [] and page.console_errors == []


@pytest.mark.browser
def test_the_link_above_it_prints_and_the_boxes_are_ticked_by_key(watched_page, served_book):
    """The reader is asked by the browser what to print; the sheet needs no mouse."""
    watched_page.add_init_script("window.printed = 0; window.print = () => { window.printed += 1; };")
    watched_page.goto(f"{served_book}book/explain-it.html")
    watched_page.get_by_role("link", name="Print this page alone").press("Enter")
    assert watched_page.evaluate("window.printed") == 1
    assert watched_page.url.endswith("#sheet")
    boxes = watched_page.locator("#sheet").get_by_role("checkbox")
    assert boxes.count() == 11
    for box in boxes.all():
        assert not box.is_checked()
        box.press("Space")
        assert box.is_checked()
    assert watched_page.get_by_role(
        "checkbox", name="50 real inputs are set aside, with a rule for what passes."
    ).is_checked()
