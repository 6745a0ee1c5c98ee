"""Clean examples counted in a reader's own file, on the drill's page: what it says and keeps, and never sends."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from playwright.sync_api import expect

from browser.drill_page import ENGINE_STARTS_WITHIN_MS, DrillPage, opened
from tests.instruments import planted

pytestmark = pytest.mark.browser
AXE = Path(__file__).resolve().parents[2] / "deploy" / "engine" / "node_modules" / "axe-core" / "axe.min.js"
COUNT = "Count them in my file"
COUNTED_WITHIN_MS = ENGINE_STARTS_WITHIN_MS
NAME = "Müller GmbH – complaints.jsonl"  # a name that is nobody else's


def audited(file: Path, form: str = "json") -> str:
    """What `ftdecide audit` says of a file."""
    command = [sys.executable, "-m", "ftdecide", "audit", str(file), "--format", form]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def file(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("own") / NAME
    path.write_text(planted.chat_file(0, clean=120, each=4).text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def report(file) -> dict:
    return json.loads(audited(file))


def choose(page, file: Path | dict) -> None:
    """Open the dialogue that asks for a file, by keyboard, and choose one."""
    with page.expect_file_chooser() as asked:
        page.get_by_role("button", name=COUNT).focus()  # within, since Playwright has to be listening by then
        page.keyboard.press("Enter")
    asked.value.set_files(file)


def count(page, file: Path | dict) -> None:
    before = int(page.locator(".ftd-count").get_attribute("data-counted") or 0)
    choose(page, file)
    page.locator(f'.ftd-count[data-counted="{before + 1}"]').wait_for(timeout=COUNTED_WITHIN_MS)


def box_of(page, key: str):
    """The question with all that stands at it."""
    return page.locator(".ftd-field", has=page.locator(f'[data-field="{key}"]'))


def kept(page) -> dict:
    """The answers as this tab keeps them."""
    return json.loads(page.evaluate("sessionStorage.getItem('ftdecide.drill')"))


def linked(page) -> dict:
    """The answers as the address carries them."""
    return json.loads(unquote(page.url.split("#profile=")[1]))


def lamp(page, name: str):
    return page.locator(".ftd-lamp", has_text=name)


def test_the_count_is_the_command_lines_and_nothing_is_sent(book_drill, file, report):
    """The same numbers, read as measured; the engine's own files are fetched, and no request carries anything."""
    page, sent = book_drill.page, []
    note = lambda request: sent.append((request.method, request.url, request.post_data))  # noqa: E731
    page.context.on("request", note)
    book_drill.fill({"gap": "style", "clean_examples": 5000})
    count(page, file)
    expect(lamp(page, "lean examples")).to_contain_text("measured")
    page.context.remove_listener("request", note)
    assert kept(page) == {"gap": "style", **report["profile"]}
    assert (
        book_drill.field("clean_examples").input_value() == str(report["clean_examples"]) == "124"
    )  # 120 clean, 4 repaired
    assert book_drill.field("total_examples").input_value() == str(report["rows"])
    assert page.locator(".ftd-count [role=status]").inner_text().startswith(f"Clean examples: 124 of {report['rows']}")
    assert {method for method, _, _ in sent} <= {"GET", "HEAD"} and {body for _, _, body in sent} == {None}
    assert not any("ller" in url or "?" in url for _, url, _ in sent)
    assert page.outside_requests == page.console_errors == []


def test_the_report_stands_in_place_and_can_be_saved_whole(book_drill, file, report):
    """Folded; the counts of the command line and the worst with their reasons; saved, it is the command line's."""
    page = book_drill.page
    count(page, file)
    found = page.locator(".ftd-found")
    expect(found.locator("> summary")).to_have_text(f"What was found in {NAME}")
    assert found.get_attribute("open") is None
    found.locator("> summary").click()
    kinds = found.locator("> ul > li")
    counts = {name: issue["count"] for name, issue in report["issues"].items() if issue["count"]}
    assert [int(text.split()[0]) for text in kinds.locator("> strong").all_inner_texts()] == list(counts.values())
    schema = kinds.nth(list(counts).index("schema"))
    worst = report["issues"]["schema"]["rows"][0]
    expect(schema).to_contain_text(f"row {worst['row']}, line {worst['line']}: {worst['reason']}")
    expect(found).to_contain_text("First: ")
    expect(found).not_to_contain_text("posteo.de")
    for button, wanted in {"Save the whole report (HTML)": audited(file, "html"), "Save it as JSON": report}.items():
        with page.expect_download() as saved:
            page.get_by_role("button", name=button).click()
        text = Path(saved.value.path()).read_text(encoding="utf-8")
        assert (json.loads(text) if isinstance(wanted, dict) else text) == wanted


def test_typing_over_a_count_makes_it_an_estimate_again(book_drill, file, report):
    """The range and the file's name go with it; the other number stays as it was counted."""
    page = book_drill.page
    count(page, file)
    expect(box_of(page, "clean_examples")).to_contain_text(report["profile"]["clean_examples"]["source"])
    assert book_drill.field("clean_examples.basis").is_checked()
    book_drill.field("clean_examples").fill("130")
    expect(lamp(page, "lean examples")).to_contain_text("estimated")
    assert kept(page) == {"clean_examples": 130, "total_examples": report["profile"]["total_examples"]}
    expect(box_of(page, "clean_examples")).not_to_contain_text("ftdecide audit")
    assert not book_drill.field("clean_examples.basis").is_checked()


def test_a_count_removed_gives_back_what_stood_there(book_drill, file):
    """Both numbers and the report; what was typed since stays, and the focus is at the number."""
    page = book_drill.page
    book_drill.fill({"clean_examples": 5000})
    count(page, file)
    book_drill.field("task").fill("Answer complaints")
    box_of(page, "total_examples").get_by_role("button", name="Remove this count").press("Enter")
    assert kept(page) == {"clean_examples": 5000, "task": "Answer complaints"}
    expect(book_drill.field("total_examples")).to_be_focused()
    expect(page.locator(".ftd-found")).to_have_count(0)
    expect(lamp(page, "lean examples")).to_contain_text("estimated")


def test_a_count_survives_a_reload_and_a_link_does_not_name_the_file(book_drill, new_watched_page, file, report):
    """In this tab the source stays, and can be removed; whoever gets the link sees a measured number, no name."""
    page, measured = book_drill.page, report["profile"]
    count(page, file)
    bare = {key: {k: v for k, v in value.items() if k != "source"} for key, value in measured.items()}
    assert linked(page) == bare
    assert "ller" not in unquote(page.url)
    page.reload()
    book_drill.wait_for_verdict()
    assert kept(page) == measured
    expect(box_of(page, "clean_examples")).to_contain_text(f"Measured: {measured['clean_examples']['source']}.")
    elsewhere = new_watched_page()
    elsewhere.goto(page.url)
    DrillPage(elsewhere).wait_for_verdict()
    expect(lamp(elsewhere, "lean examples")).to_contain_text("measured")
    assert kept(elsewhere) == bare
    box_of(page, "clean_examples").get_by_role("button", name="Remove this count").click()
    assert kept(page) == {}


def test_a_link_of_before_keeps_its_sources(new_watched_page, served_book):
    """One that names where its numbers come from is read as it is."""
    page = new_watched_page()
    old = {"clean_examples": {"value": 400, "low": 300, "high": 450, "basis": "measured", "source": "by hand, in May"}}
    page.goto(f"{served_book}notebooks/drill.html#profile={quote(json.dumps(old))}")
    DrillPage(page).wait_for_verdict()
    assert kept(page) == old
    expect(box_of(page, "clean_examples")).to_contain_text("Measured: by hand, in May.")


VERDICT = {"schema": 1, "decision": "fine_tune", "profile": {"gap": "style"}}
REFUSED = {
    "empty": ("none.jsonl", b"", "it holds no records. Give a file with at least one."),
    "a workbook": ("book.xlsx", b"PK\x03\x04" + bytes(400), "save the sheet as CSV UTF-8"),
    "other columns": ("odd.csv", b"frage,antwort,amt\nWo?,Da,1\n", "under “My columns have names of their own”"),
    "a verdict": ("verdict.json", json.dumps(VERDICT).encode(), "Load it with “Load saved answers (JSON)”"),
    "a report of nothing": ("report.json", b'{"schema": 1, "profile": {}}', "it is a report that measured nothing"),
    "a report with an unknown rung": (
        "report.json", b'{"schema": 1, "profile": {"rungs": {"promt": {}}}}', "rungs.promt; it is not a known key",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content", "said"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_cannot_be_used_is_said_beside_the_control_and_costs_nothing(book_drill, name, content, said):
    """The message names the file and the remedy, the button is described by it, and every answer stays."""
    page = book_drill.page
    book_drill.fill({"gap": "style", "clean_examples": "about forty"})
    count(page, {"name": name, "mimeType": "", "buffer": content})
    button = page.get_by_role("button", name=COUNT)
    message = page.locator(f"#{button.get_attribute('aria-describedby').split()[-1]}")
    expect(message).to_contain_text(f"{name}: ")
    expect(message).to_contain_text(said)
    expect(message).to_be_visible()
    expect(button).to_be_focused()
    assert kept(page) == {"gap": "style", "clean_examples": "about forty"}
    assert book_drill.field("clean_examples").input_value() == "about forty"


def test_texts_without_answers_fill_one_box_only_and_a_later_refusal_takes_nothing_away(book_drill):
    """What the boxes hold is what is said of them; a box of the form is never called by its name in the code."""
    page = book_drill.page
    book_drill.fill({"clean_examples": 5000})
    rows = "".join(json.dumps({"text": text}) + "\n" for text in planted.sentences()[:60])
    count(page, {"name": "texts.jsonl", "mimeType": "", "buffer": (rows + "{broken\n").encode()})
    status = page.locator(".ftd-count").get_by_role("status").last
    expect(status).to_contain_text("61 records, the number before cleaning, as measured. The records are texts without")
    expect(status).to_contain_text("1 record that cannot be read: line 61, is no whole JSON")
    expect(box_of(page, "clean_examples")).to_contain_text("It cannot exceed “And how many before cleaning?” (61)")
    assert kept(page)["clean_examples"] == 5000 and kept(page)["total_examples"]["value"] == 61
    count(page, {"name": "empty.jsonl", "mimeType": "", "buffer": b""})
    expect(page.locator(".ftd-count")).to_contain_text("empty.jsonl: ")
    expect(page.locator(".ftd-found")).to_contain_text("What was found in texts.jsonl")
    expect(status).to_contain_text("61 records")


def test_columns_can_be_named_once_it_is_known_how_they_were_read(book_drill):
    """Of two columns of text the drill takes the first; told otherwise, it takes the other."""
    page = book_drill.page
    texts, _flipped = planted.labelled_file(0, clean=60, flipped=0)
    texts = [(text.replace('"', ""), label) for text, label in texts]
    rows = [f'"{text}","{texts[-n][0]}",{label}' for n, (text, label) in enumerate(texts)]
    tickets = {"name": "tickets.csv", "mimeType": "text/csv", "buffer": "\n".join(["one,two,three", *rows]).encode()}
    count(page, tickets)
    expect(page.locator(".ftd-found")).to_contain_text("texts in 'one', labels in 'three'; 60 records")
    page.get_by_text("My columns have names of their own", exact=True).click()
    page.get_by_label("Where the text stands").fill("two")
    page.get_by_label("Where the label stands").fill("three")
    count(page, tickets)
    expect(page.locator(".ftd-found")).to_contain_text("texts in 'two', labels in 'three'; 60 records")
    for label in ("text", "label"):
        page.get_by_label(f"Where the {label} stands").fill("")


MEASURED_RATE = {"value": 0.81, "low": 0.75, "high": 0.86, "basis": "measured", "source": "ftdecide measure of t.csv"}
REPORTS = {
    "of audit": ({"clean_examples": {"value": 350, "low": 340, "high": 360, "basis": "measured", "source": "x"}},
                 "350 clean examples", "lean examples"),
    "of measure": ({"rungs": {"few_shot": {"pass_rate": MEASURED_RATE, "n": 200}, "prompt": None}},
                   "Examples in the prompt, 81% right of 200", "almost does it"),
}  # fmt: skip


@pytest.mark.parametrize(("measured", "said", "condition"), REPORTS.values(), ids=REPORTS)
def test_a_report_of_the_command_line_is_laid_over_the_answers(book_drill, measured, said, condition):
    """What it measured is measured in the verdict; the rungs stated before stay."""
    page = book_drill.page
    stated = {"near_miss": True, "target_pass_rate": 0.9, "rungs": {"prompt": {"pass_rate": 0.6}}}
    book_drill.fill(stated)
    content = json.dumps({"schema": 1, "profile": measured}).encode()
    count(page, {"name": "report.json", "mimeType": "", "buffer": content})
    expect(page.locator(".ftd-count [role=status]")).to_contain_text(said)
    expect(lamp(page, condition)).to_contain_text("measured")
    assert kept(page)["rungs"]["prompt"] == {"pass_rate": 0.6}
    if "rungs" in measured:
        assert book_drill.field("rungs.few_shot").is_checked()
        assert book_drill.field("rungs.few_shot.n").input_value() == "200"
        page.get_by_role("button", name="Remove this count").click()
        assert kept(page) == stated


def test_a_long_count_shows_how_far_it_is_and_can_be_stopped(book_drill, tmp_path):
    """20 MB: the share grows, the drill answers meanwhile, and a stop by keyboard leaves the answers as they are."""
    page, file = book_drill.page, tmp_path / "long.jsonl"
    with file.open("w", encoding="utf-8") as out:
        pool = planted.sentences()
        for number in range(20_000):
            words = f"{number} {pool[number % len(pool)]} {pool[number * 7 % len(pool)]} "
            out.write(json.dumps(planted.chat(words * 2, words * 2)) + "\n")
    assert file.stat().st_size > 15_000_000
    book_drill.fill({"gap": "knowledge", "near_miss": False})
    choose(page, file)
    doing = page.locator(".ftd-progress")
    expect(doing).to_contain_text(re.compile(r"Reading, [1-9]\d*%"), timeout=COUNTED_WITHIN_MS)
    first = page.locator(".ftd-progress progress").evaluate("(bar) => bar.value")
    book_drill.field("task").fill("Answer from our handbook")
    expect(book_drill.card.locator(".ftd-task")).to_have_text("Task: Answer from our handbook")
    page.wait_for_function("(share) => document.querySelector('.ftd-progress progress').value > share", arg=first)
    assert len(page.workers) == 2
    page.get_by_role("button", name="Stop counting").press("Enter")
    expect(page.locator(".ftd-count [role=status]")).to_have_text("Stopped. Your answers are as they were.")
    expect(page.get_by_role("button", name=COUNT)).to_be_focused()
    expect(doing).to_be_hidden()
    for _ in range(600):  # the browser tells some time after
        if len(page.workers) == 1:
            break
        page.wait_for_timeout(100)
    assert len(page.workers) == 1
    assert kept(page) == {"gap": "knowledge", "near_miss": False, "task": "Answer from our handbook"}


def test_a_file_can_be_dropped(book_drill, report, file):
    """On the control, which shows that it would take it."""
    page = book_drill.page
    given = page.evaluate_handle(
        "([name, text]) => { const all = new DataTransfer(); all.items.add(new File([text], name)); return all; }",
        [file.name, file.read_text(encoding="utf-8")],
    )
    page.dispatch_event(".ftd-count", "dragover", {"dataTransfer": given})
    expect(page.locator(".ftd-count")).to_have_class(re.compile("ftd-over"))
    page.dispatch_event(".ftd-count", "drop", {"dataTransfer": given})
    expect(page.locator(".ftd-found")).to_be_visible(timeout=COUNTED_WITHIN_MS)
    assert kept(page) == report["profile"]


def test_an_engine_that_does_not_come_is_said_at_the_control(watched_page, served_book, file):
    """The drill itself has its own and goes on."""
    drill = opened(watched_page, "book", served_book)
    watched_page.route("**/engine/worker.js", lambda route: route.abort())
    count(watched_page, file)
    expect(watched_page.locator(".ftd-count .ftd-error").first).to_contain_text(
        "ftdecide audit counts it at the command"
    )
    drill.field("clean_examples").fill("7")
    expect(lamp(watched_page, "lean examples")).to_contain_text("estimated")


def test_axe_finds_no_violation_in_the_control(new_watched_page, served_book, file):
    """With the report unfolded and an error shown, in both schemes and sizes; nothing scrolls sideways."""
    page = new_watched_page(reduced_motion="reduce")
    opened(page, "book", served_book)
    count(page, file)
    page.evaluate("document.querySelectorAll('.ftd-count details').forEach((each) => { each.open = true; })")
    page.evaluate("document.querySelector('.ftd-count .ftd-error').replaceChildren('x.csv: it holds no records.')")
    page.evaluate("document.querySelector('.ftd-count .ftd-error').hidden = false")
    page.add_script_tag(path=AXE)
    for width in (1280, 390):
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": 844})
            page.emulate_media(color_scheme=scheme)
            page.wait_for_function("scheme => document.documentElement.dataset.theme === scheme", arg=scheme)
            found = page.evaluate("axe.run('.ftd-drill')")["violations"]
            assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found] == [], (width, scheme)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (width, scheme)
