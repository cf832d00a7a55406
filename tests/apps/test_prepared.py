"""Prepared questions give what the ORM gives, and refuse what they cannot keep."""

from datetime import date

import pytest
from django.db import connection
from django.db.models import Count, F, Value

from alongside.agreements import queries as agreements
from alongside.bodies.models import Body
from alongside.core.postgresql.base import DatabaseWrapper
from alongside.core.prepared import CannotPrepare, Prepared
from alongside.forums.models import Forum, Measure
from alongside.publishing.changes import newest_change_concerning
from tests.factories import TODAY, AgreementFactory, ForumFactory, ListingFactory, MeasureFactory

pytestmark = pytest.mark.django_db


def test_a_prepared_question_gives_the_rows_of_its_values_each_time():
    wells = [ForumFactory(name="Well"), ForumFactory(name="Bridge")]
    by_name = Prepared(lambda name: Forum.objects.filter(name=name), name=str)

    assert by_name(name="Well") == wells[:1]
    assert by_name(name="Bridge") == wells[1:]
    assert by_name(name="Ford") == []


def test_related_rows_annotations_and_dates_come_along(django_assert_num_queries):
    agreement = AgreementFactory(welcome=True)
    AgreementFactory(welcome=True)
    newest = Prepared(
        lambda forum_id, on: (
            agreements.agreements_in_force(on=on)
            .filter(forum_id=forum_id)
            .select_related("forum", "body")
            .annotate(forum_name=F("forum__name"))
        ),
        forum_id=int,
        on=date,
    )
    newest(forum_id=0, on=TODAY)

    with django_assert_num_queries(1):
        [found] = newest(forum_id=agreement.forum_id, on=TODAY)
        assert found.forum.name == found.forum_name == agreement.forum.name
        assert found.body == agreement.body

    assert newest(forum_id=agreement.forum_id, on=date(1999, 1, 1)) == []


def test_plain_values_and_sums_are_prepared_as_well():
    measure = MeasureFactory()
    listing = ListingFactory(forum=measure.forum)
    of = Prepared(
        lambda slug: (
            Forum.objects.filter(slug=slug)
            .annotate(listed=Count("listings"))
            .values_list("slug", "listed")
        ),
        slug=str,
    )
    figures = Prepared(
        lambda pk: Measure.objects.filter(forum=pk).values("kind", "value", "recorded_at"), pk=int
    )

    assert of(slug=measure.forum.slug) == [(measure.forum.slug, 1)]
    assert figures(pk=measure.forum_id) == list(
        Measure.objects.values("kind", "value", "recorded_at")
    )
    assert listing.forum_id == measure.forum_id


def test_changing_an_object_found_does_not_change_the_next_one():
    ForumFactory(slug="well", other_names=["Old well"])
    by_slug = Prepared(lambda slug: Forum.objects.filter(slug=slug), slug=str)

    by_slug(slug="well")[0].other_names.append("Never")

    assert by_slug(slug="well")[0].other_names == ["Old well"]


@pytest.mark.parametrize(
    ("build", "kinds", "reason"),
    [
        (lambda text: Forum.objects.filter(name__icontains=text), {"text": str}, "text"),
        (lambda flag: Forum.objects.filter(is_practice=flag), {"flag": bool}, "kind"),
        (
            lambda pk: Forum.objects.filter(pk=pk).prefetch_related("measures"),
            {"pk": int},
            "Prefetched",
        ),
    ],
)
def test_what_cannot_be_prepared_is_refused_at_the_first_question(build, kinds, reason):
    asked = Prepared(build, **kinds)

    with pytest.raises(CannotPrepare, match=reason):
        asked(**dict.fromkeys(kinds, "x"))


def test_values_are_named_and_never_none():
    asked = Prepared(lambda pk: Forum.objects.filter(pk=pk), pk=int)

    with pytest.raises(TypeError, match="takes"):
        asked(slug="well")
    with pytest.raises(TypeError, match="None"):
        asked(pk=None)


def test_what_never_changes_is_written_into_the_question(monkeypatch):
    ForumFactory(slug="well", subject="100%s off")
    by_slug = Prepared(
        lambda slug: Forum.objects.filter(
            slug=slug, subject="100%s off", is_practice=False
        ).annotate(mark=Value("50 %")),
        slug=str,
    )
    told = []
    ask = DatabaseWrapper.planned_rows
    monkeypatch.setattr(
        DatabaseWrapper,
        "planned_rows",
        lambda self, sql, params: told.append(params) or ask(self, sql, params),
    )

    [found] = by_slug(slug="well")

    assert found.mark == "50 %"
    assert told == [["well"]]


def test_the_key_of_an_object_does_not_hide_its_index():
    """PostgreSQL keeps one plan for all values, so what stands in the SQL alone fits the index."""
    last = Prepared(
        lambda slug: (
            Body.objects.filter(slug=slug)
            .annotate(changed_at=newest_change_concerning())
            .values_list("changed_at", flat=True)
        ),
        slug=str,
    )
    last(slug="well")

    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        [said] = [sql for (sql,) in cursor.fetchall() if "audit_event" in sql]
    assert "->> 'body'" in said
