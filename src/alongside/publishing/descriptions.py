"""What describes all data files together: catalogue, data package, columns. One call each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from alongside.publishing import files, releases
from alongside.publishing.formats import csvw, data_package
from alongside.publishing.formats.catalogue import catalogue
from alongside.publishing.formats.graph import Graph
from alongside.publishing.queries import Edition
from alongside.publishing.tables import absolute

TURTLE, JSON_LD = "catalogue.ttl", "catalogue.jsonld"


@dataclass(frozen=True, slots=True)
class Description:
    """A document that stands beside the data files."""

    media_type: str
    text: str


def description(name: str, *, at: datetime, service: str) -> Description:
    """The document of this name. Raises files.NoSuchFile.

    `service`: where programs are answered; empty in a copy that leads to no running service.
    """
    if name == TURTLE:
        return Description("text/turtle; charset=utf-8", _catalogue(at, service).turtle())
    if name == JSON_LD:
        return Description("application/ld+json", _catalogue(at, service).json_ld())
    if name in _DOCUMENTS:
        media_type, text = _DOCUMENTS[name]
        return Description(media_type, text(at))
    if not name.endswith(files.METADATA_ENDING):
        raise files.NoSuchFile(name)
    edited = files.get_data_file(name.removesuffix(files.METADATA_ENDING), at=at)
    return Description(csvw.MEDIA_TYPE, files.as_json(csvw.table(edited)))


def _catalogue(at: datetime, service: str) -> Graph:
    found = list(releases.releases())
    return catalogue(
        files.data_files(Edition(practice=False, at=at)),
        releases=found,
        newest_files=releases.files_of(found[0]) if found else [],
        at=at.replace(second=0, microsecond=0),
        service=service,
    )


def _package(at: datetime) -> str:
    return files.as_json(
        data_package.data_package(
            files.data_files(Edition(practice=False, at=at)),
            created=at.astimezone(UTC).replace(second=0, microsecond=0).isoformat(),
            homepage=absolute("/data/"),
        )
    )


def _columns(at: datetime) -> str:
    return files.as_json(csvw.table_group(files.data_files(Edition(practice=False, at=at))))


_DOCUMENTS: dict[str, tuple[str, Callable[[datetime], str]]] = {
    data_package.NAME: (data_package.MEDIA_TYPE, _package),
    csvw.GROUP: (csvw.MEDIA_TYPE, _columns),
}
