import re
from types import SimpleNamespace

import jinja2
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import Http404
from django.utils.safestring import mark_safe

from alongside.ui import views
from alongside.ui.states import SAYINGS, Tone
from tests.ui.conftest import UI

TEMPLATES = sorted(str(path.relative_to(UI / "jinja2")) for path in (UI / "jinja2").rglob("*.html"))
ERROR_PAGES = ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"]


@pytest.mark.parametrize("name", TEMPLATES)
def test_each_template_compiles(templates, name):
    templates.get_template(name)


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_needs_inline_scripts_or_styles(name):
    source = (UI / "jinja2" / name).read_text()

    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", source)
    assert not re.search(r"<script(?![^>]*\ssrc=)", source)


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_an_error_page_needs_nothing_and_says_what_to_do(templates, name):
    html = templates.get_template(name).render()

    assert html.count("<h1") == 1
    assert html.count('<p class="govuk-body">') >= 2


def test_the_page_of_a_broken_service_looks_up_no_address(templates, settings):
    settings.ROOT_URLCONF = "tests.ui"

    assert "Try again" in templates.get_template("500.html").render()


def test_a_public_page_never_asks_who_is_reading(templates, request_for_nobody):
    source = "{% extends 'ui/public.html' %}{% block title %}Forums{% endblock %}"

    html = templates.from_string(source).render(request=request_for_nobody, section="forums")

    assert "<title>Forums – alongside</title>" in html
    assert "csrf" not in html


def test_a_public_page_marks_where_one_is(render):
    page = render("{% extends 'ui/public.html' %}", section="bodies")

    assert [link.text() for link in page.css(".site-header [aria-current]")] == ["Public bodies"]
    assert len(page.css("main")) == 1
    assert page.css_first("a").attributes["href"] == "#main-content"


def test_titles_and_descriptions_are_shared_with_other_sites(render):
    page = render(
        "{% extends 'ui/public.html' %}{% block title %}{{ name }}{% endblock %}"
        "{% block description %}{{ name }}’s plan{% endblock %}",
        name='A "quoted" name',
    )

    assert page.css_first("meta[property='og:title']").attributes["content"] == 'A "quoted" name'
    assert page.css_first("meta[name=description]").attributes["content"] == (
        'A "quoted" name’s plan'
    )
    assert page.css_first("meta[property='og:image']").attributes["content"] == (
        "http://testserver/static/ui/share.png"
    )


@pytest.mark.parametrize("layout", ["ui/public.html", "ui/workspace.html"])
def test_practice_is_marked_on_every_page(render, layout):
    band = "{% extends layout %}"

    assert render(band, layout=layout, practice=True).css_first(".practice-band") is not None
    assert render(band, layout=layout, practice=False).css_first(".practice-band") is None


def test_the_workspace_shows_its_pages_and_who_is_signed_in(render):
    user = {"is_authenticated": True, "name": "Ama"}
    request = SimpleNamespace(user=user, path="/", META={})
    nav = [
        {"text": "Queue", "href": "/queue", "active": True, "count": 1200},
        {"text": "Plans", "href": "/plans"},
    ]

    page = render(
        "{% extends 'ui/workspace.html' %}",
        request=request,
        nav=nav,
        signed_in_role="adviser",
        messages=[{"level_tag": "success", "message": "Sent."}],
        csrf_input=mark_safe("<input name=csrf>"),
    )

    current = page.css_first(".site-header__link[aria-current]")
    assert " ".join(current.text().split()) == "Queue 1,200"
    assert page.css_first("form[action='/sign-out/'] input[name=csrf]") is not None
    assert page.css_first("main .moj-alert--success").text().split() == ["Done:", "Sent."]


@pytest.mark.parametrize("layout", ["public", "workspace"])
def test_the_pattern_page_shows_every_state_of_the_house(rf, settings, layout):
    settings.DEBUG = True
    request = rf.get("/patterns/", {"layout": layout})
    request.user = AnonymousUser()

    answer = views.patterns(request)

    html = answer.content.decode()
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert answer.status_code == 200
    assert len(ids) == len(set(ids))
    assert all(f"status-tag--{tone.value}" in html for tone in Tone)
    assert not re.findall(r'aria-(?:labelledby|describedby|controls)=""', html)


def test_the_pattern_page_is_for_development_only(rf, settings):
    settings.DEBUG = False

    with pytest.raises(Http404):
        views.patterns(rf.get("/patterns/"))


@pytest.mark.parametrize("state", SAYINGS)
def test_a_state_is_said_in_words(render, state):
    tag = render("{% from 'ui/tag.html' import state_tag %}{{ state_tag(state) }}", state=state)

    assert len(tag.css_first(".status-tag").text()) > 2


def test_the_same_word_can_mean_another_thing(render):
    source = "{% from 'ui/tag.html' import state_tag %}{{ state_tag('held', of=of) }}"

    reply, agreement = render(source, of="reply"), render(source, of="agreement")

    assert reply.css_first(".status-tag").text() == "Held for the forum’s moderators"
    assert agreement.css_first(".status-tag").text() == "On hold"


def test_an_unknown_state_is_said_by_its_name(render):
    tag = render("{% from 'ui/tag.html' import state_tag %}{{ state_tag('gone_quiet') }}")

    assert tag.css_first(".status-tag--neutral").text() == "Gone quiet"


def test_a_figure_without_a_value_is_not_zero(render):
    page = render("{% from 'ui/figure.html' import figure %}{{ figure(none, 'hours') }}")

    assert page.css_first(".figure__value").text() == "no value"


def test_a_figure_says_its_bound_unit_and_source(render):
    page = render(
        "{% from 'ui/figure.html' import figure %}"
        "{{ figure(42000, 'users', 'stated by the forum, 2009', bound='over', unit='people') }}"
    )

    assert page.css_first(".figure__value").text() == "over 42,000 people"
    assert page.css_first(".figure__source").text() == "stated by the forum, 2009"


def test_what_members_wrote_cannot_become_part_of_the_page(render):
    posts = [{"role": "asker", "text": "<img src=x onerror=alert(1)>\n\nSecond"}]

    page = render(
        "{% from 'ui/thread.html' import thread_excerpt %}"
        "{{ thread_excerpt('<b>T', href, posts=posts) }}",
        href="https://forum.example/t/1",
        posts=posts,
    )

    assert page.css("img, b") == []
    assert len(page.css(".thread-excerpt__text p")) == 2
    assert page.css_first("a").attributes["rel"] == "external noreferrer"


def test_long_lists_have_pages_that_keep_their_filters(render):
    page = render(
        "{% from 'ui/pagination.html' import pagination %}{{ pagination(page, params) }}",
        page=Paginator(range(230), 20).page(5),
        params={"topic": "health"},
    )

    assert page.css_first("[aria-current=page]").text(strip=True) == "5"
    assert page.css_first("a[rel=next]").attributes["href"] == "?topic=health&page=6"
    assert len(page.css(".govuk-pagination__item--ellipsis")) == 2


def test_a_short_list_has_no_pages(render):
    page = render(
        "{% from 'ui/pagination.html' import pagination %}{{ pagination(page) }}",
        page=Paginator(range(3), 20).page(1),
    )

    assert page.css_first("nav") is None


def test_a_table_head_sorts_up_then_down(render):
    source = (
        "{% from 'ui/table.html' import sort_header %}"
        "<table><tr>{{ sort_header('Size', 'size', sort, {'page': 2, 'q': 'a'}) }}</tr></table>"
    )

    unsorted, up, down = (render(source, sort=sort) for sort in ("name", "size", "-size"))

    assert unsorted.css_first("th a").attributes["href"] == "?q=a&sort=size"
    assert up.css_first("th a").attributes["href"] == "?q=a&sort=-size"
    assert [page.css_first("th").attributes.get("aria-sort") for page in (unsorted, up, down)] == [
        None,
        "ascending",
        "descending",
    ]


def test_text_to_copy_is_whole(render):
    page = render(
        "{% from 'ui/copy_text.html' import copy_text %}{{ copy_text(text, 'answer', 'Copy') }}",
        text="\nOne\n\nTwo <b>",
    )

    assert page.css_first("textarea").text() == "\nOne\n\nTwo <b>"
    assert "hidden" in page.css_first("button").attributes


def test_a_page_with_errors_says_so_in_its_title(templates: jinja2.Environment):
    source = "{% extends 'ui/public.html' %}{% block title %}Plan{% endblock %}"

    html = templates.from_string(source).render(form={"errors": {"f": ["wrong"]}})

    assert "<title>Error: Plan – alongside</title>" in html
