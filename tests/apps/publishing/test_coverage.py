"""Who covers what: the matrix of bodies and topics, its sums, and its gaps."""

from datetime import timedelta

import pytest

from alongside.publishing import coverage
from tests.factories import (
    DAY,
    TODAY,
    BodyFactory,
    ForumFactory,
    ForumTopicFactory,
    ListingFactory,
    NoForumFoundFactory,
    RemitTopicFactory,
)

pytestmark = pytest.mark.django_db


def body_with(*codes, **fields):
    body = BodyFactory(**fields)
    for code in codes:
        RemitTopicFactory(body=body, code=code)
    return body


def forum_of(*codes, **fields):
    forum = ForumFactory(**fields)
    for code in codes:
        ForumTopicFactory(forum=forum, code=code)
    return forum


def whole(**asked):
    return coverage.coverage(on=TODAY, **asked)[0]


def states(body_slug):
    [found] = [body for body in whole().matrix.bodies if body.slug == body_slug]
    return {code: (cell.state, cell.forums) for code, cell in found.cells.items()}


def test_a_body_covers_a_topic_of_its_remit_when_it_lists_a_forum_of_it():
    body = body_with("work", "money", slug="aps")
    ListingFactory(body=body, forum=forum_of("work", "welfare"))
    ListingFactory(body=body, forum=forum_of("work"))
    ListingFactory(body=body, forum=forum_of("money"), delisted_on=TODAY, delisted_reason="Closed")

    assert states("aps") == {"work": ("covered", 2), "money": ("gap", 0), "welfare": ("beyond", 1)}


def test_a_forum_without_a_topic_counts_for_the_list_alone():
    body = body_with("work", slug="aps")
    ListingFactory(body=body, forum=forum_of())

    found = whole().matrix.bodies[0]

    assert found.listed == 1
    assert states("aps") == {"work": ("gap", 0)}


def test_a_body_that_searched_and_found_none_says_so_while_the_search_is_fresh():
    for slug, days in (("fresh", 10), ("old", 400)):
        body = body_with("work", slug=slug)
        NoForumFoundFactory(body=body, searched_on=TODAY - days * DAY)
    lister = body_with("work", slug="lister")
    NoForumFoundFactory(body=lister, searched_on=TODAY)
    ListingFactory(body=lister, forum=forum_of("money"))

    assert states("fresh") == {"work": ("searched", 0)}
    assert states("old") == {"work": ("gap", 0)}
    assert states("lister")["work"] == ("gap", 0)
    by_slug = {body.slug: body for body in whole().matrix.bodies}
    assert by_slug["fresh"].found_none_on == TODAY - timedelta(days=10)
    assert by_slug["old"].found_none_on is None


def test_topics_of_other_lists_are_left_out():
    body = body_with("work", slug="aps")
    RemitTopicFactory(body=body, scheme="LGSL", code="money")
    RemitTopicFactory(body=body, code="no-such-topic")
    forum = forum_of("work")
    ForumTopicFactory(forum=forum, scheme="LGSL", code="money")
    ListingFactory(body=body, forum=forum)

    assert states("aps") == {"work": ("covered", 1)}
    assert [code for code, _ in whole().matrix.topics] == ["work"]


def test_a_topic_is_summed_over_all_bodies_and_forums():
    covering, *_ = body_with("work"), body_with("work"), body_with("money")
    listed = forum_of("work")
    forum_of("work")
    forum_of("work", merged_into=listed)
    ListingFactory(body=covering, forum=listed)

    topic = {topic.code: topic for topic in whole().topics}["work"]

    assert (topic.bodies, topic.covering, topic.gaps) == (2, 1, 1)
    assert (topic.forums, topic.unlisted) == (2, 1)


def test_the_sums_say_how_much_is_covered_and_what_nobody_covers():
    body = body_with("work", "money")
    ListingFactory(body=body, forum=forum_of("work"))
    body_with("money")

    found = whole()

    assert (found.in_remit, found.covered) == (3, 1)
    assert (found.bodies, found.without_list) == (2, 1)
    assert [topic.code for topic in found.uncovered_topics] == ["money"]


def test_closed_bodies_are_left_out():
    body_with("work", closed_how="merged")

    assert whole().bodies == 0
    assert whole().in_remit == 0
    assert whole().matrix.bodies == []


def test_practice_is_apart():
    practice = body_with("work", practice=True)
    ListingFactory(body=practice, forum=forum_of("work", practice=True))
    real = body_with("work", slug="real")
    # Neither makes the other's list, whatever a row says.
    ListingFactory(body=real, forum=forum_of("work", practice=True))
    ListingFactory(body=practice, forum=forum_of("work"))

    parts = coverage.coverage(practice_too=True, on=TODAY)

    said = [(part.practice, part.bodies, part.in_remit, part.covered) for part in parts]
    assert said == [(False, 1, 1, 0), (True, 1, 1, 1)]
    assert parts[0].without_list == 1
    assert {topic.code: topic.unlisted for topic in parts[0].topics}["work"] == 1
    assert len(coverage.coverage(practice_too=False, on=TODAY)) == 1


def test_many_bodies_stand_on_pages_by_their_kind(monkeypatch):
    monkeypatch.setattr(coverage, "WHOLE", 2)
    monkeypatch.setattr(coverage, "PAGE_SIZE", 2)
    for number in range(3):
        body_with("work", kind="tribunal", name=f"Tribunal {number}")
    body_with("money", kind="court")

    kind, matrix = coverage.coverage_of_kind("tribunal", number=2, on=TODAY)

    assert whole().matrix is None
    assert [(found.kind, found.bodies) for found in whole().kinds] == [
        ("tribunal", 3),
        ("court", 1),
    ]
    assert kind == "tribunal"
    assert [body.name for body in matrix.bodies] == ["Tribunal 2"]
    assert (matrix.number, matrix.pages, matrix.count) == (2, 2, 3)
    assert [code for code, _ in matrix.topics] == ["work"]


@pytest.mark.parametrize(("kind", "number"), [("nonsense", 1), ("tribunal", 0), ("tribunal", 2)])
def test_a_kind_or_page_that_is_not_there_is_not_found(kind, number):
    with pytest.raises(coverage.NotFound):
        coverage.coverage_of_kind(kind, number=number, on=TODAY)


def test_a_topic_names_who_covers_it_who_does_not_and_what_nobody_lists():
    covering = body_with("work", name="Covers")
    body_with("work", name="Gap")
    beyond = BodyFactory(name="Beyond")
    BodyFactory(name="Elsewhere")
    listed = forum_of("work")
    forum_of("work", name="Unlisted", slug="unlisted")
    forum_of("work", name="Practice", practice=True)
    for body in (covering, beyond):
        ListingFactory(body=body, forum=listed)

    entry = coverage.coverage_of_topic("work", on=TODAY)

    assert [body.name for body in entry.covering] == ["Covers"]
    assert [body.name for body in entry.gaps] == ["Gap"]
    assert [body.name for body in entry.beyond] == ["Beyond"]
    assert [(forum.slug, forum.name) for forum in entry.unlisted] == [("unlisted", "Unlisted")]


def test_a_topic_that_is_not_there_is_not_found():
    with pytest.raises(coverage.NotFound):
        coverage.coverage_of_topic("nonsense", on=TODAY)


def test_the_rows_of_the_file_say_what_the_matrix_says():
    body = body_with("work", "money", slug="aps")
    ListingFactory(body=body, forum=forum_of("work"))
    body_with("work", practice=True)

    rows = coverage.coverage_rows(False, on=TODAY)

    said = [(row.body_slug, row.topic_code, row.state, row.forums_listed) for row in rows]
    assert said == [("aps", "money", "gap", 0), ("aps", "work", "covered", 1)]


def test_however_many_bodies_the_queries_stay_the_same(django_assert_num_queries):
    for number in range(4):
        body = body_with("work", kind="tribunal", practice=number == 3)
        ListingFactory(body=body, forum=forum_of("work", practice=number == 3))

    with django_assert_num_queries(6):
        coverage.coverage(practice_too=True, on=TODAY)
    with django_assert_num_queries(2):
        coverage.coverage_of_kind("tribunal", on=TODAY)
    with django_assert_num_queries(4):
        coverage.coverage_of_topic("work", on=TODAY)
    with django_assert_num_queries(1):
        coverage.coverage_rows(False, on=TODAY)
