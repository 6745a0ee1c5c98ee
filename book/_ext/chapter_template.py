"""Every chapter follows one template; a chapter that does not stops the build.

The order, and what each part must hold, stands in ``TEMPLATE``.  All faults of all chapters are
gathered and raised together; each names the file, what is missing and what to do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError

TERM = re.compile(r"\{term\}`(?:[^`<]*<)?([^`<>]+)>?`")
MARKDOWN = MarkdownIt().use(front_matter_plugin)


@dataclass(frozen=True)
class Fault:
    """Where a chapter leaves the template and how to bring it back."""

    file: str
    missing: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}: {self.missing}; {self.remedy}"


class ChapterFaults(SphinxError):
    """One or more chapters that leave the template."""

    category = "Chapter template"

    def __init__(self, faults: Collection[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(["", *map(str, self.faults)]))


@dataclass(frozen=True)
class Section:
    """A second-level section: its title and what stands below it."""

    title: str
    tokens: tuple[Token, ...]

    @property
    def text(self) -> str:
        return "\n".join(token.content for token in self.tokens if token.type in ("inline", "fence"))

    @property
    def items(self) -> list[str]:
        """The text of every list item, nested ones included."""
        pairs = zip(self.tokens, self.tokens[2:], strict=False)
        return [inside.content for opening, inside in pairs if opening.type == "list_item_open"]


def _three_lines(section: Section, terms: Collection[str]) -> str | None:
    names = [match[1] if (match := re.match(r"\*\*(\w+)\.?\*\*", item)) else "?" for item in section.items]
    if names != ["Move", "Drill", "Win"]:
        return "write exactly three list items that begin **Move.** **Drill.** **Win.**"
    return None


def _a_list(section: Section, terms: Collection[str]) -> str | None:
    return None if section.items else "write it as a list, one point to an item"


def _some_text(section: Section, terms: Collection[str]) -> str | None:
    return None if section.text.strip() else "write at least one sentence there"


def _a_time(section: Section, terms: Collection[str]) -> str | None:
    return None if re.search(r"\d+ minutes", section.text) else "say how many minutes it takes, as in “10 minutes”"


def _a_quiz(section: Section, terms: Collection[str]) -> str | None:
    quizzes = [token for token in section.tokens if token.type == "fence" and token.info.startswith("{quiz}")]
    return None if quizzes else "add a ```{quiz} <bank name>``` block"


def _known_terms(section: Section, terms: Collection[str]) -> str | None:
    named = TERM.findall(section.text)
    unknown = [name for name in named if name not in terms]
    if not named:
        return "name its terms with {term}`...`"
    if unknown:
        return f"write a card for {', '.join(map(repr, unknown))} in book/cards, or mend the spelling"
    return None


def _a_link(section: Section, terms: Collection[str]) -> str | None:
    return None if re.search(r"\]\([^)]+\)", section.text) else "link to the next page"


Check = Callable[[Section, Collection[str]], str | None]
LESSON = "(the lesson, under headings of its own)"
TEMPLATE: tuple[tuple[str, Check | None], ...] = (
    ("In three lines", _three_lines),
    ("What you will learn", _a_list),
    ("Level and time", _a_time),
    (LESSON, None),
    ("Try it", _some_text),
    ("The trap", _some_text),
    ("Check what stuck", _a_quiz),
    ("Key terms", _known_terms),
    ("Outcome", _a_list),
    ("Where next", _a_link),
)
FIXED = [title for title, _ in TEMPLATE if title != LESSON]


@cache
def _parsed(text: str) -> tuple[Token, ...]:
    """A page's tokens, made once for all that read them."""
    return tuple(MARKDOWN.parse(text))


def sections(text: str) -> list[Section]:
    """The second-level sections of a page, in order."""
    tokens = _parsed(text)
    starts = [i for i, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h2"]
    ends = [*starts, len(tokens)][1:]
    return [
        Section(tokens[start + 1].content, tuple(tokens[start + 3 : end]))
        for start, end in zip(starts, ends, strict=True)
    ]


def faults_in(file: str, text: str, terms: Collection[str]) -> Iterator[Fault]:
    """Every place where this chapter leaves the template.

    Args:
        file: shown in the faults.
        text: the chapter's MyST source.
        terms: the words that have a glossary card.
    """
    found = sections(text)
    titles = [section.title for section in found]
    for place, title in enumerate(FIXED):
        if titles.count(title) != 1:
            what = "is missing" if title not in titles else f"stands there {titles.count(title)} times"
            after = f"after “{FIXED[place - 1]}”" if place else "as the first section"
            yield Fault(file, f"the section “{title}” {what}", f"write “## {title}” once, {after}")
    present = [title for title in titles if title in FIXED]
    wanted = [title for title in FIXED if title in present]
    if present != wanted and len(set(present)) == len(present):
        yield Fault(file, "the sections are out of order", f"put them in this order: {' · '.join(wanted)}")
    free = {section for section in titles if section not in FIXED}
    if not free:
        yield Fault(file, "the lesson is missing", "write it under headings of its own, before “Try it”")
    elif {"Level and time", "Try it"} <= set(titles):
        lesson = titles[titles.index("Level and time") + 1 : titles.index("Try it")]
        for title in sorted(free - set(lesson)):
            yield Fault(file, f"“{title}” stands outside the lesson", "move it between “Level and time” and “Try it”")
    for section in found:
        check = dict(TEMPLATE).get(section.title)
        if check and (remedy := check(section, terms)):
            yield Fault(file, f"the section “{section.title}” is not complete", remedy)


def is_chapter(text: str) -> bool:
    """Whether the front matter says ``chapter: true``."""
    first = next(iter(_parsed(text)), None)
    return first is not None and first.type == "front_matter" and "chapter: true" in first.content.splitlines()


def check_book(source: Path, pages: Collection[str], exempt: Collection[str], terms: Collection[str]) -> list[Fault]:
    """The faults of every chapter among these pages (document names below ``source``)."""
    text = {
        page: file.read_text(encoding="utf-8") for page in sorted(pages) if (file := source / f"{page}.md").exists()
    }
    faults = []
    for page, content in text.items():
        if is_chapter(content):
            faults += faults_in(f"{page}.md", content, terms)
        elif page not in exempt:
            faults.append(
                Fault(f"{page}.md", "it does not say that it is a chapter", "add “chapter: true” to its front matter")
            )
    return faults


def _stop_on_faults(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    faults = check_book(Path(app.srcdir), env.found_docs, app.config.chapter_template_exempt, app.glossary.names)
    if faults:
        raise ChapterFaults(faults)


def setup(app: Sphinx) -> dict[str, bool]:
    app.setup_extension("glossary_cards")  # the words that a chapter may name
    app.add_config_value("chapter_template_exempt", [], "env")
    app.connect("env-before-read-docs", _stop_on_faults)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
