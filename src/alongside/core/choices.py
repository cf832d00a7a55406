"""Turns a StrEnum of a pure rule module into Django choices."""

from enum import StrEnum


def choices_from(kind: type[StrEnum]) -> list[tuple[str, str]]:
    """(value, words) of each member; the words are the name in lower case with blanks."""
    return [(member.value, words_of(member)) for member in kind]


def words_of(member: StrEnum) -> str:
    """`IN_REVIEW` is said "In review"."""
    return member.name.replace("_", " ").capitalize()
