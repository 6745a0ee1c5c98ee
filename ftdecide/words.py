"""The sentences of a verdict, one place for each.  Facts come in as named values; nothing is decided here."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

REASONS = {
    "gap_unknown": "You have not said what the model does not do yet; until then nothing says what training would change.",
    "knowledge_gap": "The model lacks facts. Training teaches form and behaviour; facts reach it more reliably by retrieval.",
    "knowledge_errors_expensive": "A wrong fact is expensive here, and training on new facts makes confident errors more likely.",
    "knowledge_retrieval_untried": "Cheaper rungs were tried, but not retrieval, the one that fits this gap.",
    "knowledge_retrieval_in_hand": "Retrieval, the tool for this gap, is already in your hands: improve it before anything else.",
    "behaviour_gap": "The gap is in what the model does, which is what training changes best.",
    "style_gap": "The gap is in form and tone, which training can change.",
    "classification_gap": "Sorting into your own categories can be trained.",
    "cost_gap_pays": "The aim is cost or speed, and the volume is there to pay for it.",
    "cost_gap_falls_short": "The aim is cost or speed, but below {break_even:about} requests a month ({prices:text}) the saving does not cover the standing cost.",
    "cost_gap_nothing_to_save": "The aim is cost or speed, but at {requests:count} requests a month there is next to nothing to save.",
    "cost_gap_price_unknown": "The aim is cost or speed, and whether this volume pays depends on your prices, which you have not given; it took {break_even:about} requests a month {prices:text}.",
    "cost_gap_never_pays": "The aim is cost or speed, but at your prices a tuned request saves nothing over a prompted one.",
    "volume_pays": "{requests:count} requests a month are above the break-even of {break_even:about} ({prices:text}): if training works, volume can pay for it.",
    "prices_never_pay": "At your prices a tuned request saves nothing over a prompted one{in_draws:text}, so training can only be bought for quality.",
    "volume_said_high": "You call the volume high; a number would show whether it pays.",
    "volume_low": "At this volume a tuned model saves next to nothing.",
    "volume_low_implicit_rule": "The volume is low, so only quality can justify training, not cost.",
    "volume_negligible": "At {requests:count} requests a month, training rarely returns the work of collecting examples (our judgement).",
    "quality_worth_little": "At this volume and this cost of an error, a better pass rate is worth little.",
    "quality_not_counted": "At this volume only a counted gap in quality can make the case, and no pass rate is given yet.",
    "repetitive": "One narrow task, repeated often, is what a small tuned model learns well.",
    "not_repetitive": "The requests differ from one another, so one narrow skill would not cover them.",
    "near_miss": "The base model almost does it: training sharpens what is there.",
    "not_near_miss": "The base model is nowhere near. Clean examples have not rescued such cases.",
    "not_near_miss_unless_narrow": "The base model is nowhere near. Training has lifted such tasks only where they were narrow: always the same kind, with a rule that can be written or categories to sort into.",
    "room_clear": "With {rung:rung}, {pass_rate:share} pass: from such a middle LoRA won in one series on six of six tasks with 200 examples, and on five of six with 50.",
    "room_narrow": "With {rung:rung}, only {pass_rate:share} pass, but the task is narrow: training has lifted such tasks from {lowest:share} on.",
    "room_unexplored": "With {rung:rung}, only {pass_rate:share} pass. The lowest start from which training is known to have lifted a narrow task is {lowest:share}.",
    "room_far": "With {rung:rung}, only {pass_rate:share} pass: that is far off, and training has closed such gaps only in narrow, repeated tasks.",
    "room_some": "With {rung:rung}, {pass_rate:share} pass: some room is left.",
    "room_little": "With {rung:rung}, {pass_rate:share} already pass; from there training has mostly tied.",
    "lora_better": "Training was tried: {tuned:share} pass, where {pass_rate:share} pass with {rung:rung}.",
    "lora_no_better": "Training was tried: {tuned:share} pass, no more than the {pass_rate:share} with {rung:rung}.",
    "tried_without_number": "A cheaper rung was tried and did not settle it, though no pass rate says by how much.",
    "tried_several_without_number": "Several cheaper rungs were tried and did not settle it, though no pass rate says by how much.",
    "rule_implicit": "The rule cannot be written down, so a prompt can only hint at it; examples can carry it.",
    "rule_written": "The rule can be written down, so a prompt can state it.",
    "rule_written_not_followed": "The rule is written and the affordable model still does not follow it: a gap that training has closed.",
    "rule_written_followed": "The affordable model follows the rule once it is written: the prompt is the product.",
    "no_eval_set": "You have no evaluation set: without one nobody can tell whether training, or anything else, has helped.",
    "examples_too_few": "Usable examples: {count:count}. Training has begun to show a gain from {floor:count} on.",
    "examples_enough": "{count:count} clean examples are enough to see whether training helps.",
    "examples_many": "You have {count:count} clean examples; with {enough:count}, LoRA won or tied on all 13 tasks of one series.",
    "examples_left_over": "{share:whole} of the examples are not usable as they are: train on the {count:count} clean ones alone.",
    "examples_dirty": "{share:whole} of the examples are not usable as they are. Training repeats what it is shown: use the clean ones alone, or clean the rest first.",
    "errors_cheap": "A wrong answer costs little, so the last few per cent of quality are worth little.",
    "errors_expensive": "A wrong answer is expensive, which makes quality worth paying for.",
    "errors_expensive_at_volume": "An expensive error that repeats across this volume can pay for quality by itself: price one of them.",
    "prompt_optimisation_untried": "Automatic prompt optimisation fits, has matched training elsewhere, and has not been tried.",
    "small_classifier_untried": "A small classifier on embeddings fits, costs a fraction, and has not been tried.",
    "own_examples_retrievable": "Retrieving from your own examples brought most of the gain to single users elsewhere.",
    "rules_change_often": "The rules change every {months:months}. A prompt follows in a minute; weights must be trained again.",
    "on_device": "It must run on the device, where only a small model fits, and training is what makes a small one good enough.",
    "private_data": "The requests may not leave your machines, which favours a model that you run.",
    "latency_tight": "The answer is due within {seconds:count} s, which small tuned models have met where a large prompted one took several seconds.",
    "base_model_retires_soon": "The base model is retired on {retires:text}: its fine-tune goes with it.",
    "provider_bases_retire": "Several of {provider:text}’s base models, and what was trained on them, go on {retires:text}. Say when yours does.",
    "base_model_gone": "The base model was retired on {retires:text}.",
    "provider_closed": "{provider:text} does not train models for its customers (as of {as_of:text}): another base and another place to train it have to be found first.",
    "provider_closed_to_new": "{provider:text} has taken no new fine-tuning customers since {since:text}. If you already train there, say that you can fine-tune the base model today.",
    "provider_doubted": "You say that you can fine-tune there; our price book says that {provider:text} does not offer it ({as_of:text}). Have it in writing before you start.",
    "provider_closing": "{provider:text} ends new training jobs on {until:text}: what is trained now cannot be trained again there.",
    "base_model_not_tunable": "The base model cannot be fine-tuned by you today.",
}
CONDITIONS = {
    "volume": "High volume of one repeated task",
    "near_miss": "The base model almost does it",
    "clean_examples": "Enough clean examples",
}
PROVISOS = {  # what a yes still rests on
    "volume": "there is the volume for it",
    "near_miss": "the model almost does it",
    "clean_examples": "you have the examples",
}
DESPITE = {  # why a yes stands although this condition is unmet
    "volume": "for its quality: at this volume the saving alone does not pay for it",
    "near_miss": "although the base model is not near: the task is narrow",
    "clean_examples": "although the examples are few",
}
WHYS = {
    "volume_not_repetitive": "The requests are not one repeated task.",
    "volume_unknown": "You have not said how often you do this.",
    "volume_repetition_unknown": "You have not said whether every request is the same kind of task.",
    "volume_said_high": "You say the volume is high; no number yet.",
    "volume_said_low": "You say the volume is low; no number yet.",
    "volume_reached": "{requests:count} requests a month; break-even at {break_even:about} ({prices:text}).",
    "volume_short": "{requests:count} requests a month; break-even at {break_even:about} ({prices:text}). Volume does not pay for training by itself.",
    "volume_mostly_never": "At your prices no volume pays in {share:whole} of the draws.",
    "volume_low": "{requests:count} requests a month: next to nothing to save.",
    "volume_price_unknown": "{requests:count} requests a month. Whether that pays depends on your prices; it took {break_even:about} {prices:text}.",
    "volume_never": "At your prices no volume pays: a tuned request saves nothing over a prompted one.",
    "near_miss_already": "With {rung:rung}, {pass_rate:share} pass; {asked:text} {target:share}. No gap is left.",
    "near_miss_of_another_model": "What is counted with {rung:rung} is not the model that you would train. Run the same inputs through that one.",
    "near_miss_too_few_items": "With {rung:rung}, {pass_rate:share} pass, but {n:count} items are too few to say that no gap is left.",
    "near_miss_counted": "With {rung:rung}, {pass_rate:share} pass; {asked:text} {target:share}: almost, not quite.",
    "near_miss_counted_overrules": "You say that it is nowhere near, but counted, {pass_rate:share} pass with {rung:rung}: the count is used.",
    "near_miss_far": "With {rung:rung}, only {pass_rate:share} pass: that is not near.",
    "near_miss_far_overrules": "You say that it almost does it, but counted, only {pass_rate:share} pass with {rung:rung}: the count is used.",
    "near_miss_unknown": "You have not said whether the model almost does it. Fifty real inputs would tell.",
    "near_miss_said": "You say that it almost does it; a pass rate would show it.",
    "near_miss_denied": "You say that it is nowhere near.",
    "near_miss_said_beside_a_rate": "You say that it almost does it; {pass_rate:share} pass with {rung:rung}, counted on a number of items you have not given.",
    "near_miss_denied_beside_a_rate": "You say that it is nowhere near; {pass_rate:share} pass with {rung:rung}, counted on a number of items you have not given.",
    "examples_unknown": "You have not said how many clean examples you have; from about {floor:count}, training begins to show.",
    "examples_reached": "{count:count} usable examples; from about {floor:count}, training begins to show.",
    "examples_short": "{count:count} usable examples; from about {floor:count}, training begins to show.",
}
MEASURES = {
    "gap": "say what the model does not do yet: facts, form, behaviour, sorting, or price and speed",
    "near_miss": "run 50 real inputs through your best prompt and count what passes",
    "clean_examples": "count the examples that a training script could use today; check a random 50 by hand",
    "requests_per_month": "count how often you do this in a week",
    "rule_expressible": "try to write the rule on one page and see whether a colleague can follow it",
    "failure_cost": "work out what one wrong answer costs you",
    "has_eval_set": "set aside 50 to 100 real inputs with known right answers",
    "in_balance": "count again on twice as many items, because what is known so far lies in the balance",
    "prices": "put your prices beside each other: one prompted request, one tuned request, and the hosting",
    "pass_rate": "count how often the best rung so far gets it right, on 50 real inputs",
    "retrieval_hits": "count how often retrieval fetched the right passage, and mend that",
    "another_base": "choose a base model that you can train and that stays; the rest of this verdict then holds for that one",
    "why_training_failed": "read fifty of the tuned model’s failures beside the examples that come nearest to them",
}
RUNG_STATES = {
    "tried": "tried",
    "covered": "covered by {by:rung}",
    "next": "next",
    "waiting": "not tried yet",
    "unfit": "not for this gap",
    "last": "only after the rest",
}
NO_EVAL_SET = "No evaluation set is stated, so this rests on impressions: set aside 50 to 100 real inputs with known right answers."
NO_REASON = "Nothing stated weighs either way."
WEIGHED = {  # the weightiest reason, said where nothing has to be unfolded
    "for": "What weighs most for it: {reason}",
    "against": "What weighs most against it: {reason}",
}
KEEP_IT = {
    "title": "Keep it and watch it",
    "text": "Re-run your evaluation set each month, and whenever the model or the task changes.",
}
CLEAN = {
    "title": "Put the examples right",
    "text": "Check a random 50 by hand, write down what “right” means, and re-label or drop the rest by that page.",
}
COLLECT = {
    "title": "Collect more clean examples",
    "text": "You have {count:count}; from about {floor:count}, training begins to show. Write each with its right answer, and have a second person check a random 20.",
}
GAPS = {
    "style": "form and tone",
    "knowledge": "facts it does not know",
    "behaviour": "what it does",
    "classification": "sorting into categories",
    "cost_latency": "price or speed",
}
JUSTIFIED = {
    "yes": "training would be worth it",
    "no": "training would not be worth it",
    "unclear": "it would be open whether training is worth it",
}
DECISIONS = {
    "fine_tune": "fine-tune",
    "climb_ladder": "try the next rung",
    "use_retrieval": "use retrieval",
    "fix_data": "fix the data",
    "measure_first": "measure first",
    "good_enough": "keep what you have",
}
DISSENTS = {
    "knowledge_gap": (
        "Two of the lessons that this course grew from would train for a new domain; one names a medical company and its own notes. We dissent: "
        "ten medical models mostly failed to beat their base models once each had a fair prompt (E31), and on "
        "questions over clinical notes they lost 57 % of the comparisons (E32).",
        ("E31", "E32"),
    ),
    "volume_low_implicit_rule": (
        "One lesson expects a no for a personal task, another a yes for a rule beyond words. We say neither before "
        "it is measured: expert readers rejected prompted imitations of an author and preferred fine-tuned ones, at a "
        "median of $81 an author (E29), while 140,000 chat messages only taught a model to answer like a chat (E20).",
        ("E29", "E20"),
    ),
    "rule_written_not_followed": (
        "A rule of thumb says that what can be written belongs in the prompt. We dissent where the affordable model "
        "does not follow it: exact text insertions stayed at 48.5 % with prompting and reached 94.8 % with LoRA (E51).",
        ("E51",),
    ),
}


def count(number: float) -> str:
    """A number as people write it.

    >>> count(430000.0), count(0.15)
    ('430,000', '0.15')
    """
    return f"{number:,.0f}" if number >= 100 or number == int(number) else f"{number:.3g}"


def number_of(number: float, one: str, many: str = "") -> str:
    """A number of things; `many` where more than one are called otherwise than with an s.

    >>> number_of(1, "record"), number_of(1200, "record"), number_of(2, "class", "classes")
    ('1 record', '1,200 records', '2 classes')
    """
    return f"{count(number)} {one if number == 1 else many or f'{one}s'}"


def listed(parts: Sequence[str]) -> str:
    """a, b and c"""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def about(number: float) -> str:
    """A number to three significant digits: the inputs are no better than that.

    >>> about(429_441), about(0.00035599), about(12)
    ('429,000', '0.000356', '12')
    """
    return f"{Decimal(f'{number:.3g}'):,f}" if number else "0"


def in_hours(hours: float) -> str:
    """A stretch of work.

    >>> in_hours(1), in_hours(2.5)
    ('1 hour', '2.5 hours')
    """
    return f"{about(hours)} hour{'s' if hours != 1 else ''}"


def usd(number: float) -> str:
    """An amount of money to three significant digits.

    >>> usd(825.23), usd(0.00035599), usd(0.1), usd(1234.5)
    ('$825', '$0.000356', '$0.10', '$1,230')
    """
    text = about(abs(number))
    cents = len(text.partition(".")[2])
    return f"{'-' if number < 0 else ''}${text}{'0' if cents == 1 else ''}"


def share(number: float) -> str:
    r"""A share in per cent.

    >>> share(0.485), share(0.9), share(0.997)
    ('48.5\xa0%', '90\xa0%', '99.7\xa0%')
    """
    return f"{math.floor(number * 1000 + 0.5) / 10:g}\u00a0%"  # halves go up; the space does not break


def fill(template: str, facts: Mapping[str, Any], rungs: Mapping[str, str]) -> str:
    r"""A sentence with its facts put in; `rungs` gives the title of each rung.

    >>> fill("With {rung:rung}, {pass_rate:share} pass.", {"rung": "primer", "pass_rate": 0.8}, {"primer": "A primer"})
    'With a primer, 80\xa0% pass.'
    """
    return template.format_map({name: _Fact(value, rungs) for name, value in facts.items()})


def lower_first(title: str) -> str:
    """A title inside a sentence; a name in capitals keeps them.

    >>> lower_first("A better prompt"), lower_first("LoRA fine-tuning")
    ('a better prompt', 'LoRA fine-tuning')
    """
    first = title.split()[0]
    return title if any(character.isupper() for character in first[1:]) else title[0].lower() + title[1:]


class _Fact:
    """A value that the format word after the colon puts into words."""

    def __init__(self, value: Any, rungs: Mapping[str, str]):
        self.value, self.rungs = value, rungs

    def __format__(self, how: str) -> str:
        match how:
            case "count":
                return count(self.value)
            case "about":
                return about(self.value)
            case "never":
                return about(self.value) if self.value < math.inf else "never"
            case "usd":
                return usd(self.value)
            case "span":
                return f"{about(self.value)} month{'' if self.value == 1 else 's'}"
            case "share":
                return share(self.value)
            case "whole":
                return share(round(self.value, 2))
            case "rung":
                return lower_first(self.rungs[self.value])
            case "gap":
                return GAPS[self.value]
            case "months":
                return "month" if self.value == 1 else f"{count(self.value)} months"
        return str(self.value)
