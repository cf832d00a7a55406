"""Reads an answer's body with a limit on what it may grow to, whatever it claims to be."""

import zlib
from collections.abc import Iterable

from alongside.fetching.errors import UnfitAnswer

# Only what this module can decode piece by piece, so that a bomb is seen before it bursts.
ACCEPTED_CODINGS = "gzip, deflate"
# Below this size a high ratio is harmless: a page of blanks compresses a thousandfold.
RATIO_COUNTS_FROM_BYTES = 256 * 1024

# Some software sends its data as a script (HyperKitty the replies of a thread).
_TEXT_TYPES = (
    "text/",
    "application/json",
    "application/xml",
    "application/xhtml+xml",
    "application/javascript",
)
_TEXT_SUFFIXES = ("+json", "+xml")

_GZIP = b"\x1f\x8b"
_MOST_MEMBERS = 1_000
_BEGINNING_BYTES = 512
# Pictures, films, archives, programs, documents, fonts, and what is compressed once more.
_NO_TEXT = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"RIFF",
    b"%PDF-",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ",
    b"\x28\xb5\x2f\xfd",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x7fELF",
    b"MZ\x90",
    b"OggS",
    b"ID3",
    b"wOF2",
    b"wOFF",
)


def check_type(content_type: str) -> None:
    """Raises UnfitAnswer for pictures, archives and the like; an unnamed type may pass."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind and not kind.startswith(_TEXT_TYPES) and not kind.endswith(_TEXT_SUFFIXES):
        raise UnfitAnswer("The site answered with a file that is not text.")


def check_beginning(body: bytes) -> None:
    """Raises UnfitAnswer where a body begins as no text does, whatever its type was called."""
    beginning = body[:_BEGINNING_BYTES]
    if beginning.startswith(_NO_TEXT):
        raise UnfitAnswer("The site calls a file text that is none.")
    # UTF-16 says so at its beginning; else no text holds a NUL.
    if b"\0" in beginning and not beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnfitAnswer("The site calls a file text that is none.")


def read_body(
    chunks: Iterable[bytes],
    *,
    coding: str,
    max_bytes: int,
    max_ratio: int,
    cut: bool = False,
) -> bytes:
    """The decoded body, at most `max_bytes` long.

    A longer one raises UnfitAnswer, or ends at the limit where `cut` is set. So does one that
    swells to more than `max_ratio` times what was received. `coding` is the value of
    Content-Encoding; anything but one gzip or deflate is refused.
    """
    decoder = _decoder(coding)
    body = bytearray()
    received = 0
    for chunk in chunks:
        received += len(chunk)
        room = max_bytes - len(body)
        body += decoder.decode(chunk, at_most=room + 1)
        if len(body) > max_bytes or received > max_bytes:
            if cut:
                return bytes(body[:max_bytes])
            raise UnfitAnswer(f"The answer is longer than {max_bytes} bytes.")
        if len(body) > RATIO_COUNTS_FROM_BYTES and len(body) > received * max_ratio:
            raise UnfitAnswer(f"The answer swells to more than {max_ratio} times its size.")
    if not decoder.is_whole(received):
        raise UnfitAnswer("The answer was cut short.")
    return bytes(body)


class _Plain:
    def decode(self, chunk: bytes, *, at_most: int) -> bytes:
        return chunk[:at_most]

    def is_whole(self, received: int) -> bool:
        return True  # its length was watched over by the HTTP layer


class _Compressed:
    """gzip or deflate. `at_most` bounds what one chunk may become, hence the memory used."""

    def __init__(self, *, window_bits: int) -> None:
        self._window_bits = window_bits
        self._stream = zlib.decompressobj(window_bits)
        self._started = False
        self._members = 1

    def decode(self, chunk: bytes, *, at_most: int) -> bytes:
        out, rest = b"", chunk
        while rest and len(out) < at_most:
            if self._stream.eof and not self._begin_another(rest):
                break  # bytes behind the end of the stream are nobody's text
            out += self._decode(rest, at_most - len(out))
            rest = self._stream.unused_data
        return out

    def _begin_another(self, rest: bytes) -> bool:
        """Of gzip, several files in a row are one (RFC 1952, 2.2): else a page would seem short."""
        if self._window_bits == zlib.MAX_WBITS or not _GZIP.startswith(rest[: len(_GZIP)]):
            return False
        self._members += 1
        if self._members > _MOST_MEMBERS:
            raise UnfitAnswer("The answer is compressed in more pieces than a page has.")
        self._stream = zlib.decompressobj(self._window_bits)
        return True

    def _decode(self, chunk: bytes, at_most: int) -> bytes:
        try:
            out = self._stream.decompress(chunk, at_most)
        except zlib.error:
            out = self._decode_headless(chunk, at_most)
        self._started = self._started or bool(chunk)
        return out

    def _decode_headless(self, chunk: bytes, at_most: int) -> bytes:
        # Some servers send deflate without the zlib header that RFC 9110, 8.4.1.2 asks for.
        if self._started or self._window_bits != zlib.MAX_WBITS:
            raise UnfitAnswer("The answer's compression is broken.") from None
        self._stream = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            return self._stream.decompress(chunk, at_most)
        except zlib.error:
            raise UnfitAnswer("The answer's compression is broken.") from None

    def is_whole(self, received: int) -> bool:
        return self._stream.eof or received == 0


def _decoder(coding: str) -> _Plain | _Compressed:
    match coding.strip().lower():
        case "" | "identity":
            return _Plain()
        case "gzip" | "x-gzip":
            return _Compressed(window_bits=zlib.MAX_WBITS | 16)
        case "deflate":
            return _Compressed(window_bits=zlib.MAX_WBITS)
        case _:
            raise UnfitAnswer("The answer is compressed in a way that was not asked for.")
