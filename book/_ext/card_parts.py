"""Parts of the glossary page: a card's text without markup, its dots, the filter, what the ratings mean."""

from __future__ import annotations

import json
import re
from html import escape

from docutils import nodes
from evidence_role import shown
from nodes_of_the_book import paragraph

from ftdecide.course.card import LEVELS, RATINGS, Glossary
from ftdecide.evidence import load_evidence

ROLE = re.compile(r"\s*\{(\w+)\}`([^`<]*?)\s*(?:<[^`>]*>)?`")
LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")


def plain(text: str) -> str:
    """A card's text for a place without markup: numbers for {threshold}, words for {term} and links."""

    def said(role: re.Match) -> str:
        space = role[0][: len(role[0]) - len(role[0].lstrip())]
        if role[1] == "threshold":
            return space + shown(load_evidence().thresholds[role[2]])
        return "" if role[1] == "source" else space + role[2]

    return LINK.sub(r"\1", ROLE.sub(said, text)).replace("*", "").replace("'", "’")


def ratings() -> list[nodes.Node]:
    """What each rating asks, and what each number says."""
    return [
        paragraph(
            nodes.strong("", f"{name.capitalize()}."),
            f" {rating.question} ",
            "; ".join(f"{number} {said}" for number, said in enumerate(rating.says, 1)) + ".",
        )
        for name, rating in RATINGS.items()
    ]


def dots(place: int) -> str:
    """``●●●○○`` for 3."""
    return "●" * place + "○" * (5 - place)


def filter_form(glossary: Glossary) -> str:
    """The form that ``glossary.js`` shows and works; without it every card stands below."""

    def choice(name: str, label: str, rows: list[tuple[str, str]]) -> str:
        options = "".join(f'<option value="{escape(key)}">{escape(title)}</option>' for key, title in rows)
        return (
            f'<p><label for="ft-{name}">{label}</label><select id="ft-{name}" name="{name}">'
            f'<option value="">all</option>{options}</select></p>'
        )

    # method="dialog" outside a dialog submits nothing
    return (
        '<form class="ft-filter" role="search" aria-label="Choose words" method="dialog" hidden>'
        '<p class="ft-wide"><label for="ft-find">Find a word</label>'
        '<input type="search" id="ft-find" name="find" autocomplete="off"></p>'
        + choice("category", "About", [(category.name, category.title) for category in glossary.categories])
        + choice("level", "Level", [(level, level) for level in LEVELS])
        + '<p><button type="reset">Show all</button></p><p class="ft-count" role="status"></p></form>\n'
    )


def as_json(value: object) -> str:
    """JSON that may stand inside a script element."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
