"""Forums in the workspace: finding gaps, entries, addresses, figures, joining two."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser

from alongside.accounts.domain.roles import Role
from alongside.forums import queries
from alongside.forums.models import Forum, Measure
from tests.factories import (
    DAY,
    NOON,
    AgreementFactory,
    BoardFactory,
    ForumAliasFactory,
    ForumFactory,
    ForumTopicFactory,
    MeasureFactory,
    MembershipFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

ENTRY = {
    "name": "Ferry Corner",
    "address": "https://ferry.example",
    "kind": "forum",
    "engine": "phpbb",
    "life": "active",
    "topics": ["work", "money"],
    "languages": "en, cy",
}
FIGURE = {
    "kind": "members",
    "value": "42,000",
    "bound": "over",
    "method": "shown",
    "asserted_by": "the front page",
    "source": "front page",
    "dated": "2026-05",
}


def signed_in(role):
    client = Client()
    user = MembershipFactory(role=role).user
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


@pytest.fixture
def lead():
    return signed_in(Role.ENGAGEMENT_LEAD.value)


@pytest.fixture
def forum():
    return ForumFactory(slug="ferry", name="Ferry Corner", address="https://ferry.example")


def url(name, *args):
    return reverse(f"workspace:{name}", args=args)


def tree(response):
    return LexborHTMLParser(response.content.decode())


def text_of(response):
    return " ".join(tree(response).body.text(separator=" ").split())


def errors_of(response):
    """What is said beside each field, by the field's name."""
    return {
        found.attributes["id"].removeprefix("id_").removesuffix("-error"): found.text(strip=True)
        for found in tree(response).css(".govuk-error-message[id]")
    }


def entry_of(forum):
    """What the form of an entry holds when nothing was touched."""
    response = signed_in(Role.ENGAGEMENT_LEAD.value).get(url("forum-edit", forum.slug))
    page = tree(response)
    typed = {
        box.attributes["name"]: box.attributes.get("value") or ""
        for box in page.css("form.measure input[type=text], form.measure input[type=url], "
                            "form.measure input[type=hidden], form.measure input:not([type])")
        if box.attributes.get("name")
    }  # fmt: skip
    typed |= {area.attributes["name"]: area.text() for area in page.css("form.measure textarea")}
    for select in page.css("form.measure select"):
        chosen = select.css_first("option[selected]") or select.css_first("option")
        typed[select.attributes["name"]] = chosen.attributes["value"] or ""
    typed["topics"] = [
        box.attributes["value"]
        for box in page.css("input[name=topics]")
        if "checked" in box.attributes
    ]
    return typed


# Finding


def test_staff_find_forums_by_words_and_by_what_is_missing(lead, forum):
    known = ForumFactory(name="Harbour", house_rules_read_on=NOON.date(), life="active")

    everything = text_of(lead.get(url("forum-list")))
    gaps = text_of(lead.get(url("forum-list"), {"gap": "rules"}))
    found = text_of(lead.get(url("forum-list"), {"q": "harb"}))

    assert forum.name in everything
    assert known.name in everything
    assert (forum.name in gaps, known.name in gaps) == (True, False)
    assert (forum.name in found, known.name in found) == (False, True)


@pytest.mark.parametrize(
    "query", [{"q": "\x00"}, {"gap": "nonsense"}, {"page": "99"}, {"q": "%_'\\"}]
)
def test_nonsense_in_the_address_is_no_fault(lead, forum, query):
    assert lead.get(url("forum-list"), query).status_code == 200


def test_a_list_of_many_forums_asks_the_database_no_more_often(lead, django_assert_max_num_queries):
    for _ in range(12):
        MeasureFactory(forum=ForumFactory())

    # The numbers of work that waits, beside the menu, are eight of them.
    with django_assert_max_num_queries(14):
        lead.get(url("forum-list"))


def test_an_adviser_reads_entries_and_is_offered_no_change(forum):
    MeasureFactory(forum=forum)
    ForumAliasFactory(forum=forum)

    page = tree(signed_in(Role.ADVISER.value).get(url("forum", forum.slug)))

    assert forum.name in page.body.text()
    assert not page.css("main form")
    assert not [link for link in page.css("main a") if "edit" in link.attributes["href"]]


# Entries


def test_an_entry_is_added_with_all_its_parts(lead):
    response = lead.post(
        url("forum-add"),
        ENTRY
        | {
            "other_names": "Ferry Talk\r\nThe Ferry",
            "description": "Shift workers help one another.",
            "other_topics": "IPSV | 439 | Pensions\r\n\r\nLGSL | 57 | Noise",
            "house_rules_address": "https://ferry.example/rules",
            "house_rules_read_on_day": "6",
            "house_rules_read_on_month": "5",
            "house_rules_read_on_year": "2026",
        },
    )

    assert response.status_code == 302
    facts = queries.facts_of(Forum.objects.get())
    assert facts.other_names == ("Ferry Talk", "The Ferry")
    assert (facts.topics, facts.languages) == (("money", "work"), ("en", "cy"))
    assert facts.other_topics == (("IPSV", "439", "Pensions"), ("LGSL", "57", "Noise"))
    assert (facts.engine, facts.house_rules_read_on) == ("phpbb", NOON.date())


def central_team():
    client = Client()
    user = MembershipFactory(central=True).user
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def test_the_central_team_keeps_the_entries_of_forums(forum):
    central = central_team()
    page = tree(central.get(url("forum", forum.slug)))
    known = entry_of(forum)

    stated = ENTRY | {"name": "Harbour Talk", "address": "https://new.example"}
    added = central.post(url("forum-add"), stated)
    central.post(url("forum-edit", forum.slug), known | {"subject": "Ships"})

    assert page.css_first(f'main a[href="{url("forum-edit", forum.slug)}"]')
    assert "Add a forum" in text_of(central.get(url("forum-list")))
    new = Forum.objects.get(address="https://new.example")
    assert added.headers["Location"] == f"{url('forum', new.slug)}?added=yes"
    assert Forum.objects.get(pk=forum.pk).subject == "Ships"


def test_a_forum_that_is_known_is_linked_to(lead, forum):
    response = lead.post(
        url("forum-add"), ENTRY | {"name": "Again", "address": "http://WWW.ferry.example"}
    )

    assert response.status_code == 422
    assert "Ferry Corner is in the register already" in errors_of(response)["address"]
    links = [link.attributes["href"] for link in tree(response).css(".govuk-inset-text a")]
    assert links == [url("forum", "ferry")]
    assert tree(response).css_first("#id_name").attributes["value"] == "Again"


def test_a_forum_in_another_folder_of_a_known_site_is_asked_about_and_added_once_it_is_another(
    lead, forum
):
    stated = ENTRY | {"name": "Rowing", "address": "http://www.ferry.example/rowing/"}

    warned = lead.post(url("forum-add"), stated)
    added = lead.post(url("forum-add"), stated | {"is_another": "on"})

    assert warned.status_code == 422
    assert "A forum of this site is in the register already" in errors_of(warned)["address"]
    page = tree(warned)
    links = [link.attributes["href"] for link in page.css(".govuk-inset-text a")]
    assert links == [url("forum", "ferry")]
    assert len(page.css("input[name=is_another]")) == 1
    assert added.status_code == 302


def test_a_forum_of_a_known_name_is_linked_to_and_added_once_somebody_says_it_is_another(
    lead, forum
):
    stated = ENTRY | {"name": "The ferry-corner", "address": "https://another.example"}

    warned = lead.post(url("forum-add"), stated)
    added = lead.post(url("forum-add"), stated | {"is_another": "on"})

    assert warned.status_code == 422
    assert "A forum of this name" in errors_of(warned)["name"]
    page = tree(warned)
    links = [link.attributes["href"] for link in page.css(".govuk-inset-text a")]
    assert links == [url("forum", "ferry")]
    assert page.css_first("#id_address").attributes["value"] == "https://another.example"
    assert page.css("input[name=is_another]")
    assert added.status_code == 302
    assert not tree(lead.get(url("forum-add"))).css("input[name=is_another]")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"address": "ferry"}, "address"),
        ({"address": "http://localhost"}, "address"),
        ({"languages": "English"}, "languages"),
        ({"engine": "unheard-of"}, "engine"),
        ({"topics": ["moon"]}, "topics"),
        ({"other_topics": "IPSV | 439"}, "other_topics"),
        ({"other_topics": "no list | 1 | Dogs"}, "other_topics"),
        ({"report_address": "https://localhost"}, "report_address"),
        ({"house_rules_read_on_day": "7", "house_rules_read_on_month": "5",
          "house_rules_read_on_year": "2026", "house_rules_address": "https://ferry.example/r"},
         "house_rules_read_on"),
        ({"house_rules_read_on_day": "1", "house_rules_read_on_month": "5",
          "house_rules_read_on_year": "2026"}, "house_rules_address"),
        ({"description": "x" * 2001}, "description"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(lead, changes, field):
    typed = ENTRY | {"address": "https://other.example", "subject": "Typed with care"} | changes

    response = lead.post(url("forum-add"), typed)

    assert response.status_code == 422
    assert list(errors_of(response)) == [field]
    assert "Typed with care" in response.content.decode()
    assert tree(response).css_first(".govuk-error-summary")
    assert not Forum.objects.exists()


def test_saving_an_untouched_entry_changes_nothing(lead, forum):
    ForumTopicFactory(forum=forum)
    Forum.objects.update(
        languages=["en", "cy"], other_names=["A", "B"], engine="phpbb", area="Wales"
    )
    before = queries.facts_of(Forum.objects.get())

    response = lead.post(url("forum-edit", "ferry"), entry_of(forum))

    assert response.status_code == 302
    assert queries.facts_of(Forum.objects.get()) == before


def test_an_entry_without_an_address_is_edited_without_one(lead):
    ForumFactory(slug="old", name="Forum of 2009", address="")

    lead.post(url("forum-edit", "old"), entry_of(Forum.objects.get()) | {"subject": "Hens"})

    assert Forum.objects.get().subject == "Hens"


def test_the_second_of_two_editors_sees_that_the_entry_changed_and_may_save_then(lead, forum):
    typed = entry_of(forum) | {"subject": "From the second"}
    Forum.objects.update(subject="From the first")

    refused = lead.post(url("forum-edit", "ferry"), typed)

    assert refused.status_code == 422
    assert "Somebody changed this entry" in text_of(refused)
    assert "From the second" in refused.content.decode()
    assert Forum.objects.get().subject == "From the first"
    seen = tree(refused).css_first("input[name=seen]").attributes["value"]
    assert lead.post(url("forum-edit", "ferry"), typed | {"seen": seen}).status_code == 302
    assert Forum.objects.get().subject == "From the second"


def test_a_joined_entry_has_no_page_for_staff(lead, forum):
    Forum.objects.filter(pk=forum.pk).update(merged_into=ForumFactory())

    assert lead.get(url("forum", "ferry")).status_code == 404


# Addresses and boards


def test_addresses_are_recorded_and_taken_away(lead, forum):
    lead.post(
        url("alias-add", "ferry"), {"alias_address": "https://old.example", "alias_kind": "moved"}
    )

    alias = forum.aliases.get(kind="moved")
    assert "https://old.example" in text_of(lead.get(url("forum", "ferry")))
    lead.post(url("alias-remove", "ferry", alias.pk))
    assert not forum.aliases.filter(kind="moved").exists()


def test_an_address_of_another_forum_is_refused_with_a_link_to_it(lead, forum):
    other = ForumFactory(name="Harbour")

    response = lead.post(
        url("alias-add", "ferry"), {"alias_address": other.address, "alias_kind": "moved"}
    )

    assert "Harbour is in the register already" in errors_of(response)["alias_address"]
    assert url("forum", other.slug) in response.content.decode()


def test_an_address_is_taken_away_from_its_own_forum_only(lead, forum):
    other = ForumAliasFactory()

    assert lead.post(url("alias-remove", "ferry", other.pk)).status_code == 404


def test_a_board_is_recorded_once(lead, forum):
    BoardFactory(forum=forum, name="Sick pay")

    again = lead.post(url("board-add", "ferry"), {"board_name": "Sick pay"})
    lead.post(url("board-add", "ferry"), {"board_name": "Rent"})

    assert "already" in errors_of(again)["board_name"]
    assert list(forum.boards.values_list("name", flat=True)) == ["Rent", "Sick pay"]


def test_a_board_is_recorded_with_the_number_that_the_forums_software_gives_it(lead, forum):
    BoardFactory(forum=forum, name="Rent", external_id="7")
    typed = {"board_name": "Sick pay", "board_number": " 12 "}

    taken = lead.post(url("board-add", "ferry"), typed | {"board_number": "7"})
    wrong = lead.post(url("board-add", "ferry"), typed | {"board_number": "no 12"})
    lead.post(url("board-add", "ferry"), typed)

    assert errors_of(taken)["board_number"] == "Error:The board “Rent” has this number already."
    assert "Copy the number" in errors_of(wrong)["board_number"]
    assert tree(wrong).css_first("#id_board_number").attributes["value"] == "no 12"
    assert forum.boards.get(name="Sick pay").external_id == "12"
    assert "Sick pay (12)" in text_of(lead.get(url("forum", "ferry")))


def test_where_the_front_page_leads_is_shown_and_can_be_followed(lead, forum):
    Forum.objects.update(leads_to="https://new.example")

    page = text_of(lead.get(url("forum", "ferry")))
    lead.post(url("forum-follow", "ferry"))

    assert "leads on for good to https://new.example" in page
    forum.refresh_from_db()
    assert (forum.address, forum.leads_to) == ("https://new.example", "")


def test_where_the_front_page_leads_to_another_entry_joining_is_offered(lead, forum):
    other = ForumFactory(slug="harbour")
    Forum.objects.filter(pk=forum.pk).update(leads_to=other.address)

    page = tree(lead.get(url("forum", "ferry")))

    assert f"{url('forum-merge', 'ferry')}?with=harbour" in [
        link.attributes["href"] for link in page.css(".govuk-inset-text a")
    ]


# Figures


def test_a_figure_is_added_with_its_usual_unit(lead, forum):
    response = lead.post(url("measure-add", "ferry"), FIGURE)

    assert response.status_code == 302
    measure = Measure.objects.get()
    assert (measure.value, measure.unit, measure.bound) == (42_000, "members", "over")


def test_any_other_kind_of_figure_is_added_with_a_unit(lead, forum):
    other = FIGURE | {"kind": "other", "other_kind": "answered questions", "unit": "questions"}

    lead.post(url("measure-add", "ferry"), other)

    assert Measure.objects.get().kind == "answered questions"


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"source": ""}, "source", "without one is not recorded"),
        ({"value": "many"}, "value", "42000"),
        ({"value": "-3"}, "value", "below zero"),
        ({"value": "9" * 13}, "value", "larger than"),
        ({"dated": "2026-05-07"}, "dated", "future"),
        ({"dated": "6 May"}, "dated", "2026-05"),
        ({"kind": "other"}, "other_kind", "what was counted"),
        ({"kind": "other", "other_kind": "answers"}, "unit", "unit"),
        ({"kind": ""}, "kind", "What was counted"),
        ({"method": ""}, "method", "Who counted"),
        ({"method": "counted"}, "method", ""),
        ({"source_address": "x"}, "source_address", "whole address"),
    ],
)
def test_a_figure_that_cannot_stand_is_refused_beside_its_field(lead, forum, changes, field, words):
    response = lead.post(
        url("measure-add", "ferry"), FIGURE | {"quotation": "Typed with care"} | changes
    )

    assert response.status_code == 422
    assert field in errors_of(response)
    assert words in errors_of(response)[field]
    assert "Typed with care" in response.content.decode()
    assert not Measure.objects.exists()


def test_a_figure_that_is_told_again_is_said_to_stand_already(lead, forum):
    lead.post(url("measure-add", "ferry"), FIGURE)

    again = lead.post(url("measure-add", "ferry"), FIGURE | {"value": "1"})

    assert "recorded already" in text_of(again)
    assert Measure.objects.count() == 1


def test_conflicting_figures_stand_together_with_newest_and_strongest_named(lead, forum):
    MeasureFactory(forum=forum, kind="members", value=900, dated="2024", method="counted")
    MeasureFactory(
        forum=forum, kind="members", value=1000, dated="2026", method="stated", source="letter"
    )

    page = tree(lead.get(url("forum", "ferry")))

    rows = [
        " ".join(row.text(separator=" ").split())
        for row in page.css("#measures-1 ~ * tr, table tr")
    ]
    assert any("1,000" in row and "Newest" in row and "Strongest" not in row for row in rows)
    assert any("900" in row and "Strongest" in row and "Newest" not in row for row in rows)
    assert "The strongest is counted by this service, though dated 2024" in page.body.text()


def test_a_withdrawn_figure_is_struck_through_with_its_reason(lead, forum):
    measure = MeasureFactory(forum=forum, value=70_000)

    empty = lead.post(url("measure-withdraw", "ferry", measure.pk), {"reason": " "})
    lead.post(url("measure-withdraw", "ferry", measure.pk), {"reason": "Counted twice."})

    assert list(errors_of(empty)) == ["reason"]
    page = tree(lead.get(url("forum", "ferry")))
    assert "70,000" in page.css_first("del").text()
    assert "Counted twice." in page.body.text()


def test_a_figure_is_withdrawn_from_its_own_forum_only(lead, forum):
    other = MeasureFactory()

    assert lead.get(url("measure-withdraw", "ferry", other.pk)).status_code == 404


# Joining


def test_two_entries_are_joined_in_three_steps(lead, forum):
    other = ForumFactory(slug="talk", name="Ferry Talk", address="https://talk.example")
    MeasureFactory(forum=other)

    found = tree(lead.get(url("forum-merge", "ferry"), {"q": "https://www.talk.example/"}))
    shown = text_of(lead.get(url("forum-merge", "ferry"), {"with": "talk"}))
    done = lead.post(url("forum-merge", "ferry"), {"with": "talk", "reason": "Same pages."})

    assert f"{url('forum-merge', 'ferry')}?with=talk" in [
        link.attributes["href"] for link in found.css("main a")
    ]
    assert "1 figure" in shown
    assert done.headers["Location"] == url("forum", "ferry")
    other.refresh_from_db()
    assert other.merged_into == forum


def test_what_is_in_the_way_is_told_before_anything_is_typed(lead, forum):
    other = ForumFactory(slug="talk", name="Ferry Talk")
    AgreementFactory(forum=other)

    page = lead.get(url("forum-merge", "ferry"), {"with": "talk"})
    refused = lead.post(url("forum-merge", "ferry"), {"with": "talk", "reason": "Same."})

    assert "Keep Ferry Talk instead" in text_of(page)
    assert refused.status_code == 422
    other.refresh_from_db()
    assert other.merged_into is None


def test_joining_needs_a_reason(lead, forum):
    ForumFactory(slug="talk")

    response = lead.post(url("forum-merge", "ferry"), {"with": "talk", "reason": ""})

    assert list(errors_of(response)) == ["reason"]


@pytest.mark.parametrize("other", ["ferry", "nobody", "", "\x00", "x" * 5000])
def test_an_entry_is_joined_with_another_that_stands(lead, forum, other):
    response = lead.post(url("forum-merge", "ferry"), {"with": other, "reason": "Same."})

    assert response.status_code == 200
    forum.refresh_from_db()
    assert forum.merged_into is None


def test_the_public_page_of_a_joined_entry_leads_to_the_other_for_good(lead, forum, client):
    ForumFactory(slug="talk", address="https://talk.example")

    lead.post(url("forum-merge", "ferry"), {"with": "talk", "reason": "Same pages."})

    response = client.get(reverse("register:forum", args=["talk"]))
    assert (response.status_code, response.headers["Location"]) == (
        301,
        reverse("register:forum", args=["ferry"]),
    )


def test_from_a_new_entry_one_goes_on_to_its_page_with_what_to_do_next(lead):
    added = lead.post(url("forum-add"), ENTRY | {"address": "https://new.example"})

    page = tree(lead.get(added.headers["Location"]))
    (next_steps,) = page.css("main .govuk-inset-text")
    links = [link.attributes["href"] for link in next_steps.css("a")]
    assert links == [
        url("measure-add", Forum.objects.get().slug),
        url("list-board"),
        url("agreement-list"),
    ]
    assert not tree(lead.get(url("forum", Forum.objects.get().slug))).css(".govuk-inset-text")


def test_two_entries_of_one_name_are_told_apart_before_they_are_joined(lead, forum):
    other = ForumFactory(
        name="Ferry Corner", address="https://other.example", added_at=NOON - 40 * DAY, size=42_000
    )

    found = text_of(lead.get(url("forum-merge", forum.slug), {"q": "Ferry"}))
    confirm = text_of(lead.get(url("forum-merge", forum.slug), {"with": other.slug}))

    for text in (found, confirm):
        assert "https://other.example; added on 27 March 2026; size 42,000" in text
        assert "https://ferry.example; added on" in text
        assert "size not known" in text
