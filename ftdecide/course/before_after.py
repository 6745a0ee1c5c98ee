"""Before and after: a reader's first answer beside the verdict on the same task, what moved and what moved it.

It compares what is stated on both sides and words it; it gives no verdict of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ftdecide.course import before_after_words as words
from ftdecide.course.confidence import warranted
from ftdecide.course.first_answer import Belief, FirstAnswer
from ftdecide.course.quiz_scores import ChapterScore
from ftdecide.findings import CONDITIONS
from ftdecide.words import lower_first

MAIN_REASONS = 3


@dataclass(frozen=True)
class Move:
    """One condition before and now; `text` says what moved it, `why` is the verdict's own sentence."""

    name: str
    title: str
    before: Belief
    after: Belief
    text: str
    why: str

    @property
    def changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class Comparison:
    """What a reader thought, what the verdict says now, what changed and why.

    Args:
        first: the first answer.
        verdict: the verdict, as `ftdecide assess --format json` writes it.
        moves: the three conditions, in the order of the course.
        answer_changed: whether *is training worth it?* is answered otherwise than before.
        headline: both answers in a sentence.
        changed: what changed, in a sentence.
        notes: what the reader has to know before believing the comparison.
        beside: rows of label, before and now.
        reasons: the verdict's weightiest reasons.
        sure: whether the confidence was warranted, in sentences.
        quiz: scores in this browser, in sentences; empty where there are none.
        keep: what to take away, in the reader's own person.
    """

    first: FirstAnswer
    verdict: Mapping[str, Any]
    moves: tuple[Move, ...]
    answer_changed: bool
    headline: str
    changed: str
    notes: tuple[str, ...]
    beside: tuple[tuple[str, str, str], ...]
    reasons: tuple[str, ...]
    sure: tuple[str, ...]
    quiz: tuple[str, ...]
    keep: str

    @property
    def nothing_changed(self) -> bool:
        """The same answer, and each condition with the same status on the same basis."""
        return not self.answer_changed and not any(move.changed for move in self.moves)


def compare(first: FirstAnswer, verdict: Mapping[str, Any], scores: Iterable[ChapterScore] = ()) -> Comparison:
    """The comparison of a first answer with a verdict in the contract's JSON shape."""
    found = {condition["name"]: condition for condition in verdict["conditions"]}
    moves = tuple(_move(first.conditions[name], found[name]) for name in CONDITIONS)
    answer_changed = first.justified != verdict["justified"]
    moved = sum(move.changed for move in moves)
    kind = ("both" if moved else "answer") if answer_changed else ("ground" if moved else "nothing")
    reasons = _reasons(verdict)
    return Comparison(
        first=first,
        verdict=verdict,
        moves=moves,
        answer_changed=answer_changed,
        headline=words.HEADLINES[first.justified, _answer(verdict)],
        changed=words.CHANGED[kind].format(moved=words.MOVED[moved]),
        notes=tuple(_notes(first, verdict)),
        beside=tuple(_beside(first, verdict, moves)),
        reasons=tuple(f"{words.FOR if r['points'] > 0 else words.AGAINST}: {r['text']}" for r in reasons),
        sure=tuple(warranted(first, _answer(verdict), _counted(moves))),
        quiz=tuple(_quiz(tuple(scores))),
        keep=_keep(verdict, reasons),
    )


def _answer(verdict: Mapping[str, Any]) -> str:
    """The verdict's answer; a yes before which another step comes is `first`."""
    postponed = verdict["justified"] == "yes" and verdict["decision"] != "fine_tune"
    return "first" if postponed else verdict["justified"]


def _move(before: Belief, condition: Mapping[str, Any]) -> Move:
    status = condition["status"]
    after = Belief(status, "unknown" if status == "unknown" else condition["basis"])
    facts = {"status": words.STATUSES[status], "before": words.STATUSES[before.status]}
    facts |= {"basis": words.BY_NOW.get(after.basis, ""), "before_basis": words.BY.get(before.basis, "")}
    said = words.MOVES[_kind(before, after)].format(**facts)
    return Move(condition["name"], condition["title"], before, after, said[0].upper() + said[1:], condition["why"])


def _kind(before: Belief, after: Belief) -> str:
    """The name of the sentence that says how one became the other."""
    if before.status != after.status:
        if "unknown" in (before.status, after.status):
            return "became_known" if before.status == "unknown" else "became_unknown"
        return "turned"
    if before.status == "unknown":
        return "still_unknown"
    if before.basis == after.basis:
        return "same_count" if after.basis == "measured" else "same_guess"
    return "guess_to_count" if after.basis == "measured" else "count_to_estimate"


def _notes(first: FirstAnswer, verdict: Mapping[str, Any]) -> Iterable[str]:
    task = verdict["profile"].get("task") or ""
    if task and _bare(task) != _bare(first.task):
        yield words.NOTES["other_task"]
    if verdict["as_of"] < first.committed.isoformat():
        yield words.NOTES["older_verdict"]
    if fields := [fault["field"] for fault in verdict.get("faults") or ()]:
        yield words.NOTES["faulty"].format(fields=", ".join(fields))


def _bare(text: str) -> list[str]:
    """The words of a text, without what tells no task from another."""
    return "".join(c if c.isalnum() else " " for c in text.casefold()).split()


def _beside(first: FirstAnswer, verdict: Mapping[str, Any], moves: tuple[Move, ...]) -> Iterable[tuple[str, str, str]]:
    flips = verdict.get("flips") or ()
    yield words.ROWS["task"], first.task, verdict["profile"].get("task") or words.NO_TASK
    thought = f"{words.THOUGHT[first.justified]}, {first.confidence_percent} % sure"
    yield words.ROWS["answer"], thought, verdict["headline"]
    yield words.ROWS["counted"], words.COUNTS[first.counted], words.COUNTS[_counted(moves)]
    yield words.ROWS["next"], first.next_step or words.NOTHING_NAMED, verdict["next_step"]["title"]
    change = flips[0]["text"] if flips else words.NO_FLIP
    yield words.ROWS["change"], first.would_change or words.NOTHING_NAMED, change


def _counted(moves: Iterable[Move]) -> int:
    return sum(move.after.basis == "measured" for move in moves)


def _reasons(verdict: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The reasons that weigh most, on whichever side."""
    return sorted(verdict.get("reasons") or (), key=lambda reason: -abs(reason["points"]))[:MAIN_REASONS]


def _quiz(scores: tuple[ChapterScore, ...]) -> Iterable[str]:
    answered = [score for score in scores if score.answered]
    if answered:
        right, given = sum(score.right for score in answered), sum(score.answered for score in answered)
        yield words.QUIZ.format(right=right, answered=given, total=sum(score.total for score in scores))
        for score in answered:
            facts = {"title": score.title, "right": score.right, "answered": score.answered, "total": score.total}
            yield words.QUIZ_CHAPTER.format(**facts)


def _keep(verdict: Mapping[str, Any], reasons: list[Mapping[str, Any]]) -> str:
    answer = _answer(verdict)
    title = lower_first(verdict["next_step"]["title"].rstrip("."))
    said = [words.KEEP["fine_tune" if answer == "yes" else answer].format(next=title)]
    side = {"yes": 1, "first": 1, "no": -1}.get(answer, 0)
    weighed = next((reason for reason in reasons if reason["points"] * side > 0), None)
    if weighed:
        said.append(words.BECAUSE.format(reason=lower_first(weighed["text"])))
    return " ".join([*said, words.LOOK_AGAIN.format(revisit=verdict["revisit"])])
