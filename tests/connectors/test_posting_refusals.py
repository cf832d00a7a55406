"""What a person is told when a forum does not take a reply, and what such an answer proves.

The answers have the form that each engine's source gives them; their words are the engine's own.
"""

import pytest

from alongside.connectors.port import (
    ConnectorError,
    Credential,
    OutcomeUnknown,
    Receipt,
    Refused,
    TryLater,
    Unreadable,
)
from alongside.connectors.registry import poster_for
from alongside.fetching.errors import NoAnswer
from alongside.fetching.messages import Request, Response
from alongside.fetching.rehearsal import Answer, play
from tests.connectors.posting_answers import ACCOUNT, SITE, TEXT, Stage, said
from tests.connectors.posting_stages import STAGES

every_engine = pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.kind)


def poster(kind: str):
    found = poster_for(kind)
    assert found is not None
    return found


def post_to(kind: str, came: Answer) -> Receipt:
    conversation = poster(kind).post_reply(SITE, credential=ACCOUNT, thread_id="7", text=TEXT)

    def forum(request: Request) -> Answer:
        return came

    return play(conversation, forum)


def refused_by(kind: str, came: Answer) -> ConnectorError:
    with pytest.raises(ConnectorError) as raised:
        post_to(kind, came)
    return raised.value


def page(status: int, **headers: str) -> Response:
    """As networks in front of forums answer for them."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(
        SITE.address,
        status,
        {"content-type": "text/html; charset=utf-8", **named},
        b"<!doctype html><title>Just a moment</title><p>Are you a person?</p>",
    )


def nodebb_said(message: str, status: int = 400, code: str = "bad-request") -> Response:
    return said({"status": {"code": code, "message": message}, "response": {}}, status)


def discourse_said(sentence: str, status: int, kind: str) -> Response:
    return said({"errors": [sentence], "error_type": kind}, status)


@pytest.mark.parametrize(
    "name", ["couldnt_like_comment", "couldnt_update_read_comments", "unknown", "a_new_one"]
)
def test_a_fault_that_lemmy_tells_once_the_reply_is_stored_is_no_refusal(name: str) -> None:
    """Law 6. Lemmy answers 400 to faults of votes and messages too, after it stored a comment."""
    failure = refused_by("lemmy", said({"error": name}, 400))

    assert type(failure) is OutcomeUnknown
    assert str(failure) == f"The forum reported a fault of its own while it took the reply: {name}"


@pytest.mark.parametrize(
    "words",
    [
        "Cannot read properties of undefined (reading 'uid')",
        "posts.parse is not a function",
        "connect ECONNREFUSED 127.0.0.1:6379",
        "E11000 duplicate key error",
        "fetch failed",
    ],
)
def test_a_fault_inside_nodebb_is_no_refusal(words: str) -> None:
    """Law 6. NodeBB answers 400 to whatever is thrown, also once the reply is stored."""
    assert type(refused_by("nodebb", nodebb_said(words))) is OutcomeUnknown


@pytest.mark.parametrize(
    "sentence",
    [
        "Topic Locked",
        "You do not have enough privileges for this action.",
        "Please enter a longer post. Posts should contain at least 8 character(s).",
        "You have been muted, you will be able to post in 3 hour(s)",
    ],
)
def test_what_nodebb_refuses_in_a_sentence_of_its_own_was_not_posted(sentence: str) -> None:
    assert type(refused_by("nodebb", nodebb_said(sentence))) is Refused


@pytest.mark.parametrize(
    ("sentence", "seconds"),
    [
        ("You can only post once every 10 second(s) - please wait before posting again", 10),
        (
            "As a new user, you can only post once every 2 minute(s) until you have earned 3 "
            "reputation - please wait before posting again",
            120,
        ),
        ("Sorry, you are required to wait 15 second(s) before making your first post", 15),
        ("[[error:too-many-posts-newbie, 90, 3]]", 90),
    ],
)
def test_nodebb_s_pauses_are_waited_for_in_seconds_and_in_minutes(
    sentence: str, seconds: int
) -> None:
    failure = refused_by("nodebb", nodebb_said(sentence))

    assert isinstance(failure, TryLater)
    assert failure.after_seconds == seconds


WORDS_OF_HASTE = [
    ("nodebb", "You can only post once every 10 second(s) - please wait before posting again"),
    ("nodebb", "[[error:already-posting]]"),
    ("vanilla", "You have posted 3 times within 30 seconds."),
    ("vanilla", "You must wait at least 300 seconds before attempting to post again."),
]


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
@pytest.mark.parametrize(("kind", "words"), WORDS_OF_HASTE)
def test_law_6_words_about_a_pause_prove_nothing_where_the_status_leaves_it_open(
    kind: str, words: str, status: int
) -> None:
    came = nodebb_said(words, status) if kind == "nodebb" else said({"message": words}, status)

    failure = refused_by(kind, came)

    assert type(failure) is OutcomeUnknown
    assert str(failure) == f"The forum broke down while taking the reply ({status})."


def test_a_limit_that_is_named_for_programs_counts_whatever_the_status() -> None:
    limit = {"error_type": "rate_limit", "extras": {"wait_seconds": 17}}

    failure = refused_by("discourse", said(limit, 503))

    assert isinstance(failure, TryLater)
    assert failure.after_seconds == 17


def test_the_same_words_that_discourse_refuses_may_stand_there_already() -> None:
    came = said(
        {"action": "create_post", "errors": ["Body is too similar to what you recently posted"]},
        422,
    )

    failure = refused_by("discourse", came)

    assert type(failure) is OutcomeUnknown
    assert "If they do not stand in this thread, they stand in another" in str(failure)


def test_a_forum_that_is_read_only_for_a_while_is_waited_for() -> None:
    came = discourse_said("The site is in read only mode.", 503, "read_only")

    failure = refused_by("discourse", came)

    assert isinstance(failure, TryLater)
    assert failure.after_seconds == 600
    assert type(refused_by("discourse", said({"status": 503}, 503))) is OutcomeUnknown


@every_engine
def test_a_lost_answer_is_told_in_words_that_say_what_is_not_known(stage: Stage) -> None:
    failure = refused_by(stage.kind, NoAnswer("The connection broke."))

    assert type(failure) is OutcomeUnknown
    assert str(failure) == (
        "The forum’s answer was lost, so nobody knows whether the reply stands there. "
        "The connection broke."
    )


@every_engine
@pytest.mark.parametrize("status", [401, 403])
def test_a_guard_in_front_of_a_forum_is_told_from_the_forum(stage: Stage, status: int) -> None:
    failure = refused_by(stage.kind, page(status, cf_mitigated="challenge"))

    assert type(failure) is Refused
    assert str(failure) == (
        "The forum’s server, or a guard in front of it, probably turned this service away "
        f"({status}) before the forum itself saw the request. Ask the operator to let it through "
        "to the interface."
    )


@every_engine
def test_a_reply_that_is_too_long_for_a_forum_s_server_is_told_as_such(stage: Stage) -> None:
    failure = refused_by(stage.kind, page(413))

    assert type(failure) is Refused
    assert str(failure) == "The reply is too long for the forum: (answer 413)"
    in_words = refused_by(stage.kind, said({"message": "Keep it short."}, 413))
    assert str(in_words) == "The reply is too long for the forum: Keep it short."


@every_engine
@pytest.mark.parametrize("status", [400, 405, 406, 409, 415, 422])
def test_a_page_that_keeps_nobody_out_is_not_taken_for_a_guard_s(stage: Stage, status: int) -> None:
    failure = refused_by(stage.kind, page(status))

    assert type(failure) is Refused
    assert str(failure) == (
        f"A page came in place of the interface’s answer ({status}), so the reply was not taken. "
        "Ask the operator what stands in front of the interface."
    )


@every_engine
def test_a_guard_s_page_is_not_taken_for_the_forum_s_word_about_a_key(stage: Stage) -> None:
    conversation = poster(stage.kind).check_credential(SITE, credential=ACCOUNT)

    with pytest.raises(TryLater, match="a guard in front of it, probably turned this service away"):
        play(conversation, lambda request: page(403))


def test_a_page_for_everybody_does_not_make_a_key_one_of_all_users() -> None:
    conversation = poster("discourse").check_credential(SITE, credential=ACCOUNT)

    with pytest.raises(Unreadable):
        play(conversation, lambda request: page(200))


@pytest.mark.parametrize(
    ("kind", "came", "sentence"),
    [
        (
            "discourse",
            discourse_said("You are not permitted to view it.", 403, "invalid_access"),
            "it does not accept this key for the account any more. The key may have been taken "
            "back, or the account renamed or suspended: ask the operator, and set up a new key",
        ),
        (
            "nodebb",
            nodebb_said("A valid login session was not found.", 401, "not-authorised"),
            "it does not accept the token any more. Ask the operator for a new one, and set it up",
        ),
        (
            "flarum",
            said({"errors": [{"status": "401", "code": "invalid_access_token"}]}, 401),
            "it does not accept the token any more. Make a new one as the account, and set it up",
        ),
        (
            "flarum",
            said({"errors": [{"status": "403", "title": "Forbidden"}]}, 403),
            "the account may not reply there. The thread may be locked, or the account suspended "
            "or not confirmed",
        ),
        (
            "lemmy",
            said({"error": "incorrect_login"}, 401),
            "it does not accept the token any more. Sign in as the account for a new one, and set "
            "it up",
        ),
        ("lemmy", said({"error": "invalid_body_field"}, 400), "it is too long"),
        (
            "lemmy",
            said({"error": "blocked_url"}, 400),
            "it leads to a site that the forum does not allow",
        ),
    ],
)
def test_a_refusal_says_in_plain_words_what_is_to_be_done(
    kind: str, came: Response, sentence: str
) -> None:
    failure = refused_by(kind, came)

    assert type(failure) is Refused
    assert str(failure).startswith(f"The forum did not take the reply: {sentence} (“")


def test_a_name_for_programs_is_told_in_words_where_a_message_stands_beside_it() -> None:
    came = said({"error": "slurs", "message": "regex matched: xyz"}, 400)

    assert str(refused_by("lemmy", came)) == (
        "The forum did not take the reply: it holds a word that the site does not allow (“slurs "
        "regex matched: xyz”)"
    )
    both = said({"error": "community_ban", "message": "email_not_verified"}, 400)
    assert str(refused_by("lemmy", both)) == (
        "The forum did not take the reply: the account is banned from this community; the "
        "account’s e-mail address is not confirmed (“community_ban email_not_verified”)"
    )


@pytest.mark.parametrize(
    ("came", "sentence"),
    [
        (
            said({"errorCode": "1S290/E", "errorMessage": "EXPIRED_ACCESS_TOKEN"}, 401),
            "The forum does not accept this token. The token has expired. Ask for one that does "
            "not expire (“EXPIRED_ACCESS_TOKEN”)",
        ),
        (
            said({"errorCode": "1F1/1", "errorMessage": "Come back later."}, 403),
            "The forum does not accept this token. The forum says: Come back later.",
        ),
        (said({}, 403), "The forum does not accept this token. (answer 403)"),
    ],
)
def test_only_a_forum_s_own_words_about_a_key_are_called_its_own(
    came: Response, sentence: str
) -> None:
    account = Credential(ACCOUNT.account, "client_token")
    conversation = poster("invision").check_credential(SITE, credential=account)

    with pytest.raises(Refused) as refused:
        play(conversation, lambda request: came)

    assert str(refused.value) == sentence


def test_a_limit_is_told_in_words_where_the_forum_has_only_a_code_for_it() -> None:
    failure = refused_by("lemmy", said({"error": "rate_limit_error"}, 400))

    assert str(failure) == (
        "The forum wants a pause: the account has written much in a short time (“rate_limit_error”)"
    )


def test_a_reply_in_another_thread_than_was_meant_is_told_as_such_by_flarum_too() -> None:
    there = {"discussion": {"data": {"type": "discussions", "id": "8"}}}
    post = {"type": "posts", "id": "9", "attributes": {"number": 2}, "relationships": there}

    failure = refused_by("flarum", said({"data": post}, 201))

    assert type(failure) is OutcomeUnknown
    assert "into another thread" in str(failure)
