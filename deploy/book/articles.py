"""The book's built pages as plain articles: what a PDF and an EPUB are made of.

Taken from the pages themselves, so that whatever an extension puts there is in the downloads too. What only works on
a screen goes; folds are open; the answers of a quiz move to the end of their chapter, with links both ways.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET

import tinyhtml5
import yaml

XHTML, SVG = "http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg"
ON_SCREEN_ONLY = {"script", "style", "template", "button", "input", "textarea", "select", "dialog", "iframe", "canvas"}
CLASSES_ON_SCREEN_ONLY = {
    "headerlink",
    "sd-summary-state-marker",
    "sd-summary-icon",
    "ftd-actions",
    "ftd-result",
    "ftd-how",
}
PLAIN = {
    "form": "div",
    "fieldset": "div",
    "legend": "p",
    "label": "span",
    "noscript": "div",
    "details": "div",
    "summary": "p",
}
DECLARED = "{http://www.w3.org/2000/xmlns/}"  # namespaces that a drawing declares: the serialiser does so by itself
ET.register_namespace("svg", SVG)
ET.register_namespace("xlink", "http://www.w3.org/1999/xlink")


@dataclass(frozen=True)
class Article:
    """One page: its name in the table of contents, the part that it opens (if any), its title and its content."""

    page: str
    part: str
    title: str
    content: ET.Element
    sheets: tuple[str, ...]  # style sheets, as addresses below the book's folder

    @property
    def key(self) -> str:
        """The page's name where only one word may stand."""
        return self.page.replace("/", "-")


def articles(html: Path, toc: Path) -> list[Article]:
    """Every page of the book in its order."""
    site = yaml.safe_load(toc.read_text(encoding="utf-8"))
    listed = [("", site["root"])]
    for part in site["parts"]:
        captions = [part["caption"]] + [""] * len(part["chapters"])
        listed += [(caption, chapter["file"]) for caption, chapter in zip(captions, part["chapters"], strict=False)]
    return [read(html, part, page) for part, page in listed]


def read(html: Path, part: str, page: str) -> Article:
    """One page, cleaned."""
    whole = tinyhtml5.parse((html / f"{page}.html").read_text(encoding="utf-8"), namespace_html_elements=False)
    content = next(each for each in whole.iter("article") if "bd-article" in classes(each))
    sheets = tuple(
        posixpath.normpath(posixpath.join(posixpath.dirname(page), link.get("href", "").partition("?")[0]))
        for link in whole.iter("link")
        if link.get("rel") == "stylesheet"
    )
    content.attrib.clear()
    clean(content)
    heading = next(content.iter("h1"))
    return Article(page, part, " ".join("".join(heading.itertext()).split()), content, sheets)


def classes(element: ET.Element) -> set[str]:
    return set(element.get("class", "").split())


def clean(content: ET.Element) -> None:
    """Take out what only works on a screen, open the folds, move the answers to the end."""
    drop(content, lambda each: each.tag in ON_SCREEN_ONLY or classes(each) & CLASSES_ON_SCREEN_ONLY)
    answers = list(take_answers(content))
    drop(content, lambda each: "hidden" in each.attrib)
    for each in content.iter():
        if each.tag in PLAIN:
            kept = {"details": "fold", "summary": "fold-title", "legend": "question"}.get(each.tag)
            each.tag = PLAIN[each.tag]
            each.attrib = {name: each.attrib[name] for name in ("id", "class", "lang") if name in each.attrib}
            if kept:
                each.set("class", f"{each.get('class', '')} {kept}".strip())
        for name in [name for name in each.attrib if name.startswith(("data-", "on", DECLARED)) or name == "open"]:
            del each.attrib[name]
    if answers:
        section = ET.SubElement(content, "section", {"id": "answers", "class": "answers"})
        ET.SubElement(section, "h2").text = "Answers"
        section.extend(answers)


def take_answers(content: ET.Element) -> Iterator[ET.Element]:
    """Take every answer out of its question, and put a link to it in its place."""
    for form in content.iter("form"):
        fold = next((each for each in form.iter("details") if "ftd-answer" in classes(each)), None)
        if fold is None:
            continue
        name, number = form.get("id", ""), next((each for each in form.iter() if "ftd-number" in classes(each)), None)
        called = "".join(number.itertext()) if number is not None else "Question"
        drop(form, lambda each, fold=fold: each is fold)
        place = ET.SubElement(form, "p", {"class": "to-answer"})
        ET.SubElement(place, "a", {"href": f"#answer-{name}"}).text = "Answer and reasons"
        answer = ET.Element("div", {"id": f"answer-{name}", "class": "answer"})
        title = ET.SubElement(answer, "p", {"class": "answer-title"})
        ET.SubElement(title, "a", {"href": f"#{name}"}).text = called
        answer.extend(deepcopy([each for each in fold if each.tag != "summary"]))
        yield answer


def drop(content: ET.Element, unwanted: Callable[[ET.Element], object]) -> None:
    """Remove elements but not the text that follows them."""
    for parent in content.iter():
        before = None
        for each in list(parent):
            if unwanted(each):
                if before is None:
                    parent.text = (parent.text or "") + (each.tail or "")
                else:
                    before.tail = (before.tail or "") + (each.tail or "")
                parent.remove(each)
            else:
                before = each


def relink(article: Article, known: dict[str, Article], there: Callable[[Article, str], str]) -> None:
    """Have every link lead into the download: `there` gives the address of a page and its anchor.

    What is not in the book (a file to download) leads to the published book where its address is known, else nowhere.
    """
    base = os.environ.get("BOOK_URL", "")
    for link in [each for each in article.content.iter() if each.tag in ("a", f"{{{SVG}}}a")]:
        address = urlsplit(link.get("href", ""))
        if address.scheme or address.netloc:
            continue
        target = posixpath.normpath(posixpath.join(posixpath.dirname(article.page), unquote(address.path)))
        page = article if not address.path else known.get(target.removesuffix(".html"))
        if page is not None and "href" in link.attrib:
            link.set("href", there(page, unquote(address.fragment)))
        elif base and "href" in link.attrib:
            link.set("href", urljoin(f"{base.rstrip('/')}/", target))
        else:
            link.attrib.pop("href", None)
        for name in ("download", "target", "rel"):
            link.attrib.pop(name, None)


def well_formed(text: str) -> str:
    """The same text, if it is XML; a reader of it stops at the first fault, so we do before.

    Raises:
        ParseError: with the line and the column.
    """
    ET.fromstring(text)
    return text


def colours(theme: str) -> dict[str, str]:
    """The light scheme's custom properties, resolved: what `var(--name)` stands for in a drawing."""
    blocks = re.findall(r'html\[data-theme="light"\][^{]*\{([^}]*)\}', theme)
    found = dict(pair for block in blocks for pair in re.findall(r"(--[\w-]+)\s*:\s*([^;]+?)\s*(?:;|$)", block))
    return {name: resolved(value, found) for name, value in found.items()}


def resolved(text: str, known: dict[str, str]) -> str:
    """The text with each `var(--name)` or `var(--name, otherwise)` replaced, for readers that know none.

    >>> resolved("fill: var(--ink); stroke: var(--none, red)", {"--ink": "#000"})
    'fill: #000; stroke: red'
    """
    for _ in range(4):  # one may stand for another
        text = re.sub(
            r"var\((--[\w-]+)(?:\s*,\s*([^()]*(?:\([^()]*\))?[^()]*))?\)",
            lambda found: known.get(found[1], found[2] or "inherit").strip(),
            text,
        )
    return text
