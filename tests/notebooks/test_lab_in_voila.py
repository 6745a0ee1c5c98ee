"""The lab as a person meets it under Voila: by keyboard, with a screen reader's names, at two widths."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from conftest import ROOT, pick_free_port

from deploy.local import voila

AXE = ROOT / "deploy" / "engine" / "node_modules" / "axe-core" / "axe.min.js"
PROMPTED = "Prompting, per 1,000 requests"
MONTHS = "Until it must be trained again"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def lab_url() -> Iterator[str]:
    """The lab under Voila, started as the drill is."""
    with voila.start(pick_free_port(), ROOT / "notebooks" / "break_even.ipynb") as server:
        server.wait_until_it_answers()
        yield server.url


@pytest.mark.parametrize("width", [1280, 390])
def test_a_slider_moved_by_keyboard_announces_a_new_break_even(new_watched_page, lab_url, width):
    """The stop after $0.896 (shown at $1) is $2; finding and drawing follow, a mistake is said beside its box."""
    tab = new_watched_page(viewport={"width": width, "height": 900})
    tab.goto(lab_url)
    finding = tab.get_by_role("status").filter(has_text="requests a month")
    finding.wait_for(timeout=240_000)
    assert "above 520,000 requests a month" in finding.inner_text()

    slider = tab.get_by_role("slider", name=f"{PROMPTED}, slider")
    slider.focus()
    tab.keyboard.press("ArrowRight")
    box = tab.get_by_role("spinbutton", name=PROMPTED, exact=True)
    assert box.input_value() == "2"
    assert slider.get_attribute("aria-valuetext") == "2 US dollars"
    tab.get_by_role("img", name="Tuning pays above 230,000 requests a month").wait_for()
    assert "above 230,000 requests a month" in finding.inner_text()

    months = tab.get_by_role("spinbutton", name=MONTHS, exact=True)
    months.fill("0")
    tab.get_by_text(f"{MONTHS}: 0 is out of range.").wait_for()
    assert months.get_attribute("aria-invalid") == "true"
    assert "above 230,000 requests a month" in finding.inner_text()

    tab.evaluate(AXE.read_text(encoding="utf-8"))
    violations = tab.evaluate(
        "async () => (await axe.run('.ft-lab')).violations.map(v => [v.id, v.nodes.map(n => n.html)])"
    )
    assert violations == []
    assert tab.outside_requests == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
