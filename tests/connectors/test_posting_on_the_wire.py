"""What really leaves the house when a reply is posted or a key is checked, down to the bytes."""

import json
from urllib.parse import parse_qsl

import pytest

from alongside.connectors.port import OutcomeUnknown, Refused
from alongside.connectors.registry import poster_for
from alongside.fetching.messages import Response
from alongside.fetching.rehearsal import Visit, http_answer
from tests.connectors.posting_answers import ACCOUNT, SITE, TEXT, Stage
from tests.connectors.posting_stages import STAGES
from tests.fetching.house import House

every_engine = pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.kind)


def raw(answer: Response) -> bytes:
    return http_answer(answer.status, answer.body, headers=list(answer.headers.items()))


def poster(stage: Stage):
    found = poster_for(stage.kind)
    assert found is not None
    return found


@every_engine
def test_a_reply_is_one_post_with_the_key_in_a_header_and_the_text_in_the_body(
    stage: Stage,
) -> None:
    house = House(site=lambda _visit: raw(stage.taken))

    receipt = house.client.carry_out(
        poster(stage).post_reply(SITE, credential=ACCOUNT, thread_id="7", text=TEXT), robots=False
    )

    (visit,) = house.visits
    assert (visit.method, visit.target, visit.tls_name) == (
        "POST",
        stage.asked_for,
        "forum.example",
    )
    assert {name.lower(): value for name, value in stage.headers.items()}.items() <= (
        visit.headers.items()
    )
    if stage.sent_form is not None:
        assert visit.headers["content-type"] == "application/x-www-form-urlencoded"
        assert dict(parse_qsl(visit.body.decode())) == stage.sent_form
    else:
        assert visit.headers["content-type"] == "application/json"
        assert json.loads(visit.body) == stage.sent_json
    assert ACCOUNT.secret not in f"{visit.target}{visit.body.decode()}"  # addresses end in logs
    assert receipt.address == f"{SITE.address}{stage.link}"


@every_engine
def test_a_writing_request_that_is_sent_elsewhere_is_not_followed(stage: Stage) -> None:
    def moved(visit: Visit) -> bytes:
        return http_answer(307, "", headers=[("Location", "https://other.example/")])

    house = House(site=moved)

    with pytest.raises(OutcomeUnknown):
        house.client.carry_out(
            poster(stage).post_reply(SITE, credential=ACCOUNT, thread_id="7", text=TEXT),
            robots=False,
        )

    assert [visit.headers["host"] for visit in house.visits] == ["forum.example"]


@every_engine
def test_a_key_is_shown_to_no_other_site_while_it_is_checked(stage: Stage) -> None:
    def elsewhere(visit: Visit) -> bytes:
        return http_answer(302, "", headers=[("Location", "https://other.example/")])

    house = House(site=elsewhere)

    with pytest.raises(Refused, match=r"redirects to another site, https://other\.example"):
        house.client.carry_out(
            poster(stage).check_credential(SITE, credential=ACCOUNT), robots=False
        )

    assert {visit.headers["host"] for visit in house.visits} == {"forum.example"}
