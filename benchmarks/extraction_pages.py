# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""Made-up threads' pages, as forum software writes them, for the benchmark of extraction."""

import random
from html import escape

POSTS = 20
_WORDS = (  # noqa: SIM905
    "heat house north room window letter form allowance council boiler insurance number office "
    "address winter money question answer again year since about never always could would send told"
).split()


def _paragraphs(chance: random.Random) -> list[str]:
    return [
        f"{' '.join(chance.choices(_WORDS, k=chance.randint(8, 60))).capitalize()}."
        for _ in range(chance.randint(1, 4))
    ]


def _page(head: str, body: str, *, attributes: str = "") -> bytes:
    scripts = "".join(
        f"<script>var part{n} = {{a: {list(range(60))}}};</script>" for n in range(20)
    )
    return (
        f"<!DOCTYPE html><html lang=en{attributes}><head><meta charset=utf-8><title>Heat - Forum</title>"
        f"{head}{scripts}</head>{body}</html>"
    ).encode()


def of_own_make(seed: int) -> bytes:
    """Of software that nobody wrote a reader for: some 6 kB of markup for each post."""
    chance = random.Random(seed)
    posts = []
    for number in range(POSTS):
        paragraphs = "".join(f"<p>{words}</p>" for words in _paragraphs(chance))
        if number % 5 == 1:
            paragraphs += "<p>See <a href='https://www.gov.uk/payments' rel=nofollow>the payments</a> first.</p>"
        tools = "".join(
            f"<li class='tool tool-{name}'><a href='/post/{number}/{name}' title='{name}' rel=nofollow>"
            f"<i class='icon icon-{name}' aria-hidden=true></i><span class=hint>{name}</span></a></li>"
            for name in (
                *("report", "quote", "reply", "share"),
                *("bookmark", "history", "thank", "link"),
            )
        )
        facts = "".join(
            f"<dl class='fact fact-{name}'><dt>{name}</dt><dd>{chance.randint(1, 9999)}</dd></dl>"
            for name in ("posts", "thanks", "level", "topics", "badges")
        )
        posts.append(
            f"<article class='post box js-post' id='post-{seed * 1000 + number}' data-kind=post>"
            f"<div class='post-side'><a class='username' href='/members/{number % 7}'>member{number % 7}"
            f"</a><img class=avatar src='/a/{number}.png' alt='' width=96 height=96>{facts}</div>"
            f"<div class='post-main'><header class='post-head'><a class='permalink' "
            f"href='#post-{seed * 1000 + number}'><time class='when' "
            f"datetime='2026-03-{number % 19 + 1:02}T09:{number:02}:00+00:00'>March</time></a></header>"
            f"<div class='post-words'>{paragraphs}</div><ul class='tools'>{tools}</ul></div></article>"
        )
    links = "".join(
        f"<li class=nav-item><a href='/board/{n}'>Board {n}</a></li>" for n in range(120)
    )
    return _page(
        "",
        f"<body><ul class=menu>{links}</ul><nav class=crumbs><a href='/'>Home</a><a href='/board/3'>Pay</a></nav><h1>Heat</h1>{''.join(posts)}"
        f"<a rel=next class=onward href='/topic/41?page=2'>Next</a><footer>{links}</footer></body>",
    )


def of_phpbb(seed: int) -> bytes:
    """phpBB 3.3 in "prosilver": some 3 kB for each post, one in five with a quotation, a link, an edit."""
    chance = random.Random(seed)
    posts = []
    for place in range(POSTS):
        number, member = seed * 1000 + place, f"member{place % 7}"
        profile = f"./memberlist.php?mode=viewprofile&amp;u={place % 7}"
        words = "<br>\n<br>\n".join(_paragraphs(chance))
        if place % 5 == 1:
            words = f'See <a href="https://www.gov.uk/payments" class="postlink">the payments</a> first. {words}'
        if place % 5 == 4:
            words = (
                f'<blockquote cite="./viewtopic.php?p={number - 1}#p{number - 1}"><div><cite><a href="{profile}">'
                f"member1</a> wrote: <span class=responsive-hide>Thu Mar 05, 2026 9:01 am</span></cite>"
                f"{_paragraphs(chance)[0]}</div></blockquote>{words}"
            )
        buttons = "".join(
            f'<li><a href="./posting.php?mode={name}&amp;p={number}" title="{name}" class="button button-icon-only">'
            f'<i class="icon fa-{name} fa-fw" aria-hidden="true"></i><span class="sr-only">{name}</span></a></li>'
            for name in ("edit", "delete", "report", "info", "quote")
        )
        edit = (
            f'<div class="notice">Last edited by <a href="{profile}" class="username">{member}</a> on Wed Mar '
            f"{place % 9 + 20}, 2026 10:15 am, edited 1 time in total.</div>"
            if place % 5 == 2
            else ""
        )
        posts.append(
            f'<div id="p{number}" class="post has-profile bg{place % 2 + 1}{" solved" * (place == 3)}"><div class="inner">'
            f'<dl class="postprofile" id="profile{number}"><dt class="has-profile-rank no-avatar"><div class="avatar-container">'
            f'</div><a href="{profile}" class="username">{member}</a></dt><dd class="profile-rank">Regular</dd>'
            f'<dd class="profile-posts"><strong>Posts:</strong> <a href="./search.php?author_id={place % 7}&amp;sr=posts">'
            f'{chance.randint(1, 9999)}</a></dd><dd class="profile-joined"><strong>Joined:</strong> Wed Sep 02, 2020 8:13 am'
            f'</dd><dd class="profile-custom-field"><strong>Location:</strong> North</dd></dl><div class="postbody">'
            f'<div id="post_content{number}"><h3><a href="./viewtopic.php?p={number}#p{number}">Re: Heat</a></h3>'
            f'<ul class="post-buttons">{buttons}</ul><p class="author"><a class="unread" href="./viewtopic.php?p={number}#p{number}" '
            f'title="Post"><i class="icon fa-file fa-fw icon-lightgray icon-md" aria-hidden="true"></i><span class="sr-only">Post'
            f'</span></a><span class="responsive-hide">by <strong><a href="{profile}" class="username">{member}</a></strong> '
            f'&raquo; </span><time datetime="2026-03-{place % 19 + 1:02}T09:{place:02}:00+00:00">Sun Mar 01, 2026 9:00 am</time></p>'
            f'<div class="content">{words}</div>{edit}<div id="sig{number}" class="signature">It never rains.</div></div></div>'
            f'<div class="back2top"><a href="#top" class="top" title="Top"><i class="icon fa-chevron-circle-up fa-fw icon-gray" '
            f'aria-hidden="true"></i><span class="sr-only">Top</span></a></div></div></div>'
        )
    menu = "".join(
        f'<li data-skip-responsive="true"><a href="./ucp.php?i={n}" title="Menu {n}" role="menuitem"><i class="icon fa-{n} fa-fw" '
        f'aria-hidden="true"></i><span>Menu {n}</span></a></li>'
        for n in range(25)
    )
    pagination = (
        '<div class="pagination">45 posts<ul><li class="active"><span>1</span></li><li><a class="button" '
        'href="./viewtopic.php?t=41&amp;start=20" role="button">2</a></li><li><a class="button" '
        'href="./viewtopic.php?t=41&amp;start=40" role="button">3</a></li><li class="arrow next"><a class="button button-icon-only" '
        'href="./viewtopic.php?t=41&amp;start=20" rel="next" role="button">Next</a></li></ul></div>'
    )
    closed = (
        '<a href="./posting.php?mode=reply&amp;t=41" class="button" title="This topic is locked, you cannot edit posts or make '
        'further replies."><span>Locked</span> <i class="icon fa-lock fa-fw" aria-hidden="true"></i></a>'
        if seed % 4 == 0
        else ""
    )
    return _page(
        '<link rel="canonical" href="https://forum.example/viewtopic.php?t=41">',
        f'<body id="phpbb" class="nojs notouch section-viewtopic ltr"><div id="wrap" class="wrap"><ul id="nav-main" class="nav-main">'
        f'{menu}</ul><ul id="nav-breadcrumbs" class="navlinks"><li class="breadcrumbs"><span class="crumb"><a href="./index.php">'
        f'Board index</a></span><span class="crumb"><a href="./viewforum.php?f=3">Pay</a></span></li></ul><div id="page-body">'
        f'<h2 class="topic-title"><a href="./viewtopic.php?t=41">Heat</a></h2><div class="action-bar bar-top">{closed}{pagination}</div>'
        f'{"".join(posts)}<div class="action-bar bar-bottom">{closed}{pagination}</div></div></div></body>',
    )


def of_xenforo(seed: int) -> bytes:
    """XenForo 2.3: some 5 kB for each post, one in five with a quotation, a link, an edit."""
    chance = random.Random(seed)
    posts = []
    for place in range(POSTS):
        number, member = seed * 1000 + place, f"member{place % 7}"
        here = f"/threads/heat.41/post-{number}"
        words = "<br />\n<br />\n".join(_paragraphs(chance))
        if place % 5 == 1:
            words = (
                f'<a href="/members/member2.2/" class="username" data-xf-init="member-tooltip" data-user-id="2" data-username="@member2">'
                f'@member2</a> see <a href="https://www.gov.uk/payments" target="_blank" class="link link--external" rel="nofollow ugc '
                f'noopener">the payments</a> first. {words}'
            )
        if place % 5 == 4:
            words = (
                f'<blockquote data-attributes="member: 1" data-quote="member1" data-source="post: {number - 1}" class="bbCodeBlock '
                f'bbCodeBlock--expandable bbCodeBlock--quote js-expandWatch"><div class="bbCodeBlock-title"><a href="/goto/post?id='
                f'{number - 1}" class="bbCodeBlock-sourceJump" rel="nofollow">member1 said:</a></div><div class="bbCodeBlock-content">'
                f'<div class="bbCodeBlock-expandContent js-expandContent">{_paragraphs(chance)[0]}</div><div '
                f'class="bbCodeBlock-expandLink js-expandLink"><a role="button" tabindex="0">Click to expand...</a></div></div>'
                f"</blockquote>{words}"
            )
        facts = "".join(
            f'<dl class="pairs pairs--justified"><dt><span data-xf-init="tooltip" title="{name}"><i class="fa--xf far fa-{name}">'
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-hidden="true"><use href="/data/local/icons/regular.svg#{name}">'
            f"</use></svg></i></span></dt><dd>{chance.randint(1, 9999)}</dd></dl>"
            for name in ("user", "comments", "thumbs-up")
        )
        gadgets = "".join(
            f'<li><a href="{here}" class="message-attribution-gadget" data-xf-init="share-tooltip" data-href="/posts/{number}/{name}" '
            f'aria-label="{name}" rel="nofollow"><i class="fa--xf far fa-{name}"><svg xmlns="http://www.w3.org/2000/svg" role="img" '
            f'aria-hidden="true"><use href="/data/local/icons/regular.svg#{name}"></use></svg></i></a></li>'
            for name in ("share", "bookmark")
        )
        actions = "".join(
            f'<a href="/posts/{number}/{name}" class="actionBar-action actionBar-action--{name}" data-xf-click="overlay">{name}</a>'
            for name in ("like", "quote", "reply", "report")
        )
        banner = (
            '<div class="userBanner userBanner--staff message-userBanner" dir="auto" itemprop="jobTitle"><span class="userBanner-before">'
            '</span><strong>Staff member</strong><span class="userBanner-after"></span></div>'
            if place % 7 == 5
            else ""
        )
        edit = (
            f'<div class="message-lastEdit">Last edited: <time class="u-dt" dir="auto" datetime="2026-03-{place % 9 + 20}T10:15:00+0000" '
            f'data-timestamp="1774000000" title="Mar {place % 9 + 20}, 2026 at 10:15 AM">Mar {place % 9 + 20}, 2026</time></div>'
            if place % 5 == 2
            else ""
        )
        thanks = (
            f'<ul class="reactionSummary"><li><span class="reaction reaction--small reaction--1" data-reaction-id="1"><i '
            f'aria-hidden="true"></i><img src="/x.gif" class="reaction-sprite js-reaction" alt="Like" title="Like"></span></li></ul><span '
            f'class="u-srOnly">Reactions:</span><a class="reactionsBar-link" href="/posts/{number}/reactions" data-xf-click="overlay" '
            f'rel="nofollow"><bdi>member1</bdi>, <bdi>member2</bdi> and {place + 2} others</a>'
            if place % 4 == 1
            else ""
        )
        posts.append(
            f'<article class="message message--post{" message--solution" * (place == 3)} js-post js-inlineModContainer" data-author="{member}" data-content="post-{number}" '
            f'id="js-post-{number}"><span class="u-anchorTarget" id="post-{number}"></span><div class="message-inner"><div '
            f'class="message-cell message-cell--user"><section class="message-user"><div class="message-avatar"><div '
            f'class="message-avatar-wrapper"><a href="/members/{member}.{place % 7}/" class="avatar avatar--m avatar--default" '
            f'data-user-id="{place % 7}" data-xf-init="member-tooltip"><span class="avatar-u{place % 7}-m" role="img" '
            f'aria-label="{member}">M</span></a></div></div><div class="message-userDetails"><h4 class="message-name"><a '
            f'href="/members/{member}.{place % 7}/" class="username" dir="auto" data-user-id="{place % 7}" '
            f'data-xf-init="member-tooltip">{member}</a></h4><h5 class="userTitle message-userTitle" dir="auto">Well-known</h5>{banner}</div>'
            f'<div class="message-userExtras">{facts}</div><span class="message-userArrow"></span></section></div><div '
            f'class="message-cell message-cell--main"><div class="message-main js-quickEditTarget"><header class="message-attribution '
            f'message-attribution--split"><ul class="message-attribution-main listInline"><li class="u-concealed"><a href="{here}" '
            f'rel="nofollow"><time class="u-dt" dir="auto" datetime="2026-03-{place % 19 + 1:02}T09:{place:02}:00+0000" '
            f'data-timestamp="{1772442000 + place * 86400}" data-date="Mar 1, 2026" data-time="9:00 AM" title="Mar 1, 2026 at 9:00 AM">'
            f'Mar 1, 2026</time></a></li></ul><ul class="message-attribution-opposite message-attribution-opposite--list">{gadgets}<li>'
            f'<a href="{here}" rel="nofollow">#{place + 1}</a></li></ul></header><div class="message-content js-messageContent"><div '
            f'class="message-userContent lbContainer js-lbContainer" data-lb-id="post-{number}" data-lb-caption-desc="{escape(member)}">'
            f'<article class="message-body js-selectToQuote"><div class="bbWrapper">{words}</div><div '
            f'class="js-selectToQuoteEnd">&nbsp;</div></article></div>{edit}</div><footer class="message-footer"><div class="message-actionBar '
            f'actionBar"><div class="actionBar-set actionBar-set--external">{actions}</div></div><div class="reactionsBar js-reactionsList">'
            f"{thanks}</div></footer></div></div></div></article>"
        )
    menu = "".join(
        f'<li><div class="p-navEl" data-has-children="true"><a href="/menu/{n}" class="p-navEl-link p-navEl-link--splitMenu" '
        f'data-nav-id="n{n}">Menu {n}</a><a data-xf-key="{n}" class="p-navEl-splitTrigger" role="button" tabindex="0"></a></div></li>'
        for n in range(30)
    )
    pages = (
        '<nav class="pageNavWrapper"><div class="pageNav"><ul class="pageNav-main"><li class="pageNav-page pageNav-page--current"><a '
        'href="/threads/heat.41/">1</a></li><li class="pageNav-page"><a href="/threads/heat.41/page-2">2</a></li></ul><a '
        'href="/threads/heat.41/page-2" class="pageNav-jump pageNav-jump--next">Next</a></div></nav>'
    )
    closed = (
        '<div class="blockStatus"><dl><dt>Status</dt><dd class="blockStatus-message blockStatus-message--locked">Not open for further '
        "replies.</dd></dl></div>"
        if seed % 4 == 0
        else ""
    )
    return _page(
        '<link rel="canonical" href="https://forum.example/threads/heat.41/"><link rel="next" href="/threads/heat.41/page-2">',
        f'<body data-template="thread_view"><div class="p-pageWrapper"><nav class="p-nav"><ul class="p-nav-list">{menu}</ul></nav><div '
        f'class="p-body"><ul class="p-breadcrumbs"><li><a href="/"><span>Forums</span></a></li><li><a href="/forums/pay.3/"><span>Pay'
        f'</span></a></li></ul><div class="p-title"><h1 class="p-title-value">Heat</h1></div><div class="block block--messages">{pages}'
        f'<div class="block-container lbContainer"><div class="block-body js-replyNewMessageContainer">{"".join(posts)}</div></div>'
        f"{closed}{pages}</div></div></div></body>",
        attributes=' id=XF data-app=public data-template=thread_view data-content-key="thread-41"',
    )
