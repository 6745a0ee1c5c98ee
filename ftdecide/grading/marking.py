"""The lines of a test cell, for each kind of question: how an answer is read, and how it is marked.

The lines of `form` turn ``answer`` into ``given``, or None where the form is wrong; those of `content` say whether it
is right and end with the points. They stand on their own, so that marking needs no ftdecide.
"""

from __future__ import annotations

import inspect

from ftdecide.course import phrases
from ftdecide.course.question import LETTERS, Kind, Question


def _letters(question: Question) -> list[str]:
    return list(LETTERS[: len(question.options)])


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
