# Thin on purpose: each target calls one program in deploy/local/, which sets up what it needs.
# PYTHON is any Python 3.11 or newer; everything is installed into .venv/, deploy/engine/node_modules/ and deploy/lite/wheels/.

PYTHON ?= python3
MAKEFLAGS += --no-print-directory
export BOOK_PORT VOILA_PORT BOOK_URL TESTS CHROMIUM

.PHONY: help setup serve test book zip pdf epub lighthouse lock clean

help:
	@echo 'make serve   the course here: the book on BOOK_PORT (8000), the Voila drill on VOILA_PORT (8866)'
	@echo 'make test    every test; TESTS="tests/core -x" for some of them, CHROMIUM=path to name a browser'
	@echo 'make book    the book into _build/html'
	@echo 'make zip     the book as one archive to unpack and read, in dist/; so make pdf (needs Chromium) and make epub'
	@echo 'make lighthouse   what Lighthouse says of five pages; fetches it the first time (needs Chromium)'
	@echo 'make setup   the environment only; the others do this by themselves'
	@echo 'make lock    requirements.txt, node.txt and wheels.txt anew, from pyproject.toml, node.in and wheels.in'
	@echo 'make clean   remove what was built; the environment stays'
	@echo 'BOOK_URL=https://example.org/course/ names where the book will be read, for whole addresses in its pages.'
	@echo 'All take PYTHON=python3.12 or the like.'

setup serve test book lighthouse lock:
	@$(PYTHON) -m deploy.local.$@

zip pdf epub:
	@$(PYTHON) -m deploy.local.downloads $@

clean:
	@rm -rf _build dist .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
