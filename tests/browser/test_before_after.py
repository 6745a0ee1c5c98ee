"""The first answer and what changed, as their reader meets them: one browser, two pages and the drill between them."""

from __future__ import annotations

import json
import re

import pytest
from course.first_answers import FIRST, verdict
from playwright.sync_api import expect

from browser.drill_page import ENGINE_STARTS_WITHIN_MS, DrillPage
from deploy.engine.bundle import ROOT
from ftdecide.doors.drill import respond

pytestmark = pytest.mark.browser
KEY, DRILL, ASIDE = "ftdecide.first-answer", "ftdecide.drill.kept", "ftdecide.set-aside."
AXE = ROOT / "deploy" / "engine" / "node_modules" / "axe-core" / "axe.min.js"
PROFILE = {
    "task": FIRST["task"],
    "gap": "classification",
    "clean_examples": 40,
    "rungs": {"prompt": {"pass_rate": 0.8, "n": 50}},
}
TYPED = {"task": FIRST["task"], "justified": "yes", "confidence_percent": "85", "volume.status": "met",
         "volume.basis": "estimated", "near_miss.status": "met", "near_miss.basis": "estimated",
         "clean_examples.status": "unknown", "next_step": "Collect examples"}  # fmt: skip


@pytest.fixture
def at(served_book):
    """Opens a page of the book in a tab."""

    def go(page, name: str):
        page.goto(f"{served_book}{name}.html")
        return page

    return go


def first_page(page, at):
    at(page, "book/your-first-answer").locator("[data-ftd-first][data-state]").wait_for()
    return page


def changed_page(page, at, state: str = "shown"):
    at(page, "book/what-changed")
    page.wait_for_selector(f"[data-ftd-changed][data-state={state}]", timeout=ENGINE_STARTS_WITHIN_MS)
    return page


def write(page, values=TYPED) -> None:
    for name, value in values.items():
        box = page.locator(f'.ftd-form [name="{name}"]')
        if box.first.get_attribute("type") == "radio":
            page.locator(f'.ftd-form [name="{name}"][value="{value}"]').check()
        else:
            box.fill(value)


def commit(page) -> None:
    page.get_by_role("button", name=re.compile("^Commit")).click()


def keep(page, at, first=FIRST, profile=PROFILE) -> None:
    """Put what is given into this browser, as it stands after both pages were worked."""
    at(page, "book/index")
    kept = {KEY: first, DRILL: profile and {"schema": 1, "kept": "2026-11-21", "profile": profile}}
    for key, value in kept.items():
        if value is not None:
            page.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, json.dumps(value)])


def kept_in(page, key: str = KEY):
    return page.evaluate("(key) => localStorage.getItem(key)", key)


def test_commit_work_the_drill_and_see_what_changed(watched_page, at):
    """The whole way: committed and locked, kept over a reload, the drill worked, both beside each other."""
    page = first_page(watched_page, at)
    write(page)
    commit(page)
    locked = page.locator(".ftd-locked")
    expect(locked.get_by_role("heading")).to_have_text(re.compile(r"committed on \d{4}-\d\d-\d\d$"))
    expect(locked.get_by_role("heading")).to_be_focused()
    expect(page.locator(".ftd-form")).to_be_hidden()
    page.reload()
    expect(locked).to_contain_text("Yes, guessed")
    expect(locked).to_contain_text("85 %")
    changed_page(page, at, "missing")
    expect(page.locator(".ftd-missing")).to_contain_text("no verdict in this browser")
    expect(page.locator(".ftd-missing")).not_to_contain_text("no first answer")
    page.get_by_role("link", name="Work the drill", exact=True).click()
    drill = DrillPage(page)
    drill.wait_for_verdict()
    drill.fill(PROFILE)
    expect(drill.card).to_contain_text("10 short of 50")
    headline = respond(PROFILE)["headline"]
    expect(drill.card.locator(".ftd-headline")).to_have_text(headline)
    changed_page(page, at)
    result = page.locator(".ftd-result")
    expect(result).to_contain_text("You would have trained")
    expect(result).to_contain_text(headline)
    rows = result.locator("table").nth(1).locator("tbody tr")
    expect(rows.nth(1)).to_contain_text("A guess then, a count now, and still met. With a better prompt, 80")
    expect(rows.nth(2)).to_contain_text("You did not know. Now it is unmet on an estimate. 40 usable examples")
    expect(result).to_contain_text("You were 85 % sure")
    assert page.outside_requests == [] and page.console_errors == []


def test_the_drill_begins_with_the_task_that_was_written_down(watched_page, at):
    """Which is no answer yet: the page that compares still asks for the drill to be worked."""
    keep(watched_page, at, profile=None)
    drill = DrillPage(at(watched_page, "notebooks/drill"))
    drill.wait_for_verdict()
    expect(drill.field("task")).to_have_value(FIRST["task"])
    watched_page.reload()
    drill.wait_for_verdict()
    expect(drill.field("task")).to_have_value(FIRST["task"])
    assert kept_in(watched_page, DRILL) is None
    expect(changed_page(watched_page, at, "missing").locator(".ftd-missing")).to_contain_text("no verdict")


def test_the_quizzes_of_this_browser_are_counted(watched_page, at):
    keep(watched_page, at)
    watched_page.evaluate("localStorage.setItem('ftd-quiz:three-conditions', '{\"tc-together\": [\"a\"]}')")
    watched_page.evaluate("localStorage.setItem('ftd-quiz:money', 'not ours')")
    at(watched_page, "book/three-conditions")  # the card judges what an older version kept
    expect(watched_page.locator(".ftd-score-line").first).to_contain_text("1 right of 1 answered")
    page = changed_page(watched_page, at)
    expect(page.locator(".ftd-result")).to_contain_text("1 right of 1 answered")


def test_by_keyboard_alone_with_the_errors_first(watched_page, at):
    """An empty form lists what is missing, each line leads to its field; then every field by keys."""
    page = first_page(watched_page, at)
    keys = page.keyboard
    page.get_by_role("button", name="Commit this answer").focus()
    keys.press("Enter")
    summary = page.locator(".ftd-errors")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_count(6)
    assert kept_in(page) is None
    keys.press("Tab")
    keys.press("Enter")
    expect(page.locator("[name=task]")).to_be_focused()
    assert page.locator("[name=task]").get_attribute("aria-invalid") == "true"
    described = page.locator("[name=task]").get_attribute("aria-describedby").split()
    assert "Write your task" in page.locator(f"#{described[-1]}").inner_text()
    keys.type("Sort customer emails")
    for press in ("Tab", "Space", "Tab"):  # train
        keys.press(press)
    keys.type("48")
    for press in ("Tab", "Space", "Tab", "Space"):  # the volume: yes, counted
        keys.press(press)
    keys.press("Tab")
    keys.press("ArrowLeft")  # the near miss: I don't know, so nobody asks how one knows
    for press in ("Tab", "ArrowRight", "Tab", "ArrowRight"):  # the examples: no, guessed
        keys.press(press)
    for press in ("Tab", "Tab", "Tab", "Enter"):
        keys.press(press)
    expect(summary.get_by_role("link")).to_have_text(["How sure you are must be a whole number from 50 to 100"])
    keys.press("Tab")
    keys.press("Enter")
    keys.press("Control+a")
    keys.type("75 %")
    page.get_by_role("button", name="Commit this answer").focus()
    keys.press("Enter")
    expect(page.locator(".ftd-locked")).to_be_visible()
    written = json.loads(kept_in(page))
    assert written["conditions"] == {
        "volume": {"status": "met", "basis": "measured"},
        "near_miss": {"status": "unknown"},
        "clean_examples": {"status": "unmet", "basis": "estimated"},
    }
    assert (written["justified"], written["confidence_percent"], written["schema"]) == ("yes", 75, 1)


def test_a_new_answer_replaces_the_old_one_only_after_a_second_yes(watched_page, at):
    keep(watched_page, at)
    page = first_page(watched_page, at)
    page.get_by_role("button", name="Write a new one").click()
    write(page, {**TYPED, "justified": "no"})
    commit(page)
    expect(page.get_by_role("button", name="Keep the old one")).to_be_focused()
    assert json.loads(kept_in(page)) == FIRST
    page.keyboard.press("Enter")
    assert json.loads(kept_in(page)) == FIRST
    expect(page.locator("[name=task]")).to_have_value(TYPED["task"])
    commit(page)
    page.get_by_role("button", name="Replace it").click()
    expect(page.locator(".ftd-locked")).to_contain_text("Do not train")
    assert json.loads(kept_in(page))["justified"] == "no"


def test_it_is_deleted_only_after_a_second_yes(watched_page, at):
    keep(watched_page, at)
    page = first_page(watched_page, at)
    page.get_by_role("button", name="Delete", exact=True).click()
    page.keyboard.press("Escape")
    assert json.loads(kept_in(page)) == FIRST
    page.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_role("button", name="Delete it").click()
    expect(page.locator(".ftd-form")).to_be_visible()
    assert kept_in(page) is None
    assert watched_page.console_errors == []


def test_a_saved_answer_loads_again_and_a_broken_file_changes_nothing(watched_page, at, tmp_path):
    keep(watched_page, at)
    page = first_page(watched_page, at)
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save to a file").click()
    saved = tmp_path / "first-answer.json"
    saving.value.save_as(saved)
    assert json.loads(saved.read_text(encoding="utf-8")) == FIRST
    broken = tmp_path / "broken.json"
    for text in ('{"schema": 1', json.dumps({**FIRST, "confidence_percent": 5}), "[]"):
        broken.write_text(text, encoding="utf-8")
        page.locator(".ftd-load input").set_input_files(broken)
        expect(page.locator(".ftd-note")).to_contain_text("broken.json cannot be used")
        assert json.loads(kept_in(page)) == FIRST
    page.evaluate("localStorage.clear()")
    page.reload()
    page.locator(".ftd-load input").set_input_files(saved)
    expect(page.locator(".ftd-locked")).to_contain_text(FIRST["next_step"])
    assert json.loads(kept_in(page)) == FIRST


CORRUPT = ['{"schema": 1', json.dumps({**FIRST, "justified": "maybe"}), json.dumps({**FIRST, "schema": 2}), "null"]


@pytest.mark.parametrize("text", CORRUPT, ids=["cut short", "faulty", "a later version", "null"])
def test_what_cannot_be_read_is_set_aside_and_never_overwritten(watched_page, at, text):
    at(watched_page, "book/index").evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])
    page = first_page(watched_page, at)
    expect(page.get_by_label("Set aside")).to_contain_text("could not be read")
    write(page)
    commit(page)
    expect(page.locator(".ftd-locked")).to_be_visible()
    aside = page.evaluate(
        "(start) => Object.keys(localStorage).filter((key) => key.startsWith(start)).map((key) => localStorage[key])",
        ASIDE,
    )
    assert aside == [text]
    page.reload()
    expect(page.get_by_label("Set aside")).to_be_visible()
    page.get_by_role("button", name="Delete it").click()
    expect(page.get_by_label("Set aside")).to_have_count(0)


def test_two_tabs_do_not_lose_work(watched_page, at):
    """What another tab commits is shown; what is typed here stays, and does not replace it unasked."""
    page = first_page(watched_page, at)
    write(page, {"task": "Typed in the first tab"})
    other = page.context.new_page()
    first_page(other, at)
    write(other)
    commit(other)
    expect(page.locator(".ftd-locked")).to_contain_text(TYPED["task"])
    expect(page.locator("[name=task]")).to_have_value("Typed in the first tab")
    write(page, {**TYPED, "task": "Typed in the first tab"})
    commit(page)
    expect(page.get_by_role("button", name="Keep the old one")).to_be_focused()
    assert json.loads(kept_in(other))["task"] == TYPED["task"]
    changed_page(other, at, "missing")
    worked = json.dumps({"schema": 1, "kept": "2026-11-21", "profile": PROFILE})
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [DRILL, worked])
    other.wait_for_selector("[data-state=shown]", timeout=ENGINE_STARTS_WITHIN_MS)


def test_what_is_typed_survives_a_reload(watched_page, at):
    page = first_page(watched_page, at)
    write(page)
    page.reload()
    expect(page.locator("[name=task]")).to_have_value(TYPED["task"])
    commit(page)
    expect(page.locator(".ftd-locked")).to_be_visible()


def test_the_drill_goes_on_in_a_new_tab_and_a_link_does_not_take_its_place(watched_page, at):
    keep(watched_page, at)
    drill = DrillPage(at(watched_page, "notebooks/drill"))
    drill.wait_for_verdict()
    expect(drill.field("clean_examples")).to_have_value("40")
    linked = watched_page.context.new_page()
    linked.goto(watched_page.url.split("#")[0] + "#profile=%7B%22clean_examples%22%3A9%7D")
    shown = DrillPage(linked)
    shown.wait_for_verdict()
    expect(shown.field("clean_examples")).to_have_value("9")
    assert json.loads(kept_in(linked, DRILL))["profile"] == PROFILE
    shown.field("clean_examples").fill("12")
    linked.wait_for_function("(key) => JSON.parse(localStorage.getItem(key)).profile.clean_examples === 12", arg=DRILL)
    linked.locator("details.ftd-more > summary").click()
    linked.get_by_role("button", name="Clear all answers").click()
    linked.wait_for_function("(key) => localStorage.getItem(key) === null", arg=DRILL)


def test_a_tab_that_is_left_does_not_undo_what_another_answered_since(watched_page, at):
    """It keeps what was typed in it, and nothing that it had kept before."""
    keep(watched_page, at)
    first = DrillPage(at(watched_page, "notebooks/drill"))
    first.wait_for_verdict()
    other = watched_page.context.new_page()
    second = DrillPage(at(other, "notebooks/drill"))
    second.wait_for_verdict()
    second.field("clean_examples").fill("12")
    other.wait_for_function("(key) => JSON.parse(localStorage.getItem(key)).profile.clean_examples === 12", arg=DRILL)
    at(watched_page, "book/index")
    assert json.loads(kept_in(watched_page, DRILL))["profile"]["clean_examples"] == 12
    first = DrillPage(at(watched_page, "notebooks/drill"))
    first.wait_for_verdict()
    first.field("clean_examples").fill("13")
    at(watched_page, "book/index")  # at once, before the drill has asked
    assert json.loads(kept_in(watched_page, DRILL))["profile"]["clean_examples"] == 13


def test_a_saved_verdict_takes_the_drill_s_place_until_the_page_is_left(watched_page, at, tmp_path):
    keep(watched_page, at, profile=None)
    page = changed_page(watched_page, at, "missing")
    file = tmp_path / "mine.json"
    file.write_text(json.dumps(verdict("yes", "fine_tune", headline="Train it <b>now</b>.")), encoding="utf-8")
    page.locator(".ftd-load input").set_input_files(file)
    page.wait_for_selector("[data-state=shown]", timeout=ENGINE_STARTS_WITHIN_MS)
    expect(page.locator(".ftd-result")).to_contain_text("Train it <b>now</b>.")
    file.write_text(json.dumps(verdict("perhaps")), encoding="utf-8")
    page.locator(".ftd-load input").set_input_files(file)
    page.wait_for_selector("[data-state=refused]")
    expect(page.locator(".ftd-result")).to_contain_text("mine.json cannot be used: justified is “perhaps”")
    file.write_text("{", encoding="utf-8")
    page.locator(".ftd-load input").set_input_files(file)
    expect(page.locator(".ftd-result")).to_contain_text("not whole JSON")


def test_both_answers_can_be_deleted_where_they_are_compared(watched_page, at):
    keep(watched_page, at)
    page = changed_page(watched_page, at)
    for name, key in (("Delete the first answer", KEY), ("Delete the drill’s answers", DRILL)):
        page.get_by_role("button", name=name).click()
        assert kept_in(page, key) is not None
        page.get_by_role("button", name="Delete", exact=True).click()
        expect(page.locator("[data-state=missing]")).to_be_visible()
        assert kept_in(page, key) is None
    with_nothing = page.locator(".ftd-missing")
    expect(with_nothing.get_by_role("link")).to_have_text(["Write it down", "Work the drill"])


def test_an_engine_that_cannot_start_says_where_else_to_ask(watched_page, at):
    keep(watched_page, at)
    watched_page.route("**/engine/worker.js", lambda route: route.abort())
    at(watched_page, "book/what-changed")
    expect(watched_page.locator(".ftd-error")).to_contain_text("ftdecide changed")
    watched_page.unroute("**/engine/worker.js")
    watched_page.get_by_role("button", name="Try again").click()
    watched_page.wait_for_selector("[data-state=shown]", timeout=ENGINE_STARTS_WITHIN_MS)


def sheets(page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True)))


def test_each_prints_on_one_page(new_watched_page, at):
    """The comparison, the locked answer, and without JavaScript the form to fill in by hand."""
    page = new_watched_page()
    keep(page, at)
    assert sheets(first_page(page, at)) == 1
    assert sheets(changed_page(page, at)) == 1
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Save as Markdown")).to_be_hidden()
    bare = at(new_watched_page(java_script_enabled=False), "book/your-first-answer")
    assert bare.locator(".ftd-before noscript").bounding_box()["height"] > 10  # what it says is shown
    assert "print it, and fill it in by hand" in bare.content()
    expect(bare.get_by_text("How do you know?").first).to_be_visible()
    expect(bare.get_by_role("button", name="Commit this answer")).to_have_count(0)
    assert sheets(bare) == 1


def test_in_every_state_the_pages_are_whole_for_everybody(new_watched_page, at):
    """axe finds nothing and nothing runs over the edge: errors, locked, rewriting, missing, shown."""
    page = new_watched_page(reduced_motion="reduce")
    states = {}

    def check(name: str) -> None:
        page.evaluate(AXE.read_text(encoding="utf-8"))
        for width, scheme in ((1280, "light"), (390, "dark")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            found = page.evaluate("axe.run(document.querySelector('.bd-article'))")["violations"]
            states[name, width, scheme] = [each["id"] for each in found]
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)

    first_page(page, at)
    commit(page)
    check("errors")
    write(page)
    commit(page)
    expect(page.locator(".ftd-locked")).to_be_visible()
    check("locked")
    page.get_by_role("button", name="Write a new one").click()
    write(page)
    commit(page)
    check("replacing")
    changed_page(page, at, "missing")
    check("missing")
    keep(page, at)
    changed_page(page, at)
    check("shown")
    assert {state: found for state, found in states.items() if found} == {}
    assert page.outside_requests == [] and page.console_errors == []
