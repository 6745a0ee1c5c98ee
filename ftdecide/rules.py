"""The rules: each reads the case and says what it adds for or against training, or nothing.

A rule never reads an unknown answer as no: it stays silent.  The points stand in
``evidence/weights.toml``, the numbers compared with in ``evidence/thresholds.toml``, each with its
sources; the sentences that report a rule stand in `words`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ftdecide import resource_rules, task_rules
from ftdecide.case import Case
from ftdecide.findings import Reason

RULES: tuple[Callable[[Case], Iterator[Reason]], ...] = (
    task_rules.gap,
    resource_rules.volume,
    task_rules.repetition,
    task_rules.nearness,
    task_rules.room,
    task_rules.training_tried,
    task_rules.rule_in_words,
    resource_rules.evaluation_set,
    resource_rules.examples,
    task_rules.errors,
    task_rules.waiting_rungs,
    resource_rules.stability,
    resource_rules.place,
    resource_rules.availability,
    resource_rules.base_model_life,
)


def reasons(case: Case) -> tuple[Reason, ...]:
    """Every rule that applies, the weightiest first."""
    found = [reason for rule in RULES for reason in rule(case)]
    return tuple(sorted(found, key=lambda reason: -abs(reason.points)))
