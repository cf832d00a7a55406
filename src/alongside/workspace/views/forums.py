"""Forums in the register: finding gaps, adding and editing entries, figures, joining two."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from alongside.accounts.domain.roles import Permission
from alongside.core import clock
from alongside.forums import actions, measure_actions, merge_actions
from alongside.forums import queries as forums
from alongside.forums.domain import sizes
from alongside.forums.domain.kinds import AliasKind
from alongside.forums.models import Forum, ForumAlias, Measure
from alongside.manners import queries as manners
from alongside.workspace.correcting import correcting
from alongside.workspace.forms_forums import (
    GAP_WORDS,
    AliasForm,
    BoardForm,
    ForumForm,
    MeasureForm,
    MergeForm,
    NewForumForm,
    WithdrawForm,
)
from alongside.workspace.staff import StaffRequest, show, staff_page
from alongside.workspace.telling import told

PAGE_SIZE = 50
CHOICES_SHOWN = 10


@require_safe
@staff_page()
def forum_list(request: StaffRequest) -> HttpResponse:
    text = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    gap = next((gap for gap in forums.Gap if gap == request.GET.get("gap")), None)
    found = forums.forums_for_staff(text=text, gap=gap)
    return show(
        request,
        "forum_list.html",
        {
            "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
            "text": text,
            "gap": gap,
            "gaps": GAP_WORDS,
            "may_keep": request.duty.may(Permission.KEEP_FORUMS),
            "left_alone": manners.left_alone().count(),
        },
    )


@require_safe
@staff_page()
def forum(request: StaffRequest, slug: str) -> HttpResponse:
    return _page(request, forums.get_forum(slug))


@staff_page(Permission.KEEP_FORUMS)
def forum_add(request: StaffRequest) -> HttpResponse:
    form = NewForumForm(request.POST or None)
    taken: Forum | None = None
    namesakes: Sequence[Forum] = ()
    beside: Sequence[Forum] = ()
    if request.method == "POST" and form.is_valid():
        try:
            added = actions.add_forum(
                facts=form.facts(),
                is_another=form.cleaned_data["is_another"],
                by=request.duty,
                at=clock.now(),
            )
        except actions.OnSameHost as exc:
            beside = exc.forums[:CHOICES_SHOWN]
            form.add_error(
                "address",
                ngettext(
                    "A forum of this site is in the register already. Look whether it is the same; "
                    "if it is not, tick the box below.",
                    "%(num)s forums of this site are in the register already. Look whether one of "
                    "them is the same; if none is, tick the box below.",
                    len(exc.forums),
                )
                % {"num": f"{len(exc.forums):,}"},
            )
        except actions.NamedAlike as exc:
            namesakes = exc.forums[:CHOICES_SHOWN]
            form.add_error(
                "name",
                _(
                    "A forum of this name is in the register already. Look whether it is the same; "
                    "if it is not, tick the box below."
                ),
            )
        except actions.ForumError as exc:
            taken = _say(form, exc)
        else:
            return _added(request, added)
    return show(
        request,
        "forum_add.html",
        {"form": form, "taken": taken, "namesakes": namesakes, "beside": beside},
        status=422 if form.errors else 200,
    )


@staff_page(Permission.KEEP_FORUMS)
def forum_edit(request: StaffRequest, slug: str) -> HttpResponse:
    entry = forums.get_forum(slug)
    origin = correcting(request, entry)
    proposed = origin.initial if origin else None
    form = ForumForm(request.POST or None, known=forums.facts_of(entry), proposed=proposed)
    taken: Forum | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_forum(
                forum_id=entry.pk,
                facts=form.facts(),
                seen=form.cleaned_data["seen"],
                by=request.duty,
                at=clock.now(),
            )
        except actions.ChangedMeanwhile as exc:
            # The next try is made with both texts seen.
            form = ForumForm(_seen_again(request.POST, entry), known=forums.facts_of(entry))
            form.add_error(None, str(exc))
        except actions.ForumError as exc:
            taken = _say(form, exc)
        else:
            messages.success(request, _("The entry is up to date."))
            return origin.back() if origin else redirect("workspace:forum", slug)
    return show(
        request,
        "forum_edit.html",
        {"forum": entry, "form": form, "taken": taken, "correcting": origin},
        status=422 if form.errors else 200,
    )


@require_POST
@staff_page(Permission.KEEP_FORUMS)
def forum_follow(request: StaffRequest, slug: str) -> HttpResponse:
    """Takes the address that the front page leads to as the forum's own."""
    entry = forums.get_forum(slug)
    with told(request, actions.ForumError, _("The forum stands at its new address now.")):
        actions.follow_forum(forum_id=entry.pk, by=request.duty, at=clock.now())
    return redirect("workspace:forum", slug)


@require_POST
@staff_page(Permission.KEEP_FORUMS)
def alias_add(request: StaffRequest, slug: str) -> HttpResponse:
    entry = forums.get_forum(slug)
    form = AliasForm(request.POST)
    if form.is_valid():
        try:
            actions.add_alias(
                forum_id=entry.pk,
                address=form.cleaned_data["alias_address"],
                kind=AliasKind(form.cleaned_data["alias_kind"]),
                by=request.duty,
                at=clock.now(),
            )
        except actions.ForumError as exc:
            taken = _say(form, exc, prefix="alias_")
            return _page(request, entry, alias_form=form, taken=taken, status=422)
        messages.success(request, _("The forum is recognised at this address from now on."))
        return redirect("workspace:forum", slug)
    return _page(request, entry, alias_form=form, status=422)


@require_POST
@staff_page(Permission.KEEP_FORUMS)
def alias_remove(request: StaffRequest, slug: str, alias_id: int) -> HttpResponse:
    alias = ForumAlias.objects.get(pk=alias_id, forum__slug=slug)
    with told(request, actions.ForumError, _("The address does not lead to this forum any more.")):
        actions.remove_alias(alias_id=alias.pk, by=request.duty, at=clock.now())
    return redirect("workspace:forum", slug)


@require_POST
@staff_page(Permission.KEEP_FORUMS)
def board_add(request: StaffRequest, slug: str) -> HttpResponse:
    entry = forums.get_forum(slug)
    form = BoardForm(request.POST)
    if form.is_valid():
        try:
            actions.add_board(
                forum_id=entry.pk,
                name=form.cleaned_data["board_name"],
                address=form.cleaned_data["board_address"],
                external_id=form.cleaned_data["board_number"],
                by=request.duty,
                at=clock.now(),
            )
        except actions.ForumError as exc:
            _say(form, exc, prefix="board_")
            return _page(request, entry, board_form=form, status=422)
        messages.success(request, _("The board is recorded."))
        return redirect("workspace:forum", slug)
    return _page(request, entry, board_form=form, status=422)


@staff_page(Permission.KEEP_FORUMS)
def measure_add(request: StaffRequest, slug: str) -> HttpResponse:
    entry = forums.get_forum(slug)
    form = MeasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            measure_actions.add_measure(
                forum_id=entry.pk, reading=form.reading(), by=request.duty, at=clock.now()
            )
        except actions.ForumError as exc:
            _say(form, exc)
        else:
            messages.success(request, _("The figure stands in the public register."))
            return redirect("workspace:forum", slug)
    return show(
        request,
        "measure_add.html",
        {"forum": entry, "form": form},
        status=422 if form.errors else 200,
    )


@staff_page(Permission.KEEP_FORUMS)
def measure_withdraw(request: StaffRequest, slug: str, measure_id: int) -> HttpResponse:
    measure = Measure.objects.select_related("forum").get(pk=measure_id, forum__slug=slug)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            measure_actions.withdraw_measure(
                measure_id=measure.pk,
                reason=form.cleaned_data["reason"],
                by=request.duty,
                at=clock.now(),
            )
        except actions.ForumError as exc:
            _say(form, exc)
        else:
            messages.success(request, _("The figure is withdrawn. Record the right one beside it."))
            return redirect("workspace:forum", slug)
    return show(
        request,
        "measure_withdraw.html",
        {"forum": measure.forum, "measure": measure, "form": form},
        status=422 if form.errors else 200,
    )


@staff_page(Permission.KEEP_FORUMS)
def forum_merge(request: StaffRequest, slug: str) -> HttpResponse:
    """First the other entry is found, then it is shown what would move, then it is done."""
    entry = forums.get_forum(slug)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    chosen = (request.POST.get("with") or request.GET.get("with", "")).replace("\x00", "")
    other = Forum.objects.standing().exclude(pk=entry.pk).filter(slug=chosen[:100]).first()
    if other is None:
        return show(
            request,
            "forum_merge.html",
            {"forum": entry, "text": text, "found": _others(entry, text) if text else None},
        )
    form = MergeForm(request.POST or None)
    moving = merge_actions.what_would_move(kept=entry, merged=other)
    if request.method == "POST" and form.is_valid():
        try:
            kept = merge_actions.merge_forums(
                kept_id=entry.pk,
                merged_id=other.pk,
                reason=form.cleaned_data["reason"],
                by=request.duty,
                at=clock.now(),
            )
        except actions.ForumError as exc:
            form.add_error(None, str(exc))
        else:
            messages.success(
                request,
                _("The two entries are one. The page of %(merged)s leads here from now on.")
                % {"merged": other.name},
            )
            return redirect("workspace:forum", kept.slug)
    return show(
        request,
        "forum_merge_confirm.html",
        {"forum": entry, "other": other, "moving": moving, "form": form},
        status=422 if form.errors else 200,
    )


def _added(request: StaffRequest, forum: Forum) -> HttpResponse:
    """The new entry, with what one does next."""
    messages.success(request, _("%(forum)s stands in the register.") % {"forum": forum.name})
    return redirect(f"{reverse('workspace:forum', args=[forum.slug])}?added=yes")


def _others(entry: Forum, text: str) -> list[Forum]:
    at_place = forums.forum_at(text) if "." in text else None
    found = forums.forums_for_staff(text=text).exclude(pk=entry.pk)
    rest = found.filter(is_practice=entry.is_practice)[:CHOICES_SHOWN]
    first = [at_place] if at_place is not None and at_place.pk != entry.pk else []
    return [*first, *(other for other in rest if other not in first)]


def _page(
    request: StaffRequest,
    entry: Forum,
    *,
    alias_form: AliasForm | None = None,
    board_form: BoardForm | None = None,
    taken: Forum | None = None,
    status: int = 200,
) -> HttpResponse:
    may_keep = request.duty.may(Permission.KEEP_FORUMS)
    groups = sizes.by_kind(entry.measures.all())
    led_to = forums.forum_at(entry.leads_to) if entry.leads_to else None
    return show(
        request,
        "forum.html",
        {
            "forum": entry,
            "topics": entry.topics.all(),
            "aliases": entry.aliases.all(),
            "boards": entry.boards.all(),
            "groups": [(kind, figures, sizes.weigh(figures)) for kind, figures in groups],
            "led_to": led_to if led_to is not None and led_to.pk != entry.pk else None,
            "may_keep": may_keep,
            "may_lead": request.duty.may(Permission.LEAD),
            "just_added": "added" in request.GET,
            "alias_form": (alias_form or AliasForm()) if may_keep else None,
            "board_form": (board_form or BoardForm()) if may_keep else None,
            "taken": taken,
        },
        status=status,
    )


def _say(form: forms.Form, exc: actions.ForumError, *, prefix: str = "") -> Forum | None:
    """Puts each sentence beside its field. The forum that is known at the address, if any is."""
    if isinstance(exc, actions.AddressTaken):
        form.add_error(f"{prefix}address", str(exc))
        return exc.forum
    faults = exc.faults if isinstance(exc, actions.FactsRefused) else {"": str(exc)}
    for name, sentence in faults.items():
        field = f"{prefix}{name}"
        form.add_error(field if field in form.fields else None, sentence)
    return None


def _seen_again(post: Mapping[str, Any], entry: Forum) -> Any:
    data = post.copy()  # type: ignore[attr-defined]  # a POST's
    data["seen"] = forums.facts_of(entry).fingerprint
    return data
