"""Looking for our reply as a guest: the proof that it is live."""

from datetime import UTC, datetime

import pytest

from alongside.connectors.misago.client import MisagoConnector
from alongside.connectors.port import Gone, Refused, Sighting, TryLater, Unreadable
from alongside.fetching.errors import NoAnswer
from alongside.fetching.messages import Response
from alongside.fetching.rehearsal import Answer, play
from tests.connectors.misago.pages import SITE, THREAD, answer, post, thread_page

MISAGO = MisagoConnector()
TEXT = """Hello,

you can **apply online**. You will need:
- your tenancy agreement
- the date you moved

See [Council Tax](https://www.gov.uk/council-tax) or https://www.gov.uk/apply.
"""
# What Misago makes of it: its lists need a blank line before them, and it drops schemes.
SHOWN = (
    "<p>Hello,</p>\n<p>you can <strong>apply online</strong>. You will need:<br>\n"
    "- your tenancy agreement<br>\n- the date you moved</p>\n"
    '<p>See <a href="https://www.gov.uk/council-tax" rel="nofollow">Council Tax</a> or '
    '<a href="https://www.gov.uk/apply">www.gov.uk/apply</a>.</p>'
)


def find(
    *pages: Answer, text: str = TEXT, account: str | None = None, address: str = THREAD
) -> Sighting | None:
    recorded = {f"GET {THREAD}": pages[0]} if pages else {}
    recorded |= {f"GET {THREAD}{n}/": page for n, page in enumerate(pages[1:], start=2)}
    return play(
        MISAGO.find_reply(SITE, thread_address=address, text=text, account=account), recorded
    )


def test_our_reply_is_found_with_its_own_link_and_time() -> None:
    ours = post(40, SHOWN, author="TamworthCouncil", at="2026-03-02T12:00:00Z")

    sighting = find(thread_page(post(31), ours, post(41)))

    assert sighting is not None
    assert (sighting.external_id, sighting.address) == ("40", f"{THREAD}post/40/")
    assert sighting.posted_at == datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    assert "apply online" in sighting.text


@pytest.mark.parametrize("account", ["TamworthCouncil", "tamworthcouncil", None])
def test_the_account_is_compared_without_regard_to_case(account: str | None) -> None:
    page = thread_page(post(40, SHOWN, author="TamworthCouncil"))

    assert find(page, account=account) is not None


def test_our_words_under_another_name_are_not_our_reply() -> None:
    page = thread_page(post(40, SHOWN, author="rose_b"))

    assert find(page, account="TamworthCouncil") is None


def test_our_words_inside_a_longer_post_are_our_reply() -> None:
    merged = f"<p>An earlier answer.</p>{SHOWN}<p>Kind regards, Tamworth Council</p>"

    assert find(thread_page(post(40, merged))) is not None


def test_under_any_name_our_reply_itself_goes_before_words_in_a_later_post() -> None:
    ours = post(40, SHOWN, author="Borough")
    later = post(51, f"<p>They said:</p>{SHOWN}", author="rose_b")

    sighting = find(thread_page(ours, pages=2), thread_page(later, number=2, pages=2))

    assert sighting is not None
    assert sighting.external_id == "40"


def test_our_words_quoted_by_a_member_are_not_our_reply() -> None:
    quoted = (
        '<aside class="quote-block"><div class="quote-heading">TamworthCouncil has written:</div>'
        f'<blockquote class="quote-body" data-author="TamworthCouncil">{SHOWN}</blockquote></aside>'
        "<p>Thanks!</p>"
    )

    assert find(thread_page(post(41, quoted))) is None


@pytest.mark.parametrize(
    "shown",
    [
        SHOWN.replace("apply online", "not apply online"),
        SHOWN.replace("- the date you moved", ""),
        SHOWN.replace("https://www.gov.uk/apply", "https://evil.example").replace(
            "www.gov.uk/apply", "evil.example"
        ),
        "<p>Hello,</p>",
    ],
)
def test_a_reply_that_was_changed_is_not_seen(shown: str) -> None:
    assert find(thread_page(post(40, shown))) is None


def test_a_hidden_reply_is_not_seen() -> None:
    hidden = {**post(40, author="TamworthCouncil"), "content": None, "is_hidden": True}

    assert find(thread_page(post(31), hidden)) is None


def test_a_member_we_address_by_name_does_not_hide_our_reply() -> None:
    shown = '<p>Hello <a href="/u/rose-b/9/" data-quote="@rose_b">@rose_b</a>, yes you can.</p>'

    assert find(thread_page(post(40, shown)), text="Hello @rose_b, yes you can.") is not None


def test_a_long_thread_is_searched_from_its_end() -> None:
    first = thread_page(post(31), post(32), number=1, pages=3, count=4)
    last = thread_page(post(33), post(34, SHOWN), number=3, pages=3, count=4)
    asked_for = {f"GET {THREAD}": first, f"GET {THREAD}3/": last}  # page 2 is never asked for

    sighting = play(
        MISAGO.find_reply(SITE, thread_address=THREAD, text=TEXT, account=None), asked_for
    )

    assert sighting is not None
    assert sighting.external_id == "34"


def test_every_page_is_searched_before_the_reply_counts_as_not_seen() -> None:
    pages = [thread_page(post(30 + n), number=n, pages=3, count=3) for n in (1, 2, 3)]

    assert find(*pages) is None


@pytest.mark.parametrize(
    "address", [f"{THREAD}post/40/", f"{THREAD}2/#post-40", THREAD.rstrip("/"), f"{THREAD}last/"]
)
def test_any_address_inside_the_thread_will_do(address: str) -> None:
    assert find(thread_page(post(40, SHOWN)), address=address) is not None


@pytest.mark.parametrize(
    "address",
    [
        "https://other.example/t/council-tax-after-a-move/12/",
        "https://help.example.evil.example/t/council-tax-after-a-move/12/",
        "https://help.example@evil.example/t/council-tax-after-a-move/12/",
        "https://help.example/c/council-tax/3/",
        "https://help.example/t/council-tax/",
        "not an address",
    ],
)
def test_an_address_that_is_no_thread_of_the_forum_is_refused(address: str) -> None:
    with pytest.raises(Refused):
        find(address=address)


@pytest.mark.parametrize(
    ("came", "outcome"),
    [
        (answer(status=404), Gone),
        (answer(status=502), TryLater),
        (NoAnswer("silence"), TryLater),
        (answer("<p>Please wait…</p>"), Unreadable),
        (thread_page(), Unreadable),
    ],
)
def test_a_page_that_cannot_be_read_never_means_not_seen(
    came: Response | NoAnswer, outcome: type[Exception]
) -> None:
    with pytest.raises(outcome):
        find(came)
