"""Values and words of what was read from anybody's file. Pure."""

from datetime import date
from typing import Any


def day(value: Any) -> date | None:
    """The day that a text names; None for anything else."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def text_of(value: Any) -> str:
    """The text; empty for anything else."""
    return value if isinstance(value, str) else ""


def one_line(text: str) -> str:
    """The text with one blank wherever it has white space."""
    return " ".join(text.split())


def cut(text: str, most: int) -> str:
    """The text in at most so many letters; a sign says that there was more."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def excerpt(text: str) -> str:
    """The beginning of a text, in quotation marks."""
    return f"“{cut(one_line(text), 160)}”"


def count(number: int, noun: str) -> str:
    """“2 goals”."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
