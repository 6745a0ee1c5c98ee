"""What the downloads say on their first page: title, description, authors, version, date, licence."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
HTML, TOC, DIST = ROOT / "_build" / "html", ROOT / "_toc.yml", ROOT / "dist"
LICENCE = "Text, questions and figures: CC BY 4.0. Code: MIT."


@dataclass(frozen=True)
class Book:
    """The book as a whole."""

    title: str
    author: str
    description: str
    version: str
    released: str
    address: str  # where it is published, or nothing

    def file(self, kind: str) -> Path:
        """Where a download of this kind stands."""
        return DIST / f"ftdecide-book-{self.version}.{kind}"


def book() -> Book:
    """From the files that hold each truth."""
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    released = re.search(r"(?m)^date-released: (\S+)", (ROOT / "CITATION.cff").read_text(encoding="utf-8"))[1]
    return Book(
        title=config["title"],
        author=config["author"],
        description=project["description"],
        version=project["version"],
        released=released,
        address=os.environ.get("BOOK_URL", ""),
    )
