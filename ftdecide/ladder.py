"""The ladder: which rungs fit a gap, which were tried, how far the best of them came, which is next."""

from __future__ import annotations

from dataclasses import dataclass

from ftdecide.evidence import Evidence, Rung
from ftdecide.model import TaskProfile


@dataclass(frozen=True)
class BestRung:
    """The tried rung with the highest pass rate (0 to 1) that may be used where the model will run."""

    name: str
    pass_rate: float
    n: int | None
    basis: str


def usable(profile: TaskProfile, name: str) -> bool:
    """Whether a rung's result counts where the model will run.

    A stronger hosted model does not help on the user's own device, and a LoRA result is the answer to
    the question that is being asked, not a cheaper way round it.
    """
    return name != "lora" and not (profile.on_device and name == "stronger_model")


def best_rung(profile: TaskProfile) -> BestRung | None:
    """The best measured or estimated result among the rungs that were tried; None where no number is known."""
    scored = [
        BestRung(name, result.pass_rate.value, result.n, result.basis)
        for name, result in profile.rungs.items()
        if result.pass_rate and usable(profile, name)
    ]
    return max(scored, key=lambda best: best.pass_rate, default=None)


def tried(profile: TaskProfile, evidence: Evidence) -> set[str]:
    """The rungs tried, and those that trying them has included: few-shot includes a prompt."""
    names = set(profile.rungs)
    return names.union(*(evidence.rung(name).implies for name in names))


def fits(rung: Rung, profile: TaskProfile) -> bool:
    """Whether a rung could close the stated gap; where no gap is stated, only the prompt surely could."""
    if not usable(profile, rung.name) or (rung.needs_eval_set and not profile.has_eval_set):
        return False
    return profile.gap in rung.fits if profile.gap else rung.name in ("prompt", "few_shot")


def untried(profile: TaskProfile, evidence: Evidence) -> tuple[Rung, ...]:
    """The rungs that fit and were not tried, cheapest first; for a knowledge gap retrieval leads."""
    done = tried(profile, evidence)
    waiting = [rung for rung in evidence.rungs if rung.name not in done and fits(rung, profile)]
    return tuple(sorted(waiting, key=lambda rung: profile.gap == "knowledge" and rung.name != "retrieval"))
