"""The public pages: what they say, to whom they say it, and how much they ask of the database."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser

from alongside.agreements.domain.terms import EngagementModel
from alongside.core import clock
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
    EnquiryFactory,
    EventFactory,
    ForumFactory,
    ListingFactory,
    MeasureFactory,
    OfficialAccountFactory,
    RemitTopicFactory,
    ReplyFactory,
    publish_plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

PAGES = [
    "/",
    "/forums/",
    "/forums/well/",
    "/forums/well/history/",
    "/bodies/",
    "/bodies/aps/",
    "/bodies/aps/history/",
    "/bodies/aps/plan/",
    "/bodies/aps/plan/1/",
    "/changes/",
    "/coverage/",
    "/coverage/other/",
    "/coverage/topics/work/",
    "/figures/",
    "/data/",
    "/about/",
    "/accessibility/",
    "/privacy/",
]
OTHER_ADDRESSES = [
    "/bodies/aps/plan/2.json",
    "/data/forums.csv",
    "/data/figures.json",
    "/robots.txt",
    "/.well-known/security.txt",
]


@pytest.fixture
def _a_full_register():
    """Two of everything that stands on the pages of one forum and one body, and practice beside."""
    body = BodyFactory(slug="aps", name="Aldmere Public Services", acronym="APS")
    forum = ForumFactory(slug="well", name="The Well", engine="misago")
    for number in range(2):
        BodyFactory(slug=f"child-{number}", parent=body)
        BodyIdentifierFactory(body=body)
        RemitTopicFactory(body=body, code=("work", "money")[number])
        other = BodyFactory(name=f"Body of Aldmere {number}")
        elsewhere = ForumFactory(engine="misago")
        for pair in ({"forum": forum, "body": other}, {"forum": elsewhere, "body": body}):
            ListingFactory(**pair)
            AgreementFactory(**pair, welcome=True)
            ReplyFactory(
                live=True,
                account=OfficialAccountFactory(**pair),
                **{f"enquiry__{name}": each for name, each in pair.items()},
            )
        MeasureFactory(forum=forum, value=70_000 + number, dated=f"202{number}")
        EventFactory(subject="forum:well", is_public=True, details={"body": "aps"})
        BoardReadingFactory(board=BoardFactory(forum=forum), read_at=NOON - HOUR)
        publish_plan(other, [forum, elsewhere])
        publish_plan(body, [forum, elsewhere], effective_from=TODAY - (20 - number) * DAY)
    AgreementFactory(forum=forum, body=body, welcome=True)
    EnquiryFactory(body=body, left_to_peers=True)
    AgreementFactory(forum__practice=True, body__practice=True, welcome=True)


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return LexborHTMLParser(response.content)


def text_of(client, address):
    return " ".join(page_of(client, address).body.text(separator=" ").split())


@pytest.mark.usefixtures("_a_full_register")
@pytest.mark.parametrize("address", PAGES + OTHER_ADDRESSES)
def test_a_public_address_is_the_same_for_everybody_and_may_be_kept(client, address):
    response = client.get(address)

    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert set(response.headers["Cache-Control"].split(", ")) == {"public", "max-age=60"}
    again = client.get(address, headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_plans_published_at_the_same_moment_stand_in_one_order(client):
    forum = ForumFactory()
    for number in range(5):
        publish_plan(BodyFactory(slug=f"body-{number}", name=f"Body {number}"), [forum])

    plans = page_of(client, "/").css("#newest-plans ~ ul a[href$='/plan/']")

    assert [plan.attributes["href"] for plan in plans] == [
        f"/bodies/body-{number}/plan/" for number in (4, 3, 2)
    ]


@pytest.mark.usefixtures("_a_full_register")
@pytest.mark.parametrize("practice_shown", [False, True])
@pytest.mark.parametrize("address", PAGES)
def test_a_page_asks_the_database_at_most_6_times(
    client, settings, django_assert_max_num_queries, address, practice_shown
):
    settings.ALONGSIDE_SHOW_PRACTICE = practice_shown

    with django_assert_max_num_queries(6):
        client.get(address)


@pytest.mark.usefixtures("_a_full_register")
@pytest.mark.parametrize("address", PAGES)
def test_a_page_names_itself_once_and_describes_itself(client, address):
    page = page_of(client, address)

    assert len(page.css("h1")) == 1
    assert page.css_first("title").text().strip()
    description = page.css_first("meta[name=description]").attributes["content"]
    assert page.css_first("meta[property='og:description']").attributes["content"] == description
    assert page.css_first("html").attributes["lang"] == "en-gb"
    names = [node.attributes["id"] for node in page.css("[id]")]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("address", PAGES)
def test_a_page_takes_no_writing(client, address):
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("address", ["/", "/forums/", "/bodies/", "/figures/", "/data/"])
def test_a_page_of_an_empty_register_says_so(client, address):
    assert page_of(client, address).css_first("h1")


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-7",
        "page=x",
        "page=99999999999999999999",
        "sort=nothing",
        "welcome=perhaps",
        "q=%00",
        "q=%ff%fe",
        "q=%ED%A0%80",
        "q=" + "long+" * 500,
        "kind=%27%3B--",
        "body=%25&engine=%5C",
        "q&q&sort&&==",
    ],
)
def test_a_nonsense_query_is_no_fault(client, query):
    ForumFactory(slug="well")
    addresses = ["/forums/", "/bodies/", "/forums/well/", "/figures/"]

    answers = [client.get(f"{address}?{query}").status_code for address in addresses]

    assert answers == [200, 200, 200, 200]


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere/",
        "/forums/none/",
        "/bodies/none/",
        "/bodies/none/plan/",
        "/bodies/none/plan/1/",
        "/bodies/none/plan/1.json",
        "/data/none.csv",
        "/data/forums.xml",
    ],
)
def test_what_is_not_there_is_said_in_a_friendly_page(client, address):
    response = client.get(address)

    assert response.status_code == 404
    assert "Page not found" in response.content.decode()
    assert not response.cookies


def test_the_front_page_says_three_numbers_that_lead_to_their_definition(client):
    ReplyFactory(live=True, posted_at=NOON - 2 * HOUR, enquiry__asked_at=NOON - 5 * HOUR)
    ForumFactory(practice=True)

    figures = page_of(client, "/").css(".figure")

    said = [" ".join(figure.css_first(".figure__value").text().split()) for figure in figures]
    assert said == ["1", "1", "3 hours"]
    definitions = page_of(client, "/figures/")
    for figure in figures:
        path, _, anchor = figure.css_first("a").attributes["href"].partition("#")
        assert path == "/figures/"
        assert definitions.css_first(f"#{anchor}")


def test_the_front_page_says_what_is_missing(client):
    publish_plan(BodyFactory(), [ForumFactory()])
    BodyFactory()

    said = text_of(client, "/")

    assert "2 of 2 public bodies have published no list" in said
    assert "1 of 2 have no plan in force" in said


def test_an_agreement_stands_on_the_forums_page_under_its_own_anchor(client):
    agreement = AgreementFactory(
        welcome=True,
        answer="with_conditions",
        conditions="Ask a moderator first.",
        posts_per_day=3,
        peers_first_hours=2,
        links_allowed=False,
        valid_until=TODAY + 10 * DAY,
    )
    path, _, anchor = agreement.get_absolute_url().partition("#")

    node = page_of(client, path).css_first(f"#{anchor}")

    said = " ".join(node.text(separator=" ").split())
    assert "welcomes Aldmere Public Services with conditions, answered on 6 April 2026" in said
    assert "“Ask a moderator first.”" in said
    assert "At most 3 replies a day" in said
    assert "Members come first for 2 hours" in said
    assert "Not allowed: Links in replies" in said
    assert "until 16 May 2026" in said


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"held": True}, "on hold on 6 April 2026"),
        ({"withdrawn": True}, "was withdrawn on 6 April 2026"),
        ({"expired": True}, "ended on 5 May 2026"),
        ({}, "is not welcome"),
        ({"answer": "no_answer"}, "which means no"),
        ({"welcome": True, "valid_from": TODAY + DAY}, "from 7 May 2026 on"),
    ],
)
def test_a_forum_page_says_why_a_body_is_not_there(client, answer, sentence):
    agreement = AgreementFactory(**answer)

    said = text_of(client, f"/forums/{agreement.forum.slug}/")

    assert sentence in said
    assert "No public body may take part" in said
    assert "Nothing. No agreement in force allows it." in said


def test_figures_that_contradict_each_other_stand_together_newest_first(client):
    forum = ForumFactory()
    MeasureFactory(
        forum=forum, kind="members", unit="members", value=1_000, dated="2009", method="counted"
    )
    MeasureFactory(forum=forum, kind="page views", unit="page views", value=9, dated="2026")
    MeasureFactory(
        forum=forum,
        kind="members",
        unit="members",
        value=800,
        bound="over",
        period="a month",
        dated="2010",
        quotation="over 800 of us",
    )

    rows = page_of(client, f"/forums/{forum.slug}/").css("#measures ~ tbody tr")

    said = [" ".join(row.text(separator=" ").split()) for row in rows]
    assert said[0] == (
        "Members They differ. The newest is of 2010, shown by the site; "
        "the strongest is of 2009, counted by this service."
    )
    assert "over 800 members a month Newest 2010" in said[1]
    assert "over 800 of us" in said[1]
    assert "1,000 members Strongest 2009" in said[2]
    assert said[3] == "Page views"
    assert "9 page views 2026" in said[4]
    assert "Newest" not in said[4]


def test_a_forum_page_says_what_is_read_there_and_what_stands_there(client):
    agreement = AgreementFactory(welcome=True)
    board = BoardFactory(forum=agreement.forum, name="Fit notes")
    BoardReadingFactory(board=board, visited_at=NOON - HOUR, read_at=NOON - HOUR)
    reply = ReplyFactory(live=True, enquiry__forum=agreement.forum, enquiry__title="My secret")
    ReplyFactory(posted=True, enquiry__forum=agreement.forum)

    page = page_of(client, f"/forums/{agreement.forum.slug}/")

    assert "Fit notes" in page.css_first("#readings ~ tbody").text()
    links = [node.attributes["href"] for node in page.css("#replies-table ~ tbody a")]
    assert links == [reply.public_link]
    assert "My secret" not in page.html


def test_law_1_a_forum_page_names_only_boards_that_the_operator_lets_be_read(client):
    board = BoardFactory(name="Fit notes", external_id="7")
    AgreementFactory(welcome=True, forum=board.forum, board_ids=["7", "quiet-room"])
    BoardReadingFactory(board=board, read_at=NOON - HOUR)
    refused = BoardFactory(forum=board.forum, name="Quiet room", external_id="quiet-room")
    BoardReadingFactory(board=refused, visited_at=NOON, problem="No such board.")
    left_out = BoardFactory(forum=board.forum, name="Parking", external_id="8")
    BoardReadingFactory(board=left_out, read_at=NOON)

    rows = page_of(client, f"/forums/{board.forum.slug}/").css("#readings ~ tbody tr")

    told = [" ".join(row.text(separator=" ").split()) for row in rows]
    assert told == ["Fit notes 6 May 2026 at 12:00", "Quiet room Not yet"]
    found = client.get(f"/api/v1/forums/{board.forum.slug}").json()
    assert found["boards_read"] == ["Fit notes", "Quiet room"]


def test_law_4_no_page_holds_the_words_of_a_member(client):
    enquiry = EnquiryFactory(title="Fit note of Zephyrine", excerpt="I am Zephyrine", claimed=True)
    publish_plan(enquiry.body, [enquiry.forum])

    for address in (
        "/",
        "/figures/",
        "/data/enquiries.csv",
        "/data/enquiries.json",
        f"/forums/{enquiry.forum.slug}/",
        f"/bodies/{enquiry.body.slug}/",
    ):
        content = client.get(address).getvalue().decode()
        assert "Zephyrine" not in content
        assert enquiry.thread_address not in content


def test_a_retired_account_is_no_longer_official(client):
    account = OfficialAccountFactory(retired=True)

    assert "no longer official" in text_of(client, f"/forums/{account.forum.slug}/")
    assert "no longer official" in text_of(client, f"/bodies/{account.body.slug}/")


def test_a_body_page_says_its_gaps_plainly(client):
    body = BodyFactory()

    said = text_of(client, f"/bodies/{body.slug}/")

    assert "No list published." in said
    assert "No plan published." in said
    assert "No operator’s answer is on record." in said
    assert "nothing to count" in said


def test_a_body_page_joins_list_plan_agreements_accounts_and_figures(client):
    body, forum = BodyFactory(acronym="APS"), ForumFactory(name="The Well")
    ListingFactory(body=body, forum=forum, reason="Everybody asks here.")
    agreement = AgreementFactory(body=body, forum=forum, welcome=True)
    account = OfficialAccountFactory(body=body, forum=forum, handle="AldmereHelps")
    publish_plan(body, [forum], response_hours=36)
    ReplyFactory(live=True, account=account, enquiry__body=body, enquiry__forum=forum)
    ReplyFactory(live=True)

    page = page_of(client, f"/bodies/{body.slug}/")
    said = " ".join(page.body.text(separator=" ").split())

    assert (
        "APS lists 1 forum as major for its work and has published a plan for taking part" in said
    )
    assert "Everybody asks here." in said
    assert "within 36 hours" in said
    assert "AldmereHelps" in said
    assert page.css_first(f'a[href="{agreement.get_absolute_url()}"]')
    assert page.css_first(".figure__value").text() == "1"


def test_a_plan_says_in_a_sentence_what_is_promised(client):
    body = BodyFactory()
    publish_plan(body, [ForumFactory(), ForumFactory()], response_hours=24, peers_first_hours=3)

    said = text_of(client, f"/bodies/{body.slug}/plan/")

    assert (
        "Aldmere Public Services takes part in 2 forums and answers questions there, "
        "at the latest within 24 hours" in said
    )
    assert "For 3 hours after a question, members have the word" in said
    assert "In force since 16 April 2026" in said
    assert "Nobody has asked" in said


def test_a_plan_that_only_listens_promises_no_replies(client):
    body = BodyFactory()
    publish_plan(body, [ForumFactory()], model=EngagementModel.LISTEN_ONLY)

    said = text_of(client, f"/bodies/{body.slug}/plan/")

    assert "and writes no replies" in said
    assert "First reply" not in said


def test_law_2_the_frozen_document_has_the_fingerprint_that_the_page_shows(client):
    version = publish_plan(BodyFactory(), [ForumFactory(name="Łąka")])
    address = reverse("register:plan-document", args=[version.body.slug, 1])

    content = client.get(address).content

    assert hashlib.sha256(content).hexdigest() == version.sha256
    assert version.sha256 in text_of(client, version.get_absolute_url())
    assert json.loads(content)["objectives"][0]["forum"]["name"] == "Łąka"


def test_a_plan_whose_grace_is_over_says_that_replies_have_ended(client, monkeypatch):
    body = BodyFactory()
    publish_plan(body, [ForumFactory()], review_on=TODAY - DAY)
    monkeypatch.setattr(clock, "now", lambda: NOON + 28 * DAY)

    plan = text_of(client, f"/bodies/{body.slug}/plan/")

    assert "After 2 June 2026 no new replies are allowed, until a new version" in plan


def test_a_passed_review_date_is_said_in_public(client):
    body = BodyFactory()
    publish_plan(body, [ForumFactory()], review_on=TODAY - DAY)

    plan = text_of(client, f"/bodies/{body.slug}/plan/")

    assert "was to be reviewed by 5 May 2026, and was not" in plan
    assert "no new replies are allowed after 2 June 2026" in plan
    assert "Review overdue" in text_of(client, "/bodies/")
    assert "the review is overdue" in text_of(client, f"/bodies/{body.slug}/")


def test_a_version_keeps_its_address_and_says_whether_it_is_in_force(client):
    body, forum = BodyFactory(), ForumFactory()
    first = publish_plan(body, [forum])
    publish_plan(body, [forum], effective_from=TODAY)
    third = publish_plan(body, [forum], effective_from=TODAY + DAY)

    assert "Go to version 2, which is in force" in text_of(client, first.get_absolute_url())
    assert "Not yet in force from 7 May 2026" in text_of(client, third.get_absolute_url())
    assert "version 2" in text_of(client, f"/bodies/{body.slug}/plan/")


def test_a_first_plan_that_is_to_come_is_shown_as_such(client):
    body = BodyFactory()
    publish_plan(body, [ForumFactory()], effective_from=TODAY + DAY)

    assert "Not yet in force" in text_of(client, f"/bodies/{body.slug}/plan/")


def test_figures_without_cases_have_no_value_and_are_not_0_per_cent(client):
    EnquiryFactory(asked_at=NOON - HOUR, raised_at=NOON - HOUR)

    page = page_of(client, "/figures/")

    assert "no value" in page.css_first("#answered_rate").text()
    assert "0 %" not in page.body.text()


def test_the_chart_says_its_message_and_carries_its_numbers(client):
    for hours in (2, 3, 30):
        ReplyFactory(
            live=True, enquiry__asked_at=NOON - 40 * HOUR, posted_at=NOON - (40 - hours) * HOUR
        )

    page = page_of(client, "/figures/")

    assert "2 of 3 first official replies came within a day" in page.body.text()
    assert [node.text() for node in page.css("svg text")] == ["0", "2", "0", "1", "0", "0"]


def practice_pair():
    body = BodyFactory(slug="practice-body", name="Practice Body", practice=True)
    forum = ForumFactory(slug="practice-forum", name="Practice Forum", practice=True)
    publish_plan(body, [forum])
    AgreementFactory(body=body, forum=forum, welcome=True)
    ReplyFactory(live=True, enquiry__body=body, enquiry__forum=forum)


PRACTICE = [
    "/forums/practice-forum/",
    "/bodies/practice-body/",
    "/bodies/practice-body/plan/",
    "/bodies/practice-body/plan/1/",
    "/bodies/practice-body/plan/1.json",
    "/data/practice-enquiries.csv",
]


@pytest.mark.parametrize("address", PRACTICE)
def test_practice_is_not_found_unless_the_service_shows_it(client, settings, address):
    practice_pair()
    hidden = client.get(address).status_code

    settings.ALONGSIDE_SHOW_PRACTICE = True

    assert (hidden, client.get(address).status_code) == (404, 200)


@pytest.mark.parametrize("address", PRACTICE[:4])
def test_a_page_of_practice_carries_the_striped_band(client, settings, address):
    practice_pair()
    settings.ALONGSIDE_SHOW_PRACTICE = True

    page = page_of(client, address)

    assert page.css_first(".practice-band")
    assert page.css_first("meta[name=robots]").attributes["content"] == "noindex"


def test_practice_stands_apart_and_is_counted_nowhere(client, settings):
    practice_pair()
    ReplyFactory(live=True)
    settings.ALONGSIDE_SHOW_PRACTICE = True

    assert "1 forum" in page_of(client, "/forums/").css_first(".list-bar__count").text()
    assert "1 public body" in page_of(client, "/bodies/").css_first(".list-bar__count").text()
    figures = page_of(client, "/figures/")
    assert [
        " ".join(figures.css_first(f"#{key} td").text().split())
        for key in ("answered", "practice-answered", "forums", "practice-forums")
    ] == ["1", "1", "1", "1"]
    assert figures.css_first(".practice-part #practice-answered")
    assert not figures.css_first(".practice-part #answered")


def test_without_the_setting_no_public_page_mentions_practice(client):
    practice_pair()

    for address in ("/", "/forums/", "/bodies/", "/figures/", "/data/"):
        assert "ractice" not in text_of(client, address)


def test_practice_bodies_do_not_appear_on_pages_of_real_forums(client):
    agreement = AgreementFactory(welcome=True, body__practice=True, body__name="Practice Body")

    assert "Practice Body" not in text_of(client, f"/forums/{agreement.forum.slug}/")


@pytest.mark.parametrize(
    "address",
    [
        "/forums/",
        "/bodies/",
        "/forums/f/",
        "/bodies/b/",
        "/changes/",
        "/forums/f/history/",
        "/coverage/",
        "/coverage/topics/work/",
    ],
)
def test_what_somebody_wrote_is_never_markup(client, address):
    evil = "<b>bold</b>{{ 1 }}%(x)s %d"
    body = BodyFactory(slug="b", name=evil, acronym="<i>", remit=evil, is_practice=False)
    forum = ForumFactory(slug="f", name=evil, subject=evil, area=evil, operator_name=evil)
    MeasureFactory(forum=forum, kind=evil[:20], unit=evil, period=evil, quotation=evil)
    MeasureFactory(forum=forum, kind=evil[:20], unit=evil, period=evil, dated="2009")
    ListingFactory(forum=forum, body=body, reason=evil)
    RemitTopicFactory(body=body, label=evil)
    details = {"name": evil, "changes": {"name": [evil, f"{evil} {evil}"], evil: ["", evil]}}
    EventFactory(kind="forum.updated", subject="forum:f", is_public=True, details=details)
    AgreementFactory(
        forum=forum, body=body, welcome=True, answer="with_conditions", conditions=evil
    )

    page = page_of(client, address)

    assert not page.css("b, i")
    assert evil in page.html.replace("&lt;", "<").replace("&gt;", ">")


def test_robots_are_kept_out_of_the_workspace_only(client):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert lines[:3] == ["User-agent: *", "Disallow: /workspace/", "Disallow: /sign-in/"]
    assert lines[-1].endswith("/sitemap.xml")


def test_the_security_contact_is_named_and_does_not_expire_soon(client, settings):
    settings.ALONGSIDE_CONTACT = "team@alongside.example"

    lines = client.get("/.well-known/security.txt").content.decode().splitlines()

    fields = dict(line.split(": ", 1) for line in lines)
    assert fields["Contact"] == "mailto:team@alongside.example"
    assert fields["Expires"] == f"{NOON.date() + timedelta(days=180)}T00:00:00Z"
