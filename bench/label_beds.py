"""Test beds for label errors: texts that people wrote and filed, with errors as a hurried annotator makes them.

The texts are descriptions of Debian packages by section, in several languages, translated messages by program, fortunes
by file, docstrings by package, and this book's own passages and questions by chapter; what a machine lacks is left out:

    apt-get -o Acquire::GzipIndexes=false update    lists of packages; `Acquire::Languages` for the translations
    apt-get install fortunes                        (or `apt-get download` and `dpkg -x`, and `--fortunes DIR`)

The errors are those of `label_annotators.py`.
"""

from __future__ import annotations

import ast
import gettext
import json
import random
import re
import sys
import sysconfig
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

from label_annotators import Bed, Pairs, noisy

ROOT = Path(__file__).resolve().parents[1]
LISTS, FORTUNES, LOCALE = Path("/var/lib/apt/lists"), Path("/usr/share/games/fortunes"), Path("/usr/share/locale")


def _packages(lists: Path, language: str) -> Iterator[tuple[str, str, str]]:
    """Section, one-line description and long one of Debian's packages, one package of each source."""
    files = sorted(lists.glob(f"*_main_i18n_Translation-{language}"))
    described = {}
    for file in files:
        for block in file.read_text(encoding="utf-8").split("\n\n"):
            found = re.match(r"Package: (\S+)\nDescription-md5: \S+\nDescription-\S+: (.*)\n((?:.*\n?)*)", block)
            if found:
                described[found[1]] = found[2], " ".join(found[3].replace("\n .", "\n").split())
    sources = set()
    for block in _available(lists).split("\n\n"):
        fields = dict(re.findall(r"^(Package|Source|Section): (\S+)", block, re.MULTILINE))
        name, source = fields.get("Package", ""), fields.get("Source", fields.get("Package", ""))
        if name in described and source not in sources:
            sources.add(source)
            yield (fields["Section"], *described[name])


@cache
def _available(lists: Path) -> str:
    import subprocess

    options = ["-o", f"Dir::State::lists={lists}"]
    return subprocess.run(["apt-cache", *options, "dumpavail"], capture_output=True, text=True, check=True).stdout


def debian(lists: Path, language: str = "en", part: str = "long") -> Pairs:
    """Descriptions of packages by section; the name of a language is part of no class."""
    found = []
    for section, short, long in _packages(lists, language):
        text = short if part == "short" else f"{short}. {long}"
        if len(text) > 8:
            found.append((text, section))
    return found


def fortunes(folder: Path) -> Pairs:
    """Quotations by the file that they are kept in."""
    found = []
    for file in sorted(folder.iterdir()):
        if file.is_file() and not file.suffix:
            pieces = file.read_text(encoding="utf-8", errors="replace").split("\n%\n")
            found += [(" ".join(piece.split()), file.name) for piece in pieces if len(piece) > 15]
    return found


def messages(locale: Path, language: str) -> Pairs:
    """Translated messages by the program that says them."""
    found = []
    for file in sorted((locale / language / "LC_MESSAGES").glob("*.mo")):
        try:
            with file.open("rb") as opened:
                said = gettext.GNUTranslations(opened)._catalog  # type: ignore[attr-defined]
        except UnicodeDecodeError:
            continue
        texts = {text for key, text in said.items() if key and isinstance(text, str) and 15 < len(text) < 600}
        found += [(" ".join(text.split()), file.stem) for text in sorted(texts)]
    return found


def docstrings() -> Pairs:
    """The first paragraphs of docstrings by package, of what is installed beside this Python."""
    folder = Path(sysconfig.get_paths()["purelib"])
    found: dict[str, str] = {}
    for file in sorted(folder.glob("*/**/*.py")):
        package = file.relative_to(folder).parts[0]
        try:
            tree = ast.parse(file.read_text(encoding="utf-8"))
        except (SyntaxError, ValueError):
            continue
        for node in ast.walk(tree):
            if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Module)) and (text := ast.get_docstring(node)):
                first = " ".join(text.split("\n\n")[0].split())
                if len(first) > 20:
                    found.setdefault(first, package)
    return list(found.items())


def passages() -> Pairs:
    """This book's sentences by chapter."""
    kept = json.loads((ROOT / "ftdecide" / "course" / "passages.json").read_text(encoding="utf-8"))["passages"]
    return [
        (sentence, passage["chapter"])
        for passage in kept
        for sentence in re.split(r"(?<=[.?!])\s+|\n", passage["text"])
        if len(sentence.split()) >= 5
    ]


def questions() -> Pairs:
    """Questions to this book by the chapter that answers them, a few words each."""
    asked = tomllib.loads((ROOT / "book" / "asked.toml").read_text(encoding="utf-8"))
    return [(text, place.split("#")[0]) for place, texts in asked.items() for text in texts]


def next_door() -> Pairs:
    """Questions to this book and questions on other subjects."""
    others = (ROOT / "book" / "other_subjects.txt").read_text(encoding="utf-8").splitlines()[1:]
    return [(text, "ours") for text, _ in questions()] + [(text, "other") for text in others if text.strip()]


def chosen(pairs: Pairs, texts: int, classes: int, shares: tuple[float, ...] = (), seed: int = 0) -> Pairs:
    """So many texts of the largest classes: as they come, or with these shares of each."""
    draw = random.Random(seed)
    by_class: dict[str, list[str]] = defaultdict(list)
    for text, label in dict(pairs).items():
        by_class[label].append(text)
    largest = [label for label, _ in Counter({k: len(v) for k, v in by_class.items()}).most_common(classes)]
    if shares:
        found = []
        for label, share in zip(largest, shares, strict=True):
            found += [
                (text, label) for text in draw.sample(by_class[label], min(len(by_class[label]), round(share * texts)))
            ]
    else:
        found = [(text, label) for label in largest for text in by_class[label]]
    draw.shuffle(found)
    return found[:texts]


TOPICS = ("people", "definitions", "computers", "songs-poems", "politics", "work", "science", "men-women", "platitudes",
          "art", "wisdom", "literature")  # fmt: skip
SIX = ("games", "sound", "net", "fonts", "science", "mail")


def one_of(pairs: Pairs, kind: str) -> Pairs:
    """One class against all others together."""
    return [(text, label if label == kind else "other") for text, label in pairs]


def only(pairs: Pairs, classes: Sequence[str]) -> Pairs:
    return [pair for pair in pairs if pair[1] in classes]


def templated(pairs: Pairs) -> Pairs:
    """The same texts in one frame, as prompts have them."""
    frame = "You sort parts of a system into kinds. Read the part below and answer with one word only. Part: {} Kind:"
    return [(frame.format(text), label) for text, label in pairs]


def beds(
    lists: Path = LISTS, fortune: Path = FORTUNES, locale: Path = LOCALE
) -> dict[str, tuple[float, Callable[[], Pairs]]]:
    """Of each bed, its share of errors and its pairs."""
    long, short = cache(lambda: debian(lists)), cache(lambda: debian(lists, "en", "short"))
    quoted, says = cache(lambda: fortunes(fortune)), cache(lambda language: messages(locale, language))
    two = ("net", "games")
    found: dict[str, tuple[float, Callable[[], Pairs]]] = {}
    for percent in (5, 10, 20, 30):
        found[f"packages, 20 sections, {percent} %"] = percent / 100, lambda: chosen(long(), 4000, 20)
        found[f"quotations, 12 files, {percent} %"] = percent / 100, lambda: chosen(only(quoted(), TOPICS), 4000, 12)
        found[f"questions, chapters, {percent} %"] = percent / 100, lambda: chosen(questions(), 4000, 20)
    found |= {
        "packages, one line, 20 sections": (0.1, lambda: chosen(short(), 4000, 20)),
        "packages, 30 sections, 12,000": (0.1, lambda: chosen(long(), 12_000, 30)),
        "packages, one line, 20,000": (0.1, lambda: chosen(short(), 20_000, 12)),
        "packages, 2 sections, even": (0.1, lambda: chosen(only(long(), two), 1000, 2, (0.5, 0.5))),
        "packages, 2 sections, 90/10": (0.1, lambda: chosen(only(long(), two), 1000, 2, (0.9, 0.1))),
        "packages, 2 sections, 97/3": (0.05, lambda: chosen(only(long(), two), 1000, 2, (0.97, 0.03))),
        "one line, 2 sections, 90/10": (0.1, lambda: chosen(only(short(), two), 1000, 2, (0.9, 0.1))),
        "perl or another, 90/10": (0.05, lambda: chosen(one_of(long(), "perl"), 4000, 2, (0.9, 0.1))),
        "packages, 6 sections, 200": (0.1, lambda: chosen(only(long(), SIX), 200, 6)),
        "packages, 3 sections, 100": (0.1, lambda: chosen(only(long(), ("games", "sound", "net")), 100, 3)),
        "packages in one frame, 8": (0.1, lambda: chosen(templated(short()), 2000, 8)),
        "packages, German": (0.1, lambda: chosen(debian(lists, "de"), 3000, 15)),
        "packages, French": (0.1, lambda: chosen(debian(lists, "fr"), 3000, 15)),
        "packages, Russian": (0.1, lambda: chosen(debian(lists, "ru"), 1500, 8)),
        "packages, Japanese": (0.1, lambda: chosen(debian(lists, "ja"), 2000, 10)),
        "messages, German": (0.1, lambda: chosen(says("de"), 4000, 15)),
        "messages, Russian": (0.1, lambda: chosen(says("ru"), 4000, 15)),
        "messages, Chinese": (0.1, lambda: chosen(says("zh_CN"), 4000, 15)),
        "politics or men-women": (0.15, lambda: chosen(only(quoted(), ("politics", "men-women")), 1200, 2)),
        "docstrings, 20 packages": (0.1, lambda: chosen(docstrings(), 4000, 20)),
        "this book, 10 chapters": (0.1, lambda: chosen(passages(), 1500, 10)),
        "ours or another subject": (0.05, lambda: chosen(next_door(), 8000, 2)),
        "ours or another, 97/3": (0.05, lambda: chosen(next_door(), 3000, 2, (0.97, 0.03))),
        "questions, 201 sections": (0.1, lambda: chosen(questions_by_section(), 6000, 150)),
    }  # fmt: skip
    return found


def questions_by_section() -> Pairs:
    """Questions to this book by the section that answers them."""
    asked = tomllib.loads((ROOT / "book" / "asked.toml").read_text(encoding="utf-8"))
    return [(text, place) for place, texts in asked.items() for text in texts]


def drawn(folders: tuple[Path, Path, Path], only_with: str = "", most: int = 20_000) -> Iterator[Bed]:
    """The beds, with their errors; a bed whose texts this machine lacks is said to be left out."""
    for name, (rate, pairs) in beds(*folders).items():
        if only_with not in name:
            continue
        try:
            texts = pairs()[:most]
        except OSError:
            texts = []
        if not texts:
            print(f"{name}: left out, its texts are not on this machine", file=sys.stderr)
        else:
            yield noisy(name, texts, rate)
