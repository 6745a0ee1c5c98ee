"""What the chapter on rules of thumb shows is counted: figure, tables, sentences and claims follow the data."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from html import unescape
from pathlib import Path

import claims_table
import pytest
import scoreboard_figure
from evidence_role import known_sources
from scoreboard import COLUMNS, NUMBERS, PARTS
from scoreboard_figure import conclusion, not_told_apart, sentences, standing

from ftdecide.evidence import load_cases
from ftdecide.evidence.claims import VERDICTS, load_claims, read_claim
from ftdecide.scoreboard import Scoreboard, scoreboard
from ftdecide.scores import OURS, Difference, Score, Share

ROOT = Path(__file__).resolve().parents[2]
CHAPTER = (ROOT / "book" / "rules-of-thumb.md").read_text(encoding="utf-8")
PRICES = ROOT / "ftdecide" / "evidence" / "prices.toml"


def row(name: str, low: float, high: float) -> Score:
    found = Share((low + high) / 2, low, high, 60)
    return Score(name, found, found, found, found, found)


def lead(value: float, low: float, high: float) -> dict[str, Difference]:
    return {"three_questions_001": Difference(value, low, high), "always_no": Difference(0.4, 0.3, 0.5)}


AHEAD = (row("ours", 0.8, 0.9), row("three_questions_001", 0.4, 0.7), row("always_no", 0.4, 0.6))
LEVEL = (row("three_questions_001", 0.5, 0.9), row("ours", 0.5, 0.8), row("always_no", 0.4, 0.6))
BEHIND = (row("three_questions_001", 0.8, 0.9), row("ours", 0.5, 0.7), row("always_no", 0.4, 0.6))
LEADS = {
    AHEAD: lead(0.3, 0.2, 0.4),
    LEVEL: lead(-0.05, -0.1, 0.02),
    BEHIND: lead(-0.25, -0.4, -0.1),
}


def board(published, later=()) -> Scoreboard:
    counts = {"published": 60, "E": 45, "S": 15, "later": 19}
    leads = {"published": LEADS[published]} | ({"later": LEADS[later]} if later else {})
    apart = {"published": (), "later": (("three_questions_001", "always_no"),)}
    return Scoreboard(published, published, published, later, counts, 41, leads, apart, {})


@pytest.mark.parametrize(
    ("published", "later", "title"),
    [
        (
            AHEAD,
            LEVEL,
            "Where they were checked, our rules are ahead of every rule of thumb; on later cases, a rule of thumb may "
            "match ours",
        ),
        (
            LEVEL,
            BEHIND,
            "Where they were checked, a rule of thumb may match ours; on later cases, a rule of thumb is ahead "
            "of our rules",
        ),
        (
            BEHIND,
            AHEAD,
            "Where they were checked, a rule of thumb is ahead of our rules; on later cases, our rules are ahead of "
            "every rule of thumb",
        ),
        (
            AHEAD,
            (),
            "Where they were checked, our rules are ahead of every rule of thumb; nobody has tried them anywhere else",
        ),
    ],
)
def test_the_title_is_what_the_differences_say(published, later, title):
    """Ahead only where no difference, case by case, reaches 0; the losing side is told as plainly."""
    assert conclusion(board(published, later)) == title


def test_one_rule_of_thumb_that_is_ahead_or_level_is_enough():
    """However far the others are behind."""
    clear, even, lost = Difference(0.3, 0.1, 0.5), Difference(0.1, 0.0, 0.2), Difference(-0.2, -0.3, -0.1)
    assert standing({"a": clear, "b": clear}) == "ahead"
    assert standing({"a": clear, "b": even}) == "level"
    assert standing({"a": clear, "b": even, "c": lost}) == "behind"


def test_the_caption_gives_both_scores_and_the_difference_case_by_case():
    """On each set of cases; where it holds 0 no order is claimed, whether or not the two intervals overlap."""
    first, second = sentences(board(AHEAD, LEVEL))
    assert first == (
        "On the cases that our rules were checked on, they score 0.85 (0.80 to 0.90) and the best rule of thumb, "
        "“Three questions”, 0.55 (0.40 to 0.70); case by case, ours are 0.30 ahead (0.20 to 0.40)."
    )
    assert second.startswith("On the cases added later, as first asked, they score 0.65")
    assert second.endswith("case by case, ours are 0.05 behind (−0.10 to 0.02), so we claim no order.")


def test_among_rules_of_thumb_no_order_is_claimed():
    """The pairs that part are counted beside those that chance would part: one in twenty."""
    assert not_told_apart(board(AHEAD, LEVEL), "later") == (
        "Among the rules of thumb we claim no order. Compared case by case, 1 of their 1 pairs differ by an interval "
        "that leaves out 0, and about 0 would by chance alone."
    )


def test_the_figure_draws_every_rule_with_both_scores_and_says_its_finding():
    """Titles, values and the name for those who do not see it; colours are the page's."""
    shown = unescape(scoreboard_figure.figure_html(scoreboard()))
    for score in scoreboard().published:
        assert f">{score.title}<" in shown
    values = [*scoreboard().published, *scoreboard().later]
    assert len(re.findall(r">[01]\.\d\d<", shown)) >= len(values)
    assert f'aria-label="{conclusion(scoreboard())}. {" ".join(sentences(scoreboard()))}"' in shown
    assert "var(--ft-prompted" in shown and "currentColor" in shown
    assert "#111111" not in shown


@pytest.mark.parametrize("name", NUMBERS)
def test_every_number_of_the_prose_can_be_counted(name):
    """And the chapter asks for no other."""
    assert NUMBERS[name](scoreboard())
    assert set(re.findall(r"\{scoreboard-number\}`([^`]+)`", CHAPTER)) <= set(NUMBERS)


def test_no_score_is_typed_into_the_chapter():
    """A score that moves, moves everywhere: the prose holds no share of its own but the coin's."""
    prose = re.sub(r"\{[\w-]+\}`[^`]+`|```.*?```", "", CHAPTER, flags=re.S)
    assert set(re.findall(r"\b[01]\.\d+\b", prose)) == {"0.5"}


def test_the_page_shows_the_board_that_the_package_counts(built_book):
    """Every rule's five shares with their intervals, in the built page."""
    page = (built_book / "book/rules-of-thumb.html").read_text(encoding="utf-8")
    text = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))
    for part in PARTS[:1] + PARTS[-1:]:
        for score in getattr(scoreboard(), part):
            for share in (score.balanced_accuracy, score.sensitivity, score.commitment):
                assert f"{share.value + 1e-9:.2f} {share.low:.2f} to {share.high:.2f}" in text
    assert conclusion(scoreboard()) in text.replace("&quot;", '"') or f'aria-label="{conclusion(scoreboard())}' in page
    assert len(COLUMNS) == 6 and all(title in text for title in OURS.values())


# --- the claims -----------------------------------------------------------------------------------


def test_every_claim_that_the_course_promises_to_weigh_is_weighed():
    """The thirteen of the plan, each with one of the four verdicts; no verdict goes unused."""
    promised = {
        "ninety_five", "ninety", "ten_to_one", "hundred_examples", "five_hundred_examples", "thousands_of_examples",
        "ten_thousand_requests", "price_of_a_run", "day_of_training", "eighty_percent_curation", "mislabelled",
        "smaller_and_faster", "new_domain",
    }  # fmt: skip
    claims = load_claims()
    assert promised <= set(claims)
    assert {claim.verdict for claim in claims.values()} == set(VERDICTS)


@pytest.mark.parametrize("name", load_claims())
def test_a_claim_names_known_sources_and_computable_numbers(name):
    """And a source that was only recalled is marked so."""
    claim = load_claims()[name]
    assert set(claim.sources) <= {*known_sources()}
    assert set(re.findall(r"\{(\w+)\}", claim.finding)) <= set(claims_table.NUMBERS)
    assert "{" not in claims_table.found(claim)
    if any(known_sources()[key].mark == "R" for key in claim.sources):
        assert "R" in claim.marks
    assert ("recalled" in claim.finding) == ("R" in claim.marks)


def test_the_numbers_of_the_claims_are_those_of_the_published_comparison():
    """0.43 to 3.6 million a month, $1.07 to $8.96 for 10,000, $1,000 of curation; the cases counted once more."""
    numbers = {name: number() for name, number in claims_table.NUMBERS.items()}
    assert (numbers["break_even_lowest"], numbers["break_even_highest"]) == ("430,000", "3,600,000")
    assert (numbers["bill_lowest"], numbers["bill_highest"]) == ("$1.07", "$8.96")
    assert numbers["curation_usd"] == "$1,000"
    studies = [case for number, case in load_cases().items() if number[0] == "E"]
    assert numbers["studies_justified"] == str([case["justified"] for case in studies].count("justified"))


def test_what_a_tuned_model_costs_is_that_of_the_price_book():
    """Five of seven cost 1.5 to 2 times their base, one up to 6 times; four base prices are recalled."""
    book = tomllib.loads(PRICES.read_text(encoding="utf-8"))
    keys = ("input_usd_per_million_tokens", "output_usd_per_million_tokens")
    ratios = {name: [tuned[key] / book["model"][name][key] for key in keys] for name, tuned in book["tuned"].items()}
    usual = [name for name, found in ratios.items() if all(1.5 <= ratio <= 2 for ratio in found)]
    assert (len(usual), len(ratios), max(max(found) for found in ratios.values())) == (5, 7, 6)
    assert sum(book["model"][name]["mark"] == "R" for name in ratios) == 4
    finding = load_claims()["smaller_and_faster"].finding
    assert "1.5 to 2 times as much for most of OpenAI's models, up to 6 times for one (four of the seven" in finding


def test_the_exceptions_to_a_claim_are_named_wherever_it_is_made():
    """The three sources that learned something of a domain stand under both claims about facts."""
    claims = load_claims()
    assert all({"E10", "E58", "E70"} <= set(claims[name].sources) for name in ("new_domain", "no_new_facts"))


GOOD = {
    "claim": "A claim.",
    "lessons": ["000"],
    "verdict": "partly",
    "finding": "Found.",
    "marks": ["V"],
    "sources": ["E01"],
}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"verdict": "true"}, "planted: verdict is 'true'; write one of agree, partly, contradicted, no source found"),
        ({"marks": ["X"]}, "planted: marks is 'X'; write one of V, R, C"),
        ({"marks": []}, "planted: marks is empty; write at least one of V, R, C"),
        ({"lessons": []}, "planted: lessons is empty"),
        ({"sources": []}, "planted: sources is empty; name one, or write 'no source found'"),
    ],
)
def test_a_claim_that_is_not_whole_is_refused_with_its_remedy(change, told):
    """Before a page is built from it."""
    assert read_claim("planted", GOOD).verdict == "partly"
    with pytest.raises(ValueError, match=re.escape(told)):
        read_claim("planted", {**GOOD, **change})


def test_a_number_that_nobody_computes_is_an_error():
    """A misspelt name in braces does not reach the page."""
    planted = replace(load_claims()["mislabelled"], finding="It is {mislabeled_share}.")
    with pytest.raises(KeyError, match="mislabeled_share"):
        claims_table.found(planted)
