"""The rungs of the ladder as `ladder.toml` holds them: what each can close, takes, costs, and its texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Variant:
    """A further text to run on a rung, for the gaps in `fits`; for none where that is empty."""

    title: str
    fits: tuple[str, ...]
    template: str


@dataclass(frozen=True)
class Call:
    """One request of the task that the ladder is priced on: its tokens and the model's name in the price book.

    Args:
        model: the name in the price book; empty where `usd_per_1000_requests` is a source's own bill.
        input_tokens: what is sent, the rung's additions included.
        output_tokens: what comes back.
        cached_share: the share of the input, 0 to 1, that is billed as cached.
        usd_per_1000_requests: the bill of 1,000 requests, where a source states it.
        source: of that bill.
    """

    model: str = ""
    input_tokens: int = 0
    output_tokens: int = 0
    cached_share: float = 0.0
    usd_per_1000_requests: float | None = None
    source: str = ""


@dataclass(frozen=True)
class Rung:
    """One step of the ladder: the gaps it can close, the experiment that tries it, and the texts to run in it."""

    name: str
    title: str
    fits: tuple[str, ...]
    effort_hours: float
    experiment: str
    template_title: str
    template: str
    source: tuple[str, ...]
    call: Call
    implies: tuple[str, ...] = ()
    variant: tuple[Variant, ...] = ()

    def template_for(self, gap: str | None) -> str:
        """The text to run where this is the gap: the variant made for it, else the rung's own."""
        return next((each.template for each in self.variant if gap in each.fits), self.template)


def read_rung(row: Mapping[str, Any]) -> Rung:
    """One table of `ladder.toml`."""
    variants = tuple(Variant(**tupled(each)) for each in row.get("variant", ()))
    return Rung(**tupled(row) | {"call": Call(**row["call"]), "variant": variants})


def tupled(row: Mapping[str, Any]) -> dict[str, Any]:
    """A table with its lists frozen."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
