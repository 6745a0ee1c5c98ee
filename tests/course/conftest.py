"""The bank as shipped, and a way to write a small one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from course.small_bank import QUESTIONS
from ftdecide.course.bank import load_bank
from ftdecide.course.question import Chapter


@pytest.fixture(scope="session")
def bank() -> Mapping[str, Chapter]:
    """The question bank of the course."""
    return load_bank(QUESTIONS)


@pytest.fixture
def write_bank(tmp_path) -> Callable[..., Path]:
    """Writes question files (name without .toml = text) and returns their folder."""

    def write(**files: str) -> Path:
        folder = tmp_path / "questions"
        folder.mkdir(exist_ok=True)
        for name, text in files.items():
            (folder / f"{name}.toml").write_text(text, encoding="utf-8")
        return folder

    return write
