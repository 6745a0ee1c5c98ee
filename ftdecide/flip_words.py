"""What would have to be different: the first half of the sentence that names a flip."""

from __future__ import annotations

NUMBERS = {  # a changed number: more than is stated; that or less; that or more, where nothing is stated; from here to there
    "requests_per_month": (
        "with {more:count} more requests a month ({after:count})",
        "with {after:count} requests a month or fewer",
        "with {after:count} requests a month or more",
        "with {after:count} to {until:count} requests a month",
    ),
    "clean_examples": (
        "with {more:count} more clean examples{of:text} ({after:count})",
        "with {after:count} clean examples{of:text} or fewer",
        "with {after:count} clean examples{of:text} or more",
        "with {after:count} to {until:count} clean examples{of:text}",
    ),
    "total_examples": (
        "if they were what is left of {after:count} examples",
        "with only {after:count} examples before cleaning",
        "if there were {after:count} examples or more before cleaning",
        "if there were {after:count} to {until:count} examples before cleaning",
    ),
    "months_between_rule_changes": (
        "if the rules stood still for {after:months}",
        "if the rules changed every {after:months}",
        "if the rules stood still for {after:months} or longer",
        "if the rules stood still for {after:count} to {until:count} months",
    ),
    "latency_target_seconds": (
        "if answers might take {after:count} s",
        "if answers were due within {after:count} s",
        "if answers might take {after:count} s or longer",
        "if answers were due within {after:count} to {until:count} s",
    ),
    "target_pass_rate": (
        "if you asked for {after:share} right",
        "if {after:share} right were good enough",
        "if you asked for {after:share} right or more",
        "if you asked for {after:share} to {until:share} right",
    ),
    "pass_rate": (
        "if {after:share} passed with {rung:rung} on your set",
        "if {after:share} or fewer passed with {rung:rung} on your set",
        "if {after:share} or more passed with {rung:rung} on your set",
        "if {after:share} to {until:share} passed with {rung:rung} on your set",
    ),
    "economics": (
        "if {price:text} were {after:about}{unit:text} or more",
        "if {price:text} were {after:about}{unit:text} or less",
        "",
        "if {price:text} were {after:about} to {until:about}{unit:text}",
    ),
}
CHOICES = {
    "gap": "if the gap were {after:gap}",
    "failure_cost": "if a wrong answer were {after:text}",
    "volume": "if the volume were {after:text}",
    "base_model.provider": "if {after:text} trained and served it",
}
OWN_PROVIDER = "you yourself"
RETIRES = ("if the base model stayed until {after:text}", "if the base model were retired by {after:text}")
TRIED = "if {rung:rung} were tried and did not settle it"
FLAGS = {
    "base_model.tunable": ("if you could fine-tune the base model", "if you could not fine-tune the base model"),
    "repetitive": ("if every request were the same kind of task", "if the requests differed from one another"),
    "near_miss": ("if the model almost did it", "if the model were nowhere near"),
    "rule_expressible": ("if the rule could be written down", "if the rule could not be written down"),
    "follows_written_rule": ("if the model followed the written rule", "if the model did not follow the written rule"),
    "on_device": ("if it had to run on the device", "if it did not have to run on the device"),
    "private_data": ("if the data had to stay with you", "if the data might leave your machines"),
    "has_eval_set": ("once you have an evaluation set", "if you had no evaluation set"),
}
