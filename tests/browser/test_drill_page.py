"""The drill on the book's page: what a reader may do to it, and what it must never do to them."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from playwright.sync_api import expect

from browser.drill_page import ENGINE_STARTS_WITHIN_MS, DrillPage, opened, stated

pytestmark = pytest.mark.browser
AXE = Path(__file__).resolve().parents[2] / "deploy" / "engine" / "node_modules" / "axe-core" / "axe.min.js"
ALL_MET_AND_NO = {
    "gap": "style", "requests_per_month": 250_000, "repetitive": True, "near_miss": True, "clean_examples": 400,
    "rule_expressible": True, "follows_written_rule": True, "failure_cost": "trivial",
    "rungs": {"prompt": {"pass_rate": 0.93, "n": 200}},
}  # fmt: skip
SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
BAD = {
    "negative": ("clean_examples", "-3", "Write 0 or more"),
    "absurd": ("clean_examples", "1e300", "Check the unit"),
    "beyond any number": ("clean_examples", "1e999", "Write digits only"),
    "words": ("requests_per_month", "many", "Write digits only"),
    "NaN": ("requests_per_month", "NaN", "Write digits only"),
    "per cent for a share": ("target_pass_rate", "82", "write 0.82"),
    "a comma for the point": ("target_pass_rate", "0,86", "after a point: 0.86"),
    "a thousand and more with a nought before": ("clean_examples", "0,860", "after a point: 0.860"),
    "more a week than there may be": ("requests_per_month", "1e12", "to 230,769,230,769 (a week)"),
    "a price name of their own": ("economics.prompted_model", "our-contract", "US dollars a million tokens"),
    "100,000 characters": ("task", "x" * 100_000, "Shorten it."),
    "no date": ("base_model.retires", "soon", "2027-01-14"),
}


@pytest.mark.parametrize(("key", "typed", "remedy"), BAD.values(), ids=BAD)
def test_a_fault_stands_beside_its_field_and_costs_nothing(book_drill, key, typed, remedy):
    """The message names the remedy, the field is marked and described by it, and what was typed stays."""
    drill, page = book_drill, book_drill.page
    drill.fill({"gap": "knowledge", "failure_cost": "expensive"})
    drill.field(key).fill(typed)
    field = drill.field(key)
    expect(field).to_have_attribute("aria-invalid", "true")
    message = page.locator(f"#{field.get_attribute('aria-describedby').split()[-1]}")
    expect(message).to_contain_text(remedy)
    assert field.input_value() == typed
    assert (drill.read()["decision"], drill.read()["justified"]) == ("use_retrieval", "no")
    page.locator(".ftd-summary button").first.click()
    expect(field).to_be_focused()
    field.fill("")
    expect(page.locator(".ftd-summary")).to_be_hidden()


def test_markup_in_the_task_is_never_executed_or_rendered(book_drill):
    """Script tags and images with handlers are shown as the text they are, in the card and in what is saved."""
    task = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
    book_drill.fill({"task": task})
    book_drill.wait_for_verdict()
    page = book_drill.page
    page.wait_for_timeout(500)
    assert page.title() != "owned"
    assert page.locator(".ftd-drill img, .ftd-drill script").count() == 0
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save the verdict (Markdown)").click()
    assert r"\<script\>" in Path(saved.value.path()).read_text(encoding="utf-8")
    assert page.console_errors == []


def test_a_saved_verdict_brings_the_answers_back(book_drill):
    """JSON out, everything cleared, JSON in: the same answers and the same verdict."""
    drill, page = book_drill, book_drill.page
    assert drill.verdict_on("ready_to_train")["decision"] == "fine_tune"
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save answers and verdict (JSON)").click()
    verdict = json.loads(Path(saved.value.path()).read_text(encoding="utf-8"))
    asked = stated("ready_to_train")  # a volume by the week is saved by the month, to twelve digits
    assert verdict["profile"] == asked | {"requests_per_month": pytest.approx(asked["requests_per_month"], rel=1e-11)}
    page.get_by_role("button", name="Clear all answers").click()
    expect(drill.card).to_have_attribute("data-decision", "measure_first")
    page.locator("input[type=file]").set_input_files(saved.value.path())
    expect(drill.card).to_have_attribute("data-decision", "fine_tune")
    assert drill.field("rungs.retrieval.pass_rate").input_value() == "0.74"
    assert drill.field("requests_per_month").input_value() == "500000"


def test_a_truncated_file_changes_nothing(book_drill, tmp_path):
    """Half a download is refused with the remedy; the answers stay as they are."""
    drill, page = book_drill, book_drill.page
    drill.fill({"gap": "style", "clean_examples": 40})
    (tmp_path / "half.json").write_text('{"schema": 1, "profile": {"gap": "kno')
    page.locator("input[type=file]").set_input_files(tmp_path / "half.json")
    expect(page.locator(".ftd-note")).to_contain_text("Download it again")
    assert drill.field("clean_examples").input_value() == "40"
    expect(page.locator('[data-field="gap"][value="style"]')).to_be_checked()


def test_a_file_without_answers_changes_nothing(book_drill, tmp_path):
    """JSON of another kind is refused; the answers stay."""
    (tmp_path / "package.json").write_text('{"name": "thing", "version": "1.0.0", "dependencies": {}}')
    page = book_drill.page
    book_drill.fill({"clean_examples": 40})
    page.locator("input[type=file]").set_input_files(tmp_path / "package.json")
    expect(page.locator(".ftd-note")).to_contain_text("holds no answers")
    expect(page.locator(".ftd-note")).to_contain_text("Your answers stay as they are")
    assert book_drill.field("clean_examples").input_value() == "40"


def test_a_range_is_shown_until_a_number_replaces_it(book_drill, tmp_path):
    """Beside the box, by the week where the box is; an answer elsewhere leaves it, a number typed there does not."""
    training = {"value": 120, "low": 60, "high": 4000}
    requests = {"value": 5200, "low": 2600, "high": 10_400}  # 1,200 a week, from 600 to 2,400
    answers = {"gap": "style", "requests_per_month": requests, "economics": {"training_usd": training}}
    (tmp_path / "ranges.json").write_text(json.dumps(answers))
    page, field = book_drill.page, book_drill.field("economics.training_usd")
    page.locator("input[type=file]").set_input_files(tmp_path / "ranges.json")
    shown = page.locator(".ftd-form p", has_text="Range ").filter(visible=True)
    expect(shown).to_have_text(
        [f"Range {ends}. A number typed here replaces it." for ends in ("600 to 2,400", "60 to 4,000")]
    )
    book_drill.field("clean_examples").fill("40")
    assert profile_in_address(page)["economics"]["training_usd"] == training
    assert field.input_value() == "120"
    field.fill("130")
    expect(shown).to_have_count(1)
    assert profile_in_address(page)["economics"]["training_usd"] == 130
    page.get_by_role("button", name="Clear all answers").click()
    expect(shown).to_have_count(0)


def profile_in_address(page) -> dict:
    """The answers as the address holds them."""
    return json.loads(unquote(page.evaluate("location.hash").removeprefix("#profile=")))


NUMBERS = {
    "per cent signed": ("target_pass_rate", "82%", 0.82),
    "per cent with a space": ("target_pass_rate", "7.1 %", 0.071),  # 7.1 / 100 is 0.07099999999999999
    "thousands": ("clean_examples", "1,200", 1200),
    "a week’s number": ("requests_per_month", "50", 216.666666667),  # 50 * 52 / 12, to twelve digits
}


@pytest.mark.parametrize(("key", "typed", "kept"), NUMBERS.values(), ids=NUMBERS)
def test_a_number_is_read_as_it_is_meant(book_drill, key, typed, kept):
    """And kept with no more than twelve digits."""
    book_drill.fill({key: typed})
    assert profile_in_address(book_drill.page) == {key: kept}
    expect(book_drill.field(key)).not_to_have_attribute("aria-invalid", "true")


def test_the_card_says_what_weighs_against_and_shows_the_next_step(book_drill):
    """Three conditions met and still a no: the reason stands unfolded, and the next step is in sight below it."""
    page = book_drill.page
    book_drill.fill(ALL_MET_AND_NO)
    expect(book_drill.card.locator(".ftd-lamp.ftd-met")).to_have_count(3)
    expect(book_drill.card).to_have_attribute("data-justified", "no")
    expect(book_drill.card.locator(".ftd-weighed")).to_contain_text("What weighs most against it: ")
    book_drill.card.get_by_text("More: JSON").click()  # unfolded to clear the form
    page.set_viewport_size({"width": 1280, "height": 844})
    inside, following = (book_drill.card.locator(each).bounding_box() for each in (".ftd-card-body", ".ftd-next h3"))
    assert following["y"] + following["height"] < inside["y"] + inside["height"]
    page.set_viewport_size(SIZES["desktop"])


def test_a_new_answer_is_seen_from_its_start(book_drill):
    """The card that was scrolled down goes back to its top when its headline changes, and not before."""
    body = book_drill.card.locator(".ftd-card-body")
    headline = book_drill.card.locator(".ftd-headline")
    book_drill.fill({"gap": "knowledge", "near_miss": False})
    expect(headline).to_contain_text("No: the model lacks facts")
    body.evaluate("body => { body.scrollTop = 300; }")
    book_drill.field("task").fill("Answer from our handbook")
    expect(book_drill.card.locator(".ftd-task")).to_have_text("Task: Answer from our handbook")
    assert body.evaluate("body => body.scrollTop") == 300
    book_drill.field("gap").and_(book_drill.page.locator('[value="style"]')).check()
    expect(headline).not_to_contain_text("lacks facts")
    assert body.evaluate("body => body.scrollTop") == 0


def test_an_unknown_key_in_a_file_is_named_and_can_be_left_out(book_drill, tmp_path):
    """A key that no form field holds is listed with the nearest name and a way to drop it."""
    (tmp_path / "odd.json").write_text('{"gap": "style", "clean_exmples": 5}')
    page = book_drill.page
    page.locator("input[type=file]").set_input_files(tmp_path / "odd.json")
    expect(page.locator(".ftd-summary")).to_contain_text("Did you mean clean_examples?")
    page.get_by_role("button", name="Leave it out").click()
    expect(page.locator(".ftd-summary")).to_be_hidden()
    expect(page.locator('[data-field="gap"][value="style"]')).to_be_checked()


def test_a_link_restores_the_answers(book_drill, new_watched_page):
    """The answers stand in the fragment, never in the query; the same address elsewhere shows them again."""
    wanted = book_drill.verdict_on("legal_citations")
    address = book_drill.page.url
    assert "#profile=" in address and "?" not in address
    elsewhere = new_watched_page()
    elsewhere.goto(address)
    drill = DrillPage(elsewhere)
    drill.wait_for_verdict()
    assert drill.read() == wanted
    assert drill.field("requests_per_month").input_value() == "250000"


BROKEN_LINKS = ["%7B%22gap", "%E0%A4%A", "[1]", '{"gap": 3, "rungs": {"prompt": 5}}']


def test_a_broken_link_is_said_and_harms_nothing(watched_page, served_book):
    """A fragment that was cut short or tampered with leaves a working form and a message, at the start and later."""
    drill = DrillPage(watched_page)
    for fragment in BROKEN_LINKS:
        watched_page.goto(f"{served_book}notebooks/drill.html#profile={fragment}")
        drill.wait_for_verdict()
        told = watched_page.locator(".ftd-note, .ftd-summary").filter(has_text=re.compile("cannot be read|must be"))
        expect(told.first).to_be_visible()
    assert watched_page.console_errors == []


def test_a_reload_keeps_what_was_typed(book_drill):
    """Even when a link inside the page has taken the fragment, and even a faulty value."""
    page = book_drill.page
    book_drill.fill({"gap": "style", "clean_examples": "about forty"})
    book_drill.wait_for_verdict()
    page.evaluate("history.replaceState(null, '', '#elsewhere')")
    page.reload()
    assert book_drill.field("clean_examples").input_value() == "about forty"
    expect(page.locator('[data-field="gap"][value="style"]')).to_be_checked()


def test_the_form_works_while_the_engine_loads(watched_page, served_book):
    """Answers typed before the engine is there are kept, the page says that it is loading, and the verdict follows."""
    held = []
    hold = lambda route: held.append(route) if route.request.method == "GET" else route.continue_()  # noqa: E731
    watched_page.route("**/pyodide.asm.wasm", hold)
    watched_page.goto(f"{served_book}notebooks/drill.html")
    drill = DrillPage(watched_page)
    expect(drill.card).to_contain_text("The engine is loading")
    drill.fill({"gap": "knowledge", "near_miss": False})
    expect(watched_page.get_by_role("button", name="Save the verdict (Markdown)")).to_be_disabled()
    while not held:
        watched_page.wait_for_timeout(100)
    held[0].continue_()
    expect(drill.card).to_have_attribute("data-decision", "use_retrieval", timeout=ENGINE_STARTS_WITHIN_MS)


def test_an_engine_that_cannot_be_loaded_is_said_and_tried_again(watched_page, served_book):
    """A broken connection gives a message and a button, and the next try works."""
    watched_page.route("**/engine/worker.js", lambda route: route.abort())
    watched_page.goto(f"{served_book}notebooks/drill.html")
    drill = DrillPage(watched_page)
    expect(drill.card).to_contain_text("could not be loaded", timeout=120_000)
    drill.field("clean_examples").fill("7")
    watched_page.unroute("**/engine/worker.js")
    drill.wait_for_verdict()
    assert drill.field("clean_examples").input_value() == "7"


def test_without_webassembly_the_other_doors_are_named(new_watched_page, served_book):
    """The form stays, and the card says why there is no verdict and where to get one."""
    page = new_watched_page()
    page.add_init_script("delete globalThis.WebAssembly")
    page.goto(f"{served_book}notebooks/drill.html")
    card = page.locator(".ftd-verdict")
    expect(card).to_contain_text("no WebAssembly")
    for door in ("notebooks/drill.ipynb", "Voila", "ftdecide assess"):
        expect(card).to_contain_text(door)
    page.locator('[data-field="clean_examples"]').fill("12")
    expect(page).to_have_url(re.compile("clean_examples"))
    assert page.console_errors == []


def test_keyboard_alone_reaches_a_saved_verdict(book_drill):
    """Tab, arrows, space and Enter answer questions, open a fold and save; focus is always visible."""
    page = book_drill.page
    book_drill.field("task").focus()
    page.keyboard.type("Sort emails")
    page.keyboard.press("Tab")
    for _ in range(2):
        page.keyboard.press("ArrowDown")  # from I don't know, round to the second choice
    expect(page.locator('[data-field="gap"][value="knowledge"]')).to_be_checked()
    page.keyboard.press("Tab")
    expect(book_drill.field("requests_per_month")).to_be_focused()
    page.keyboard.type("50")
    expect(book_drill.card).to_have_attribute("data-decision", "use_retrieval")
    for _ in range(90):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.textContent")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", focused
        if focused == "Save the verdict (Markdown)":
            break
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    assert "Sort emails" in Path(saved.value.path()).read_text(encoding="utf-8")


def test_the_verdict_is_announced_once_typing_pauses(book_drill):
    """The live region carries the headline, politely."""
    book_drill.fill({"gap": "knowledge", "near_miss": False})
    live = book_drill.page.locator(".ftd-spoken")
    expect(live).to_have_text("No: the model lacks facts, and facts come by retrieval.")
    assert live.get_attribute("aria-live") == "polite"


def test_the_prompt_is_copied_with_the_blanks_filled_in(new_watched_page, served_book):
    """What lands on the clipboard names the task and the known answers; where copying is refused, it is selected."""
    page = new_watched_page(permissions=["clipboard-read", "clipboard-write"])
    drill = opened(page, "book", served_book)
    drill.fill({"task": "Sort customer emails", "clean_examples": 40})
    page.wait_for_timeout(600)
    page.get_by_role("button", name="Copy as a prompt").click()
    expect(page.locator(".ftd-note")).to_have_text("The prompt is copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Task: Sort customer emails" in copied and "Clean examples: 40" in copied
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.get_by_role("button", name="Copy as a prompt").click()
    assert page.locator(".ftd-manual").input_value() == copied.replace("\r\n", "\n")


def test_axe_finds_no_violation(new_watched_page, served_book):
    """With a fault shown and every fold open, in both schemes and sizes; the page never scrolls sideways."""
    page = new_watched_page(reduced_motion="reduce")  # a colour in transition has no contrast to speak of
    fault = {"gap": "classification", "clean_examples": -3, "rungs": {"prompt": {"pass_rate": 0.8}}}
    page.goto(f"{served_book}notebooks/drill.html#profile={quote(json.dumps(fault))}")
    DrillPage(page).wait_for_verdict()
    page.evaluate("document.querySelectorAll('.ftd-drill details').forEach((each) => { each.open = true; })")
    page.add_script_tag(path=AXE)
    for (name, size), scheme in itertools.product(SIZES.items(), ("light", "dark")):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function("scheme => document.documentElement.dataset.theme === scheme", arg=scheme)
        found = page.evaluate("axe.run()")["violations"]
        assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found] == [], (name, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], (name, scheme)
    assert page.outside_requests == []


def test_the_verdict_prints_on_one_page(book_drill):
    """With every fold open on paper, and folded again on the screen."""
    page = book_drill.page
    book_drill.verdict_on("legal_citations")
    printed = page.pdf(prefer_css_page_size=True)  # with the margins of paper
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    folded = page.locator(".ftd-verdict details:not([open])").count()
    assert folded
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".ftd-verdict details:not([open])").count() == 0
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator(".ftd-verdict details:not([open])").count() == folded


def test_a_broken_link_does_not_take_what_was_typed(book_drill):
    """Following a link that was cut short leaves the answers of this tab."""
    page = book_drill.page
    book_drill.fill({"clean_examples": 40})
    page.evaluate("location.hash = '#profile=%7B%22gap'")
    expect(page.locator(".ftd-note")).to_contain_text("cannot be read")
    assert book_drill.field("clean_examples").input_value() == "40"


def test_what_is_saved_answers_what_was_typed(book_drill):
    """Saving at once after typing waits for the verdict on it; a value that is not valid yet is saved too."""
    page = book_drill.page
    book_drill.fill({"gap": "knowledge", "clean_examples": 40})
    book_drill.wait_for_verdict()
    book_drill.field("clean_examples").fill("-7")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save answers and verdict (JSON)").click()
    verdict = json.loads(Path(saved.value.path()).read_text(encoding="utf-8"))
    assert verdict["profile"]["clean_examples"] == -7
    assert [fault["field"] for fault in verdict["faults"]] == ["clean_examples"]


def test_a_strange_key_can_be_left_out_too(book_drill, tmp_path):
    """A key with a dot, or one too long to show whole, is dropped by where it stands."""
    (tmp_path / "odd.json").write_text(json.dumps({"gap": "style", "my.note": 1, "k" * 80: 2}))
    page = book_drill.page
    page.locator("input[type=file]").set_input_files(tmp_path / "odd.json")
    for _ in range(2):
        page.get_by_role("button", name="Leave it out").first.click()
        page.wait_for_timeout(600)
    expect(page.locator(".ftd-summary")).to_be_hidden()
    expect(page.locator('[data-field="gap"][value="style"]')).to_be_checked()


def test_a_file_nested_without_end_is_refused(book_drill, tmp_path):
    """It neither reaches the engine nor costs an answer."""
    (tmp_path / "deep.json").write_text('{"profile": {"task": ' + "[" * 20_000 + "]" * 20_000 + "}}")
    page = book_drill.page
    book_drill.fill({"clean_examples": 40})
    page.locator("input[type=file]").set_input_files(tmp_path / "deep.json")
    expect(page.locator(".ftd-note")).to_contain_text("Your answers stay as they are")
    assert book_drill.field("clean_examples").input_value() == "40"


def test_on_a_phone_the_bar_carries_the_verdict_and_leads_to_it(new_watched_page, served_book):
    """While the card is out of sight the bar says its headline; a tap brings the card, and the bar steps aside."""
    page = new_watched_page(viewport=SIZES["phone"])
    drill = opened(page, "book", served_book)
    page.locator('[data-field="gap"][value="knowledge"]').check()
    bar = page.locator(".ftd-bar")
    expect(bar).to_contain_text("Retrieval first")
    bar.click()
    expect(drill.card).to_be_in_viewport()
    expect(drill.card).to_be_focused()
    expect(bar).to_be_hidden()
    assert "#profile=" in page.url


def test_a_number_that_was_counted_is_said_to_be(book_drill):
    """Ticked, it is measured in the verdict and in what is saved; unticked, an estimate; a range beside it stays."""
    drill, page = book_drill, book_drill.page
    drill.fill({"clean_examples": 400})
    lamp = page.locator(".ftd-lamp", has_text="lean examples")
    expect(lamp).to_contain_text("estimated")
    drill.field("clean_examples.basis").check()
    expect(lamp).to_contain_text("measured")
    assert profile_in(page) == {"clean_examples": {"value": 400, "basis": "measured"}}
    drill.field("clean_examples").fill("410")
    expect(lamp).to_contain_text("measured")
    assert profile_in(page) == {"clean_examples": {"value": 410, "basis": "measured"}}
    page.reload()
    drill.wait_for_verdict()
    assert drill.field("clean_examples.basis").is_checked()
    drill.field("clean_examples.basis").uncheck()
    expect(lamp).to_contain_text("estimated")
    assert profile_in(page) == {"clean_examples": 410}
    drill.field("clean_examples").fill("many")
    drill.field("clean_examples.basis").check()
    assert profile_in(page) == {"clean_examples": "many"}
    ranged = {"clean_examples": {"value": 400, "low": 300, "high": 450}}
    page.goto(f"{page.url.split('#')[0]}#profile={quote(json.dumps(ranged))}")
    expect(drill.field("clean_examples")).to_have_value("400")
    drill.field("clean_examples.basis").check()
    assert profile_in(page) == {"clean_examples": ranged["clean_examples"] | {"basis": "measured"}}


def profile_in(page) -> dict:
    """The answers as the address keeps them."""
    return json.loads(unquote(page.url.split("#profile=")[1]))
