"""Small lists of bodies in the forms that imports read."""

import csv
import io
import json

from django.utils import timezone

from alongside.bodies.imports import run
from tests.factories import NOON


def organisation(slug, *, parents=(), followed=(), followed_by=(), **values):
    """One organisation of GOV.UK's API. `followed`: those that it took over from."""
    details = {
        "slug": slug,
        "abbreviation": None,
        "closed_at": None,
        "govuk_status": "live",
        "govuk_closed_status": None,
        "content_id": f"id-of-{slug}",
        **values.pop("details", {}),
    }
    return {
        "id": f"https://www.gov.uk/api/organisations/{slug}",
        "title": slug.replace("-", " ").title(),
        "format": "Executive agency",
        "web_url": f"https://www.gov.uk/government/organisations/{slug}",
        "details": details,
        "analytics_identifier": None,
        "parent_organisations": list(map(named, parents)),
        "superseded_organisations": list(map(named, followed)),
        "superseding_organisations": list(map(named, followed_by)),
        **values,
    }


def named(slug):
    return {"id": f"https://www.gov.uk/api/organisations/{slug}"}


def closed(how="merged", at="2015-04-01T00:00:00.000+01:00"):
    return {"govuk_status": "closed", "govuk_closed_status": how, "closed_at": at}


class Lists:
    """Writes lists into a folder, and imports them."""

    def __init__(self, folder):
        self.folder = folder

    def file(self, data, name="list.json"):
        path = self.folder / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return str(path)

    def govuk(self, *organisations):
        return self.file(json.dumps(organisations), "organisations.json")

    def csv(self, *rows, name="bodies.csv"):
        """A CSV of dictionaries; a column missing in one of them is empty there."""
        columns = list(dict.fromkeys(column for row in rows for column in row))
        text = io.StringIO()
        writer = csv.DictWriter(text, columns)
        writer.writeheader()
        writer.writerows(rows)
        return self.file(text.getvalue(), name)

    def compare(self, source, **wishes):
        return run.compare(run.read_list(source, **wishes), today=timezone.localdate(NOON))

    def take(self, source, at=NOON, **wishes):
        return run.write(run.read_list(source, **wishes), by="import", at=at)
