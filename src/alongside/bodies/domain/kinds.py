"""Kinds of public body, after the organisation types of GOV.UK (content schema `organisation`)."""

from enum import StrEnum


class BodyKind(StrEnum):
    MINISTERIAL_DEPARTMENT = "ministerial_department"
    NON_MINISTERIAL_DEPARTMENT = "non_ministerial_department"
    EXECUTIVE_AGENCY = "executive_agency"
    EXECUTIVE_NDPB = "executive_ndpb"
    ADVISORY_NDPB = "advisory_ndpb"
    TRIBUNAL = "tribunal"
    COURT = "court"
    SUB_ORGANISATION = "sub_organisation"
    AD_HOC_ADVISORY_GROUP = "ad_hoc_advisory_group"
    INDEPENDENT_MONITORING_BODY = "independent_monitoring_body"
    EXECUTIVE_OFFICE = "executive_office"
    CIVIL_SERVICE = "civil_service"
    PUBLIC_CORPORATION = "public_corporation"
    DEVOLVED_GOVERNMENT = "devolved_government"
    LOCAL_AUTHORITY = "local_authority"
    HEALTH_BODY = "health_body"
    SPECIAL_HEALTH_AUTHORITY = "special_health_authority"
    FEDERAL_AGENCY = "federal_agency"
    OTHER = "other"


KIND_WORDS: dict[BodyKind, str] = {
    BodyKind.MINISTERIAL_DEPARTMENT: "Ministerial department",
    BodyKind.NON_MINISTERIAL_DEPARTMENT: "Non-ministerial department",
    BodyKind.EXECUTIVE_AGENCY: "Executive agency",
    BodyKind.EXECUTIVE_NDPB: "Executive non-departmental public body",
    BodyKind.ADVISORY_NDPB: "Advisory non-departmental public body",
    BodyKind.TRIBUNAL: "Tribunal",
    BodyKind.COURT: "Court",
    BodyKind.SUB_ORGANISATION: "Part of another body",
    BodyKind.AD_HOC_ADVISORY_GROUP: "Ad hoc advisory group",
    BodyKind.INDEPENDENT_MONITORING_BODY: "Independent monitoring body",
    BodyKind.EXECUTIVE_OFFICE: "Executive office",
    BodyKind.CIVIL_SERVICE: "Civil service",
    BodyKind.PUBLIC_CORPORATION: "Public corporation",
    BodyKind.DEVOLVED_GOVERNMENT: "Devolved government",
    BodyKind.LOCAL_AUTHORITY: "Local authority",
    BodyKind.HEALTH_BODY: "Health body",
    BodyKind.SPECIAL_HEALTH_AUTHORITY: "Special health authority",
    BodyKind.FEDERAL_AGENCY: "Federal agency",
    BodyKind.OTHER: "Other public body",
}


# The same of several: "11 ministerial departments".
KINDS_WORDS: dict[BodyKind, str] = {
    BodyKind.MINISTERIAL_DEPARTMENT: "Ministerial departments",
    BodyKind.NON_MINISTERIAL_DEPARTMENT: "Non-ministerial departments",
    BodyKind.EXECUTIVE_AGENCY: "Executive agencies",
    BodyKind.EXECUTIVE_NDPB: "Executive non-departmental public bodies",
    BodyKind.ADVISORY_NDPB: "Advisory non-departmental public bodies",
    BodyKind.TRIBUNAL: "Tribunals",
    BodyKind.COURT: "Courts",
    BodyKind.SUB_ORGANISATION: "Parts of other bodies",
    BodyKind.AD_HOC_ADVISORY_GROUP: "Ad hoc advisory groups",
    BodyKind.INDEPENDENT_MONITORING_BODY: "Independent monitoring bodies",
    BodyKind.EXECUTIVE_OFFICE: "Executive offices",
    BodyKind.CIVIL_SERVICE: "Civil services",
    BodyKind.PUBLIC_CORPORATION: "Public corporations",
    BodyKind.DEVOLVED_GOVERNMENT: "Devolved governments",
    BodyKind.LOCAL_AUTHORITY: "Local authorities",
    BodyKind.HEALTH_BODY: "Health bodies",
    BodyKind.SPECIAL_HEALTH_AUTHORITY: "Special health authorities",
    BodyKind.FEDERAL_AGENCY: "Federal agencies",
    BodyKind.OTHER: "Other public bodies",
}


class ClosedHow(StrEnum):
    """How a body came to its end, after `govuk_closed_status` of the GOV.UK organisations API."""

    MERGED = "merged"
    SPLIT = "split"
    RENAMED = "changed_name"
    REPLACED = "replaced"
    DEVOLVED = "devolved"
    LEFT_GOVERNMENT = "left_gov"
    ENDED = "no_longer_exists"
    UNKNOWN = "unknown"  # closed, and the source does not say how


CLOSED_WORDS: dict[ClosedHow, str] = {
    ClosedHow.MERGED: "merged into another body",
    ClosedHow.SPLIT: "split into other bodies",
    ClosedHow.RENAMED: "goes by another name",
    ClosedHow.REPLACED: "replaced by another body",
    ClosedHow.DEVOLVED: "its work was devolved",
    ClosedHow.LEFT_GOVERNMENT: "left government",
    ClosedHow.ENDED: "no longer exists",
    ClosedHow.UNKNOWN: "closed",
}
