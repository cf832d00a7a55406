import gzip
import tracemalloc
import zlib

import pytest

from alongside.fetching.bodies import check_type, read_body
from alongside.fetching.errors import UnfitAnswer

TEXT = b"A question about pensions. " * 100
MEGABYTE = 1_000_000


def in_pieces(content: bytes, size: int = 4096) -> list[bytes]:
    return [content[i : i + size] for i in range(0, len(content), size)]


def read(
    content: bytes, coding: str = "", *, max_bytes: int = MEGABYTE, cut: bool = False
) -> bytes:
    return read_body(in_pieces(content), coding=coding, max_bytes=max_bytes, max_ratio=100, cut=cut)


def headless_deflate(content: bytes) -> bytes:
    compressor = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return compressor.compress(content) + compressor.flush()


@pytest.mark.parametrize(
    ("content", "coding"),
    [
        (TEXT, ""),
        (TEXT, "identity"),
        (gzip.compress(TEXT, mtime=0), "gzip"),
        (gzip.compress(TEXT, mtime=0), "X-Gzip"),
        (zlib.compress(TEXT), "deflate"),
        (headless_deflate(TEXT), "deflate"),
        (gzip.compress(TEXT, mtime=0) + b"left over", "gzip"),
        # A file of several, as servers send that packed a page's parts beforehand.
        (gzip.compress(TEXT[:1000], mtime=0) + gzip.compress(TEXT[1000:], mtime=0), "gzip"),
    ],
)
def test_the_codings_we_ask_for_are_decoded(content: bytes, coding: str) -> None:
    assert read(content, coding) == TEXT


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_pieces_of_gzip_are_one_page_wherever_the_network_cuts_them(size: int) -> None:
    content = gzip.compress(TEXT[:1000], mtime=0) + gzip.compress(TEXT[1000:], mtime=0)

    assert (
        read_body(in_pieces(content, size), coding="gzip", max_bytes=MEGABYTE, max_ratio=100)
        == TEXT
    )


def test_pieces_of_gzip_without_end_are_refused() -> None:
    with pytest.raises(UnfitAnswer, match="pieces"):
        read(gzip.compress(b"", mtime=0) * 2_000, "gzip")


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "compress", "nonsense"])
def test_a_coding_we_did_not_ask_for_is_refused(coding: str) -> None:
    with pytest.raises(UnfitAnswer):
        read(TEXT, coding)


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(TEXT, mtime=0)[:-20],
        b"plain text called gzip",
        gzip.compress(TEXT, mtime=0)[5:],
    ],
)
def test_broken_compression_is_refused_and_never_taken_for_a_short_page(content: bytes) -> None:
    with pytest.raises(UnfitAnswer):
        read(content, "gzip")


def test_a_body_of_exactly_the_limit_passes_and_one_byte_more_does_not() -> None:
    assert len(read(b"x" * 1000, max_bytes=1000)) == 1000

    with pytest.raises(UnfitAnswer):
        read(b"x" * 1001, max_bytes=1000)


def test_a_bomb_is_refused_without_being_unpacked() -> None:
    bomb = gzip.compress(b"\0" * 60_000_000, compresslevel=9)
    tracemalloc.start()

    with pytest.raises(UnfitAnswer):
        read_body([bomb], coding="gzip", max_bytes=5 * MEGABYTE, max_ratio=10**9)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 25 * MEGABYTE


def test_a_small_body_that_swells_too_much_is_refused() -> None:
    with pytest.raises(UnfitAnswer, match="swells"):
        read(gzip.compress(b" " * 900_000), "gzip")


def test_a_long_robots_file_is_cut_instead_of_refused() -> None:
    assert read(b"x" * 5000, max_bytes=1000, cut=True) == b"x" * 1000


@pytest.mark.parametrize(
    "content_type",
    [
        "text/html; charset=utf-8",
        "application/json",
        "application/ld+json",
        "application/javascript",
        "TEXT/HTML",
        "",
    ],
)
def test_text_is_read(content_type: str) -> None:
    check_type(content_type)


@pytest.mark.parametrize(
    "content_type", ["image/png", "video/mp4", "application/zip", "application/pdf", "font/woff2"]
)
def test_what_is_no_text_is_not_read(content_type: str) -> None:
    with pytest.raises(UnfitAnswer):
        check_type(content_type)
