# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""A page that asks visitors to sign in or to prove that they are people is no thread of one post."""

import pytest

from alongside.connectors.generic import parse, reader
from alongside.connectors.generic.kinds import Kind, kind_of
from alongside.connectors.port import Unreadable
from tests.connectors.generic.frames import FRAMES, bare
from tests.connectors.generic.invented import POSTS, SITE, in_boxes, page, whole

CLOCK = (
    "<div class=foot>All times are GMT -5. The time now is <span class=time>05:21 PM</span>.</div>"
)
SIGN_IN = (
    "<form action=/login method=post><label>User name <input name=user></label>"
    "<label>Password <input name=pass type=password></label>"
    "<label><input type=checkbox name=keep>Remember me?</label><button>Log in</button></form>"
)
GATES = {
    "a bot check": "<main><h1>Checking your browser</h1><p>Checking if the site connection is secure. This takes a few seconds, and then you will be taken to the page that you asked for.</p></main>",
    "a proof of work": "<main><h1>Making sure you&#39;re not a bot!</h1><p>Loading...</p><details><p>You see this because the people who run this site have put a guard here that protects it against the scourge of companies that are scraping the web. It asks your browser for some work. That is little for one person, and much for those who take everything.</p></details></main>",
    "a door with a reason": f"<div class=panel><p>You are not logged in or you do not have permission to access this page. This could be due to one of several reasons:</p><ol><li>You are not logged in. Fill in the form at the bottom of this page and try again.</li><li>You may not have the rights to see it.</li></ol>{SIGN_IN}</div>{CLOCK}",
    "a bare form": f"<div class=box><h2>Log in</h2><p>Please enter your username and password to sign in. Not a member yet? It costs nothing and takes a minute.</p>{SIGN_IN}</div>",
    "terms to agree to": f"<div class=content><h2>Registration</h2><p>By registering here you agree to be bound by these rules. If you do not agree to them, please do not use this forum. We may change them at any time and will do our best to tell you, though it would be wise to read them often.</p></div><a href='/register?agreed=1'>I agree to these terms</a>{CLOCK}",
    "a form to register": f"<div class=section><p>Required information. All of it is needed so that you can take part, and none of it is shown to others.</p><input name=mail><input name=again><select><option>GMT</option></select></div>{CLOCK}",
    "a password lost": "<div class=post-content><p class=message>Please enter your username or email address. You will receive a link by which you can choose a new password.</p></div><ul class=popular-authors><li class=author><a href='/u/tern'>tern</a></li></ul>",
    "a wall in German": "<div class=message><p>Sie müssen sich anmelden, um dieses Thema zu lesen. Das ist kostenlos und dauert nur eine Minute. Danach sehen Sie alle Beiträge.</p></div><p>von <a href='/u/tern'>tern</a>, 3.3.2026, 09:15</p>",
}


@pytest.fixture(autouse=True)
def nothing_learnt():
    reader._layouts.clear()
    yield
    reader._layouts.clear()


@pytest.mark.parametrize("frame", [whole, bare], ids=["in a site", "alone"])
@pytest.mark.parametrize("gate", GATES.values(), ids=GATES.keys())
def test_what_a_site_says_to_visitors_is_unreadable_as_a_thread(gate: str, frame) -> None:
    with pytest.raises(Unreadable):
        parse.thread_page(page(frame(gate)), SITE, keep_names=False)


@pytest.mark.parametrize("frame", FRAMES)
def test_a_form_to_sign_in_beside_a_lone_question_hides_nothing(frame) -> None:
    html = frame(f"<div class=login-bar>{SIGN_IN}</div>{in_boxes(POSTS[:1])}{CLOCK}")

    (post,) = parse.thread_page(page(html), SITE, keep_names=True).posts

    assert (post.author, post.text[:9]) == ("robin_w", "My mother")


LONE = "<main><h1>Heating</h1><div class=text><p>My mother gets letters about the winter payment and does not know whom to ask.</p></div>{who}</main>"


@pytest.mark.parametrize(
    ("href", "is_somebody"),
    [
        ("/customer/account/", False),
        ("/my-account", False),
        ("/user/login", False),
        ("/members/robin", True),
        ("/users/robin/profile", True),
        ("/@robin", True),
        ("/profile.php?id=robin", True),
        ("/user41", True),
        ("/memberlist.php?mode=viewprofile&u=41", True),
    ],
)
def test_who_looks_at_a_page_did_not_write_it(href: str, *, is_somebody: bool) -> None:
    lone = page(whole(LONE.format(who=f"<p>by <a href='{href}'>robin</a></p>")))

    if is_somebody:
        (post,) = parse.thread_page(lone, SITE, keep_names=True).posts
        assert post.author == "robin"
    else:
        with pytest.raises(Unreadable):
            parse.thread_page(lone, SITE, keep_names=True)


@pytest.mark.parametrize(
    ("place", "is_door"),
    [
        ("/user/login.php", True),
        ("/customer/account/login/", True),
        ("/sign-in?return=/topic/41", True),
        ("/lostpassword/", True),
        ("/ucp.php?mode=login", True),
        ("/viewtopic.php?t=41&action=login", False),
        ("/topic/41/login", True),
        ("/t/login/41", False),
        ("/topic/41-sign-in", False),
    ],
)
def test_law_1_what_stands_at_the_address_of_a_form_to_sign_in_is_no_thread(
    place: str, *, is_door: bool
) -> None:
    thread = page(whole(in_boxes(POSTS)), url=f"{SITE.address}{place}")

    if is_door:
        with pytest.raises(Unreadable):
            parse.thread_page(thread, SITE, keep_names=True)
        assert kind_of(thread).kind is Kind.NEITHER
    else:
        assert len(parse.thread_page(thread, SITE, keep_names=True).posts) == len(POSTS)


def test_a_wall_of_a_known_engine_is_not_called_a_thread() -> None:
    wall = page(whole(f"<div class=post-content id=post_message_1>{GATES['a bare form']}</div>"))

    assert kind_of(wall).kind is Kind.NEITHER
