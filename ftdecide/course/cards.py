"""The glossary cards: one TOML file per category, read and checked as a whole.

The book's glossary, the short definitions on every page and the chapter template all read the
words here, so that cards with one fault serve nobody: all faults are gathered and raised together.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from ftdecide.course.card import LEVELS, RATINGS, Card, Category, Glossary
from ftdecide.course.toml_table import TomlTable
from ftdecide.evidence import load_evidence

FILE_FIELDS = ("title", "about", "card")
TEXTS = ("definition", "picture", "where_it_breaks", "memory_trick", "when_to_use", "why_it_matters")
FEWEST_AND_MOST = {"prompts": (1, 3), "misuses": (1, 3), "related": (1, 6)}
CARD_FIELDS = ("term", "also", "asked_as", "pronunciation", "level", *RATINGS, *TEXTS, *FEWEST_AND_MOST, "sources")
MOST_WORDS = 60  # of a definition: it must fit into a note beside the line that is being read
PRONUNCIATION = re.compile(r"/[A-Za-z][A-Za-z' -]*/")


class InvalidCards(ValueError):
    """Cards that cannot be used; ``faults`` lists every ``file: card term: field: reason; remedy``."""

    def __init__(self, faults: Collection[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


def load_cards(folder: Path, sources: Collection[str] | None = None) -> Glossary:
    """Every card of the glossary.

    Args:
        folder: holds the ``*.toml`` files; a file's name is the category of its cards.
        sources: the keys a card may name as its source; those of the evidence where not given.

    Raises:
        InvalidCards: with all faults of all files.
    """
    sources = load_evidence().sources if sources is None else sources
    faults: list[str] = []
    categories: list[Category] = []
    read: list[tuple[TomlTable, Card]] = []
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise InvalidCards([f"{folder}: no file of cards; put one <category>.toml there for each category"])
    for file in files:
        raw = _read_toml(file, faults)
        if raw is not None:
            table = TomlTable(raw, file.name, faults)
            table.refuse_unknown(FILE_FIELDS)
            categories.append(Category(file.stem, table.text("title"), table.text("about")))
            if "card" not in raw:
                table.fault("card", "missing; add at least one table [[card]]")
            read += [(row, _read_card(row, file)) for row in table.subtables("card")]
    _check_names(read)
    _check_keys(read, sources)
    if faults:
        raise InvalidCards(faults)
    return Glossary(tuple(categories), tuple(sorted((card for _, card in read), key=lambda c: c.term.casefold())))


def _read_toml(file: Path, faults: list[str]) -> Mapping[str, Any] | None:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError as broken:
        faults.append(f"{file.name}: byte {broken.start}: not UTF-8; save the file as UTF-8")
    except tomllib.TOMLDecodeError as broken:  # its message ends in (at line L, column C)
        faults.append(f"{file.name}: not TOML: {broken}; mend the line, or the quotes or brackets opened before it")
    return None


def _read_card(row: TomlTable, file: Path) -> Card:
    """The card as far as it can be read; what is wrong with it is among the faults."""
    named = row.table.get("term")
    row.place = f"{file.name}: card {named if isinstance(named, str) and named else row.place.rsplit(' ', 1)[1]}"
    row.refuse_unknown(CARD_FIELDS)
    pronunciation, level = row.text("pronunciation"), row.text("level")
    if pronunciation and not PRONUNCIATION.fullmatch(pronunciation):
        row.fault("pronunciation", f"got {pronunciation!r}; respell it between strokes, as in '/fyn-TOO-ning/'")
    if level and level not in LEVELS:
        row.fault("level", f"got {level!r}; write one of {', '.join(LEVELS)}")
    texts = {field: row.text(field) for field in TEXTS}
    if (words := len(texts["definition"].split())) > MOST_WORDS:
        row.fault("definition", f"{words} words; keep it to {MOST_WORDS} and move the rest to why_it_matters")
    lists = {field: row.texts(field) for field in FEWEST_AND_MOST}
    for field, (fewest, most) in FEWEST_AND_MOST.items():
        if len(lists[field]) > most:
            row.fault(field, f"{len(lists[field])} given; keep {fewest} to {most}")
    return Card(
        term=row.text("term"),
        also=row.texts("also", required=False),
        asked_as=row.texts("asked_as", required=False),
        pronunciation=pronunciation.strip("/"),
        category=file.stem,
        level=level,
        sources=row.texts("sources", required=False),
        **{rating: row.whole(rating, 1, 5) for rating in RATINGS},
        **texts,
        **lists,
    )


def _check_names(read: list[tuple[TomlTable, Card]]) -> None:
    """A name finds one card only."""
    first: dict[str, str] = {}
    for row, card in read:
        for field, name in [("term", card.term), *(("also", other) for other in card.also)]:
            if name and name.casefold() in first:
                row.fault(field, f"{name!r} is already a name in {first[name.casefold()]}; keep it in one place")
            first.setdefault(name.casefold(), row.place)


def _check_keys(read: list[tuple[TomlTable, Card]], sources: Collection[str]) -> None:
    """Related words are terms of other cards, sources are known."""
    terms = [card.term for _, card in read]
    for row, card in read:
        for other in card.related:
            if other == card.term:
                row.fault("related", f"{other!r} is the card itself; leave it out")
            elif other not in terms:
                row.fault("related", f"{other!r} is not the term of a card; {_nearest(other, terms, 'write its card')}")
        for key in card.sources:
            if key not in sources:
                add = "add it to book/references.toml"
                row.fault("sources", f"{key!r} is not a known source; {_nearest(key, sources, add)}")


def _nearest(name: str, known: Collection[str], otherwise: str) -> str:
    near = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"did you mean {near[0]!r}?" if near else f"mend it, or {otherwise}"
