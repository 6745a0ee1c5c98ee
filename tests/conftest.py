"""What several tests share: one Chromium, the built book over http, Voila and JupyterLab as people meet them."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # deploy/ is a part of the repository, not of the installed package

from deploy.local import book, browser, voila  # noqa: E402
from deploy.local.background import Background  # noqa: E402
from deploy.local.book_server import LOOPBACK, BookServer  # noqa: E402
from deploy.local.steps import BIN, environment, on_ci, one_at_a_time  # noqa: E402

# Where several processes share the tests, each takes a file at a time, the long ones first, lest one is left alone
# with such a file at the end. What is not named here follows as pytest found it.
LONG_FIRST = (
    "book/test_downloads", "browser/test_drill", "browser/test_before", "core/test_parity", "book/test_build_again",
    "book/test_pages", "core/test_properties", "core/test_flips", "serve/test_serve", "browser/test_three",
    "notebooks/test_lite", "book/test_about", "book/test_weight", "serve/test_voila", "browser/", "course/test_quiz",
    "grading/", "notebooks/", "serve/test_setup",
)  # fmt: skip
PATIENCE_MS = 60_000  # for what a page is expected to show: a second where it is quiet, far more on a slowed machine
# Each process has ports of its own, below those that the system gives to any connection: one found free stays free.
PORTS = itertools.count(11_000 + os.getpid() % 105 * 200)
HERE = {LOOPBACK, "localhost"}
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]


def pytest_collection_modifyitems(config, items) -> None:
    """Put the long files first where several processes share them."""
    if hasattr(config, "workerinput"):
        places = {item: [name in item.nodeid for name in LONG_FIRST] + [True] for item in items}
        items.sort(key=lambda item: places[item].index(True))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Keep a file's tests together, in the order above: they share pages and servers that take seconds to start."""
    from xdist.scheduler import LoadFileScheduling

    config.option.loadscopereorder = False
    return LoadFileScheduling(config, log)


def pick_free_port() -> int:
    """A port on the loopback address that nobody has open, and that this process does not give twice."""
    while True:
        port = next(PORTS)
        with contextlib.suppress(OSError), socket.socket() as trial:
            trial.bind((LOOPBACK, port))
            return port


@pytest.fixture
def free_port() -> int:
    """A port on the loopback address that nobody has open."""
    return pick_free_port()


@pytest.fixture
def new_free_port() -> Callable[[], int]:
    """For tests that need several: each call gives a port that nobody has open."""
    return pick_free_port


@pytest.fixture(scope="session")
def chromium():
    """A running Chromium, driven by Playwright, that can reach this machine only."""
    path = browser.find()
    if path is None:
        reason = f"no Chromium or Chrome on this machine; make test looks for one, {browser.VARIABLE}=path names one"
        if on_ci():
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGS)
        yield running
        running.close()


def watched_pages(chromium) -> Iterator[Callable]:
    """Gives a function that opens pages, each in a context of its own: `new_page(color_scheme="dark", ...)`.

    A page keeps `outside_requests` (addresses on any other host) and `console_errors` (errors in the console,
    exceptions nobody caught).
    """
    contexts = []

    def new_page(**options):
        context = chromium.new_context(**options)
        context.set_default_timeout(4 * PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.outside_requests, page.console_errors = [], []

        def note_address(url: str) -> None:
            where = urlsplit(url)
            if where.scheme in {"http", "https", "ws", "wss"} and where.hostname not in HERE:
                page.outside_requests.append(url)

        context.on("request", lambda request: note_address(request.url))
        page.on("websocket", lambda opened: note_address(opened.url))
        page.on("console", lambda said: page.console_errors.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda fault: page.console_errors.append(str(fault)))
        return page

    yield new_page
    for context in contexts:
        context.close()


new_watched_page = pytest.fixture(watched_pages)
new_shared_page = pytest.fixture(watched_pages, scope="module")  # for tests that leave a page as they found it


@pytest.fixture
def watched_page(new_watched_page):
    """One page at 1280 by 900, light, that notes outside requests and console errors."""
    return new_watched_page(viewport={"width": 1280, "height": 900}, color_scheme="light")


@pytest.fixture(scope="session")
def built_book(tmp_path_factory) -> Path:
    """A folder with the book's pages, built as `make book` builds it, if anything has changed.

    It is a copy: whoever edits meanwhile may have `make serve`, of a test or their own, build the book anew.
    """
    book.ensure()
    with one_at_a_time():
        return shutil.copytree(book.HTML, tmp_path_factory.mktemp("book") / "html")


@pytest.fixture(scope="session")
def served_book(built_book) -> Iterator[str]:
    """The address of the built book, served as `make serve` serves it."""
    with BookServer(built_book, pick_free_port()) as server:
        yield server.url


@pytest.fixture(scope="session")
def voila_url() -> Iterator[str]:
    """The address of the drill under Voila, started as `make serve` starts it."""
    with voila.start(pick_free_port()) as server:
        server.wait_until_it_answers()
        yield server.url


@pytest.fixture(scope="session")
def jupyterlab_url(tmp_path_factory) -> Iterator[str]:
    """The address of a JupyterLab on a copy of notebooks/."""
    with start_jupyterlab(tmp_path_factory.mktemp("jupyterlab")) as server:
        server.wait_until_it_answers()
        yield server.url


def start_jupyterlab(home: Path, **more: str) -> Background:
    """Start JupyterLab on a copy of notebooks/, with settings of its own, no token, and `more` in its environment."""
    shutil.copytree(ROOT / "notebooks", home / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    port = pick_free_port()
    url = f"http://{LOOPBACK}:{port}/"
    command = [
        BIN / "python", "-m", "jupyterlab", "--no-browser", "--allow-root", f"--notebook-dir={home / 'notebooks'}",
        f"--ServerApp.ip={LOOPBACK}", f"--ServerApp.port={port}", "--ServerApp.port_retries=0",
        "--IdentityProvider.token=", "--ServerApp.disable_check_xsrf=True", "--expose-app-in-browser",
        f"--LabApp.user_settings_dir={home / 'settings'}", f"--LabApp.workspaces_dir={home / 'workspaces'}",
        "--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]  # fmt: skip
    env = environment(
        JUPYTER_CONFIG_DIR=str(home / "config"),
        JUPYTER_DATA_DIR=str(home / "data"),
        JUPYTER_RUNTIME_DIR=str(home / "runtime"),
        IPYTHONDIR=str(home / "ipython"),
        **more,
    )
    return Background("JupyterLab", command, env, f"{url}lab", probe=f"{url}api")
