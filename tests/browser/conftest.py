"""The drill on the book's page, opened as its reader opens it."""

from __future__ import annotations

import pytest

from browser.drill_page import DrillPage, opened


@pytest.fixture(scope="module")
def shared_drill(new_shared_page, served_book) -> DrillPage:
    """The drill on the book's page, opened once: the engine takes seconds to start."""
    return opened(new_shared_page(viewport={"width": 1280, "height": 900}), "book", served_book)


@pytest.fixture
def book_drill(shared_drill) -> DrillPage:
    """The drill on the book's page, with no answer in it."""
    shared_drill.fill({})
    shared_drill.card.and_(shared_drill.page.locator('[data-decision="measure_first"]')).wait_for()
    return shared_drill
