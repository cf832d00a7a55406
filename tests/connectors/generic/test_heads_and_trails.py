# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""Heads of posts, trails and pages of many threads, as later forums write them: all invented."""

from datetime import UTC, datetime

import pytest

from alongside.connectors.generic import parse
from alongside.connectors.pages import ThreadPage
from alongside.connectors.port import Precision
from tests.connectors.generic.invented import NOW, POSTS, SITE, THREAD, page, whole

AUTHORS = [said.author for said in POSTS]


def thread(html: str, *, url: str = THREAD, keep_names: bool = False) -> ThreadPage:
    return parse.thread_page(page(whole(html), url=url), SITE, keep_names=keep_names)


# Times


def _with_spans(times: tuple[str, ...]) -> str:
    return "".join(
        f"<li><div class=message><div class=body>{said.html}</div><div class=footer><div class=author>{said.author}</div>"
        f"<div class=time>{time}</div></div></div></li>"
        for said, time in zip(POSTS, times, strict=False)
    )


def test_a_day_in_short_numbers_with_its_clock_says_more_than_a_span_beside_it() -> None:
    posts = thread(
        _with_spans(("02/25/26 09:15:00 (3 weeks ago)", "02/26/26 10:00:12 (3 weeks ago)"))
    ).posts

    assert [post.posted_at for post in posts] == [
        datetime(2026, 2, 25, 9, 15, tzinfo=UTC),
        datetime(2026, 2, 26, 10, 0, 12, tzinfo=UTC),
    ]
    assert {post.precision for post in posts} == {Precision.MINUTE}


@pytest.mark.parametrize(
    ("time", "month", "day"),
    [("01/02/26 05:24:00 (11 weeks ago)", 1, 2), ("01/02/26 05:24:00 (7 weeks ago)", 2, 1)],
)
def test_a_span_beside_a_day_in_numbers_tells_which_of_them_is_the_month(
    time: str, month: int, day: int
) -> None:
    (post,) = thread(_with_spans((time,)) + "<a href='#reply'>Reply</a>").posts

    assert NOW.month == 3
    assert post.posted_at == datetime(2026, month, day, 5, 24, tzinfo=UTC)
