"""Where the question bank and the cards lie, and small files of both that are sound."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = ROOT / "book" / "questions"
CARDS = ROOT / "book" / "cards"

WELL_FORMED = """
title = "A chapter"

[[question]]
id = "first"
kind = "one"
prompt = "Which?"
hint = "Look."
sources = ["E45"]
terms = ["volume"]
[[question.option]]
text = "This"
feedback = "It is."
key = true
[[question.option]]
text = "That"
feedback = "It is not."
[[question.option]]
text = "The other"
feedback = "Nor is this."
"""

SOUND_CARDS = """
title = "A category"
about = "What it holds."

[[card]]
term = "first"
also = ["number one"]
pronunciation = "/FURST/"
level = "beginner"
impact = 3
universality = 5
depth = 1
definition = "What comes before the second."
picture = "The front of a queue."
where_it_breaks = "A queue moves on."
memory_trick = "Nothing before it."
when_to_use = "At the start."
prompts = ["What comes first, and why?"]
why_it_matters = "The rest follows."
misuses = ["Saying it of the second."]
related = ["second"]
sources = ["E45"]

[[card]]
term = "second"
pronunciation = "/SEK-und/"
level = "advanced"
impact = 1
universality = 5
depth = 1
definition = "What comes after the first."
picture = "The place behind the front."
where_it_breaks = "Places change."
memory_trick = "One behind."
when_to_use = "After the start."
prompts = ["What comes second, and why?"]
why_it_matters = "It is not the first."
misuses = ["Saying it of the first."]
related = ["first"]
"""
