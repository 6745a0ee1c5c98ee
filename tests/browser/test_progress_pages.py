"""A reader's progress in a real browser: two tabs, bad storage, the review, the page that shows it."""

from __future__ import annotations

import json
import re
import time
from datetime import date, timedelta

import pytest
from course.progresses import answer, progress
from course.test_review import notes_in
from playwright.sync_api import expect

from browser.drill_page import ENGINE_STARTS_WITHIN_MS, DrillPage
from deploy.engine.bundle import ROOT
from ftdecide.doors.book_folder import BookFolder

pytestmark = pytest.mark.browser
KEY, ASIDE = "ftdecide.progress", "ftdecide.set-aside.ftdecide.progress."
AXE = (ROOT / "deploy" / "engine" / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
OFF = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('off', 'SecurityError'); } })"
# A page's own copy of the store: whatever version of it the page's scripts have, the two share what is kept.
STORE = "window.store ??= await import(new URL('../_static/progress/store.js', location.href).href)"
FILL = """() => { for (let size = 2 ** 22; size >= 1; size = Math.floor(size / 2)) {
  try {
    for (let n = 0; n < 9; n += 1) localStorage.setItem(`fill${size}-${n}`, 'x'.repeat(size));
  } catch { /* smaller */ }
} }"""
YESTERDAY = (date.today() - timedelta(days=2)).isoformat()  # whatever the time zone, due today


@pytest.fixture
def at(served_book):
    """Opens a page of the book in a tab; `state` is what its own part is to come to."""

    def go(page, name: str, state: str | None = None):
        page.goto(f"{served_book}book/{name}.html")
        if state:
            page.wait_for_selector(f"[data-ftd-{name}][data-state={state}]", timeout=ENGINE_STARTS_WITHIN_MS)
        return page

    return go


def store(page, call: str, *given):
    """What a function of the store gives in this tab."""
    return page.evaluate(f"async (given) => {{ {STORE}; return {call}; }}", list(given))


def add(page, item: str) -> bool:
    fields = {"item": item, "chapter": "money", "variant": 0, "given": ["a"], "right": True, "where": "chapter"}
    return store(page, "store.addAnswer(given[0])", {**fields, "confidence_percent": 75})


def items(page) -> list[str]:
    return store(page, "store.all('answer').map(({ item }) => item)")


def kept(page, key: str = KEY) -> str | None:
    return page.evaluate("(key) => localStorage.getItem(key)", key)


def put(page, text: str) -> None:
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])


def asides(page) -> list[str]:
    """The texts that were set aside."""
    return page.evaluate(
        "(start) => Object.keys(localStorage).filter((key) => key.startsWith(start)).map((key) => localStorage[key])",
        ASIDE,
    )


def eventually(seen, wanted) -> None:
    """Browsers tell one tab of another's writing when they get to it: within five seconds here."""
    last = time.monotonic() + 5
    while (found := seen()) != wanted and time.monotonic() < last:
        time.sleep(0.05)
    assert found == wanted


@pytest.fixture
def tabs(watched_page, at):
    """Two tabs of one browser."""
    other = watched_page.context.new_page()
    return at(watched_page, "glossary"), at(other, "glossary")


def test_two_tabs_do_not_lose_each_others_work(tabs):
    """Also where one writes over what the other wrote, as browsers do that keep a copy of the storage for each tab."""
    one, two = tabs
    for n in range(5):
        assert add(one, f"one-{n}") and add(two, f"two-{n}")
    before = kept(one)
    add(one, "lost")
    put(two, before)  # as if the second tab had read before the first wrote
    one.wait_for_function("async () => localStorage['ftdecide.progress'].includes('\"lost\"')")
    add(two, "last")
    wanted = {*(f"one-{n}" for n in range(5)), *(f"two-{n}" for n in range(5)), "lost", "last"}
    for tab in (one, two):
        eventually(lambda tab=tab: set(items(tab)), wanted)


def test_what_is_deleted_in_one_tab_is_deleted_in_both_and_comes_back_from_a_file(tabs):
    one, two = tabs
    add(one, "a")
    add(two, "b")
    saved = store(two, "store.exportText()")
    assert store(one, "store.deleteAll()")
    two.wait_for_function(
        "async () => (await import(window.location.href.replace(/book.*/, '_static/progress/store.js')))"
        ".all('answer').length === 0"
    )
    add(two, "c")
    eventually(lambda: items(one), ["c"])
    assert store(one, "store.importText(given[0])", saved)["added"] == 2
    eventually(lambda: set(items(two)), {"a", "b", "c"})


def test_an_answer_dated_ahead_gives_way_to_what_is_answered_now_and_is_deleted_with_the_rest(watched_page, at):
    """A clock ran fast: by a day, and by centuries in a file that somebody sent."""
    page = at(watched_page, "glossary")
    tomorrow = (date.today() + timedelta(days=2)).isoformat()
    ahead = [answer("mo-never", day, False, at=f"{day}T12:00:00.000Z") for day in (tomorrow, "2998-01-01")]
    put(page, progress(*ahead).text)
    assert store(page, "Object.keys(store.currentAnswers('money'))") == []
    add(page, "mo-never")
    assert store(page, "store.currentAnswers('money')['mo-never'].right") is True
    assert store(page, "store.importText(given[0])", progress(answer("x", "2999-12-30", True)).text)["leftOut"] == 1
    assert store(page, "store.deleteAll()")
    page.reload()
    assert items(page) == [] and json.loads(kept(page))["entries"] == {}
    add(page, "after")
    page.reload()
    assert items(page) == ["after"]


def test_a_browser_that_was_cleared_stays_so(tabs):
    """A tab that was open does not write back what somebody has deleted."""
    one, two = tabs
    add(one, "a")
    eventually(lambda: items(two), ["a"])
    one.evaluate("localStorage.clear()")
    one.reload()  # who clears a browser's data does not go on with the page that was open
    eventually(lambda: (kept(two), items(two)), (None, []))
    add(two, "b")
    eventually(lambda: items(two), ["b"])


@pytest.mark.parametrize("text", ["", "{", "[]", '{"schema": 9, "entries": {}}', '{"schema": 2, "entries": 3}'])
def test_what_cannot_be_read_is_set_aside_and_what_comes_after_it_is_kept(watched_page, at, text):
    page = at(watched_page, "glossary")
    put(page, text)
    assert add(page, "a")
    assert asides(page) == [text]
    assert items(page) == ["a"]


def test_a_corruption_while_a_tab_is_open_costs_nothing(tabs):
    one, two = tabs
    add(two, "a")
    put(one, "{ broken")
    eventually(lambda: asides(two), ["{ broken"])  # the other tab sees it, sets it aside and keeps what it holds
    add(two, "b")
    eventually(lambda: set(items(one)), {"a", "b"})


def test_where_nothing_can_be_set_aside_nothing_is_written_over(watched_page, at):
    page = at(watched_page, "glossary")
    put(page, "{ broken" + "x" * 100_000)
    page.evaluate(FILL)
    text = kept(page)
    assert add(page, "a") is False
    assert kept(page) == text and store(page, "store.load().stuck") is True
    assert items(page) == ["a"]  # as long as the page is open


def test_a_full_browser_keeps_what_it_had(watched_page, at):
    page = at(watched_page, "glossary")
    add(page, "a")
    text = kept(page)
    page.evaluate(FILL)
    assert add(page, "b") is False
    assert kept(page) == text and set(items(page)) == {"a", "b"}


def test_what_older_quizzes_and_files_kept_is_taken_over_once(tabs):
    one, two = tabs
    one.evaluate("localStorage.setItem('ftd-quiz:money', JSON.stringify({ 'mo-a': ['b'] }))")
    old = json.dumps({"schema": 1, "quizzes": {"money": {"mo-a": ["b"]}, "limits": {"li-a": ["c"]}}})
    assert set(items(one)) == set(items(two)) == {"mo-a"}
    assert kept(one, "ftd-quiz:money") is None
    assert store(two, "store.importText(given[0])", old)["added"] == 1
    assert sorted(items(one)) == ["li-a", "mo-a"]


def some_items(count: int, kind: str = "one") -> list[tuple[str, int]]:
    """Questions of the money chapter of a kind, each with the number of its variants."""
    chapter = BookFolder(ROOT / "book").bank["money"]
    return [(q.id, len(chapter.variants[q.id])) for q in chapter.questions if q.kind == kind][:count]


def keep_missed(page, at, count: int = 2) -> list[tuple[str, int]]:
    """Put a wrong answer to some questions into this browser, old enough to be due."""
    at(page, "glossary")
    chosen = some_items(count)
    put(page, progress(*(answer(item, YESTERDAY, False) for item, _ in chosen)).text)
    return chosen


def test_the_review_by_keyboard_alone_without_the_network(watched_page, at):
    """Each question in another variant; the end says when the next is due; all of it is kept."""
    chosen = keep_missed(watched_page, at)
    page = at(watched_page, "review", "due")
    page.context.set_offline(True)
    keys = page.keyboard
    page.get_by_role("button", name="Begin").focus()
    keys.press("Enter")
    for n in range(len(chosen)):
        heading = page.get_by_role("heading", name=f"Question {n + 1} of {len(chosen)}")
        expect(heading).to_be_focused()
        page.keyboard.press("Tab")  # to the chapter's link
        page.keyboard.press("Tab")  # to the options
        for key in ("1", "8", "Enter"):
            keys.press(key)
        expect(page.locator(".ftd-why")).not_to_have_count(0)
        following = page.get_by_role("button", name="Next question" if n + 1 < len(chosen) else "Finish")
        expect(following).to_be_focused()
        page.wait_for_timeout(500)  # sooner it would be the first Enter doubled
        keys.press("Enter")
    page.wait_for_selector("[data-ftd-review][data-state=done]")
    expect(page.locator("[data-ftd-review] [role=status]").first).to_contain_text("Next: 2 questions")
    reviews = [entry for entry in json.loads(kept(page))["entries"].values() if entry["where"] == "review"]
    wanted = {(item, 1 % variants, 75) for item, variants in chosen}
    assert {(each["item"], each["variant"], each["confidence_percent"]) for each in reviews} == wanted
    page.context.set_offline(False)
    at(page, "review", "idle")
    expect(page.locator("[data-ftd-review]")).to_contain_text("Nothing is due today.")
    assert page.outside_requests == []


def test_the_review_says_how_it_fills(watched_page, at):
    page = at(watched_page, "review", "empty")
    expect(page.locator("[data-ftd-review]")).to_contain_text("A question comes here when you answer it wrongly")
    expect(page.locator(".ft-day-text a")).to_be_visible()


def test_a_written_answer_is_marked_in_the_review_before_it_counts(watched_page, at):
    """Beside it an answer whose chapter has another name now, and one whose question is gone."""
    ((text, _),) = some_items(1, "text")
    (number, variants), _ = some_items(2, "number")
    at(watched_page, "glossary")
    kept_ones = [answer(text, YESTERDAY, False), answer(number, YESTERDAY, False, chapter="old-money")]
    put(watched_page, progress(*kept_ones, answer("gone", YESTERDAY, False, chapter="old-money")).text)
    page = at(watched_page, "review", "due")
    expect(page.locator("[data-ftd-review]")).to_contain_text("2 questions are due.")
    page.get_by_role("button", name="Begin").click()
    for _ in range(2):
        card = page.locator(".ftd-question")
        if card.get_attribute("data-id") == text:
            card.locator("textarea").fill("It has to be made again.")
            card.get_by_label("Sure (95 %)").check()
            card.get_by_role("button", name="Check the answer").click()
            following = page.get_by_role("button", name=re.compile("Next question|Finish"))
            expect(following).to_be_hidden()
            for tick in card.locator(".ftd-self input").all():
                tick.focus()
                page.keyboard.press("Space")
                expect(tick).to_be_focused()
            page.wait_for_timeout(500)
            card.get_by_role("button", name="Keep this mark").click()
            expect(following).to_be_focused()
        else:
            number_key = BookFolder(ROOT / "book").bank["money"].variants[number][1 % variants].number
            card.locator(".ftd-box input").fill(f"{number_key.value:.2f}")
            card.get_by_label("Sure (95 %)").check()
            card.get_by_role("button", name="Check the answer").click()
        page.wait_for_timeout(500)
        page.get_by_role("button", name=re.compile("Next question|Finish")).click()
    page.wait_for_selector("[data-ftd-review][data-state=done]")
    expect(page.get_by_role("heading", name="2 of 2 right.")).to_be_focused()
    reviews = [e for e in json.loads(kept(page))["entries"].values() if e.get("where") == "review"]
    assert sorted((e["item"], e["chapter"], e["right"]) for e in reviews if e["right"] is not None) == sorted(
        [(text, "money", True), (number, "money", True)]
    )


def test_a_chapter_whose_questions_do_not_come_does_not_stop_the_review(watched_page, at):
    """Those of the others are asked; how many are missing is said."""
    other = BookFolder(ROOT / "book").bank["limits"].questions[0].id
    (mine, _), *_ = some_items(1)
    at(watched_page, "glossary")
    limits = answer(other, YESTERDAY, False, chapter="limits")
    put(watched_page, progress(answer(mine, YESTERDAY, False), limits).text)
    watched_page.route("**/quiz/limits.json", lambda route: route.abort())
    page = at(watched_page, "review", "due")
    expect(page.locator("[data-ftd-review]")).to_contain_text("1 question is due.")
    expect(page.locator("[data-ftd-review]")).to_contain_text("1 question more could not be fetched.")
    page.get_by_role("button", name="Begin").click()
    expect(page.locator(".ftd-question")).to_have_attribute("data-id", mine)


def test_an_answer_in_another_tab_is_not_asked_again(watched_page, at):
    (first, _), (second, _) = keep_missed(watched_page, at)
    page = at(watched_page, "review", "due")
    add(page.context.new_page() and at(page.context.pages[-1], "glossary"), second)
    page.wait_for_selector("[data-ftd-review][data-state=due]")
    page.get_by_role("button", name="Begin").click()
    expect(page.locator(".ftd-question")).to_have_attribute("data-id", first)
    expect(page.get_by_role("heading", name="Question 1 of 1")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_both_pages_are_accessible_with_something_on_them(new_watched_page, at, width, scheme):
    """No axe violation, nothing wider than the screen, no outside request, a quiet console."""
    page = new_watched_page(viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce")
    keep_missed(page, at)
    at(page, "progress", "shown")
    assert_accessible(page, width)
    at(page, "review", "due")
    page.get_by_role("button", name="Begin").click()
    assert_accessible(page, width)
    assert page.outside_requests == [] and page.console_errors == []


def assert_accessible(page, width: int) -> None:
    page.evaluate(AXE)
    violations = page.evaluate("async () => (await axe.run()).violations.map(v => [v.id, v.nodes.map(n => n.html)])")
    assert violations == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.locator(":is([data-ftd-review], [data-ftd-progress]) button:visible").evaluate_all(
        "(all) => all.filter((each) => each.getBoundingClientRect().height < 44).map((each) => each.textContent)"
    )
    assert small == []


def test_export_delete_and_import_on_the_page_and_a_corrupt_file_changes_nothing(watched_page, at, tmp_path):
    keep_missed(watched_page, at)
    page = at(watched_page, "progress", "shown")
    expect(page.locator("[data-ftd-progress]")).to_contain_text("2 questions are due today")
    expect(page.locator("[data-ftd-progress]")).to_contain_text("Everything stays in this browser; nothing is sent.")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Export", exact=True).click()
    saved.value.save_as(tmp_path / "progress.json")
    page.get_by_role("button", name="Delete everything").click()
    expect(page.get_by_role("button", name="Keep")).to_be_focused()
    page.keyboard.press("Escape")
    assert len(items(page)) == 2
    page.get_by_role("button", name="Delete everything").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.locator(".ftd-note")).to_have_text("Everything is deleted.")
    expect(page.locator("[data-ftd-progress]")).to_contain_text("Nothing is remembered yet")
    before = kept(page)
    (tmp_path / "bad.json").write_text((tmp_path / "progress.json").read_text()[:-20])
    page.set_input_files("input[type=file]", tmp_path / "bad.json")
    expect(page.locator(".ftd-note")).to_contain_text(
        "bad.json was not imported, and nothing was changed: it is not whole"
    )
    assert kept(page) == before
    page.set_input_files("input[type=file]", tmp_path / "progress.json")
    expect(page.locator(".ftd-note")).to_have_text("progress.json: 2 entries added.")
    expect(page.locator("[data-ftd-progress]")).to_contain_text("2 questions are due today")


def test_the_deck_for_anki_is_made_in_the_page(watched_page, at, tmp_path):
    """By the same library as at the command line: a note for each question of the review, and nothing sent."""
    chosen = keep_missed(watched_page, at)
    page = at(watched_page, "progress", "shown")
    with page.expect_download(timeout=ENGINE_STARTS_WITHIN_MS) as saved:
        page.get_by_role("button", name="Save the review for Anki").click()
    saved.value.save_as(tmp_path / "deck.apkg")
    notes, _ = notes_in((tmp_path / "deck.apkg").read_bytes(), tmp_path / "read")
    fronts = {card.front for card in BookFolder(ROOT / "book").flash_cards(frozenset(item for item, _ in chosen))}
    assert {fields.split("\x1f")[0] for fields in notes.values()} == fronts
    assert page.outside_requests == []


def test_what_was_set_aside_is_said_and_can_be_saved(watched_page, at):
    page = at(watched_page, "glossary")
    put(page, "{ broken")
    at(page, "progress", "shown")
    section = page.get_by_role("region", name="Set aside")
    expect(section).to_contain_text("could not be read")
    with page.expect_download() as saved:
        section.get_by_role("button", name="Save it").click()
    assert saved.value.path().read_text() == "{ broken"


def test_without_storage_the_pages_work_and_say_so(new_watched_page, at):
    page, stacks = new_watched_page(), []
    page.add_init_script(OFF)
    page.on("pageerror", lambda fault: stacks.append(fault.stack))
    at(page, "progress", "shown")
    expect(page.locator("[data-ftd-progress]")).to_contain_text("This browser does not keep it")
    at(page, "review", "empty")
    expect(page.locator("[data-ftd-review]")).to_contain_text("This browser does not keep it")
    own = re.compile(r"_static/(progress|quiz|before|drill|tutor)/|glossary\.js|notes\.js")
    assert [stack for stack in stacks if own.search(stack)] == []  # the theme's own scripts do not expect it


def test_a_chapter_counts_as_read_at_its_questions_and_not_before(watched_page, at):
    page = at(watched_page, "money")
    page.wait_for_timeout(300)
    assert "read:money" not in (kept(page) or "")
    page.locator(".ftd-quiz").first.scroll_into_view_if_needed()
    page.wait_for_function("localStorage['ftdecide.progress']?.includes('read:money')")
    at(page, "progress", "shown")
    expect(page.locator("tr", has_text="Money")).to_contain_text("read")


def test_a_verdict_is_remembered_when_the_drill_is_left_and_leads_back_into_it(watched_page, served_book, at):
    page = watched_page
    page.goto(f"{served_book}notebooks/drill.html")
    drill = DrillPage(page)
    drill.wait_for_verdict()
    drill.fill({"task": "Sort letters", "clean_examples": 40})
    expect(drill.card).to_contain_text("10 short of 50")
    headline = drill.card.locator(".ftd-headline").inner_text()
    at(page, "progress", "shown")
    verdict = page.locator("[data-ftd-progress] li", has_text="Sort letters")
    expect(verdict).to_contain_text(headline)
    verdict.get_by_role("link", name="Open it in the drill").click()
    drill.wait_for_verdict()
    expect(drill.field("clean_examples")).to_have_value("40")
    assert len([key for key in json.loads(kept(page))["entries"] if key.startswith("verdict:")]) == 1


def test_the_scheduler_and_the_deck_are_loaded_only_when_asked_for(watched_page, at):
    """The drill's reader does not load them; all of them are small."""
    loaded: dict[str, int] = {}
    watched_page.context.on("response", lambda answer: loaded.update({answer.url.rsplit("/", 1)[-1]: answer.status}))
    at(watched_page, "progress", "shown")
    wheels = {name for name in loaded if name.endswith(".whl")}
    assert {name.split("-")[0] for name in wheels} == {"ftdecide", "fsrs", "typing_extensions"}
    folder = ROOT / "_build" / "html" / "_static" / "drill" / "engine"
    besides = [file.stat().st_size for file in folder.glob("*.whl") if not file.name.startswith("ftdecide")]
    assert len(besides) == 6 and sum(besides) < 300_000
