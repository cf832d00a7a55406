"""The pages on which an engagement lead looks after official accounts."""

from datetime import date

import pytest
from django.conf import settings as django_settings
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from alongside.accounts.domain.roles import Role
from alongside.agreements.models import AccountLook
from alongside.audit.models import Event
from alongside.bodies.models import Body
from alongside.core import sealed
from alongside.forums.domain.kinds import AccountDirection, VerifiedHow
from alongside.forums.handing_over import heirs_of
from alongside.forums.models import Forum, OfficialAccount, Verification
from alongside.workspace.forms_plan_steps import AddForumForm
from tests.factories import (
    NOON,
    BodyFactory,
    ForumFactory,
    MembershipFactory,
    OfficialAccountFactory,
    VerificationFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

PROFILE = "https://well.example/u/aldmereadvice/12/"
PAGE = "https://www.aldmere.example/contact/forums"


@pytest.fixture
def account():
    return OfficialAccountFactory(
        forum=ForumFactory(slug="well", name="The Well", address="https://well.example"),
        body=BodyFactory(slug="aps", website="https://www.aldmere.example"),
        handle="AldmereAdvice",
        profile_address=PROFILE,
        named_at_address=PAGE,
    )


def signed_in(body, role=Role.ENGAGEMENT_LEAD):
    client = Client()
    membership = MembershipFactory(body=body, role=role.value)
    client.force_login(membership.user, backend=django_settings.AUTHENTICATION_BACKENDS[0])
    return client


@pytest.fixture
def lead(account):
    return signed_in(account.body)


def text_of(response):
    return " ".join(LexborHTMLParser(response.content).body.text(separator=" ").split())


def test_what_is_missing_is_work_for_the_lead(account, lead):
    listed = text_of(lead.get("/workspace/accounts/"))
    page = text_of(lead.get(f"/workspace/accounts/{account.pk}/"))

    assert "1 account of yours lacks its proof" in listed
    assert "Have a page of your body’s own site name AldmereAdvice" in page
    assert "into the account’s profile in the forum" in page
    assert "/badge.svg" in page


def test_an_account_that_is_proved_is_no_work(account, lead):
    for direction in AccountDirection:
        VerificationFactory(account=account, direction=direction.value)

    listed = text_of(lead.get("/workspace/accounts/"))
    page = text_of(lead.get(f"/workspace/accounts/{account.pk}/"))

    assert "of yours" not in listed
    assert "What you can do" not in page
    assert "Verified in both directions." in page


def test_what_kept_the_machine_from_looking_is_said(account, lead):
    AccountLook.objects.create(account=account, due_at=NOON, problem="robots.txt closes this page.")

    assert "robots.txt closes this page." in text_of(lead.get(f"/workspace/accounts/{account.pk}/"))


def test_a_lead_records_what_they_saw(account, lead):
    response = lead.post(
        f"/workspace/accounts/{account.pk}/look/",
        {"direction": "links_back", "found": "yes", "note": "Its signature links to us."},
    )

    look = Verification.objects.get()
    assert response.status_code == 302
    assert (look.direction, look.found, look.how) == ("links_back", True, VerifiedHow.PERSON.value)
    assert (look.address, look.checked_at) == (PROFILE, NOON)


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({}, "There is a problem"),
        ({"direction": "sideways", "found": "yes"}, "Choose one of the answers"),
        ({"direction": "links_back", "found": "perhaps"}, "Choose one of the answers"),
        ({"direction": "links_back", "found": "no"}, "Say what you saw instead"),
        ({"direction": "links_back", "found": "no", "note": "x" * 301}, "300 characters"),
        ({"direction": "links_back", "found": "yes", "note": "a\x00b"}, "Type this afresh"),
    ],
)
def test_a_look_that_says_nothing_is_not_recorded_and_typed_text_stays(account, lead, typed, error):
    response = lead.post(f"/workspace/accounts/{account.pk}/look/", typed)

    assert response.status_code == 422
    assert error in text_of(response)
    assert not Verification.objects.exists()


def test_a_direction_without_an_address_cannot_be_looked_at(account, lead):
    account.profile_address = ""
    account.save()

    response = lead.post(
        f"/workspace/accounts/{account.pk}/look/", {"direction": "links_back", "found": "yes"}
    )

    assert response.status_code == 422
    assert "Its address is not known yet" in text_of(response)


def test_addresses_are_saved_and_looked_at_soon(account, lead):
    response = lead.post(
        f"/workspace/accounts/{account.pk}/",
        {"profile_address": PROFILE, "named_at_address": "https://help.aldmere.example/us"},
    )

    account.refresh_from_db()
    assert response.status_code == 302
    assert account.named_at_address == "https://help.aldmere.example/us"
    assert AccountLook.objects.get().due_at == NOON


def test_an_address_elsewhere_is_refused_and_stays_typed(account, lead):
    response = lead.post(
        f"/workspace/accounts/{account.pk}/",
        {"profile_address": PROFILE, "named_at_address": "https://evil.example/us"},
    )

    account.refresh_from_db()
    assert response.status_code == 422
    assert "must stand on the site of" in text_of(response)
    assert "https://evil.example/us" in response.content.decode()
    assert account.named_at_address == PAGE


@pytest.mark.parametrize("page", ["bramley/us", "aldmere-fake", "aldmere/../bramley"])
def test_beside_the_field_stands_which_address_counts_on_a_shared_host(account, lead, page):
    account.body.website = "https://www.gov.example/organisations/aldmere"
    account.body.save()
    typed = f"https://www.gov.example/organisations/{page}"

    response = lead.post(
        f"/workspace/accounts/{account.pk}/",
        {"profile_address": PROFILE, "named_at_address": typed},
    )

    account.refresh_from_db()
    assert response.status_code == 422
    assert 'id="id_named_at_address-error"' in response.content.decode()
    assert "begins with https://www.gov.example/organisations/aldmere/." in text_of(response)
    assert typed in response.content.decode()
    assert account.named_at_address == PAGE


def test_a_lead_has_it_looked_at_again(account, lead):
    AccountLook.objects.create(account=account, due_at=NOON.replace(year=2027))

    response = lead.post(f"/workspace/accounts/{account.pk}/look-again/")

    look = AccountLook.objects.get()
    assert response.status_code == 302
    assert (look.due_at, look.asked_at) == (NOON, NOON)


def test_a_new_account_is_registered_with_both_addresses(lead, account):
    account.delete()

    response = lead.post(
        "/workspace/accounts/",
        {
            "body": account.body_id,
            "forum": account.forum.slug,
            "handle": "AldmereHelp",
            "profile_address": PROFILE,
            "named_at_address": PAGE,
            "language": "CY",
            "secret": "",
        },
    )

    made = OfficialAccount.objects.get()
    assert response.status_code == 302
    assert response.headers["Location"] == f"/workspace/accounts/{made.pk}/"
    assert (made.handle, made.named_at_address) == ("AldmereHelp", PAGE)
    assert made.language == "cy"


def test_a_language_that_is_none_is_refused_beside_its_field(account, lead):
    response = lead.post(
        f"/workspace/accounts/{account.pk}/",
        {"profile_address": PROFILE, "named_at_address": PAGE, "language": "Welsh"},
    )

    page = LexborHTMLParser(response.content)
    assert response.status_code == 422
    assert "is no language tag" in page.css_first("#id_language-error").text()
    assert page.css_first("#id_language").attributes["value"] == "Welsh"


def test_everybody_is_told_the_language_of_an_account(account, client):
    address = f"/accounts/{account.public_id}/"
    silent = text_of(client.get(address))
    account.language = "cy"
    account.save()

    api = client.get("/api/v1/accounts").json()["items"][0]
    answer = client.get("/is-this-official.json", {"q": PROFILE}).json()
    assert "Language" not in silent
    assert "Language Welsh" in text_of(client.get(address))
    assert (api["language"], answer["account"]["language"]) == ("cy", "cy")
    assert "cy" in client.get("/data/accounts.csv").getvalue().decode().splitlines()[1].split(",")


def test_the_form_says_what_to_do_about_a_forum_that_cannot_be_chosen(account, lead):
    ForumFactory(name="Nowhere", address="")

    refused = lead.post("/workspace/accounts/", registering(account, forum="Nowhere"))
    page = LexborHTMLParser(lead.get("/workspace/accounts/").content)
    hint = page.css_first("#id_forum-hint")

    assert "No forum that can be chosen here fits “Nowhere”" in fault_of(refused, "forum")
    assert "if its entry has no address" in " ".join(hint.text().split())
    add, gaps = (link.attributes["href"] for link in hint.css("a"))
    assert lead.get(add).status_code == 200
    assert "Nowhere" in text_of(lead.get(gaps))


def test_an_adviser_sees_it_and_changes_nothing(account):
    adviser = signed_in(account.body, Role.ADVISER)

    page = adviser.get(f"/workspace/accounts/{account.pk}/")
    changed = adviser.post(f"/workspace/accounts/{account.pk}/", {"named_at_address": ""})

    assert page.status_code == 200
    assert len(LexborHTMLParser(page.content).css("main form")) == 0
    assert changed.status_code == 403
    account.refresh_from_db()
    assert account.named_at_address == PAGE


def test_the_lead_of_another_body_finds_nothing(account):
    other = signed_in(BodyFactory())

    assert other.get(f"/workspace/accounts/{account.pk}/").status_code == 404
    assert other.post(f"/workspace/accounts/{account.pk}/look/", {}).status_code == 404
    assert other.post(f"/workspace/accounts/{account.pk}/look-again/").status_code == 404


def test_a_retired_account_offers_nothing_to_do(account, lead):
    account.retired_at = NOON
    account.save()

    page = lead.get(f"/workspace/accounts/{account.pk}/")

    assert page.status_code == 200
    assert len(LexborHTMLParser(page.content).css("main form")) == 0
    look = lead.post(
        f"/workspace/accounts/{account.pk}/look/", {"direction": "links_back", "found": "yes"}
    )
    assert look.status_code == 422
    assert "retired" in text_of(look)


def test_the_list_costs_the_same_for_many_accounts(account, lead, django_assert_max_num_queries):
    for _number in range(10):
        OfficialAccountFactory(body=account.body)

    with django_assert_max_num_queries(20):
        lead.get("/workspace/accounts/")


def fault_of(response, name):
    """What is said beside a field."""
    found = LexborHTMLParser(response.content).css_first(f"#id_{name}-error, #{name}-error")
    return " ".join(found.text().split()) if found else ""


def registering(account, **typed):
    other = ForumFactory(name="The Spring", address="https://spring.example")
    return {"body": account.body_id, "forum": other.slug, "handle": "AldmereAdvice", **typed}


@pytest.mark.parametrize("name", ["SheffCouncil <b>", "“AldmereAdvice”", "(Aldmere)", "Aldmere?"])
def test_a_name_is_refused_rather_than_cut(account, lead, name):
    response = lead.post("/workspace/accounts/", registering(account, handle=name))

    assert response.status_code == 422
    assert "Type it as the forum shows it" in fault_of(response, "handle")
    assert OfficialAccount.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("profile_address", "https://elsewhere.example/u/aldmereadvice"),
        ("profile_address", "https://spring.example/"),
        ("named_at_address", "https://elsewhere.example/contact"),
        ("named_at_address", "https://10.0.0.1/"),
    ],
)
def test_a_wrong_address_is_said_beside_its_own_field(account, lead, name, address):
    response = lead.post("/workspace/accounts/", registering(account, **{name: address}))

    assert response.status_code == 422
    assert fault_of(response, name)
    assert not fault_of(response, "handle")


def test_a_real_body_is_offered_no_practice_forum_nor_the_other_way_round(account, lead):
    ForumFactory(name="Practice", address="https://practice.example", practice=True)
    practised = BodyFactory(practice=True)
    trainee = signed_in(practised)

    for person, body, forum in ((lead, account.body, "Practice"), (trainee, practised, "The Well")):
        refused = person.post(
            "/workspace/accounts/", registering(account, body=body.pk, forum=forum)
        )
        assert refused.status_code == 422
        assert fault_of(refused, "forum")


@pytest.mark.parametrize(
    "typed",
    ["The Spring", "the  spring", "http://www.spring.example/", "spring.example"],
)
def test_a_forum_is_chosen_by_its_name_or_address(account, lead, typed):
    stated = registering(account) | {"forum": typed}

    assert lead.post("/workspace/accounts/", stated).status_code == 302
    assert OfficialAccount.objects.filter(forum__name="The Spring").exists()


@pytest.mark.parametrize("typed", ["Spri", "s", "spring example"])
def test_a_few_letters_that_fit_one_forum_register_nothing_until_it_is_chosen(account, lead, typed):
    stated = registering(account)

    asked = lead.post("/workspace/accounts/", stated | {"forum": typed})
    offered = LexborHTMLParser(asked.content).css("input[type=radio][name=forum]")
    values = [each.attributes["value"] for each in offered]

    assert asked.status_code == 422
    assert "Choose" in fault_of(asked, "forum")
    assert stated["forum"] in values
    assert OfficialAccount.objects.count() == 1
    assert lead.post("/workspace/accounts/", stated | {"forum": values[0]}).status_code == 302


def test_of_several_forums_that_fit_one_is_chosen_on_the_form_and_what_was_typed_stays(
    account, lead
):
    for number in range(12):
        ForumFactory(name=f"Brook {number}", address=f"https://brook{number}.example")

    asked = lead.post("/workspace/accounts/", registering(account, forum="brook"))
    page = LexborHTMLParser(asked.content)
    offered = page.css("input[type=radio][name=forum]")
    last = offered[-1].attributes["value"]
    none = lead.post("/workspace/accounts/", registering(account, forum=last))
    chosen = lead.post(
        "/workspace/accounts/", registering(account, forum=offered[2].attributes["value"])
    )

    assert asked.status_code == 422
    assert "the first 10 are shown" in fault_of(asked, "forum")
    assert len(offered) == 11
    assert "https://brook0.example" in page.css_first("#id_forum").parent.text()
    assert page.css_first("#id_handle").attributes["value"] == "AldmereAdvice"
    assert LexborHTMLParser(none.content).css_first("input[type=text][name=forum]") is not None
    assert chosen.status_code == 302


def test_with_very_many_forums_and_bodies_the_forms_of_staff_stay_light(account, lead):
    Forum.objects.bulk_create(
        Forum(slug=f"f{n}", name=f"Forum {n}", address=f"https://f{n}.example", added_at=NOON)
        for n in range(3000)
    )
    Body.objects.bulk_create(Body(slug=f"b{n}", name=f"Office {n}") for n in range(2000))
    administrator = signed_in(None, role=Role.ADMINISTRATOR)
    pages = [(lead, "/workspace/accounts/"), (administrator, "/workspace/people/")]

    assert len(str(AddForumForm(is_practice=False, taken=[]))) < 5000

    for person, address in pages:
        response = person.get(address)
        assert response.status_code == 200, address
        assert len(response.content) < 60_000, address


def test_the_page_says_in_the_forum_s_own_words_what_to_ask_for(account, lead):
    account.forum.engine = "discourse"
    account.forum.save()
    page = text_of(lead.get(f"/workspace/accounts/{account.pk}/"))
    listed = text_of(lead.get("/workspace/accounts/"))

    assert "By hand, until the service holds what it needs" in page
    assert "API key" in page
    assert "user level “Single User”" in page
    assert "Invision Community" in listed


def test_where_the_service_cannot_post_no_key_is_asked_for(account, lead):
    page = text_of(lead.get(f"/workspace/accounts/{account.pk}/"))

    assert "By hand: the service knows no interface" in page
    assert "sealed" not in page


def test_a_key_is_saved_sealed_and_waits_for_its_check(account, lead):
    account.forum.engine = "discourse"
    account.forum.save()
    answer = lead.post(
        f"/workspace/accounts/{account.pk}/secret/", {"secret": " key-of-ours\n"}, follow=True
    )

    account.refresh_from_db()
    assert sealed.unseal(account.sealed_secret) == "key-of-ours"
    assert account.secret_due_at == NOON
    assert "as soon as it has been checked" in text_of(answer)
    assert "key-of-ours" not in answer.content.decode()


def test_a_key_that_was_refused_says_why_and_a_password_is_kept_as_it_is(account, lead):
    account.forum.engine, account.secret_problem = "misago", "It is another account’s."
    account.forum.save()
    account.save()
    page = text_of(lead.get(f"/workspace/accounts/{account.pk}/"))
    lead.post(f"/workspace/accounts/{account.pk}/secret/", {"secret": "ends in a blank "})

    account.refresh_from_db()
    assert "refused and has been forgotten. It is another account’s." in page
    assert sealed.unseal(account.sealed_secret) == "ends in a blank "
    assert (account.secret_due_at, account.secret_problem) == (None, "")


def test_a_secret_that_is_too_long_is_said_beside_its_field(account, lead):
    account.forum.engine = "misago"
    account.forum.save()
    answer = lead.post(f"/workspace/accounts/{account.pk}/secret/", {"secret": "x" * 5000})

    assert answer.status_code == 422
    assert "There is a problem" in text_of(answer)


def test_only_a_lead_of_the_body_changes_its_key(account):
    adviser = signed_in(account.body, Role.ADVISER)
    stranger = signed_in(BodyFactory())

    assert adviser.post(f"/workspace/accounts/{account.pk}/secret/").status_code == 403
    assert stranger.post(f"/workspace/accounts/{account.pk}/secret/").status_code == 404


# Accounts of bodies that have closed


@pytest.fixture
def heir():
    return BodyFactory(slug="hartwell", name="Hartwell Council", website="https://hartwell.example")


@pytest.fixture
def closed(account, heir):
    for direction in AccountDirection:
        VerificationFactory(account=account, direction=direction.value)
    account.body.closed_how, account.body.closed_on = "merged", date(2026, 4, 1)
    account.body.save()
    account.body.successors.add(heir)
    return account


@pytest.fixture
def central():
    return signed_in(None, Role.CENTRAL_TEAM)


def settle(client, account, to):
    return client.post(f"/workspace/accounts/{account.pk}/settle/", {"to": to}, follow=True)


@pytest.mark.parametrize("who", ["lead", "central"])
def test_the_account_of_a_closed_body_is_work_for_its_lead_and_the_central_team(
    closed, who, request
):
    client = request.getfixturevalue(who)

    queue = text_of(client.get("/workspace/"))
    page = text_of(client.get(f"/workspace/accounts/{closed.pk}/"))

    assert "Its body closed on 1 April 2026: retire the account, or hand it over" in queue
    assert "What becomes of the account?" in page
    assert "Hand it over to Hartwell Council" in page


def test_an_adviser_does_not_settle_it(closed):
    adviser = signed_in(closed.body, Role.ADVISER)

    assert "retire the account, or hand it over" not in text_of(adviser.get("/workspace/"))
    assert settle(adviser, closed, "retire").status_code == 403
    closed.refresh_from_db()
    assert closed.retired_at is None


def test_the_central_team_retires_the_account_of_a_closed_body(closed, central):
    settle(central, closed, "retire")

    closed.refresh_from_db()
    assert closed.retired_at is not None
    assert "retire the account, or hand it over" not in text_of(central.get("/workspace/"))


def test_an_account_that_is_handed_over_is_the_successors_and_is_proved_anew(closed, heir, central):
    response = settle(central, closed, "body:hartwell")

    closed.refresh_from_db()
    assert closed.body == heir
    assert closed.named_at_address == ""
    assert closed.opened_at == NOON  # since when the successor says that it is its own
    assert "is an account of Hartwell Council now" in text_of(response)
    answer = central.get("/is-this-official.json", {"q": PROFILE}).json()
    assert answer["verdict"] == "stated"
    assert answer["account"]["body_id"] == "hartwell"
    told = Event.objects.filter(kind__in=["account.handed_over", "account.taken_over"])
    assert {(event.kind, event.details["body"], event.is_public) for event in told} == {
        ("account.handed_over", "aps", True),
        ("account.taken_over", "hartwell", True),
    }
    history = text_of(central.get("/forums/well/history/"))
    assert "took over the account AldmereAdvice in The Well" in history, history


def test_an_account_goes_to_no_body_that_did_not_take_over(closed, central):
    BodyFactory(slug="another", name="Another Council")

    response = settle(central, closed, "body:another")

    assert response.status_code == 422
    closed.refresh_from_db()
    assert closed.body.slug == "aps"


def test_a_successor_with_an_account_there_keeps_its_own(closed, heir, central):
    OfficialAccountFactory(forum=closed.forum, body=heir, handle="HartwellAdvice")

    response = settle(central, closed, "body:hartwell")

    assert response.status_code == 422
    assert "Hartwell Council uses the account HartwellAdvice in The Well already." in text_of(
        response
    )


def test_what_closed_in_turn_is_followed_to_whoever_is_open(closed, heir):
    last = BodyFactory(slug="last", name="Last Council")
    heir.closed_how = "replaced"
    heir.save()
    heir.successors.add(last)

    assert heirs_of(closed.body) == [last]


def test_an_open_bodys_account_is_not_handed_over(account, lead):
    assert settle(lead, account, "retire").status_code == 422
    account.refresh_from_db()
    assert account.retired_at is None


def test_a_moved_forum_is_work_until_the_profile_is_given_anew(account, lead):
    account.forum.address = "https://new-well.example"
    account.forum.save()

    queue = text_of(lead.get("/workspace/"))
    page = text_of(lead.get(f"/workspace/accounts/{account.pk}/"))

    assert "The forum moved to https://new-well.example: give the address of the profile" in queue
    assert "The forum stands at https://new-well.example now." in page
    lead.post(
        f"/workspace/accounts/{account.pk}/",
        {"profile_address": "https://new-well.example/u/aldmereadvice", "named_at_address": PAGE},
    )
    assert "The forum moved to" not in text_of(lead.get("/workspace/"))
