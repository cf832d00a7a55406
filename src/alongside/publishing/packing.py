"""Files that are compressed as they are written: long ones fit into memory, and travel faster."""

import gzip
import hashlib
import io
from collections.abc import Iterator

_AT_A_TIME = 256 * 1024  # characters or bytes
QUICK, SMALL = 1, 6  # levels of gzip: for who waits for the file, and for one that is kept


class Packer:
    """A file that is being written: compressed as it comes, measured and fingerprinted."""

    def __init__(self, *, level: int = SMALL) -> None:
        self._waiting: list[str] = []
        self._characters = 0
        self._size = 0
        self._digest = hashlib.sha256()
        self._buffer = io.BytesIO()
        # No time of packing within: the same content is the same bytes.
        self._gzip = gzip.GzipFile(fileobj=self._buffer, mode="wb", compresslevel=level, mtime=0)

    def write(self, text: str) -> None:
        # Many short texts at a time: row by row, compressing takes twice as long.
        self._waiting.append(text)
        self._characters += len(text)
        if self._characters > _AT_A_TIME:
            self._take_up()

    @property
    def size(self) -> int:
        """Bytes of what was written until now, as it is before it is compressed."""
        self._take_up()
        return self._size

    @property
    def sha256(self) -> str:
        """Of what was written until now, as it is before it is compressed."""
        self._take_up()
        return self._digest.hexdigest()

    def packed(self) -> bytes:
        """All of it, by gzip. Nothing can be written after."""
        self._take_up()
        self._gzip.close()
        return self._buffer.getvalue()

    def _take_up(self) -> None:
        content = "".join(self._waiting).encode()
        self._waiting, self._characters = [], 0
        if content:
            self._digest.update(content)
            self._gzip.write(content)
            self._size += len(content)


def unpacked(content: bytes) -> Iterator[bytes]:
    """What was packed by gzip, piece by piece."""
    with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
        while piece := file.read(_AT_A_TIME):
            yield piece
