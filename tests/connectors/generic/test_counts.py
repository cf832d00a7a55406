# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""What the numbers in the rows of lists count, in the manners of many engines; all is invented."""

import pytest

from alongside.connectors.generic import parse
from tests.connectors.generic.invented import SITE, page, whole

BOARD = "https://forum.example/board/heat"
TITLES = ("Heating allowance after a move", "Appeal", "Damp in the north room", "Grant refused")
REPLIES, VIEWS = (3, 0, 14, 1), (180, 57, 633, 101)


def listing(counts: str, *, head: str = "", titled: str = "{}") -> str:
    """A list of threads in which `counts` is the middle of each row, "{r}" its replies."""
    rows = "".join(
        "<div class=item>"
        + titled.format(f"<a href='/topic/{40 + n}-t'>{title}</a>")
        + f" by <b>kestrel</b>{counts.format(r=r, v=v, s='' if r == 1 else 's', n=n)}<i>{n + 5} March 2026, 18:30</i></div>"
        for n, (title, r, v) in enumerate(zip(TITLES, REPLIES, VIEWS, strict=True))
    )
    return f"{head}<div class=list>{rows}</div>"


@pytest.mark.parametrize(
    "counts",
    [
        "<ul><li><b>{r}</b> <span>replies</span></li><li><b>{v}</b> <span>views</span></li></ul>",
        "<ul><li><span>Replies:</span> <b>{r}</b></li><li><span>Views:</span> <b>{v}</b></li></ul>",
        "<p><b>{n}</b><span> votes</span></p><p><b>{r}</b><span> answer{s}</span></p>",
        "<p>{r} Answers<br>{v} Views</p>",
        "<p class=voices>2</p><p class=topic-reply-count>{r}</p><p>{v} views</p>",
    ],
)
def test_a_number_is_called_by_the_label_on_the_side_on_which_labels_stand(counts: str) -> None:
    found = parse.board_page(page(whole(listing(counts)), url=BOARD), SITE)

    assert [line.replies for line in found.lines] == list(REPLIES)


def test_a_head_that_names_two_things_does_not_gainsay_a_label() -> None:
    rows = "".join(
        f"<tr><td><a href='/topic/{40 + n}'>{title}</a></td><td><p>Replies:<b>{r}</b></p><p>Views:<b>{v}</b></p></td><td>{n + 5} March 2026, 18:30</td></tr>"
        for n, (title, r, v) in enumerate(zip(TITLES, REPLIES, VIEWS, strict=True))
    )
    html = f"<table><tr><th>Subject<th>Replies / Views<th>Last post</tr>{rows}</table>"

    found = parse.board_page(page(whole(html), url=BOARD), SITE)

    assert [line.replies for line in found.lines] == list(REPLIES)


NAMES = ("Boilers", "Windows", "Grants")


def fronts(row: str) -> str:
    rows = "".join(
        row.format(at=f"/board/{name.lower()}", name=name, t=n * 11 + 20, p=n * 70 + 80, new=n + 1)
        for n, name in enumerate(NAMES)
    )
    return f"<div class=boards>{rows}</div>"


@pytest.mark.parametrize(
    "row",
    [
        "<div class=b><h3><a href='{at}'>{name}</a></h3><div class=stat-posts>{p}</div><div class=stat-topics>{t}</div></div>",
        "<div class=b><a href='{at}'>{name}</a><p><i>Topics</i><br><b>{t}</b></p><p><i>Posts</i><br><b>{p}</b></p></div>",
        "<div class=b><h2><a href='{at}'>{name}</a><em title=Today> ({new})</em></h2><p><b>{t}</b><span> / {p}</span></p></div>",
        "<div class=b><a href='{at}'>{name}</a><h4>Recent topics</h4><div class=stat-posts>{p}</div><div class=stat-topics>{t}</div></div>",
        "<div class=b><span>No new posts</span><a href='{at}'>{name}</a><p>{t} topics</p><p>{p} posts</p></div>",
    ],
)
def test_boards_are_read_with_figures_that_classes_labels_or_their_order_call(row: str) -> None:
    found = parse.boards(page(whole(fronts(row)), url="https://forum.example/"), SITE)

    assert [(board.name, board.threads, board.posts) for board in found] == [
        ("Boilers", 20, 80),
        ("Windows", 31, 150),
        ("Grants", 42, 220),
    ]


def test_rows_in_stripes_whose_names_are_run_together_are_one_list_of_boards() -> None:
    stripes = ("rowOdd", "rowEven", "rowOdd")
    rows = "".join(
        f"<div class='boardRow {stripe}'><p><a href='/forum/{name.lower()}/'>{name}</a></p><p>Topics <b>{n + 20}</b></p>"
        f"<h5><a href='/forum/{name.lower()}/t{n}/'>Whatever was written last</a></h5></div>"
        for n, (name, stripe) in enumerate(zip(NAMES, stripes, strict=True))
    )

    found = parse.boards(page(whole(rows), url="https://forum.example/"), SITE)

    assert [(board.name, board.threads) for board in found] == [
        ("Boilers", 20),
        ("Windows", 21),
        ("Grants", 22),
    ]


@pytest.mark.parametrize(
    "told",
    [
        "<p>Our neighbours have posted a total of <b>26934</b> articles<br>We have <b>4120</b> registered users</p>",
        "<ul><li><b>26,934</b> Total Posts</li><li><b>4,120</b> Total Members</li><li><b>gull7</b> Newest Member</li><li><b>231</b> Online At Once</li></ul>",
        "<p>Groups: 3</p><p>Forums: 7</p><p>Members: 4120</p><p>Posts: 26934</p>",
    ],
)
def test_a_forums_figures_are_read_in_the_manners_of_several_engines(told: str) -> None:
    found = parse.statistics(page(f"<html><body><div class=stats>{told}</div></body></html>"))

    assert (found.value("posts"), found.value("members")) == (26934, 4120)
