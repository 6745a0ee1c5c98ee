"""The page at the root of the book."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.browser


def test_the_root_leads_to_the_first_page_and_names_an_icon(watched_page, served_book, built_book):
    """A page without an icon has the browser ask the host for one, and say in its console that there is none."""
    watched_page.goto(served_book)
    watched_page.wait_for_url(f"{served_book}book/index.html")
    icon = re.search(r'<link rel="icon" href="([^"]+)">', (built_book / "index.html").read_text(encoding="utf-8"))
    assert icon and (built_book / icon[1]).is_file()
    assert watched_page.console_errors == []
