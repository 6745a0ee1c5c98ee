"""What the verdicts on many tasks come to together: ranked, grouped and counted."""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from ftdecide.findings import SCHEMA
from ftdecide.portfolio import RowAnswer

LISTED = 10  # tasks and errors that a summary names; the others are counted


class Summary:
    """What the rows come to together; it grows with the counters and the short lists, not with the rows."""

    def __init__(self, as_of: date, passed_through: Iterable[str] = ()):
        self.as_of, self.passed_through = as_of, tuple(passed_through)
        self.rows = self.faulty = self.program_errors = self.silent = self.without_eval_set = 0
        self.without_prices = 0
        self.decisions: Counter[str] = Counter()
        self.justified: Counter[str] = Counter()
        self.climb: Counter[str] = Counter()
        self.measure: Counter[str] = Counter()
        self.rivals_yes: Counter[str] = Counter()
        self.faulty_fields: Counter[str] = Counter()
        self.first_faults: list[dict[str, Any]] = []
        self._train: list[tuple[tuple, RowAnswer]] = []

    def add(self, row: int, answer: RowAnswer) -> None:
        """Count one answer; `row` is the row's number as a spreadsheet shows it (the header is 1)."""
        self.rows += 1
        if answer.error:
            self.faulty += 1
            self.program_errors += answer.program_error
            self.faulty_fields.update(answer.faulty_fields)
            if len(self.first_faults) < LISTED:
                self.first_faults.append({"row": row, "error": answer.error})
            return
        self.silent += answer.states_nothing
        self.without_eval_set += not answer.has_eval_set
        self.without_prices += answer.lacks_prices
        self.decisions[answer.decision] += 1
        self.justified[answer.justified] += 1
        self.rivals_yes.update(answer.rivals_yes)
        if answer.decision in ("climb_ladder", "use_retrieval"):
            self.climb[answer.next_rung] += 1
        if answer.decision == "measure_first":
            self.measure[answer.measure or "in_balance"] += 1
        if answer.justified == "yes":
            self._rank(row, answer)

    def _rank(self, row: int, answer: RowAnswer) -> None:
        """Ready ones first, then by strength, then by what a month saves, then as they stand in the table."""
        saving = -math.inf if answer.saving_usd_per_month is None else answer.saving_usd_per_month
        entry = ((answer.decision == "fine_tune", answer.strength, saving, -row), answer)
        if len(self._train) < LISTED:
            heapq.heappush(self._train, entry)
        else:
            heapq.heappushpop(self._train, entry)

    def to_json(self) -> dict[str, Any]:
        """The summary as plain JSON; groups are largest first."""
        return {
            "schema": SCHEMA,
            "as_of": self.as_of.isoformat(),
            "rows": self.rows,
            "judged": self.rows - self.faulty,
            "errors": {
                "rows": self.faulty,
                "fields": _largest_first(self.faulty_fields),
                "first": self.first_faults,
            },
            "without_answers": self.silent,
            "without_eval_set": self.without_eval_set,
            "without_prices": self.without_prices,
            "decisions": _largest_first(self.decisions),
            "justified": _largest_first(self.justified),
            "train_first": [_ranked(key, answer) for key, answer in sorted(self._train, reverse=True)],
            "climb": _largest_first(self.climb),
            "measure": _largest_first(self.measure),
            "rivals_yes": _largest_first(self.rivals_yes),
            "passed_through": list(self.passed_through),
        }


def _largest_first(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _ranked(key: tuple, answer: RowAnswer) -> dict[str, Any]:
    p50 = answer.break_even_p50
    return {
        "row": -key[-1],
        "task": answer.task,
        "decision": answer.decision,
        "strength": answer.strength,
        "next_rung": answer.next_rung or None,
        "measure": answer.measure,
        "break_even_p50": "never" if p50 == math.inf else p50,
        "saving_usd_per_month": answer.saving_usd_per_month,
    }
