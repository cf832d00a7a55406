# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""Pages that list boards: their figures are called by words of many languages."""

import pytest

from alongside.connectors.generic import parse
from alongside.connectors.generic.kinds import Kind, kind_of
from alongside.connectors.inspection import _are_below
from alongside.connectors.port import Unreadable
from tests.connectors.generic.invented import SITE, page

FRONT = "https://forum.example/index.php"
BOARDS = (("Ev", 93_530), ("Bahçe", 81_416), ("Sağlık", 2_655))


@pytest.mark.parametrize(
    ("heads", "threads", "posts"),
    [
        (("Alan", "Mesaj", "Son Mesaj"), None, 93_530),
        (("Forum", "Konular", "Son Mesaj"), 93_530, None),
        (("Forum", "Berichten", "Laatste bericht"), None, 93_530),
        (("Forum", "Onderwerpen", "Laatste bericht"), 93_530, None),
        (("版块", "主题", "最后发表"), 93_530, None),
        (("Forum", "Wątki", "Ostatni post"), 93_530, None),
    ],
)
def test_a_list_of_boards_with_one_figure_each_is_no_thread(
    heads: tuple[str, ...], threads: int | None, posts: int | None
) -> None:
    rows = "".join(
        f"<tr class=forum><td class=even><a href='/list.php?{n}'><strong>{name}</strong></a><br><small>Burada {name} üzerine konuşuyoruz.</small></td>"
        f"<td class=odd><small>{figure}</small></td><td class=even><small>0{n} Mar 2026, 09:34<br><a href='/profile.php?0,{n}'>toggie{n}</a></small></td></tr>"
        for n, (name, figure) in enumerate(BOARDS, 1)
    )
    top = "".join(f"<th>{head}</th>" for head in heads)
    front = page(
        f"<html><head><title>Komşular</title></head><body><table><tr>{top}</tr>{rows}</table></body></html>",
        url=FRONT,
    )
    first, *_ = parse.boards(front, SITE)

    assert kind_of(front).kind is not Kind.THREAD
    assert (first.name, first.threads, first.posts) == ("Ev", threads, posts)


def test_boards_of_a_help_centre_are_links_around_all_that_is_said_of_them() -> None:
    here = "https://forum.example/hc/en-us/community/topics"
    rows = "".join(
        f"<li class=item><a class=link href='/hc/en-us/community/topics/20{n}-{name}'><h2>{name}</h2><p>All about {name.lower()}.</p>"
        f"<ul><li>{n} posts</li><li>{n} followers</li></ul></a></li>"
        for n, name in enumerate(("Payments", "Meters", "Moving"), 3)
    )
    found = parse.boards(
        page(f"<html><body><h1>Community</h1><ul>{rows}</ul></body></html>", url=here), SITE
    )

    assert [board.name for board in found] == ["Payments", "Meters", "Moving"]
    assert _are_below(found, here)
    assert not _are_below(found, "https://forum.example/topics")


def test_the_figure_of_boards_that_are_equally_full_is_not_the_forum_s() -> None:
    boards = "".join(
        f"<li><a href='/board/{name}'>{name.title()} and allowances</a> (7 topics)</li>"
        for name in ("money", "homes", "work")
    )
    html = f"<html><head><title>Our forum</title></head><body><h1>Our forum</h1><ul>{boards}</ul></body></html>"

    with pytest.raises(Unreadable):
        parse.statistics(page(html))
    whole = html.replace("</ul>", "</ul><p>21 topics, 84 posts, 9 members</p>")
    assert [(one.kind, one.value) for one in parse.statistics(page(whole)).figures] == [
        ("threads", 21),
        ("posts", 84),
        ("members", 9),
    ]
