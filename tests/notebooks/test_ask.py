"""The tutor in a notebook: answered by the kernel, by keys, and phrased by a model only where the reader ticks it."""

from __future__ import annotations

import pytest
from browser.drill_page import run_in_jupyterlab
from conftest import start_jupyterlab
from course.chat_server import chat_server
from playwright.sync_api import expect

from ftdecide.doors.tutor_widget import NOTE, Ask

QUESTION = "How many clean examples do I need?"
KEY = "sk-secret-456"


@pytest.fixture(scope="module")
def model():
    with chat_server() as server:
        yield server


@pytest.fixture(scope="module")
def asked_in_jupyterlab(new_shared_page, model, tmp_path_factory):
    """The notebook, run in a JupyterLab whose environment names a model."""
    chat = {"FTDECIDE_CHAT_URL": model.url, "FTDECIDE_CHAT_MODEL": "small-model", "FTDECIDE_CHAT_KEY": KEY}
    page = new_shared_page(viewport={"width": 1280, "height": 900})
    with start_jupyterlab(tmp_path_factory.mktemp("jupyterlab"), **chat) as server:
        server.wait_until_it_answers()
        run_in_jupyterlab(page, server.url.rstrip("/"), "ask.ipynb", ".ftd-ask-notebook input")
        yield page


def ask(page, question: str):
    box = page.locator(".ftd-ask-notebook input[name=q]")
    box.fill(question)
    box.press("Enter")
    return page.locator(".ftd-ask-notebook .ftd-ask-output[data-state=answered]")


@pytest.mark.browser
def test_the_kernel_answers_and_a_model_is_asked_only_where_the_box_is_ticked(asked_in_jupyterlab, model):
    """First the quotes alone; ticked, a model's words above them; a number of its own is not shown."""
    page = asked_in_jupyterlab
    output = ask(page, QUESTION)
    expect(output.locator(".ftd-ask-heading")).to_be_focused()
    expect(output.locator("blockquote").first).to_be_visible()
    expect(page.locator(".ftd-ask-note")).to_contain_text("Nothing is sent unless you tick the box")
    assert model.asked == []
    tick = page.get_by_role("checkbox", name="small-model")
    expect(tick).not_to_be_checked()
    tick.check()
    model.content = "It depends on the gap [1]."
    output = ask(page, QUESTION)
    expect(output.locator(".ftd-ask-phrased")).to_contain_text("It depends on the gap [1].")
    expect(output.locator(".ftd-ask-by")).to_have_text("Phrased by small-model from the passages below.")
    expect(output.locator("blockquote").first).to_be_visible()
    model.content = "You need 987,654 [1]."
    output = ask(page, QUESTION)
    expect(output.locator(".ftd-ask-unphrased")).to_contain_text("it says 987654, which no passage says")
    expect(output.locator(".ftd-ask-phrased")).to_have_count(0)
    expect(output.locator("blockquote").first).to_be_visible()
    assert KEY not in page.content() and model.keys == [f"Bearer {KEY}"] * 2


def test_without_a_model_nothing_is_offered(monkeypatch):
    for name in ("FTDECIDE_CHAT_URL", "FTDECIDE_CHAT_MODEL", "FTDECIDE_CHAT_KEY"):
        monkeypatch.delenv(name, raising=False)
    box = Ask()
    assert (box.note, box.offer) == (NOTE, "")


def test_a_faulty_setting_is_told_and_the_quotes_still_come(monkeypatch):
    monkeypatch.setenv("FTDECIDE_CHAT_URL", "no address")
    monkeypatch.setenv("FTDECIDE_CHAT_MODEL", "small-model")
    box, sent = Ask(), []
    assert box.offer == "" and "FTDECIDE_CHAT_URL" in box.note
    box.send = sent.append
    box._answer(box, {"id": 1, "question": QUESTION, "phrase": True}, [])
    assert sent[0]["reply"]["passages"] and "phrased" not in sent[0]["reply"]
