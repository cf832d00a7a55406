"""What an export asked of the database for each page that is of no one entry, for the next export.

It is kept with the state of the service, not in the folder: nobody who reads the site needs it, and
whoever may write to a folder of files for the public must not thereby put questions to the
database. Where it is lost, or is of another export, those pages are made anew after any change.
"""

import gzip
import hashlib
import json
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from alongside.core.questions import Asked

_NOT_UNDERSTOOD = (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, IndexError)


def remember(folder: Path, manifest: bytes, *, made_by: str, pages: Mapping[str, Asked]) -> None:
    """Keeps what was asked for `pages`, by their paths, in the export that has this manifest.

    `made_by`: a stamp of all but the database that such pages are made of.
    """
    numbers: dict[tuple[str, str], int] = {}
    by_page = {
        path: [numbers.setdefault(each, len(numbers)) for each in asked.items()]
        for path, asked in sorted(pages.items())
    }
    document = {
        "manifest": hashlib.sha256(manifest).hexdigest(),
        "made_by": made_by,
        "asked": list(numbers),
        "pages": by_page,
    }
    # A place that cannot be written to takes time from the next export, and nothing from this one.
    with suppress(OSError):
        file = _file(folder)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(gzip.compress(json.dumps(document).encode(), mtime=0))


def remembered(folder: Path, manifest: bytes, *, made_by: str) -> dict[str, Asked]:
    """What was asked for the pages of the export that is in the folder; nothing, if that is not
    known or if they would be made otherwise by now."""
    try:
        document = json.loads(gzip.decompress(_file(folder).read_bytes()))
        known = (document["manifest"], document["made_by"])
        if known != (hashlib.sha256(manifest).hexdigest(), made_by):
            return {}
        asked = [(question, answer) for question, answer in document["asked"]]
        return {
            path: dict(asked[number] for number in numbers)
            for path, numbers in document["pages"].items()
        }
    except _NOT_UNDERSTOOD:
        return {}


def _file(folder: Path) -> Path:
    name = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:32]
    return Path(settings.ALONGSIDE_EXPORTS_FOLDER) / f"{name}.json.gz"
