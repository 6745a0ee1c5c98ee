"""A real client, a real socket: what it does with servers that fail, dawdle, leave things out, and with the key."""

from __future__ import annotations

import argparse
import contextlib
import json
import logging
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import pytest

from ftdecide.doors import measure_live, stand_in_server
from ftdecide.doors.answer_cache import AnswerCache
from ftdecide.doors.chat_endpoint import KEY, MODEL, URL, Endpoint
from ftdecide.doors.endpoint_client import Asking, EndpointClient, endpoint_named
from ftdecide.doors.json_files import BadInput
from ftdecide.doors.stand_in_answers import BROKEN, FINE, TOO_MANY, Trouble
from ftdecide.doors.stand_in_server import StandInServer, running
from ftdecide.instruments.measure.live.asking import Answer, CannotAnswer
from ftdecide.instruments.measure.live.chat_answer import read_answer
from ftdecide.instruments.measure.live.stand_in import NAME
from ftdecide.instruments.measure.live.words import ANEW, GO_ON
from ftdecide.instruments.measure.outputs import Item, Trial

SECRET = "sk-a-secret-that-nobody-may-see"
LEAD = {"role": "system", "content": "Labels:\n- billing\n- delivery"}
MESSAGES = (LEAD, {"role": "user", "content": "When will you deliver it?"})
A = "https://a.example/v1"
SLOW = Trouble(pause_seconds=0.6)


def ask(server: StandInServer, key: str = "", **asking) -> Answer:
    client = EndpointClient(Endpoint(f"{server.address}/chat/completions", "any-model", key), Asking(**asking))
    try:
        return client(MESSAGES)
    finally:
        client.close()


@pytest.mark.parametrize(
    ("troubles", "requests"),
    [([], 1), ([TOO_MANY], 2), ([TOO_MANY, BROKEN, TOO_MANY], 4), ([Trouble(503, retry_after=0.02)], 2)],
)
def test_what_may_pass_is_tried_again(troubles, requests):
    with running(troubles) as server:
        answer = ask(server)
        assert answer.text == "delivery"
        assert answer.input_tokens > 10 and answer.output_tokens == 2
        assert 0 < answer.seconds < 5
        assert len(server.asked) == requests


def test_the_wait_that_the_server_asks_for_is_kept():
    with running([Trouble(429, retry_after=0.5)]) as server:
        began = time.monotonic()
        ask(server)
        assert time.monotonic() - began >= 0.5


@pytest.mark.parametrize(
    ("trouble", "requests", "for_all", "said"),
    [
        (Trouble(401, f"wrong key {SECRET}"), 1, True, f"refused the key; check {KEY}"),
        (Trouble(403, f"wrong key {SECRET}"), 1, True, f"refused the key; check {KEY}"),
        (Trouble(404, "no model any-model"), 1, True, "no model any-model"),
        (Trouble(400, "temperature must be 1", "temperature"), 1, True, "Try --temperature none"),
        (Trouble(400, "the context is too long"), 1, False, "the context is too long"),
        (Trouble(429, "slow down", retry_after=0.01), 3, False, "too many requests"),
        (Trouble(500, "boom", retry_after=0.01), 3, False, "did not answer (500): boom"),
        (Trouble(body=b"{broken"), 1, False, "not in the form of the chat API"),
        (Trouble(body=b'{"choices": []}'), 1, False, "not in the form of the chat API"),
        (Trouble(message={"content": None}), 1, False, "without content"),
        (Trouble(message={"content": None, "reasoning": "hm"}, finish_reason="length"), 1, False, "--max-tokens"),
        (Trouble(message={"content": None}, finish_reason="content_filter"), 1, False, "filter withheld"),
    ],
)  # fmt: skip
def test_a_failure_is_said_in_a_line_without_the_key(trouble, requests, for_all, said):
    with running([trouble] * 3) as server:
        with pytest.raises(CannotAnswer) as caught:
            ask(server, SECRET, retries=2)
        assert said in str(caught.value)
        assert caught.value.for_all == for_all
        assert SECRET not in str(caught.value) and "\n" not in str(caught.value)
        assert len(server.asked) == requests


def test_a_server_that_takes_too_long_is_a_fault():
    with running([SLOW, SLOW]) as server, pytest.raises(CannotAnswer, match="took longer than 0") as caught:
        ask(server, timeout_seconds=0.2, retries=0)
    assert not caught.value.for_all


def test_a_server_that_is_not_there_is_asked_once(free_port):
    client = EndpointClient(Endpoint(f"http://127.0.0.1:{free_port}/v1/chat/completions", "m"), Asking(retries=0))
    with pytest.raises(CannotAnswer, match="cannot be reached") as caught:
        client(MESSAGES)
    client.close()
    assert caught.value.for_all


def test_what_is_sent_is_what_was_asked_for():
    with running() as server:
        ask(server, SECRET, temperature=0.0, most_tokens=7)
        ask(server, temperature=None)
        first, second = server.asked
        assert first == {"model": "any-model", "messages": list(MESSAGES), "max_tokens": 7, "temperature": 0.0}
        assert "temperature" not in second
        assert server.headers[0]["authorization"] == f"Bearer {SECRET}"
        assert "authorization" not in server.headers[1], "no key, no header"


def test_what_the_library_finds_in_the_environment_goes_to_nobody(monkeypatch):
    for name in ("OPENAI_API_KEY", "OPENAI_ADMIN_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID"):
        monkeypatch.setenv(name, "ambient")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "Authorization: Bearer ambient")
    with running() as server:
        ask(server)
        ask(server, SECRET)
        assert not [value for headers in server.headers for value in headers.values() if "ambient" in value]


def test_a_model_with_another_name_for_the_limit_gets_that():
    refusal = Trouble(400, "Unsupported parameter: use 'max_completion_tokens' instead.", "max_tokens")
    with running([refusal]) as server:
        assert ask(server).text == "delivery"
        assert "max_completion_tokens" in server.asked[1] and "max_tokens" not in server.asked[1]


def test_a_redirect_is_not_followed():
    with running() as other, running([Trouble(307, "over there")]) as server:
        with pytest.raises(CannotAnswer, match="307"):
            ask(server, SECRET)
        assert not other.asked


def test_an_answer_that_holds_the_key_loses_it():
    with running([Trouble(message={"content": f"your key is {SECRET}"})]) as server:
        assert ask(server, SECRET).text == "your key is [key]"


@pytest.mark.parametrize("key", ["test", "none", "sk-local-123456"])
def test_a_key_that_may_be_a_word_leaves_answers_as_they_are(key):
    """Local servers take any key; out of an error it is struck all the same."""
    with running([Trouble(message={"content": f"{key} it"}), Trouble(400, f"the key {key} is odd")]) as server:
        assert ask(server, key).text == f"{key} it"
        with pytest.raises(CannotAnswer, match=r"the key \[key\] is odd"):
            ask(server, key)


@pytest.mark.parametrize(
    ("message", "more", "answer"),
    [
        ({"content": "a"}, {}, Answer("a")),
        ({"content": ""}, {}, Answer("")),
        ({"content": "a", "reasoning_content": "hm", "extra": 1}, {"usage": None}, Answer("a")),
        ({"content": [{"type": "text", "text": "a"}, {"type": "image"}, "b"]}, {}, Answer("ab")),
        ({"content": "<think>a or b?</think>\n\nb"}, {}, Answer("b")),
        ({"content": None, "refusal": "I will not."}, {}, Answer("I will not.")),
        ({"content": "a"}, {"usage": {"prompt_tokens": 9, "completion_tokens": 1}}, Answer("a", 9, 1)),
        ({"content": "a"}, {"usage": {"prompt_tokens": "9", "completion_tokens": -1}}, Answer("a")),
        (
            {"content": "a"},
            {"usage": {"prompt_tokens": 9, "completion_tokens": 1, "prompt_tokens_details": {"cached_tokens": 8}}},
            Answer("a", 9, 1, 8),
        ),
    ],
)
def test_servers_are_read_leniently(message, more, answer):
    assert read_answer(json.dumps({"choices": [{"message": message}], **more})) == answer


def test_tokens_without_an_answer_are_known():
    choice = {"message": {"content": None, "reasoning": "hm"}, "finish_reason": "length"}
    body = json.dumps({"choices": [choice], "usage": {"prompt_tokens": 9, "completion_tokens": 256}})
    with pytest.raises(CannotAnswer) as caught:
        read_answer(body)
    assert caught.value.billed == Answer("", 9, 256, cut=True)


def test_an_answer_that_was_cut_says_so():
    choice = {"message": {"content": "a b c"}, "finish_reason": "length"}
    assert read_answer(json.dumps({"choices": [choice]})).cut


@pytest.mark.parametrize(
    "body", ["", "null", "[]", "{}", '{"choices": [1]}', '{"choices": [{"message": null}]}', "[" * 9999]
)
def test_no_body_ends_the_program(body):
    with pytest.raises(CannotAnswer):
        read_answer(body)


@pytest.mark.parametrize(
    ("address", "model", "environment", "found"),
    [
        ("http://localhost:11434/v1", "m", {}, ("http://localhost:11434/v1/chat/completions", "m", "")),
        (f"{A}/", None, {MODEL: "m", KEY: "k"}, (f"{A}/chat/completions", "m", "k")),
        ("env", None, {URL: A, MODEL: "m", KEY: "k"}, (f"{A}/chat/completions", "m", "k")),
        ("http://localhost:1/v1", "m", {URL: A, KEY: "k"}, ("http://localhost:1/v1/chat/completions", "m", "")),
        ("https://b.example/v1", "m", {URL: A, KEY: "k"}, ("https://b.example/v1/chat/completions", "m", "")),
    ],
)
def test_the_key_goes_to_the_host_that_it_is_for(address, model, environment, found):
    endpoint, note = endpoint_named(address, model, environment)
    assert (endpoint.address, endpoint.model, endpoint.key) == found
    assert ("is not sent to" in note) == (KEY in environment and not endpoint.key)


@pytest.mark.parametrize(
    ("address", "model", "environment", "said"),
    [
        ("env", "m", {}, f"{URL} is not set"),
        ("http://localhost/v1", None, {}, "Give --model NAME"),
        ("localhost:8080", "m", {}, "--endpoint is no address"),
        ("http://a.example/v1", "m", {KEY: "k"}, "not encrypted"),
        (f"https://u:{SECRET}@a.example/v1", "m", {}, "holds a name or a password"),
        ("https://a.example/v1", "m\nn", {}, "--model is no name"),
        ("https://a.example/v1", "m", {KEY: f"{SECRET}\u2028x"}, "no key has"),
    ],
)
def test_an_endpoint_that_cannot_be_used_is_refused_without_the_key(address, model, environment, said):
    with pytest.raises(BadInput) as caught:
        endpoint_named(address, model, environment)
    assert said in str(caught.value)
    assert SECRET not in str(caught.value)


def test_without_the_package_the_remedy_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "openai", None)
    with pytest.raises(BadInput, match=r"pip install 'ftdecide\[endpoint\]'"):
        EndpointClient(Endpoint("http://localhost/v1/chat/completions", "m"))


ASKED = {"address": "http://localhost/v1", "model": "m", "temperature": 0.0, "most_tokens": 9}


def test_the_cache_gives_back_what_it_was_given_and_tells_questions_apart(tmp_path):
    path = tmp_path / "answers.sqlite3"
    cache = AnswerCache(ASKED, path)
    cache.put(MESSAGES, 0, Answer("a", 3, 1, 2, 0.25, True))
    assert cache.get(MESSAGES, 0) == Answer("a", 3, 1, 2, 0.25, True, kept=True)
    assert cache.get(MESSAGES, 1) is None
    assert cache.get(MESSAGES[:1], 0) is None
    cache.put(MESSAGES, 0, Answer("b"))
    assert cache.get(MESSAGES, 0).text == "a"
    cache.put(MESSAGES, 2, Answer("half a sign \ud800"))
    assert cache.get(MESSAGES, 2) is None and cache.notes == []
    cache.close()
    for name, other in (("model", "n"), ("temperature", None), ("most_tokens", 8), ("address", "http://x/v1")):
        changed = AnswerCache({**ASKED, name: other}, path)
        assert changed.get(MESSAGES, 0) is None, name
        changed.close()
    assert path.stat().st_mode & 0o077 == 0, "for its owner alone"


@pytest.mark.parametrize("damage", ["cut", "overwritten", "other columns"])
def test_a_broken_cache_is_set_aside(tmp_path, damage):
    path = tmp_path / "answers.sqlite3"
    cache = AnswerCache(ASKED, path)
    for run in range(30):
        cache.put(MESSAGES, run, Answer("a" * 100))
    cache.close()
    if damage == "cut":
        path.write_bytes(path.read_bytes()[:5000])
    elif damage == "overwritten":
        path.write_bytes(path.read_bytes()[:16] + b"x" * 9000)
    else:
        with sqlite3.connect(path) as rows:
            rows.execute("drop table answers")
            rows.execute("create table answers(key text)")
        rows.close()
    cache = AnswerCache(ASKED, path)
    for run in range(30):
        cache.get(MESSAGES, run)
    cache.put(MESSAGES, 0, Answer("b"))
    (note,) = cache.notes
    cache.close()
    if damage == "other columns":
        assert "not kept from here on" in note
    else:
        assert "is set aside as answers.set-aside." in note
        assert len(list(tmp_path.glob("answers.set-aside.*.sqlite3"))) == 1
        again = AnswerCache(ASKED, path)
        assert again.get(MESSAGES, 0).text == "b"
        again.close()


@pytest.mark.parametrize("held", ["text,label\na,b\n", "a database"])
def test_a_file_that_is_no_cache_is_refused_and_left_alone(tmp_path, held):
    path = tmp_path / "mine"
    if held == "a database":
        rows = sqlite3.connect(path)
        rows.execute("create table mine(x)")
        rows.close()
    else:
        path.write_text(held)
    before = path.read_bytes()
    with pytest.raises(BadInput, match="Name another file"):
        AnswerCache(ASKED, path)
    assert path.read_bytes() == before
    with pytest.raises(BadInput, match="its folder is not there"):
        AnswerCache(ASKED, tmp_path / "no" / "such")


def test_two_processes_keep_answers_in_one_file(tmp_path):
    script = (
        "import sys; from pathlib import Path\n"
        "from ftdecide.doors.answer_cache import AnswerCache\n"
        "from ftdecide.instruments.measure.live.asking import Answer\n"
        "cache = AnswerCache({'model': 'm'}, Path(sys.argv[1]))\n"
        "for run in range(int(sys.argv[2]), 30, 2):\n"
        "    cache.put(({'role': 'user', 'content': 'x'},), run, Answer(str(run)))\n"
        "print(cache.notes); cache.close()\n"
    )
    path = tmp_path / "answers.sqlite3"
    both = [
        subprocess.Popen([sys.executable, "-c", script, path, str(n)], stdout=subprocess.PIPE, text=True)
        for n in (0, 1)
    ]
    assert [each.communicate(timeout=120)[0].strip() for each in both] == ["[]", "[]"]
    cache = AnswerCache({"model": "m"}, path)
    texts = [cache.get(({"role": "user", "content": "x"},), run).text for run in range(30)]
    cache.close()
    assert texts == [str(run) for run in range(30)]


ITEMS = [
    Item(str(n), f"{'my card was charged' if n % 2 else 'my parcel is late'}, {n}", ("delivery", "billing")[n % 2])
    for n in range(30)
]


@pytest.fixture
def live(tmp_path, monkeypatch, capsys):
    """Runs a live measurement with some options; gives the trial and what was said."""
    for name in (URL, MODEL, KEY):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FTDECIDE_HOME", str(tmp_path / "home"))

    def run(*arguments) -> tuple[Trial, str]:
        command = argparse.ArgumentParser()
        measure_live.add_arguments(command)
        capsys.readouterr()
        options = command.parse_args(list(map(str, arguments)))
        measure_live.refuse_without_effect(options)
        found = measure_live.live_trial(options, ITEMS)
        return found.trial, capsys.readouterr().err

    return run


@pytest.fixture
def pool(tmp_path) -> Path:
    rows = [f"the card was charged {n} times,billing\nwhen does parcel {n} come,delivery" for n in range(20)]
    path = tmp_path / "pool.csv"
    path.write_text("\n".join(["text,label", *rows]))
    return path


def test_a_second_run_is_free_and_the_key_is_nowhere(live, tmp_path, pool, monkeypatch, caplog):
    monkeypatch.setenv(KEY, SECRET)
    with running([TOO_MANY, FINE, BROKEN]) as server, caplog.at_level(logging.DEBUG):
        options = ("--endpoint", server.address, "--model", "gpt-6-luna", "--pool", pool, "--examples", 4)
        first, first_said = live(*options)
        assert len(server.asked) == 122, "4 rungs x 30 items, and two tried again"
        assert {headers["authorization"] for headers in server.headers} == {f"Bearer {SECRET}"}
        assert server.most_at_once <= 4
        again, again_said = live(*options)
        assert len(server.asked) == 122
    assert first == again
    assert "120 calls to make (4 rungs x 30 items); about" in first_said
    assert "120 answers: 0 from what was kept, 120 asked now, $0.00" in first_said
    assert "no call to make: all 120 answers are kept from an earlier run; nothing to pay" in again_said
    assert "120 answers: 120 from what was kept, 0 asked now, $0 spent" in again_said
    costs = [[line for line in said.splitlines() if "for 1,000 calls" in line] for said in (first_said, again_said)]
    assert costs[0] == costs[1] and len(costs[0]) == 4, "a kept answer counts what it cost once"
    kept = b"".join(path.read_bytes() for path in (tmp_path / "home").iterdir())
    for text in (str(first), first_said, again_said, caplog.text, str(kept)):
        assert SECRET not in text


def test_ctrl_c_keeps_what_was_answered(live):
    """The signal comes when six calls have reached the server."""
    with running([Trouble(pause_seconds=0.1)] * 30) as server:

        def interrupt() -> None:
            while len(server.asked) < 6:
                time.sleep(0.01)
            os.kill(os.getpid(), signal.SIGINT)

        threading.Thread(target=interrupt, daemon=True).start()
        options = ("--endpoint", server.address, "--model", "m", "--rungs", "prompt", "--at-once", "2")
        found, said = live(*options)
        answered = sum(not each.fault for each in found.outputs["prompt"])
        assert 6 <= answered == len(server.asked) < 30, said
        assert f"{30 - answered} calls not made: it was stopped. Run it again to go on: the answers so far" in said
        live(*options)
        assert len(server.asked) == 30, "only what was missing"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("--model", "m", "--most-usd", "1"),
            "--model and --most-usd would change nothing without --endpoint URL or --stand-in. Add that, or leave",
        ),
        (("--cache", "kept.sqlite3"), "--cache would change nothing without --endpoint URL or --stand-in"),
        (("--stand-in", "--model", "m"), "--model would change nothing without --endpoint URL. Add that"),
        (("--stand-in", "--pool-text-column", "t"), "--pool-text-column would change nothing without --pool FILE"),
        (
            ("--stand-in", "--price-of", "m", *(f"--usd-per-million-{way}-tokens=1" for way in ("input", "output"))),
            "Leave one of them out",
        ),
        (("--endpoint", "env"), f"{URL} is not set"),
        (("--endpoint", "http://localhost/v1", "--model", "m", "--temperature", "9"), "from 0 to 2, or none"),
        (("--endpoint", "http://localhost/v1", "--model", "m", "--timeout", "nan"), "above 0"),
        (("--endpoint", "http://localhost/v1", "--model", "m", "--max-tokens", "0"), "from 1 to"),
        (("--endpoint", "http://localhost/v1", "--model", "m", "--most-usd", "1"), "State the price with --usd-per"),
        (("--stand-in", "--rungs", "prompt,none"), "--rungs names 'none'"),
        (("--stand-in", "--runs", "0"), "(--runs) is 0, not a whole number, 1 to 50. Give one within these bounds"),
        (("--stand-in", "--examples", "0"), "(--examples) is 0, not a whole number, 1 to 500. Give one"),
        (("--stand-in", "--most-calls", "-1"), "--most-calls is -1, not a whole number, 0 or more. Give one"),
        (("--stand-in", "--most-usd", "0"), "--most-usd is 0, not above 0. Give US dollars above 0"),
        (("--stand-in", "--pool", "no-such.csv"), "no-such.csv: No such file"),
        (("--stand-in", "--instruction", "no-such.txt"), "no-such.txt: No such file"),
        (("--stand-in", "--primer", os.devnull), "it is empty. Give a short text"),
        (("--stand-in", "--price-of", "no-such"), "the price book does not have it"),
        (("--stand-in", "--usd-per-million-input-tokens", "1"), "Give both prices"),
    ],
)
def test_what_cannot_be_used_is_refused_before_anything_is_asked(live, arguments, said):
    with pytest.raises(BadInput, match=re.escape(said)):
        live(*arguments)


def test_where_nothing_answers_the_reason_is_the_error(live):
    with running([Trouble(404, "no such model")] * 4) as server:
        with pytest.raises(BadInput, match=r"no call had an answer: .*no such model"):
            live("--endpoint", server.address, "--model", "m", "--no-cache")
        assert len(server.asked) <= 4


def test_the_stand_in_says_so_wherever_it_speaks(live, tmp_path):
    with running() as server, urllib.request.urlopen(f"{server.address}/models") as response:
        assert json.load(response)["data"][0]["id"] == NAME
        assert response.headers["X-Model"] == NAME
    found, said = live("--stand-in", "--rungs", "prompt")
    assert "a stand-in's, no language model's" in said
    assert "nobody is billed" in said and "if billed as above" in said
    assert len(found.outputs["prompt"]) == 30
    assert not (tmp_path / "home").exists(), "it keeps nothing"


def test_a_limit_in_dollars_is_said_to_do_nothing_where_nobody_bills(live):
    _, said = live("--stand-in", "--rungs", "prompt", "--most-usd", "1")
    assert "ftdecide: --most-usd has no effect: nobody bills the stand-in\n" in said


@pytest.mark.parametrize(("keeps", "said"), [((), GO_ON), (("--no-cache",), ANEW)])
@pytest.mark.parametrize("answers", [0, 6])
def test_a_command_that_ctrl_c_ends_reports_what_it_has_and_exits_with_130(tmp_path, keeps, said, answers):
    """The signal comes when so many calls are answered and others are under way."""
    rows = (f"{item.name},{item.input},{item.expected}" for item in ITEMS)
    (tmp_path / "set.csv").write_text("\n".join(["id,text,label", *(row.replace(", ", " ") for row in rows)]))
    pauses = [Trouble(pause_seconds=0 if n < answers else 1) for n in range(30)]
    with running(pauses) as server:
        command = ["measure", "set.csv", "--endpoint", server.address, "--model", "m", "--rungs", "prompt", *keeps]
        process = subprocess.Popen(
            [sys.executable, "-m", "ftdecide", *command, "--at-once", "2"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path,
            env=os.environ | {"FTDECIDE_HOME": str(tmp_path / "home")},
        )  # fmt: skip
        while len(server.asked) < answers + 2:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "Traceback" not in err and f"it was stopped. {said}" in err
    assert out.startswith("prompt passes "), "those under way were waited for"


def test_the_stand_in_is_not_taken_for_another_model(live):
    """Its own server answers to its name alone, and the command knows the name."""
    with running(only_by_name=True) as server:
        with pytest.raises(BadInput, match="Ask for it by the name stand-in"):
            live("--endpoint", server.address, "--model", "gpt-6-luna", "--rungs", "prompt")
        found, said = live("--endpoint", server.address, "--model", "stand-in", "--rungs", "prompt")
    assert len(found.outputs["prompt"]) == 30
    assert "a stand-in's, no language model's" in said and "nobody is billed" in said


def test_a_server_that_only_serves_keeps_neither_requests_nor_keys(monkeypatch):
    """As its command starts it: it may run for days."""
    started = []

    @contextlib.contextmanager
    def asked_once_and_stopped(*arguments, **more):
        with running(*arguments, **more) as server:
            started.append(server)
            client = EndpointClient(Endpoint(f"{server.address}/chat/completions", "stand-in", SECRET))
            assert client(MESSAGES).text == "delivery"
            client.close()
            raise KeyboardInterrupt
        yield

    monkeypatch.setattr(stand_in_server, "running", asked_once_and_stopped)
    monkeypatch.setattr(sys, "argv", ["stand_in_server", "--port", "0"])
    stand_in_server.main()
    assert started[0].asked == started[0].headers == [] and started[0].most_at_once == 1


@pytest.mark.parametrize(
    ("arguments", "environment", "is_one"),
    [
        (("--stand-in",), "", True),
        (("--endpoint", "http://localhost/v1", "--model", "stand-in"), "", True),
        (("--endpoint", "env"), NAME, True),
        (("--endpoint", "env", "--model", "m"), NAME, False),
        ((), NAME, False),
    ],
)
def test_a_command_knows_that_it_asks_the_stand_in(arguments, environment, is_one, monkeypatch):
    monkeypatch.setenv(MODEL, environment)
    command = argparse.ArgumentParser()
    measure_live.add_arguments(command)
    assert measure_live.asks_stand_in(command.parse_args(arguments)) == is_one


def test_the_client_may_be_called_from_many_threads():
    with running() as server:
        client = EndpointClient(Endpoint(f"{server.address}/chat/completions", "m"))
        answers = []
        threads = [threading.Thread(target=lambda: answers.append(client(MESSAGES).text)) for _ in range(16)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        client.close()
    assert answers == ["delivery"] * 16
