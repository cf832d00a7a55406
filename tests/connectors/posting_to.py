"""A forum that plays written answers, and what is asked of it when one posts."""

from alongside.connectors.port import Credential, ForumSite, Poster, Receipt
from alongside.connectors.registry import poster_for
from alongside.fetching.messages import Request
from alongside.fetching.rehearsal import Answer, play
from tests.connectors.posting_answers import ACCOUNT, SITE, TEXT, Stage


class Forum:
    """Plays answers in order and keeps what it was asked."""

    def __init__(self, *answers: Answer) -> None:
        self._answers = iter(answers)
        self.requests: list[Request] = []

    def __call__(self, request: Request) -> Answer:
        self.requests.append(request)
        return next(self._answers)


def connector(stage: Stage) -> Poster:
    found = poster_for(stage.kind)
    assert found is not None
    return found


def post_to(
    forum: Forum,
    stage: Stage,
    *,
    text: str = TEXT,
    thread_id: str = "7",
    credential: Credential = ACCOUNT,
    site: ForumSite = SITE,
) -> Receipt:
    conversation = connector(stage).post_reply(
        site, credential=credential, thread_id=thread_id, text=text
    )
    return play(conversation, forum)


def check(forum: Forum, stage: Stage, *, credential: Credential = ACCOUNT) -> None:
    play(connector(stage).check_credential(SITE, credential=credential), forum)
