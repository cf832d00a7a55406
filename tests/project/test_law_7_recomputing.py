"""Law 7: every public figure can be recomputed from the published data."""

import csv
import io
import json
import random
from datetime import UTC, datetime, timedelta

import pytest
from selectolax.lexbor import LexborHTMLParser
from typer.testing import CliRunner

from alongside.bodies.domain.topics import SCHEME
from alongside.core import clock
from alongside.enquiries.domain.triage import SET_ASIDE, EnquiryState
from alongside.ops import command_line, commitments_commands
from alongside.publishing import recompute_register
from alongside.publishing.recompute import (
    CannotRecompute,
    figures_from_enquiries_csv,
    freshness_from_listings_csv,
)
from alongside.publishing.recompute_commitments import (
    FILES,
    recount,
)
from alongside.publishing.recompute_commitments import (
    CannotRecompute as CannotRecountCommitments,
)
from alongside.reporting import queries as reporting
from alongside.reporting.domain.commitments import Committed
from tests import rich_register
from tests.factories import (
    DAY,
    NOON,
    TODAY,
    AgreementFactory,
    BodyFactory,
    CommitmentFactory,
    EnquiryFactory,
    ForumFactory,
    ListingFactory,
    NoForumFoundFactory,
    RemitTopicFactory,
    ReplyFactory,
    publish_plan,
)

HEADER = "body_id,asked_at,raised_at,state,response_standard_hours,first_reply_at"


@pytest.fixture
def published(monkeypatch, client):
    """Downloads what is published at noon; some seconds past it, as it would be."""
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(seconds=42.5))

    def download(address):
        response = client.get(address)
        assert response.status_code == 200
        return response.getvalue().decode()

    return download


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def some_months_of_questions():
    """Questions of two bodies in every state, with odd fractions of seconds, and practice among."""
    chance, moderators = random.Random(7), random.Random(8)
    bodies, forum = [BodyFactory(), BodyFactory()], ForumFactory()
    account = {}
    for number in range(40):
        body = bodies[number % 2]
        asked_at = NOON - timedelta(seconds=chance.uniform(0, 60 * 86_400))
        enquiry = EnquiryFactory(
            body=body,
            forum=forum,
            asked_at=asked_at,
            raised_at=asked_at + timedelta(seconds=chance.uniform(0, 9_000)),
            response_hours=chance.choice([4, 24, 48]),
            state=chance.choice([EnquiryState.NEW, EnquiryState.NEW, *EnquiryState]).value,
            claimed=True,
        )
        if moderators.random() < 0.6:
            enquiry.referred_at = asked_at + timedelta(seconds=moderators.uniform(0, 90_000))
            if enquiry.state in SET_ASIDE:
                enquiry.decision_reason = moderators.choice(["", "The council decides this."])
                enquiry.decided_at = enquiry.referred_at + timedelta(
                    seconds=moderators.expovariate(1 / 90_000)
                )
            enquiry.save()
        if enquiry.state in (EnquiryState.ANSWERED, EnquiryState.NEW):
            posted_at = enquiry.raised_at + timedelta(seconds=chance.expovariate(1 / 90_000))
            reply = {"account": account[body.pk]} if body.pk in account else {}
            account[body.pk] = ReplyFactory(
                live=True, enquiry=enquiry, posted_at=posted_at, **reply
            ).account
    EnquiryFactory(forum__practice=True)
    return bodies


@pytest.mark.django_db
def test_law_7_the_figures_on_the_page_equal_those_recomputed_from_the_published_file(published):
    some_months_of_questions()

    text = published("/data/enquiries.csv")
    period_end = rows_of(published("/data/figures.csv"))[0]["period_end"]
    recomputed = figures_from_enquiries_csv(text, datetime.fromisoformat(period_end))

    page = LexborHTMLParser(published("/figures/"))
    for indicator in recomputed:
        shown = " ".join(page.css_first(f"#{indicator.key} td").text().split())
        assert shown.split()[0] == f"{indicator.value.normalize():f}", indicator.key
        if indicator.unit != "questions":
            assert shown.endswith(f"n = {indicator.denominator}")
    assert recomputed == reporting.figures(practice=False, at=clock.now())
    assert all(indicator.denominator for indicator in recomputed)


@pytest.mark.django_db
def test_law_7_the_published_figures_of_each_body_can_be_recomputed(published):
    bodies = some_months_of_questions()

    text = published("/data/enquiries.csv")
    rows = rows_of(published("/data/figures.csv"))

    for body in bodies:
        of_body = {row["figure_id"]: row for row in rows if row["body_id"] == body.slug}
        at = datetime.fromisoformat(of_body["answered"]["period_end"])
        for indicator in figures_from_enquiries_csv(text, at, body_id=body.slug):
            row = of_body[indicator.key]
            assert row["n"] == str(indicator.denominator)
            assert row["value"] == f"{indicator.value.normalize():f}"


@pytest.mark.django_db
def test_law_7_what_the_register_holds_can_be_counted_in_its_files(published):
    for practice in (False, False, True):
        pair = {"body": BodyFactory(practice=practice), "forum": ForumFactory(practice=practice)}
        ListingFactory(**pair)
        AgreementFactory(**pair, welcome=True)
        publish_plan(pair["body"], [pair["forum"]])
        ReplyFactory(live=True, **{f"enquiry__{name}": each for name, each in pair.items()})
    closed = BodyFactory(closed_how="no_longer_exists")
    ListingFactory(body=closed, forum=ForumFactory())
    AgreementFactory(held=True)
    ForumFactory(merged_into=ForumFactory())
    ListingFactory(listed_on=TODAY - 92 * DAY)

    def distinct(name, column, **wanted):
        rows = rows_of(published(f"/data/{name}.csv"))
        return len({row[column] for row in rows if wanted.items() <= row.items()})

    open_today = {
        row["body_id"] for row in rows_of(published("/data/bodies.csv")) if not row["closed_how"]
    }

    def distinct_open(name):
        return len({row["body_id"] for row in rows_of(published(f"/data/{name}.csv"))} & open_today)

    figures = {
        row["figure_id"]: int(row["value"])
        for row in rows_of(published("/data/figures.csv"))
        if row["unit"] == "entries"
    }
    assert figures == {
        "forums": distinct("forums", "forum_id"),
        "bodies": len(open_today),
        "bodies_with_list": distinct_open("listings"),
        "bodies_with_plan": distinct_open("plans"),
        "welcoming_forums": distinct("agreements", "forum_id", standing="in_force"),
        "replies": distinct("replies", "reply_id"),
    }
    assert figures["welcoming_forums"] == 2
    (freshness,) = (
        row
        for row in rows_of(published("/data/figures.csv"))
        if row["figure_id"] == "list_freshness"
    )
    due = [row["review_due_on"] for row in rows_of(published("/data/listings.csv"))]
    fresh = [day for day in due if day > TODAY.isoformat()]
    assert (freshness["numerator"], freshness["n"]) == (str(len(fresh)), str(len(due)))
    assert len(fresh) == 3


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "The file has no column body_id"),
        ("body_id,state\r\n", "The file has no column asked_at, raised_at"),
        (f"{HEADER}\r\na,yesterday,x,new,4,\r\n", "Line 2:"),
        (f"{HEADER}\r\na,2026-05-01T12:00:00,2026-05-01T12:00:00Z,new,4,\r\n", "no time zone"),
        (f"{HEADER}\r\na,2026-05-01T12:00:00Z,2026-05-01T12:00:00Z,lost,4,\r\n", "'lost'"),
        (f"{HEADER}\r\na,2026-05-01T12:00:00Z,2026-05-01T12:00:00Z,new,many,\r\n", "'many'"),
        (f"{HEADER}\r\na,2026-05-01T12:00:00Z\r\n", "Line 2:"),
        (f'{HEADER}\r\n"a,2026', "After line 1: unexpected end"),
    ],
)
def test_law_7_a_file_that_is_not_ours_is_refused_with_the_line(text, complaint):
    with pytest.raises(CannotRecompute, match=complaint):
        figures_from_enquiries_csv(text, NOON)


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(CannotRecompute, match="needs a time zone"):
        figures_from_enquiries_csv(f"{HEADER}\r\n", datetime(2026, 5, 6, 12))


def test_the_file_may_have_passed_through_a_spreadsheet():
    line = "a,2026-05-01T12:00:00Z,2026-05-01T12:00:00Z,new,4,2026-05-01T14:00:00Z"

    found = figures_from_enquiries_csv(f"\ufeff{HEADER}\n{line}\n", datetime.now(UTC))

    assert {each.key: each.value for each in found}["first_reply_median"] == 2


@pytest.mark.django_db
def test_law_7_list_freshness_equals_that_counted_again_in_the_published_file(published):
    for days, reviewed in ((91, None), (92, None), (300, 91), (300, 92), (0, None)):
        ListingFactory(
            listed_on=TODAY - days * DAY, reviewed_on=reviewed and TODAY - reviewed * DAY
        )
    ListingFactory(listed_on=TODAY - 9 * DAY, delisted_on=TODAY, delisted_reason="Read only.")
    ListingFactory(forum__practice=True)

    counted = freshness_from_listings_csv(published("/data/listings.csv"), on=TODAY)

    figures = {row["figure_id"]: row for row in rows_of(published("/data/figures.csv"))}
    assert (counted.value, counted.numerator, counted.denominator) == (60, 3, 5)
    row = figures["list_freshness"]
    assert (row["value"], row["numerator"], row["n"]) == ("60", "3", "5")


def test_law_7_an_empty_file_of_listings_has_no_freshness_which_is_not_0():
    assert freshness_from_listings_csv("listed_on,reviewed_on\r\n", on=TODAY).value is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("body_id\r\naps\r\n", "no column listed_on, reviewed_on"),
        ("listed_on,reviewed_on\r\nyesterday,\r\n", "Line 2"),
        ("listed_on,reviewed_on\r\n,\r\n", "Line 2"),
        ('listed_on,reviewed_on\r\n"2026-01-01', "line"),
    ],
)
def test_law_10_a_file_of_listings_that_cannot_be_read_says_where(text, words):
    with pytest.raises(CannotRecompute, match=words):
        freshness_from_listings_csv(text, on=TODAY)


@pytest.mark.django_db
def test_law_7_commitments_are_counted_again_from_the_published_files_alone(published, tmp_path):
    """Every kind of commitment; bodies with all, some and nothing, closed ones and practice."""
    kind = {"kind": "ministerial_department", "jurisdiction": "GB-WLS"}
    whole, forum = BodyFactory(slug="whole", **kind), ForumFactory()
    publish_plan(whole, [forum])
    ListingFactory(body=whole, forum=forum)
    AgreementFactory(body=whole, forum=forum, welcome=True)
    stale = BodyFactory(slug="stale", **kind)
    publish_plan(stale, [forum], review_on=TODAY - DAY)
    AgreementFactory(body=stale, forum=forum, welcome=True, valid_until=TODAY - DAY)
    NoForumFoundFactory(body=stale, searched_on=TODAY - 2 * DAY)
    BodyFactory(slug="bare", **kind)
    BodyFactory(slug="gone", closed_how="merged", **kind)
    BodyFactory(practice=True, **kind)
    for what in Committed:
        CommitmentFactory(what=what.value, jurisdictions=["GB"], bodies=["bare"])

    files = {name: published(f"/data/{name}.csv") for name in FILES}
    found = recount(files, on=TODAY)

    assert all(each.agrees for each in found)
    assert [(each.met, each.bodies) for each in found] == [(2, 3), (2, 3), (1, 3), (1, 3)]
    assert {each.have_not for each in found} == {("bare",), ("bare", "stale")}

    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_bytes(text.encode())
    app = commitments_commands.prepared_by(lambda command: command)
    run = CliRunner().invoke(app, ["recount", str(tmp_path), "--on", "2026-05-06"])
    assert run.exit_code == 0, run.output
    assert run.output.count("as published") == 4
    wrong = CliRunner().invoke(app, ["recount", str(tmp_path), "--on", "2028-05-06"])
    assert wrong.exit_code == 1


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("bodies", "body_id\r\nx\r\n", "missing"),
        ("plans", "body_id,version,review_on\r\nx,one,2026-05-06\r\n", "not as we publish"),
        ("commitments", 'a,b\r\n"x\r\n', "no CSV"),
    ],
)
def test_law_10_files_that_are_not_as_published_are_named(name, text, said):
    files = {
        "commitments": "commitment_id\r\n",
        "bodies": "body_id,name,acronym,kind,jurisdiction,closed_how\r\nx,X,,court,,\r\n",
        "listings": "body_id\r\n",
        "no-forum-found": "body_id,searched_on\r\n",
        "plans": "body_id,version,review_on\r\n",
        "agreements": "body_id,standing\r\n",
    }

    assert recount(files, on=TODAY) == []
    with pytest.raises(CannotRecountCommitments, match=said):
        recount({**files, name: text}, on=TODAY)


@pytest.mark.django_db
def test_law_7_every_figure_of_lists_and_coverage_is_counted_again_by_one_command(
    published, tmp_path, monkeypatch
):
    rich_register.fill_register()
    some_months_of_questions()
    closed = BodyFactory(closed_how="no_longer_exists")
    ListingFactory(body=closed)
    NoForumFoundFactory(searched_on=TODAY - 30 * DAY, body__slug="searcher")
    RemitTopicFactory(body__slug="lone", code="money", scheme=SCHEME)
    NoForumFoundFactory(
        body=RemitTopicFactory(code="work", scheme=SCHEME).body, searched_on=TODAY - 400 * DAY
    )
    for name in recompute_register.FILES:
        (tmp_path / f"{name}.csv").write_bytes(published(f"/data/{name}.csv").encode())
    monkeypatch.setattr(command_line.state, "prepare_environment", lambda: None)

    run = CliRunner().invoke(command_line.app, ["figures", "recompute", str(tmp_path), "--json"])

    assert run.exit_code == 0, run.output
    found = json.loads(run.output)
    assert found["agrees"] is True
    assert all(figure["agrees"] for figure in found["figures"])
    counted = {each["figure_id"]: each["value"] for each in found["figures"] if not each["body_id"]}
    assert {"forums", "bodies_with_list", "list_freshness", "answered"} <= set(counted)
    lists = LexborHTMLParser(published("/lists/"))
    shown = [node.text().split()[0].replace(",", "") for node in lists.css(".figure__value")]
    assert [float(text) for text in shown] == [
        found["forums_listed"],
        counted["bodies_with_list"],
        counted["list_freshness"],
    ]
    coverage = LexborHTMLParser(published("/coverage/"))
    rows = [
        [int(cell.text().replace(",", "")) for cell in row.css("td")]
        for row in coverage.css("[aria-labelledby='topics-table'] tbody tr")
    ]
    assert rows == [
        [
            topic["bodies"],
            topic["covering"],
            topic["bodies"] - topic["covering"],
            topic["forums"],
            topic["unlisted"],
        ]
        for topic in found["topics"]
    ]
    assert any(row[1] for row in rows)
    assert any(row[2] for row in rows)

    text = (tmp_path / "coverage.csv").read_text()
    (tmp_path / "coverage.csv").write_text(text.replace(",gap,", ",covered,", 1))
    wrong = CliRunner().invoke(command_line.app, ["figures", "recompute", str(tmp_path)])
    assert wrong.exit_code == 1
    assert "1 of them differ from the file of coverage" in wrong.output
    (tmp_path / "forums.csv").unlink()
    missing = CliRunner().invoke(command_line.app, ["figures", "recompute", str(tmp_path)])
    assert missing.exit_code == 1
    assert "forums.csv cannot be read" in " ".join(missing.output.split())


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("figures", "figure_id\r\n", "not of one moment"),
        ("bodies", "body_id\r\nx\r\n", "missing"),
        ("coverage", 'body_id\r\n"x\r\n', "no CSV"),
        ("no-forum-found", "body_id,searched_on\r\nx,lately\r\n", "not as we publish"),
    ],
)
def test_law_10_a_folder_that_is_not_as_published_is_refused_with_what_is_wrong(name, text, said):
    figures = "figure_id,body_id,name,value,n,period_end\r\n"
    files = {
        "figures": f"{figures}forums,,Forums,0,0,2026-05-06T12:00:00+00:00\r\n",
        "enquiries": f"{HEADER}\r\n",
        "bodies": "body_id,closed_how,topics\r\n",
        "forums": "forum_id,topics\r\n",
        "listings": "body_id,forum_id,listed_on,reviewed_on\r\n",
        "no-forum-found": "body_id,searched_on\r\n",
        "plans": "body_id\r\n",
        "agreements": "forum_id,standing\r\n",
        "replies": "reply_id\r\n",
        "coverage": "body_id,topic,in_remit,forums_listed,state\r\n",
    }

    assert recompute_register.recompute(files).agrees
    with pytest.raises(CannotRecompute, match=said):
        recompute_register.recompute({**files, name: text})
