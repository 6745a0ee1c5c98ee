"""The labs in the reader's browser, from the button on their page: real Python, nothing from outside, bytes as said."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from browser.drill_page import PROFILES, DrillPage, stated
from conftest import ROOT
from playwright.sync_api import expect

from deploy.lite.site import NEED_THE_COURSE
from ftdecide.doors.break_even import Lab, sentence
from ftdecide.doors.break_even_start import starting_numbers
from ftdecide.doors.drill import respond

pytestmark = pytest.mark.browser
START_MS = 180_000  # on a machine with two other browsers at work
AXE = ROOT / "deploy" / "engine" / "node_modules" / "axe-core" / "axe.min.js"
LABS = sorted({path.stem for path in (ROOT / "notebooks").glob("*.ipynb")} - set(NEED_THE_COURSE))
PROMPTED = "prompted_usd_per_1000"
TASK = "clinical_notes"  # short to fill in; its decision is not that of an empty form


def open_lab(page, served_book: str, name: str):
    """The notebook in its frame, opened by keyboard from its page, with every cell run."""
    page.goto(f"{served_book}notebooks/{name}.html")
    page.get_by_role("button", name="Open in this browser").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".ft-live-state")).to_contain_text("The notebook runs", timeout=START_MS)
    return page.frame_locator("iframe[title='The notebook']")


def test_a_slider_of_the_lab_moves_the_core_in_the_browser(watched_page, served_book, built_book):
    """Opened by keyboard, a slider one stop up: the finding is the core's for that stop; the download is as said."""
    asked: set[str] = set()
    watched_page.context.on("request", lambda request: asked.add(request.url))
    frame = open_lab(watched_page, served_book, "break_even")
    numbers = starting_numbers()
    finding = frame.locator(".ft-lab-answer")
    expect(finding).to_have_text(sentence(Lab.from_entered(numbers)))

    slider = frame.get_by_role("slider", name="Prompting, per 1,000 requests, slider")
    slider.focus()
    watched_page.keyboard.press("ArrowRight")
    moved = sentence(Lab.from_entered({**numbers, PROMPTED: 2}))
    assert moved != sentence(Lab.from_entered(numbers))
    expect(finding).to_have_text(moved)
    expect(frame.get_by_role("img", name=moved)).to_be_visible()

    assert watched_page.outside_requests == []
    said = int(re.search(r"downloads (\d+) MB", (built_book / "notebooks/break_even.html").read_text())[1])
    paths = {unquote(urlsplit(url).path).lstrip("/") for url in asked if url.startswith(served_book)}
    opened = [built_book / path for path in paths if path.startswith(("lite/", "_static/drill/"))]
    files = [path / "index.html" if path.is_dir() else path for path in opened]
    arrived = sum(len(gzip.compress(path.read_bytes(), 6)) for path in files if path.is_file()) / 1e6
    assert said == pytest.approx(arrived, abs=1), "mend APP_GZIPPED_BYTES in deploy/lite/site.py"


def test_the_drill_as_a_notebook_answers_in_the_browser(watched_page, served_book):
    """The kernel in the page gives the decision that the core gives here."""
    open_lab(watched_page, served_book, "drill")
    drill = DrillPage(next(frame for frame in watched_page.frames if "/lite/" in frame.url))
    drill.wait_for_verdict()
    wanted = respond(stated(TASK))
    assert wanted["decision"] != PROFILES["nothing_known"]["decision"]
    drill.fill({key: value for key, value in PROFILES[TASK].items() if key not in ("decision", "justified")})
    expect(drill.card).to_have_attribute("data-decision", wanted["decision"])
    expect(drill.card).to_have_attribute("data-justified", wanted["justified"])
    assert watched_page.outside_requests == []


@pytest.mark.parametrize("name", LABS)
def test_every_lab_says_how_it_can_be_run(watched_page, served_book, built_book, name):
    """The button, Binder and a command to copy; until the click nothing of the site is asked for."""
    asked = []
    watched_page.context.on("request", lambda request: asked.append(urlsplit(request.url).path))
    watched_page.goto(f"{served_book}notebooks/{name}.html", wait_until="networkidle")
    box = watched_page.locator("[data-live-notebook]")
    expect(box.get_by_role("button", name=re.compile(r"Open in this browser \(downloads \d+ MB\)"))).to_be_enabled()
    expect(box).to_contain_text("Binder")
    expect(box.locator(".ft-live-command")).to_contain_text(f".venv/bin/jupyter lab notebooks/{name}.ipynb")
    assert [path for path in asked if path.startswith("/lite/")] == []
    assert (built_book / "lite" / "files" / f"{name}.ipynb").is_file()


@pytest.mark.parametrize("name", NEED_THE_COURSE)
def test_a_notebook_that_needs_the_course_leads_to_the_pages_that_do_the_same(watched_page, served_book, name):
    """No button that would download a kernel only to say that the questions are not there."""
    watched_page.goto(f"{served_book}notebooks/{name}.html")
    box = watched_page.locator(".ft-live")
    assert box.get_by_role("button", name="Open in this browser").count() == 0
    expect(box.locator(".ft-live-command")).to_contain_text(f".venv/bin/jupyter lab notebooks/{name}.ipynb")
    assert watched_page.request.get(f"{served_book}lite/files/{name}.ipynb").status == 404
    for page in ("review", "progress"):
        link = box.locator(f'a[href$="book/{page}.html"]')
        assert watched_page.request.get(link.evaluate("(link) => link.href")).ok


def test_without_webassembly_the_button_says_what_to_do(watched_page, served_book):
    """No endless wait: the reason, and that other ways stand below."""
    watched_page.add_init_script("delete window.WebAssembly")
    watched_page.goto(f"{served_book}notebooks/break_even.html")
    watched_page.get_by_role("button", name="Open in this browser").click()
    expect(watched_page.locator(".ft-live-state")).to_contain_text("no WebAssembly")
    expect(watched_page.get_by_role("button", name="Open in this browser")).to_be_enabled()


def test_offline_the_button_says_so_and_can_be_tried_again(watched_page, served_book):
    """The page was there, then the connection went."""
    watched_page.goto(f"{served_book}notebooks/break_even.html")
    watched_page.context.set_offline(True)
    watched_page.get_by_role("button", name="Open in this browser").click()
    expect(watched_page.locator(".ft-live-state")).to_contain_text("Check the connection")
    expect(watched_page.get_by_role("button", name="Open in this browser")).to_be_enabled()


def test_without_a_script_the_page_shows_the_figure_and_the_other_ways(new_watched_page, served_book):
    """The picture that the controls start from, a button that promises nothing, the command."""
    tab = new_watched_page(java_script_enabled=False)
    tab.goto(f"{served_book}notebooks/break_even.html")
    assert tab.get_by_role("img", name="Tuning pays above 520,000 requests a month").is_visible()
    assert tab.get_by_role("button", name="Open in this browser").is_disabled()
    assert tab.locator("noscript p", has_text="The button needs JavaScript").is_visible()


def test_the_site_carries_no_source_maps_and_names_every_wheel_with_its_hash(built_book):
    """What nobody opens is not published; the wheels are those that the lock names, our own and the kernel's."""
    site: Path = built_book / "lite"
    assert list(site.rglob("*.map")) == []
    lock = (ROOT / "deploy" / "lite" / "wheels.txt").read_text()
    locked = set(re.findall(r"^([\w-]+)==", lock, re.MULTILINE))
    shipped = {path.name.split("-")[0].replace("_", "-") for path in (site / "wheels").glob("*.whl")}
    own = {"ftdecide", "pyyaml"}  # made here
    assert shipped - locked == own | {"ipykernel", "piplite", "pyodide-kernel", "widgetsnbextension"}
    assert locked <= shipped
