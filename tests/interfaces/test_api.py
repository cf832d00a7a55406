"""The HTTP interface: what it answers, in parts, and how it says no."""

import json

import pytest

from alongside.api.views import api
from alongside.publishing import lists
from tests.factories import (
    HOUR,
    NOON,
    AgreementFactory,
    BoardFactory,
    BoardReadingFactory,
    BodyFactory,
    ForumFactory,
    ListingFactory,
    MeasureFactory,
    OfficialAccountFactory,
    ReplyFactory,
    publish_plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

PATHS = ["/bodies", "/bodies/aps", "/forums", "/forums/well", "/plans/aps", "/figures"]


@pytest.fixture
def _one_of_each():
    body = BodyFactory(slug="aps", name="Aldmere Public Services")
    forum = ForumFactory(slug="well", name="The Well", engine="misago")
    pair = {"body": body, "forum": forum}
    ListingFactory(**pair)
    AgreementFactory(**pair, welcome=True)
    MeasureFactory(forum=forum, kind="registered users", value=42_000, bound="over")
    BoardReadingFactory(board=BoardFactory(forum=forum, name="Fit notes"))
    account = OfficialAccountFactory(**pair, handle="AldmereHelps")
    publish_plan(body, [forum])
    ReplyFactory(
        live=True,
        account=account,
        enquiry__body=body,
        enquiry__forum=forum,
        enquiry__asked_at=NOON - 6 * HOUR,
        posted_at=NOON - 4 * HOUR,
    )


def ask(client, path, **query):
    response = client.get(f"/api/v1{path}", query)
    return response.status_code, response.json()


@pytest.mark.usefixtures("_one_of_each")
@pytest.mark.parametrize("path", PATHS)
def test_an_answer_is_the_same_for_everybody_and_may_be_kept(client, path):
    response = client.get(f"/api/v1{path}")

    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert set(response.headers["Cache-Control"].split(", ")) == {"public", "max-age=60"}
    again = client.get(f"/api/v1{path}", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    assert client.head(f"/api/v1{path}").status_code == 200


@pytest.mark.usefixtures("_one_of_each")
@pytest.mark.parametrize("path", PATHS)
def test_an_answer_takes_at_most_6_queries(client, django_assert_max_num_queries, path):
    with django_assert_max_num_queries(6):
        client.get(f"/api/v1{path}")


@pytest.mark.usefixtures("_one_of_each")
def test_a_forum_is_told_with_figures_terms_accounts_and_replies(client):
    _, found = ask(client, "/forums/well")

    assert found["measures"][0]["value"] == 42_000
    assert found["measures"][0]["bound"] == "over"
    (body,) = found["bodies"]
    assert body["agreement"]["standing"] == "in_force"
    assert body["objective"]["engagement_model"] == "open_answering"
    assert [account["handle"] for account in found["accounts"]] == ["AldmereHelps"]
    assert found["boards_read"] == ["Fit notes"]
    assert len(found["replies"]) == 1


@pytest.mark.usefixtures("_one_of_each")
def test_a_body_is_told_with_list_plan_agreements_and_figures(client):
    _, found = ask(client, "/bodies/aps")

    figures = {figure["figure_id"]: figure for figure in found["figures"]}
    assert found["listings"][0]["forum_id"] == "well"
    assert found["plan_version"] == 1
    assert found["agreements"][0]["agreement"]["answer"] == "welcome"
    assert (figures["first_reply_median"]["value"], figures["first_reply_median"]["n"]) == (2, 1)
    assert figures["within_standard"]["value"] is None


@pytest.mark.usefixtures("_one_of_each")
def test_a_plan_is_told_with_the_address_of_its_frozen_document(client):
    _, found = ask(client, "/plans/aps")

    assert found["document"] == "http://testserver/bodies/aps/plan/1.json"
    assert found["is_in_force"] is True
    assert found["objectives"][0]["forum_id"] == "well"


@pytest.mark.usefixtures("_one_of_each")
def test_figures_are_those_of_the_page(client):
    _, found = ask(client, "/figures")
    shown = lists.all_figures(practice=False, at=NOON)

    assert {figure["figure_id"]: figure["value"] for figure in found["figures"]} == {
        indicator.key: None if indicator.value is None else float(indicator.value)
        for indicator in (*shown.questions, *shown.register)
    }
    assert found["bodies"][0]["body_id"] == "aps"


@pytest.mark.parametrize(
    ("path", "factory", "identifier"),
    [("/forums", ForumFactory, "forum_id"), ("/bodies", BodyFactory, "body_id")],
)
def test_a_list_is_walked_through_by_cursor_and_each_entry_comes_once(
    client, path, factory, identifier
):
    slugs = sorted(factory().slug for _ in range(5))

    seen, cursor = [], ""
    while cursor is not None:
        _, part = ask(client, path, limit=2, cursor=cursor)
        seen += [item[identifier] for item in part["items"]]
        cursor = part["next"]

    assert seen == slugs


def test_practice_is_in_no_answer(client, settings):
    settings.ALONGSIDE_SHOW_PRACTICE = True
    agreement = AgreementFactory(body__practice=True, forum__practice=True, welcome=True)
    publish_plan(agreement.body, [agreement.forum])

    assert ask(client, "/forums")[1]["items"] == []
    assert ask(client, "/bodies")[1]["items"] == []
    assert ask(client, f"/forums/{agreement.forum.slug}")[0] == 404
    assert ask(client, f"/bodies/{agreement.body.slug}")[0] == 404
    assert ask(client, f"/plans/{agreement.body.slug}")[0] == 404


@pytest.mark.parametrize(
    ("path", "status", "error"),
    [
        ("/forums/none", 404, "not_found"),
        ("/bodies/none", 404, "not_found"),
        ("/plans/none", 404, "not_found"),
        ("/nothing/here", 404, "not_found"),
        ("/forums?limit=0", 422, "not_valid"),
        ("/forums?limit=x", 422, "not_valid"),
        ("/bodies?cursor=%00", 422, "not_valid"),
        ("/bodies/%00", 422, "not_valid"),
        ("/forums/" + "x" * 101, 422, "not_valid"),
    ],
)
def test_every_error_has_the_one_shape(client, path, status, error):
    answer, problem = ask(client, path)

    assert (answer, problem["error"]) == (status, error)
    assert set(problem) == {"error", "message", "details"}
    assert problem["message"].endswith(".")
    assert all(set(detail) == {"where", "problem"} for detail in problem["details"])


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["/forums", "/forums/well", "/nothing"])
def test_nothing_can_be_written(method, path, csrf_client):
    response = getattr(csrf_client, method)(f"/api/v1{path}")

    assert response.status_code == (404 if path == "/nothing" else 405)
    assert set(response.json()) == {"error", "message", "details"}


@pytest.fixture
def csrf_client():
    from django.test import Client

    return Client(enforce_csrf_checks=True)


def test_a_fault_of_ours_has_the_one_shape_and_tells_nothing(client, monkeypatch):
    def fail(**_kwargs):
        raise RuntimeError("the password is hunter2")

    monkeypatch.setattr(lists, "all_figures", fail)

    status, problem = ask(client, "/figures")

    assert (status, problem["error"]) == (500, "failed")
    assert "hunter2" not in json.dumps(problem)


def test_the_description_names_every_path_and_its_errors(client):
    _, description = ask(client, "/openapi.json")

    assert description["openapi"].startswith("3.1")
    assert sorted(description["paths"]) == [
        "/api/v1/bodies",
        "/api/v1/bodies/{slug}",
        "/api/v1/figures",
        "/api/v1/forums",
        "/api/v1/forums/{slug}",
        "/api/v1/plans/{slug}",
    ]
    assert "404" in description["paths"]["/api/v1/forums/{slug}"]["get"]["responses"]
    assert api.docs_url is None
