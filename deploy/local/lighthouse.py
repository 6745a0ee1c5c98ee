"""`make lighthouse`: what Lighthouse says of five pages of the built book, as on a phone with a slow connection."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path

from deploy.local import book, browser, engine, setup
from deploy.local.book_server import BookServer, GzippedPages
from deploy.local.steps import ROOT, Refused, StepFailed, environment, program, run, say, step

HOME = ROOT / "deploy" / "lighthouse"
STAMP = HOME / "node_modules" / ".ftdecide-lock"
PAGES = ("book/index", "book/three-conditions", "book/ladder", "book/glossary", "notebooks/drill")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LEAST = 95
# The machine's own browser, which may ask nobody but the server beside it.
CHROME = (
    "--headless=new --no-sandbox --disable-gpu --disable-background-networking "
    '--host-resolver-rules="MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"'
)


def ensure() -> None:
    """Fetch Lighthouse as its lock says; only who measures needs it."""
    lock = hashlib.sha256((HOME / "package-lock.json").read_bytes()).hexdigest()
    if STAMP.exists() and STAMP.read_text() == lock:
        return
    with step("fetching Lighthouse (about 60 MB)"):
        run(
            [engine.which("npm") or "npm", *engine.NPM_CI[:-1], str(HOME)],
            env=environment(PUPPETEER_SKIP_DOWNLOAD="1"),
            timeout_seconds=900,
        )
    STAMP.write_text(lock)


def report(address: str, chromium: str, folder: Path) -> dict:
    """Everything that Lighthouse found on one page."""
    target = folder / "report.json"
    command = [
        "node", HOME / "node_modules/lighthouse/cli/index.js", address, "--quiet", "--output=json",
        f"--output-path={target}", f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={CHROME}",
    ]  # fmt: skip
    run(command, env=environment(CHROME_PATH=chromium, LIGHTHOUSE_ERROR_REPORTING="false"), timeout_seconds=300)
    return json.loads(target.read_text(encoding="utf-8"))


def faults(found: dict) -> list[str]:
    """What took points, the heaviest first."""
    taken = [
        (reference["weight"] * (1 - (found["audits"][reference["id"]]["score"] or 0)), reference["id"])
        for category in found["categories"].values()
        for reference in category["auditRefs"]
        if reference["weight"] and (found["audits"][reference["id"]]["score"] or 0) < 0.9
        and found["audits"][reference["id"]]["scoreDisplayMode"] in ("binary", "numeric", "metricSavings")
    ]  # fmt: skip
    return [
        f"{name} {found['audits'][name].get('displayValue', '')}".strip() for _, name in sorted(taken, reverse=True)
    ]


def main() -> int:
    """Measure the five pages; 1 where one is below the bar."""
    setup.ensure()
    chromium = browser.ensure()
    if chromium is None:
        raise Refused(f"Lighthouse drives Chromium, and none is here: make lighthouse {browser.VARIABLE}=/path/to/it")
    try:
        ensure()
        html = book.ensure()
        below = False
        pages = os.environ.get("PAGES", "").split() or PAGES
        with BookServer(html, 0, GzippedPages) as server, tempfile.TemporaryDirectory() as folder:
            for page in pages:
                found = report(f"{server.url}{page}.html", chromium, Path(folder))
                scores = {name: round(100 * (found["categories"][name]["score"] or 0)) for name in CATEGORIES}
                below = below or min(scores.values()) < LEAST
                print(f"{page:24}", *(f"{name} {score}" for name, score in scores.items()), flush=True)
                for fault in faults(found):
                    say(f"    {fault}")
    except StepFailed as failure:
        raise Refused(f"Lighthouse did not run:\n{failure.tail()}") from failure
    return int(below)


if __name__ == "__main__":
    program(main)
