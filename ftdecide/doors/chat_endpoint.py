"""One chat endpoint that speaks the OpenAI API: how the environment names it, and what it answers within limits.

FTDECIDE_CHAT_URL and FTDECIDE_CHAT_MODEL name it, FTDECIDE_CHAT_KEY is its key: read when an answer is asked for, never
kept, written or shown.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

URL, MODEL, KEY = "FTDECIDE_CHAT_URL", "FTDECIDE_CHAT_MODEL", "FTDECIDE_CHAT_KEY"
LIMIT_SECONDS = 30
MOST_BYTES = 200_000  # of what comes back
LONGEST_MODEL = 80  # characters
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
NOT_CONFIGURED = (
    f"no model is configured to phrase answers. Set {URL} (the address up to /v1) and {MODEL}, "
    f"and {KEY} where a key is needed"
)
SAID_OF_STATUS = {
    401: f"it refused the key; check {KEY}",
    403: f"it refused the key; check {KEY}",
    404: f"it does not know the address or the model; check {URL} and {MODEL}",
    429: "it has had too many requests; wait a minute and ask again",
}


class NotPhrased(RuntimeError):
    """A model's answer that is not shown; the text says why, and what to do."""


@dataclass(frozen=True)
class Endpoint:
    """Where a model answers; the key is left out wherever this is printed."""

    address: str
    model: str
    key: str = field(default="", repr=False)

    @property
    def host(self) -> str:
        """The host that the question is sent to."""
        return urlsplit(self.address).hostname or ""


def configured(environment: Mapping[str, str] = os.environ) -> Endpoint | None:
    """The endpoint that the environment names, or None where it names none.

    Raises:
        NotPhrased: where what it names cannot be used.

    >>> configured({URL: "http://localhost:8080/v1", MODEL: "small", KEY: "secret"})
    Endpoint(address='http://localhost:8080/v1/chat/completions', model='small')
    """
    url, model, key = (environment.get(name, "").strip() for name in (URL, MODEL, KEY))
    if not url or not model:
        return None
    try:
        parts = urlsplit(url)
        good = bool(parts.hostname) and parts.scheme in ("http", "https") and parts.port != 0
    except ValueError:
        good = False
    if not good:
        raise NotPhrased(f"{URL} is no address. Write it as https://HOST/v1")
    if parts.username or parts.password:
        raise NotPhrased(f"{URL} holds a name or a password. Put the key into {KEY} instead")
    if key and parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise NotPhrased(f"{URL} is not encrypted, and the key would be readable on the way. Use https")
    if not (key.isascii() and key.isprintable()):
        raise NotPhrased(f"{KEY} holds a character that no key has. Copy it again")
    if len(model) > LONGEST_MODEL or not model.isprintable():
        raise NotPhrased(f"{MODEL} is no name of a model. It may have at most {LONGEST_MODEL} characters on one line")
    base = url.rstrip("/")
    return Endpoint(base if base.endswith("/chat/completions") else f"{base}/chat/completions", model, key)


def ask_model(messages: Sequence[Mapping[str, str]], endpoint: Endpoint) -> str:
    """What the endpoint answers to chat messages ({"role", "content"}), within the limits of time and length.

    Raises:
        NotPhrased: with the reason and the remedy, where nothing usable came back.
    """
    try:
        import httpx
    except ImportError:
        raise NotPhrased("phrasing needs httpx; install it with: pip install 'ftdecide[course]'") from None
    headers = {"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}
    until = time.monotonic() + LIMIT_SECONDS
    held = bytearray()
    try:
        with httpx.stream(
            "POST",
            endpoint.address,
            json={"model": endpoint.model, "messages": list(messages)},
            headers=headers,
            timeout=LIMIT_SECONDS,
        ) as response:
            if response.status_code != 200:
                said = SAID_OF_STATUS.get(response.status_code, "it failed; try again later")
                raise NotPhrased(f"The model at {endpoint.host} did not answer ({response.status_code}): {said}")
            for part in response.iter_bytes():
                held += part
                if len(held) > MOST_BYTES:
                    raise NotPhrased(f"The model's answer is not shown: more than {MOST_BYTES:,} bytes came back")
                if time.monotonic() > until:
                    raise httpx.ReadTimeout("")
    except httpx.TimeoutException:
        raise NotPhrased(f"The model at {endpoint.host} took longer than {LIMIT_SECONDS} seconds; ask again") from None
    except (httpx.HTTPError, httpx.InvalidURL, OSError):
        raise NotPhrased(f"The model at {endpoint.host} cannot be reached. Check {URL} and the connection") from None
    return _content(held, endpoint)


def _content(held: bytes | bytearray, endpoint: Endpoint) -> str:
    try:
        answered: Any = json.loads(held)
        content = answered["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        content = None
    if not isinstance(content, str):
        raise NotPhrased(f"The model at {endpoint.host} answered in another form than the chat API's; check {URL}")
    return content
