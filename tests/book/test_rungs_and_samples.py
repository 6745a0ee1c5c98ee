"""The ladder, the sample and the changed rule on their pages: every text and number is the package's."""

from __future__ import annotations

import re
import tomllib
from html import unescape
from pathlib import Path

import pytest
from price_sweep import as_stated, followed, swept_row
from sample_audit import CLEAN_FIRST, DRAW_MORE, GO_ON, audited

from ftdecide.break_even import own_break_even
from ftdecide.evidence import load_evidence
from ftdecide.experiments import counting_sheet, rung_template, rung_texts
from ftdecide.fields import GAPS
from ftdecide.model import TaskProfile
from ftdecide.rung_costs import price_of, usd_per_1000_requests
from ftdecide.verdict import assess

EVIDENCE = load_evidence()
RUNGS = {rung.name: rung for rung in EVIDENCE.rungs}
BOOK = Path(__file__).resolve().parents[2] / "book"
WORKED = TaskProfile.from_json(tomllib.loads((BOOK / "worked_sum.toml").read_text(encoding="utf-8")))
each_rung = pytest.mark.parametrize("name", RUNGS)


def blocks(page: Path) -> list[str]:
    """Every copyable text of a page, as a reader would paste it."""
    found = re.findall(r"<pre>(.*?)</pre>", page.read_text(encoding="utf-8"), re.S)
    return [unescape(re.sub(r"<[^>]+>", "", block)).strip() for block in found]


@each_rung
def test_the_chapter_has_every_text_of_a_rung_as_the_record_writes_it(built_book, name):
    """One place for each text: what the record of an unstated task prints stands on the page, to be copied."""
    shown = blocks(built_book / "book/ladder.html")
    for title, text in rung_texts(assess(TaskProfile()), RUNGS[name]):
        assert text in shown, title


@each_rung
def test_a_rung_has_its_place_on_the_page(built_book, name):
    """The table of the ladder links to it."""
    page = (built_book / "book/ladder.html").read_text(encoding="utf-8")
    label = f"rung-{name.replace('_', '-')}"
    assert f'id="{label}"' in page
    assert f'href="#{label}"' in page


@each_rung
def test_a_gap_takes_at_most_one_text_of_a_rung(name):
    """And every variant says what it is, for known gaps, in words of its own."""
    rung = RUNGS[name]
    gaps = [gap for each in rung.variant for gap in each.fits]
    assert len(gaps) == len(set(gaps))
    assert set(gaps) <= set(GAPS) & set(rung.fits)
    templates = [rung.template, *(each.template for each in rung.variant)]
    assert len(set(templates)) == len(templates)
    assert all(each.title and len(each.template.split()) > 40 for each in rung.variant)


@pytest.mark.parametrize(
    ("gap", "name", "holds"),
    [
        ("classification", "few_shot", "Ten examples for each"),
        ("behaviour", "few_shot", "five examples"),
        ("style", "prompt", "about 200 words"),
        ("behaviour", "prompt", "Rules, the weightiest first"),
        ("style", "retrieval", "Five past answers that we approved"),
        ("knowledge", "retrieval", "MATERIAL, fetched for this input"),
        (None, "prompt", "Rules, the weightiest first"),
    ],
)
def test_the_record_takes_the_text_made_for_the_gap(gap, name, holds):
    """A reader who sorts is given the text for sorting; without one made for it, the rung's own."""
    profile = TaskProfile.from_json({"task": "answer letters", **({"gap": gap} if gap else {})})
    text = rung_template(assess(profile), RUNGS[name])
    assert holds in text and "answer letters" in text


@pytest.mark.parametrize(
    ("name", "usd"),
    [
        ("prompt", 0.16),  # 600 x 0.10 + 200 x 0.50 = 160 a million
        ("few_shot", 0.41),  # 3,100 x 0.10 + 100
        ("caching", 0.1589),  # 3,100 x (0.1 x 0.10 + 0.9 x 0.01) + 100 = 58.9 + 100
        ("stronger_model", 8.20),  # 3,100 x 2 + 200 x 10
        ("lora", 0.118),  # 400 x 0.17 + 200 x 0.25
        ("small_classifier", 0.001),  # as reported
    ],
)
def test_a_rung_costs_what_its_tokens_cost(name, usd):
    """Worked out by hand at the prices of September 2026."""
    assert usd_per_1000_requests(RUNGS[name], EVIDENCE.prices) == pytest.approx(usd)


@each_rung
def test_a_rung_is_priced_by_the_book_or_by_a_source(name):
    """Never by a number that stands nowhere else."""
    call = RUNGS[name].call
    assert (price_of(RUNGS[name], EVIDENCE.prices) is None) == bool(call.source)
    assert not call.source or EVIDENCE.cite([call.source])


def test_what_the_chapter_says_of_the_costs_holds():
    """Less than three times from the prompt to retrieval, under a dollar; the stronger model far above all others."""
    usd = {name: usd_per_1000_requests(rung, EVIDENCE.prices) for name, rung in RUNGS.items()}
    assert usd["retrieval"] < 3 * usd["prompt"] and usd["retrieval"] < 1
    others = [cost for name, cost in usd.items() if name != "stronger_model"]
    assert usd["stronger_model"] > 10 * max(others)


@pytest.mark.parametrize(
    ("drawn", "clean", "says"),
    [
        (20, 16, DRAW_MORE),
        (50, 30, CLEAN_FIRST),
        (50, 40, DRAW_MORE),
        (50, 46, GO_ON),
        (100, 80, DRAW_MORE),
        (200, 168, GO_ON),
    ],
)
def test_a_sample_decides_only_where_its_interval_lies_on_one_side(drawn, clean, says):
    """The rows of the chapter, against three clean in four."""
    low, high, found = audited(drawn, clean, 0.25)
    assert found == says
    assert low < clean / drawn < high


def test_the_same_share_of_more_items_decides():
    """Planted: 80 % is open at 100 and settled at 1,000; a stricter limit turns what was settled."""
    assert [audited(n, round(0.8 * n), 0.25)[2] for n in (100, 1000)] == [DRAW_MORE, GO_ON]
    assert audited(50, 46, 0.05)[2] == DRAW_MORE


def test_the_sheet_of_the_curation_chapter_is_the_records(built_book):
    assert counting_sheet(assess(TaskProfile()), "clean_examples") in blocks(built_book / "book/curation.html")


def test_following_a_rule_costs_what_its_hours_cost():
    """Prompt: 1 h and 50 x 3 min at $40. Weights: 100 examples x 3 min, 20 h of testing, $0.45 for the run."""
    change = {"changed_share": 0.2, "prompt_hours": 1, "recount_items": 50, "recount_minutes": 3}
    rows = followed(WORKED, change)
    assert rows[-1] == ["Together", "3.5 hours, $140", "25 hours, $1,000"]
    assert rows[1] == ["Train again", "nothing", "$0.45"]
    doubled = followed(WORKED, change | {"changed_share": 0.4})
    assert doubled[-1][1] == rows[-1][1] and doubled[-1][2] == "30 hours, $1,200"


def test_at_a_change_every_quarter_the_worked_task_stops_paying():
    """As the chapter says in words: it pays with six months between trainings, and not with three."""
    requests = WORKED.requests_per_month.value
    volumes = {months: own_break_even(as_stated(WORKED, months_of_use=months)).at_values for months in (12, 6, 3, 1)}
    assert volumes[12] < volumes[6] < requests < volumes[3] < volumes[1]
    assert swept_row(WORKED, "months_of_use", 3)[-1] == "not in time"
    followed_only = own_break_even(as_stated(WORKED, months_of_use=3, curation_hours=5))  # 100 examples, not 500
    assert round(followed_only.costs.fixed_usd) == 1000
    assert requests < followed_only.at_values and round(followed_only.at_values, -3) == 101_000


def test_the_more_is_cached_the_less_is_saved():
    """At 90 % a million requests cost 3,000 x (0.1 x 2 + 0.9 x 0.2) + 250 x 10 = 1,140 + 2,500."""
    assert swept_row(WORKED, "cached_share", 0.9)[:2] == ["90%", "$3.64"]
    volumes = [own_break_even(as_stated(WORKED, cached_share=share)).at_values for share in (0, 0.6, 0.9)]
    assert volumes == sorted(volumes)


@pytest.mark.browser
def test_a_text_is_copied_by_keyboard(new_watched_page, served_book):
    """The fold opens with Enter, and its button puts the whole text on the clipboard."""
    page = new_watched_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{served_book}book/ladder.html", wait_until="networkidle")
    fold = page.locator("details", has_text="ten examples for each category").first
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    button = fold.locator("button.copybtn").nth(1)
    button.focus()
    page.keyboard.press("Enter")
    (_, (_, wanted)) = rung_texts(assess(TaskProfile()), RUNGS["few_shot"])
    page.wait_for_function("async () => (await navigator.clipboard.readText()).length > 100")
    assert page.evaluate("() => navigator.clipboard.readText()").strip() == wanted
    assert not page.outside_requests and not page.console_errors
