"""What the rules of thumb are called, what each says, and the facts that decide it."""

from __future__ import annotations

RIVALS = {
    "three_conditions_000": "Three conditions at once",
    "three_questions_001": "Three questions",
    "write_it_down_001": "The writing test",
    "stable_use_002": "Stable use, many labels, cost or speed",
    "when_to_use_003": "Style, thousands, or beyond words",
    "order_of_trying_003": "Prompt, retrieve, then train",
    "quality_at_scale_004": "Quality out of reach at scale",
    "always_no": "Never",
}
RIVAL_RULES = {
    "three_conditions_000": "Train where a repeated task has high volume, the model almost does it, and hundreds of clean examples are there, all at once.",
    "three_questions_001": "Train from 100 labelled examples on, where the rule is beyond words or 10,000 requests come in a month.",
    "write_it_down_001": "Prompt what can be written down; train what cannot, or what is asked thousands of times at a price that hurts.",
    "stable_use_002": "Train where the use is stable, the labelled set is large, and prompting leaves cost or speed unsolved: a list, which we read as all three.",
    "when_to_use_003": "Train for a steady style, with thousands of examples, or for a pattern beyond words; never for facts.",
    "order_of_trying_003": "Train only after prompting and then retrieval have been tried and are not enough; never for facts.",
    "quality_at_scale_004": "Train only where prompts miss the quality that is needed, at scale.",
    "always_no": "Do not train. No lesson says so: one says “almost never”, and of individuals only.",
}
# Where a lesson can be read in another way: that way, in words (`rivals.OTHER_READINGS`).
RIVAL_READINGS = {
    "volume_from_thousands": "High volume begins at 1,000 requests a month, not at 10,000",
    "cost_may_press": "Another main gap does not say that the price is no trouble",
    "any_of_the_list": "One of the list is enough",
    "without_scale": "No number of requests is asked for",
}
RIVAL_ANSWERS = {"yes": "yes", "no": "no", "unclear": "cannot tell"}
RIVAL_ALWAYS_NO = "it asks nothing about the task"
NOT_STATED, NONE_STATED = " is not stated", " are not stated"
# What a rule of thumb found: where the fact holds, where it fails, where it is not stated.
RIVAL_FACTS = {
    "requests_per_month": (
        "{value:count} request{s} a month reach {bar}",
        "{value:count} request{s} a month: under {bar}",
        "the number of requests is not stated",
    ),
    "volume": ("the volume is said to be high", "the volume is said to be low", ""),
    "repetitive": (
        "the requests are one repeated task",
        "the requests differ from one another",
        "whether the requests are one repeated task is not stated",
    ),
    "near_miss": (
        "the model almost does it",
        "the model is nowhere near",
        "whether the model almost does it is not stated",
    ),
    "almost": (
        "the model passes {value:share}: {bar} or more",
        "the model passes {value:share}: under {bar}",
        "",
    ),
    "does_it": ("", "the model passes {value:share}: that reaches {bar}, no near miss", ""),
    "clean_examples": (
        "{value:count} clean example{s} reach {bar}",
        "{value:count} clean example{s}: under {bar}",
        "the number of clean examples is not stated",
    ),
    "total_examples": (
        "{value:count} example{s} reach {bar}",
        "{value:count} example{s}: under {bar}",
        "the number of examples is not stated",
    ),
    "beyond_words": (
        "the rule cannot be written down",
        "the rule can be written down",
        "whether the rule can be written down is not stated",
    ),
    "priced": (
        "the price of a request is the trouble",
        "the gap is {value:gap}, not the price of a request",
        "what the model lacks is not stated",
    ),
    "months_between_rule_changes": (
        "the rules change every {value:months}: {bar} or longer",
        "the rules change every {value:months}: sooner than {bar}",
        "how often the rules change is not stated",
    ),
    "pressed": (
        "cost or speed presses",
        "",
        "whether cost or speed presses is not stated",
    ),
    "style": (
        "the gap is form and tone",
        "the gap is {value:gap}, not form and tone",
        "what the model lacks is not stated",
    ),
    "facts": ("", "the model lacks facts, which training does not teach", ""),
    "prompts": (
        "the best prompt passes {value:share}: under {bar}",
        "the best prompt passes {value:share}: that reaches {bar}",
        "",
    ),
    "prompts_tried": ("", "", "what was tried has no pass rate"),
    "prompts_untried": ("", "no prompt has been tried", "what prompts reach is not stated"),
    "prompts_unknown": ("", "", "what prompts reach is not stated"),
    "retrieval": (
        "retrieval passes {value:share}: under {bar}",
        "retrieval passes {value:share}: that reaches {bar}",
        "",
    ),
    "retrieval_tried": ("", "", "retrieval was tried without a pass rate"),
    "retrieval_untried": ("", "retrieval has not been tried", "whether retrieval was tried is not stated"),
}
RIVAL_FIELDS = {  # the answer that a rule of thumb reads, in a phrase
    "requests_per_month": "how many requests there are",
    "repetitive": "whether they are one repeated task",
    "near_miss": "whether the model almost does it",
    "clean_examples": "how many clean examples there are",
    "total_examples": "how many examples there are",
    "rule_expressible": "whether the rule can be written down",
    "gap": "what the model lacks",
    "months_between_rule_changes": "how often the rules change",
    "rungs": "what prompting and retrieval reach",
}
RIVALS_DISAGREE = {
    "side": "{names} {say} {answer}, over {fields}.",
    "same": "Both sides look at {field}, and draw opposite conclusions.",
    "different": "They look at different answers.",
    "agree": "None contradicts another: all that can tell say {answer}.",
    "silent": "None of them can tell, except the one that always says no.",
}
