# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""Posts that have no element of their own: words, name and time stand side by side."""

import pytest

from alongside.connectors.generic import reader
from tests.connectors.generic.invented import page

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
