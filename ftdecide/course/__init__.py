"""The question bank and the glossary cards, each read and checked as a whole before anyone sees it."""
