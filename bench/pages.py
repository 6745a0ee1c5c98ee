"""What a first view of each page weighs over gzip, in a real Chromium with an empty cache, heaviest first.

    .venv/bin/python bench/pages.py            every page
    .venv/bin/python bench/pages.py --parts    and what the heaviest of them loads

The built book (`make book`) is served with its texts compressed (gzip, level 6). Counted is the body of every answer
until the page has been quiet for half a second; the drill's engine and JupyterLite, which start after the page is
shown, are listed apart.
"""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from deploy.local import browser  # noqa: E402
from deploy.local.book_server import BookServer, GzippedPages  # noqa: E402

MOST_BYTES = 400_000
LATER = ("/engine/", "/lite/")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def pages() -> list[str]:
    """Every page of the table of contents, and the search."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    return [toc["root"], *(page["file"] for part in toc["parts"] for page in part["chapters"]), "search"]


def loaded(chromium: Browser, address: str) -> dict[str, int]:
    """The bytes of each file that a first view asks for, without the answers' heads."""
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    tab = context.new_page()
    answers = []
    tab.on("requestfinished", lambda request: answers.append(request))
    tab.goto(address, wait_until="networkidle")
    found = {
        urlsplit(each.url).path: each.sizes()["responseBodySize"] for each in answers if each.url.startswith("http")
    }
    context.close()
    return found


def first_view(files: dict[str, int]) -> int:
    """What counts: all but what starts after the first paint."""
    return sum(size for path, size in files.items() if not any(part in path for part in LATER))


def main() -> None:
    """Measure every page and say which are too heavy."""
    with sync_playwright() as playwright, BookServer(ROOT / "_build/html", 0, GzippedPages) as server:
        chromium = playwright.chromium.launch(executable_path=browser.find(), args=ARGUMENTS)
        weights = {page: loaded(chromium, f"{server.url}{page}.html") for page in pages()}
        chromium.close()
    ranked = sorted(weights, key=lambda page: -first_view(weights[page]))
    for page in ranked:
        later = sum(weights[page].values()) - first_view(weights[page])
        note = f"  and {later / 1000:,.0f} kB later" if later else ""
        over = "  TOO HEAVY" if first_view(weights[page]) > MOST_BYTES else ""
        print(f"{first_view(weights[page]) / 1000:7.1f} kB in {len(weights[page]):2} files  {page}{note}{over}")
    if "--parts" in sys.argv:
        for path, size in sorted(weights[ranked[0]].items(), key=lambda part: -part[1]):
            print(f"{size / 1000:9.1f} kB  {path}")


if __name__ == "__main__":
    main()
