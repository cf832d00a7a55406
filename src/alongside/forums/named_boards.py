"""Boards that are known by their name alone: nobody has read the forum's own numbers yet."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.utils.text import slugify

from alongside.audit import actions as audit
from alongside.forums.domain.facts import LONGEST_BOARD_NUMBER
from alongside.forums.models import Board, Forum
from alongside.forums.search import refresh_search

LONGEST_BOARD_NAME = 200  # letters


def number_of_name(name: str) -> str:
    """What stands for the board's number in the forum: its name in plain letters and hyphens.

    A name without any such letter gets a digest of itself, so that two are never one.
    """
    plain = slugify(name)[:LONGEST_BOARD_NUMBER]
    return plain or f"board-{hashlib.sha256(name.encode()).hexdigest()[:12]}"


class NotNames(ValueError):
    """What was typed are no names of boards; the message says what to do."""


def boards_said(text: str, *, known: Mapping[str, str]) -> dict[str, str]:
    """The boards of a text with a name on each line, names by number; a known one keeps its number.

    `known` are names by number. Raises NotNames.
    """
    names = [name for line in text.splitlines() if (name := " ".join(line.split()))]
    if any(len(name) > LONGEST_BOARD_NAME for name in names):
        raise NotNames(
            f"A board’s name has at most {LONGEST_BOARD_NAME} letters. Put each on a line of its "
            "own."
        )
    numbers = {name.casefold(): number for number, name in known.items()}
    found: dict[str, str] = {}
    for name in names:
        number = numbers.get(name.casefold()) or number_of_name(name)
        found.setdefault(number, known.get(number, name))
    return found


def keep_named_boards(*, forum: Forum, names: Mapping[str, str], by: str, at: datetime) -> None:
    """Records the boards, names by number, that the register lacks. In the caller's transaction."""
    known = dict(forum.boards.values_list("external_id", "name"))
    missing = {number: name for number, name in names.items() if number not in known}
    if not missing:
        return
    Board.objects.bulk_create(
        Board(forum=forum, external_id=number, name=name) for number, name in missing.items()
    )
    refresh_search([forum.pk])
    before = list(known.values())
    changes = {"boards": [before, [*before, *missing.values()]]}
    audit.record(
        kind="forum.updated",
        actor=by,
        subject=f"forum:{forum.slug}",
        at=at,
        details={"name": forum.name, "changes": changes},
        public=not forum.is_practice,
    )
