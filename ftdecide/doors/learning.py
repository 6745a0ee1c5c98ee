"""What a reader's progress comes to: the answer to the book's pages, to the widget and to `ftdecide progress show`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from ftdecide.course.calibration import calibration
from ftdecide.course.contents import ChapterContents, Contents
from ftdecide.course.progress import InvalidProgress, Progress
from ftdecide.course.progress_entry import Entry
from ftdecide.course.recommend import recommend
from ftdecide.course.review import Deck, deck

FIRST_ANSWER = "your-first-answer"  # the page where it is written


def respond(request: Mapping[str, Any]) -> dict[str, Any]:
    """What can be said of a reader's progress.

    Args:
        request: {"document": the progress, "now": UTC with milliseconds, "offset_minutes": -840 to 840, what the
            reader's clock is ahead of UTC, "contents": what the course holds, or null, "done": pages that were done
            and left no entry here}.

    Returns:
        {"chapters", "totals", "calibration", "verdicts", "review", "next", "faults"}, or {"fault": text}.
    """
    try:
        progress = Progress.from_json(request["document"])
    except InvalidProgress as fault:
        return {"fault": str(fault)}
    contents = Contents.from_json(request["contents"]) if request.get("contents") else Contents((), (), {})
    offset, chapter_of = request.get("offset_minutes", 0), contents.chapter_of
    now = request["now"]
    answers = [answer for answer in progress.of_kind("answer") if answer.at <= now]
    current = progress.current_answers(chapter_of, now)
    read = {entry["chapter"] for entry in progress.of_kind("read")}
    chapters = [
        _chapter(chapter, current.get(chapter.name, {}), chapter.name in read)
        for chapter in contents.chapters or _named(current, read)
    ]
    verdicts = progress.of_kind("verdict")
    learned = [answer for answer in answers if not chapter_of or answer["item"] in chapter_of]
    done = read | set(request.get("done", ())) | ({FIRST_ANSWER} if progress.of_kind("first_answer") else set())
    return {
        "chapters": chapters,
        "totals": {name: sum(each[name] for each in chapters) for name in ("read", "right", "answered", "total")},
        "calibration": asdict(calibration(answers, offset)),
        "verdicts": [_verdict(entry) for entry in reversed(verdicts)],
        "review": _review(deck(learned, now, offset), chapter_of),
        "next": _next(contents, done, {each["name"]: each["missed"] for each in chapters}, bool(verdicts)),
        "faults": list(progress.faults),
    }


def _named(current: Mapping[str, Any], read: set[str]) -> list[ChapterContents]:
    """Chapters as far as the answers name them, for one who has the file and not the book."""
    return [ChapterContents(name, name, "", ()) for name in sorted({*current, *read})]


def _chapter(chapter: ChapterContents, answers: Mapping[str, Entry], read: bool) -> dict[str, Any]:
    given = [entry["right"] for name, entry in answers.items() if not chapter.items or name in chapter.items]
    judged = [right for right in given if right is not None]
    return {
        "name": chapter.name,
        "title": chapter.title,
        "page": chapter.page,
        "read": read,
        "right": judged.count(True),
        "missed": judged.count(False),
        "answered": len(judged),
        "unmarked": len(given) - len(judged),
        "total": len(chapter.items) or len(given),
    }


def _verdict(entry: Entry) -> dict[str, Any]:
    shown = {name: entry.get(name) for name in ("task", "decision", "justified", "headline", "profile")}
    return {"id": entry.id, "at": entry.at, **shown}


def _review(cards: Deck, chapter_of: Mapping[str, str]) -> dict[str, Any]:
    """The deck: what is due today, in its order, and what waits; each question in the chapter where it stands now."""
    return {
        "today": cards.today.isoformat(),
        "due": [
            {**asdict(item), "due": item.due.isoformat(), "chapter": chapter_of.get(item.item, item.chapter)}
            for item in cards.due
        ],
        "items": [item.item for item in cards.items],
        "next_day": cards.next_day.isoformat() if cards.next_day else None,
        "next_count": sum(item.due == cards.next_day for item in cards.items),
    }


def _next(contents: Contents, read: set[str], missed: Mapping[str, int], verdict: bool) -> dict[str, Any] | None:
    if not contents.journeys:
        return None
    found = recommend(read, missed, verdict, contents.journeys)
    title = next(journey.title for journey in contents.journeys if journey.name == found.journey)
    return {**asdict(found), "journey_title": title, "page_title": contents.titles.get(found.page, found.page)}


def respond_text(request: str) -> str:
    """`respond` for homes that pass text: the worker of the book's pages."""
    return json.dumps(respond(json.loads(request)))
