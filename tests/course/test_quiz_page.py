"""What the directive makes of a page: real Sphinx builds of a small book, warnings as errors."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import pytest

from course.small_bank import ROOT, WELL_FORMED
from deploy.local.steps import environment

HOSTILE = WELL_FORMED.replace('"Which?"', '"<script>alert(1)</script> & `<b>`?"').replace(
    '"That"', '"<img src=x onerror=alert(2)>"'
).replace('"It is not."', '"</details><script>alert(3)</script> $x$ **no**"')  # fmt: skip


@dataclass
class SmallBook:
    """A book of two pages, one with a quiz."""

    folder: Path
    questions: Path

    def build(self, builder: str = "html") -> subprocess.CompletedProcess:
        command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-b", builder, ".", f"_build/{builder}"]
        return subprocess.run(command, cwd=self.folder, capture_output=True, text=True, env=environment(), timeout=120)

    def page(self, name: str, builder: str = "html") -> str:
        ending = {"html": "html", "text": "txt"}[builder]
        return (self.folder / "_build" / builder / f"{name}.{ending}").read_text(encoding="utf-8")


@pytest.fixture
def small_book(tmp_path, write_bank) -> Callable[..., SmallBook]:
    """Writes the small book with these questions and this directive."""

    def write(chapter: str, directive: str = "```{quiz} chapter\n```") -> SmallBook:
        folder = tmp_path / "book"
        folder.mkdir()
        questions = write_bank(chapter=chapter)
        (folder / "conf.py").write_text(
            f"import sys\nsys.path.insert(0, {str(ROOT / 'book' / '_ext')!r})\n"
            "extensions = ['myst_parser', 'quiz']\nproject = 'Small'\n"
            f"quiz_questions = {str(questions)!r}\n",
            encoding="utf-8",
        )
        (folder / "index.md").write_text(f"# With\n\n{directive}\n\n```{{toctree}}\nwithout\n```\n", encoding="utf-8")
        (folder / "without.md").write_text("# Without\n", encoding="utf-8")
        return SmallBook(folder, questions)

    return write


class Elements(HTMLParser):
    """The tags of a page and its scripts' text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags, self.attributes = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]


def test_only_the_page_with_a_quiz_loads_its_script_and_style(small_book):
    book = small_book(WELL_FORMED)
    built = book.build()
    assert built.returncode == 0, built.stderr
    with_quiz, without = book.page("index"), book.page("without")
    assert "_static/quiz/quiz.js" in with_quiz and "_static/quiz/quiz.css" in with_quiz
    assert "quiz.js" not in without and "quiz.css" not in without
    assert (book.folder / "_build/html/_static/quiz/quiz.js").exists()


def test_every_option_has_a_label_and_its_reason_even_without_scripts(small_book):
    book = small_book(WELL_FORMED)
    book.build()
    page = book.page("index")
    assert page.count('<label><input type="radio"') == 3
    assert '<fieldset class="ftd-given"><legend>' in page and 'role="status"' in page
    start = page.index('<details class="ftd-answer">')
    answer = page[start : page.index("</details>", start)]
    for words in ("A: Correct.", "B: Not correct.", "It is.", "It is not.", "Nor is this.", "ameyypawar"):
        assert words in answer


def test_text_of_a_question_is_shown_and_never_becomes_markup(small_book):
    book = small_book(HOSTILE)
    built = book.build()
    assert built.returncode == 0, built.stderr
    page = book.page("index")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; <code>&lt;b&gt;</code>?" in page
    assert "&lt;img src=x onerror=alert(2)&gt;" in page
    assert "&lt;/details&gt;&lt;script&gt;alert(3)&lt;/script&gt; $x$ **no**" in page
    elements = Elements(page)
    assert not [name for _, name, _ in elements.attributes if name.startswith("on")]
    assert "<script>alert" not in page


def test_other_builders_print_the_questions_plainly(small_book):
    book = small_book(HOSTILE)
    built = book.build("text")
    assert built.returncode == 0, built.stderr
    text = book.page("index", "text")
    assert "<script>alert(1)</script> & <b>?" in text
    assert "* B. <img src=x onerror=alert(2)>" in text
    assert "A is correct. It is." in text


def test_a_changed_question_is_on_the_page_after_the_next_build(small_book):
    book = small_book(WELL_FORMED)
    book.build()
    (book.questions / "chapter.toml").write_text(WELL_FORMED.replace("Which?", "Which now?"), encoding="utf-8")
    rebuilt = book.build()
    assert "1 changed" in rebuilt.stdout
    assert "Which now?" in book.page("index")


@pytest.mark.parametrize("broken, said", [
    (WELL_FORMED.replace('feedback = "It is not."\n', ""), "chapter.toml: question first: option 2: feedback: missing"),
    (WELL_FORMED.replace("key = true\n", ""), "chapter.toml: question first: option: none is the key"),
    (WELL_FORMED.replace('"Which?"', '"Which?'), "chapter.toml: not TOML: Illegal character '\\n' (at line 7"),
    (WELL_FORMED + WELL_FORMED.split("\n\n", 1)[1], "chapter.toml: question first: id: already used in chapter.toml"),
])  # fmt: skip
def test_a_broken_question_file_stops_the_build(small_book, broken, said):
    book = small_book(broken)
    built = book.build()
    assert built.returncode != 0
    assert said in built.stderr
    assert "Traceback" not in built.stderr
    assert not (book.folder / "_build/html/index.html").exists()


@pytest.mark.parametrize("directive, said", [
    ("```{quiz} chaptr\n```", "{quiz} has no chapter 'chaptr'; did you mean 'chapter'?"),
    ("```{quiz} chapter\n:items: frist\n```", "{quiz} has no question 'frist'; did you mean 'first'?"),
])  # fmt: skip
def test_a_directive_that_names_nothing_stops_the_build(small_book, directive, said):
    built = small_book(WELL_FORMED, directive).build()
    assert built.returncode != 0
    assert said in built.stderr and "index.md:3" in built.stderr


def test_items_are_chosen_and_ordered_by_the_page(small_book):
    second = WELL_FORMED.split("\n\n", 1)[1].replace('"first"', '"second"')
    book = small_book(WELL_FORMED + second, "```{quiz} chapter\n:items: second first\n```")
    built = book.build()
    assert built.returncode == 0, built.stderr
    page = book.page("index")
    assert page.index('data-id="second"') < page.index('data-id="first"')
