from datetime import UTC, date, datetime

import jinja2
import pytest
from django.http import QueryDict
from django.utils.safestring import mark_safe

from alongside.ui.environment import page_query, paragraphs

NOON = datetime(2026, 6, 17, 12, 0, tzinfo=UTC)


def text(templates: jinja2.Environment, source: str, **context: object) -> str:
    return templates.from_string(source).render(context)


@pytest.mark.parametrize(
    "source", ["{{ titel }}", "{{ body.titel }}", "{% for a in rows %}{% endfor %}"]
)
def test_a_misspelt_name_is_an_error_and_not_a_blank(templates, source):
    with pytest.raises(jinja2.UndefinedError):
        text(templates, source, body=object())


def test_what_may_be_missing_can_be_asked_for(templates):
    said = text(
        templates, "{% if practice %}band{% else %}none{% endif %}{{ params.hint }}", params={}
    )

    assert said == "none"


def test_text_is_escaped(templates):
    assert text(templates, "{{ title }}", title="<b> & co") == "&lt;b&gt; &amp; co"


def test_a_time_is_relative_to_the_pages_now(templates):
    html = text(
        templates, "{{ at | time_tag }}", at=datetime(2026, 6, 17, 10, 0, tzinfo=UTC), now=NOON
    )

    exact = 'datetime="2026-06-17T10:00:00+00:00" title="17 June 2026 at 11:00"'
    assert html == f"<time {exact}>2 hours ago</time>"


def test_a_time_without_now_is_exact_so_that_caches_do_not_make_it_wrong(templates):
    html = text(templates, "{{ at | time_tag }}", at=NOON)

    assert html == '<time datetime="2026-06-17T12:00:00+00:00">17 June 2026 at 13:00</time>'


def test_days_and_missing_times_have_a_form_too(templates):
    html = text(
        templates,
        "{{ a | time_tag }} {{ b | time_tag }} {{ b | date }}",
        a=date(2026, 6, 1),
        b=None,
    )

    assert html == '<time datetime="2026-06-01">1 June 2026</time> – –'


def test_a_moments_day_is_that_of_the_readers_time_zone(templates):
    assert (
        text(templates, "{{ at | date }}", at=datetime(2026, 6, 17, 23, 30, tzinfo=UTC))
        == "18 June 2026"
    )


def test_a_deadline_is_said_as_due(templates):
    html = text(
        templates, "{{ at | due_tag(now) }}", at=datetime(2026, 6, 17, 16, 0, tzinfo=UTC), now=NOON
    )

    assert ">today at 17:00</time>" in html


def test_plain_text_becomes_paragraphs_and_stays_harmless():
    html = paragraphs("One\r\ntwo\n\n\n\n<script>three</script>\n")

    assert html == "<p>One<br>two</p>\n<p>&lt;script&gt;three&lt;/script&gt;</p>"


def test_even_text_marked_as_safe_is_escaped_in_paragraphs_of_plain_text():
    assert "<p>a</p>" in paragraphs(str(mark_safe("a")))


def test_the_query_of_a_page_keeps_its_filters():
    params = QueryDict("topic=benefits&topic=health&page=3&sort=name")

    assert page_query(params, page=4) == "?topic=benefits&topic=health&page=4&sort=name"
    assert page_query(params, page=None, sort="-size") == "?topic=benefits&topic=health&sort=-size"
    assert page_query({}, page=None) == "?"


def test_words_are_marked_for_translation(templates):
    said = text(
        templates,
        "{{ _('Page %(number)s', number=3) }} {{ ngettext('%(num)s day', '%(num)s days', 2) }}",
    )

    assert said == "Page 3 2 days"
