"""Asking for a board's list: what is new, what is too long, what has not changed."""

from datetime import UTC, datetime

from alongside.connectors.port import ForumSite, TooFarBack
from alongside.fetching.errors import Unreachable
from alongside.fetching.messages import Request, Response, Validators
from alongside.fetching.rehearsal import play
from alongside.listening.listing import Listed, if_changed, read_board_list

SITE = ForumSite("https://f.example")
NOON = datetime(2026, 5, 6, 12, tzinfo=UTC)
KNOWN = Validators(etag='"a"')
UNCHANGED = Response("https://f.example/1", 304, {}, b"")


def page(number, etag=""):
    return Response(f"https://f.example/{number}", 200, {}, b"", validators=Validators(etag=etag))


def two_pages():
    first = yield Request("GET", "https://f.example/1")
    second = yield Request("GET", "https://f.example/2")
    return [first.url, second.url]


class Lists:
    """A connector whose list is too long for any `since`."""

    def read_new_threads(self, site, *, board_id, board_slug, since):
        yield Request("GET", "https://f.example/1")
        if since is not None:
            raise TooFarBack("More than 40 pages.")
        return ("the newest",)


def asking(**values):
    return read_board_list(Lists(), SITE, board_id="1", board_slug="", **values)


def test_what_was_learnt_of_a_list_that_is_too_long_is_not_asked_for_again():
    class Learnt(Lists):
        def read_new_threads(self, site, *, board_id, board_slug, since):
            yield Request("GET", "https://f.example/1")
            raise TooFarBack("More than 100 threads.", found=("the newest hundred",))

    asked = read_board_list(Learnt(), SITE, board_id="1", board_slug="", since=NOON)

    assert play(asked, [page(1)]) == Listed(("the newest hundred",), is_whole=False)


def test_a_list_whose_first_page_has_not_changed_is_asked_for_no_further():
    asked = []

    def answer(request):
        asked.append(request)
        return UNCHANGED

    assert play(if_changed(two_pages(), KNOWN), answer) == (KNOWN, None)
    assert [request.known for request in asked] == [KNOWN]


def test_a_list_that_has_changed_is_read_and_its_first_page_is_known_next_time():
    found = play(if_changed(two_pages(), KNOWN), [page(1, '"b"'), page(2, '"c"')])

    assert found == (Validators(etag='"b"'), ["https://f.example/1", "https://f.example/2"])


def test_only_the_first_page_is_asked_for_with_a_condition():
    asked = []

    def answer(request):
        asked.append(request.known)
        return page(1)

    play(if_changed(two_pages(), KNOWN), answer)

    assert asked == [KNOWN, None]


def test_a_failure_on_the_way_reaches_the_conversation():
    def forgiving():
        try:
            yield Request("GET", "https://f.example/1")
        except Unreachable:
            answer = yield Request("GET", "https://f.example/2")
            return answer.status
        return 0

    assert play(if_changed(forgiving(), KNOWN), [Unreachable("gone"), page(2)])[1] == 200


def test_an_answer_that_says_unchanged_without_being_asked_is_the_conversations_affair():
    def strict():
        answer = yield Request("GET", "https://f.example/1")
        return answer.status

    assert play(if_changed(strict(), Validators()), [UNCHANGED])[1] == 304


def test_of_a_list_that_is_too_long_the_newest_are_read():
    found = play(asking(since=NOON), [page(1), page(1)])

    assert found == Listed(("the newest",), is_whole=False)


def test_a_list_that_is_unchanged_is_told_apart_from_an_empty_one():
    found = play(asking(since=NOON, known=KNOWN), [UNCHANGED])

    assert (found.is_unchanged, found.headings, found.validators) == (True, (), KNOWN)
