"""The glossary as built: every word has its card, every card leads to where its word is used, and back."""

from __future__ import annotations

import gzip
import json
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from card_parts import plain
from course.small_bank import SOUND_CARDS, WELL_FORMED
from evidence_role import known_sources
from sphinx.errors import ExtensionError
from term_of_the_day import in_daily_order
from term_uses import check_question_terms

from ftdecide.course.bank import load_bank
from ftdecide.course.cards import load_cards

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = load_cards(ROOT / "book" / "cards", known_sources())
BANK = load_bank(ROOT / "book" / "questions", known_sources())
TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
PAGES = [TOC["root"], *(page["file"] for part in TOC["parts"] for page in part["chapters"])]
NOTED_LINK = re.compile(r'href="[^"#]*#((?:term|source|threshold)-[\w.-]+)"')
NOTES = re.compile(r'<script type="application/json" id="ft-notes">(.*?)</script>', re.S)


class Cards(HTMLParser):
    """Each card of the page: its anchor, its text, the links in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text: dict[str, str] = {}
        self.links: dict[str, list[str]] = {}
        self.facts: dict[str, tuple[str, str]] = {}
        self._facts = ("", "")
        self._at = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        given = dict(attrs)
        if given.get("class") == "ft-card":
            self._facts = (given["data-category"], given["data-level"])
        if tag == "dt" and given.get("id", "").startswith("term-"):
            self._at = given["id"]
            self.text[self._at], self.links[self._at], self.facts[self._at] = "", [], self._facts
        if tag == "a" and self._at:
            self.links[self._at].append(given.get("href", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "dl":
            self._at = ""

    def handle_data(self, text: str) -> None:
        if self._at:
            self.text[self._at] += text


@pytest.fixture(scope="module")
def cards(built_book) -> Cards:
    return Cards((built_book / "book/glossary.html").read_text(encoding="utf-8"))


def anchor(card) -> str:
    return "term-" + re.sub(r"[^\w]+", "-", card.term)


def test_every_card_stands_on_the_page_with_all_its_parts(cards):
    assert set(cards.text) == {anchor(card) for card in GLOSSARY.cards}
    for card in GLOSSARY.cards:
        said = " ".join(cards.text[anchor(card)].split())
        assert cards.facts[anchor(card)] == (card.category, card.level)
        assert f"/{card.pronunciation}/" in said
        for part in (card.definition, card.picture, card.where_it_breaks, card.when_to_use, card.why_it_matters):
            assert plain(part)[-40:] in said, card.term
        assert said.count("●") == card.impact + card.universality + card.depth
        for other in card.related:
            assert f"#{anchor(GLOSSARY.card(other))}" in cards.links[anchor(card)]


@pytest.mark.parametrize("page", [page for page in PAGES if page != "book/glossary"])
def test_a_page_that_uses_a_word_is_named_on_its_card_and_carries_its_meaning(built_book, cards, page):
    """Both ways; and a page carries the words, sources and numbers that it links to, and no others."""
    text = (built_book / f"{page}.html").read_text(encoding="utf-8")
    linked = set(NOTED_LINK.findall(text.partition("<article")[2]))
    found = NOTES.search(text)
    carried = json.loads(found[1]) if found else {}
    assert set(carried) == linked
    meanings = {anchor(card): plain(card.definition) for card in GLOSSARY.cards}
    terms = [name for name in linked if name.startswith("term-")]
    assert {name: carried[name] for name in terms} == {name: meanings[name] for name in terms}
    source = ROOT / f"{page}.md"
    written = (
        re.findall(r"\{term\}`(?:[^`<]*<)?([^`<>]+)>?`", source.read_text(encoding="utf-8")) if source.exists() else []
    )
    for name in written:
        links = cards.links[anchor(GLOSSARY.card(name))]
        assert any(link.split("/")[-1] == f"{Path(page).name}.html" for link in links), name


def test_a_card_names_no_page_that_does_not_use_the_word(cards):
    for card in GLOSSARY.cards:
        for link in cards.links[anchor(card)]:
            if re.fullmatch(r"(\.\./)?[\w/-]+\.html", link) and "sources" not in link and "rules-of-thumb" not in link:
                source = (ROOT / "book" / link).resolve().with_suffix(".md")
                named = {name.casefold() for name in card.names}
                used = re.findall(r"\{term\}`(?:[^`<]*<)?([^`<>]+)>?`", source.read_text(encoding="utf-8"))
                assert named & {name.casefold() for name in used}, (card.term, link)


def test_every_question_is_reached_from_the_cards_of_its_words(cards):
    for chapter in BANK.values():
        for question in chapter.questions:
            for term in question.terms:
                links = cards.links[anchor(GLOSSARY.card(term))]
                assert any(link.endswith(f"-{question.id}") for link in links), (question.id, term)


def test_a_second_name_leads_to_the_same_card(built_book):
    """Searching for RAG, or writing {term}`RAG`, finds retrieval."""
    index = (built_book / "searchindex.js").read_text(encoding="utf-8")
    assert '"rag":' in index
    from sphinx.util.inventory import InventoryFile

    with (built_book / "objects.inv").open("rb") as stored:
        known = InventoryFile.load(stored, "", lambda base, rest: rest)["std:term"]
    for card in GLOSSARY.cards:
        for name in card.names:
            assert known[name][2].endswith(f"#{anchor(card)}"), name


def test_the_glossary_is_light(built_book):
    """Page, scripts and styles together, compressed, stay under 400 KB; each script of ours under 4 KB."""
    page = built_book / "book" / "glossary.html"
    text = page.read_text(encoding="utf-8")
    files = {
        (page.parent / unescape(name).split("?")[0]).resolve()
        for name in re.findall(r'(?:src|href)="([^"#:]+\.(?:js|css)(?:\?[^"]*)?)"', text)
    }
    weight = sum(len(gzip.compress(file.read_bytes())) for file in {page, *files})
    assert {"glossary.js", "notes.js"} <= {file.name for file in files}
    assert weight < 400_000, weight
    for name in ("glossary.js", "notes.js"):
        assert (ROOT / "book" / "_static" / name).stat().st_size < 4096


@pytest.mark.parametrize("page", ["book/index", "book/glossary"])
def test_every_word_gets_its_day(built_book, page):
    """All of them once, in an order that a new card disturbs in one place only."""
    text = (built_book / f"{page}.html").read_text(encoding="utf-8")
    rows = json.loads(re.search(r'class="ft-day".*?<script type="application/json">(.*?)</script>', text, re.S)[1])
    assert sorted(row[1] for row in rows) == sorted(card.term for card in GLOSSARY.cards)
    terms = [card.term for card in in_daily_order(GLOSSARY.cards)]
    assert [row[1] for row in rows] == terms != sorted(terms)
    fewer = [card.term for card in in_daily_order(GLOSSARY.cards[1:])]
    assert fewer == [term for term in terms if term != GLOSSARY.cards[0].term]


@pytest.mark.parametrize(("text", "said"), [
    ("See {term}`prompt` and {term}`the tuning <fine-tuning>`.", "See prompt and the tuning."),
    ("From {threshold}`min_clean_examples` on {source}`E45`.", "From 50 on."),
    ("[One chapter](rules-of-thumb.md) *sets* one's own.", "One chapter sets one’s own."),
])  # fmt: skip
def test_a_meaning_is_plain_text(text, said):
    assert plain(text) == said


def test_a_question_on_a_word_without_a_card_stops_the_build(tmp_path):
    (tmp_path / "chapter.toml").write_text(WELL_FORMED.replace('["volume"]', '["volum"]'), encoding="utf-8")
    app = SimpleNamespace(quiz_bank=load_bank(tmp_path), glossary=GLOSSARY)
    with pytest.raises(ExtensionError, match=r"chapter\.toml: question first: terms: 'volum' has no card"):
        check_question_terms(app)


@pytest.fixture
def small_book(tmp_path):
    """A book of a glossary with two cards, a question, and one page; gives a function that builds it."""
    from sphinx.testing.util import SphinxTestApp

    book = tmp_path / "source"
    (tmp_path / "cards").mkdir()
    (tmp_path / "questions").mkdir()
    book.mkdir()
    (tmp_path / "cards" / "place.toml").write_text(SOUND_CARDS, encoding="utf-8")
    (tmp_path / "questions" / "chapter.toml").write_text(WELL_FORMED.replace('"volume"', '"second"'), encoding="utf-8")
    (book / "conf.py").write_text("extensions = ['myst_parser', 'term_of_the_day']\n", encoding="utf-8")
    (book / "glossary.md").write_text("# Glossary\n\n```{glossary-cards}\n```\n", encoding="utf-8")
    (book / "sources.md").write_text("# Sources\n\n(source-e45)=\n## E45\n", encoding="utf-8")
    (book / "page.md").write_text("# A page\n\nIt is {term}`number one`.\n", encoding="utf-8")
    (book / "index.md").write_text("# Book\n\n```{toctree}\nglossary\nsources\npage\n```\n", encoding="utf-8")
    folders = {"quiz_questions": str(tmp_path / "questions"), "glossary_cards": str(tmp_path / "cards")}

    def build() -> dict[str, str]:
        app = SphinxTestApp("html", srcdir=book, confoverrides={**folders, "glossary_page": "glossary"})
        try:
            app.build()
            assert "ERROR" not in app.warning.getvalue()
            return {file.stem: file.read_text(encoding="utf-8") for file in Path(app.outdir).glob("*.html")}
        finally:
            app.cleanup()

    build.book, build.cards = book, tmp_path / "cards" / "place.toml"
    return build


def uses(page: str) -> dict[str, bool]:
    return {name: "In the course." in said for name, said in Cards(page).text.items()}


def test_what_changes_on_one_page_is_written_on_the_others(small_book):
    """Built again, not anew: a new use reaches the glossary, a new meaning the page that uses the word."""
    first = small_book()
    assert uses(first["glossary"]) == {"term-first": True, "term-second": False}
    assert "What comes before the second." in NOTES.search(first["page"])[1]
    (small_book.book / "page.md").write_text("# A page\n\nIt is {term}`second`.\n", encoding="utf-8")
    second = small_book()
    assert uses(second["glossary"]) == {"term-first": False, "term-second": True}
    assert set(json.loads(NOTES.search(second["page"])[1])) == {"term-second"}
    small_book.cards.write_text(SOUND_CARDS.replace("after the first.", "right after it."), encoding="utf-8")
    assert "What comes right after it." in NOTES.search(small_book()["page"])[1]


def test_a_question_on_a_word_is_linked_from_its_card(small_book):
    (small_book.book / "page.md").write_text("# A page\n\n```{quiz} chapter\n```\n", encoding="utf-8")
    page = small_book()["glossary"]
    assert "page.html#quiz0-first" in Cards(page).links["term-second"]
    assert "A page, question 1" in Cards(page).text["term-second"]


def test_a_broken_card_stops_the_build(small_book):
    small_book.cards.write_text(SOUND_CARDS.replace("impact = 3", "impact = 7"), encoding="utf-8")
    with pytest.raises(ExtensionError, match=r"(?s)cannot be used.*place\.toml: card first: impact: got 7"):
        small_book()
