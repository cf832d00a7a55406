"""Writing forums: what is known of each, where it stands, its boards."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from alongside.accounts.domain.roles import Permission
from alongside.audit import actions as audit
from alongside.bodies.domain.facts import TopicParts, tidy
from alongside.bodies.domain.topics import SCHEME, TOPICS
from alongside.bodies.queries import Duty
from alongside.connectors.port import BoardStatistics
from alongside.forums import addresses, queries
from alongside.forums.domain.facts import (
    ForumFacts,
    alike,
    fault_of_board_number,
    faults_of,
    language_of,
    names_of,
    other_topics_of,
)
from alongside.forums.domain.kinds import AliasKind, ForumKind, ForumLife
from alongside.forums.domain.places import as_kept, place_of
from alongside.forums.lapsed_proofs import let_proofs_lapse
from alongside.forums.models import Board, Forum, ForumAlias, ForumTopic
from alongside.forums.named_boards import number_of_name
from alongside.forums.search import refresh_search


class ForumError(Exception):
    """Something about a forum that cannot be done; the message is for the person who asked."""


class NotAllowed(ForumError):
    """The person's roles do not cover this."""


class FactsRefused(ForumError):
    """What was stated cannot be recorded; `faults` holds a sentence for each field."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = dict(faults)


class AddressRefused(FactsRefused):
    """No forum can be reached at this address from the internet."""

    def __init__(self, sentence: str) -> None:
        super().__init__({"address": sentence})


class AddressTaken(ForumError):
    """The place is known: `forum` stands there, stood there, or is led to from there."""

    def __init__(self, forum: Forum) -> None:
        super().__init__(f"{forum.name} is in the register already, under this address.")
        self.forum = forum


class NamedAlike(ForumError):
    """Entries of the same name stand already: `forums`. One of them may be meant."""

    def __init__(self, found: Sequence[Forum]) -> None:
        super().__init__(
            f"{found[0].name} is in the register already. Change that entry if it is the same "
            "forum, or say that yours is another one."
        )
        self.forums = tuple(found)


class OnSameHost(NamedAlike):
    """Other folders of the host hold forums of the register: `forums`. One may be meant."""


class EntryMerged(ForumError):
    """The entry was joined with another one, which is changed instead."""


class ChangedMeanwhile(ForumError):
    """Somebody else changed the entry after it was opened."""


@transaction.atomic
def record_forum(
    *,
    slug: str,
    name: str,
    address: str = "",
    operator_name: str = "",
    subject: str = "",
    area: str = "",
    engine: str = "",
    life: ForumLife = ForumLife.UNKNOWN,
    kind: ForumKind | None = None,
    other_names: Sequence[str] | None = None,
    description: str | None = None,
    topics: Sequence[str] | None = None,
    languages: Sequence[str] | None = None,
    house_rules_address: str | None = None,
    house_rules_read_on: date | None = None,
    report_address: str | None = None,
    is_practice: bool = False,
    by: str,
    at: datetime,
) -> Forum:
    """Adds the forum, or brings the one with this slug up to date; what is None stays.

    Whether the address can be reached from the internet is not asked here: the practice forum
    stands on this machine. Raises FactsRefused, AddressTaken and EntryMerged.
    """
    forum = Forum.objects.select_for_update(of=("self",)).filter(slug=slug).first()
    before = queries.facts_of(forum) if forum else ForumFacts(name=name)
    stated: dict[str, Any] = {
        "kind": kind,
        "other_names": None if other_names is None else tuple(other_names),
        "description": description,
        "topics": None if topics is None else tuple(topics),
        "languages": None if languages is None else tuple(languages),
        "house_rules_address": house_rules_address,
        "house_rules_read_on": house_rules_read_on,
        "report_address": report_address,
    }
    facts = replace(
        before,
        name=name,
        address=as_kept(address),
        operator_name=operator_name,
        subject=subject,
        area=area,
        engine=engine,
        life=life,
        **{field: value for field, value in stated.items() if value is not None},
    )
    facts = _checked(facts, before=facts, at=at)
    if forum is None:
        return create_forum(slug=slug, facts=facts, is_practice=is_practice, by=by, at=at)
    if forum.is_practice != is_practice:
        forum.is_practice = is_practice
        forum.save(update_fields=["is_practice"])
    return change_forum(forum, before=before, facts=facts, by=by, at=at)


@transaction.atomic
def add_forum(*, facts: ForumFacts, is_another: bool = False, by: Duty, at: datetime) -> Forum:
    """Adds a forum to the register, known by its name in our addresses.

    `is_another`: the person saw the entries of the same name, and means none of them. Raises
    NotAllowed, FactsRefused, AddressRefused for anything but a public address, AddressTaken when a
    forum is known at this place, however the address is spelled, NamedAlike and OnSameHost.
    """
    check_keeps_forums(by)
    if (known := queries.forum_at(facts.address)) is not None:
        raise AddressTaken(known)
    facts = _checked(facts, before=None, at=at)
    if not is_another:
        if found := queries.forums_named_alike(facts.name):
            raise NamedAlike(found)
        if found := queries.forums_beside(facts.address):
            raise OnSameHost(found)
    return create_forum(
        slug=queries.free_slug(facts.name),
        facts=facts,
        is_practice=False,
        by=by.user.username,
        at=at,
    )


@transaction.atomic
def edit_forum(
    *, forum_id: int, facts: ForumFacts, seen: str = "", by: Duty, at: datetime
) -> Forum:
    """Brings the entry up to date; its former address goes on leading to it, and its former name
    stays among its other names.

    `seen` is the fingerprint of the facts that the person saw before typing. Raises NotAllowed,
    FactsRefused, AddressRefused, AddressTaken, EntryMerged, and ChangedMeanwhile when the entry
    is no longer as it was seen.
    """
    check_keeps_forums(by)
    forum = Forum.objects.select_for_update(of=("self",)).get(pk=forum_id)
    before = queries.facts_of(forum)
    if seen and seen != before.fingerprint:
        raise ChangedMeanwhile(
            "Somebody changed this entry after you opened it. What you typed is kept below: "
            "compare it with the entry, then save it again."
        )
    if alike(facts.name) != alike(before.name):
        # People go on looking for it by the name that they know.
        facts = replace(facts, other_names=(*facts.other_names, before.name))
    facts = _checked(facts, before=before, at=at)
    return change_forum(forum, before=before, facts=facts, by=by.user.username, at=at)


@transaction.atomic
def follow_forum(*, forum_id: int, by: Duty, at: datetime) -> Forum:
    """The forum moved to where its front page leads for good: that is its address from now on.

    Raises ForumError when its front page leads nowhere else, and what `edit_forum` raises.
    """
    check_keeps_forums(by)
    forum = Forum.objects.select_for_update(of=("self",)).get(pk=forum_id)
    if not forum.leads_to:
        raise ForumError("Its front page does not lead to another address.")
    facts = replace(queries.facts_of(forum), address=forum.leads_to)
    return edit_forum(forum_id=forum.pk, facts=facts, by=by, at=at)


@transaction.atomic
def add_alias(
    *, forum_id: int, address: str, kind: AliasKind, by: Duty, at: datetime
) -> ForumAlias:
    """Records another address that leads to the forum, so that it is recognised there.

    Raises NotAllowed, AddressRefused, AddressTaken and EntryMerged.
    """
    check_keeps_forums(by)
    forum = Forum.objects.select_for_update(of=("self",)).get(pk=forum_id)
    check_standing(forum)
    if kind in (AliasKind.OWN, AliasKind.MERGED):
        raise ForumError("Its own address is changed by editing the entry.")
    found = addresses.web_address(address)
    if found.fault:
        raise AddressRefused(found.fault)
    before = _alias_addresses(forum)
    alias = keep_place(forum, address=found.address, kind=kind, at=at)
    _tell_change(forum, {"aliases": [before, _alias_addresses(forum)]}, by=by.user.username, at=at)
    return alias


@transaction.atomic
def remove_alias(*, alias_id: int, by: Duty, at: datetime) -> None:
    """Takes back an address that does not lead to the forum. Raises NotAllowed and ForumError."""
    check_keeps_forums(by)
    alias = ForumAlias.objects.select_related("forum").get(pk=alias_id)
    if alias.kind == AliasKind.OWN:
        raise ForumError("Its own address is changed by editing the entry.")
    before = _alias_addresses(alias.forum)
    alias.delete()
    _tell_change(
        alias.forum,
        {"aliases": [before, _alias_addresses(alias.forum)]},
        by=by.user.username,
        at=at,
    )


@transaction.atomic
def add_board(
    *, forum_id: int, name: str, address: str = "", external_id: str = "", by: Duty, at: datetime
) -> Board:
    """Records a board that a person saw. `external_id` is what the forum's software calls it by;
    without one it is told by its name.

    Raises NotAllowed, FactsRefused and EntryMerged.
    """
    check_keeps_forums(by)
    forum = Forum.objects.select_for_update(of=("self",)).get(pk=forum_id)
    check_standing(forum)
    name = " ".join(name.split())
    if not name:
        raise FactsRefused({"name": "Give the board’s name."})
    given = external_id.strip()
    if given and (fault := fault_of_board_number(given, engine=forum.engine)):
        raise FactsRefused({"number": fault})
    number = given or number_of_name(name)
    found = addresses.web_address(address)
    if address and found.fault:
        raise FactsRefused({"address": found.fault})
    before = list(forum.boards.values_list("name", flat=True))
    known = forum.boards.filter(external_id=number).first()
    if given and known is not None and known.name != name:
        raise FactsRefused({"number": f"The board “{known.name}” has this number already."})
    if name in before or known is not None:
        raise FactsRefused({"name": "The forum has this board in the register already."})
    board = Board.objects.create(
        forum=forum, name=name, external_id=number, address=found.address if address else ""
    )
    _tell_change(forum, {"boards": [before, [*before, name]]}, by=by.user.username, at=at)
    return board


@transaction.atomic
def record_boards(*, forum: Forum, boards: Sequence[BoardStatistics]) -> None:
    """Brings the forum's boards up to date with what its pages show. Boards gone stay."""
    for board in boards:
        Board.objects.update_or_create(
            forum=forum,
            external_id=board.external_id,
            defaults={"name": board.name, "slug": board.slug, "address": board.address},
        )
    refresh_search([forum.pk])


# What other actions of this app build on: called inside their transactions.


def create_forum(
    *, slug: str, facts: ForumFacts, is_practice: bool, by: str, at: datetime
) -> Forum:
    """Stores checked facts as a new entry. Raises AddressTaken."""
    forum = Forum(slug=slug, is_practice=is_practice, added_at=at)
    _assign(forum, facts)
    forum.save()
    _keep_own_address(forum, at=at)
    _keep_topics(forum, facts.all_topics)
    refresh_search([forum.pk])
    stated = {name: value for name, value in facts.as_details().items() if value}
    _tell(forum, "forum.added", audit.changes_between({}, stated), by=by, at=at)
    return forum


def change_forum(
    forum: Forum, *, before: ForumFacts, facts: ForumFacts, by: str, at: datetime
) -> Forum:
    """Stores checked facts in an entry that is locked. Raises AddressTaken and EntryMerged."""
    check_standing(forum)
    if facts == before:
        return forum
    if facts.address != before.address:
        # Its new front page was never visited.
        forum.visited_at, forum.visit_problem, forum.leads_to = None, "", ""
    _assign(forum, facts)
    forum.save()
    _keep_own_address(forum, at=at)
    if facts.address != before.address:
        let_proofs_lapse([forum], at=at)
    _keep_topics(forum, facts.all_topics)
    changes = audit.changes_between(before.as_details(), facts.as_details())
    _tell_change(forum, changes, by=by, at=at)
    return forum


def keep_place(forum: Forum, *, address: str, kind: AliasKind, at: datetime) -> ForumAlias:
    """The address leads to the forum from now on. Raises AddressTaken."""
    place = place_of(address)
    known = ForumAlias.objects.select_related("forum").filter(place=place).first()
    if known is None:
        try:
            with transaction.atomic():
                return ForumAlias.objects.create(
                    forum=forum, place=place, address=address, kind=kind.value, noted_at=at
                )
        except IntegrityError:  # somebody entered it in this moment
            known = ForumAlias.objects.select_related("forum").get(place=place)
    if known.forum_id != forum.pk:
        raise AddressTaken(known.forum)
    if kind is AliasKind.OWN or known.kind != AliasKind.OWN:
        known.address, known.kind = address, kind.value
        known.save(update_fields=["address", "kind"])
    return known


def check_standing(forum: Forum) -> None:
    """Raises EntryMerged for an entry that was joined with another."""
    if forum.merged_into is not None:
        raise EntryMerged(
            f"This entry was joined with {forum.merged_into.name}. Change that one instead."
        )


def check_keeps_forums(by: Duty) -> None:
    """Raises NotAllowed for people whose roles do not cover changes of the register."""
    if not by.may(Permission.KEEP_FORUMS):
        raise NotAllowed("Your role does not allow this. Ask your engagement lead.")


def _checked(facts: ForumFacts, *, before: ForumFacts | None, at: datetime) -> ForumFacts:
    """The facts in their usual form. Addresses are judged where they are new."""
    name = tidy(facts.name)
    # A topic of our own list is one, wherever it was typed.
    ours = [code for scheme, code, _label in facts.other_topics if scheme == SCHEME]
    facts = replace(facts, topics=(*facts.topics, *(code for code in ours if code in TOPICS)))
    facts = replace(
        facts,
        name=name,
        other_names=names_of(facts.other_names, besides=name),
        languages=tuple(dict.fromkeys(filter(None, map(language_of, facts.languages)))),
        topics=tuple(code for code in TOPICS if code in facts.topics)
        if set(facts.topics) <= set(TOPICS)
        else facts.topics,
        other_topics=other_topics_of(facts.other_topics),
    )
    judged, faults = addresses.judged(facts, known=before)
    faults = {**faults_of(judged, today=timezone.localdate(at), known=before), **faults}
    if set(faults) == {"address"}:
        raise AddressRefused(faults["address"])
    if faults:
        raise FactsRefused(faults)
    return judged


def _assign(forum: Forum, facts: ForumFacts) -> None:
    for name in (
        "name",
        "address",
        "operator_name",
        "subject",
        "description",
        "area",
        "engine",
        "house_rules_address",
        "house_rules_read_on",
        "report_address",
    ):
        setattr(forum, name, getattr(facts, name))
    forum.kind, forum.life = facts.kind.value, facts.life.value
    forum.other_names, forum.languages = list(facts.other_names), list(facts.languages)


def _keep_own_address(forum: Forum, *, at: datetime) -> None:
    """Its address is an alias; the one before goes on leading to it. Raises AddressTaken."""
    own = forum.aliases.filter(kind=AliasKind.OWN.value).first()
    if own is not None and own.place != place_of(forum.address):
        if forum.is_practice:
            own.delete()  # its port may change at each start
        else:
            own.kind = AliasKind.MOVED.value
            own.save(update_fields=["kind"])
    if forum.address:
        keep_place(forum, address=forum.address, kind=AliasKind.OWN, at=at)


def _keep_topics(forum: Forum, topics: Sequence[TopicParts]) -> None:
    wanted = {(scheme, code): label for scheme, code, label in topics}
    for topic in forum.topics.all():
        label = wanted.pop((topic.scheme, topic.code), None)
        if label is None:
            topic.delete()
        elif label != topic.label:
            topic.label = label
            topic.save(update_fields=["label"])
    ForumTopic.objects.bulk_create(
        ForumTopic(forum=forum, scheme=scheme, code=code, label=label)
        for (scheme, code), label in wanted.items()
    )


def _alias_addresses(forum: Forum) -> list[str]:
    others = forum.aliases.exclude(kind=AliasKind.OWN.value)
    return list(others.order_by("address").values_list("address", flat=True))


def _tell_change(forum: Forum, changes: Mapping[str, object], *, by: str, at: datetime) -> None:
    refresh_search([forum.pk])
    _tell(forum, "forum.updated", changes, by=by, at=at)


def _tell(forum: Forum, kind: str, changes: Mapping[str, object], *, by: str, at: datetime) -> None:
    audit.record(
        kind=kind,
        actor=by,
        subject=f"forum:{forum.slug}",
        at=at,
        details={"name": forum.name, "changes": dict(changes)},
        public=not forum.is_practice,
    )
