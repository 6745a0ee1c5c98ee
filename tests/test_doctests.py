"""The examples in ftdecide's docstrings are true."""

import doctest
import importlib
import pkgutil

import pytest

import ftdecide

MODULES = [
    found.name for found in pkgutil.walk_packages(ftdecide.__path__, "ftdecide.") if found.name[-8:] != "__main__"
]


@pytest.mark.parametrize("name", ["ftdecide", *MODULES])
def test_examples_in_docstrings_give_what_they_say(name):
    """Each example is run and its printed result compared."""
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples_to_run():
    """Else the test above could not fail."""
    found = doctest.DocTestFinder()
    examples = [test for name in MODULES for test in found.find(importlib.import_module(name)) if test.examples]
    assert len(examples) >= 10
