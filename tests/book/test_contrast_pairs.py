"""A contrast pair shows one fact that turns the answer: the core says so at every build, or the build stops."""

from __future__ import annotations

import os
import re
import tomllib
from copy import deepcopy
from pathlib import Path
from types import SimpleNamespace

import contrast_pair
import pytest
from contrast import KNOWN_FIELDS, PAIRS, ContrastFaults, day_of_the_evidence, flat, load_pairs, turning_reason

from ftdecide import words
from ftdecide.model import TaskProfile
from ftdecide.sentences import headline
from ftdecide.verdict import assess

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "book"
CHAPTERS = {page.stem for page in BOOK.glob("*.md") if "chapter: true" in page.read_text(encoding="utf-8")}
ROWS = tomllib.loads(PAIRS.read_text(encoding="utf-8"))
LOADED = load_pairs(chapters=CHAPTERS)
DIRECTIVE = re.compile(r"^`{3,}\{contrast-pair\} (\S+)$", re.MULTILINE)


def toml(value) -> str:
    """A value as TOML writes it, tables inline."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{" + ", ".join(f'"{key}" = {toml(inside)}' for key, inside in value.items()) + "}"
    return f'"{value}"' if isinstance(value, str) else f"{value}"


def faults_of(tmp_path, change) -> list[str]:
    """What is refused once one pair has been changed."""
    row = deepcopy(ROWS["clean"])
    change(row)
    file = tmp_path / "contrast_pairs.toml"
    file.write_text("".join(f"clean.{key} = {toml(value)}\n" for key, value in row.items()), encoding="utf-8")
    with pytest.raises(ContrastFaults) as refused:
        load_pairs(file, CHAPTERS)
    return list(refused.value.faults)


def same_verdict(row):
    row["no"]["value"] = 430  # as good as the other side


def left_open(row):
    for key in ("near_miss", "failure_cost", "repetitive"):
        del row["base"][key]


def two_fields(row):
    row |= {"field": "rungs.few_shot.pass_rate"}
    row["base"]["clean_examples"] = 440
    row["base"].pop("rungs")
    row["no"]["value"], row["yes"]["value"] = {"value": 0.96, "source": "a count"}, 0.7


def no_difference(row):
    row["no"]["value"] = row["yes"]["value"]


def unknown_field(row):
    row["field"] = "clean_exmples"


def unknown_chapter(row):
    row["chapter"] = "curaton"


def out_of_bounds(row):
    row["no"]["value"] = -3


def no_lesson(row):
    del row["lesson"]


def stray_key(row):
    row["lessons"] = "twice"


@pytest.mark.parametrize(
    ("defect", "says"),
    [
        (same_verdict, ["the verdicts are yes on “As found in the shared folder” and yes on", "not no and yes"]),
        (left_open, ["the verdicts are no on", "and unclear on “Kept by one editor"]),
        (
            two_fields,
            ["the two differ in rungs.few_shot.pass_rate", "differ in rungs.few_shot.pass_rate alone"],
        ),
        (no_difference, ["the two differ in nothing; let them differ in clean_examples alone"]),
        (unknown_field, ["'clean_exmples' is no key of a profile", "clean_examples"]),
        (unknown_chapter, ["there is no book/curaton.md", "curation"]),
        (out_of_bounds, ["clean_examples", "from 0"]),
        (no_lesson, ["lesson: missing"]),
        (stray_key, ["lessons: unknown", "lesson"]),
    ],
)
def test_a_pair_without_contrast_is_refused(tmp_path, defect, says):
    """Each planted defect names the pair, what is wrong, and what to do."""
    found = "\n".join(faults_of(tmp_path, defect))
    assert found.startswith("contrast_pairs.toml: clean: ")
    for said in says:
        assert said in found


def test_all_faults_of_all_pairs_are_told_together(tmp_path):
    broken = "".join(
        f'[{name}]\ntitle = "t"\nchapter = "nowhere"\ntask = "t"\nfield = "gap"\nlesson = "l"\nbase = {{}}\n'
        f'no = {{label = "a", value = "style"}}\nyes = {{label = "b", value = "style"}}\n'
        for name in ("one", "two")
    )
    file = tmp_path / "contrast_pairs.toml"
    file.write_text(broken, encoding="utf-8")
    with pytest.raises(ContrastFaults) as refused:
        load_pairs(file, CHAPTERS)
    assert [fault.split(": ")[1] for fault in refused.value.faults] == ["one", "two"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[one\n", "contrast_pairs.toml: not TOML: .*line 1.*; mend that line"),
        ("one = 3\n", "one: got 3; write it as a"),
    ],
)
def test_a_file_that_holds_no_pairs_is_refused_by_its_name(tmp_path, text, says):
    file = tmp_path / "contrast_pairs.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ContrastFaults, match=says):
        load_pairs(file, CHAPTERS)


def test_the_build_stops_before_a_page_is_read(tmp_path, monkeypatch):
    """Whatever page changed: the price cut that no longer turns the answer is found at the start of every build."""
    file = tmp_path / "contrast_pairs.toml"
    text = PAIRS.read_text(encoding="utf-8")
    monkeypatch.setattr(contrast_pair, "PAIRS", file)
    build = SimpleNamespace(found_docs={f"book/{chapter}" for chapter in CHAPTERS})
    file.write_text(text, encoding="utf-8")
    contrast_pair.stop_on_faults(None, build, [])
    file.write_text(text.replace("value = 0.0045", "value = 0.0008"), encoding="utf-8")
    os.utime(file, (1, 1))
    with pytest.raises(ContrastFaults, match=r"price-cut: the verdicts are no on .* and no on"):
        contrast_pair.stop_on_faults(None, build, [])


def test_there_are_fourteen_and_hardly_two_turn_on_the_same_fact():
    """Thirteen facts: what a rung lets through turns two of them, once as tried and once as counted."""
    assert len(LOADED) == 14
    assert len({pair.field for pair in LOADED.values()}) == 13
    assert {pair.field for pair in LOADED.values()} <= set(KNOWN_FIELDS)


@pytest.mark.parametrize("pair", LOADED.values(), ids=LOADED)
def test_the_core_gives_opposite_answers_to_profiles_that_differ_in_one_key(pair):
    """Asked as a reader would ask, with the profile as JSON and on the day of the evidence."""
    said, answers = {}, {}
    for side in ("no", "yes"):
        written = getattr(pair, side).profile.to_json()
        said[side] = assess(TaskProfile.from_json(written), as_of=day_of_the_evidence()).justified
        answers[side] = flat(written)
    assert said == {"no": "no", "yes": "yes"}
    differ = {key for key in {**answers["no"], **answers["yes"]} if answers["no"].get(key) != answers["yes"].get(key)}
    assert differ == {pair.field}


def test_each_pair_stands_once_on_its_chapter_and_every_chapter_has_one():
    placed = [
        (name, page.stem) for page in BOOK.rglob("*.md") for name in DIRECTIVE.findall(page.read_text(encoding="utf-8"))
    ]
    assert sorted(placed) == sorted((pair.name, pair.chapter) for pair in LOADED.values())
    assert {pair.chapter for pair in LOADED.values()} == CHAPTERS


@pytest.mark.parametrize("pair", LOADED.values(), ids=LOADED)
def test_what_is_alike_is_said_in_words(pair):
    """Every answer that the two share is there, no key of a profile stands bare, and the one that differs is not."""
    said = contrast_pair.alike(pair)
    counts = [path for path in pair.alike if path.endswith(".n")]
    assert len(said) == len(pair.alike) - len(counts)
    assert pair.field not in pair.alike
    assert not [text for text in said if "_" in text or "None" in text]


FACTS = [
    ("requests_per_month", 2000000, "Requests a month: 2,000,000"),
    ("gap", "knowledge", "The gap: facts it does not know"),
    ("repetitive", False, "The same kind of task each time: no"),
    ("rungs.few_shot.pass_rate", 0.71, "With examples in the prompt: 71\u00a0% right"),
    ("economics.prompted_usd_per_request", 0.0045, "One request, best prompt: $0.0045"),
    ("economics.serving_usd_per_month", 400, "Hosting paid even without requests: $400 a month"),
    ("economics.prompted_error_rate", 0.08, "Wrong answers with the best prompt: 8\u00a0%"),
    ("base_model.retires", "2026-10-31", "When the vendor retires the base model: 2026-10-31"),
]


@pytest.mark.parametrize(("path", "value", "says"), FACTS)
def test_a_fact_is_a_label_and_a_value_with_its_unit(path, value, says):
    assert contrast_pair.fact(path, value) == says


def test_the_reason_shown_is_one_that_the_fact_brings_in():
    """Never one that stands on both sides; where the fact only takes a reason away, what weighs most."""
    for pair in LOADED.values():
        for side, other in ((pair.no, pair.yes), (pair.yes, pair.no)):
            reason = turning_reason(side, other)
            if reason:
                assert reason.name not in {each.name for each in other.judgement.reasons}
                assert (reason.points > 0) == (side.judgement.justified == "yes")
            assert contrast_pair.why(side, other)[0]
    retired = LOADED["base-retires"]
    assert turning_reason(retired.no, retired.yes).name == "base_model_gone"
    assert turning_reason(retired.yes, retired.no) is None


@pytest.mark.parametrize("pair", LOADED.values(), ids=LOADED)
def test_the_page_shows_both_verdicts_in_the_core_s_words(new_watched_page, served_book, pair):
    """Without scripts too: the headings, the one fact in bold, the verdict as a word, the headline."""
    page = new_watched_page(java_script_enabled=False)
    page.goto(f"{served_book}book/{pair.chapter}.html#pair-{pair.name}")
    drawn = page.locator(f"[id='pair-{pair.name}']")
    assert drawn.locator("h3").inner_text().startswith(pair.title)
    for side in (pair.no, pair.yes):
        answer = side.judgement.justified
        shown = drawn.locator(f".ft-pair-{answer}")
        assert shown.locator("h4").inner_text().startswith(side.label)
        assert shown.locator("strong").inner_text() == contrast_pair.fact(pair.field, side.value)
        assert shown.locator(".ft-pair-verdict").inner_text().endswith(contrast_pair.VERDICTS[answer])
        assert headline(side.verdict) in shown.inner_text()
    assert not page.outside_requests


def test_on_a_phone_the_two_stand_one_below_the_other(new_watched_page, served_book):
    places = {}
    for width in (1280, 390):
        page = new_watched_page(viewport={"width": width, "height": 900})
        page.goto(f"{served_book}book/when-training-wins.html")
        boxes = [page.locator(f".ft-pair-{answer}").bounding_box() for answer in ("no", "yes")]
        places[width] = (boxes[0]["x"] < boxes[1]["x"], boxes[0]["y"] < boxes[1]["y"])
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert places == {1280: (True, False), 390: (False, True)}


def test_the_index_leads_to_every_pair(new_watched_page, served_book):
    page = new_watched_page()
    page.goto(f"{served_book}book/when-training-wins.html")
    leads = page.locator("table.ft-pairs tbody a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert [lead.rpartition("#")[2] for lead in leads] == [f"pair-{name}" for name in LOADED]
    assert words.GAPS["knowledge"] in page.locator("table.ft-pairs").text_content()
