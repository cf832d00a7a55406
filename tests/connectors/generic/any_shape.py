# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""Threads' pages in shapes that nobody planned: every choice that makers of forum software have is drawn
by lot, and what was written into the page is known. All words and names are invented."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
NAMES = [
    "robin_w",
    "kestrel",
    "marram",
    "tern",
    "gull",
    "plover",
    "Jo-Ann",
    "dunlin99",
    "Mo_Salt",
    "Sal",
    "curlew2",
    "knot",
    "brent",
    "siskin",
    "Wren",
    "avocet_p",
    "ruff77",
    "Old_Tom",
    "sanderling",
    "pipit",
]
WORDS = [
    "the",
    "council",
    "letter",
    "says",
    "that",
    "heating",
    "allowance",
    "form",
    "was",
    "sent",
    "last",
    "week",
    "and",
    "nobody",
    "answered",
    "when",
    "we",
    "called",
    "about",
    "rent",
    "arrears",
    "or",
    "the",
    "new",
    "address",
    "so",
    "I",
    "asked",
    "again",
    "what",
    "happens",
    "if",
    "they",
    "stop",
    "paying",
    "while",
    "my",
    "mother",
    "moved",
    "in",
    "with",
    "us",
    "in",
    "January",
    "she",
    "is",
    "82",
    "and",
    "does",
    "not",
    "drive",
    "it",
    "costs",
    "a",
    "lot",
    "to",
    "post",
    "from",
    "here",
]
RANKS = ("Member", "Regular", "Newbie", "Senior Member", "Moderator", "Pro", "Level 5")
MENU = [
    "Home",
    "Forums",
    "New posts",
    "Members",
    "Search",
    "Help",
    "Log in",
    "Register",
    "Rules",
    "About us",
]
TOOLS = ("Reply,Quote,Report", "Like,Reply", "Quote", "", "Share,Flag,Reply", "Antworten,Zitieren")
PROFILES = ("/user/{}", "/members/{}", "/profile.php?id={}", "/u/{}", "")
FORMS_OF_TIME: dict[str, Callable[[datetime], str]] = {
    "British": lambda t: f"{t.day} {t:%B %Y, %H:%M}",
    "American": lambda t: f"{t:%B} {t.day}, {t.year} {t:%I:%M %p}".replace(" 0", " "),
    "short": lambda t: f"{t.day} {t:%b %Y %H:%M}",
    "phpBB's": lambda t: f"{t:%a %b %d, %Y} {int(f'{t:%I}')}:{t:%M} {f'{t:%p}'.lower()}",
    "ISO": lambda t: f"{t:%Y-%m-%d %H:%M}",
    "German": lambda t: f"{t:%d.%m.%Y, %H:%M} Uhr",
    "figures": lambda t: f"{t:%d/%m/%Y %H:%M}",
}


@dataclass(frozen=True)
class Written:
    author: str
    at: datetime
    paragraphs: tuple[str, ...]

    @property
    def words(self) -> str:
        return " ".join(self.paragraphs)


@dataclass(frozen=True)
class Drawn:
    """A page and what stands in it; `has_next` says whether it leads on to another."""

    html: str
    posts: tuple[Written, ...]
    has_next: bool


TITLE = "Heating allowance and the old address"


def drawn(seed: int, *, title: str = TITLE, answer: str = "", most: int = 0) -> Drawn:
    """`answer`: all that the second post says; `most`: how many posts there are at most."""
    maker = _Maker(random.Random(seed))
    maker.title, maker.answer, maker.most = title, answer, most
    return maker.page()


class Maker:
    """What holds for every page that is drawn: how its elements are named, and its menu."""

    def __init__(self, lot: random.Random) -> None:
        self.lot = lot
        self.naming = lot.choice(("named", "named", "hashed", "none"))

    def named(self, name: str) -> str:
        """A class that says what it is, one that a tool made up, or none."""
        if self.naming == "named":
            return f' class="{name}"'
        return f' class="x-{sum(map(ord, name)) * 7919:x}"' if self.naming == "hashed" else ""

    def some_words(self, count: int) -> str:
        return " ".join(self.lot.choice(WORDS) for _ in range(count))

    def menu(self) -> str:
        return "".join(
            f'<li><a href="/{name.lower().replace(" ", "-")}">{name}</a></li>'
            for name in self.lot.sample(MENU, 6)
        )


class _Maker(Maker):
    """The choices that hold for a whole page."""

    title, answer, most = TITLE, "", 0

    def __init__(self, lot: random.Random) -> None:
        super().__init__(lot)
        self.time = lot.choice(list(FORMS_OF_TIME.values()))
        self.time_in = lot.choice(
            (
                '<time datetime="{iso}"{c}>{t}</time>',
                "<time{c}>{t}</time>",
                "<span{c}>{t}</span>",
                "<small>{t}</small>",
                '<span{c} title="{t}">{ago}</span>',
                "{t}",
                "<em>{t}</em>",
            )
        )
        self.words_in = lot.choice(("p", "div", "br", "br and lines"))
        self.profile = lot.choice(PROFILES)
        self.tools = [tool for tool in lot.choice(TOOLS).split(",") if tool]
        self.has_avatar, self.has_rank = lot.random() < 0.5, lot.random() < 0.5
        self.has_joined, self.has_count = lot.random() < 0.3, lot.random() < 0.3
        self.is_numbered = lot.random() < 0.4
        self.is_signed = self.naming == "named" and lot.random() < 0.25
        self.identity = lot.choice(("id", "id", "anchor", "data", "none"))
        self.said_before = lot.choice(("Posted: ", "Posted on ", "posted by ", ""))
        self.shape = lot.choice(
            (
                *(self.card, self.card, self.beside, self.two_rows, self.head_and_words),
                *(self.term, self.item, self.boxes, self.foot, self.inline),
            )
        )

    def page(self) -> Drawn:
        lot = self.lot
        posts = self.posts(lot.choice((2, 3, 4, 5, 8, 12, 20)))
        self.ranks = {post.author: lot.choice(RANKS) for post in posts}
        is_apart = lot.random() < 0.25  # the question has a look of its own
        body = "".join(
            self.shape(number, post) for number, post in enumerate(posts[is_apart:], is_apart)
        )
        if self.shape == self.two_rows:
            body = f"<table>{body}</table>"
        elif self.shape == self.term:
            body = f"<dl>{body}</dl>"
        elif self.shape == self.item:
            body = f"<ol>{body}</ol>"
        if is_apart:
            told = lot.choice(("Replies", "Answers", "Comments"))
            body = (
                f"<div{self.named('question')}><div{self.named('q-head')}>{self.side(posts[0])} {self.when(posts[0])}</div>"
                f"<div{self.named('q-body')}>{self.said(posts[0])}</div></div><h2>{len(posts) - 1} {told}</h2>"
                f"<div{self.named('replies')}>{body}</div>"
            )
        has_next = lot.random() < 0.4
        return Drawn(self.framed(body, has_next=has_next), posts, has_next)

    def posts(self, count: int) -> tuple[Written, ...]:
        lot = self.lot
        names = lot.sample(NAMES, min(count, lot.randint(2, 7)))
        at = NOW - timedelta(days=lot.randint(20, 60), minutes=lot.randint(0, 999))
        found = []
        for number in range(count):
            at += timedelta(minutes=lot.randint(3, 900))
            author = names[number] if number < 2 else lot.choice(names)
            paragraphs = (
                " ".join(self.sentence() for _ in range(lot.choice((1, 1, 2, 3, 4))))
                for _ in range(lot.choice((1, 1, 1, 2, 2, 3)))
            )
            found.append(Written(author, at, tuple(paragraphs)))
        if self.answer:
            found[1] = replace(found[1], paragraphs=(self.answer,))
        return tuple(found[: self.most or count])

    def sentence(self) -> str:
        words = " ".join(self.lot.choice(WORDS) for _ in range(self.lot.randint(5, 22)))
        return f"{words.capitalize()}{self.lot.choice('..?!')}"

    # Parts of a post

    def who(self, post: Written) -> str:
        if self.profile:
            return f'<a href="{self.profile.format(post.author)}"{self.named("username")}>{post.author}</a>'
        return f"<strong{self.named('author')}>{post.author}</strong>"

    def side(self, post: Written) -> str:
        avatar = f'<img src="/av/{post.author}.png" alt="" width=48>' if self.has_avatar else ""
        rank = f"<div{self.named('rank')}>{self.ranks[post.author]}</div>" if self.has_rank else ""
        joined = "<div>Joined: May 2019</div>" if self.has_joined else ""
        count = f"<div>Posts: {len(post.author) * 31}</div>" if self.has_count else ""
        return f"{avatar}{self.who(post)}{rank}{joined}{count}"

    def when(self, post: Written) -> str:
        return self.time_in.format(
            iso=post.at.isoformat(),
            t=self.time(post.at),
            c=self.named("date"),
            ago=f"{(NOW - post.at).days} days ago",
        )

    def said(self, post: Written) -> str:
        match self.words_in:
            case "p" | "div" as tag:
                return "".join(f"<{tag}>{words}</{tag}>" for words in post.paragraphs)
            case "br":
                return "<br><br>".join(post.paragraphs)
        return "<br />\n<br />\n".join(post.paragraphs)

    def acts(self, number: int) -> str:
        links = " ".join(
            f'<a href="/post/{700 + number}/{tool.lower()}">{tool}</a>' for tool in self.tools
        )
        return f"<div{self.named('tools')}>{links}</div>" if links else ""

    def below(self, number: int, post: Written) -> str:
        own = (
            f"<div{self.named('signature')}>{post.author} says hello</div>"
            if self.is_signed
            else ""
        )
        return f"{own}{self.acts(number)}"

    def called(self, number: int) -> str:
        return {"id": f' id="post{700 + number}"', "data": f' data-id="{700 + number}"'}.get(
            self.identity, ""
        )

    def anchor(self, number: int) -> str:
        return f'<a name="{700 + number}"></a>' if self.identity == "anchor" else ""

    def place(self, number: int) -> str:
        return f' <a href="#post{700 + number}">#{number + 1}</a>' if self.is_numbered else ""

    # Shapes of a post

    def card(self, n: int, post: Written) -> str:
        head = f"{self.anchor(n)}{self.side(post)} {self.when(post)}{self.place(n)}"
        return (
            f"<article{self.named('post')}{self.called(n)}><header{self.named('post-head')}>{head}</header>"
            f"<div{self.named('post-body')}>{self.said(post)}</div>{self.below(n, post)}</article>"
        )

    def beside(self, n: int, post: Written) -> str:
        return (
            f'<table{self.named("post")}{self.called(n)} width="100%"><tr><td{self.named("left")} width=150>{self.anchor(n)}{self.side(post)}</td>'
            f"<td{self.named('right')}><div{self.named('head')}>{self.said_before}{self.when(post)}{self.place(n)}</div><hr>"
            f"<div{self.named('words')}>{self.said(post)}</div>{self.below(n, post)}</td></tr></table>"
        )

    def two_rows(self, n: int, post: Written) -> str:
        return (
            f"<tr{self.called(n)}><td>{self.anchor(n)}{self.who(post)}</td><td>{self.said_before}{self.when(post)}{self.place(n)}</td></tr>"
            f"<tr><td>{self.ranks[post.author] if self.has_rank else ''}</td><td>{self.said(post)}{self.acts(n)}</td></tr>"
        )

    def head_and_words(self, n: int, post: Written) -> str:
        return (
            f"<div{self.named('head')}{self.called(n)}>{self.anchor(n)}{self.who(post)} {self.when(post)}{self.place(n)}</div>"
            f"<div{self.named('words')}>{self.said(post)}</div>{self.acts(n)}"
        )

    def term(self, n: int, post: Written) -> str:
        return (
            f"<dt{self.called(n)}>{self.anchor(n)}{self.who(post)} {self.when(post)}</dt>"
            f"<dd>{self.said(post)}{self.acts(n)}</dd>"
        )

    def item(self, n: int, post: Written) -> str:
        return (
            f"<li{self.named('comment')}{self.called(n)}>{self.anchor(n)}<div{self.named('meta')}>{self.side(post)} {self.when(post)}</div>"
            f"<div{self.named('text')}>{self.said(post)}</div>{self.acts(n)}</li>"
        )

    def boxes(self, n: int, post: Written) -> str:
        return (
            f"<div{self.called(n)}><div><div>{self.side(post)}</div></div><div><div><span>{self.when(post)}</span>{self.place(n)}</div>"
            f"<div>{self.said(post)}</div>{self.acts(n)}</div></div>"
        )

    def foot(self, n: int, post: Written) -> str:
        links = " ".join(f"<a href='/x/{tool.lower()}'>{tool}</a>" for tool in self.tools)
        return (
            f"<div{self.named('answer')}{self.called(n)}><div{self.named('body')}>{self.said(post)}</div>"
            f"<div{self.named('foot')}>answered by {self.who(post)} {self.when(post)} {links}</div></div>"
        )

    def inline(self, n: int, post: Written) -> str:
        return (
            f"<div{self.named('msg')}{self.called(n)}><p{self.named('by')}>by {self.who(post)} on {self.when(post)}</p>"
            f"{self.said(post)}{self.acts(n)}</div>"
        )

    # What stands around the posts

    def framed(self, body: str, *, has_next: bool) -> str:
        lot, title = self.lot, self.title
        menu = self.menu()
        notice = lot.choice(
            (
                "",
                f"<div{self.named('notice')}><p>Welcome to our forum. Please read the rules before you post, and be kind to one another.</p></div>",
                "<div>We use cookies to keep you signed in. By using this site you agree to that.</div>",
            )
        )
        trail = f'<div{self.named("breadcrumbs")}><a href="/">Home</a> &raquo; <a href="/board/3">Pay and allowances</a></div>'
        pages = (
            f'<div{self.named("pagination")}><b>1</b> <a href="/topic/41?page=2">2</a> <a href="/topic/41?page=3">3</a> <a href="/topic/41?page=2">Next</a></div>'
            if has_next
            else ""
        )
        reply = lot.choice(
            (
                "<form action='/reply' method=post><h3>Your reply</h3><textarea name=t></textarea><button>Post</button></form>",
                "<p><a href='/login'>Log in</a> to reply.</p>",
            )
        )
        words = lot.choice(
            (
                "© 2009-2026 The Hearth. All rights reserved.",
                "Powered by HearthBoard 2.1",
                "All times are UTC. The time now is 12:00.",
            )
        )
        main = f"<h1>{title}</h1>{pages}{body}{pages}{reply}"
        if lot.random() < 0.5:
            main = f"<div{self.named('columns')}><div{self.named('main')}>{main}</div>{self.others()}</div>"
        head = lot.choice(
            ("<header><ul>{}</ul></header>", "<div><ul>{}</ul></div>", "<ul>{}</ul>")
        ).format(menu)
        return (
            f"<!DOCTYPE html><html lang=en><head><title>{title} - The Hearth</title></head><body>{head}{notice}"
            f"{lot.choice(('', trail))}{main}<div{self.named('footer')}><p>{words} <a href='/privacy'>Privacy</a></p></div></body></html>"
        )

    def others(self) -> str:
        """Other threads, in a list beside this one."""
        called = self.lot.choice(("Latest topics", "Recent discussions", "Related questions"))
        rows = "".join(
            f'<li><a href="/topic/{50 + number}">{self.sentence()}</a> <span>{self.lot.choice(NAMES)}</span> '
            f"<span>{self.time(NOW - timedelta(days=number + 1))}</span></li>"
            for number in range(self.lot.randint(3, 8))
        )
        return f"<div{self.named('sidebar')}><h3>{called}</h3><ul>{rows}</ul></div>"


def as_written(posts: Sequence[Written]) -> list[tuple[str, str]]:
    """Authors and words, for comparison."""
    return [(post.author, post.words) for post in posts]
