"""What an operator thinks of the draft of a body's plan: their own forum first, then the rest."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from alongside.forums.models import Forum
from alongside.operators import guarding
from alongside.operators.guarding import OperatorRequest, operator_page, show
from alongside.operators.views.pages import about
from alongside.plans import commenting, consultations
from alongside.plans.domain.consulting import ConsultationError, sections_for
from alongside.plans.forms_comments import CommentForm
from alongside.plans.models import Invitation
from alongside.proposals.queries import official_domains
from alongside.publishing import consultation_texts as reading


@operator_page("GET", "HEAD", "POST")
def consultation(request: OperatorRequest, forum_slug: str, public_id: str) -> HttpResponse:
    """The draft in the parts that concern this forum, with a box for each; whoever has nothing to
    add says so with one press. What was sent stays."""
    place = request.operator.forum(forum_slug)
    invitation = consultations.invitation_of(request.operator, place, public_id)
    found = invitation.consultation
    document = consultations.document_of(found)
    offered = [
        section.key
        for section in sections_for(consultations.sections(found), [invitation.forum.slug])
    ]
    shown = {section.key: section for section in reading.sections_shown(document)}
    is_posted = request.method == "POST"
    has_nothing = is_posted and "nothing" in request.POST
    form = CommentForm(
        request.POST if is_posted and not has_nothing else None,
        titles={key: shown[key].title for key in offered},
        official_domains=official_domains(found.body),
    )
    if is_posted:
        try:
            if has_nothing:
                commenting.say_nothing_to_add(
                    operator=request.operator,
                    forum=place,
                    consultation_id=public_id,
                    at=request.at,
                )
                return _back(place.slug, public_id, "nothing")
            if form.is_valid():
                commenting.comment_as_operator(
                    operator=request.operator,
                    forum=place,
                    consultation_id=public_id,
                    words=form.words,
                    at=request.at,
                )
                return _back(place.slug, public_id, "sent")
        except ConsultationError as exc:
            if not form.is_bound:
                return _back(place.slug, public_id, "")
            form.add_error(None, str(exc))
    return _page(request, place, invitation, form, [shown[key] for key in offered])


def _page(
    request: OperatorRequest,
    place: Forum,
    invitation: Invitation,
    form: CommentForm,
    sections: list[reading.SectionShown],
) -> HttpResponse:
    found = invitation.consultation
    said = consultations.comments_by(invitation)
    titles = {section.key: section.title for section in sections}
    return show(
        request,
        "consultation.html",
        {
            **about(request, place),
            "body": found.body,
            "consultation": found,
            "invitation": invitation,
            "is_open": found.is_open(timezone.localdate(request.at)),
            "sections": sections,
            "form": form,
            "said": [(titles.get(each.comment.section, ""), each) for each in said],
            "done": request.GET.get("done", ""),
        },
        status=guarding.UNPROCESSABLE if form.is_bound else 200,
    )


def _back(forum_slug: str, public_id: str, done: str) -> HttpResponse:
    address = reverse("operators:consultation", args=[forum_slug, public_id])
    return redirect(f"{address}?done={done}" if done else address)
