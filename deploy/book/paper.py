"""`make pdf`: the whole book as one PDF, printed by Chromium from the built pages.

Chromium links, tags and outlines what it prints. It cannot say in the contents on which page a chapter begins, so the
book is printed twice: the first time to find the pages, the second with their numbers.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

from playwright.sync_api import sync_playwright
from pypdf import PdfReader, PdfWriter

from deploy.book.about import HTML, LICENCE, TOC, Book, book
from deploy.book.articles import XHTML, Article, articles, relink, well_formed

SHEET = Path(__file__).with_name("paper.css")
LIVE = "/drill/"
# A print page asks nobody for anything; what it needs lies beside it.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND",
]


def write(about: Book, html: Path, toc: Path, chromium: str) -> Path:
    """Print the book twice, and put its title and author into the second."""
    pages = articles(html, toc)
    known = {article.page: article for article in pages}
    for article in pages:
        relink(article, known, anchor)
        set_apart(article)
    source = html.parent / "print" / "book.xhtml"
    source.parent.mkdir(exist_ok=True)
    target = about.file("pdf")
    target.parent.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium or None, args=ARGUMENTS)
        starts: dict[str, int] = {}
        for _ in range(2):
            source.write_text(document(about, pages, starts, html), encoding="utf-8")
            tab = running.new_page(color_scheme="light")
            tab.goto(source.as_uri(), wait_until="load")
            tab.pdf(path=target, prefer_css_page_size=True, print_background=True, outline=True, tagged=True)
            tab.close()
            starts = first_pages(target, pages)
        running.close()
    sign(target, about)
    return target


def anchor(article: Article, fragment: str) -> str:
    """Where a page, or a place on it, is in the one document."""
    return f"#{article.key}--{fragment}" if fragment else f"#{article.key}"


def set_apart(article: Article) -> None:
    """Give every id the name of its page: two chapters have an “outcome” each."""
    for each in article.content.iter():
        for name in ("id", "for", "aria-labelledby", "aria-describedby", "headers"):
            if name in each.attrib:
                each.set(name, " ".join(f"{article.key}--{part}" for part in each.get(name).split()))
        for name, value in each.attrib.items():
            if "url(#" in value:  # a drawing's own pattern or clip
                each.set(name, value.replace("url(#", f"url(#{article.key}--"))
        if each.tag == "img" and each.get("src"):
            each.set("src", os.path.normpath(os.path.join("../html", os.path.dirname(article.page), each.get("src"))))


def document(about: Book, pages: list[Article], starts: Mapping[str, int], html: Path) -> str:
    """The whole book as one page: title, contents with page numbers as far as they are known, chapters."""
    # A page that is a live form has a paper of its own, with nothing on it but what was filled in.
    sheets = list(dict.fromkeys(sheet for article in pages for sheet in article.sheets if LIVE not in sheet))
    root = ET.Element("html", {"xmlns": XHTML, "lang": "en", "data-theme": "light", "data-mode": "light"})
    head = ET.SubElement(root, "head")
    ET.SubElement(head, "meta", {"charset": "utf-8"})
    ET.SubElement(head, "title").text = about.title
    for sheet in (*(f"../html/{sheet}" for sheet in sheets if (html / sheet).is_file()), SHEET.as_uri()):
        ET.SubElement(head, "link", {"rel": "stylesheet", "href": sheet})
    body = ET.SubElement(root, "body")
    body.append(title_page(about))
    body.append(contents(pages, starts))
    for article in pages:
        place = ET.SubElement(body, "article", {"class": "bd-article", "id": article.key})
        if article.part:
            ET.SubElement(place, "p", {"class": "part-name"}).text = article.part
        place.extend(article.content)
    return well_formed("<!DOCTYPE html>\n" + ET.tostring(root, encoding="unicode"))


def title_page(about: Book) -> ET.Element:
    page = ET.Element("section", {"class": "title-page"})
    ET.SubElement(page, "h1").text = about.title
    ET.SubElement(page, "p").text = about.description
    ET.SubElement(page, "p", {"class": "small"}).text = f"{about.author}. Version {about.version}, {about.released}."
    ET.SubElement(page, "p", {"class": "small"}).text = LICENCE
    if about.address:
        ET.SubElement(page, "p", {"class": "small"}).text = f"Live, with the drill and the labs: {about.address}"
    return page


def contents(pages: list[Article], starts: Mapping[str, int]) -> ET.Element:
    """A line for every page, with its number where it is known."""
    nav = ET.Element("nav", {"class": "contents"})
    ET.SubElement(nav, "h2").text = "Contents"
    for article in pages:
        if article.part:
            ET.SubElement(nav, "p", {"class": "part"}).text = article.part
        line = ET.SubElement(nav, "a", {"href": f"#{article.key}"})
        ET.SubElement(line, "span").text = article.title
        ET.SubElement(line, "span", {"class": "dots"})
        ET.SubElement(line, "span", {"class": "page"}).text = str(starts.get(article.key, "00"))
    return nav


def first_pages(pdf: Path, pages: list[Article]) -> dict[str, int]:
    """On which page of the PDF, from 1, each chapter begins."""
    reader = PdfReader(pdf)
    named = {name.lstrip("/"): where for name, where in reader.named_destinations.items()}
    return {article.key: reader.get_destination_page_number(named[article.key]) + 1 for article in pages}


def sign(pdf: Path, about: Book) -> None:
    """Say in the file what it is."""
    writer = PdfWriter(clone_from=pdf)
    writer.add_metadata({"/Title": about.title, "/Author": about.author, "/Subject": about.description})
    writer.write(pdf)


if __name__ == "__main__":
    print(write(book(), HTML, TOC, os.environ.get("CHROMIUM", "")))
