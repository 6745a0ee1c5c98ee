"""The drill as its user meets it: fills in the form, waits for the verdict, reads the card."""

from __future__ import annotations

import tomllib
import uuid
from pathlib import Path

from playwright.sync_api import Page, TimeoutError

from ftdecide.doors.drill import respond

PROFILES = tomllib.loads(Path(__file__).with_name("profiles.toml").read_text(encoding="utf-8"))
ENGINE_STARTS_WITHIN_MS = 240_000  # 6 s on a quiet machine; CI shares two slowed cores between three browsers
JUPYTERLAB_OPENS_WITHIN_MS = 240_000
RUN_SHOWS_WITHIN_MS = 60_000
RUNS = 4


def stated(name: str) -> dict:
    """One of the twelve as the core reads it: without what is expected, volume by the month."""
    profile = {key: value for key, value in PROFILES[name].items() if key not in {"decision", "justified", "per_week"}}
    if "per_week" in PROFILES[name]:
        profile["requests_per_month"] = PROFILES[name]["per_week"] * (52 / 12)
    return profile


class DrillPage:
    """One drill on an open page."""

    def __init__(self, page: Page):
        self.page = page
        self.card = page.locator(".ftd-verdict")

    def wait_for_verdict(self) -> None:
        self.page.wait_for_selector(".ftd-verdict[data-decision]:not([aria-busy])", timeout=ENGINE_STARTS_WITHIN_MS)

    def field(self, key: str):
        return self.page.locator(f'[data-field="{key}"]')

    def fill(self, profile: dict) -> None:
        """Clear the form and answer every question that the profile answers, as a person would."""
        folded = self.page.locator(":is(details.ftd-section, details.ftd-more):not([open]) > summary")
        while folded.count():
            folded.first.click()
        self.page.get_by_role("button", name="Clear all answers").click()
        for key, value in profile.items():
            match key:
                case "rungs":
                    self._tick(value)
                case "economics" | "base_model":
                    for inner, each in value.items():
                        self._answer(f"{key}.{inner}", each)
                case _:
                    self._answer(key, value)

    def _tick(self, rungs: dict) -> None:
        for name, result in rungs.items():
            self.field(f"rungs.{name}").check()
            for key, value in result.items():
                self._answer(f"rungs.{name}.{key}", value)

    def _answer(self, key: str, value) -> None:
        box = self.field("requests_per_month" if key == "per_week" else key)
        if box.first.get_attribute("type") == "radio":
            choice = {True: "true", False: "false"}.get(value, value) if isinstance(value, bool) else value
            self.page.locator(f'[data-field="{key}"][value="{choice}"]').check()
        else:
            box.fill(str(value))

    def read(self) -> dict:
        """What the card says now."""
        return {
            "decision": self.card.get_attribute("data-decision"),
            "justified": self.card.get_attribute("data-justified"),
            "headline": self.card.locator(".ftd-headline").inner_text(),
            "conditions": [text.strip() for text in self.card.locator(".ftd-lamp em").all_inner_texts()],
            "next": self.card.locator(".ftd-next h3").inner_text(),
        }

    def verdict_on(self, name: str) -> dict:
        """Fill in one of the twelve and read the card, which is given six seconds to say what this Python says."""
        self.fill({key: value for key, value in PROFILES[name].items() if key not in {"decision", "justified"}})
        wanted = expected(name)
        for _ in range(60):
            if not self.card.get_attribute("aria-busy") and self.read() == wanted:
                break
            self.page.wait_for_timeout(100)
        return self.read()


def expected(name: str) -> dict:
    """What this Python says of one of the twelve."""
    verdict = respond(stated(name))
    return {
        "decision": verdict["decision"],
        "justified": verdict["justified"],
        "headline": verdict["headline"],
        "conditions": [condition["status"] for condition in verdict["conditions"]],
        "next": f"Next: {verdict['next_step']['title']}",
    }


def run_in_jupyterlab(page: Page, url: str, notebook: str, awaited: str) -> None:
    """Open a notebook in a workspace of its own and run all of it from the menu, until `awaited` can be seen.

    What is run before the kernel has answered is lost without a word, so a person runs it again, and so do we.
    """
    workspace = f"{notebook.removesuffix('.ipynb')}-{uuid.uuid4().hex[:8]}"  # no tab left open by an earlier visitor
    page.goto(f"{url}/workspaces/{workspace}/tree/{notebook}", timeout=JUPYTERLAB_OPENS_WITHIN_MS)
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=JUPYTERLAB_OPENS_WITHIN_MS)
    for left in reversed(range(RUNS)):
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=JUPYTERLAB_OPENS_WITHIN_MS)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        try:
            page.locator(awaited).first.wait_for(timeout=RUN_SHOWS_WITHIN_MS)
            return
        except TimeoutError:
            if not left:
                raise


def opened(page, home: str, url: str) -> DrillPage:
    """The drill in one of its homes, with its first verdict there."""
    match home:
        case "book":
            page.goto(f"{url}notebooks/drill.html")
        case "voila":
            page.goto(url)
        case "jupyterlab":
            run_in_jupyterlab(page, url, "drill.ipynb", ".ftd-verdict")
    drill = DrillPage(page)
    drill.wait_for_verdict()
    return drill
