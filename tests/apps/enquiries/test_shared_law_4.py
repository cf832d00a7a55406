"""Law 4 over captured pages of real forums: a full run, and no name of theirs anywhere after it.

The captures lie beside the repository, in `shared/data/forum-captures`, and are not part of it;
without them these tests are skipped. Which names there are is read from them by our own readers,
with names kept.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from alongside.connectors.port import ConnectorError, Thread, ThreadHeading
from alongside.connectors.registry import connector_for
from alongside.core import clock
from alongside.enquiries import jobs, rereading
from alongside.enquiries.models import Enquiry, ThreadReading
from alongside.fetching.messages import Conversation, Request, Response
from alongside.fetching.rehearsal import play
from alongside.forums import access
from alongside.forums import actions as forums
from alongside.listening import actions as listening
from alongside.listening.actions import Visited
from alongside.listening.domain import catching_up
from alongside.listening.domain.catching_up import Place
from alongside.listening.models import BoardReading
from tests.connectors.test_shared_engines import CAPTURES, FOLDERS, Captured, captured
from tests.factories import AgreementFactory, ForumFactory, WatchFactory, publish_plan
from tests.factories.hearing import hear_next_board
from tests.names_search import all_stored, everything_logged, named_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not CAPTURES.exists(),
        reason="the captures of real forums (shared/data/forum-captures) are not there",
    ),
]
OFFICIAL = "AldmereOfficial"
DAY = timedelta(days=1)


@pytest.fixture(params=sorted(FOLDERS))
def engine(request: pytest.FixtureRequest) -> Captured:
    return captured(request.param)


def names_in(engine: Captured) -> set[str]:
    """Everybody who wrote on a captured page, and everybody whom the index names; no officials."""
    names = set(engine.index["accounts"].values())
    pattern = r"thread|discussion|api-(?:thread|discussion|posts)"
    for expected, page in engine.files(pattern, expecting="posts"):
        thread = engine.reader.thread_page(page, engine.site, keep_names=True)
        names |= {post.author for post in thread.posts}
        names |= {fact["author"] for fact in expected["posts"]}
    return {name for name in names if len(name) > 2} - {OFFICIAL}


def threads_in(engine: Captured, answer: Callable[[Request], Response]) -> list[Thread]:
    """The threads of which all pages were captured."""
    past = datetime(2026, 1, 1, tzinfo=UTC)
    found = {}
    pattern = r"thread|discussion|api-(?:thread|discussion)"
    for _expected, page in engine.files(pattern, expecting="posts"):
        number = engine.reader.thread_page(page, engine.site, keep_names=False).external_id
        heading = ThreadHeading(number, page.url, "", "", "", past, past, 0)
        try:
            thread = play(connector_for(engine.kind).read_thread(engine.site, heading), answer)
        except ConnectorError:
            continue
        found[thread.heading.external_id] = thread
    return list(found.values())


def answering(engine: Captured) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        # Mails were captured in another order than our reader asks for.
        for address in (request.url, request.url.replace("sort=date", "sort=thread")):
            try:
                return engine.page(address).response
            except KeyError:
                continue
        return Response(url=request.url, status=404, headers={}, body=b"")

    return answer


def test_law_4_after_reading_a_real_forum_no_members_name_stands_anywhere(
    engine: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = answering(engine)

    def carry_out(conversation: Conversation[Any], **_how: object) -> Any:
        return play(conversation, answer)

    at = datetime.fromisoformat(engine.index["captured_at"])
    monkeypatch.setattr(access, "carry_out", carry_out)
    monkeypatch.setattr(clock, "now", lambda: at)
    monkeypatch.setattr(catching_up, "WORTH_READING", 10_000 * DAY)
    forum = ForumFactory(address=engine.site.address, engine=engine.kind)
    agreement = AgreementFactory(forum=forum, welcome=True)
    publish_plan(agreement.body, [forum])
    WatchFactory(body=agreement.body, any_of="\n".join(["loan", "the", "is", "my", "how"]))
    names = names_in(engine)
    before = set(named_in(all_stored(), names))

    with everything_logged() as logged:
        boards = play(connector_for(engine.kind).read_boards(engine.site), answer)
        forums.record_boards(forum=forum, boards=boards)
        listening.schedule_boards(forum=forum, at=at)
        for _ in range(3):
            BoardReading.objects.update(next_visit_at=at)
            while hear_next_board():
                pass
        # Lists are captured in part, so threads that no list led to are taken in as well.
        jobs.take_in(
            reading=BoardReading.objects.select_related("board__forum").all()[0],
            threads=threads_in(engine, answer),
            visited=Visited(Place()),
            at=at,
        )
        ThreadReading.objects.update(next_visit_at=at)
        while rereading.reread_next_thread():
            pass

    assert len(names) >= 5
    assert Enquiry.objects.exclude(excerpt="").count() >= 2
    assert ThreadReading.objects.exclude(read_at=None).exists()
    assert set(named_in(all_stored(), names)) - before == set()
    assert named_in(logged.lines, names) == []
