"""What a hand count of a random sample says about the whole pile: ```{sample-audit} 500```, “drawn clean” to a line.

The interval is the core's; the last column compares it with the share of unusable examples that the drill lets pass.
"""

from __future__ import annotations

import math
from typing import ClassVar

from docutils.parsers.rst import directives
from evidence_role import note_evidence
from nodes_of_the_book import stacked_row, table
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from ftdecide.evidence import load_evidence
from ftdecide.paired_test import wilson_interval

GO_ON, CLEAN_FIRST, DRAW_MORE = "clean enough to go on", "clean first", "draw more"


def audited(drawn: int, clean: int, max_dirty_share: float) -> tuple[float, float, str]:
    """The clean share at 95 %, low and high, and what it says: only an interval that lies on one side decides."""
    low, high = wilson_interval(clean / drawn, drawn)
    wanted = 1 - max_dirty_share
    return low, high, GO_ON if low >= wanted else CLEAN_FIRST if high < wanted else DRAW_MORE


def audit_row(pile: int, drawn: int, clean: int, max_dirty_share: float) -> list[str]:
    """One sample as cells."""
    low, high, says = audited(drawn, clean, max_dirty_share)
    return [
        f"{clean} of {drawn}",
        f"{clean / drawn:.0%}",
        f"{low:.0%} to {high:.0%}",
        f"{math.ceil(low * pile)} to {math.floor(high * pile)}",
        says,
    ]


class SampleAudit(SphinxDirective):
    """A table of samples from one pile."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar[dict] = {"caption": directives.unchanged_required}

    def run(self):
        note_evidence(self.env)
        pile, limit = self._counts(self.arguments[0], 1)[0], load_evidence()["max_dirty_share"]
        header = ["Clean in the sample", "Share", "Plausible share, 95%", f"Clean among {pile}", "What it says"]
        rows = []
        for line in self.content:
            drawn, clean = self._counts(line, 2)
            if not (1 <= drawn <= pile and clean <= drawn):
                raise self.error(f"{line!r}: write drawn and clean, drawn from 1 to {pile}, clean at most drawn")
            rows.append(stacked_row(header, audit_row(pile, drawn, clean, limit)))
        return [table(header, rows, self.options.get("caption", ""), "thresholds", "stacks")]

    def _counts(self, text: str, wanted: int) -> list[int]:
        """So many whole numbers."""
        found = text.split()
        if len(found) != wanted or not all(part.isascii() and part.isdigit() for part in found):
            how = "the pile as one whole number" if wanted == 1 else "drawn and clean as two whole numbers"
            raise self.error(f"{text!r}: write {how}")
        return [int(part) for part in found]


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("sample-audit", SampleAudit)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
