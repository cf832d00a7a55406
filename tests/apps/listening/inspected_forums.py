"""Small front pages of each engine with a connector, written here with an invented town."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# What every forum here has beside what its engine writes.
_HEAD = """<title>Aldmere talks</title>
<link rel="alternate" type="application/atom+xml" href="/new.atom">
<script type="application/ld+json">{"@type": "DiscussionForumPosting", "author":
{"@type": "Person", "name": "wren_t"}}</script>"""
_FOOT = '<a href="/terms">Terms of use</a><a href="/privacy">Privacy policy</a>'
TERMS = (
    "<html><body><h1>Terms</h1><p>Be kind. Crawlers may not come at night. Have fun.</p>"
    "</body></html>"
)


@dataclass(frozen=True)
class Inspected:
    """One forum: `boards` by their name with the count of threads, `figures` by their kind."""

    kind: str
    body: str  # what the engine writes into its front page
    boards: Mapping[str, int | None]
    figures: Mapping[str, int] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
    version: str = ""
    html: str = ""  # attributes of the root
    attributes: str = ""  # of the body
    head: str = ""
    front: str = "/"  # where else the front page stands

    @property
    def pages(self) -> dict[str, Any]:
        page = (
            f"<html{self.html}><head>{_HEAD}{self.head}</head><body{self.attributes}>"
            f"{self.body}{_FOOT}</body></html>"
        )
        return {"/": page, self.front: page, "/terms": TERMS, **self.data}


def credited(name: str, site: str) -> str:
    return f'<p>Powered by <a href="https://www.{site}/">{name}</a></p>'


def generator(words: str) -> str:
    return f'<meta name="generator" content="{words}">'


INSPECTED = [
    Inspected(
        "askbot",
        "<footer>Powered by Askbot version 0.13.0</footer>",
        {"money": 1204},
        {"threads": 1500},
        {
            "/tags/": '<ul class="tags"><li><a class="js-tag-name" rel="tag" data-tag-name="money">'
            'money</a> <span class="used-count">×1,204</span></li></ul>',
            "/questions/": "<h1>1,500 questions</h1>",
        },
        version="0.13.0",
    ),
    Inspected(
        "discourse",
        "<main>…</main>",
        {"Money": 12},
        {"threads": 12, "members": 310},
        {
            "/categories.json?include_subcategories=true": {
                "category_list": {
                    "categories": [{"id": 3, "name": "Money", "slug": "money", "topic_count": 12}]
                }
            },
            "/about.json": {"about": {"stats": {"topics_count": 12, "users_count": 310}}},
        },
        version="3.4.1",
        head=generator("Discourse 3.4.1 - https://github.com/discourse/discourse version 1a"),
        attributes=' class="crawler"',
    ),
    Inspected(
        "flarum",
        '<script id="flarum-json-payload" type="application/json">{}</script>',
        {"Money": 12},
        {"threads": 12},
        {
            "/api/tags": {
                "data": [
                    {
                        "type": "tags",
                        "id": "3",
                        "attributes": {
                            "name": "Money",
                            "slug": "money",
                            "discussionCount": 12,
                            "position": 0,
                        },
                    }
                ]
            }
        },
    ),
    Inspected(
        "flaskbb",
        '<div class="category-row"><div class="forum-name"><a href="/forum/3-money">Money</a>'
        "</div></div>"
        '<p class="flaskbb-stats">Total number of registered users: <strong>310</strong></p>'
        '<p class="flaskbb-stats">Total number of topics: <strong>12</strong></p>'
        '<p class="flaskbb-stats">Newest registered user: <a>wren_t</a></p>'
        + credited("FlaskBB", "flaskbb.org"),
        {"Money": None},
        {"threads": 12, "members": 310},
    ),
    Inspected(
        "hyperkitty",
        '<p>Powered by <a href="#">HyperKitty</a> version 1.3.12.</p>',
        {"Money": None},
        data={
            "/api/lists/?format=json&limit=1000": {
                "results": [
                    {
                        "name": "money@lists.example",
                        "display_name": "Money",
                        "archive_policy": "public",
                    }
                ]
            }
        },
        version="1.3.12",
    ),
    Inspected(
        "invision",
        '<li class="cForumRow ipsDataItem" data-forumid="3"><h4 class="ipsDataItem_title">'
        '<a href="/forum/3-money/">Money</a></h4></li><div class="ipsWidget" '
        'data-blockid="app_forums_forumStatistics"><ul><li>Total Topics 12</li>'
        "<li>Total Posts 90</li></ul></div>",
        {"Money": None},
        {"threads": 12, "posts": 90},
        attributes=' class="ipsApp ipsApp_front"',
    ),
    Inspected(
        "lemmy",
        '<script>window.isoData = {"path": "/", "site_res": {}}</script>',
        {"Money": 12},
        {"threads": 12, "posts": 42, "members": 310, "active_month": 40},
        {
            "/api/v3/community/list?type_=Local&sort=TopAll&limit=50": {
                "communities": [
                    {
                        "community": {"id": 3, "name": "money", "title": "Money"},
                        "counts": {"posts": 12, "comments": 30},
                    }
                ]
            },
            "/api/v3/site": {
                "site_view": {
                    "counts": {"users": 310, "posts": 12, "comments": 30, "users_active_month": 40}
                }
            },
        },
    ),
    Inspected(
        "machina",
        '<div class="row"><a class="forum-name-link" href="/forum/money-3/">Money</a>'
        '<div class="forum-count">12</div><div class="forum-count">90</div></div>'
        '<p class="statistics">Total posts: <b>90</b> &#8226; Total topics: <b>12</b></p>',
        {"Money": 12},
        {"threads": 12, "posts": 90},
        head='<link rel="stylesheet" href="/static/machina/build/css/machina.board_theme.min.css">',
    ),
    Inspected(
        "mybb",
        '<table class="tborder"><tr><td class="trow1"><strong><a href="forumdisplay.php?fid=3">'
        'Money</a></strong></td><td class="trow1">12</td><td class="trow1">90</td></tr></table>'
        '<table><tbody id="boardstats_e"><tr><td><span class="smalltext">Our members have made a '
        "total of 90 posts in 12 threads.<br>We currently have 310 members registered.<br>Please "
        "welcome our newest member, <b>wren_t</b></span></td></tr></tbody></table>"
        + credited("MyBB", "mybb.com"),
        {"Money": 12},
        {"threads": 12, "posts": 90, "members": 310},
        front="/index.php",
    ),
    Inspected(
        "nodebb",
        '<script src="/assets/nodebb.min.js"></script>',
        {"Money": 12},
        {"threads": 12, "posts": 42, "members": 310, "active_month": 40},
        {
            "/api/categories": {
                "categories": [
                    {
                        "cid": 3,
                        "name": "Money",
                        "slug": "3/money",
                        "topic_count": 12,
                        "post_count": 42,
                    }
                ]
            },
            "/nodeinfo/2.0": {
                "usage": {
                    "users": {"total": 310, "activeMonth": 40},
                    "localPosts": 12,
                    "localComments": 30,
                }
            },
        },
    ),
    Inspected(
        "phpbb",
        '<ul class="topiclist forums"><li class="row"><dl><dt><a href="./viewforum.php?f=3" '
        'class="forumtitle">Money</a></dt><dd class="topics">12 <dfn>Topics</dfn></dd></dl></li>'
        '</ul><div class="stat-block statistics"><p>Total posts <strong>90</strong> &bull; Total '
        "topics <strong>12</strong> &bull; Total members <strong>310</strong> &bull; Our newest "
        "member <strong><a>wren_t</a></strong></p></div>" + credited("phpBB", "phpbb.com"),
        {"Money": 12},
        {"threads": 12, "posts": 90, "members": 310},
        attributes=' id="phpbb" class="section-index"',
        front="/index.php",
    ),
    Inspected(
        "smf",
        '<div id="board_3" class="up_contain"><div class="info"><a class="subject" '
        'href="/index.php?board=3.0" id="b3">Money</a></div><div class="board_stats"><p>Posts: 90'
        '<br>Topics: 12</p></div></div><div id="upshrink_stats"><p class="inline">90 Posts in 12 '
        "Topics by 310 Members - Latest Member: <strong><a>wren_t</a></strong></p></div>"
        '<a href="/index.php?action=credits" title="License">SMF 2.1.4 &copy; 2023</a>',
        {"Money": 12},
        {"threads": 12, "posts": 90, "members": 310},
        version="2.1.4",
        head='<script>var smf_theme_url = "/Themes/default";</script>',
        front="/index.php",
    ),
    Inspected(
        "spirit",
        '<link href="/static/spirit/stylesheets/styles.all.min.css"><a class="menu_list__link" '
        'href="/category/3/money/">Money</a><div class="topics-list"></div>',
        {"Money": None},
    ),
    Inspected(
        "stackexchange",
        "<script>StackExchange.init({});</script>",
        {"money": 1204},
        {"threads": 1500},
        {
            "/tags": '<div class="js-tag-cell"><a class="post-tag">money</a><div>1,204 questions'
            "</div></div>",
            "/questions": '<div class="fs-body3">1,500 questions</div>',
        },
    ),
    Inspected(
        "vanilla",
        "<main>…</main>",
        {"Money": 12},
        {"threads": 12, "posts": 42, "members": 310},
        {
            "/api/v2/categories?outputFormat=flat&limit=500": [
                {
                    "categoryID": 3,
                    "name": "Money",
                    "urlcode": "money",
                    "countDiscussions": 12,
                    "countComments": 30,
                }
            ],
            "/api/v2/site-totals?counts[]=all": {
                "counts": {
                    "discussion": {"count": 12},
                    "comment": {"count": 30},
                    "user": {"count": 310},
                }
            },
        },
        attributes=' id="vanilla_categories_all" class="Vanilla Categories"',
    ),
    Inspected(
        "vbulletin",
        '<table><tr><td></td><td><a href="forumdisplay.php?f=3">Money</a></td><td>Today</td>'
        '<td>12</td><td>90</td></tr></table><td class="alt1"><div class="smallfont">Threads: 12, '
        "Posts: 90, Members: 310<br>Welcome to our newest member, <a>wren_t</a></div></td>",
        {"Money": 12},
        {"threads": 12, "posts": 90, "members": 310},
        version="4.2.5",
        head=generator("vBulletin 4.2.5"),
    ),
    Inspected(
        "xenforo",
        '<div class="node node--id3 node--forum"><h3 class="node-title"><a href="/forums/money.3/">'
        'Money</a></h3><div class="node-stats"><dl><dt>Threads</dt><dd>12</dd></dl></div></div>'
        '<div data-widget-definition="forum_statistics"><dl class="pairs"><dt>Threads</dt>'
        "<dd>12</dd></dl><dl><dt>Latest member</dt><dd>wren_t</dd></dl></div>",
        {"Money": 12},
        {"threads": 12},
        html=' id="XF" data-xf="2.3"',
        version="2.3",
    ),
]
