"""The HTTP interface: what it answers, in parts, and how it says no."""

import json
from datetime import timedelta, timezone

import pytest

from alongside.agreements.models import EvidenceFile
from alongside.api.interface import api
from alongside.bodies import search as bodies_search
from alongside.forums import search as forums_search
from alongside.forums.models import Forum
from alongside.forums.sizes import refresh_sizes
from alongside.publishing import lists
from alongside.publishing.files import DATA_FILES
from alongside.publishing.models import Release
from tests.factories import (
    DAY,
    HOUR,
    NOON,
    TODAY,
    AgreementFactory,
    BoardFactory,
    BoardReadingFactory,
    BodyFactory,
    CommitmentFactory,
    CommitmentResultFactory,
    DuplicateCheckFactory,
    EventFactory,
    ForumFactory,
    ForumTopicFactory,
    ListingFactory,
    MeasureFactory,
    MergedBodyFactory,
    NoForumFoundFactory,
    OfficialAccountFactory,
    ProposalFactory,
    RemitTopicFactory,
    ReplyFactory,
    SurveyBoardFactory,
    SurveyCountFactory,
    SurveyFactory,
    publish_plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

HOUSING = {
    "key": "housing",
    "label": "Housing",
    "origin": "remit",
    "any_of": ["housing"],
    "none_of": [],
}
PATHS = [
    "/",
    "/proposals",
    "/no-forum-found",
    "/plan-goals",
    "/plan-indicators",
    "/plan-consultations",
    "/plan-consulted",
    "/plan-comments",
    "/coverage",
    "/listing-criteria",
    "/forum-aliases",
    "/merged-forums",
    "/merged-bodies",
    "/measures-withdrawn",
    "/enquiries",
    "/replies",
    "/surveys",
    "/boards",
    "/listings?q=well&looked=fresh",
    "/changes?kind=forums",
    "/bodies?letter=A",
    "/bodies?identifier=E08000019",
    "/forums?address=https://forum.example",
    "/forums?sort=size",
    "/bodies?sort=forums",
    "/bodies",
    "/bodies?q=aldmere&list=yes&state=open",
    "/bodies/aps",
    "/forums",
    "/forums?q=well&welcome=yes&engine=misago",
    "/forums/well",
    "/forums/well/measures",
    "/forums/well/reading",
    "/forums/lookup?address=www.well.example",
    "/forums/find?q=well",
    "/plans",
    "/plans/aps",
    "/figures",
    "/measures",
    "/listings",
    "/accounts",
    "/agreements",
    "/changes",
    "/duplicate-checks",
    "/topics",
    "/releases",
    "/releases/2026-05-06",
    "/official?q=AldmereHelps",
    "/who-has-what",
    "/commitments",
    "/commitment-bodies",
    "/commitment-results",
    "/restricted-periods?jurisdiction=GB&mode=listen_only",
]


@pytest.fixture
def _one_of_each():
    body = BodyFactory(slug="aps", name="Aldmere Public Services")
    forum = ForumFactory(slug="well", name="The Well", engine="misago")
    ForumTopicFactory(forum=forum, code="work", label="Work")
    DuplicateCheckFactory(body=body)
    EventFactory(kind="forum.added", subject="forum:well", is_public=True)
    Release.objects.create(version="2026-05-06", made_by="lead", made_at=NOON, published_at=NOON)
    pair = {"body": body, "forum": forum}
    RemitTopicFactory(body=body)
    NoForumFoundFactory(body=body)
    CommitmentFactory(bodies=["aps"])
    CommitmentResultFactory()
    ProposalFactory(forum=forum)
    ForumFactory(slug="pond", merged_into=forum)
    MergedBodyFactory(body=body, slug="apa")
    MeasureFactory(forum=forum, withdrawn_at=NOON, withdrawn_reason="A slip.")
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
    survey = SurveyFactory(**pair, topics=[HOUSING], finished_at=NOON)
    board = SurveyBoardFactory(survey=survey)
    SurveyCountFactory(board=board, topic="", questions=412, unanswered=157)
    SurveyCountFactory(board=board, topic="housing", questions=4, unanswered=1)
    forums_search.refresh_search()
    bodies_search.refresh_search()


def ask(client, path, **query):
    response = client.get(f"/api/v1{path}", query or None)
    return response.status_code, response.json()


@pytest.mark.usefixtures("_one_of_each")
def test_law_4_a_survey_is_told_without_counts_so_small_that_they_point_at_people(client):
    whole, housing = ask(client, "/surveys", forum="well")[1]["items"]

    assert (whole["topic"], whole["questions"], whole["unanswered"]) == ("all", 412, 157)
    assert whole["unanswered_share"] == 38.1
    assert (housing["topic"], housing["questions"], housing["unanswered"]) == (
        "housing", None, None,
    )  # fmt: skip
    assert ask(client, "/surveys", topic="housing", body="aps")[1]["items"] == [housing]
    assert ask(client, "/surveys", body="none")[1]["items"] == []


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


def test_the_list_of_plans_tells_each_plan_whole(client):
    body, forum = BodyFactory(slug="aps"), ForumFactory(slug="well")
    version = publish_plan(body, [forum])

    _, listed = ask(client, "/plans")
    _, alone = ask(client, "/plans/aps")

    (found,) = listed["items"]
    assert found["goals"] == [
        {
            "goal_id": "goal-1",
            "title": "Answers where questions are asked",
            "description": "",
            "forum_ids": ["well"],
        }
    ]
    assert (found["indicators"][0]["baseline"], found["indicators"][0]["target"]) == (60, 80)
    assert found["safeguarding_role"] == "Head of Safeguarding"
    assert found["sha256"] == version.sha256
    # What only the plan by itself says is where it stands today.
    whole = {name: alone[name] for name in found if name != "indicators"}
    assert whole == {name: found[name] for name in whole}
    assert alone.keys() - found.keys() == {"is_in_force", "versions"}
    assert alone["indicators"][0].keys() - found["indicators"][0].keys() == {"value", "progress"}


def test_plans_are_listed_in_a_few_queries_however_many_there_are(
    client, django_assert_max_num_queries
):
    for _ in range(4):
        publish_plan(BodyFactory(), [ForumFactory(), ForumFactory()])

    with django_assert_max_num_queries(6):
        _, listed = ask(client, "/plans")

    assert [len(found["objectives"]) for found in listed["items"]] == [2] * 4


def test_an_agreement_is_told_with_all_that_is_public_of_it(client):
    agreement = AgreementFactory(
        welcome=True,
        allows_reading=True,
        reading_every_hours=6,
        posts_per_day=3,
        officials_shown=["account_name", "signature"],
        officials_words="Look for the blue badge.",
        contact_role="Moderators",
        evidence="Letter of Zoe",
    )
    letter = EvidenceFile.objects.create(
        forum=agreement.forum,
        body=agreement.body,
        kind="application/pdf",
        size=4,
        sha256="ab" * 32,
        content=b"%PDF",
        added_by="lead",
        added_at=NOON,
    )
    newest = AgreementFactory(
        forum=agreement.forum,
        body=agreement.body,
        welcome=True,
        **{
            name: getattr(agreement, name)
            for name in (
                *("allows_reading", "reading_every_hours", "posts_per_day", "officials_shown"),
                *("officials_words", "contact_role", "evidence"),
            )
        },
        letter=letter,
    )

    _, listed = ask(client, "/agreements")
    _, forum = ask(client, f"/forums/{agreement.forum.slug}")
    _, body = ask(client, f"/bodies/{agreement.body.slug}")

    (found,) = listed["items"]
    assert found["agreement_id"] == newest.public_id
    assert (found["reading_every_hours"], found["posts_per_day"]) == (6, 3)
    assert found["officials_shown"] == ["account_name", "signature"]
    assert found["officials_words"] == "Look for the blue badge."
    assert found["contact_role"] == "Moderators"
    assert found["letter_sha256"] == "ab" * 32
    assert found["page"].endswith(f"/forums/{agreement.forum.slug}/#agreement-{newest.public_id}")
    assert "Zoe" not in str(found)
    known = {name: found[name] for name in found if name not in ("forum_id", "body_id")}
    assert forum["bodies"][0]["agreement"] == known
    assert body["agreements"][0]["agreement"] == known


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
        factory(slug=f"{slugs[0]}-0{len(seen)}")  # stands before, and shifts nothing

    assert [slug for slug in seen if slug in slugs] == slugs
    assert len(set(seen)) == len(seen)


@pytest.mark.parametrize(
    ("path", "make", "identifier"),
    [
        ("/measures", lambda n: MeasureFactory(source=f"page {n}"), "source"),
        ("/listings", lambda n: ListingFactory(reason=f"Because {n}."), "reason"),
        ("/accounts", lambda n: OfficialAccountFactory(handle=f"Official{n}"), "handle"),
        ("/agreements", lambda n: AgreementFactory(conditions=f"Rule {n}"), "conditions"),
        ("/duplicate-checks", lambda n: DuplicateCheckFactory(need=f"Need {n}"), "need"),
        ("/plans", lambda n: publish_plan(BodyFactory(), [ForumFactory()]), "body_id"),
        (
            "/changes",
            lambda n: EventFactory(
                kind="forum.added", subject=f"forum:f{n}", is_public=True, at=NOON + n * HOUR
            ),
            "entry_id",
        ),
        ("/proposals", lambda n: ProposalFactory(forum__name=f"Forum {n}"), "name"),
        ("/no-forum-found", lambda n: NoForumFoundFactory(how=f"With {n} words."), "how"),
        ("/coverage", lambda n: RemitTopicFactory(body=BodyFactory()), "body_id"),
        ("/who-has-what", lambda n: BodyFactory(), "body_id"),
        ("/commitments", lambda n: CommitmentFactory(statement=f"Promise {n}"), "statement"),
        (
            "/commitment-results",
            lambda n: CommitmentResultFactory(stood_on=TODAY + n * DAY),
            "stood_on",
        ),
        ("/boards", lambda n: BoardFactory(name=f"Board {n}"), "name"),
        (
            "/surveys",
            lambda n: SurveyCountFactory(board__survey__finished_at=NOON, questions=9),
            "survey_id",
        ),
        (
            "/measures-withdrawn",
            lambda n: MeasureFactory(source=f"p {n}", withdrawn_at=NOON, withdrawn_reason="Slip."),
            "source",
        ),
    ],
)
def test_records_are_walked_through_by_cursor_and_each_comes_once(client, path, make, identifier):
    for number in range(5):
        make(number)

    seen, cursor = [], ""
    while cursor is not None:
        _, part = ask(client, path, limit=2, cursor=cursor)
        seen += [item[identifier] for item in part["items"]]
        cursor = part["next"]

    assert len(seen) == len(set(seen)) == 5
    in_order = sorted(seen, reverse=path == "/changes")
    assert seen == in_order


@pytest.mark.parametrize("path", ["/forums", "/measures", "/plans", "/changes"])
@pytest.mark.parametrize("cursor", ["x", "Ym9keTp4eA", "bWVhc3VyZTp4", "__8", "Zm9ydW06AAA"])
def test_a_cursor_that_no_answer_gave_is_told_so(client, path, cursor):
    status, problem = ask(client, path, cursor=cursor)

    assert (status, problem["error"]) == (404, "no_such_cursor")


@pytest.mark.usefixtures("_one_of_each")
@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/forums?welcome=yes", 1),
        ("/forums?welcome=no", 0),
        ("/forums?topic=work&topic=money", 1),
        ("/forums?topic=money", 0),
        ("/forums?body=aps&size=not-known", 1),
        ("/forums?q=well", 1),
        ("/forums?q=xylophone", 0),
        ("/bodies?plan=yes", 1),
        ("/bodies?state=closed", 0),
        ("/measures?forum=well&kind=registered+users&dated_from=2026", 1),
        ("/measures?dated_from=2027", 0),
        ("/measures?method=counted", 0),
        ("/listings?body=aps&forum=well", 1),
        ("/listings?ended=true", 0),
        ("/accounts?in_use=true", 1),
        ("/accounts?in_use=false", 0),
        ("/agreements?forum=none", 0),
        ("/plans?body=aps", 1),
        ("/changes?group=forums", 1),
        ("/changes?group=accounts", 0),
        ("/duplicate-checks?decision=build", 0),
        ("/proposals?state=waiting&forum=well", 1),
        ("/proposals?state=accepted", 0),
        ("/proposals?body=aps", 0),
        ("/no-forum-found?body=aps", 1),
        ("/no-forum-found?body=none", 0),
        ("/coverage?body=aps&topic=work&state=covered", 1),
        ("/coverage?topic=money", 0),
        ("/forum-aliases?forum=well&kind=own", 2),
        ("/forum-aliases?kind=moved", 0),
        ("/merged-forums?forum=well", 1),
        ("/merged-bodies?body=aps", 1),
        ("/measures-withdrawn?forum=none", 0),
        ("/enquiries?body=aps&forum=well&state=new", 0),
        ("/replies?body=aps&forum=well", 1),
        ("/listing-criteria", 5),
        ("/who-has-what?body=aps&kind=other", 1),
        ("/who-has-what?kind=court", 0),
        ("/who-has-what?lacks=plan", 0),
        ("/commitments?state=running", 1),
        ("/commitments?state=kept", 1),
        ("/commitments?state=withdrawn", 0),
        ("/commitment-bodies?body=aps&met=true", 1),
        ("/commitment-bodies?commitment=none", 0),
        ("/commitment-results?body=aps&occasion=day&met=true", 1),
        ("/commitment-results?occasion=end", 0),
    ],
)
def test_a_list_is_narrowed(client, path, found):
    status, part = ask(client, path)

    assert (status, len(part["items"])) == (200, found)


def test_a_closed_body_is_not_told_as_one_without_a_list(client):
    BodyFactory(slug="old", closed_how="merged")
    BodyFactory(slug="new")

    told = {body["body_id"]: body["has_list"] for body in ask(client, "/bodies")[1]["items"]}
    without = ask(client, "/bodies?list=no")[1]["items"]

    assert told == {"old": "closed", "new": "no"}
    assert [body["body_id"] for body in without] == ["new"]


def test_a_closed_body_and_its_account_name_who_took_over_and_the_heir_names_them(client):
    old = BodyFactory(slug="old", closed_how="merged")
    old.successors.add(BodyFactory(slug="new"))
    OfficialAccountFactory(body=old)

    told = {body["body_id"]: body for body in ask(client, "/bodies")[1]["items"]}
    [account] = ask(client, "/accounts")[1]["items"]

    assert told["old"]["successor_body_ids"] == ["new"]
    assert told["new"]["predecessor_body_ids"] == ["old"]
    assert (told["old"]["predecessor_body_ids"], told["new"]["successor_body_ids"]) == ([], [])
    assert account["body_successor_ids"] == ["new"]


@pytest.mark.usefixtures("_one_of_each")
def test_an_address_leads_to_its_forum_however_it_is_spelled(client):
    spelled = ask(client, "/forums/lookup", address=" HTTP://www.Well.example:80/?x ")[1]
    unknown, _ = ask(client, "/forums/lookup", address="https://elsewhere.example")

    assert (spelled["forum_id"], spelled["alias_kind"]) == ("well", "own")
    assert unknown == 404


@pytest.mark.usefixtures("_one_of_each")
def test_an_entry_that_was_joined_with_another_leads_there(client):
    ForumFactory(slug="before", merged_into=Forum.objects.get(slug="well"))

    response = client.get("/api/v1/forums/before")

    assert (response.status_code, response.headers["Location"]) == (301, "/api/v1/forums/well")
    assert response.json()["error"] == "moved"
    assert client.get(response.headers["Location"]).json()["merged_forum_ids"] == ["before", "pond"]


@pytest.mark.usefixtures("_one_of_each")
def test_finding_says_which_words_stand_where(client):
    _, found = ask(client, "/forums/find", q="A place by the well, please")

    assert found["items"][0]["forum_id"] == "well"
    assert found["items"][0]["why"][0]["place"] == "name"


@pytest.mark.usefixtures("_one_of_each")
def test_whether_an_account_is_official_is_told_as_the_page_does(client):
    _, found = ask(client, "/official", q="AldmereHelps on The Well")

    assert (found["verdict"], found["account"]["body_id"]) == ("stated", "aps")


def test_a_proposal_that_waits_is_told_without_its_words(client):
    waiting = ProposalFactory(forum__slug="well", forum__name="The Well")
    answered = ProposalFactory(missing=True, accepted=True, reason="Its page says so.")
    ProposalFactory(rejected=True)
    ProposalFactory(forum__practice=True)

    told = {each["proposal_id"]: each for each in ask(client, "/proposals")[1]["items"]}

    assert set(told) == {waiting.public_id, answered.public_id}
    seen = told[waiting.public_id]
    assert (seen["forum_id"], seen["field"], seen["state"]) == ("well", "address", "waiting")
    assert {seen[name] for name in ("said", "proposed", "source", "words", "changed")} == {""}
    assert seen["due_on"] == "2026-05-17"
    assert told[answered.public_id]["reason"] == "Its page says so."


def test_a_proposal_of_a_merged_entry_is_told_of_the_one_that_stands(client):
    ProposalFactory(forum=ForumFactory(merged_into=ForumFactory(slug="well")))

    (told,) = ask(client, "/proposals", forum="well")[1]["items"]

    assert told["forum_id"] == "well"


@pytest.mark.usefixtures("_one_of_each")
@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("forum-aliases", "forum-aliases"),
        ("merged-forums", "merged-forums"),
        ("merged-bodies", "merged-bodies"),
        ("measures-withdrawn", "measures-withdrawn"),
        ("no-forum-found", "no-forum-found"),
        ("coverage", "coverage"),
        ("enquiries", "enquiries"),
        ("replies", "replies"),
        ("who-has-what", "who-has-what"),
        ("commitments", "commitments"),
        ("commitment-bodies", "commitment-bodies"),
        ("commitment-results", "commitment-results"),
        ("surveys", "surveys"),
        ("boards", "boards"),
    ],
)
def test_a_table_is_told_as_its_file_has_it(client, path, name):
    rows = json.loads(client.get(f"/data/{name}.json").getvalue())

    told = ask(client, f"/{path}", limit=200)[1]["items"]

    assert sorted(map(json.dumps, told)) == sorted(map(json.dumps, _rows_in(rows)))
    assert told


def _rows_in(document):
    return document if isinstance(document, list) else document["rows"]


def test_every_published_table_has_an_address():
    told = {path.removeprefix("/api/v1/") for path in api.get_openapi_schema()["paths"]}

    # What ended is narrowed for; the file of official accounts and so on has the same name.
    assert {file.name for file in DATA_FILES} - {"listings-history"} <= told


def test_a_moment_is_in_utc_and_whole_seconds_as_in_the_files(client):
    at = NOON.replace(microsecond=123_456).astimezone(timezone(timedelta(hours=2)))
    OfficialAccountFactory(handle="AldmereHelps", opened_at=at)

    (told,) = ask(client, "/accounts")[1]["items"]
    answer = ask(client, "/official", q="AldmereHelps")[1]["compare"][0]

    assert told["opened_at"] == answer["opened_at"] == "2026-05-06T12:00:00Z"


@pytest.mark.parametrize("path", ["/forums", "/topics", "/forums/well", "/", "/enquiries"])
def test_a_parameter_that_an_address_does_not_have_is_refused_by_name(client, path):
    ForumFactory(slug="well")

    status, problem = ask(client, path, colour="red")

    assert (status, problem["error"]) == (422, "not_valid")
    (detail,) = problem["details"]
    assert detail["where"] == "query.colour"
    assert "no such parameter" in detail["problem"]
    if path == "/forums":
        assert "welcome" in detail["problem"]


def test_the_address_of_the_interface_lists_what_it_has(client):
    status, found = ask(client, "/")

    assert status == 200
    addresses = {each["address"]: each for each in found["endpoints"]}
    assert set(addresses) == {
        f"http://testserver{path}" for path in api.get_openapi_schema()["paths"]
    }
    assert "sort" in addresses["http://testserver/api/v1/forums"]["parameters"]
    assert client.get(found["openapi"]).status_code == 200
    assert client.get(found["page"]).status_code == 200


def test_forums_come_in_the_order_that_is_asked_for_and_each_once(client):
    for number in (3, 1, 4, 2):
        forum = ForumFactory(slug=f"f{number}", name=f"Forum {number}")
        MeasureFactory(forum=forum, kind="registered users", value=number * 1_000)
    refresh_sizes()
    forums_search.refresh_search()

    def walk(**asked):
        seen, cursor = [], ""
        while cursor is not None:
            status, part = ask(client, "/forums", limit=1, cursor=cursor, **asked)
            assert status == 200
            seen += [each["forum_id"] for each in part["items"]]
            cursor = part["next"]
        return seen

    assert walk(sort="size") == ["f4", "f3", "f2", "f1"]
    assert walk(sort="name") == ["f1", "f2", "f3", "f4"]
    of_size = ask(client, "/forums", limit=1, sort="size")[1]["next"]
    assert ask(client, "/forums", sort="name", cursor=of_size)[0] == 404
    assert ask(client, "/forums", sort="colour")[0] == 422
    Forum.objects.filter(slug="f4").update(merged_into=forum)
    assert ask(client, "/forums", sort="size", cursor=of_size)[1]["error"] == "no_such_cursor"


def test_bodies_come_in_the_order_that_is_asked_for(client):
    BodyFactory(slug="a", name="A")
    ListingFactory(body=BodyFactory(slug="b", name="B"))
    bodies_search.refresh_search()

    found = ask(client, "/bodies", sort="forums")[1]["items"]

    assert [each["body_id"] for each in found] == ["b", "a"]


def test_the_description_says_where_it_stands_and_under_which_licence(client, settings):
    _, description = ask(client, "/openapi.json")

    assert description["servers"][0]["url"] == settings.ALONGSIDE_ADDRESS
    assert description["info"]["license"] == {
        "name": settings.ALONGSIDE_LICENCE_NAME,
        "url": settings.ALONGSIDE_LICENCE_ADDRESS,
    }


@pytest.mark.parametrize("asked", ["", " ", "???"])
def test_a_question_without_an_account_is_refused(client, asked):
    status, problem = ask(client, "/official", q=asked)

    assert (status, problem["error"]) == (422, "not_valid")
    assert problem["details"][0]["where"] == "query.q"


def test_a_figure_that_was_withdrawn_is_no_longer_told(client):
    MeasureFactory(withdrawn_at=NOON, withdrawn_reason="A slip.")

    assert ask(client, "/measures")[1]["items"] == []


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
        ("/forums?welcome=perhaps", 422, "not_valid"),
        ("/forums?" + "&".join(["area=x"] * 21), 422, "not_valid"),
        ("/forums/find", 422, "not_valid"),
        ("/forums/lookup", 422, "not_valid"),
        ("/measures?dated_from=yesterday", 422, "not_valid"),
        ("/releases/none", 422, "not_valid"),
        ("/releases/1999-01-01", 404, "not_found"),
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
    paths = {path.partition("?")[0] for path in PATHS}
    named = {
        path.removeprefix("/api/v1")
        .replace("/bodies/{slug}", "/bodies/aps")
        .replace("/forums/{slug}", "/forums/well")
        .replace("/plans/{slug}", "/plans/aps")
        .replace("{version}", "2026-05-06")
        for path in description["paths"]
    }
    assert named == paths
    assert "404" in description["paths"]["/api/v1/forums/{slug}"]["get"]["responses"]
    assert api.docs_url is None
