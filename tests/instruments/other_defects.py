"""Defects as somebody else would plant them, each a change of a question and an answer."""

from __future__ import annotations

import base64
import random
import string
import unicodedata
from collections.abc import Callable

Change = Callable[[str, random.Random], str]


def digits(draw: random.Random, count: int, first: str = "123456789") -> str:
    return draw.choice(first) + "".join(draw.choices(string.digits, k=count - 1))


def signs(draw: random.Random, count: int, of: str = string.ascii_letters + string.digits) -> str:
    return "".join(draw.choices(of, k=count))


def with_check_digit(front: str) -> str:
    """A card number: its front and the digit that the Luhn formula wants."""
    total = sum(sum(divmod(2 * int(d), 10)) if n % 2 == 0 else int(d) for n, d in enumerate(reversed(front)))
    return front + str(-total % 10)


def iban(country: str, account: str) -> str:
    number = int("".join(str(int(sign, 36)) for sign in account + country + "00"))
    return in_fours(f"{country}{98 - number % 97:02d}{account}")


def in_fours(text: str) -> str:
    return " ".join(text[n : n + 4] for n in range(0, len(text), 4))


PERSONAL: tuple[Callable[[random.Random], str], ...] = (
    lambda d: f"{signs(d, 6, string.ascii_lowercase)}.{signs(d, 7, string.ascii_lowercase)}@proton.me",
    lambda d: f"{signs(d, 5, string.ascii_lowercase)}_{digits(d, 2)}@students.uni-graz.at",
    lambda d: f"<{signs(d, 8, string.ascii_lowercase)}@mail.co.nz>",
    lambda d: f"call me on +33 6 {digits(d, 2)} {digits(d, 2)} {digits(d, 2)} {digits(d, 2)}",
    lambda d: f"my number is ({digits(d, 3, '23456')}) {digits(d, 3, '23456')}-{digits(d, 4)}",
    lambda d: f"{digits(d, 3, '23456')}-{digits(d, 3, '23456')}-{digits(d, 4)}",
    lambda d: f"ring +44 7{digits(d, 3)} {digits(d, 6)}",
    lambda d: f"Tel. 0{digits(d, 3)}/{digits(d, 7)}",
    lambda d: f"+91 {digits(d, 5, '6789')} {digits(d, 5)}",
    lambda d: f"+81-3-{digits(d, 4)}-{digits(d, 4)}",
    lambda d: f"+1{digits(d, 3, '23456')}{digits(d, 3, '23456')}{digits(d, 4)}",
    lambda d: f"whatsapp 0{digits(d, 2, '67')} {digits(d, 3)} {digits(d, 2)} {digits(d, 2)}",
    lambda d: f"{digits(d, 3, '12345')}-{digits(d, 2)}-{digits(d, 4)}",
    lambda d: f"SSN {digits(d, 3, '12345')}-{digits(d, 2)}-{digits(d, 4)}",
    lambda d: iban("DE", digits(d, 18)),
    lambda d: iban("ES", digits(d, 20)),
    lambda d: iban("GB", "BARC" + digits(d, 14)).replace(" ", ""),
    lambda d: iban("BE", digits(d, 12)) + " please",
    lambda d: f"{digits(d, 3)} Willow Creek Road, Boise, ID 83{digits(d, 3)}",
    lambda d: f"{digits(d, 2)} Rosewood Avenue, Apt {digits(d, 1)}, Madison",
    lambda d: f"Lindenstraße {digits(d, 2)}, 50674 Köln",
    lambda d: f"{digits(d, 2)} rue des Lilas, 69003 Lyon",
    lambda d: f"date of birth {digits(d, 1)}/{digits(d, 1)}/19{digits(d, 2, '56789')}",
    lambda d: f"born on {digits(d, 1)} October 19{digits(d, 2, '56789')}",
    lambda d: f"passport no. {signs(d, 2, 'ABCKX')}{digits(d, 7)}",
    lambda d: f"logged in from {digits(d, 2)}.{digits(d, 2)}.{digits(d, 2)}.{digits(d, 2)}",
    lambda d: f"2001:db8:{signs(d, 4, '123456789abcdef')}::{signs(d, 4, '123456789abcdef')}",
)
_JSON = base64.urlsafe_b64encode(b'{"alg":"HS256","typ":"JWT"}').decode().rstrip("=")
SECRETS: tuple[Callable[[random.Random], str], ...] = (
    lambda d: "AKIA" + signs(d, 16, string.ascii_uppercase + "234567"),
    lambda d: f"aws_secret_access_key={signs(d, 40)}",
    lambda d: "ghp_" + signs(d, 36),
    lambda d: f"github_pat_{signs(d, 22)}_{signs(d, 59)}",
    lambda d: f"xoxb-{digits(d, 12)}-{digits(d, 12)}-{signs(d, 24)}",
    lambda d: f"sk-proj-{signs(d, 44)}",
    lambda d: f"sk-ant-api03-{signs(d, 50)}",
    lambda d: "AIza" + signs(d, 35),
    lambda d: "sk_live_" + signs(d, 24),
    lambda d: "glpat-" + signs(d, 20),
    lambda d: f"{_JSON}.eyJ{signs(d, 30)}.{signs(d, 43)}",
    lambda d: f"-----BEGIN RSA PRIVATE KEY-----\n{signs(d, 64)}\n-----END RSA PRIVATE KEY-----",
    lambda d: f"-----BEGIN OPENSSH PRIVATE KEY-----\n{signs(d, 64)}",
    lambda d: f"mysql://report:{signs(d, 10)}@10.0.3.{digits(d, 2)}:3306/sales",
    lambda d: f"https://bot:{signs(d, 12)}@git.corp.example/app.git",
    lambda d: f"password: {signs(d, 8)}7!",
    lambda d: f"the wifi password is Blue{digits(d, 3)}Otter",
    lambda d: f'"api_key": "{signs(d, 32, "0123456789abcdef")}"',
    lambda d: f"Authorization: Bearer {signs(d, 38)}9",
    lambda d: "card " + with_check_digit("4" + digits(d, 14)),
    lambda d: in_fours(with_check_digit("53" + digits(d, 13))),
    lambda d: with_check_digit("37" + digits(d, 12)),
    lambda d: f"DB_PASSWORD={signs(d, 12)}4",
)


def _mangled(text: str, table: str) -> str:
    """UTF-8 read by another table; what the table lacks stands for itself, as in browsers."""
    return "".join(
        chr(byte) if table == "latin-1" else bytes([byte]).decode(table, "ignore") or chr(byte)
        for byte in text.encode("utf-8")
    )


_ACCENTED = "café déjà vu, señor Müller’s “piñata” — 20 € für Zoë"
MANGLED: tuple[Change, ...] = (
    lambda text, draw: _mangled(f"{text} {_ACCENTED}", "latin-1"),
    lambda text, draw: _mangled(f"{text} {_ACCENTED}", "cp1252"),
    lambda text, draw: _mangled(_mangled(f"{text} résumé naïve", "cp1252"), "cp1252"),
    lambda text, draw: _mangled(_mangled(f"{text} über", "latin-1"), "latin-1"),
    lambda text, draw: _mangled(text.replace(" ", "\xa0", 1), "cp1252"),
    lambda text, draw: _mangled(text.replace("a", "’", 1), "cp1252"),
    lambda text, draw: _mangled(f"Привет! {text}", "cp1252"),
    lambda text, draw: _mangled(f"{text} 東京", "latin-1"),
    lambda text, draw: _mangled(f"{text} 👍", "cp1252"),
    lambda text, draw: text.replace("e", "\ufffd", 2),
    lambda text, draw: text.replace("i", "ï¿½", 1),
)
_ALIKE = {
    "still": "yet", "came": "arrived", "bought": "purchased", "would": "might", "slow": "sluggish", "quiet": "silent",
    "money": "cash", "known": "recorded", "needed": "required", "reports": "describes", "who": "that",
    "lives": "resides",
    "without": "lacking", "ended": "expired", "started": "begun", "flat": "apartment", "wrote": "authored", "for": "to",
    "again": "anew", "with": "using", "since": "after", "because": "as", "on": "upon", "other": "different",
}  # fmt: skip


def _other_words(text: str, draw: random.Random, most: int = 2) -> str:
    words = text.split()
    places = [n for n, word in enumerate(words) if word in _ALIKE]
    for place in draw.sample(places, min(most, len(places))):
        words[place] = _ALIKE[words[place]]
    return " ".join(words) if places else f"Indeed {text}"


def _typing_slip(text: str, draw: random.Random) -> str:
    words = text.split()
    long = [n for n, word in enumerate(words) if len(word) > 4 and word.isalpha()] or [
        max(range(len(words)), key=lambda n: len(words[n]))
    ]
    place = draw.choice(long)
    at = draw.randrange(1, len(words[place]) - 2)
    word = words[place]
    words[place] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return " ".join(words)


def _without_a_word(text: str, draw: random.Random) -> str:
    words = text.split()
    del words[draw.randrange(len(words))]
    return " ".join(words)


COPIED: tuple[Change, ...] = (
    lambda text, draw: text.lower(),
    lambda text, draw: text.title(),
    lambda text, draw: text.upper() + "!!!",
    lambda text, draw: text.rstrip(".?") + " ...",
    lambda text, draw: "  " + text.replace(" ", "   ", 3) + "\n",
    lambda text, draw: text.replace(" ", "\u00a0").replace(".", "\u2026"),
    lambda text, draw: "".join(chr(ord(c) + 0xFEE0) if c.isalpha() and c.isascii() else c for c in text),
    lambda text, draw: unicodedata.normalize("NFD", text) + "\u200b",
    lambda text, draw: f"{text} Please answer as soon as you can.",
    lambda text, draw: f"Hello there, {text}",
    lambda text, draw: f"{text} Many thanks in advance!",
    _other_words,
    lambda text, draw: _other_words(text, draw, 1),
    _typing_slip,
    lambda text, draw: _typing_slip(_typing_slip(text, draw), draw),
    _without_a_word,
    lambda text, draw: f"{text} 🙏",
)  # fmt: skip
ODD = (
    "qwlkjf pzxmcv woeiru ghtyal bnvmcx qpwoeiru", "zzzzzzzzzzzzzzzzzzzzzzzzzz", "fghj", "...", "n/a",
    "test test test test",
    "Η φωτοσύνθεση μετατρέπει το φως σε χημική ενέργεια μέσα στα φύλλα", "ฉันอยากไปทะเลกับครอบครัวในวันหยุดนี้",
    "Квантовая запутанность не передаёт информацию быстрее света", "ich", "!!!!!!!!", "🙂🙂🙂🙂🙂🙂",
    "Glaciers carve cirques, arêtes and moraines while basal meltwater lubricates their slow descent through bedrock",
    "The sonata's exposition modulates towards the dominant before an abrupt fugato unsettles its recapitulation",
    "Nuqneh tlhIngan maH batlh Daqawlu'taH yIn nI' yISIQ 'ej yIchep",
    "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4",
    "mgmgmgmgmgmgmgmgmgmgmg", "jdfkgh dkfjghdkfj gdkfjhg dkfj", "{\"a\": [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]}",
)  # fmt: skip
