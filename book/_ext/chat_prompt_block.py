"""The drill as a prompt for any AI chat, as the drill itself writes it: ```{chat-prompt}```."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import ftdecide.chat_prompt
from ftdecide.chat_prompt import chat_prompt
from ftdecide.evidence import load_evidence
from ftdecide.model import TaskProfile


class ChatPrompt(SphinxDirective):
    """The prompt of a reader who has not said anything yet: a blank for the task, and the questions."""

    def run(self) -> list[nodes.Node]:
        self.env.note_dependency(ftdecide.chat_prompt.__file__)
        text = chat_prompt(TaskProfile(), load_evidence()).strip()
        return [nodes.literal_block(text, text, language="text")]


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("chat-prompt", ChatPrompt)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
