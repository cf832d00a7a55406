"""Whether needs in everyday words find the forums that serve them."""

import pytest

from alongside.forums.search import find_forums, refresh_search
from tests.apps.forums import needs
from tests.factories import BoardFactory, ForumFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def _register():
    for name, subject, area, description, boards in needs.FORUMS:
        forum = ForumFactory(name=name, subject=subject, area=area, description=description)
        for board in boards:
            BoardFactory(forum=forum, name=board)
    refresh_search()


def missed(asked):
    """The needs whose forum is not among the first three, with what was found instead."""
    found = [(need, [forum.name for forum in find_forums(need, limit=3)]) for need, _ in asked]
    return [
        (need, names)
        for (need, names), (_, right) in zip(found, asked, strict=True)
        if not right & set(names)
    ]


def test_the_register_and_the_needs_are_whole():
    names = [name for name, *_ in needs.FORUMS]

    assert len(set(names)) == len(names) >= 150
    assert len(needs.SEEN) >= 60
    assert all(right <= set(names) for _, right in needs.SEEN + needs.UNSEEN)


@pytest.mark.usefixtures("_register")
def test_needs_in_everyday_words_find_the_forum_that_serves_them_among_the_first_three():
    seen, unseen = missed(needs.SEEN), missed(needs.UNSEEN)

    assert len(seen) <= 0.05 * len(needs.SEEN), seen
    assert len(unseen) <= 0.15 * len(needs.UNSEEN), unseen
