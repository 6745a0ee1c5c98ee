"""The question bank and the quiz on the page (a package, so that its conftest has a name of its own)."""
