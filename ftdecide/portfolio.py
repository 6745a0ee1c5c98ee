"""Many tasks at once: the verdict on each row of a table.

A row's decision, justification, strength and next rung are what `assess` gives on the same profile; the flips, which
nobody reads ten thousand times, are left out.  Where prices have ranges, a row takes fewer draws, and as many as
`assess` where fewer could decide otherwise; `break_even_p50` is then the rougher one of the two.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ftdecide.case import Case
from ftdecide.columns import Table, stated_by
from ftdecide.evidence import Evidence
from ftdecide.fields import Fault, InvalidProfile, shown
from ftdecide.findings import BreakEven
from ftdecide.model import TaskProfile
from ftdecide.priced_case import FEW_DRAWS, case_of, quick_case
from ftdecide.prices import unknown_names
from ftdecide.printable import printable
from ftdecide.rivals import rivals
from ftdecide.verdict import judge_case

ADDED = ("decision", "justified", "strength", "next_rung", "break_even_p50", "error")
SHOWN_FAULTS = 3  # of a row
# Where hardly more than half of the draws pay at all, their middle lies where volumes run away to infinity, and few
# draws miss it by up to 15 %; above this share by up to 2 % (260 rows of bench/portfolio.py).
SETTLED_SHARE = 0.6
TITLE_CHARACTERS = 60  # of a task's text, on the summary's page


@dataclass(frozen=True)
class RowAnswer:
    """The verdict on one row, or why there is none.

    `break_even_p50` is in requests a month: infinite where training never pays, None where no prices are stated.
    """

    task: str = ""
    decision: str = ""
    justified: str = ""
    strength: float = 0.0
    next_rung: str = ""
    break_even_p50: float | None = None
    saving_usd_per_month: float | None = None
    measure: str | None = None
    has_eval_set: bool = False
    lacks_prices: bool = False
    states_nothing: bool = False
    rivals_yes: tuple[str, ...] = ()
    faulty_fields: tuple[str, ...] = ()
    error: str = ""
    program_error: bool = False

    @property
    def cells(self) -> tuple[str, ...]:
        """The added cells, in the order of `ADDED`; a faulty row has only the last."""
        if self.error:
            return ("",) * (len(ADDED) - 1) + (self.error,)
        return (self.decision, self.justified, f"{self.strength:g}", self.next_rung, self._break_even_cell, "")

    @property
    def _break_even_cell(self) -> str:
        if self.break_even_p50 is None:
            return ""
        return f"{round(self.break_even_p50, 2):.15g}" if self.break_even_p50 < math.inf else "never"


def answer_row(table: Table, cells: Sequence[str], evidence: Evidence, as_of: date) -> RowAnswer:
    """The verdict on one row; a row that cannot be read gets an error that names its columns, never half a verdict.

    What the program itself cannot do with a row is that row's error too: the rows behind it are judged.
    """
    try:
        return _answer(table, cells, evidence, as_of)
    except Exception as fault:
        kind = type(fault).__name__
        said = f"this row met an error of the program ({kind}: {shown(str(fault))}); please report it"
        return RowAnswer(error=said, faulty_fields=("(the program)",), program_error=True)


def _answer(table: Table, cells: Sequence[str], evidence: Evidence, as_of: date) -> RowAnswer:
    if misshapen := _misshapen(table, cells):
        return RowAnswer(error=misshapen, faulty_fields=("(the row)",))
    raw, faults = stated_by(table, cells)
    profile, more = TaskProfile.salvage(raw)
    if found := [*faults, *more, *unknown_names(profile, evidence.prices)]:
        return RowAnswer(error=_one_line(found), faulty_fields=tuple(dict.fromkeys(fault.field for fault in found)))
    case = quick_case(profile, evidence, as_of)
    judgement, break_even = judge_case(case), _settled(case)
    return RowAnswer(
        task=_title(profile.task or ""),
        decision=judgement.decision,
        justified=judgement.justified,
        strength=judgement.strength,
        next_rung=judgement.next_rung.name if judgement.next_rung else "",
        break_even_p50=_p50(break_even),
        saving_usd_per_month=_saving_usd_per_month(break_even),
        measure=judgement.measure,
        has_eval_set=bool(profile.has_eval_set),
        lacks_prices=profile.gap == "cost_latency" and break_even is None,
        states_nothing=not raw.keys() - {"task"},
        rivals_yes=tuple(name for name, said in rivals(profile).items() if said == "yes"),
    )


def _title(task: str) -> str:
    """A task's text on one line, cut where it is long."""
    line = " ".join(printable(task).split())
    return line if len(line) <= TITLE_CHARACTERS else f"{line[: TITLE_CHARACTERS - 1]}…"


def _misshapen(table: Table, cells: Sequence[str]) -> str:
    if len(cells) == table.width:
        return ""
    text = f"the row has {len(cells):,} cells; it must have {table.width:,}, one for each column. "
    if len(cells) < table.width:
        return text + "Add the separators that are missing."
    extra = ", ".join(shown(cell) for cell in cells[table.width :][:SHOWN_FAULTS])
    return f"{text}Put a cell that holds the separator in quotation marks (left over: {extra})."


def _one_line(faults: Sequence[Fault]) -> str:
    left = len(faults) - SHOWN_FAULTS
    return str(InvalidProfile(tuple(faults[:SHOWN_FAULTS]))) + (f" | and {left:,} more" if left > 0 else "")


def _settled(case: Case) -> BreakEven | None:
    """The case's break-even, from every draw where the middle one of few would be far off."""
    found = case.own_break_even
    if found and found.draws == FEW_DRAWS and 0.5 <= found.paying_share < SETTLED_SHARE:
        return case_of(case.profile, case.evidence, case.as_of).own_break_even
    return found


def _p50(break_even: BreakEven | None) -> float | None:
    if break_even is None:
        return None
    return break_even.requests_per_month["p50"] if break_even.requests_per_month else math.inf


def _saving_usd_per_month(break_even: BreakEven | None) -> float | None:
    """What a month saves at the stated volume and prices, fewer errors counted; None where either is not stated."""
    bills = break_even and break_even.at_volume
    if not bills:
        return None
    return bills.prompted_usd_per_month - bills.tuned_usd_per_month + bills.fewer_errors_usd_per_month
