"""The other published tables by HTTP, proposed corrections, and the index of the interface."""

from collections.abc import Mapping
from inspect import Parameter, Signature
from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from ninja import Query

from alongside.api import tables
from alongside.api.interface import api
from alongside.api.record_schemas import (
    CriterionOut,
    EndpointOut,
    IndexOut,
    ProposalOut,
)
from alongside.api.shapes import (
    Answer,
    Cursor,
    Limit,
    OneSlug,
    Slice,
    cursor_of,
    number_behind,
    slug_behind,
)
from alongside.api.views import ERRORS
from alongside.core import clock
from alongside.enquiries.domain.triage import EnquiryState, Origin
from alongside.forums.domain.kinds import AliasKind
from alongside.forums.domain.listing import CRITERION_EVIDENCE, CRITERION_WORDS
from alongside.periods.domain.terms import Mode
from alongside.proposals import queries as proposed
from alongside.proposals.domain.life import ProposalState
from alongside.publishing import walks
from alongside.publishing.domain.filters import clean
from alongside.publishing.tables import (
    DataFile,
    boards,
    consultations,
    cover,
    lists,
    periods,
    plans,
    register,
    taking_part,
)

AliasOut = tables.answer_of(register.ALIASES, "AliasOut")
MergedOut = tables.answer_of(register.MERGED, "MergedOut")
MergedBodyOut = tables.answer_of(register.MERGED_BODIES, "MergedBodyOut")
WithdrawnOut = tables.answer_of(register.WITHDRAWN, "WithdrawnOut")
NoneFoundOut = tables.answer_of(lists.NONE_FOUND, "NoneFoundOut")
CoverageOut = tables.answer_of(cover.COVERAGE, "CoverageOut")
EnquiryOut = tables.answer_of(taking_part.ENQUIRIES, "EnquiryOut")
ReplyRecord = tables.answer_of(taking_part.REPLIES, "ReplyRecord")
PlanGoalRecord = tables.answer_of(plans.PLAN_GOALS, "PlanGoalRecord")
BoardRecord = tables.answer_of(boards.BOARDS, "BoardRecord")
PeriodRecord = tables.answer_of(periods.PERIODS, "PeriodRecord")
PlanIndicatorRecord = tables.answer_of(plans.PLAN_INDICATORS, "PlanIndicatorRecord")
ConsultationRecord = tables.answer_of(consultations.PLAN_CONSULTATIONS, "ConsultationRecord")
ConsultedRecord = tables.answer_of(consultations.PLAN_CONSULTED, "ConsultedRecord")
CommentRecord = tables.answer_of(consultations.PLAN_COMMENTS, "CommentRecord")

CoverState = Literal["covered", "gap", "searched", "beyond"]
ShownState = Annotated[
    Literal["waiting", "accepted", "accepted_in_part", "declined"] | None,
    Query(description="How it was answered, or that it waits"),
]


def _add_records(
    path: str,
    file: DataFile,
    answer: type[Answer],
    *,
    walk: str,
    summary: str,
    narrowed_by: Mapping[str, str],
    words: str = "",
) -> None:
    """Adds a table of which a reader may ask for one body, one forum, or both.

    `narrowed_by`: by the name of the parameter, the column of the table it is held against. `walk`
    is of its cursors, as in `tables.part_of`.
    """

    def view(request: HttpRequest, limit: int, cursor: str, **asked: str) -> Slice[Any]:
        by = {column: asked[name] for name, column in narrowed_by.items()}
        return tables.part_of(file, answer, walk=walk, limit=limit, cursor=cursor, **by)

    view.__name__, view.__doc__ = path.strip("/").replace("-", "_"), words or None
    one = Parameter.POSITIONAL_OR_KEYWORD
    # The interface is described, and what comes in checked, by the signature.
    view.__signature__ = Signature(  # type: ignore[attr-defined]  # functions may have one (PEP 362)
        [
            Parameter("request", one, annotation=HttpRequest),
            *(Parameter(name, one, annotation=OneSlug, default="") for name in narrowed_by),
            Parameter("limit", one, annotation=Limit, default=50),
            Parameter("cursor", one, annotation=Cursor, default=""),
        ]
    )
    add = api.get(
        path, response={200: tables.slice_of(answer), **ERRORS}, summary=summary, tags=["records"]
    )
    add(view)


@api.get("/", response={200: IndexOut, 422: ERRORS[422]}, summary="This list", tags=["about"])
def index(request: HttpRequest) -> IndexOut:
    """Every address of the interface, with what may be asked there."""
    site, document = settings.ALONGSIDE_ADDRESS, api.get_openapi_schema()
    return IndexOut(
        version=api.version,
        description=api.description,
        openapi=f"{site}{reverse('api:openapi-json')}",
        page=f"{site}{reverse('interface:about')}",
        licence=settings.ALONGSIDE_LICENCE_ADDRESS,
        endpoints=[
            EndpointOut(
                address=f"{site}{path}",
                summary=said["get"]["summary"],
                parameters=[
                    found["name"]
                    for found in said["get"].get("parameters", ())
                    if found["in"] == "query"
                ],
            )
            for path, said in document["paths"].items()
        ],
    )


@api.get(
    "/proposals",
    response={200: Slice[ProposalOut], **ERRORS},
    summary="Corrections that somebody proposed, and how they were answered",
    tags=["records"],
)
def proposals(
    request: HttpRequest,
    forum: OneSlug = "",
    body: OneSlug = "",
    state: ShownState = None,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Slice[ProposalOut]:
    """Of those that wait, only what they are about: their words are public once a person has
    looked at them."""
    found = proposed.public_proposals_after(
        forum=forum,
        body=body,
        state=ProposalState(state) if state else None,
        after=number_behind("proposal", cursor),
        limit=limit + 1,
    )
    return Slice(
        items=[ProposalOut.of(seen, site=settings.ALONGSIDE_ADDRESS) for _, seen in found[:limit]],
        next=cursor_of("proposal", found[limit - 1][0]) if len(found) > limit else None,
    )


_add_records(
    "/no-forum-found",
    lists.NONE_FOUND,
    NoneFoundOut,
    walk="none",
    summary="Searches that found no forum",
    words="Of each body the newest counts.",
    narrowed_by={"body": "body__slug"},
)


@api.get(
    "/coverage",
    response={200: tables.slice_of(CoverageOut), **ERRORS},
    summary="Which body covers which topic, and where the gaps are",
    tags=["records"],
)
def coverage(
    request: HttpRequest,
    body: OneSlug = "",
    topic: Annotated[str, Query(max_length=120, description="Code of a topic, see /topics")] = "",
    state: Annotated[CoverState | None, Query(description="As in `state`")] = None,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Slice[Any]:
    """In the order of the bodies' identifiers. Open bodies only."""
    found = walks.coverage_after(
        body=body,
        topic=clean(topic),
        state=state,
        after=slug_behind("coverage", cursor),
        limit=limit + 1,
        at=clock.now(),
    )
    last = found[limit - 1] if len(found) > limit else None
    return Slice(
        items=[tables.row_of(cover.COVERAGE, CoverageOut, row) for row in found[:limit]],
        next=cursor_of("coverage", f"{last.body_slug}/{last.topic_code}") if last else None,
    )


@api.get(
    "/listing-criteria",
    response={200: Slice[CriterionOut], 422: ERRORS[422]},
    summary="The criteria by which a body may call a forum major",
    tags=["records"],
)
def listing_criteria(request: HttpRequest) -> Slice[CriterionOut]:
    """All at once: there are a few."""
    return Slice(
        items=[
            CriterionOut(
                criterion=criterion.value, words=words, evidence=CRITERION_EVIDENCE[criterion]
            )
            for criterion, words in CRITERION_WORDS.items()
        ],
        next=None,
    )


@api.get(
    "/forum-aliases",
    response={200: tables.slice_of(AliasOut), **ERRORS},
    summary="Addresses that lead to forums",
    tags=["records"],
)
def forum_aliases(
    request: HttpRequest,
    forum: OneSlug = "",
    kind: Annotated[AliasKind | None, Query(description="How it leads there")] = None,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Slice[Any]:
    return tables.part_of(
        register.ALIASES,
        AliasOut,
        walk="alias",
        limit=limit,
        cursor=cursor,
        forum_slug=forum,
        kind=kind.value if kind else "",
    )


_add_records(
    "/merged-forums",
    register.MERGED,
    MergedOut,
    walk="merged",
    summary="Entries that were joined with another",
    words="`forum` is the entry that stands.",
    narrowed_by={"forum": "forum_slug"},
)


_add_records(
    "/merged-bodies",
    register.MERGED_BODIES,
    MergedBodyOut,
    walk="merged-body",
    summary="Entries of public bodies that were joined with another",
    words="`body` is the entry that stands.",
    narrowed_by={"body": "body__slug"},
)


_add_records(
    "/measures-withdrawn",
    register.WITHDRAWN,
    WithdrawnOut,
    walk="withdrawn",
    summary="Figures that turned out to be wrong",
    words="None of them is in /measures.",
    narrowed_by={"forum": "forum_slug"},
)


@api.get(
    "/enquiries",
    response={200: tables.slice_of(EnquiryOut), **ERRORS},
    summary="Questions that were logged for bodies, without their words",
    tags=["records"],
)
def enquiries(
    request: HttpRequest,
    body: OneSlug = "",
    forum: OneSlug = "",
    origin: Annotated[Origin | None, Query(description="How it came")] = None,
    state: Annotated[EnquiryState | None, Query(description="What became of it")] = None,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Slice[Any]:
    """No words of a question, no link to it, and nothing about who asked."""
    return tables.part_of(
        taking_part.ENQUIRIES,
        EnquiryOut,
        walk="enquiry",
        limit=limit,
        cursor=cursor,
        body__slug=body,
        forum_slug=forum,
        origin=origin.value if origin else "",
        state=state.value if state else "",
    )


_add_records(
    "/replies",
    taking_part.REPLIES,
    ReplyRecord,
    walk="reply",
    summary="Official replies that stand in forums",
    narrowed_by={"body": "enquiry__body__slug", "forum": "forum_slug"},
)


_add_records(
    "/plan-goals",
    plans.PLAN_GOALS,
    PlanGoalRecord,
    walk="plan-goal",
    summary="Goals of the plans in force",
    narrowed_by={"body": "version__body__slug"},
)


_add_records(
    "/plan-indicators",
    plans.PLAN_INDICATORS,
    PlanIndicatorRecord,
    walk="plan-indicator",
    summary="Indicators of the plans in force, with baseline and target",
    narrowed_by={"body": "version__body__slug"},
)


_add_records(
    "/plan-consultations",
    consultations.PLAN_CONSULTATIONS,
    ConsultationRecord,
    walk="plan-consultation",
    summary="Consultations on drafts of plans, open ones and those whose record is published",
    narrowed_by={"body": "body__slug"},
)


_add_records(
    "/plan-consulted",
    consultations.PLAN_CONSULTED,
    ConsultedRecord,
    walk="plan-consulted",
    summary="Operators who were asked about drafts of plans",
    narrowed_by={"body": "consultation__body__slug", "forum": "forum_slug"},
)


_add_records(
    "/plan-comments",
    consultations.PLAN_COMMENTS,
    CommentRecord,
    walk="plan-comment",
    summary="Comments on drafts of plans, and their answers",
    words="Of consultations whose record is published; nobody is named.",
    narrowed_by={"body": "consultation__body__slug", "forum": "forum_slug"},
)


@api.get(
    "/restricted-periods",
    response={200: tables.slice_of(PeriodRecord), **ERRORS},
    summary="Times before elections in which bodies keep to tighter rules",
    tags=["records"],
)
def restricted_periods(
    request: HttpRequest,
    jurisdiction: Annotated[
        str,
        Query(
            pattern=r"^([A-Z]{2}(-[A-Z0-9]{1,3})?)?$",
            description="As it is recorded: GB, GB-WLS, US",
        ),
    ] = "",
    mode: Annotated[Mode | None, Query(description="How tight the rules are")] = None,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Slice[Any]:
    """Past, in force and to come; withdrawn ones say so."""
    return tables.part_of(
        periods.PERIODS,
        PeriodRecord,
        walk="period",
        limit=limit,
        cursor=cursor,
        jurisdiction=jurisdiction,
        mode=mode.value if mode else "",
    )


_add_records(
    "/boards",
    boards.BOARDS,
    BoardRecord,
    walk="board",
    summary="Boards of forums",
    narrowed_by={"forum": "forum__slug"},
)
