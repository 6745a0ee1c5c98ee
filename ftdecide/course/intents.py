"""What else a question may want than passages: the drill on one's own task, a way through the course."""

from __future__ import annotations

from typing import Any


def drill_profile(question: str) -> dict[str, Any] | None:
    """What the question says of the asker's own task, where it asks for a verdict on it; else None."""
    return None


def wanted_journey(question: str) -> str | None:
    """The name of the journey that the question asks for; else None."""
    return None


def asks_what_next(question: str) -> bool:
    """Whether it asks what to read or do next."""
    return False
