"""`ftdecide changed`: a first answer beside a verdict, at the command line and in the worker of the book's page."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from typing import Any

from ftdecide.course.before_after import compare
from ftdecide.course.before_after_text import to_json
from ftdecide.course.first_answer import FirstAnswer, InvalidFirstAnswer
from ftdecide.course.quiz_scores import scores
from ftdecide.course.saved_verdict import InvalidVerdict, is_verdict, read_verdict
from ftdecide.doors.drill import respond
from ftdecide.doors.json_files import BadInput, print_json, read_json
from ftdecide.fields import InvalidProfile
from ftdecide.model import TaskProfile


def add_command(commands: Any) -> None:
    """Add `changed` to the commands."""
    comparing = commands.add_parser("changed", help="set a first answer beside a verdict: what changed, and why")
    comparing.add_argument("first", metavar="FIRST.json|-", help="the first answer, as its page saved it")
    comparing.add_argument("verdict", metavar="VERDICT.json|-", help="a saved verdict, or a profile to assess")
    comparing.add_argument("--format", choices=("markdown", "html", "json"), default="markdown")
    comparing.set_defaults(run=_changed)


def _changed(options: argparse.Namespace) -> None:
    if options.first == options.verdict == "-":
        raise BadInput("both files are -; standard input holds one. Name a file for the other")
    written = [read_json(name) for name in (options.first, options.verdict)]
    if is_verdict(written[0]):
        raise BadInput(f"{options.first}: it is a verdict. Name the first answer first, then the verdict")
    if isinstance(written[1], Mapping) and "confidence_percent" in written[1]:
        raise BadInput(f"{options.verdict}: it is a first answer. Name a verdict or a profile there")
    try:
        first = FirstAnswer.from_json(written[0])
        verdict = verdict_of(written[1])
    except InvalidFirstAnswer as fault:
        raise BadInput(f"{options.first}: {fault}") from None
    except (InvalidVerdict, InvalidProfile) as fault:
        raise BadInput(f"{options.verdict}: {fault}") from None
    comparison = to_json(compare(first, verdict))
    if options.format == "json":
        print_json(comparison)
    else:
        sys.stdout.write(comparison[options.format].rstrip("\n") + "\n")


def verdict_of(raw: Any) -> Mapping[str, Any]:
    """A saved verdict as it was given; of a profile, or of answers saved without a verdict, the verdict today.

    Raises:
        InvalidVerdict, InvalidProfile: where it cannot be used.
    """
    if is_verdict(raw):
        return read_verdict(raw)
    profile = raw["profile"] if isinstance(raw, Mapping) and "schema" in raw and "profile" in raw else raw
    TaskProfile.from_json(profile)
    return respond(profile)


def respond_text(request: str) -> str:
    """The comparison for the book's page, as JSON text.

    Args:
        request: {"first": a first answer, "profile": the drill's answers or "verdict": a saved file,
            "quiz": what the quizzes kept, "keys": their keys}.  Of the drill's answers those that cannot be used
            count as unknown, as on the drill's own page.

    Returns:
        {"comparison": ...}, or {"fault": text, "of": "first" or "verdict"}.
    """
    asked = json.loads(request)
    try:
        first = FirstAnswer.from_json(asked["first"])
        verdict = respond(asked["profile"]) if "profile" in asked else verdict_of(asked["verdict"])
    except (InvalidFirstAnswer, InvalidVerdict, InvalidProfile) as fault:
        return json.dumps({"fault": str(fault), "of": "first" if isinstance(fault, InvalidFirstAnswer) else "verdict"})
    found = scores(asked.get("quiz", {}), asked.get("keys", ()))
    return json.dumps({"comparison": to_json(compare(first, verdict, found))})
