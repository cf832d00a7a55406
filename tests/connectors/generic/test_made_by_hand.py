# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""Forums made by hand: posts without an element of their own, and lists that tell all in one line."""

import pytest

from alongside.connectors.dates import DateReader
from alongside.connectors.generic import parse, reader
from alongside.connectors.generic.authors import name_before_time
from alongside.connectors.generic.kinds import Kind, kind_of
from alongside.connectors.generic.outline import outline_of
from alongside.connectors.generic.sections import with_sections
from tests.connectors.generic.invented import SITE, page

BARE = {
    "spans": "<p>{words}</p><span>{author}</span><span>{time}</span>",
    "one small line": "<p>{words}</p><small><a href='/user/{author}'>{author}</a> <i>{time}</i></small>",
    "and a rule": "<p>{words}</p><span class=by>{author}</span><span class=when>{time}</span><hr>",
    "a line with a name": "<p>{words}</p><p class=meta><b>{author}</b> <em>{time}</em></p>",
    "before": "<span>{author}</span><span>{time}</span><p>{words}</p>",
}


@pytest.mark.parametrize("post", BARE.values(), ids=BARE)
@pytest.mark.parametrize(
    "above", ["", "<div><span>Pay</span> <span>12 January 2026</span></div>"], ids=["", "dated"]
)
def test_what_stands_behind_bare_words_is_of_them_and_not_of_the_next(
    post: str, above: str
) -> None:
    said = [("robin_w", "4 March 2026, 09:15", "Which papers do they want to see of me?")]
    said += [("kestrel", "5 March 2026, 10:20", "The letter and the last bill, both of them.")]
    said += [("heron9", "6 March 2026, 08:05", "They sent mine back within two weeks or so.")]
    posts = "".join(post.format(author=who, time=when, words=what) for who, when, what in said)
    html = (
        "<html><head><title>Papers - Forum</title></head><body><div id=nav><span>Home</span></div>"
        f"{above}<h1>Papers</h1><div class=main>{posts}</div></body></html>"
    )
    read = reader.read_posts(page(html), keep_names=True, learns=False).posts

    assert [(one.author, one.posted_at.day, one.text) for one in read if one.posted_at] == [
        (who, int(when[0]), what) for who, when, what in said
    ]


SAID = (
    ("robin_w", "4 March 2026, 09:15", "Which papers do they want to see of me?"),
    ("kestrel", "5 March 2026, 10:20", "The letter and the last bill, both of them."),
    ("heron9", "6 March 2026, 08:05", "They sent mine back within two weeks or so."),
)
MORE = ("Is that all?", "I have lost the second page of it, and the desk is shut until the spring.")
PARTED = {
    "a heading above": "<h4>{author} - {time}</h4>{words}",
    "a line above": "<!-- a post --><div class=meta><b>{author}</b> <i>{time}</i></div>{words}",
    "a line below": "{words}<div class=meta><b>{author}</b> <i>{time}</i></div>",
    "a paragraph above": "<p class=meta><b>{author}</b> <i>{time}</i></p>{words}",
    "a paragraph below": "{words}<p class=meta><b>{author}</b> <i>{time}</i></p>",
    "paragraphs alone": "<p><b>{author}</b> <i>{time}</i></p>{words}",
    "letters and a rule": "<b>{author}</b> <i>{time}</i>{words}<hr>",
    "small and a rule": "{words}<small><b>{author}</b> <i>{time}</i></small><hr>",
    "spans": "{words}<span>{author}</span><span>{time}</span>",
}


def parted(post: str) -> str:
    words = {what: "".join(f"<p>{one}</p>" for one in (what, *MORE)) for _, _, what in SAID}
    posts = "".join(
        post.format(author=who, time=when, words=words[what]) for who, when, what in SAID
    )
    return (
        "<html><head><title>Papers - Forum</title></head><body><div id=nav><span>Home</span></div>"
        f"<h1>Papers</h1><div class=main>{posts}</div><form>Reply <textarea></textarea></form></body></html>"
    )


@pytest.mark.parametrize("post", PARTED.values(), ids=PARTED)
def test_several_bare_paragraphs_are_one_post(post: str) -> None:
    read = reader.read_posts(page(parted(post)), keep_names=True, learns=False).posts

    assert [(one.author, one.text.split("\n\n")) for one in read] == [
        (who, [what, *MORE]) for who, _, what in SAID
    ]
    assert [one.posted_at.day for one in read if one.posted_at] == [4, 5, 6]


def test_bare_text_between_rules_is_a_post() -> None:
    rest = (
        "It has been lost on the way.",
        "I had to send it twice.",
        "Only the stamp was missing.",
    )
    posts = "".join(
        f"{what}<br><br>{more}<br><i>{who}, {when}</i><hr>"
        for (who, when, what), more in zip(SAID, rest, strict=True)
    )
    html = f"<html><body><h1>Papers</h1><div>{posts}</div></body></html>"
    read = reader.read_posts(page(html), keep_names=True, learns=False).posts

    assert [one.author for one in read] == [who for who, _, _ in SAID]
    assert [one.text.split("\n") for one in read] == [
        [what, more] for (_, _, what), more in zip(SAID, rest, strict=True)
    ]


TYPED = {
    "name and time in brackets": "<b>{author}</b> ({time})<br>{words}<br><br>",
    "labels": "<b>From:</b> {author}<br><b>Date:</b> {time}<br><br>{words}<hr>",
    "of an American": "<b>{author}</b> (March {day}, 2026, 9:15 a.m.)<br>{words}<br><br>",
}


@pytest.mark.parametrize("post", TYPED.values(), ids=TYPED)
def test_posts_typed_with_line_breaks_alone_are_parted_by_their_heads(post: str) -> None:
    posts = "".join(
        post.format(author=who, time=when, day=when.split()[0], words=f"{what}<br><br>{more}")
        for (who, when, what), more in zip(SAID, ("First.", "Second.", "Third."), strict=True)
    )
    html = f"<html><head><title>Which papers - Forum</title></head><body><h1>Which papers</h1><div>{posts}</div></body></html>"
    read = reader.read_posts(page(html), keep_names=True, learns=False).posts

    assert [(one.author, one.posted_at.day) for one in read if one.posted_at] == [
        (who, int(when.split()[0])) for who, when, _ in SAID
    ]
    assert [one.text.split("\n")[0] for one in read] == [what for _, _, what in SAID]


def test_a_lone_post_s_author_is_told_with_its_time_and_not_by_the_title() -> None:
    foot = "<footer>— robin_w, 4 March 2026, 09:15</footer>"
    html = (
        "<html><head><title>Papers | Forum</title></head><body><nav><a href='/'>Home</a> <a href='/board/pay'>Pay</a></nav>"
        f"<h1>Papers</h1><article><p>Which papers do they want to see of me? I have sent them all that I had.</p>{foot}</article></body></html>"
    )
    (post,) = reader.read_posts(page(html), keep_names=True, learns=False).posts

    assert post.author == "robin_w"


def test_a_line_that_names_a_day_in_one_post_s_words_makes_no_post_of_it() -> None:
    words = (
        "It goes on slowly, and the roof is in.<br><div class=joined>--- Posts put together, 27.02.2019</div>"
        "With a picture of what stands behind it.<br>And one more, of the neck."
    )
    posts = "".join(
        f"<li class=message><a class=username href='/user/{n}'>{who}</a><time datetime='2026-03-0{n}T09:15:00Z'>March</time>"
        f"<div class=messageText>{words if n == 5 else what}</div></li>"
        for n, (who, _, what) in enumerate(SAID, 4)
    )
    html = f"<html><body><h1>Papers</h1><ol>{posts}</ol></body></html>"
    read = reader.read_posts(page(html), keep_names=True, learns=False).posts

    assert len(read) == 3
    assert read[1].text.startswith("It goes on slowly")
    assert read[1].text.endswith("of the neck.")


def test_days_in_a_post_s_own_words_part_nothing() -> None:
    words = (
        "<p>My claim has been with them for a long while, and nobody answers.</p>"
        "<p>I sent it on 3 March 2026</p><p>Then they asked for another form, which I had sent.</p>"
        "<p>They wrote on 4 April 2026</p><p>What should I do next, does anybody know?</p>"
    )
    html = (
        "<html><body><h1>Papers</h1><div class=post><div class=head><a href='/user/1'>robin_w</a> "
        f"<time datetime='2026-05-04T09:15:00Z'>4 May</time></div><div class=words>{words}</div></div></body></html>"
    )
    (post,) = reader.read_posts(page(html), keep_names=True, learns=False).posts

    assert len(post.text.split("\n\n")) == 5


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("robin - 3 March 2026", "robin"),
        ("heron9, 5 March 2026", "heron9"),
        ("Old Tom | March 3, 2026", "Old Tom"),
        ("robin (3 March 2026)", "robin"),
        ("— robin, 3 March 2026", "robin"),
        ("Tuesday, 3 March 2026", ""),
        ("mar, 3 nov. 2026", ""),
        ("Posted, 3 March", ""),
        ("Reply, 12 March", ""),
    ],
)
def test_a_name_in_front_of_a_time_is_told_from_a_day_and_a_deed(words: str, name: str) -> None:
    assert name_before_time(words, DateReader(language="en")) == name


def by_hand(*posts: str) -> str:
    """A thread as a person writes it who knows headings, paragraphs and rules."""
    return (
        "<html><head><title>Papers - Our forum</title></head><body><p><a href='/'>Our forum</a> | <a href='/login'>Log in</a></p>"
        "<p><a href='/'>Forum</a> &raquo; <a href='/board/pay'>Pay and allowances</a></p><h1>Papers</h1>"
        f"{''.join(posts)}<form action=/reply method=post><textarea name=words></textarea></form><p>Made by hand, 2026</p></body></html>"
    )


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("more", [(), MORE], ids=["a paragraph each", "three each"])
def test_neither_trail_nor_foot_of_a_page_made_by_hand_is_a_post(
    number: int, more: tuple[str, ...]
) -> None:
    posts = [
        f"<a name=p{n}></a><h4>{who} - {when}</h4>{''.join(f'<p>{one}</p>' for one in (what, *more))}<hr>"
        for n, (who, when, what) in enumerate(SAID[:number], 41)
    ]
    thread = parse.thread_page(page(by_hand(*posts)), SITE, keep_names=True)

    assert [(one.author, one.text) for one in thread.posts] == [
        (who, "\n\n".join((what, *more))) for who, _, what in SAID[:number]
    ]
    assert thread.board_name == "Pay and allowances"
    assert number == 1 or kind_of(page(by_hand(*posts))).kind is Kind.THREAD


ROWS = {
    "a line below": "<p><a href='/topic/{n}'>{title}</a><br>by {who}, {replies}, last on {n} March 2026, 09:15</p>",
    "strokes": "<p><a href='/topic/{n}'>{title}</a> <small>{who} - {replies} - {n} March 2026</small></p>",
    "brackets": "<p><a href='/topic/{n}'>{title}</a> ({replies}) started by {who}, {n} March 2026</p>",
    "heading and line": "<h3><a href='/topic/{n}'>{title}</a></h3><p>Asked by {who} on {n} March 2026. {replies}</p>",
    "definitions": "<dl><dt><a href='/topic/{n}'>{title}</a></dt><dd>{who} | {n} March 2026 | {replies}</dd></dl>",
}
LISTED = (
    (4, "Which papers do they want", "robin_w", "3 replies"),
    (5, "Loan not paid yet", "kestrel", "1 reply"),
    (6, "Who has had the letter", "heron9", "no replies"),
)


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_the_figures_of_a_line_are_told_beside_its_time(row: str) -> None:
    rows = "".join(
        row.format(n=n, title=title, who=who, replies=replies) for n, title, who, replies in LISTED
    )
    html = f"<html><body><h1>Pay and allowances</h1>{rows}<p>(c) 2026</p></body></html>"
    lines = parse.board_page(page(html, url="https://forum.example/board/pay"), SITE).lines

    assert [(line.title, line.replies) for line in lines] == [
        (title, said) for (_, title, _, _), said in zip(LISTED, (3, 1, 0), strict=True)
    ]


def test_a_label_in_a_line_says_what_its_figure_counts() -> None:
    rows = "".join(
        f"<h3><a href='/topic/{n}'>{title}</a></h3><p>Asked by {who} on {n} March 2026. Answers: {n}</p>"
        for n, title, who, _ in LISTED
    )
    html = f"<html><body><h1>Pay and allowances</h1>{rows}<p>(c) 2026</p></body></html>"
    lines = parse.board_page(page(html, url="https://forum.example/board/pay"), SITE).lines

    assert [line.replies for line in lines] == [4, 5, 6]


def test_a_trail_above_heads_of_posts_is_nothing_said() -> None:
    """Else it would be open on which side of a head the words stand."""
    trail = "<p><a href='/'>Forum</a> &raquo; <a href='/board/pay'>Pay and allowances of all kinds</a></p>"
    posts = "".join(
        f"<h4>{who} - {when}</h4><p>{what}</p><p>{MORE[1]}</p>" for who, when, what in SAID
    )
    html = f"<html><body><div>{trail}{posts}</div></body></html>"
    read = reader.read_posts(page(html), keep_names=True, learns=False).posts

    assert [(one.author, one.text.split("\n\n")[0]) for one in read] == [
        (who, what) for who, _, what in SAID
    ]


def test_nothing_is_lost_of_an_element_that_holds_very_much() -> None:
    posts = "".join(
        f"<h4>{who} - {when}</h4><p>{what}</p><p>It is the {n}th that I had to send.</p>"
        for n in range(700)
        for who, when, what in SAID
    )
    html = f"<html><body><div>{posts}</div></body></html>"
    asked = page(html)
    outline = outline_of(asked.tree)

    assert with_sections(asked.tree, outline, DateReader(language="en")) is None
