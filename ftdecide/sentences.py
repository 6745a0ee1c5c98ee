"""What a verdict says, sentence by sentence: the templates are in `words`, the facts in the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ftdecide import flip_words, money_words, words
from ftdecide.findings import Flip, Verdict
from ftdecide.money import UNITS, stale_facts
from ftdecide.trial import Trial

CERTAIN = 0.8  # strength from which a yes or no is said firmly


def headline(verdict: Verdict) -> str:
    """The one sentence that a friend would say."""
    measure = _measure(verdict)
    rung = words.lower_first(verdict.judgement.next_rung.title) if verdict.judgement.next_rung else ""
    worth = "Training looks worth it" if not provisos(verdict) else "Training may be worth it"
    match verdict.decision, verdict.justified:
        case "fine_tune", _:
            left = "cost or speed is" if verdict.profile.gap == "cost_latency" else "a gap is"
            if missing := Trial(verdict).short:
                more = f"{words.count(missing)} more clean examples are there to test on"
                return f"Yes, once {more}. The cheaper rungs that fit are tried, and {left} left."
            return f"Yes: train it. The cheaper rungs that fit are tried, the examples are there, and {left} left."
        case "good_enough", _:
            return "No need: what you have is good enough."
        case "use_retrieval", "no":
            return "No: the model lacks facts, and facts come by retrieval."
        case "use_retrieval", _:
            return "Retrieval first: the model lacks facts. Whether training adds to that cannot be told yet."
        case "fix_data", _ if verdict.facts_of_too_few:
            return "Not yet: first you need more clean examples."
        case "fix_data", _:
            return "Not yet: the examples have to be put right first."
        case "climb_ladder", "yes":
            return f"{worth}, but first: {rung}."
        case "climb_ladder", "no":
            return f"No: try {rung} instead."
        case "climb_ladder", _:
            return f"Cannot tell yet: try {rung}, then ask again."
        case _ if verdict.judgement.measure == "retrieval_hits":
            return f"The model lacks facts, and they come by retrieval: {measure}."
        case _, "yes":
            return f"{worth}, but first {measure}."
        case _, "no":
            return f"No. If you want to be sure, {measure}."
    return f"Cannot tell yet: {measure}."


def provisos(verdict: Verdict) -> list[str]:
    """What a yes still rests on: the conditions that nobody has shown."""
    return [words.PROVISOS[f.condition] for f in verdict.conditions if f.status == "unknown"]


def answer(verdict: Verdict) -> str:
    """Whether training is worth it, with how firmly that is said and what it rests on."""
    asked = "Is training worth it?"
    if verdict.justified == "unclear":
        return f"{asked} Cannot tell on what you have said."
    if verdict.justified == "yes" and (unshown := provisos(verdict)):
        return f"{asked} Yes on what you have said, if {words.listed(unshown)}. That is not known yet."
    unmet = [finding.condition for finding in verdict.conditions if finding.status == "unmet"]
    if verdict.justified == "yes" and unmet:
        return f"{asked} Yes, on balance, {words.DESPITE[unmet[0]]}."
    # One or two answers are no ground for saying anything firmly.
    firmly = "firmly" if verdict.strength >= CERTAIN and len(verdict.judgement.reasons) > 2 else "on balance"
    return f"{asked} {verdict.justified.capitalize()}, {firmly}."


def weighed(verdict: Verdict) -> str:
    """The weightiest reason, of a no the weightiest against it: what is for it the three conditions show."""
    reasons = verdict.judgement.reasons  # the weightiest first
    reason = next((each for each in reasons if each.points < 0 or (each.points and verdict.justified != "no")), None)
    if reason is None:
        return ""
    text = sentence(verdict, words.REASONS[reason.name], reason.facts)
    return words.WEIGHED["for" if reason.points > 0 else "against"].format(reason=text)


def warnings(verdict: Verdict) -> list[str]:
    """What the reader should know before trusting this verdict."""
    return [*([] if verdict.profile.has_eval_set else [words.NO_EVAL_SET]), *stale_facts(verdict)]


def next_step(verdict: Verdict) -> dict[str, str]:
    """The experiment to run next: a title and what to do."""
    judgement = verdict.judgement
    match verdict.decision:
        case "good_enough":
            return words.KEEP_IT
        case "fix_data":
            short = verdict.facts_of_too_few
            step = words.COLLECT if short else words.CLEAN
            return {"title": step["title"], "text": words.fill(step["text"], short or {}, {})}
        case "measure_first":
            measure = _measure(verdict)
            then = f" Then: {words.lower_first(judgement.next_rung.title)}." if judgement.next_rung else ""
            return {"title": "Measure first", "text": f"{measure[0].upper()}{measure[1:]}.{then}"}
    rung = judgement.next_rung or verdict.evidence.rung("prompt")
    return {"title": rung.title, "text": rung.experiment}


def flip_text(flip: Flip, verdict: Verdict) -> str:
    """A flip as a sentence: what would have to be different, and what would follow."""
    if flip.justified != verdict.justified:
        outcome = words.JUSTIFIED[flip.justified]
    else:
        outcome = f"the next step would be: {words.DECISIONS[flip.decision]}"
    return sentence(verdict, f"{_change(flip)}, {outcome}.", _facts(flip, verdict))


def telling_flips(verdict: Verdict) -> list[Flip]:
    """The flips worth reading: one for each question and outcome, of the rungs those that are tried or next."""
    rungs = {*verdict.profile.rungs, verdict.judgement.next_rung and verdict.judgement.next_rung.name} - {"lora"}
    seen, telling = set(), []
    for flip in verdict.flips:
        group, *rest = flip.field.split(".")
        outcome = flip.justified if flip.justified != verdict.justified else flip.decision
        kind = (group if group == "rungs" else flip.field, outcome)
        no_advice = (flip.field, flip.after) == ("has_eval_set", False)  # nobody should give one up
        no_advice |= flip.field == "base_model.provider" and not _offered(flip.after, verdict)
        no_advice |= (flip.after, flip.side) == (0, "least")  # whatever the number: the rung tried says the same
        if kind not in seen and not no_advice and (group != "rungs" or rest[0] in rungs):
            seen.add(kind)
            telling.append(flip)
    return telling


def _offered(provider: str, verdict: Verdict) -> bool:
    """Whether one could train there, as far as is known."""
    known = verdict.evidence.providers.get(provider)
    return known is None or (known.offered and known.new_customers_until is None)


def _change(flip: Flip) -> str:
    """What would be different, as a template."""
    group, _, key = flip.field.rpartition(".")
    if flip.field in flip_words.FLAGS:
        return flip_words.FLAGS[flip.field][0 if flip.after else 1]
    if flip.field == "base_model.retires":
        return flip_words.RETIRES[0 if flip.side == "more" else 1]
    if group == "rungs":
        return flip_words.TRIED
    key = group if group == "economics" else key
    if key in flip_words.NUMBERS:
        between = flip.until is not None and (flip.side != "more" or group == "economics")
        side = "until" if between else flip.side
        return flip_words.NUMBERS[key][("more", "fewer", "least", "until").index(side)]
    return flip_words.CHOICES[flip.field]


def _facts(flip: Flip, verdict: Verdict) -> dict[str, Any]:
    facts = {"after": flip.after}
    if flip.until is not None:
        facts["after"], facts["until"] = sorted((flip.after, flip.until))
    if flip.side == "more":
        facts["after"] = flip.after
        facts["more"] = flip.after - flip.before if isinstance(flip.before, int | float) else None
    if flip.field == "base_model.provider":
        provider = verdict.evidence.providers.get(flip.after)
        facts["after"] = provider.title if provider else flip_words.OWN_PROVIDER
    if flip.field == "clean_examples":  # the others then count as unusable
        total = verdict.profile.total_examples
        facts["of"] = f" of your {words.count(total.value)}" if total else ""
    group, _, key = flip.field.rpartition(".")
    if group == "economics":
        facts |= {"price": money_words.PRICES[key], "unit": " US dollars" if "US dollars" in UNITS.get(key, "") else ""}
    if flip.field.startswith("rungs."):
        facts["rung"] = flip.field.split(".")[1]
    return facts


def dissents(verdict: Verdict) -> list[tuple[str, tuple[str, ...]]]:
    """Where this verdict departs from what a lesson says, and why."""
    named = {reason.name for reason in verdict.judgement.reasons}
    if verdict.profile.gap != "style" or verdict.justified != "unclear":
        named.discard("volume_low_implicit_rule")  # that one is about style, where neither answer is given
    return [dissent for name, dissent in words.DISSENTS.items() if name in named]


def _measure(verdict: Verdict) -> str:
    return words.MEASURES[verdict.judgement.measure or "in_balance"]


def sentence(verdict: Verdict, template: str, facts: Mapping[str, Any]) -> str:
    """A template with its facts put in, begun with a capital."""
    text = words.fill(template, facts, {rung.name: rung.title for rung in verdict.evidence.rungs})
    return text[0].upper() + text[1:]
