"""The pages of one forum and of one body: what stands there, and where it leads."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from alongside.forums.models import Forum
from tests.factories import (
    DAY,
    NOON,
    TODAY,
    AgreementFactory,
    BoardFactory,
    BodyFactory,
    BodyIdentifierFactory,
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
    VerificationFactory,
)
from tests.rich_register import fill_register, fill_widely

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return LexborHTMLParser(response.content)


def words_of(node):
    return " ".join(node.text(separator=" ").split())


def text_of(client, address):
    return words_of(page_of(client, address).body)


def fact(page, key):
    """What the list of facts says under a key; None when it has none."""
    for row in page.css(".govuk-summary-list__row"):
        if words_of(row.css_first("dt")) == key:
            return words_of(row.css_first("dd"))
    return None


def test_in_five_seconds_a_forum_says_who_helps_who_is_there_and_on_what_terms(client):
    forum = ForumFactory(slug="well", description="Workers help each other with sick pay.")
    agreement = AgreementFactory(forum=forum, welcome=True, body__name="Aldmere Services")
    account = OfficialAccountFactory(forum=forum, body=agreement.body, handle="AldmereHelps")
    for direction in ("body_names_it", "links_back"):
        VerificationFactory(account=account, direction=direction)
    MeasureFactory(forum=forum, kind="members", unit="members", value=42_000, dated="2026")

    helps, officials, terms = (
        words_of(part) for part in page_of(client, "/forums/well/").css(".glance__part")
    )

    assert "Workers help each other with sick pay. 42,000 members shown by the site, 2026" in helps
    assert "Aldmere Services as AldmereHelps, verified both ways" in officials
    assert "Open answering" in terms
    assert "Questions are read by machine, as agreed." in terms


def test_a_forum_where_nobody_is_says_so(client):
    ForumFactory(slug="well")

    _, officials, terms = (
        words_of(part) for part in page_of(client, "/forums/well/").css(".glance__part")
    )

    assert "Nobody." in officials
    assert "The operator has not been asked." in terms


def test_a_forum_page_holds_all_that_is_known_of_it(client):
    forum = ForumFactory(
        slug="well",
        other_names=["The Spring"],
        languages=["en", "cy", "xx"],
        engine="phpbb",
        kind="mailing_list",
        life="closed",
        house_rules_address="https://well.example/rules",
        house_rules_read_on=TODAY - 10 * DAY,
        report_address="https://well.example/report",
    )
    ForumTopicFactory(forum=forum, code="work", label="Work")
    ForumTopicFactory(forum=forum, scheme="LGSL", code="1", label="Bins")
    ForumAliasFactory(forum=forum, address="https://spring.example", kind="moved")
    BoardFactory(forum=forum, name="Fit notes")

    page = page_of(client, "/forums/well/")

    assert words_of(page.css_first(".kind")) == "Mailing list"
    assert "Nobody asks or answers there any more" in words_of(page.css_first(".govuk-inset-text"))
    assert fact(page, "Also called") == "The Spring"
    assert fact(page, "Languages") == "English, Welsh, xx"
    assert fact(page, "Software") == "phpBB"
    assert fact(page, "Topics") == "Bins, Work"
    assert "Read on 26 April 2026" in fact(page, "House rules")
    assert fact(page, "To report a post") == "https://well.example/report"
    assert fact(page, "Other addresses") == "https://spring.example (where it stood before)"
    assert fact(page, "Boards") == "Fit notes"
    assert page.css_first('a[href="/coverage/topics/work/"]')


def test_what_is_not_known_of_a_forum_is_said_where_it_matters_and_left_out_elsewhere(client):
    ForumFactory(slug="well", address="")

    page = page_of(client, "/forums/well/")

    assert "not guessed" in fact(page, "Address")
    assert "No address known" in fact(page, "House rules")
    for key in ("Subject", "Topics", "Languages", "Other addresses", "Boards"):
        assert fact(page, key) is None


def test_who_lists_a_forum_says_why_since_when_and_whether_it_must_look_again(client):
    forum = ForumFactory(slug="well")
    ListingFactory(
        forum=forum,
        body=BodyFactory(slug="second", name="A Second Body"),
        listed_on=TODAY - 10 * DAY,
    )
    ListingFactory(
        forum=forum,
        body=BodyFactory(slug="lead", name="The Leading Body"),
        criteria=["subject", "reach"],
        leads=True,
        listed_on=TODAY - 300 * DAY,
        reviewed_on=TODAY - 92 * DAY,
    )

    rows = [words_of(row) for row in page_of(client, "/forums/well/").css("#listings ~ tbody tr")]

    assert rows[0].startswith("The Leading Body Leads for all that list it")
    assert "It reaches people whom the body finds hard to reach otherwise" in rows[0]
    assert "looked at 92 days ago, due" in rows[0]
    assert rows[1].startswith("A Second Body Most questions")
    assert "again by 27 July 2026" in rows[1]


def test_a_forum_that_was_taken_off_a_list_says_by_whom_when_and_why(client):
    forum = ForumFactory(slug="well", name="The Well")
    ListingFactory(
        forum=forum,
        body__name="Aldmere Services",
        body__slug="aps",
        listed_on=TODAY - 90 * DAY,
        delisted_on=TODAY - DAY,
        delisted_reason="Hardly anybody asks there any more.",
    )
    ListingFactory(
        forum=forum, body__practice=True, delisted_on=TODAY, delisted_reason="Only practice."
    )

    page = page_of(client, "/forums/well/")

    assert (
        "Once listed Aldmere Services listed it from 5 February 2026 and took it off on "
        "5 May 2026: Hardly anybody asks there any more."
    ) in words_of(page.body)
    assert "Only practice." not in words_of(page.body)
    assert page.css_first('ul a[href="/bodies/aps/"]')


def test_a_forum_that_was_always_listed_or_never_has_nothing_that_ended(client):
    ForumFactory(slug="never")
    ListingFactory(forum__slug="always")

    for slug in ("never", "always"):
        assert "Once listed" not in text_of(client, f"/forums/{slug}/")


def test_a_figure_that_was_withdrawn_stays_with_its_reason(client):
    forum = ForumFactory(slug="well")
    MeasureFactory(forum=forum, value=7, dated="2025")
    MeasureFactory(
        forum=forum,
        value=9_999,
        dated="2026",
        withdrawn_at=NOON,
        withdrawn_reason="It was of another forum.",
    )

    page = page_of(client, "/forums/well/")

    rows = [words_of(row) for row in page.css("#measures ~ tbody tr")]
    assert "Withdrawn on 6 May 2026: It was of another forum." in rows[2]
    assert page.css_first("#measures ~ tbody s")
    assert "9,999" not in words_of(page.css_first(".sentence-summary"))


def test_of_many_figures_of_one_kind_the_first_few_are_in_sight_and_the_others_folded(client):
    forum = ForumFactory(slug="well")
    for month in range(1, 13):
        MeasureFactory(
            forum=forum, kind="posts", unit="posts", value=month, dated=f"2025-{month:02}"
        )
    strong = MeasureFactory(
        forum=forum, kind="posts", unit="posts", value=77, dated="2020", method="counted"
    )

    page = page_of(client, "/forums/well/")

    in_sight = [words_of(row) for row in page.css("#measures ~ tbody tr:has(> td + td)")]
    (fold,) = page.css("details#more-figures-1")
    assert len(in_sight) == 6
    assert "Newest" in in_sight[0]
    assert str(strong.value) in in_sight[-1]
    assert "Strongest" in in_sight[-1]
    assert "open" not in fold.attributes
    assert len(fold.css("tbody tr")) == 7
    assert "Posts: 7 more figures" in words_of(fold.css_first("summary"))
    assert page.css_first('#figures-1 a[href="#more-figures-1"]').text() == "7 more of this kind"


def test_figures_of_two_dates_make_a_picture_that_says_its_message_in_words(client):
    forum = ForumFactory(slug="well", name="The Well")
    MeasureFactory(forum=forum, kind="members", value=42_000, bound="over", dated="2009-02")
    MeasureFactory(forum=forum, kind="members", value=131_002, dated="2026")
    MeasureFactory(forum=forum, kind="posts", dated="2026")

    page = page_of(client, "/forums/well/")

    [figure] = page.css("figure")
    message = "Members, shown by the site: up from over 42,000 (February 2009) to 131,002 (2026)"
    assert words_of(figure.css_first("h3")) == message
    picture = figure.css_first("img")
    assert message in picture.attributes["alt"]
    drawn = client.get(picture.attributes["src"])
    assert drawn.headers["Content-Type"] == "image/svg+xml"
    assert "131,002" in drawn.content.decode()
    assert "public" in drawn.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("first", "newest", "said"),
    [(5, 3, "down from 5"), (5, 5, "5, in 2009 and again in 2026"), (3, 5, "up from 3")],
)
def test_the_message_of_a_picture_follows_its_figures(client, first, newest, said):
    forum = ForumFactory(slug="well")
    MeasureFactory(forum=forum, value=first, dated="2009")
    MeasureFactory(forum=forum, value=newest, dated="2026")

    assert said in words_of(page_of(client, "/forums/well/").css_first("figcaption"))


@pytest.mark.parametrize("key", ["members", "posts", "nonsense"])
def test_a_picture_that_is_not_there_is_not_found(client, key):
    MeasureFactory(forum=ForumFactory(slug="well"), kind="posts", dated="2026")

    assert client.get(f"/forums/well/charts/{key}.svg").status_code == 404
    assert client.get(f"/forums/none/charts/{key}.svg").status_code == 404


def test_a_picture_of_practice_is_only_there_where_practice_is_shown(client, settings):
    forum = ForumFactory(slug="well", practice=True)
    for year in ("2009", "2026"):
        MeasureFactory(forum=forum, dated=year)
    hidden = client.get("/forums/well/charts/posts.svg").status_code

    settings.ALONGSIDE_SHOW_PRACTICE = True

    shown = client.get("/forums/well/charts/posts.svg")
    assert (hidden, shown.status_code) == (404, 200)
    assert "Practice" in shown.content.decode()
    assert "(practice)" in words_of(page_of(client, "/forums/well/").css_first("figcaption"))


@pytest.mark.parametrize("rest", ["", "history/", "charts/posts.svg"])
def test_a_forum_that_was_merged_leads_to_the_one_that_was_kept_for_good(client, rest):
    ForumFactory(slug="old", merged_into=ForumFactory(slug="kept"))

    response = client.get(f"/forums/old/{rest}")

    assert (response.status_code, response.headers["Location"]) == (301, f"/forums/kept/{rest}")


def test_a_forum_page_counts_and_shows_no_more_than_it_may_of_practice(client):
    forum = ForumFactory(slug="well")
    ListingFactory(forum=forum, body__practice=True, body__name="Practice Body")
    OfficialAccountFactory(forum=forum, body__practice=True, body__name="Practice Body")

    assert "Practice Body" not in text_of(client, "/forums/well/")


@pytest.mark.parametrize(
    ("found", "retired", "said"),
    [
        ({"body_names_it": True, "links_back": True}, False, "Verified both ways"),
        ({"body_names_it": True, "links_back": False}, False, "Not verified yet"),
        ({"body_names_it": False}, False, "Not verified yet"),
        ({}, False, "Not verified yet"),
        ({"body_names_it": True, "links_back": True}, True, "No longer official"),
    ],
)
def test_an_account_says_how_it_was_checked_on_both_pages(client, found, retired, said):
    account = OfficialAccountFactory(retired=retired)
    for direction, is_found in found.items():
        VerificationFactory(
            account=account, direction=direction, found=not is_found, checked_at=NOON - 9 * DAY
        )
        VerificationFactory(account=account, direction=direction, found=is_found)

    for address in (f"/forums/{account.forum.slug}/", f"/bodies/{account.body.slug}/"):
        page = page_of(client, address)
        assert said in words_of(page.css_first("#accounts-table ~ tbody"))
        assert page.css_first(f'a[href="/accounts/{account.public_id}/"]')


def test_a_body_page_shows_its_family(client):
    parent, sponsor = BodyFactory(slug="p", name="Parent"), BodyFactory(slug="s", name="Sponsor")
    body = BodyFactory(slug="aps", parent=parent, other_names=["Old Services"])
    body.other_parents.add(sponsor)
    BodyFactory(slug="c", name="Child", parent=body)
    BodyFactory(slug="d", name="Closed child", parent=body, closed_how="no_longer_exists")
    BodyFactory(slug="b", name="Before", closed_how="merged").successors.add(body)
    RemitTopicFactory(body=body)

    page = page_of(client, "/bodies/aps/")

    assert fact(page, "Also called") == "Old Services"
    assert fact(page, "Part of") == "Parent , Sponsor"
    assert fact(page, "Bodies within it") == "Child"
    assert fact(page, "Had, now closed") == "Closed child"
    assert fact(page, "Took over from") == "Before"
    assert fact(page, "Topics") == "Work"
    for slug in "pscdb":
        assert page.css_first(f'dd a[href="/bodies/{slug}/"]')


def test_bodies_within_one_are_those_it_owns_and_those_it_sponsors_each_once_by_name(client):
    body = BodyFactory(slug="aps")
    BodyFactory(name="Ditch Board", parent=body)
    BodyFactory(name="Copse Board").other_parents.add(body)
    BodyFactory(name="Brook Board", parent=body).other_parents.add(body)

    page = page_of(client, "/bodies/aps/")

    assert fact(page, "Bodies within it") == "Brook Board , Copse Board , Ditch Board"


def test_a_closed_body_says_so_first_and_who_came_after(client):
    body = BodyFactory(slug="old", closed_how="merged", closed_on=TODAY - 365 * DAY)
    body.successors.add(BodyFactory(slug="new", name="The New One"))

    banner = page_of(client, "/bodies/old/").css_first(".closed-banner")

    said = words_of(banner)
    assert "Closed on 6 May 2025: merged into another body." in said
    assert "What it did is now with The New One" in said
    assert banner.css_first('a[href="/bodies/new/"]')


def test_a_closed_body_is_not_blamed_for_a_list_or_plan_that_it_lacks(client):
    old = BodyFactory(slug="old", name="Old Office", closed_how="merged")
    old.successors.add(BodyFactory(slug="new", name="New Office"))
    NoForumFoundFactory(body=old)
    BodyFactory(slug="gone", closed_how="no_longer_exists")

    page = page_of(client, "/bodies/old/")
    said = words_of(page.body)

    assert "It has closed, and keeps no list." in said
    assert "Its work, and so the choice of forums, is now with New Office ." in said
    assert page.css_first('#list ~ p a[href="/bodies/new/"]')
    assert "No body is known to have taken over its work." in text_of(client, "/bodies/gone/")
    for wrong in ("No list published", "has published no", "No plan published"):
        assert wrong not in said


def test_a_body_closed_on_no_known_day_is_closed(client):
    BodyFactory(slug="old", closed_how="unknown")

    assert "Closed." in words_of(page_of(client, "/bodies/old/").css_first(".closed-banner"))


def test_an_identifier_leads_to_the_public_register_that_has_it(client):
    body = BodyFactory(slug="aps")
    BodyIdentifierFactory(body=body, scheme="GB-COH", value="01 23/45")
    BodyIdentifierFactory(body=body, scheme="HOUSE-LIST", value="7")

    page = page_of(client, "/bodies/aps/")

    assert fact(page, "Identifiers") == "Company number: 01 23/45 HOUSE-LIST: 7"
    address = "https://find-and-update.company-information.service.gov.uk/company/01%2023%2F45"
    assert page.css_first(f'a[href="{address}"]')


def test_a_body_that_looked_and_found_none_says_when_and_how(client):
    body = BodyFactory(slug="aps")
    NoForumFoundFactory(body=body, searched_on=TODAY - 90 * DAY, how="An old search.")
    NoForumFoundFactory(body=body, searched_on=TODAY - DAY, how="Two search engines.")

    said = text_of(client, "/bodies/aps/")

    assert "No forum found, searched on 5 May 2026. Two search engines." in said
    assert "An old search" not in said


def test_a_search_without_a_find_is_history_once_a_forum_is_listed(client):
    listing = ListingFactory()
    NoForumFoundFactory(body=listing.body)

    assert "No forum found" not in text_of(client, f"/bodies/{listing.body.slug}/")


def test_a_body_s_list_says_what_must_be_looked_at_again(client):
    listing = ListingFactory(listed_on=TODAY - 92 * DAY)
    ListingFactory(body=listing.body, listed_on=TODAY - 91 * DAY)

    said = text_of(client, f"/bodies/{listing.body.slug}/")

    assert "1 of its listings must be looked at again." in said
    assert "looked at 92 days ago, due" in said


def test_a_body_s_list_says_how_big_each_forum_is_and_whether_the_body_is_welcome(client):
    body = BodyFactory(slug="aps")
    welcomed = AgreementFactory(
        body=body, forum__name="Alpha", welcome=True, models_allowed=["referral"]
    )
    AgreementFactory(body=body, forum__name="Beta", answer="not_welcome")
    AgreementFactory(forum__name="Gamma", welcome=True)
    for name in ("Alpha", "Beta", "Gamma"):
        ListingFactory(body=body, forum=Forum.objects.get(name=name))
    alpha = welcomed.forum
    MeasureFactory(forum=alpha, kind="posts", unit="posts", value=9_000_000, dated="2026-04")
    MeasureFactory(forum=alpha, kind="members", unit="people", value=41_000, dated="2024")
    MeasureFactory(
        forum=alpha, kind="members", unit="people", value=42_000, dated="2026-01", method="stated"
    )
    MeasureFactory(forum__name="Delta", kind="members", value=7)

    table = page_of(client, "/bodies/aps/").css_first("#listings").parent

    rows = {words_of(row.css_first("th")): row for row in table.css("tbody tr")}
    cells = {
        name: [
            words_of(row.css_first(f'td[data-label="{label}"]')) for label in ("Size", "Welcome")
        ]
        for name, row in rows.items()
    }
    assert cells == {
        "Alpha": [
            "42,000 members stated by the operator, January 2026",
            "Welcome Referral by a moderator",
        ],
        "Beta": ["No figure known", "Not welcome"],
        "Gamma": ["No figure known", "Not asked"],
    }


def test_both_pages_say_when_they_last_changed_and_lead_to_their_history(client):
    ForumFactory(slug="well")
    BodyFactory(slug="aps")
    EventFactory(subject="forum:well", at=NOON - 3 * DAY, is_public=True, details={"body": "aps"})
    EventFactory(subject="forum:well", at=NOON - DAY)  # not public
    EventFactory(subject="body:aps", at=NOON - 9 * DAY, is_public=True)

    for address in ("/forums/well/", "/bodies/aps/"):
        page = page_of(client, address)
        assert "Last changed on 3 May 2026." in words_of(page.body)
        assert page.css_first(f'a[href="{address}history/"]')
        assert page.css_first(f'link[type="application/atom+xml"][href="{address}changes.atom"]')


def test_both_pages_show_the_corrections_that_were_proposed(client):
    forum, body = ForumFactory(slug="well"), BodyFactory(slug="aps")
    proposals = [ProposalFactory(forum=forum), ProposalFactory(of_body=True, body=body)]

    for address, proposal in zip(("/forums/well/", "/bodies/aps/"), proposals, strict=True):
        page = page_of(client, address)
        assert page.css_first(f'a[href="/proposals/{proposal.public_id}/"]')
        assert page.css_first('a[href*="correct"]')


@pytest.mark.parametrize(
    "address",
    [
        "/forums/the-well/",
        "/forums/the-well/history/",
        "/bodies/aldmere-body-1/",
        "/bodies/aldmere-body-1/history/",
        "/changes/",
        "/coverage/",
        "/coverage/local_authority/",
        "/coverage/topics/work/",
    ],
)
def test_a_page_of_a_rich_register_is_light_and_asks_little(
    client, django_assert_max_num_queries, address
):
    fill_register()

    with django_assert_max_num_queries(6):
        response = client.get(address)

    assert response.status_code == 200
    assert len(response.content) < 100_000


def test_a_forum_of_200_figures_and_50_bodies_is_still_fine(client, django_assert_max_num_queries):
    slug = fill_widely()

    with django_assert_max_num_queries(6):
        response = client.get(f"/forums/{slug}/")

    page = LexborHTMLParser(response.content)
    assert len(response.content) < 150_000
    figures = page.css("#measures ~ tbody tr:has(> td + td)")
    assert len(figures) + len(page.css("[id^=further-figures] ~ tbody tr")) == 200
    assert len(page.css("#parties ~ tbody tr")) == 50
    assert len(page.css("#parties ~ tbody tr[id^=agreement-]")) == 50
    assert "Sign with the name of your team." in words_of(page.body)
