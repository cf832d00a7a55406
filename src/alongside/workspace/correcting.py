"""From a proposed correction to the form of its entry, filled in as proposed, and back."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.accounts.domain.roles import Permission
from alongside.bodies.models import Body
from alongside.forums.models import Forum
from alongside.proposals import queries
from alongside.proposals.domain.fields import About, Field
from alongside.proposals.models import Proposal
from alongside.workspace.staff import StaffRequest

_PARAMETER = "proposal"
# The fields of the forms that hold one short text, by what a correction is about.
_FORM_FIELDS: dict[About, dict[Field, str]] = {
    About.FORUM: {
        Field.NAME: "name",
        Field.ADDRESS: "address",
        Field.OPERATOR: "operator_name",
        Field.SUBJECT: "subject",
        Field.AREA: "area",
        Field.HOUSE_RULES: "house_rules_address",
        Field.REPORTING: "report_address",
    },
    About.BODY: {
        Field.NAME: "name",
        Field.REMIT: "remit",
        Field.WEBSITE: "website",
        Field.CONTACT: "contact_email",
    },
}


@dataclass(frozen=True, slots=True)
class Correcting:
    """A proposal whose entry is being edited."""

    proposal: Proposal

    @property
    def initial(self) -> dict[str, str]:
        """What is proposed, in its field of the form. Empty: it is no short text."""
        proposal = self.proposal
        field = _FORM_FIELDS[About(proposal.about)].get(Field(proposal.field))
        return {field: proposal.proposed} if field else {}

    def back(self) -> HttpResponse:
        return HttpResponseRedirect(
            f"{reverse('workspace:proposal', args=[self.proposal.public_id])}#answer"
        )


def correcting(request: StaffRequest, entry: Forum | Body) -> Correcting | None:
    """The proposal that the page of the entry was opened from, if it waits for this person."""
    public_id = request.GET.get(_PARAMETER, "").replace("\0", "")
    if not public_id or not queries.may_answer_some(request.duty):
        return None
    try:
        found = queries.get_for(request.duty, public_id)
    except ObjectDoesNotExist:
        return None
    if not found.is_waiting or queries.standing_entry(found) != entry:
        return None
    return Correcting(found)


def edit_address(request: StaffRequest, proposal: Proposal) -> str:
    """Where the entry is changed, or a missing one added; empty: this person may not."""
    about, entry = About(proposal.about), queries.standing_entry(proposal)
    may_change = request.duty.may(
        Permission.KEEP_FORUMS if about is About.FORUM else Permission.KEEP_REGISTER
    )
    if not may_change:
        return ""
    if entry is None:
        return reverse(f"workspace:{about}-add")
    address = reverse(f"workspace:{about}-edit", args=[entry.slug])
    if not proposal.is_waiting:
        return address
    return f"{address}?{urlencode({_PARAMETER: proposal.public_id})}"


def words_of_change(proposal: Proposal) -> str:
    """What was changed in the field since the correction was proposed; empty: nothing, or unknown.

    For the answer, which a person looks through.
    """
    entry = queries.standing_entry(proposal)
    if entry is None or not queries.stands_changed(proposal):
        return ""
    now = queries.said_by(entry).get(Field(proposal.field), "")
    field = proposal.field_words
    if not now:
        return _("%(field)s: “%(before)s” was taken out.") % {
            "field": field,
            "before": proposal.said,
        }
    if not proposal.said:
        return _("%(field)s is now “%(now)s”.") % {"field": field, "now": now}
    return _("%(field)s: “%(before)s” became “%(now)s”.") % {
        "field": field,
        "before": proposal.said,
        "now": now,
    }
