"""Numbers and citations reach the page by name; an unknown name is an error."""

from __future__ import annotations

import re
from pathlib import Path

import evidence_role
import pytest
from docutils.core import publish_doctree
from evidence_role import known_sources, short, shown

from ftdecide.evidence import load_evidence, load_later_cases
from ftdecide.evidence.claims import load_claims

BOOK = Path(__file__).resolve().parents[2] / "book"
CHAPTERS = {path.name: path.read_text(encoding="utf-8") for path in sorted(BOOK.glob("*.md"))}


@pytest.mark.parametrize(
    ("name", "value"),
    [("high_volume_requests_per_month", "430,000"), ("clear_room_pass_rate", "82%"), ("min_clean_examples", "50")],
)
def test_a_threshold_is_shown_as_prose_has_it(name, value):
    """Thousands set off, shares as percentages."""
    assert shown(load_evidence().thresholds[name]) == value


def test_a_citation_is_first_author_and_year():
    """Affiliations and further authors stay on the sources page."""
    known = known_sources()
    assert [short(known[key]) for key in ("E09", "E29", "E02", "us58")] == [
        "Ovadia et al. 2023", "Chakrabarty et al. 2025", "Hakhamaneshi & Ahmad 2023", "us58 2026",
    ]  # fmt: skip


def test_an_unknown_name_gives_the_nearest_known_one():
    """A slip of the pen is mended without opening the table."""
    message = evidence_role.unknown("threshold", "min_clean_exampels", load_evidence().thresholds)
    assert message == "threshold 'min_clean_exampels' is not in the evidence; did you mean 'min_clean_examples'?"


@pytest.mark.parametrize(
    "role", [evidence_role.ThresholdRole(), evidence_role.SourceRole()], ids=["threshold", "source"]
)
def test_an_unknown_name_is_an_error_on_the_page(role, monkeypatch):
    """Which the build, where warnings are errors, does not survive."""
    from docutils.parsers.rst import roles

    monkeypatch.setattr(type(role), "env", None, raising=False)
    monkeypatch.setattr(evidence_role, "note_evidence", lambda env: None)
    roles.register_local_role("tried", role)
    page = publish_doctree("A :tried:`no such thing`.", settings_overrides={"report_level": 5})
    assert [message["type"] for message in page.findall(lambda node: node.tagname == "system_message")] == ["ERROR"]


def test_every_reference_of_the_book_is_cited():
    """What no chapter cites has no place in references.toml."""
    cited = {
        key.strip()
        for text in CHAPTERS.values()
        for keys in re.findall(r"\{source\}`([^`]+)`", text)
        for key in keys.split(",")
    }
    cited |= {key for claim in load_claims().values() for key in claim.sources}
    own = set(known_sources()) - set(load_evidence().sources) - set(load_later_cases())
    assert own <= cited, f"not cited: {sorted(own - cited)}"
    assert cited <= set(known_sources())


@pytest.mark.parametrize(
    "name", ["one-answer", "two-kinds-of-work", "three-conditions", "curation", "ladder", "money", "limits"]
)
def test_every_lesson_cites_its_claims(name):
    """At least three sources to a lesson."""
    assert len(re.findall(r"\{source\}`", CHAPTERS[f"{name}.md"])) >= 3


def test_the_prose_keeps_its_voice():
    """No exclamation marks, no long dashes."""
    for name, text in CHAPTERS.items():
        prose = re.sub(r"```.*?```|<!--.*?-->|!\[", "", text, flags=re.S)
        assert "!" not in prose and "—" not in prose, name
