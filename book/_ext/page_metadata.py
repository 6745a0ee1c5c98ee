"""What a page says about itself to search engines, link previews and language models.

The description is the chapter's own *Move*, or `description:` in a page's front matter; it is typed once.  Whole
addresses (canonical, Open Graph, sitemap) need to know where the book is read: `BOOK_URL=https://... make book`, or
`html_baseurl` in `_config.yml`.  Without it the pages name none, and the sitemap has addresses relative to itself.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import urljoin

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError

MOST_CHARACTERS = 200  # of a description: search engines show about 160, link previews about 200
PAPER, NIGHT = "#fbfaf7", "#17191c"  # the page's own background, in theme.css


def take_address(app: Sphinx, config: Config) -> None:
    """The book's address from the environment; with a closing slash, so that pages can be joined to it."""
    address = os.environ.get("BOOK_URL", "").strip() or config.html_baseurl
    if address and not re.match(r"https?://[^/\s]+(/\S*)?$", address):
        raise ConfigError(f"BOOK_URL={address!r} is no address: write all of it, as in https://example.org/course/")
    config.html_baseurl = f"{address.rstrip('/')}/" if address else ""


def note_description(app: Sphinx, doctree: nodes.document) -> None:
    """Keep the page's description with its front matter: pages and lists are made from there."""
    said = app.env.metadata[app.env.docname]
    said.setdefault("description", shortened(move(doctree) or first_paragraph(doctree)))


def move(doctree: nodes.document) -> str:
    """What stands after *Move.* in a chapter's three lines."""
    for item in doctree.findall(nodes.list_item):
        text = item.astext()
        if text.startswith("Move. "):
            return text.removeprefix("Move. ")
    return ""


def first_paragraph(doctree: nodes.document) -> str:
    """The first paragraph that stands directly under a heading."""
    own = (part for part in doctree.findall(nodes.paragraph) if isinstance(part.parent, nodes.section))
    return next((part.astext() for part in own), "")


def shortened(text: str) -> str:
    """As many whole sentences as fit; a long first sentence is cut between words.

    >>> shortened("One. " + "x" * 300)
    'One.'
    """
    text = " ".join(text.split())
    if len(text) <= MOST_CHARACTERS:
        return text
    whole = re.match(rf"(.{{1,{MOST_CHARACTERS}}}[.?:])\s", text)
    return (
        whole[1] if whole else f"{text[: MOST_CHARACTERS - 1].rsplit(' ', 1)[0].rstrip(',;:')}\N{HORIZONTAL ELLIPSIS}"
    )


def tags(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """The page's own meta elements."""
    if page not in app.env.found_docs:
        context["metatags"] = context.get("metatags", "") + '<meta name="robots" content="noindex">\n'
        return
    description = app.env.metadata[page].get("description", "")
    title = app.env.titles[page].astext()
    named = {"description": description}
    pairs = {
        "og:title": title,
        "og:description": description,
        "og:type": "article",
        "og:site_name": app.config.html_title or app.config.project,
        "og:locale": "en",
    }
    if app.config.html_baseurl:
        pairs["og:url"] = urljoin(app.config.html_baseurl, app.builder.get_target_uri(page))
    lines = [f'<meta name="{name}" content="{escape(text)}">' for name, text in named.items() if text]
    lines += [f'<meta property="{name}" content="{escape(text)}">' for name, text in pairs.items() if text]
    lines += ['<meta name="twitter:card" content="summary">']
    lines += [
        f'<meta name="theme-color" content="{colour}" media="(prefers-color-scheme: {scheme})">'
        for scheme, colour in (("light", PAPER), ("dark", NIGHT))
    ]
    context["metatags"] = context.get("metatags", "") + "\n".join(lines) + "\n"


def write_lists(app: Sphinx, fault: Exception | None) -> None:
    """sitemap.xml, robots.txt and llms.txt, each from the table of contents."""
    if fault is None and app.builder.format == "html":
        out = Path(app.outdir)
        out.joinpath("sitemap.xml").write_text(sitemap(app), encoding="utf-8")
        out.joinpath("robots.txt").write_text(robots(app.config.html_baseurl), encoding="utf-8")
        out.joinpath("llms.txt").write_text(llms(app), encoding="utf-8")


def parts(app: Sphinx) -> Iterator[tuple[str, list[str]]]:
    """Every part of the table of contents with its pages; the first page is a part of its own."""
    site = app.config.external_site_map
    yield "", [site.root.docname]
    for part in site.root.subtrees:
        yield part.caption or "", [str(page) for page in part.items]


def sitemap(app: Sphinx) -> str:
    """All pages in the order of the course."""
    base = app.config.html_baseurl
    note = "" if base else "<!-- built without BOOK_URL: the addresses are relative to this file -->\n"
    rows = [
        f"<url><loc>{escape(urljoin(base, app.builder.get_target_uri(page)))}</loc></url>"
        for _, pages in parts(app)
        for page in pages
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'{note}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n' + "\n".join(rows) + "\n</urlset>\n"
    )


def robots(base: str) -> str:
    """Everything may be read; a sitemap is named where its whole address is known."""
    return "User-agent: *\nAllow: /\n" + (f"Sitemap: {urljoin(base, 'sitemap.xml')}\n" if base else "")


def llms(app: Sphinx) -> str:
    """The course for a language model: what it is, then every page with its source text and its description."""
    env = app.env
    root = app.config.external_site_map.root.docname
    lines = [
        f"# {app.config.html_title or app.config.project}",
        "",
        f"> {env.metadata[root].get('description', '')}",
        "",
    ]
    for caption, pages in parts(app):
        lines += ["", f"## {caption}", ""] if caption else []
        for page in pages:
            source = urljoin(app.config.html_baseurl, f"_sources/{page}{env.doc2path(page, base=False)[len(page) :]}")
            lines.append(f"- [{env.titles[page].astext()}]({source}): {env.metadata[page].get('description', '')}")
    return "\n".join(lines) + "\n"


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("config-inited", take_address, priority=100)  # before Sphinx makes canonical addresses of it
    app.connect("doctree-read", note_description)
    app.connect("html-page-context", tags)
    app.connect("build-finished", write_lists)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
