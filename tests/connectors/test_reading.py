"""What all engines' readers share: the parts of posts, looked for no oftener than needed."""

import importlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as some
from selectolax.lexbor import LexborHTMLParser, LexborNode

from alongside.connectors.reading import (
    TextRules,
    by_class,
    by_post,
    figures_in,
    labels_turned,
    signs_of,
)
from alongside.connectors.registry import CONNECTORS

PAGE = """
<div class="post" id=one><p class="note edited">first</p><p class="name">Ada</p></div>
<p class="name">between</p>
<div class="post" id=two><div><p class="name">Ben</p></div><p class="note">second</p></div>
"""


def root_of(html: str) -> LexborNode:
    root = LexborHTMLParser(html).root
    assert root is not None
    return root


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
    {sign for selector in RULES.values() for sign in signs_of(selector) if not sign.startswith("<")}
    | {"quote", "mention", "username", "bbWrapper"}
)
_ATTRIBUTES = some.dictionaries(
    some.sampled_from(("class", "id", "href", "title", *_NAMES)),
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
@given(html=_ELEMENTS, doctype=some.sampled_from(("", "<!doctype html>")))
def test_what_a_selector_finds_always_has_one_of_its_signs(
    selector: str, html: str, doctype: str
) -> None:
    node = LexborHTMLParser(f"{doctype}<div class=content>{html}</div>").css_first("div.content")
    assert node is not None
    if node.css(selector):
        written = (node.inner_html or "").lower()
        assert any(sign in written for sign in signs_of(selector))


@pytest.mark.parametrize(
    ("selector", "signs"),
    [
        ("", ()),
        (".notice, .attachbox dt", ("notice", "<dt")),
        ("blockquote:has(> p > .PostMention:first-child)", ("<blockquote",)),
        ("a[href*='/user/, ]'], [data-ipsQuote]:not(blockquote *)", ("href", "data-ipsquote")),
        ("p.a > :first-child", ("",)),
    ],
)
def test_signs_are_the_class_the_attribute_or_the_tag_of_what_is_found(
    selector: str, signs: tuple[str, ...]
) -> None:
    assert signs_of(selector) == signs


def test_parts_are_found_by_class_in_one_walk_each_once() -> None:
    found = by_class(root_of(PAGE), "note", "edited", "name", "missing")
    words = {name: [node.text() for node in nodes] for name, nodes in found.items()}
    assert words == {
        "note": ["first", "second"],
        "edited": ["first"],
        "name": ["Ada", "between", "Ben"],
    }


def test_parts_are_told_by_the_post_they_stand_in_and_none_that_stands_in_no_post() -> None:
    root = root_of(PAGE)
    one, two = root.css("div.post")
    found = by_post(root, [one, two], "name", "edited")
    words = {
        identity: {name: [node.text() for node in nodes] for name, nodes in parts.items()}
        for identity, parts in found.items()
    }
    assert words == {
        one.mem_id: {"edited": ["first"], "name": ["Ada"]},
        two.mem_id: {"name": ["Ben"]},
    }
    assert by_post(root, [one, two]) == {}


@pytest.mark.parametrize(
    "said",
    [
        "155 Posts in 43 Topics by 12 Members",
        "155 Mensagens em 43 Tópicos por 12 Membros",
        "155 wiadomości w 43 wątkach, wysłane przez 12 użytkowników",
        "155 Indlæg i 43 Emner af 12 Medlemmer",
        "155 viestiä 43 aiheessa 12 jäseneltä",
        "155 Hozzászólás 43 témában 12 tagtól",
        "155 příspěvků v 43 tématech od 12 uživatelů",
        "155 Mesaje în 43 Subiecte de 12 Membri",
        "155 Μηνύματα σε 43 Θέματα από 12 Μέλη",
        "Konular: 43, Mesajlar: 155, Üyeler: 12",
        "Trådar: 43, Inlägg: 155, Medlemmar: 12",
        "Теми: 43, Мнения: 155, Потребители: 12",
        "المواضيع: 43, المشاركات: 155, الأعضاء: 12",
        "נושאים: 43, הודעות: 155, חברים: 12",
        "主题: 43, 帖子: 155, 会员: 12",
    ],
)
def test_what_a_forum_counts_is_known_in_the_languages_that_engines_come_in(said: str) -> None:
    told = {figure.kind: figure.value for figure in figures_in(said, read_as=labels_turned(said))}

    assert told == {"posts": 155, "threads": 43, "members": 12}
