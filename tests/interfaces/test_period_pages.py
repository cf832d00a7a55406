"""Restricted periods by their pages: the public calendar, its notices, and how it is kept."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser
from typer import Typer
from typer.testing import CliRunner

from alongside.accounts.domain.roles import Role
from alongside.ops import periods_commands
from alongside.periods.domain.terms import Place
from alongside.periods.models import RestrictedPeriod
from alongside.plans import draft_actions
from alongside.plans.models import Objective
from alongside.publishing import stamps
from alongside.replies.domain.life import ReplyState
from alongside.replies.wording import mark_of, wording_of
from tests.factories import DAY, NOON, TODAY, BodyFactory, PeriodFactory, line, on_duty

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def text_of(response):
    main = LexborHTMLParser(response.content).css_first("main")
    return " ".join(main.text().split())


def browser_of(duty):
    client = Client()
    client.force_login(duty.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


@pytest.fixture
def whole():
    found = line()
    found.body.jurisdiction = "GB-ENG"
    found.body.save()
    return found


@pytest.fixture
def central():
    return browser_of(on_duty(Role.CENTRAL_TEAM))


# In public


def test_the_calendar_shows_what_counts_what_comes_and_what_was_withdrawn(client):
    PeriodFactory(name="Now")
    PeriodFactory(name="Soon", coming=True)
    PeriodFactory(name="Gone", over=True)
    PeriodFactory(name="Never", withdrawn=True)

    said = text_of(client.get("/periods/"))

    assert "1 restricted period counts today" in said
    places = [said.index(words) for words in ("In force", "To come", "Over", "Withdrawn")]
    assert places == sorted(places)
    assert said.index("Now") < said.index("Soon") < said.index("Gone") < said.index("Never")


def test_an_empty_calendar_says_so(client):
    assert "No period is in the calendar" in text_of(client.get("/periods/"))


def test_a_period_has_a_page_with_source_bodies_and_history(client, whole):
    period = PeriodFactory(note="Until the poll.", was_to_end_on=TODAY, ended_reason="It is over.")

    said = text_of(client.get(period.get_absolute_url()))

    assert period.source_address in said
    assert "2 restricted" not in said
    for words in ("In force", "United Kingdom (GB)", "Until the poll.", "Ended early",
                  "It is over.", whole.body.name):  # fmt: skip
        assert words in said


def test_practice_periods_are_shown_where_practice_is(client, settings):
    period = PeriodFactory(is_practice=True, name="Made up")

    assert client.get(period.get_absolute_url()).status_code == 404
    assert "Made up" not in text_of(client.get("/periods/"))
    settings.ALONGSIDE_SHOW_PRACTICE = True
    BodyFactory()  # whatever was kept of the page is made anew
    assert "Made up" in text_of(client.get("/periods/"))
    assert client.get(period.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("page", ["body", "plan", "forum"])
def test_a_period_in_force_is_named_on_the_pages_of_whom_it_binds(client, whole, page):
    slug = whole.forum.slug if page == "forum" else whole.body.slug
    address = reverse(f"register:{page}", args=[slug])
    assert "Restricted period" not in text_of(client.get(address))

    PeriodFactory(name="General election", factual=True)
    PeriodFactory(name="Elsewhere", jurisdiction="GB-SCT")
    PeriodFactory(name="As ever", normal=True)
    PeriodFactory(name="Next year", coming=True)

    said = text_of(client.get(address))
    assert "Restricted period until 11 May 2026: General election." in said
    assert "facts about services only" in said
    for other in ("Elsewhere", "As ever", "Next year"):
        assert other not in said
    if page == "forum":
        assert f"This is about {whole.body.short_name}." in said


@pytest.mark.parametrize("page", ["period-list", "period", "body", "plan", "forum"])
def test_pages_with_periods_take_at_most_6_queries(
    client, whole, django_assert_max_num_queries, page
):
    period = PeriodFactory()
    slugs = {"period": period.public_id, "forum": whole.forum.slug}
    args = [] if page == "period-list" else [slugs.get(page, whole.body.slug)]
    address = reverse(f"register:{page}", args=args)
    client.get(address)
    BodyFactory()

    with django_assert_max_num_queries(6):
        client.get(address)


def test_the_page_of_an_entry_is_exported_anew_when_a_period_begins_and_ends(whole):
    before = stamps.entry_stamps(on=TODAY)
    period = PeriodFactory(begins_on=TODAY + DAY, ends_on=TODAY + DAY)

    today = stamps.entry_stamps(on=TODAY)
    assert (today.bodies, today.forums) == (before.bodies, before.forums)
    during = stamps.entry_stamps(on=period.begins_on)
    after = stamps.entry_stamps(on=period.ends_on + DAY)
    assert during.bodies[whole.body.slug] != after.bodies[whole.body.slug]
    assert during.forums[whole.forum.slug] != after.forums[whole.forum.slug]


def test_a_marked_answer_is_counted_and_stands_in_the_data(client, whole):
    period = PeriodFactory(factual=True)
    whole.reply(live=True, facts_period=period)

    assert "1 answer was given under these rules" in text_of(client.get(period.get_absolute_url()))
    (row,) = client.get("/api/v1/replies").json()["items"]
    assert row["period_id"] == period.public_id


def test_the_changes_of_a_period_lead_to_its_page(client, central):
    add(central)
    period = RestrictedPeriod.objects.get()

    page = client.get("/changes/?kind=periods")

    assert "was taken into the calendar" in text_of(page)
    assert f'href="{period.get_absolute_url()}"' in page.content.decode()


# Kept by the central team

TYPED = {
    "name": "UK general election 2026",
    "jurisdiction": "GB",
    "mode": "factual",
    "begins_on_day": "6", "begins_on_month": "5", "begins_on_year": "2026",
    "ends_on_day": "4", "ends_on_month": "7", "ends_on_year": "2026",
    "source_address": "https://www.gov.uk/election-guidance",
    "note": "",
}  # fmt: skip


def add(central, **changed):
    return central.post(reverse("workspace:period-add"), {**TYPED, **changed})


def test_the_central_team_adds_a_period(central):
    answer = add(central)

    period = RestrictedPeriod.objects.get()
    assert answer.status_code == 302
    assert (period.jurisdiction, period.mode, period.place(TODAY)) == (
        "GB", "factual", Place.IN_FORCE,
    )  # fmt: skip


def test_the_place_is_one_of_the_register_and_any_other_is_refused_beside_the_field(central):
    BodyFactory(jurisdiction="US-CA")
    offered = text_of(central.get(reverse("workspace:period-add")))
    assert "Wales (GB-WLS)" in offered
    assert "United States (US)" in offered

    answer = add(central, jurisdiction="XX")

    assert answer.status_code == 422
    assert "“XX” is no place of the register" in answer.content.decode()
    assert 'id="id_jurisdiction-error"' in answer.content.decode()
    assert add(central, jurisdiction="US-CA").status_code == 302


def test_law_10_a_period_without_a_source_comes_back_with_all_that_was_typed(central):
    answer = add(central, source_address="", ends_on_year="2025")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Give the address of the page that announces it." in page
    assert "UK general election 2026" in page
    assert not RestrictedPeriod.objects.exists()


def test_a_fault_that_only_the_rules_find_stands_beside_its_field(central):
    answer = add(central, ends_on_year="2025")

    assert answer.status_code == 422
    assert "The last day must not come before the first day." in answer.content.decode()


def test_an_adviser_reads_the_calendar_and_changes_nothing(whole):
    period = PeriodFactory()
    adviser = browser_of(whole.adviser)
    address = reverse("workspace:period", args=[period.public_id])

    assert "Change it" not in text_of(adviser.get(address))
    assert adviser.post(address, TYPED).status_code == 403
    assert "Add a period" not in text_of(adviser.get(reverse("workspace:period-list")))


def test_a_change_is_saved_with_its_reason(central):
    add(central)
    period = RestrictedPeriod.objects.get()
    address = reverse("workspace:period", args=[period.public_id])

    refused = central.post(address, {**TYPED, "ends_on_day": "5", "seen": "0", "reason": ""})
    saved = central.post(address, {**TYPED, "ends_on_day": "5", "seen": "0", "reason": "Moved."})

    period.refresh_from_db()
    assert (refused.status_code, saved.status_code) == (422, 302)
    assert period.ends_on.day == 5
    assert "Moved." in text_of(central.get(period.get_absolute_url()))


def test_law_10_who_saves_over_another_sees_both(central):
    add(central)
    period = RestrictedPeriod.objects.get()
    address = reverse("workspace:period", args=[period.public_id])
    central.post(address, {**TYPED, "name": "First", "seen": "0", "reason": "One."})

    answer = central.post(address, {**TYPED, "name": "Second", "seen": "0", "reason": "Two."})

    assert answer.status_code == 409
    assert "Somebody changed this period" in answer.content.decode()
    again = central.post(address, {**TYPED, "name": "Second", "seen": "1", "reason": "Two."})
    period.refresh_from_db()
    assert (again.status_code, period.name) == (302, "Second")


def test_a_period_is_ended_early_and_withdrawn_by_its_page(central):
    ended, withdrawn = PeriodFactory(), PeriodFactory()

    end = central.post(
        reverse("workspace:period-end", args=[ended.public_id]),
        {"last_day_day": "5", "last_day_month": "5", "last_day_year": "2026", "reason": "Over."},
    )
    nothing = central.post(reverse("workspace:period-withdraw", args=[withdrawn.public_id]), {})
    gone = central.post(
        reverse("workspace:period-withdraw", args=[withdrawn.public_id]), {"reason": "A slip."}
    )

    ended.refresh_from_db()
    withdrawn.refresh_from_db()
    assert (end.status_code, nothing.status_code, gone.status_code) == (302, 422, 302)
    assert ended.place(TODAY) is Place.OVER
    assert withdrawn.is_withdrawn
    page = central.get(reverse("workspace:period", args=[withdrawn.public_id])).content.decode()
    assert "It is about" not in page
    assert "It binds nobody" not in page


def test_ids_stand_once_on_the_page_of_a_period(central):
    page = central.get(reverse("workspace:period", args=[PeriodFactory().public_id]))

    ids = [node.attributes["id"] for node in LexborHTMLParser(page.content).css("[id]")]
    assert len(set(ids)) == len(ids)


# In the work of advisers and second readers


def test_a_second_reader_confirms_beside_the_button_that_it_states_facts(whole):
    period = PeriodFactory(factual=True)
    reply = whole.reply(in_review=True)
    reader = browser_of(whole.reader)
    address = reverse("workspace:reply-approve", args=[reply.public_id])
    typed = {"seen_at": reply.saved_at.isoformat(), "seen_mark": mark_of(wording_of(reply))}

    page = text_of(reader.get(reverse("workspace:reply", args=[reply.public_id])))
    refused = reader.post(address, typed)
    done = reader.post(address, {**typed, "confirms_facts": "on"})

    reply.refresh_from_db()
    assert "I have read it: it states facts about services" in page
    assert refused.status_code == 422
    assert "Confirm that it states facts only" in refused.content.decode()
    assert (done.status_code, reply.state, reply.facts_period) == (
        302, ReplyState.APPROVED, period,
    )  # fmt: skip
    assert "Facts only" in text_of(reader.get(reverse("workspace:reply", args=[reply.public_id])))


def test_outside_a_period_nobody_is_asked_to_confirm_anything(whole):
    reply = whole.reply(in_review=True)

    page = browser_of(whole.reader).get(reverse("workspace:reply", args=[reply.public_id]))

    assert "confirms_facts" not in page.content.decode()


def test_an_adviser_reads_what_the_period_and_the_hours_ask_for(whole):
    adviser = browser_of(whole.adviser)
    address = reverse("workspace:enquiry", args=[whole.enquiry.public_id])
    PeriodFactory(factual=True)
    assert "Answer with facts about services only." in text_of(adviser.get(address))

    silent = PeriodFactory()

    said = text_of(adviser.get(address))
    assert f"In the period “{silent.name}”" in said
    assert "listens only" in said


# The hours of a plan


def hours_typed(whole, **changed):
    """The page of one forum in the draft, as a browser sends it."""
    lead = browser_of(whole.lead)
    draft_actions.begin_draft(body=whole.body, by="lead", at=NOON)
    address = reverse("workspace:plan-forum", args=[whole.body.slug, whole.forum.slug])
    form = LexborHTMLParser(lead.get(address).content)
    typed = {
        node.attributes["name"]: node.attributes.get("value") or ""
        for node in form.css(
            "form input[type=text], form input[type=hidden], form input[name^=on_]"
        )
        if node.attributes.get("name")
    }
    typed |= {
        "model": "open_answering", "goal_key": "goal-1", "statement": "Answer.", "reason": "",
        "response_hours": "48", "peers_first_hours": "0", **changed,
    }  # fmt: skip
    return lead.post(address, typed)


def test_an_engagement_lead_types_hours_day_by_day(whole):
    answer = hours_typed(
        whole, on_mo="9-17", on_tu="9:00 to 17:00", on_sa="10 to 12, 13 to 15", hours=""
    )

    objective = Objective.objects.get(version__number=None)
    assert answer.status_code == 302
    assert objective.working_hours == [
        "Mo-Tu 09:00-17:00", "Sa 10:00-12:00", "Sa 13:00-15:00",
    ]  # fmt: skip
    assert objective.hours_words.startswith("Monday and Tuesday, 9:00 to 17:00; Saturday")


def test_law_10_hours_that_are_none_come_back_as_they_were_typed(whole):
    answer = hours_typed(whole, on_we="mornings", on_th="17:00 to 9:00")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="mornings"' in page
    assert "Write the hours as in 9:00 to 17:00." in page
    assert "The end must come after the beginning, on the same day." in page


# By command


@pytest.fixture
def run():
    app = Typer()
    app.callback()(lambda: None)
    app.add_typer(periods_commands.prepared_by(lambda command: command), name="periods")

    def running(*arguments):
        found = CliRunner().invoke(app, ["periods", *arguments])
        return found.exit_code, found.output

    return running


def test_the_calendar_is_kept_by_command(run):
    days = ("--from", "2026-05-06", "--to", "2026-07-04", "--source", "https://www.gov.uk/x")
    code, said = run("add", "General election", "--where", "GB", "--mode", "factual", *days)
    period = RestrictedPeriod.objects.get()
    assert (code, period.public_id in said) == (0, True)
    assert "General" in run("list")[1]

    assert run("end", period.public_id, "--last-day", "2026-05-05", "--reason", "Over.")[0] == 0
    assert run("withdraw", period.public_id, "--reason", "A slip.")[0] == 0

    period.refresh_from_db()
    assert period.is_withdrawn


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("end", "nothere", "--last-day", "2026-05-05", "--reason", "x"), "There is no period"),
        (("withdraw", "nothere", "--reason", "x"), "There is no period"),
    ],
)
def test_a_command_for_no_period_says_so(run, arguments, sentence):
    code, said = run(*arguments)

    assert (code, sentence in said) == (1, True)


def test_a_period_that_binds_nobody_says_so_to_whom_keeps_the_calendar(central, whole):
    nowhere = PeriodFactory(jurisdiction="US")
    here = PeriodFactory(jurisdiction="GB")

    assert "It binds nobody" in text_of(central.get(f"/workspace/periods/{nowhere.public_id}/"))
    said = text_of(central.get(f"/workspace/periods/{here.public_id}/"))
    assert "It is about 1 open body." in said
