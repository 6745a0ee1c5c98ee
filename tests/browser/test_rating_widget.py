"""Blind rating as people meet it: by keys in JupyterLab, with the kernel killed in the middle, on a phone in Voila.

What goes over the wire is read: no rung's name is in it before the result is asked for.
"""

from __future__ import annotations

import json
import os
import signal

import nbformat
import pytest
from conftest import ROOT, pick_free_port, start_jupyterlab
from playwright.sync_api import expect

from browser.drill_page import run_in_jupyterlab
from deploy.local import voila
from ftdecide.doors.ratings_file import read_log

pytestmark = pytest.mark.browser
AXE = ROOT / "deploy" / "engine" / "node_modules" / "axe-core" / "axe.min.js"
NAMES = ("okapi", "zebra")
TRIAL = """
from ftdecide.instruments.measure.outputs import Item, Output, Trial
numbers = range(12)
shown = [f"Question {n}?\\nIn two lines." for n in numbers]
items = tuple(Item(f"item {n}", shown[n], "", {"class": "odd" if n % 2 else "even"}) for n in numbers)
hostile = "<img src=x onerror=alert(1)> **bold**"
first = ("\u0645\u0631\u062d\u0628\u0627 \u0628\u0643", hostile, "long line " * 900)
texts = [["plain"] * 12, [first[n % 3] for n in numbers]]
outputs = {name: tuple(Output(f"item {n}", f"{text[n]} {n}") for n in numbers) for name, text in zip(NAMES, texts)}
TRIAL = Trial(items, outputs)
"""
CELL = """
import os, pathlib
pathlib.Path("kernel.pid").write_text(str(os.getpid()))
from of_the_trial import TRIAL
from ftdecide.doors.rating_widget import Rating
Rating(TRIAL, ratings="ratings.jsonl", rater="anna", repeat_share=0)
"""


def write_notebook(folder) -> None:
    (folder / "of_the_trial.py").write_text(f"NAMES = {NAMES!r}\n{TRIAL}", encoding="utf-8")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL.strip())])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, folder / "rate.ipynb")


def listen(page) -> list[str]:
    """Everything that arrives or leaves over the page's websockets, as text."""
    heard: list[str] = []

    def note(frame) -> None:
        heard.append(frame if isinstance(frame, str) else frame.decode("utf-8", "replace"))

    def opened(socket) -> None:
        socket.on("framereceived", note)
        socket.on("framesent", note)

    page.on("websocket", opened)
    return heard


def named(texts) -> list[str]:
    return [name for name in NAMES for text in texts if name in text]


def test_rated_by_keys_in_jupyterlab_through_a_kill_and_blind_until_the_end(new_watched_page, tmp_path):
    page = new_watched_page(viewport={"width": 1280, "height": 900})
    heard = listen(page)
    with start_jupyterlab(tmp_path / "lab") as server:
        folder = tmp_path / "lab" / "notebooks"
        write_notebook(folder)
        server.wait_until_it_answers()
        url = server.url.rstrip("/")
        run_in_jupyterlab(page, url, "rate.ipynb", ".ftd-rate")
        root = page.locator(".ftd-rate")
        root.get_by_role("button", name="Start").press("Enter")
        for number, key in enumerate(("1", "ArrowRight", "0", "3"), 1):
            expect(root.get_by_role("heading", level=2)).to_have_text(f"Pair {number} of 12")
            expect(root.get_by_role("heading", level=2)).to_be_focused()
            page.keyboard.press(key)
        expect(root.get_by_role("heading", level=2)).to_have_text("Pair 5 of 12")
        page.keyboard.press("u")
        expect(root.get_by_role("heading", level=2)).to_have_text("Pair 4 of 12")
        waiting = root.locator(".ftd-rate-answers").inner_text()
        path = folder / "ratings.jsonl"
        assert [vote.choice for vote in read_log(path).votes] == ["left", "right", "tie"]

        os.kill(int((folder / "kernel.pid").read_text()), signal.SIGKILL)
        run_in_jupyterlab(page, url, "rate.ipynb", ".ftd-rate")
        root = page.locator(".ftd-rate")
        expect(root.get_by_role("heading", level=2)).to_have_text("Pair 4 of 12")
        assert root.locator(".ftd-rate-answers").inner_text() == waiting
        root.get_by_role("button", name="Left is better").focus()
        for number in range(4, 13):
            expect(root.get_by_role("heading", level=2)).to_have_text(f"Pair {number} of 12")
            assert page.locator(".ftd-rate img, .ftd-rate strong").count() == 0
            page.keyboard.press("1")
        expect(root.get_by_role("heading", level=2)).to_have_text("All 12 are rated")
        assert "Question" in "".join(heard) and named([*heard, page.content()]) == []
        root.get_by_role("button", name="Show the result").press("Enter")
        expect(root.locator(".ftd-rate-headline")).to_contain_text("zebra")
        assert set(named(heard)) == set(NAMES)  # what is listened to would have told
        assert page.locator(".jp-Notebook .jp-Cell").count() == 1  # no key became a command of the notebook
    log = read_log(path)
    assert len(log.votes) == 12 and log.sheet.looks == ()
    assert page.outside_requests == []


@pytest.fixture(scope="module")
def voila_rating(tmp_path_factory):
    """The address of a notebook with the widget under Voila."""
    folder = tmp_path_factory.mktemp("rate")
    write_notebook(folder)
    with voila.start(pick_free_port(), folder / "rate.ipynb") as server:
        server.wait_until_it_answers()
        yield server.url, folder


@pytest.mark.parametrize("width, scheme", [(390, "dark"), (1280, "light")])
def test_rated_in_voila_at_two_widths(new_watched_page, voila_rating, width, scheme):
    """Below each other and named so on a phone; nothing wider than the page; no fault found by axe; stopped early."""
    url, folder = voila_rating
    (folder / "ratings.jsonl").unlink(missing_ok=True)
    page = new_watched_page(viewport={"width": width, "height": 844}, color_scheme=scheme)
    heard = listen(page)
    page.goto(url)
    root = page.locator(".ftd-rate")
    root.get_by_role("button", name="Start").click(timeout=240_000)
    left, right = (root.get_by_role("group", name=name, exact=True) for name in (
        ("Upper answer", "Lower answer") if width == 390 else ("Left answer", "Right answer")))  # fmt: skip
    boxes = left.bounding_box(), right.bounding_box()
    assert (boxes[0]["y"] < boxes[1]["y"]) == (width == 390)
    for number in range(1, 5):
        expect(root.get_by_role("heading", level=2)).to_have_text(f"Pair {number} of 12")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        root.get_by_role("button", name="Upper is better" if width == 390 else "Left is better").click()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    look = "async () => (await axe.run('.ftd-rate')).violations.map(v => [v.id, v.nodes.map(n => n.html)])"
    assert page.evaluate(look) == []
    root.get_by_role("button", name="Stop and see the result").click()
    expect(root).to_contain_text("you will find winners that are none")
    assert named([*heard, page.content()]) == []
    root.get_by_role("button", name="See it all the same").click()
    expect(root.get_by_role("heading", level=2)).to_have_text("The result after 4 of 12")
    expect(root).to_contain_text("anna looked at the result early, after 4 of 12 ratings.")
    assert page.evaluate(look) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.outside_requests == [] and page.console_errors == []
    assert json.loads((folder / "ratings.jsonl").read_text().splitlines()[-1])["kind"] == "look"
