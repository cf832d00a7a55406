"""Reading enquiries."""

from collections.abc import Iterable

from alongside.accounts.domain.roles import Permission
from alongside.bodies.queries import Duty
from alongside.enquiries.domain.triage import EnquiryState
from alongside.enquiries.models import Enquiry, EnquiryQuerySet


def visible_to(duty: Duty) -> EnquiryQuerySet:
    """Enquiries of the bodies whose work the person may see."""
    enquiries = Enquiry.objects.select_related(
        "forum", "body", "claimed_by", "match__watch", "seen"
    )
    if duty.may(Permission.OVERSEE):
        return enquiries
    return enquiries.filter(body_id__in=duty.body_ids(Permission.SEE_WORKSPACE))


def get_enquiry_for(duty: Duty, public_id: str) -> Enquiry:
    """The enquiry, if this person may see it; else DoesNotExist, as if it never was."""
    return visible_to(duty).get(public_id=public_id)


def waiting(duty: Duty) -> EnquiryQuerySet:
    """New enquiries, the one whose standard falls due first on top."""
    return visible_to(duty).filter(state=EnquiryState.NEW.value).order_by("due_at", "pk")


def claimed_by(duty: Duty) -> EnquiryQuerySet:
    """What the person is answering."""
    return (
        visible_to(duty)
        .filter(state=EnquiryState.CLAIMED.value, claimed_by=duty.user)
        .order_by("due_at", "pk")
    )


def threads_raised(*, forum_id: int, thread_ids: Iterable[str]) -> set[tuple[int, str]]:
    """(body, thread) of those that were raised already."""
    return set(
        Enquiry.objects.filter(forum_id=forum_id, thread_id__in=list(thread_ids)).values_list(
            "body_id", "thread_id"
        )
    )
