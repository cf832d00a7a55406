# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""Lists of threads in shapes drawn by lot, as `any_shape` draws the pages of threads."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.connectors.generic.any_shape import FORMS_OF_TIME, NAMES, NOW, Maker

ADDRESSES = (
    *("/topic/{id}-{slug}", "/threads/{slug}.{id}/", "/viewtopic.php?t={id}", "/t/{slug}/{id}"),
    *(
        "/discussion/{id}/{slug}",
        "/questions/{id}/{slug}",
        "/forum/{slug}-t{id}.html",
        "/board/3/{id}",
    ),
)
FORMS = (
    '<time datetime="{iso}">{t}</time>',
    "<span{c}>{t}</span>",
    "{t}",
    "<small>{t}</small>",
    '<span{c} title="{t}">{days} days ago</span>',
)
COUNTED = (
    ("replies", "views"),
    ("answers", "views"),
    ("comments", "reads"),
    ("Antworten", "Aufrufe"),
)


@dataclass(frozen=True)
class Row:
    """One thread as it stands in the list."""

    number: int
    title: str
    author: str
    last_author: str
    replies: int
    views: int
    started: datetime
    last_post: datetime


@dataclass(frozen=True)
class DrawnList:
    html: str
    rows: tuple[Row, ...]
    has_next: bool


def drawn_list(seed: int) -> DrawnList:
    return _Maker(random.Random(seed)).page()


class _Maker(Maker):
    def __init__(self, lot: random.Random) -> None:
        super().__init__(lot)
        self.time, self.form = lot.choice(list(FORMS_OF_TIME.values())), lot.choice(FORMS)
        self.address = lot.choice(ADDRESSES)
        self.profile = lot.choice(("/user/{}", "/members/{}", "/u/{}", ""))
        self.replies, self.views = lot.choice(COUNTED)
        self.has_views, self.has_author = lot.random() < 0.5, lot.random() < 0.8
        self.tells_start, self.tells_last = lot.random() < 0.4, lot.random() < 0.6
        self.has_excerpt, self.has_pages = lot.random() < 0.25, lot.random() < 0.3
        self.by = lot.choice(("by", "Started by", "Asked by"))
        self.shape = lot.choice(
            (self.table, self.table, self.items, self.cards, self.boxes, self.cells, self.terms)
        )

    def page(self) -> DrawnList:
        rows = self.rows(self.lot.choice((3, 5, 8, 15, 20, 25)))
        has_next = self.lot.random() < 0.6
        return DrawnList(self.framed(self.shape(rows), has_next=has_next), rows, has_next)

    def rows(self, count: int) -> tuple[Row, ...]:
        lot, at, found = self.lot, NOW - timedelta(days=3), []
        for number in range(count):
            at -= timedelta(minutes=lot.randint(3, 900))
            title = self.some_words(lot.randint(3, 9)).capitalize() + lot.choice(("", "?", "!"))
            found.append(
                Row(
                    number=4100 - number * 7,
                    title=title,
                    author=lot.choice(NAMES),
                    last_author=lot.choice(NAMES),
                    replies=lot.choice((0, 1, 2, 3, 7, 12, 45, 130)),
                    views=lot.randint(20, 9000),
                    started=at - timedelta(days=lot.randint(0, 9), minutes=lot.randint(5, 999)),
                    last_post=at,
                )
            )
        return tuple(found)

    # Parts of a row

    def link(self, row: Row) -> str:
        slug = "-".join(row.title.lower().strip("?!").split()[:5])
        href = self.address.format(id=row.number, slug=slug)
        pages = (
            f' <span{self.named("pages")}><a href="{href}?page=2">2</a> <a href="{href}?page=3">3</a></span>'
            if self.has_pages and row.replies > 20
            else ""
        )
        return f'<a href="{href}"{self.named("title")}>{row.title}</a>{pages}'

    def who(self, name: str) -> str:
        if self.profile:
            return f'<a href="{self.profile.format(name)}"{self.named("username")}>{name}</a>'
        return f"<span{self.named('author')}>{name}</span>"

    def when(self, at: datetime) -> str:
        return self.form.format(
            iso=at.isoformat(), t=self.time(at), c=self.named("date"), days=(NOW - at).days
        )

    def below(self, row: Row) -> str:
        start = f", {self.when(row.started)}" if self.tells_start else ""
        by = (
            f"<div{self.named('by')}>{self.by} {self.who(row.author)}{start}</div>"
            if self.has_author
            else ""
        )
        excerpt = (
            f"<p{self.named('excerpt')}>{self.some_words(20)}…</p>" if self.has_excerpt else ""
        )
        return f"{by}{excerpt}"

    def counted(self, row: Row) -> str:
        views = (
            f" <span{self.named('views')}>{row.views} {self.views}</span>" if self.has_views else ""
        )
        return f"<span{self.named('replies')}>{row.replies} {self.replies}</span>{views}"

    def last(self, row: Row) -> str:
        return f"{self.when(row.last_post)}{f' by {self.who(row.last_author)}' if self.tells_last else ''}"

    # Shapes of the list

    def table(self, rows: Sequence[Row]) -> str:
        head = f"<tr><th>Topic</th><th>{self.replies.capitalize()}</th>"
        head += f"<th>{self.views.capitalize()}</th>" * self.has_views + "<th>Last post</th></tr>"
        body = "".join(
            f"<tr{self.named('row')}><td>{self.link(row)}{self.below(row)}</td><td>{row.replies}</td>"
            f"{f'<td>{row.views}</td>' if self.has_views else ''}<td>{self.last(row)}</td></tr>"
            for row in rows
        )
        return f"<table>{head}{body}</table>"

    def items(self, rows: Sequence[Row]) -> str:
        body = "".join(
            f"<li{self.named('topic')}>{self.link(row)}{self.below(row)}{self.counted(row)} <span{self.named('last')}>{self.last(row)}</span></li>"
            for row in rows
        )
        return f"<ul>{body}</ul>"

    def cards(self, rows: Sequence[Row]) -> str:
        return "".join(
            f"<article{self.named('card')}><h3>{self.link(row)}</h3>{self.below(row)}<footer>{self.counted(row)} {self.last(row)}</footer></article>"
            for row in rows
        )

    def boxes(self, rows: Sequence[Row]) -> str:
        return "".join(
            f"<div{self.named('topic')}><div>{self.link(row)}</div>{self.below(row)}<div>{self.counted(row)}</div><div>{self.last(row)}</div></div>"
            for row in rows
        )

    def cells(self, rows: Sequence[Row]) -> str:
        body = "".join(
            f"<div{self.named('row')}><div{self.named('main')}><div{self.named('t')}>{self.link(row)}</div>{self.below(row)}</div>"
            f"<div{self.named('stats')}>{self.counted(row)}</div><div{self.named('last')}>{self.last(row)}</div></div>"
            for row in rows
        )
        return f"<div{self.named('list')}>{body}</div>"

    def terms(self, rows: Sequence[Row]) -> str:
        body = "".join(
            f"<dt>{self.link(row)}</dt><dd>{self.below(row)}{self.counted(row)} {self.last(row)}</dd>"
            for row in rows
        )
        return f"<dl>{body}</dl>"

    # What stands around the list

    def framed(self, body: str, *, has_next: bool) -> str:
        lot = self.lot
        menu = self.menu()
        pages = (
            f'<div{self.named("pagination")}><b>1</b> <a href="/board/3?page=2">2</a> <a href="/board/3?page=2">Next</a></div>'
            if has_next
            else ""
        )
        beside = ""
        if lot.random() < 0.4:
            entries = "".join(
                f'<li>{self.who(lot.choice(NAMES))} on <a href="{self.address.format(id=900 + n, slug="other")}">{self.some_words(5)}</a></li>'
                for n in range(5)
            )
            beside = f"<div{self.named('sidebar')}><h3>Latest comments</h3><ul>{entries}</ul></div>"
        return (
            "<!DOCTYPE html><html lang=en><head><title>Pay and allowances - The Hearth</title></head><body>"
            f"<ul>{menu}</ul><div{self.named('breadcrumbs')}><a href='/'>Home</a> &raquo; <a href='/board/3'>Pay and allowances</a></div>"
            f"<h1>Pay and allowances</h1><p>All about pay, and what else you may get.</p>{pages}<div{self.named('main')}>{body}</div>{beside}{pages}"
            f"<p><a href='/new'>New topic</a></p><div{self.named('footer')}><p>Powered by HearthBoard <a href='/privacy'>Privacy</a></p></div></body></html>"
        )
