"""A register as rich as a real one, made up: to look at its pages and to weigh them.

Everybody and everything in it is invented; Aldmere is no place.
"""

from decimal import Decimal
from itertools import cycle

from alongside.bodies.domain.topics import TOPICS
from tests.factories import (
    DAY,
    HOUR,
    NOON,
    TODAY,
    AgreementFactory,
    BoardFactory,
    BoardReadingFactory,
    BodyFactory,
    BodyIdentifierFactory,
    EventFactory,
    ForumAliasFactory,
    ForumFactory,
    ForumTopicFactory,
    ListingFactory,
    MeasureFactory,
    NoForumFoundFactory,
    OfficialAccountFactory,
    RemitTopicFactory,
    ReplyFactory,
    VerificationFactory,
    publish_plan,
)

BODIES, FORUMS = 44, 62
_CODES = list(TOPICS)
_KINDS = ["ministerial_department", "executive_agency", "executive_ndpb", "local_authority"]
_SUBJECTS = [
    "sick pay and fit notes",
    "student money",
    "keeping poultry",
    "noise from neighbours",
    "parking and buses",
    "first homes",
    "small firms and their taxes",
    "caring for a parent",
]
_SOURCES = ["front page", "advertising pack", "report on forums, annex B"]


def fill_register() -> None:
    """44 bodies and 62 forums with topics, lists, figures over years, and a public trail."""
    bodies = _bodies()
    forums = _forums()
    _lists(bodies, forums)
    _people_there(bodies[1], forums[0])
    _trail(forums[0], bodies[1])


def _bodies():
    aldmere = BodyFactory(
        slug="aldmere-government",
        name="Government of Aldmere",
        kind="devolved_government",
        remit="Whatever no other body does.",
    )
    bodies = [aldmere]
    for number, kind in zip(range(1, BODIES), cycle(_KINDS), strict=False):
        body = BodyFactory(
            slug=f"aldmere-body-{number}",
            name=f"Aldmere {['Department', 'Agency', 'Council', 'Authority'][number % 4]} for "
            f"{TOPICS[_CODES[number % len(_CODES)]]}",
            acronym=f"A{number}",
            kind=kind,
            parent=aldmere if number < 20 else bodies[number % 5],
            remit="Answers for what its name says, and helps those whom it concerns. " * 3,
            website=f"https://body-{number}.aldmere.example",
            other_names=["Aldmere Office of Old"] if number % 6 == 0 else [],
            jurisdiction="GB",
        )
        for step in range(1 + number % 3):
            code = _CODES[(number + 4 * step) % len(_CODES)]
            RemitTopicFactory(body=body, code=code, label=TOPICS[code])
        BodyIdentifierFactory(body=body, scheme="GOVUK-SLUG", value=f"aldmere-body-{number}")
        BodyIdentifierFactory(body=body, scheme="GB-COH", value=f"0{number:07}")
        bodies.append(body)
    closed = BodyFactory(
        slug="aldmere-closed",
        name="Aldmere Board of Trade",
        closed_how="merged",
        closed_on=TODAY - 400 * DAY,
    )
    closed.successors.add(bodies[1])
    return bodies


def _forums():
    forums = []
    for number in range(FORUMS):
        subject = _SUBJECTS[number % len(_SUBJECTS)]
        forum = ForumFactory(
            slug=f"forum-{number}" if number else "the-well",
            name=f"The {subject.split()[0].capitalize()} Circle {number}" if number else "The Well",
            subject=subject,
            description=f"People in Aldmere help each other with {subject}: what to ask for, whom "
            "to ring, and what came of it.",
            operator_name="Kestrel Press" if number % 2 else "a club of volunteers",
            area="Aldmere",
            languages=["en", "cy"] if number % 5 == 0 else ["en"],
            engine="misago" if number % 4 == 0 else "phpbb",
            life=["active", "quiet", "read_only", "active"][number % 4],
            house_rules_address=f"https://forum-{number}.example/rules",
            house_rules_read_on=TODAY - 40 * DAY,
            report_address=f"https://forum-{number}.example/report",
        )
        for step in range(number % 3):
            code = _CODES[(number + 3 * step) % len(_CODES)]
            ForumTopicFactory(forum=forum, code=code, label=TOPICS[code])
        _figures(forum, years=range(2009, 2027, 3) if number < 8 else range(2024, 2026))
        forums.append(forum)
    ForumAliasFactory(forum=forums[0], address="https://old-well.example")
    return forums


def _figures(forum, years):
    for number, year in enumerate(years):
        for kind, unit, first in (
            ("registered users", "users", 42_000),
            ("posts", "posts", 70_000),
        ):
            MeasureFactory(
                forum=forum,
                kind=kind,
                unit=unit,
                value=Decimal(first + 9_000 * number + 17 * (year % 7)),
                bound="over" if year == 2009 else "exact",
                dated=str(year) if number % 2 else f"{year}-05-06",
                method=["stated", "shown", "reported"][number % 3],
                source=_SOURCES[number % 3],
                source_address="https://report.example/forums",
                asserted_by="the forum’s operator",
                quotation=f"over {first} of us" if year == 2009 else "",
            )
    MeasureFactory(
        forum=forum,
        kind="registered users",
        unit="users",
        value=Decimal(39_000),
        bound="about",
        dated="2025",
        method="reported",
        source="newspaper",
        asserted_by="The Aldmere Courier",
    )


def _lists(bodies, forums):
    for number, body in enumerate(bodies[1:30], start=1):
        for step in range(number % 4):
            ListingFactory(
                body=body,
                forum=forums[(number * 3 + step * 7) % len(forums)],
                reason="Most questions about what we do are asked here, and answered by members.",
                criteria=["subject", "size"] if step else ["subject"],
                listed_on=TODAY - 200 * DAY,
                reviewed_on=TODAY - (20 + 40 * step) * DAY,
            )
    for body in bodies[36:40]:
        NoForumFoundFactory(body=body, searched_on=TODAY - 30 * DAY)


def _people_there(body, forum):
    ListingFactory(
        body=body,
        forum=forum,
        reason="The largest place where people in Aldmere ask about sick pay.",
        criteria=["subject", "size", "advice"],
        leads=True,
        listed_on=TODAY - 200 * DAY,
        reviewed_on=TODAY - 95 * DAY,
    )
    account = OfficialAccountFactory(
        body=body,
        forum=forum,
        handle="AldmereHelps",
        profile_address="https://the-well.example/u/aldmerehelps",
    )
    for direction in ("body_names_it", "links_back"):
        VerificationFactory(account=account, direction=direction, checked_at=NOON - 3 * DAY)
    AgreementFactory(
        body=body,
        forum=forum,
        welcome=True,
        answer="with_conditions",
        conditions="Ask a moderator before a first post, and sign with your team’s name.",
        posts_per_day=5,
        peers_first_hours=4,
        valid_until=TODAY + 300 * DAY,
    )
    publish_plan(body, [forum], response_hours=24, peers_first_hours=4, review_on=TODAY + DAY)
    for name in ("Fit notes", "Sick pay", "Holidays"):
        board = BoardFactory(forum=forum, name=name)
        BoardReadingFactory(board=board, visited_at=NOON - HOUR, read_at=NOON - HOUR)
    for number in range(3):
        ReplyFactory(
            live=True,
            account=account,
            enquiry__body=body,
            enquiry__forum=forum,
            posted_at=NOON - number * DAY,
        )


def _trail(forum, body):
    subject = f"forum:{forum.slug}"
    told = [
        ("forum.added", {"subject": [None, "pay"], "life": [None, "active"]}),
        ("measure.recorded", {"value": [None, 42_000], "method": [None, "stated"]}),
        ("forum.listed", {"reason": [None, "The largest place for the subject in Aldmere."]}),
        ("account.opened", {"handle": [None, "AldmereHelps"]}),
        (
            "forum.updated",
            {
                "life": ["unknown", "active"],
                "area": ["Aldmere", ""],
                "description": [
                    "People in Aldmere help each other with sick pay: what to ask for and whom to "
                    "ring, in a friendly tone.",
                    "People in Aldmere and Kestrel Bay help each other with sick pay: what to ask "
                    "for, whom to ring, and what came of it.",
                ],
            },
        ),
        ("forum.reviewed", {"reviewed_on": [None, "2026-02-01"]}),
    ]
    for number, (kind, differences) in enumerate(told):
        EventFactory(
            kind=kind,
            subject=subject,
            at=NOON - (len(told) - number) * 11 * HOUR,
            is_public=True,
            details={
                "name": forum.name,
                "body": body.slug if kind not in ("forum.added", "forum.updated") else "",
                "handle": "AldmereHelps",
                "kind": "registered users",
                "dated": "2009",
                "changes": differences,
            },
        )


def fill_widely() -> str:
    """One forum with 200 figures and 50 bodies that all have to do with it. Returns its slug."""
    forum = ForumFactory(slug="wide", name="The Wide Well", subject="everything")
    for number in range(200):
        MeasureFactory(
            forum=forum,
            kind=["registered users", "posts", "threads", "page views"][number % 4],
            value=Decimal(1_000 * number),
            dated=f"{2000 + number % 25}-{number % 12 + 1:02}",
            source=f"page {number}",
            source_address=f"https://wide.example/figures/{number}",
        )
    for number in range(50):
        body = BodyFactory(slug=f"wide-{number}", name=f"Aldmere Authority {number}")
        pair = {"forum": forum, "body": body}
        ListingFactory(**pair, criteria=["subject", "size"])
        AgreementFactory(**pair, welcome=True, conditions="Sign with the name of your team.")
        OfficialAccountFactory(**pair)
        publish_plan(body, [forum])
    return forum.slug
