"""Councils of the United Kingdom, in two lists that know their GSS codes.

- GOV.UK's Local Links Manager, `data/local-authorities.csv` (MIT)
- mySociety's *UK local authority names and codes* (CC BY 4.0), which has past councils, too

A district council does not answer to the county council of its area, nor a council to a combined
authority that it has joined: those columns make no parents.
"""

from django.utils.text import slugify

from alongside.bodies.domain.councils import CouncilKind, topics_of
from alongside.bodies.domain.facts import other_names_of, tidy
from alongside.bodies.domain.kinds import BodyKind, ClosedHow
from alongside.bodies.imports.reading import Row, Table
from alongside.bodies.imports.records import NEVER_CLOSED, Reading, Record
from alongside.bodies.imports.words import day_of

GOVUK_SOURCE, MYSOCIETY_SOURCE = "govuk-councils", "mysociety-councils"
GOVUK_COLUMNS = frozenset({"gss", "slug", "country_name", "homepage_url", "name"})
MYSOCIETY_COLUMNS = frozenset({"local-authority-code", "official-name", "gss-code", "nation"})

_JURISDICTIONS = {
    "England": "GB-ENG",
    "Scotland": "GB-SCT",
    "Wales": "GB-WLS",
    "Northern Ireland": "GB-NIR",
}
# Prefixes of org-id.guide for the registers of local authorities of the four nations.
_SCHEMES = {
    "England": "GB-LAE",
    "Scotland": "GB-LAS",
    "Wales": "GB-PLA",
    "Northern Ireland": "GB-LANI",
}
# Tiers of Local Links Manager (app/models/tier.rb), and types of mySociety's list.
_TIERS = {"1": CouncilKind.COUNTY, "2": CouncilKind.DISTRICT, "3": CouncilKind.UNITARY}
_TYPES = {
    "CTY": CouncilKind.COUNTY,
    "NMD": CouncilKind.DISTRICT,
    **dict.fromkeys(("UA", "MD", "LBO", "CC", "SCO", "WPA"), CouncilKind.UNITARY),
    "NID": CouncilKind.NORTHERN_IRELAND,
    **dict.fromkeys(("COMB", "SRA"), CouncilKind.COMBINED),
}


def is_govuk(columns: frozenset[str]) -> bool:
    return columns >= GOVUK_COLUMNS


def is_mysociety(columns: frozenset[str]) -> bool:
    return columns >= MYSOCIETY_COLUMNS


def read_councils(table: Table, *, source: str) -> Reading:
    """What either list says of each council. Faults stand in the reading."""
    columns = frozenset(table.columns)
    mysociety = is_mysociety(columns)
    reading = Reading("councils", source or (MYSOCIETY_SOURCE if mysociety else GOVUK_SOURCE))
    if not mysociety and not is_govuk(columns):
        missing = sorted(GOVUK_COLUMNS - columns)
        reading.fault(
            "line 1",
            "",
            f"This is no list of councils: the columns {', '.join(missing)} are missing.",
        )
        return reading
    # A former code of one council may be the code of another that the list still has.
    codes = {placed.value.get("gss-code", "").strip() for placed in table.rows}
    for placed in table.rows:
        row: Row = {name: cell.strip() for name, cell in placed.value.items()}
        record = (
            _of_mysociety(placed.place, row, codes, reading)
            if mysociety
            else _of_govuk(placed.place, row, reading)
        )
        if record is not None:
            reading.records.append(record)
    return reading


def _of_govuk(place: str, row: Row, reading: Reading) -> Record | None:
    name = tidy(row["name"])
    key = row["gss"] or row["slug"]
    if not _is_named(place, name, key, "gss", reading):
        return None
    identifiers = [("GSS", row["gss"]), ("GOVUK-COUNCIL", row["slug"])]
    return Record(
        place=place,
        key=key,
        slug=slugify(name),
        said={
            "name": name,
            "kind": BodyKind.LOCAL_AUTHORITY.value,
            "jurisdiction": _jurisdiction(place, row["country_name"], reading),
            "website": row["homepage_url"],
            **_topics(_TIERS.get(row.get("tier_id", "")), row["country_name"]),
        },
        identifiers=[(scheme, value) for scheme, value in identifiers if value],
        loose_identifiers=[("SNAC", row["snac"])] if row.get("snac") else [],
    )


def _of_mysociety(place: str, row: Row, codes: set[str], reading: Reading) -> Record | None:
    name, code, nation = tidy(row["official-name"]), row["local-authority-code"], row["nation"]
    if not _is_named(place, name, code, "local-authority-code", reading):
        return None
    successors = [("", heir) for heir in _parts(row.get("replaced-by", ""))]
    founded = _day(place, "founded_on", row.get("start-date", ""), reading)
    ended = _day(place, "closed_on", row.get("end-date", ""), reading)
    how = ClosedHow.REPLACED if successors else ClosedHow.ENDED
    former = [value for value in _parts(row.get("former-gss-codes", "")) if value not in codes]
    loose = [("GSS", value) for value in former]
    loose += [("GOVUK-COUNCIL", row.get("gov-uk-slug", "")), ("SNAC", row.get("snac", ""))]
    own = [(_SCHEMES.get(nation, "GB-LAE"), code), ("GSS", row["gss-code"])]
    return Record(
        place=place,
        key=code,
        slug=slugify(name),
        said={
            "name": name,
            # The column alt-names is left alone: it parts names that hold commas, breaks Welsh
            # letters, and repeats the name in small letters.
            "other_names": other_names_of([row.get("nice-name", "")], besides=name),
            "kind": BodyKind.LOCAL_AUTHORITY.value,
            "jurisdiction": _jurisdiction(place, nation, reading),
            **_topics(_TYPES.get(row.get("local-authority-type", "")), nation),
            "founded_on": founded,
            "closed": [how.value, ended] if ended or successors else list(NEVER_CLOSED),
        },
        identifiers=[(scheme, value) for scheme, value in own if value],
        # A new council may have the slug of the one that it replaced.
        loose_identifiers=[(scheme, value) for scheme, value in loose if value],
        successors=successors,
    )


def _topics(kind: CouncilKind | None, nation: str) -> dict[str, list[list[str]]]:
    """The remit, where the list says of what kind the council is."""
    if kind is None:
        return {}
    if kind is CouncilKind.UNITARY and nation == "Northern Ireland":
        kind = CouncilKind.NORTHERN_IRELAND
    return {"topics": [list(topic) for topic in topics_of(kind)]}


def _is_named(place: str, name: str, key: str, column: str, reading: Reading) -> bool:
    if not name:
        reading.unread.add(key)
        reading.fault(place, "name", "The name is missing.")
    if not key:
        reading.fault(place, "identifiers", f"The code in {column} is missing.")
    return bool(name and key)


def _jurisdiction(place: str, nation: str, reading: Reading) -> str:
    if nation not in _JURISDICTIONS:
        reading.fault(place, "jurisdiction", f"“{nation[:40]}” is no nation of the United Kingdom.")
    return _JURISDICTIONS.get(nation, "")


def _day(place: str, name: str, text: str, reading: Reading) -> str:
    try:
        day = day_of(text)
    except ValueError:
        reading.fault(place, name, f"“{text[:40]}” is no date. Write it as 2026-05-06.")
        return ""
    return day.isoformat() if day else ""


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(",") if part.strip()]
