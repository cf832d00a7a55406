"""What a new service starts with, loaded through the apps' own actions, as often as one likes."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from allauth.account.adapter import get_adapter
from django.contrib.auth import get_user

from alongside.accounts.domain.roles import Permission, Role
from alongside.accounts.models import User
from alongside.agreements import actions as agreements
from alongside.agreements.models import Agreement
from alongside.audit.models import Event
from alongside.bodies.models import Body, RemitTopic
from alongside.bodies.queries import duty_of
from alongside.enquiries.models import Enquiry
from alongside.forums.models import Board, Forum, Measure, OfficialAccount
from alongside.guidance import queries as guidance
from alongside.guidance.domain.checks import Severity, check_draft
from alongside.listening.models import BoardReading
from alongside.matching import queries as matching
from alongside.matching.models import Watch
from alongside.ops.starter import load
from alongside.plans import queries as plans
from alongside.plans.domain import policy
from tests.factories import (
    DAY,
    HOUR,
    NOON,
    TODAY,
    BoardFactory,
    BodyFactory,
    BodyIdentifierFactory,
    EnquiryFactory,
    EventFactory,
    MatchFactory,
    MembershipFactory,
    ReplyFactory,
)
from tests.factories.hearing import hear_next_board

pytestmark = pytest.mark.django_db
CONTENT = Path(__file__).resolve().parents[3] / "practice" / "content.toml"


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def load_register(at=NOON):
    return load.load_register(by="starter data", at=at)


def load_practice(address="http://127.0.0.1:8900", at=NOON, **values):
    return load.load_practice(
        **{
            "forum_address": address,
            "official_secret": "a secret of practice",
            "password": "a password of practice",
            "by": "starter data",
            "at": at,
            **values,
        }
    )


def questions():
    """(board, title, first post) of every thread of the practice forum."""
    with CONTENT.open("rb") as file:
        threads = tomllib.load(file)["threads"]
    return [(thread["board"], thread["title"], thread["posts"][0]["text"]) for thread in threads]


# The register


def test_the_register_starts_with_bodies_and_the_forums_of_2009():
    report = load_register()

    assert 40 <= report.bodies <= 50
    assert (report.forums, report.measures) == (7, 11)
    assert Body.objects.real().count() == report.bodies
    assert str(report).startswith("Added ")


def test_loading_the_register_again_adds_nothing_and_reads_each_table_once(
    django_assert_num_queries,
):
    load_register()
    events = Event.objects.count()

    with django_assert_num_queries(5):  # three tables, and the transaction around them
        again = load_register(at=NOON + DAY)

    assert again.added == 0
    assert str(again) == "Nothing was missing."
    assert Event.objects.count() == events


def test_what_people_corrected_is_not_put_back():
    load_register()
    Body.objects.filter(slug="ofcom").update(remit="In better words.")
    Forum.objects.filter(slug="netmums").update(address="https://forum.example")

    load_register()

    assert Body.objects.get(slug="ofcom").remit == "In better words."
    assert Forum.objects.get(slug="netmums").address == "https://forum.example"


def test_what_is_missing_is_added_again():
    load_register()
    Measure.objects.filter(forum__slug="netmums").delete()
    Forum.objects.filter(slug="netmums").delete()

    report = load_register()

    assert (report.bodies, report.forums, report.measures) == (0, 1, 1)


def test_every_body_has_a_kind_a_remit_a_site_and_an_identifier():
    load_register()

    for body in Body.objects.prefetch_related("identifiers"):
        assert body.kind_words
        assert body.remit.endswith(".")
        assert body.website.startswith("https://")
        assert {held.scheme for held in body.identifiers.all()} in (
            {"GOVUK-SLUG", "GOVUK-CONTENT-ID"},
            {"GB-LAE"},
        )


def test_bodies_know_their_parents():
    load_register()

    slc = Body.objects.select_related("parent").get(slug="student-loans-company")
    assert (slc.acronym, slc.parent.acronym) == ("SLC", "DfE")


def test_a_body_of_2009_leads_to_the_body_of_today():
    load_register()

    dcsf = Body.objects.get(slug="department-for-children-schools-and-families")
    assert dcsf.is_closed
    assert [heir.acronym for heir in dcsf.successors.all()] == ["DfE"]
    apha = Body.objects.get(slug="animal-and-plant-health-agency")
    assert apha.predecessors.count() == 2
    assert apha.other_parents.count() == 2


def test_every_body_has_topics_of_its_remit():
    load_register()

    assert not Body.objects.filter(topics=None).exists()


def test_a_body_that_stands_under_another_address_is_not_added_again():
    body = BodyFactory(slug="department-of-health", name="Department of Health")
    BodyIdentifierFactory(body=body, value="department-of-health-and-social-care")

    load_register()

    assert not Body.objects.filter(slug="department-of-health-and-social-care").exists()
    assert Body.objects.get(slug="nhs-england").parent == body
    assert body.topics.count() == 1


def test_topics_are_added_to_bodies_that_nobody_edited():
    load_register()
    RemitTopic.objects.filter(body__slug__in=["ofcom", "acas"]).delete()
    EventFactory(kind="body.updated", subject="body:acas")

    report = load_register(at=NOON + DAY)

    assert report.added == 0
    assert Body.objects.get(slug="ofcom").topics.count() == 2
    assert not Body.objects.get(slug="acas").topics.exists()


def test_addresses_that_the_report_does_not_give_are_not_guessed():
    load_register()

    assert list(Forum.objects.exclude(address="").values_list("slug", flat=True)) == [
        "the-student-room"
    ]


def test_law_7_every_figure_of_the_report_has_its_bound_its_source_and_its_quotation():
    load_register()

    for measure in Measure.objects.all():
        assert measure.quotation
        assert measure.source.startswith("Power of Information Taskforce Report")
        assert measure.dated == "2009-02"

    views = Measure.objects.get(kind="page views")
    assert (views.value, views.bound, views.period) == (Decimal(340_000_000), "over", "since 2004")
    assert views.method_words == "stated by the operator"
    assert views.asserted_by.startswith("Army Rumour Service")
    members = Measure.objects.get(kind="new members")
    assert (members.bound_words, members.method_words) == ("up to", "reported by a third party")


def test_the_size_of_the_city_is_marked_as_context():
    load_register()

    assert Measure.objects.filter(kind__contains="(context)").count() == 1


# Practice


def test_practice_is_a_whole_line_in_force():
    report = load_practice()

    people = {"adviser": policy.SOMEBODY, "reader": policy.A_COLLEAGUE}
    for act in (policy.Act.READ, policy.Act.DRAFT, policy.Act.SEND):
        pair = {"forum": report.forum, "body": report.body}
        assert plans.ask_policy(act, **pair, **people, at=NOON) is None
    assert report.people == 5
    assert load.practice_forum() == report.forum


def test_loading_practice_again_changes_nothing(django_assert_max_num_queries):
    load_practice()
    events = Event.objects.count()

    with django_assert_max_num_queries(14):
        again = load_practice(at=NOON + DAY)

    assert again.added == 0
    assert Event.objects.count() == events


def test_everything_of_practice_is_marked_as_practice():
    load_practice()

    assert not Body.objects.real().exists()
    assert not Forum.objects.real().exists()


def test_there_is_one_person_for_each_role():
    report = load_practice()

    held = {}
    for username, _words in load.practice_people():
        duty = duty_of(User.objects.get(username=username))
        held[username] = {*duty.central_roles, *duty.roles_by_body.get(report.body.pk, ())}

    assert held == {
        "adviser": {Role.ADVISER},
        "reader": {Role.SECOND_READER},
        "lead": {Role.ENGAGEMENT_LEAD},
        "central": {Role.CENTRAL_TEAM},
        "admin": {Role.ADMINISTRATOR},
    }
    assert User.objects.get(username="adviser").check_password("a password of practice")
    assert duty_of(User.objects.get(username="reader")).may(Permission.SECOND_READ)


def test_a_new_port_of_the_practice_forum_is_taken_over():
    before = load_practice().forum

    after = load_practice("http://127.0.0.1:8901/").forum

    assert (after.pk, after.address) == (before.pk, "http://127.0.0.1:8901")
    assert Forum.objects.count() == 1


def test_links_into_the_practice_forum_follow_it_to_its_new_port():
    practice = load_practice("http://127.0.0.1:8900")
    old, new = "http://127.0.0.1:8900", "http://127.0.0.1:8901"
    board = BoardFactory(forum=practice.forum, address=f"{old}/c/money/3/")
    enquiry = EnquiryFactory(
        forum=practice.forum, body=practice.body, thread_address=f"{old}/t/when/7/"
    )
    real = EnquiryFactory(thread_address="https://forum.example/t/when/7/")
    reply = ReplyFactory(
        enquiry=enquiry,
        account=OfficialAccount.objects.get(),
        author=User.objects.get(username="adviser"),
        public_link=f"{old}/t/when/7/post/9/",
    )
    watch = Watch.objects.filter(body=practice.body).first()
    match = MatchFactory(watch=watch, thread_address=f"{old}/t/when/7/")
    stale = MatchFactory(watch=watch, thread_address=f"{old}/t/again/8/")
    MatchFactory(watch=watch, thread_address=f"{new}/t/again/8/")

    load_practice(new)

    for row in (board, enquiry, real, reply, match, stale):
        row.refresh_from_db()
    assert board.address == f"{new}/c/money/3/"
    assert enquiry.thread_address == match.thread_address == f"{new}/t/when/7/"
    assert reply.public_link == f"{new}/t/when/7/post/9/"
    assert stale.thread_address == f"{old}/t/again/8/"
    assert real.thread_address == "https://forum.example/t/when/7/"


def test_practice_is_not_loaded_among_real_people():
    MembershipFactory()

    with pytest.raises(load.PracticeRefused, match="Real people work with this database"):
        load_practice()

    assert not User.objects.filter(is_practice=True).exists()
    assert not Body.objects.filter(is_practice=True).exists()


def test_where_practice_came_first_it_is_brought_up_to_date():
    load_practice()
    MembershipFactory()

    assert load_practice(at=NOON + DAY).people == 0


def test_people_of_practice_sign_in_only_where_practice_is_shown(rf, settings):
    load_practice()

    def sign_in():
        # As the sign-in page does.
        return get_adapter().authenticate(
            rf.post("/sign-in/"), username="adviser", password="a password of practice"
        )

    settings.ALONGSIDE_SHOW_PRACTICE = False
    refused = sign_in()
    settings.ALONGSIDE_SHOW_PRACTICE = True
    let_in = sign_in()

    assert refused is None
    assert let_in == User.objects.get(username="adviser")
    assert User.objects.filter(is_practice=True).count() == len(load.practice_people())


def test_sessions_of_practice_end_when_practice_is_switched_off(client, settings):
    load_practice()
    settings.ALONGSIDE_SHOW_PRACTICE = True
    client.force_login(User.objects.get(username="adviser"))

    assert get_user(client).is_authenticated
    settings.ALONGSIDE_SHOW_PRACTICE = False
    assert not get_user(client).is_authenticated


@pytest.mark.parametrize("stop", [agreements.hold_agreement, agreements.withdraw_agreement])
def test_law_1_an_agreement_that_was_stopped_is_not_brought_back_by_the_next_start(stop):
    report = load_practice()
    stop(forum=report.forum, body=report.body, reason="Enough.", by="operator", at=NOON)

    load_practice(at=NOON + HOUR)

    assert Agreement.objects.first().answer in ("held", "withdrawn")


def test_watches_that_people_ended_stay_ended():
    load_practice()
    Watch.objects.update(ended_at=NOON)

    load_practice(at=NOON + HOUR)

    assert not Watch.objects.filter(ended_at=None).exists()


def test_the_agreement_can_be_narrowed_to_boards():
    load_practice(board_ids=frozenset({"3", "4"}))

    assert Agreement.objects.get().board_ids == ["3", "4"]


def test_approved_lines_pass_the_checks_and_rest_on_their_source():
    report = load_practice()
    circumstances = guidance.circumstances_of(report.body, links_allowed=True)

    lines = guidance.lines_of(report.body.pk, on=TODAY)

    assert len(lines) >= 2
    for line in lines:
        assert check_draft(line.text, circumstances) == []
        assert line.source.address in line.text
        assert line.source.address.startswith("https://www.gov.uk/")


def test_what_the_plan_says_of_itself_would_pass_as_official():
    report = load_practice()
    plan = plans.plan_in_force(report.body.pk, on=TODAY)
    circumstances = guidance.circumstances_of(report.body, links_allowed=True)

    findings = check_draft(f"{plan.goal} {report.body.name}", circumstances)

    assert [f for f in findings if f.severity is Severity.BLOCK] == []


def test_the_watches_find_about_half_of_the_practice_forums_questions():
    report = load_practice()
    watches = matching.watches_for(forum_id=report.forum.pk, body_ids=[report.body.pk])

    found = [
        (board, title)
        for board, title, text in questions()
        if matching.first_fit(f"{title}\n{text}", watches)
    ]

    assert 0.4 <= len(found) / len(questions()) <= 0.65
    assert "Announcements" not in {board for board, _title in found}
    assert {"Student finance", "Health services"} <= {board for board, _title in found}
    assert not [title for _board, title in found if "cat" in title.split()]


def test_every_watch_of_practice_finds_something():
    report = load_practice()
    watches = matching.watches_for(forum_id=report.forum.pk, body_ids=[report.body.pk])

    fits = {
        fit[0]
        for _board, title, text in questions()
        if (fit := matching.first_fit(f"{title}\n{text}", watches))
    }

    assert fits == set(watches)


# Boards


def test_boards_are_discovered_and_due_to_be_read(forum_on_paper):
    forum = load_practice().forum
    forum_on_paper.board("3", "Benefits")
    forum_on_paper.board("4", "Housing")

    boards = load.discover_boards(forum, at=NOON)

    assert len(boards) == 2
    assert set(Board.objects.values_list("external_id", flat=True)) == {"3", "4"}
    assert BoardReading.objects.filter(next_visit_at=NOON).count() == 2


def test_discovering_boards_again_disturbs_no_place_reached(forum_on_paper):
    forum = load_practice().forum
    forum_on_paper.board("3", "Benefits")
    load.discover_boards(forum, at=NOON)
    BoardReading.objects.update(newest_asked_at=NOON, next_visit_at=NOON + HOUR)

    load.discover_boards(forum, at=NOON)

    reading = BoardReading.objects.get()
    assert (reading.newest_asked_at, reading.next_visit_at) == (NOON, NOON + HOUR)


def test_from_an_empty_service_to_the_first_enquiries(forum_on_paper):
    report = load_practice()
    boards = sorted({board for board, _title, _text in questions()})
    for number, name in enumerate(boards):
        forum_on_paper.board(str(number), name)
    for number, (board, title, text) in enumerate(questions()):
        forum_on_paper.thread(
            str(number),
            ("quietkettle", text),
            board_id=str(boards.index(board)),
            title=title,
            asked_at=NOON - (number + 1) * HOUR,
        )
    load.discover_boards(report.forum, at=NOON)

    while hear_next_board():
        pass

    assert Enquiry.objects.practice().count() >= 8
    assert not Enquiry.objects.real().exists()
