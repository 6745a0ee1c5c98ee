"""The training plan behind a yes: what to train, on which base, what to hold out, what it must pass, how to go back.

Numbers come from ``evidence/training.toml`` and from the profile; the sentences stand in `record_words`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ftdecide import words
from ftdecide.findings import Verdict
from ftdecide.ladder import BestRung, best_rung
from ftdecide.paired_test import slipped_at, wilson_interval, wins_needed
from ftdecide.record_words import PLAN, PLAN_TITLES

FEWEST_DIFFERING = 6  # with fewer, no count of wins is more than chance


@dataclass(frozen=True)
class Plan:
    """The plan for one verdict."""

    verdict: Verdict

    def parts(self) -> list[dict[str, Any]]:
        """Each part with its title and sentences."""
        parts = {"train": self._train(), "base": self._base(), "hold": self._hold(), "gate": self._gate()}
        parts["back"] = self._way_back()
        return [{"title": PLAN_TITLES[key], "items": items} for key, items in parts.items()]

    def _way_back(self) -> list[str]:
        """How the tuned model goes out, and at which count it comes back."""
        requests = self.verdict.profile.requests_per_month
        graded, share = self._number("graded_items"), self._number("canary_share")
        volume = ""
        if requests and requests.value:
            share = min(1.0, max(share, graded / requests.value))
            volume = f" (about {words.count(round(share * requests.value))} a month)"
        rate = self._rate
        known = "that version at its" if self._best else "a model that reaches the"
        facts = {"graded": graded, "share": share, "volume": volume, "pass_rate": rate, "known": known}
        lines = [self._say("flag", **facts)]
        slipped = slipped_at(int(graded), round(rate * 1000))
        if slipped is not None:
            lines.append(self._say("trigger", **facts, slipped=slipped))
        return lines

    @cached_property
    def held_out(self) -> int:
        """Items to set aside: a fifth of the clean examples, within its bounds."""
        least, most = self._number("hold_out_least"), self._number("hold_out_most")
        return int(max(least, min(most, round((self._clean or 0) * self._number("hold_out_share")))))

    def settings(self) -> dict[str, str]:
        """Where the run starts, as its configuration writes it."""
        return {
            "rank": words.count(self._rank),
            "alpha": words.count(self._rank),
            "learning_rate": f"{self._number('learning_rate'):.0e}".replace("e-0", "e-"),
            "batch": words.count(self._number("batch_size")),
            "epochs": words.count(self._number("most_epochs")),
            "length": f"{self._number('sequence_length'):.0f}",
        }

    def _train(self) -> list[str]:
        numbers = {name: row.value for name, row in self.verdict.evidence.training.items()}
        many = self._rank != self._number("lora_rank")
        numbers |= {"rank": self._rank, "rank_why": self._say("rank_many", **numbers) if many else ""}
        numbers["learning_rate"] = self.settings()["learning_rate"]
        return [self._say("lora", **numbers), self._say("start", **numbers)]

    def _base(self) -> list[str]:
        p = self.verdict.profile
        names = [
            *(["base_device"] if p.on_device else []),
            *(["base_private"] if p.private_data and not p.on_device else []),
            *(["base_cheaper"] if p.gap == "cost_latency" and not p.on_device else []),
        ]
        names = names or ["base_small"]
        if p.latency_target_seconds:
            names.append("base_latency")
        provider = self.verdict.evidence.providers.get(p.base_model.provider or "")
        if provider:
            names.append("base_provider")
        names.append("base_retires" if p.base_model.retires else "base_life")
        facts = {
            "near": self.verdict.evidence["near_miss_pass_rate"],
            "seconds": p.latency_target_seconds and p.latency_target_seconds.value,
            "months": self.verdict.evidence["min_months_of_base_model_life"],
            "retires": p.base_model.retires and p.base_model.retires.isoformat(),
            "provider": provider and provider.title,
            "as_of": provider and provider.as_of.isoformat(),
        }
        return [self._say(name, **facts) for name in names]

    def _hold(self) -> list[str]:
        low, high = wilson_interval(self._rate, self.held_out)
        shows = self._say("hold_shows", items=self.held_out, pass_rate=self._rate, low=low, high=high)
        if not self._clean:
            return [self._say("hold_unknown", items=self.held_out), shows]
        floor = next(f.threshold for f in self.verdict.conditions if f.condition == "clean_examples") or 0
        train = self._clean - self.held_out
        facts = {"items": self.held_out, "clean": self._clean, "train": max(0, train), "floor": floor}
        short = [self._say("hold_short", **facts, short=floor - train)] if train < floor else []
        return [self._say("hold", **facts), *short, shows]

    def gate_counts(self) -> tuple[int, int]:
        """How many held-out items the two are taken to differ on, and how many of them the tuned model must win.

        They differ at least on what the rival fails and the tuned model mends.  Where price or speed is the
        aim a small loss is allowed.
        """
        fails = 1 - self._best.pass_rate if self._best else self._number("differing_share")
        differ = max(FEWEST_DIFFERING, round(self.held_out * fails))
        if self.verdict.profile.gap != "cost_latency":
            return differ, wins_needed(differ) or differ
        loss = self.held_out * self._number("allowed_loss")
        differ = max(differ, round(2 * loss))  # on fewer, a loss of this size could not show
        return differ, wins_needed(differ, round(500 - 500 * loss / differ)) or differ

    def _gate(self) -> list[str]:
        differ, wins = self.gate_counts()
        facts = {"items": self.held_out, "rival": self._rival, "differ": differ, "wins": wins}
        if self.verdict.profile.gap == "cost_latency":
            gate = self._say("gate_cheaper", **facts, loss=points(self._number("allowed_loss")))
        else:
            others = [(size, wins_needed(size)) for size in (10, 20, 40) if size != differ and size <= self.held_out]
            facts["others"] = "; ".join(f"of {size}, {needed}" for size, needed in others)
            why = ", as many as that one fails," if self._best and differ > FEWEST_DIFFERING else ""
            gate = self._say("gate", **facts, why=why, gain=points((2 * wins - differ) / self.held_out))
        numbers = {name: row.value for name, row in self.verdict.evidence.training.items()}
        return [gate, self._say("gate_slices", **numbers)]

    @property
    def _clean(self) -> float | None:
        clean = self.verdict.profile.clean_examples
        return clean.value if clean else None

    @property
    def _rank(self) -> float:
        many = (self._clean or 0) >= self._number("many_training_examples")
        return self._number("lora_rank_many_examples" if many else "lora_rank")

    @property
    def _best(self) -> BestRung | None:
        return best_rung(self.verdict.profile)

    @property
    def _rate(self) -> float:
        """The pass rate to beat: counted, else the one that is asked for."""
        return self._best.pass_rate if self._best else target_pass_rate(self.verdict)

    @property
    def _rival(self) -> str:
        """What the tuned model has to beat, in words."""
        if not self._best:
            return "the best prompt"
        title = words.lower_first(self.verdict.evidence.rung(self._best.name).title)
        return f"the best so far ({title}, {words.share(self._best.pass_rate)})"

    def _number(self, name: str) -> float:
        return self.verdict.evidence.training[name].value

    def _say(self, name: str, **facts: Any) -> str:
        text = words.fill(PLAN[name], {"rival": self._rival, **facts}, {})
        return text[0].upper() + text[1:] if name != "rank_many" else text


def target_pass_rate(verdict: Verdict) -> float:
    """What is asked for, else our default (0 to 1)."""
    stated = verdict.profile.target_pass_rate
    return stated.value if stated else verdict.evidence["good_enough_pass_rate"]


def points(share: float) -> str:
    """A difference of two shares in points.

    >>> points(0.071), points(0.05)
    ('7.1 points', '5 points')
    """
    return f"{round(share * 100, 1):g} points"


def cited(texts: Iterable[str]) -> list[str]:
    """The source keys that sentences name in square brackets, each once.

    >>> cited(["It wins [us58, wilson].", "It forgets less [biderman]."])
    ['us58', 'wilson', 'biderman']
    """
    groups = [group for text in texts for group in re.findall(r"\[([\w-]+(?:, [\w-]+)*)\]", text)]
    return list(dict.fromkeys(key for group in groups for key in group.split(", ")))
