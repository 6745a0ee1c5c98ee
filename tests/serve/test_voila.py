"""The drill under Voila in a real browser: asks nobody else, follows the reader's scheme, leaves no kernel behind."""

import re
import time
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import pytest

from deploy.local import voila
from deploy.local.background import Background, descendants
from deploy.local.book_server import LOOPBACK
from deploy.local.steps import BIN, Refused, environment

pytestmark = pytest.mark.browser


def open_drill(page, url):
    """Open the page and wait until the form is there to be answered."""
    page.goto(url)
    page.locator("[data-field]").first.wait_for(state="visible", timeout=240_000)


def test_the_drill_answers_and_asks_no_other_host(voila_url, watched_page):
    """The form is answered by the kernel's verdict; nothing is fetched from elsewhere, nothing fails."""
    open_drill(watched_page, voila_url)
    verdict = watched_page.locator("[data-decision]")
    before = verdict.inner_text()
    volume = watched_page.locator("input[data-field^='requests_per_month']").first
    volume.fill("30000")
    watched_page.wait_for_function(
        "before => document.querySelector('[data-decision]').innerText !== before", arg=before
    )
    assert watched_page.outside_requests == []
    assert watched_page.console_errors == []
    assert re.search(r"\w", watched_page.title())
    assert watched_page.locator("html").get_attribute("lang") == "en"
    assert watched_page.locator("meta[name=viewport]").get_attribute("content").startswith("width=device-width")
    assert watched_page.get_by_role("main").count() >= 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_follows_the_readers_scheme_and_screen(voila_url, new_watched_page, scheme):
    """Paper and ink swap places in the dark, for the widgets too; a phone need not be scrolled sideways."""
    page = new_watched_page(color_scheme=scheme)
    open_drill(page, voila_url)
    paper = page.evaluate("getComputedStyle(document.getElementById('rendered_cells')).backgroundColor")
    lightness = sum(map(int, re.findall(r"\d+", paper)[:3])) / (3 * 255)
    assert lightness > 0.9 if scheme == "light" else lightness < 0.15
    assert page.locator("body").get_attribute("data-jp-theme-light") == str(scheme == "light").lower()
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_verdict_stays_in_view_while_one_answers(voila_url, watched_page):
    """On a wide screen, far down the form, the verdict is still on the screen."""
    open_drill(watched_page, voila_url)
    watched_page.mouse.move(300, 400)
    watched_page.mouse.wheel(0, 900)
    watched_page.wait_for_function("document.getElementById('rendered_cells').scrollTop > 500")
    box = watched_page.locator("[data-decision]").bounding_box()
    assert 0 <= box["y"] < watched_page.viewport_size["height"]


def test_closing_the_tab_ends_its_kernel(new_watched_page, free_port):
    """Voila refuses a tab's farewell unless the visitor has its cookie; ours gets one (voila #1458)."""
    with voila.start(free_port) as server:
        server.wait_until_it_answers()
        page = new_watched_page()
        open_drill(page, server.url)
        kernels = descendants(server.process.pid)
        assert len(kernels) == 1
        page.close(run_before_unload=True)
        give_up = time.monotonic() + 15
        while descendants(server.process.pid) and time.monotonic() < give_up:
            time.sleep(0.1)
        assert descendants(server.process.pid) == []


def test_the_browser_is_told_to_fetch_from_here_only(voila_url):
    """Should a template or a widget ever name another host, the browser refuses it."""
    with urllib.request.urlopen(voila_url, timeout=120) as answer:
        policy = answer.headers["Content-Security-Policy"]
        text = answer.read().decode()
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"].startswith("'self'")
    for allowed in (" ".join(rules.values())).split():
        assert allowed.startswith("'") or allowed in {"data:", "blob:"} or urlsplit(allowed).scheme in {"ws"}, allowed
    assert not re.search(r"<(?:script|link|img)[^>]+(?:src|href)=\"https?:", text)


def test_another_hosts_name_is_refused(voila_url):
    """A web page elsewhere that points its own name at this machine gets nothing."""
    asked = urllib.request.Request(voila_url, headers={"Host": "elsewhere.example"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(asked, timeout=120)
    with refused.value as answer:
        assert answer.code == 403


def test_a_server_that_ends_by_itself_is_reported_with_its_last_lines(free_port):
    """The person reads what the server said last, and its status."""
    command = [BIN / "python", "-c", "import sys; print('no such notebook'); sys.exit(3)"]
    url = f"http://{LOOPBACK}:{free_port}/"
    with (
        Background("Voila", command, environment(), url, probe=url) as server,
        pytest.raises(Refused, match=r"Voila ended by itself \(status 3\)[^$]*no such notebook"),
    ):
        server.wait_until_it_answers(30)


def test_a_missing_notebook_is_named(tmp_path, free_port):
    """Rather than a page that shows nothing."""
    with pytest.raises(Refused, match="missing"):
        voila.start(free_port, tmp_path / "none.ipynb")
