# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""Threads as forum engines of thirty years write them; all that is said in them is invented."""

from collections.abc import Callable, Sequence

from tests.connectors.generic.invented import Said


def snitz(ps: Sequence[Said]) -> str:
    rows = "".join(
        f"<tr><td bgColor='#EEEEEE' valign=top width='100'><p><font face=Verdana size=2><b><span class=spnMessageText><a href='pop_profile.asp?mode=display&id={n}'>{s.author}</a></span></b></font><br><font size=1><small>Starting Member</small></font></p><p><font size=1><small>United Kingdom<br>{12 + n} Posts</small></font></p></td><td bgColor='#EEEEEE' valign=top width='100%'><p><font size=1>Posted&nbsp;-&nbsp;{s.time}&nbsp;</font><a href='pop_profile.asp?id={n}'><img src=icon_profile.gif alt='Show Profile'></a><a href='post.asp?method=ReplyQuote&REPLY_ID={n}'><img src=icon_reply.gif alt='Reply with Quote'></a></p><hr noshade size=1><p><font size=2><span class=spnMessageText id=msg>{s.html}</span></font></p><a href='#top'><img src=icon_go_up.gif></a></td></tr>"
        for n, s in enumerate(ps)
    )
    return f"<table border=0 width='95%'><tr><td><table><tr><td bgcolor=navy width=100><b><font color=white>Author</font></b></td><td bgcolor=navy><b><font color=white>Topic&nbsp;</font></b></td></tr>{rows}</table></td></tr></table>"


def yabb(ps: Sequence[Said]) -> str:
    return (
        "<form>"
        + "".join(
            f"<table cellpadding=4 class=windowbg{n % 2}><tr><td class=windowbg{n % 2} width='20%' rowspan=2 valign=top><a href='YaBB.pl?action=viewprofile;username=u{n}'><b>{s.author}</b></a><br><span class=small>YaBB Newbies<br><img src=star.gif><br><br>Offline<br><br>Posts: {n + 4}<br>Gender: male</span></td><td valign=top><span class=small style='float:left'><b>{'Re: ' if n else ''}Heating allowance</b><br><b>{f'Reply #{n} - ' if n else ''}</b>{s.time}</span><span style='float:right'><a href='YaBB.pl?action=post;num=41;quote={n}'>Quote</a></span><hr><div class=message>{s.html}</div></td></tr><tr><td valign=bottom><hr><span class=small><a href='YaBB.pl?num=41'>Back to top</a> <img src=ip.gif> IP Logged</span></td></tr></table>"
            for n, s in enumerate(ps)
        )
        + "</form>"
    )


def ubb_classic(ps: Sequence[Said]) -> str:
    return (
        "<table>"
        + "".join(
            f"<tr bgcolor=#F7F7F7><td width=18% valign=top><a name=00000{n}></a><font size=2><b>{s.author}</b></font><br><font size=1>Member<br>Member # {n + 320}</font></td><td><img src=icon1.gif> <font size=1>posted {s.time} <a href='ultimatebb.cgi?ubb=get_profile;u=0000{n}'><img alt='Profile for {s.author}'></a> <a href='ultimatebb.cgi?ubb=reply;f=1;t=41;replyto={n}'><img alt='Reply With Quote'></a></font><hr><font size=2>{s.html}</font><p><font size=1>Posts: {n + 20} | From: Leeds | Registered: Mar 2003 | IP: Logged</font></p></td></tr>"
            for n, s in enumerate(ps)
        )
        + "</table>"
    )


def wwwthreads(ps: Sequence[Said]) -> str:
    return "".join(
        f"<table class=tableborders width=95%><tr><td class=subjecttable colspan=2><b>{'Re: ' if n else ''}Heating allowance</b> [re: robin_w] #{n + 900}<br><span class=small>{s.time}</span></td></tr><tr><td class=darktable width=15%><a href='showprofile.php?User={s.author}'>{s.author}</a><br>stranger<br>Reged: 05/01/19<br>Posts: {n + 3}</td><td class=lighttable><font class=post>{s.html}</font></td></tr></table><br>"
        for n, s in enumerate(ps)
    )


def burning_board(ps: Sequence[Said]) -> str:
    return "".join(
        f"<table class=tableinborder><tr class=tablea><td width=175 valign=top><a name=post{n + 50}></a><span class=normalfont><b><a href='profile.php?userid={n}'>{s.author}</a></b></span><br><span class=smallfont>Grünschnabel<br><br>Dabei seit: 12.05.2009<br>Beiträge: {n + 4}</span></td><td><table><tr><td><span class=smallfont><b>Heizung</b></span></td><td align=right><a href='addreply.php?postid={n}&action=quote'><img alt='Zitatantwort'></a></td></tr></table><hr><span class=normalfont>{s.html}</span></td></tr><tr class=tablea><td><span class=smallfont>{s.time}</span></td><td><span class=smallfont>{s.author} ist <b>offline</b> <a href='mailto:x'>E-Mail an {s.author} senden</a> <a href='search.php?userid={n}'>Beiträge von {s.author} suchen</a></span></td></tr></table>"
        for n, s in enumerate(ps)
    )


def fluxbb(ps: Sequence[Said]) -> str:
    return "".join(
        f"<div id=p{n + 50} class='blockpost row{'odd' if n % 2 else 'even'}'><h2><span><span class=conr>#{n + 1}</span> <a href='viewtopic.php?pid={n + 50}#p{n + 50}'>{s.time}</a></span></h2><div class=box><div class=inbox><div class=postbody><div class=postleft><dl><dt><strong><a href='profile.php?id={n}'>{s.author}</a></strong></dt><dd class=usertitle><strong>Member</strong></dd><dd><span>Registered: 2019-05-01</span></dd><dd><span>Posts: {n + 5}</span></dd></dl></div><div class=postright><h3>{'Re: ' if n else ''}Heating allowance</h3><div class=postmsg>{s.html}</div><div class='postsignature postmsg'><hr><p>Warm regards from the north</p></div></div></div></div><div class=inbox><div class='postfoot clearb'><div class=postfootleft><p><span>Offline</span></p></div><div class=postfootright><ul><li class=postreport><span><a href='misc.php?report={n}'>Report</a></span></li><li class=postquote><span><a href='post.php?tid=41&qid={n}'>Quote</a></span></li></ul></div></div></div></div></div>"
        for n, s in enumerate(ps)
    )


def punbb(ps: Sequence[Said]) -> str:
    return (
        "<div class='main-content main-topic'>"
        + "".join(
            f"<div class='post {'odd' if n % 2 else 'even'}'><div id=p{n + 50} class=posthead><h3 class='hn post-ident'><span class=post-num>{n + 1}</span> <span class=post-byline>{'Reply' if n else 'Topic'} by <a href='profile.php?id={n}'>{s.author}</a></span> <span class=post-link><a class=permalink href='viewtopic.php?pid={n + 50}#p{n + 50}'>{s.time}</a></span></h3></div><div class=postbody><div class=post-author><ul class=author-ident><li class=username><a href='profile.php?id={n}'>{s.author}</a></li><li class=usertitle><span>Member</span></li><li class=userstatus><span>Offline</span></li></ul><ul class=author-info><li><span>Registered: <strong>2019-05-01</strong></span></li><li><span>Posts: <strong>{n + 5}</strong></span></li></ul></div><div class=post-entry><h4 class='entry-title hn'>{'Re: ' if n else ''}Heating allowance</h4><div class=entry-content>{s.html}</div></div></div><div class=postfoot><div class=post-options><p class=post-contacts><a class=contact>Website</a></p></div></div></div>"
            for n, s in enumerate(ps)
        )
        + "</div>"
    )


def simple_machines(ps: Sequence[Said]) -> str:
    return (
        "<form id=quickModForm><table class=bordercolor>"
        + "".join(
            f"<tr><td style='padding:1px 1px 0 1px'><a name=msg{n + 60}></a><table><tr><td class=windowbg{2 if n % 2 else ''}><table><tr><td valign=top width=16% rowspan=2><b><a href='index.php?action=profile;u={n}' title='View the profile of {s.author}'>{s.author}</a></b><div class=smalltext>Newbie<br><img alt='*'><br>Offline Offline<br><br>Posts: {n + 3}<br></div></td><td valign=top width=85%><table><tr><td><div id=subject_{n + 60}><a href='index.php?topic=41.msg{n + 60}#msg{n + 60}'>{'Re: ' if n else ''}Heating allowance</a></div><div class=smalltext>« <b>{f'Reply #{n} ' if n else ''}on:</b> {s.time} »</div></td><td class=smalltext align=right><a href='index.php?action=post;quote={n + 60}'>Quote</a></td></tr></table><hr class=hrcolor><div class=post>{s.html}</div></td></tr><tr><td class=smalltext><table><tr><td class=smalltext id=modified_{n + 60}></td><td align=right class=smalltext><a href='index.php?action=reporttm;msg={n + 60}'>Report to moderator</a> <img> Logged</td></tr></table><hr class=hrcolor><div class=signature>Warm regards from the north</div></td></tr></table></td></tr></table></td></tr>"
            for n, s in enumerate(ps)
        )
        + "</table></form>"
    )


def webwiz(ps: Sequence[Said]) -> str:
    return (
        "<table class=tableBorder><tr class=tableLedger><td>Author</td><td>Message</td></tr>"
        + "".join(
            f"<tr class={'even' if n % 2 else 'odd'}TableRow><td class=msgSideProfile><a name=PID{n + 50}></a><span id=divProfile{n} class=msgUsernameAuthor>{s.author}</span><br>Newbie<br><br>Joined: 05 May 2019<br>Location: Leeds<br>Status: Offline<br>Points: {n + 3}</td><td class=msgSideMessage><table><tr><td><span class=msgOptionIcons>Post Options</span></td><td class=smText>Posted: {s.time}</td></tr></table><div class=msgBody>{s.html}</div><div class=msgSignature><hr>Warm regards from the north</div></td></tr>"
            for n, s in enumerate(ps)
        )
        + "</table>"
    )


def jforum(ps: Sequence[Said]) -> str:
    return (
        "<table class=forumline>"
        "<tr><th>Author</th><th>Message</th></tr>"
        + "".join(
            f"<tr class=trPosts><td class=row1 colspan=2><span class=nav><a name={n + 50}></a><a href='/posts/list/41.page#{n + 50}'><img></a></span><span class=gensmall><img> {s.time}</span> <span class=gensmall>&nbsp;&nbsp;&nbsp;Subject: {'Re:' if n else ''}Heating allowance</span></td></tr><tr><td class=row1 valign=top rowspan=2><span class=genmed><b>{s.author}</b></span><br><span class=gensmall>[Avatar]<br>Joined: 05/05/2019 10:10:00<br>Messages: {n + 3}<br>Offline</span></td><td class=row1 id=post_text_{n + 50}><span class=postbody>{s.html}</span></td></tr><tr><td class=row1 valign=bottom><a href='/user/profile/{n}.page'>[profile]</a> <a href='/pm/sendTo/{n}.page'>[PM]</a></td></tr><tr><td class=spaceRow colspan=2></td></tr>"
            for n, s in enumerate(ps)
        )
        + "</table>"
    )


def mvnforum(ps: Sequence[Said]) -> str:
    return (
        "<table>"
        + "".join(
            f"<tr class=messageTextDark><td rowspan=2 valign=top width=130 class=portlet-section-body><b>{s.author}</b><br>Joined: May 5, 2019<br>Posts: {n + 3}<br>Status: Offline</td><td><a name=m{n + 50}></a><b>{'Re: ' if n else ''}Heating allowance</b></td><td align=right><a href='addpost?parent={n + 50}'>Reply</a></td></tr><tr><td colspan=2><span class=messageTopic></span><div>{s.html}</div></td></tr><tr><td colspan=3><span class=gensmall>[{s.time}]</span> <a href='printpost?post={n + 50}'>Show Printable Version of Post</a></td></tr>"
            for n, s in enumerate(ps)
        )
        + "</table>"
    )


def bbpress(ps: Sequence[Said]) -> str:
    return (
        "<ol id=thread start=1>"
        + "".join(
            f"<li id=post-{n + 50} class=alt><div id=position-{n + 1}><div class=threadauthor><p><strong>{s.author}</strong><br><small><a href='/profile/{n}'>Member</a></small></p></div><div class=threadpost><div class=post>{s.html}</div><div class=poststuff>Posted {s.time} <a href='#post-{n + 50}'>#</a></div></div></div></li>"
            for n, s in enumerate(ps)
        )
        + "</ol>"
    )


def wpforo(ps: Sequence[Said]) -> str:
    return (
        "<div class=wpforo-post-wrap>"
        + "".join(
            f"<div id=post-{n + 50} data-postid={n + 50} class='post-wrap wpfn-{n}'><div class=wpforo-post><div class=wpf-left><div class=author-avatar></div><div class=author-data><div class=author-name><a href='/profile/{s.author}'>{s.author}</a></div><div class=author-joined>Joined: 7 years ago</div><div class=author-posts>Posts: {n + 3}</div></div></div><div class=wpf-right><div class=wpforo-post-content-top><span class=post-date>{s.time}</span></div><div class=wpforo-post-content>{s.html}</div><div class=wpforo-post-content-bottom><span class=wpf-action>Reply</span> <span class=wpf-action>Quote</span></div></div></div></div>"
            for n, s in enumerate(ps)
        )
        + "</div>"
    )


def asgaros(ps: Sequence[Said]) -> str:
    return (
        "<div class=content-container>"
        + "".join(
            f"<div class='post-element' id=postid-{n + 50}><div class=post-author><img class=avatar><div class=post-author-blocks><div class=post-username>{s.author}</div><div class=post-author-posts>{n + 3} Posts</div></div></div><div class=post-wrapper><div class=forum-post-header><div class=forum-post-date><a href='?part=1#postid-{n + 50}'>{s.time}</a></div><div class=forum-post-menu><a class=forum-editor-quote-button>Quote</a></div></div><div class=post-message>{s.html}</div><div class=post-footer></div></div></div>"
            for n, s in enumerate(ps)
        )
        + "</div>"
    )


def drupal_forum(ps: Sequence[Said]) -> str:
    f, *o = ps
    return (
        f"<div id=node-41 class='node node-forum'><span class=submitted>{f.time} &mdash; <a href='/user/1'>{f.author}</a></span><div class=content>{f.html}</div><div class=links><ul class='links inline'><li><a href='/user/login'>Login</a> to post comments</li></ul></div></div><div id=comments>"
        + "".join(
            f"<a id=comment-{n + 60}></a><div class='comment comment-published'><h3 class=title><a href='/node/41#comment-{n + 60}'>Me too {n}</a></h3><div class=submitted>{s.time} &mdash; <a href='/user/{n}'>{s.author}</a></div><div class=content>{s.html}</div><ul class=links><li><a href='/user/login'>Login</a> to post comments</li></ul></div>"
            for n, s in enumerate(o)
        )
        + "</div>"
    )


def khoros(ps: Sequence[Said]) -> str:
    return "".join(
        f"<div class='lia-message-view-wrapper lia-panel-message' data-lia-message-uid={n + 500} id=messageview_{n}><div class=lia-message-author-with-avatar><div class=lia-message-author-username><a class='lia-link-navigation lia-user-name-link' href='/t5/user/viewprofilepage/user-id/{n}'><span>{s.author}</span></a></div><div class=lia-message-author-rank>Visitor</div></div><div class=lia-message-post-date><span class=DateTime><span class=local-date>‎{s.time}</span></span></div><div class=lia-message-subject><h2>{'Re: ' if n else ''}Heating allowance</h2></div><div class=lia-message-body><div class=lia-message-body-content>{s.html}</div></div><div class=lia-message-footer><div class=kudos>{n} <span>Kudos</span></div><a href='/t5/forums/replypage/message-uid/{n + 500}'>Reply</a></div></div>"
        for n, s in enumerate(ps)
    )


def jive(ps: Sequence[Said]) -> str:
    f, *o = ps
    return (
        f"<div class='jive-thread-post-body jive-content'><div class=jive-author><span class=jive-author-avatar><img></span><a class=jive-username-link href='/people/{f.author}'>{f.author}</a></div><div class=jive-content-header><h2><a href='/message/400'>Heating allowance</a></h2><p>{f.time}</p></div><div class=jive-message-body><div class=jive-rendered-content>{f.html}</div></div></div><ul class=jive-discussion-replies>"
        + "".join(
            f"<li class='jive-thread-reply' id=message-{n + 401}><div class=jive-author><a class=jive-username-link href='/people/{s.author}'>{s.author}</a></div><div class=jive-thread-reply-subject><strong><a href='/message/{n + 401}'>{n + 1}. Re: Heating allowance</a></strong> <span class=jive-thread-reply-date>{s.time} <span>(<a href='#400'>in response to robin_w</a>)</span></span></div><div class=jive-thread-reply-message><div class=jive-rendered-content>{s.html}</div></div><ul class=jive-like><li><a>Like</a> ({n})</li></ul></li>"
            for n, s in enumerate(o)
        )
        + "</ul>"
    )


def salesforce(ps: Sequence[Said]) -> str:
    f, *o = ps
    return (
        f"<article class='cuf-feedElement' data-id=0D50000><div class=cuf-feedItemHeader><a class=cuf-entityLink href='/profile/{f.author}'>{f.author}</a> (Customer) asked a question. <a class=cuf-timestamp href='/question/0D500'>{f.time}</a></div><div class=cuf-feedBodyText>{f.html}</div></article><ul class=cuf-commentList>"
        + "".join(
            f"<li class=cuf-commentLi data-id=0D7{n + 1:04}><article><div class=cuf-commentHeader><a class=cuf-commentName href='/profile/{s.author}'>{s.author}</a> <span class=cuf-company>(Customer)</span></div><div class=cuf-commentAge>{s.time}</div><div class=cuf-feedBodyText>{s.html}</div><div class=cuf-actions><a>Like</a> <a>Reply</a></div></article></li>"
            for n, s in enumerate(o)
        )
        + "</ul>"
    )


def telligent(ps: Sequence[Said]) -> str:
    return (
        "<ul class='content-list threaded'>"
        + "".join(
            f"<li class='content-item {'thread-starter' if not n else 'threaded content-item reply'}' id=r{n + 80}><div class='full-post-header'></div><div class='full-post'><div class=author><div class=avatar></div><span class=user-name><a class='internal-link view-user-profile' href='/members/{s.author}'>{s.author}</a></span></div><div class=post-date><span class=label></span><span class=value>{s.time}</span></div><div class=content>{s.html}</div><div class=actions><a>Cancel</a> <a>Up</a> <span>0</span> <a>Down</a></div></div></li>"
            for n, s in enumerate(ps)
        )
        + "</ul>"
    )


def question2answer(ps: Sequence[Said]) -> str:
    f, *o = ps

    def meta(s: Said, what: str) -> str:
        return f"<span class=qa-q-view-meta><span class=qa-q-view-what>{what}</span> <span class=qa-q-view-when><span class=qa-q-view-when-data><time title='{s.time}'>{s.time}</time></span></span> <span class=qa-q-view-who><span class=qa-q-view-who-pad>by </span><span class=qa-q-view-who-data><a href='/user/{s.author}' class=qa-user-link>{s.author}</a></span> <span class=qa-q-view-who-points>(<span>120</span> points)</span></span></span>"

    return (
        f"<div class=qa-q-view id=q41><div class=qa-vote><span>+1</span> vote</div><div class=qa-q-view-main><div class=qa-q-view-content>{f.html}</div><div class=qa-q-view-tags>tags</div>{meta(f, 'asked')}</div></div><div class=qa-part-a-list><h2>{len(o)} Answers</h2>"
        + "".join(
            f"<div class=qa-a-list-item id=a{n + 50}><div class=qa-voting>0 votes</div><div class=qa-a-item-main><div class=qa-a-item-content>{s.html}</div>{meta(s, 'answered').replace('qa-q-view', 'qa-a-item')}</div></div>"
            for n, s in enumerate(o)
        )
        + "</div>"
    )


def osqa(ps: Sequence[Said]) -> str:
    f, *o = ps

    def box(s: Said, v: str) -> str:
        return f"<div class=post-update-info><p>{v} <strong title='2026-03-03 09:15:00'>{s.time}</strong></p><img class=gravatar><p><a href='/users/1/{s.author}/'>{s.author}</a><br><span class=score title='120 reputation'>120</span></p></div>"

    def row(s: Said, v: str, n: int, i: str) -> str:
        return f"<tr><td><div class=vote-buttons><span class=post-score>{n}</span></div></td><td><div class=item-right><div class=post-body id={i}>{s.html}</div><div class=post-controls><a>link</a> <a>flag</a></div><div class=post-update-info-container>{box(s, v)}</div></div></td></tr>"

    return (
        f"<table id=question-table>{row(f, 'asked', 1, 'q')}</table><h2>{len(o)} Answers</h2>"
        + "".join(
            f"<div class=answer id=answer-container-{n + 50}><table>{row(s, 'answered', n, f'a{n}')}</table></div>"
            for n, s in enumerate(o)
        )
    )


def talkyard(ps: Sequence[Said]) -> str:
    def r(i: int) -> str:
        if i >= len(ps):
            return ""
        s = ps[i]
        return f"<li class=dw-t><div class=dw-p id=post-{i + 1}><div class=dw-p-hd><a class='dw-p-by esP_By' href='/-/users/{s.author}'><span class=esP_By_U>{s.author}</span></a> <a class=dw-p-at href='#post-{i + 1}'><span class=esTimeAgo>{s.time}</span></a></div><div class=dw-p-bd><div class=dw-p-bd-blk>{s.html}</div></div></div><div class=esPA><a class=dw-a-like>Like</a> <a class=dw-a-reply>Reply</a></div><ol class=dw-res>{r(i + 1)}</ol></li>"

    s = ps[0]
    return f"<div class=dw-p id=post-1><div class=dw-p-hd>By <a class=esP_By href='/-/users/{s.author}'>{s.author}</a> <span class=esTimeAgo>{s.time}</span></div><div class=dw-p-bd><div class=dw-p-bd-blk>{s.html}</div></div></div><ol class=dw-res>{r(1)}</ol>"


def codoforum(ps: Sequence[Said]) -> str:
    return (
        "<div class=codo_posts_container>"
        + "".join(
            f"<article id=post-{n + 50} class='codo_posts_post'><div class=codo_posts_post_wrapper><div class=codo_posts_post_avatar><img></div><div class=codo_posts_post_content><div class=codo_posts_post_head><div class=codo_posts_post_name><a href='/user/profile/{n}'>{s.author}</a></div><div class=codo_posts_post_date>{s.time}</div></div><div class=codo_posts_post_message>{s.html}</div><div class=codo_posts_post_foot><span>Reply</span></div></div></div></article>"
            for n, s in enumerate(ps)
        )
        + "</div>"
    )


def nameless(ps: Sequence[Said]) -> str:
    return "".join(
        f"<div class='ui fluid card' id=topic-post data-post-id={n + 50}><div class='ui segment post'><div class='ui stackable grid'><div class='four wide column'><center><a class='ui image' href='/profile/{s.author}'><img></a><h3><a href='/profile/{s.author}' data-poload=x>{s.author}</a></h3><div class='ui label'>Member</div><div class='ui list'><div class=item>Joined <span>5 May 2019</span></div><div class=item>Messages {n + 3}</div></div></center></div><div class='twelve wide column'><div class=postmeta><span><a href='/forum/topic/41/?pid={n + 50}'>{s.time}</a></span></div><div class=forum_post>{s.html}</div></div></div></div></div>"
        for n, s in enumerate(ps)
    )


def lobsters(ps: Sequence[Said]) -> str:
    f, *o = ps

    def r(i: int) -> str:
        if i >= len(o):
            return ""
        s = o[i]
        return f"<li class=comments_subtree><div id=c_ab{i}x class=comment data-shortid=ab{i}x><div class=voters><a class=upvoter></a></div><div class=details><div class=byline><a href='/~{s.author}'>{s.author}</a> <a href='/c/ab{i}x'><span title='2026-03-03 {10 + i}:00:00 +0000'>{i + 1} days ago</span></a> | <a href='/c/ab{i}x'>link</a></div><div class=comment_text>{s.html}</div></div></div><ol class=comments>{r(i + 1)}</ol></li>"

    return f"<ol class='stories'><li class=story><div class=details><span class=link><a href='https://www.example.org/heat'>Heating allowance</a></span><div class=byline>authored by <a class=u-author href='/~{f.author}'>{f.author}</a> <span title='2026-03-03 09:15:00 +0000'>17 days ago</span> | {len(o)} comments</div><div class=story_text>{f.html}</div></div></li></ol><ol class='comments comments1'>{r(0)}</ol>"


def hackernews(ps: Sequence[Said]) -> str:
    f, *o = ps
    return (
        f"<table class=fatitem><tr class=athing id=400><td class=title><span class=titleline><a href='item?id=400'>Ask: Heating allowance</a></span></td></tr><tr><td class=subtext><span class=score>12 points</span> by <a href='user?id={f.author}' class=hnuser>{f.author}</a> <span class=age title='2026-03-03T09:15:00'><a href='item?id=400'>17 days ago</a></span> | <a href='hide?id=400'>hide</a> | <a>{len(o)} comments</a></td></tr><tr><td><div class=toptext>{f.html}</div></td></tr></table><table class=comment-tree>"
        + "".join(
            f"<tr class='athing comtr' id={n + 401}><td><table><tr><td class=ind indent={n}><img width={40 * n}></td><td class=votelinks><a id=up_{n}></a></td><td class=default><div><span class=comhead><a href='user?id={s.author}' class=hnuser>{s.author}</a> <span class=age title='2026-03-03T{10 + n}:00:00'><a href='item?id={n + 401}'>{17 - n} days ago</a></span> <span class=navs>| <a href='#400'>parent</a> | <a href='#{n + 402}'>next</a></span></span></div><div class=comment><div class='commtext c00'>{s.html}</div><div class=reply><p><font size=1><u><a href='reply?id={n + 401}'>reply</a></u></font></p></div></div></td></tr></table></td></tr>"
            for n, s in enumerate(o)
        )
        + "</table>"
    )


def discuz(ps: Sequence[Said]) -> str:
    return (
        "<div id=postlist>"
        + "".join(
            f"<div id=post_{n + 50}><table id=pid{n + 50} class=plhin><tr><td class=pls rowspan=2><div class='pls favatar'><div class=pi><div class=authi><a href='space-uid-{n}.html' class=xw1>{s.author}</a></div></div><div class=tns><table><tr><th><p>{n + 3}</p>Topics</th><th><p>{n + 9}</p>Posts</th></tr></table></div></div></td><td class=plc><div class=pi><strong><a id=postnum{n}>{n + 1}<sup>#</sup></a></strong><div class=pti><div class=authi><em id=authorposton{n + 50}>Posted on {s.time}</em> <span class=pipe>|</span> <a href='?authorid={n}'>Only view author</a></div></div></div><div class=pct><div class=pcb><div class=t_fsz><table><tr><td class=t_f id=postmessage_{n + 50}>{s.html}</td></tr></table></div></div></div></td></tr><tr><td class='plc plm'></td></tr><tr><td class=pls></td><td class=plc><div class=po><div class=pob><em><a class=fastre>Reply</a></em> <a>Report</a></div></div></td></tr></table></div>"
            for n, s in enumerate(ps)
        )
        + "</div>"
    )


def google_groups(ps: Sequence[Said]) -> str:
    return (
        "<div role=list>"
        + "".join(
            f"<section role=listitem data-doc-id={n + 900} aria-label='Heating allowance by {s.author}'><div class=hdr><h3 class=s1f8Zd>{s.author}</h3><div class=LgTNRd>unread,</div><span class=zX2W9c>{s.time}</span></div><div class=QvzFMc>to warm...@forum.example</div><div class=ptW7te role=region><html-blob>{s.html}</html-blob></div></section>"
            for n, s in enumerate(ps)
        )
        + "</div>"
    )


def kunena(ps: Sequence[Said]) -> str:
    return "".join(
        f"<div class='row message'><div class='col-md-2'><ul class='unstyled profilebox center'><li><strong><a class=kwho-user href='/profile/{n}-{s.author}'>{s.author}</a></strong></li><li>Offline</li><li>New Member</li><li><strong>Posts: {n + 3}</strong></li><li>Thank you received: 0</li></ul></div><div class='col-md-10 message-published'><small class=text-muted><span title='{s.time}'>{s.time}</span> <a href='#{n + 50}' id={n + 50}>#{n + 50}</a></small><div class=badger-left><div class=kmessage><div class=mykmsg-header>{s.author} {'replied the topic' if n else 'created the topic'}: Heating allowance</div><div class=kmsg>{s.html}</div></div></div><div class=kmessagefooter>Please <a href='/login'>Log in</a> or <a href='/reg'>Create an account</a> to join the conversation.</div></div></div>"
        for n, s in enumerate(ps)
    )


def minibb(ps: Sequence[Said]) -> str:
    return (
        "<table class=forums>"
        + "".join(
            f"<tr class=tbCel{n % 2}><td class='caption1 vtop' style='width:20%'><a name=msg{n + 50}></a><span class=username>{s.author}</span><br><span class=txtSm>Member</span></td><td class='caption1 vtop'><div class=postedText><span class=txtSm><a href='#msg{n + 50}'>#{n + 1}</a> Posted: {s.time}</span></div><div class=post_text>{s.html}</div></td></tr>"
            for n, s in enumerate(ps)
        )
        + "</table>"
    )


def esotalk(ps: Sequence[Said]) -> str:
    return (
        "<ol id=conversationPosts class=postList>"
        + "".join(
            f"<li><div class='post hasControls' id=p{n + 50} data-id={n + 50}><div class=avatar></div><div class='postContent thing'><div class=postHeader><div class=info><h3><a href='/member/{n}-{s.author}'>{s.author}</a></h3><a href='/conversation/post/{n + 50}' class=time title='{s.time}'>{s.time}</a></div><div class=controls><a class=control-quote>Quote</a></div></div><div class='postBody'>{s.html}</div></div></div></li>"
            for n, s in enumerate(ps)
        )
        + "</ol>"
    )


def subsilver(ps: Sequence[Said]) -> str:
    return (
        "<table class=forumline><tr><th class=thLeft>Author</th><th class=thRight>Message</th></tr>"
        + "".join(
            f"<tr><td class=row1 width=150 valign=top rowspan=2><span class=name><a name={n + 50}></a><b>{s.author}</b></span><br><span class=postdetails>Guru<br><br>Joined: 12 May 2009<br>Posts: {n + 4}<br>Location: Leeds</span></td><td class=row1 height=28 valign=top><table width=100%><tr><td><a href='viewtopic.php?p={n + 50}#{n + 50}'><img src=icon_minipost.gif></a><span class=postdetails>Posted: {s.time}<span class=gen>&nbsp;</span>&nbsp; &nbsp;Post subject: Heating allowance</span></td><td align=right nowrap><a href='posting.php?mode=quote&p={n + 50}'><img alt='Reply with quote'></a></td></tr><tr><td colspan=2><hr></td></tr><tr><td colspan=2><span class=postbody>{s.html}</span><span class=gensmall></span></td></tr></table></td></tr><tr><td class=row1 valign=bottom><a href='profile.php?mode=viewprofile&u={n + 2}'><img alt='View user profile'></a> <a href='privmsg.php?mode=post&u={n + 2}'><img alt='Send private message'></a></td></tr>"
            for n, s in enumerate(ps)
        )
        + "</table>"
    )


def ipb(ps: Sequence[Said]) -> str:
    return "".join(
        f"<table class=ipbtable cellspacing=1><tr><td valign=middle class=row2 width=1%><a name=entry{n + 50}></a><div class=post-member><span class=normalname><a href='index.php?showuser={n + 7}'>{s.author}</a></span></div></td><td class=row2 valign=top width=99%><div style='float:left' class=postdetails> <img src=post.gif> {s.time}</div><div align=right><span class=postdetails>Post <a href='#'>#{n + 1}</a></span></div></td></tr><tr><td valign=top class=post1><span class=postdetails><br>Newbie<br><img src=pip.gif><br><br>Group: Members<br>Posts: {n + 2}<br>Joined: 12-May 09<br>Member No.: {n + 7}</span><br></td><td width=100% valign=top class=post1 id=post-main-{n + 50}><div class=postcolor id=post-{n + 50}>{s.html}</div></td></tr><tr><td class=formbuttonrow><a href='#top'><img alt='Go to the top of the page'></a></td><td class=formbuttonrow align=right><a href='index.php?act=Post&do=reply_post&qpid={n + 50}'><img alt='+Quote Post'></a></td></tr></table>"
        for n, s in enumerate(ps)
    )


def pybbm(ps: Sequence[Said]) -> str:
    return (
        "<div class=topic>"
        + "".join(
            f"<a name=post-{n + 50}></a><table class='post-related'><tr class='post odd'><td class='post-avatar'><div><a href='/users/{s.author}/'><strong>{s.author}</strong></a></div><div class='post-info'><p>Posts: {n + 2}</p></div></td><td class=post-cell><div class=post-meta><span class='muted pull-right'><a href='/post/{n + 50}/'>{s.time}</a> | #</span></div><div class=post-content>{s.html}</div><div class=post-controls><a class=quote-link href='/topic/41/post/add/?quote_id={n + 50}'>quote</a></div></td></tr></table>"
            for n, s in enumerate(ps)
        )
        + "</div>"
    )


def djangobb(ps: Sequence[Said]) -> str:
    return "".join(
        f"<div id=p{n + 50} class='blockpost roweven firstpost'><a name=post-{n + 50}></a><h2><span><span class=conr>#{n + 1}</span> <a href='/post/{n + 50}/'>{s.time}</a></span></h2><div class=box><div class=inbox><div class=postleft><dl><dt><strong><a href='/user/{s.author}/'>{s.author}</a></strong></dt><dd class=usertitle><strong>Member</strong></dd><dd>From: Leeds</dd><dd>Registered: 2019-05-12</dd><dd>Posts: {n + 2}</dd><dd><a href='/reputation/{s.author}/'>Reputation</a> : 0</dd></dl></div><div class=postright><h3>Heating allowance</h3><div class=postmsg>{s.html}</div></div><div class=clearer></div><div class=postfootleft><p>Offline</p></div><div class=postfootright><ul><li><a href='/topic/41/?quote={n + 50}'>Quote</a></li></ul></div></div></div></div>"
        for n, s in enumerate(ps)
    )


def phorum(ps: Sequence[Said]) -> str:
    return "".join(
        f"<div class=PhorumReadMessageBlock><div class=PhorumReadMessageHead><div class=PhorumReadBodySubject>{'Re: ' if n else ''}Heating allowance</div><div class=PhorumReadBodyHead>Posted by: <strong><a href='profile.php?3,{n + 9}'>{s.author}</a></strong> (IP Logged)</div><div class=PhorumReadBodyHead>Date: {s.time}</div></div><br><div class=PhorumReadBodyText>{s.html}</div><div class=PhorumReadNavBlock>Options: <a href='posting.php?3,41,{n + 50}'>Reply</a> &bull; <a href='posting.php?3,41,{n + 50},quote=1'>Quote</a></div></div>"
        for n, s in enumerate(ps)
    )


def thredded(ps: Sequence[Said]) -> str:
    return (
        "<div class='thredded--main-container'>"
        + "".join(
            f"<article class='thredded--post' id=post_{n + 50}><header><a href='/users/{n + 2}'><img class=thredded--post--avatar></a><h2 class='thredded--post--user'><a href='/users/{n + 2}'>{s.author}</a></h2><a class='thredded--post--created-at' href='#post_{n + 50}'>{s.time}</a></header><div class='thredded--post--content'>{s.html}</div></article>"
            for n, s in enumerate(ps)
        )
        + "</div>"
    )


def my_little_forum(ps: Sequence[Said]) -> str:
    return (
        "<div class='thread-wrapper'>"
        + "".join(
            f"<article class='posting' id=p{n + 50}><header><h1>Heating allowance</h1><p class=author>by <span class=registered_user>{s.author}</span> <span class=interpunction>, </span><span class=location>Leeds</span><span class=interpunction>, </span> {s.time}</p></header><div class=body>{s.html}</div><footer><ul class=options><li><a class=reply href='index.php?mode=posting&id={n + 50}'>reply</a></li></ul></footer></article>"
            for n, s in enumerate(ps)
        )
        + "</div>"
    )


def simple_press(ps: Sequence[Said]) -> str:
    return "".join(
        f"<div class=spTopicPostSection id=post{n + 50}><div class='spUserSection'><div class='spPostUserDate'>{s.time}</div><div class=spPostUserAvatar><img></div><div class=spPostUserName><a href='/profile/{s.author}'>{s.author}</a></div><div class=spPostUserMemberships>Members</div><div class=spPostUserPosts>Forum Posts: {n + 2}</div><div class=spPostUserRegistered>Member Since: <br> May 12, 2009</div></div><div class=spPostSection><div class=spPostActionSection><a class=spButton>Quote</a></div><div class=spPostContentSection><div class=spPostContent>{s.html}</div></div></div></div>"
        for n, s in enumerate(ps)
    )


def loomio(ps: Sequence[Said]) -> str:
    return "".join(
        f"<div class='thread-item layout-row' id=comment-{n + 50}><div class=avatar></div><div class=thread-item__body><h3 class='thread-item__title'><strong><a href='/u/{s.author}'>{s.author}</a></strong> <span class='text--secondary'>·</span> <a class=time-ago href='/d/abc/41/{n}'>{s.time}</a></h3><div class='lmo-markdown-wrapper'>{s.html}</div><div class=actions><button>React</button><a href='#'>Reply</a></div></div></div>"
        for n, s in enumerate(ps)
    )


def help_desk(ps: Sequence[Said]) -> str:
    return "".join(
        f"<section class='request-entry' data-id={n + 50}><h2>Request #{n + 50}</h2><dl><dt>Sent by</dt><dd>{s.author}</dd><dt>On</dt><dd>{s.time}</dd><dt>To</dt><dd>Office</dd></dl><div class='entry-copy'>{s.html}</div></section>"
        for n, s in enumerate(ps)
    )


def plain_boxes(ps: Sequence[Said]) -> str:
    return "".join(
        f"<div><p><b>{s.author}</b> - {s.time}</p><div>{s.html}</div></div><hr>"
        for n, s in enumerate(ps)
    )


def colons(ps: Sequence[Said]) -> str:
    return "".join(
        f"<li><p class=info>Posted by: {s.author} | {s.time} | Views: 12</p><div class=desc>{s.html}</div></li>"
        for n, s in enumerate(ps)
    )


def xoops(ps: Sequence[Said]) -> str:
    return "".join(
        f"<table class=outer><tr><th width=20%><div><a id=forumpost{n + 50}></a><a href='userinfo.php?uid={n + 3}'>{s.author}</a></div></th><th width=75%><div class=comTitle>Heating allowance</div></th><th><a href='#forumpost{n + 50}'>#{n + 1}</a></th></tr><tr><td class=odd><div class=comUserRank><div>Just popping in</div></div><div class=comUserStat><span>Joined:</span> <br>2009/5/12 10:00</div><div class=comUserStat><span>From:</span> Leeds</div><div class=comUserStat><span>Posts:</span> {n + 2}</div></td><td colspan=2 class=odd><div class=comText>{s.html}</div></td></tr><tr><td class=foot></td><td colspan=2 class=foot><div class=comDate>Posted on: {s.time}</div></td></tr></table>"
        for n, s in enumerate(ps)
    )


ENGINES: tuple[Callable[[Sequence[Said]], str], ...] = (
    snitz,
    yabb,
    ubb_classic,
    wwwthreads,
    burning_board,
    fluxbb,
    punbb,
    simple_machines,
    webwiz,
    jforum,
    mvnforum,
    bbpress,
    wpforo,
    asgaros,
    drupal_forum,
    khoros,
    jive,
    salesforce,
    telligent,
    question2answer,
    osqa,
    talkyard,
    codoforum,
    nameless,
    lobsters,
    hackernews,
    discuz,
    google_groups,
    kunena,
    minibb,
    esotalk,
    subsilver,
    ipb,
    pybbm,
    djangobb,
    phorum,
    thredded,
    my_little_forum,
    simple_press,
    loomio,
    help_desk,
    plain_boxes,
    colons,
    xoops,
)
