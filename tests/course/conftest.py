"""The bank and the cards as shipped, and ways to write small ones."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from course.small_bank import CARDS, QUESTIONS, ROOT
from ftdecide.course.bank import load_bank
from ftdecide.course.card import Glossary
from ftdecide.course.cards import load_cards
from ftdecide.course.question import Chapter
from ftdecide.evidence import later_sources, load_evidence


@pytest.fixture(scope="session")
def bank() -> Mapping[str, Chapter]:
    """The question bank of the course."""
    return load_bank(QUESTIONS)


def writer(folder: Path) -> Callable[..., Path]:
    """Writes TOML files (name without .toml = text) into a folder and returns it."""

    def write(**files: str) -> Path:
        folder.mkdir(exist_ok=True)
        for name, text in files.items():
            (folder / f"{name}.toml").write_text(text, encoding="utf-8")
        return folder

    return write


@pytest.fixture
def write_bank(tmp_path) -> Callable[..., Path]:
    """Writes question files (chapter = text) and returns their folder."""
    return writer(tmp_path / "questions")


@pytest.fixture(scope="session")
def glossary() -> Glossary:
    """The glossary cards of the course."""
    references = tomllib.loads((ROOT / "book" / "references.toml").read_text(encoding="utf-8"))
    return load_cards(CARDS, {*load_evidence().sources, *later_sources(), *references})


@pytest.fixture
def write_cards(tmp_path) -> Callable[..., Path]:
    """Writes files of cards (category = text) and returns their folder."""
    return writer(tmp_path / "cards")
