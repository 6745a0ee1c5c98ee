"""The glossary cards that ship, and each way to break one: what its author is told."""

# ruff: noqa: E501 (a fault and what is said of it stand on one line)
from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import pytest

from course.small_bank import SOUND_CARDS
from ftdecide.course.card import LEVELS, RATINGS
from ftdecide.course.cards import TEXTS, InvalidCards, load_cards

# what is replaced by what, and what the message must say (all of it)
FAULTS = {
    "missing text": ('picture = "The front of a queue."\n', "", ['place.toml: card first: picture: missing; add picture = "..."']),
    "empty text": ('"A queue moves on."', '" "', ["card first: where_it_breaks: empty"]),
    "text that is a number": ('"Nothing before it."', "3", ["card first: memory_trick: got 3; write it as text in quotes"]),
    "unknown field": ("memory_trick =", "memory_trik =", ["memory_trik: unknown field; did you mean 'memory_trick'?", "memory_trick: missing"]),
    "unknown file field": ("about =", "abuot =", ["place.toml: abuot: unknown field; did you mean 'about'?", "place.toml: about: missing"]),
    "no term": ('term = "first"\n', "", ["place.toml: card 1: term: missing"]),
    "unknown level": ('"beginner"', '"novice"', ["card first: level: got 'novice'; write one of beginner, intermediate, advanced"]),
    "rating above five": ("impact = 3", "impact = 6", ["card first: impact: got 6; write a whole number from 1 to 5"]),
    "rating of nought": ("impact = 3", "impact = 0", ["impact: got 0; write a whole number from 1 to 5"]),
    "rating that is half": ("impact = 3", "impact = 3.5", ["impact: got 3.5; write a whole number"]),
    "rating that is a flag": ("impact = 3", "impact = true", ["impact: got True; write a whole number"]),
    "missing rating": ("impact = 3\n", "", ["card first: impact: missing; add impact = a whole number from 1 to 5"]),
    "pronunciation without strokes": ('"/FURST/"', '"FURST"', ["pronunciation: got 'FURST'; respell it between strokes"]),
    "definition that is a lecture": ('"What comes before the second."', f'"{"word " * 61}"', ["definition: 61 words; keep it to 60"]),
    "no prompt": ('["What comes first, and why?"]', "[]", ["card first: prompts: missing; add at least one"]),
    "prompts that are a text": ('["What comes first, and why?"]', '"What comes first?"', ["prompts: got 'What comes first?'; write a list of texts"]),
    "four misuses": ('["Saying it of the second."]', '["a", "b", "c", "d"]', ["card first: misuses: 4 given; keep 1 to 3"]),
    "related to nothing": ('["second"]', '["secnd"]', ["card first: related: 'secnd' is not the term of a card; did you mean 'second'?"]),
    "related to itself": ('["second"]', '["first"]', ["card first: related: 'first' is the card itself"]),
    "unknown source": ('["E45"]', '["E999"]', ["card first: sources: 'E999' is not a known source"]),
    "two cards of one name": ('term = "second"', 'term = "First"', ["card First: term: 'First' is already a name in place.toml: card first"]),
    "another's name as a second name": ('["number one"]', '["Second"]', ["card second: term: 'second' is already a name in place.toml: card first"]),
    "lone backtick": ('"The rest follows."', '"The `rest follows."', ["why_it_matters: a backtick stands alone"]),
}  # fmt: skip


def test_the_cards_that_are_broken_below_are_sound(write_cards):
    found = load_cards(write_cards(place=SOUND_CARDS))
    assert [card.term for card in found.cards] == ["first", "second"]
    assert found.card("NUMBER one").category == "place"
    assert found.names == {"first", "number one", "second"}
    with pytest.raises(KeyError):
        found.card("third")


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_is_named_with_its_place_and_remedy(write_cards, fault):
    old, new, said = FAULTS[fault]
    assert old in SOUND_CARDS
    with pytest.raises(InvalidCards) as refused:
        load_cards(write_cards(place=SOUND_CARDS.replace(old, new, 1)))
    for words in said:
        assert words in str(refused.value)


def test_all_faults_of_all_files_are_told_at_once(write_cards):
    other = SOUND_CARDS.replace("first", "third").replace('"second"', '"fourth"').replace("number one", "number three")
    folder = write_cards(
        one=SOUND_CARDS.replace("impact = 3", "impact = 9").replace('"/FURST/"', '""'),
        two=other.replace('"beginner"', '"expert"'),
    )
    with pytest.raises(InvalidCards) as refused:
        load_cards(folder)
    assert [fault.split(": ")[:3] for fault in refused.value.faults] == [
        ["one.toml", "card first", "pronunciation"],
        ["one.toml", "card first", "impact"],
        ["two.toml", "card third", "level"],
    ]


@pytest.mark.parametrize("broken, line", [
    (SOUND_CARDS.replace('title = "A category"', 'title = "A category'), 2),
    (SOUND_CARDS.replace("[[card]]", "[[card]", 1), 5),
])  # fmt: skip
def test_broken_toml_names_file_and_line(write_cards, broken, line):
    with pytest.raises(InvalidCards, match=rf"place\.toml: not TOML: .*at line {line},"):
        load_cards(write_cards(place=broken))


def test_a_file_that_is_not_utf_8_is_refused(write_cards):
    folder = write_cards()
    (folder / "place.toml").write_bytes(SOUND_CARDS.replace("queue", "queué").encode("latin-1"))
    with pytest.raises(InvalidCards, match=r"place\.toml: byte \d+: not UTF-8"):
        load_cards(folder)


def test_a_folder_without_cards_is_refused(tmp_path):
    with pytest.raises(InvalidCards, match="no file of cards"):
        load_cards(tmp_path)


# The cards that ship


def texts(card):
    yield from (getattr(card, field) for field in TEXTS)
    yield from (*card.prompts, *card.misuses)


def test_there_are_forty_cards_and_more_in_the_order_of_the_alphabet(glossary):
    assert len(glossary.cards) >= 45
    assert all(a.term.casefold() < b.term.casefold() for a, b in pairwise(glossary.cards))


def test_every_category_and_level_has_several_cards(glossary):
    """A filter with one card behind it is a link."""
    for counted, known in (
        (Counter(card.category for card in glossary.cards), [category.name for category in glossary.categories]),
        (Counter(card.level for card in glossary.cards), LEVELS),
    ):
        assert set(counted) == set(known)
        assert min(counted.values()) >= 5, counted


def test_every_rating_tells_cards_apart(glossary):
    """A scale on which nearly all cards have one place says nothing."""
    for name in RATINGS:
        places = Counter(card.rating(name) for card in glossary.cards)
        assert len(places) >= 4, (name, places)
        assert max(places.values()) <= 0.6 * len(glossary.cards), (name, places)


def test_no_sentence_stands_on_two_cards(glossary):
    sentences = Counter(
        sentence.strip() for card in glossary.cards for text in texts(card) for sentence in re.split(r"(?<=[.?:])\s", text)
        if len(sentence.split()) > 3
    )  # fmt: skip
    assert [sentence for sentence, count in sentences.items() if count > 1] == []


def test_a_card_keeps_the_tone_of_the_house(glossary):
    """No exclamation marks, dashes for effect, emoji, or filler."""
    pattern = re.compile(
        r"!|—|–| - |[\U0001F300-\U0001FAFF]|\b(simply|basically|actually|leverage|delve|crucial)\b", re.IGNORECASE
    )
    assert [(card.term, text) for card in glossary.cards for text in texts(card) if pattern.search(text)] == []


def test_where_a_picture_breaks_is_said_in_other_words(glossary):
    for card in glossary.cards:
        assert len(card.where_it_breaks.split()) >= 6, card.term
        shared = set(re.findall(r"\w{5,}", card.picture.lower())) & set(
            re.findall(r"\w{5,}", card.where_it_breaks.lower())
        )
        assert len(shared) < 5, (card.term, shared)


def test_a_prompt_can_be_copied_as_it_stands(glossary):
    """It asks for something, has no role of the book in it, and closes every bracket that it opens."""
    for card in glossary.cards:
        for prompt in card.prompts:
            assert "{" not in prompt and prompt.count("[") == prompt.count("]"), (card.term, prompt)
            assert len(prompt.split()) >= 10 and prompt.rstrip()[-1] in ".?:]", (card.term, prompt)


def test_a_card_that_quotes_a_number_names_a_source(glossary):
    """A share, a price or a result is somebody's finding; numbers of the evidence come by name."""
    finding = re.compile(r"\d+(\.\d+)?%|\$\d|\b\d[\d.,]* (points|times)\b")
    for card in glossary.cards:
        said = " ".join((card.definition, card.why_it_matters, *card.misuses))
        if finding.search(said):
            assert card.sources, card.term
