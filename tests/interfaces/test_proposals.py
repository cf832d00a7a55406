"""Proposed corrections by their pages: the open form and its abuse, the public list, the answer."""

import re
from datetime import timedelta

import pytest
from django.conf import settings as conf
from django.core import signing
from django.test import Client
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser

from alongside.accounts.domain.roles import Role
from alongside.core import clock
from alongside.forums.models import Forum, Listing
from alongside.proposals.domain import limits
from alongside.proposals.models import NetworkTrace, Proposal
from alongside.visitors import tokens
from tests.factories import (
    DAY,
    HOUR,
    NOON,
    BodyFactory,
    ForumAliasFactory,
    ForumFactory,
    ListingFactory,
    ProposalFactory,
    on_duty,
)

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


class Hands:
    """A clock that a test turns."""

    def __init__(self):
        self.at = NOON

    def __call__(self):
        return self.at


@pytest.fixture
def hands(monkeypatch):
    hands = Hands()
    monkeypatch.setattr(clock, "now", hands)
    return hands


@pytest.fixture
def forum():
    return ForumFactory(slug="well", name="The Well", address="https://old.example")


ADDRESS = "/forums/well/correct/"
WORDS = {
    "field": "address",
    "proposed": "https://new.example",
    "source": "https://old.example/we-have-moved",
    "words": "It moved.",
}


def token_of(response):
    return LexborHTMLParser(response.content).css_first("input[name=token]").attributes["value"]


def open_page(client, hands, address=ADDRESS):
    """The token of the page, a person's minute later."""
    token = token_of(client.get(address))
    hands.at += 60 * SECOND
    return token


def send(client, token, address=ADDRESS, ip="192.0.2.7", **changed):
    return client.post(address, WORDS | changed | {"token": token}, REMOTE_ADDR=ip)


def said(response):
    body = LexborHTMLParser(response.content).body
    return " ".join(body.text(separator=" ").split())


# The form


@pytest.mark.parametrize(
    "address",
    [
        ADDRESS,
        "/bodies/aps/correct/",
        "/proposals/missing-forum/",
        "/proposals/missing-body/",
    ],
)
def test_the_form_sets_no_cookie_and_is_kept_by_no_cache(client, forum, address):
    BodyFactory(slug="aps")

    response = client.get(address)

    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    page = LexborHTMLParser(response.content)
    assert len(page.css("h1")) == 1
    assert "csrf" not in page.html
    assert not page.css(
        "main input[type=email], main input[name=email], main input[autocomplete=name]"
    )
    assert len({node.attributes["id"] for node in page.css("[id]")}) == len(page.css("[id]"))


def test_the_form_says_what_the_register_says_now_and_when_it_is_answered(client, forum):
    page = said(client.get(ADDRESS))

    assert "Now: https://old.example" in page
    assert "within 14 days" in page


def test_a_link_may_choose_the_field(client, forum):
    def chosen(query):
        page = LexborHTMLParser(client.get(f"{ADDRESS}?field={query}").content)
        return [node.attributes["value"] for node in page.css("input[name=field][checked]")]

    assert chosen("area") == ["area"]
    assert chosen("website") == []
    assert chosen("%00") == []


def test_a_correction_is_sent_without_an_account_a_session_or_csrf_token(hands, forum):
    client = Client(enforce_csrf_checks=True)

    response = send(client, open_page(client, hands))

    proposal = Proposal.objects.get()
    assert response.status_code == 302
    assert response["Location"] == f"/proposals/{proposal.public_id}/sent/"
    assert not response.cookies
    assert (proposal.forum, proposal.field) == (forum, "address")
    assert proposal.proposed_at == hands.at
    page = client.get(response["Location"])
    assert f"http://testserver/proposals/{proposal.public_id}/" in page.content.decode()
    assert "answered by 20 May 2026" in said(page)
    assert not page.cookies


def test_a_missing_forum_and_a_missing_body_are_sent(client, hands):
    for number, (kind, more) in enumerate(
        [("forum", {"address": "posts.example"}), ("body", {"source": "The Gazette."})]
    ):
        address = f"/proposals/missing-{kind}/"
        token = open_page(client, hands, address)
        typed = {"name": f"Entry {number}", "source": "", "address": ""} | more
        assert client.post(address, typed | {"token": token}).status_code == 302

    forum, body = Proposal.objects.order_by("pk")
    assert (forum.about, forum.name, forum.proposed) == (
        "forum",
        "Entry 0",
        "https://posts.example",
    )
    assert forum.source == "https://posts.example"
    assert (body.about, body.name, body.source) == ("body", "Entry 1", "The Gazette.")


def test_a_forum_that_is_not_missing_is_named(client, hands, forum):
    ForumAliasFactory(forum=forum, address="https://older.example")
    address = "/proposals/missing-forum/"

    response = client.post(
        address,
        {
            "name": "Well",
            "address": "http://www.OLDER.example/",
            "token": open_page(client, hands, address),
        },
    )

    assert response.status_code == 422
    assert "The register has this forum already: The Well." in said(response)
    assert b'href="/forums/well/correct/"' in response.content
    assert not Proposal.objects.exists()


def test_a_body_that_is_not_missing_is_named_unless_it_stands_at_another_site(client, hands):
    BodyFactory(slug="aps", name="Aldmere Public Services", website="https://www.aldmere.example")
    address = "/proposals/missing-body/"
    typed = {"name": "aldmere public services", "source": "The Gazette."}

    known = client.post(address, typed | {"token": open_page(client, hands, address)})
    other = {"address": "https://elsewhere.example", "token": open_page(client, hands, address)}
    another = client.post(address, typed | other)

    assert known.status_code == 422
    assert "The register has this body already: Aldmere Public Services." in said(known)
    assert b'href="/bodies/aps/correct/"' in known.content
    assert another.status_code == 302
    assert Proposal.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"proposed": "https://old.example"}, "The register says that already."),
        ({"field": ""}, "Choose an answer to “What is wrong?”."),
        ({"field": "website"}, "Choose one of the answers"),
        ({"proposed": " "}, "Answer the question “What should it say?”."),
        ({"source": ""}, "Answer the question “Where can this be checked?”."),
        ({"source": "x" * 501}, "500 characters or fewer"),
        ({"proposed": "x" * 2_001}, "2,000 characters or fewer"),
        ({"words": "https://buy.example " * 8_000}, "2,000 characters or fewer"),
        ({"words": "https://b.example " * 4}, "at most 3 links"),
        ({"words": "Jane lives at SW1A 1AA"}, "“SW1A 1AA” looks like a personal detail (postcode)"),
        ({"words": "jane@posts.example"}, "“jane@posts.example” looks like a personal detail"),
        ({"source": "ring 07700 900123"}, "“07700 900123” looks like a personal detail"),
    ],
)
def test_law_10_what_is_wrong_is_said_beside_the_field_and_nothing_is_stored_or_lost(
    client, hands, forum, typed, sentence
):
    typed = {"proposed": "Kept words.", **typed}
    token = open_page(client, hands)

    response = send(client, token, **typed)

    assert response.status_code == 422
    assert sentence in said(response)
    assert LexborHTMLParser(response.content).css(".govuk-error-summary a[href^='#']")
    assert typed["proposed"].strip() in response.content.decode()
    assert not Proposal.objects.exists()
    # The same form may be sent again once it is put right.
    assert token_of(response) == token
    assert send(client, token).status_code == 302


def test_a_mailbox_of_the_body_itself_may_be_proposed(client, hands):
    BodyFactory(slug="aps", website="https://www.aldmere.example/aps")
    address = "/bodies/aps/correct/"

    response = send(
        client,
        open_page(client, hands, address),
        address,
        field="contact",
        proposed="forums@aldmere.example",
    )

    assert response.status_code == 302


def test_signs_that_cannot_be_stored_are_left_out(client, hands, forum):
    response = send(
        client, open_page(client, hands), words="Half\x00 a\x07 word\u202e", field="area"
    )

    assert response.status_code == 302
    assert Proposal.objects.get().words == "Half a word"


def test_markup_is_shown_as_it_was_typed_and_never_as_markup(client, hands, forum):
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'{{ 7*7 }}"
    typed = {"proposed": evil, "words": evil, "source": "javascript:alert(1)"}
    refused = send(client, open_page(client, hands), **typed, field="")
    send(client, open_page(client, hands), **typed)
    proposal = Proposal.objects.get()
    Proposal.objects.update(state="accepted", answered_at=NOON, changed=evil, reason=evil)
    lead = browser_of(on_duty(Role.CENTRAL_TEAM))

    pages = [
        refused,
        client.get(f"/proposals/{proposal.public_id}/"),
        client.get("/proposals/"),
        client.get("/forums/well/"),
        lead.get(f"/workspace/proposals/{proposal.public_id}/"),
    ]

    for page in pages:
        parsed = LexborHTMLParser(page.content)
        assert not parsed.css("main img")
        assert not parsed.css("main script:not([src])")
        assert not [
            node
            for node in parsed.css("a[href]")
            if node.attributes["href"].lower().startswith("javascript")
        ]
        assert "49" not in parsed.css_first("main").text()


@pytest.mark.parametrize("address", ["/forums/none/correct/", "/bodies/none/correct/"])
def test_an_entry_that_is_not_there_has_no_form(client, address):
    assert client.get(address).status_code == 404
    assert client.post(address, WORDS).status_code == 404


def test_an_entry_of_practice_has_a_form_only_where_practice_is_shown(client, settings):
    ForumFactory(slug="well", practice=True)

    assert client.get(ADDRESS).status_code == 404
    settings.ALONGSIDE_SHOW_PRACTICE = True
    assert client.get(ADDRESS).status_code == 200


def test_a_merged_entry_leads_to_the_form_of_the_one_that_stands(client, forum):
    ForumFactory(slug="old", merged_into=forum)

    response = client.get("/forums/old/correct/")

    assert (response.status_code, response["Location"]) == (302, ADDRESS)


def test_the_form_takes_no_other_method(client, forum):
    assert client.put(ADDRESS).status_code == 405
    assert client.head(ADDRESS).status_code == 200


# Abuse


def test_a_form_that_was_sent_is_spent_and_typed_words_come_back_with_a_new_one(
    client, hands, forum
):
    token = open_page(client, hands)
    send(client, token)

    again = send(client, token, words="Other words.")

    assert again.status_code == 409
    assert "sent once already" in said(again)
    assert "Other words." in again.content.decode()
    assert token_of(again) != token
    assert Proposal.objects.count() == 1
    hands.at += 10 * SECOND
    assert send(client, token_of(again), words="Other words.").status_code == 302


def test_pressing_twice_leads_to_the_same_page(client, hands, forum):
    token = open_page(client, hands)

    first, second = send(client, token), send(client, token)

    assert first["Location"] == second["Location"]


def test_whoever_sends_what_was_answered_already_is_led_to_the_answer(client, hands, forum):
    send(client, open_page(client, hands))
    Proposal.objects.update(state="declined", answered_at=NOON, reason="It stands there still.")

    response = send(client, open_page(client, hands))

    page = said(client.get(response["Location"]))
    assert "This was proposed before" in page


def test_a_form_sent_within_seconds_is_not_taken_and_can_be_sent_again(client, hands, forum):
    token = token_of(client.get(ADDRESS))
    hands.at += 2 * SECOND

    too_fast = send(client, token)

    assert too_fast.status_code == 422
    assert "sent within seconds" in said(too_fast)
    hands.at += SECOND
    assert send(client, token_of(too_fast)).status_code == 302


def test_a_form_of_yesterday_is_too_old(client, hands, forum):
    token = token_of(client.get(ADDRESS))
    hands.at += DAY + SECOND

    too_old = send(client, token)

    assert too_old.status_code == 422
    assert "open for more than a day" in said(too_old)
    assert "It moved." in too_old.content.decode()
    hands.at += 4 * SECOND
    assert send(client, token_of(too_old)).status_code == 302


def forged(purpose="forum:well", random="x", seconds=None):
    value = [purpose, random, int(NOON.timestamp()) if seconds is None else seconds]
    return signing.Signer(key="not ours", salt="alongside.visitors.form").sign_object(value)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "x",
        ":",
        forged(),
        forged(seconds="never"),
        "\x00",
        "Zoë",
        "x" * 100_000,
        signing.Signer(salt="alongside.visitors.form", key="x").sign_object("text"),
    ],
)
def test_a_token_that_was_not_made_here_opens_nothing(client, hands, forum, token):
    response = send(client, token)

    assert response.status_code == 422
    assert "did not come from this page" in said(response)
    assert not Proposal.objects.exists()
    assert token_of(response) != token


def test_a_token_changed_or_of_another_page_opens_nothing(client, hands, forum):
    ForumFactory(slug="other")
    token = open_page(client, hands, "/forums/other/correct/")
    own = open_page(client, hands)

    assert send(client, token).status_code == 422
    assert send(client, own[:-1] + ("A" if own[-1] != "A" else "B")).status_code == 422
    assert send(client, own).status_code == 302


def test_a_token_signed_for_another_purpose_of_ours_opens_nothing(client, hands, forum):
    other = signing.Signer(salt="another").sign_object(["forum:well", "x", int(NOON.timestamp())])

    assert send(client, other).status_code == 422


def test_a_token_says_nothing_of_whoever_opened_the_page():
    token = tokens.new_token("forum:well", at=NOON)

    value = signing.Signer(salt="alongside.visitors.form").unsign_object(token)
    assert value[0] == "forum:well"
    assert value[2] == int(NOON.timestamp())
    assert len(value) == 3
    assert tokens.new_token("forum:well", at=NOON) != token


def test_what_programs_fill_in_and_people_never_meet(client, hands, forum):
    token = open_page(client, hands)
    page = LexborHTMLParser(client.get(ADDRESS).content)
    trap = page.css_first("input[name=homepage]")

    response = send(client, token, homepage="https://buy.example")

    assert trap.parent.attributes["hidden"] is None  # stands without a value: neither seen nor read
    assert "hidden" in trap.parent.attributes
    assert trap.attributes["tabindex"] == "-1"
    assert response.status_code == 422
    assert "A field that people do not see was filled in" in said(response)
    assert not Proposal.objects.exists()
    # A person whose browser did it can send again: the field comes back empty.
    again = LexborHTMLParser(response.content).css_first("input[name=homepage]")
    assert not again.attributes.get("value")
    assert send(client, token).status_code == 302


def test_a_flood_from_one_network_is_held_and_its_words_come_back(client, hands, forum):
    for number in range(limits.A_NETWORK_PER_HOUR):
        token = open_page(client, hands)
        assert send(client, token, words=str(number)).status_code == 302

    token = open_page(client, hands)
    held = send(client, token, words="One more.")
    other = send(client, open_page(client, hands), words="Somebody else.", ip="192.0.2.8")

    assert held.status_code == 429
    assert 0 < int(held["Retry-After"]) <= 3600
    assert "today at 14:01 or later" in said(held)  # 13:01 UTC is 14:01 in London
    assert "One more." in held.content.decode()
    assert other.status_code == 302
    hands.at += HOUR
    assert send(client, token_of(held), words="One more.").status_code == 302


def test_a_network_of_ipv6_is_its_64_and_one_of_ipv4_itself(client, hands, forum):
    for number in range(limits.A_NETWORK_PER_HOUR):
        ip = f"2001:db8:1:1::{number + 1}"
        assert send(client, open_page(client, hands), ip=ip, words=str(number)).status_code == 302

    token = open_page(client, hands)

    assert send(client, token, ip="2001:db8:1:1:ffff::9", words="x").status_code == 429
    assert send(client, token, ip="2001:db8:1:2::9", words="x").status_code == 302


def digests_of(client, hands, settings, *senders, proxies=()):
    """Of each (address, X-Forwarded-For) the hash that is kept."""
    import ipaddress

    settings.ALONGSIDE_TRUSTED_PROXIES = [ipaddress.ip_network(name) for name in proxies]
    kept = []
    for number, (ip, forwarded) in enumerate(senders):
        NetworkTrace.objects.all().delete()
        headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
        token = open_page(client, hands)
        answer = client.post(
            ADDRESS, WORDS | {"token": token, "words": f"{number}"}, REMOTE_ADDR=ip, **headers
        )
        assert answer.status_code == 302
        kept.append(NetworkTrace.objects.get().digest)
    return kept


def test_whom_a_proxy_speaks_for_is_believed_of_trusted_ones_only(client, hands, forum, settings):
    plain, made_up, behind, twice, port, six, nonsense = digests_of(
        client,
        hands,
        settings,
        ("198.51.100.7", ""),
        ("192.0.2.9", "198.51.100.7"),  # no proxy of ours
        ("10.0.0.1", "203.0.113.5, 198.51.100.7"),  # what stands before is made up
        ("10.0.0.1", "198.51.100.7, 10.0.0.2"),
        ("10.0.0.1", "198.51.100.7:4711"),
        ("10.0.0.1", "[::ffff:198.51.100.7]:4711"),
        ("10.0.0.1", "," * 5_000),
        proxies=["10.0.0.0/8"],
    )

    assert plain == behind == twice == port == six
    assert made_up != plain
    assert nonsense != plain


def test_a_full_entry_says_so_and_words_come_back(client, hands, forum):
    ProposalFactory.create_batch(limits.WAITING_OF_AN_ENTRY, forum=forum)

    full = send(client, open_page(client, hands))

    assert full.status_code == 409
    assert "10 corrections of this kind wait for an answer already" in said(full)
    assert "It moved." in full.content.decode()


def test_a_body_of_more_than_the_server_reads_is_refused(client, hands, forum):
    token = open_page(client, hands)

    assert send(client, token, words="x" * 3_000_000).status_code == 400
    many = {f"field-{number}": "x" for number in range(2_000)}
    assert client.post(ADDRESS, many).status_code == 400
    assert not Proposal.objects.exists()


def test_nonsense_is_no_fault(client, hands, forum):
    token = open_page(client, hands)

    answers = [
        client.post(ADDRESS),
        client.post(ADDRESS, "not a form", content_type="application/json"),
        client.post(
            ADDRESS, b"\xff\xfe=%ED%A0%80", content_type="application/x-www-form-urlencoded"
        ),
        client.post(ADDRESS, {"token": [token, token], "field": ["name", "area"]}),
    ]

    assert [answer.status_code for answer in answers] == [422] * 4


# In public


def test_a_waiting_proposal_shows_the_day_and_the_field_and_no_words(client, hands, forum):
    send(client, open_page(client, hands), words="Unseen words.")
    ProposalFactory(missing=True, name="Buy pills", words="Unseen words.")

    for proposal in Proposal.objects.all():
        for address in (f"/proposals/{proposal.public_id}/", "/proposals/", "/forums/well/"):
            page = client.get(address).content.decode()
            assert "Unseen words" not in page
            assert "new.example" not in page
            assert "pills" not in page
    page = said(client.get(f"/proposals/{Proposal.objects.get(forum=forum).public_id}/"))
    assert "The Well: its address" in page
    assert "Proposed on 6 May 2026, to be answered by 20 May 2026" in page


def test_an_answered_proposal_stands_at_its_address_with_words_reason_and_source(client, forum):
    proposal = ProposalFactory(
        forum=forum,
        accepted_in_part=True,
        words="One line.\n\nAnother.",
        proposed_at=NOON - 3 * DAY,
    )

    response = client.get(f"/proposals/{proposal.public_id}/")

    page = said(response)
    assert "Accepted in part" in page
    assert "Proposed on 3 May 2026, answered on 6 May 2026, 3 days later" in page
    assert "The old one still works." in page
    assert "One line. Another." in page
    source = LexborHTMLParser(response.content).css_first('main a[rel~="ugc"]')
    assert source.attributes["href"] == "https://old.example/we-have-moved"
    assert "nofollow" in source.attributes["rel"]


def test_what_was_rejected_is_withdrawn_at_its_address_and_shown_nowhere(client, forum):
    proposal = ProposalFactory(forum=forum, rejected=True, words="Buy pills.", reason="Spam.")

    response = client.get(f"/proposals/{proposal.public_id}/")

    assert response.status_code == 410
    assert "Withdrawn" in said(response)
    for page in (response, client.get("/proposals/"), client.get("/forums/well/")):
        assert "pills" not in page.content.decode()
        assert "Spam." not in page.content.decode()
    assert proposal.public_id not in client.get("/proposals/").content.decode()


def test_words_that_were_withheld_are_said_to_be(client):
    proposal = ProposalFactory(
        declined=True, is_withheld=True, proposed="", source="", words="", said=""
    )

    assert "so they were deleted" in said(client.get(f"/proposals/{proposal.public_id}/"))


def test_the_list_is_newest_first_narrowed_by_state_and_paged_in_at_most_6_queries(
    client, django_assert_max_num_queries, settings
):
    settings.ALONGSIDE_SHOW_PRACTICE = True
    ProposalFactory.create_batch(50, proposed_at=NOON - 5 * DAY)
    newest = ProposalFactory(accepted=True, proposed_at=NOON - DAY)
    ProposalFactory(declined=True, proposed_at=NOON - 9 * DAY)
    ProposalFactory(accepted=True, forum__practice=True)

    with django_assert_max_num_queries(6):
        first = client.get("/proposals/")
    second = client.get("/proposals/page/2/")

    titles = [
        node.attributes["href"] for node in LexborHTMLParser(first.content).css(".results__title a")
    ]
    assert titles[0] == f"/proposals/{newest.public_id}/"
    assert "52 proposals" in said(first)
    assert len(LexborHTMLParser(second.content).css(".results__title a")) == 2
    assert client.get("/proposals/page/3/").status_code == 404
    assert "1 proposal, newest first" in said(client.get("/proposals/?state=declined"))
    assert "No proposal is in this state" in said(client.get("/proposals/?state=accepted_in_part"))
    for nonsense in ("rejected", "x", "%00", "waiting&page=-1"):
        assert client.get(f"/proposals/?state={nonsense}").status_code == 200


def test_the_list_says_how_fast_answers_come(client):
    def figures():
        page = LexborHTMLParser(client.get("/proposals/").content)
        return [" ".join(node.text().split()) for node in page.css(".figure__value")]

    assert figures() == ["0", "0", "no value"]
    ProposalFactory(accepted=True, proposed_at=NOON - 3 * DAY)
    assert figures() == ["0", "1", "3 days"]


@pytest.mark.parametrize("address", ["/proposals/", "/proposals/{id}/"])
def test_public_pages_set_no_cookie_and_may_be_kept(client, address):
    response = client.get(address.format(id=ProposalFactory(accepted=True).public_id))

    assert set(response["Cache-Control"].split(", ")) == {"public", "max-age=60"}
    assert not response.cookies
    assert client.post(address).status_code in (404, 405)


@pytest.mark.parametrize("address", ["/proposals/none/", "/proposals/none/sent/"])
def test_a_proposal_that_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_practice_stands_apart_and_only_where_it_is_shown(client, settings):
    proposal = ProposalFactory(accepted=True, forum__practice=True)
    address = f"/proposals/{proposal.public_id}/"

    assert client.get(address).status_code == 404
    assert proposal.public_id not in client.get("/proposals/").content.decode()
    settings.ALONGSIDE_SHOW_PRACTICE = True
    assert client.get(address).status_code == 200
    assert proposal.public_id in client.get("/proposals/").content.decode()
    assert "0 proposals" in said(client.get("/proposals/"))


def test_the_privacy_page_says_what_is_kept_and_for_how_long(client):
    page = said(client.get("/privacy/"))

    assert "deleted when the day is over" in page
    assert "deleted after 30 days" in page


# The workspace


def browser_of(duty):
    client = Client()
    client.force_login(duty.user, backend=conf.AUTHENTICATION_BACKENDS[0])
    return client


@pytest.fixture
def lead():
    listing = ListingFactory(forum__slug="well", forum__name="The Well")
    return on_duty(Role.ENGAGEMENT_LEAD, body=listing.body)


def test_the_queue_shows_what_waits_with_the_oldest_on_top_and_counts_it(hands, lead):
    listed = ListingFactory(body_id=next(iter(lead.roles_by_body)))
    ProposalFactory(forum=listed.forum, proposed_at=NOON - DAY)
    late = ProposalFactory(forum=listed.forum, proposed_at=NOON - 20 * DAY)
    ProposalFactory(of_body=True)

    response = browser_of(lead).get("/workspace/proposals/")

    page = LexborHTMLParser(response.content)
    links = [node.attributes["href"] for node in page.css(".queue__title a")]
    assert links[0] == f"/workspace/proposals/{late.public_id}/"
    assert len(links) == 2
    assert page.css_first(".queue__item--urgent .queue__reason").text().endswith("has passed")
    current = page.css_first("nav a[aria-current]")
    assert re.sub(r"\s+", " ", current.text()).strip() == "Proposals 2"


def test_an_adviser_sees_no_count_and_no_page():
    adviser = browser_of(on_duty(Role.ADVISER, body=BodyFactory()))

    assert adviser.get("/workspace/proposals/").status_code == 403
    assert "Proposals" not in adviser.get("/workspace/").content.decode()


def test_the_entry_as_it_stands_is_beside_the_proposal_and_the_answer_is_published(
    client, hands, lead
):
    forum = ListingFactory(
        body_id=next(iter(lead.roles_by_body)), forum__address="https://now.example"
    ).forum
    proposal = ProposalFactory(forum=forum)
    address = reverse("workspace:proposal", args=[proposal.public_id])
    browser = browser_of(lead)
    page = said(browser.get(address))
    assert "https://now.example" in page
    assert "https://old.example" in page
    assert "https://new.example" in page

    response = browser.post(
        address, {"state": "accepted", "changed": "The address.", "reason": "Its page says so."}
    )

    assert response.status_code == 302
    public = said(client.get(f"/proposals/{proposal.public_id}/"))
    assert "What was changed The address." in public
    assert "Its page says so." in public
    assert lead.user.display_name not in public
    assert lead.user.username not in public


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Choose an answer to “What is your answer?”."),
        ({"state": "waiting"}, "Choose one of the answers"),
        ({"state": "accepted"}, "Say what was changed in the register."),
        ({"state": "declined", "changed": "x"}, "Give the reason."),
        ({"state": "accepted", "changed": "x"}, "Give the reason."),
        ({"state": "declined", "reason": "Ask jane@posts.example"}, "looks like a personal detail"),
    ],
)
def test_law_10_an_answer_that_lacks_something_comes_back_with_every_word(lead, typed, sentence):
    proposal = ProposalFactory()
    address = reverse("workspace:proposal", args=[proposal.public_id])
    typed = {"changed": "", "reason": "Words that took time.", **typed}
    if typed["changed"]:
        typed["reason"] = ""

    response = browser_of(lead).post(address, typed)

    assert response.status_code == 422
    assert sentence in said(response)
    assert typed["reason"] in response.content.decode()
    proposal.refresh_from_db()
    assert proposal.is_waiting


def test_an_answer_that_came_second_is_told_of_the_first(lead):
    proposal = ProposalFactory(declined=True)
    address = reverse("workspace:proposal", args=[proposal.public_id])

    response = browser_of(lead).post(
        address, {"state": "accepted", "changed": "My long words.", "reason": "x"}
    )

    assert response.status_code == 409
    assert "answered this proposal in the meantime" in said(response)
    assert "My long words." in response.content.decode()
    assert "The page shows another." in said(response)


def test_a_rejected_one_can_be_taken_up_again_and_words_can_be_withheld(lead):
    rejected, accepted = ProposalFactory(rejected=True), ProposalFactory(accepted=True)
    browser = browser_of(lead)

    browser.post(reverse("workspace:proposal-again", args=[rejected.public_id]))
    browser.post(reverse("workspace:proposal-withhold", args=[accepted.public_id]))
    wrong = browser.post(
        reverse("workspace:proposal-again", args=[accepted.public_id]), follow=True
    )

    rejected.refresh_from_db()
    accepted.refresh_from_db()
    assert rejected.is_waiting
    assert accepted.words == ""
    assert "Only what was set aside" in said(wrong)


def test_a_proposal_about_somebody_elses_entry_is_not_found(lead):
    proposal = ProposalFactory(of_body=True)
    browser = browser_of(lead)

    for name in ("proposal", "proposal-again", "proposal-withhold"):
        address = reverse(f"workspace:{name}", args=[proposal.public_id])
        assert browser.post(address, {"state": "rejected"}).status_code == 404


def test_a_missing_forum_says_whether_the_register_has_it_by_now(lead):
    forum = ForumAliasFactory(address="https://new.example", forum__name="Since added").forum
    proposal = ProposalFactory(missing=True)

    page = said(browser_of(lead).get(reverse("workspace:proposal", args=[proposal.public_id])))

    assert forum.name in page


def test_an_entry_can_be_changed_from_its_proposal_by_whoever_keeps_it(lead):
    listed = Listing.objects.get()
    of_forum = ProposalFactory(forum=listed.forum)
    of_body = ProposalFactory(of_body=True, body=listed.body)

    def may_change(browser):
        pages = (
            browser.get(f"/workspace/proposals/{found.public_id}/").content.decode()
            for found in (of_forum, of_body)
        )
        return tuple(">Change the entry</a>" in page for page in pages)

    assert may_change(browser_of(lead)) == (True, False)
    assert may_change(browser_of(on_duty(Role.CENTRAL_TEAM))) == (True, True)


def test_what_is_proposed_is_filled_in_and_saving_leads_back_to_the_answer(hands, lead):
    forum = Listing.objects.get().forum
    forum.address = "https://old.example"
    forum.save()
    proposal = ProposalFactory(forum=forum)
    browser, address = browser_of(lead), f"/workspace/proposals/{proposal.public_id}/"
    early = browser.post(
        address, {"state": "accepted", "changed": "The address.", "reason": "It shows."}
    )
    assert early.status_code == 422
    assert "The entry still says what it said" in said(early)
    page = LexborHTMLParser(early.content)
    edit = page.css_first("p.govuk-inset-text a[href*=edit]").attributes["href"]

    form = LexborHTMLParser(browser.get(edit).content).css_first("main form")
    typed = {
        field.attributes["name"]: field.attributes.get("value") or ""
        for field in form.css("input:not([type=checkbox]), select")
        if field.attributes.get("name")
    }
    assert typed["address"] == "https://new.example"
    assert Forum.objects.get(pk=forum.pk).address == "https://old.example"
    saved = browser.post(edit, typed | {"kind": forum.kind, "engine": forum.engine, "life": ""})

    assert saved.headers["Location"] == f"{address}#answer"
    answer = LexborHTMLParser(browser.get(address).content)
    assert "became “https://new.example”" in answer.css_first("textarea[name=changed]").text()
    assert answer.css_first("input[value=accepted]").attributes.get("checked", "no") != "no"
    accepted = browser.post(
        address, {"state": "accepted", "changed": "The address.", "reason": "It shows."}
    )
    assert accepted.status_code == 302


def test_a_proposal_of_another_entry_fills_in_nothing(lead):
    forum, other = Listing.objects.get().forum, ForumFactory()
    proposal = ProposalFactory(forum=other)
    answered = ProposalFactory(forum=forum, declined=True)

    for found in (proposal.public_id, answered.public_id, "nobody", "\0"):
        page = browser_of(lead).get(f"/workspace/forums/{forum.slug}/edit/", {"proposal": found})
        assert page.status_code == 200
        assert "https://new.example" not in page.content.decode()


def test_the_page_of_an_entry_shows_a_few_and_leads_to_the_list_of_its_own(client, forum):
    for field in ("area", "subject", "address", "name", "name", "name"):
        ProposalFactory(forum=forum, field=field)
    ProposalFactory()

    page = LexborHTMLParser(client.get("/forums/well/").content)
    link = next(a for a in page.css("a") if a.text() == "and 1 more")
    own = client.get(link.attributes["href"])

    assert "3 proposals wait for an answer: its name" in page.body.text()
    assert link.attributes["href"] == "/proposals/?forum=well"
    assert "6 proposals, newest first" in said(own)
    assert "7 proposals" in said(client.get("/proposals/?forum=%00%2F"))
    assert "Nobody has proposed" in said(client.get("/proposals/?body=nobody"))
