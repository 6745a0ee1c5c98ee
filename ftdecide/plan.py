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
from ftdecide.paired_test import chance_of_wins, wilson_interval, wins_needed
from ftdecide.record_words import KEPT, PLAN, PLAN_TITLES
from ftdecide.trial import FEWEST_DIFFERING, Trial


@dataclass(frozen=True)
class Plan:
    """The plan for one verdict."""

    verdict: Verdict

    def parts(self) -> list[dict[str, Any]]:
        """Each part with its title and sentences."""
        parts = {"train": self._train(), "base": self._base(), "hold": self._hold(), "gate": self._gate()}
        parts["back"] = self._way_back()
        return [{"title": PLAN_TITLES[key], "items": items} for key, items in parts.items()]

    def settings(self) -> dict[str, str]:
        """Where the run starts, as its configuration writes it."""
        number = self.trial.number
        return {
            "rank": words.count(number("lora_rank_many_examples" if self._many else "lora_rank")),
            "alpha": words.count(number("lora_alpha_many_examples" if self._many else "lora_alpha")),
            "learning_rate": f"{number('learning_rate'):.0e}".replace("e-0", "e-"),
            "batch": words.count(number("batch_size")),
            "epochs": words.count(number("most_epochs")),
            "length": f"{number('sequence_length'):.0f}",
        }

    def _train(self) -> list[str]:
        numbers = self._numbers
        start = numbers | {"learning_rate": self.settings()["learning_rate"]}
        kind = "_many_examples" if self._many else ""
        rank = {"rank": numbers[f"lora_rank{kind}"], "alpha": numbers[f"lora_alpha{kind}"]}
        start["rank_text"] = self._say("rank_many" if self._many else "rank", **numbers, **rank)
        sorting = self.verdict.profile.gap == "classification"
        encoder = sorting and (self.trial.clean or 0) >= numbers["encoder_from_labels"]
        return [
            *([self._say("encoder", **numbers)] if encoder else []),
            self._say("lora", **numbers),
            self._say("start", **start),
        ]

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
        trial = self.trial
        facts = {"items": trial.held_out, "clean": trial.clean, "floor": trial.floor, "short": trial.short}
        if trial.clean is None:
            name = "hold_unknown_price" if trial.for_price else "hold_unknown"
        elif trial.short:
            name = "hold_short"
        else:
            name = "hold"
            most = trial.number("hold_out_most" if trial.for_price else "hold_out_least")
            facts |= {"more": max(0, most - trial.held_out), "enough": most}
            facts["why"] = words.fill(PLAN["hold_few"], facts, {}) if facts["more"] else ""
            facts |= {"train": trial.clean - trial.held_out, "choosing": trial.choosing}
        low, high = wilson_interval(trial.rate, trial.held_out)
        shows = self._say("hold_shows", items=trial.held_out, pass_rate=trial.rate, low=low, high=high)
        return [self._say(name, **facts), *([shows] if trial.target_count is None else [])]

    def _gate(self) -> list[str]:
        trial = self.trial
        differ, wins = trial.counts
        facts = {"items": trial.held_out, "differ": differ, "wins": wins}
        if trial.for_price:
            equal = chance_of_wins(differ, wins)
            gate = self._say("gate_cheaper", **facts, loss=points(trial.number("allowed_loss")), equal=equal)
        else:
            others = [(size, wins_needed(size)) for size in (10, 20, 40) if size != differ and size <= trial.held_out]
            facts["others"] = "".join(f"of {size}, {needed}; " for size, needed in others)
            facts["why"] = ", as many as that one fails," if trial.best and differ > FEWEST_DIFFERING else ""
            seen = "gain_unseen" if trial.gain_seen is None else "gain_seen"
            facts["seen"] = self._say(seen, gain=points(trial.gain_seen or 0))
            gate = self._say("gate", **facts)
        return [gate, *self._target(), self._say("gate_slices", **self._numbers)]

    def _target(self) -> list[str]:
        """The second gate, where a target is stated: so many right, and what so many can show."""
        trial = self.trial
        right = trial.target_count
        if right is None:
            return []
        low, high = wilson_interval(right / trial.held_out, trial.held_out)
        facts = {"right": right, "items": trial.held_out, "low": low, "high": high}
        return [self._say("gate_target", target=self.verdict.target_pass_rate, **facts)]

    def _way_back(self) -> list[str]:
        """How the tuned model goes out, and at which count it comes back."""
        trial, requests = self.trial, self.verdict.profile.requests_per_month
        graded, share = trial.number("graded_items"), trial.number("canary_share")
        volume = ""
        if requests and requests.value:
            share = min(1.0, max(share, graded / requests.value))
            volume = f" (about {words.count(round(share * requests.value))} a month)"
        lines = [self._say("flag", graded=graded, share=share, volume=volume)]
        if trial.slipped is not None:
            aim = "target" if self.verdict.profile.target_pass_rate else "loss" if trial.for_price else None
            known = KEPT[aim or ("best" if trial.best else "default")]
            facts = {"graded": graded, "slipped": trial.slipped, "known": known, "kept": trial.kept_rate}
            lines.append(self._say("trigger", **facts))
        return lines

    @cached_property
    def trial(self) -> Trial:
        """The numbers behind the sentences."""
        return Trial(self.verdict)

    @property
    def _many(self) -> bool:
        return (self.trial.clean or 0) >= self.trial.number("many_training_examples")

    @property
    def _numbers(self) -> dict[str, float]:
        return {name: row.value for name, row in self.verdict.evidence.training.items()}

    @property
    def _rival(self) -> str:
        """What the tuned model has to beat, in words."""
        best = self.trial.best
        if not best:
            return "the best prompt"
        title = words.lower_first(self.verdict.evidence.rung(best.name).title)
        return f"the best so far ({title}, {words.share(best.pass_rate)})"

    def _say(self, name: str, **facts: Any) -> str:
        text = words.fill(PLAN[name], {"rival": self._rival, **facts}, {})
        return text[0].upper() + text[1:]


def points(share: float) -> str:
    """A difference of two shares in points.

    >>> points(0.071), points(0.05)
    ('7.1 points', '5 points')
    """
    said = f"{round(share * 100, 1):g}"
    return f"{said} point" if said == "1" else f"{said} points"


def cited(texts: Iterable[str]) -> list[str]:
    """The source keys that sentences name in square brackets, each once.

    >>> cited(["It wins [us58, wilson].", "It forgets less [biderman]."])
    ['us58', 'wilson', 'biderman']
    """
    groups = [group for text in texts for group in re.findall(r"\[([\w-]+(?:, [\w-]+)*)\]", text)]
    return list(dict.fromkeys(key for group in groups for key in group.split(", ")))
