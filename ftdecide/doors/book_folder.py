"""The book's own files, where the course runs beside them: what it holds, and its questions as the pages show them."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from ftdecide.course.bank import load_bank
from ftdecide.course.cards import load_cards
from ftdecide.course.contents import Contents, contents_of
from ftdecide.course.flash_cards import FlashCard, of_bank, of_glossary
from ftdecide.course.outline import Journey, Step
from ftdecide.course.question import Chapter
from ftdecide.course.quiz_html import cards
from ftdecide.doors.json_files import BadInput
from ftdecide.evidence import Source, later_sources, load_evidence


class BookFolder:
    """The folder `book/` of the course."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def found(cls, start: Path | None = None) -> BookFolder | None:
        """The one in `start` or in a folder above it; None where there is none."""
        here = (start or Path.cwd()).resolve()
        folders = (above / "book" for above in (here, *here.parents))
        return next((cls(folder) for folder in folders if (folder / "outline.toml").is_file()), None)

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Every source that the book's pages cite."""
        own = tomllib.loads((self.folder / "references.toml").read_text(encoding="utf-8"))
        listed = {key: Source(**{"key": key, "year": None, **row}) for key, row in own.items()}
        return load_evidence().sources | later_sources() | listed

    @cached_property
    def bank(self) -> Mapping[str, Chapter]:
        """Every chapter's questions."""
        return load_bank(self.folder / "questions", self.sources)

    @cached_property
    def contents(self) -> Contents:
        """What the course holds; the build has checked these files."""
        outline = tomllib.loads((self.folder / "outline.toml").read_text(encoding="utf-8"))
        journeys = tuple(
            Journey(j["name"], j["title"], j["who"], j["outcome"], tuple(Step(**step) for step in j["step"]))
            for j in outline["journey"]
        )
        return contents_of((chapter["page"] for chapter in outline["chapter"]), self.bank, journeys, self.title)

    def title(self, page: str) -> str:
        """The first heading of a page."""
        file = self.folder.parent / f"{page}.md"
        if file.exists():
            lines = file.read_text(encoding="utf-8").splitlines()
        else:
            cells = json.loads(file.with_suffix(".ipynb").read_text(encoding="utf-8"))["cells"]
            lines = "".join("".join(cell["source"]) + "\n" for cell in cells).splitlines()
        return next((line[2:].strip() for line in lines if line.startswith("# ")), page)

    def flash_cards(self, items: frozenset[str] | None = None) -> list[FlashCard]:
        """The cards of these questions; of all of them and of the glossary where none are named."""
        cards = of_bank(self.bank.values())
        if items is None:
            return [*cards, *of_glossary(load_cards(self.folder / "cards", self.sources).cards)]
        return [card for card in cards if card.id in items]

    def quiz(self, name: str) -> dict[str, Any]:
        """A chapter's cards in all their variants, as the pages have them.

        Raises:
            BadInput: where the book has no such chapter.
        """
        if name not in self.bank:
            raise BadInput(f"chapter: the book has no questions for {name!r}; it has {', '.join(self.bank)}")
        return cards(self.bank[name], self.sources)
