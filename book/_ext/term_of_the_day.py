"""One glossary card a day, chosen by the reader's own calendar: ```{term-of-the-day}```.

The page holds every definition; ``term_of_the_day.js`` shows today's.  It stands in the page, so that it has done so
before anything is painted and nothing moves.  Without scripts there is a link to all.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from html import escape
from pathlib import Path

from card_parts import as_json, plain
from docutils import nodes
from glossary_cards import anchors, note_cards
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from ftdecide.course.card import Card

SCRIPT = Path(__file__).with_suffix(".js")


class term_of_the_day(nodes.General, nodes.Element):
    """One card a day."""


class TermOfTheDay(SphinxDirective):
    """A link to all cards, and their definitions, of which the page's script shows today's."""

    def run(self) -> list[nodes.Node]:
        note_cards(self.env)
        self.env.note_dependency(str(SCRIPT))
        return [term_of_the_day()]


def in_daily_order(cards: Iterable[Card]) -> list[Card]:
    """A fixed shuffle, so that days do not follow the alphabet and a new card moves few others."""
    return sorted(cards, key=lambda card: sha256(card.term.encode()).digest())


def load_page_files(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Only a page with a word of the day loads its style."""
    if doctree is not None and next(doctree.findall(term_of_the_day), None) is not None:
        app.add_css_file("glossary.css")


def write_day(translator, node: term_of_the_day) -> None:
    env = translator.builder.env
    address = translator.builder.get_relative_uri(translator.builder.current_docname, env.config.glossary_page)
    of = {card.term: anchor for anchor, card in anchors(env).items()}
    cards = [
        [of[card.term], card.term, card.pronunciation, plain(card.definition)]
        for card in in_daily_order(env.app.glossary.cards)
        if card.term in of
    ]
    translator.body.append(
        f'<div class="ft-day" data-glossary="{escape(address)}"><p class="ft-day-title">A word a day</p>'
        f'<p class="ft-day-text">The course has {len(cards)} words to know. '
        f'<a href="{escape(address or "#")}">Each has its card</a>.</p>'
        f'<script type="application/json">{as_json(cards)}</script></div>\n'
        f"<script>{SCRIPT.read_text(encoding='utf-8')}</script>\n"
    )
    raise nodes.SkipNode


def leave_out(translator, node: nodes.Element) -> None:
    """Paper has no day."""
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, bool]:
    app.setup_extension("term_uses")  # which knows where the glossary is
    others = {name: (leave_out, None) for name in ("latex", "text", "man", "texinfo")}
    app.add_node(term_of_the_day, html=(write_day, None), **others)
    app.add_directive("term-of-the-day", TermOfTheDay)
    app.connect("html-page-context", load_page_files)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
