"""The review as its view shows it: in which order, what is hidden, what is refused; and the view's own rules."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from ftdecide.doors import audit_review_widget
from ftdecide.doors.audit_review_widget import AuditReview
from ftdecide.instruments.audit.kinds import KINDS
from tests.instruments import planted
from tests.instruments.test_planted import table

SCRIPT = Path(audit_review_widget.__file__).with_suffix(".js")


class Asking:
    """Asks a widget over a file, as its view does."""

    def __init__(self, path: Path):
        self.widget, self.sent = AuditReview(path), []
        self.widget.send = self.sent.append

    def __call__(self, what: str, **request) -> dict:
        self.widget._answer(self.widget, {"id": 1, "kind": what, "request": request}, [])
        said = self.sent[-1]
        return said.get("answer") or {"fault": said["fault"]}

    def decide(self, shown: dict, action: str, **more) -> dict:
        item = shown["item"]
        return self(
            "decide", kind=shown["kind"], at=shown["at"], row=item["row"], of=item["kind"], action=action, **more
        )


@pytest.fixture(scope="module")
def chat_text() -> str:
    return planted.chat_file(0, clean=120, each=4).text


@pytest.fixture
def chat(chat_text, tmp_path) -> Asking:
    (tmp_path / "chat.jsonl").write_text(chat_text, encoding="utf-8")
    return Asking(tmp_path / "chat.jsonl")


@pytest.fixture
def labelled(tmp_path) -> Asking:
    rows, _ = planted.labelled_file(0, clean=240, flipped=12)
    (tmp_path / "labels.csv").write_text(table(rows), encoding="utf-8")
    return Asking(tmp_path / "labels.csv")


# What no screen may show unasked: addresses, numbers, keys.
PRIVATE_TEXTS = (
    "maria.keller82", "5550182", "555-0134", "AKIAIOSFODNN7EXAMPLE", "ghp_16C7e42F", "abcDEF1234567890", "MIIEpAIB",
)  # fmt: skip


def test_the_surest_come_first_those_that_cost_nothing_last_and_each_is_shown(chat):
    shown = chat("state", step="open")
    order = [(item.kind.costs, item.suspect.score) for item in chat.widget.reviewed.items]
    assert order == sorted(order, key=lambda pair: (not pair[0], -pair[1]))
    seen = set()
    for _ in range(int(shown["kinds"][0]["says"].split()[2])):
        assert shown["item"]["reason"] and shown["item"]["parts"]
        seen.add((shown["item"]["row"], shown["item"]["kind"]))
        shown = chat("state", at=shown["at"], by=1)
    assert seen == {item.key for item in chat.widget.reviewed.items}
    assert chat("state", at=shown["at"], by=1)["at"] == shown["at"], "the last one stays"


def test_what_is_private_is_hidden_in_every_kind_until_it_is_asked_for(chat):
    shown = chat("state", step="open")
    for at in range(len(chat.widget.reviewed.items)):
        answer = json.dumps(chat("state", at=at))
        assert not [text for text in PRIVATE_TEXTS if text in answer]
    shown = chat("state", kind="secret")
    assert shown["item"]["hides"] and "[hidden: " in json.dumps(shown["item"]["parts"])
    assert "AKIAIOSFODNN7EXAMPLE" in json.dumps(chat("state", kind="secret", reveal=True))


def test_a_secret_is_fixed_with_a_stand_in_without_being_shown(chat):
    shown = chat("state", kind="secret")
    changes = {p["pointer"]: p["proposed"] for p in shown["item"]["parts"] if p["hidden"]}
    assert next(iter(changes.values())).endswith("aws_access_key_id = [AWS access key]")
    after = chat.decide(shown, "fix", changes=changes)
    assert "You fixed it. Saved." in after["announce"] and after["item"]["row"] != shown["item"]["row"]
    assert after["count"] != shown["count"] and "1 fixed" in after["left"]
    again = chat("state", kind="secret")
    assert again["item"]["status"] == "You fixed it."
    assert "[AWS access key]" in json.dumps(again["item"]["parts"]), "as it was typed"


def test_a_secret_that_lies_across_two_parts_hides_both(tmp_path):
    """The question ends with the name of the secret, the answer is the secret: neither says so alone."""
    lines = [json.dumps({"prompt": f"What is it {n}? Say the password", "completion": f"open{n}"}) for n in range(3)]
    lines[1] = lines[1].replace("open1", "hunter2!Xq9")
    (tmp_path / "pairs.jsonl").write_text("\n".join(lines), encoding="utf-8")
    asking = Asking(tmp_path / "pairs.jsonl")
    shown = asking("state", kind="secret")
    assert shown["item"]["row"] == 1
    assert "hunter2!Xq9" not in json.dumps(shown)
    assert all(part["proposed"] is None for part in shown["item"]["parts"])
    assert "hunter2!Xq9" in json.dumps(asking("state", kind="secret", reveal=True))


def test_a_label_is_suggested_typed_and_counted(labelled):
    shown = labelled("state", kind="label_error", step="open")
    label = shown["item"]["parts"][-1]
    assert label["label"] and label["proposed"] != label["text"] and label["proposed"] in shown["item"]["labels"]
    assert shown["item"]["suggestion"] == f"Suggested: the label {label['proposed']!r}."
    labelled.decide(shown, "fix", changes={label["pointer"]: label["proposed"]})
    assert labelled.widget.audit.label_of[shown["item"]["row"]] == label["proposed"]
    source = labelled.widget.profile["clean_examples"]["source"]
    assert "1 suspect reviewed (0 kept, 1 fixed, 0 dropped)" in source


def test_the_record_that_is_copied_stands_beside(chat):
    shown = chat("state", kind="exact_duplicate")
    mine, other = shown["item"]["parts"], shown["item"]["other"]["parts"]
    assert [part["text"] for part in mine] == [part["text"] for part in other]
    assert "drop it; row " in shown["item"]["suggestion"]


def test_undo_takes_back_the_latest_also_of_an_earlier_kernel(chat):
    first = chat("state", kind="pii")
    second = chat.decide(first, "drop")
    chat.decide(second, "keep")
    again = Asking(Path(chat.widget._asked_for[0]))
    assert "1 kept, 0 fixed, 1 dropped" in again("state")["left"]
    undone = again("undo")
    assert undone["item"]["row"] == second["item"]["row"] and undone["item"]["status"] == ""
    undone = again("undo", kind="pii")
    assert undone["item"]["row"] == first["item"]["row"] and undone["kind"] == "pii"
    assert "0 kept, 0 fixed, 0 dropped" in undone["left"]
    assert "nothing to undo" in again("undo")["announce"]
    assert chat("state")["left"] == undone["left"], "the other kernel sees it too"


def test_what_a_dropped_record_contradicted_is_settled_with_it(tmp_path):
    """Of labels in lists, which are shown and typed as one text."""
    texts = planted.sentences()[:30]
    rows = [{"text": text, "label": ["a", "b"]} for text in texts] + [{"text": texts[0], "label": ["b", "c"]}]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    asking = Asking(tmp_path / "rows.jsonl")
    shown = asking("state", kind="contradiction")
    assert [part["text"] for part in shown["item"]["parts"]] == [texts[0], "a; b"]
    assert shown["item"]["parts"][1]["proposed"] == "b; c"
    left = asking.decide(shown, "drop")
    assert left["finished"] and left["item"]["status"] == "You dropped the record."
    other = asking("state", kind="contradiction", at=1)
    assert other["item"]["status"].startswith("Settled with the records that it contradicted")


def test_when_all_are_decided_it_says_so_and_the_count_is_certain(labelled):
    shown = labelled("state", step="open")
    while not shown["finished"]:
        shown = labelled.decide(shown, "keep")
    assert shown["finished"] == "Every suspect here is decided on."
    assert shown["left"].startswith("0 left: ")
    clean = labelled.widget.audit.clean
    assert clean.value + clean.hidden == clean.high == labelled.widget.audit.rows


REFUSED = {
    "nothing changed": ("pii", "fix", {}, "nothing is changed"),
    "a mask for a text": ("pii", "fix", {"/messages/1/content": "Call [hidden: phone number]"}, "[hidden: …]"),
    "an empty text": ("pii", "fix", {"/messages/1/content": " "}, "a trainer would refuse that"),
    "a part that is not there": ("pii", "fix", {"/messages/9/content": "a"}, "no part"),
    "no JSON": ("unreadable", "fix", {"": "{"}, "no whole JSON"),
    "keeping what cannot be read": ("unreadable", "keep", {}, "cannot be decided here"),
    "an action of another world": ("pii", "burn", {}, "cannot be decided here"),
}


@pytest.mark.parametrize("kind, action, changes, says", REFUSED.values(), ids=REFUSED)
def test_what_does_not_fit_is_refused_in_a_sentence_and_costs_nothing(chat, kind, action, changes, says):
    saved = chat.decide(chat("state", kind="secret"), "drop")
    shown = chat("state", kind=kind)
    assert says in chat.decide(shown, action, changes=changes)["fault"]
    assert chat("state")["left"] == saved["left"]


def test_an_unreadable_record_is_shown_as_it_stands_and_typed_anew_as_json(chat, chat_text):
    lines = chat_text.splitlines()
    for at in range(4):
        item = chat("state", kind="unreadable", at=at)["item"]
        assert item["parts"][0]["text"] == lines[item["row"]]
    record = json.dumps(planted.chat("Is it open?", "Yes."))
    after = chat.decide(chat("state", kind="unreadable"), "fix", changes={"": record})
    assert "1 fixed" in after["left"]


def test_a_file_that_cannot_be_audited_is_a_sentence(tmp_path):
    assert "No such file" in Asking(tmp_path / "no.jsonl")("state")["fault"]
    (tmp_path / "empty.jsonl").write_text("")
    assert "it holds no records" in Asking(tmp_path / "empty.jsonl")("state")["fault"]
    assert "something unknown" in Asking(tmp_path / "empty.jsonl")("burn")["fault"]


def test_what_is_asked_twice_since_its_answer_came_late_is_decided_once(chat):
    """One undo takes it back."""
    shown = chat("state", step="open")
    for _ in range(2):
        assert chat.decide(shown, "drop")["left"].endswith("1 dropped.")
    assert chat("undo")["left"].endswith("0 dropped.")


def test_a_clean_file_has_nothing_to_review(tmp_path):
    pool = planted.sentences()[:30]
    rows = [json.dumps(planted.chat(one, two)) for one, two in zip(pool[::2], pool[1::2], strict=True)]
    (tmp_path / "clean.jsonl").write_text("\n".join(rows), encoding="utf-8")
    shown = Asking(tmp_path / "clean.jsonl")("state", step="open")
    assert shown["item"] is None and shown["finished"].startswith("No issue was found")


def in_node(code: str):
    script = SCRIPT.read_text(encoding="utf-8") + f"\nconsole.log(JSON.stringify({code}));\n"
    done = subprocess.run(["node", "--input-type=module"], input=script, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


# A key press, and the command that it is.
PRESSES = (
    ({"key": "k"}, "keep"), ({"key": "F"}, "fix"), ({"key": "d"}, "drop"), ({"key": "u"}, "undo"),
    ({"key": "ArrowLeft"}, "back"), ({"key": "ArrowRight"}, "on"), ({"key": "x"}, None),
    ({"key": "d", "ctrlKey": True}, None), ({"key": "ArrowLeft", "altKey": True}, None),
    ({"key": "k", "target": {"tagName": "TEXTAREA"}}, None), 
    ({"key": "ArrowRight", "target": {"tagName": "SELECT"}}, None),
    ({"key": "k", "target": {"tagName": "BUTTON"}}, "keep"), ({"key": "d", "repeat": True}, None),
)  # fmt: skip


def test_keys_are_commands_but_where_somebody_types():
    assert in_node(f"{json.dumps([press for press, _ in PRESSES])}.map(commandOf)") == [meant for _, meant in PRESSES]


def test_only_what_was_typed_anew_is_sent():
    fields = [{"pointer": "/a", "now": "x", "was": "x"}, {"pointer": "/b", "now": "y", "was": "x"}]
    fields.append({"pointer": "/c", "now": "[e-mail address]", "was": None})  # hidden, and never shown
    assert in_node(f"changesOf({json.dumps(fields)})") == {"/b": "y", "/c": "[e-mail address]"}


def test_the_script_holds_no_rule():
    """Kinds, reasons and counts come from the kernel."""
    code = SCRIPT.read_text(encoding="utf-8")
    assert not [kind.name for kind in KINDS if f'"{kind.name}"' in code]
    assert "innerHTML" not in code and "fetch(" not in code
