"""Versions that were published before plans said what they say today stay what they are."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from alongside.plans import queries
from alongside.plans.domain.differences import differences
from alongside.plans.domain.documents import fingerprint
from alongside.plans.models import PlanVersion
from tests.factories import TODAY, BodyFactory, ForumFactory, publish_plan

# As it was frozen by the first release, byte by byte.
OLD = (
    '{"body":{"id":"aps","name":"Aldmere Public Services"},"disclosure":"We say who we are.",'
    '"effective_from":"2026-04-16","goal":"Questions find an answer.","is_practice":false,'
    '"objectives":[{"engagement_model":"open_answering","forum":{"id":"well","name":"The Well"},'
    '"hours":"","peers_first_hours":0,"response_standard_hours":48,"statement":"Answer."}],'
    '"review_on":"2026-11-02","title":"Cynllun Llŷn","version":1}'
)
OLD_SHA256 = "f31fdd5375ea658b572a99232b2d9392d693482d2067479e5128f73347f20565"


def an_old_version(body, forum):
    """As the first release wrote it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO plans_planversion (body_id, title, goal, disclosure, review_on,"
            " drafted_at, document, sha256, published_by)"
            " VALUES (%s, 'Cynllun Llŷn', 'Questions find an answer.', 'We say who we are.',"
            " '2026-11-02', '2026-04-16 10:00+00', '', '', '') RETURNING id",
            [body.pk],
        )
        (pk,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO plans_objective (version_id, forum_id, model, statement, hours,"
            " response_hours, peers_first_hours)"
            " VALUES (%s, %s, 'open_answering', 'Answer.', '', 48, 0)",
            [pk, forum.pk],
        )
        cursor.execute(
            "UPDATE plans_planversion SET number = 1, effective_from = '2026-04-16', document = %s,"
            " sha256 = %s, published_by = 'lead', published_at = '2026-04-16 11:00+00'"
            " WHERE id = %s",
            [OLD, fingerprint(OLD), pk],
        )
    return pk


def migrate(name):
    call_command("migrate", "plans", name, verbosity=0, stdout=StringIO())


@pytest.fixture
def migrated_there_and_back(transactional_db):
    migrate("0002")
    yield
    call_command("migrate", "plans", verbosity=0, stdout=StringIO())


@pytest.mark.usefixtures("migrated_there_and_back")
def test_law_2_a_version_published_before_keeps_its_document_and_its_fingerprint():
    body, forum = BodyFactory(slug="aps"), ForumFactory(slug="well", name="The Well")
    pk = an_old_version(body, forum)

    call_command("migrate", "plans", verbosity=0, stdout=StringIO())

    version = PlanVersion.objects.get(pk=pk)
    assert version.document == OLD
    assert version.sha256 == fingerprint(version.document) == OLD_SHA256
    assert queries.plan_in_force(body.pk, on=TODAY) == version
    (objective,) = version.objectives.all()
    assert (objective.goal, objective.reason) == (None, "")
    assert (version.second_reader, version.languages, version.lawful_basis) == ("", [], "")
    newer = publish_plan(body, [forum], effective_from=TODAY)
    found = differences(json.loads(version.document), json.loads(newer.document))
    assert {one.part.value for one in found} >= {"about", "goals", "objectives", "law"}
