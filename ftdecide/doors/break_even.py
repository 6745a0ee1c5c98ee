"""The break-even lab without its controls: what was entered, checked, and what follows, in words.

    entered numbers -> Lab -> sentence (here), figure (break_even_drawing.py)

Every price is in US dollars.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from ftdecide.economics import Costs, break_even_requests_per_month, monthly_usd


class InvalidNumber(ValueError):
    """One or more entered numbers cannot be used; ``faults`` maps the control's name to what to do."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        self.faults = dict(faults)
        super().__init__("; ".join(self.faults.values()))


@dataclass(frozen=True)
class Control:
    """One number the reader can move.

    Args:
        name: key of the entered value.
        label: what is asked, in plain words.
        unit: shown beside the box.
        stops: the values the slider steps through, ascending.
        highest: the largest number that the box takes.
        example: a number to offer where the entered one is refused.
        above_zero: whether 0 itself is refused.
    """

    name: str
    label: str
    unit: str
    stops: tuple[float, ...]
    highest: float
    example: float
    above_zero: bool = False

    def fault(self, value: object) -> str | None:
        """What is wrong with this value and how to mend it, or None."""
        bounds = f"more than 0, at most {self.highest:,g}" if self.above_zero else f"0 to {self.highest:,.0f}"
        remedy = f"Enter a number ({bounds}), for example {self.example:,g}."
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            return f"{self.label}: that is not a number. {remedy}"
        if value < 0 or (self.above_zero and value == 0) or value > self.highest:
            return f"{self.label}: {value:,g} is out of range. {remedy}"
        return None


def one_two_five(low: float, high: float) -> tuple[float, ...]:
    """Round values, three to a power of ten.

    >>> one_two_five(1, 20)
    (1.0, 2.0, 5.0, 10.0, 20.0)
    """
    steps = (digit * 10.0**power for power in range(-4, 9) for digit in (1, 2, 5))
    return tuple(round(step, 6) for step in steps if low <= round(step, 6) <= high)


CONTROLS = (
    Control("requests_per_month", "Your volume", "requests a month", one_two_five(100, 10_000_000), 1e9, 10_000),
    Control("prompted_usd_per_1000", "Prompting, per 1,000 requests", "US dollars", one_two_five(0.01, 100), 1e5, 2),
    Control(
        "tuned_usd_per_1000", "Tuned model, per 1,000 requests", "US dollars", (0, *one_two_five(0.01, 100)), 1e5, 1
    ),
    Control(
        "serving_usd_per_month",
        "Hosting the tuned model",
        "US dollars a month",
        (0, *one_two_five(10, 10_000)),
        1e7,
        400,
    ),
    Control(
        "fixed_usd", "Training, curation and testing, once", "US dollars", (0, *one_two_five(50, 50_000)), 1e8, 1000
    ),
    Control("months_of_use", "Until it must be trained again", "months", tuple(range(1, 37)), 120, 12, above_zero=True),
)


@dataclass(frozen=True)
class Lab:
    """Costs and the reader's own volume (requests a month, 0 or more)."""

    costs: Costs
    requests_per_month: float

    @classmethod
    def from_entered(cls, entered: Mapping[str, object]) -> Lab:
        """Read one number for each control; raise InvalidNumber that names every one that cannot be used."""
        faults = {c.name: fault for c in CONTROLS if (fault := c.fault(entered.get(c.name)))}
        if faults:
            raise InvalidNumber(faults)
        number = {control.name: float(entered[control.name]) for control in CONTROLS}
        return cls(
            Costs(
                fixed_usd=number["fixed_usd"],
                months_of_use=number["months_of_use"],
                serving_usd_per_month=number["serving_usd_per_month"],
                prompted_usd_per_request=number["prompted_usd_per_1000"] / 1000,
                tuned_usd_per_request=number["tuned_usd_per_1000"] / 1000,
            ),
            number["requests_per_month"],
        )

    @property
    def break_even(self) -> float:
        """Requests a month; ``math.inf`` where tuning is never the cheaper one."""
        return break_even_requests_per_month(self.costs)


def rounded(number: float) -> str:
    """Two significant figures: the inputs are no better than that.

    >>> rounded(429_441), rounded(0.9), rounded(0)
    ('430,000', '0.9', '0')
    """
    if number == 0:
        return "0"
    return f"{float(f'{number:.2g}'):,.10g}"


def conclusion(lab: Lab) -> str:
    """The break-even in a few words: the title of the figure."""
    if math.isinf(lab.break_even):
        return "Tuning never pays here"
    if lab.break_even < 1:
        return "Tuning is cheaper at any volume"
    return f"Tuning pays above {rounded(lab.break_even)} requests a month"


def sentence(lab: Lab) -> str:
    """The finding for this reader, with both bills at the reader's own volume."""
    prompted, tuned = monthly_usd(lab.costs, lab.requests_per_month)
    volume = f"At {lab.requests_per_month:,.0f} requests a month"
    bills = f"prompting costs ${prompted:,.2f} and the tuned model ${tuned:,.2f}"
    if math.isinf(lab.break_even):
        reason = "a tuned request costs no less than a prompted one, so no volume repays the training"
        return f"{conclusion(lab)}: {reason}. {volume}, {bills}."
    if prompted == tuned:
        return f"{conclusion(lab)}. {volume}, {bills}: they are equal."
    cheaper = "prompting" if prompted < tuned else "the tuned model"
    return f"{conclusion(lab)}. {volume}, {bills}: {cheaper} is cheaper by ${abs(prompted - tuned):,.2f}."
