"""Loads the starter data through the apps' own actions. Doing it again adds only what is missing.

What stands in the register is left alone, whatever the files say: people may have corrected it.
Each table is read once, and nothing is written when nothing is missing, so that a second start of
the service is quick.
"""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Value
from django.db.models.functions import Concat, Substr
from django.utils import timezone

from alongside.accounts.domain.roles import CENTRAL_ROLES, Role
from alongside.accounts.models import User
from alongside.agreements import actions as agreements
from alongside.agreements import queries as agreement_queries
from alongside.agreements.domain.terms import Answer, EngagementModel
from alongside.audit.models import Event
from alongside.bodies import actions as bodies
from alongside.bodies.domain.kinds import BodyKind, ClosedHow
from alongside.bodies.domain.topics import SCHEME as TOPIC_SCHEME
from alongside.bodies.domain.topics import TOPICS
from alongside.bodies.models import Body, BodyIdentifier, Membership, RemitTopic
from alongside.connectors.port import BoardStatistics
from alongside.core.choices import words_of
from alongside.enquiries.models import Enquiry
from alongside.forums import access, account_actions
from alongside.forums import actions as forums
from alongside.forums.domain.kinds import ForumLife
from alongside.forums.models import Board, Forum, OfficialAccount
from alongside.guidance import actions as guidance
from alongside.guidance.models import ApprovedLine, Source
from alongside.listening import actions as listening
from alongside.matching import actions as matching
from alongside.matching.models import Match, Watch
from alongside.ops.starter.forums import load_forums
from alongside.plans import actions as plans
from alongside.plans.domain.steps import GoalText, IndicatorText, Law, Standards
from alongside.plans.domain.terms import Direction
from alongside.plans.models import PlanVersion
from alongside.replies.models import Reply

FOLDER = Path(__file__).parent
PEOPLE_DOMAIN = "aldmere.example"  # of the mailboxes of the people of practice
LINES_KEPT = timedelta(days=365)  # approved lines of practice expire after this


class PracticeRefused(Exception):
    """Practice does not belong into this database; the message says why."""


@dataclass(frozen=True, slots=True)
class RegisterReport:
    """How many entries a load of the register added."""

    bodies: int = 0
    forums: int = 0
    measures: int = 0

    @property
    def added(self) -> int:
        return self.bodies + self.forums + self.measures

    def __str__(self) -> str:
        if not self.added:
            return "Nothing was missing."
        return f"Added {self.bodies} bodies, {self.forums} forums and {self.measures} measures."


@dataclass(frozen=True, slots=True)
class PracticeReport:
    """What a load of the practice body added, and the forum whose boards are to be discovered."""

    body: Body
    forum: Forum
    people: int = 0
    agreements: int = 0
    plans: int = 0
    watches: int = 0
    accounts: int = 0
    sources: int = 0
    lines: int = 0

    @property
    def added(self) -> int:
        return (
            self.people
            + self.agreements
            + self.plans
            + self.watches
            + self.accounts
            + self.sources
            + self.lines
        )

    def __str__(self) -> str:
        return f"Added {self.added} entries of practice." if self.added else "Nothing was missing."


@transaction.atomic
def load_register(*, by: str, at: datetime) -> RegisterReport:
    """Adds the public bodies, the forums and the measures that the register lacks."""
    added_bodies = _load_bodies(by=by, at=at)
    added_forums, added_measures = load_forums(_read("forums.toml"), by=by, at=at)
    return RegisterReport(bodies=added_bodies, forums=added_forums, measures=added_measures)


@transaction.atomic
def load_practice(
    *,
    forum_address: str,
    official_secret: str,
    password: str,
    official_handle: str | None = None,
    board_ids: frozenset[str] = frozenset(),
    by: str,
    at: datetime,
) -> PracticeReport:
    """Adds the practice body with its people, forum, agreement, plan, watches and lines.

    `password` is what every person of practice signs in with; `official_handle` is the name of
    the official account where it is not the one in practice.toml. `board_ids` narrows the
    agreement, which is recorded only if there is none; empty stands for every board. The
    forum's boards are not known after this: see `discover_boards`. Of all that stands already,
    only the forum's address is brought up to date: its port may change between two starts.
    Raises PracticeRefused.
    """
    refuse_practice_among_real_people()
    data = _read("practice.toml")
    body = _practice_body(data["body"], by=by, at=at)
    forum = _practice_forum(data["forum"], address=forum_address, by=by, at=at)
    people = _load_people(data["people"], body=body, password=password, by=by, at=at)
    handle = official_handle or data["forum"]["official_account"]
    account = _open_account(forum=forum, body=body, handle=handle, secret=official_secret, at=at)
    agreement = _load_agreement(
        data["agreement"], forum=forum, body=body, board_ids=board_ids, by=by, at=at
    )
    plan = _load_plan(data["plan"], forum=forum, body=body, by=by, at=at)
    watches = _load_watches(data["watches"], body=body, by=by, at=at)
    sources, lines = _load_guidance(data, body=body, by=by, at=at)
    return PracticeReport(
        body=body,
        forum=forum,
        people=people,
        agreements=agreement,
        plans=plan,
        watches=watches,
        accounts=account,
        sources=sources,
        lines=lines,
    )


def refuse_practice_among_real_people() -> None:
    """Raises PracticeRefused when real people work with this database.

    The password of practice is published, and two of its people hold roles over all bodies. Where
    practice was loaded before anybody real came, it may be loaded again.
    """
    if Body.objects.filter(slug=_read("practice.toml")["body"]["slug"], is_practice=True).exists():
        return
    if Membership.objects.filter(user__is_practice=False).exists():
        raise PracticeRefused(
            "Real people work with this database, so practice is not loaded into it: its password "
            "is known to everybody. Use --no-practice, or another database."
        )


def practice_forum() -> Forum:
    """The practice forum in the register. Raises Forum.DoesNotExist before `load_practice`."""
    return Forum.objects.get(slug=_read("practice.toml")["forum"]["slug"])


def practice_people() -> list[tuple[str, str]]:
    """Sign-in names of the people of practice, and in words what each of them is."""
    people = _read("practice.toml")["people"]
    return [(entry["username"], words_of(Role(entry["role"]))) for entry in people]


def discover_boards(forum: Forum, *, at: datetime) -> tuple[BoardStatistics, ...]:
    """Reads which boards the forum has, and gives each its place in the reading.

    Boards are what every guest sees of a forum before any post (law 1 lets us look at those).
    Doing it again adds new boards and disturbs no place reached. Raises ConnectorError.
    """
    boards = access.carry_out(access.connector_of(forum).read_boards(access.site_of(forum)))
    forums.record_boards(forum=forum, boards=boards)
    listening.schedule_boards(forum=forum, at=at)
    return boards


def _load_bodies(*, by: str, at: datetime) -> int:
    edited = Event.objects.filter(subject=Concat(Value("body:"), OuterRef("slug"))).exclude(
        kind="body.added"
    )
    topics = RemitTopic.objects.filter(body=OuterRef("pk"))
    standing = {
        body.slug: body
        for body in Body.objects.annotate(may_get_topics=~Exists(topics) & ~Exists(edited))
    }
    entries = _read("bodies.toml")["bodies"]
    if not all(entry["slug"] in standing for entry in entries):
        # An import may have brought a body under another address.
        held = dict(BodyIdentifier.objects.values_list(Concat("scheme", "value"), "body__slug"))
        for entry in entries:
            known = (held.get(scheme + value) for scheme, value in entry["identifiers"].items())
            if entry["slug"] not in standing and (slug := next(filter(None, known), None)):
                standing[entry["slug"]] = standing[slug]
    added = 0
    for entry in entries:
        slug = entry["slug"]
        remit_topics = [(TOPIC_SCHEME, code, TOPICS[code]) for code in entry["topics"]]
        if slug in standing:
            if getattr(standing[slug], "may_get_topics", False):
                bodies.add_topics(slug=standing[slug].slug, topics=remit_topics, by=by, at=at)
            continue
        parent, how = entry.get("parent"), entry.get("closed_how")
        standing[slug] = bodies.record_body(
            slug=slug,
            name=entry["name"],
            acronym=entry.get("acronym", ""),
            kind=BodyKind(entry["kind"]),
            parent=standing[parent] if parent else None,
            other_parents=[standing[other] for other in entry.get("other_parents", ())],
            jurisdiction=entry["jurisdiction"],
            closed_on=entry.get("closed_on"),
            closed_how=ClosedHow(how) if how else None,
            successors=[standing[heir] for heir in entry.get("successors", ())],
            remit=entry["remit"],
            topics=remit_topics,
            website=entry["website"],
            identifiers=list(entry["identifiers"].items()),
            by=by,
            at=at,
        )
        added += 1
    return added


def _practice_body(entry: dict[str, Any], *, by: str, at: datetime) -> Body:
    body = Body.objects.filter(slug=entry["slug"]).first()
    return body or bodies.record_body(
        slug=entry["slug"],
        name=entry["name"],
        acronym=entry["acronym"],
        kind=BodyKind(entry["kind"]),
        remit=entry["remit"],
        contact_email=entry["contact_email"],
        lawful_basis=entry["lawful_basis"],
        jurisdiction=entry["jurisdiction"],
        is_practice=True,
        by=by,
        at=at,
    )


def _practice_forum(entry: dict[str, Any], *, address: str, by: str, at: datetime) -> Forum:
    forum = Forum.objects.filter(slug=entry["slug"]).first()
    if forum is not None and forum.address == address.rstrip("/"):
        return forum
    if forum is not None and forum.is_practice and forum.address:
        _move_links(forum, old=forum.address, new=address.rstrip("/"))
    return forums.record_forum(
        slug=entry["slug"],
        name=entry["name"],
        address=address,
        operator_name=entry["operator_name"],
        subject=entry["subject"],
        area=entry["area"],
        engine=entry["engine"],
        life=ForumLife.ACTIVE,
        is_practice=True,
        by=by,
        at=at,
    )


def _move_links(forum: Forum, *, old: str, new: str) -> None:
    """Links into the practice forum follow it to its new address; a real forum's never change."""
    old, new = f"{old}/", f"{new}/"

    def moved(column: str) -> Concat:
        return Concat(Value(new), Substr(column, len(old) + 1))

    Board.objects.filter(forum=forum, address__startswith=old).update(address=moved("address"))
    Enquiry.objects.filter(forum=forum, thread_address__startswith=old).update(
        thread_address=moved("thread_address")
    )
    Reply.objects.filter(enquiry__forum=forum, public_link__startswith=old).update(
        public_link=moved("public_link")
    )
    # A match names no forum; nothing else was ever at the old address. One that was made again
    # since, at the new address, stands.
    matches = Match.objects.filter(thread_address__startswith=old).annotate(
        moved=moved("thread_address")
    )
    made_again = Match.objects.filter(watch=OuterRef("watch"), thread_address=OuterRef("moved"))
    matches.exclude(Exists(made_again)).update(thread_address=F("moved"))


def _load_people(
    entries: list[dict[str, Any]], *, body: Body, password: str, by: str, at: datetime
) -> int:
    standing = User.objects.in_bulk([entry["username"] for entry in entries], field_name="username")
    held = set(
        Membership.objects.filter(user__in=standing.values()).values_list("user__username", "role")
    )
    added = 0
    for entry in entries:
        username, role = entry["username"], Role(entry["role"])
        held_for = None if role in CENTRAL_ROLES else body
        if username not in standing:
            bodies.add_person(
                username=username,
                email=f"{username}@{PEOPLE_DOMAIN}",
                display_name=entry["display_name"],
                password=password,
                role=role,
                body=held_for,
                by=by,
                at=at,
            )
            added += 1
        # Somebody real may have taken the name.
        elif standing[username].is_practice and (username, role.value) not in held:
            bodies.grant_role(user=standing[username], role=role, body=held_for, by=by, at=at)
    if added:
        User.objects.filter(
            username__in=[
                entry["username"] for entry in entries if entry["username"] not in standing
            ]
        ).update(is_practice=True)
    return added


def _open_account(*, forum: Forum, body: Body, handle: str, secret: str, at: datetime) -> int:
    if OfficialAccount.objects.filter(forum=forum, handle__iexact=handle).exists():
        return 0
    account_actions.open_account(
        forum=forum, body=body, handle=handle, secret=secret, by=None, at=at
    )
    return 1


def _load_agreement(
    entry: dict[str, Any],
    *,
    forum: Forum,
    body: Body,
    board_ids: frozenset[str],
    by: str,
    at: datetime,
) -> int:
    # Any record at all counts: what people held or withdrew stays held or withdrawn.
    if agreement_queries.newest_agreement(forum_id=forum.pk, body_id=body.pk) is not None:
        return 0
    today = timezone.localdate(at)
    agreements.record_answer(
        forum=forum,
        body=body,
        answer=Answer.WITH_CONDITIONS,
        answered_on=today,
        valid_from=today,
        valid_until=today + timedelta(days=entry["valid_for_days"]),
        scope=agreements.Scope(
            models=frozenset(EngagementModel(model) for model in entry["models"]),
            allows_reading=entry["allows_reading"],
            links_allowed=entry["links_allowed"],
            posts_per_day=entry["posts_per_day"],
            peers_first_hours=entry["peers_first_hours"],
            board_ids=board_ids,
        ),
        conditions=entry["conditions"],
        evidence=entry["evidence"],
        by=by,
        at=at,
    )
    return 1


def _load_plan(entry: dict[str, Any], *, forum: Forum, body: Body, by: str, at: datetime) -> int:
    # A draft counts too: nobody's text is written over.
    if PlanVersion.objects.filter(body=body).exists():
        return 0
    today = timezone.localdate(at)
    objective = entry["objective"]
    plans.save_draft(
        body=body,
        title=entry["title"],
        goal=entry["goal"].strip(),
        disclosure=entry["disclosure"].strip(),
        review_on=today + timedelta(days=entry["review_after_days"]),
        languages=entry["languages"],
        goals=[GoalText(**goal) for goal in entry["goals"]],
        standards=Standards(**entry["standards"]),
        law=_law_of(entry["law"], today),
        indicators=[
            IndicatorText(
                **{
                    **indicator,
                    "target": Decimal(indicator["target"]),
                    "direction": Direction(indicator.get("direction", Direction.AT_LEAST)),
                }
            )
            for indicator in entry["indicators"]
        ],
        objectives=[
            plans.ObjectiveDraft(
                forum=forum,
                goal_key=objective["goal_key"],
                model=EngagementModel(objective["model"]),
                statement=objective["statement"].strip(),
                hours=objective["hours"],
                response_hours=objective["response_hours"],
                peers_first_hours=objective["peers_first_hours"],
            )
        ],
        by=by,
        at=at,
    )
    plans.publish_draft(body=body, effective_from=today, by=by, at=at)
    return 1


def _law_of(entry: dict[str, Any], today: date) -> Law:
    said = dict(entry)
    return Law(assessed_on=today - timedelta(days=said.pop("assessed_days_ago")), **said)


def _load_watches(entries: list[dict[str, Any]], *, body: Body, by: str, at: datetime) -> int:
    # An ended watch counts too: what people ended stays ended.
    if Watch.objects.filter(body=body).exists():
        return 0
    for entry in entries:
        matching.add_watch(
            body=body,
            forum=None,
            name=entry["name"],
            any_of=entry["any_of"],
            none_of=entry.get("none_of", ""),
            by=by,
            at=at,
        )
    return len(entries)


def _load_guidance(data: dict[str, Any], *, body: Body, by: str, at: datetime) -> tuple[int, int]:
    today = timezone.localdate(at)
    sources = {source.address: source for source in Source.objects.filter(body=body)}
    agreed = set(ApprovedLine.objects.filter(body=body).values_list("title", flat=True))
    new_sources = [entry for entry in data["sources"] if entry["address"] not in sources]
    new_lines = [entry for entry in data["lines"] if entry["title"] not in agreed]
    for entry in new_sources:
        sources[entry["address"]] = guidance.record_source(
            body=body,
            title=entry["title"],
            address=entry["address"],
            checked_on=today,
            by=by,
            at=at,
        )
    for entry in new_lines:
        guidance.agree_line(
            body=body,
            title=entry["title"],
            text=entry["text"].strip(),
            source=sources[entry["source"]],
            agreed_on=today,
            expires_on=today + LINES_KEPT,
            by=by,
            at=at,
        )
    return len(new_sources), len(new_lines)


def _read(name: str) -> dict[str, Any]:
    with (FOLDER / name).open("rb") as file:
        return tomllib.load(file)
