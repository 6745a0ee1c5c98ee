"""The tutor as readers meet it: over a page and at its foot, by keys, on a phone, without its engine."""

from __future__ import annotations

import json
import re
import time

import pytest
from course.first_answers import FIRST
from playwright.sync_api import expect

from browser.drill_page import ENGINE_STARTS_WITHIN_MS, DrillPage
from deploy.book import articles
from deploy.engine.bundle import ROOT

pytestmark = pytest.mark.browser
AXE = ROOT / "deploy" / "engine" / "node_modules" / "axe-core" / "axe.min.js"
WORKER = "**/engine/worker.js*"
OPENER, OVER, FOOT = ".ftd-ask-open", "dialog.ftd-ask-over", "#ask-box"
SLOW = {"timeout": ENGINE_STARTS_WITHIN_MS}


@pytest.fixture(scope="module")
def shared(new_shared_page, served_book):
    """One page with the dialog open and the engine loaded."""
    page = new_shared_page(viewport={"width": 1280, "height": 900}, color_scheme="light")
    page.goto(f"{served_book}book/money.html")
    page.locator(OPENER).click()
    ask(page, "What is drift?")
    return page


@pytest.fixture
def asking(shared):
    """Asks in the dialog of the shared page, and gives the dialog with its answer."""
    if not shared.locator(OVER).is_visible():
        shared.locator(OPENER).click()

    def go(question: str):
        ask(shared, question)
        return shared.locator(OVER)

    return go


def ask(page, question: str, where: str = OVER) -> None:
    page.locator(f"{where} input").fill(question)
    page.locator(f"{where} input").press("Enter")
    expect(page.locator(f"{where} .ftd-ask-output")).not_to_have_attribute("data-state", "asking", **SLOW)


def tab_to(page, locator, most: int = 60) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if locator.evaluate("(each) => each === document.activeElement"):
            return
    raise AssertionError(f"{locator} is not reached by {most} Tabs")


def test_by_keys_alone_from_the_header_to_a_passage_and_back(watched_page, served_book):
    """Opened, asked, announced, followed; the way back finds the answer again; Escape gives the focus back."""
    page, keys = watched_page, watched_page.keyboard
    page.goto(f"{served_book}book/ladder.html")
    tab_to(page, page.locator(OPENER))
    keys.press("Enter")
    expect(page.locator(f"{OVER} input")).to_be_focused()
    keys.type("When does training pay for itself?")
    keys.press("Enter")
    heading = page.locator(f"{OVER} .ftd-ask-heading")
    expect(heading).to_be_focused(**SLOW)
    expect(page.locator(f"{OVER} [role=status]")).to_have_text(re.compile(r"^\d passages? found\.$"))
    link = page.locator(f"{OVER} .ftd-ask-place a").first
    target = link.evaluate("(each) => each.href")
    tab_to(page, link, 2)
    keys.press("Enter")
    page.wait_for_url(target)
    anchor = target.partition("#")[2]
    assert anchor and page.locator(f"[id='{anchor}']").count() == 1
    page.go_back()
    expect(heading).to_be_focused()
    expect(page.locator(f"{OVER} .ftd-ask-place a").first).to_have_attribute("href", re.compile(re.escape(anchor)))
    keys.press("Escape")
    expect(page.locator(OVER)).to_be_hidden()
    expect(page.locator(OPENER)).to_be_focused()
    assert page.outside_requests == [] and page.console_errors == []


def test_the_engine_waits_until_a_reader_turns_to_the_box(watched_page, served_book):
    asked = []
    watched_page.on("request", lambda request: asked.append(request.url))
    watched_page.goto(f"{served_book}book/limits.html", wait_until="networkidle")
    assert not any("/engine/" in url or "view.css" in url for url in asked)
    with watched_page.expect_request(WORKER):
        watched_page.locator(f"{FOOT} input").focus()


def test_quotes_come_first_to_last_with_links_and_the_whole_is_announced(asking, shared):
    over = asking("How many examples do I need?")
    quotes = over.locator(".ftd-ask-quotes > li")
    assert 1 <= quotes.count() <= 5
    for place in over.locator(".ftd-ask-place a").all():
        assert re.fullmatch(r"\.\./(book|notebooks)/[\w/-]+\.html#[\w.-]+", place.get_attribute("href"))
    expect(over.locator("[role=status]")).to_contain_text(f"{quotes.count()} passage")
    assert shared.outside_requests == [] and shared.console_errors == []


def test_once_loaded_an_answer_comes_in_well_under_a_second(asking):
    times = []
    for question in (
        "What is LoRA?",
        "What is overfitting?",
        "Is my base model retired?",
        "How do I count clean examples?",
    ):
        start = time.perf_counter()
        asking(question)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.8, times  # of the quickest: other work on the machine slows the others


def test_what_the_book_does_not_cover_is_said_with_where_to_look(asking):
    over = asking("Who won the world cup?")
    expect(over.locator(".ftd-ask-heading")).to_have_text("Not in this book")
    expect(over.get_by_role("status")).to_have_text("Nothing found.")
    expect(over.get_by_role("link", name="search the pages")).to_have_attribute(
        "href", "../search.html?q=Who%20won%20the%20world%20cup%3F"
    )


def test_an_empty_question_is_refused_beside_its_box_and_the_last_answer_stays(asking):
    asking("What is drift?")
    over = asking("   ")
    box = over.locator("input")
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-invalid", "true")
    assert "Type a question first" in over.locator(f"#{box.get_attribute('aria-describedby')}").inner_text()
    expect(over.locator(".ftd-ask-heading")).to_be_visible()
    box.fill("d")
    expect(box).not_to_have_attribute("aria-invalid", "true")
    over = asking("?!")
    expect(over.locator(".ftd-ask-fault")).to_contain_text("Ask a question in words")


@pytest.mark.parametrize(
    "question", ["<img src=x onerror=alert(1)> drift", '"; DROP TABLE x; -- drift', "NEAR( * OR", "drift " * 2000]
)
def test_hostile_text_is_text(asking, shared, question):
    over = asking(question)
    assert over.locator("img").count() == 0
    assert shared.console_errors == []


def test_a_hint_comes_before_the_answer(asking):
    prompt = next(
        item["prompt"]
        for item in json.loads((ROOT / "ftdecide/course/guide.json").read_text(encoding="utf-8"))["items"]
        if item["answer"] and len(item["prompt"].split()) > 25
    )
    over = asking(prompt)
    expect(over.locator(".ftd-ask-heading")).to_have_text("A hint")
    assert over.locator("blockquote").count() == 0
    expect(asking("Show me the answer").locator(".ftd-ask-heading")).to_have_text("The answer")
    asking("What is drift?")
    expect(asking("Show me the answer").locator(".ftd-ask-heading")).not_to_have_text("The answer")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_nothing_is_amiss_with_the_dialog_open(new_watched_page, served_book, scheme, width):
    """axe finds nothing, on a desk and on a phone; nothing is wider than the page; what is touched is large enough."""
    page = new_watched_page(viewport={"width": width, "height": 844}, color_scheme=scheme)
    page.goto(f"{served_book}book/one-answer.html")
    page.locator(OPENER).click()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for question in ("We get 2k tickets a week and 500 examples, should we fine-tune?", "Who won the world cup?", " "):
        ask(page, question)
        found = page.evaluate("async () => (await axe.run()).violations.map((v) => [v.id, v.nodes.map((n) => n.html)])")
        assert found == [], question
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        small = page.locator(f":is({OVER}, {FOOT}, {OPENER}) :is(button, input, .ftd-ask-way)").evaluate_all(
            "(all) => all.filter((each) => each.offsetParent && each.getBoundingClientRect().height < 44)"
            ".map((each) => each.outerHTML)"
        )
        assert small == []
    assert page.locator(OPENER).bounding_box()["height"] >= 44
    assert page.outside_requests == [] and page.console_errors == []


def test_a_question_about_ones_own_task_opens_the_drill_with_what_it_said(watched_page, served_book):
    page = watched_page
    page.goto(f"{served_book}book/index.html")
    page.locator(f"{FOOT} input").focus()
    ask(page, "Is it worth it for my 300 letters a week with 40 clean examples?", FOOT)
    expect(page.locator(f"{FOOT} .ftd-ask-output")).to_contain_text("1,300 requests a month; 40 clean examples")
    assert page.locator(f"{FOOT} blockquote").count() >= 1
    page.get_by_role("link", name="Open the drill with these answers").click()
    drill = DrillPage(page)
    drill.wait_for_verdict()
    expect(drill.field("requests_per_month")).to_have_value("300")
    expect(drill.field("clean_examples")).to_have_value("40")
    assert page.outside_requests == [] and page.console_errors == []


def test_on_the_drills_page_one_engine_answers_both_and_the_link_fills_the_form(watched_page, served_book):
    workers = []
    watched_page.on("worker", lambda worker: workers.append(worker.url))
    watched_page.goto(f"{served_book}notebooks/drill.html")
    drill = DrillPage(watched_page)
    drill.wait_for_verdict()
    watched_page.locator(OPENER).click()
    ask(watched_page, "Should we fine-tune? We have 40 clean examples.")
    watched_page.get_by_role("link", name="Open the drill with these answers").click()
    expect(watched_page.locator(OVER)).to_be_hidden()
    expect(drill.field("clean_examples")).to_have_value("40")
    assert len(workers) == 1


def test_what_next_follows_from_what_this_browser_remembers(watched_page, served_book):
    """Two steps of the first way are done, the first answer written down among them; the third is next."""
    page = watched_page
    page.goto(f"{served_book}book/index.html")
    read = {"at": "2026-11-28T10:00:00.000Z", "kind": "read", "chapter": "two-kinds-of-work"}
    kept = {"ftdecide.progress": {"schema": 2, "epoch": None, "entries": {"read:two-kinds-of-work": read}}}
    for key, value in (kept | {"ftdecide.first-answer": FIRST}).items():
        page.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, json.dumps(value)])
    page.reload()
    page.locator(OPENER).click()
    ask(page, "What should I read next?")
    expect(page.locator(f"{OVER} .ftd-ask-way")).to_have_attribute("href", "../book/three-conditions.html")
    ask(page, "I'm a teacher, where do I start?")
    expect(page.locator(f"{OVER} .ftd-ask-output")).to_contain_text("I teach")


@pytest.mark.parametrize("how", ["abort", "missing"])
def test_a_webassembly_that_does_not_come_is_said_and_can_be_tried_again(new_watched_page, served_book, how):
    """Pyodide itself would wait for it for ever."""
    page = new_watched_page(viewport={"width": 1280, "height": 900})
    page.context.route("**/*.wasm", lambda route: route.abort() if how == "abort" else route.fulfill(status=404))
    page.goto(f"{served_book}book/curation.html")
    page.locator(OPENER).click()
    ask(page, "What is a clean example?")
    over = page.locator(OVER)
    expect(over.locator(".ftd-ask-failed")).to_contain_text("The engine could not start", **SLOW)
    page.context.unroute("**/*.wasm")
    over.get_by_role("button", name="Try again").click()
    expect(over.locator(".ftd-ask-quotes > li").first).to_be_visible(**SLOW)


def test_an_engine_that_does_not_come_is_said_and_leads_to_the_search(new_watched_page, served_book):
    page = new_watched_page(viewport={"width": 1280, "height": 900})
    page.route(WORKER, lambda route: route.abort())
    page.goto(f"{served_book}book/curation.html")
    page.locator(OPENER).click()
    ask(page, "What is a clean example?")
    over = page.locator(OVER)
    expect(over.locator(".ftd-ask-failed")).to_contain_text("could not be loaded")
    expect(over.get_by_role("link", name="search the pages")).to_have_attribute(
        "href", re.compile(r"search\.html\?q=What%20is")
    )
    page.unroute(WORKER)
    over.get_by_role("button", name="Try again").click()
    expect(over.locator(".ftd-ask-quotes > li").first).to_be_visible(**SLOW)


def test_offline_before_the_engine_is_there_is_said(new_watched_page, served_book):
    page = new_watched_page(viewport={"width": 390, "height": 844})
    page.goto(f"{served_book}book/curation.html", wait_until="networkidle")
    page.context.set_offline(True)
    page.locator(OPENER).click()
    ask(page, "What is a clean example?")
    expect(page.locator(f"{OVER} .ftd-ask-failed")).to_contain_text("You are offline")


def test_without_scripts_the_form_leads_to_the_search(new_watched_page, served_book):
    page = new_watched_page(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    page.goto(f"{served_book}book/about/teaching.html")
    assert page.locator(OPENER).get_attribute("href") == FOOT
    page.locator(f"{FOOT} input").fill("break-even volume")
    page.locator(f"{FOOT} button").click()
    page.wait_for_url(f"{served_book}search.html?q=break-even+volume")


def test_two_pages_ask_at_once(new_watched_page, served_book):
    page = new_watched_page(viewport={"width": 1280, "height": 900})
    other = page.context.new_page()
    for each in (page, other):
        each.goto(f"{served_book}book/limits.html")
        each.locator(f"{FOOT} input").focus()
    for each, question in ((page, "What is drift?"), (other, "What is LoRA?")):
        ask(each, question, FOOT)
    expect(page.locator(f"{FOOT} .ftd-ask-place").first).to_contain_text("drift")
    expect(other.locator(f"{FOOT} .ftd-ask-place").first).to_contain_text("LoRA")


def test_paper_has_no_box(shared, built_book):
    """Neither a page that is printed nor the PDF and the EPUB."""
    shared.keyboard.press("Escape")
    shared.emulate_media(media="print")
    assert not shared.locator(FOOT).is_visible() and not shared.locator(OPENER).is_visible()
    shared.emulate_media(media="screen")
    for page in ("book/money", "notebooks/ask"):
        text = "".join(articles.read(built_book, "", page).content.itertext())
        assert "Your question, in your own words" not in text


def test_every_page_has_it_once(built_book):
    pages = [path for path in (*built_book.glob("book/**/*.html"), *built_book.glob("notebooks/*.html"))]
    pages = [
        path
        for path in pages
        if 'http-equiv="refresh"' not in (text := path.read_text(encoding="utf-8")) and "bd-article" in text
    ]
    assert len(pages) > 20
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert text.count('id="ask-box"') == text.count("ftd-ask-open") == 1, path
