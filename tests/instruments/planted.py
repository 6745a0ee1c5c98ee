"""Files of training records with planted defects, each defect known by its row.

The clean records are this book's own sentences, so that they read like language and no two are alike by a template.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PASSAGES = Path(__file__).resolve().parents[2] / "ftdecide" / "course" / "passages.json"


def sentences() -> list[str]:
    """The book's sentences of 8 to 40 words, no two with the same beginning or end."""
    passages = json.loads(PASSAGES.read_text(encoding="utf-8"))["passages"]
    found: list[str] = []
    ends = set[tuple[str, ...]]()
    for passage in passages:
        for sentence in re.split(r"(?<=[.?!])\s+|\n", passage["text"]):
            shown = "Ã" in sentence or "@" in sentence  # the book shows defects too
            if 8 <= len(sentence.split()) <= 40 and not shown:
                words = re.findall(r"\w+", sentence.lower())
                own = {("first", *words[:6]), ("last", *words[-6:])}
                if ends.isdisjoint(own):
                    found.append(sentence)
                ends |= own
    return found


@dataclass
class File:
    """Lines of a file, and the rows of each planted defect."""

    lines: list[str] = field(default_factory=list)
    planted: dict[str, set[int]] = field(default_factory=dict)

    def add(self, record: Any, *kinds: str) -> int:
        row = len(self.lines)
        self.lines.append(record if isinstance(record, str) else json.dumps(record, ensure_ascii=False))
        for kind in kinds:
            self.planted.setdefault(kind, set()).add(row)
        return row

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"


def chat(question: str, answer: str, system: str | None = "You answer questions about a course.") -> dict[str, Any]:
    turns = [{"role": "system", "content": system}] if system else []
    turns += [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]
    return {"messages": turns}


PII = (
    "Write to maria.keller82@posteo.de about it.", "Her number is +49 170 5550182.", "Call (415) 555-0134 after six.",
    "Call me at 212-555-0187.", "My SSN is 219-09-9999.", "Send it to 742 Evergreen Terrace, Springfield, IL 62704.",
    "Transfer it to DE89 3704 0044 0532 0130 00.", "The login came from 203.0.113.42.",
    "She was born on 14 March 1985.", "His mail is j.o'neil+work@sub.firm.co.uk, he says.",
    "Date of birth: 03/14/1985.", "Phone: 020 7946 0958.",
)  # fmt: skip
SECRETS = (
    "aws_access_key_id = AKIAIOSFODNN7EXAMPLE", "Use ghp_16C7e42F292c6912E7710c838347Ae178B4a here.",
    "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7",
    "export OPENAI_API_KEY=sk-proj-abcDEF1234567890abcDEF1234567890",
    "My card is 4111 1111 1111 1111, exp 12/27.", "Card 5500005555555559 please.", "AmEx 3782-822463-10005",
    "password: Tr0ub4dor&3x", "postgres://admin:s3cr3tpw@db.internal:5432/app",
    "Authorization: Bearer abcdEFGH12345678ijklMNOP",
    "xoxb-123456789012-abcdefABCDEF", "AIzaSyA1234567890abcdefghijklmnopqrstuv", "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N", "hf_abcdefghijklmnopqrstuvwxyzABCDEFGH",
    "sk-ant-api03-abcdefghijklmnopqrstuvwx", "The api key is 9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c",
)  # fmt: skip
MOJIBAKE = (
    "The cafÃ© is open.",
    "Itâ€™s fine â€œreallyâ€\x9d.",
    "MÃ¼nchen and KÃ¶ln.",
    "PreÃ§o: 12 â‚¬",
    "lost \ufffd\ufffd signs",
    "naÃ¯ve rÃ©sumÃ©",
)
NOISE = (
    "asdkjh qwpoei zmxncb lskdjf qpwoei rutyal skdjfh zmxnbv",
    "Lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore",
    "Die Katze sitzt auf der Matte und schaut den Vögeln im Garten zu",
    "Le chat est assis sur le tapis et regarde les oiseaux du jardin",
    "0x7f3a 0x91bc 0xffe2 0x00d1 0x8812 0x1aa0 0x4e4e 0x0f0f",
    "вчера мы ходили в лес за грибами и видели большого лося",
    "昨日は友達と公園に行ってとても楽しかったです",
)  # fmt: skip
NEAR: tuple[Callable[[str, random.Random], str], ...] = (
    lambda text, draw: text.upper(),
    lambda text, draw: re.sub(r"[.,;:!?]", "", text),
    lambda text, draw: text.replace(" ", "  "),
    lambda text, draw: f"{text} Thanks!",
    lambda text, draw: f"Please {text}",
    lambda text, draw: _swapped(text, draw),
    lambda text, draw: _replaced(text, draw),
    lambda text, draw: _slip(text, draw),
)


def _swapped(text: str, draw: random.Random) -> str:
    words = text.split()
    at = draw.randrange(len(words) - 1)
    words[at], words[at + 1] = words[at + 1], words[at]
    return " ".join(words)


def _replaced(text: str, draw: random.Random) -> str:
    words = text.split()
    words[draw.randrange(len(words))] = draw.choice(("really", "certain", "quite", "thing"))
    return " ".join(words)


def _slip(text: str, draw: random.Random) -> str:
    words = text.split()
    at = max(range(len(words)), key=lambda n: len(words[n]))
    word = words[at]
    place = draw.randrange(1, len(word) - 1)
    words[at] = word[:place] + word[place + 1 :]
    return " ".join(words)


def chat_file(seed: int = 0, clean: int = 400, each: int = 24) -> File:
    """Conversations with every defect that a conversation can have."""
    draw = random.Random(seed)
    pool = sentences()
    draw.shuffle(pool)
    take = iter(pool).__next__
    file = File()
    originals = []  # question, answer, row
    for number in range(clean):
        question, answer = take(), take()
        originals.append((question, answer, number))
        if number % 7 == 3:
            more = [{"role": "user", "content": take()}, {"role": "assistant", "content": take()}]
            record = chat(question, answer)
            record["messages"] += more
            file.add(record)
        elif number % 7 == 5:
            file.add(tool_chat(question, answer, number))
        else:
            file.add(chat(question, answer))
    plain = [pair for number, pair in enumerate(originals) if number % 7 not in (3, 5)]
    for number in range(each):
        question, answer, _ = plain[number]
        file.add(chat(question, answer), "exact_duplicate")
        question, answer, _ = plain[each + number]
        near = NEAR[number % len(NEAR)](question, draw)
        file.add(chat(near if near != question else f"{question}!!", answer), "near_duplicate")
        question, _, row = plain[2 * each + number]
        file.add(chat(question, plain[-1 - number][0]), "contradiction")
        file.planted["contradiction"].add(row)
    for number in range(each):
        question, answer, _ = draw.choice(plain)
        file.add(chat(f"{_mixed(question, draw)} {PII[number % len(PII)]}", _mixed(answer, draw)), "pii")
        file.add(chat(_mixed(question, draw), f"{_mixed(answer, draw)} {SECRETS[number % len(SECRETS)]}"), "secret")
        file.add(chat(_mixed(question, draw), f"{MOJIBAKE[number % len(MOJIBAKE)]} {_mixed(answer, draw)}"), "mojibake")
        file.add(chat(f"{NOISE[number % len(NOISE)]} {number}", _mixed(answer, draw)), "outlier")
        file.add(chat(_mixed(question, draw), " ".join(draw.choice(pool) for _ in range(400))), "too_long")
    for number, fault in enumerate(SCHEMA * 2):
        question, answer, _ = draw.choice(plain)
        file.add(fault(_mixed(question, draw), _mixed(answer, draw), number), "schema")
    for number in range(each):
        line = json.dumps(chat(_mixed(plain[number][0], draw), "cut off here"))
        file.add(
            (line[: len(line) // 2], "not json at all", line + "}", line.replace('"role"', "role", 1))[number % 4],
            "unreadable",
        )
    return file


def _mixed(text: str, draw: random.Random) -> str:
    """Words of a sentence in an order of their own, with some from others: no copy of anything."""
    words = text.split()
    for _ in range(6):
        words.insert(draw.randrange(len(words) + 1), draw.choice(draw.choice(_POOL).split()))
    draw.shuffle(words)
    return " ".join(words)


_POOL = sentences()


_TOPICS = """
sport match goal team coach season league player striker referee stadium score defender tournament trophy
money bank shares profit market investor dollar earnings merger loan budget broker dividend inflation
weather storm rain wind forecast snow cloud temperature flood sunshine drought hail breeze thunder
food recipe oven butter flour sauce garlic dinner taste salad baking onion cheese pepper
"""
TOPICS = {topic: words for topic, *words in map(str.split, _TOPICS.strip().splitlines())}


def labelled_file(seed: int = 0, clean: int = 800, flipped: int = 60) -> tuple[list[tuple[str, str]], set[int]]:
    """Texts with labels that their words bear out, and the rows whose label was turned into another."""
    draw = random.Random(seed)
    rows, names = [], list(TOPICS)
    for number in range(clean):
        topic = names[number % len(names)]
        words = draw.choice(_POOL).split() + draw.sample(TOPICS[topic], 5)
        draw.shuffle(words)
        rows.append((" ".join(words), topic))
    chosen = draw.sample(range(clean), flipped)
    for row in chosen:
        text, topic = rows[row]
        rows[row] = text, draw.choice([name for name in names if name != topic])
    return rows, set(chosen)


def tool_chat(question: str, answer: str, number: int) -> dict[str, Any]:
    call = {"id": f"call_{number}", "type": "function", "function": {"name": "look_up", "arguments": "{}"}}
    return {
        "messages": [
            {"role": "system", "content": "You may use tools."},
            {"role": "user", "content": question},
            {"role": "assistant", "content": None, "tool_calls": [call]},
            {"role": "tool", "tool_call_id": f"call_{number}", "content": f"found {number}"},
            {"role": "assistant", "content": answer},
        ]
    }


def _u(text: str) -> dict[str, str]:
    return {"role": "user", "content": text}


def _a(text: str) -> dict[str, str]:
    return {"role": "assistant", "content": text}


def _calls(*ids: str) -> dict[str, Any]:
    function = {"name": "look_up", "arguments": "{}"}
    calls = [{"id": each, "type": "function", "function": function} for each in ids]
    return {"role": "assistant", "content": None, "tool_calls": calls}


def _answers(call: str) -> dict[str, str]:
    return {"role": "tool", "tool_call_id": call, "content": "x"}


SCHEMA: tuple[Callable[[str, str, int], Any], ...] = (
    lambda q, a, n: {"messages": [_u(q)]},
    lambda q, a, n: {"messages": [_a(a), _u(q)]},
    lambda q, a, n: {"messages": [_a(a)]},
    lambda q, a, n: {"messages": []},
    lambda q, a, n: {"messages": [_u(""), _a(a)]},
    lambda q, a, n: {"messages": [_u(q), _a("  ")]},
    lambda q, a, n: {"messages": [_u(q), {"role": "assistent", "content": a}]},
    lambda q, a, n: {"messages": [_u(q), {"content": a}]},
    lambda q, a, n: {"messages": [_u(q), _a(a), {"role": "system", "content": "Be brief."}, _a(a)]},
    lambda q, a, n: {"messages": [_u(q), _u(f"{q} {n}"), _a(a)]},
    lambda q, a, n: {"messages": f"{q} {a}"},
    lambda q, a, n: {"prompt": q, "completion": a},
    lambda q, a, n: {"messages": [q, a]},
    lambda q, a, n: {"messages": [_u(q), {"role": "tool", "tool_call_id": "nobody", "content": "x"}, _a(a)]},
    lambda q, a, n: {"messages": [_u(q), {"role": "assistant", "content": 42}]},
    lambda q, a, n: {"messages": None},
    lambda q, a, n: {"messages": [_u(q), {"role": "assistant"}]},
    lambda q, a, n: {"messages": [_u(q), _calls("one"), _a(a)]},
    lambda q, a, n: {"messages": [_u(q), _calls("one"), {"role": "tool", "content": "x"}, _a(a)]},
    lambda q, a, n: {"messages": [_u(q), _calls("one", "two"), _answers("one"), _a(a)]},
    lambda q, a, n: {"messages": [_u(q), {"role": "assistant", "content": "", "tool_calls": "look_up()"}]},
)
