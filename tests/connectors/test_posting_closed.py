"""Posting to the products that nobody may install: what their own code does beyond the common."""

import json

import pytest

from alongside.connectors.port import (
    ConnectorError,
    Credential,
    Gone,
    OutcomeUnknown,
    Refused,
    TryLater,
)
from alongside.connectors.posting import LONGEST_ADDRESS
from alongside.fetching.errors import NoAnswer
from alongside.fetching.messages import Response
from alongside.fetching.rehearsal import Answer
from tests.connectors.closed_stages import INVISION, VANILLA, XENFORO
from tests.connectors.posting_answers import SITE, Stage, said
from tests.connectors.posting_to import Forum, check, post_to

NO_SUCH_PAGE = Response(SITE.address, 404, {"content-type": "text/html"}, b"<p>Not found</p>")


@pytest.mark.parametrize(
    ("stage", "places"),
    [
        (XENFORO, ["/api/posts/", "/index.php?api/posts/"]),
        (INVISION, ["/api/forums/posts", "/api/index.php?/forums/posts"]),
    ],
    ids=["xenforo", "invision"],
)
def test_a_forum_whose_server_rewrites_no_addresses_is_posted_to_at_its_script(
    stage: Stage, places: list[str]
) -> None:
    """Only a page that says 404 leads there: no program was there that could have taken it."""
    forum = Forum(NO_SUCH_PAGE, stage.taken)

    receipt = post_to(forum, stage)

    assert [request.url for request in forum.requests] == [f"{SITE.address}{at}" for at in places]
    assert receipt.external_id == "41"

    gone = Forum(said({"errors": [{"code": "requested_thread_not_found"}]}, 404))
    with pytest.raises(Gone):
        post_to(gone, stage)
    assert len(gone.requests) == 1


@pytest.mark.parametrize("stage", [XENFORO, INVISION], ids=["xenforo", "invision"])
@pytest.mark.parametrize(
    "came",
    [
        Response(SITE.address, 410, {"content-type": "text/html"}, b"<p>Gone</p>"),
        Response(SITE.address, 500, {"content-type": "text/html"}, b"<p>Failed</p>"),
        Response(SITE.address, 504, {"content-type": "text/html"}, b"<p>Too slow</p>"),
        Response(SITE.address, 200, {"content-type": "text/html"}, b"<p>Not found</p>"),
        said({}, 404),
        NoAnswer("silence"),
    ],
    ids=["410", "500", "504", "a page", "404 in data", "no answer"],
)
def test_law_6_after_any_other_answer_no_second_request_writes(stage: Stage, came: Answer) -> None:
    forum = Forum(came)

    with pytest.raises(ConnectorError):
        post_to(forum, stage)

    assert len(forum.requests) == 1


def test_a_key_is_checked_at_the_script_where_no_addresses_are_rewritten() -> None:
    for stage in (XENFORO, INVISION):
        answers = [again for answer in stage.fits for again in (NO_SUCH_PAGE, answer)]

        check(Forum(*answers), stage)


@pytest.mark.parametrize(
    ("stage", "name", "holder"),
    [(XENFORO, "view_url", "post"), (INVISION, "url", ""), (VANILLA, "url", "")],
    ids=["xenforo", "invision", "vanilla"],
)
def test_the_link_is_the_one_that_the_forum_gives_where_it_is_in_the_forum(
    stage: Stage, name: str, holder: str
) -> None:
    taken = json.loads(stage.taken.body)

    def with_link(address: str) -> Response:
        (taken[holder] if holder else taken)[name] = address
        return said(taken, 201)

    own = f"{SITE.address}/index.php?threads/tax.7/post-41"
    assert post_to(Forum(with_link(own)), stage).address == own
    elsewhere = post_to(Forum(with_link("https://other.example/x")), stage)
    assert elsewhere.address == f"{SITE.address}{stage.link}"
    longest = own + "x" * (LONGEST_ADDRESS - len(own))
    assert post_to(Forum(with_link(longest)), stage).address == longest
    for unfit in (f"{longest}x", f"{own}\x00"):  # no record of a reply holds these
        receipt = post_to(Forum(with_link(unfit)), stage)
        assert receipt.address == f"{SITE.address}{stage.link}"


def test_what_has_not_the_form_of_a_token_is_not_shown_to_invision() -> None:
    """It bans the address from which too many came that it does not know."""
    forum = Forum()

    with pytest.raises(Refused, match="An API key can read everything"):
        check(forum, INVISION, credential=Credential("Borough", "0123456789abcdef"))

    assert forum.requests == []


def test_a_token_taken_back_is_told_apart_from_a_missing_right_in_vanilla() -> None:
    came = said(
        {"message": "Permission Problem", "status": 403},
        403,
        x_www_authenticate='error="invalid_token", error_description="Invalid token"',
    )

    with pytest.raises(Refused, match="does not know this token; it may have been taken back"):
        post_to(Forum(came), VANILLA)


def test_a_scope_that_is_too_narrow_is_told_apart_from_a_locked_topic_in_invision() -> None:
    for code, sentence in (("2S291/3", "scope does not open"), ("2F294/A", "topic may be locked")):
        came = said({"errorCode": code, "errorMessage": "NO_PERMISSION"}, 403)

        with pytest.raises(Refused, match=sentence):
            post_to(Forum(came), INVISION)


def test_a_forum_closed_for_a_time_is_waited_for_and_a_proxy_s_word_is_not_taken_for_it() -> None:
    closed = said({"message": "<p>We are being upgraded.</p>"}, 503)
    with pytest.raises(TryLater, match="closed for a time: We are being upgraded") as later:
        post_to(Forum(closed), XENFORO)
    assert later.value.after_seconds == 900

    page = Response(SITE.address, 503, {"content-type": "text/html"}, b"<p>Backend failed</p>")
    for came in (page, said({"message": "x", "request": "y"}, 503)):
        with pytest.raises(OutcomeUnknown):
            post_to(Forum(came), XENFORO)


@pytest.mark.parametrize(
    ("stage", "author"),
    [
        (XENFORO, {"username": "Borough Council"}),
        (VANILLA, {"insertUser": {"name": "Borough Council"}}),
        (INVISION, {"author": {"name": "Borough Council"}}),
    ],
    ids=["xenforo", "vanilla", "invision"],
)
def test_a_reply_under_another_name_goes_to_a_person_with_its_link(
    stage: Stage, author: dict[str, object]
) -> None:
    taken = json.loads(stage.taken.body)
    taken.get("post", taken).update(author)

    with pytest.raises(OutcomeUnknown, match="under another name than Borough") as renamed:
        post_to(Forum(said(taken, 201)), stage)

    assert f"{SITE.address}{stage.link}" in str(renamed.value)
    assert "Borough Council" not in str(renamed.value)  # a member's, if a key was mixed up
