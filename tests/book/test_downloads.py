"""The archive, the PDF and the EPUB are opened and read as readers do."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
import zipfile
from collections.abc import Callable
from functools import cache
from html import unescape
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml
from pypdf import PdfReader

from deploy.local import browser, downloads
from deploy.local.book_server import BookServer
from deploy.local.steps import BIN, ROOT, environment

pytestmark = pytest.mark.timeout(600)
TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
PAGES = [TOC["root"], *(page["file"] for part in TOC["parts"] for page in part["chapters"])]
OPF = "{http://www.idpf.org/2007/opf}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def titles(book: Path) -> dict[str, str]:
    """The heading of every page, as the built book has it."""
    heading = re.compile(r"<article.*?<h1>(.*?)<a class=.headerlink", re.S)
    found = {page: heading.search((book / f"{page}.html").read_text(encoding="utf-8"))[1] for page in PAGES}
    return {page: bare(unescape(re.sub(r"<[^>]+>", "", title))) for page, title in found.items()}


def bare(text: str) -> str:
    """The text without spaces, and with the letters that a font joins (fi) apart: as a PDF's text can be compared."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


@pytest.fixture(scope="module")
def archive() -> Path:
    return downloads.write("zip")


@pytest.fixture(scope="module")
def epub() -> Path:
    return downloads.write("epub")


@pytest.fixture(scope="module")
def pdf(chromium) -> Path:
    return downloads.write("pdf")


@pytest.fixture(scope="module")
def printed(pdf) -> Callable[[int], str]:
    """The text of a page of the PDF, counted from 0, each read once: that takes long."""
    pages = PdfReader(pdf).pages
    return cache(lambda number: pages[number].extract_text())


@pytest.fixture(scope="module")
def starts(pdf, built_book) -> dict[str, int]:
    """The page of the PDF on which each page of the book begins, as its outline says, counted from 0."""
    reader = PdfReader(pdf)
    outline = [(bare(item.title), reader.get_destination_page_number(item)) for item in flat(reader.outline)]
    # the title page has the first's title too
    return {
        page: next(at for said, at in outline if said == title and at > 1) for page, title in titles(built_book).items()
    }


@pytest.fixture(scope="module")
def unpacked(archive, tmp_path_factory) -> Path:
    """The archive as a reader unpacks it: one folder, with one file that says what to do."""
    home = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(archive) as whole:
        whole.extractall(home)
    assert [path.name for path in home.iterdir()] == [archive.stem]
    assert "index.html" in (home / archive.stem / "READ-ME-FIRST.txt").read_text(encoding="utf-8")
    return home / archive.stem


@pytest.mark.browser
def test_the_unpacked_book_is_read_without_a_server(watched_page, unpacked):
    """From the folder itself: the first page, a drawing, a question with its reasons, the search."""
    page = watched_page
    page.goto((unpacked / "index.html").as_uri())
    page.wait_for_url("**/book/index.html")
    page.goto((unpacked / "book/three-conditions.html").as_uri())
    card = page.locator('.ftd-question[data-kind="one"]').first
    card.locator("label").first.click()
    card.get_by_role("button", name="Check the answer").click()
    assert card.locator(".ftd-result").inner_text().strip()
    page.goto((unpacked / "search.html").as_uri() + "?q=ladder")
    page.wait_for_selector("#search-results li a")
    page.locator("#search-results li a").first.click()
    page.locator("article h1").wait_for()
    assert page.outside_requests == []


@pytest.mark.browser
def test_the_unpacked_book_is_whole_behind_a_server(watched_page, unpacked, free_port):
    """With the live drill."""
    with BookServer(unpacked, free_port) as server:
        watched_page.goto(f"{server.url}notebooks/drill.html")
        watched_page.wait_for_selector("[data-field]")
        assert watched_page.outside_requests == []
        assert watched_page.console_errors == []


def test_the_pdf_has_every_chapter_in_order_with_its_page_in_the_contents(pdf, printed, starts, built_book):
    """The number in the contents is that of the page on which the chapter's title stands; its line leads there."""
    reader = PdfReader(pdf)
    contents = "\n".join(bare(printed(number)) for number in range(1, 4))
    assert bare(yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["title"]) in bare(printed(0))
    for page, title in titles(built_book).items():
        assert title in bare(printed(starts[page])), page
        assert re.search(rf"{re.escape(title)}{starts[page] + 1}(?!\d)", contents), page
    assert list(starts.values()) == sorted(starts.values())
    assert reader.metadata.title and reader.metadata.author
    links = [note.get_object() for page in reader.pages[1:4] for note in page.get("/Annots", [])]
    assert len([link for link in links if link.get("/Subtype") == "/Link"]) >= len(PAGES)


def flat(outline: list) -> list:
    """All entries of an outline, in order."""
    return [entry for item in outline for entry in (flat(item) if isinstance(item, list) else [item])]


def test_the_pdf_shows_what_is_folded_and_numbers_its_pages(pdf, printed, starts, built_book):
    """A fold's text, a question's reasons and prose are there; the second page says 2 at its foot."""
    for page, after in (("book/three-conditions", "book/curation"), ("book/money", "book/when-training-wins")):
        numbers = range(starts[page], starts[after])
        text = "".join(bare(re.sub(r"^\d+\n", "", printed(number))) for number in numbers)
        source = (built_book / f"{page}.html").read_text(encoding="utf-8")
        source = re.sub(r"<template.*?</template>", "", source, flags=re.DOTALL)  # variants that no paper shows
        for pattern in (
            r"<p>([^<>&]{60,})</p>",
            r'data-correct="true"><strong>[^<]*</strong> <span>([^<>&]{30,})</span>',
        ):
            found = re.findall(pattern, source)
            assert found or "quiz" not in source, (page, pattern)
            for said in found:
                assert bare(unescape(said)) in text, (page, said)
    assert re.match(r"2\b", printed(1).strip())
    assert PdfReader(pdf).trailer["/Root"]["/MarkInfo"]["/Marked"]


def spine(whole: zipfile.ZipFile) -> list[str]:
    """The files of an EPUB in reading order."""
    package = ET.fromstring(whole.read("book/package.opf"))
    names = {item.get("id"): item.get("href") for item in package.iter(f"{OPF}item")}
    return [names[reference.get("idref")] for reference in package.iter(f"{OPF}itemref")]


def test_the_epub_is_well_made(epub, built_book):
    """Its type comes first and bare; every file is XML; every chapter is there, in order, with its title."""
    with zipfile.ZipFile(epub) as whole:
        assert whole.infolist()[0].filename == "mimetype"
        assert whole.infolist()[0].compress_type == zipfile.ZIP_STORED
        assert whole.read("mimetype") == b"application/epub+zip"
        order = spine(whole)
        assert order[2:] == [f"{page.replace('/', '-')}.xhtml" for page in PAGES]
        for name, title in zip(order[2:], titles(built_book).values(), strict=True):
            body = ET.fromstring(whole.read(f"book/{name}"))
            assert bare("".join(next(body.iter(f"{XHTML}h1")).itertext())) == title
            assert not [
                each.tag for each in body.iter() if each.tag.rpartition("}")[2] in ("script", "input", "button")
            ]


def test_a_quiz_in_the_epub_has_its_answers_at_the_end_of_the_chapter(epub):
    """Not below the question, and one step away in both directions."""
    with zipfile.ZipFile(epub) as whole:
        body = ET.fromstring(whole.read("book/book-three-conditions.xhtml"))
    places = {each.get("id"): each for each in body.iter() if each.get("id")}
    questions = [each for each in body.iter() if each.get("class") == "ftd-question"]
    assert len(questions) > 3
    for question in questions:
        answer = places[f"answer-{question.get('id')}"]
        listed = any(answer.find(f"{XHTML}{tag}") is not None for tag in ("ul", "ol"))
        assert "correct" in "".join(answer.itertext()).lower() or listed
        assert not any("ftd-reasons" in each.get("class", "") for each in question.iter())
        links = {each.get("href").partition("#")[2] for each in answer.iter(f"{XHTML}a")}
        assert question.get("id") in links


def test_epubcheck_finds_nothing(epub):
    """The standard's own checker."""
    if not shutil.which("java"):
        pytest.skip("epubcheck needs Java, and none is on this machine; the tests beside this one need none")
    checked = subprocess.run(
        [BIN / "python", "-m", "epubcheck", epub], capture_output=True, text=True, env=environment()
    )
    assert re.findall(r"(?m)^(?:ERROR|FATAL|WARNING).*", checked.stdout + checked.stderr) == []


@pytest.mark.browser
def test_every_page_of_the_epub_can_be_shown(watched_page, epub, tmp_path):
    """In a narrow window, as on a small reader: nothing is wider than it, nothing is asked from outside."""
    with zipfile.ZipFile(epub) as whole:
        whole.extractall(tmp_path)
        order = spine(whole)
    watched_page.set_viewport_size({"width": 480, "height": 720})
    for name in order:
        watched_page.goto((tmp_path / "book" / name).as_uri())
        assert watched_page.locator("h1").first.is_visible(), name
        assert watched_page.locator("parsererror").count() == 0, name
    assert watched_page.outside_requests == []
    assert watched_page.console_errors == []


def test_without_a_browser_the_pdf_says_what_is_missing(monkeypatch):
    """And how to name one."""
    monkeypatch.setattr(browser, "ensure", lambda: None)
    with pytest.raises(downloads.Refused, match="make pdf CHROMIUM="):
        downloads.write("pdf")
