"""Names a question of the bank and leads to it: {question}`tc-together`.

A name that the bank does not have stops the build, so that a list of questions cannot outlive them.
"""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import Any

from docutils import nodes
from quiz import quiz_block
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxRole
from sphinx.util.nodes import make_refnode


class QuestionRole(SphinxRole):
    """A question's name, linked to where it is asked."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        name = self.text.strip()
        chapters = {
            question.id: chapter for chapter, bank in self.env.app.quiz_bank.items() for question in bank.questions
        }
        if name not in chapters:
            near = difflib.get_close_matches(name, chapters, n=1, cutoff=0.5)
            remedy = f"did you mean {near[0]!r}?" if near else "its names stand in book/questions/*.toml"
            raise ExtensionError(f"{self.get_location()}: {{question}} knows no {name!r}; {remedy}")
        for file in (
            Path(self.config.quiz_questions) / f"{chapters[name]}.toml",
            Path(self.env.srcdir) / f"book/{chapters[name]}.md",
        ):
            self.env.note_dependency(str(file))
        target = {"reftype": "question", "reftarget": name, "refdoc": self.env.docname, "chapter": chapters[name]}
        return [pending_xref("", nodes.literal(text=name), refdomain="", **target)], []


def lead_there(app: Sphinx, env: BuildEnvironment, node: pending_xref, inside: nodes.TextElement) -> nodes.Node | None:
    """The link to the question in the quiz of its own chapter."""
    if node["reftype"] != "question":
        return None
    page, name = f"book/{node['chapter']}", node["reftarget"]
    blocks = env.get_doctree(page).findall(quiz_block) if page in env.found_docs else []
    anchors = [found[1] for block in blocks if (found := re.search(rf'id="(quiz\d+-{name})"', block["html"]))]
    if not anchors:
        raise ExtensionError(
            f"{{question}} {name!r}: {page}.md does not ask it; put it into a quiz there, or take it out here"
        )
    return make_refnode(app.builder, node["refdoc"], page, anchors[0], inside)


def setup(app: Sphinx) -> dict[str, Any]:
    app.setup_extension("quiz")  # reads the bank
    app.add_role("question", QuestionRole())
    app.connect("missing-reference", lead_there)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
