"""One drill, three homes: the same twelve profiles, typed into each, get the same verdicts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from browser.drill_page import PROFILES, expected, opened, stated
from ftdecide.doors.drill import respond
from ftdecide.findings import DECISIONS, JUSTIFIED

pytestmark = pytest.mark.browser
HOMES = {"book": "served_book", "voila": "voila_url", "jupyterlab": "jupyterlab_url"}


def test_the_twelve_span_every_decision_and_both_answers():
    """Twelve profiles, each answered by the core as written down, reaching every decision and justification."""
    assert len(PROFILES) == 12
    for name, profile in PROFILES.items():
        verdict = respond(stated(name))
        assert (verdict["decision"], verdict["justified"]) == (profile["decision"], profile["justified"]), name
    assert {profile["decision"] for profile in PROFILES.values()} == set(DECISIONS)
    assert {profile["justified"] for profile in PROFILES.values()} == set(JUSTIFIED)


@pytest.mark.parametrize("home", HOMES)
def test_every_home_gives_the_same_verdicts(home, watched_page, request):
    """Each profile, filled in by hand, gives the verdict of this Python; nothing is asked from outside."""
    drill = opened(watched_page, home, request.getfixturevalue(HOMES[home]))
    arrow_keys_belong_to_the_question(drill)
    said = {name: drill.verdict_on(name) for name in PROFILES}
    assert said == {name: expected(name) for name in PROFILES}
    assert watched_page.title() != "owned"
    assert watched_page.outside_requests == []
    if home != "jupyterlab":  # JupyterLab's own console is not ours to keep
        assert watched_page.console_errors == []


def arrow_keys_belong_to_the_question(drill) -> None:
    """An arrow key moves the choice that has the focus; JupyterLab, too, leaves it that key."""
    drill.page.locator('[data-field="gap"][value=""]').focus()
    drill.page.keyboard.press("ArrowDown")
    style = drill.page.locator('[data-field="gap"][value="style"]')
    expect(style).to_be_checked()
    expect(style).to_be_focused()
