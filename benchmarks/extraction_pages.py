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


_SMILEY_OWN_MAKE = "<img class='emoji' src='/e/1f642.png' alt='&#128578;' width=18 height=18>"
_SMILEY_PHPBB = '<img class="smilies" src="./images/smilies/icon_e_smile.gif" width="15" height="17" alt=":)" title="Smile">'
_SMILEY_XENFORO = '<img src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7" class="smilie smilie--sprite smilie--sprite1" alt=":)" title="Smile    :)" loading="lazy" data-shortname=":)" />'
_SMILEY_VBULLETIN = (
    '<img src="images/smilies/smile.gif" border="0" alt="" title="Smile" class="inlineimg" />'
)
_SMILEY_DISCOURSE = '<img src="/images/emoji/twitter/slight_smile.png?v=12" title=":slight_smile:" class="emoji" alt=":slight_smile:" loading="lazy" width="20" height="20">'


def _paragraphs(chance: random.Random) -> list[str]:
    return [
        f"{' '.join(chance.choices(_WORDS, k=chance.randint(8, 60))).capitalize()}."
        for _ in range(chance.randint(1, 4))
    ]


def _with_smiley(words: str, place: int, smiley: str) -> str:
    """Two posts in five end with a picture, as members close their words."""
    if place % 5 not in (0, 3):
        return words
    end = "</p>" if words.endswith("</p>") else ""
    return f"{words.removesuffix(end)} {smiley}{end}"


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
        paragraphs = _with_smiley(paragraphs, number, _SMILEY_OWN_MAKE)
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
        words = _with_smiley(words, place, _SMILEY_PHPBB)
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
        words = _with_smiley(words, place, _SMILEY_XENFORO)
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


def of_vbulletin(seed: int) -> bytes:
    """vBulletin 3.8 in its own style: tables, some 3 kB for each post, one in five with a quotation, a link, an edit."""
    chance = random.Random(seed)
    posts = []
    for place in range(POSTS):
        number, member = seed * 1000 + place, f"member{place % 7}"
        profile = f"member.php?u={place % 7}"
        words = "<br />\n<br />\n".join(_paragraphs(chance))
        words = _with_smiley(words, place, _SMILEY_VBULLETIN)
        if place % 5 == 1:
            words = f'See <a href="https://www.gov.uk/payments" target="_blank">the payments</a> first. {words}'
        if place % 5 == 4:
            words = (
                f'<div style="margin:20px; margin-top:5px; ">\n\t<div class="smallfont" style="margin-bottom:2px">Quote:</div>\n'
                f'\t<table cellpadding="6" cellspacing="0" border="0" width="100%">\n\t<tr>\n\t\t<td class="alt2" style="border:1px inset">\n'
                f"\t\t\t\n\t\t\t\t<div>\n\t\t\t\t\tOriginally Posted by <strong>member1</strong>\n\t\t\t\t\t"
                f'<a href="showthread.php?p={number - 1}#post{number - 1}" rel="nofollow"><img class="inlineimg" '
                f'src="images/buttons/viewpost.gif" border="0" alt="View Post" /></a>\n\t\t\t\t</div>\n\t\t\t\t'
                f'<div style="font-style:italic">{_paragraphs(chance)[0]}</div>\n\t\t\t\n\t\t</td>\n\t</tr>\n\t</table>\n</div>{words}'
            )
        edit = (
            f'\t\t<!-- edit note -->\n\t\t\t<div class="smallfont">\n\t\t\t\t<hr size="1" style="color:#D1D1E1; background-color:#D1D1E1" />\n'
            f"\t\t\t\t<em>\n\t\t\t\t\t\n\t\t\t\t\t\tLast edited by {member}; 03-{place % 9 + 20}-2026 at "
            f'<span class="time">10:15 AM</span>.\n\t\t\t\t\t\n\t\t\t\t\t\n\t\t\t\t</em>\n\t\t\t</div>\n\t\t<!-- / edit note -->\n'
            if place % 5 == 2
            else ""
        )
        menu = "".join(
            f'<tr><td class="vbmenu_option"><a href="{address}" rel="nofollow">{label}</a></td></tr>\n\t'
            for label, address in (
                ("View Public Profile", profile),
                (
                    f"Send a private message to {member}",
                    f"private.php?do=newpm&amp;u={place % 7}",
                ),
                (f"Find More Posts by {member}", f"search.php?do=finduser&amp;u={place % 7}"),
            )
        )
        posts.append(
            f'<!-- post #{number} -->\n\n\t<!-- open content container -->\n\n<div align="center">\n\t<div class="page" style="width:100%; '
            f'text-align:left">\n\t\t<div style="padding:0px 25px 0px 25px" align="left">\n\n\t<div id="edit{number}" style="padding:0px 0px 6px '
            f'0px">\n\n<table id="post{number}" class="tborder" cellpadding="6" cellspacing="0" border="0" width="100%" align="center">\n<tr>\n'
            f'\t\t<td class="thead" style="font-weight:normal; border: 1px solid #D1D1E1; border-right: 0px" >\n\t\t\t<!-- status icon and date '
            f'-->\n\t\t\t<a name="post{number}"><img class="inlineimg" src="images/statusicon/post_old.gif" alt="Old" border="0" /></a>\n'
            f"\t\t\t03-{place % 19 + 1:02}-2026, 09:{place:02} AM\n\t\t\t\n\t\t\t<!-- / status icon and date -->\n\t\t</td>\n"
            f'\t\t<td class="thead" style="font-weight:normal; border: 1px solid #D1D1E1; border-left: 0px" align="right">\n\t\t\t&nbsp;\n\t\t\t'
            f'#<a href="showpost.php?postcount={place + 1}&amp;p={number}" target="new" rel="nofollow" id="postcount{number}" '
            f'name="{place + 1}"><strong>{place + 1}</strong></a>\n\t\t</td>\n</tr>\n<tr valign="top">\n\t<td class="alt2" width="175" '
            f'style="border: 1px solid #D1D1E1; border-top: 0px; border-bottom: 0px">\n\n\t\t\t<div id="postmenu_{number}">\n\t\t\t\t'
            f'<a class="bigusername" href="{profile}">{member}</a>\n\t\t\t\t<script type="text/javascript"> vbmenu_register("postmenu_{number}", '
            f'true); </script>\n\t\t\t</div>\n\n\t\t\t<div class="smallfont">Senior Member</div>\n\n\t\t\t<div class="smallfont">\n\t\t\t\t'
            f"&nbsp;<br />\n\t\t\t\t<div>Join Date: Sep 2020</div>\n\t\t\t\t<div>Location: North</div>\n\t\t\t\t<div>\n\t\t\t\t\tPosts: "
            f'{chance.randint(1, 9999)}\n\t\t\t\t</div>\n\t\t\t</div>\n\t</td>\n\t<td class="alt1" id="td_post_{number}" style="border-right: '
            f'1px solid #D1D1E1">\n\t\t\t<!-- icon and title -->\n\t\t\t<div class="smallfont">\n\t\t\t\t<img class="inlineimg" '
            f'src="images/icons/icon1.gif" alt="Default" border="0" />\n\t\t\t\t<strong>Re: Heat</strong>\n\t\t\t</div>\n\t\t\t<hr size="1" '
            f'style="color:#D1D1E1; background-color:#D1D1E1" />\n\t\t\t<!-- / icon and title -->\n\n\t\t<!-- message -->\n\t\t'
            f'<div id="post_message_{number}">\n\t\t\t\n\t\t\t{words}\n\t\t</div>\n\t\t<!-- / message -->\n{edit}\n\t</td>\n</tr>\n<tr>\n\t'
            f'<td class="alt2" style="border: 1px solid #D1D1E1; border-top: 0px">\n\t\t<img class="inlineimg" '
            f'src="images/statusicon/user_offline.gif" alt="{member} is offline" border="0" />\n\t\t&nbsp;\n\t</td>\n\t<td class="alt1" '
            f'align="right" style="border: 1px solid #D1D1E1; border-left: 0px; border-top: 0px">\n\t\t<!-- controls -->\n\t\t\t'
            f'<a href="newreply.php?do=newreply&amp;p={number}" rel="nofollow"><img src="images/buttons/quote.gif" alt="Reply With Quote" '
            f'border="0" title="Reply With Quote" /></a>\n\t\t<!-- / controls -->\n\t</td>\n</tr>\n</table>\n\n<!-- post {number} popup menu '
            f'-->\n<div class="vbmenu_popup" id="postmenu_{number}_menu" style="display:none">\n\t<table cellpadding="4" cellspacing="1" '
            f'border="0">\n\t<tr>\n\t\t<td class="thead">{member}</td>\n\t</tr>\n\t{menu}</table>\n</div>\n<!-- / post {number} popup menu -->\n\n'
            f"\t</div>\n\t\t</div>\n\t</div>\n</div>\n<!-- / close content container -->\n<!-- / post #{number} -->"
        )
    bar = "".join(
        f'<td class="vbmenu_control"><a href="menu{n}.php">Menu {n}</a></td>' for n in range(10)
    )
    pages = (
        '<div class="pagenav" align="right"><table class="tborder" cellpadding="3" cellspacing="1" border="0"><tr><td class="vbmenu_control" '
        'style="font-weight:normal">Page 1 of 3</td><td class="alt2"><span class="smallfont" title="Showing results 1 to 20 of 45">'
        '<strong>1</strong></span></td><td class="alt1"><a class="smallfont" href="showthread.php?t=41&amp;page=2" title="Show results 21 to '
        '40 of 45">2</a></td><td class="alt1"><a class="smallfont" href="showthread.php?t=41&amp;page=3" title="Show results 41 to 45 of 45">3'
        '</a></td><td class="alt1"><a rel="next" class="smallfont" href="showthread.php?t=41&amp;page=2" title="Next Page">&gt;</a></td>'
        "</tr></table></div>"
    )
    button = "threadclosed" if seed % 4 == 0 else "reply"
    reply = (
        f'<a href="newreply.php?do=newreply&amp;noquote=1&amp;p={seed * 1000}" rel="nofollow"><img src="images/buttons/{button}.gif" '
        'alt="Reply" border="0" /></a>'
    )
    return _page(
        '<meta name="generator" content="vBulletin 3.8.11">',
        f'<body><div align="center"><div class="page"><table class="tborder" cellpadding="6"><tr><td class="alt1" width="100%"><table><tr>'
        f'<td width="100%"><span class="navbar"><a href="index.php" accesskey="1">Forum</a></span> <span class="navbar">&gt; <a '
        f'href="forumdisplay.php?f=3">Pay</a></span></td></tr><tr><td class="navbar" colspan="3"><a href="showthread.php?t=41"><img '
        f'class="inlineimg" src="images/misc/navbits_finallink_ltr.gif" alt="Reload this Page" border="0" /></a> <strong>Heat</strong></td></tr>'
        f'</table></td></tr></table><div class="tborder"><table><tr align="center">{bar}</tr></table></div><form action="search.php"><input '
        f'type="hidden" name="t" value="41" /></form><table><tr valign="bottom"><td class="smallfont">{reply}</td><td align="right">{pages}</td>'
        f'</tr></table></div></div><div id="posts">{"".join(posts)}</div><table><tr><td class="smallfont">{reply}</td><td>{pages}</td></tr>'
        f"</table></body>",
        attributes=' dir="ltr"',
    )


def of_discourse(seed: int) -> bytes:
    """What Discourse shows to readers without JavaScript: some 2 kB for each post, one in five with a quotation, a link, an edit."""
    chance = random.Random(seed)
    posts = []
    for place in range(1, POSTS + 1):
        member = f"member{place % 7}"
        words = "\n".join(f"<p>{said}</p>" for said in _paragraphs(chance))
        words = _with_smiley(words, place, _SMILEY_DISCOURSE)
        if place % 5 == 1:
            words = (
                f'<p><a class="mention" href="/u/member2">@member2</a> see <a href="https://www.gov.uk/payments" rel="noopener nofollow '
                f'ugc">the payments</a> first.</p>\n{words}'
            )
        if place % 5 == 4:
            words = (
                f'<aside class="quote no-group" data-username="member1" data-post="{place - 1}" data-topic="41">\n<div class="title">\n<div '
                f'class="quote-controls"></div>\n<img loading="lazy" alt="" width="24" height="24" src="/a/1.png" class="avatar"> member1:</div>\n'
                f"<blockquote>\n<p>{_paragraphs(chance)[0]}</p>\n</blockquote>\n</aside>\n{words}"
            )
        posted = f"2026-03-{place % 19 + 1:02}T09:{place:02}:00Z"
        changed = f"2026-03-{place % 9 + 20}T10:15:00Z" if place % 5 == 2 else posted
        posts.append(
            f"<div id='post_{place}' itemprop='comment' itemscope itemtype='http://schema.org/Comment' class='topic-body crawler-post'>\n"
            f'  <div class=\'crawler-post-meta\'>\n    <span class="creator" itemprop="author" itemscope itemtype="http://schema.org/Person">\n'
            f"      <a itemprop=\"url\" rel='nofollow' href='https://forum.example/u/{member}'><span itemprop='name'>{member}</span></a>\n      \n"
            f"    </span>\n\n    <span class=\"crawler-post-infos\">\n        <time itemprop='datePublished' datetime='{posted}' class='post-time'>\n"
            f"          March 1, 2026,  9:00am\n        </time>\n        <meta itemprop='dateModified' content='{changed}'>\n    <span "
            f"itemprop='position'>{place}</span>\n    </span>\n  </div>\n  <div class='post' itemprop='text'>\n    {words}\n  </div>\n\n  <div "
            f'itemprop="interactionStatistic" itemscope itemtype="http://schema.org/InteractionCounter">\n    <meta itemprop="interactionType" '
            f'content="http://schema.org/LikeAction"/>\n    <meta itemprop="userInteractionCount" content="{place + 2}" />\n    <span '
            f"class='post-likes'>{place + 2} Likes</span>\n  </div>\n\n</div>\n"
        )
    links = "".join(f'<link rel="preload" href="/theme/{n}.js" as="script">' for n in range(60))
    return _page(
        f'<link rel="canonical" href="https://forum.example/t/heat/41"><meta name="generator" content="Discourse 3.5.0">{links}',
        f'<body class=\'crawler browser-update\'><header><a href="/">Forum</a></header><div id="main-outlet" class="wrap" role="main"><div '
        f'id="topic-title"><h1><a href="/t/heat/41">Heat</a></h1><div class="topic-category" itemscope '
        f'itemtype="http://schema.org/BreadcrumbList"><span itemprop="itemListElement" itemscope itemtype="http://schema.org/ListItem"><a '
        f'href="/c/pay/3" class="badge-wrapper bullet" itemprop="item"><span class=\'category-name\' itemprop=\'name\'>Pay</span></a><meta '
        f'itemprop="position" content="1"></span></div></div><div itemscope itemtype=\'http://schema.org/DiscussionForumPosting\'>'
        f"{''.join(posts)}</div><div role='navigation' itemscope itemtype='http://schema.org/SiteNavigationElement' class=\"topic-body "
        f'crawler-post"><span itemprop=\'name\'><b><a rel="next" itemprop="url" href="/t/heat/41?page=2">next page →</a></b></span></div>'
        f'<div id="related-topics">{"".join(f"<a href=/t/other/{n}>Other {n}</a> " for n in range(30))}</div></div></body>',
    )
