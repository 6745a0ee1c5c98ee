"""The glossary: ```{glossary-cards}``` makes a Sphinx term, and a card around it, of every card in book/cards/.

The definition stands open; the rest of a card is folded.  ```{card-ratings}``` says what the ratings mean.
Cards with a fault stop the build.  Where a card's word is used, and by which questions, comes from ``term_uses``.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from card_parts import dots, filter_form, ratings
from docutils import nodes
from docutils.statemachine import StringList
from evidence_role import cited, known_sources, note_evidence
from nodes_of_the_book import paragraph
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.domains.std import make_glossary_term
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from ftdecide.course.card import RATINGS, Card, Glossary
from ftdecide.course.cards import InvalidCards, load_cards

CARDS = Path(__file__).resolve().parents[1] / "cards"
SECTIONS = {
    "picture": "Picture",
    "where_it_breaks": "Where it breaks",
    "memory_trick": "Memory trick",
    "when_to_use": "When to use it",
    "why_it_matters": "Why it matters",
}


class card_item(nodes.definition_list_item):
    """A term and its card, filtered as one."""


class card_fold(nodes.General, nodes.Element):
    """What of a card opens on demand."""


class card_uses(nodes.General, nodes.Element):
    """Where the word is used; filled in when every page has been read."""


def note_cards(env: BuildEnvironment, *names: str) -> None:
    """The page is written anew when these files of cards change; any file, where none is named."""
    for file in Path(env.config.glossary_cards).glob("*.toml"):
        if not names or file.stem in names:
            env.note_dependency(str(file))


def anchors(env: BuildEnvironment) -> dict[str, Card]:
    """Every card by the anchor of its term on the glossary page."""
    places = env.get_domain("std")._terms
    return {places[card.term.lower()][1]: card for card in env.app.glossary.cards if card.term.lower() in places}


class GlossaryCards(SphinxDirective):
    """The filter, then every card in the order of the alphabet."""

    def run(self) -> list[nodes.Node]:
        note_cards(self.env)
        note_evidence(self.env)
        glossary: Glossary = self.env.app.glossary
        self.titles = {category.name: category.title for category in glossary.categories}
        cards = nodes.definition_list(classes=["glossary", "ft-cards"])
        for card in glossary.cards:
            cards += self._item(card)
        return [nodes.raw("", filter_form(glossary), format="html"), addnodes.glossary("", cards, sorted=False)]

    def _item(self, card: Card) -> card_item:
        source, line = self.get_source_info()
        term = make_glossary_term(self.env, [nodes.Text(card.term)], None, source, line, None, self.state.document)
        for other in card.also:  # {term}`RAG` finds the card of retrieval
            self.env.get_domain("std")._note_term(other, term["ids"][0], location=term)
        term += nodes.inline("", f" /{card.pronunciation}/", classes=["ft-pronounced"])
        definition = self._said(card.definition)
        definition["classes"].append("ft-definition")
        fold = card_fold("", *self._folded(card), term=card.term)
        inside = nodes.definition("", definition, self._at_a_glance(card), fold)
        return card_item("", term, inside, category=card.category, level=card.level)

    def _at_a_glance(self, card: Card) -> nodes.paragraph:
        """Category, level and ratings in one line: a word, a number and dots for each."""
        line = nodes.paragraph(classes=["ft-glance"])
        for chip in (self.titles[card.category], card.level):
            line += [nodes.inline("", chip, classes=["ft-chip"]), nodes.Text(" ")]
        for name in RATINGS:
            place = card.rating(name)
            said = nodes.inline("", f"{name} {place} of 5 ", classes=["ft-rating"])
            said += nodes.raw("", f'<span class="ft-dots" aria-hidden="true">{dots(place)}</span>', format="html")
            line += [said, nodes.Text(" ")]
        return line

    def _folded(self, card: Card) -> Iterator[nodes.Node]:
        if card.also:
            yield self._lead("Also called", ", ".join(card.also) + ".", "ft-also")
        for field, title in SECTIONS.items():
            yield self._lead(title, getattr(card, field))
        yield self._lead("Prompts to try" if card.prompts[1:] else "A prompt to try", "")
        for prompt in card.prompts:
            yield nodes.literal_block(prompt, prompt, language="text")
        yield self._lead("Common misuses" if card.misuses[1:] else "A common misuse", "")
        misuses = nodes.bullet_list(classes=["simple"])
        for misuse in card.misuses:
            misuses += nodes.list_item("", self._said(misuse))
        yield misuses
        rated = [f"{name} {card.rating(name)}, {RATINGS[name].says[card.rating(name) - 1]}" for name in RATINGS]
        yield self._lead("Ratings", "; ".join(rated) + ".")
        yield self._lead("Related", ", ".join(f"{{term}}`{other}`" for other in card.related) + ".")
        yield card_uses(term=card.term)
        if card.sources:
            yield paragraph(nodes.strong("", "Sources."), " ", *cited(card.sources, self.env.docname)[1:-1], ".")

    def _lead(self, title: str, text: str, *classes: str) -> nodes.paragraph:
        """A paragraph that opens with its own title."""
        said = self._said(text) if text else nodes.paragraph(classes=["ft-over-a-list"])
        said.insert(0, [nodes.strong("", f"{title}."), nodes.Text(" ")])
        said["classes"] += classes
        return said

    def _said(self, text: str) -> nodes.paragraph:
        """A text of a card, its roles and links at work."""
        box = nodes.Element()
        self.state.nested_parse(StringList([text], self.env.docname), 0, box)
        found = box.children[0] if box.children else None
        if len(box) != 1 or not isinstance(found, nodes.paragraph):
            raise self.error(f"a card's text is one paragraph, this is not: {text!r}")
        box.remove(found)
        return found


class CardRatings(SphinxDirective):
    """What each rating asks and what each number says."""

    def run(self) -> list[nodes.Node]:
        return ratings()


def read_cards(app: Sphinx) -> None:
    """Read every card before the first page, and stop the build if anything in them is wrong."""
    try:
        app.glossary = load_cards(Path(app.config.glossary_cards), known_sources())
    except InvalidCards as broken:
        raise ExtensionError("the glossary cards cannot be used:\n  " + "\n  ".join(broken.faults)) from None


def open_item(translator, node: card_item) -> None:
    translator.body.append(f'<div class="ft-card" data-category="{node["category"]}" data-level="{node["level"]}">\n')


def close_item(translator, node: card_item) -> None:
    translator.body.append("</div>\n")


def open_fold(translator, node: card_fold) -> None:
    about = f'<span class="ft-unseen"> on {escape(node["term"])}</span>'
    translator.body.append(f'<details class="ft-more"><summary>The whole card{about}</summary>\n')


def close_fold(translator, node: card_fold) -> None:
    translator.body.append("</details>\n")


def nothing(translator, node: nodes.Element) -> None:
    """Other builders print what is inside."""


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_config_value("glossary_cards", str(CARDS), "env", [str])
    others = {name: (nothing, nothing) for name in ("latex", "text", "man", "texinfo")}
    app.add_node(card_item, html=(open_item, close_item), **others)
    app.add_node(card_fold, html=(open_fold, close_fold), **others)
    app.add_node(card_uses)
    app.add_directive("glossary-cards", GlossaryCards)
    app.add_directive("card-ratings", CardRatings)
    app.connect("builder-inited", read_cards)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
