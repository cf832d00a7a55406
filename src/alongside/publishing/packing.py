"""Files that are compressed as they are written: long ones fit into memory, and travel faster."""

import gzip
import hashlib
import io
from collections.abc import Iterator

_BYTES_AT_A_TIME = 256 * 1024
QUICK, SMALL = 1, 6  # levels of gzip: for who waits for the file, and for one that is kept


class Packer:
    """A file that is being written: compressed as it comes, measured and fingerprinted."""

    def __init__(self, *, level: int = SMALL) -> None:
        self.size = 0  # bytes, as they are before they are compressed
        self._digest = hashlib.sha256()
        self._buffer = io.BytesIO()
        # No time of packing within: the same content is the same bytes.
        self._gzip = gzip.GzipFile(fileobj=self._buffer, mode="wb", compresslevel=level, mtime=0)

    def write(self, text: str) -> None:
        content = text.encode()
        self._digest.update(content)
        self._gzip.write(content)
        self.size += len(content)

    @property
    def sha256(self) -> str:
        """Of what was written until now, as it is before it is compressed."""
        return self._digest.hexdigest()

    def packed(self) -> bytes:
        """All of it, by gzip. Nothing can be written after."""
        self._gzip.close()
        return self._buffer.getvalue()


def unpacked(content: bytes) -> Iterator[bytes]:
    """What was packed by gzip, piece by piece."""
    with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
        while piece := file.read(_BYTES_AT_A_TIME):
            yield piece
