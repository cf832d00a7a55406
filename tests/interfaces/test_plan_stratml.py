"""Plans as StratML: to everybody, on the command line, and as a file that a lead brings in."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from selectolax.lexbor import LexborHTMLParser
from typer.testing import CliRunner

from alongside.accounts.domain.roles import Role
from alongside.ops import command_line
from alongside.plans import queries
from alongside.plans.domain import stratml
from alongside.plans.drafts import draft_document
from alongside.plans.models import PlanVersion
from alongside.publishing.export import export_site
from tests.domain.plans.stratml_plans import faults
from tests.factories import (
    DAY,
    NOON,
    TODAY,
    BodyFactory,
    ForumFactory,
    PlanVersionFactory,
    on_duty,
    publish_plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

PLAN = stratml.write(
    stratml.Plan(
        name="Plan of the ports",
        core=stratml.Core(
            vision=stratml.Statement(description="Calm seas."),
            mission=stratml.Statement(description="Keep them."),
            goals=(
                stratml.Goal(
                    name="Help",
                    description="More help.",
                    objectives=(
                        stratml.Objective(name="The Well", description="Answer there."),
                        stratml.Objective(name="Nowhere", description="Answer elsewhere."),
                    ),
                ),
            ),
        ),
    )
)


@pytest.fixture
def body():
    return BodyFactory(slug="ports", name="Ports Office", acronym="PO")


@pytest.fixture
def well():
    return ForumFactory(slug="well", name="The Well")


@pytest.fixture
def lead(body):
    browser = Client()
    browser.force_login(on_duty(Role.ENGAGEMENT_LEAD, body=body).user)
    return browser


def text_of(response):
    return " ".join(LexborHTMLParser(response.content).body.text(separator=" ").split())


def upload(lead, content, name="plan.xml"):
    file = SimpleUploadedFile(name, content, content_type="application/xml")
    return lead.post("/workspace/plans/ports/stratml/", {"file": file})


def confirm(lead, page, **values):
    shown = LexborHTMLParser(page.content).css_first("input[name=shown]").attributes["value"]
    return lead.post("/workspace/plans/ports/stratml/save/", {"shown": shown, **values})


# ------------------------------------------------------------------ for everybody


def test_a_version_and_the_plan_in_force_are_there_as_valid_xml(client, body, well):
    publish_plan(body, [well], effective_from=TODAY - 2 * DAY)
    publish_plan(body, [well], effective_from=TODAY - DAY)

    first, second, in_force = (
        client.get(f"/bodies/ports/{name}.xml") for name in ("plan/1", "plan/2", "plan")
    )

    assert in_force.headers["Content-Type"] == "application/xml"
    assert in_force.headers["Access-Control-Allow-Origin"] == "*"
    assert in_force.content == second.content != first.content
    assert faults(first.content) == faults(second.content) == []
    assert stratml.read(second.content).plan.description.startswith("Version 2 of the plan")


def test_the_file_is_the_same_each_time_it_is_asked_for(client, body, well):
    publish_plan(body, [well])

    assert (
        client.get("/bodies/ports/plan.xml").content == client.get("/bodies/ports/plan.xml").content
    )


@pytest.mark.parametrize("name", ["plan", "plan/1", "plan/2"])
def test_what_is_not_published_is_not_found(client, name):
    PlanVersionFactory(body=BodyFactory(slug="ports"))

    assert client.get(f"/bodies/ports/{name}.xml").status_code == 404


def test_law_4_practice_is_not_shown_where_it_is_off(client, settings):
    settings.ALONGSIDE_SHOW_PRACTICE = False
    body = BodyFactory(slug="ports", practice=True)
    publish_plan(body, [ForumFactory(practice=True)])

    assert client.get("/bodies/ports/plan.xml").status_code == 404


def test_the_plans_page_and_the_interface_lead_to_it(client, body, well):
    publish_plan(body, [well])

    page = LexborHTMLParser(client.get("/bodies/ports/plan/").content)
    said = client.get("/api/v1/plans/ports").json()

    links = {link.attributes["href"] for link in page.css("a[href]")}
    assert {"/bodies/ports/plan/1.xml", "/bodies/ports/plan.xml"} <= links
    assert said["stratml"].endswith("/bodies/ports/plan/1.xml")


def test_law_8_the_exported_site_holds_the_plan_as_stratml(tmp_path, body, well):
    publish_plan(body, [well])

    export_site(tmp_path / "site", at=NOON)

    version = (tmp_path / "site/bodies/ports/plan/1.xml").read_bytes()
    assert faults(version) == []
    assert (tmp_path / "site/bodies/ports/plan.xml").read_bytes() == version


# ------------------------------------------------------------------ on the command line


def run(*arguments):
    return CliRunner().invoke(command_line.app, ["plans", *map(str, arguments)])


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "plan.xml"
    path.write_bytes(PLAN)
    return path


def test_a_plan_is_written_out_as_the_site_serves_it(client, body, well):
    publish_plan(body, [well])

    told = run("export-stratml", "ports")

    assert told.exit_code == 0
    assert told.stdout_bytes == client.get("/bodies/ports/plan.xml").content
    assert run("export-stratml", "ports", "--version", 1).stdout_bytes == told.stdout_bytes


def test_a_plan_that_is_not_there_is_said_so(body):
    assert "no published plan of a body 'ports'" in run("export-stratml", "ports").stderr
    assert "no version 3" in run("export-stratml", "ports", "--version", 3).stderr


def test_without_write_the_command_shows_the_draft_and_saves_nothing(file, body, well):
    told = run("import-stratml", file, "--body", "ports")

    assert told.exit_code == 0
    assert "plan.xml: Plan of the ports" in told.stdout
    assert "1 goal, 2 objectives, 0 indicators" in told.stdout
    assert "The Well: Listen only\n" in told.stdout
    assert "Goal: Help" in told.stdout
    assert "The mission: “Keep them.”" in told.stdout
    assert "“Nowhere” (goal 1, objective 2)" in told.stdout
    assert "Nothing was saved. --write saves it." in told.stdout
    assert not PlanVersion.objects.exists()


def test_with_write_it_becomes_the_draft(file, body, well):
    told = run("import-stratml", file, "--body", "ports", "--write")

    assert "Saved as the draft of ports." in told.stdout
    draft = queries.draft_of(body.pk)
    assert (draft.title, draft.goal) == ("Plan of the ports", "Calm seas.")
    assert [(goal.title, goal.description) for goal in draft.goals.all()] == [
        ("Help", "More help.")
    ]
    assert [objective.forum for objective in draft.objectives.all()] == [well]


def test_law_10_a_draft_is_replaced_by_the_command_only_when_told_to(file, body):
    PlanVersionFactory(body=body, title="Ours")

    refused = run("import-stratml", file, "--body", "ports", "--write")
    title = queries.draft_of(body.pk).title
    done = run("import-stratml", file, "--body", "ports", "--write", "--replace-draft")

    assert (refused.exit_code, title) == (1, "Ours")
    assert "has a draft, “Ours”. Nothing was saved." in refused.stderr
    assert done.exit_code == 0
    assert queries.draft_of(body.pk).title == "Plan of the ports"


def test_programs_are_told_all_of_it_as_json(file, body, well):
    told = json.loads(run("import-stratml", file, "--body", "ports", "--json").stdout)

    assert told["read"]["name"] == "Plan of the ports"
    assert told["read"]["repaired"] == told["read"]["left_out"] == []
    assert told["draft"]["objectives"][0]["forum_slug"] == "well"
    assert told["written"] is False


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'<!DOCTYPE a [<!ENTITY b "c">]><StrategicPlan/>', "document type or entities"),
        (b'<StrategicPlan xmlns="urn:mine"/>', "its namespace is “urn:mine”"),
        (b"A plan", "not XML that can be read"),
        (b" " * 10_000_001, "larger than 10 MB"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_in_a_sentence_everywhere(
    tmp_path, body, lead, content, words
):
    path = tmp_path / "plan.xml"
    path.write_bytes(content)

    told = run("import-stratml", path, "--body", "ports", "--write")
    as_json = run("import-stratml", path, "--json")
    page = upload(lead, content)

    assert (told.exit_code, as_json.exit_code, page.status_code) == (1, 1, 422)
    assert words in told.stderr
    assert words in json.loads(as_json.stdout)["error"]
    assert words in text_of(page)
    assert not PlanVersion.objects.exists()


def test_a_file_that_is_not_there_or_a_body_that_is_not_is_said_so(tmp_path, file):
    assert "cannot be read: No such file" in run("import-stratml", tmp_path / "no.xml").stderr
    assert "no body 'no'" in run("import-stratml", file, "--body", "no").stderr
    assert run("import-stratml", file, "--write").exit_code == 2


# ------------------------------------------------------------------ in the workspace


def test_a_lead_uploads_a_file_sees_what_it_would_make_and_confirms(lead, body, well):
    listed = lead.get("/workspace/plans/").content.decode()
    asked = lead.get("/workspace/plans/ports/stratml/")
    shown = upload(lead, PLAN)
    nothing_yet = not PlanVersion.objects.exists()
    saved = confirm(lead, shown)

    assert "/workspace/plans/ports/stratml/" in listed
    assert "Nothing is saved before you say so." in text_of(asked)
    said = text_of(shown)
    assert "holds 1 goal, 2 objectives and 0 indicators" in said
    assert "1 objective names a forum of the register" in said
    assert "What will be better Calm seas." in said
    assert "Goal 1 Help" in said
    assert "The mission: “Keep them.”" in said
    assert "“Nowhere” (goal 1, objective 2)" in said
    assert nothing_yet
    assert saved.headers["Location"] == "/workspace/plans/ports/"
    draft = queries.draft_of(body.pk)
    assert (draft.title, draft.objectives.get().forum) == ("Plan of the ports", well)
    assert "Plan of the ports" in lead.get("/workspace/plans/ports/preview/").content.decode()


def test_what_was_repaired_stands_with_its_place(lead):
    shown = upload(lead, PLAN.replace(b"<Description>Calm", b"<Identifier/><Description>Calm"))

    said = text_of(shown)
    assert "What was repaired" in said
    assert "An empty identifier was left out. vision (line" in said
    assert "Its parts stand in another order" in said


def test_identifiers_that_stand_twice_are_told_and_all_that_they_name_is_kept(lead):
    twice = PLAN.replace(
        b"<Description>More help.</Description>",
        b"<Description>More help.</Description><Identifier>_a</Identifier>",
    ).replace(
        b"<Description>Answer there.</Description>",
        b"<Description>Answer there.</Description><Identifier>_a</Identifier>",
    )

    said = text_of(upload(lead, twice))

    assert "The identifier “_a” stands for another part already" in said
    assert "holds 1 goal, 2 objectives" in said


def test_law_10_of_a_file_of_50_mb_nothing_is_saved_and_a_sentence_says_why(lead):
    page = upload(lead, b"<StrategicPlan>" + b"<Name>more</Name>" * 3_000_000)

    assert page.status_code == 422
    assert "larger than 10 MB" in text_of(page)
    assert not PlanVersion.objects.exists()


def test_a_whole_plan_of_ours_is_shown_with_all_its_parts_and_comes_back_whole(lead, body, well):
    version = publish_plan(body, [well])
    file = lead.get("/bodies/ports/plan.xml").content

    shown = upload(lead, file)
    confirm(lead, shown)

    said = text_of(shown)
    assert "holds 1 goal, 1 objective and 1 indicator (" in said
    for words in (
        "Languages English",
        "Impact assessment DPIA 2026/7, 2 March 2026",
        "Within the published standard : at least 80 %",
        "Baseline: 60 %",
        "Safeguarding lead Head of Safeguarding",
        "Contact for operators Forum team, forums@aldmere.example",
        "Public task (article 6(1)(e) of the UK GDPR)",
        "Aldmere Services Act 1999, section 4",
    ):
        assert words.replace(" :", ":") in said
    assert "What the draft cannot hold" not in said
    assert draft_document(queries.draft_of(body.pk)) == {
        **json.loads(version.document),
        "version": None,
        "effective_from": None,
    }


def test_without_a_file_the_page_asks_for_one(lead):
    page = lead.post("/workspace/plans/ports/stratml/", {})

    assert page.status_code == 422
    assert "Choose the file with the plan." in text_of(page)


def test_a_draft_that_is_there_is_named_before_it_is_replaced(lead, body):
    PlanVersionFactory(body=body, title="Ours", drafted_at=NOON - DAY)

    shown = upload(lead, PLAN)
    confirm(lead, shown)

    assert "There is a draft already, “Ours”." in text_of(shown)
    assert queries.draft_of(body.pk).title == "Plan of the ports"


def test_law_10_a_draft_saved_meanwhile_is_shown_and_replaced_only_on_a_second_word(lead, body):
    shown = upload(lead, PLAN)
    PlanVersionFactory(body=body, title="Theirs", drafted_at=NOON)

    again = confirm(lead, shown)
    title = queries.draft_of(body.pk).title
    done = confirm(lead, again)

    assert again.status_code == 409
    assert "Somebody has saved a draft since" in text_of(again)
    assert "There is a draft already, “Theirs”." in text_of(again)
    assert title == "Theirs"
    assert done.status_code == 302
    assert queries.draft_of(body.pk).title == "Plan of the ports"


def test_a_forum_that_left_the_register_meanwhile_is_said_and_nothing_is_saved(lead, well):
    shown = upload(lead, PLAN)
    well.delete()

    again = confirm(lead, shown)

    assert again.status_code == 409
    assert "have left the register" in text_of(again)
    assert not PlanVersion.objects.exists()


@pytest.mark.parametrize("shown", ["", "made-up", None])
def test_what_was_not_shown_by_us_to_this_person_is_not_saved(lead, body, shown):
    if shown is None:  # shown to somebody else, who leads the same body
        other = Client()
        other.force_login(on_duty(Role.ENGAGEMENT_LEAD, body=body).user)
        page = LexborHTMLParser(upload(other, PLAN).content)
        shown = page.css_first("input[name=shown]").attributes["value"]

    answer = lead.post("/workspace/plans/ports/stratml/save/", {"shown": shown}, follow=True)

    assert "Nothing is saved: upload it again." in text_of(answer)
    assert not PlanVersion.objects.exists()


def test_markup_in_a_file_is_shown_as_text(lead):
    page = upload(lead, PLAN.replace(b"Calm seas.", b"&lt;script&gt;alert(1)&lt;/script&gt;"))

    assert b"<script>alert" not in page.content
    assert "<script>alert(1)</script>" in text_of(page)


def test_many_notes_are_folded_and_all_of_them_there(lead):
    odd = b"".join(b"<odd%d/>" % number for number in range(600))

    page = upload(lead, PLAN.replace(b"<Vision>", b"<Vision>" + odd))

    tree = LexborHTMLParser(page.content)
    assert tree.css_first("details summary").text() == "500 things were left out"
    assert len(tree.css("details li")) == 500
    assert "There are 100 more notes, which are not shown." in text_of(page)


def test_a_plan_too_long_for_a_page_is_sent_to_the_command_line(lead, monkeypatch):
    monkeypatch.setattr("alongside.workspace.views.plan_files.LONGEST_SHOWN", 100)

    page = upload(lead, PLAN)

    assert page.status_code == 422
    assert "alongside plans import-stratml" in text_of(page)
    assert not PlanVersion.objects.exists()
