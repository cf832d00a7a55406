"""Who covers what, as pages: the matrix, one kind of body, and one topic."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from alongside.publishing import coverage
from tests.factories import (
    TODAY,
    BodyFactory,
    ForumFactory,
    ForumTopicFactory,
    ListingFactory,
    NoForumFoundFactory,
    RemitTopicFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return LexborHTMLParser(response.content)


def words_of(node):
    return " ".join(node.text(separator=" ").split())


def body_with(*codes, **fields):
    body = BodyFactory(**fields)
    for code in codes:
        RemitTopicFactory(body=body, code=code)
    return body


def cells(page, slug, table="matrix"):
    row = page.css_first(f'#{table} ~ tbody a[href="/bodies/{slug}/"]').parent.parent
    return {cell.attributes["data-topic"]: words_of(cell) for cell in row.css("td[data-topic]")}


@pytest.fixture
def _some_cover():
    lister = body_with("work", "money", slug="lister", name="Lister", kind="tribunal")
    forum = ForumFactory(slug="well", name="The Well")
    for code in ("work", "welfare"):
        ForumTopicFactory(forum=forum, code=code)
    ListingFactory(body=lister, forum=forum)
    searcher = body_with("work", slug="searcher", name="Searcher", kind="court")
    NoForumFoundFactory(body=searcher, searched_on=TODAY)
    ForumTopicFactory(forum=ForumFactory(slug="alone", name="Alone"), code="money")


@pytest.mark.parametrize(
    ("gaps", "said"),
    [
        (["work", "work", "money"], "The widest gap is Work: 2 of 2 bodies list no forum of it"),
        (["work", "money"], "The widest gaps are Money and Work: in each, 1 body lists no forum"),
        (
            ["work", "money", "welfare"] * 2,
            "3 topics have the widest gap, Money among them: in each, 2 bodies list no forum",
        ),
    ],
)
def test_the_message_of_the_picture_names_a_tie(client, gaps, said):
    for code in gaps:
        body_with(code)

    chart = page_of(client, "/coverage/").css_first(".chart")

    assert words_of(chart.css_first(".chart__title")) == said
    assert said in chart.css_first("img").attributes["alt"]


@pytest.mark.usefixtures("_some_cover")
def test_the_matrix_says_in_words_what_each_mark_means(client):
    page = page_of(client, "/coverage/")

    assert cells(page, "lister") == {
        "Forums listed": "1",
        "Work": "1 forum",
        "Money": "gap : in its remit, no forum listed",
        "Welfare": "+1 not in its remit",
    }
    assert cells(page, "searcher") == {
        "Forums listed": "no list",
        "Work": "none found, searched on 6 May 2026",
    }


@pytest.mark.usefixtures("_some_cover")
def test_the_matrix_is_a_real_table_with_heads(client):
    table = page_of(client, "/coverage/").css_first(".coverage__table")

    columns = [words_of(head) for head in table.css("thead th[scope=col]")]
    assert columns == ["Public body", "Forums listed", "Money", "Welfare", "Work"]
    rows = table.css("tbody tr")
    assert all(len(row.css("th[scope=row]")) == 1 for row in rows)
    assert all(len(row.css("td")) == len(columns) - 1 for row in rows)


@pytest.mark.usefixtures("_some_cover")
def test_the_page_says_its_message_and_the_sums(client):
    page = page_of(client, "/coverage/")

    said = words_of(page.css_first(".sentence-summary"))
    assert said == (
        "1 of 3 pairs of a body and a topic of its remit are covered. 1 topic is covered by no "
        "body at all. 1 of 2 public bodies have published no list."
    )
    [work] = [
        words_of(row)
        for row in page.css("#topics-table ~ tbody tr")
        if words_of(row.css_first("th")) == "Work"
    ]
    assert work == "Work 2 1 1 1 0"


@pytest.mark.usefixtures("_some_cover")
def test_the_picture_has_its_message_in_words_and_its_table_beside(client):
    picture = page_of(client, "/coverage/").css_first("figure img")

    assert "widest gaps are Money and Work: in each, 1 body lists no" in picture.attributes["alt"]
    drawn = client.get(picture.attributes["src"])
    assert drawn.status_code == 200
    assert "1 of 2" in drawn.content.decode()


@pytest.mark.usefixtures("_some_cover")
def test_the_file_holds_what_the_matrix_says(client):
    page = page_of(client, "/coverage/")

    address = page.css_first('a[href="/data/coverage.csv"]').attributes["href"]
    lines = client.get(address).getvalue().decode().splitlines()

    assert lines[0] == "body_id,topic,topic_label,in_remit,forums_listed,state,searched_on"
    assert lines[1:] == [
        "lister,money,Money,yes,0,gap,",
        "lister,welfare,Welfare,no,1,beyond,",
        "lister,work,Work,yes,1,covered,",
        "searcher,work,Work,yes,0,searched,2026-05-06",
    ]


@pytest.mark.usefixtures("_some_cover")
def test_a_topic_names_who_covers_it_and_who_does_not(client):
    work, money = (
        words_of(page_of(client, f"/coverage/topics/{code}/").body) for code in ("work", "money")
    )

    assert "1 of 2 public bodies with this remit list a forum of it." in work
    assert "Lister 1 forum" in work
    assert "Searcher no forum found, searched on 6 May 2026" in work
    assert "None: a body lists each of them." in work
    assert "Forums of it that nobody lists Alone" in money


def test_a_register_that_knows_nothing_says_so(client):
    empty = words_of(page_of(client, "/coverage/").body)
    BodyFactory()
    without_topics = words_of(page_of(client, "/coverage/").body)

    assert "No public body is in the register yet" in empty
    assert "there is nothing to compare" in without_topics
    assert client.get("/coverage/topics.svg").status_code == 404
    assert "No public body has this topic in its remit" in words_of(
        page_of(client, "/coverage/topics/work/").body
    )


def test_many_bodies_stand_on_pages_by_kind_that_need_no_query(client, monkeypatch):
    monkeypatch.setattr(coverage, "WHOLE", 2)
    monkeypatch.setattr(coverage, "PAGE_SIZE", 2)
    for number in range(3):
        body_with("work", kind="tribunal", name=f"Tribunal {number}", slug=f"t-{number}")

    whole = page_of(client, "/coverage/")
    first = page_of(client, "/coverage/tribunal/")
    second = page_of(client, "/coverage/tribunal/page/2/")

    assert whole.css_first('.coverage__table tbody a[href="/coverage/tribunal/"]')
    assert whole.css_first('a[href="/bodies/t-0/"]') is None
    assert first.css_first('nav a[href="/coverage/tribunal/page/2/"]')
    assert second.css_first('nav a[href="/coverage/tribunal/"]')
    assert list(cells(second, "t-2")) == ["Forums listed", "Work"]


def test_of_many_bodies_the_matrix_says_by_kind_how_many_cover_a_topic(client, monkeypatch):
    monkeypatch.setattr(coverage, "WHOLE", 2)
    tribunals = [body_with("work", kind="tribunal") for _ in range(3)]
    money = body_with("money", kind="other")
    for body, code in ((tribunals[0], "work"), (money, "money")):
        forum = ForumFactory()
        ForumTopicFactory(forum=forum, code=code)
        ListingFactory(body=body, forum=forum)
    body_with("work", kind="tribunal", closed_how="dissolved", closed_on=TODAY)

    table = page_of(client, "/coverage/").css_first(".coverage__table")

    said = {
        words_of(row.css_first("th")): [words_of(cell) for cell in row.css("td")]
        for row in table.css("tbody tr")
    }
    assert [words_of(head) for head in table.css("thead th")][1:] == [
        *("Bodies with a list", "Money", "Work"),
    ]
    assert said == {
        "Tribunal": ["1/3", "", "1/3 bodies list a forum of it"],
        "Other public body": ["1/1", "1/1 bodies list a forum of it", ""],
    }
    assert table.css_first(".cover--covered").attributes["data-topic"] == "Money"
    assert table.css_first(".cover--beyond").attributes["data-topic"] == "Work"


@pytest.mark.parametrize(
    "address",
    [
        "/coverage/nonsense/",
        "/coverage/tribunal/page/0/",
        "/coverage/tribunal/page/2/",
        "/coverage/tribunal/page/99999999999999999999/",
        "/coverage/topics/nonsense/",
    ],
)
def test_what_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_practice_stands_apart_and_is_marked(client, settings):
    body_with("work", slug="real")
    body_with("work", slug="practice", practice=True)
    hidden = page_of(client, "/coverage/")

    settings.ALONGSIDE_SHOW_PRACTICE = True
    shown = page_of(client, "/coverage/")

    assert "ractice" not in words_of(hidden.body)
    assert shown.css_first(".practice-band")
    assert cells(shown, "practice", "practice-matrix")
    assert "1 of 1 public body" in words_of(shown.css_first(".sentence-summary"))
    assert not shown.css_first('#matrix ~ tbody a[href="/bodies/practice/"]')


def test_50_bodies_on_a_page_weigh_little_and_cost_few_queries(
    client, django_assert_max_num_queries
):
    for number in range(120):
        body_with(
            "work", "money", "health-and-social-care", kind="local_authority", slug=f"c-{number}"
        )

    with django_assert_max_num_queries(6):
        response = client.get("/coverage/local_authority/page/2/")

    assert len(response.content) < 100_000
