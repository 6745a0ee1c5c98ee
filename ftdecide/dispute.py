"""What the rules of thumb say about a profile, and where they part, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ftdecide import rival_words, words
from ftdecide.model import TaskProfile
from ftdecide.rival_facts import Fact, Said
from ftdecide.rivals import rulings

ASKS_NOTHING = "always_no"


def rivals_why(profile: TaskProfile) -> dict[str, str]:
    """Each rival's reason: the fact of the profile that decided it, or that it misses.

    >>> rivals_why(TaskProfile.from_json({"requests_per_month": 200}))["three_conditions_000"]
    '200 requests a month: under 10,000 (our reading of “high volume”)'
    """
    return {name: _because(said) for name, said in rulings(profile).items()}


def rivals_disagree(profile: TaskProfile) -> str:
    """Who says yes, who says no, and over which answers; the rule that asks nothing is left out."""
    asking = {name: said for name, said in rulings(profile).items() if name != ASKS_NOTHING}
    sides = {answer: {name: said for name, said in asking.items() if said.answer == answer} for answer in ("yes", "no")}
    if not any(sides.values()):
        return rival_words.RIVALS_DISAGREE["silent"]
    if not all(sides.values()):
        answer = "yes" if sides["yes"] else "no"
        return rival_words.RIVALS_DISAGREE["agree"].format(answer=answer)
    told = [_side(answer, side) for answer, side in sides.items()]
    read = [_fields(side.values()) for side in sides.values()]
    shared = [field for field in read[0] if field in read[1]]
    if not shared:
        return " ".join([*told, rival_words.RIVALS_DISAGREE["different"]])
    phrase = words.listed([rival_words.RIVAL_FIELDS[field] for field in shared])
    return " ".join([*told, rival_words.RIVALS_DISAGREE["same"].format(field=phrase)])


def rival_lines(profile: TaskProfile) -> list[str]:
    """The section of a verdict: each rule with its answer and reason, then where they part."""
    why = rivals_why(profile)
    lines = [
        f"{rival_words.RIVALS[name]}: {rival_words.RIVAL_ANSWERS[said.answer]}; {why[name]}."
        for name, said in rulings(profile).items()
    ]
    return [*lines, rivals_disagree(profile)]


def _side(answer: str, side: Mapping[str, Said]) -> str:
    names = words.listed([f"“{rival_words.RIVALS[name]}”" for name in side])
    fields = words.listed([rival_words.RIVAL_FIELDS[field] for field in _fields(side.values())])
    say = "says" if len(side) == 1 else "say"
    return rival_words.RIVALS_DISAGREE["side"].format(names=names, say=say, answer=answer, fields=fields)


def _fields(side: Iterable[Said]) -> list[str]:
    """The answers that decided these, each once."""
    return list(dict.fromkeys(fact.field for said in side for fact in said.because))


def _because(said: Said) -> str:
    told = [_sentence(fact) for fact in said.because]
    ending = rival_words.NOT_STATED
    missing = [sentence.removesuffix(ending) for sentence in told if sentence.endswith(ending)]
    if len(missing) > 1:
        other = [sentence for sentence in told if not sentence.endswith(ending)]
        told = [*other, f"{words.listed(missing)}{rival_words.NONE_STATED}"]
    return "; ".join(told) or rival_words.RIVAL_ALWAYS_NO


def _sentence(fact: Fact) -> str:
    holds, fails, unknown = rival_words.RIVAL_FACTS[fact.name]
    template = unknown if fact.holds is None else holds if fact.holds else fails
    facts = {"value": fact.value, "bar": _bar(fact), "s": "" if fact.value == 1 else "s"}
    return words.fill(template, facts, {})


def _bar(fact: Fact) -> str:
    """What a value was compared with: the lesson's own number, our reading of its word, or the reader's target."""
    if fact.bar is None:
        return ""
    number = words.share(fact.bar) if fact.field == "rungs" else words.count(fact.bar)
    number += " months" if fact.field == "months_between_rule_changes" else ""
    if fact.reading:
        return f"{number} (our reading of “{fact.reading}”)"
    return f"your target of {number}" if fact.field == "rungs" else f"its {number}"
