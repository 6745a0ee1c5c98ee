"""What calls cost: tokens counted by the endpoint, or estimated where it counts none, at a price by the token."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ftdecide.cost_parts import prompted_usd
from ftdecide.evidence.prices import PriceBook
from ftdecide.instruments.measure.bounds import InvalidMeasurement

BYTES_PER_TOKEN = 4  # of English in UTF-8, about; other scripts take more bytes for a letter and more tokens for a word
TOKENS_PER_MESSAGE = 4  # what a chat template puts around each
MOST_USD_PER_MILLION_TOKENS = 1_000_000


@dataclass(frozen=True)
class TokenPrice:
    """What a model's tokens cost.

    Args:
        input, output: US dollars per million tokens, 0 or more.
        source: whose price it is, for people.
        cached_input: for tokens of the prompt that the provider had cached; the input's price where None.
        billed: whether anybody is asked to pay it; False where it only shows what the tokens would cost elsewhere.
    """

    input: float
    output: float
    source: str
    cached_input: float | None = None
    billed: bool = True

    def usd(self, input_tokens: float, output_tokens: float, cached_tokens: float = 0) -> float:
        """One call, in US dollars; `cached_tokens` are those of the input that the provider had cached.

        >>> TokenPrice(0.10, 0.50, "a list").usd(600, 200)
        0.00016
        """
        share = min(1.0, cached_tokens / input_tokens) if input_tokens else 0.0
        cached = self.input if self.cached_input is None else self.cached_input
        return prompted_usd(input_tokens, output_tokens, self.input, self.output, share, cached)


def stated_price(input_price: float | None, output_price: float | None, billed: bool = True) -> TokenPrice | None:
    """The price that the user states; None where none is.

    Raises:
        InvalidMeasurement: where one of the two is missing or out of bounds.
    """
    if input_price is None and output_price is None:
        return None
    for name, value in (("input", input_price), ("output", output_price)):
        if value is None or not 0 <= value <= MOST_USD_PER_MILLION_TOKENS:  # NaN is refused too
            raise InvalidMeasurement(
                f"the price of {name} tokens is {'missing' if value is None else value}. Give both prices, in US "
                f"dollars per million tokens, 0 to {MOST_USD_PER_MILLION_TOKENS:,}"
            )
    return TokenPrice(input_price, output_price, "the prices given", billed=billed)


def book_price(book: PriceBook, model: str, billed: bool = True) -> TokenPrice | None:
    """The price of a model in the price book, also under a provider's name for it; None where it has none.

    >>> from ftdecide.evidence import load_evidence
    >>> found = book_price(load_evidence().prices, "openai/gpt-6-luna")
    >>> found.input, found.output
    (0.1, 0.5)
    """
    for name in dict.fromkeys((model, model.rsplit("/", 1)[-1], model.split(":", 1)[0])):
        row = book.find("model", name)
        if row is not None:
            amounts = {key.split("_")[0]: amount.value for key, amount in row.amounts.items()}
            if {"input", "output"} <= amounts.keys():
                source = f"{row.title} in the price book, as of {row.as_of}"
                return TokenPrice(amounts["input"], amounts["output"], source, amounts.get("cached"), billed)
    return None


def prompt_tokens(messages: Sequence[Mapping[str, str]]) -> int:
    """About how many tokens some messages are; for English, within about a fifth.

    >>> prompt_tokens([{"role": "user", "content": "Where is my parcel? It should be here."}])
    14
    """
    return sum(TOKENS_PER_MESSAGE + text_tokens(each["content"]) for each in messages)


def text_tokens(text: str) -> int:
    """About how many tokens a text is."""
    return math.ceil(len(text.encode("utf-8", "replace")) / BYTES_PER_TOKEN)
