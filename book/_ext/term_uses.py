"""Where the words of the glossary are used: chapters and questions on the cards, definitions on every page.

A page that links to a term carries that term's definition with it; so do the sources and
the numbers that it names.  ``notes.js`` shows them beside the link.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from hashlib import sha256

from card_parts import as_json, plain
from docutils import nodes
from evidence_notes import evidence_notes
from glossary_cards import anchors, card_uses, note_cards
from nodes_of_the_book import paragraph
from quiz import quiz_block
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

from ftdecide.course.card import Card

QUESTION = re.compile(r'id="(quiz(\d+)-[\w-]+)" data-id="([\w-]+)"')
NOTED_LINK = re.compile(r'href="[^"#]*#((?:term|source|threshold)-[\w.-]+)"')


def check_question_terms(app: Sphinx) -> None:
    """A question may only touch words that have a card."""
    names = app.glossary.names
    faults = [
        f"{chapter.name}.toml: question {question.id}: terms: {term!r} has no card; write one in book/cards, or mend it"
        for chapter in app.quiz_bank.values()
        for question in chapter.questions
        for term in question.terms
        if term not in names
    ]
    if faults:
        raise ExtensionError("questions on words that the glossary lacks:\n  " + "\n  ".join(faults))


def note_uses(app: Sphinx, doctree: nodes.document) -> None:
    """What one page says of terms and asks of them."""
    env = app.env
    if not hasattr(env, "term_uses"):
        env.term_uses, env.question_places = {}, {}
    used = {ref["reftarget"] for ref in doctree.findall(pending_xref) if ref["reftype"] == "term"}
    cards = {card.term: card for name in used for card in _cards_named(app, name)}
    env.term_uses[env.docname] = sorted(cards)
    if cards:  # their definitions go with the page
        note_cards(env, *{card.category for card in cards.values()})
    env.question_places[env.docname] = [
        (question, anchor, int(serial), number)
        for block in doctree.findall(quiz_block)
        for number, (anchor, serial, question) in enumerate(QUESTION.findall(block["html"]), 1)
    ]


def _cards_named(app: Sphinx, name: str) -> list[Card]:
    try:
        return [app.glossary.card(name)]
    except KeyError:  # Sphinx warns of it, which stops the build
        return []


def forget_page(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    for places in (getattr(env, "term_uses", {}), getattr(env, "question_places", {})):
        places.pop(docname, None)


def merge_uses(app: Sphinx, env: BuildEnvironment, docnames: Iterable[str], other: BuildEnvironment) -> None:
    for name in ("term_uses", "question_places"):
        merged = getattr(env, name, {})
        merged.update({page: uses for page, uses in getattr(other, name, {}).items() if page in docnames})
        setattr(env, name, merged)


def glossary_if_changed(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The glossary is written anew when a page uses other terms, asks other questions or has another title."""
    titles = {page: env.titles[page].astext() for page in env.term_uses if page in env.titles}
    now = sha256(json.dumps([env.term_uses, env.question_places, titles], sort_keys=True).encode()).hexdigest()
    changed = getattr(env, "term_uses_written", None) != now
    env.term_uses_written = now
    return [app.config.glossary_page] if changed and app.config.glossary_page in env.found_docs else []


def in_reading_order(env: BuildEnvironment) -> Iterator[str]:
    """Every page, as the table of contents has it."""
    waiting = [env.config.root_doc]
    seen = set()
    while waiting:
        page = waiting.pop(0)
        if page not in seen:
            seen.add(page)
            yield page
            waiting = [*env.toctree_includes.get(page, ()), *waiting]


def fill_in_uses(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Replace each placeholder of the glossary by links to the chapters and to the questions."""
    if docname != app.config.glossary_page:
        return
    pages = [page for page in in_reading_order(app.env) if page != docname]
    asked = {question.id: question for chapter in app.quiz_bank.values() for question in chapter.questions}
    for place in list(doctree.findall(card_uses)):
        names = {name.casefold() for name in app.glossary.card(place["term"]).names}
        chapters, questions, named = [], [], set()
        for page in pages:
            title = app.env.titles[page].astext()
            if place["term"] in app.env.term_uses.get(page, ()):
                chapters.append(_link(app, title, page))
            for question, anchor, serial, number in app.env.question_places.get(page, ()):
                if names & {term.casefold() for term in asked[question].terms}:
                    which = "further question " if serial else "question "
                    if (page, which) in named:  # said once for the eye, each time for the ear
                        link = _link(app, str(number), page, anchor)
                        link.insert(0, nodes.inline("", which, classes=["ft-unseen"]))
                    else:
                        link = _link(app, f"{which}{number}", page, anchor)
                    if page not in {known for known, _ in named}:
                        link = nodes.inline("", f"{title}, ", link)
                    named.add((page, which))
                    questions.append(link)
        place.replace_self([*_listed("In the course", chapters), *_listed("Questions on it", questions)])


def _link(app: Sphinx, text: str, page: str, anchor: str = "") -> nodes.reference:
    address = app.builder.get_relative_uri(app.config.glossary_page, page) + (f"#{anchor}" if anchor else "")
    return nodes.reference("", "", nodes.inline("", text), internal=True, refuri=address)


def _listed(title: str, links: list[nodes.Element]) -> list[nodes.paragraph]:
    if not links:
        return []
    spaced = [node for link in links for node in (nodes.Text("; "), link)][1:]
    return [paragraph(nodes.strong("", f"{title}."), " ", *spaced, ".")]


def add_definitions(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Give a page the definitions of the terms that it links to, and the files that its words need."""
    if doctree is None:
        return
    cards = anchors(app.env)
    linked = dict.fromkeys(NOTED_LINK.findall(context["body"]))
    used = {name: plain(cards[name].definition) for name in linked if name in cards}
    used |= evidence_notes(linked)
    if used:
        context["body"] += f'<script type="application/json" id="ft-notes">{as_json(used)}</script>\n'
        app.add_js_file("notes.js", loading_method="defer")
    if page == app.config.glossary_page:
        app.add_js_file("glossary.js", loading_method="defer")
    if used or page == app.config.glossary_page:
        app.add_css_file("glossary.css")


def setup(app: Sphinx) -> dict[str, bool]:
    app.setup_extension("quiz")
    app.setup_extension("glossary_cards")
    app.add_config_value("glossary_page", "book/glossary", "env", [str])
    app.connect("builder-inited", check_question_terms, priority=600)  # when bank and cards have been read
    app.connect("doctree-read", note_uses)
    app.connect("env-purge-doc", forget_page)
    app.connect("env-merge-info", merge_uses)
    app.connect("env-updated", glossary_if_changed)
    app.connect("doctree-resolved", fill_in_uses)
    app.connect("html-page-context", add_definitions)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
