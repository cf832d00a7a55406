"""What forums answer to those who post: invented, in the form their documentation gives.

Of NodeBB and Flarum the answer to a reply has the form of a recorded one. The products that nobody
may install stand in `closed_stages.py`.
"""

from typing import Any

from alongside.fetching.messages import Response
from tests.connectors.closed_stages import INVISION, VANILLA, XENFORO
from tests.connectors.posting_answers import (
    ACCOUNT,
    DATE,
    NOT_LET_IN,
    RAW,
    SHOWN,
    SITE,
    TEXT,
    Stage,
    said,
)

# As it is sent where Markdown is written anew: an address stands between angle brackets.
MARKED = TEXT.replace("https://www.gov.uk/council-tax", "<https://www.gov.uk/council-tax>")


def _discourse_page(author: str, html: str) -> list[Response]:
    posts = [
        {
            "id": 100 + number,
            "post_number": number,
            "post_type": 1,
            "username": name,
            "created_at": DATE,
            "cooked": words,
        }
        for number, name, words in ((1, "wren_t", "<p>Whom?</p>"), (2, author, html))
    ]
    topic = {"id": 7, "title": "Tax", "post_stream": {"posts": posts, "stream": [101, 102]}}
    return [said(topic)]


DISCOURSE = Stage(
    kind="discourse",
    thread="/t/tax/7",
    asked_for="/posts.json",
    headers=RAW | {"Api-Key": ACCOUNT.secret, "Api-Username": "Borough"},
    sent_json={
        "raw": MARKED,
        "topic_id": 7,
    },
    taken=said({"id": 41, "topic_id": 7, "post_number": 3}),
    link="/t/-/7/3",
    held=said({"success": True, "action": "enqueued", "pending_post": {"id": 9, "topic_id": 7}}),
    refused=said({"action": "create_post", "errors": ["Body is too short"]}, 422),
    hasty=[
        (
            said(
                {
                    "errors": ["You’ve done that too often."],
                    "error_type": "rate_limit",
                    "extras": {"wait_seconds": 17},
                },
                429,
            ),
            17,
        ),
        (said({}, 429, retry_after="40"), 40),
    ],
    unclear=[said({"success": False}), said({"id": 41, "topic_id": 8, "post_number": 3})],
    page=_discourse_page,
    fits=[said({"topic_list": {}}), NOT_LET_IN, NOT_LET_IN],
    too_wide={
        "under the name of every user": [said({}), said({})],
        "more than write replies": [said({}), NOT_LET_IN, said({"notifications": []})],
        "does not accept this key": [NOT_LET_IN],
    },
)


def _nodebb_page(author: str, html: str) -> list[Response]:
    posts = [
        {
            "pid": number,
            "content": words,
            "timestampISO": DATE,
            "deleted": 0,
            "user": {"username": name},
        }
        for number, name, words in ((40, "wren_t", "<p>Whom?</p>"), (41, author, html))
    ]
    return [said({"tid": 7, "cid": 3, "title": "Tax", "posts": posts})]


def _nodebb_self(**changes: Any) -> Response:
    return said({"uid": 5, "username": "Borough", "isAdmin": False} | changes)


def _nodebb_said(response: object, status: int = 200, **says: str) -> Response:
    return said({"status": {"code": "ok", "message": "OK"} | says, "response": response}, status)


NODEBB = Stage(
    kind="nodebb",
    thread="/topic/7/tax",
    asked_for="/api/v3/topics/7?lang=en-GB",
    headers=RAW | {"Authorization": f"Bearer {ACCOUNT.secret}"},
    sent_json={"content": MARKED},
    taken=_nodebb_said({"pid": 41, "tid": 7, "deleted": False}),
    link="/post/41",
    held=_nodebb_said({"queued": True, "id": "reply-1", "message": "[[success:post-queued]]"}),
    refused=_nodebb_said({}, 403, code="forbidden", message="You do not have enough privileges."),
    hasty=[
        (_nodebb_said({}, 400, message="You can only post once every 10 second(s)."), 10),
        (_nodebb_said({}, 400, message="[[error:too-many-posts, 120]]"), 120),
        (_nodebb_said({}, 400, message="[[error:already-posting]]"), 10),
    ],
    gone=[_nodebb_said({}, 404, code="not-found", message="Topic does not exist")],
    without_interface=[
        said({"path": "/v3/topics/7", "title": "[[global:404.title]]"}, 404),
        said({}, 404),
    ],
    unclear=[
        _nodebb_said({"pid": 41, "tid": 8}),
        _nodebb_said({"pid": 41, "tid": 7, "deleted": 1}),
        _nodebb_said({"pid": 41, "tid": 7}, code="odd"),
    ],
    page=_nodebb_page,
    fits=[_nodebb_self(), _nodebb_self()],
    too_wide={
        "This is a master token": [
            said({"path": "/api/self", "error": "[[error:api.master-token-no-uid]]"}, 500)
        ],
        "more than one account": [_nodebb_self(uid=1), _nodebb_self()],
        "may change what others wrote": [_nodebb_self(), _nodebb_self(isAdmin=True)],
        "without such rights": [_nodebb_self(), _nodebb_self(isGlobalModerator=True)],
        "a token of an account without": [_nodebb_self(), _nodebb_self(isModerator=True)],
        "does not accept this token": [NOT_LET_IN, NOT_LET_IN],
        "does not belong to the account": [
            _nodebb_self(username="SomebodyElse"),
            _nodebb_self(username="SomebodyElse"),
        ],
    },
)


def _flarum_post(number: int, user: str, html: str, **attributes: Any) -> dict[str, Any]:
    return {
        "type": "posts",
        "id": str(39 + number),
        "attributes": {
            "number": number,
            "createdAt": DATE,
            "contentType": "comment",
            "contentHtml": html,
            "isApproved": True,
        }
        | attributes,
        "relationships": {
            "user": {"data": {"type": "users", "id": user}},
            "discussion": {"data": {"type": "discussions", "id": "7"}},
        },
    }


def _flarum_page(author: str, html: str) -> list[Response]:
    users = [
        {"type": "users", "id": number, "attributes": {"username": name}}
        for number, name in (("8", "wren_t"), ("9", author))
    ]
    posts = [_flarum_post(1, "8", "<p>Whom?</p>"), _flarum_post(2, "9", html)]
    listed = [{"type": "posts", "id": entry["id"]} for entry in posts]
    discussion = {
        "type": "discussions",
        "id": "7",
        "attributes": {"title": "Tax"},
        "relationships": {"posts": {"data": listed}},
    }
    return [said({"data": discussion, "included": [*posts, *users]})]


def _flarum_forum(
    user: str = "9", name: str = "Borough", *, group: str = "6", **rights: Any
) -> Response:
    """The forum's document, to an account or, without a number, to a guest."""
    if not user:
        return said({"data": {"type": "forums", "attributes": rights}, "included": []})
    actor = {
        "type": "users",
        "id": user,
        "attributes": {"username": name},
        "relationships": {"groups": {"data": [{"type": "groups", "id": group}]}},
    }
    return said(
        {
            "data": {
                "type": "forums",
                "attributes": rights,
                "relationships": {"actor": {"data": {"type": "users", "id": user}}},
            },
            "included": [actor],
        }
    )


FLARUM = Stage(
    kind="flarum",
    thread="/d/7-tax",
    asked_for="/api/posts",
    headers=RAW | {"Authorization": f"Token {ACCOUNT.secret}"},
    sent_json={
        "data": {
            "type": "posts",
            "attributes": {"content": MARKED},
            "relationships": {"discussion": {"data": {"type": "discussions", "id": "7"}}},
        }
    },
    taken=said({"data": _flarum_post(2, "9", SHOWN)}, 201),
    link="/d/7/2",
    held=said({"data": _flarum_post(2, "9", SHOWN, isApproved=False)}, 201),
    refused=said({"errors": [{"status": "422", "detail": "The content is too long."}]}, 422),
    hasty=[(said({"errors": [{"status": "429", "code": "too_many_requests"}]}, 429), 11)],
    unclear=[said({"data": {"type": "posts"}}, 201), said({"data": []}, 201)],
    page=_flarum_page,
    fits=[_flarum_forum(), _flarum_forum()],
    too_wide={
        "key of the whole forum": [_flarum_forum(""), _flarum_forum("1", "admin")],
        "can post as anybody": [_flarum_forum("9"), _flarum_forum("1", "admin")],
        "administrator": [_flarum_forum(group="1"), _flarum_forum(group="1")],
        "a moderator’s": [_flarum_forum(group="4"), _flarum_forum(group="4")],
        "change what others wrote": [_flarum_forum(canViewFlags=True)] * 2,
        "without such rights": [_flarum_forum(adminUrl="x"), _flarum_forum(adminUrl="x")],
        "does not accept this token": [_flarum_forum(""), _flarum_forum("")],
        "does not belong to the account": [
            _flarum_forum(name="SomebodyElse"),
            _flarum_forum(name="SomebodyElse"),
        ],
    },
)


def _lemmy_page(author: str, html: str) -> list[Response]:
    """Texts come as Markdown; what a page would show is written back as that."""
    words = TEXT if html == SHOWN else html
    view = {
        "post": {"id": 7, "name": "Tax", "body": "Whom?", "published": DATE},
        "creator": {"name": "wren_t"},
        "community": {"id": 3, "name": "money"},
        "counts": {"comments": 1},
    }
    comment = {
        "comment": {"id": 41, "content": words, "published": DATE},
        "creator": {"name": author},
    }
    listed = said({"comments": [comment]})
    address = f"{SITE.address}/api/v3/comment/list?post_id=7&type_=All&sort=Old&limit=50&page=1"
    return [
        said({"post_view": view}),
        Response(address, 200, listed.headers, listed.body),
    ]


def _lemmy_site(**changes: Any) -> Response:
    mine = {
        "local_user_view": {"person": {"name": "Borough"}, "local_user": {"admin": False}},
        "moderates": [],
    }
    return said({"my_user": mine | changes})


LEMMY = Stage(
    kind="lemmy",
    thread="/post/7",
    asked_for="/api/v3/comment",
    headers=RAW | {"Authorization": f"Bearer {ACCOUNT.secret}"},
    sent_json={"content": MARKED, "post_id": 7},
    taken=said({"comment_view": {"comment": {"id": 41, "post_id": 7}}}),
    link="/comment/41",
    refused=said({"error": "locked"}, 400),
    hasty=[(said({"error": "rate_limit_error"}, 400), 600)],
    gone=[said({"error": "couldnt_find_post"}, 400), said({}, 404)],
    unclear=[
        said({"comment_view": {"comment": {"id": 41, "post_id": 8}}}),
        said({"comment_view": {"comment": {"id": 41, "post_id": 7, "removed": True}}}),
    ],
    page=_lemmy_page,
    fits=[_lemmy_site()],
    too_wide={
        "administrator": [
            _lemmy_site(
                local_user_view={"person": {"name": "Borough"}, "local_user": {"admin": True}}
            )
        ],
        "moderates a community": [_lemmy_site(moderates=[{"community": {"id": 3}}])],
        "does not accept this token": [said({"my_user": None})],
        "does not belong to the account": [
            _lemmy_site(local_user_view={"person": {"name": "SomebodyElse"}})
        ],
    },
)

STAGES = (DISCOURSE, XENFORO, VANILLA, INVISION, NODEBB, FLARUM, LEMMY)
