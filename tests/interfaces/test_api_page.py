"""The page on which people read what the HTTP interface can be asked."""

from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from selectolax.lexbor import LexborHTMLParser

from alongside.api.description import description
from alongside.api.interface import api
from alongside.api.pages import ERROR_WORDS, TAG_WORDS
from alongside.publishing.models import Release
from tests.factories import NOON, BodyFactory, ForumFactory, ReleaseFileFactory, publish_plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


@pytest.fixture
def _a_register():
    body, forum = BodyFactory(slug="aps"), ForumFactory(slug="well")
    publish_plan(body, [forum])
    ReleaseFileFactory()
    Release.objects.update(published_at=NOON)


def page_of(client, address="/api/"):
    response = client.get(address)
    assert response.status_code == 200
    return LexborHTMLParser(response.content)


def words_of(node):
    return " ".join(node.text(separator=" ").split())


def section(page, name):
    return words_of(page.css_first(f"section[aria-labelledby={name}]"))


def test_every_address_of_the_interface_stands_on_its_page(client):
    page = page_of(client)

    paths = {words_of(code) for code in page.css("section code") if "GET" in code.text()}
    document = api.get_openapi_schema()
    assert paths == {f"GET {path}" for path in document["paths"]}
    for said in (found["get"] for found in document["paths"].values()):
        assert said["summary"] in words_of(page.body)


def test_every_kind_of_address_has_words():
    assert set(description().by_tag) == set(TAG_WORDS)


def test_a_section_says_what_can_be_asked_and_what_is_answered(client):
    said = section(page_of(client), "forums")

    assert "GET /api/v1/forums In the order of their identifiers, or as sort says." in said
    assert "welcome (several) How it stands to bodies Any of: yes , no , not-asked" in said
    assert "Comes in parts. Each entry has: forum_id , name" in said
    assert "/api/v1/forums?welcome=yes&topic=money" in said
    # Said once, for all lists.
    assert "cursor" not in said


@pytest.mark.usefixtures("_a_register")
def test_every_example_can_be_asked(client):
    page = page_of(client)

    examples = [urlsplit(link.attributes["href"]) for link in page.css("section a.is-address")]
    site = urlsplit(django_settings.ALONGSIDE_ADDRESS)
    assert len(examples) == len(description().operations)
    for example in examples:
        assert example.netloc == site.netloc
        answer = client.get(f"{example.path}?{example.query}")
        assert answer.status_code == 200, example


def test_where_the_register_has_no_entry_an_example_keeps_its_place(client):
    page = page_of(client)

    assert "/api/v1/forums/{slug}" in section(page, "forum").partition("For example")[2]
    assert page.css_first("section[aria-labelledby=forum] a") is None


def test_the_page_tells_errors_and_parts_of_lists(client):
    said = words_of(page_of(client).body)

    assert '"error": "not_valid"' in said
    assert "error A word for programs: not_found, not_valid …" in said
    assert "limit Entries in one answer At most 200, 50 when it is left out." in said
    assert "Ask again with cursor set to next , until it is null" in said


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("/api/v1/forums/none", "not_found"),
        ("/api/v1/none", "not_found"),
        ("/api/v1/forums?cursor=x", "no_such_cursor"),
        ("/api/v1/forums?limit=0", "not_valid"),
    ],
)
def test_errors_are_told_as_they_are(client, address, word):
    answer = client.get(address)

    assert answer.json()["error"] == word
    assert answer.status_code == ERROR_WORDS[word][0]


def test_data_and_the_foot_of_every_page_lead_to_it(client):
    data = page_of(client, "/data/")

    assert data.css_first('main a[href="/api/"]')
    assert data.css_first('footer a[href="/api/"]')
    assert page_of(client).css_first('main a[href="/api/v1/openapi.json"]')


@pytest.mark.usefixtures("_a_register")
def test_the_page_asks_the_database_little_and_may_be_kept(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        response = client.get("/api/")

    assert "public" in response.headers["Cache-Control"]
    assert "Cookie" not in response.headers.get("Vary", "")
    assert client.post("/api/").status_code == 405
