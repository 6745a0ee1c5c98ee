"""Where the question bank lies, and a small question file that is sound."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = ROOT / "book" / "questions"

WELL_FORMED = """
title = "A chapter"

[[question]]
id = "first"
kind = "one"
prompt = "Which?"
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
