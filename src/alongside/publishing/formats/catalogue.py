"""The catalogue of the data by DCAT 3 (Data Catalog Vocabulary), for portals that harvest it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import zip_longest

from django.conf import settings
from django.urls import reverse

from alongside.publishing.formats import data_package
from alongside.publishing.formats.graph import Address, Graph, Literal, Thing, Value
from alongside.publishing.formats.rows import FORMS
from alongside.publishing.licence import licence, publisher
from alongside.publishing.models import Release, ReleaseFile
from alongside.publishing.tables import Edited, absolute

TITLE = "Forums where people help each other, and public servants alongside them"
DESCRIPTION = (
    "Every list of the public register: public bodies, the forums in which people help each other, "
    "figures about them with their sources, lists of major forums, official accounts, agreements "
    "with operators, plans and figures."
)
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_ENGLISH = Address("http://publications.europa.eu/resource/authority/language/ENG")
_CONTINUOUS = Address("http://publications.europa.eu/resource/authority/frequency/CONT")

Said = tuple[str, Value]


def catalogue(
    files: Sequence[Edited],
    *,
    releases: Sequence[Release],
    newest_files: Sequence[ReleaseFile],
    at: datetime,
    service: str,
) -> Graph:
    """The catalogue, a data set for each file, the API, and the releases as versions of all.

    `releases`: newest first; `newest_files`: the files of the newest one; `service`: where programs
    are answered, empty where nobody answers them.
    """
    home, whole = absolute(reverse("register:data")), _whole()
    catalog = Thing(
        ["dcat:Catalog"],
        [
            ("dct:title", _english(TITLE)),
            ("dct:description", _english(DESCRIPTION)),
            *_terms(),
            ("foaf:homepage", Address(home)),
            ("dct:language", _ENGLISH),
            ("dct:modified", _moment(at)),
            ("dcat:contactPoint", _contact()),
            *([("dcat:service", Address(f"{service}/api/v1/"))] if service else []),
            ("dcat:dataset", Address(whole)),
            *(("dcat:dataset", Address(edited.page)) for edited in files),
            *(("dcat:dataset", Address(_page(release))) for release in releases),
        ],
        home,
    )
    return Graph(
        [
            catalog,
            _whole_dataset(files, releases),
            *(_dataset(edited) for edited in files),
            *_releases(releases, newest_files),
            *([_service(files, service)] if service else []),
        ]
    )


def _whole() -> str:
    return f"{absolute(reverse('register:data'))}#register"


def _whole_dataset(files: Sequence[Edited], releases: Sequence[Release]) -> Thing:
    package = absolute(reverse("register:data-description", args=[data_package.NAME]))
    said: list[Said] = [
        ("dct:title", _english(TITLE)),
        ("dct:description", _english(DESCRIPTION)),
        *_terms(),
        ("dct:accrualPeriodicity", _CONTINUOUS),
        ("dcat:landingPage", Address(absolute(reverse("register:data")))),
        *(("dct:hasPart", Address(edited.page)) for edited in files),
        *(("dcat:hasVersion", Address(_page(release))) for release in releases),
        (
            "dcat:distribution",
            _distribution("All files as a data package", package, data_package.MEDIA_TYPE),
        ),
    ]
    if releases:
        said.append(("dcat:hasCurrentVersion", Address(_page(releases[0]))))
    return Thing(["dcat:Dataset"], said, _whole())


def _dataset(edited: Edited) -> Thing:
    described = absolute(
        reverse("register:data-description", args=[f"{edited.name}.csv-metadata.json"])
    )
    return Thing(
        ["dcat:Dataset"],
        [
            ("dct:title", _english(edited.title)),
            ("dct:description", _english(edited.file.description)),
            ("dct:identifier", Literal(edited.name)),
            *_terms(),
            ("dct:isPartOf", Address(_whole())),
            ("dct:accrualPeriodicity", _CONTINUOUS),
            ("dct:language", _ENGLISH),
            ("dcat:landingPage", Address(edited.page)),
            ("foaf:page", Address(described)),
            *(
                (
                    "dcat:distribution",
                    _distribution(
                        f"{edited.title} as {form.words}",
                        edited.address(form.extension),
                        form.media_type,
                    ),
                )
                for form in FORMS.values()
            ),
        ],
        edited.page,
    )


def _releases(releases: Sequence[Release], newest_files: Sequence[ReleaseFile]) -> list[Thing]:
    found = []
    for release, earlier in zip_longest(releases, releases[1:]):
        made_at = _moment(release.made_at)
        said: list[Said] = [
            ("dct:title", _english(f"{TITLE}: release {release.version}")),
            ("dct:description", _english("Every file of the register as it was at one moment.")),
            *_terms(),
            ("dct:issued", made_at),
            ("dcat:version", Literal(release.version)),
            ("dcat:isVersionOf", Address(_whole())),
            ("dcat:landingPage", Address(_page(release))),
        ]
        if release.note:
            said.append(("adms:versionNotes", _english(release.note)))
        if earlier is not None:
            said.append(("dcat:previousVersion", Address(_page(earlier))))
        said += [
            ("dcat:distribution", _released(file))
            for file in newest_files
            if file.release_id == release.pk
        ]
        found.append(Thing(["dcat:Dataset"], said, _page(release)))
    return found


def _released(file: ReleaseFile) -> Thing:
    checksum = Thing(
        ["spdx:Checksum"],
        [
            ("spdx:algorithm", Address("http://spdx.org/rdf/terms#checksumAlgorithm_sha256")),
            ("spdx:checksumValue", Literal(file.sha256, "xsd:hexBinary")),
        ],
    )
    return _distribution(
        file.name,
        absolute(file.get_absolute_url()),
        file.media_type,
        ("dcat:byteSize", Literal(str(file.size), "xsd:nonNegativeInteger")),
        ("spdx:checksum", checksum),
    )


def _distribution(title: str, address: str, media_type: str, *more: Said) -> Thing:
    plain = media_type.partition(";")[0]
    said: list[Said] = [
        ("dct:title", _english(title)),
        ("dcat:accessURL", Address(address)),
        ("dcat:downloadURL", Address(address)),
        ("dcat:mediaType", Address(_MEDIA_TYPES + plain)),
        ("dct:license", Address(licence().address)),
    ]
    if plain == data_package.MEDIA_TYPE:
        said.append(("dct:conformsTo", Address("https://datapackage.org/profiles/1.0/")))
    return Thing(["dcat:Distribution"], [*said, *more])


def _service(files: Sequence[Edited], service: str) -> Thing:
    return Thing(
        ["dcat:DataService"],
        [
            ("dct:title", _english("HTTP interface of the register")),
            *_terms(),
            ("dcat:endpointURL", Address(f"{service}/api/v1/")),
            ("dcat:endpointDescription", Address(service + reverse("api:openapi-json"))),
            *(
                ("dcat:servesDataset", Address(edited.page))
                for edited in files
                if edited.name in ("bodies", "forums", "measures", "plans", "figures")
            ),
        ],
        f"{service}/api/v1/",
    )


def _terms() -> list[Said]:
    agent = Thing(
        ["foaf:Agent", "foaf:Organization"],
        [("foaf:name", _english(publisher())), ("foaf:homepage", Address(absolute("/")))],
    )
    return [("dct:publisher", agent), ("dct:license", Address(licence().address))]


def _contact() -> Thing:
    contact: str = settings.ALONGSIDE_CONTACT
    is_mailbox = "@" in contact and ":" not in contact
    return Thing(
        ["vcard:Organization"],
        [
            ("vcard:fn", _english(publisher())),
            ("vcard:hasEmail", Address(f"mailto:{contact}"))
            if is_mailbox
            else ("vcard:hasURL", Address(contact)),
        ],
    )


def _page(release: Release) -> str:
    return absolute(release.get_absolute_url())


def _english(text: str) -> Literal:
    return Literal(text, language="en")


def _moment(at: datetime) -> Literal:
    return Literal(f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", "xsd:dateTime")
