"""`ftdecide ask`: the book's tutor at the command line and in the worker of the book's pages."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping
from typing import Any

from ftdecide.course.passages import Passage
from ftdecide.course.tutor import NoQuestion, Reply, answer
from ftdecide.doors.json_files import BadInput, print_json

ADDRESS = "BOOK_URL"  # where the book is read; with it addresses are whole


def add_command(commands: Any) -> None:
    """Add `ask` to the commands."""
    asking = commands.add_parser("ask", help="ask this book: the passages that answer a question, quoted")
    asking.add_argument("question", metavar="QUESTION|-", help="in your own words; - reads standard input")
    asking.add_argument("--format", choices=("markdown", "json"), default="markdown")
    asking.add_argument("--phrase", action="store_true", help="let the model that FTDECIDE_CHAT_URL names phrase it")
    asking.set_defaults(run=_ask)


def _ask(options: argparse.Namespace) -> None:
    question = options.question
    if question == "-":
        raw = sys.stdin.buffer.read(100_000) if sys.stdin else b""
        question = raw.decode("utf-8", errors="replace")
    try:
        reply = answer(question)
    except NoQuestion as fault:
        raise BadInput(f"question: got {question[:40]!r}. {fault}") from None
    book = os.environ.get(ADDRESS, "").strip()
    written = to_json(reply, book)
    if options.phrase:
        written["phrased"] = _phrased(question, reply)
    if options.format == "json":
        print_json(written)
    else:
        sys.stdout.write(as_markdown(reply, book, written.get("phrased")))


def _phrased(question: str, reply: Reply) -> dict[str, str] | None:
    """A model's words, where one is configured; on why there are none a line is printed, and the quotes stay."""
    from ftdecide.doors.chat_endpoint import NOT_CONFIGURED, NotPhrased, configured  # never in the page
    from ftdecide.doors.phrase import phrased_json

    try:
        endpoint = configured()
    except NotPhrased as fault:
        raise BadInput(str(fault)) from None
    if endpoint is None:
        raise BadInput(f"--phrase: {NOT_CONFIGURED}")
    written = phrased_json(question, reply.passages, endpoint)
    if written and "fault" in written:
        print(f"ftdecide: {written['fault']}", file=sys.stderr)
    return written


def to_json(reply: Reply, book: str = "") -> dict[str, Any]:
    """The reply as other programs read it.

    Args:
        book: where the book is read, to make addresses whole; without it they are below its root.
    """
    return {
        "schema": 1,
        "answered": reply.answered,
        "kind": reply.kind,
        "text": reply.text,
        "passages": [
            {"chapter": p.chapter, "section": p.section, "url": address(p, book), "quote": p.text}
            for p in reply.passages
        ],
        "links": [{"text": link.text, "url": whole(link.url, book)} for link in reply.links],
        "profile": reply.profile,
        "journey": reply.journey,
        "item": reply.item,
    }


def address(passage: Passage, book: str = "") -> str:
    """Where the passage stands.

    >>> address(Passage("", "", "book/money.html#drift", ""), "https://example.org/course")
    'https://example.org/course/book/money.html#drift'
    """
    return whole(passage.url, book)


def whole(url: str, book: str = "") -> str:
    """An address below the book's root, made whole where it is known where the book is read."""
    return f"{book.rstrip('/')}/{url}" if book else url


def as_markdown(reply: Reply, book: str = "", phrased: Mapping[str, str] | None = None) -> str:
    """The reply for people: a sentence, then each passage as a quote with its place under it.

    Args:
        phrased: what a model made of the passages, which are then numbered; or why it is not shown.
    """
    parts = [reply.text, *(f"{link.text}: {whole(link.url, book)}" for link in reply.links)]
    if phrased:
        parts += [phrased["text"], f"*{phrased['by']}*"] if "text" in phrased else [phrased["fault"]]
    for number, passage in enumerate(reply.passages, 1):
        quote = "\n".join(f"> {line}" for line in passage.text.splitlines())
        mark = f"[{number}] " if phrased else ""
        parts.append(f"{quote}\n\n{mark}{passage.chapter}, *{passage.section}*: {address(passage, book)}")
    return "\n\n".join(parts) + "\n"


def respond_text(request: str) -> str:
    """The reply for a page's worker, as JSON text.

    Args:
        request: {"question": text, "context": what the page knows besides, may be left out}.

    Returns:
        What `to_json` gives, or {"fault": a sentence to show}.
    """
    asked = json.loads(request)
    context = asked.get("context")
    try:
        reply = answer(str(asked.get("question", "")), context if isinstance(context, Mapping) else None)
    except NoQuestion as fault:
        return json.dumps({"fault": str(fault)})
    return json.dumps(to_json(reply))
