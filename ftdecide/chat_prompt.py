"""The drill as a prompt for any AI chat, with what is known already filled in."""

from __future__ import annotations

from ftdecide import words
from ftdecide.evidence import Evidence
from ftdecide.model import Quantity, TaskProfile

QUESTIONS = """Take me through the decision, one question at a time, and wait for each answer:
1. How often do I do this, counted over the last weeks rather than guessed?
2. What does one wrong answer cost me?
3. How many examples could a training script use today? Make me read fifty at random before I answer.
4. Does the model almost do it already? Ask for a pass rate on real inputs, not an impression.
5. Which cheaper step have I not tried: a better prompt, a primer, examples in the prompt, retrieval, a stronger model, a small classifier?
Then give a verdict: fine-tune, or the cheapest step to try first, and which single fact would change your mind.
Do not favour fine-tuning because it sounds advanced, and do not rule it out because it is fashionable to."""

LABELS = {
    "gap": "What is missing",
    "requests_per_month": "Requests a month",
    "volume": "Volume, roughly",
    "repetitive": "The same kind of task each time",
    "near_miss": "The model almost does it",
    "rule_expressible": "The rule can be written down",
    "follows_written_rule": "The affordable model follows the written rule",
    "clean_examples": "Clean examples",
    "total_examples": "Examples before cleaning",
    "failure_cost": "Cost of a wrong answer",
    "months_between_rule_changes": "Months between rule changes",
    "on_device": "Must run on the device",
    "private_data": "Data must stay on our machines",
    "latency_target_seconds": "Answer due within (seconds)",
    "has_eval_set": "Evaluation set exists",
    "target_pass_rate": "Good enough at",
}


def chat_prompt(profile: TaskProfile, evidence: Evidence) -> str:
    """The prompt to paste; a task that was not described leaves a marked blank."""
    task = profile.task.strip() if profile.task and profile.task.strip() else "[DESCRIBE THE TASK]"
    known = [
        f"- {label}: {_said(key, getattr(profile, key))}"
        for key, label in LABELS.items()
        if getattr(profile, key) is not None
    ]
    known += [
        f"- Tried: {rung.title}{_rate(profile, rung.name)}" for rung in evidence.rungs if rung.name in profile.rungs
    ]
    facts = "\nWhat I know so far:\n" + "\n".join(known) + "\n" if known else ""
    return f"Should I fine-tune a model for the task below, or stay with prompting?\n\nTask: {task}\n{facts}\n{QUESTIONS}\n"


def _said(key: str, value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Quantity):
        return words.share(value.value) if key.endswith("_rate") else words.count(value.value)
    return words.GAPS.get(str(value), str(value))


def _rate(profile: TaskProfile, name: str) -> str:
    rate = profile.rungs[name].pass_rate
    return f" ({words.share(rate.value)} right)" if rate else ""
