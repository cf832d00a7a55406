"""Figures, and the data as files."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from alongside.core import clock
from alongside.publishing import descriptions, files, lists, narrowed_files, releases
from alongside.publishing.formats import csvw, linked_data
from alongside.publishing.formats.rows import FORMS, packed
from alongside.publishing.licence import licence
from alongside.publishing.queries import Edition
from alongside.publishing.row_counts import row_counts
from alongside.publishing.tables import absolute
from alongside.register.caching import public, public_file
from alongside.register.views.answers import for_programs, packed_answer, page, refused
from alongside.ui.copies import copy_of


@public
def figures(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    parts = [lists.all_figures(practice=False, at=at)]
    if settings.ALONGSIDE_SHOW_PRACTICE:
        parts.append(lists.all_figures(practice=True, at=at))
    return page(request, "figures", {"section": "figures", "parts": parts})


@public
def data(request: HttpRequest) -> HttpResponse:
    editions = [False, True] if settings.ALONGSIDE_SHOW_PRACTICE else [False]
    at = clock.now()
    parts = [files.data_files(Edition(practice=practice, at=at)) for practice in editions]
    media_types = {extension: form.media_type for extension, form in FORMS.items()}
    by_name = {found.file.name: found for found in parts[0]}
    context = {
        "section": "data",
        "parts": parts,
        "groups": [(group, [by_name[file.name] for file in group.files]) for group in files.GROUPS],
        "row_counts": row_counts(parts[0], parts[0][0].edition),
        "forms": FORMS.values(),
        "licence": licence(),
        "release": releases.releases().first(),
        "linked_data": linked_data.in_page(linked_data.catalogue(parts[0], media_types)),
    }
    return page(request, "data", context)


@public
def data_set(request: HttpRequest, name: str) -> HttpResponse:
    """The page of one file: its columns, and where it stands."""
    try:
        found = files.get_data_file(name, at=clock.now())
    except files.NoSuchFile:
        raise Http404 from None
    media_types = {extension: form.media_type for extension, form in FORMS.items()}
    context = {
        "section": "data",
        "found": found,
        "practice": found.edition.practice,
        "forms": FORMS.values(),
        "licence": licence(),
        "released": releases.newest_of(found.name),
        "linked_data": linked_data.in_page(
            {"@context": linked_data.SCHEMA, **linked_data.dataset(found, media_types)}
        ),
    }
    return page(request, "data_set", context)


@public_file
def data_file(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    """The rows as of now; of forums and bodies, those that fit a query as of their lists."""
    try:
        found = files.get_data_file(name, at=clock.now())
    except files.NoSuchFile:
        raise Http404 from None
    try:
        found = narrowed_files.narrowed(found, dict(request.GET.lists()), at=clock.now())
    except narrowed_files.NotNarrowed as exc:
        return for_programs(refused(f"query.{exc.parameter[:100]}", str(exc)))
    wanted = FORMS[form]
    file = packed(wanted, found)
    response = packed_answer(
        request,
        file.packed(),
        sha256=file.sha256,
        size=file.size,
        media_type=wanted.media_type,
    )
    if form == "csv":
        described = reverse("register:data-description", args=[name + files.METADATA_ENDING])
        # Model for Tabular Data and Metadata on the Web (W3C), 5.2.
        response.headers["Link"] = (
            f'<{absolute(described)}>; rel="describedby"; type="{csvw.MEDIA_TYPE}"'
        )
    return response


@public
def description(request: HttpRequest, name: str) -> HttpResponseBase:
    """What describes the files: catalogue, data package, columns."""
    try:
        copy = copy_of(request)
        service = copy.service if copy else settings.ALONGSIDE_ADDRESS
        found = descriptions.description(name, at=clock.now(), service=service)
    except files.NoSuchFile:
        raise Http404 from None
    return for_programs(HttpResponse(found.text, content_type=found.media_type))
