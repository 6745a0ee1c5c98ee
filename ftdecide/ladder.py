"""The ladder: which rungs fit a gap, which were tried, how far the best of them came, which is next."""

from __future__ import annotations

from dataclasses import dataclass

from ftdecide.evidence import Evidence, Rung
from ftdecide.model import TaskProfile

OTHER_MODELS = ("stronger_model", "small_classifier")  # what they get right says nothing of the base to be trained


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


def scored_rungs(profile: TaskProfile) -> tuple[BestRung, ...]:
    """Every usable rung with a pass rate, best first."""
    scored = [
        BestRung(name, result.pass_rate.value, result.n, result.basis)
        for name, result in profile.rungs.items()
        if result.pass_rate and usable(profile, name)
    ]
    return tuple(sorted(scored, key=_better_first))


def _better_first(rung: BestRung) -> tuple[float, bool, int, str]:
    """Of equal pass rates the one that was counted, on more items, comes first."""
    return -rung.pass_rate, rung.basis != "measured", -(rung.n or 0), rung.name


def best_rung(profile: TaskProfile) -> BestRung | None:
    """The rung with the highest pass rate; None where no number is known."""
    return next(iter(scored_rungs(profile)), None)


def counted_enough(rung: BestRung, evidence: Evidence) -> bool:
    """Whether a pass rate rests on enough items to end the search; an unstated number is taken at its word."""
    return rung.n is None or rung.n >= evidence["min_rung_items"]


def good_enough_rung(profile: TaskProfile, target: float, evidence: Evidence) -> BestRung | None:
    """The best usable rung that reaches the target on enough items, if one does."""
    reach = (rung for rung in scored_rungs(profile) if rung.pass_rate >= target and counted_enough(rung, evidence))
    return next(reach, None)


def tried(profile: TaskProfile, evidence: Evidence) -> set[str]:
    """The rungs tried, and those that trying them has included: few-shot includes a prompt, and examples
    that are retrieved are examples in the prompt; documents that are retrieved for a knowledge gap are not."""
    names = set(profile.rungs)
    included = {each for name in names for each in evidence.rung(name).implies}
    if profile.gap == "knowledge" and "retrieval" in names:
        included &= {"prompt"}
    return names | included


def fits(rung: Rung, profile: TaskProfile) -> bool:
    """Whether a rung could close the stated gap; where no gap is stated, only the prompt surely could."""
    if not usable(profile, rung.name):
        return False
    return profile.gap in rung.fits if profile.gap else rung.name in ("prompt", "few_shot")


def untried(profile: TaskProfile, evidence: Evidence) -> tuple[Rung, ...]:
    """The rungs that fit and were not tried, cheapest first; for a knowledge gap retrieval leads."""
    done = tried(profile, evidence)
    waiting = [rung for rung in evidence.rungs if rung.name not in done and fits(rung, profile)]
    return tuple(sorted(waiting, key=lambda rung: profile.gap == "knowledge" and rung.name != "retrieval"))


@dataclass(frozen=True)
class RungState:
    """Where one rung stands: tried (with its pass rate, 0 to 1, if known), covered, next, waiting, unfit, or last.

    `by` names the rung that was tried and that covers this one; training is last.
    """

    rung: Rung
    state: str
    pass_rate: float | None
    by: str | None = None


def rung_states(profile: TaskProfile, next_rung: Rung | None, evidence: Evidence) -> tuple[RungState, ...]:
    """Every rung, cheapest first.  One that a later rung has included is covered by the cheapest such rung."""
    done, waiting = tried(profile, evidence), untried(profile, evidence)

    def covering(rung: Rung) -> str | None:
        later = (each.name for each in evidence.rungs if each.name in profile.rungs and rung.name in each.implies)
        return next(later, None) if rung.name in done - set(profile.rungs) else None

    def state(rung: Rung) -> str:
        if rung.name in done:
            return "tried" if rung.name in profile.rungs else "covered"
        if rung == next_rung:
            return "next"
        return "last" if rung.name == "lora" else "waiting" if rung in waiting else "unfit"

    results = {name: result.pass_rate for name, result in profile.rungs.items() if result.pass_rate}
    return tuple(
        RungState(rung, state(rung), results[rung.name].value if rung.name in results else None, covering(rung))
        for rung in evidence.rungs
    )
