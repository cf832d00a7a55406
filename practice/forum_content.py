"""Reads content.toml into plain records and refuses what would not make a sound forum."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from forum_problem import PracticeProblem

CONTENT_FILE = Path(__file__).resolve().parent / "content.toml"

PINS = ("nowhere", "board", "everywhere")
KINDS = ("member", "moderator", "administrator", "official")

# All invented members share one password: whoever practises signs in as any of them.
MEMBER_PASSWORD = "practice-member-aldmere"

_AGO = re.compile(r"(?:(?P<days>\d+)d)?\s*(?:(?P<hours>\d+)h)?\s*(?:(?P<minutes>\d+)m)?")


class ContentProblem(PracticeProblem):
    """content.toml says something that cannot be; the message says where."""


@dataclass(frozen=True)
class Forum:
    """Names and standing sentences of the forum."""

    name: str
    short_name: str
    description: str
    banner: str
    footnote: str


@dataclass(frozen=True)
class Board:
    """A board; in a closed one only moderators write."""

    name: str
    description: str
    colour: str
    closed: bool


@dataclass(frozen=True)
class Person:
    """An invented member, moderator, administrator or the official account."""

    name: str
    kind: str
    password: str
    title: str
    joined_ago: timedelta


@dataclass(frozen=True)
class Post:
    """What one person wrote, and how long before the seeding."""

    by: str
    ago: timedelta
    text: str
    best_answer: bool


@dataclass(frozen=True)
class Thread:
    """A question with its answers, oldest first."""

    board: str
    title: str
    pinned: str
    closed: bool
    posts: tuple[Post, ...]


@dataclass(frozen=True)
class Content:
    """All of content.toml."""

    forum: Forum
    boards: tuple[Board, ...]
    people: tuple[Person, ...]
    threads: tuple[Thread, ...]

    def posts_by_time(self) -> Iterator[tuple[Thread, Post]]:
        """Every post with its thread, oldest first, as if people had written them in turn."""
        every = ((thread, post) for thread in self.threads for post in thread.posts)
        return iter(sorted(every, key=lambda pair: pair[1].ago, reverse=True))

    def official_account(self) -> Person:
        """The one account that speaks for a public body."""
        return next(person for person in self.people if person.kind == "official")


def read_ago(text: str) -> timedelta:
    """The duration written as "12d 4h" or "90m". Raises ContentProblem for anything else."""
    match = _AGO.fullmatch(text)
    if not text or match is None:
        raise ContentProblem(f"A time is written like 12d 4h or 90m, not {text!r}.")
    return timedelta(**{unit: int(number or 0) for unit, number in match.groupdict().items()})


def read_content(path: Path = CONTENT_FILE) -> Content:
    """The content in `path`. Raises ContentProblem if it is not whole and consistent."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        content = Content(
            forum=Forum(**data["forum"]),
            boards=tuple(_read_board(table) for table in data["boards"]),
            people=tuple(_read_person(table) for table in data["people"]),
            threads=tuple(_read_thread(table) for table in data["threads"]),
        )
    except KeyError as missing:
        raise ContentProblem(f"{path.name}: {missing} is missing.") from missing
    except (TypeError, tomllib.TOMLDecodeError) as problem:
        raise ContentProblem(f"{path.name}: {problem}") from problem
    _check(content)
    return content


def _read_board(table: dict[str, Any]) -> Board:
    return Board(
        name=table["name"],
        description=table["description"],
        colour=table["colour"],
        closed=table.get("closed", False),
    )


def _read_person(table: dict[str, Any]) -> Person:
    return Person(
        name=table["name"],
        kind=table.get("kind", "member"),
        password=table.get("password", MEMBER_PASSWORD),
        title=table.get("title", ""),
        joined_ago=read_ago(table["joined"]),
    )


def _read_thread(table: dict[str, Any]) -> Thread:
    return Thread(
        board=table["board"],
        title=table["title"],
        pinned=table.get("pinned", "nowhere"),
        closed=table.get("closed", False),
        posts=tuple(
            Post(
                by=post["by"],
                ago=read_ago(post["ago"]),
                text=post["text"].strip(),
                best_answer=post.get("best_answer", False),
            )
            for post in table["posts"]
        ),
    )


def _check(content: Content) -> None:
    boards = {board.name for board in content.boards}
    joined = {person.name: person.joined_ago for person in content.people}
    for person in content.people:
        if person.kind not in KINDS:
            raise ContentProblem(f"{person.name}: no such kind of person: {person.kind!r}.")
    if sum(person.kind == "official" for person in content.people) != 1:
        raise ContentProblem("There must be exactly one official account.")
    for thread in content.threads:
        if thread.board not in boards:
            raise ContentProblem(f"{thread.title!r}: no board is named {thread.board!r}.")
        if thread.pinned not in PINS:
            raise ContentProblem(f"{thread.title!r}: pinned must be one of {', '.join(PINS)}.")
        if not thread.posts or thread.posts[0].best_answer:
            raise ContentProblem(f"{thread.title!r}: a thread begins with a question.")
        if [post.ago for post in thread.posts] != sorted(
            (post.ago for post in thread.posts), reverse=True
        ):
            raise ContentProblem(f"{thread.title!r}: an answer is older than what it answers.")
        for post in thread.posts:
            if post.by not in joined:
                raise ContentProblem(f"{thread.title!r}: nobody is named {post.by!r}.")
            if post.ago > joined[post.by]:
                raise ContentProblem(f"{thread.title!r}: {post.by} wrote before joining.")
