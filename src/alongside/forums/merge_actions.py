"""Joining two entries that turned out to be one forum. Nothing that was recorded is lost."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from alongside.audit import actions as audit
from alongside.bodies.queries import Duty
from alongside.forums import queries
from alongside.forums.actions import ForumError, change_forum, check_keeps_forums, check_standing
from alongside.forums.credentials import check_due
from alongside.forums.domain.facts import ForumFacts, names_of
from alongside.forums.domain.kinds import AliasKind, ForumLife
from alongside.forums.lapsed_proofs import let_proofs_lapse
from alongside.forums.models import (
    Board,
    Forum,
    ForumAlias,
    ForumTopic,
    Measure,
    Verification,
)
from alongside.forums.search import refresh_search
from alongside.forums.sizes import refresh_sizes

_FILLED_FROM_MERGED = (
    "address",
    "operator_name",
    "subject",
    "description",
    "area",
    "languages",
    "engine",
    "report_address",
)


class CannotMerge(ForumError):
    """These two entries cannot be joined; the message says why and what to do instead."""


@dataclass(frozen=True, slots=True)
class Moving:
    """What would go over to the entry that stays, as counts by what it is; and what is in the way.

    `obstacle` is empty when the two can be joined.
    """

    aliases: int
    boards: int
    topics: int
    measures: int
    listings: int
    accounts: int
    obstacle: str


def what_would_move(*, kept: Forum, merged: Forum) -> Moving:
    """What `merge_forums` would do, without doing it."""
    try:
        _check(kept, merged)
        obstacle = ""
    except ForumError as exc:
        obstacle = str(exc)
    return Moving(
        aliases=merged.aliases.count(),
        boards=merged.boards.count(),
        topics=merged.topics.count(),
        measures=merged.measures.count(),
        listings=merged.listings.count(),
        accounts=merged.official_accounts.count(),
        obstacle=obstacle,
    )


@transaction.atomic
def merge_forums(*, kept_id: int, merged_id: int, reason: str, by: Duty, at: datetime) -> Forum:
    """Joins `merged` into `kept`: its addresses, names, figures, boards, topics, listings and
    accounts go over, empty facts are filled, and its own page leads on to the other for good.

    A figure that both entries hold stays once; the other stands as withdrawn. Of two listings by
    one body the older stands, the other ends. Raises NotAllowed, EntryMerged, and CannotMerge when
    records that cannot be moved name the entry that would go: published agreements, plans and
    questions keep the forum they were made for.
    """
    check_keeps_forums(by)
    if kept_id == merged_id:
        raise CannotMerge("Choose another entry: this is the same one.")
    locked = {
        forum.pk: forum
        for forum in Forum.objects.select_for_update(of=("self",))
        .filter(pk__in=[kept_id, merged_id])
        .order_by("pk")
    }
    kept, merged = locked[kept_id], locked[merged_id]
    reason = " ".join(reason.replace("\x00", "").split())
    if not reason:
        raise CannotMerge("Say how you know that they are one forum: the reason is published.")
    _check(kept, merged)
    before, other = queries.facts_of(kept), queries.facts_of(merged)
    _move_aliases(kept, merged)
    _move_unless_known(merged.boards.all(), kept, known=_known_boards(kept))
    _move_unless_known(merged.topics.all(), kept, known=_known_topics(kept))
    _move_measures(kept, merged, at=at)
    _move_listings(kept, merged, at=at)
    _move_accounts(kept, merged, at=at)
    let_proofs_lapse([kept], at=at)
    Forum.objects.filter(merged_into=merged).update(merged_into=kept)
    merged.merged_into = kept
    merged.save(update_fields=["merged_into"])
    kept = queries.get_forum(kept.slug)  # with the topics that came over
    joined = queries.facts_of(kept)
    facts = replace(before, topics=joined.topics, other_topics=joined.other_topics)
    facts = _filled(facts, other)
    change_forum(kept, before=before, facts=facts, by=by.user.username, at=at)
    refresh_search([kept.pk, merged.pk])
    refresh_sizes([kept.pk, merged.pk])
    _tell(kept, merged, reason=reason, by=by.user.username, at=at)
    return kept


def _check(kept: Forum, merged: Forum) -> None:
    """Raises EntryMerged and CannotMerge."""
    for forum in (kept, merged):
        check_standing(forum)
    if kept.is_practice != merged.is_practice:
        raise CannotMerge(
            "One of the two entries is practice. Practice never mixes with real ones."
        )
    if in_use := _used_by(merged):
        named = _listed(in_use)
        if _used_by(kept):
            raise CannotMerge(
                f"Both entries are in use: {merged.name} is named in {named}, which cannot be "
                "moved. Keep both entries, and record the one that nobody uses any more as moved."
            )
        raise CannotMerge(
            f"{merged.name} is named in {named}, which cannot be moved. "
            f"Keep {merged.name} instead, and join {kept.name} into it."
        )
    _check_accounts(kept, merged)


def _used_by(forum: Forum) -> list[str]:
    """What other apps recorded about the forum or its boards, in words."""
    found: list[str] = []
    for rows, owner in ((Forum, {"pk": forum.pk}), (Board, {"forum": forum.pk})):
        for relation in rows._meta.get_fields(include_hidden=True):
            if not isinstance(relation, models.ForeignObjectRel):
                continue
            related: Any = relation.related_model
            if related._meta.app_label == Forum._meta.app_label:
                continue
            named = {f"{relation.field.name}__{name}": value for name, value in owner.items()}
            if related._base_manager.filter(**named).exists():
                found.append(str(related._meta.verbose_name_plural))
    return sorted(set(found))


def _check_accounts(kept: Forum, merged: Forum) -> None:
    """Raises CannotMerge where it would be open which account is official."""
    ours = list(kept.official_accounts.select_related("body"))
    for account in merged.official_accounts.select_related("body"):
        for other in ours:
            same_name = account.handle.casefold() == other.handle.casefold()
            if same_name and account.body_id != other.body_id:
                raise CannotMerge(
                    f"The account {account.handle} is recorded for {other.body.name} in one entry "
                    f"and for {account.body.name} in the other. Find out which is right first."
                )
            if (
                not same_name
                and account.body_id == other.body_id
                and account.retired_at is None
                and other.retired_at is None
            ):
                raise CannotMerge(
                    f"{account.body.name} uses {other.handle} in one entry and {account.handle} in "
                    "the other. Retire one of the two accounts first."
                )


def _move_aliases(kept: Forum, merged: Forum) -> None:
    if not kept.address and merged.address:
        merged.aliases.update(forum=kept)  # its own address becomes that of the entry that stays
        return
    ForumAlias.objects.filter(forum=merged, kind=AliasKind.OWN.value).update(
        forum=kept, kind=AliasKind.MERGED.value
    )
    merged.aliases.update(forum=kept)


def _known_boards(kept: Forum) -> frozenset[tuple[str, ...]]:
    return frozenset((number,) for number in kept.boards.values_list("external_id", flat=True))


def _known_topics(kept: Forum) -> frozenset[tuple[str, ...]]:
    return frozenset(kept.topics.values_list("scheme", "code"))


def _move_unless_known(
    rows: Iterable[Board | ForumTopic], kept: Forum, *, known: frozenset[tuple[str, ...]]
) -> None:
    """Moves each row that the other entry does not have. What it has stays where it is, unseen."""
    for row in rows:
        key = (row.external_id,) if isinstance(row, Board) else (row.scheme, row.code)
        if key not in known:
            row.forum = kept
            row.save(update_fields=["forum"])


def _move_measures(kept: Forum, merged: Forum, *, at: datetime) -> None:
    told = {_key(measure): measure for measure in kept.measures.standing()}
    moved: list[Measure] = []
    for measure in merged.measures.all():
        measure.forum = kept
        twin = told.get(_key(measure)) if measure.withdrawn_at is None else None
        if twin is not None:
            measure.withdrawn_at = at
            measure.withdrawn_reason = (
                "The same figure stood in both entries that were joined."
                if twin.value == measure.value
                else "The entry that this one was joined with gives another value."
            )
        moved.append(measure)
    Measure.objects.bulk_update(
        moved, ["forum", "withdrawn_at", "withdrawn_reason"], batch_size=500
    )


def _key(measure: Measure) -> tuple[str, str, str, str]:
    return measure.kind, measure.source, measure.dated, measure.period


def _move_listings(kept: Forum, merged: Forum, *, at: datetime) -> None:
    """Of two listings that stand for one body the older stands; one body leads."""
    today = timezone.localdate(at)
    ours = {row.body_id: row for row in kept.listings.filter(delisted_on=None)}
    has_lead = any(row.leads for row in ours.values())
    for theirs in merged.listings.order_by("pk"):
        if theirs.delisted_on is None and (twin := ours.get(theirs.body_id)):
            older, newer = sorted((twin, theirs), key=lambda row: (row.listed_on, row.pk))
            leads = (twin.leads or theirs.leads) and (twin.leads or not has_lead)
            newer.leads, newer.delisted_on = False, max(today, newer.listed_on)
            newer.delisted_reason = (
                "The forum stood in the register twice. "
                f"The listing of {older.listed_on:%-d %B %Y} stands."
            )
            newer.forum = kept
            newer.save()
            older.leads = leads
            has_lead = has_lead or older.leads
            older.forum = kept
            older.save()
            continue
        if theirs.delisted_on is None and theirs.leads:
            theirs.leads, has_lead = not has_lead, True
        theirs.forum = kept
        theirs.save()


def _move_accounts(kept: Forum, merged: Forum, *, at: datetime) -> None:
    """An account that both entries hold stays once, with all the looks at its proof."""
    ours = {account.handle.casefold(): account for account in kept.official_accounts.all()}
    for account in merged.official_accounts.all():
        twin = ours.get(account.handle.casefold())
        if twin is None:
            account.forum = kept
            # Whether its key fits was asked of the other entry's address.
            account.secret_due_at = check_due(kept, account.sealed_secret, at=at)
            account.save(update_fields=["forum", "secret_due_at"])
            continue
        held = twin.sealed_secret
        Verification.objects.filter(account=account).update(account=twin)
        if account.retired_at is None:
            if twin.retired_at is not None:
                twin.retired_at, twin.sealed_secret = None, account.sealed_secret
                twin.opened_by = account.opened_by
            account.retired_at, account.sealed_secret = at, ""
            account.save(update_fields=["retired_at", "sealed_secret"])
        for name in ("profile_address", "named_at_address", "language", "sealed_secret"):
            if not getattr(twin, name) and twin.retired_at is None:
                setattr(twin, name, getattr(account, name))
        if twin.sealed_secret != held:
            twin.secret_due_at = check_due(kept, twin.sealed_secret, at=at)
        twin.save()


def _filled(facts: ForumFacts, other: ForumFacts) -> ForumFacts:
    """The facts with what only the other entry knew."""
    filled = {
        name: getattr(other, name) for name in _FILLED_FROM_MERGED if not getattr(facts, name)
    }
    if facts.life is ForumLife.UNKNOWN:
        filled["life"] = other.life
    if not facts.house_rules_address:
        filled["house_rules_address"] = other.house_rules_address
        filled["house_rules_read_on"] = other.house_rules_read_on
    names = names_of((*facts.other_names, other.name, *other.other_names), besides=facts.name)
    return replace(facts, other_names=names, **filled)


def _tell(kept: Forum, merged: Forum, *, reason: str, by: str, at: datetime) -> None:
    details = {
        "name": kept.name,
        "merged": merged.slug,
        "merged_name": merged.name,
        "into": kept.slug,
        "reason": reason,
        "changes": {"reason": [None, reason]},
    }
    for forum, is_public in ((kept, not kept.is_practice), (merged, False)):
        audit.record(
            kind="forum.merged",
            actor=by,
            subject=f"forum:{forum.slug}",
            at=at,
            details=details,
            public=is_public,
        )


def _listed(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
