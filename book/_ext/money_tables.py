"""Prices and worked sums in the book, from the price book and the core, each with its date.

```{price-list} model.gpt-6-luna gpu.t4 ...```   these rows of the price book
```{own-prices} worked_sum.toml```               the sum of one task, its profile in a file of book/
```{prices-dated} 2026-10-01```                  a note for other tables of prices of that day

Under each stands its date, and a note that the page's script shows once that date may lie further back than the
evidence lets prices be; of a price without a date, at once.  Without scripts the date alone stands there.
"""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from html import escape
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from evidence_role import MARKS, note_evidence, unknown
from nodes_of_the_book import paragraph, table
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from ftdecide.break_even import own_break_even
from ftdecide.doors.prices import dated_facts
from ftdecide.evidence import load_evidence
from ftdecide.evidence.prices import SourceDate
from ftdecide.fields import ECONOMICS_FIELDS, FIELDS, Field
from ftdecide.findings import BreakEven
from ftdecide.model import InvalidProfile, TaskProfile
from ftdecide.money import driver_row, money_lines_of
from ftdecide.prices import unknown_names

BOOK = Path(__file__).resolve().parent.parent
SCRIPT = "stale_prices.js"
MARK_WORDS = {**MARKS, "V2": "seen in a third party’s copy"}


def dated(sources: list[SourceDate]) -> nodes.raw:
    """When the prices above are from, and the note that waits until the oldest may be stale."""
    days = sorted((each for each in sources if each.first_day), key=lambda each: each.first_day)
    limit = int(load_evidence()["revisit_days"])
    undated = len(sources) - len(days)
    first_stale = date.min if undated else days[0].first_day + timedelta(days=limit + 1)
    spans = [f"{days[0]}" + (f" to {days[-1]}" if str(days[-1]) != str(days[0]) else "")] if days else []
    said = f"Prices of {', '.join([*spans, *([f'{undated} without a date'] if undated else [])])}."
    part = any(len(str(each)) < len("YYYY-MM-DD") for each in days)
    of_a_year = " A month or year alone counts from its first day." if part else ""
    old = f"Some of these prices may be more than {limit} days old today."
    note = f"{old}{of_a_year} Look them up before you rely on them."
    return nodes.raw(
        "",
        f'<div class="ft-dated"><p>{escape(said)}</p>'
        f'<p class="ft-stale" role="note" data-ft-stale-from="{first_stale}" hidden>{escape(note)}</p></div>',
        format="html",
    )


class PriceList(SphinxDirective):
    """Rows of the price book."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict] = {"caption": directives.unchanged_required}

    def run(self):
        note_evidence(self.env)
        known = {fact["name"]: fact for fact in dated_facts(load_evidence())}
        names = self.arguments[0].split()
        if missing := [unknown("price", name, known) for name in names if name not in known]:
            raise self.error("; ".join(missing))
        rows = [
            [
                paragraph(known[name]["what"]),
                paragraph(known[name]["says"]),
                paragraph(f"{known[name]['as_of']}, {MARK_WORDS[known[name]['mark']]}"),
            ]
            for name in names
        ]
        header = ["What", "Price", "Date"]
        days = [SourceDate(known[name]["as_of"]) for name in names]
        return [table(header, rows, self.options.get("caption", ""), "thresholds", "stacks"), dated(days)]


class PricesDated(SphinxDirective):
    """The note alone."""

    required_arguments = 1

    def run(self):
        return [dated([SourceDate(self.arguments[0])])]


def stated_profile(directive: SphinxDirective) -> TaskProfile:
    """The profile in the file that a directive names first, whose prices the book must know."""
    file = BOOK / directive.arguments[0].split()[0]
    directive.env.note_dependency(str(file))
    try:
        profile = TaskProfile.from_json(tomllib.loads(file.read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError, InvalidProfile) as fault:
        raise directive.error(str(fault)) from None
    if faults := unknown_names(profile, load_evidence().prices):
        raise directive.error(" ".join(fault.text for fault in faults))
    return profile


class OwnPrices(SphinxDirective):
    """A worked sum: what is entered, what it comes to, and what moves it."""

    required_arguments = 1
    option_spec: ClassVar[dict] = {"caption": directives.unchanged_required}

    def run(self):
        note_evidence(self.env)
        profile = stated_profile(self)
        found = own_break_even(profile)
        if found is None:
            raise self.error("a price is missing, so there is no break-even to show")
        lines = nodes.bullet_list("", *(nodes.list_item("", paragraph(line)) for line in money_lines_of(found, 0)))
        return [self._entered(profile), lines, _drivers(found), dated([row.as_of for row in found.prices])]

    def _entered(self, profile: TaskProfile) -> nodes.table:
        fields = {field.key: field for field in (*FIELDS, *ECONOMICS_FIELDS)}
        stated = profile.to_json()
        volume = {key: stated[key] for key in ("requests_per_month",) if key in stated}
        rows = [
            [paragraph(fields[key].about), paragraph(_value(fields[key], value))]
            for key, value in {**volume, **stated["economics"]}.items()
        ]
        return table(["Entered", "Value"], rows, self.options.get("caption", ""), "thresholds")


def _value(field: Field, raw: object) -> str:
    """A value with its unit and its range, as in “3,000 tokens (2,000 to 4,000)”."""
    if isinstance(raw, str):
        return raw
    unit = field.unit.partition(",")[0]
    unit = "" if unit == "share" else f" {unit}"
    if isinstance(raw, dict):
        return f"{raw['value']:,g}{unit} ({raw['low']:,g} to {raw['high']:,g})"
    return f"{raw:,g}{unit}"


def _drivers(found: BreakEven) -> nodes.table:
    rows = [[paragraph(cell) for cell in driver_row(driver)] for driver in found.drivers]
    header = ["What moves it", "From, to", "Break-even at these"]
    return table(header, rows, "What moves the break-even, the most first", "thresholds")


def load_on_page(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """The script, on pages with prices alone."""
    if "data-ft-stale-from" in context.get("body", ""):
        app.add_js_file(SCRIPT, loading_method="defer")


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("price-list", PriceList)
    app.add_directive("prices-dated", PricesDated)
    app.add_directive("own-prices", OwnPrices)
    app.connect("html-page-context", load_on_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
