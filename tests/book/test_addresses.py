"""What was once published can still be reached, and what a page says about itself is true."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

import pytest
import yaml
from addresses import FILE, published, relative

from deploy.local.steps import BIN, ROOT, environment

TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
PAGES = [TOC["root"], *(page["file"] for part in TOC["parts"] for page in part["chapters"])]
PUBLISHED = published(FILE.read_text(encoding="utf-8"))
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def arrives(book: Path, address: str) -> bool:
    """Is there such a file, and such a place in it?"""
    page, _, place = address.partition("#")
    file = book / page
    return file.is_file() and (not place or f'id="{place}"' in file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("address", PUBLISHED)
def test_a_published_address_still_leads_somewhere(built_book, address):
    """It stands, or it has moved to a place that stands. Never remove a line: say in it where the page is now."""
    remedy = "write “-> where it is now” behind it in book/addresses.txt"
    assert arrives(built_book, PUBLISHED[address] or address), remedy
    assert (built_book / address.partition("#")[0]).is_file()


def test_every_page_is_on_the_list_of_published_addresses():
    """Else its removal would go unnoticed: add a line to book/addresses.txt."""
    assert [page for page in PAGES if f"{page}.html" not in PUBLISHED] == []


@pytest.mark.browser
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("book/before-you-train.html", "book/the-drill.html"),
        ("book/before-you-train.html#steps", "book/the-drill.html#steps"),
        ("book/before-you-train.html#peer", "book/explain-it.html#peer"),
        ("book/the-drill.html#after", "book/after-the-verdict.html#after"),
        ("index.html", "book/index.html"),
    ],
)
def test_a_reader_with_an_old_link_arrives(watched_page, served_book, old, new):
    """At the page, and at the place on it."""
    watched_page.goto(f"{served_book}{old}")
    watched_page.wait_for_url(f"{served_book}{new}")
    assert watched_page.console_errors == []


def test_a_page_that_has_moved_leads_on_without_a_script(built_book):
    """Through the refresh, and through a link for who does not want one."""
    text = (built_book / "book/before-you-train.html").read_text(encoding="utf-8")
    assert 'content="0; url=the-drill.html"' in text
    assert '<a href="the-drill.html">' in text


@pytest.mark.parametrize("line", ["book/a", "book/a.html -> nowhere", "book/a.html\nbook/a.html", "a b.html"])
def test_a_line_that_says_nothing_clear_is_refused(line):
    """With its number and what to write."""
    with pytest.raises(ValueError, match=r"line .*write PAGE"):
        published(line)


def test_the_new_address_is_seen_from_the_old_one():
    """Wherever the book is published, below whatever folder."""
    assert relative("book/a/b.html", "book/c.html#d") == "../c.html#d"


def metas(text: str) -> dict[str, str]:
    found = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', text)
    return {name: unescape(content) for name, content in found}


def plain(text: str) -> str:
    """With straight quotation marks, which the build turns."""
    return re.sub("[“”]", '"', text).replace("’", "'")


def test_every_page_has_a_description_of_its_own(built_book):
    """Not too long for a search engine, and no two alike; a chapter's is its Move."""
    said = {page: metas((built_book / f"{page}.html").read_text(encoding="utf-8")) for page in PAGES}
    descriptions = [meta["description"] for meta in said.values()]
    assert [text for text in descriptions if not 20 <= len(text) <= 200] == []
    for page, meta in said.items():
        assert meta["og:description"] == meta["description"]
        assert meta["og:title"]
        source = ROOT / f"{page}.md"
        written = plain(source.read_text(encoding="utf-8")) if source.exists() else ""
        move = re.search(r"(?m)^- \*\*Move\.\*\* (.+)$", written)
        if move and not re.search(r"[{*`\[]", move[1]):
            assert move[1].startswith(plain(meta["description"]).rstrip("\N{HORIZONTAL ELLIPSIS}")), page
    chapters = [text for page, text in zip(PAGES, descriptions, strict=True) if page != TOC["root"]]
    assert len(set(chapters)) == len(chapters)


def test_without_an_address_no_page_claims_one(built_book):
    """A copy on a machine of one's own has no canonical address; the sitemap's are relative, and say so."""
    for page in PAGES:
        text = (built_book / f"{page}.html").read_text(encoding="utf-8")
        assert 'rel="canonical"' not in text and "og:url" not in text
    assert "Sitemap:" not in (built_book / "robots.txt").read_text(encoding="utf-8")
    sitemap = ET.fromstring((built_book / "sitemap.xml").read_text(encoding="utf-8"))
    assert [place.text for place in sitemap.iter(SITEMAP)] == [f"{page}.html" for page in PAGES]


def test_the_colour_of_the_browsers_frame_is_that_of_the_page(built_book):
    """The two in the pages are the two of the theme."""
    theme = (ROOT / "book/_static/theme.css").read_text(encoding="utf-8")
    named = re.findall(
        r'name="theme-color" content="(#\w+)"', (built_book / "book/index.html").read_text(encoding="utf-8")
    )
    assert named == re.findall(r"--paper: (#\w{6});", theme)[:2]


def test_llms_txt_lists_every_page_with_its_source(built_book):
    """Each link arrives at the page's source text, as published beside the page."""
    text = (built_book / "llms.txt").read_text(encoding="utf-8")
    assert text.startswith("# ") and "\n> " in text
    links = re.findall(r"(?m)^- \[[^\]]+\]\(([^)]+)\): \S", text)
    assert len(links) == len(PAGES)
    assert [link for link in links if not (built_book / link).is_file()] == []


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("given", "base"), [("https://example.org/course", "https://example.org/course/"), ("example.org", "")]
)
def test_with_an_address_every_page_knows_its_own(tmp_path, given, base):
    """Of a small book with the same extension; what is no address is refused."""
    for name in ("page_metadata.py",):
        shutil.copy(ROOT / "book/_ext" / name, tmp_path / name)
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: one\nparts: [{caption: P, chapters: [{file: two}]}]\n")
    (tmp_path / "one.md").write_text("# One\n\n- **Move.** Go & see.\n")
    (tmp_path / "two.md").write_text("---\ndescription: Typed once.\n---\n\n# Two\n\nText.\n")
    config = {"project": "small", "extensions": ["myst_parser", "sphinx_external_toc", "page_metadata"]}
    lines = [f"{name} = {json.dumps(value)}" for name, value in config.items()]
    (tmp_path / "conf.py").write_text("\n".join(["import sys; sys.path.insert(0, '.')", *lines]))
    command = [BIN / "python", "-m", "sphinx", "-qW", "-b", "html", ".", "out"]
    ran = subprocess.run(command, cwd=tmp_path, env=environment(BOOK_URL=given), capture_output=True, text=True)
    if not base:
        assert ran.returncode != 0
        assert "BOOK_URL='example.org' is no address" in ran.stderr
        return
    assert ran.returncode == 0, ran.stderr
    out = tmp_path / "out"
    for page, said in (("one", "Go & see."), ("two", "Typed once.")):
        text = (out / f"{page}.html").read_text(encoding="utf-8")
        assert metas(text)["og:url"] == urljoin(base, f"{page}.html")
        assert f'<link rel="canonical" href="{base}{page}.html"' in text
        assert metas(text)["description"] == said
    sitemap = ET.fromstring((out / "sitemap.xml").read_text(encoding="utf-8"))
    assert [place.text for place in sitemap.iter(SITEMAP)] == [f"{base}one.html", f"{base}two.html"]
    assert f"Sitemap: {base}sitemap.xml" in (out / "robots.txt").read_text(encoding="utf-8")
