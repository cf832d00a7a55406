"""An import in order: read (no transaction is open then), compare, and write under the lock."""

from datetime import date, datetime
from pathlib import PurePath
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from alongside.audit.import_actions import origin_of
from alongside.bodies.domain.facts import LONGEST_SCHEME
from alongside.bodies.domain.kinds import BodyKind
from alongside.bodies.imports import councils, govuk, plain, writing
from alongside.bodies.imports.changes import Difference
from alongside.bodies.imports.difference import difference_of
from alongside.bodies.imports.reading import Objects, Table, read
from alongside.bodies.imports.records import ImportRefused, LineFault, Reading
from alongside.bodies.imports.standing import standing_for
from alongside.bodies.queries import one_at_a_time

FORMS = ("auto", "govuk", "councils", "csv")


class RegisterMoved(Exception):
    """The register changed after the difference was shown: it is shown again, not written."""


def read_list(
    source: str,
    *,
    form: str = "auto",
    name: str = "",
    kind: BodyKind | None = None,
    jurisdiction: str = "",
    scheme: str = "",
) -> Reading:
    """Reads a list from a file or an https address. Raises ImportRefused.

    `form` is one of FORMS. `name` is what the list goes by from one import to the next; without
    one, it is that of a known list, or made of the file's name. `kind`, `jurisdiction` and
    `scheme` (of the column id) count for plain CSV only.
    """
    found = read(source)
    if isinstance(found, Objects):
        if form not in ("auto", "govuk"):
            raise ImportRefused([LineFault("", "", f"The list is JSON, and no {form}.")])
        reading = govuk.read_organisations(found, source=name)
    elif form == "govuk":
        raise ImportRefused([LineFault("", "", "The list is no JSON, as GOV.UK’s API writes it.")])
    elif form == "councils" or (form == "auto" and _is_of_councils(found)):
        reading = councils.read_councils(found, source=name)
    else:
        reading = plain.read_table(
            found,
            source=name or name_of_file(source),
            kind=kind,
            jurisdiction=jurisdiction,
            scheme=scheme,
        )
    reading.place = source
    if found.was_kept:
        reading.notes.append(
            "The list is as it was fetched within the last hour, as its publisher allows."
        )
    reading.faults += found.faults
    if isinstance(found, Table):
        reading.unread |= found.unread
    if not reading.records and not reading.faults:
        raise ImportRefused([LineFault("", "", "The list holds no body.")])
    return reading


def compare(reading: Reading, *, today: date) -> Difference:
    """What writing the list would change. Raises ImportRefused with every fault."""
    return difference_of(reading, standing_for(reading.source), today=today)


@transaction.atomic
def write(reading: Reading, *, shown: str | None = None, by: str, at: datetime) -> Difference:
    """Compares once more and writes the difference, all or nothing.

    `shown` is the fingerprint of the difference that somebody agreed to. Raises RegisterMoved when
    it is another one by now, and ImportRefused.
    """
    one_at_a_time()
    standing = standing_for(reading.source)
    difference = difference_of(reading, standing, today=timezone.localdate(at))
    if shown is not None and shown != difference.fingerprint:
        raise RegisterMoved(
            "The register has changed since the difference was shown. Look at it again."
        )
    if difference.changes:
        origin = origin_of(source=reading.source, place=reading.place)
        writing.write(difference, standing, origin=origin, by=by, at=at)
    writing.note_left_out(difference, at=at)
    return difference


def name_of_file(source: str) -> str:
    """What a plain list is called when nobody names it: its file without the ending."""
    path = urlsplit(source).path if "://" in source else source
    return slugify(PurePath(path).name.split(".")[0])[:LONGEST_SCHEME] or "list"


def _is_of_councils(table: Table) -> bool:
    columns = frozenset(table.columns)
    return councils.is_govuk(columns) or councils.is_mysociety(columns)
