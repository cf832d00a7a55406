"""Posting by official interfaces, from written answers: what is sent, what each answer means."""

import pytest

from alongside.connectors.port import (
    ConnectorError,
    Credential,
    ForumSite,
    Gone,
    OutcomeUnknown,
    Refused,
    TryLater,
    Unreadable,
)
from alongside.fetching.errors import NoAnswer, NotPermitted, TooSoon, UnfitAnswer, Unreachable
from alongside.fetching.messages import Response
from alongside.fetching.rehearsal import Answer, play
from tests.connectors.posting_answers import (
    ACCOUNT,
    NOT_LET_IN,
    SHOWN,
    SITE,
    TEXT,
    Stage,
    said,
)
from tests.connectors.posting_stages import STAGES
from tests.connectors.posting_to import Forum, check, connector, post_to

every_engine = pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.kind)


@every_engine
def test_one_request_writes_the_reply_in_the_forum_s_own_markup(stage: Stage) -> None:
    forum = Forum(stage.taken)

    receipt = post_to(forum, stage)

    (request,) = forum.requests
    assert (request.method, request.url) == ("POST", f"{SITE.address}{stage.asked_for}")
    assert request.headers == stage.headers
    assert (request.json, request.form) == (stage.sent_json, stage.sent_form)
    assert receipt.address == f"{SITE.address}{stage.link}"
    assert not receipt.is_held


@pytest.mark.parametrize(
    "stage", [stage for stage in STAGES if stage.held], ids=lambda stage: stage.kind
)
def test_a_reply_that_waits_for_a_moderator_is_held_and_not_taken_for_failed(stage: Stage) -> None:
    assert stage.held is not None
    receipt = post_to(Forum(stage.held), stage)

    assert receipt.is_held
    assert receipt.external_id
    assert receipt.address.startswith(f"{SITE.address}/")


@every_engine
@pytest.mark.parametrize(
    ("came", "outcome"),
    [
        (Unreachable("down"), TryLater),
        (TooSoon("pause", after_seconds=90), TryLater),
        (said({}, 429), TryLater),
        (NotPermitted("inside"), Refused),
        (said({}, 400), Refused),
        (said({}, 401), Refused),
        (said({}, 403), Refused),
        (said([], 405), Refused),
        (said("no", 413), Refused),
        (said(None, 422), Refused),
        (NoAnswer("silence"), OutcomeUnknown),
        (UnfitAnswer("too long"), OutcomeUnknown),
        (said({}, 302), OutcomeUnknown),
        (said({}, 408), OutcomeUnknown),
        (said({}, 500), OutcomeUnknown),
        (said({}, 502), OutcomeUnknown),
        (said({}, 503), OutcomeUnknown),
        (said({}, 504), OutcomeUnknown),
        (said({}, 599), OutcomeUnknown),
        (said({}), OutcomeUnknown),
        (said([]), OutcomeUnknown),
        (said({"id": True, "post": "x", "data": 5, "response": []}), OutcomeUnknown),
        (Response(SITE.address, 200, {"content-type": "text/html"}, b"<p>Hi"), OutcomeUnknown),
        (Response(SITE.address, 200, {}, b""), OutcomeUnknown),
    ],
)
def test_law_6_each_answer_says_whether_it_may_stand_there(
    stage: Stage, came: Answer, outcome: type[ConnectorError]
) -> None:
    forum = Forum(came)

    with pytest.raises(outcome) as raised:
        post_to(forum, stage)

    assert type(raised.value) is outcome
    assert len(forum.requests) == 1  # never a second try within the conversation


@every_engine
def test_an_answer_that_does_not_fit_is_never_taken_for_a_receipt(stage: Stage) -> None:
    for came in stage.unclear:
        with pytest.raises(OutcomeUnknown):
            post_to(Forum(came), stage)


@every_engine
def test_a_forum_that_wants_a_pause_says_how_long(stage: Stage) -> None:
    for came, seconds in stage.hasty:
        with pytest.raises(TryLater) as later:
            post_to(Forum(came), stage)

        assert later.value.after_seconds == seconds


@every_engine
def test_a_thread_that_is_gone_is_known_as_such(stage: Stage) -> None:
    for came in stage.gone:
        with pytest.raises(Gone):
            post_to(Forum(came), stage)


@every_engine
def test_a_version_that_cannot_be_posted_to_is_not_taken_for_a_thread_that_is_gone(
    stage: Stage,
) -> None:
    page = Response(SITE.address, 404, {"content-type": "text/html"}, b"<p>Not found</p>")
    for came in [page, *stage.without_interface]:
        with pytest.raises(Refused, match="no interface to write by") as refused:
            post_to(Forum(came, came), stage)  # some are asked at a second address
        assert not isinstance(refused.value, Gone)


@pytest.mark.parametrize(
    ("came", "sentence"),
    [
        (
            said({"errors": [{"status": "403", "code": "permission_denied"}]}, 403),
            "did not take the reply: the account may not reply there.*“permission_denied”",
        ),
        (
            said({"errors": [{"status": "422", "code": "x", "detail": "Too long."}]}, 422),
            "The forum did not take the reply: Too long.",
        ),
        (said({"status": 400}, 400), r"The forum did not take the reply: \(answer 400\)"),
        (said({"message": "Unknown key."}, 401), r"a lead can enter a new one: Unknown key\."),
    ],
)
def test_a_refusal_without_words_tells_its_code_and_no_bare_number(
    came: Response, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        post_to(Forum(came), STAGES[5])


@every_engine
def test_a_refusal_repeats_what_the_forum_said_and_never_the_secret(stage: Stage) -> None:
    with pytest.raises(Refused, match=r"The forum did not take the reply: .+") as refused:
        post_to(Forum(stage.refused), stage)
    assert "(answer" not in str(refused.value)

    echo = said({"message": f"Bad key {ACCOUNT.secret} " + "no " * 999}, 403)
    with pytest.raises(Refused) as refused:
        post_to(Forum(echo), stage)
    assert ACCOUNT.secret not in f"{refused.value!r} {refused.value.__cause__!r}"
    assert len(str(refused.value)) < 400


@pytest.mark.parametrize("hidden", ["s3cret&#95;key-of-ours", "s3cret<b>_key</b>-of-ours"])
def test_a_secret_that_signs_with_names_or_elements_hide_is_not_told(hidden: str) -> None:
    with pytest.raises(Refused, match=r": Bad key … given\.$"):
        post_to(Forum(said({"message": f"Bad key {hidden} given."}, 403)), STAGES[1])


def test_no_part_is_told_of_a_secret_that_looks_like_an_element() -> None:
    key = Credential(ACCOUNT.account, "s3cret<b>key")

    with pytest.raises(Refused, match=r": Bad key … given\.$"):
        post_to(
            Forum(said({"message": "Bad key s3cret<b>key given."}, 403)), STAGES[1], credential=key
        )


@every_engine
@pytest.mark.parametrize("thread_id", ["", "7/posts", "../7", "٧", "-1", "7" * 30])
def test_a_thread_number_that_is_none_never_becomes_a_request(stage: Stage, thread_id: str) -> None:
    forum = Forum()

    with pytest.raises(Refused):
        post_to(forum, stage, thread_id=thread_id)
    assert forum.requests == []


@every_engine
@pytest.mark.parametrize("secret", ["", "two words", "key; userId=1", "key\r\nHost: x", "clé"])
def test_a_key_that_is_none_never_becomes_a_request(stage: Stage, secret: str) -> None:
    forum = Forum()
    credential = Credential(account=ACCOUNT.account, secret=secret)

    with pytest.raises(Refused, match="no key"):
        post_to(forum, stage, credential=credential)
    with pytest.raises(Refused, match="no key"):
        check(forum, stage, credential=credential)
    assert forum.requests == []


@every_engine
def test_a_forum_in_a_folder_is_posted_to_in_its_folder(stage: Stage) -> None:
    forum = Forum(stage.taken)

    receipt = post_to(forum, stage, site=ForumSite(f"{SITE.address}/talk/"))

    assert forum.requests[0].url == f"{SITE.address}/talk{stage.asked_for}"
    assert receipt.address == f"{SITE.address}/talk{stage.link}"


@every_engine
def test_law_6_our_reply_is_found_under_our_name_as_a_guest_sees_it(stage: Stage) -> None:
    forum = Forum(*stage.page(ACCOUNT.account, SHOWN))
    sighting = play(
        connector(stage).find_reply(
            SITE, thread_address=f"{SITE.address}{stage.thread}", text=TEXT, account="borough"
        ),
        forum,
    )

    assert sighting is not None
    # Read without the credential: what only its owner sees is not live.
    assert all(not dict(request.headers) for request in forum.requests)


@every_engine
@pytest.mark.parametrize(
    ("author", "html"),
    [("wren_t", SHOWN), (ACCOUNT.account, "<p>You can not apply online.</p>")],
)
def test_other_words_or_another_name_are_not_our_reply(
    stage: Stage, author: str, html: str
) -> None:
    answers = stage.page(author, html)
    sighting = play(
        connector(stage).find_reply(
            SITE,
            thread_address=f"{SITE.address}{stage.thread}",
            text=TEXT,
            account=ACCOUNT.account,
        ),
        Forum(*answers, *answers),
    )

    assert sighting is None


@every_engine
def test_a_credential_that_fits_is_recognised_by_reading_alone(stage: Stage) -> None:
    forum = Forum(*stage.fits)

    check(forum, stage)

    assert {request.method for request in forum.requests} == {"GET"}
    assert all(request.url.startswith(f"{SITE.address}/") for request in forum.requests)


@pytest.mark.parametrize(
    ("stage", "sentence"),
    [(stage, sentence) for stage in STAGES for sentence in stage.too_wide],
    ids=lambda value: value.kind if isinstance(value, Stage) else value,
)
def test_a_credential_that_may_do_more_is_refused_with_a_sentence(
    stage: Stage, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        check(Forum(*stage.too_wide[sentence]), stage)

    assert ACCOUNT.secret not in str(refused.value)


@every_engine
@pytest.mark.parametrize("came", [NoAnswer("silence"), Unreachable("down"), said({}, 503)])
def test_a_forum_that_does_not_answer_says_nothing_about_a_credential(
    stage: Stage, came: Answer
) -> None:
    for place in range(len(stage.fits)):
        before = stage.fits[:place]
        with pytest.raises(TryLater):
            check(Forum(*before, *[came] * 3), stage)


@every_engine
def test_a_page_in_place_of_data_never_makes_a_credential_fit(stage: Stage) -> None:
    page = Response(SITE.address, 200, {"content-type": "text/html"}, b"<p>Sign in</p>")

    with pytest.raises((Refused, Unreadable)):
        check(Forum(*[page] * 4), stage)


@every_engine
def test_nobody_let_in_anywhere_means_the_credential_does_not_work(stage: Stage) -> None:
    with pytest.raises(Refused):
        check(Forum(*[NOT_LET_IN] * 4), stage)


@every_engine
def test_what_is_asked_of_the_operator_says_what_is_refused(stage: Stage) -> None:
    wanted = connector(stage).credential_wanted

    assert wanted.name
    assert "refused" in wanted.ask
    assert wanted.ask.endswith(".")


@every_engine
def test_a_forum_that_has_moved_is_told_apart_from_one_that_broke_down(stage: Stage) -> None:
    with pytest.raises(OutcomeUnknown, match=r"led the request elsewhere \(308\)"):
        post_to(Forum(said({}, 308)), stage)
    with pytest.raises(OutcomeUnknown, match=r"broke down while taking the reply \(500\)"):
        post_to(Forum(said({}, 500)), stage)


def test_a_token_that_works_is_never_tried_as_a_key() -> None:
    """Two unknown keys within five minutes close Invision's interface to us."""
    invision = STAGES[3]
    forum = Forum(*invision.fits)

    check(forum, invision)

    assert {request.headers["Authorization"] for request in forum.requests} == {
        f"Bearer {ACCOUNT.secret}"
    }


def test_a_code_for_programs_is_told_in_words() -> None:
    with pytest.raises(Refused, match=r"reply: the thread is locked \(“locked”\)"):
        post_to(Forum(said({"error": "locked"}, 400)), STAGES[6])


def test_xenforo_may_tell_scopes_as_names_with_a_yes() -> None:
    key = {"type": "user", "allow_all_scopes": False}
    needed = {"thread:write": True, "user:read": True}
    fits = said({"key": key | {"scopes": needed}})
    wide = said({"key": key | {"scopes": needed | {"user:write": True}}})

    check(Forum(fits, *STAGES[1].fits[1:]), STAGES[1])
    with pytest.raises(Refused, match="user:write"):
        check(Forum(wide), STAGES[1])


def test_what_a_key_does_not_tell_counts_as_wide() -> None:
    for key in ({"type": "user"}, {"type": "user", "allow_all_scopes": False, "scopes": None}):
        with pytest.raises(Refused, match="everything that the account may"):
            check(Forum(said({"key": key})), STAGES[1])


def test_the_account_of_everybody_s_rights_is_refused_in_discourse() -> None:
    with pytest.raises(Refused, match="system"):
        check(Forum(), STAGES[0], credential=Credential("system", "key"))
