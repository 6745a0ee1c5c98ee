"""The questions in a real browser, on the page where readers meet them."""

from __future__ import annotations

import json

import pytest

from course.small_bank import ROOT
from ftdecide.course.answer_html import shown_number

pytestmark = pytest.mark.browser

PAGE = "book/three-conditions.html"
AXE = ROOT / "deploy" / "engine" / "node_modules" / "axe-core" / "axe.min.js"
SCREENS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]


@pytest.fixture
def open_quiz(new_watched_page, served_book):
    """Opens the chapter once its quiz has come alive."""

    def open_page(**options):
        page = new_watched_page(viewport={"width": 1280, "height": 900}, color_scheme="light", **options)
        page.goto(f"{served_book.rstrip('/')}/{PAGE}")
        if options.get("java_script_enabled", True):
            page.locator(".ftd-score-line").first.wait_for()
        return page

    return open_page


def question(page, question_id: str):
    return page.locator(f'.ftd-question[data-id="{question_id}"]')


def answer_three(page) -> None:
    """By keyboard alone: one in words, one wrong choice, one right set of choices."""
    question(page, "tc-name-all").get_by_label("Answer 1").focus()
    for words in ("lots of requests", "a near miss", "money"):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    for key in ("Tab", "9", "Enter"):  # past the hint, to how sure
        page.keyboard.press(key)
    question(page, "tc-together").locator("input").first.focus()
    for key in ("2", "9", "Enter"):
        page.keyboard.press(key)
    question(page, "tc-case-receipts").locator("input").first.focus()
    for key in ("1", "3", "6", "Enter"):
        page.keyboard.press(key)


def test_by_keyboard_every_option_is_explained_and_the_score_is_kept(open_quiz):
    page = open_quiz()
    answer_three(page)
    named, one, several = (question(page, name) for name in ("tc-name-all", "tc-together", "tc-case-receipts"))
    assert named.get_by_role("status").inner_text() == "2 of 3 named. All of them stand below."
    assert "Counts as: High-volume repetitive task." in named.inner_text()
    assert one.get_by_role("status").inner_text().startswith("Not right. The answer is A;")
    assert [word.strip() for word in one.locator(".ftd-why strong").all_inner_texts()] == [
        "Correct.", "Not correct, your answer.", "Not correct.", "Not correct.",
    ]  # fmt: skip
    assert several.get_by_role("status").inner_text().startswith("Right.")
    assert several.locator(".ftd-why").count() == 3
    line = page.locator(".ftd-score-line").first
    assert line.inner_text() == "1 right of 3 answered, 6 in all. Kept in this browser only."

    page.reload()
    line.wait_for()
    assert line.inner_text() == "1 right of 3 answered, 6 in all. Kept in this browser only."
    assert one.locator(".ftd-why").count() == 4

    one.get_by_role("button", name="Try again").focus()
    page.keyboard.press("Enter")
    assert one.locator(".ftd-why").count() == 0
    assert page.evaluate("document.activeElement.value") == "a"
    for key in ("1", "8", "Enter"):
        page.keyboard.press(key)
    assert one.get_by_role("status").inner_text().startswith("Right.")
    assert page.evaluate("document.activeElement.textContent") == "Try again"
    assert line.inner_text().startswith("2 right of 3 answered")

    page.get_by_role("button", name="Start again").first.click()
    assert line.inner_text() == "6 questions. Your answers stay in this browser."
    assert page.url.endswith(PAGE)
    assert page.outside_requests == [] and page.console_errors == []


def test_a_check_without_an_answer_says_so_and_goes_to_the_first_option(open_quiz):
    page = open_quiz()
    one = question(page, "tc-together")
    one.get_by_role("button", name="Check the answer").click()
    assert one.get_by_role("status").inner_text() == "Choose an answer first."
    assert page.evaluate("document.activeElement.value") == "a"


def test_digits_type_digits_where_a_text_is_asked_for(open_quiz):
    page = open_quiz()
    box = question(page, "tc-name-all").get_by_label("Answer 1")
    box.focus()
    page.keyboard.type("100s of clean examples, 2 or 3")
    assert box.input_value() == "100s of clean examples, 2 or 3"


@pytest.mark.parametrize("kept", [
    "not json", "[]", "null", '{"tc-together": 7, "tc-name-all": [], "gone": ["a"]}', '{"tc-together": ["z", 3]}',
])  # fmt: skip
def test_what_somebody_else_left_in_the_browser_does_no_harm(open_quiz, kept):
    page = open_quiz()
    page.evaluate(f"localStorage.setItem('ftd-quiz:three-conditions', {json.dumps(kept)})")
    page.reload()
    page.locator(".ftd-score-line").first.wait_for()
    assert page.locator(".ftd-score-line").first.inner_text() == "6 questions. Your answers stay in this browser."
    assert page.console_errors == []


def test_nine_more_stand_behind_a_fold_and_are_kept_beside_the_first_six(open_quiz):
    page = open_quiz()
    nine = question(page, "tc-fourth")
    assert page.locator(".ftd-question").count() == 15
    assert page.locator(".ftd-question:visible").count() == 6
    assert page.get_by_text("choose, 6 to 9 say how sure").count() == 2  # once in each quiz
    page.locator("summary", has_text="Nine more").focus()
    page.keyboard.press("Enter")
    assert page.locator(".ftd-question:visible").count() == 15
    answer_three(page)
    nine.locator("input").first.focus()
    for key in ("9", "Enter"):  # the order as it stands
        page.keyboard.press(key)
    page.reload()
    first, second = page.locator(".ftd-score-line").all()
    assert "of 3 answered, 6 in all" in first.inner_text()
    page.locator("summary", has_text="Nine more").click()
    assert "of 1 answered, 9 in all" in second.inner_text()


def test_an_answer_is_shown_as_text(open_quiz):
    page = open_quiz()
    question(page, "tc-name-all").get_by_label("Answer 1").fill("<img src=x onerror=document.title='hit'> volume")
    question(page, "tc-name-all").get_by_role("button").click()
    assert page.locator(".ftd-quiz img").count() == 0
    assert page.title() != "hit"


def test_axe_finds_nothing_and_nothing_runs_off_the_side(open_quiz):
    page = open_quiz(reduced_motion="reduce")  # a colour in transition has no contrast to speak of
    answer_three(page)
    page.locator("summary", has_text="Nine more").click()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for width, scheme in SCREENS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function("scheme => document.documentElement.dataset.theme === scheme", arg=scheme)
        found = page.evaluate("axe.run('.ftd-quiz')")
        faults = [(fault["id"], fault["nodes"][0]["html"]) for fault in found["violations"]]
        assert faults == [], (width, scheme)
        assert len(found["passes"]) > 10
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        sizes = page.locator(".ftd-quiz label:visible:has(input), .ftd-quiz button:visible").evaluate_all(
            "all => all.map(one => one.getBoundingClientRect().height)"
        )
        assert min(sizes) >= 44, (width, scheme)  # can be hit with a thumb


def test_without_scripts_the_answers_stand_behind_a_fold(open_quiz):
    page = open_quiz(java_script_enabled=False)
    one = question(page, "tc-together")
    assert one.get_by_role("button").count() == 0
    one.locator(".ftd-answer summary").click()
    assert "A: Correct." in one.inner_text() and "D: Not correct." in one.inner_text()
    one.locator("input").first.focus()
    page.keyboard.press("Enter")
    assert page.url.endswith(PAGE)  # nothing was sent anywhere


@pytest.fixture
def money(open_quiz, served_book, bank):
    """The chapter of money, every question of it in view, and the key of the variant that each card shows."""
    page = open_quiz()
    page.goto(f"{served_book.rstrip('/')}/book/money.html")
    unfold(page)

    def key_of(question_id: str):
        return bank["money"].variants[question_id][int(question(page, question_id).get_attribute("data-variant"))]

    return page, key_of


def unfold(page) -> None:
    """Waits for the quiz and opens what stands behind folds."""
    page.locator(".ftd-score-line").first.wait_for()
    page.evaluate(
        "document.querySelectorAll('details').forEach((fold) => { fold.open = fold.matches(':has(.ftd-quiz)'); })"
    )


def entries(page) -> list[dict]:
    kept = json.loads(page.evaluate("localStorage.getItem('ftdecide.progress')") or '{"entries": {}}')["entries"]
    return sorted((entry for entry in kept.values() if entry["kind"] == "answer"), key=lambda entry: entry["at"])


def test_a_held_or_doubled_enter_does_not_take_the_answer_back(open_quiz):
    page = open_quiz()
    one = question(page, "tc-together")
    one.locator("input").first.focus()
    for key in ("2", "9"):
        page.keyboard.press(key)
    one.evaluate("form => { form.requestSubmit(); form.requestSubmit(); }")  # two presses at once
    held = "new KeyboardEvent('keydown', { key: 'Enter', repeat: true, bubbles: true, cancelable: true })"
    assert one.evaluate(f"form => form.querySelector('.ftd-check').dispatchEvent({held})") is False  # nothing follows
    assert one.locator(".ftd-why").count() == 4
    page.wait_for_timeout(500)
    page.keyboard.press("Enter")  # meant
    assert one.locator(".ftd-why").count() == 0


def test_a_number_is_right_within_its_tolerance_and_a_slip_is_told(money):
    """As the page writes it, by keyboard; what is no number is asked for again and costs nothing."""
    page, key_of = money
    card = question(page, "mo-sum")
    key, status = key_of("mo-sum").number, card.get_by_role("status")
    box = card.locator(".ftd-box input")
    box.focus()
    page.keyboard.type("about 5 apples")
    page.keyboard.press("Enter")
    assert status.inner_text() == "“about 5 apples” is no number. Write one such as 430,000 or 0.5."
    assert box.input_value() == "about 5 apples" and entries(page) == []
    box.fill(shown_number(key.value))
    card.get_by_label("Sure (95 %)").check()
    page.keyboard.press("Enter")
    assert status.inner_text().startswith("Right.")
    page.wait_for_timeout(500)
    card.get_by_role("button", name="Try again").click()  # with fresh numbers
    key = key_of("mo-sum").number
    box.fill(f"{key.mistakes[0].value:.1f}")
    card.get_by_label("A guess").check()
    page.keyboard.press("Enter")
    assert status.inner_text().startswith("Not right.")
    assert key.mistakes[0].feedback[:30] in card.locator(".ftd-slip").inner_text()
    told = [(entry["variant"], entry["right"], entry["confidence_percent"]) for entry in entries(page)]
    assert told == [(0, True, 95), (1, False, 25)]
    assert page.console_errors == []


def test_a_written_answer_is_marked_by_its_writer_and_counts_once(money):
    """By keyboard: not marked is neither right nor wrong; the mark is kept over a reload, and tried again."""
    page, key_of = money
    card = question(page, "mo-changed-rule")
    points = len(key_of("mo-changed-rule").model.points)
    card.locator("textarea").focus()
    page.keyboard.type("The examples have to be written anew.")
    card.get_by_label("Fairly sure").check()
    card.get_by_role("button", name="Check the answer").press("Enter")
    ticks = card.locator(".ftd-self input")
    assert ticks.count() == points
    assert page.evaluate("document.activeElement.type") == "checkbox"
    assert [entry["right"] for entry in entries(page)] == [None]
    page.reload()  # what was typed is there, still to be marked
    unfold(page)
    assert card.locator("textarea").input_value() == "The examples have to be written anew."
    ticks.first.focus()
    page.keyboard.press("Enter")  # neither ticks nor keeps
    assert len(entries(page)) == 1
    page.keyboard.press("Space")
    page.wait_for_timeout(500)
    card.get_by_role("button", name="Keep this mark").press("Enter")
    status = card.get_by_role("status")
    assert status.inner_text() == f"Not whole yet, by your own mark: it makes 1 of {points} points."
    assert page.evaluate("document.activeElement.textContent") == "Try again"
    assert [(entry["right"], len(entry["given"])) for entry in entries(page)] == [(None, 1), (False, 2)]
    page.reload()
    unfold(page)
    assert status.inner_text().startswith("Not whole yet")
    assert ticks.first.is_checked() and ticks.first.is_disabled()
    card.get_by_role("button", name="Try again").click()
    card.locator("textarea").fill("All of it.")
    card.get_by_label("Fairly sure").check()
    card.get_by_role("button", name="Check the answer").click()
    for tick in ticks.all():
        tick.check()
    page.wait_for_timeout(500)
    card.get_by_role("button", name="Keep this mark").click()
    assert status.inner_text() == f"Right, by your own mark: it makes {points} of {points} points."
    assert [entry["right"] for entry in entries(page)] == [None, False, None, True]
    assert "First tries: 75 % sure on average, 0 of 1 right" in page.locator(".ftd-calibration:visible").inner_text()
    assert page.console_errors == []
