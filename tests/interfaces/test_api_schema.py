"""The HTTP interface against its own description, with questions that nobody would think of."""

import os

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from alongside.api.interface import api
from alongside.bodies import search as bodies_search
from alongside.core import clock
from alongside.forums import search as forums_search
from tests.factories import (
    HOUR,
    NOON,
    AgreementFactory,
    BoardFactory,
    BodyFactory,
    DuplicateCheckFactory,
    EventFactory,
    ForumAliasFactory,
    ForumFactory,
    ForumTopicFactory,
    ListingFactory,
    MeasureFactory,
    NoForumFoundFactory,
    OfficialAccountFactory,
    ProposalFactory,
    RemitTopicFactory,
    ReplyFactory,
    VerificationFactory,
    publish_plan,
)

pytestmark = pytest.mark.django_db

EXAMPLES = int(os.environ.get("ALONGSIDE_API_EXAMPLES", "8"))  # of each address and mode


@pytest.fixture
def described(monkeypatch, settings):
    """The interface over a small register with something of everything in it."""
    settings.ALLOWED_HOSTS = ["*"]
    # As in Django's own test client: the test's connection outlives a request.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    monkeypatch.setattr(clock, "now", lambda: NOON)
    body = BodyFactory(slug="aps", name="Aldmere Public Services", jurisdiction="GB-WLS")
    BodyFactory(slug="closed", closed_how="merged").successors.add(body)
    RemitTopicFactory(body=body)
    forum = ForumFactory(slug="well", name="The Well", engine="misago", languages=["en"])
    ForumTopicFactory(forum=forum)
    ForumAliasFactory(forum=forum, address="https://old.example/well")
    ForumFactory(slug="merged", merged_into=forum)
    ProposalFactory(forum=forum)
    ProposalFactory(of_body=True, body=body, accepted=True)
    NoForumFoundFactory(body=body)
    MeasureFactory(forum=forum, withdrawn_at=NOON, withdrawn_reason="A slip.")
    BoardFactory(forum=forum)
    MeasureFactory(forum=forum)
    pair = {"body": body, "forum": forum}
    ListingFactory(**pair, criteria=["size"], leads=True)
    AgreementFactory(**pair, welcome=True)
    account = OfficialAccountFactory(**pair, handle="AldmereHelps")
    VerificationFactory(account=account)
    publish_plan(body, [forum])
    DuplicateCheckFactory(body=body, found=[{"slug": "well", "name": "W", "why": "x"}])
    EventFactory(
        kind="forum.added", subject="forum:well", is_public=True, details={"name": "The Well"}
    )
    ReplyFactory(
        live=True,
        account=account,
        enquiry__body=body,
        enquiry__forum=forum,
        enquiry__asked_at=NOON - 6 * HOUR,
        posted_at=NOON - 4 * HOUR,
    )
    forums_search.refresh_search()
    bodies_search.refresh_search()
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def asked_for():
    """Every address with fitting questions, and with unfitting ones where something is asked."""
    for path, operations in sorted(api.get_openapi_schema()["paths"].items()):
        yield path, GenerationMode.POSITIVE
        if operations["get"].get("parameters"):
            yield path, GenerationMode.NEGATIVE


@pytest.mark.parametrize(("path", "mode"), list(asked_for()))
def test_every_answer_is_as_described(described, path, mode):
    operation = described[path]["GET"]

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case):
        case.call_and_validate()

    ask()
