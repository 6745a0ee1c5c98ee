"""The sentences of before and after, one place for each.  Facts come in as named values; nothing is decided here."""

from __future__ import annotations

THOUGHT = {"yes": "Train", "no": "Do not train", "unclear": "Cannot tell"}
HEADLINES = {  # (before, after), the answer to: is training worth it?
    ("yes", "yes"): "You would have trained, and the verdict agrees: on what you have stated, training is worth it.",
    (
        "yes",
        "first",
    ): "You would have trained. Training may be worth it, says the verdict, but another step comes first.",
    ("yes", "no"): "You would have trained. The verdict says no: on what you have stated, training is not worth it.",
    ("yes", "unclear"): "You would have trained. On what you have stated, the verdict cannot tell yet.",
    ("no", "yes"): "You would not have trained. The verdict says yes: on what you have stated, training is worth it.",
    ("no", "first"): "You would not have trained. The verdict says that it may be worth it, after another step.",
    ("no", "no"): "You would not have trained, and the verdict agrees.",
    ("no", "unclear"): "You would not have trained. On what you have stated, the verdict cannot tell yet.",
    ("unclear", "yes"): "You could not tell. Now the verdict says yes: on what you have stated, training is worth it.",
    ("unclear", "first"): "You could not tell. Now the verdict says that training may be worth it, after another step.",
    (
        "unclear",
        "no",
    ): "You could not tell. Now the verdict says no: on what you have stated, training is not worth it.",
    ("unclear", "unclear"): "You could not tell, and on what you have stated the verdict cannot tell yet either.",
}
CHANGED = {
    "nothing": "Nothing changed: the answer is the same, and so are the three conditions.",
    "ground": "The answer stayed; what it stands on moved: {moved}.",
    "answer": "The answer moved although the three conditions stand as you said. The reasons below decided it.",
    "both": "The answer moved, and with it {moved}.",
}
MOVED = ("", "one of the three conditions", "two of the three conditions", "all three conditions")
COUNTS = ("none", "one", "two", "all three")
NOTES = {
    "other_task": "The task is worded differently in the two. If they are two tasks, this page compares nothing: "
    "work the drill on the task of your first answer.",
    "older_verdict": "The verdict is older than your first answer, so it was no news to you. Work the drill again.",
    "faulty": "Some of the drill’s answers could not be used and count as unknown: {fields}.",
}
STATUSES = {"met": "met", "unmet": "unmet", "unknown": "not known"}
THEN = {"measured": "counted", "estimated": "guessed"}
NOW = {"measured": "counted", "estimated": "an estimate"}
BY = {"measured": "by count", "estimated": "on a guess"}
BY_NOW = {"measured": "by count", "estimated": "on an estimate"}
MOVES = {
    "still_unknown": "Not known then, not known now.",
    "same_guess": "{status} then and now, and still without a count.",
    "same_count": "{status} then and now, counted both times.",
    "guess_to_count": "A guess then, a count now, and still {status}.",
    "count_to_estimate": "Still {status}. You had counted it; the drill takes a number as an estimate unless it is "
    "told where it was measured.",
    "became_known": "You did not know. Now it is {status} {basis}.",
    "became_unknown": "You took it as {before} {before_basis}. The drill cannot tell yet.",
    "turned": "You took it as {before} {before_basis}. Now it is {status} {basis}.",
}
SURE = {
    "stands": "You were {percent} % sure of an answer that still stands.",
    "waits": "You were {percent} % sure of a yes that may hold yet; the verdict puts another step first.",
    "turned": "You were {percent} % sure of an answer that has turned.",
    "opened": "You were {percent} % sure of an answer that is open now.",
    "settled": "You were {percent} % sure that you could not tell. What you have stated since gives an answer.",
}
FOOTING = "Of the three conditions, {then} had been counted then; {now} {verb} counted now."
WARRANTED = {
    "on_counts": "It rested on counts, so the certainty was warranted.",
    "partly_on_counts": "Where it rested on counts the certainty was warranted; the rest was a guess that held.",
    "on_guesses": "It rested on guesses that held. From one task nobody can say whether they were good or lucky.",
    "waits": "Until that step is tried, the facts carry less certainty than that.",
    "coin": "At 50 % you claimed no more than a coin would, so no certainty was misplaced.",
    "too_sure": "That was more certainty than these facts allow.",
    "careful": "Not to answer was fair while those facts were not on the table.",
}
ONE_CASE = "One task cannot show whether {percent} % was the right number: of 100 answers given with it, {percent} should hold."
NOTHING_COUNTED = "The verdict rests on estimates as well. Count one of the three, then ask the drill again."
NOTHING_NAMED = "You named nothing"
NO_TASK = "(the drill holds no task in words)"
NO_FLIP = "No single answer"
QUIZ = "{right} right of {answered} answered, {total} questions in the course."
QUIZ_CHAPTER = "{title}: {right} right of {answered} answered, {total} in all."
KEEP = {
    "fine_tune": "I train for this task, and the cheaper way stays until the tuned model beats it on held-out inputs.",
    "first": "Training may be worth it for this task, but first: {next}.",
    "no": "I do not train for this task. Next: {next}.",
    "unclear": "I cannot tell yet for this task. Next: {next}.",
}
BECAUSE = "The reason that weighs most: {reason}"
LOOK_AGAIN = "I look again by {revisit}."

TITLE = "What changed"
SECTIONS = {
    "beside": "Before and now",
    "conditions": "The three conditions, and what moved each",
    "decision": "The decision and its main reasons",
    "sure": "Whether you could be that sure",
    "quiz": "What stuck",
    "keep": "The sentence to keep",
}
COLUMNS = ("", "Before", "Now")
MOVED_COLUMNS = ("Condition", "Before", "Now", "What moved it")
ROWS = {
    "task": "Task",
    "answer": "Is training worth it?",
    "counted": "Conditions counted",
    "next": "Next step",
    "change": "What would change it",
}
FOR, AGAINST = "For", "Against"
DATES = "First answer of {committed}, verdict of {as_of}."
