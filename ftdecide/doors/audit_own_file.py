"""A button in a notebook that takes a file from the reader's disk and shows its audit."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

try:
    import ipywidgets
except ImportError as fault:
    raise ImportError("the widgets need ipywidgets; install it with: pip install 'ftdecide[course]'") from fault

from ftdecide.doors.audit_lab import Report, report
from ftdecide.instruments.audit.lines import UnusableFile


class OwnFile(ipywidgets.VBox):
    """A button that takes a file from the reader's disk and shows its audit; the file goes to this kernel only."""

    def __init__(self) -> None:
        self.report: Report | None = None  # the latest, for the cells that follow
        self._choose = ipywidgets.FileUpload(
            accept=".jsonl,.json,.csv,.tsv,.gz", description="Choose a file", layout={"width": "auto"}
        )
        self._shown = ipywidgets.HTML()
        super().__init__([self._choose, self._shown])
        self._choose.observe(self._read, "value")

    def _read(self, change: Mapping[str, Any]) -> None:
        for each in change["new"]:
            self._shown.value = "<p>Reading ...</p>"
            try:
                self.report = report(bytes(each["content"]), name=each["name"])
            except UnusableFile as unusable:
                self._shown.value = f"<p><strong>{escape(each['name'])}: {escape(str(unusable))}</strong></p>"
            else:
                self._shown.value = self.report._repr_html_()

    def _repr_mimebundle_(self, **kwargs: object) -> Any:
        """The button where there is a kernel, a sentence where there is none."""
        shown = super()._repr_mimebundle_(**kwargs)
        shown["text/html"] = "<p>Where the notebook runs, a button to choose your file stands here.</p>"
        return shown
