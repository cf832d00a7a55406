"""Is this account official? The answers, what they cost, and what is not kept of the question."""

import json
import logging
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings as django_settings
from selectolax.lexbor import LexborHTMLParser

from alongside.accounts.domain.roles import Role
from alongside.bodies.queries import duty_of
from alongside.core import clock
from alongside.forums.account_actions import change_account, record_verification
from alongside.forums.actions import edit_forum
from alongside.forums.domain.kinds import AccountDirection, AliasKind, VerifiedHow
from alongside.forums.queries import facts_of
from alongside.forums.search import refresh_search
from alongside.ops import supervisor
from alongside.publishing.account_words import statement
from alongside.publishing.accounts import answer_for
from alongside.publishing.domain.official import Reason, Verdict
from alongside.publishing.entries.official import account_entry, all_accounts
from alongside.publishing.export import export_site
from alongside.ui.copies import MARK, Copy
from tests.factories import (
    DAY,
    NOON,
    BodyFactory,
    EnquiryFactory,
    ForumAliasFactory,
    ForumFactory,
    MembershipFactory,
    OfficialAccountFactory,
    ReplyFactory,
    UserFactory,
    VerificationFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

YES, SAID = Verdict.OFFICIAL, Verdict.STATED
WAS, NO = Verdict.WAS_OFFICIAL, Verdict.NOT_OFFICIAL
NOT_KNOWN, ASK = Verdict.NOT_KNOWN, Verdict.ASK
PROFILE = "https://well.example/u/aldmereadvice/12/"


def forum_at(address, **facts):
    forum = ForumFactory(address=address, **facts)
    refresh_search([forum.pk])
    return forum


@pytest.fixture
def well():
    return forum_at("https://well.example", slug="well", name="The Well", other_names=["Wellers"])


@pytest.fixture
def account(well):
    return OfficialAccountFactory(
        forum=well,
        body=BodyFactory(
            slug="aps", name="Aldmere Public Services", website="https://aldmere.example"
        ),
        handle="AldmereAdvice",
        profile_address=PROFILE,
        verified=True,
    )


@pytest.fixture
def stated(account):
    """The same, before anybody has looked at its proof."""
    account.verifications.all().delete()
    return account


def central_duty():
    return duty_of(MembershipFactory(body=None, role=Role.CENTRAL_TEAM.value).user)


def answer(pasted, **how):
    found = answer_for(pasted, at=NOON, **how)
    return found.verdict, found.reason


# The answers


@pytest.mark.parametrize(
    ("pasted", "reason"),
    [
        ("AldmereAdvice on The Well", Reason.NAME),
        ("aldmereadvice on the well", Reason.NAME),
        ("Is @AldmereAdvice on The Well official?", Reason.NAME),
        ("AldmereAdvice (Wellers)", Reason.NAME),
        ("AldmereAdvice on Well", Reason.NAME),
        ("AldmereAdvice on the “WELL”", Reason.NAME),
        ("The Well: AldmereAdvice", Reason.NAME),
        ("AldmereAdvice at https://www.well.example/", Reason.NAME),
        ("AldmereAdvice well.example", Reason.NAME),
        (PROFILE, Reason.PROFILE),
        ("http://www.WELL.example/u/AldmereAdvice/12/posts?x=1", Reason.PROFILE),
        (f"look at <{PROFILE}>, please", Reason.PROFILE),
    ],
)
def test_it_is_official(account, pasted, reason):
    found = answer_for(pasted, at=NOON)

    assert (found.verdict, found.reason) == (YES, reason)
    assert found.account.public_id == account.public_id
    assert found.account.body_name == "Aldmere Public Services"


@pytest.mark.parametrize(
    ("pasted", "reason"),
    [("AldmereAdvice on The Well", Reason.NAME), (PROFILE, Reason.PROFILE)],
)
def test_what_a_body_says_of_itself_alone_is_not_official(stated, pasted, reason):
    assert answer(pasted) == (SAID, reason)

    for direction in AccountDirection:
        VerificationFactory(account=stated, direction=direction.value, found=False)
    assert answer(pasted) == (SAID, reason)


@pytest.mark.parametrize("direction", AccountDirection)
def test_proof_in_one_direction_only_is_not_enough(stated, direction):
    VerificationFactory(account=stated, direction=direction.value)

    assert answer(PROFILE) == (SAID, Reason.PROFILE)


def test_an_account_whose_proof_has_gone_is_official_as_its_body_says_only(account):
    VerificationFactory(account=account, found=False, checked_at=NOON + DAY)

    assert answer(PROFILE) == (SAID, Reason.PROFILE)


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize(
    ("pasted", "reason"),
    [
        ("SomebodyElse on The Well", Reason.NAME_NOT_THERE),
        ("https://well.example/u/somebody/13/", Reason.OTHER_PROFILE),
        ("https://well.example/@somebody", Reason.OTHER_PROFILE),
        # A forum that goes by the number shows whoever has it.
        ("https://well.example/u/aldmereadvice/99/", Reason.OTHER_ADDRESS),
        ("SomebodyElse", Reason.NO_SUCH_NAME),
        ("javascript:alert(1)", Reason.NO_SUCH_NAME),
        ("javascript://well.example/u/aldmereadvice/12/", Reason.NO_SUCH_NAME),
        ("<script>alert(1)</script>", Reason.NO_SUCH_NAME),
    ],
)
def test_it_is_not_official(pasted, reason):
    assert answer(pasted) == (NO, reason)


def test_a_forum_without_official_accounts_has_none_that_is_official(well):
    assert answer("https://well.example/u/anybody") == (NO, Reason.NO_ACCOUNTS_THERE)
    assert answer("AldmereAdvice on The Well") == (NO, Reason.NO_ACCOUNTS_THERE)
    assert answer("The Well") == (NO, Reason.NO_ACCOUNTS_THERE)


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize(
    "pasted",
    [
        "https://unknown.example/u/aldmereadvice/12/",
        "https://well.example.evil.example/u/aldmereadvice/12/",
        "https://well.example@evil.example/u/aldmereadvice/12/",
        "https://wеll.example/u/aldmereadvice/12/",  # a Cyrillic letter
        "AldmereAdvice on The Other Place",
    ],
)
def test_a_forum_that_the_register_does_not_know_makes_nobody_official(pasted):
    assert answer(pasted) == (NOT_KNOWN, Reason.UNKNOWN_FORUM)


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize(
    ("pasted", "reason"),
    [
        ("", Reason.NOTHING),
        ("\x00", Reason.NOTHING),
        ("???", Reason.NOTHING),
        ("advice@aldmere.example", Reason.MAIL),
        ("AldmereAdvice", Reason.WHICH_FORUM),
        ("@AldmereAdvice", Reason.WHICH_FORUM),
        ("is aldmereadvice genuine?", Reason.WHICH_FORUM),
        ("The Well", Reason.WHICH_ACCOUNT),
        ("https://well.example", Reason.WHICH_ACCOUNT),
        ("https://well.example/t/some-thread/1/", Reason.OTHER_PAGE),
        (f"{PROFILE} https://evil.example/prize", Reason.SEVERAL),
    ],
)
def test_it_asks_when_no_account_or_more_than_one_is_named(pasted, reason):
    assert answer(pasted) == (ASK, reason)


def test_a_retired_account_was_official(account):
    account.retired_at = NOON - DAY
    account.save()

    for pasted in ("AldmereAdvice on The Well", PROFILE):
        found = answer_for(pasted, at=NOON)
        assert found.verdict is WAS
        assert (found.account.opened_at, found.account.retired_at) == (
            account.opened_at,
            NOON - DAY,
        )


def test_a_name_depends_on_the_forum(account):
    other = OfficialAccountFactory(
        forum=forum_at("https://spring.example", name="The Spring"), handle="AldmereAdvice"
    )
    elsewhere = forum_at("https://pond.example", name="The Pond")
    OfficialAccountFactory(forum=elsewhere, handle="Other")

    found = answer_for("aldmereadvice", at=NOON)

    assert (found.verdict, found.reason) == (ASK, Reason.WHICH_FORUM)
    assert {each.public_id for each in found.others} == {account.public_id, other.public_id}
    there = answer_for("AldmereAdvice on The Pond", at=NOON)
    assert (there.verdict, there.reason) == (NO, Reason.NAME_NOT_THERE)
    assert {each.public_id for each in there.others} == {account.public_id, other.public_id}


def test_two_forums_of_one_name_leave_it_open(account):
    forum_at("https://well.other.example", name="The Well")

    assert answer("AldmereAdvice on The Well") == (ASK, Reason.WHICH_FORUM)
    assert answer("AldmereAdvice at well.example") == (YES, Reason.NAME)


def test_a_retired_account_was_official_whichever_forum_of_the_name_is_meant(account, client):
    account.retired_at = NOON - DAY
    account.save()
    other = forum_at("https://well.other.example", name="The Well")

    found = answer_for("AldmereAdvice on The Well", at=NOON)
    assert (found.verdict, found.account.public_id) == (WAS, account.public_id)

    body = BodyFactory(name="Bramley Council")
    OfficialAccountFactory(forum=other, body=body, handle="AldmereAdvice", retired_at=NOON - DAY)
    page = client.get("/is-this-official/?q=AldmereAdvice+on+The+Well").content.decode()
    assert "Not any more" in page
    assert "Aldmere Public Services on The Well" in page
    assert "Bramley Council on The Well" in page


def test_of_two_forums_of_one_name_with_an_account_in_use_both_are_named(account):
    other = forum_at("https://well.other.example", name="The Well")
    retired = OfficialAccountFactory(forum=other, handle="AldmereAdvice", retired_at=NOON - DAY)

    found = answer_for("AldmereAdvice on The Well", at=NOON)

    assert (found.verdict, found.reason) == (ASK, Reason.WHICH_FORUM)
    assert [each.public_id for each in found.others] == [account.public_id, retired.public_id]


def test_the_account_in_use_comes_first_whichever_forum_of_the_name_is_older(account):
    other = forum_at("https://well.other.example", name="The Well")
    in_use = OfficialAccountFactory(forum=other, handle="AldmereAdvice")
    account.retired_at = NOON - DAY
    account.save()

    found = answer_for("AldmereAdvice on The Well", at=NOON)

    assert [each.public_id for each in found.others] == [in_use.public_id, account.public_id]


@pytest.mark.parametrize(
    "name",
    ["AldmereAdv1ce", "АldmereAdvice", "AldmereAdvice_", "Aldmere-Advice", "AldmereAdviceUK"],
)
@pytest.mark.parametrize("where", [" on The Well", "", " on An Unknown Forum"])
def test_a_name_that_looks_official_is_not_and_is_warned_of(account, client, name, where):
    found = answer_for(f"{name}{where}", at=NOON)

    assert found.verdict in (NO, NOT_KNOWN)
    assert [each.public_id for each in found.alike] == [account.public_id]
    page = client.get("/is-this-official/", {"q": f"{name}{where}"})
    assert "easily taken for an official account" in page.content.decode()


def test_a_name_with_a_stop_in_it_is_a_name_where_it_is_one(well):
    OfficialAccountFactory(forum=well, handle="aldmere.advice", verified=True)

    assert answer("aldmere.advice") == (ASK, Reason.WHICH_FORUM)
    assert answer("aldmere.advice on The Well") in [
        (YES, Reason.NAME),
        (ASK, Reason.WHICH_FORUM),
    ]


def test_without_a_profile_address_the_name_in_the_address_is_compared(well):
    account = OfficialAccountFactory(forum=well, handle="AldmereAdvice", verified=True)

    assert answer("https://well.example/u/AldmereAdvice/") == (YES, Reason.NAME)
    # With a number behind it, the name may be anything.
    assert answer("https://well.example/members/aldmereadvice/99/") == (ASK, Reason.OTHER_PAGE)
    assert account.profile_address == ""


def test_an_address_of_the_past_proves_nothing(account):
    ForumAliasFactory(forum=account.forum, address="https://old-well.example")
    ForumAliasFactory(
        forum=account.forum, address="https://forum.well.example", kind=AliasKind.REDIRECT.value
    )

    assert answer("https://old-well.example/u/aldmereadvice/12/") == (ASK, Reason.OLD_ADDRESS)
    assert answer("https://forum.well.example/u/aldmereadvice/12/") == (YES, Reason.PROFILE)


def test_a_forum_in_a_folder_owns_its_folder_only():
    OfficialAccountFactory(
        forum=forum_at("https://big.example/forum", name="Big"),
        handle="AldmereAdvice",
        profile_address="https://big.example/forum/u/aldmereadvice",
        verified=True,
    )

    assert answer("https://big.example/forum/u/aldmereadvice") == (YES, Reason.PROFILE)
    assert answer("https://big.example/news/u/aldmereadvice")[0] is NOT_KNOWN
    assert answer("https://big.example/forum2/u/aldmereadvice")[0] is NOT_KNOWN


def test_law_4_authority_is_given_to_named_accounts_only(well):
    """Law 4, and the rule: never a whole host, never a mail domain, whatever the register holds."""
    body = BodyFactory(website="https://aldmere.example", contact_email="team@aldmere.example")
    OfficialAccountFactory(
        forum=well, body=body, handle="AldmereAdvice", profile_address="https://well.example/"
    )

    for pasted in (
        "https://well.example/",
        "https://well.example/u/anybody",
        "https://aldmere.example/",
        "https://aldmere.example/staff/anybody",
        "anybody@aldmere.example",
        "team@aldmere.example",
    ):
        assert answer_for(pasted, at=NOON).account is None


# Posts


@pytest.fixture
def reply(account):
    return ReplyFactory(
        live=True,
        account=account,
        enquiry=EnquiryFactory(forum=account.forum, body=account.body, claimed=True),
        public_link="https://well.example/t/sick-pay/7/?page=2#post-17",
    )


def test_this_very_post_is_ours(reply):
    found = answer_for("see http://www.well.example/t/sick-pay/7?page=2#post-17", at=NOON)

    assert (found.verdict, found.reason) == (YES, Reason.POST)
    assert found.posts == (reply.public_link,)


def test_another_post_in_the_same_thread_is_not(reply):
    assert answer("https://well.example/t/sick-pay/7/?page=2#post-18") == (ASK, Reason.SAME_PAGE)
    assert answer("https://well.example/t/sick-pay/7/") == (ASK, Reason.SAME_PAGE)
    assert answer("https://well.example/t/sick-pay/70/?page=2#post-17") == (ASK, Reason.OTHER_PAGE)


def test_a_reply_that_does_not_stand_there_any_more_is_not_ours(reply):
    type(reply).objects.update(state="removed")

    assert answer(reply.public_link) == (ASK, Reason.OTHER_PAGE)


def test_a_post_stays_official_when_its_account_is_retired(reply, account):
    account.retired_at = NOON
    account.save()

    assert answer(reply.public_link) == (YES, Reason.POST)


# Practice


@pytest.fixture
def practice():
    forum = forum_at("https://practice.example", name="The Practice", practice=True)
    return OfficialAccountFactory(
        forum=forum,
        body=BodyFactory(practice=True),
        handle="PracticeAdvice",
        profile_address="https://practice.example/u/practiceadvice",
    )


PRACTICE_PASTED = ["PracticeAdvice", "PracticeAdvice on The Practice", "practice.example",
                   "https://practice.example/u/practiceadvice", "PracticeAdvise"]  # fmt: skip


@pytest.mark.parametrize("pasted", PRACTICE_PASTED)
def test_practice_is_as_if_it_never_was_unless_it_is_shown(practice, client, pasted):
    data = client.get("/is-this-official.json", {"q": pasted}).json()
    assert (data["account"], data["compare"], data["easily_taken_for"]) == (None, [], [])
    assert answer_for(pasted, at=NOON).verdict in (NO, NOT_KNOWN)
    assert client.get(f"/accounts/{practice.public_id}/").status_code == 404
    assert client.get(f"/accounts/{practice.public_id}/badge.svg").status_code == 404
    assert all_accounts(practice_too=False) == []


def test_practice_that_is_shown_is_always_marked(practice, client, settings):
    settings.ALONGSIDE_SHOW_PRACTICE = True

    for address in (
        "/is-this-official/?q=PracticeAdvice+on+The+Practice",
        "/is-this-official/?q=PracticeAdvice",
        f"/accounts/{practice.public_id}/",
    ):
        assert "practice-band" in client.get(address).content.decode()
    badge = client.get(f"/accounts/{practice.public_id}/badge.svg").content.decode()
    assert "Practice: not a real account" in badge
    data = client.get("/is-this-official.json", {"q": "PracticeAdvice on The Practice"}).json()
    assert data["is_practice"]
    assert data["account"]["is_practice"]


# Pages


def page_of(client, address, **query):
    response = client.get(address, query or None)
    assert response.status_code == 200
    return LexborHTMLParser(response.content)


def text_of(client, address, **query):
    return " ".join(page_of(client, address, **query).body.text(separator=" ").split())


def test_the_answer_is_the_heading_of_the_page(account, client):
    page = page_of(client, "/is-this-official/", q="AldmereAdvice on The Well")
    text = " ".join(page.body.text(separator=" ").split())

    assert [node.text() for node in page.css("h1")] == ["Yes"]
    assert page.css(".verdict--yes")
    assert page.css_first("title").text().startswith("Yes")
    assert "AldmereAdvice on The Well is an official account of Aldmere Public Services." in text
    assert "Verified in both directions." in text


def test_without_proof_the_page_says_whose_word_it_is_and_what_is_missing(stated, client):
    VerificationFactory(account=stated, checked_at=NOON - DAY)

    page = page_of(client, "/is-this-official/", q="AldmereAdvice on The Well")
    text = " ".join(page.body.text(separator=" ").split())

    assert [node.text() for node in page.css("h1")] == ["Not verified"]
    assert page.css(".verdict--partly")
    assert page.css_first("title").text().startswith("Not verified")
    assert page.css_first("input#q").attributes["value"] == "AldmereAdvice on The Well"
    assert "is an official account" not in text
    assert "Aldmere Public Services says here that AldmereAdvice on The Well is its" in text
    assert "Nobody has looked whether its profile links back to the body, since 6 April" in text
    assert "since 6 April 2026" in text
    assert "Verified in one direction only." in text
    assert "by a person, on 5 May 2026" in text
    assert "Not checked yet" in text


def test_a_no_says_what_to_do_and_where_to_report(account, client):
    account.forum.report_address = "https://well.example/report"
    account.forum.save()

    page = page_of(client, "/is-this-official/", q="Somebody on The Well")

    assert page.css_first("h1").text() == "No"
    assert "personal details" in page.body.text()
    assert page.css('a[href="https://well.example/report"]')


def test_without_a_question_the_page_has_one_box(client):
    page = page_of(client, "/is-this-official/")

    assert len(page.css("form.official-box input")) == 1
    assert len(page.css("h1")) == 1
    assert page.css_first("form.official-box").attributes["method"] == "get"


NASTY = [
    "<script>alert(1)</script> on <b>The Well</b>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "https://well.example/<script>alert(1)</script>",
    "{{ 7 * 7 }} {% if %} %(handle)s %s %",
    "\x00\x01\x1b[31m\u202e\u2066 x",
    "https://xn--ls8h.example/u/x",
    "https://☃.example/☃?☃#☃",
    "http://[::1]:80/u/x",
    "https://well.example:99999/u/x",
    "https://" + "a" * 300 + ".example/",
    "'; DROP TABLE forums_forum; -- on The Well",
    "% _ \\ on The Well",
    '\\" on "The Well',
    "a" * 100_000,
    "on " * 3_000,
    "\ud83d\ude00" * 10,
    "😀 on The Well",
    "İstanbul on The Well",
    "x on ' & | ! <-> :* \\ ( )",
    "x on the of and",
]


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize("pasted", NASTY, ids=range(len(NASTY)))
def test_whatever_is_pasted_gets_a_page_and_nothing_of_it_is_run(
    client, django_assert_max_num_queries, pasted
):
    pasted = pasted.encode("utf-16", "surrogatepass").decode("utf-16")
    with django_assert_max_num_queries(6):
        page = page_of(client, "/is-this-official/", q=pasted)
    with django_assert_max_num_queries(6):
        data = client.get("/is-this-official.json", {"q": pasted})

    scripts = [node.attributes.get("src") for node in page.css("script")]
    assert all(src and src.startswith("/static/") for src in scripts)
    assert not page.css("[onerror]")
    assert not [
        node for node in page.css("a[href]") if node.attributes["href"].startswith("javascript")
    ]
    assert data.status_code in (200, 422)  # of some, nothing is left to look up
    assert data.json().get("verdict", "ask") in {*Verdict} - {YES, SAID}


@pytest.mark.usefixtures("account")
def test_broken_bytes_in_the_address_are_answered(client):
    assert client.get("/is-this-official/?q=%FF%FE%00on%ED%A0%80").status_code == 200
    assert client.get("/is-this-official.json?q=%00&q=%FF").status_code == 200


@pytest.mark.parametrize("query", ["", "?q=", "?q=+", "?q=%00", "?q=???"])
def test_a_program_that_asks_nothing_is_told_so_in_the_one_shape_of_errors(client, query):
    response = client.get(f"/is-this-official.json{query}")

    assert response.status_code == 422
    assert set(response.json()) == {"error", "message", "details"}
    assert response.json()["error"] == "not_valid"
    assert response.json()["details"][0]["where"] == "query.q"
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_law_4_what_is_asked_is_kept_nowhere_and_told_to_nobody(account, client, caplog):
    """Law 4: no log, no cookie, no table, and no address that another site is told."""
    caplog.set_level(logging.DEBUG)
    asked = "Jane.Doe.1987 on The Well"

    page = client.get("/is-this-official/", {"q": asked})
    data = client.get("/is-this-official.json", {"q": asked})

    assert "Jane" not in caplog.text
    assert not page.cookies
    assert "Cookie" not in page.headers.get("Vary", "")
    for answered in (page, data):
        assert answered.headers["Referrer-Policy"] == "no-referrer"
        assert "public" in answered.headers["Cache-Control"]
    assert "Jane" not in str(data.json() | {"statement": ""})
    assert '<meta name="robots" content="noindex">' in page.content.decode()


def test_law_4_a_fault_of_ours_does_not_log_what_was_asked(client, caplog, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: 1 / 0)
    client.raise_request_exception = False

    assert client.get("/is-this-official/", {"q": "Jane.Doe.1987"}).status_code == 500

    assert "Jane" not in "".join(record.getMessage() for record in caplog.records)


def test_the_answer_for_programs(account, client):
    data = client.get("/is-this-official.json", {"q": PROFILE}).json()

    assert (data["verdict"], data["account"]["standing"]) == ("official", "official")
    assert data["account"]["is_verified_both_ways"] is True
    assert data["account"]["missing"] == []


def test_the_answer_for_programs_tells_a_body_s_word_from_proof(stated, client):
    VerificationFactory(
        account=stated,
        direction=AccountDirection.LINKS_BACK.value,
        how=VerifiedHow.MACHINE.value,
        address=PROFILE,
    )

    response = client.get("/is-this-official.json", {"q": PROFILE})

    data = response.json()
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert (data["verdict"], data["reason"]) == ("stated", "profile")
    assert data["account"]["standing"] == "stated"
    assert len(data["account"]["missing"]) == 1
    assert data["as_of"] == "2026-05-06"
    assert data["account"]["handle"] == "AldmereAdvice"
    assert data["account"]["body_id"] == "aps"
    assert data["account"]["is_verified_both_ways"] is False
    assert data["account"]["links_back"]["checked_by"] == "machine"
    assert data["account"]["body_names_it"] is None
    assert data["account"]["page"] == f"http://testserver/accounts/{stated.public_id}/"


@pytest.mark.parametrize(
    "pasted",
    ["AldmereAdvice", "AldmereAdv1ce", "AldmereAdvice on The Well", PROFILE, "x.example/y"],
)
def test_a_register_that_grows_asks_the_database_no_more_often(
    account, django_assert_max_num_queries, pasted
):
    for number in range(30):
        OfficialAccountFactory(forum=forum_at(f"https://f{number}.example", name=f"F {number}"))

    with django_assert_max_num_queries(6):
        answer_for(pasted, at=NOON)


# The account's own page, and the badge


def test_an_account_has_a_page_with_both_directions_and_their_history(stated, client):
    account = stated
    VerificationFactory(account=account, found=False, note="No name.", checked_at=NOON - 40 * DAY)
    VerificationFactory(account=account, checked_at=NOON - 10 * DAY)
    VerificationFactory(account=account, direction=AccountDirection.LINKS_BACK.value)

    text = text_of(client, f"/accounts/{account.public_id}/")

    assert "Verified in both directions." in text
    assert "No name." in text  # in the history
    entry = account_entry(account.public_id, practice_too=False)
    assert [look.found for look in entry.looks] == [True, True, False]


def test_the_page_asks_the_database_at_most_6_times(account, client, django_assert_max_num_queries):
    for number in range(25):
        VerificationFactory(account=account, checked_at=NOON - number * DAY)

    with django_assert_max_num_queries(6):
        text = text_of(client, f"/accounts/{account.public_id}/")
    assert "Only the newest are shown here." in text


def test_an_account_that_nobody_has_is_not_found(client):
    assert client.get("/accounts/nobody/").status_code == 404
    assert client.get("/accounts/nobody/badge.svg").status_code == 404


def test_the_code_of_the_badge_is_a_link_and_a_picture_and_nothing_else(account, client):
    account.handle = 'Aldmere "<Advice>"'
    account.save()

    page = page_of(client, f"/accounts/{account.public_id}/")

    code = LexborHTMLParser(page.css_first("#badge-code").text())
    (link,) = code.css("body a")
    (picture,) = code.css("body img")
    assert {node.tag for node in code.css("body *")} == {"a", "img"}
    assert link.attributes["href"] == f"http://testserver/accounts/{account.public_id}/"
    assert picture.attributes["src"].endswith("/badge.svg")
    assert 'Aldmere "<Advice>"' in picture.attributes["alt"]
    assert int(picture.attributes["width"]) > 100


def badge_of(client, account):
    response = client.get(f"/accounts/{account.public_id}/badge.svg")
    assert response.status_code == 200
    return response, "".join(ElementTree.fromstring(response.content).itertext())


def test_a_badge_may_stand_on_any_site_and_in_caches(account, client):
    response, text = badge_of(client, account)

    assert response.headers["Content-Type"] == "image/svg+xml"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "public" in response.headers["Cache-Control"]
    assert not response.cookies
    assert "AldmereAdvice · The Well" in text  # a copy in another profile names this account
    assert "Official account of" in text
    assert "style" not in response.content.decode()
    assert "script" not in response.content.decode()


def test_a_badge_shows_that_its_account_is_retired(account, client):
    _before, was = badge_of(client, account)
    account.retired_at = NOON
    account.save()

    _after, text = badge_of(client, account)

    assert "Official account of" in was
    assert "No longer an account of" in text
    assert "Official account of" not in text


def test_a_badge_without_proof_has_no_tick_and_says_so(account, client):
    tick = "m14 33 8 8 15-18"
    verified, _text = badge_of(client, account)
    account.verifications.last().delete()

    response, text = badge_of(client, account)

    assert tick in verified.content.decode()
    assert tick not in response.content.decode()
    assert "Not verified yet" in text
    assert "Official account of" not in text


@pytest.mark.parametrize("name", ["<&>\"'" * 20, "x" * 100, "\u0001\uffff\ufffe", "Tŷ 😀"])
def test_a_badge_is_whole_whatever_a_name_holds(account, client, name):
    account.handle = name
    account.save()

    response, _text = badge_of(client, account)

    assert len(response.content) < 3_000


def test_every_account_stands_in_one_list_with_the_places_of_its_forum(account):
    ForumAliasFactory(forum=account.forum, address="https://old-well.example")

    (only,) = all_accounts(practice_too=False)

    assert only.account.handle == "AldmereAdvice"
    assert only.forum_names == ["The Well", "Wellers"]
    assert list(only.forum_places) == ["well.example"]  # not where it stood before
    assert json.dumps(only.forum_names)


def test_the_server_of_the_service_keeps_no_log_of_requests():
    """Addresses hold what was asked: the web process is started without an access log."""
    source = Path(supervisor.__file__).read_text(encoding="utf-8")

    assert "--access-log" not in source
    assert django_settings.LOGGING["root"]["level"] == "INFO"


# As files


def test_in_an_export_the_page_lists_every_account_and_asks_no_server(account, client):
    OfficialAccountFactory(
        forum=forum_at("https://zebra.example", name="Zebra"),
        handle="\"><script>alert('x')</script>",
        retired=True,
    )

    page = LexborHTMLParser(client.get("/is-this-official/", **{MARK: Copy(NOON)}).content)

    rows = page.css("[data-official-accounts] tr")
    assert [row.attributes["data-handle"] for row in rows] == [
        "AldmereAdvice",
        "\"><script>alert('x')</script>",
    ]
    assert json.loads(rows[0].attributes["data-forums"]) == ["The Well", "Wellers"]
    assert rows[0].attributes["data-places"] == "well.example"
    assert "data-retired" in rows[1].attributes
    assert "data-stated" not in rows[0].attributes
    assert not page.css("form")
    assert page.css_first("[data-official]").attributes["hidden"] is None  # until the script runs
    assert [node.attributes.get("src") for node in page.css("main script")] == [
        "/static/ui/place.js",
        "/static/ui/official.js",
    ]


def test_of_many_accounts_an_exported_page_keeps_the_others_in_a_script_beside_it(
    well, client, monkeypatch
):
    for number in range(4):
        OfficialAccountFactory(forum=well, handle=f"Advice{number}", body__name=f"Body {number}")
    for module in ("official", "search"):
        monkeypatch.setattr(f"alongside.register.views.{module}.MOST_LISTED", 3)

    page = LexborHTMLParser(client.get("/is-this-official/", **{MARK: Copy(NOON)}).content)
    script = client.get("/search/accounts.js").content.decode()

    assert len(page.css("[data-official-accounts] tr")) == 3
    assert page.css_first("a[data-official-index]").attributes["href"] == "/search/accounts.js"
    assert "1 more are looked up" in " ".join(page.body.text().split())
    assert [name for name in range(4) if f"Advice{name}" in script] == [3]


def test_an_export_tells_a_body_s_word_from_proof_as_the_service_does(stated, client, tmp_path):
    export_site(tmp_path / "site", at=NOON)

    listed = (tmp_path / "site" / "is-this-official" / "index.html").read_bytes()
    (row,) = LexborHTMLParser(listed).css("[data-official-accounts] tr")
    badge = (tmp_path / "site" / "accounts" / stated.public_id / "badge.svg").read_text("utf-8")
    assert "data-stated" in row.attributes
    assert "not verified yet" in row.text()
    assert "Nobody has looked whether its profile links back" in row.text()
    assert "Not verified yet" in badge
    assert badge == client.get(f"/accounts/{stated.public_id}/badge.svg").content.decode()


def test_pages_and_badges_of_accounts_are_files_of_an_export(account, tmp_path):
    export_site(tmp_path / "site", at=NOON)

    folder = tmp_path / "site" / "accounts" / account.public_id
    assert "AldmereAdvice" in (folder / "index.html").read_text(encoding="utf-8")
    assert ElementTree.fromstring((folder / "badge.svg").read_bytes()).tag.endswith("svg")
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert 'src="badge.svg"' in page
    listed = (tmp_path / "site" / "is-this-official" / "index.html").read_text(encoding="utf-8")
    assert f'href="../accounts/{account.public_id}/index.html"' in listed


# Bodies that have closed, forums that have closed or moved


@pytest.fixture
def closed(account):
    """The body of a proved account was merged into another."""
    account.body.closed_how, account.body.closed_on = "merged", date(2026, 4, 1)
    account.body.save()
    account.body.successors.add(BodyFactory(slug="hartwell", name="Hartwell Council"))
    return account


CLOSED = (
    "Aldmere Public Services closed on 1 April 2026: merged into another body. "
    "It was taken over by Hartwell Council."
)


@pytest.mark.parametrize("pasted", [PROFILE, "AldmereAdvice on The Well"])
def test_nobody_speaks_officially_for_a_body_that_has_closed(closed, client, pasted):
    assert answer(pasted)[0] is WAS

    page = text_of(client, "/is-this-official/", q=pasted)
    assert "Not any more" in page
    assert CLOSED in page
    assert "Verified in both directions. Since" not in page


def test_programs_are_told_when_and_how_the_body_closed_and_who_took_over(closed, client):
    answers = [
        client.get(address, {"q": PROFILE}).json()
        for address in ("/is-this-official.json", "/api/v1/official")
    ]

    for data in answers:
        assert data["verdict"] == data["account"]["standing"] == "was_official"
        assert CLOSED in data["statement"]
        told = data["account"]
        assert told["body_closed_on"] == "2026-04-01"
        assert told["body_closed_how"] == "merged"
        assert told["body_successors"] == ["hartwell"]
    listed = client.get("/api/v1/accounts").json()["items"]
    assert [(each["standing"], each["body_closed_on"]) for each in listed] == [
        ("was_official", "2026-04-01")
    ]
    assert client.get("/api/v1/accounts", {"in_use": "true"}).json()["items"] == []
    rows = json.loads(client.get("/data/accounts.json").getvalue())["rows"]
    assert [row["standing"] for row in rows] == ["was_official"]


def test_page_and_badge_of_an_account_say_that_its_body_has_closed(closed, client):
    page = text_of(client, f"/accounts/{closed.public_id}/")
    badge = client.get(f"/accounts/{closed.public_id}/badge.svg").content.decode()
    forum = text_of(client, "/forums/well/")
    body = text_of(client, "/bodies/aps/")

    assert "Not official any more" in page
    assert CLOSED in page
    assert "Taken over by Hartwell Council" in page
    assert "Not official. It has closed:" in badge
    assert "Official account of" not in badge
    assert "its body closed on 1 April 2026" in forum
    assert "its body closed on 1 April 2026" in body
    assert "Verified both ways" not in forum + body


def test_a_body_that_closed_on_no_known_day_is_said_to_have_closed(closed, client):
    type(closed.body).objects.filter(pk=closed.body_id).update(closed_on=None, closed_how="unknown")

    page = text_of(client, "/is-this-official/", q=PROFILE)

    assert "Aldmere Public Services has closed, on a day that is not known." in page
    assert "closed on" not in page.replace("closed, on", "")


def test_a_post_of_a_body_that_has_closed_since_stays_official_and_says_so(reply, closed):
    assert answer(reply.public_link) == (YES, Reason.POST)
    assert CLOSED in statement(answer_for(reply.public_link, at=NOON))


@pytest.mark.parametrize(
    ("life", "words"), [("closed", "is recorded as closed"), ("moved", "is recorded as moved")]
)
def test_it_is_said_that_the_forum_itself_has_closed_or_moved(account, client, life, words):
    type(account.forum).objects.update(life=life)

    answered = text_of(client, "/is-this-official/", q=PROFILE)
    page = text_of(client, f"/accounts/{account.public_id}/")
    data = client.get("/api/v1/official", {"q": PROFILE}).json()
    badge = client.get(f"/accounts/{account.public_id}/badge.svg").content.decode()

    for said in (answered, page, data["statement"]):
        assert f"The forum itself, The Well, {words}" in said
    assert data["account"]["forum_life"] == life
    assert f"The Well ({life})" in badge


def test_an_account_of_a_closed_body_is_told_so_in_the_exported_list(closed, tmp_path):
    export_site(tmp_path, at=NOON)

    page = (tmp_path / "is-this-official" / "index.html").read_text("utf-8")
    assert "data-retired" in page
    assert "It was taken over by Hartwell Council." in page


def test_the_proof_lapses_when_the_forum_moves_away_from_the_profile(account, client):
    account.verifications.filter(direction="links_back").update(address=PROFILE)
    with_duty = central_duty()
    facts = replace(facts_of(account.forum), address="https://new-well.example")
    edit_forum(forum_id=account.forum_id, facts=facts, by=with_duty, at=NOON + DAY)

    page = text_of(client, f"/accounts/{account.public_id}/")
    links = client.get(f"/accounts/{account.public_id}/").content.decode()

    assert answer("AldmereAdvice on The Well") == (SAID, Reason.NAME)
    assert answer("https://new-well.example/u/aldmereadvice") == (SAID, Reason.NAME)
    assert answer(PROFILE) == (ASK, Reason.OLD_ADDRESS)
    assert "Not verified yet" in page
    assert "The forum stands at https://new-well.example now." in page
    assert f'href="{PROFILE}"' not in links
    data = client.get("/api/v1/official", {"q": "AldmereAdvice on The Well"}).json()
    assert data["account"]["links_back"]["found"] is False
    assert (
        json.loads(client.get("/data/accounts.json").getvalue())["rows"][0]["standing"] == "stated"
    )


def test_the_proof_is_found_anew_once_the_profile_is_given_at_the_new_address(account):
    facts = replace(facts_of(account.forum), address="https://new-well.example")
    edit_forum(forum_id=account.forum_id, facts=facts, by=central_duty(), at=NOON + DAY)
    change_account(
        account_id=account.pk,
        profile_address="https://new-well.example/u/aldmereadvice/12/",
        named_at_address="",
        language="",
        by=UserFactory(),
        at=NOON + DAY,
    )
    record_verification(
        account_id=account.pk,
        direction=AccountDirection.LINKS_BACK,
        found=True,
        address="https://new-well.example/u/aldmereadvice/12/",
        by=UserFactory(),
        at=NOON + 2 * DAY,
    )

    assert answer("https://new-well.example/u/aldmereadvice/12/") == (YES, Reason.PROFILE)


def test_a_move_within_one_host_leaves_the_proof(account):
    facts = replace(facts_of(account.forum), address="https://well.example/community")
    edit_forum(forum_id=account.forum_id, facts=facts, by=central_duty(), at=NOON + DAY)

    assert answer("AldmereAdvice on The Well") == (YES, Reason.NAME)
