"""The source of the cells that one question becomes in an assignment.

A test cell stands on its own: it reads the answer from a plain variable, says here and now whether
its form will do, and after handing-in ends with the points as its value.  It raises nothing, so that
a wrong or missing answer shows a sentence and never a traceback with the hidden part of the cell.
"""

from __future__ import annotations

import re
from html import escape

from ftdecide.course.question import LETTERS, Kind, Question
from ftdecide.grading.marking import PARTS

# What a test cell says it got: short values as they are, of anything else only its type; Python
# refuses to write an int of thousands of digits.
GOT = (
    "got = repr(answer)[:80] if type(answer) in (str, float, type(None)) "
    'or type(answer) is int and abs(answer) < 1e80 else f"a {type(answer).__name__}"'
)
FORM = {
    Kind.ONE: "one letter in quotes",
    Kind.SEVERAL: "a list of letters",
    Kind.ORDER: "a list of all letters in order",
    Kind.NUMBER: "a number",
    Kind.TEXT: "two or three sentences in quotes",
    Kind.NAME: "a list of texts",
}


def prompt_cell(question: Question, n: int) -> str:
    """The question as Markdown."""
    points = "1 point" if question.points == 1 else f"{question.points} points"
    lines = [f"### Question {n} ({points})", "", markdown_text(question.prompt), ""]
    texts = [question.steps[place].text for place in question.shuffled] or [each.text for each in question.options]
    lines += [f"- **{letter}** {markdown_text(text)}" for letter, text in zip(LETTERS, texts, strict=False)]
    if question.number:
        lines.append(f"Answer in {markdown_text(question.number.unit)}.")
    return "\n".join(lines).rstrip()


def answer_cell(question: Question, n: int) -> str:
    """Where the answer goes; nbgrader takes the solution out of the copy for the class."""
    name = f"answer_{n}"
    return "\n".join(
        [
            f"# {FORM[question.kind]}, such as {name} = {_example(question)}",
            f"{name} = None",
            "### BEGIN SOLUTION",
            f"{name} = {_key(question)}",
            "### END SOLUTION",
        ]
    )


def marking_cell(question: Question, n: int) -> str:
    """Checks the form of the answer in sight, and its content in the hidden part."""
    name = f"answer_{n}"
    expected = f"{name}: expected {FORM[question.kind]}, such as {name} = {_example(question)}; got "
    form, content = PARTS[question.kind]
    return "\n".join(
        [
            "# Run this cell: it checks the form of your answer. The answer itself is marked after you hand in.",
            f'answer = globals().get("{name}")',
            *form(question),
            "if given is None:",
            f"    {GOT}",
            f"    print({expected!r} + got)",
            "else:",
            f'    print("{name}: the form is right.")',
            "### BEGIN HIDDEN TESTS",
            *content(question, name),
            "### END HIDDEN TESTS",
        ]
    )


def markdown_text(text: str) -> str:
    r"""The text as Markdown that shows it as it is: no markup, no formula; `code` spans stay.

    >>> markdown_text("<b>$5</b> in `a_b`")
    '&lt;b&gt;\\$5&lt;/b&gt; in `a_b`'
    """
    pieces = text.split("`")
    return "".join(
        f"`{piece}`" if n % 2 else re.sub(r"([\\*_\[\]$~|])", r"\\\1", escape(piece, quote=False))
        for n, piece in enumerate(pieces)
    )


def _example(question: Question) -> str:
    """An answer of the right form; the same for every question of a kind, so that it gives nothing away."""
    words = ("first", "second", "third", "fourth", "fifth")[: question.points]
    return {
        Kind.ONE: '"a"',
        Kind.SEVERAL: '["a", "b"]',
        Kind.ORDER: '["b", "a", "c"]',
        Kind.NUMBER: "1200",
        Kind.TEXT: '"Because ..."',
        Kind.NAME: "[" + ", ".join(f'"{word}"' for word in words) + "]",
    }[question.kind]


def _key(question: Question) -> str:
    if question.concepts:
        return repr([concept.name for concept in question.concepts])
    if question.steps:
        return repr(list(question.order))
    if question.number:
        return repr(question.number.value)
    if question.model:
        return repr(question.model.text)
    key = sorted(question.key)
    return repr(key[0] if question.kind is Kind.ONE else key)
