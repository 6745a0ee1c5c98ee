"""What answers the drill, the same in every home: a profile in, the verdict's JSON out."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from ftdecide.evidence import Evidence, load_evidence
from ftdecide.fields import SHOWN_FAULTS
from ftdecide.model import TaskProfile
from ftdecide.prices import unknown_names
from ftdecide.render import to_json
from ftdecide.verdict import assess


def respond(raw: Any, evidence: Evidence | None = None, as_of: date | None = None) -> dict[str, Any]:
    """The verdict on what can be read of a profile, with a fault for each value that cannot.

    A faulty answer counts as unknown until it is mended, so that nobody who mistypes one number loses
    the verdict on the rest.

    >>> respond({"clean_examples": -3})["faults"][0]["field"]
    'clean_examples'
    """
    profile, faults = TaskProfile.salvage(raw)
    evidence = evidence or load_evidence()
    faults += unknown_names(profile, evidence.prices)
    return to_json(assess(profile, evidence, as_of), faults[:SHOWN_FAULTS])


def respond_text(request: str) -> str:
    """`respond` for homes that pass text: the worker of the book page.  `request` is a JSON object."""
    return json.dumps(respond(json.loads(request)))
