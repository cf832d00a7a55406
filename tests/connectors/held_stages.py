"""Each engine that is posted to keeps a reply for its moderators, then shows it or not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from alongside.connectors.plain_text import MARKDOWN
from alongside.connectors.port import ForumSite
from alongside.fetching.messages import Conversation
from alongside.fetching.rehearsal import Answer
from alongside.fetching.rehearsal import play as rehearse
from tests.connectors import posting_answers, posting_stages
from tests.connectors.misago import pages

T = TypeVar("T")

# Lemmy's moderators can only remove what stands there already.
KNOW_NO_APPROVAL = {"lemmy"}


@dataclass(frozen=True)
class Held:
    """`with_us` and `without_us` are answers to a look into the thread, given our text."""

    kind: str
    site: ForumSite
    thread: str
    account: str
    answers: Sequence[Answer]
    with_us: Callable[[str], list[Answer]]
    without_us: Callable[[str], list[Answer]]

    def play(self, conversation: Conversation[T], answers: Sequence[Answer]) -> T:
        return rehearse(conversation, answers)


def _by_interface(stage: posting_answers.Stage, held: Answer) -> Held:
    def look(author: str, html: str) -> list[Answer]:
        answers = stage.page(author, html)
        return [*answers, *answers]  # one engine leads to its last page

    return Held(
        stage.kind,
        posting_answers.SITE,
        stage.thread,
        posting_answers.ACCOUNT.account,
        [held],
        with_us=lambda text: look(posting_answers.ACCOUNT.account, MARKDOWN.render(text)),
        without_us=lambda _text: look("wren_t", "<p>Ask your council.</p>"),
    )


def _misago_post(text: str, *, waits: bool) -> dict[str, object]:
    return pages.post(40, MARKDOWN.render(text), author=pages.ACCOUNT.account, is_unapproved=waits)


HELD = [
    Held(
        "misago",
        pages.SITE,
        pages.THREAD.removeprefix(pages.SITE.address),
        pages.ACCOUNT.account,
        [
            pages.thread_page(pages.post(31)),
            pages.json_answer({"id": 5}),
            pages.json_answer(_misago_post("", waits=True)),
        ],
        with_us=lambda text: [pages.thread_page(pages.post(31), _misago_post(text, waits=False))],
        without_us=lambda _text: [pages.thread_page(pages.post(31))],
    ),
    *(_by_interface(stage, stage.held) for stage in posting_stages.STAGES if stage.held),
]
