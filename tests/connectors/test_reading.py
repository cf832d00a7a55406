"""What all engines' readers share: the parts of posts, looked for no oftener than needed."""

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from alongside.connectors.port import Post
from alongside.connectors.reading import (
    by_class,
    by_post,
    figures_in,
    labels_turned,
    without_names,
)

PAGE = """
<div class="post" id=one><p class="note edited">first</p><p class="name">Ada</p></div>
<p class="name">between</p>
<div class="post" id=two><div><p class="name">Ben</p></div><p class="note">second</p></div>
"""


def root_of(html: str) -> LexborNode:
    root = LexborHTMLParser(html).root
    assert root is not None
    return root


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


@pytest.mark.parametrize(
    ("author", "said"),
    [
        ("Robin Ash", "@ROBIN ash, your council"),
        ("Ali Can", "@Alı Can, your council"),
        ("Şule Ak", "@şule ak, your council"),
        ("İlker Su", "@ilker su, your council"),
        ("R", "@robin, your council"),
    ],
)
def test_who_is_called_by_name_is_a_member_however_the_name_is_written_law_4(
    author: str, said: str
) -> None:
    posts = [
        Post(external_id="1", address="", author=author, posted_at=None, text="Whom do I ask?"),
        Post(external_id="2", address="", author="Ben", posted_at=None, text=said),
    ]

    assert without_names(posts, keep_names=False)[1].text == "@member, your council"
    assert without_names(posts, keep_names=True)[1].text == said
