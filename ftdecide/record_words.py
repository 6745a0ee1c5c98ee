"""The sentences of the decision record: what would prove a verdict wrong, the way out, the training plan.

Like `words`, it only words.  Facts come in as named values, with the formats of `words.fill`.
"""

from __future__ import annotations

QUESTION = "Is it worth training a model {aim}, or will {alternative} do?"
AIMS = {  # what the training would be for
    None: "for this task",
    "style": "to get form and tone right",
    "knowledge": "to give it facts that it lacks",
    "behaviour": "to make it do the task’s steps",
    "classification": "to sort into these categories",
    "cost_latency": "to make the task cheaper or faster",
}

BASES = {"measured": "measured", "estimated": "an estimate", "stated": "as stated"}

CHECKS = {  # by the answer that would be wrong: how to find out
    "requests_per_month": "Count one whole month in the log, not a busy week.",
    "volume": "Count one whole month in the log.",
    "clean_examples": "Before you believe a count, let a second person check 50 examples drawn at random.",
    "near_miss": "Read 50 answers of the untrained model beside the right ones.",
    "repetitive": "Sort 100 requests of last month by kind.",
    "rule_expressible": "Let two colleagues apply the written rule to the same 30 inputs, apart.",
    "follows_written_rule": "Give it the written rule and 50 inputs, and count.",
    "failure_cost": "Price the last ten wrong answers, the time to find them included.",
    "gap": "Read 50 failures and name what each one lacked.",
    "months_between_rule_changes": "Look up when the rules last changed, three times back.",
    "base_model.tunable": "Submit one job of ten examples and see.",
    "base_model.retires": "Read the vendor’s own deprecation page.",
}
CHECK_RATE = "On {n:count} held-out items that is {passes} right."
CHECK_PRICES = "Take the prices from this month’s invoice."
# By the weightiest reason for the answer given: the count that takes it away, where no flip says it already.
WRONG_RATE = (
    "The weightiest reason is {pass_rate:share} with {rung:rung}, counted on {n:count} items: the true rate may be anything "
    "from {low:whole} to {high:whole}. {turn:text} {little:share} that reason is gone: count it again on fresh items."
)
WRONG_RATE_UNCOUNTED = (
    "The weightiest reason is {pass_rate:share} with {rung:rung}, on a number of items not given: if they were {n:count}, the true "
    "rate may be anything from {low:whole} to {high:whole}. {turn:text} {little:share} that reason is gone: count it on fresh items."
)
TURNS = {
    True: "From",
    False: "Under",
}  # above the rate at which training has mostly tied a yes loses its reason, below it a no
WRONG_REASONS = {
    "on_device": "The weightiest reason is that a model small enough for the device needs training: run the untrained one there with the best prompt. At {target_of_50:count} of 50 right it does not.",
    "rule_implicit": "The weightiest reason is that the rule cannot be written: give two colleagues an hour to write it and a third 30 inputs. If 27 come out right, it can.",
    "rule_written_not_followed": "The weightiest reason is that the model does not follow the written rule: give it the rule as numbered steps with one example each. If it then gets {little_of_50:count} of 50 right, it does.",
    "rule_written_followed": "The weightiest reason is that the model follows the written rule: if it breaks it in {misses_of_50:count} or more of 50 fresh inputs, it does not follow it well enough.",
    "rule_written": "The weightiest reason is that the rule can be written: write it, and let a colleague apply it to 30 inputs. If fewer than 27 come out right, it cannot.",
    "errors_expensive_at_volume": "The weightiest reason is what errors cost: price the last ten. If all ten together cost less than an hour of work, that reason is gone.",
    "errors_expensive": "The weightiest reason is what errors cost: price the last ten. If all ten together cost less than an hour of work, that reason is gone.",
    "tried_without_number": "The weightiest reason is a rung that was tried and not counted: count it on 50 inputs. From {little_of_50:count} right, training has mostly tied.",
    "tried_several_without_number": "The weightiest reason is that rungs were tried and not counted: count the best of them on 50 inputs. From {little_of_50:count} right, training has mostly tied.",
    "lora_better": "The weightiest reason is one training run, {tuned:share} against {pass_rate:share}: run both on fresh held-out items and count only where they differ. With fewer than 9 wins in 10 such items, or 15 in 20, it may have been luck.",
    "lora_no_better": "The weightiest reason is one training run that won nothing: if 13 or more of 25 of its failures stand beside a training example that is wrong, that run says nothing about training.",
    "examples_dirty": "The weightiest reason is the share of unusable examples: check 50 drawn at random. At {dirty_of_50:count} unusable or fewer, that reason is gone.",
}
WRONG_KNOWLEDGE = (
    "Paste the right passage into the prompt by hand for 25 failures. If 13 or more still fail, the model does not "
    "lack facts, and the gap stated here is the wrong one."
)
WRONG_GOOD = (
    "If {slipped:count} or fewer of the next {n:count} fresh items pass with {rung:rung}, it is not as good as the "
    "{pass_rate:share} counted here: {odds:text}."
)
ODDS = {  # whether the rate counted is believed as it stands: all right of 50 is not all right for ever
    True: "at {pass_rate:share} so few come once in forty",
    False: "so few come once in forty if the true rate is {believed:share}, which the {n_counted:count} items counted allow",
}
WRONG_GATE = "If the tuned model wins fewer than {wins:count} of {differ:count} differing held-out items (the gate of the plan), no gain is shown: do not ship it."
WRONG_GATE_CHEAPER = "If the tuned model wins fewer than {wins:count} of {differ:count} differing held-out items (the gate of the plan), it is not shown to hold the quality: do not ship it."
NO_SINGLE = "No single answer turns this verdict: two at least would have to be wrong."

EXITS = {  # by rung: what to keep, and how to go back
    "prompt": "Keep today’s prompt under a version number beside the new one; going back is switching the number.",
    "primer": "The primer is one file in front of the prompt; going back is leaving it off.",
    "few_shot": "Keep the examples in a file of their own: going back is leaving them off, and the file is the start of an evaluation set.",
    "retrieval": "Keep the index apart from the model: either can be replaced alone, and going back is sending the request without the passages.",
    "structured_output": "Keep the parser that reads today’s answers; going back is leaving the schema out of the request.",
    "stronger_model": "Keep the model’s name in the configuration and today’s prompt beside it; going back is one line, and today’s price.",
    "prompt_optimisation": "Keep the prompt that people wrote; it goes back in as soon as the optimised one stops winning on the unseen half.",
    "small_classifier": "Let the classifier answer only where it is sure and the model take the rest; going back is sending everything to the model.",
    "caching": "Caching and batching change the bill, not the answers, and a cheaper model may change both; going back is one setting of the request.",
}
RUNG_BUDGET = (
    "Stop after {hours}. Against {rival:rung} on the same {n:count} items: if {differ:count} answers turn from wrong to right or back, "
    "{wins:count} of them must be for the better to count as a gain; if not, note the count and go on to {then}."
)
BILL_BUDGET = (
    "Stop after {hours}. Keep what lowers the bill or the waiting time. Drop the cheaper model if it loses answers by more than "
    "chance (of those that change 6 of 6, 8 of 9 or 10 of 12 for the worse), and go on to {then}."
)
FIRST_BUDGET = "Stop after {hours}. If fewer than {passes:count} of {n:count} pass ({target:share}), note the count and go on to {then}."
THEN_ASK = "this drill again"
EXIT_MEASURE = "Until that is known, stay with {rung:rung}. Nothing is built, so nothing has to be undone."
EXIT_MEASURE_NOTHING = "Until that is known, build nothing: a prompt written by hand serves meanwhile."
EXIT_MEASURED = "Enter what you find and ask again; it keeps its worth whichever way the answer goes."
EXIT_BASE = (
    "Keep examples, prompts and evaluation set in a format that names no vendor, so that the next base can use them."
)
EXIT_DATA = (
    "Keep the raw examples untouched. Checked ones go into a second file, each with who checked it and by which page of rules.",
    "Stop when a random 50 of the checked ones hold at most 2 wrong. If a second pass does not get there, mend the page, not the examples.",
)
EXIT_COLLECT = (
    "Use the examples from the first day: each serves in the prompt as well, so that nothing is lost if training never comes.",
    "Stop collecting if the second person would answer more than 5 of the random 20 otherwise: then the rule is unclear, and more examples only repeat that.",
)
EXIT_GOOD = (
    "Freeze what passed ({rung:rung}): text, model version and the {counted} it was counted on, together.",
    "Open this record again when {slipped:count} or fewer of {graded:count} graded answers pass in a month: {odds:text}.",
)
EXIT_TRAINED = (
    "Keep the best so far ({rung:rung}) in working order, with the examples, their split and the evaluation set: the next base needs all of them, and adapters fit no other base.",
    "Two runs on these examples at most. If the second misses the gate too, put the next hours into examples like those that both got wrong, not into settings.",
)
PLAN_SECTION = {True: "The training plan", False: "The training plan, for after the next step"}
CHANGES = {True: "What else would change this", False: "What would change this"}
REVISIT = {
    "retires": "that day the base model is retired",
    "closes": "that day its provider ends new training jobs",
    "stale": "the prices and provider facts behind it are then {days:count} days old or more",
}

PLAN = {
    "lora": (
        "LoRA adapters on all linear layers, before any full fine-tuning: on small and medium sets they match it "
        "[lora-without-regret] and they forget less [biderman]; attention layers alone lost {attention_only_loss:count} points [ank018-ablations]."
    ),
    "start": (
        "{rank_text:text}, learning rate {learning_rate:text}, {batch_size:count} examples a step, at most {most_epochs:count} epochs, "
        "sequences as long as your longest example [us58-lora, trl-lora]."
    ),
    "rank": "Start at rank {rank:count}, alpha {alpha:count}",
    "rank_many": "Start at rank {rank:count}, alpha {alpha:count}: at {many_training_examples:count} examples rank {lora_rank:count} brought nothing more [ank018-ablations]",
    "encoder": (
        "Tune an encoder (roberta-base or its like) first, and train an LLM only if it misses the gate: from about {encoder_from_labels:count} labels on "
        "it was level with LoRA at 77 intents and answered {encoder_times_faster:count} times faster [E43]."
    ),
    "base_small": (
        "The smallest open-weight model that gets {near:whole} or more right with your best prompt: from there training has won [us58]. "
        "Run the next size up untrained beside it: if size alone closes the gap, use size."
    ),
    "base_cheaper": "A smaller model than the one you pay for now: training leaves size and speed per token as they were, and a tuned token has cost no less than its base’s [openai-prices].",
    "base_device": "The smallest open-weight model that fits the device, in the quantisation it will run in, measured there and not on a server.",
    "base_private": "Open weights, on machines of yours, for training and for serving.",
    "base_latency": "Time the base untrained and with the short prompt: training will not bring it under {seconds:count} s if it is not there already.",
    "base_life": "First have it in writing that it can be tuned, that the licence allows this use, and that it stays for {months:count} months [openai-deprecations].",
    "base_provider": "{provider:text} took training jobs when its pages were last read ({as_of:text}): read its page on deprecations again before the first run.",
    "base_retires": "The base that you named goes on {retires:text}: plan the next run before that day, and check that the licence allows this use.",
    "hold": (
        "{items:count} of the {clean:count} clean examples, drawn now and opened once{why:text}. Of the {train:count} left, {choosing:count} only choose the epoch "
        "(the series: five folds [us58-lora]). Split by source (customer, document, author), near-duplicates on one side, or the test leaks."
    ),
    "hold_few": " (no more, so that the {floor:count} from which training begins to show are left; {more:count} more examples would fill a test of {enough:count})",
    "hold_short": "Collect {short:count} more clean examples first: {items:count} to hold out and the {floor:count} from which training begins to show are more than the {clean:count} there are.",
    "hold_unknown": (
        "A fifth of the clean examples once they are counted, {items:count} where they allow it, opened once, and a tenth of the rest to choose the epoch. "
        "Split by source (customer, document, author), or the test leaks."
    ),
    "hold_unknown_price": (
        "{items:count} of the clean examples once they are counted, as far as they allow it (that nothing is lost takes more to show than a gain), opened once, "
        "and a tenth of the rest to choose the epoch. Split by source (customer, document, author), or the test leaks."
    ),
    "hold_shows": "If {pass_rate:share} of {items:count} pass, the true rate lies between {low:whole} and {high:whole} [wilson].",
    "gate": (
        "Run {rival:text} and the tuned model on the same {items:count} items and count only where they differ. If that is on "
        "{differ:count} of them{why:text} the tuned model must win {wins:count}; {others}fewer than 6 show nothing "
        "(exact sign test, 5 %) [mcnemar]. {seen:text}"
    ),
    "gain_seen": "A true gain of about {gain} shows four times in five, a smaller one less often.",
    "gain_unseen": "So few items may miss even a model that is nearly always right.",
    "gate_cheaper": (
        "Run {rival:text} and the tuned model on the same {items:count} items and count only where they differ. It may be up to "
        "{loss} worse for what it saves: if that is on {differ:count}, it must win {wins:count} of them at least (exact test, 2.5 % one-sided) [mcnemar]. "
        "One just as good passes {equal:whole} of the time, oftener with more items."
    ),
    "gate_target": "And {right:count} of {items:count} right at least, your {target:share}: so many put the true rate between {low:whole} and {high:whole} [wilson].",
    "gate_slices": (
        "Count each kind of input apart too: one that loses by more than chance (6 to 0, 8 to 1, 10 to 2) holds the model back. Of {regression_items:count} requests of other kinds "
        "that the base handles today, {regression_losses:count} newly wrong with none newly right is forgetting [biderman, mcnemar]."
    ),
    "flag": (
        "What answers today stays deployed behind a flag. The tuned model answers {share:whole} of the requests{volume:text} until {graded:count} of its answers are graded."
    ),
    "trigger": "Set the flag back when {slipped:count} or fewer of {graded:count} graded answers pass, now or in any later month: {known:text} {kept:share} would show so few once in forty.",
}
KEPT = {  # whose rate the count of graded answers is held against
    "target": "a model at your",
    "loss": "a model at the allowed",
    "best": "the best so far at its",
    "default": "a model that reaches the",
}
PLAN_TITLES = {
    "train": "What to train",
    "base": "On which base",
    "hold": "What to hold out",
    "gate": "The gate",
    "back": "Out and back",
}
