"""The Jinja2 environment of every page. Named in the settings; see `TEMPLATES` there.

Autoescaping is on. Our own macros are imported from `ui/…`, those of the GOV.UK Design System from
`govuk_frontend_jinja/components/…`.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache, partial
from typing import Any
from urllib.parse import urlencode

import jinja2
from django.conf import settings
from django.core.signals import setting_changed
from django.http import QueryDict
from django.utils import timezone, translation
from markupsafe import Markup, escape

from alongside.ui import fields, formatting, navigation, states, words
from alongside.ui.copies import copy_of
from alongside.ui.speaking import Speaking

_TEXTS = 4096  # more than all pages together say


class SilentInMappings(jinja2.Undefined):
    """An undefined value that may be tested but not printed, save for a key missing in a mapping.

    The GOV.UK macros print what was left out of their parameters, which are mappings, and mean
    nothing by it. Anything else that is undefined and printed is a misspelling in a page.
    """

    __slots__ = ()

    def _text(self) -> str:
        is_left_out = isinstance(self._undefined_obj, Mapping)
        is_inline_if_without_else = self._undefined_name is None
        if is_left_out or is_inline_if_without_else:
            return ""
        self._fail_with_undefined_error()

    def __str__(self) -> str:
        return self._text()

    def __html__(self) -> str:
        return self._text()

    def __iter__(self) -> Any:
        self._text()
        return iter(())


def environment(**options: Any) -> jinja2.Environment:
    """What Django's Jinja2 backend calls with the options of the settings."""
    # Only the app folders' templates come from Django; the macros come from their package.
    own = options.pop("loader", None)
    options["loader"] = jinja2.ChoiceLoader(
        [
            *([own] if own else []),
            jinja2.PrefixLoader(
                {"govuk_frontend_jinja": jinja2.PackageLoader("govuk_frontend_jinja")}
            ),
        ]
    )
    options.pop("autoescape", None)
    options["undefined"] = SilentInMappings
    options.setdefault("trim_blocks", True)
    options.setdefault("lstrip_blocks", True)
    extensions = [*options.pop("extensions", []), "jinja2.ext.i18n", "jinja2.ext.do"]
    # All are kept: to note which was asked for last took longer than to find one.
    made = Speaking(autoescape=True, extensions=extensions, cache_size=-1, **options)
    made.install_gettext_callables(  # type: ignore[attr-defined]  # added by the extension
        gettext=words.gettext,
        ngettext=translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    # What depends on the language is bound to it once, not asked for it hundreds of times a page.
    made.of_language.update(
        {
            "_": _bound(gettext),
            "gettext": _bound(gettext),
            "ngettext": _bound(ngettext),
            "current_language": _bound(str),
            "home_link": _home_said,
            "dated_said": _bound(dated_said),
            "links_said": _bound(links_said),
            "saying_of": _bound(saying_of),
            "software_text": _bound(software_text),
            "date": _bound(_day),
            "time_tag": lambda language: jinja2.pass_context(partial(_time_tag, language)),
        }
    )
    made.says_html = frozenset(
        {"_", "gettext", "ngettext", "dated_said", "software_text", "url", "static"}
        | {"date", "number", "time_tag", "paragraphs"}
    )
    made.globals.update(
        copy_of=copy_of,
        error_list=fields.error_list,
        field_component=fields.component_for,
        footer_links=navigation.FOOTER,
        header_links=navigation.HEADER,
        page_query=page_query,
        site_url=settings.ALONGSIDE_ADDRESS,
        static=words.static,
        url=words.url,
    )
    made.filters.update(
        capitalize_first=formatting.capitalize_first,
        datetime=_moment,
        due_tag=_due_tag,
        duration=formatting.duration,
        language_name=formatting.language_name,
        opening_hours=formatting.opening_hours,
        unquoted=formatting.unquoted,
        number=formatting.number,
        paragraphs=paragraphs,
        remaining=_remaining,
    )
    return made


def _bound(said: Callable[..., Any]) -> Callable[[str], Callable[..., Any]]:
    """For `Speaking.of_language`: a function whose first argument is the language."""
    return partial(partial, said)


def gettext(language: str, text: str, /, **values: object) -> Markup:
    """The text as HTML, its places filled with the values, escaped. "%%" is a per cent sign."""
    said = _said(language, text)
    return said % values if values else _said_plain(said)


def ngettext(language: str, singular: str, plural: str, count: int, /, **values: object) -> Markup:
    """The text for so many, `%(num)s` in it the count unless given; else as `gettext`."""
    if not values:
        return _said_with_count(language, singular, plural, count)
    values.setdefault("num", formatting.number(count))
    return _said_of_many(language, singular, plural, count) % values


@lru_cache(maxsize=_TEXTS)
def software_text(_language: str, text: str) -> Markup:
    """A text of the software, never one of somebody's, which may hold a per cent sign."""
    return Markup(words.gettext(str(text).replace("%", "%%"))) % {}  # noqa: S704  # of the software


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


@lru_cache(maxsize=_TEXTS)
def dated_said(_language: str, dated: str) -> Markup:
    """2009, February 2009 or 27 February 2009, for 2009, 2009-02 or 2009-02-27; else as it is."""
    year, *others = dated.split("-")
    try:
        month, *days = [int(part) for part in others[:2]]
    except ValueError:
        return escape(dated)
    if not 1 <= month <= len(_MONTHS):
        return escape(dated)
    return escape(" ".join([*map(str, days), words.gettext(_MONTHS[month - 1]), year]))


@lru_cache(maxsize=_TEXTS)
def _said(_language: str, text: str) -> Markup:
    return Markup(words.gettext(text))  # noqa: S704  # of the software


@lru_cache(maxsize=_TEXTS)
def _said_plain(said: Markup) -> Markup:
    return said % {}


@lru_cache(maxsize=_TEXTS)
def _said_of_many(_language: str, singular: str, plural: str, count: int) -> Markup:
    return Markup(translation.ngettext(singular, plural, count))  # noqa: S704  # of the software


@lru_cache(maxsize=_TEXTS)
def _said_with_count(language: str, singular: str, plural: str, count: int) -> Markup:
    return _said_of_many(language, singular, plural, count) % {"num": formatting.number(count)}


@lru_cache(maxsize=_TEXTS)
def saying_of(_language: str, state: str, of: str = "") -> tuple[str, Markup]:
    """The tone and the words of a state; see `alongside.ui.states`."""
    saying = states.saying_of(state, of)
    return saying.tone.value, escape(str(saying.words))


@lru_cache(maxsize=64)
def links_said(_language: str, name: str) -> list[tuple[str, str, Markup]]:
    """The links of the "header" or "footer" of every page: section, address, words."""
    links = {"header": navigation.HEADER, "footer": navigation.FOOTER}[name]
    return [(link.section, escape(link.href), escape(str(link.text))) for link in links]


def _home_said(_language: str) -> navigation.Link:
    """The link to the front page; its address is not looked up before it is written."""
    return replace(navigation.HOME, text=escape(str(navigation.HOME.text)))


@lru_cache(maxsize=_TEXTS)
def _day_said(_language: str, day: date) -> str:
    return formatting.day(day)


# Nobody reads in a time zone of their own, and to find the day takes twenty times as long.
@lru_cache(maxsize=_TEXTS)
def _moment_day(language: str, value: datetime) -> str:
    return _day_said(language, timezone.localdate(value))


@lru_cache(maxsize=_TEXTS)
def _day_tag(language: str, value: date) -> Markup:
    return _time(value.isoformat(), _day_said(language, value))


_CACHED = (
    _said, _said_plain, _said_of_many, _said_with_count, links_said, _day_said, software_text,
    dated_said, saying_of, _moment_day, _day_tag,
)  # fmt: skip


def _forget(**_: object) -> None:
    for found in _CACHED:
        found.cache_clear()


# Only tests change settings of a running process; as in `words`.
setting_changed.connect(_forget)


def page_query(params: Mapping[str, Any] | None, **changes: object) -> str:
    """The query of this page with some values changed, "?" before it; None takes a value out.

    `params` is `request.GET`, whose several values of one name are kept, or a plain mapping.
    """
    several = params.lists() if isinstance(params, QueryDict) else (params or {}).items()
    query = {**dict(several), **changes}
    encoded = urlencode(
        {name: value for name, value in query.items() if value is not None}, doseq=True
    )
    return f"?{encoded}" if encoded else "?"


def paragraphs(text: str) -> Markup:
    """Plain text as HTML: blank lines part paragraphs, single ends of line stay. All is escaped."""
    normal = str(text).replace("\r\n", "\n").replace("\r", "\n")
    blocks = [block.strip("\n") for block in normal.split("\n\n") if block.strip()]
    said = (f"<p>{'<br>'.join(map(escape, block.split(chr(10))))}</p>" for block in blocks)
    return Markup("\n".join(said))  # noqa: S704  # each line is escaped


def _day(language: str, value: date | None) -> str:
    """A moment is said as its day in the reader's time zone. None, such as no end, is "–"."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        return _moment_day(language, value)
    return _day_said(language, value)


def _moment(value: datetime | None) -> str:
    return "–" if value is None else formatting.moment(value, timezone.get_current_timezone())


def _time_tag(
    language: str,
    context: jinja2.runtime.Context,
    value: date | None,
    now: datetime | None = None,
) -> Markup:
    """A `time` element: "2 hours ago", the exact time as its title.

    Relative to `now`, given here or as `now` in the page's context. Without one, as on public pages
    that are kept in caches, the day and time themselves are said.
    """
    if value is None:
        return Markup("–")
    if not isinstance(value, datetime):
        return _day_tag(language, value)
    zone = timezone.get_current_timezone()
    exact = formatting.moment(value, zone)
    since = now or context.get("now")
    said = formatting.relative(value, now=since, zone=zone) if since else exact
    return _time(value.isoformat(timespec="seconds"), said, title=exact)


@jinja2.pass_context
def _due_tag(
    context: jinja2.runtime.Context, value: datetime | None, now: datetime | None = None
) -> Markup:
    """A `time` element for what lies ahead: "today at 17:00"."""
    if value is None:
        return Markup("–")
    zone = timezone.get_current_timezone()
    exact = formatting.moment(value, zone)
    since = now or context.get("now")
    said = formatting.due(value, now=since, zone=zone) if since else exact
    return _time(value.isoformat(timespec="seconds"), said, title=exact)


@jinja2.pass_context
def _remaining(
    context: jinja2.runtime.Context, value: datetime, now: datetime | None = None
) -> str:
    """40 minutes left. `now` must be given, here or in the page's context."""
    return formatting.remaining(value, now=now or context["now"])


def _time(machine: str, said: str, title: str = "") -> Markup:
    # A title that repeats the text would only be read out twice.
    if title and title != said:
        return Markup('<time datetime="{}" title="{}">{}</time>').format(machine, title, said)
    return Markup('<time datetime="{}">{}</time>').format(machine, said)
