"""A model may phrase an answer: what is sent, what is shown, and what is not, against a real server of the chat API."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from course.chat_server import chat_server
from ftdecide.doors import chat_endpoint
from ftdecide.doors.chat_endpoint import Endpoint, NotPhrased, configured
from ftdecide.doors.phrase import INSTRUCTIONS, phrase

QUOTES = [
    "Start with about 50 examples. A thousand, or 1,000, taught manners.",
    "It cost $0.896 for 1,000 requests, 15 % less.",
]
KEY = "sk-secret-123"


@pytest.fixture(scope="module")
def running():
    with chat_server() as server:
        yield server


@pytest.fixture
def server(running):
    running.content, running.status, running.raw, running.pause_seconds = "Fifty will do [1].", 200, None, 0
    running.asked.clear()
    running.keys.clear()
    return running


def ask(server, question="How many?", key=KEY):
    return phrase(question, QUOTES, Endpoint(f"{server.url}/chat/completions", "small-model", key))


def test_only_the_question_and_the_quotes_are_sent_with_the_key_in_its_header(server):
    found = ask(server)
    assert (found.text, found.by) == ("Fifty will do [1].", "Phrased by small-model from the passages below.")
    (asked,) = server.asked
    assert asked["path"] == "/v1/chat/completions" and set(asked) == {"path", "model", "messages"}
    assert asked["messages"][0] == {"role": "system", "content": INSTRUCTIONS}
    assert asked["messages"][1]["content"] == f"Passages:\n\n[1] {QUOTES[0]}\n\n[2] {QUOTES[1]}\n\nQuestion: How many?"
    assert server.keys == [f"Bearer {KEY}"] and KEY not in json.dumps(asked)


def test_without_a_key_no_header_is_sent(server):
    ask(server, key="")
    assert server.keys == [None]


GOOD = [
    "Start with fifty [1].", "1,000 requests cost $0.896 [2].", "Fifteen per cent less [2], says the book.",
    "A thousand [1]\n\n1. First [1]\n2. Then [2]", "No number here [2].",
]  # fmt: skip


@pytest.mark.parametrize("text", GOOD)
def test_an_answer_whose_numbers_stand_in_the_quotes_is_shown(server, text):
    server.content = text
    assert ask(server).text.split() == text.split()


REFUSED = {
    "Start with 500 [1].": "it says 500",
    "Start with five hundred [1].": "it says 500",
    "About 0.9 dollars [2].": "it says 0.9",
    "It was 2024 [1].": "it says 2024",
    "From 5 to 50 [1].": "it says 5,",
    "Fifty will do.": "cites no passage",
    "Fifty [3].": "[3] that there is not",
    "Fifty [0].": "[0] that there is not",
    "": "it is empty",
    "\u200b \n": "it is empty",
    "Fifty [1] " + "and more " * 200: "characters",
    "Fifty [1] <script>alert(1)</script>": "markup or an address",
    "Fifty [1], see https://evil.example": "markup or an address",
    "Fifty [1] [here](//evil.example)": "markup or an address",
    f"Fifty [1], and the key is {KEY}": "repeats the key",
}


@pytest.mark.parametrize(("text", "reason"), REFUSED.items(), ids=[reason for reason in REFUSED.values()])
def test_an_answer_that_says_more_than_the_quotes_is_not_shown(server, text, reason):
    server.content = text
    with pytest.raises(NotPhrased) as refused:
        ask(server)
    assert reason in str(refused.value) and KEY not in str(refused.value)


def test_what_steers_a_terminal_is_taken_out(server):
    server.content = "\x1b[mFifty\x07 \u202ewill\u202c do [1].\r\n\n\nYes [1]."
    assert ask(server).text == "[mFifty will do [1].\nYes [1]."


FAILURES = {401: "FTDECIDE_CHAT_KEY", 403: "FTDECIDE_CHAT_KEY", 404: "FTDECIDE_CHAT_MODEL", 429: "wait a minute",
            500: "try again later", 302: "try again later"}  # fmt: skip


@pytest.mark.parametrize(("status", "remedy"), FAILURES.items())
def test_a_failure_of_the_server_is_told_with_its_remedy(server, status, remedy):
    server.status = status
    with pytest.raises(NotPhrased) as told:
        ask(server)
    assert str(status) in str(told.value) and remedy in str(told.value) and KEY not in str(told.value)


@pytest.mark.parametrize(
    "raw", [b"<html>", b"[]", b'{"choices": []}', b'{"choices": [{"message": {"content": 5}}]}', b"[" * 5000]
)
def test_an_answer_in_another_form_is_told(server, raw):
    server.raw = raw
    with pytest.raises(NotPhrased, match="another form"):
        ask(server)


def test_too_much_is_not_read(server):
    server.raw = b" " * (chat_endpoint.MOST_BYTES + 1000)
    with pytest.raises(NotPhrased, match="bytes came back"):
        ask(server)


def test_a_server_that_drips_is_given_up_after_the_limit(server, monkeypatch):
    """Each part comes in time, all of them would not."""
    monkeypatch.setattr(chat_endpoint, "LIMIT_SECONDS", 0.3)
    server.pause_seconds = 0.1
    with pytest.raises(NotPhrased, match="took longer"):
        ask(server)


def test_nobody_there_is_told(free_port):
    with pytest.raises(NotPhrased, match="cannot be reached"):
        phrase("?", QUOTES, Endpoint(f"http://127.0.0.1:{free_port}/v1/chat/completions", "m", KEY))


SETTINGS = {
    ("", "m", ""): None,
    ("http://localhost:1/v1", "", ""): None,
    ("not an address", "m", ""): "is no address",
    ("ftp://host/v1", "m", ""): "is no address",
    ("http://[", "m", ""): "is no address",
    ("https://user:pass@host/v1", "m", ""): "holds a name or a password",
    ("http://example.org/v1", "m", "k"): "not encrypted",
    ("https://example.org/v1", "m\nn", ""): "is no name of a model",
    ("https://example.org/v1", "m", "k\u00e9"): "holds a character",
}


@pytest.mark.parametrize(("settings", "fault"), SETTINGS.items())
def test_a_setting_that_cannot_be_used_is_told_by_its_name(settings, fault):
    environment = dict(zip((chat_endpoint.URL, chat_endpoint.MODEL, chat_endpoint.KEY), settings, strict=True))
    if fault is None:
        assert configured(environment) is None
        return
    with pytest.raises(NotPhrased) as refused:
        configured(environment)
    assert fault in str(refused.value) and str(refused.value).startswith("FTDECIDE_CHAT_")


def test_the_key_is_not_in_what_is_printed_of_an_endpoint():
    assert KEY not in repr(Endpoint("https://example.org/v1", "m", KEY))


def run(server, *arguments, **environment):
    env = {name: value for name, value in os.environ.items() if not name.startswith("FTDECIDE_CHAT")}
    command = [sys.executable, "-m", "ftdecide", "ask", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=240, env={**env, **environment})


def test_at_the_command_line_the_quotes_stay_beside_the_models_words(server):
    server.content = "The book quotes it [1]."
    settings = {chat_endpoint.URL: server.url, chat_endpoint.MODEL: "small-model", chat_endpoint.KEY: KEY}
    done = run(server, "what is drift?", "--phrase", **settings)
    assert done.returncode == 0 and "The book quotes it [1]." in done.stdout and "\n> " in done.stdout
    assert "Phrased by small-model" in done.stdout and KEY not in done.stdout + done.stderr
    server.content = "It is 777,777 [1]."
    done = run(server, "what is drift?", "--phrase", "--format", "json", **settings)
    answered = json.loads(done.stdout)
    assert done.returncode == 0 and answered["passages"] and "777777" in answered["phrased"]["fault"]
    assert "777777" in done.stderr
    asked = len(server.asked)
    assert run(server, "what is drift?", **settings).returncode == 0  # off unless it is asked for
    assert run(server, "who won the world cup?", "--phrase", **settings).returncode == 0  # nothing to phrase
    assert len(server.asked) == asked
    done = run(server, "what is drift?", "--phrase")
    assert done.returncode == 2 and chat_endpoint.URL in done.stderr and done.stdout == ""
