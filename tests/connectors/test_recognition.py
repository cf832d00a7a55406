"""A page's software is known by its markup, never by words that a member may write."""

import pytest

from alongside.connectors.page import Page
from alongside.connectors.recognition import recognise
from alongside.connectors.registry import CONNECTORS
from alongside.connectors.signs import SIGNS
from alongside.fetching.messages import Response
from tests.connectors.answers import page

KNOWN = [
    (
        '<LINK REL="Index" HREF="index.html" ><b>Messages sorted by:</b>',
        "mailman",
        "",
    ),
    ('<body id="phpbb" class="section-index">', "phpbb", ""),
    ('<p>Powered by <a href="https://www.phpbb.com/">phpBB</a>&reg;</p>', "phpbb", ""),
    (
        '<meta name="generator" content="Discourse 3.4.1 - https://x version ab12">',
        "discourse",
        "3.4.1",
    ),
    ('<html id="XF" lang="en" data-xf="2.3" data-app="public">', "xenforo", "2.3"),
    ('<html id="XenForo" class="Public">', "xenforo", ""),
    ("<body class='ipsApp ipsApp_front'>", "invision", ""),
    ('<html data-ips-path="/" lang="en"><body>', "invision", ""),
    ('<meta name="generator" content="vBulletin 4.2.2" />', "vbulletin", "4.2.2"),
    ('<body id="vb-page-body" class="vb-page">', "vbulletin", ""),
    ('<body id="vanilla_discussion_index" class="Vanilla Discussion">', "vanilla", ""),
    ('<script src="/assets/nodebb.min.js"></script>', "nodebb", ""),
    ('<script id="flarum-json-payload" type="application/json">{}</script>', "flarum", ""),
    ("<script>var my_post_key = 'x';</script>", "mybb", ""),
    ('<script>var smf_theme_url = "x";</script>', "smf", ""),
    ("<script>misago.init({});</script>", "misago", ""),
    (
        '<link href="/static/spirit/stylesheets/a.css"><div class="comments_list__comment">',
        "spirit",
        "",
    ),
    (
        '<p class="flaskbb-stats">1</p>powered by <a href="https://flaskbb.org">FlaskBB</a>',
        "flaskbb",
        "",
    ),
    ("Powered by <a>HyperKitty</a> version 1.3.12", "hyperkitty", "1.3.12"),
    ("<a>Powered by Askbot version 0.13.0</a>", "askbot", "0.13.0"),
    ('<script src="/static/js/machina.packages.min.js">', "machina", ""),
    ('<body class="forum bbpress single">', "bbpress", ""),
    ('<body class="twig_page-topic category-11">', "insided", ""),
    ("<script>StackExchange.init({});</script>", "stackexchange", ""),
    ("<script>LITHIUM.Loader.x</script>", "khoros", ""),
    ('<meta name="generator" content="Discuz! X3.4" />', "discuz", "X3.4"),
    ('Powered by <strong><a href="https://www.discuz.net">Discuz!</a></strong>', "discuz", ""),
    ("<script>var elk_theme_url = 'x';</script>", "elkarte", ""),
    ('<link href="/wp-content/plugins/asgaros-forum/skin/style.css">', "asgaros", ""),
    ('<div id="spMainContainer" class="a">', "simplepress", ""),
    ("<ul class='scrubber'></ul><ol id='conversationPosts'></ol>", "esotalk", ""),
    ('<meta name="generator" content="Beehive Forum 1.5.2" />', "beehive", "1.5.2"),
    ('<a href="x" title="Powered By: Snitz Forums 2000 Version 3.4.07">x</a>', "snitz", "3.4.07"),
    ('Powered by <a href="http://www.mwforum.org/">mwForum</a> 2.29', "mwforum", ""),
    ('Powered by <a href="http://www.minibb.com/">miniBB</a>', "minibb", ""),
    ('Powered by <a href="http://www.mvnForum.com/">mvnForum</a>', "mvnforum", ""),
    (
        'Forum Software by <a href="https://www.webwizforums.com" rel="x">Web Wiz Forums</a>',
        "webwiz",
        "",
    ),
    ('<div class="yafnet" id="x">', "yaf", ""),
    ('<body id="page-mod-forum-discuss" class="path-mod">', "moodle", ""),
    (
        '<meta name="Generator" content="Drupal 7"><body class="not-logged-in node-type-forum">',
        "drupal",
        "",
    ),
    ('Powered by <a href="https://www.sympa.community/">Sympa 6.2</a>', "sympa", ""),
    (
        '<script>var SESSIONURL = ""; var SECURITYTOKEN = "guest";</script>',
        "vbulletin",
        "",
    ),
    ('<div class="comments-list__comment"></div><p class="topics-list"></p>', "spirit", ""),
    ('<div id="punviewtopic" class="pun">', "fluxbb", ""),
    ('<body id="tpl_wbb_thread" data-application="wbb">', "woltlab", ""),
    (
        '<script src="/applications/dashboard/js/entry.js?v=2.0.18"></script>',
        "vanilla",
        "",
    ),
    (
        '<a href="profile.php?mode=register">Register</a> <a href="viewtopic.php?p=7#7">Last</a>',
        "phpbb",
        "",
    ),
]


@pytest.mark.parametrize(("html", "kind", "version"), KNOWN)
def test_software_is_known_by_what_only_it_writes(html: str, kind: str, version: str) -> None:
    found = recognise(page(html))

    assert found is not None
    assert (found.kind, found.version) == (kind, version)
    assert found.signs


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>Our forum was powered by phpBB once; now it runs on Discourse.</p>",
        "<p>Try <a href='https://www.phpbb.com/'>phpBB</a> or <a href='https://xenforo.com'>that</a>",
        '<code>&lt;body id="phpbb"&gt;</code>',
        '<a href="https://other.example/viewtopic.php?t=7">a thread elsewhere</a>',
        '<p>vBulletin 4.2.2</p><meta name="description" content="About vBulletin">',
        '<meta name="generator" content="WordPress 6.4">',
        '<p>I moved here from <a href="https://www.discuz.net">Discuz!</a> and like it.</p>',
        '<p><a href="https://www.minibb.com">miniBB</a> or <a href="https://www.mwforum.org">mwForum</a>?</p>',
    ],
)
def test_words_about_software_are_no_sign_of_it(html: str) -> None:
    assert recognise(page(html)) is None


def test_two_habits_are_enough_and_one_is_not() -> None:
    one = '<a href="./viewtopic.php?f=3&amp;t=7">x</a>'
    two = f'{one}<a href="./ucp.php?mode=login">Login</a>'

    assert recognise(page(one)) is None
    found = recognise(page(two))
    assert found is not None
    assert found.kind == "phpbb"


def test_signs_that_point_two_ways_alike_name_nothing() -> None:
    assert recognise(page('<body id="phpbb"><script>var my_post_key = 1;</script>')) is None


def test_headers_and_cookies_are_signs_too() -> None:
    by_header = Response("https://forum.example/", 200, {"x-powered-by": "NodeBB"}, b"")
    by_cookie = Response("https://forum.example/", 200, {}, b"", cookies={"xf_csrf": "x"})

    found = [recognise(Page(by_header)), recognise(Page(by_cookie))]
    assert [one.kind if one else "" for one in found] == ["nodebb", "xenforo"]


def test_every_engine_that_is_read_can_be_recognised() -> None:
    assert set(SIGNS) >= set(CONNECTORS) - {"generic", "dry_run"}


def test_what_is_told_of_a_sign_is_short() -> None:
    found = recognise(page(f'<body id="phpbb" class="{"x" * 10_000}">'))

    assert found is not None
    assert all(len(sign) <= 120 for sign in found.signs)
