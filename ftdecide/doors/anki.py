"""A deck for Anki: cards in, the bytes of an `.apkg` out, through the library genanki, here and in the page.

A note's identity is made from its card's id and a deck's from its name, so that a second import updates what the
first brought and doubles nothing.
"""

from __future__ import annotations

import base64
import json
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from zlib import crc32

import genanki

from ftdecide.course.flash_cards import FlashCard

MODEL_ID = 1_728_400_119  # drawn once; a new one would make every note anew
LOOK = (
    ".card { font: 18px/1.5 Charter, Cambria, Georgia, serif; max-width: 34em; margin: 0 auto; text-align: left }"
    " li { margin: .3em 0 } .key { font-weight: 700 } .from { color: #5a6670; font-size: .8em }"
)
MODEL = genanki.Model(
    MODEL_ID,
    "ftdecide",
    fields=[{"name": name} for name in ("Front", "Back", "From")],
    templates=[
        {
            "name": "Card",
            "qfmt": "{{Front}}",
            "afmt": '{{FrontSide}}<hr id="answer">{{Back}}<p class="from">{{From}}</p>',
        }
    ],
    css=LOOK,
)
DAY = 1_764_288_000.0  # one day for every deck, so that equal cards are the same file


def package(cards: Iterable[FlashCard], name: str) -> bytes:
    """The deck of this name as the file that Anki imports."""
    decks: dict[str, genanki.Deck] = {}
    for card in cards:
        title = f"{name}::{card.group}"
        deck = decks.setdefault(title, genanki.Deck(crc32(title.encode()) | 1 << 30, title))
        fields = [card.front, card.back, card.group]
        note = genanki.Note(MODEL, fields, guid=genanki.guid_for("ftdecide", card.id), tags=["ftdecide"])
        deck.add_note(note)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "deck.apkg"
        genanki.Package(list(decks.values())).write_to_file(str(file), timestamp=DAY)
        return file.read_bytes()


def respond(request: Mapping[str, Any]) -> dict[str, Any]:
    """{"cards": [...], "name": the deck's} -> {"package": base64, "notes": how many}."""
    cards = [FlashCard(**card) for card in request["cards"]]
    made = package(cards, request["name"])
    return {"package": base64.b64encode(made).decode("ascii"), "notes": len(cards)}


def respond_text(request: str) -> str:
    """`respond` for the worker of the book's pages."""
    return json.dumps(respond(json.loads(request)))
