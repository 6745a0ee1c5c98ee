"""The clean count of an audit: from its issues, before and after people decided on some of them."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from ftdecide.instruments.audit.clean import HIDDEN_PER_CONTRADICTED, CleanCount, clean_count
from ftdecide.instruments.audit.issue import Suspect
from ftdecide.instruments.audit.kinds import KINDS, SUSPECTED


def counted(
    rows: int,
    issues: Mapping[str, Sequence[Suspect]],
    contradicted: Collection[int],
    doubted: Mapping[int, float],
    label_of: Mapping[int, str],
    dropped: Collection[int] = (),
    found_wrong: int = 0,
) -> CleanCount:
    """The clean examples, with each record as it is once repaired.

    Args:
        rows: records, unreadable ones included.
        issues: of each kind, the suspects that nobody has settled yet.
        contradicted: rows whose label is not the one that the words choose, unless a person looked at it.
        doubted: rows that nobody looked at, with the probability (0 to 1) that their label is wrong.
        label_of: the label of each row that has one.
        dropped: rows that a person dropped.
        found_wrong: labels that a person found wrong: where there were so many, others hide (0 or more).
    """
    certain = {
        suspect.row
        for kind in KINDS
        if kind.costs and kind.name not in SUSPECTED
        for suspect in issues[kind.name]
        if not suspect.repaired
    }
    certain.update(dropped)
    suspected = {suspect.row: suspect.score for kind in SUSPECTED for suspect in issues[kind]}
    unsure = sum(row not in certain and row not in suspected for row in contradicted)
    count = clean_count(rows, certain, suspected, unsure, label_of, doubted)
    seen = unsure + len(suspected.keys() - certain)
    hidden = _hidden(seen + found_wrong) - _hidden(seen)
    return replace(count, low=max(0, count.low - hidden))


def _hidden(wrong: int) -> int:
    """Errors that no word shows, where so many are seen."""
    return math.ceil(HIDDEN_PER_CONTRADICTED * wrong)
