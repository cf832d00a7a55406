"""What a page proves about an official account."""

import pytest

from alongside.forums.domain.proofs import (
    Claim,
    links_back,
    names_the_account,
    on_bodys_site,
    on_forums_site,
)

CLAIM = Claim(
    handle="AldmereAdvice",
    profile_address="https://well.example/u/aldmereadvice/12/",
    forum_name="The Well",
    forum_address="https://well.example",
    website="https://www.aldmere.example",
    account_page="https://register.example/accounts/k2m4/",
)
PAGE = "https://www.aldmere.example/contact/forums"
PROFILE = CLAIM.profile_address


def body_names(html, claim=CLAIM):
    return names_the_account(html, address=PAGE, claim=claim)


def profile_links(html, claim=CLAIM):
    return links_back(html, address=PROFILE, claim=claim)


def test_a_link_to_the_profile_names_the_account():
    found = body_names('<p>Ask <a href="https://www.well.example/u/AldmereAdvice/12">us</a></p>')

    assert found.found
    assert found.note == "The page links to the account’s profile."


@pytest.mark.parametrize(
    "html",
    [
        "<p>On <b>The Well</b> we write as <em>aldmereadvice</em>.</p>",
        '<p>AldmereAdvice, in <a href="https://well.example/">a forum</a></p>',
    ],
)
def test_the_name_and_the_forum_name_the_account(html):
    assert body_names(html).found


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("<p>We are on The Well.</p>", "does not name AldmereAdvice"),
        ("<p>We write as AldmereAdvice.</p>", "does not say in which forum"),
        ("<p>AldmereAdvice_Help on The Well</p>", "does not name"),
        ("<p>NotAldmereAdvice on The Well</p>", "does not name"),
        ("<script>AldmereAdvice on The Well</script>", "does not name"),
        ("<!-- AldmereAdvice on The Well -->", "does not name"),
        ("<style>AldmereAdvice on The Well</style><p></p>", "does not name"),
        ('<a href="https://well.example/u/aldmereadvice/123/">us</a>', "does not name"),
        ('<a href="javascript:https://well.example/u/aldmereadvice/12/">us</a>', "does not name"),
        ("", "does not name"),
        ("\x00<", "does not name"),
    ],
)
def test_a_page_that_says_less_does_not_name_it(html, why):
    found = body_names(html)

    assert not found.found
    assert why in found.note


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://www.aldmere.example/">site</a>',
        '<a href="http://aldmere.example/benefits">site</a>',
        '<a href="https://help.aldmere.example/">site</a>',
        '<a href="https://register.example/accounts/k2m4/">badge</a>',
        "<p>Find us at https://www.aldmere.example.</p>",
        "<p>www.aldmere.example/contact</p>",
    ],
)
def test_a_profile_links_back_to_the_body_or_to_its_page_here(html):
    assert profile_links(html).found


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://aldmere.example.evil.example/">site</a>',
        '<a href="https://evil.example/?to=https://www.aldmere.example">site</a>',
        '<a href="https://notaldmere.example/">site</a>',
        '<a href="https://register.example/accounts/other/">badge</a>',
        '<a href="https://register.example/">register</a>',
        "<p>advice@aldmere.example</p>",
        "<p>aldmere</p>",
        "",
    ],
)
def test_a_profile_that_leads_elsewhere_does_not_link_back(html):
    assert not profile_links(html).found


def test_law_4_of_a_shared_host_only_the_bodys_own_folder_counts():
    """Law 4, and the rule that authority is never given to a whole host."""
    shared = Claim(
        handle="AldmereAdvice",
        profile_address=PROFILE,
        forum_name="The Well",
        forum_address="https://well.example",
        website="https://www.gov.example/organisations/aldmere",
        account_page="",
    )

    assert not profile_links('<a href="https://www.gov.example/">Government</a>', shared).found
    assert not profile_links(
        "<p>https://www.gov.example/organisations/aldmere/../bramley</p>", shared
    ).found
    assert not profile_links(
        '<a href="https://www.gov.example/organisations/aldmere-two">x</a>', shared
    ).found
    assert profile_links(
        '<a href="https://www.gov.example/organisations/aldmere">x</a>', shared
    ).found


def test_a_page_of_the_body_stands_on_its_host_or_below():
    website = "https://www.aldmere.example"

    assert on_bodys_site("https://aldmere.example/contact", website)
    assert on_bodys_site("https://help.aldmere.example/", website)
    assert not on_bodys_site("https://aldmere.example.evil.example/", website)
    assert not on_bodys_site("https://evil-aldmere.example/", website)
    assert not on_bodys_site("javascript:alert(1)", website)
    assert not on_bodys_site("https://aldmere.example/", "")
    assert not on_bodys_site("http://[", website)


def test_a_domain_that_bodies_share_lends_its_name_to_no_subdomain():
    website = "https://www.gov.uk"

    assert on_bodys_site("https://www.gov.uk/aldmere", website, shared_domains=["gov.uk"])
    assert not on_bodys_site("https://bramley.gov.uk/", website, shared_domains=["gov.uk"])


@pytest.mark.parametrize(
    ("address", "counts"),
    [
        ("https://www.gov.example/organisations/aldmere", True),
        ("https://www.gov.example/organisations/aldmere/", True),
        ("https://www.gov.example/organisations/aldmere/about/forums", True),
        ("https://www.gov.example/organisations/aldmere?page=forums#well", True),
        ("http://gov.example/Organisations/Aldmere/about", True),
        ("https://www.gov.example/organisations/aldmere/v1..2", True),
        ("https://www.gov.example/organisations/bramley", False),
        ("https://www.gov.example/organisations/aldmere-fake", False),
        ("https://www.gov.example/organisations/aldmere.html", False),
        ("https://www.gov.example/organisations", False),
        ("https://www.gov.example/", False),
        ("https://www.gov.example/other/organisations/aldmere", False),
        ("https://www.gov.example/?x=/organisations/aldmere", False),
        ("https://www.gov.example/organisations/aldmere/../bramley", False),
        ("https://www.gov.example/organisations/aldmere/%2e%2e/bramley", False),
        ("https://www.gov.example/organisations/aldmere/%252e%252e/bramley", False),
        ("https://www.gov.example/organisations/aldmere/..\\bramley", False),
        ("https://www.gov.example/organisations/aldmere%2Ffake/../..", False),
        ("https://help.gov.example/organisations/aldmere", False),
        ("https://www.gov.example:8443/organisations/aldmere", False),
        ("https://www.gov.example@evil.example/organisations/aldmere", False),
        ("https://gov.example.evil.example/organisations/aldmere", False),
    ],
)
def test_of_a_website_in_a_folder_only_pages_in_that_folder_are_the_bodys(address, counts):
    website = "https://www.gov.example/organisations/aldmere"

    assert on_bodys_site(address, website) is counts
    assert on_bodys_site(address, f"{website}/", shared_domains=["gov.example"]) is counts


def test_a_profile_stands_on_the_forums_own_host():
    assert on_forums_site("https://www.well.example/u/x", "https://well.example/forum")
    assert not on_forums_site("https://m.well.example/u/x", "https://well.example")
    assert not on_forums_site("", "https://well.example")
