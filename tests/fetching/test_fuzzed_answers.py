"""Answers put together at random: whatever a site sends is an answer or an error of our own."""

import sqlite3
import warnings
from contextlib import closing

import hishel
from hypothesis import given
from hypothesis import strategies as st

from alongside.fetching.errors import FetchingError
from alongside.fetching.messages import Request, Response, Validators
from alongside.fetching.rehearsal import Visit
from tests.fetching.house import PAGE, House

SIGNS = "".join(map(chr, [*range(0x20, 0x7F), *range(0x80, 0x100), 0x09]))
anything = st.text(alphabet=SIGNS, max_size=80)
NAMES = [
    *("Location", "Set-Cookie", "Retry-After", "Date", "Content-Type", "Content-Encoding"),
    *("Cache-Control", "ETag", "Last-Modified", "TDM-Reservation", "TDM-Policy", "Vary", "Age"),
    *("Expires", "Content-Length", "Transfer-Encoding", "Connection", "X-Nell", "cf-mitigated"),
]
VALUES = [
    *("/", "//", "?", "#", "https://forum.example/t/2", "https://other.example/", "http://[::1]/"),
    *("a=b", "a=b; expires=Thu, 99 Foo 9999 99:99:99 GMT", "a=b; max-age=9e9", "=", ";;=;;"),
    *("a=b; domain=.example; path=//;; secure; httponly", 'a=b; version=1; port="x"'),
    *("0", "1", "-1", "1, 1", "9" * 70, "Thu, 01 Jan 1970 00:00:00 GMT", "gzip", "deflate", "br"),
    *("text/html", "text/html; charset=punycode", "image/png", "max-age=1e9", "no-store", "*"),
    *("chunked", "close", '"x"', 'W/"x"', "\xff", "\t"),
]
headers = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(VALUES) | anything), max_size=8
)
statuses = st.sampled_from([200, 204, 206, 300, 301, 302, 304, 307, 400, 403, 404, 429, 500, 503])
bodies = st.sampled_from([b"", b"<p>x", b"\x1f\x8b\x08", b"0\r\n\r\n", b"User-agent: *\n"]) | (
    st.binary(max_size=60)
)
requests = st.sampled_from(
    [
        Request("GET", PAGE),
        Request("GET", PAGE, keeps=True),
        Request("GET", PAGE, known=Validators('"x"')),
        Request("GET", PAGE, may_leave=True),
        Request("POST", PAGE, form={"a": "b"}),
    ]
)


@given(
    st.lists(st.tuples(statuses, headers, bodies), min_size=1, max_size=4),
    requests,
    st.booleans(),
    st.booleans(),
)
def test_whatever_a_site_answers_has_a_named_outcome(
    answers: list[tuple[int, list[tuple[str, str]], bytes]],
    request: Request,
    robots: bool,
    mining: bool,
) -> None:
    made = [
        f"HTTP/1.1 {status} x\r\n".encode()
        + b"".join(f"{name}: {value}\r\n".encode("latin-1") for name, value in said)
        + b"\r\n"
        + body
        for status, said, body in answers
    ]

    def site(visit: Visit) -> bytes:
        return made[len(house.visits) % len(made)]

    with closing(sqlite3.connect(":memory:", check_same_thread=False)) as database:
        house = House(site=site, storage=hishel.SqliteStorage(connection=database))

        def conversation():  # type: ignore[no-untyped-def]
            yield request
            return (yield request)

        with warnings.catch_warnings():
            warnings.simplefilter("error")
            # So the standard library says that it could not read a cookie.
            warnings.filterwarnings("ignore", "http.cookiejar bug")
            try:
                learnt = house.client.carry_out(conversation(), robots=robots, mining=mining)
            except FetchingError as error:
                learnt = error
            assert isinstance(learnt, Response) or str(learnt)
        assert len(house.visits) < 40
