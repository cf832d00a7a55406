"""What XenForo, Vanilla and Invision answer to those who post: invented, in the form of their
own code.

XenForo: `Api/App`, `Api/Controller/PostsController`, `MeController`, `Entity/User`. Vanilla:
`CommentsApiController`, `FloodControlTrait`. Invision: `Dispatcher/Api`, `applications/forums/api`.
"""

from typing import Any

from alongside.fetching.messages import Response
from tests.connectors.posting_answers import (
    ACCOUNT,
    DATE,
    NOT_LET_IN,
    RAW,
    Stage,
    said,
    shown,
)


def _xenforo_page(author: str, html: str) -> list[Response]:
    posts = "".join(
        f'<article class="message message--post" data-author="{name}" data-content="post-{number}"'
        f' id="js-post-{number}"><time datetime="{DATE}">x</time><div class="message-body">'
        f'<div class="bbWrapper">{words}</div></div></article>'
        for number, name, words in ((40, "wren_t", "Whom?"), (41, author, html))
    )
    page = f'<html id="XF" data-content-key="thread-7"><h1 class="p-title-value">Tax</h1>{posts}'
    return [shown(page, "/threads/7/")]


def _xenforo_key(**changes: Any) -> Response:
    key = {
        "type": "user",
        "user_id": 5,
        "allow_all_scopes": False,
        "scopes": {"thread:write": True, "user:read": True},
    }
    return said({"version_id": 2030470, "key": key | changes})


def _xenforo_me(**changes: Any) -> Response:
    me = {
        "user_id": 5,
        "username": "Borough",
        "is_staff": False,
        "is_admin": False,
        "is_moderator": False,
        "is_super_admin": False,
    }
    return said({"me": me | changes})


def _xenforo_error(status: int, code: str, message: str, **params: Any) -> Response:
    return said({"errors": [{"code": code, "message": message, "params": params}]}, status)


XENFORO = Stage(
    kind="xenforo",
    thread="/threads/tax.7/",
    asked_for="/api/posts/",
    headers=RAW | {"XF-Api-Key": ACCOUNT.secret},
    sent_form={
        "thread_id": "7",
        "message": "You can [b]apply online[/b].\n\nSee [url='https://www.gov.uk/council-tax']"
        "[plain]https://www.gov.uk/council-tax[/plain][/url]",
    },
    taken=said(
        {"success": True, "post": {"post_id": 41, "thread_id": 7, "message_state": "visible"}}
    ),
    link="/posts/41/",
    held=said(
        {"success": True, "post": {"post_id": 41, "thread_id": 7, "message_state": "moderated"}}
    ),
    refused=_xenforo_error(403, "do_not_have_permission", "Not in this thread."),
    hasty=[
        (
            _xenforo_error(
                400, "must_wait_x_seconds_before_performing_this_action", "Bitte warten.", count=25
            ),
            25,
        ),
        # An administrator has closed the forum: it says so before it looks at what was sent.
        (said({"message": "We are being upgraded."}, 503), 900),
    ],
    unclear=[
        said({"success": True}),
        said({"post": {"post_id": 41}}),
        said({"success": True, "post": {"post_id": 41, "message_state": "deleted"}}),
        said({"success": True, "post": {"post_id": 41, "thread_id": 8}}),
    ],
    page=_xenforo_page,
    fits=[_xenforo_key(), _xenforo_me()],
    too_wide={
        "post as anybody": [_xenforo_key(type="super")],
        "not a key of one user": [_xenforo_key(type="guest")],
        "everything that the account may": [_xenforo_key(allow_all_scopes=True)],
        "may also do: conversation:write": [
            _xenforo_key(scopes=["thread:write", "user:read", "conversation:write"])
        ],
        "thread:delete_hard": [_xenforo_key(scopes=["thread:write", "thread:delete_hard"])],
        "may not write replies": [_xenforo_key(scopes=["user:read"])],
        "does not tell what the account may do": [
            _xenforo_key(scopes=["thread:write", "thread:read"])
        ],
        "The forum says: API key not found.": [
            _xenforo_error(401, "api_key_not_found", "API key not found.")
        ],
        "The forum says: You have been banned.": [
            _xenforo_error(403, "you_have_been_banned", "You have been banned.")
        ],
        "does not belong to the account": [_xenforo_key(), _xenforo_me(username="SomebodyElse")],
        "administrator": [_xenforo_key(), _xenforo_me(is_admin=True)],
        "a moderator’s": [_xenforo_key(), _xenforo_me(is_moderator=True)],
        "without such rights": [
            _xenforo_key(),
            said({"me": {"user_id": 5, "username": "Borough", "is_staff": False}}),
        ],
        "does not tell to whom this key belongs": [_xenforo_key(), NOT_LET_IN],
    },
)


def _vanilla_page(author: str, html: str) -> list[Response]:
    page = (
        '<div class="PageTitle"><h1>Tax</h1></div><div id="Discussion_7" class="ItemDiscussion">'
        f'<a class="Username">wren_t</a><span class="DateCreated"><time datetime="{DATE}">x</time>'
        '</span><div class="Message">Whom?</div></div><ul><li id="Comment_41" class="Item '
        f'ItemComment"><a class="Username">{author}</a><span class="DateCreated">'
        f'<time datetime="{DATE}">x</time></span><div class="Message">{html}</div></li></ul>'
    )
    return [shown(page, "/discussion/7/tax")]


def _vanilla_me(**changes: Any) -> Response:
    me = {
        "userID": 5,
        "name": "Borough",
        "isAdmin": False,
        "isSysAdmin": False,
        "permissions": ["session.valid", "discussions.view", "comments.add", "tokens.add"],
    }
    return said(me | changes)


def _vanilla_may(name: str) -> Response:
    """What the account may in the whole forum, and in one category."""
    return said(
        {
            "isAdmin": False,
            "permissions": [
                {"type": "global", "permissions": {"comments.add": True, "tokens.add": True}},
                {
                    "type": "category",
                    "id": 3,
                    "permissions": {name: True, "comments.delete": False},
                },
            ],
        }
    )


VANILLA = Stage(
    kind="vanilla",
    thread="/discussion/7/tax",
    asked_for="/api/v2/comments",
    headers=RAW | {"Authorization": f"Bearer {ACCOUNT.secret}"},
    sent_json={
        "discussionID": 7,
        "body": "<p>You can <strong>apply online</strong>.</p>\n"
        '<p>See <a href="https://www.gov.uk/council-tax">https://www.gov.uk/council-tax</a></p>\n',
        "format": "wysiwyg",
    },
    taken=said({"commentID": 41, "discussionID": 7}, 201),
    link="/discussion/comment/41#Comment_41",
    held=said({"message": "Your comment will appear after it is approved.", "status": 202}, 202),
    refused=said({"message": "Body is required.", "status": 422}, 422),
    hasty=[
        (said({"message": "You have posted 3 times within 30 seconds.", "status": 400}, 400), 120),
        (
            said(
                {
                    "message": "You have posted 5 times within 60 seconds. A spam block is now in "
                    "effect on your account. You must wait at least 300 seconds before attempting "
                    "to post again.",
                    "status": 422,
                },
                422,
            ),
            300,
        ),
    ],
    unclear=[said({"commentID": 41, "discussionID": 8}, 201)],
    page=_vanilla_page,
    fits=[_vanilla_me(), _vanilla_may("comments.add")],
    too_wide={
        "may change what others wrote": [_vanilla_me(isAdmin=True), NOT_LET_IN],
        "neither administrator nor moderator": [
            _vanilla_me(permissions=["comments.add", "community.moderate"]),
            NOT_LET_IN,
        ],
        "change what others wrote, or": [_vanilla_me(permissions=["posts.moderate"])] * 2,
        "for an account that is": [_vanilla_me(), _vanilla_may("comments.edit")],
        "or the forum itself": [_vanilla_me(isAdmin=None), NOT_LET_IN],
        "does not accept this token": [NOT_LET_IN],
        # With a token that it does not know, it goes on as for a guest.
        "make a new one at /profile/tokens": [_vanilla_me(userID=0, name="Guest")],
        "does not belong to the account": [_vanilla_me(name="SomebodyElse")],
    },
)


def _invision_page(author: str, html: str) -> list[Response]:
    posts = "".join(
        f'<article id="elComment_{number}" class="cPost"><h3 class="cAuthorPane_author">'
        f'<a>{name}</a></h3><time datetime="{DATE}">x</time>'
        f'<div data-role="commentContent">{words}</div></article>'
        for number, name, words in ((40, "wren_t", "<p>Whom?</p>"), (41, author, html))
    )
    page = f'<h1 class="ipsType_pageTitle"><span>Tax</span></h1>{posts}'
    return [shown(page, "/topic/7-tax/")]


def _invision_error(status: int, code: str, message: str) -> Response:
    return said({"errorCode": code, "errorMessage": message}, status)


INVISION = Stage(
    kind="invision",
    thread="/topic/7-tax/",
    asked_for="/api/forums/posts",
    headers=RAW | {"Authorization": f"Bearer {ACCOUNT.secret}"},
    sent_form={
        "topic": "7",
        "post": "<p>You can <strong>apply online</strong>.</p>\n"
        '<p>See <a href="https://www.gov.uk/council-tax">https://www.gov.uk/council-tax</a></p>\n',
    },
    taken=said({"id": 41, "item_id": 7, "hidden": False}, 201),
    link="/topic/7-x/?do=findComment&comment=41",
    held=said({"id": 41, "item_id": 7, "hidden": 1}, 201),
    refused=_invision_error(403, "1F295/3", "NO_POST"),
    gone=[_invision_error(403, "1F295/1", "NO_TOPIC"), said({}, 404)],
    unclear=[said({"id": 41, "item_id": 8, "hidden": False}, 201)],
    page=_invision_page,
    fits=[said({"id": 5, "name": "Borough"}), NOT_LET_IN],
    too_wide={
        "opens more than posting": [said({"id": 5, "name": "Borough"}), said({"results": []})],
        "does not accept this token": [NOT_LET_IN],
        "It does not know this token": [_invision_error(401, "3S290/9", "INVALID_ACCESS_TOKEN")],
        "Ask for one that does not expire": [
            _invision_error(401, "1S290/E", "EXPIRED_ACCESS_TOKEN")
        ],
        "let the “Authorization” header through": [_invision_error(401, "2S290/6", "NO_API_KEY")],
        "scope does not open this": [_invision_error(403, "2S291/3", "NO_PERMISSION")],
        "lift the ban": [_invision_error(403, "1S290/A", "IP_ADDRESS_BANNED")],
        "does not belong to the account": [said({"id": 6, "name": "SomebodyElse"})],
    },
)
