"""You decide: three big choices, details only for a welcome, and a look before it counts."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.agreements import answering
from alongside.agreements import queries as agreements
from alongside.agreements.actions import AgreementError, NothingToHold
from alongside.agreements.domain.terms import WELCOMING, Answer
from alongside.agreements.links import NotYours
from alongside.agreements.models import Agreement
from alongside.bodies.models import Body
from alongside.forums.models import Forum
from alongside.operators import guarding
from alongside.operators.forms import MODEL_SENTENCES, AnswerForm
from alongside.operators.guarding import OperatorRequest, operator_page, show
from alongside.operators.views.pages import about

CHOICES = (Answer.WELCOME, Answer.WITH_CONDITIONS, Answer.NOT_WELCOME)


@operator_page("GET", "HEAD", "POST")
def answer(request: OperatorRequest, forum_slug: str, body_slug: str) -> HttpResponse:
    """Choose, fill in, check, record. Nothing is stored before the last press."""
    forum, body = _pair(request, forum_slug, body_slug)
    chosen = _chosen(request)
    newest = agreements.newest_agreement(forum_id=forum.pk, body_id=body.pk)
    if chosen is None:
        return show(
            request, "choose.html", {**about(request, forum), "body": body, "newest": newest}
        )
    record = _record_to_start_from(forum, body)
    boards = _boards(forum, record)
    form = AnswerForm(
        request.POST if request.method == "POST" else None,
        answer=chosen,
        boards=boards,
        record=record,
        today=timezone.localdate(request.at),
    )
    step = request.POST.get("step", "")
    seen = request.POST.get("seen", newest.public_id if newest else answering.NOBODY_YET)
    page = _Page(request, forum, body, chosen, newest, dict(boards))
    if request.method != "POST" or step == "edit":
        return page.details(form, seen)
    if not form.is_valid():
        return page.details(form, seen, status=guarding.UNPROCESSABLE)
    if step != "record":
        return page.check(form, seen)
    try:
        answering.answer_body(
            operator=request.operator,
            forum=forum,
            body=body,
            answer=chosen,
            scope=form.scope,
            conditions=form.cleaned_data.get("conditions", ""),
            valid_until=form.valid_until,
            contact_role=form.cleaned_data.get("contact_role", ""),
            named_boards=form.named_boards,
            seen=seen,
            at=request.at,
        )
    except answering.AnsweredMeanwhile:
        return page.check(form, seen)
    except AgreementError as exc:
        form.add_error(None, str(exc))
        return page.details(form, seen, status=guarding.UNPROCESSABLE)
    return redirect(f"{reverse('operators:forum', args=[forum.slug])}?done=answered")


@operator_page("GET", "HEAD", "POST")
def end(request: OperatorRequest, forum_slug: str, body_slug: str) -> HttpResponse:
    """Ends the agreement with one body for good; asked once."""
    forum = request.operator.forum(forum_slug)
    newest = agreements.newest_agreements().filter(forum=forum).get(body__slug=body_slug)
    if request.method == "POST":
        try:
            answering.end_with_body(
                operator=request.operator, forum=forum, body=newest.body, at=request.at
            )
        except NothingToHold:
            return redirect("operators:forum", forum.slug)  # it has ended already
        return redirect(f"{reverse('operators:forum', args=[forum.slug])}?done=ended")
    return show(request, "end.html", {**about(request, forum), "body": newest.body})


class _Page:
    """The two pages of one answer, which share what they show."""

    def __init__(
        self,
        request: OperatorRequest,
        forum: Forum,
        body: Body,
        chosen: Answer,
        newest: Agreement | None,
        board_names: dict[str, str],
    ) -> None:
        self.request, self.chosen, self.newest = request, chosen, newest
        self.context: dict[str, Any] = {
            **about(request, forum),
            "body": body,
            "chosen": chosen.value,
            "board_names": board_names,
        }

    def details(self, form: AnswerForm, seen: str, *, status: int = 200) -> HttpResponse:
        hints = {model.value: str(sentence) for model, sentence in MODEL_SENTENCES.items()}
        context = {**self.context, "form": form, "seen": seen, "model_hints": hints}
        return show(self.request, "details.html", context, status=status)

    def check(self, form: AnswerForm, seen: str) -> HttpResponse:
        """What will be recorded; with what somebody else answered since, if they did."""
        is_newer = self.newest is not None and self.newest.public_id != seen
        context = {
            **self.context,
            "form": form,
            "seen": self.newest.public_id if self.newest else answering.NOBODY_YET,
            "meanwhile": self.newest if is_newer else None,
            "record": _as_record(form),
            "board_names": {**self.context["board_names"], **form.named_boards},
            "ends_hold": self.chosen in WELCOMING
            and self.newest is not None
            and self.newest.answer == Answer.HELD,
        }
        status = guarding.CONFLICT if is_newer else 200
        return show(self.request, "check.html", context, status=status)


def _as_record(form: AnswerForm) -> Agreement:
    """The answer as the record that it will be; it is shown, and not stored."""
    scope = form.scope
    shown = Agreement(
        answer=form.answer.value,
        answered_on=form.today,
        valid_from=form.today,
        valid_until=form.valid_until,
        conditions=form.cleaned_data.get("conditions", ""),
        contact_role=form.cleaned_data.get("contact_role", ""),
    )
    if scope is not None:
        shown.models_allowed = [model.value for model in MODEL_SENTENCES if model in scope.models]
        shown.allows_reading = scope.allows_reading
        shown.reading_every_hours = scope.reading_every_hours
        shown.links_allowed = scope.links_allowed
        shown.posts_per_day = scope.posts_per_day
        shown.peers_first_hours = scope.peers_first_hours
        shown.board_ids = sorted(scope.board_ids)
        shown.officials_shown = sorted(look.value for look in scope.officials_shown)
        shown.officials_words = scope.officials_words
    return shown


def _pair(request: OperatorRequest, forum_slug: str, body_slug: str) -> tuple[Forum, Body]:
    """Raises NotYours when the body never asked this mailbox about the forum."""
    forum = request.operator.forum(forum_slug)
    for contact in request.operator.contacts_in(forum):
        if contact.body.slug == body_slug:
            return forum, contact.body
    raise NotYours(body_slug)


def _chosen(request: OperatorRequest) -> Answer | None:
    values = request.POST if request.method == "POST" else request.GET
    try:
        chosen = Answer(values.get("answer", ""))
    except ValueError:
        return None
    return chosen if chosen in CHOICES else None


def _record_to_start_from(forum: Forum, body: Body) -> Agreement | None:
    """What the operator welcomed last: a new answer starts from it."""
    welcomed = agreements.history_of(forum_id=forum.pk, body_id=body.pk).filter(
        answer__in=sorted(WELCOMING)
    )
    return welcomed.first()


def _boards(forum: Forum, record: Agreement | None) -> list[tuple[str, str]]:
    """The forum's boards, and those of the record that the forum no longer shows: left out, a new
    answer would drop them silently, and with the last one open every board."""
    names = {board.external_id: board.name for board in forum.boards.order_by("name", "pk")}
    for board_id in record.board_ids if record else []:
        names.setdefault(board_id, _("Board %(number)s") % {"number": board_id})
    return list(names.items())
