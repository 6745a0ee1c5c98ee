"""What changed between a first answer and a verdict: every combination has its sentence, and none says more."""

from __future__ import annotations

import itertools
import re
from html.parser import HTMLParser

import pytest
from browser.drill_page import PROFILES, stated

from course.first_answers import FIRST, condition, verdict
from ftdecide.course import before_after_words as words
from ftdecide.course.before_after import compare
from ftdecide.course.before_after_text import html, markdown, to_json
from ftdecide.course.first_answer import FirstAnswer
from ftdecide.course.quiz_scores import ChapterScore, keys_of, scores
from ftdecide.doors.drill import respond
from ftdecide.findings import CONDITIONS, DECISIONS, JUSTIFIED, STATUSES

BASES = ("measured", "estimated")
BELIEFS = [("unknown", "unknown"), *itertools.product(("met", "unmet"), BASES)]
ANSWERS = [("yes", "fine_tune"), *((j, "climb_ladder") for j in JUSTIFIED), ("no", "good_enough")]
HOSTILE = '<img src=x onerror="alert(1)">&amp;</td>|`*'


def first(beliefs=None, **changed) -> FirstAnswer:
    held = {name: {"status": s} | ({"basis": b} if b != "unknown" else {}) for name, (s, b) in (beliefs or {}).items()}
    return FirstAnswer.from_json({**FIRST, **changed, "conditions": {**FIRST["conditions"], **held}})


def now(beliefs, justified="no", decision="climb_ladder", **changed) -> dict:
    found = [condition(name, *beliefs.get(name, ("met", "estimated"))) for name in CONDITIONS]
    return verdict(justified, decision, conditions=found, **changed)


MOVES = [  # before, now, what is said of it
    (("unknown", "unknown"), ("unknown", "unknown"), "Not known then, not known now."),
    (("unknown", "unknown"), ("unmet", "estimated"), "You did not know. Now it is unmet on an estimate."),
    (("unknown", "unknown"), ("met", "measured"), "You did not know. Now it is met by count."),
    (("met", "estimated"), ("met", "estimated"), "Met then and now, and still without a count."),
    (("unmet", "measured"), ("unmet", "measured"), "Unmet then and now, counted both times."),
    (("met", "estimated"), ("met", "measured"), "A guess then, a count now, and still met."),
    (("met", "measured"), ("met", "estimated"), "Still met. You had counted it;"),
    (("met", "measured"), ("unmet", "measured"), "You took it as met by count. Now it is unmet by count."),
    (("unmet", "estimated"), ("met", "estimated"), "You took it as unmet on a guess. Now it is met on an estimate."),
    (("met", "estimated"), ("unknown", "unknown"), "You took it as met on a guess. The drill cannot tell yet."),
    (("unmet", "measured"), ("unknown", "estimated"), "You took it as unmet by count. The drill cannot tell yet."),
]


@pytest.mark.parametrize(("before", "after", "said"), MOVES)
def test_each_condition_says_what_moved_it(before, after, said):
    """The sentence of the move, then the verdict's own with its number."""
    compared = compare(first({"near_miss": before}), now({"near_miss": after}))
    move = compared.moves[1]
    assert move.text.startswith(said)
    assert move.why == "Why near_miss."
    known = after[0] != "unknown"
    assert move.changed == (before != (after if known else ("unknown", "unknown")))
    assert f"{move.text} {move.why}" in html(compared).replace("&#x27;", "'")


@pytest.mark.parametrize(("justified", "decision"), ANSWERS)
@pytest.mark.parametrize("thought", JUSTIFIED)
def test_the_headline_names_both_answers(thought, justified, decision):
    said = compare(first(justified=thought), verdict(justified, decision)).headline
    assert said.startswith(
        {"yes": "You would have trained", "no": "You would not", "unclear": "You could not"}[thought]
    )
    postponed = justified == "yes" and decision != "fine_tune"
    assert ("another step" in said) == postponed
    agrees = thought == justified and not postponed
    assert ("agrees" in said or "either" in said) == agrees


def test_the_same_answer_and_the_same_conditions_are_no_change():
    """Over every belief, answer and confidence: nothing changed exactly where nothing did."""
    for belief, other, thought, justified in itertools.product(BELIEFS, BELIEFS, JUSTIFIED, JUSTIFIED):
        compared = compare(
            first(dict.fromkeys(CONDITIONS, belief), justified=thought),
            now(dict.fromkeys(CONDITIONS, other), justified),
        )
        same = belief == other and thought == justified
        assert compared.nothing_changed == same
        assert (compared.changed == words.CHANGED["nothing"]) == same
        assert compared.answer_changed == (thought != justified)


CHANGED = [  # conditions that moved, whether the answer did, what is said
    (0, False, "Nothing changed: the answer is the same, and so are the three conditions."),
    (1, False, "The answer stayed; what it stands on moved: one of the three conditions."),
    (3, False, "The answer stayed; what it stands on moved: all three conditions."),
    (0, True, "The answer moved although the three conditions stand as you said. The reasons below decided it."),
    (2, True, "The answer moved, and with it two of the three conditions."),
]


@pytest.mark.parametrize(("moved", "turned", "said"), CHANGED)
def test_what_changed_is_counted(moved, turned, said):
    after = now(dict.fromkeys(CONDITIONS[:moved], ("unmet", "measured")), "no" if turned else "yes", "fine_tune")
    assert compare(first(), after).changed == said


SURE = [  # thought, percent, counted before, verdict, decision, what the judgement on the confidence is
    ("no", 80, 0, "no", "climb_ladder", "on_guesses"),
    ("no", 80, 2, "no", "climb_ladder", "partly_on_counts"),
    ("no", 80, 3, "no", "climb_ladder", "on_counts"),
    ("yes", 90, 0, "no", "climb_ladder", "too_sure"),
    ("no", 90, 3, "yes", "fine_tune", "too_sure"),
    ("yes", 90, 0, "unclear", "measure_first", "too_sure"),
    ("yes", 90, 0, "yes", "climb_ladder", "waits"),
    ("unclear", 90, 0, "no", "climb_ladder", "careful"),
    ("yes", 50, 0, "no", "climb_ladder", "coin"),
    ("no", 50, 3, "no", "climb_ladder", "coin"),
]


@pytest.mark.parametrize(("thought", "percent", "counted", "justified", "decision", "judged"), SURE)
def test_the_confidence_is_judged_by_what_it_rested_on(thought, percent, counted, justified, decision, judged):
    beliefs = dict.fromkeys(CONDITIONS[:counted], ("met", "measured"))
    compared = compare(first(beliefs, justified=thought, confidence_percent=percent), verdict(justified, decision))
    told = [name for name, sentence in words.WARRANTED.items() if sentence in compared.sure]
    assert told == [judged]
    assert f"{percent} %" in compared.sure[0]
    assert any("of 100 answers" in sentence for sentence in compared.sure) == (percent > 50)
    assert words.NOTHING_COUNTED in compared.sure  # this verdict has counted none


def test_the_weightiest_reasons_come_first_and_the_sentence_to_keep_takes_one_from_its_side():
    compared = compare(first(), verdict("no", "climb_ladder"))
    assert compared.reasons == ("Against: Large, against.", "For: Middling, for.", "For: Small, for.")
    assert compared.keep == (
        "I do not train for this task. Next: a better prompt. The reason that weighs most: large, against. "
        "I look again by 2027-02-19."
    )
    assert "middling, for" in compare(first(), verdict("yes", "fine_tune")).keep
    assert "weighs most" not in compare(first(), verdict("unclear")).keep


NOTES = [  # what the verdict differs in, the note that it brings
    ({"profile": {"task": "  sort customer EMAILS, into eight categories. "}}, None),
    ({"profile": {}}, None),
    ({"profile": {"task": "Write product texts"}}, "other_task"),
    ({"as_of": "2026-11-19"}, "older_verdict"),
    ({"faults": [{"field": "clean_examples"}]}, "faulty"),
]


@pytest.mark.parametrize(("changed", "noted"), NOTES)
def test_a_comparison_that_may_mislead_says_so(changed, noted):
    notes = compare(first(), verdict(**changed)).notes
    if noted is None:
        assert notes == ()
    else:
        (note,) = notes
        assert note.startswith(words.NOTES[noted].split("{")[0])


def test_every_sentence_is_said_by_some_comparison():
    """No template is out of reach: each shows on some page of this grid."""
    pages = []
    for thought, (justified, decision), belief, other in itertools.product(JUSTIFIED, ANSWERS, BELIEFS, BELIEFS):
        answer = first(dict.fromkeys(CONDITIONS, belief), justified=thought)
        pages.append(compare(answer, now(dict.fromkeys(CONDITIONS, other), justified, decision)))
    pages.append(compare(first(confidence_percent=50, next_step=None), verdict(flips=[], profile={})))
    pages += [compare(first({"volume": ("met", "measured")}, justified="no"), now({"volume": ("unmet", "estimated")}))]
    pages += [compare(first(), verdict(**changed)) for changed, _noted in NOTES]
    pages.append(compare(first(), verdict(), [ChapterScore("Money", 2, 3, 6)]))
    text = "\n".join(
        "\n".join([*each.sure, *each.notes, *each.quiz, each.headline, each.changed, each.keep])
        + "\n".join([*(move.text for move in each.moves), *(cell for row in each.beside for cell in row)])
        for each in pages
    )
    tables = (
        words.HEADLINES,
        words.CHANGED,
        words.NOTES,
        words.MOVES,
        words.SURE,
        words.WARRANTED,
        words.KEEP,
        words.ROWS,
    )
    alone = [words.FOOTING, words.ONE_CASE, words.NOTHING_COUNTED, words.NOTHING_NAMED, words.NO_TASK, words.NO_FLIP]
    alone += [words.QUIZ, words.QUIZ_CHAPTER, words.BECAUSE, words.LOOK_AGAIN, *words.THOUGHT.values()]
    for template in [*(each for table in tables for each in table.values()), *alone]:
        pattern = re.sub(r"\\\{\w+\\\}", ".+", re.escape(template))
        assert re.search(pattern, text, re.IGNORECASE), template


@pytest.mark.parametrize("name", PROFILES)
def test_the_twelve_profiles_can_be_compared(name):
    """With the core's own verdicts: each page names the verdict's headline, its conditions and its next step."""
    given = respond(stated(name))
    page = markdown(compare(first(), given))
    assert given["next_step"]["title"] in page.replace("\\", "")
    assert all(each["title"] in page for each in given["conditions"])
    assert to_json(compare(first(), given))["decision"] in DECISIONS


class Tags(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _value in attrs}


def test_a_reader_s_words_are_shown_and_never_run():
    """Whatever stands in either file, the page holds no element and no attribute of its making."""
    given = verdict(headline=HOSTILE, answer=HOSTILE, profile={"task": HOSTILE}, flips=[{"text": HOSTILE}])
    given |= {"next_step": {"title": HOSTILE, "text": HOSTILE}, "reasons": [{"points": 1, "text": HOSTILE}]}
    given |= {"revisit": HOSTILE, "faults": [{"field": HOSTILE}]}
    given["conditions"] = [{**each, "why": HOSTILE, "title": HOSTILE} for each in given["conditions"]]
    scored = [ChapterScore(HOSTILE, 1, 1, 1)]
    compared = compare(first(task=HOSTILE, next_step=HOSTILE, would_change=HOSTILE), given, scored)
    found = Tags(html(compared))
    assert found.tags <= {"p", "h2", "table", "thead", "tbody", "tr", "th", "td", "span", "ul", "li"}
    assert found.attributes <= {"class", "scope", "aria-hidden"}
    assert "<img" not in markdown(compared).replace("\\<", "")


def test_scores_are_counted_from_the_latest_answers(bank):
    """Every question answered right is all right; what is nothing of ours counts as unanswered."""
    keys = keys_of(bank.values())
    right = {chapter.name: {q.id: {"right": True} for q in chapter.questions} for chapter in bank.values()}
    for score, chapter in zip(scores(right, keys), bank.values(), strict=True):
        assert (score.right, score.answered, score.total) == (len(chapter.questions),) * 3
    for other in (False, None):
        wrong = {name: {question: {"right": other} for question in given} for name, given in right.items()}
        assert sum(score.right for score in scores(wrong, keys)) == 0
    for nothing in ({}, {"three-conditions": 3}, {"three-conditions": {"tc-together": "a"}}, {"other": {"x": {}}}):
        assert sum(score.answered for score in scores(nothing, keys)) == 0


def test_quizzes_are_named_only_where_some_were_answered():
    assert compare(first(), verdict(), [ChapterScore("Money", 0, 0, 6)]).quiz == ()
    told = compare(first(), verdict(), [ChapterScore("Money", 2, 3, 6), ChapterScore("Ladder", 0, 0, 4)]).quiz
    assert told == (
        "2 right of 3 answered, 10 questions in the course.",
        "Money: 2 right of 3 answered, 6 in all.",
    )
    assert words.SECTIONS["quiz"] not in html(compare(first(), verdict()))


def test_statuses_have_their_words():
    assert set(words.STATUSES) == set(STATUSES) and set(words.THOUGHT) == set(JUSTIFIED)
