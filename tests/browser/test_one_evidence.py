"""One value changed in ftdecide/evidence changes the verdict in all three homes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import ROOT, pick_free_port, start_jupyterlab

from browser.drill_page import opened
from deploy.engine.bundle import bundle
from deploy.local import voila
from deploy.local.book_server import BookServer

pytestmark = pytest.mark.browser
PROFILE = {"rungs": {"prompt": {"pass_rate": 0.93}}}
LINE = "[good_enough_pass_rate]"


@pytest.fixture(scope="module")
def changed_project(tmp_path_factory) -> Path:
    """A copy of the package in which 0.9, not 0.95, is good enough; nothing else differs."""
    project = tmp_path_factory.mktemp("changed")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, project)
    shutil.copytree(ROOT / "ftdecide", project / "ftdecide", ignore=shutil.ignore_patterns("__pycache__"))
    table = project / "ftdecide" / "evidence" / "thresholds.toml"
    before, after = table.read_text(encoding="utf-8").split(LINE, 1)
    assert "value = 0.95" in after.split("[", 1)[0]
    table.write_text(before + LINE + after.replace("value = 0.95", "value = 0.9", 1), encoding="utf-8")
    return project


def read(page, home: str, url: str) -> str:
    """The decision on the profile in one home."""
    drill = opened(page, home, url)
    drill.fill(PROFILE)
    page.wait_for_function("document.querySelector('.ftd-lamp.ftd-met, .ftd-lamp.ftd-unmet') !== null")
    return drill.read()["decision"]


def test_before_the_change_it_is_not_good_enough(watched_page, served_book):
    """0.93 is short of 0.95."""
    assert read(watched_page, "book", served_book) == "climb_ladder"


def test_the_book_follows(watched_page, built_book, changed_project, tmp_path):
    """The book's page, with the changed wheel and nothing else changed."""
    site = shutil.copytree(built_book, tmp_path / "site")
    bundle(site / "_static" / "drill" / "engine", changed_project)
    with BookServer(site, pick_free_port()) as server:
        assert read(watched_page, "book", server.url) == "good_enough"


def test_voila_follows(watched_page, changed_project):
    """Voila, its kernels finding the changed package first."""
    with voila.start(pick_free_port(), PYTHONPATH=str(changed_project)) as server:
        server.wait_until_it_answers()
        assert read(watched_page, "voila", server.url) == "good_enough"


def test_jupyterlab_follows(watched_page, changed_project, tmp_path):
    """JupyterLab, its kernels finding the changed package first."""
    with start_jupyterlab(tmp_path, PYTHONPATH=str(changed_project)) as server:
        server.wait_until_it_answers()
        assert read(watched_page, "jupyterlab", server.url) == "good_enough"
