"""`ftdecide progress`: what a reader has done, in a file in their home or one that a browser exported."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from ftdecide.course.progress import InvalidProgress, Progress, deleted, imported, utc_now
from ftdecide.doors.bare_text import bare_text
from ftdecide.doors.book_folder import BookFolder
from ftdecide.doors.json_files import BadInput, print_json, read_text
from ftdecide.doors.progress_file import HOME, ProgressFile
from ftdecide.doors.whole_file import whole_file

MISSING = "this needs the package {name}. Install it with: pip install 'ftdecide[course]'"
DECK = "Fine-tune or prompt: my review"


def add_command(commands: Any) -> None:
    """Add `progress` to the commands."""
    about = f"what you have read and answered; kept in ~/.ftdecide, or in the folder that {HOME} names"
    actions = commands.add_parser("progress", help=about, description=about[0].upper() + about[1:] + ".")
    chosen = actions.add_subparsers(required=True, metavar="ACTION", parser_class=type(actions))
    showing = chosen.add_parser("show", help="say what it comes to: chapters, calibration, verdicts, next review")
    showing.add_argument("file", nargs="?", metavar="FILE|-", help="an exported file in place of the one at home")
    showing.add_argument("--format", choices=("text", "json"), default="text")
    showing.set_defaults(run=_show)
    exporting = chosen.add_parser("export", help="write it as a file that the book's page imports")
    exporting.add_argument("file", metavar="FILE|-")
    exporting.set_defaults(run=_export)
    importing = chosen.add_parser("import", help="merge an exported file in; nothing that is there is lost")
    importing.add_argument("file", metavar="FILE|-")
    importing.set_defaults(run=_import)
    deleting = chosen.add_parser("delete", help="delete all of it, what was set aside too")
    deleting.add_argument("--yes", action="store_true", help="do not ask")
    deleting.set_defaults(run=_delete)
    chosen.add_parser("where", help="say where it is kept").set_defaults(run=lambda _: print(ProgressFile().path))
    cards = chosen.add_parser("anki", help="write the questions of the review as a deck for Anki")
    cards.add_argument("file", nargs="?", metavar="FILE|-", help="an exported file in place of the one at home")
    cards.add_argument("-o", dest="deck", metavar="DECK.apkg", required=True)
    cards.add_argument("--all", action="store_true", help="all questions and the glossary, not the review alone")
    cards.set_defaults(run=_anki)


def _progress(name: str | None) -> Progress:
    """The progress in a named file, or the one at home."""
    if name is None:
        file = ProgressFile()
        read = file.read()
        _say(*file.notes)
        return read
    try:
        return Progress.from_text(read_text(name))
    except InvalidProgress as fault:
        raise BadInput(f"{name}: {fault}") from None


def summary(progress: Progress, book: BookFolder | None) -> dict[str, Any]:
    """What the progress comes to now, by this machine's clock.

    Raises:
        BadInput: where the scheduler is not installed.
    """
    try:
        from ftdecide.doors.learning import respond
    except ImportError:
        raise BadInput(MISSING.format(name="fsrs")) from None
    offset = datetime.now().astimezone().utcoffset()
    return respond(
        {
            "document": {"schema": 2, "epoch": progress.epoch, "entries": dict(progress.entries)},
            "now": utc_now(),
            "offset_minutes": int(offset.total_seconds() // 60) if offset else 0,
            "contents": book.contents.to_json() if book else None,
        }
    )


def _show(options: argparse.Namespace) -> None:
    found = summary(_progress(options.file), BookFolder.found())
    if options.format == "json":
        print_json(found)
    else:
        print("\n".join(" ".join(bare_text(line).split("\n")) for line in _lines(found)))


def _lines(found: dict[str, Any]) -> list[str]:
    totals, review = found["totals"], found["review"]
    known = any(each["page"] for each in found["chapters"])  # else the book is not here, and chapters have no titles
    of_all = f" of {len(found['chapters'])}" if known else ""
    lines = [f"Read: {totals['read']}{of_all} chapters."]
    if not known:
        lines.append(
            "Chapters by their short names: titles are told in the course's folder, where book/outline.toml is."
        )
    lines.append(f"Questions: {totals['right']} right of {totals['answered']} answered.")
    for each in found["chapters"]:
        if each["answered"] or each["read"]:
            unmarked = f", {each['unmarked']} not marked yet" if each["unmarked"] else ""
            lines.append(f"  {each['title']}: {each['right']} right of {each['answered']} answered{unmarked}")
    lines.append(f"How sure: {found['calibration']['sentence']}")
    lines += [
        f"Verdict of {each['at'][:10]}: {each['task'] or 'no name'}: {each['headline']}" for each in found["verdicts"]
    ]
    due, day = len(review["due"]), review["next_day"]
    lines.append(f"Review: {due} due today" + (f", {review['next_count']} on {day}." if day else "."))
    if found["next"]:
        lines.append(f"Next: {found['next']['page_title']}. {found['next']['reason']}")
    return lines + [f"Cannot be read, kept and not counted: {fault}" for fault in found["faults"]]


def _export(options: argparse.Namespace) -> None:
    text = _progress(None).text
    with whole_file(options.file) as file:
        file.write(text + "\n")


def _import(options: argparse.Namespace) -> None:
    brought, file, counts = _progress(options.file), ProgressFile(), []

    def take_in(now: Progress) -> Progress:
        new, *rest = imported(now, brought, utc_now())
        counts[:] = rest
        return new

    file.change(take_in)
    left_out = f", {counts[1]} could not be read and were left out" if counts[1] else ""
    _say(*file.notes, f"{counts[0]} {'entry' if counts[0] == 1 else 'entries'} added{left_out}")


def _delete(options: argparse.Namespace) -> None:
    file = ProgressFile()
    if not options.yes:
        if not (sys.stdin and sys.stdin.isatty()):
            raise BadInput("nothing was deleted: there is nobody to ask. Give --yes to delete without asking")
        print(
            f"Delete everything in {file.path.parent}? Export first if you may want it again. [y/N] ",
            end="",
            flush=True,
        )
        if sys.stdin.readline().strip().lower() not in ("y", "yes"):
            return _say("nothing was deleted")
    file.change(lambda now: deleted(now, utc_now()))
    for aside in file.set_aside():
        aside.unlink(missing_ok=True)
    _say("deleted")


def _anki(options: argparse.Namespace) -> None:
    book = BookFolder.found()
    if book is None:
        raise BadInput("the questions are not here. Run this in the course's folder, where book/outline.toml is")
    try:
        from ftdecide.doors.anki import package
    except ImportError:
        raise BadInput(MISSING.format(name="genanki")) from None
    items = None if options.all else frozenset(summary(_progress(options.file), book)["review"]["items"])
    cards = book.flash_cards(items)
    if not cards:
        raise BadInput("the review holds no question yet. Answer some, or give --all for every question")
    made = package(cards, "Fine-tune or prompt" if options.all else DECK)
    try:
        Path(options.deck).write_bytes(made)
    except OSError as fault:
        raise BadInput(f"{options.deck}: {fault.strerror or fault}. Check the path to be written") from None
    _say(f"{len(cards)} cards in {options.deck}")


def _say(*lines: str) -> None:
    for line in lines:
        print(line, file=sys.stderr)
