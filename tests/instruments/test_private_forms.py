"""Forms of personal data and of secrets that stand in texts of several countries, and what only looks like them."""

from __future__ import annotations

import pytest

from ftdecide.instruments.audit.pii import personal
from ftdecide.instruments.audit.secret import secrets

PERSONAL = (
    ("Ruf mich unter 0221 / 47 11 815 an", "0221 / 47 11 815"),
    ("write to jo.smith (at) firm.com", "jo.smith (at) firm.com"),
    ("passport number C01X00T47, please", "C01X00T47"),
    ("my NI number is AB123456C", "AB123456C"),
    ("AB 12 34 56 C is what they have", "AB 12 34 56 C"),
    ("PASSPORT NUMBER C01X00T47", "C01X00T47"),
    ("jo(at)firm.co.uk is his", "jo(at)firm.co.uk"),
)
SECRET = (
    ("Passwort: geheim77x", "geheim77x"),
    ("Das Kennwort lautet Sommer2024", "Sommer2024"),
    ("PIN is 4711", "4711"),
)
NEITHER = (
    "My passport is renewed soon, in 2027",
    "the part AB123456C is out of stock",
    "spinning is 4711 steps of work",
    "we meet at (at the latest) noon. com",
    "2 / 4 / 8 is how it goes",
    "user (at) example.com is nobody",
    "set items[at] list.append to none",
    "passport: RENEWAL24 is the code",
    "each token estimate2024 is a guess",
)


@pytest.mark.parametrize(("text", "private"), PERSONAL)
def test_personal_data_is_found(text, private):
    assert private in [found for _what, found in personal(text)]


@pytest.mark.parametrize(("text", "private"), SECRET)
def test_secrets_are_found(text, private):
    assert private in [found for _what, found in secrets(text)]


@pytest.mark.parametrize("text", NEITHER)
def test_what_only_looks_like_it_is_left_alone(text):
    assert not [*personal(text), *secrets(text)]
