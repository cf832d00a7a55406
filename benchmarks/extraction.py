"""Posts a second out of threads' pages: our readers, against bare scripts of three parsers.

Run as `python -m benchmarks.extraction` where `requirements/bench.txt` is installed besides. A bare
script knows the page's selectors and takes everything as it stands in this one page. It fetches
what ours is asked for, and before anything is measured each has to give our reader's own answer,
field by field: of the thread its number, title, board, next and last page, how many posts, whether
it is closed; of each post its number, author, time, words without members' quotations and names,
edit, thanks, what is accepted, and what stands under the author's name. Its address the scripts
read from the page as well; ours makes it of the number. What ours does besides is its own affair:
other versions and themes of the software, times of any form with their precision, formatting of any
kind, guards against pages made to break the parser. Ours and each script are run by turns in one
process, in pairs, twenty pages a turn (what another leaves in memory and caches is no part of
either, and meets the first page of a turn alone), and the medians compared: goal 0.7 of
selectolax, 1.5 times lxml, 20 times BeautifulSoup.

`CASES` is where an engine joins: a name, pages, a reader, and selectors for the bare scripts. The
structural reader is measured by its posts alone, twice: on a page of a forum whose layout it has
learnt, as all but a forum's first page are, and on a page that it meets for the first time (for
information).
"""

import gc
import json
import random
import re
import statistics
import sys
import time
from typing import Any

from alongside.connectors.discourse import parse as discourse
from alongside.connectors.generic import reader
from alongside.connectors.page import Page
from alongside.connectors.pages import ThreadPage
from alongside.connectors.phpbb import parse as phpbb
from alongside.connectors.port import ForumSite
from alongside.connectors.vbulletin import parse as vbulletin
from alongside.connectors.xenforo import parse as xenforo
from alongside.fetching.messages import Response
from benchmarks.extraction_pages import (
    POSTS,
    of_discourse,
    of_own_make,
    of_phpbb,
    of_vbulletin,
    of_xenforo,
)
from benchmarks.extraction_scripts import (
    ADDRESS,
    Case,
    Read,
    Script,
    Told,
    bare_lxml,
    bare_selectolax,
    bare_soup,
)

GOALS = {"selectolax": 0.7, "lxml": 1.5, "BeautifulSoup": 20.0}
ROUNDS, PAGES = 12, 20
LARGE_ANSWER = 8_000_000
SITE = ForumSite("https://forum.example")


def page_of(body: bytes) -> Page:
    headers = {"content-type": "text/html; charset=utf-8", "date": "Fri, 20 Mar 2026 12:00:00 GMT"}
    return Page(Response(ADDRESS, 200, headers, body))


def by_structure(body: bytes) -> ThreadPage:
    return ThreadPage(reader.read_posts(page_of(body), keep_names=False).posts)


def by_layout(body: bytes) -> ThreadPage:
    return ThreadPage(reader.read_again(page_of(body), keep_names=False))


def by_phpbb(body: bytes) -> ThreadPage:
    return phpbb.thread_page(page_of(body), SITE, keep_names=False)


def by_xenforo(body: bytes) -> ThreadPage:
    return xenforo.thread_page(page_of(body), SITE, keep_names=False)


def by_vbulletin(body: bytes) -> ThreadPage:
    return vbulletin.thread_page(page_of(body), SITE, keep_names=False)


def by_discourse(body: bytes) -> ThreadPage:
    return discourse.thread_page(page_of(body), SITE, keep_names=False)


_OWN_MAKE = {
    "made": of_own_make,
    "post": "article.post",
    "prefix": "post-",
    "author": "a.username",
    "when": "time.when",
    "words": "div.post-words",
    "paragraphs": "p",
    "smileys": "img.emoji",
    "permalink": "a.permalink",
}
CASES = (
    Case(
        name="phpbb",
        made=of_phpbb,
        read=by_phpbb,
        post="div.post",
        prefix="p",
        author="a.username",
        when="time",
        words="div.content",
        permalink="a.unread",
        quotes="blockquote",
        smileys="img.smilies",
        edited="div.notice",
        edited_in_words="%a %b %d, %Y %I:%M %p",
        edited_said=r" on (.{20,30}?[ap]m),",
        accepted="solved",
        rank="dd.profile-rank",
        title="h2.topic-title",
        number=r"[?&]t=(\d+)",
        board="span.crumb a",
        board_number=r"[?&]f=(\d+)",
        onward="li.next a",
        pages="div.pagination a",
        count="div.pagination",
        closed="i.fa-lock",
    ),
    Case(
        name="xenforo",
        made=of_xenforo,
        read=by_xenforo,
        post="article.message",
        prefix="js-post-",
        author_in="data-author",
        when="time.u-dt",
        words="div.bbWrapper",
        permalink="li.u-concealed a",
        quotes="blockquote.bbCodeBlock--quote",
        mentions="div.bbWrapper a.username",
        smileys="img.smilie",
        edited="div.message-lastEdit time",
        accepted="message--solution",
        thanks="a.reactionsBar-link",
        thanking="bdi",
        banners="div.userBanner strong",
        staff="div.userBanner--staff",
        rank="h5.userTitle",
        title="h1.p-title-value",
        number=r"\.(\d+)/",
        board="ul.p-breadcrumbs a",
        board_number=r"\.(\d+)/",
        onward="a.pageNav-jump--next",
        pages="ul.pageNav-main a",
        closed="dd.blockStatus-message--locked",
    ),
    Case(
        name="vbulletin",
        made=of_vbulletin,
        read=by_vbulletin,
        post="table.tborder[id^=post]",
        prefix="post",
        author="a.bigusername",
        when="td.thead",
        when_in_words="%m-%d-%Y, %I:%M %p",
        words="div[id^=post_message_]",
        permalink="a[id^=postcount]",
        quotes="div[style^='margin:20px']",
        edited="div.smallfont em",
        edited_in_words="%m-%d-%Y at %I:%M %p",
        edited_said=r"; (.+ [AP]M)\.",
        rank="td.alt2 div.smallfont",
        title="td.navbar strong",
        thread="input[name=t]",
        thread_in="value",
        number=r"(\d+)",
        board="span.navbar a",
        board_number=r"[?&]f=(\d+)",
        onward="a[rel=next]",
        pages="div.pagenav a",
        closed="img[src*=threadclosed]",
    ),
    Case(
        name="discourse",
        made=of_discourse,
        read=by_discourse,
        post="div.crawler-post[id^=post_]",
        prefix="post_",
        author="span.creator span",
        when="time.post-time",
        words="div.post",
        permalink="",
        paragraphs="p",
        quotes="aside.quote",
        mentions="a.mention",
        smileys="img.emoji",
        edited="meta[itemprop=dateModified]",
        edited_in="content",
        thanks="span.post-likes",
        title="h1 a",
        number=r"/(\d+)$",
        board="span.category-name",
        onward="a[rel=next]",
    ),
    Case(name="generic, layout learnt", read=by_layout, **_OWN_MAKE),  # type: ignore[arg-type]
    Case(
        name="generic, first meeting",
        read=by_structure,
        counts=False,
        **_OWN_MAKE,  # type: ignore[arg-type]
    ),
)


def told_by(page: ThreadPage) -> Told:
    """Our reader's answer as the bare scripts are to give it."""
    thread = (
        *(page.external_id, page.title, page.board_id, page.board_name, page.next_address),
        *(page.last_address, page.count, page.is_closed),
    )
    posts = [
        (
            *(post.external_id, post.author, post.posted_at, post.text),
            *(post.edited_at, post.is_accepted, post.thanks),
            *(post.author_title, post.author_is_staff),
        )
        for post in page.posts
    ]
    return thread, posts


def agrees(case: Case, script: Script, body: bytes) -> bool:
    """Whether a bare script finds all that our reader finds, and an address for each post."""
    thread, posts = script(body)
    return (
        len(posts) == POSTS
        and (thread, [post[:-1] for post in posts]) == told_by(case.read(body))
        and all(not case.permalink or re.search(rf"(?<!\d){post[0]}$", post[-1]) for post in posts)
    )


def timed(read: Read | Script, pages: list[bytes]) -> float:
    gc.collect()  # so that none pays for what the one before it left
    started = time.process_time()
    for body in pages:
        read(body)
    return time.process_time() - started


def measure(case: Case) -> dict[str, Any]:
    pages = [case.made(seed) for seed in range(1, PAGES + 1)]
    by_structure(pages[0])  # whatever is learnt is learnt now
    bare = {
        "selectolax": bare_selectolax(case),
        "lxml": bare_lxml(case),
        "BeautifulSoup": bare_soup(case),
    }
    for body in pages:
        for name, script in bare.items():
            assert agrees(case, script, body), f"{name} finds something else than ours: {case.name}"
    chance, ratios, ours = random.Random(1), {}, 0.0
    for name, script in bare.items():
        seconds: dict[str, list[float]] = {"ours": [], name: []}
        turns = [("ours", case.read), (name, script)]
        for _ in range(ROUNDS):
            chance.shuffle(turns)
            for whose, read in turns:
                seconds[whose].append(timed(read, pages))
        median = statistics.median(seconds["ours"])
        ratios[name] = statistics.median(seconds[name]) / median
        ours = ours or median  # beside selectolax
    reached = all(ratios[name] >= goal for name, goal in GOALS.items())
    return {
        "benchmark": "extraction",
        "reader": case.name,
        "kilobytes": len(pages[0]) // 1000,
        "pages_a_second": round(len(pages) / ours),
        **{f"times_{name}": round(ratio, 2) for name, ratio in ratios.items()},
        "goals": GOALS if case.counts else None,
        "reached": reached if case.counts else None,
    }


def settle_memory() -> None:
    """Lets the allocator keep what is freed, as it does in a worker that has met a large answer.

    Until then glibc gives each page's tree back to the system and asks for it again, or not, by
    chance of what was measured before: half as long again for one reader and not for another.
    """
    large = bytearray(LARGE_ANSWER)
    del large


def main() -> int:
    missed = False
    settle_memory()
    for case in CASES:
        if sys.argv[1:] and not case.name.startswith(sys.argv[1]):
            continue
        found = measure(case)
        missed = missed or found["reached"] is False
        print(json.dumps(found), flush=True)
    return int(missed)


if __name__ == "__main__":
    raise SystemExit(main())
