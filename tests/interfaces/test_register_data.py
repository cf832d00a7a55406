"""The open-data files: their form, what they hold, and what they never hold."""

import csv
import io
import json
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.bodies.models import Body
from alongside.publishing.columns import Column, csv_cell, csv_text, json_value
from alongside.publishing.files import DATA_FILES
from tests.factories import (
    DAY,
    HOUR,
    NOON,
    TODAY,
    AgreementFactory,
    BodyFactory,
    BodyIdentifierFactory,
    EnquiryFactory,
    ForumFactory,
    ListingFactory,
    MeasureFactory,
    ReplyFactory,
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
    return list(csv.DictReader(io.StringIO(response.content.decode(), newline="")))


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


TEXT = Column("text", lambda row: row, "Any text")


@given(st.lists(st.text(st.characters(codec="utf-8"))))
def test_any_text_comes_back_from_csv_as_it_went_in(texts):
    written = csv_text([TEXT], texts)

    header, *rows = csv.reader(io.StringIO(written, newline=""), strict=True)
    assert header == ["text"]
    assert [row[0] if row else "" for row in rows] == [csv_cell(text) for text in texts]


def test_lines_of_csv_end_with_carriage_return_and_line_feed():
    assert csv_text([TEXT], ["a", 'say "so"', "x,y", "two\nlines"]) == (
        'text\r\na\r\n"say ""so"""\r\n"x,y"\r\n"two\nlines"\r\n'
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
        ("plain", "plain", "plain"),
    ],
)
def test_a_cell_is_written_so(cell, in_csv, in_json):
    assert csv_cell(cell) == in_csv
    assert json_value(cell) == in_json


def a_real_register():
    body, forum = BodyFactory(name="Łódź & Sons"), ForumFactory()
    BodyIdentifierFactory(body=body)
    pair = {"body": body, "forum": forum}
    MeasureFactory(forum=forum)
    ListingFactory(**pair)
    AgreementFactory(**pair, welcome=True)
    publish_plan(body, [forum])
    ReplyFactory(live=True, enquiry__body=body, enquiry__forum=forum)


def practice():
    for pair in (
        {"body": BodyFactory(practice=True), "forum": ForumFactory(practice=True)},
        {"body": BodyFactory(slug="real", practice=True), "forum": ForumFactory(practice=True)},
    ):
        MeasureFactory(forum=pair["forum"])
        ListingFactory(**pair)
        AgreementFactory(**pair, welcome=True)
        publish_plan(pair["body"], [pair["forum"]])
        ReplyFactory(live=True, **{f"enquiry__{name}": each for name, each in pair.items()})
    # No action pairs the two; should a database hold such a pair all the same, it is practice.
    Body.objects.filter(slug="real").update(is_practice=False)


@marked
@pytest.mark.parametrize("name", NAMES)
def test_a_file_says_the_same_as_csv_and_as_json(client, name):
    a_real_register()

    rows = rows_of(client, name)
    response = client.get(f"/data/{name}.json")
    document = json.loads(response.content)

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

    header = response.content.decode().splitlines()[0].split(",")
    assert header == [
        column.name for file in DATA_FILES if file.name == name for column in file.columns
    ]
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"


@marked
@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("bodies", "figures")])
def test_law_7_practice_is_in_no_public_file(client, settings, name):
    practice()
    settings.ALONGSIDE_SHOW_PRACTICE = True

    assert rows_of(client, name) == []
    assert rows_of(client, f"practice-{name}")


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

    with django_assert_max_num_queries(3):
        client.get(f"/data/{name}.csv")


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
