"""The next page of a list or a thread."""

import pytest

from alongside.connectors.generic.addresses import belongs_to, first_page, thread_key
from alongside.connectors.generic.paging import count_of, declared_next_page, next_page
from tests.connectors.generic.invented import page

HERE = "https://forum.example/topic/41-heating"


def found(html: str, url: str = HERE) -> str:
    return next_page(page(f"<html><body>{html}</body></html>", url=url).tree, url)


@pytest.mark.parametrize(
    "link",
    [
        "<a rel=next href='{}'>on</a>",
        "<a href='{}'>Next</a>",
        "<a href='{}'>Next page »</a>",
        "<a href='{}'>Nächste</a>",
        "<a href='{}'>Suivante ›</a>",
        "<a href='{}'>Próxima página</a>",
        "<a href='{}'>Следующая</a>",
        "<a href='{}'>次のページ</a>",
        "<a href='{}'>Tudalen nesaf</a>",
        "<a class=pageNav-jump--next href='{}'><i></i></a>",
        "<span class=pagination><a class=next href='{}'>»</a></span>",
        "<a title='Next page' href='{}'><img src=r.gif></a>",
        "<a href='{}'><img src=r.gif alt=Next></a>",
        "<ul class=pager><li>Page 1 of 3</li><li class=page><a href='{}'>"
        "<i class='fa fa-chevron-right'></i></a></li><li><a href='?page=3'>Last "
        "<i class='fa fa-chevron-right'></i></a></li></ul>",
        "<p class=pages><a href='{}'><svg><use href='/icons.svg#arrow-right'></use></svg></a></p>",
        "<div class=pages><b>1</b> <a href='{}'>2</a> <a href='?page=3'>3</a></div>",
    ],
)
def test_the_next_page_is_found_by_words_names_arrows_and_numbers(link: str) -> None:
    assert found(link.format("?page=2")) == f"{HERE}?page=2"


@pytest.mark.parametrize(
    "html",
    [
        "<a href='/topic/42-other'>Next topic</a>",
        "<a href='/topic/42-other'>Nächstes Thema</a>",
        "<a href='/topic/42-other'>Next oldest</a>",
        "<a rel=prev href='?page=1'>Previous</a>",
        "<a class='next disabled' href='?page=9'>Next</a>",
        "<a href='#next'>Next</a>",
        "<a href='javascript:next()'>Next</a>",
        "<a href='https://other.example/topic/41?page=2'>Next</a>",
        f"<a href='{HERE}'>Next</a>",
        "<a class=nav-previous href='/older'>← Older posts</a>",
        "<p class=pages><a href='?page=2'><i class='fa fa-chevron-left'></i></a></p>",
        "<a href='/topic/42-other'><i class='fa fa-arrow-right'></i></a>",
        "<p class=pagination>Page 7 of 7</p><a href='?page=8'>8</a>",
    ],
)
def test_what_comes_next_but_is_no_page_of_this_thread_is_not_followed(html: str) -> None:
    assert found(html) == ""


def test_a_page_never_leads_back() -> None:
    assert found("<a href='?page=2'>Next</a>", f"{HERE}?page=3") == ""
    assert found("<a href='?start=20'>Next</a>", f"{HERE}?start=40") == ""
    assert found("<a rel=next href='?page=2&lang=cy'>Next</a>", f"{HERE}?lang=en&page=2") == ""


def test_a_page_says_which_one_it_is() -> None:
    counted = count_of(
        page("<body><div class=pagination>Page <b>2</b> of <b>7</b></div></body>").tree
    )

    assert counted is not None
    assert (counted.page, counted.pages) == (2, 7)


def test_a_page_may_declare_its_next_one_for_programs_alone() -> None:
    html = "<html><head><link rel=next href='?page=2'></head><body></body></html>"

    assert declared_next_page(page(html).tree, HERE) == f"{HERE}?page=2"


@pytest.mark.parametrize(
    ("address", "first"),
    [
        (f"{HERE}?page=3#post-9", HERE),
        (f"{HERE}/page-3", HERE),
        ("https://forum.example/viewtopic.php?f=1&t=63&start=30", "https://forum.example/viewtopic.php?f=1&t=63"),
        ("https://forum.example/topic/41/latest", "https://forum.example/topic/41"),
    ],
)  # fmt: skip
def test_a_threads_first_page_is_known_from_any_of_its_pages(address: str, first: str) -> None:
    assert first_page(address) == first
    assert thread_key(address) == thread_key(first)


@pytest.mark.parametrize(
    ("one", "two", "together"),
    [
        (HERE, f"{HERE}?page=2", True),
        ("https://forum.example/heat-f26.html", "https://forum.example/heat-f26-25.html", True),
        ("https://forum.example/topic/7/300/1/x", "https://forum.example/topic/7/300/2/x", True),
        (HERE, "https://forum.example/topic/42-heating", False),
        ("https://forum.example/t.php?t=90001", "https://forum.example/t.php?t=90002", False),
        ("https://forum.example/l/000108.html", "https://forum.example/l/000115.html", False),
    ],
)  # fmt: skip
def test_a_later_page_keeps_the_numbers_that_name_the_thread(
    one: str, two: str, together: bool
) -> None:
    assert belongs_to(one, two) is together


def test_a_number_and_an_arrow_that_lead_to_one_place_are_surer_than_either() -> None:
    here, there = "https://forum.example/board/show/2.page", "/board/show/25/2.page"
    pager = "<div class=pages><b class=current>1</b> <a href='{}'>2</a> {}</div>"

    both = next_page(
        page(pager.format(there, f"<a href='{there}'>►</a>"), url=here).tree, here, by_counting=True
    )

    assert both == f"https://forum.example{there}"


def test_the_way_on_leads_from_where_the_page_s_head_says() -> None:
    html = (
        '<head><base href="https://forum.example/"></head><body><b>1</b>'
        '<a href="topic/41?page=2">2</a> <a href="topic/41?page=2">Next</a></body>'
    )
    here = "https://forum.example/topic/41"

    assert next_page(page(html, url=here).tree, here) == f"{here}?page=2"
