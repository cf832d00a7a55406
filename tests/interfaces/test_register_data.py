"""The open-data files: their form, what they hold, and what they never hold."""

import csv
import io
import json
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.db.models import QuerySet
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from alongside.bodies.models import Body
from alongside.plans.models import Consultation
from alongside.publishing.columns import csv_cell, csv_line, json_value
from alongside.publishing.files import DATA_FILES, GROUPS
from alongside.publishing.queries import Edition
from tests.factories import (
    DAY,
    HOUR,
    NOON,
    TODAY,
    AgreementFactory,
    BodyFactory,
    BodyIdentifierFactory,
    CommentAnswerFactory,
    CommitmentFactory,
    CommitmentResultFactory,
    ConsultationFactory,
    DuplicateCheckFactory,
    EnquiryFactory,
    EventFactory,
    ForumAliasFactory,
    ForumFactory,
    ForumTopicFactory,
    InvitationFactory,
    ListingFactory,
    MeasureFactory,
    MergedBodyFactory,
    NoForumFoundFactory,
    OfficialAccountFactory,
    PeriodFactory,
    ProposalFactory,
    RemitTopicFactory,
    ReplyFactory,
    SurveyBoardFactory,
    SurveyCountFactory,
    SurveyFactory,
    VerificationFactory,
    publish_plan,
)

DOCUMENTATION = Path(__file__).resolve().parents[2] / "docs" / "data.md"
NAMES = [file.name for file in DATA_FILES]
database = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def marked(test):
    for mark in database:
        test = mark(test)
    return test


def rows_of(client, name):
    response = client.get(f"/data/{name}.csv")
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.getvalue().decode(), newline="")))


@pytest.mark.parametrize("file", DATA_FILES, ids=lambda file: file.name)
def test_the_documentation_names_every_column_as_the_software_does(file):
    text = DOCUMENTATION.read_text(encoding="utf-8")
    section = text.split(f"\n### {file.name}\n")[1].split("\n### ")[0]

    documented = re.findall(r"^\| `(\w+)` \| (.*) \|$", section, re.MULTILINE)

    assert documented == [(column.name, column.description) for column in file.columns]
    assert file.description in section


def test_the_documentation_names_no_other_file():
    text = DOCUMENTATION.read_text(encoding="utf-8")

    assert re.findall(r"^### (.*)$", text, re.MULTILINE) == NAMES


@pytest.mark.parametrize("file", DATA_FILES, ids=lambda file: file.name)
def test_a_column_name_stands_once_in_its_file(file):
    names = [column.name for column in file.columns]

    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in names)


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=2))
def test_any_text_comes_back_from_csv_as_it_went_in(texts):
    written = csv_line([csv_cell(text) for text in texts])

    (row,) = csv.reader(io.StringIO(written, newline=""), strict=True)
    assert row == [csv_cell(text) for text in texts]


@given(st.text())
def test_no_cell_begins_as_a_formula_does(text):
    assert not csv_cell(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))


def test_lines_of_csv_end_with_carriage_return_and_line_feed():
    assert csv_line(["a", 'say "so"', "x,y", "two\nlines"]) == (
        'a,"say ""so""","x,y","two\nlines"\r\n'
    )


@pytest.mark.parametrize(
    ("cell", "in_csv", "in_json"),
    [
        (None, "", None),
        (True, "yes", True),
        (False, "no", False),
        (0, "0", 0),
        (-5, "-5", -5),
        (Decimal("42000.00"), "42000", 42000),
        (Decimal("71.50"), "71.5", 71.5),
        (date(2026, 5, 6), "2026-05-06", "2026-05-06"),
        (datetime(2026, 5, 6, 12, 0, 1, 9, UTC), "2026-05-06T12:00:01Z", "2026-05-06T12:00:01Z"),
        (["a", "b"], "a; b", ["a", "b"]),
        ([], "", []),
        ("=1+1", "'=1+1", "=1+1"),
        ("@you", "'@you", "@you"),
        ("\t=1", "'\t=1", "\t=1"),
        ("＝1+1", "'＝1+1", "＝1+1"),
        (["=1", "b"], "'=1; b", ["=1", "b"]),
        ("plain", "plain", "plain"),
    ],
)
def test_a_cell_is_written_so(cell, in_csv, in_json):
    assert csv_cell(cell) == in_csv
    assert json_value(cell) == in_json


def a_real_register():
    parent = BodyFactory()
    body = BodyFactory(
        name="Łódź & Sons",
        parent=parent,
        other_names=["=HYPERLINK()", "LS"],
        closed_on=TODAY,
        closed_how="merged",
    )
    body.other_parents.add(BodyFactory())
    body.successors.add(parent)
    forum = ForumFactory(languages=["en", "cy"])
    BodyIdentifierFactory(body=body)
    RemitTopicFactory(body=body)
    RemitTopicFactory(body=parent)
    ForumTopicFactory(forum=forum, code="money", label="Money")
    ForumAliasFactory(forum=forum)
    ForumFactory(merged_into=forum)
    MergedBodyFactory(body=body)
    pair = {"body": body, "forum": forum}
    MeasureFactory(forum=forum)
    MeasureFactory(
        forum=forum, dated="2009", withdrawn_at=NOON, withdrawn_reason="A slip of the pen."
    )
    ListingFactory(**pair, criteria=["size", "reach"], leads=True, reviewed_on=TODAY)
    ListingFactory(**pair, delisted_on=TODAY, delisted_reason="It was quiet for a year.")
    NoForumFoundFactory(body=body)
    VerificationFactory(account__body=body, account__forum=forum, account__retired=True)
    DuplicateCheckFactory(body=body, found=[{"slug": forum.slug, "name": forum.name}])
    ProposalFactory(forum=forum, accepted=True)
    ProposalFactory(forum=forum)
    AgreementFactory(**pair, welcome=True)
    consulted(publish_plan(body, [forum], working_hours=["Mo-Fr 09:00-17:00"]), forum)
    period = PeriodFactory(kinds=["court"])
    ReplyFactory(live=True, enquiry__body=body, enquiry__forum=forum, facts_period=period)
    surveyed(body, forum)
    CommitmentFactory(kinds=["other"])
    stood = {"body": body.slug, "name": body.name, "met": True, "since": None, "evidence": ""}
    CommitmentResultFactory(rows=[stood])
    EventFactory(
        kind="forum.updated",
        subject=f"forum:{forum.slug}",
        is_public=True,
        details={"name": forum.name, "body": body.slug, "changes": {"area": ["", "Aldmere"]}},
    )
    return body, forum


def surveyed(body, forum):
    """A finished survey: all questions, and a topic of which there were too few to be shown."""
    topic = {"key": "dogs", "label": "Dogs", "origin": "watch", "any_of": ["dogs"], "none_of": []}
    survey = SurveyFactory(body=body, forum=forum, topics=[topic], finished_at=NOON)
    board = SurveyBoardFactory(survey=survey)
    SurveyCountFactory(board=board, topic="", questions=412, unanswered=157)
    SurveyCountFactory(board=board, topic="dogs", questions=3, unanswered=0)


def consulted(version, forum):
    """The record of a consultation that came before the version, with a comment and its answer."""
    consultation = ConsultationFactory(body=version.body, closed_at=NOON)
    InvitationFactory(consultation=consultation, forum=forum)
    CommentAnswerFactory(comment__consultation=consultation, comment__forum=forum)
    Consultation.objects.filter(pk=consultation.pk).update(version=version)


def practice():
    for pair in (
        {"body": BodyFactory(practice=True), "forum": ForumFactory(practice=True)},
        {"body": BodyFactory(slug="real", practice=True), "forum": ForumFactory(practice=True)},
    ):
        MeasureFactory(forum=pair["forum"])
        MeasureFactory(
            forum=pair["forum"], dated="2009", withdrawn_at=NOON, withdrawn_reason="A slip."
        )
        ForumTopicFactory(forum=pair["forum"])
        ForumAliasFactory(forum=pair["forum"])
        ProposalFactory(forum=pair["forum"], accepted=True)
        ForumFactory(practice=True, merged_into=pair["forum"])
        ListingFactory(**pair)
        ListingFactory(**pair, delisted_on=TODAY, delisted_reason="It was quiet for a year.")
        OfficialAccountFactory(**pair, retired=True)
        AgreementFactory(**pair, welcome=True)
        publish_plan(pair["body"], [pair["forum"]])
        surveyed(**pair)
        ReplyFactory(live=True, **{f"enquiry__{name}": each for name, each in pair.items()})
    # No action pairs the two; should a database hold such a pair all the same, it is practice.
    Body.objects.filter(slug="real").update(is_practice=False)
    body, forum = BodyFactory(practice=True), ForumFactory(practice=True)
    MergedBodyFactory(body=body)
    consulted(publish_plan(body, [forum]), forum)
    NoForumFoundFactory(body=body)
    DuplicateCheckFactory(body=body)
    CommitmentFactory(kinds=["other"], is_practice=True)
    CommitmentResultFactory(commitment__is_practice=True)
    PeriodFactory(is_practice=True)
    EventFactory(is_public=True, subject="forum:x", details={"name": "x", "body": body.slug})


@marked
@pytest.mark.parametrize("name", NAMES)
def test_a_file_says_the_same_as_csv_and_as_json(client, name):
    a_real_register()

    rows = rows_of(client, name)
    response = client.get(f"/data/{name}.json")
    document = json.loads(response.getvalue())

    assert response.headers["Content-Type"] == "application/json"
    assert rows
    assert len(document["rows"]) == len(rows)
    assert [column["name"] for column in document["columns"]] == list(rows[0])
    assert document["licence"].startswith("https://www.nationalarchives.gov.uk/")
    assert document["practice"] is False
    assert {"title", "description", "documentation"} <= set(document)


@marked
@pytest.mark.parametrize("name", NAMES)
def test_a_file_of_an_empty_register_has_its_header(client, name):
    response = client.get(f"/data/{name}.csv")

    header = response.getvalue().decode().splitlines()[0].split(",")
    assert header == [
        column.name for file in DATA_FILES if file.name == name for column in file.columns
    ]
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"


@marked
@pytest.mark.parametrize("name", sorted({*NAMES} - {"bodies", "figures", "who-has-what"}))
def test_law_7_practice_is_in_no_public_file(client, settings, name):
    practice()
    settings.ALONGSIDE_SHOW_PRACTICE = True

    assert rows_of(client, name) == []
    # Practice leaves no public trail at all.
    assert bool(rows_of(client, f"practice-{name}")) == (name != "changes")


@marked
def test_practice_bodies_stand_in_a_file_of_their_own(client, settings):
    practice()
    settings.ALONGSIDE_SHOW_PRACTICE = True

    assert [row["body_id"] for row in rows_of(client, "bodies")] == ["real"]
    assert "real" not in [row["body_id"] for row in rows_of(client, "practice-bodies")]


@marked
@pytest.mark.parametrize("name", NAMES)
def test_a_file_asks_the_database_as_often_for_many_rows_as_for_few(
    client, django_assert_max_num_queries, name
):
    for _ in range(3):
        a_real_register()

    # Commitments, what was frozen of them, all bodies, and whether these have changed.
    most = {"commitments": 4, "commitment-bodies": 3}.get(name, 2)
    with django_assert_max_num_queries(most):
        client.get(f"/data/{name}.csv").getvalue()


@marked
def test_a_question_is_published_without_words_link_or_board(client):
    enquiry = EnquiryFactory(title="Fit note", excerpt="I am ill", board_name="Sick pay")

    (row,) = rows_of(client, "enquiries")

    assert row == {
        "enquiry_id": enquiry.public_id,
        "body_id": enquiry.body.slug,
        "forum_id": enquiry.forum.slug,
        "origin": "match",
        "asked_at": "2026-05-05T12:00:00Z",
        "raised_at": "2026-05-06T11:00:00Z",
        "state": "new",
        "response_standard_hours": "48",
        "first_reply_at": "",
        "referred_at": "",
        "declined_at": "",
    }


@marked
def test_only_replies_that_stand_are_published(client):
    reply = ReplyFactory(live=True, posted_at=NOON - HOUR)
    for state in ("in_review", "approved", "sending", "posted", "held", "needs_person", "stopped"):
        ReplyFactory(**{state: True})

    (row,) = rows_of(client, "replies")

    assert row["reply_id"] == reply.public_id
    assert row["public_link"] == reply.public_link
    assert row["proof"] == "read_back"
    assert row["posted_at"] == "2026-05-06T11:00:00Z"


@marked
def test_the_newest_answer_is_the_one_in_the_file(client):
    first = AgreementFactory(welcome=True, board_ids=["1", "7"], conditions="=HYPERLINK()")
    held = AgreementFactory(forum=first.forum, body=first.body, held=True)

    (row,) = rows_of(client, "agreements")

    assert (row["agreement_id"], row["standing"]) == (held.public_id, "held")


@marked
def test_an_agreement_says_its_terms_and_not_how_it_was_asked(client):
    AgreementFactory(
        welcome=True, board_ids=["1", "7"], conditions="=HYPERLINK()", evidence="Letter of Zoe"
    )

    (row,) = rows_of(client, "agreements")

    assert (row["models"], row["board_ids"]) == ("open_answering", "1; 7")
    assert row["conditions"] == "'=HYPERLINK()"
    assert "Zoe" not in str(row)
    assert row["page"].startswith("http://testserver/forums/")


@marked
def test_plans_in_the_file_are_those_in_force_today(client):
    body, forum = BodyFactory(), ForumFactory()
    publish_plan(body, [forum])
    version = publish_plan(body, [forum, ForumFactory()], effective_from=TODAY)
    publish_plan(body, [forum], effective_from=TODAY + DAY)

    rows = rows_of(client, "plans")

    assert [(row["version"], row["sha256"]) for row in rows] == [("2", version.sha256)] * 2
    assert client.get(rows[0]["document"]).status_code == 200


@marked
def test_a_delisted_forum_is_no_longer_in_the_list(client):
    ListingFactory(delisted_reason="It closed.", delisted_on=TODAY)
    listing = ListingFactory()

    assert [row["forum_id"] for row in rows_of(client, "listings")] == [listing.forum.slug]


@marked
def test_figures_are_published_for_all_bodies_and_for_each(client):
    enquiry = EnquiryFactory()

    rows = rows_of(client, "figures")

    logged = [row for row in rows if row["figure_id"] == "questions_logged"]
    assert [(row["body_id"], row["value"], row["n"]) for row in logged] == [
        ("", "1", "1"),
        (enquiry.body.slug, "1", "1"),
    ]
    assert {row["period_end"] for row in rows} == {"2026-05-06T12:01:00Z"}
    assert {row["value"] for row in rows if row["figure_id"] == "answered_rate"} == {""}


@marked
def test_a_body_says_what_it_belongs_to_and_what_became_of_it(client):
    body, _ = a_real_register()

    row = next(row for row in rows_of(client, "bodies") if row["body_id"] == body.slug)

    assert row["parent_body_id"] == row["successor_body_ids"] == body.parent.slug
    assert row["other_parent_body_ids"] == body.other_parents.get().slug
    assert row["other_names"] == "'=HYPERLINK(); LS"
    assert (row["closed_on"], row["closed_how"]) == ("2026-05-06", "merged")
    assert row["topics"] == "GOVUK-TOPIC:work"
    assert row["identifiers"].startswith("GOVUK-SLUG:")


@marked
def test_a_real_body_does_not_name_a_practice_body_as_its_parent(client):
    BodyFactory(slug="real", parent=BodyFactory(practice=True))

    (row,) = rows_of(client, "bodies")

    assert row["parent_body_id"] == ""


@marked
def test_a_merged_forum_is_in_no_list_but_is_found_by_its_identifier_and_by_its_addresses(client):
    forum = ForumFactory()
    once = ForumFactory(merged_into=forum)
    twice = ForumFactory(merged_into=once)
    ForumAliasFactory(forum=forum, address="https://old.example")
    agreement = AgreementFactory(forum=twice)
    MeasureFactory(forum=once)

    assert [row["forum_id"] for row in rows_of(client, "forums")] == [forum.slug]
    assert {
        row["merged_forum_id"]: row["forum_id"] for row in rows_of(client, "merged-forums")
    } == {
        once.slug: forum.slug,
        twice.slug: forum.slug,
    }
    assert ("https://old.example", forum.slug) in [
        (row["address"], row["forum_id"]) for row in rows_of(client, "forum-aliases")
    ]
    (row,) = rows_of(client, "agreements")
    assert (row["agreement_id"], row["forum_id"]) == (agreement.public_id, forum.slug)
    assert rows_of(client, "measures")[0]["forum_id"] == forum.slug


@marked
def test_a_withdrawn_figure_stands_apart_with_its_reason(client):
    a_real_register()

    (standing,) = rows_of(client, "measures")
    (withdrawn,) = rows_of(client, "measures-withdrawn")

    assert standing["dated"] == "2026-05"
    assert (withdrawn["dated"], withdrawn["withdrawn_reason"]) == ("2009", "A slip of the pen.")


@marked
def test_an_account_says_how_it_was_verified_in_both_directions(client):
    account = OfficialAccountFactory()
    VerificationFactory(account=account, found=False, checked_at=NOON - DAY)
    VerificationFactory(account=account, found=True)
    VerificationFactory(account=account, direction="links_back", found=False)
    never = OfficialAccountFactory()

    rows = {row["account_id"]: row for row in rows_of(client, "accounts")}

    looked_at = rows[account.public_id]
    assert (looked_at["body_names_it"], looked_at["links_back"]) == ("yes", "no")
    assert looked_at["body_names_it_checked_at"] == "2026-05-06T12:00:00Z"
    assert {rows[never.public_id][name] for name in ("body_names_it", "links_back")} == {""}
    assert "sealed" not in str(rows).lower()


@marked
def test_an_ended_listing_moves_to_the_history_with_its_reason(client):
    a_real_register()

    (standing,) = rows_of(client, "listings")
    (ended,) = rows_of(client, "listings-history")

    assert (standing["criteria"], standing["leads"]) == ("size; reach", "yes")
    assert (standing["reviewed_on"], standing["review_due_on"]) == ("2026-05-06", "2026-08-06")
    assert (ended["delisted_on"], ended["delisted_reason"]) == (
        "2026-05-06",
        "It was quiet for a year.",
    )


@marked
def test_a_change_is_published_without_who_made_it(client):
    a_real_register()
    EventFactory(kind="person.added", actor="zoe")

    response = client.get("/data/changes.csv").getvalue().decode()
    row = rows_of(client, "changes")[-1]

    assert (row["kind"], row["entry_kind"], row["fields"]) == ("forum.updated", "forum", "area")
    assert "zoe" not in response
    assert "person.added" not in response


@marked
def test_a_topic_has_one_row_however_many_entries_have_it(client):
    for body in (BodyFactory(), BodyFactory()):
        RemitTopicFactory(body=body)
    ForumTopicFactory(label="Zzz")

    (row,) = rows_of(client, "topics")

    assert (row["topic_id"], row["label"]) == ("GOVUK-TOPIC:work", "Work")


@marked
@pytest.mark.parametrize("name", NAMES)
def test_the_page_of_a_file_explains_every_column(client, name):
    page = LexborHTMLParser(client.get(f"/data/{name}/").content)

    (file,) = (file for file in DATA_FILES if file.name == name)
    assert [node.attributes["id"] for node in page.css("tbody tr")] == [
        column.name for column in file.columns
    ]
    assert page.css_first(f'a[href="/data/{name}.csv-metadata.json"]')
    assert page.css_first(f'link[rel="alternate"][href="/data/{name}.jsonld"]')


@marked
@pytest.mark.parametrize(
    "address",
    ["/data/none/", "/data/none.csv-metadata.json", "/data/practice-forums/", "/data/none.jsonld"],
)
def test_what_is_not_published_is_not_found(client, address):
    assert client.get(address).status_code == 404


@marked
@pytest.mark.parametrize("extension", ["csv", "json", "jsonld"])
def test_a_file_may_be_read_by_pages_of_other_sites_and_kept_for_a_while(client, extension):
    response = client.get(f"/data/forums.{extension}")

    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "max-age=60" in response.headers["Cache-Control"]
    assert not response.cookies


@marked
def test_csv_says_where_its_columns_are_described(client):
    link = client.get("/data/forums.csv").headers["Link"]

    assert link == (
        "<http://testserver/data/forums.csv-metadata.json>; "
        'rel="describedby"; type="application/csvm+json"'
    )


@marked
def test_another_licence_is_named_everywhere(client, settings):
    settings.ALONGSIDE_LICENCE_NAME = "CC BY 4.0"
    settings.ALONGSIDE_LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"

    for address in (
        "/data/",
        "/data/forums/",
        "/data/forums.json",
        "/data/forums.jsonld",
        "/data/forums.csv-metadata.json",
        "/data/datapackage.json",
        "/data/catalogue.ttl",
        "/data/catalogue.jsonld",
        "/changes.atom",
    ):
        text = client.get(address).getvalue().decode()
        assert settings.ALONGSIDE_LICENCE_ADDRESS in text, address
        assert "open-government-licence" not in text, address


@marked
@pytest.mark.parametrize("form", ["json", "jsonld"])
@pytest.mark.parametrize("name", NAMES)
def test_a_file_without_rows_is_whole_as_well(client, name, form):
    document = json.loads(client.get(f"/data/{name}.{form}").getvalue())

    assert document.get("rows", []) == [] or name == "figures"


@marked
def test_the_files_stand_in_groups_with_their_rows_and_the_ways_to_each_group(client):
    ForumFactory()
    ForumFactory()

    page = LexborHTMLParser(client.get("/data/").content)

    ways = [link.attributes["href"] for link in page.css(".contents a")]
    assert ways == ["#together", *(f"#group-{group.key}" for group in GROUPS)]
    assert all(page.css_first(way) for way in ways)
    assert {heading.attributes["id"] for heading in page.css("h3")} == set(NAMES)
    said = {
        node.attributes["aria-labelledby"]: " ".join(node.css_first(".govuk-hint").text().split())
        for node in page.css("section[aria-labelledby]")
    }
    assert said["forums"].startswith("2 rows,")
    assert said["merged-forums"].startswith("0 rows,")
    assert re.fullmatch(r"\d+ columns.", said["coverage"])  # is computed row by row


@marked
@pytest.mark.parametrize("file", DATA_FILES, ids=lambda file: file.name)
def test_the_database_counts_the_rows_of_every_file_that_is_not_computed(file):
    rows = file.rows(Edition(practice=False, at=NOON))

    assert isinstance(rows, QuerySet) is not file.is_computed


def test_each_file_stands_in_one_group():
    assert len(NAMES) == len(set(NAMES)) == sum(len(group.files) for group in GROUPS)


@marked
def test_the_page_of_data_counts_all_files_in_one_question(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        client.get("/data/")


@marked
def test_a_proposal_that_nobody_has_looked_at_is_in_no_file(client):
    ProposalFactory(accepted=True, proposed="https://seen.example")
    ProposalFactory(proposed="https://unseen.example")

    assert [row["proposed"] for row in rows_of(client, "proposals")] == ["https://seen.example"]
