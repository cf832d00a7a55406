"""Posting a reply, from recorded answers: what is sent, and what each answer means."""

import pytest

from alongside.connectors.misago.client import MisagoConnector
from alongside.connectors.port import (
    ConnectorError,
    ForumSite,
    Gone,
    OutcomeUnknown,
    Receipt,
    Refused,
    TryLater,
)
from alongside.fetching.errors import NoAnswer, NotPermitted, TooSoon, UnfitAnswer, Unreachable
from alongside.fetching.messages import Request, Response
from alongside.fetching.rehearsal import Answer, play
from tests.connectors.misago.pages import (
    ACCOUNT,
    SITE,
    THREAD,
    THREAD_PATH,
    answer,
    json_answer,
    post,
    thread_page,
)

MISAGO = MisagoConnector()
TEXT = "You can **apply online**.\n\nSee https://www.gov.uk/council-tax"
GUEST_PAGE = thread_page(post(31))
SIGNED_IN = json_answer({"id": 5, "username": "TamworthCouncil"}, cookies={"csrftoken": "new"})
TAKEN = json_answer(post(40, author=ACCOUNT.account))


class Forum:
    """Plays recorded answers in order and keeps what it was asked."""

    def __init__(self, *answers: Answer) -> None:
        self._answers = iter(answers)
        self.requests: list[Request] = []

    def __call__(self, request: Request) -> Answer:
        self.requests.append(request)
        return next(self._answers)


def post_to(forum: Forum, *, text: str = TEXT, thread_id: str = "12") -> Receipt:
    return play(MISAGO.post_reply(SITE, credential=ACCOUNT, thread_id=thread_id, text=text), forum)


def test_a_taken_reply_comes_back_with_its_public_link() -> None:
    receipt = post_to(Forum(GUEST_PAGE, SIGNED_IN, TAKEN))

    assert receipt == Receipt("40", f"{THREAD}post/40/", is_held=False)


def test_a_reply_that_waits_for_a_moderator_is_held() -> None:
    held = json_answer({**post(40), "is_unapproved": True})

    assert post_to(Forum(GUEST_PAGE, SIGNED_IN, held)).is_held


def test_the_account_signs_in_and_posts_with_the_tokens_of_each_step() -> None:
    forum = Forum(GUEST_PAGE, SIGNED_IN, TAKEN)

    post_to(forum)

    guest, sign_in, reply = forum.requests
    assert (guest.method, guest.url) == ("GET", "https://help.example/t/-/12/")
    assert (sign_in.method, sign_in.url) == ("POST", "https://help.example/api/auth/")
    assert sign_in.json == {"username": ACCOUNT.account, "password": ACCOUNT.secret}
    assert sign_in.headers["X-CSRFToken"] == "guest-token"
    assert (reply.method, reply.url) == ("POST", "https://help.example/api/threads/12/posts/")
    marked = TEXT.replace("https://www.gov.uk/council-tax", "<https://www.gov.uk/council-tax>")
    assert reply.json == {"post": marked}
    assert reply.headers["X-CSRFToken"] == "new"
    # Django compares the page a secure request came from with its own host.
    assert reply.headers["Referer"] == THREAD


@pytest.mark.parametrize("answers", [(), (SIGNED_IN,)], ids=["signing in", "posting"])
@pytest.mark.parametrize("hidden", ["{}", "<b>{}</b>", "a&#45;long-and-secret-phrase"])
def test_a_password_that_the_forum_repeats_is_not_told_on(
    answers: tuple[Answer, ...], hidden: str
) -> None:
    said = json_answer({"detail": f"No: {hidden.format(ACCOUNT.secret)}"}, status=403)

    with pytest.raises(Refused, match="No: …") as refused:
        post_to(Forum(GUEST_PAGE, *answers, said))
    assert ACCOUNT.secret not in str(refused.value)


@pytest.mark.parametrize(
    ("came", "outcome"),
    [
        (json_answer({"detail": "Not found."}, status=404), Gone),
        (answer(status=403), Refused),
        (answer(status=503), TryLater),
        (answer(status=500), TryLater),
        (answer(status=429), TryLater),
        (Unreachable("down"), TryLater),
        (TooSoon("pause", after_seconds=90), TryLater),
        (NoAnswer("silence"), TryLater),
        (NotPermitted("inside"), Refused),
    ],
)
def test_before_signing_in_nothing_can_have_been_posted(
    came: Answer, outcome: type[ConnectorError]
) -> None:
    forum = Forum(came)

    with pytest.raises(outcome):
        post_to(forum)
    assert len(forum.requests) == 1


@pytest.mark.parametrize(
    ("came", "outcome"),
    [
        (
            json_answer(
                {"detail": "Login or password is incorrect.", "code": "invalid_login"}, status=400
            ),
            Refused,
        ),
        (json_answer({"detail": "CSRF Failed"}, status=403), Refused),
        (
            json_answer(
                {
                    "detail": {"message": {"plain": "Banned.", "html": "<p>B</p>"}},
                    "code": "banned",
                },
                status=400,
            ),
            Refused,
        ),
        (answer(status=302, headers={"location": "https://new.example/"}), Refused),
        (answer(status=404), Gone),
        (answer(status=429), TryLater),
        (answer(status=502), TryLater),
        (answer("<p>Checking your browser</p>"), TryLater),
        (json_answer({"odd": 1}), TryLater),
        (json_answer([]), TryLater),
        (Unreachable("down"), TryLater),
        (NoAnswer("silence"), TryLater),
    ],
)
def test_while_signing_in_nothing_can_have_been_posted(
    came: Answer, outcome: type[ConnectorError]
) -> None:
    forum = Forum(GUEST_PAGE, came)

    with pytest.raises(outcome):
        post_to(forum)
    assert len(forum.requests) == 2


@pytest.mark.parametrize(
    ("came", "outcome"),
    [
        # nothing was posted, and time heals it
        (
            json_answer(
                {"detail": "You can't post message so quickly after previous one."}, status=403
            ),
            TryLater,
        ),
        (answer(status=429), TryLater),
        (Unreachable("down"), TryLater),
        (TooSoon("pause", after_seconds=90), TryLater),
        # nothing was posted, and a person must act
        (json_answer({"detail": "This thread is closed."}, status=403), Refused),
        (json_answer({"detail": "CSRF Failed: token missing."}, status=403), Refused),
        (json_answer({"post": ["Posted message is too long."]}, status=400), Refused),
        (json_answer({"detail": "Authentication required."}, status=401), Refused),
        (answer("<h1>Request Entity Too Large</h1>", status=413), Refused),
        (json_answer({"detail": "Not found."}, status=404), Gone),
        # nobody knows
        (NoAnswer("silence"), OutcomeUnknown),
        (UnfitAnswer("too long"), OutcomeUnknown),
        (answer(status=500), OutcomeUnknown),
        (answer(status=502), OutcomeUnknown),
        (answer(status=503), OutcomeUnknown),
        (answer(status=504), OutcomeUnknown),
        (answer(status=408), OutcomeUnknown),
        (answer(status=302, headers={"location": "/login/"}), OutcomeUnknown),
        (answer("<p>Thank you</p>"), OutcomeUnknown),
        (answer(""), OutcomeUnknown),
        (json_answer({}), OutcomeUnknown),
        (json_answer({"id": 40}), OutcomeUnknown),
        (json_answer({**post(40), "url": {"index": "//evil.example/"}}), OutcomeUnknown),
    ],
)
def test_each_answer_to_the_post_itself_says_what_to_do_next(
    came: Answer, outcome: type[ConnectorError]
) -> None:
    forum = Forum(GUEST_PAGE, SIGNED_IN, came)

    with pytest.raises(outcome) as raised:
        post_to(forum)

    assert type(raised.value) is outcome
    assert len(forum.requests) == 3  # never a second try within the conversation


@pytest.mark.parametrize(
    ("sentence", "seconds"),
    [
        ("You can't post message so quickly after previous one.", 5),
        ("Your account has exceed an hourly post limit.", 3600),
        ("Your account has exceed a daily post limit.", 86_400),
    ],
)
def test_flood_control_says_how_long_to_wait(sentence: str, seconds: int) -> None:
    flood = json_answer({"detail": sentence}, status=403)

    with pytest.raises(TryLater) as later:
        post_to(Forum(GUEST_PAGE, SIGNED_IN, flood))

    assert later.value.after_seconds == seconds


@pytest.mark.parametrize(
    ("came", "sentence"),
    [
        (
            json_answer({"post": ["Posted message is too long."]}, status=400),
            "The forum did not take the reply: Posted message is too long.",
        ),
        (
            json_answer({"detail": "This <b>thread</b>\nis closed."}, status=403),
            "The forum did not take the reply: This thread is closed.",
        ),
        (answer("<h1>oops</h1>", status=400), "The forum did not take the reply: (answer 400)"),
    ],
)
def test_a_refusal_repeats_what_the_forum_said(came: Response, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        post_to(Forum(GUEST_PAGE, SIGNED_IN, came))

    assert str(refused.value) == sentence


def test_an_endless_sentence_is_cut() -> None:
    with pytest.raises(Refused) as refused:
        post_to(Forum(GUEST_PAGE, SIGNED_IN, json_answer({"detail": "no " * 999}, status=403)))

    assert len(str(refused.value)) < 400


@pytest.mark.parametrize("text", ["", "  \n\t "])
def test_an_empty_reply_is_refused_before_anything_is_asked(text: str) -> None:
    forum = Forum()

    with pytest.raises(Refused):
        post_to(forum, text=text)
    assert forum.requests == []


@pytest.mark.parametrize("thread_id", ["", "12/posts", "../12", "١٢", "-1"])
def test_a_thread_number_that_is_none_never_becomes_an_address(thread_id: str) -> None:
    forum = Forum()

    with pytest.raises(Refused):
        post_to(forum, thread_id=thread_id)
    assert forum.requests == []


def test_a_forum_in_a_folder_is_posted_to_in_its_folder() -> None:
    forum = Forum(
        GUEST_PAGE,
        SIGNED_IN,
        json_answer({**post(40), "url": {"index": f"/forum{THREAD_PATH}post/40/"}}),
    )

    receipt = play(
        MISAGO.post_reply(
            ForumSite("https://help.example/forum"), credential=ACCOUNT, thread_id="12", text=TEXT
        ),
        forum,
    )

    assert forum.requests[2].url == "https://help.example/forum/api/threads/12/posts/"
    assert receipt.address == f"https://help.example/forum{THREAD_PATH}post/40/"
