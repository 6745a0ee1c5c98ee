"""Secrets: keys, tokens, passwords and card numbers, found by the forms their makers publish."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator

from ftdecide.instruments.audit.digits import around, numbers
from ftdecide.instruments.audit.issue import Kind, Suspect
from ftdecide.instruments.audit.pii import MOST_CHARACTERS, held
from ftdecide.instruments.audit.record import Record

KIND = Kind(
    "secret",
    "records with a secret in them",
    "Revoke each at its maker first, then take it out: whoever has the file, or the model, has the key.",
    one="record with a secret in it",
)
# Forms as their makers document them, each with what stands in every one: a text without that is passed over.
_FORMS = tuple(
    (name, hints, re.compile(form))
    for name, hints, form in (
        ("a private key", ("PRIVATE KEY",), r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----"),
        ("an AWS access key", ("AKIA", "ASIA"), r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"),
        ("a GitHub token", ("ghp_", "gho_", "ghu_", "ghs_", "ghr_"), r"\bgh[pousr]_[A-Za-z0-9]{30,255}"),
        ("a GitHub token", ("github_pat_",), r"\bgithub_pat_[A-Za-z0-9_]{30,255}"),
        ("a GitLab token", ("glpat-",), r"\bglpat-[\w-]{20,}"),
        ("an API key", ("sk-",), r"\bsk-(?=[\w-]*\d)[A-Za-z0-9][\w-]{18,}"),
        ("a Stripe key", ("_live_", "_test_"), r"\b[srp]k_(?:live|test)_[A-Za-z0-9]{16,}"),
        ("a Google API key", ("AIza",), r"\bAIza[\w-]{30,}"),
        ("a Google OAuth secret", ("GOCSPX-",), r"\bGOCSPX-[\w-]{20,}"),
        ("a Slack token", ("xox",), r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}"),
        ("a Slack webhook", ("hooks.slack",), r"hooks\.slack\.com/services/T\w+/B\w+/\w+"),
        ("a Hugging Face token", ("hf_",), r"\bhf_[A-Za-z0-9]{30,}"),
        ("an npm token", ("npm_",), r"\bnpm_[A-Za-z0-9]{30,}"),
        ("a PyPI token", ("pypi-",), r"\bpypi-[\w-]{50,}"),
        ("a SendGrid key", ("SG.",), r"\bSG\.[\w-]{16,}\.[\w-]{16,}"),
        ("a Twilio key", ("SK", "AC"), r"\b(?:SK|AC)[0-9a-f]{32}\b"),
        ("a Telegram bot token", (":AA",), r"\b\d{8,10}:AA[\w-]{33}\b"),
        ("a JSON web token", ("eyJ",), r"\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}"),
        ("a password in an address", ("://",), r"\b[a-z][a-z0-9+.-]{2,20}://[^\s/:@]{1,80}:[^\s/@]{3,80}@[\w.-]+"),
        ("an Azure storage key", ("AccountKey=",), r"AccountKey=[A-Za-z0-9+/]{60,}={0,2}"),
    )
)
_BY_HINT = tuple((hint, name, form) for name, hints, form in _FORMS for hint in hints)
_SHORTEST, _SPACED = 12, "PRIVATE KEY"  # characters without a space that each form has, but the one that has spaces
_NAMES = re.compile(
    r"password|passwd|passwort|kennwort|pwd|pass(?:phrase|code)|pass(?=[:= ])|contraseña|mot de passe|secret|token|"
    r"api[ _-]?key|access|auth|private|bearer"
)
_ASSIGNED = re.compile(
    r"(?i)(?:password|passwd|passwort|kennwort|contraseña|mot de passe|pwd|passphrase|passcode|pass|"
    r"secret(?:[ _-]?key)?|token|api[ _-]?key|access[ _-]?key|"
    r"auth[ _-]?(?:key|token)|client[ _-]?secret|private[ _-]?key|bearer)\b[\"']?"
    r"(?P<sure>\s{0,9}(?:(?:is|was|to|ist|lautet|es|est)\b|[:=]+>?|:=)\s{0,9})?\s{0,9}[\"'`]?(?P<value>[^\s\"'`,;<>{}()\[\]]{6,200})"
)
_LOGIN = re.compile(
    r"(?i)\b(?:log ?in|credentials)\b[ :=]*(?:is |are |with |as |details?:? )?[\w.@+-]{2,60} ?(?:/|\||,? and |:) ?"
    r"(?P<value>[^\s\"'`,;<>{}()]{6,80})"
)
_PIN = re.compile(r"(?i)\bpin (?:number |code )?(?:is |: ?)(\d{4,8})\b")
_CARD = re.compile(r"(?<![\d.+-])(?:\d[ -]?){12,18}\d(?![\d-]|\.\d)")
_NO_CARD = re.compile(
    r"\b(?:order|imei|ean|isbn|gtin|barcode|tracking|serial|ref|reference|invoice|ticket|id)\b[ #:.\w]{0,12}$"
    r"|[A-Z]{2}\d\d ?[\d ]*$",  # the front of an IBAN
    re.I,
)
_CARD_STARTS = re.compile(r"4|5[1-5]|2[2-7]|3[47]|3[068]|6(?:011|5|4[4-9])|35(?:2[89]|[3-8])|62|50|5[6-9]|6[37]")
_BITS_PER_CHARACTER = 3.0  # a word of a language has about 2.5 at this length, a random token 4 or more


def secret(record: Record) -> Suspect | None:
    """The secrets of a record, its instructions among them, hidden but for their ends."""
    everything = record.everything
    if len(everything) > MOST_CHARACTERS:
        everything = "\n".join(
            (record.system[:MOST_CHARACTERS], record.input[:MOST_CHARACTERS], record.output[:MOST_CHARACTERS])
        )
    return held(record, secrets(everything), 0.95)


def secrets(text: str) -> Iterator[tuple[str, str]]:
    """The secrets in a text: of each what it is, and the secret itself."""
    taken = []
    long = " ".join([word for word in text.split() if len(word) >= _SHORTEST])
    for hint, name, form in _BY_HINT:
        if hint in long or (hint == _SPACED and hint in text):
            for match in form.finditer(text):
                if not any(start <= match.start() < end for start, end in taken):
                    taken.append(match.span())
                    yield name, match[0]
    lowered = text.lower()
    lowered = lowered if len(lowered) == len(text) else text  # a character or two grow when they are made small
    for hint in _NAMES.finditer(lowered):
        match = _ASSIGNED.match(text, hint.start())
        if match and _is_secret(match) and not any(start <= match.start("value") < end for start, end in taken):
            taken.append(match.span("value"))
            yield "a password or token", match["value"]
    if "pin" in lowered and (pin := _PIN.search(text)):
        yield "a PIN", pin[1]
    if "login" in lowered or "log in" in lowered or "credentials" in lowered:
        for match in _LOGIN.finditer(text):
            if _looks_chosen(match["value"]) and not any(start <= match.start("value") < end for start, end in taken):
                yield "a password", match["value"]
    yield from (("a card number", card) for card in _cards(text))


def _cards(text: str) -> Iterator[str]:
    for begin, end in around(numbers(text), 13, 2, 2):
        for match in _CARD.finditer(text, begin, end):
            digits = re.sub(r"\D", "", match[0])
            named = _NO_CARD.search(text, max(0, match.start() - 24), match.start())
            known = _CARD_STARTS.match(digits) and len(digits) in {13, 14, 15, 16, 19} and len(set(digits)) > 1
            if known and not named and luhn_is_valid(digits):
                yield match[0].strip()


def luhn_is_valid(digits: str) -> bool:
    """Whether the check digit of a card number holds (ISO/IEC 7812-1, the Luhn formula).

    >>> luhn_is_valid("4111111111111111"), luhn_is_valid("4111111111111112")
    (True, False)
    """
    doubled = "0246813579"
    return sum(int(d) if place % 2 == 0 else int(doubled[int(d)]) for place, d in enumerate(reversed(digits))) % 10 == 0


def _is_secret(match: re.Match[str]) -> bool:
    """Whether what follows the name of a secret is one: surely said, letters and a digit or a mark are enough."""
    value = match["value"].rstrip(".!?")
    if _CODE.search(value):
        return False
    if match["sure"]:
        return len(value) >= 6 and _looks_chosen(value)
    return _looks_random(value)


# A name in a program, or a place where a secret belongs, is none.
_CODE = re.compile(
    r"^(?:os\.|env\.|process\.|settings\.|config\.|self\.|https?:|\$|%|\*+$|x+$|your|my_|the_|<)|\w\.\w+\.?\w*\(?$|_[A-Z]+_",
    re.I,
)


# Words that many people take for a password (the lists of leaked ones begin with them).
_WEAK = frozenset(re.findall(r"\w+", """
    password iloveyou sunshine princess dragon monkey football baseball letmein qwerty welcome superman batman shadow
    michael jennifer charlie whatever master freedom starwars qwertyuiop asdfgh
"""))  # fmt: skip


def _looks_chosen(text: str) -> bool:
    """Whether a word is a password that somebody chose: letters, and a digit or a mark among them."""
    if text.rstrip(".!?").lower() in _WEAK:
        return True
    return bool(re.search(r"[A-Za-z]", text)) and bool(re.search(r"[\d!@#$%^&*]", text.rstrip(".!?")))


def _looks_random(text: str) -> bool:
    """Whether a word is no word: characters of several kinds, and more surprise than language has.

    >>> _looks_random("hunter2!Xq9"), _looks_random("forgotten"), _looks_random("reset-link")
    (True, False, False)
    """
    kinds = sum(bool(re.search(kind, text)) for kind in (r"[a-z]", r"[A-Z]", r"\d", r"[^A-Za-z0-9]"))
    bits = -sum(n / len(text) * math.log2(n / len(text)) for n in Counter(text).values())
    return (
        bool(re.search(r"\d", text))
        and (kinds >= 3 or (len(text) >= 16 and kinds >= 2))
        and bits >= _BITS_PER_CHARACTER
    )
