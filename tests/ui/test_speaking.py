"""Templates compiled for one language say and escape what they always did."""

import gc
from weakref import ref

import jinja2
import pytest
from django.utils import translation
from jinja2 import UndefinedError
from markupsafe import Markup

from alongside.ui import words
from alongside.ui.environment import environment


@pytest.fixture
def said(templates):
    def said(source, **context):
        return templates.from_string(source).render(context)

    return said


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ('{{ _("Forums & more") }}', "Forums & more"),  # texts of the software are HTML
        ('{{ _("100 %% of %(name)s", name=name) }}', "100 % of &lt;b&gt;"),
        ('{{ _("%(name)s", name=name) }}', "&lt;b&gt;"),
        ('{{ _("a %(name)s b", name=name) | upper }}', "A &LT;B&GT; B"),
        ('{% set x = _("to %(name)s", name=name) %}{{ x }}', "to &lt;b&gt;"),
        ("{% trans who=name %}to {{ who }}, 5 %{% endtrans %}", "to &lt;b&gt;, 5 %"),
        ('{{ ngettext("%(num)s <i>", "%(num)s many", 1) }}', "1 <i>"),
        ('{{ ngettext("one", "%(all)s in all", 2, all=name) }}', "&lt;b&gt; in all"),
        ('{{ "<a>" ~ name }}{{ safe ~ name }}', "&lt;a&gt;&lt;b&gt;<u>&lt;b&gt;"),
        ('{{ url("register:forum-list") }}', "/forum-list/"),
        ('<a href="{{ url(where) }}">', '<a href="/forum-list/">'),
        ("{% macro m(a, b=2) %}{{ a }}{{ b }}{% endmacro %}{{ m(name) }}{{ m(1, b=3) }}",
         "&lt;b&gt;213"),
        ("{% macro m(a) %}{{ a }}{{ caller() }}{% endmacro %}{% call m(1) %}<p>{% endcall %}",
         "1<p>"),
        ("{% macro m() %}{{ varargs | length }}{{ kwargs.x }}{% endmacro %}{{ m(1, 2, x=3) }}",
         "23"),
        ("{% macro m(a) %}{% if caller %}{{ caller() }}{% endif %}{{ a }}{% endmacro %}"
         "{{ m(a=name) }}{% call m(a=1) %}{{ name }}{% endcall %}", "&lt;b&gt;&lt;b&gt;1"),
        ("{% macro m() %}<i>{{ caller(name) }}{% endmacro %}{% call(x) m() %}{{ x }}{% endcall %}",
         "<i>&lt;b&gt;"),
        ("{% macro m(a) %}{% macro n(b, c=3) %}{{ b }}{{ c }}{% endmacro %}"
         "{{ n(a, c=1) }}{{ n(b=2) }}{% endmacro %}{{ m(name) }}", "&lt;b&gt;123"),
        ("{% macro m(a) %}<u>{{ a }}{% endmacro %}{% set x = m(a=name) %}{{ x }}{{ x | length }}",
         "<u>&lt;b&gt;12"),
        ("{% macro m(a) %}{{ a }}{% endmacro %}{% for m in [shout] %}{{ m(name) }}{% endfor %}",
         "&lt;B&gt;"),  # the loop's own word
        ("{{ thing.one }}{{ thing.two.three }}{{ thing.nothing is defined }}{{ thing.items() }}",
         "&lt;b&gt;3Falsedict_items([(&#39;one&#39;, &#39;&lt;b&gt;&#39;),"
         " (&#39;two&#39;, {&#39;three&#39;: 3})])"),
        ("{% for each in [name, 1] %}{{ each }}{{ ', ' if not loop.last }}{% endfor %}",
         "&lt;b&gt;, 1"),
        ("{% set _ = shout %}{{ _(name) }}", "&lt;B&gt;"),  # the page's own word
    ],
)  # fmt: skip
def test_a_template_says(said, source, html):
    found = said(
        source,
        name="<b>",
        safe=Markup("<u>"),
        where="register:forum-list",
        shout=str.upper,
        thing={"one": "<b>", "two": {"three": 3}},
    )

    assert found == html


@pytest.mark.parametrize("call", ["m()", "m(1, 2)", "m(1, nothing=3)", "m(1, a=2)"])
def test_a_macro_called_wrongly_is_an_error_or_a_missing_value(said, call):
    source = "{% macro m(a) %}{{ a }}{% endmacro %}{{ " + call + " }}"

    with pytest.raises(Exception, match=r"takes|undefined|not provided|argument .l_1_"):
        said(source)


def test_each_language_has_templates_of_its_own(templates, monkeypatch):
    words.forget()
    monkeypatch.setattr(translation, "gettext", lambda text: f"{translation.get_language()} {text}")
    source = '{{ _("Forums of %(name)s", name=name) }}{{ current_language() }}'

    found = []
    for language in ("en-gb", "cy", "en-gb"):
        with translation.override(language):
            found.append(templates.from_string(source).render(name="<b>"))

    words.forget()
    assert found == [
        "en-gb Forums of &lt;b&gt;en-gb",
        "cy Forums of &lt;b&gt;cy",
        "en-gb Forums of &lt;b&gt;en-gb",
    ]


def test_a_text_whose_place_has_no_value_is_an_error(said):
    with pytest.raises(KeyError):
        said('{{ _("to %(nobody)s", name=1) }}')


def test_what_a_value_lacks_is_undefined_and_of_nothing_an_error(said):
    assert said("{{ thing.nothing is defined }}", thing=object()) == "False"

    for source in ("{{ nobody.name }}", "{{ thing.nothing }}"):
        with pytest.raises(UndefinedError, match=r"nobody|nothing"):
            said(source, thing=object())


def test_only_what_says_html_is_written_as_it_is():
    templates = environment(loader=jinja2.DictLoader({}))
    templates.globals["written"] = templates.globals["asked"] = lambda: "<b>"
    templates.says_html |= {"written"}

    found = templates.from_string("{{ written() }}{{ asked() }}{{ written() | upper }}").render()

    assert found == "<b>&lt;b&gt;&lt;B&gt;"


def test_what_a_page_was_given_is_let_go_of_without_the_garbage_collector(said):
    class Entry:
        name = "The Well"

    entry = Entry()
    known = ref(entry)
    gc.disable()
    try:
        found = said("{% macro of() %}{{ entry.name }}{% endmacro %}{{ of() }}", entry=entry)
        del entry
        held = known()
    finally:
        gc.enable()

    assert (found, held) == ("The Well", None)
