"""The source of the cells that one question becomes in an assignment.

A test cell stands on its own: it reads the answer from a plain variable, says here and now whether
its form will do, and after handing-in ends with the points as its value.  It raises nothing, so that
a wrong or missing answer shows a sentence and never a traceback with the hidden part of the cell.
"""

from __future__ import annotations

import inspect
import re
from html import escape

from ftdecide.course import phrases
from ftdecide.course.question import LETTERS, Kind, Question

# What a test cell says it got: short values as they are, of anything else only its type.
GOT = 'got = repr(answer)[:80] if type(answer) in (str, int, float, type(None)) else f"a {type(answer).__name__}"'
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


def _letters(question: Question) -> list[str]:
    return list(LETTERS[: len(question.options)])


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


def _letters_form(question: Question) -> list[str]:
    """``given`` becomes the set of letters, or None where the form is wrong."""
    if question.kind is Kind.ONE:
        read = ["given = {answer.strip().lower()} if type(answer) is str else None"]
    else:
        read = [
            "listed = list(answer) if type(answer) in (list, tuple, set) else [None]",
            "given = {letter.strip().lower() for letter in listed} if all(type(x) is str for x in listed) else None",
        ]
    return [*read, f"if given is not None and not given <= set({_letters(question)!r}):", "    given = None"]


def _letters_content(question: Question, name: str) -> list[str]:
    return _said(f"given == set({sorted(question.key)!r})", name)


def _said(right: str, name: str) -> list[str]:
    """Says whether it was right, and ends with the point."""
    return [
        f"right = {right}",
        "if given is not None:",
        '    said = "right." if right else "not right. Read the section again and try the quiz in the book."',
        f'    print("{name}:", said)',
        "int(right)",
    ]


def _names_form(question: Question) -> list[str]:
    """``given`` becomes the list of texts, or None where the form is wrong."""
    return [
        "given = list(answer) if type(answer) in (list, tuple) else None",
        "if given is not None and not all(type(text) is str for text in given):",
        "    given = None",
        f"if given is not None and len(given) != {question.points}:",
        "    given = None",
    ]


def _names_content(question: Question, name: str) -> list[str]:
    """The matcher of the bank itself, copied in, so that marking needs no ftdecide."""
    names = ("MAX_ANSWER_CHARACTERS", "MAX_CONCEPTS_TOUCHED", "CLAUSE_END", "ABSENT", "DENIED")
    constants = [f"{constant} = {getattr(phrases, constant)!r}" for constant in names]
    parts = (
        phrases.plain_words, phrases.meant_words, phrases._without_accents, phrases._words,
        phrases.phrase_pattern, phrases.Concept, phrases.match_answers,
    )  # fmt: skip
    concepts = [
        f"    Concept({concept.name!r}, '', {concept.accepts!r}, {concept.rejects!r})," for concept in question.concepts
    ]
    return [
        "import re",
        "import unicodedata",
        "from collections.abc import Sequence",
        "from dataclasses import dataclass",
        "",
        *constants,
        "",
        *"\n\n".join(inspect.getsource(part).rstrip() for part in parts).split("\n"),
        "",
        "concepts = [",
        *concepts,
        "]",
        "named = sum(concept is not None for concept in match_answers(concepts, given or []))",
        "if given is not None:",
        f'    print("{name}:", named, "of {question.points} named.")',
        "named",
    ]


def _order_form(question: Question) -> list[str]:
    """``given`` becomes the letters in one text, or None where they are not all there, each once."""
    return [
        "listed = list(answer) if type(answer) in (list, tuple, str) else [None]",
        'given = "".join(listed).lower() if all(type(x) is str for x in listed) else None',
        f"if given is not None and sorted(given) != {sorted(question.order)!r}:",
        "    given = None",
    ]


def _order_content(question: Question, name: str) -> list[str]:
    return _said(f"given == {question.order!r}", name)


def _number_form(question: Question) -> list[str]:
    """``given`` becomes the number, or None where it is none."""
    return ["given = float(answer) if type(answer) in (int, float) and abs(answer) < 1e300 else None"]


def _number_content(question: Question, name: str) -> list[str]:
    key = question.number
    allowed = abs(key.value) * key.tolerance_percent / 100 + 1e-9
    return _said(f"given is not None and abs(given - {key.value!r}) <= {allowed!r}", name)


def _text_form(question: Question) -> list[str]:
    """``given`` becomes the text, or None where it is none or blank."""
    return ["given = answer if type(answer) is str and answer.strip() else None"]


def _text_content(question: Question, name: str) -> list[str]:
    """A text is compared with the model by its writer; handing one in is what counts here."""
    points = "; ".join(point.text for point in question.model.points)
    return [
        "if given is not None:",
        f'    print("{name}: handed in. A full answer says:", {points!r})',
        "int(given is not None)",
    ]


PARTS = {
    Kind.ONE: (_letters_form, _letters_content), Kind.SEVERAL: (_letters_form, _letters_content),
    Kind.ORDER: (_order_form, _order_content), Kind.NUMBER: (_number_form, _number_content),
    Kind.TEXT: (_text_form, _text_content), Kind.NAME: (_names_form, _names_content),
}  # fmt: skip
