"""The book's own search: what readers are likely to type finds the page that answers, and nobody outside is asked."""

from __future__ import annotations

import pytest

# What is typed, and a page that has to be among the first five.
QUERIES = {
    "how many examples": "ladder.html",
    "LoRA": "glossary.html",
    "break even": "money.html",
    "break-even": "money.html",
    "few-shot": "ladder.html",
    "retrieval": "ladder.html",
    "RAG": "glossary.html",
    "cost": "curation.html",
    "hallucination": "glossary.html",
    "catastrophic forgetting": "glossary.html",
    "overfitting": "glossary.html",
    "when should I fine-tune": "after-the-verdict.html",
    "eval set": "glossary.html",
    "distillation": "limits.html",
    "small classifier": "ladder.html",
}


def search(page, served_book: str, words: str) -> list[str]:
    """The addresses of the results, the first five."""
    page.goto(f"{served_book}search.html?q={words.replace(' ', '+')}")
    finished = "document.querySelector('#search-results .search-summary')?.textContent.match(/found|did not/)"
    page.wait_for_function(finished)
    return [link.get_attribute("href") for link in page.locator("#search-results li > a").all()[:5]]


@pytest.mark.browser
@pytest.mark.parametrize("words", QUERIES)
def test_a_likely_question_finds_its_page(watched_page, served_book, words):
    """Among the first five, without a server of its own."""
    found = search(watched_page, served_book, words)
    assert any(QUERIES[words] in address for address in found), found
    assert watched_page.outside_requests == []
    assert watched_page.console_errors == []


@pytest.mark.browser
def test_a_word_that_is_nowhere_is_said_to_be(watched_page, served_book):
    """And the words can be changed at once."""
    assert search(watched_page, served_book, "zzzz") == []
    assert "did not match" in watched_page.inner_text("#search-results")
    assert watched_page.get_by_role("searchbox").first.is_visible() or watched_page.locator("input[name=q]").count()
