"""Bodies known by a loose identifier and their name together. Pure.

Two lists may each have the newest code of a body at a different time: what one calls its code
stands in the other among former ones. A former code, an address or an old number may also be that
of a predecessor, so that none of them makes a body known by itself.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from alongside.bodies.domain.facts import name_key
from alongside.bodies.imports.changes import Change
from alongside.bodies.imports.records import Record
from alongside.bodies.imports.standing import Standing, StandingBody

LIKE = (
    "New bodies that go by a name of an open one in the register: look whether they are the same, "
    "and join them if so"
)


def known_loosely(
    records: Iterable[tuple[int, Record]], standing: Standing, *, taken: Collection[str]
) -> dict[int, str]:
    """Slugs by the numbers of the records, of those that share a loose identifier and a name with
    one open body. Of bodies in `taken`, and where two records mean one body, nothing is said."""
    found = {
        number: body.slug
        for number, record in records
        if (body := _body_of(record, standing)) is not None and body.slug not in taken
    }
    claims = Counter(found.values())
    return {number: slug for number, slug in found.items() if claims[slug] == 1}


def likenesses(changes: Iterable[Change], standing: Standing) -> Iterator[str]:
    """A new body may be one of the register under another of its names: a person looks.

    Keeps in each new body which ones it is like, and yields a sentence for each.
    """
    alike = _alike_in(standing)
    for change in changes if alike else ():
        if not change.is_new or change.after["closed"][0]:
            continue
        slugs = _slugs_alike(change.after, alike)
        change.like = [(slug, str(standing.bodies[slug].fields["name"])) for slug in slugs]
        if change.like:
            names = " and ".join(f"{name} ({slug})" for slug, name in change.like[:3])
            yield f"{change.name} ({change.place}) is like {names}"


def not_listed_of(standing: Standing, listed: Collection[str]) -> list[tuple[str, str]]:
    """(slug, name) of bodies that the list had before and leaves out by now, by name."""
    names = {slug: str(standing.bodies[slug].fields["name"]) for slug in standing.told}
    left = [(slug, name) for slug, name in names.items() if slug not in listed]
    return sorted(left, key=lambda body: (name_key(body[1]), body[0]))


def _alike_in(standing: Standing) -> dict[str, list[str]]:
    """Slugs of the open real bodies by every name, acronym and earlier name that they go by."""
    found: dict[str, list[str]] = {}
    for body in standing.bodies.values():
        if body.is_practice or body.fields["closed"][0]:
            continue
        for key in _names_of(body.fields) | {name_key(str(body.fields["acronym"]))} - {""}:
            found.setdefault(key, []).append(body.slug)
    return found


def _slugs_alike(fields: dict[str, object], alike: dict[str, list[str]]) -> list[str]:
    """Bodies that go by the name of a new one, or by one of its other names.

    Its acronym alone says nothing: many bodies share one.
    """
    return sorted({slug for key in _names_of(fields) for slug in alike.get(key, ())})


def _body_of(record: Record, standing: Standing) -> StandingBody | None:
    if record.is_closed:
        return None
    holders = {
        standing.by_identifier[identifier]
        for identifier in record.loose_identifiers
        if identifier in standing.by_identifier
    }
    fitting = [
        body
        for body in map(standing.bodies.__getitem__, holders)
        if not body.is_practice
        and not body.fields["closed"][0]
        and body.fields["kind"] == record.said.get("kind")
    ]
    if len(fitting) != 1:
        return None
    body = fitting[0]
    # A body of which this list spoke is known by the key that it has there.
    is_other = body.slug in standing.told or _is_contradicted(body, record)
    return body if not is_other and _names_of(body.fields) & _names_of(record.said) else None


def _is_contradicted(body: StandingBody, record: Record) -> bool:
    """Whether the body has a lasting identifier of one of the record's registers, and the record
    knows it neither as its own nor as a former one."""
    named = {*record.identifiers, *record.loose_identifiers}
    return any(
        held and not held & named
        for held in (
            {identifier for identifier in body.identifiers if identifier[0] == scheme}
            for scheme, _value in record.identifiers
        )
    )


def _names_of(fields: dict[str, object]) -> set[str]:
    others = fields.get("other_names") or []
    names = [fields["name"], *(others if isinstance(others, list) else [])]
    return {key for name in names if (key := name_key(str(name)))}
