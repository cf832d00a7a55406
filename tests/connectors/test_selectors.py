"""Selectors are looked for where the markup has a sign of them, and nothing is missed by it."""

import importlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as some
from selectolax.lexbor import LexborHTMLParser

from alongside.connectors.page import Page
from alongside.connectors.reading import TextRules
from alongside.connectors.registry import CONNECTORS
from alongside.connectors.selectors import find, parts_of, shown_on
from alongside.fetching.messages import Response


def rules_of_all_engines() -> Iterator[tuple[str, str]]:
    for engine in CONNECTORS:
        try:
            parse = importlib.import_module(f"alongside.connectors.{engine}.parse")
        except ModuleNotFoundError:
            continue
        rules = getattr(parse, "WORDS", TextRules())
        for kind in ("never", "quotes", "mentions", "cards"):
            if selector := getattr(rules, kind):
                yield f"{engine} {kind}", selector


RULES = dict(rules_of_all_engines())
_TAGS = some.sampled_from(
    ("a", "aside", "blockquote", "br", "div", "dt", "em", "p", "span", "strong", "time", "cite")
)
_NAMES = sorted(
    {
        name
        for selector in RULES.values()
        for part in parts_of(selector)
        for name in (*part.classes, *part.names)
    }
    | {"quote", "mention", "username", "bbWrapper"}
)
_ATTRIBUTES = some.dictionaries(
    some.sampled_from(("class", "id", "href", "style", "title", "data-username", "data-userid")),
    some.sampled_from((*_NAMES, *map(str.upper, _NAMES), "/user/1", "", "x y")),
    max_size=3,
)


def element(tag: str, attributes: dict[str, str], within: list[str]) -> str:
    written = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<{tag}{written}>{''.join(within)}</{tag}>"


_ELEMENTS = some.recursive(
    some.just("words"),
    lambda inner: some.builds(element, _TAGS, _ATTRIBUTES, some.lists(inner, max_size=3)),
    max_leaves=12,
)


def test_rules_are_looked_at_for_most_engines() -> None:
    assert len({name.split()[0] for name in RULES}) >= 12


@pytest.mark.parametrize("selector", RULES.values(), ids=RULES)
@given(
    html=_ELEMENTS,
    doctype=some.sampled_from(("", "<!doctype html>")),
    around=_ATTRIBUTES,
)
def test_what_a_selector_finds_is_found_by_its_signs(
    selector: str, html: str, doctype: str, around: dict[str, str]
) -> None:
    page = element("div", around, [element("div", {"id": "content"}, [html])])
    node = LexborHTMLParser(f"{doctype}{page}").css_first("#content")
    assert node is not None
    found = find(node, selector, (node.inner_html or "").lower())
    assert [one.mem_id for one in found] == [one.mem_id for one in node.css(selector)]


@pytest.mark.parametrize(
    ("selector", "marks"),
    [
        ("", []),
        (".notice, .attachbox dt", [("notice",), ("<dt",)]),
        (
            "blockquote:has(> p > .PostMention:first-child)",
            [("postmention", "<blockquote", "<p")],
        ),
        (
            "a[href*='/user/, ]'], [data-ipsQuote]:not(blockquote *)",
            [("<a",), ("data-ipsquote",)],
        ),
        ("div:has(> a, > b):has(> .says) + p[style*=inset]", [("inset", "<p")]),
        ("p.a > :first-child", [("",)]),
    ],
)
def test_signs_are_of_what_is_found_and_of_what_stands_in_it(
    selector: str, marks: list[tuple[str, ...]]
) -> None:
    assert [(part.mark, *part.marks) for part in parts_of(selector)] == marks


def test_a_page_shows_a_selector_whose_every_name_it_holds_also_around_what_is_found() -> None:
    html = b'<div id="post_1" class="Author"><time itemprop="dateCreated"></time></div>'
    page = Page(Response("https://forum.example/", 200, {}, html))

    assert shown_on(
        page,
        ".author time",
        ".Author time, .missing",
        ".Author .missing",
        "time[itemprop=dateCreated]",
        "[id^='post_']:not(.missing)",
        "em",
    ) == (
        ".Author time, .missing",
        "time[itemprop=dateCreated]",
        "[id^='post_']:not(.missing)",
        "em",
    )
