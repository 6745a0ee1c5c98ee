"""The question bank: one TOML file per chapter, read and checked as a whole.

Everyone who asks questions (book pages, assignments, tests) reads them here, so a bank with one
fault serves nobody: all faults are gathered and raised together.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from ftdecide.course.item import read_question
from ftdecide.course.question import Chapter, Question
from ftdecide.course.template import SEEDS_TRIED, TEMPLATE_FIELDS, VARIANTS, instance, is_template
from ftdecide.course.toml_table import TomlTable
from ftdecide.evidence import later_sources, load_evidence

CHAPTER_FIELDS = ("title", "question")
REFERENCES = "references.toml"
MOST = 10**15  # a whole number, either side of nought


class InvalidBank(ValueError):
    """A question bank that cannot be used; ``faults`` lists every ``file: question id: field: reason``."""

    def __init__(self, faults: Collection[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


def load_bank(folder: Path, sources: Collection[str] | None = None) -> Mapping[str, Chapter]:
    """Every chapter of the bank, by name.

    Args:
        folder: holds the ``*.toml`` files; the file's name is the chapter's.
        sources: the keys a question may name as its source; where not given those of the evidence, and of
            ``references.toml`` beside the folder, which only chapters cite.

    Raises:
        InvalidBank: with all faults of all files.
    """
    faults: list[str] = []
    sources = _known_sources(folder, faults) if sources is None else sources
    chapters: dict[str, Chapter] = {}
    first_use: dict[str, str] = {}
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise InvalidBank([f"{folder}: no question file; put one <chapter>.toml there for each quiz"])
    for file in files:
        table = _read_toml(file, faults)
        if table is not None:
            chapters[file.stem] = _read_chapter(file, table, first_use, sources, faults)
    if faults:
        raise InvalidBank(faults)
    return chapters


def _known_sources(folder: Path, faults: list[str]) -> Collection[str]:
    own = folder.parent / REFERENCES
    cited = (_read_toml(own, faults) or {}) if own.exists() else {}
    return {*load_evidence().sources, *later_sources(), *cited}


def _read_toml(file: Path, faults: list[str]) -> Mapping[str, Any] | None:
    try:
        read = tomllib.loads(file.read_text(encoding="utf-8"))
        too_large = [f"{file.name}: {fault}" for fault in _too_large("", read)]
        faults += too_large
        return None if too_large else read
    except UnicodeDecodeError as broken:
        faults.append(f"{file.name}: byte {broken.start}: not UTF-8; save the file as UTF-8")
    except tomllib.TOMLDecodeError as broken:  # its message ends in (at line L, column C)
        faults.append(f"{file.name}: not TOML: {broken}; mend the line, or the quotes or brackets opened before it")
    return None


def _too_large(path: str, value: Any) -> Iterator[str]:
    """Whole numbers that nothing can be worked out from, with the fields that lead to them."""
    if isinstance(value, int) and abs(value) > MOST:
        yield f"{path}: a whole number larger than {MOST:,}; write a smaller one"
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from _too_large(f"{path}: {key}" if path else key, each)
    elif isinstance(value, list):
        for n, each in enumerate(value, 1):
            yield from _too_large(f"{path} {n}", each)


def _read_chapter(
    file: Path,
    raw: Mapping[str, Any],
    first_use: dict[str, str],
    sources: Collection[str],
    faults: list[str],
) -> Chapter:
    chapter = TomlTable(raw, file.name, faults)
    chapter.refuse_unknown(CHAPTER_FIELDS)
    title = chapter.text("title")
    if "question" not in raw:
        chapter.fault("question", "missing; add at least one table [[question]]")
    questions: dict[str, tuple[Question, ...]] = {}
    for n, table in enumerate(chapter.subtables("question"), 1):
        named = table.table.get("id")
        table.place = f"{file.name}: question {named if isinstance(named, str) and named else f'number {n}'}"
        variants = read_variants(table)
        if isinstance(named, str) and named:
            if named in first_use:
                table.fault("id", f"already used in {first_use[named]}; choose another, unique in the whole bank")
            first_use.setdefault(named, f"{file.name}, question number {n}")
        if not variants:
            continue
        for key in variants[0].sources:
            if key not in sources:
                remedy = "mend the key, or add it to ftdecide/evidence/sources.toml"
                table.fault("sources", f"{key!r} is not a known source; {remedy}")
        questions[variants[0].id] = variants
    return Chapter(file.stem, title, questions)


def read_variants(table: TomlTable) -> tuple[Question, ...]:
    """The question, or its first eight different variants where it is a template; none where faults were noted."""
    if not is_template(table.table):
        question = read_question(table)
        return (question,) if question else ()
    variants: dict[str, Question] = {}
    for seed in range(SEEDS_TRIED):
        question = read_variant(table, seed)
        if question is None:
            return ()
        variants.setdefault(question.prompt, question)
        if len(variants) == VARIANTS:
            return tuple(variants.values())
    table.fault("vary", f"{len(variants)} different questions can be drawn; widen it to at least {VARIANTS}")
    return ()


def read_variant(table: TomlTable, seed: int) -> Question | None:
    """What a template draws with this seed; None where faults were noted."""
    before = len(table.faults)
    filled = instance(table, seed)
    if len(table.faults) > before:
        return None
    kept = {field: table.table[field] for field in TEMPLATE_FIELDS if field in table.table}
    return read_question(TomlTable({**filled, **kept}, table.place, table.faults))
