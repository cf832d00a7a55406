"""What the status of an answer means to whoever wanted to read the page."""

import pytest

from alongside.connectors.asking import must_be_read
from alongside.connectors.port import ConnectorError, Gone, Refused, TryLater
from alongside.fetching.messages import Response


def answered(status: int, **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response("https://forum.example/t/1", status, named, b"")


@pytest.mark.parametrize("status", [200, 203])
def test_a_page_is_read(status: int) -> None:
    assert must_be_read(answered(status)).status == status


@pytest.mark.parametrize(
    ("response", "error", "after_seconds"),
    [
        (answered(404), Gone, None),
        (answered(410), Gone, None),
        (answered(401), Refused, None),
        (answered(403), Refused, None),
        (answered(302), Refused, None),
        (answered(429, retry_after="90"), TryLater, 90),
        (answered(500), TryLater, None),
        # A refusal that names its end is one for now.
        (answered(403, retry_after="90"), TryLater, 90),
        (answered(403, cf_mitigated="challenge"), TryLater, None),
        (answered(404, cf_mitigated="challenge"), TryLater, None),
        # Nobody asked whether it is unchanged: a cache on the way is wrong.
        (answered(304), TryLater, None),
    ],
)
def test_what_is_no_page_says_what_to_do_next(
    response: Response, error: type[ConnectorError], after_seconds: int | None
) -> None:
    with pytest.raises(ConnectorError) as raised:
        must_be_read(response)

    assert type(raised.value) is error
    assert getattr(raised.value, "after_seconds", None) == after_seconds
