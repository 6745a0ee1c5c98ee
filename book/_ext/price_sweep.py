"""One sum of the book at several values of one of its numbers, and what it costs to follow a changed rule.

```{own-prices-by} worked_sum.toml months_of_use 12 6 3```   a row for each value, everything else as stated
```{rule-change} worked_sum.toml```                          one changed rule, in the prompt and in the weights

The body of the second states changed_share, prompt_hours, recount_items and recount_minutes.
Ranges are left out here: each number counts as stated, so that the rows differ by one thing.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import replace
from typing import ClassVar

from docutils.parsers.rst import directives
from evidence_role import note_evidence
from money_tables import dated, stated_profile
from nodes_of_the_book import paragraph, stacked_row, table
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from ftdecide import words
from ftdecide.break_even import own_break_even
from ftdecide.cost_parts import curation_usd, training_usd
from ftdecide.evidence import load_evidence
from ftdecide.fields import ECONOMICS_FIELDS
from ftdecide.model import Quantity, TaskProfile
from ftdecide.prices import stated_numbers

CHANGE_KEYS = {"changed_share", "prompt_hours", "recount_items", "recount_minutes"}


def as_stated(profile: TaskProfile, **moved: float) -> TaskProfile:
    """The same profile without its ranges and with these numbers of its economics."""
    plain = {
        key: Quantity(value.value) if isinstance(value, Quantity) else value for key, value in profile.economics.items()
    }
    return replace(profile, economics=plain | {key: Quantity(value) for key, value in moved.items()})


def swept_row(profile: TaskProfile, key: str, value: float) -> list[str]:
    """The value, a prompted request, the break-even, the tuned model's month and the payback, as cells."""
    found = own_break_even(as_stated(profile, **{key: value}))
    at = found.at_volume
    back = at.payback_months if at.payback_months <= found.costs.months_of_use else math.inf
    return [
        f"{value:.0%}" if key.endswith("share") else f"{value:g}",
        words.usd(1000 * found.costs.prompted_usd_per_request),
        words.about(found.at_values) if found.at_values < math.inf else "never",
        f"{words.usd(at.prompted_usd_per_month)} and {words.usd(at.tuned_usd_per_month)}",
        f"{words.about(back)} months" if back < math.inf else "not in time",
    ]


class OwnPricesBy(SphinxDirective):
    """A row for each value of one number."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict] = {
        "caption": directives.unchanged_required,
        "named": directives.unchanged_required,  # what the first column is called, else the drill's words
    }

    def run(self):
        note_evidence(self.env)
        profile = stated_profile(self)
        _, key, *values = self.arguments[0].split()
        fields = {field.key: field for field in ECONOMICS_FIELDS}
        if key not in fields or not values:
            raise self.error(f"{key!r}: write a number of the economics and its values, such as months_of_use 12 6 3")
        header = [
            self.options.get("named", fields[key].about),
            "1,000 prompted requests today",
            "Break-even, requests a month",
            f"Bills a month, prompted and tuned, at {profile.requests_per_month.value:,.0f}",
            "Payback",
        ]
        try:
            numbers = [float(value) for value in values]
        except ValueError as fault:
            raise self.error(f"{key}: {fault}; write numbers alone, such as 12 6 3") from None
        found = own_break_even(as_stated(profile))
        if found is None:
            raise self.error("a price is missing, so there is no break-even to show")
        rows = [stacked_row(header, swept_row(profile, key, number)) for number in numbers]
        return [
            table(header, rows, self.options.get("caption", ""), "thresholds", "stacks"),
            dated([row.as_of for row in found.prices]),
        ]


def followed(profile: TaskProfile, change: dict[str, float]) -> list[list[str]]:
    """What one changed rule costs on either side: what is done, its hours and its dollars, then the sums."""
    numbers = stated_numbers(as_stated(profile).economics, load_evidence().prices)
    of = {key: quantity.value for key, quantity in numbers.items()}
    wage = of["labour_usd_per_hour"]
    examples = of["training_examples"] * change["changed_share"]
    counted = change["recount_items"] * change["recount_minutes"] / 60
    mended = curation_usd(examples, of["curation_minutes_per_example"], wage) / wage
    run = training_usd(
        of["training_examples"],
        of["tokens_per_example"],
        of["training_epochs"],
        of["training_usd_per_million_tokens"],
    )
    tested = of["evaluation_hours"]

    def cell(hours: float) -> str:
        return f"{words.in_hours(hours)}, {words.usd(hours * wage)}"

    prompt, weights = change["prompt_hours"] + counted, mended + tested
    return [
        [
            "Change what states the rule",
            cell(change["prompt_hours"]),
            f"{examples:,.0f} examples put right: {cell(mended)}",
        ],
        ["Train again", "nothing", words.usd(run)],
        ["Count again", f"{change['recount_items']:,.0f} inputs: {cell(counted)}", f"the whole test: {cell(tested)}"],
        ["Together", cell(prompt), f"{words.in_hours(weights)}, {words.usd(weights * wage + run)}"],
    ]


class RuleChange(SphinxDirective):
    """Prompt and weights, each following one changed rule."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar[dict] = {"caption": directives.unchanged_required}

    def run(self):
        note_evidence(self.env)
        try:
            change = tomllib.loads("\n".join(self.content))
        except tomllib.TOMLDecodeError as fault:
            raise self.error(f"not TOML: {fault}; write each as name = number") from None
        if change.keys() != CHANGE_KEYS:
            raise self.error(f"got {sorted(change)}; state {', '.join(sorted(CHANGE_KEYS))}, and nothing else")
        rows = [[paragraph(cell) for cell in row] for row in followed(stated_profile(self), change)]
        header = ["Step", "In the prompt", "In the weights"]
        return [table(header, rows, self.options.get("caption", ""), "thresholds")]


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("own-prices-by", OwnPricesBy)
    app.add_directive("rule-change", RuleChange)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
