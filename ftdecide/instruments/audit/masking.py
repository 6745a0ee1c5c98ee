"""Secrets and personal data in a text hidden, for a screen that others see, or replaced by stand-ins."""

from __future__ import annotations

import re

from ftdecide.instruments.audit.pii import personal
from ftdecide.instruments.audit.secret import secrets

_ARTICLE = re.compile(r"^(?:an?|the) ")
_KEY_AFTER_ITS_MARK = r"[\s\S]*?(?:-----END[^-\n]*-----|\Z)"
ALL_HIDDEN = "[hidden: this text]"


def masked(text: str) -> str:
    """A text with what is private hidden, named by what it is.

    >>> masked("Write to jo.smith@firm.com.")
    'Write to [hidden: e-mail address].'
    """
    return _replaced(text, "[hidden: {}]")


def with_stand_ins(text: str) -> str:
    """A text with what is private replaced, as it may be learnt from.

    >>> with_stand_ins("Write to jo.smith@firm.com.")
    'Write to [e-mail address].'
    """
    return _replaced(text, "[{}]")


def _replaced(text: str, form: str) -> str:
    found = {**dict(map(reversed, personal(text))), **dict(map(reversed, secrets(text)))}
    for each in sorted(found, key=len, reverse=True):
        stand_in = form.format(_ARTICLE.sub("", found[each]))
        if each.startswith("-----BEGIN"):
            text = re.sub(re.escape(each) + _KEY_AFTER_ITS_MARK, stand_in, text)
        else:
            text = text.replace(each, stand_in)
    return text
