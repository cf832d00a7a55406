"""What becomes of the open questions of a body that closes: none waits for nobody.

Each is set aside, or passes to a body that took over, where the operator welcomes that body. What
was written and not sent is withdrawn and stays to be read. What may stand in the forum already is
left to a person, as ever.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.utils import timezone

from alongside.accounts.domain.roles import Permission
from alongside.agreements.queries import agreements_in_force
from alongside.audit import actions as audit
from alongside.bodies.models import Body
from alongside.bodies.queries import Duty
from alongside.enquiries.domain.triage import OPEN, EnquiryState
from alongside.enquiries.following import follow
from alongside.enquiries.models import Enquiry
from alongside.forums.closed_lists import record_body_and_list
from alongside.forums.handing_over import heirs_of
from alongside.replies.domain.life import MOVES, ReplyState
from alongside.replies.models import Reply

_WAITING = sorted(state.value for state in OPEN)
_SETTLED = frozenset({ReplyState.WITHDRAWN, ReplyState.REJECTED, ReplyState.REMOVED})


class NotToSettle(Exception):
    """The person may not, the body is open, or the other one did not take over from it."""


@dataclass(frozen=True, slots=True)
class Settled:
    """How many open questions went which way."""

    passed_on: int = 0
    set_aside: int = 0
    left: int = 0  # whose answer may stand in the forum: a person looks


@transaction.atomic
def record_body_and_work(
    *,
    slug: str,
    list_to: Body | None = None,
    questions_to: Body | None = None,
    by: str,
    at: datetime,
    **facts: object,
) -> tuple[Body, Settled]:
    """`forums.closed_lists.record_body_and_list`, and with a body that closes its questions end.

    `questions_to`: the open body that took over and goes on with them. Raises what that raises.
    """
    was_open = Body.objects.filter(slug=slug, closed_how="").exists()
    body = record_body_and_list(slug=slug, list_to=list_to, by=by, at=at, **facts)
    if not (was_open and body.is_closed):
        return body, Settled()
    return body, _settle(body, questions_to, by=by, at=at)


def may_settle(duty: Duty, body: Body) -> bool:
    """Whether the person says what becomes of what a closed body left.

    Its engagement lead, and whoever keeps the register: a body that is gone may have no lead.
    """
    return duty.may(Permission.KEEP_REGISTER) or duty.may(Permission.LEAD, body_id=body.pk)


def bodies_with_questions_left(duty: Duty) -> QuerySet[Body]:
    """Closed bodies whose questions still wait (`questions_left`), oldest closing first.

    An import closes bodies and decides nothing about their work: here people see it.
    """
    waiting = (
        Enquiry.objects.filter(body=OuterRef("pk"), state__in=_WAITING)
        .order_by()
        .values("body")
        .annotate(count=Count("pk"))
        .values("count")
    )
    left = (
        Body.objects.exclude(closed_how="")
        .annotate(questions_left=Subquery(waiting, output_field=IntegerField()))
        .filter(questions_left__gt=0)
        .order_by("closed_on", "name_key", "pk")
    )
    if duty.may(Permission.KEEP_REGISTER):
        return left
    return left.filter(pk__in=duty.body_ids(Permission.LEAD))


@transaction.atomic
def settle_questions(*, slug: str, to_slug: str = "", by: Duty, at: datetime) -> Settled:
    """Open questions of a body that has closed already are set aside, or pass to `to_slug`.

    Raises NotToSettle, and Body.DoesNotExist.
    """
    body = Body.objects.select_for_update(of=("self",), no_key=True).get(slug=slug)
    if not may_settle(by, body):
        raise NotToSettle("Your role does not allow this. Ask the central team.")
    if not body.is_closed:
        raise NotToSettle(f"{body.name} is open, and goes on with its questions itself.")
    heir = None
    if to_slug:
        heir = next((one for one in heirs_of(body) if one.slug == to_slug), None)
        if heir is None:
            raise NotToSettle(
                f"The register does not say that this body took over from {body.name}. Have it "
                "entered as a successor first."
            )
    return _settle(body, heir, by=by.user.username, at=at)


def _settle(body: Body, heir: Body | None, *, by: str, at: datetime) -> Settled:
    welcoming: set[int] = set()
    if heir is not None:
        agreed = agreements_in_force(on=timezone.localdate(at)).filter(body=heir)
        welcoming = set(agreed.values_list("forum_id", flat=True))
    waiting = (
        Enquiry.objects.select_for_update(of=("self",))
        .filter(body=body, state__in=_WAITING)
        .order_by("pk")
    )
    passed_on = set_aside = left = 0
    for enquiry in waiting:
        if not _withdraw_unsent(enquiry, by=by, at=at):
            left += 1
        elif heir is not None and _may_pass(enquiry, heir, welcoming):
            _pass_on(enquiry, heir, by=by, at=at)
            passed_on += 1
        else:
            _set_aside(enquiry, body, heir, by=by, at=at)
            set_aside += 1
    return Settled(passed_on, set_aside, left)


def _may_pass(enquiry: Enquiry, heir: Body, welcoming: set[int]) -> bool:
    """What a moderator passed on was meant for the body before: they are told, and choose anew."""
    return (
        enquiry.forum_id in welcoming
        and not enquiry.is_referred
        and not Enquiry.objects.filter(
            body=heir, forum_id=enquiry.forum_id, thread_id=enquiry.thread_id
        ).exists()
    )


def _withdraw_unsent(enquiry: Enquiry, *, by: str, at: datetime) -> bool:
    """Withdraws replies that were not sent. False: one may stand in the forum."""
    is_settled = True
    for reply in Reply.objects.select_for_update().filter(enquiry=enquiry):
        state = ReplyState(reply.state)
        if ReplyState.WITHDRAWN in MOVES[state] and state is not ReplyState.NEEDS_PERSON:
            reply.state = ReplyState.WITHDRAWN.value
            reply.save(update_fields=["state"])
            audit.record(
                kind="reply.withdrawn", actor=by, subject=f"reply:{reply.public_id}", at=at
            )
        elif state not in _SETTLED:
            is_settled = False
    return is_settled


def _pass_on(enquiry: Enquiry, heir: Body, *, by: str, at: datetime) -> None:
    former = enquiry.body_id
    enquiry.body, enquiry.state = heir, EnquiryState.NEW.value
    enquiry.claimed_by = enquiry.claimed_at = None
    enquiry.save(update_fields=["body", "state", "claimed_by", "claimed_at"])
    follow(enquiry, at=at)
    _tell("enquiry.passed_to_successor", enquiry, {"body": [former, heir.pk]}, by=by, at=at)


def _set_aside(enquiry: Enquiry, body: Body, heir: Body | None, *, by: str, at: datetime) -> None:
    enquiry.state, enquiry.decided_at = EnquiryState.NOT_OURS.value, at
    goes_on = f" {heir.name} goes on with its work." if heir is not None else ""
    enquiry.decision_reason = f"{body.name} has closed.{goes_on}"
    enquiry.save(update_fields=["state", "decided_at", "decision_reason"])
    _tell("enquiry.set_aside", enquiry, {"decision": enquiry.state}, by=by, at=at)


def _tell(
    kind: str, enquiry: Enquiry, details: dict[str, object], *, by: str, at: datetime
) -> None:
    audit.record(
        kind=kind, actor=by, subject=f"enquiry:{enquiry.public_id}", at=at, details=details
    )
