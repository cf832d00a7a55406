"""One list of expectations that every connector that posts must meet, the dry run included."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pytest

from alongside.connectors.dry_run.client import REMEMBERED, DryRunConnector
from alongside.connectors.misago.client import MisagoConnector
from alongside.connectors.places import same_site
from alongside.connectors.port import (
    Connector,
    ConnectorError,
    Credential,
    ForumSite,
    OutcomeUnknown,
    Poster,
    Receipt,
    Refused,
    TryLater,
)
from alongside.connectors.registry import CONNECTORS, poster_for
from alongside.fetching.errors import NoAnswer
from alongside.fetching.messages import Conversation, Response
from alongside.fetching.rehearsal import Answer, NothingRecorded, play
from tests.connectors import posting_answers, posting_stages
from tests.connectors.misago import pages

Stage = tuple[Connector, list[Answer]]


@dataclass(frozen=True)
class Rehearsed:
    """A connector with a stage: it answers so that the reply meets with the given outcome."""

    kind: str
    make: Callable[[ConnectorError | None], Stage]
    page_without_us: list[Answer]
    fits: list[Answer]  # the answers to a credential that may post and no more
    site: ForumSite = pages.SITE
    account: Credential = pages.ACCOUNT
    thread: str = pages.THREAD

    @property
    def poster(self) -> Poster:
        found = poster_for(self.kind)
        assert found is not None
        return found

    def post(
        self,
        failure: ConnectorError | None = None,
        *,
        thread_id: str = "7",
        text: str = "You can apply online.",
    ) -> Receipt:
        connector, answers = self.make(failure)
        return play(
            connector.post_reply(
                self.site, credential=self.account, thread_id=thread_id, text=text
            ),
            answers,
        )


def misago(failure: ConnectorError | None) -> Stage:
    last: Answer
    match failure:
        case None:
            last = pages.json_answer(pages.post(40))
        case TryLater():
            last = pages.answer(status=429)
        case OutcomeUnknown():
            last = NoAnswer("silence")
        case _:
            last = pages.json_answer({"detail": "This thread is closed."}, status=403)
    signed_in = pages.json_answer({"id": 5})
    return MisagoConnector(), [pages.thread_page(pages.post(31)), signed_in, last]


def dry_run(failure: ConnectorError | None) -> Stage:
    return DryRunConnector(failing_with=failure), []


def by_interface(stage: posting_answers.Stage) -> Rehearsed:
    """An engine with an official interface, which is asked once."""

    def make(failure: ConnectorError | None) -> Stage:
        last: Answer
        match failure:
            case None:
                last = stage.taken
            case TryLater():
                last = posting_answers.said({}, 429)
            case OutcomeUnknown():
                last = NoAnswer("silence")
            case _:
                last = stage.refused
        return CONNECTORS[stage.kind], [last]

    without_us = stage.page("wren_t", "<p>Ask your council.</p>")
    return Rehearsed(
        stage.kind,
        make,
        # One engine leads to its last page, where the same stands again.
        [*without_us, *without_us],
        list(stage.fits),
        site=posting_answers.SITE,
        account=posting_answers.ACCOUNT,
        thread=f"{posting_answers.SITE.address}{stage.thread}",
    )


REHEARSED = [
    Rehearsed(
        "misago",
        misago,
        [pages.thread_page(pages.post(31))],
        [pages.answer("<p>Categories</p>"), pages.json_answer({"id": 5})],
    ),
    Rehearsed("dry_run", dry_run, [], []),
    *(by_interface(stage) for stage in posting_stages.STAGES),
]
every_connector = pytest.mark.parametrize("rehearsed", REHEARSED, ids=lambda case: case.kind)


def test_every_connector_that_posts_is_on_this_list() -> None:
    posting = {kind for kind, connector in CONNECTORS.items() if connector.can_post}

    assert posting == {case.kind for case in REHEARSED}


@every_connector
def test_a_taken_reply_has_an_identity_and_a_link_in_the_forum(rehearsed: Rehearsed) -> None:
    receipt = rehearsed.post()

    assert receipt.external_id
    assert same_site(rehearsed.site, receipt.address)


@every_connector
def test_what_is_posted_is_what_was_prepared(rehearsed: Rehearsed) -> None:
    text = "See **this** <b>now</b>\n\n- [form](https://www.gov.uk/x)"
    connector, answers = rehearsed.make(None)
    conversation = connector.post_reply(
        rehearsed.site, credential=rehearsed.account, thread_id="7", text=text
    )

    said = _words_sent(conversation, answers)

    if isinstance(connector, DryRunConnector):
        said = [asked.text for asked in connector.asked]
    assert rehearsed.poster.prepare(text).source in said


def _words_sent(conversation: Conversation[Receipt], answers: list[Answer]) -> list[str]:
    """The words in the last request of a conversation."""
    last = None
    try:
        request = next(conversation)
        for answer in answers:
            last = request
            assert isinstance(answer, Response)
            request = conversation.send(answer)
    except StopIteration:
        pass
    return [*_words_in(last.json or last.form)] if last is not None else []


def _words_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _words_in(inner)


@every_connector
@pytest.mark.parametrize(
    "failure", [TryLater("later"), Refused("no"), OutcomeUnknown("who knows")], ids=repr
)
def test_each_failure_comes_out_under_its_own_name(
    rehearsed: Rehearsed, failure: ConnectorError
) -> None:
    with pytest.raises(ConnectorError) as raised:
        rehearsed.post(failure)

    assert type(raised.value) is type(failure)


@every_connector
def test_no_failure_tells_the_secret(rehearsed: Rehearsed) -> None:
    for failure in (TryLater("later"), Refused("no"), OutcomeUnknown("who knows")):
        with pytest.raises(ConnectorError) as raised:
            rehearsed.post(failure)

        assert rehearsed.account.secret not in f"{raised.value!r} {raised.value.__cause__!r}"


@every_connector
@pytest.mark.parametrize(("thread_id", "text"), [("7", " \n"), ("", "Hello"), ("../1", "Hello")])
def test_nonsense_is_refused(rehearsed: Rehearsed, thread_id: str, text: str) -> None:
    with pytest.raises(Refused):
        rehearsed.post(thread_id=thread_id, text=text)


@every_connector
def test_no_password_is_sent_to_a_forum_without_https(rehearsed: Rehearsed) -> None:
    connector, _ = rehearsed.make(None)

    with pytest.raises(Refused, match="https"):
        play(
            connector.post_reply(
                ForumSite("http://help.example"),
                credential=rehearsed.account,
                thread_id="7",
                text="Hello",
            ),
            [],  # not one request is made
        )


@every_connector
def test_a_reply_that_does_not_stand_there_is_not_seen(rehearsed: Rehearsed) -> None:
    connector, _ = rehearsed.make(None)

    sighting = play(
        connector.find_reply(
            rehearsed.site,
            thread_address=rehearsed.thread,
            text="You can apply online.",
            account=None,
        ),
        rehearsed.page_without_us,
    )

    assert sighting is None


@every_connector
def test_a_link_outside_the_forum_proves_nothing(rehearsed: Rehearsed) -> None:
    connector, _ = rehearsed.make(None)

    with pytest.raises(Refused):
        play(
            connector.find_reply(
                ForumSite("https://other.example"),
                thread_address=rehearsed.thread,
                text="You can apply online.",
                account=None,
            ),
            [],
        )


def test_a_dry_run_asks_the_network_for_nothing_and_remembers_everything() -> None:
    connector = DryRunConnector()

    receipt = play(
        connector.post_reply(pages.SITE, credential=pages.ACCOUNT, thread_id="12", text="Hello"), []
    )

    assert [(asked.account, asked.thread_id, asked.text) for asked in connector.asked] == [
        (pages.ACCOUNT.account, "12", "Hello")
    ]
    assert pages.ACCOUNT.secret not in repr(connector)
    assert receipt.is_held  # so that nothing of a dry run is ever called live


def test_a_dry_run_never_sees_what_it_did_not_post() -> None:
    connector = DryRunConnector()
    play(
        connector.post_reply(pages.SITE, credential=pages.ACCOUNT, thread_id="12", text="Hello"), []
    )

    found = play(
        connector.find_reply(pages.SITE, thread_address=pages.THREAD, text="Hello", account=None),
        [],
    )

    assert found is None


def test_a_dry_run_does_not_remember_for_ever() -> None:
    connector = DryRunConnector()
    for _ in range(REMEMBERED + 1):
        play(
            connector.post_reply(
                pages.SITE, credential=pages.ACCOUNT, thread_id="12", text="Hello"
            ),
            [],
        )

    assert len(connector.asked) == REMEMBERED


def test_a_credential_does_not_show_its_secret() -> None:
    assert "hush" not in repr(Credential(account="us", secret="hush"))


def test_a_recording_that_is_too_short_is_an_error_of_the_test() -> None:
    with pytest.raises(NothingRecorded):
        play(MisagoConnector().read_boards(pages.SITE), [])
