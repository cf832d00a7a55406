"""Kinds of public body, after the organisation types of GOV.UK (content schema `organisation`)."""

from enum import StrEnum


class BodyKind(StrEnum):
    MINISTERIAL_DEPARTMENT = "ministerial_department"
    NON_MINISTERIAL_DEPARTMENT = "non_ministerial_department"
    EXECUTIVE_AGENCY = "executive_agency"
    EXECUTIVE_NDPB = "executive_ndpb"
    ADVISORY_NDPB = "advisory_ndpb"
    TRIBUNAL = "tribunal"
    PUBLIC_CORPORATION = "public_corporation"
    DEVOLVED_GOVERNMENT = "devolved_government"
    LOCAL_AUTHORITY = "local_authority"
    HEALTH_BODY = "health_body"
    OTHER = "other"


KIND_WORDS: dict[BodyKind, str] = {
    BodyKind.MINISTERIAL_DEPARTMENT: "Ministerial department",
    BodyKind.NON_MINISTERIAL_DEPARTMENT: "Non-ministerial department",
    BodyKind.EXECUTIVE_AGENCY: "Executive agency",
    BodyKind.EXECUTIVE_NDPB: "Executive non-departmental public body",
    BodyKind.ADVISORY_NDPB: "Advisory non-departmental public body",
    BodyKind.TRIBUNAL: "Tribunal",
    BodyKind.PUBLIC_CORPORATION: "Public corporation",
    BodyKind.DEVOLVED_GOVERNMENT: "Devolved government",
    BodyKind.LOCAL_AUTHORITY: "Local authority",
    BodyKind.HEALTH_BODY: "Health body",
    BodyKind.OTHER: "Other public body",
}
