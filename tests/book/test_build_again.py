"""A build after a change gives what a build from nothing gives, and loses no warning; bench/build.py says how quick."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.local import book
from deploy.local.steps import BIN, ROOT, environment

pytestmark = pytest.mark.timeout(600)
# A sheet that the first build writes after the pages that name it has a version only in the second; a notebook that
# ran now and one that ran before number their widgets differently.
BY_CHANCE = re.compile(r"(?<=\.css)\?v=\w+|<script type=.application/vnd.jupyter.widget-state.*?</script>", re.S)
CHAPTER = "book/ladder.md"
BUILD = "from deploy.local import book, steps\nsteps.program(lambda: book.ensure() and None)"


class Copy:
    """A copy of what the book is made from; its environment and the engine's parts are links to ours."""

    def __init__(self, home: Path) -> None:
        self.home = home
        for name in (*book.MADE_FROM, "deploy/book", "deploy/local"):
            there = home / name
            if not there.exists():
                there.parent.mkdir(parents=True, exist_ok=True)
                (shutil.copytree if (ROOT / name).is_dir() else shutil.copy2)(ROOT / name, there)
        (home / ".venv").symlink_to(ROOT / ".venv")
        for name in ("deploy/engine/node_modules", "deploy/lite/wheels"):
            (home / name).symlink_to(ROOT / name)
        self.built()

    def change(self, name: str, edit: Callable[[str], str]) -> None:
        """Edit one file, which has to become another."""
        before = (self.home / name).read_text(encoding="utf-8")
        assert edit(before) != before
        (self.home / name).write_text(edit(before), encoding="utf-8")

    def make(self) -> tuple[int, str]:
        """What `make book` answers and says, once everything is set up."""
        ran = subprocess.run(
            [BIN / "python", "-c", BUILD], cwd=self.home, env=environment(), capture_output=True, text=True
        )
        return ran.returncode, ran.stdout + ran.stderr

    def built(self) -> str:
        """What `make book` says where all went well."""
        status, said = self.make()
        assert status == 0, said
        return said

    def pages(self) -> dict[str, str]:
        """What the build gave: every page, and the index of the search."""
        html = self.home / "_build/html"
        found = [*html.rglob("*.html"), *html.glob("*.js"), *html.glob("*.txt"), *html.glob("*.xml")]
        return {str(file.relative_to(html)): BY_CHANCE.sub("", file.read_text(encoding="utf-8")) for file in found}


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Copy:
    return Copy(tmp_path_factory.mktemp("again"))


TITLE = r"(?m)^# .*$"
TOGETHER = {  # what makes every page be written, and what does not
    "a title, a description and a label": {
        CHAPTER: lambda text: re.sub(TITLE, "# A title of the test", text, count=1),
        "book/limits.md": lambda text: text.replace("- **Move.** ", "- **Move.** A move of the test. "),
        "book/curation.md": lambda text: text.replace("## Where next\n", "(a-label-of-the-test)=\n## Where next\n"),
    },
    "a time and a sentence": {
        "book/money.md": lambda text: re.sub(r"(?<=\D)\d+ minutes", "47 minutes", text, count=1),
        CHAPTER: lambda text: text + "\nA sentence at the end.\n",
    },
}


@pytest.mark.parametrize("edits", TOGETHER.values(), ids=TOGETHER)
def test_pages_built_again_are_those_that_a_build_from_nothing_gives(copy, edits):
    """In the menu, in links, in descriptions, in the search: no page keeps what another has ceased to say."""
    for name, edit in edits.items():
        copy.change(name, edit)
    assert "changed pages" in copy.built()
    again = copy.pages()
    (copy.home / "_build/built-from").unlink()
    assert "changed pages" not in copy.built()
    from_nothing = copy.pages()
    assert again.keys() == from_nothing.keys()
    assert [name for name in again if again[name] != from_nothing[name]] == []


def test_a_change_of_what_many_pages_show_is_on_all_of_them(copy):
    """A threshold, an answer's reason and a definition: each has one source and many readers."""
    copy.change(
        "ftdecide/evidence/thresholds.toml",
        lambda text: re.sub(r"(\[revisit_days\][^[]*?\nvalue = )\d+", r"\g<1>4321", text),
    )
    copy.change(
        "book/questions/ladder.toml", lambda text: re.sub(r'(feedback = ")', r"\1A reason of the test. ", text, count=1)
    )
    copy.built()
    pages = copy.pages()
    assert "A reason of the test." in pages["book/ladder.html"]
    named = [
        file
        for file in (copy.home / "book").rglob("*.md")
        if "{threshold}`revisit_days`" in file.read_text(encoding="utf-8")
    ]
    assert named
    for file in named:
        assert "4,321" in pages[f"{file.relative_to(copy.home).with_suffix('')}.html"], file.name


def test_a_warning_is_told_again_until_its_cause_is_mended(copy):
    """The page that a failed build has read is not taken for good by the next."""
    good = (copy.home / CHAPTER).read_text(encoding="utf-8")
    copy.change(CHAPTER, lambda text: text.replace("## Try it\n", "## Try it\n\n[nowhere](#there-is-no-such-place)\n"))
    for _ in range(2):
        status, said = copy.make()
        assert status == 1
        assert "there-is-no-such-place" in said
        assert "Traceback" not in said
    (copy.home / CHAPTER).write_text(good, encoding="utf-8")  # the next test builds it


def test_a_page_taken_out_leaves_nothing_behind(copy):
    """Neither its file nor its line in the menu."""
    copy.change("_toc.yml", lambda text: text.replace("      - file: book/about/next-door\n", ""))
    (copy.home / "book/about/next-door.md").unlink()
    _, said = copy.make()  # pages may link to it, which is then said; the page itself is gone either way
    assert "changed pages" not in said
    assert not (copy.home / "_build/html/book/about/next-door.html").exists()
