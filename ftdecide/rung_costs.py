"""What a rung costs to run: one task, the same for all of them, priced from the book."""

from __future__ import annotations

from ftdecide.cost_parts import prompted_usd
from ftdecide.evidence import Rung
from ftdecide.evidence.prices import Price, PriceBook

_INPUT, _OUTPUT, _CACHED = (f"{kind}_usd_per_million_tokens" for kind in ("input", "output", "cached"))


def usd_per_1000_requests(rung: Rung, book: PriceBook) -> float:
    """The bill for 1,000 requests of the task that the ladder is priced on; machines rented by the hour left out.

    600 tokens in and 200 out at $0.10 and $0.50 a million:

    >>> from ftdecide.evidence import load_evidence
    >>> evidence = load_evidence()
    >>> round(usd_per_1000_requests(evidence.rung("prompt"), evidence.prices), 3)
    0.16
    """
    if rung.call.usd_per_1000_requests is not None:
        return rung.call.usd_per_1000_requests
    amounts = {name: amount.value for name, amount in price_of(rung, book).amounts.items()}
    cached = amounts.get(_CACHED, amounts[_INPUT])
    call = rung.call
    one = prompted_usd(
        call.input_tokens, call.output_tokens, amounts[_INPUT], amounts[_OUTPUT], call.cached_share, cached
    )
    return 1000 * one


def price_of(rung: Rung, book: PriceBook) -> Price | None:
    """The row of the book that a rung is priced by; None where a source states the bill.

    Raises:
        ValueError: where the book does not have the model that the ladder names.
    """
    if not rung.call.model:
        return None
    row = book.find("model", rung.call.model)
    if row is None:
        raise ValueError(f"ladder.toml: {rung.name}: the price book has no model {rung.call.model!r}; name one it has")
    return row
