"""The model that a live run asks, as the options name it: how, at what price, and where its answers are kept."""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ftdecide.doors.answer_cache import AnswerCache
from ftdecide.doors.chat_endpoint import Endpoint
from ftdecide.doors.endpoint_client import Asking, EndpointClient, endpoint_named
from ftdecide.doors.json_files import BadInput
from ftdecide.evidence import load_evidence
from ftdecide.instruments.measure.live.asking import Ask, Kept
from ftdecide.instruments.measure.live.call_cost import TokenPrice, book_price, stated_price
from ftdecide.instruments.measure.live.stand_in import NAME, SAYS, is_stand_in, stand_in

MOST_TOKENS, MOST_SECONDS, MOST_TEMPERATURE = 1_000_000, 3_600, 2


@dataclass(frozen=True)
class LiveModel:
    """What is asked.

    Args:
        ask: gives the answer to chat messages.
        price: of its tokens; None where nobody knows.
        keep: where answers are kept; None where they are not.
        says: what a person has to know first.
    """

    ask: Ask
    price: TokenPrice | None
    keep: Kept | None
    says: tuple[str, ...]


@contextmanager
def live_model(options: argparse.Namespace) -> Iterator[LiveModel]:
    """The model that the options name; its connections and the file of its answers are closed at the end.

    Raises:
        BadInput: where an option cannot be used.
    """
    if options.stand_in:
        yield LiveModel(stand_in, price_of(options, NAME), None, (SAYS,))
        return
    asking = asking_of(options)
    endpoint, note = endpoint_named(options.endpoint, options.model)
    price = price_of(options, endpoint.model)
    client = EndpointClient(endpoint, asking)
    cache = None
    try:
        says = [f"asking {endpoint.model} at {endpoint.host}", *filter(None, [note])]
        says += [SAYS] if is_stand_in(endpoint.model) else []
        if not options.no_cache:
            cache = answers_of(endpoint, asking, Path(options.cache) if options.cache else None)
            says.append(f"answers are kept in {cache.path}; a second run asks only for what is missing")
        yield LiveModel(client, price, cache, tuple(says))
    finally:
        client.close()
        if cache:
            cache.close()


def answers_of(endpoint: Endpoint, asking: Asking, path: Path | None = None) -> AnswerCache:
    """The answers kept of an endpoint that is asked so; in the file in the home folder where no other is named."""
    asked = {"address": endpoint.address, "model": endpoint.model}
    return AnswerCache(asked | {"temperature": asking.temperature, "most_tokens": asking.most_tokens}, path)


def listed_price(model: str) -> TokenPrice | None:
    """The price book's; for the stand-in, what its tokens would cost on the model that the course's ladder has.

    >>> listed_price("stand-in").billed, listed_price("gpt-6-luna").billed, listed_price("no such model")
    (False, True, None)
    """
    evidence = load_evidence()
    if is_stand_in(model):
        return book_price(evidence.prices, evidence.rung("prompt").call.model, billed=False)
    return book_price(evidence.prices, model)


def price_of(options: argparse.Namespace, model: str) -> TokenPrice | None:
    """The price stated, else the price book's; for the stand-in, what its tokens would cost elsewhere.

    Raises:
        BadInput: where a model is named that the book does not have.
        InvalidMeasurement: where a stated price is out of bounds.
    """
    billed = not is_stand_in(model)
    stated = stated_price(options.usd_per_million_input_tokens, options.usd_per_million_output_tokens, billed)
    if stated:
        if options.price_of:
            raise BadInput("--price-of names a price, and so do --usd-per-million-...-tokens. Leave one of them out")
        return stated
    if options.price_of:
        found = book_price(load_evidence().prices, options.price_of, billed)
        if found is None:
            raise BadInput(
                f"--price-of {options.price_of}: the price book does not have it. `ftdecide prices` lists it"
            )
        return found
    return listed_price(model)


def asking_of(options: argparse.Namespace) -> Asking:
    """How the endpoint is asked.

    Raises:
        BadInput: where an option is out of bounds.
    """
    if not 1 <= options.max_tokens <= MOST_TOKENS:
        raise BadInput(f"--max-tokens is {options.max_tokens}; it must be from 1 to {MOST_TOKENS:,}")
    if not 0 < options.timeout <= MOST_SECONDS:
        raise BadInput(f"--timeout is {options.timeout}; it must be above 0 and at most {MOST_SECONDS:,} seconds")
    return Asking(_temperature(options.temperature), options.max_tokens, options.timeout)


def _temperature(text: str) -> float | None:
    """The temperature written so, or None where the model is to take its own.

    >>> _temperature("0.7"), _temperature("none")
    (0.7, None)
    """
    if text.strip().lower() == "none":
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value <= MOST_TEMPERATURE:
        raise BadInput(f"--temperature is {text}; it must be from 0 to {MOST_TEMPERATURE}, or none")
    return value
