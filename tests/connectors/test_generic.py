"""Verifying a reply that a person posted by hand, on a page of any make."""

import pytest

from alongside.connectors.generic.client import GenericConnector
from alongside.connectors.port import (
    ConnectorError,
    Credential,
    ForumSite,
    Gone,
    Refused,
    Sighting,
    TryLater,
    Unreadable,
)
from alongside.fetching.errors import ClosedByRobots, NoAnswer, UnfitAnswer
from alongside.fetching.messages import Response
from alongside.fetching.rehearsal import Answer, play

GENERIC = GenericConnector()
SITE = ForumSite("https://www.help.example")
LINK = "https://help.example/viewtopic.php?t=7&p=91#p91"
TEXT = "You **can** claim from *6 April*.\n\n- Bring your “P60”\n- See https://www.gov.uk/claim-tax"


def page(html: str, *, status: int = 200, url: str = LINK) -> Response:
    return Response(url, status, {"content-type": "text/html; charset=utf-8"}, html.encode())


def find(came: Answer, *, address: str = LINK) -> Sighting | None:
    return play(
        GENERIC.find_reply(SITE, thread_address=address, text=TEXT, account="Helper"), [came]
    )


@pytest.mark.parametrize(
    "html",
    [
        # rendered by the forum
        "<div class=post><p>You <b>can</b> claim from <i>6 April</i>.</p>"
        "<ul><li>Bring your &ldquo;P60&rdquo;</li>"
        "<li>See <a href='https://www.gov.uk/claim-tax'>https://www.gov.uk/cl...-tax</a></li></ul>",
        # pasted as plain text, every line broken, with a signature
        "<td>You can claim from 6 April.<br><br>• Bring your &quot;P60&quot;<br>"
        "• See <a href='https://www.gov.uk/claim-tax'>www.gov.uk/claim-tax</a><br>--<br>Helper</td>",
        # pasted as it was written
        "<p>You **can** claim from *6 April*.<br>- Bring your “P60”<br>"
        "- See https://www.gov.uk/claim-tax</p>",
    ],
)
def test_the_reply_is_seen_however_it_was_pasted(html: str) -> None:
    sighting = find(page(f"<html><body><nav>Home</nav>{html}<footer>Rules</footer></body></html>"))

    assert sighting is not None
    assert (sighting.address, sighting.external_id) == (LINK, "p91")
    assert sighting.posted_at is None


@pytest.mark.parametrize(
    "html",
    [
        "<p>Another thread altogether.</p>",
        "<p>You can claim from 5 April.</p>",
        "<p>Preview</p><textarea>You can claim from 6 April.\n\n- Bring your “P60”\n"
        "- See www.gov.uk/claim-tax</textarea>",
        "<p>Thread</p><script>var x = 'You can claim from 6 April. "
        'Bring your "P60" See gov.uk/claim-tax\'</script>',
        "<p>Please switch on JavaScript.</p>",
    ],
)
def test_a_page_without_the_whole_reply_proves_nothing(html: str) -> None:
    assert find(page(html)) is None


@pytest.mark.parametrize(
    "html", ["", "<html><body></body></html>", "<body><script>app()</script><div id=app></div>"]
)
def test_a_page_without_any_text_is_unreadable(html: str) -> None:
    with pytest.raises(Unreadable):
        find(page(html))


@pytest.mark.parametrize(
    "address",
    ["https://other.example/t/7", "https://help.example.other.example/", "javascript:alert(1)", ""],
)
def test_a_link_outside_the_forum_is_refused_unvisited(address: str) -> None:
    with pytest.raises(Refused):
        find(page("never asked for"), address=address)


def test_a_link_that_redirects_out_of_the_forum_is_refused() -> None:
    with pytest.raises(Refused):
        find(page("<p>You can claim from 6 April.</p>", url="https://other.example/copy"))


@pytest.mark.parametrize(
    ("came", "outcome"),
    [
        (page("", status=404), Gone),
        (page("", status=403), Refused),
        (page("", status=503), TryLater),
        (NoAnswer("silence"), TryLater),
        (ClosedByRobots("closed"), Refused),
        (UnfitAnswer("a picture"), Unreadable),
    ],
)
def test_what_goes_wrong_says_what_to_do_next(came: Answer, outcome: type[ConnectorError]) -> None:
    with pytest.raises(outcome):
        find(came)


def test_posting_is_refused_with_a_reason() -> None:
    credential = Credential(account="Helper", secret="-")

    with pytest.raises(Refused, match="by hand"):
        play(GENERIC.post_reply(SITE, credential=credential, thread_id="7", text=TEXT), [])
    assert GENERIC.can_read
    assert not GENERIC.can_post
