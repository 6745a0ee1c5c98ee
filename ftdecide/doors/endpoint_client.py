"""Asks an endpoint that speaks the OpenAI chat API, through the `openai` package: its retries, its time limits.

The key is read from the environment when the client is made, sent to the endpoint alone, and struck out of every
error; out of answers only where it is too long to be a word of theirs.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from ftdecide.doors.chat_endpoint import KEY, MODEL, SAID_OF_STATUS, URL, Endpoint, NotPhrased, configured
from ftdecide.doors.json_files import BadInput
from ftdecide.instruments.measure.live.asking import Answer, CannotAnswer
from ftdecide.instruments.measure.live.chat_answer import read_answer
from ftdecide.instruments.measure.live.rung_prompts import Messages
from ftdecide.printable import printable

NOT_INSTALLED = "asking an endpoint needs the package openai. Install it with: pip install 'ftdecide[endpoint]'"
FROM_ENVIRONMENT = "env"
RETRIES = 4
SHOWN = 200  # characters of what a server says
SHORTEST_SECRET = 16  # characters; a shorter key, such as a local server's "test", may be a word of an answer
PARAMETERS = ("temperature", "max_tokens", "max_completion_tokens")


@dataclass(frozen=True)
class Asking:
    """How an endpoint is asked.

    Args:
        temperature: 0 to 2; None leaves it to the model.
        most_tokens: of an answer, reasoning included; 1 or more.
        timeout_seconds: of one try, above 0.
        retries: after a failure that may pass (429, 5xx, no connection, too slow); 0 or more.
    """

    temperature: float | None = 0.0
    most_tokens: int = 256
    timeout_seconds: float = 60.0
    retries: int = RETRIES


def endpoint_named(
    address: str, model: str | None, environment: Mapping[str, str] = os.environ
) -> tuple[Endpoint, str]:
    """The endpoint that the command line names, and a note about its key, or empty.

    The key is sent to nobody but the host that FTDECIDE_CHAT_URL names, where it names one.

    Args:
        address: up to /v1, or `env` for what the environment names.
        model: its name; FTDECIDE_CHAT_MODEL where None.

    Raises:
        BadInput: where the address, the model or the key cannot be used.
    """
    own = environment.get(URL, "").strip()
    taken = own if address == FROM_ENVIRONMENT else address.strip()
    name = (model or environment.get(MODEL, "")).strip()
    if not taken:
        raise BadInput(f"--endpoint {address}: {URL} is not set. Set it to the address up to /v1, or give the address")
    if not name:
        raise BadInput(f"--endpoint needs a model. Give --model NAME, or set {MODEL}")
    key, note = environment.get(KEY, ""), ""
    if key and own and _host(taken) != _host(own):
        key, note = "", f"{KEY} is for {_host(own)} and is not sent to {_host(taken)}"
    try:
        found = configured({URL: taken, MODEL: name, KEY: key})
    except NotPhrased as fault:
        said = str(fault)
        if address != FROM_ENVIRONMENT:
            said = said.replace(URL, "--endpoint")
        raise BadInput(said.replace(MODEL, "--model") if model else said) from None
    assert found is not None  # both are there
    return found, note


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


class EndpointClient:
    """Answers chat messages by asking an endpoint; may be called from several threads.

    Raises:
        BadInput: where the package openai is not installed.
    """

    def __init__(self, endpoint: Endpoint, asking: Asking = Asking()) -> None:
        try:
            import openai
        except ImportError:
            raise BadInput(NOT_INSTALLED) from None
        self.endpoint, self.asking = endpoint, asking
        self._openai, self._limit_name, self._reached = openai, "max_tokens", False
        # Said with every request, so that nothing that the library finds in the environment goes to this host.
        self._headers = {
            "Authorization": f"Bearer {endpoint.key}" if endpoint.key else openai.Omit(),
            "OpenAI-Organization": openai.Omit(),
            "OpenAI-Project": openai.Omit(),
        }
        self._client = openai.OpenAI(
            base_url=endpoint.address.removesuffix("/chat/completions"),
            api_key=endpoint.key or "none",
            max_retries=asking.retries,
            timeout=asking.timeout_seconds,
            http_client=openai.DefaultHttpxClient(follow_redirects=False),
        )

    def __call__(self, messages: Messages) -> Answer:
        """The answer.

        Raises:
            CannotAnswer: with the reason, where none came.
        """
        try:
            return self._asked(messages)
        except CannotAnswer as fault:
            raise CannotAnswer(self._without_key(str(fault)), fault.for_all, fault.billed) from None

    def close(self) -> None:
        """Close its connections."""
        self._client.close()

    def _asked(self, messages: Messages) -> Answer:
        openai, host = self._openai, self.endpoint.host
        try:
            raw = self._sent(messages)
        except openai.APITimeoutError:
            raise CannotAnswer(f"{host} took longer than {self.asking.timeout_seconds:g} seconds") from None
        except openai.APIConnectionError:
            why = f"{host} cannot be reached. Check the address and the connection"
            raise CannotAnswer(why, for_all=not self._reached) from None
        except openai.APIStatusError as fault:
            raise self._refused(fault) from None
        except (openai.OpenAIError, ValueError) as fault:
            raise CannotAnswer(f"{host}: {type(fault).__name__}") from None
        self._reached = True
        answer = read_answer(raw.text)
        text = self._without_key(answer.text) if len(self.endpoint.key) >= SHORTEST_SECRET else answer.text
        return replace(answer, text=text, seconds=raw.elapsed.total_seconds())

    def _sent(self, messages: Messages) -> Any:
        """The raw response; asked again once where the model has another name for the most tokens of an answer."""
        for _ in range(2):
            options: dict[str, Any] = {self._limit_name: self.asking.most_tokens}
            if self.asking.temperature is not None:
                options["temperature"] = self.asking.temperature
            try:
                return self._client.chat.completions.with_raw_response.create(
                    model=self.endpoint.model, messages=list(messages), extra_headers=self._headers, **options
                )
            except self._openai.BadRequestError as fault:
                if "max_completion_tokens" not in _said(fault) or "max_completion_tokens" in options:
                    raise
                self._limit_name = "max_completion_tokens"
        raise AssertionError("the second try returns or raises")

    def _refused(self, fault: Any) -> CannotAnswer:
        """Why the server refused, in one line; whether it would refuse every other call too."""
        status, host = fault.status_code, self.endpoint.host
        if status in (401, 403):  # what a server says here may hold the key
            return CannotAnswer(f"{host} did not answer ({status}): {SAID_OF_STATUS[status]}", True)
        said = _said(fault)
        shown = f": {said}" if said else ""
        refused = next((name for name in PARAMETERS if name in (fault.param or said)), "")
        if status in (400, 422) and refused:
            remedy = "--temperature none" if refused == "temperature" else "another --max-tokens"
            return CannotAnswer(f"the model refuses {refused} as it is{shown}. Try {remedy}", True)
        if status == 404:
            hint = "" if "/v1" in self.endpoint.address else ". Most servers' addresses end in /v1"
            return CannotAnswer(f"{host} does not know the address or the model{shown}{hint}", True)
        if status == 429:
            wait = fault.response.headers.get("retry-after", "")
            when = f"; it asks to wait {wait} seconds" if wait.isdigit() else ""
            return CannotAnswer(f"{host} has had too many requests{when}{shown}")
        return CannotAnswer(f"{host} did not answer ({status}){shown}")

    def _without_key(self, text: str) -> str:
        return text.replace(self.endpoint.key, "[key]") if self.endpoint.key else text


def _said(fault: Any) -> str:
    """What the server says of its refusal, on one line."""
    body = fault.body
    error = body.get("error", body) if isinstance(body, Mapping) else body
    said = error.get("message", "") if isinstance(error, Mapping) else error
    line = " ".join(printable(str(said or "")[: 4 * SHOWN]).split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"
