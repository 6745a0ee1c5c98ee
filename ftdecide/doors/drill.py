"""What answers the drill, the same in every home: a profile in, the verdict's JSON out."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

from ftdecide import money_words
from ftdecide.evidence import Evidence, load_evidence
from ftdecide.fields import FIELDS, SHOWN_FAULTS, Fault
from ftdecide.model import TaskProfile
from ftdecide.prices import unknown_names
from ftdecide.render import to_json
from ftdecide.verdict import assess

WEEKS_PER_MONTH = 52 / 12  # the drill asks for requests a week, the profile holds them by the month


def respond(raw: Any, evidence: Evidence | None = None, as_of: date | None = None) -> dict[str, Any]:
    """The verdict on what can be read of a profile, with a fault for each value that cannot.

    A faulty answer counts as unknown until it is mended, so that nobody who mistypes one number loses
    the verdict on the rest.

    >>> respond({"clean_examples": -3})["faults"][0]["field"]
    'clean_examples'
    """
    profile, faults = TaskProfile.salvage(raw)
    evidence = evidence or load_evidence()
    faults += tuple(_in_the_book_alone(fault) for fault in unknown_names(profile, evidence.prices))
    shown = tuple(_by_the_week(fault) for fault in faults[:SHOWN_FAULTS])
    return to_json(assess(profile, evidence, as_of), shown)


def _in_the_book_alone(fault: Fault) -> Fault:
    """The fault of an unknown price name, for one who cannot give the drill a price book of their own."""
    remedy = f"{money_words.OWN_PRICE[fault.path[-1]]} {fault.remedy}"
    return replace(fault, bounds=money_words.BOOK_ALONE, remedy=remedy)


def _by_the_week(fault: Fault) -> Fault:
    """A fault of the requests with its bounds by the week, as the drill asks for them.

    >>> _by_the_week(Fault(("requests_per_month",), "many", "it must be a number", "")).bounds
    'it must be a number from 0 to 230,769,230,769 (a week)'
    """
    field = next(field for field in FIELDS if field.key == "requests_per_month")
    if fault.path != (field.key,):
        return fault
    weekly = replace(field, low=field.low / WEEKS_PER_MONTH, high=field.high // WEEKS_PER_MONTH, unit="a week")
    return replace(fault, bounds=weekly.bounds)


def respond_text(request: str) -> str:
    """`respond` for homes that pass text: the worker of the book page.  `request` is a JSON object."""
    return json.dumps(respond(json.loads(request)))
