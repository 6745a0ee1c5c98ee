"""The numbers of a training run's trial: how many examples to hold out, what the model must pass, when it goes back.

Numbers come from ``evidence/training.toml`` and from the profile; `plan` puts them into sentences.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from ftdecide.findings import Verdict
from ftdecide.ladder import BestRung, best_rung
from ftdecide.paired_test import gain_seen, slipped_at, wins_needed

FEWEST_DIFFERING = 6  # with fewer, no count of wins is more than chance


@dataclass(frozen=True)
class Trial:
    """What one verdict's training run is tried on, and against what."""

    verdict: Verdict

    @cached_property
    def clean(self) -> int | None:
        """The clean examples, None where they are not counted."""
        stated = self.verdict.profile.clean_examples
        return int(stated.value) if stated else None

    @cached_property
    def floor(self) -> int:
        """The examples from which training begins to show for this gap."""
        return int(next(f.threshold for f in self.verdict.conditions if f.condition == "clean_examples") or 0)

    @cached_property
    def held_out(self) -> int:
        """Items to set aside: a fifth of the clean examples within bounds, less where too few were left to train on.

        As many as serve where price is the aim: that nothing is lost takes more to show than a gain.
        """
        most = int(self.number("hold_out_most"))
        least = most if self.for_price else int(self.number("hold_out_least"))
        if self.clean is None:
            return least
        wanted = max(least, min(most, round(self.clean * self.number("hold_out_share"))))
        return max(int(self.number("hold_out_fewest")), min(wanted, self.clean - self.floor))

    @cached_property
    def short(self) -> int:
        """Clean examples that are missing for the fewest to hold out and the fewest to train on; 0 if uncounted."""
        return 0 if self.clean is None else max(0, self.floor + self.held_out - self.clean)

    @cached_property
    def choosing(self) -> int:
        """Of the examples left to train on, those that only choose the epoch; 0 where none are counted."""
        return round(max(0, (self.clean or 0) - self.held_out) * self.number("epoch_choice_share"))

    @cached_property
    def best(self) -> BestRung | None:
        """The cheap rung that the tuned model has to beat."""
        return best_rung(self.verdict.profile)

    @cached_property
    def rate(self) -> float:
        """The pass rate to beat (0 to 1): counted, else the one that is asked for."""
        return self.best.pass_rate if self.best else self.verdict.target_pass_rate

    @cached_property
    def for_price(self) -> bool:
        """Whether price or speed is the aim, so that a small loss is allowed."""
        return self.verdict.profile.gap == "cost_latency"

    @cached_property
    def counts(self) -> tuple[int, int]:
        """How many held-out items the two are taken to differ on, and how many of them the tuned model must win.

        They differ at least on what the rival fails and the tuned model mends.
        """
        differ = max(FEWEST_DIFFERING, round(self.held_out * self._fails))
        if not self.for_price:
            return differ, wins_needed(differ) or differ
        loss = self.held_out * self.number("allowed_loss")
        differ = max(differ, round(2 * loss))  # on fewer, a loss of this size could not show
        return differ, wins_needed(differ, round(500 - 500 * loss / differ)) or differ

    @cached_property
    def gain_seen(self) -> float | None:
        """The smallest true gain (0 to 1) that passes the gate four times in five; None if so much is not left."""
        return gain_seen(self.held_out, 1 - self._fails)

    @cached_property
    def target_count(self) -> int | None:
        """Held-out items that must be right to reach the stated target; None where none is stated."""
        stated = self.verdict.profile.target_pass_rate
        return math.ceil(round(stated.value * self.held_out, 6)) if stated else None

    @cached_property
    def kept_rate(self) -> float:
        """The pass rate (0 to 1) under which it goes back: the stated target, else what the gate asked it to hold."""
        if self.verdict.profile.target_pass_rate:
            return self.verdict.target_pass_rate
        return self.rate - (self.number("allowed_loss") if self.for_price else 0)

    @cached_property
    def slipped(self) -> int | None:
        """The most passes among the graded answers that a model at `kept_rate` shows once in forty months."""
        return slipped_at(int(self.number("graded_items")), round(max(0, self.kept_rate) * 1000))

    @property
    def _fails(self) -> float:
        """The share of the items that the rival fails."""
        return 1 - self.rate if self.best else self.number("differing_share")

    def number(self, name: str) -> float:
        """A number of training.toml by name."""
        return self.verdict.evidence.training[name].value
