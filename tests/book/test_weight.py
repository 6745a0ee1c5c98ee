"""No page is heavy: what a first view loads, over gzip, in a real browser."""

from __future__ import annotations

import gzip
import importlib.util
import json

import pytest

from deploy.local.book_server import BookServer, GzippedPages
from deploy.local.steps import ROOT

SPEC = importlib.util.spec_from_file_location("bench_pages", ROOT / "bench" / "pages.py")
bench = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(bench)


SOME = [
    "book/index", "book/your-first-answer", "book/ladder", "book/rules-of-thumb", "book/when-training-wins",
    "book/glossary", "book/sources", "book/about/coverage", "notebooks/drill", "notebooks/break_even", "search",
]  # fmt: skip
MOST_TEXT_BYTES = 100_000


@pytest.mark.parametrize("page", bench.pages())
def test_the_text_of_a_page_leaves_room_for_the_rest(built_book, page):
    """100 kB over gzip; scripts and sheets come to less than 150."""
    assert len(gzip.compress((built_book / f"{page}.html").read_bytes(), 6)) < MOST_TEXT_BYTES


@pytest.fixture(scope="module")
def gzipped_book(built_book):
    with BookServer(built_book, 0, GzippedPages) as server:  # 0: the system chooses a free port
        yield server.url


@pytest.mark.browser
@pytest.mark.parametrize("page", SOME)
def test_a_first_view_stays_below_its_bar(chromium, built_book, gzipped_book, page):
    """400 kB, without the engine that starts after the page is shown; and compressed it really was.

    Of each kind of page one or two; what they load beside their own text is the same on all, and bench/pages.py
    measures every one.
    """
    files = bench.loaded(chromium, f"{gzipped_book}{page}.html")
    weight = bench.first_view(files)
    assert weight <= bench.MOST_BYTES, sorted(files.items(), key=lambda part: -part[1])[:8]
    own = next(size for path, size in files.items() if path == f"/{page}.html")
    assert 0 < own < (built_book / f"{page}.html").stat().st_size / 2


@pytest.mark.browser
def test_no_page_loads_a_font_or_a_script_that_nothing_on_it_uses(chromium, gzipped_book):
    """The theme's icon font, tabs, copy buttons and notebook sheets are loaded where they serve something."""
    files = bench.loaded(chromium, f"{gzipped_book}book/sources.html")
    heavy = ("fontawesome", ".woff", "design-tabs", "togglebutton", "clipboard", "mystnb")
    assert [path for path in files if any(part in path for part in heavy)] == []


def test_lighthouse_is_locked_and_names_no_address():
    """As the engine's parts are: one version each, checked against its hash, from whatever registry is set."""
    folder = ROOT / "deploy/lighthouse"
    parts = json.loads((folder / "package-lock.json").read_text())["packages"]
    asked = json.loads((folder / "package.json").read_text())["devDependencies"]
    for name, part in parts.items():
        assert "resolved" not in part, name
        assert name == "" or part["integrity"].startswith("sha512-"), name
    assert {name: parts[f"node_modules/{name}"]["version"] for name in asked} == asked
