"""What an import did, in the trail: an event for each entry, and one that tells of them all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePath
from urllib.parse import urlsplit

from alongside.audit.actions import Happening, record, record_many


@dataclass(frozen=True, slots=True)
class Origin:
    """Whence an import came. `source` is what its list goes by from one edition to the next."""

    source: str
    file: str  # an address without its query, or the name of a file without its folders

    @property
    def details(self) -> dict[str, str]:
        return {"source": self.source, "file": self.file}


def origin_of(*, source: str, place: object) -> Origin:
    """`place`: the file or the address that was read, of which the public is told the name.

    Folders of somebody's disk and keys in a query are nobody's business.
    """
    text = str(place)
    if "://" in text:
        parts = urlsplit(text)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
        return Origin(source, f"{parts.scheme}://{host}{port}{parts.path}")
    return Origin(source, PurePath(text).name)


def record_import(
    happenings: Sequence[Happening],
    *,
    kind: str,
    origin: Origin,
    counts: Mapping[str, int],
    actor: str,
    at: datetime,
) -> None:
    """Adds the events of an import. More than one are told by an event of `kind` besides.

    `counts` says what was done how often, such as {"added": 12, "changed": 3}. The entries keep
    their own events: lists of changes show the one in the place of all of them.
    """
    told = [replace(one, details={**one.details, **origin.details}) for one in happenings]
    whole = None
    if len(told) > 1:
        whole = record(
            kind=kind,
            actor=actor,
            subject=f"import:{origin.source}",
            at=at,
            details={
                "name": origin.source,
                **origin.details,
                "entries": len(told),
                **{done: count for done, count in counts.items() if count},
            },
            public=True,
        )
    record_many(told, actor=actor, at=at, part_of=whole)
