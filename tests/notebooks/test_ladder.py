"""The ladder lab as a person meets it: in Voila at two widths and schemes, in JupyterLab by keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browser.drill_page import run_in_jupyterlab
from conftest import ROOT, pick_free_port
from playwright.sync_api import expect

from deploy.local import voila
from ftdecide.doors.ladder_lab_words import BY_STAND_IN

AXE = ROOT / "deploy" / "engine" / "node_modules" / "axe-core" / "axe.min.js"
FEW = "Retrieved few-shot passes 43 % (27 to 61) of 30 items, the most; you cannot tell it yet"
ALL = "Retrieved few-shot passes 50 % (44 to 56) of 240 items, more than every other rung."

pytestmark = pytest.mark.browser
START_MS = 180_000  # on a machine with other browsers at work


@pytest.fixture(scope="module")
def lab_url() -> Iterator[str]:
    """The lab under Voila, started as the drill is."""
    with voila.start(pick_free_port(), ROOT / "notebooks" / "ladder.ipynb") as server:
        server.wait_until_it_answers()
        yield server.url


def climb(page, *choices: str) -> None:
    """Choose by name and climb, by keys alone."""
    for choice in choices:
        page.get_by_role("radio", name=choice, exact=True).focus()
        page.keyboard.press("Space")
    page.keyboard.press("Enter")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_thirty_questions_tell_nothing_and_240_do(new_watched_page, lab_url, width, scheme):
    """The lesson, by keyboard: a guess, thirty questions, all of them; the figure says that a stand-in answered."""
    page = new_watched_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(lab_url)
    page.get_by_role("button", name="Climb the ladder").wait_for(timeout=240_000)
    finding = page.get_by_role("status").first
    climb(page, "30", "Primer")
    expect(finding).to_contain_text(FEW, timeout=60_000)
    expect(finding).to_contain_text("You expected primer.")
    climb(page, "240")
    expect(finding).to_contain_text(ALL, timeout=60_000)
    told = page.get_by_role("region", name="What can be told, and what cannot yet")
    expect(told.get_by_role("listitem")).to_have_count(6)
    expect(told.get_by_role("listitem").filter(has_text="You cannot tell yet")).to_have_count(1)
    figure = page.get_by_role("img", name="Retrieved few-shot passes more than every other rung")
    assert BY_STAND_IN in figure.get_attribute("aria-label")
    expect(figure).to_contain_text(BY_STAND_IN)
    expect(page.get_by_text("what the stand-in answers says nothing of a language model")).to_be_visible()

    page.evaluate(AXE.read_text(encoding="utf-8"))
    violations = page.evaluate(
        "async () => (await axe.run('.ft-lab')).violations.map(v => [v.id, v.nodes.map(n => n.html)])"
    )
    assert violations == []
    assert page.outside_requests == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_in_jupyterlab_the_arrow_keys_choose_and_no_cell_is_touched(watched_page, jupyterlab_url):
    """Radio buttons keep the arrow keys that the notebook's own shortcuts want too."""
    page = watched_page
    run_in_jupyterlab(page, jupyterlab_url, "ladder.ipynb", ".ft-ladder-run")
    cells = page.locator(".jp-Notebook .jp-Cell").count()
    page.get_by_role("radio", name="30", exact=True).focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="240", exact=True)).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.locator(".ft-lab-answer").first).to_contain_text(ALL, timeout=60_000)
    assert page.locator(".jp-Notebook .jp-Cell").count() == cells
    assert page.outside_requests == []


def test_from_its_page_it_runs_in_the_readers_browser(watched_page, served_book):
    """The same finding from the engine in the page, nothing asked of another host, and no verdict from the stand-in."""
    page = watched_page
    page.goto(f"{served_book}notebooks/ladder.html")
    page.get_by_role("button", name="Open in this browser").click()
    expect(page.locator(".ft-live-state")).to_contain_text("The notebook runs", timeout=START_MS)
    lab = page.frame_locator("iframe[title='The notebook']")
    lab.get_by_role("radio", name="240", exact=True).check()
    lab.get_by_role("button", name="Climb the ladder").click()
    expect(lab.get_by_role("status").first).to_contain_text(ALL, timeout=START_MS)
    expect(lab.get_by_text("what the stand-in answers says nothing of a language model")).to_be_visible()
    assert page.outside_requests == []
