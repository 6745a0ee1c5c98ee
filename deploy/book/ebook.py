"""`make epub`: the book as an EPUB 3, written from the built pages: no script, no fold, no colour by name alone."""

from __future__ import annotations

import mimetypes
import posixpath
import uuid
import zipfile
from collections.abc import Iterator
from html import escape
from pathlib import Path
from xml.etree import ElementTree as ET

from deploy.book.about import HTML, LICENCE, TOC, Book, book
from deploy.book.archive import EPOCH
from deploy.book.articles import SVG, XHTML, Article, articles, colours, relink, resolved, well_formed

SHEET = Path(__file__).with_name("ebook.css")
DRAWN = ("_static/drawings.css", "_static/maps.css")  # how our drawings are drawn, where they say so in a sheet
FORBIDDEN = {
    "align",
    "valign",
    "border",
    "cellpadding",
    "cellspacing",
    "name",
    "width",
    "autocomplete",
}  # in EPUB's HTML
CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>
"""


def write(about: Book, html: Path, toc: Path) -> Path:
    """Write the EPUB."""
    target = about.file("epub")
    target.parent.mkdir(exist_ok=True)
    pages = articles(html, toc)
    files = dict(contents(about, pages, html))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", EPOCH), "application/epub+zip", zipfile.ZIP_STORED)
        for name, text in {"META-INF/container.xml": CONTAINER, **files}.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), text, zipfile.ZIP_DEFLATED)
    return target


def contents(about: Book, pages: list[Article], html: Path) -> Iterator[tuple[str, str | bytes]]:
    """Every file of the e-book by its name, the package that lists them last."""
    known = {article.page: article for article in pages}
    palette = colours((html / "_static/theme.css").read_text(encoding="utf-8"))
    sheets = [SHEET, *(html / name for name in DRAWN if (html / name).is_file())]
    items = ["style.css", "nav.xhtml", "title.xhtml"]
    yield "book/style.css", "\n".join(resolved(sheet.read_text(encoding="utf-8"), palette) for sheet in sheets)
    yield "book/nav.xhtml", navigation(about, pages)
    yield "book/title.xhtml", title_page(about)
    for article in pages:
        relink(article, known, lambda page, fragment: f"{page.key}.xhtml" + (f"#{fragment}" if fragment else ""))
        for source, name in pictures(article):
            if name not in items:
                items.append(name)
                yield f"book/{name}", (html / source).read_bytes()
        adapt(article.content, palette)
        items.append(f"{article.key}.xhtml")
        yield f"book/{article.key}.xhtml", chapter(article)
    drawn = {
        f"{article.key}.xhtml" for article in pages if next(article.content.iter(f"{{{SVG}}}svg"), None) is not None
    }
    yield "book/package.opf", package(about, items, drawn)


def pictures(article: Article) -> Iterator[tuple[str, str]]:
    """Every picture of the page: where it lies in the book, and its name in the e-book."""
    for image in article.content.iter("img"):
        source = posixpath.normpath(posixpath.join(posixpath.dirname(article.page), image.get("src", "")))
        image.set("src", f"pictures/{posixpath.basename(source)}")
        yield source, image.get("src")


def adapt(content: ET.Element, palette: dict[str, str]) -> None:
    """Leave out what EPUB forbids, and name colours outright where readers know no custom properties."""
    for each in content.iter():
        if not each.tag.startswith("{"):
            for name in FORBIDDEN & each.attrib.keys():
                del each.attrib[name]
        for name, value in each.attrib.items():
            if "var(" in value:
                each.set(name, resolved(value, palette))


def page(title: str, body: ET.Element) -> str:
    """A whole XHTML page."""
    root = ET.Element(
        "html", {"xmlns": XHTML, "lang": "en", "xml:lang": "en", "xmlns:epub": "http://www.idpf.org/2007/ops"}
    )
    head = ET.SubElement(root, "head")
    ET.SubElement(head, "meta", {"charset": "utf-8"})
    ET.SubElement(head, "title").text = title
    ET.SubElement(head, "link", {"rel": "stylesheet", "type": "text/css", "href": "style.css"})
    root.append(body)
    return well_formed(
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n' + ET.tostring(root, encoding="unicode")
    )


def chapter(article: Article) -> str:
    """One page of the book; the part that it opens stands above its title."""
    body = ET.Element("body")
    if article.part:
        ET.SubElement(body, "p", {"class": "part-name"}).text = article.part
    body.extend(article.content)
    return page(article.title, body)


def title_page(about: Book) -> str:
    body = ET.Element("body")
    ET.SubElement(body, "h1").text = about.title
    for line in (
        about.description,
        f"{about.author}. Version {about.version}, {about.released}.",
        LICENCE,
        about.address,
    ):
        if line:
            ET.SubElement(body, "p").text = line
    ET.SubElement(body, "p").text = (
        "The drill and the labs are programs and do not run in an e-reader. "
        "The answers to the questions stand at the end of each chapter."
    )
    return page(about.title, body)


def navigation(about: Book, pages: list[Article]) -> str:
    """The table of contents: parts with their pages."""
    body = ET.Element("body")
    nav = ET.SubElement(body, "nav", {"epub:type": "toc", "role": "doc-toc"})
    ET.SubElement(nav, "h1").text = "Contents"
    inside = whole = ET.SubElement(nav, "ol")
    for article in pages:
        if article.part:
            part = ET.SubElement(whole, "li")
            ET.SubElement(part, "span").text = article.part
            inside = ET.SubElement(part, "ol")
        ET.SubElement(ET.SubElement(inside, "li"), "a", {"href": f"{article.key}.xhtml"}).text = article.title
    return page(f"Contents: {about.title}", body)


def package(about: Book, items: list[str], drawn: set[str]) -> str:
    """What the e-book is, the files that it has, and the order to read them in."""
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"urn:ftdecide:{about.version}")
    rows, spine = [], []
    for number, item in enumerate(items):
        kind = "application/xhtml+xml" if item.endswith(".xhtml") else mimetypes.guess_type(item)[0]
        properties = "nav" if item == "nav.xhtml" else "svg" if item in drawn else ""
        said = f' properties="{properties}"' if properties else ""
        rows.append(f'<item id="i{number}" href="{item}" media-type="{kind}"{said}/>')
        if item.endswith(".xhtml") and item != "nav.xhtml":
            spine.append(f'<itemref idref="i{number}"/>')
    spine.insert(1, f'<itemref idref="i{items.index("nav.xhtml")}"/>')
    accessible = {
        "accessMode": "textual", "accessibilityFeature": "tableOfContents", "accessibilityHazard": "none",
        "accessibilitySummary": "Every figure has a text that gives its finding.",
    }  # fmt: skip
    return well_formed(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">\n'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f'<dc:identifier id="id">urn:uuid:{name}</dc:identifier>\n<dc:title>{escape(about.title)}</dc:title>\n'
        f"<dc:language>en</dc:language>\n<dc:creator>{escape(about.author)}</dc:creator>\n"
        f"<dc:description>{escape(about.description)}</dc:description>\n<dc:rights>{escape(LICENCE)}</dc:rights>\n"
        f'<dc:date>{about.released}</dc:date>\n<meta property="dcterms:modified">{about.released}T00:00:00Z</meta>\n'
        + "".join(f'<meta property="schema:{key}">{value}</meta>\n' for key, value in accessible.items())
        + "</metadata>\n"
        + "\n".join(["<manifest>", *rows, "</manifest>", "<spine>", *spine, "</spine>", "</package>", ""])
    )


if __name__ == "__main__":
    print(write(book(), HTML, TOC))
