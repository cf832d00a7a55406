# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""Front pages in shapes drawn by lot, as `any_shape` draws the pages of threads."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from tests.connectors.generic.any_list import ADDRESSES, FORMS
from tests.connectors.generic.any_shape import FORMS_OF_TIME, NAMES, NOW, Maker

BOARDS = (
    *("/forum/{id}-{slug}", "/forums/{slug}.{id}/", "/viewforum.php?f={id}", "/board/{id}"),
    *(
        "/c/{slug}/{id}",
        "/forumdisplay.php?fid={id}",
        "/category/{slug}",
        "/index.php?board={id}.0",
    ),
)
SUBJECTS = (
    *("Pay and allowances", "Housing", "Council tax", "Carers", "Pensions", "Debt", "Study"),
    *("Energy", "Travel", "Disability", "Families", "Work", "Courts", "Off topic", "News"),
)
THREADS = "topics", "threads", "discussions", "questions", "Themen", "sujets"
POSTS = "posts", "messages", "replies", "posts", "Beiträge", "messages"


@dataclass(frozen=True)
class Board:
    """One board as it stands on the front page."""

    name: str
    number: int
    threads: int
    posts: int


@dataclass(frozen=True)
class DrawnFront:
    html: str
    boards: tuple[Board, ...]
    figures: dict[str, int]


def drawn_front(seed: int) -> DrawnFront:
    return _Maker(random.Random(seed)).page()


class _Maker(Maker):
    def __init__(self, lot: random.Random) -> None:
        super().__init__(lot)
        self.time, self.form = lot.choice(list(FORMS_OF_TIME.values())), lot.choice(FORMS)
        self.board, self.thread = lot.choice(BOARDS), lot.choice(ADDRESSES)
        language = lot.randrange(len(THREADS))
        self.threads, self.posts = THREADS[language], POSTS[language]
        self.parted = lot.choice(("{:,}", "{}"))
        self.has_words, self.has_last = lot.random() < 0.7, lot.random() < 0.8
        self.has_parts, self.labels_first = lot.random() < 0.5, lot.random() < 0.4
        self.shape = lot.choice((self.table, self.table, self.items, self.cards, self.cells))

    def page(self) -> DrawnFront:
        lot = self.lot
        names = lot.sample(SUBJECTS, lot.choice((2, 4, 7, 12)))
        boards = tuple(
            Board(
                name, 3 + number * 2, threads := lot.randint(2, 4000), threads * lot.randint(2, 9)
            )
            for number, name in enumerate(names)
        )
        figures = {
            "threads": sum(board.threads for board in boards),
            "posts": sum(board.posts for board in boards),
            "members": lot.randint(50, 90_000),
        }
        return DrawnFront(self.framed(self.parts(boards), figures), boards, figures)

    def parts(self, boards: Sequence[Board]) -> str:
        """All boards in one list, or in two with a heading above each."""
        if not self.has_parts or len(boards) < 4:
            return self.shape(boards)
        half = len(boards) // 2
        return f"<h2>Advice</h2>{self.shape(boards[:half])}<h2>The rest</h2>{self.shape(boards[half:])}"

    # Parts of a row

    def figure(self, value: int) -> str:
        return self.parted.format(value)

    def title(self, board: Board) -> str:
        slug = board.name.lower().replace(" ", "-")
        href = self.board.format(id=board.number, slug=slug)
        words = (
            f"<p{self.named('description')}>{self.some_words(8).capitalize()}.</p>"
            if self.has_words
            else ""
        )
        return f'<a href="{href}"{self.named("forumtitle")}>{board.name}</a>{words}'

    def counted(self, board: Board) -> str:
        pairs = (board.threads, self.threads), (board.posts, self.posts)
        if self.labels_first:
            return " ".join(
                f"<span{self.named('count')}>{word.capitalize()}: {self.figure(value)}</span>"
                for value, word in pairs
            )
        return " ".join(
            f"<span{self.named('count')}>{self.figure(value)} {word}</span>"
            for value, word in pairs
        )

    def last(self) -> str:
        if not self.has_last:
            return ""
        lot, at = self.lot, NOW - timedelta(minutes=self.lot.randint(5, 9_000))
        href = self.thread.format(id=lot.randint(100, 999), slug="last")
        said = self.form.format(
            iso=at.isoformat(), t=self.time(at), c=self.named("date"), days=(NOW - at).days
        )
        title = self.some_words(lot.randint(2, 6)).capitalize()
        return (
            f'<a href="{href}"{self.named("lastthread")}>{title}</a> by {lot.choice(NAMES)} {said}'
        )

    # Shapes of the list

    def table(self, boards: Sequence[Board]) -> str:
        head = f"<tr><th>Forum</th><th>{self.threads.capitalize()}</th><th>{self.posts.capitalize()}</th>"
        head += "<th>Last post</th></tr>" if self.has_last else "</tr>"
        body = "".join(
            f"<tr{self.named('row')}><td>{self.title(board)}</td><td>{self.figure(board.threads)}</td><td>{self.figure(board.posts)}</td>"
            f"{f'<td>{self.last()}</td>' if self.has_last else ''}</tr>"
            for board in boards
        )
        return f"<table>{head}{body}</table>"

    def items(self, boards: Sequence[Board]) -> str:
        body = "".join(
            f"<li{self.named('forum')}>{self.title(board)} {self.counted(board)} <span{self.named('last')}>{self.last()}</span></li>"
            for board in boards
        )
        return f"<ul>{body}</ul>"

    def cards(self, boards: Sequence[Board]) -> str:
        return "".join(
            f"<section{self.named('card')}><h3>{self.title(board)}</h3><div>{self.counted(board)}</div><div>{self.last()}</div></section>"
            for board in boards
        )

    def cells(self, boards: Sequence[Board]) -> str:
        body = "".join(
            f"<div{self.named('row')}><div{self.named('main')}>{self.title(board)}</div><div{self.named('stats')}>{self.counted(board)}</div><div{self.named('last')}>{self.last()}</div></div>"
            for board in boards
        )
        return f"<div{self.named('forums')}>{body}</div>"

    # What stands around

    def framed(self, body: str, figures: dict[str, int]) -> str:
        lot = self.lot
        menu = self.menu()
        told = {kind: self.figure(value) for kind, value in figures.items()}
        said = lot.choice(
            (
                "Total posts <b>{posts}</b> &bull; Total topics <b>{threads}</b> &bull; Total members <b>{members}</b>",
                "Our members have made a total of {posts} posts in {threads} threads. We have {members} members registered.",
                "Threads: {threads}, Posts: {posts}, Members: {members}",
                "<dl><dt>Discussions</dt><dd>{threads}</dd><dt>Messages</dt><dd>{posts}</dd><dt>Members</dt><dd>{members}</dd></dl>",
            )
        ).format(**told)
        beside = ""
        if lot.random() < 0.4:
            entries = "".join(
                f'<li><a href="{self.thread.format(id=900 + n, slug="other")}">{self.some_words(5)}</a> by {lot.choice(NAMES)}</li>'
                for n in range(5)
            )
            beside = f"<div{self.named('sidebar')}><h3>Latest threads</h3><ul>{entries}</ul></div>"
        return (
            "<!DOCTYPE html><html lang=en><head><title>The Hearth</title></head><body>"
            f"<ul>{menu}</ul><h1>The Hearth</h1><p>Help with all that one has to fill in.</p><div{self.named('main')}>{body}</div>{beside}"
            f"<div{self.named('statistics')}>{said}</div><div{self.named('footer')}><p>Powered by HearthBoard <a href='/privacy'>Privacy</a></p></div></body></html>"
        )
