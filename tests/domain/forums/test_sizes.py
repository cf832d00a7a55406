"""Which of several figures is newest, which is strongest, and which says how big a forum is."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from alongside.forums.domain import sizes

NOON = datetime(2026, 5, 6, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Figure:
    kind: str
    dated: str
    method: str = "shown"
    withdrawn_at: datetime | None = None


def test_the_newest_and_the_strongest_of_conflicting_figures_are_named():
    counted, stated = Figure("members", "2024", "counted"), Figure("members", "2026-05", "stated")

    found = sizes.weigh([counted, stated])

    assert (found.newest, found.strongest, found.agree) == (stated, counted, False)
    assert found.why == (
        "The newest is dated 2026-05 and stated by the operator. "
        "The strongest is counted by this service, though dated 2024."
    )


def test_of_figures_of_one_day_the_strongest_is_the_newest():
    reported, shown = Figure("members", "2026", "reported"), Figure("members", "2026", "shown")

    found = sizes.weigh([reported, shown])

    assert (found.newest, found.strongest, found.agree) == (shown, shown, True)
    assert found.why == "The newest is also the strongest: dated 2026 and shown by the site."


def test_of_figures_of_one_strength_the_newest_is_the_strongest():
    old, new = Figure("posts", "2009-02"), Figure("posts", "2009-02-27")

    assert sizes.weigh([new, old]).strongest is new


@pytest.mark.parametrize(
    "methods", [("counted", "shown"), ("shown", "stated"), ("stated", "reported")]
)
def test_methods_have_an_order(methods):
    stronger, weaker = (Figure("posts", "2026", method) for method in methods)

    assert sizes.weigh([weaker, stronger]).strongest is stronger


def test_a_withdrawn_figure_says_nothing_any_more():
    wrong = Figure("members", "2026-05", "counted", withdrawn_at=NOON)
    right = Figure("members", "2009", "reported")

    assert sizes.leading([wrong, right]) is right
    assert sizes.size_of([wrong]) is None
    assert sizes.weigh([wrong]) is None
    assert sizes.by_kind([wrong, right]) == [("members", [right, wrong])]


def test_people_tell_the_size_before_posts_do_and_posts_when_nobody_counted_people():
    posts, visitors = Figure("posts", "2026"), Figure("visitors", "2009")

    assert sizes.leading([posts, visitors]) is visitors
    assert sizes.leading([posts]) is posts
    assert sizes.size_of([posts]) is None
    assert sizes.size_of([posts, visitors]) is visitors


def test_kinds_stand_in_the_order_of_what_they_tell_those_without_a_standing_figure_last():
    figures = [
        Figure("members", "2026", withdrawn_at=NOON),
        Figure("answers", "2026"),
        Figure("posts", "2026"),
    ]

    assert [kind for kind, _ in sizes.by_kind(figures)] == ["posts", "answers", "members"]


def test_nothing_leads_among_nothing():
    assert sizes.leading([]) is None
    assert sizes.by_kind([]) == []
