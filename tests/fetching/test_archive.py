"""Web archives answer conversations in the place of a site, and ask nobody anything."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from alongside.fetching import archive
from alongside.fetching.archive import ArchiveError, NotArchived, WebArchive
from alongside.fetching.errors import FetchingError, NotSent, ReservedByOwner, UnfitAnswer
from alongside.fetching.messages import Conversation, Request, Response
from tests.archives import archive_in, capture, record

SITE = "https://forum.example"
PAGE = f"{SITE}/t/1"


def opened(folder: Path, *records: bytes) -> WebArchive:
    return WebArchive([archive_in(folder, *records)], host="forum.example")


def got(found: WebArchive, address: str = PAGE, **values: bool) -> Response:
    return found.answer(Request("GET", address), **values)


def test_a_page_reads_as_it_was_answered_when_it_was_captured(tmp_path: Path) -> None:
    answer = got(opened(tmp_path, capture(PAGE, "<p>Bonjour à tous</p>", ETag='"one"')))

    assert answer.status == 200
    assert answer.body.decode() == "<p>Bonjour à tous</p>"
    assert answer.headers["etag"] == '"one"'
    assert answer.headers["date"] == "Sat, 02 May 2026 09:00:00 GMT"


def test_the_date_that_the_site_told_stands(tmp_path: Path) -> None:
    told = "Sat, 02 May 2026 08:59:58 GMT"

    assert got(opened(tmp_path, capture(PAGE, Date=told))).headers["date"] == told


def test_the_newest_capture_of_an_address_counts_wherever_it_stands(tmp_path: Path) -> None:
    newer = archive_in(tmp_path, capture(PAGE, "new", at="2026-05-02T00:00:00Z"), name="a.warc.gz")
    older = archive_in(tmp_path, capture(PAGE, "old", at="2025-05-02T00:00:00Z"), name="b.warc.gz")
    found = WebArchive([newer, older], host="forum.example")

    assert got(found).body == b"new"
    assert found.span == (datetime(2026, 5, 2, tzinfo=UTC), datetime(2026, 5, 2, tzinfo=UTC))
    assert len(found) == 1


@pytest.mark.parametrize(
    "spelling",
    ["http://forum.example/t/1", "https://www.forum.example/t/1", "https://FORUM.example/t/1#p2"],
)
def test_one_page_has_many_spellings(tmp_path: Path, spelling: str) -> None:
    assert got(opened(tmp_path, capture(spelling, "here"))).body == b"here"
    assert got(opened(tmp_path, capture(PAGE, "here")), spelling).body == b"here"


def test_what_is_not_archived_is_unfit_and_not_gone(tmp_path: Path) -> None:
    with pytest.raises(NotArchived, match="does not hold this page"):
        got(opened(tmp_path, capture(PAGE)), f"{SITE}/t/2")


def test_a_page_that_was_gone_when_it_was_last_captured_is_gone(tmp_path: Path) -> None:
    before = capture(PAGE, "words", at="2025-01-01T00:00:00Z")

    assert got(opened(tmp_path, before, capture(PAGE, status="404 Not Found"))).status == 404


def test_other_operators_pages_are_left_alone(tmp_path: Path) -> None:
    found = opened(tmp_path, capture("https://other.example/t/1"), capture(PAGE))

    assert len(found) == 1


def test_what_was_seen_before_is_read_where_it_was_written(tmp_path: Path) -> None:
    first = capture(PAGE, "the words", at="2025-05-02T00:00:00Z", digest="sha1:ONE")
    again = capture(PAGE, b"", kind="revisit", digest="sha1:ONE")
    answer = got(opened(tmp_path, first, again))

    assert answer.body == b"the words"
    assert answer.headers["date"] == "Sat, 02 May 2026 09:00:00 GMT"


def test_a_revisit_whose_content_is_elsewhere_is_no_empty_page(tmp_path: Path) -> None:
    with pytest.raises(UnfitAnswer, match="without its content"):
        got(opened(tmp_path, capture(PAGE, b"", kind="revisit", digest="sha1:ONE")))


def test_redirects_are_followed_within_the_archive(tmp_path: Path) -> None:
    moved = capture(PAGE, b"", status="301 Moved Permanently", Location="/thread/1")
    answer = got(opened(tmp_path, moved, capture(f"{SITE}/thread/1", "here")))

    assert (answer.body, answer.url, answer.moved_to) == (
        b"here",
        f"{SITE}/thread/1",
        f"{SITE}/thread/1",
    )


def test_redirects_without_end_end(tmp_path: Path) -> None:
    with pytest.raises(UnfitAnswer, match="redirect without end"):
        got(opened(tmp_path, capture(PAGE, b"", status="302 Found", Location="/t/1")))


CHUNKED = b"5\r\nwords\r\n0\r\n\r\n"


@pytest.mark.parametrize(
    ("content", "headers"),
    [
        (CHUNKED, {"Transfer_Encoding": "chunked"}),
        (b"words", {"Transfer_Encoding": "chunked"}),
        (gzip.compress(b"words"), {"Content_Encoding": "gzip"}),
        (b"words", {"Content_Encoding": "gzip"}),
    ],
    ids=["chunked", "joined", "packed", "unpacked"],
)
def test_crawlers_may_have_joined_and_unpacked_what_they_wrote_or_not(
    tmp_path: Path, content: bytes, headers: dict[str, str]
) -> None:
    assert got(opened(tmp_path, capture(PAGE, content, **headers))).body == b"words"


@pytest.mark.parametrize(
    ("content", "headers", "sentence"),
    [
        (gzip.compress(b"\0" * 6_000_000), {"Content_Encoding": "gzip"}, "longer|swells"),
        (gzip.compress(b"a" * 2_000_000), {"Content_Encoding": "gzip"}, "swells"),
        (gzip.compress(b"words")[:-9], {"Content_Encoding": "gzip"}, "cut short"),
        (b"\x89PNG\r\n", {}, "text that is none"),
        (b"x", {"Content_Type": "image/png"}, "not text"),
        (b"5\r\nwor", {"Transfer_Encoding": "chunked"}, "cannot be read"),
    ],
    ids=["too long", "bomb", "cut short", "picture", "picture by its type", "broken chunk"],
)
def test_what_no_reader_should_have_is_unfit(
    tmp_path: Path, content: bytes, headers: dict[str, str], sentence: str
) -> None:
    with pytest.raises(UnfitAnswer, match=sentence):
        got(opened(tmp_path, capture(PAGE, content, **headers)))


def test_a_page_too_large_is_not_taken_in(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES", 1000)

    with pytest.raises(NotArchived):
        got(opened(tmp_path, capture(PAGE, "x" * 1001)))


def test_more_pages_than_memory_should_hold_are_refused(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(archive, "MOST_CAPTURES", 1)

    with pytest.raises(ArchiveError, match="Give fewer files"):
        opened(tmp_path, capture(PAGE), capture(f"{SITE}/t/2"))


def test_records_of_other_kinds_and_broken_ones_are_no_pages(tmp_path: Path) -> None:
    found = opened(
        tmp_path,
        record("warcinfo", "", b"software: a crawler"),
        record("request", PAGE, b"GET /t/1 HTTP/1.1\r\n\r\n"),
        record("response", "dns:forum.example", b"1.2.3.4"),
        record("response", f"{SITE}/t/2", b"no answer at all"),
        capture("https://[::broken/t/3"),
        capture(PAGE, at="someday"),
    )

    assert got(found).status == 200
    with pytest.raises(UnfitAnswer):
        got(found, f"{SITE}/t/2")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"hello " * 100, "cannot be read as a web archive"),
        (gzip.compress(b"hello " * 100), "cannot be read as a web archive"),
        (capture(PAGE) + b"\0" * 400 + capture(PAGE), "cannot be read as a web archive"),
        (None, "There is no file"),
    ],
    ids=["text", "packed text", "broken in the middle", "no file"],
)
def test_a_file_that_is_no_archive_is_named(
    tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    file = tmp_path / "crawl.warc.gz"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(ArchiveError, match=sentence) as refused:
        WebArchive([file], host="forum.example")
    assert str(file) in str(refused.value)


def test_a_folder_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="cannot be read"):
        WebArchive([tmp_path], host="forum.example")


def test_an_archive_that_has_gone_meanwhile_gives_no_page(tmp_path: Path) -> None:
    found = opened(tmp_path, capture(PAGE))
    (tmp_path / "crawl.warc.gz").unlink()

    with pytest.raises(UnfitAnswer, match="cannot be read"):
        got(found)


def test_how_far_the_reading_has_come_is_told_in_bytes(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    file = archive_in(tmp_path, capture(PAGE), capture(f"{SITE}/t/2"))
    WebArchive([file], host="forum.example", progress=lambda *values: told.append(values))

    assert told == [(0, file.stat().st_size), (file.stat().st_size // 2, file.stat().st_size)]


def test_a_page_may_be_asked_for_by_other_names_and_the_shortest_address_has_them(
    tmp_path: Path,
) -> None:
    first, second = f"{SITE}/t/cold-flat/1/", f"{SITE}/t/cold-flat/1/2/"
    file = archive_in(tmp_path, capture(second, "second"), capture(first, "first"))
    found = WebArchive([file], host="forum.example", names=lambda _address: [f"{SITE}/t/-/1/"])
    answer = got(found, f"{SITE}/t/-/1/")

    assert (answer.body, answer.url) == (b"first", first)
    assert len(found) == 2
    found.name(f"{SITE}/t/-/9/", f"{SITE}/t/not-there/9/")
    with pytest.raises(NotArchived):
        got(found, f"{SITE}/t/-/9/")


# Conversations


def asking(*requests: Request) -> Conversation[list[Response | FetchingError]]:
    found: list[Response | FetchingError] = []
    for request in requests:
        try:
            found.append((yield request))
        except FetchingError as error:
            found.append(error)
    return found


def test_a_conversation_is_carried_out_and_told_what_goes_wrong(tmp_path: Path) -> None:
    found = opened(tmp_path, capture(PAGE, "words"))
    page, missing, posted = found.carry_out(
        asking(
            Request("GET", PAGE),
            Request("GET", f"{SITE}/t/2"),
            Request("POST", PAGE, form={"a": "b"}),
        )
    )

    assert isinstance(page, Response)
    assert page.body == b"words"
    assert isinstance(missing, NotArchived)
    assert isinstance(posted, NotSent)


def test_it_ends_where_it_is_called_off(tmp_path: Path) -> None:
    found = opened(tmp_path, capture(PAGE))
    (refused,) = found.carry_out(asking(Request("GET", PAGE)), go_on=lambda: False)

    assert isinstance(refused, NotSent)
    assert "called off" in str(refused)


def test_a_conversation_without_end_ends(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(archive, "MOST_REQUESTS", 3)
    found = opened(tmp_path, capture(PAGE))

    def endless() -> Conversation[None]:
        while True:
            try:
                yield Request("GET", PAGE)
            except NotSent:
                continue

    with pytest.raises(NotSent, match="More than 3 requests"):
        found.carry_out(endless())


@pytest.mark.parametrize("by", ["header", "page", "file"])
def test_what_was_reserved_from_mining_is_read_and_not_mined(tmp_path: Path, by: str) -> None:
    headers = {"TDM_Reservation": "1"} if by == "header" else {}
    body = '<meta name="tdm-reservation" content="1">' if by == "page" else "words"
    records = [capture(PAGE, body, **headers)]
    if by == "file":
        rules = '[{"location": "/t/*", "tdm-reservation": 1}]'
        place = f"{SITE}/.well-known/tdmrep.json"
        records.append(capture(place, rules, Content_Type="application/json"))
    found = opened(tmp_path, *records)

    assert got(found).status == 200
    with pytest.raises(ReservedByOwner):
        got(found, mining=True)
