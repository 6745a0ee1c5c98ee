"""The lab in JupyterLab, where the notebook's own shortcuts want the arrow keys too."""

from __future__ import annotations

import pytest
from browser.drill_page import run_in_jupyterlab
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
PROMPTED = "Prompting, per 1,000 requests"


@pytest.fixture
def lab(watched_page, jupyterlab_url):
    """The notebook, opened and run from the menu, with its first finding there."""
    page = watched_page
    run_in_jupyterlab(page, jupyterlab_url, "break_even.ipynb", ".ft-lab-answer:has-text('above 520,000')")
    return page


def active_cell(page) -> int:
    """The place of the cell that the notebook's shortcuts would act on."""
    return page.locator(".jp-Notebook .jp-Cell").evaluate_all(
        "cells => cells.findIndex((cell) => cell.classList.contains('jp-mod-active'))"
    )


def test_the_arrow_keys_move_the_slider_that_has_the_focus(lab):
    """Two stops up and one down: the slider keeps the focus, the box and the finding follow, no cell is chosen."""
    slider = lab.get_by_role("slider", name=f"{PROMPTED}, slider")
    box = lab.get_by_role("spinbutton", name=PROMPTED, exact=True)
    slider.focus()
    chosen = active_cell(lab)
    before = int(slider.input_value())
    for key, stop in (("ArrowRight", before + 1), ("ArrowUp", before + 2), ("ArrowDown", before + 1)):
        lab.keyboard.press(key)
        expect(slider).to_have_value(str(stop))
        expect(slider).to_be_focused()
    expect(box).to_have_value("2")
    expect(lab.locator(".ft-lab-answer")).to_contain_text("above 230,000 requests a month")
    expect(slider).to_be_focused()  # the answer of the kernel takes nothing away
    assert active_cell(lab) == chosen
