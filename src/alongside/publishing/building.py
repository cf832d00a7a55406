"""Before a forum is built: which exist already, and the records that bodies looked.

Each function is the one call of its page. Looking stores nothing; records are kept in the
workspace.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator

from alongside.core.unchanged import kept_while_unchanged
from alongside.forums.domain.building import DECISION_WORDS
from alongside.forums.domain.kinds import BuildDecision
from alongside.forums.models import DuplicateCheck, Forum
from alongside.forums.search import FoundForum, FoundForums, look_for_forums
from alongside.guidance.domain.personal_details import masked
from alongside.publishing import major_forums
from alongside.publishing.entries import NotFound
from alongside.publishing.major_forums import MajorForum

SHOWN = 20  # forums on a page of those that serve a need, the best first
PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Existing:
    """A forum that serves the need, why it was found, and what is known of it."""

    found: FoundForum
    known: MajorForum


@dataclass(frozen=True, slots=True)
class FoundThen:
    """A forum as it was found at the time; `slug` is empty when the register no longer has it."""

    slug: str
    name: str
    address: str
    why: str


@dataclass(frozen=True, slots=True)
class CheckEntry:
    """A record that a body looked."""

    check: DuplicateCheck
    found: Sequence[FoundThen]

    @property
    def is_practice(self) -> bool:
        return self.check.body.is_practice

    @property
    def is_decided(self) -> bool:
        return self.check.decision != BuildDecision.OPEN

    @property
    def decision_words(self) -> str:
        return words_of(self.check)


@dataclass(frozen=True, slots=True)
class CheckList:
    page: Page[Any]  # of DuplicateCheck
    practice: Sequence[DuplicateCheck]


def words_of(check: DuplicateCheck) -> str:
    """What was decided, in plain English."""
    return DECISION_WORDS[BuildDecision(check.decision)]


def without_personal_details(need: str) -> str:
    """The text with what points to one person left out: neither searched nor shown again."""
    return masked(need)


def existing_forums(need: str, *, page: int = 1, at: datetime) -> Page[Any]:
    """Forums that serve an audience and need, the best first, in pages of `Existing`.

    At most six queries. A page beyond is the first.
    """
    found = _found(need, page)
    if not found.forums and page > 1:
        page, found = 1, _found(need, 1)
    known = major_forums.described([forum.pk for forum in found.forums], at=at)
    shown: Page[Any] = Paginator(range(found.total), SHOWN).get_page(page)
    shown.object_list = [
        Existing(forum, known[forum.pk]) for forum in found.forums if forum.pk in known
    ]
    return shown


def _found(need: str, page: int) -> FoundForums:
    """To rank ten thousand forums takes some 40 ms; who goes on to the next page waits once."""
    return kept_while_unchanged(
        ("existing forums", need, page),
        lambda: look_for_forums(need, limit=SHOWN, offset=(page - 1) * SHOWN),
    )


def check_entry(public_id: str, *, practice_too: bool) -> CheckEntry:
    """One record, in two queries. Raises NotFound."""
    try:
        check = DuplicateCheck.objects.select_related("body").get(public_id=public_id)
    except DuplicateCheck.DoesNotExist:
        raise NotFound(public_id) from None
    if check.body.is_practice and not practice_too:
        raise NotFound(public_id)
    slugs = [str(found.get("slug", "")) for found in check.found]
    standing = set(
        Forum.objects.filter(slug__in=slugs, is_practice=check.body.is_practice).values_list(
            "slug", flat=True
        )
    )
    return CheckEntry(
        check,
        [
            FoundThen(
                slug=slug if slug in standing else "",
                name=str(found.get("name", "")),
                address=str(found.get("address", "")),
                why=str(found.get("why", "")),
            )
            for slug, found in zip(slugs, check.found, strict=True)
        ],
    )


def check_list(*, page: str | int = 1, practice_too: bool) -> CheckList:
    """All records, the newest first, in pages, in three queries."""
    checks = DuplicateCheck.objects.select_related("body").defer("found", "body__search")
    found: Page[Any] = Paginator(checks.filter(body__is_practice=False), PAGE_SIZE).get_page(page)
    found.object_list = list(found.object_list)
    practice = checks.filter(body__is_practice=True)[:PAGE_SIZE] if practice_too else ()
    return CheckList(found, list(practice))
