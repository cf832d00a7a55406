"""Two entries of the register that turned out to be one public body."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from alongside.accounts.domain.roles import Permission
from alongside.bodies import merge_actions
from alongside.bodies import queries as bodies
from alongside.bodies.domain.kinds import CLOSED_WORDS, KIND_WORDS, BodyKind, ClosedHow
from alongside.bodies.models import Body
from alongside.core import clock
from alongside.ui.formatting import day
from alongside.ui.jurisdictions import jurisdiction_words
from alongside.workspace.forms_bodies import BodyForm, BodyMergeForm
from alongside.workspace.staff import StaffRequest, show, staff_page

CHOICES_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Fact:
    """What both entries say of one thing, and what stands when they are one. Line by line."""

    label: str
    kept: Sequence[str]
    merged: Sequence[str]
    joined: Sequence[str]

    @property
    def differs(self) -> bool:
        return self.kept != self.merged


@staff_page(Permission.KEEP_REGISTER)
def body_merge(request: StaffRequest, slug: str) -> HttpResponse:
    """First the other entry is found, then both are shown side by side, then it is done."""
    entry = bodies.get_body(slug)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    chosen = (request.POST.get("with") or request.GET.get("with", "")).replace("\x00", "")
    other = Body.objects.exclude(pk=entry.pk).filter(slug=chosen[:100]).first()
    if other is None:
        context = {
            "body": entry,
            "text": text,
            "found": _others(entry, text) if text else None,
            "twins": bodies.twins_of(entry)[:CHOICES_SHOWN],
        }
        return show(request, "body_merge.html", context)
    merging = merge_actions.what_would_merge(kept=entry, merged=other)
    form = BodyMergeForm(request.POST or None, initial={"seen": merging.seen})
    if request.method == "POST" and form.is_valid():
        try:
            kept = merge_actions.merge_bodies(
                kept_id=entry.pk,
                merged_id=other.pk,
                reason=form.cleaned_data["reason"],
                seen=form.cleaned_data["seen"],
                by=request.duty,
                at=clock.now(),
            )
        except merge_actions.CannotMerge as exc:
            # The next try is made with both entries seen as they are now.
            form = BodyMergeForm(request.POST.copy() | {"seen": merging.seen})
            form.add_error(None, str(exc))
        else:
            said = _("The two entries are one. The page of %(merged)s leads here from now on.")
            messages.success(request, said % {"merged": other.name})
            return redirect("workspace:body-edit", kept.slug)
    facts = _facts(merging.kept_says, merging.merged_says, merging.joined_says)
    return show(
        request,
        "body_merge_confirm.html",
        {"body": entry, "other": other, "merging": merging, "facts": facts, "form": form},
        status=422 if form.errors else 200,
    )


def _others(entry: Body, text: str) -> list[Body]:
    found = bodies.bodies_to_keep(text=text).filter(is_practice=entry.is_practice)
    return list(found.exclude(pk=entry.pk)[:CHOICES_SHOWN])


def _facts(*statements: Mapping[str, object]) -> list[Fact]:
    """What either entry says, in the order of the form in which it is written."""
    labels = {name: field.label for name, field in BodyForm.base_fields.items()}
    labels |= {"name": _("Name"), "closed_how": _("Open or closed")}
    order = [*labels, *statements[0]]
    names = [name for name in sorted(statements[0], key=order.index) if name != "closed_on"]
    facts = []
    for name in names:
        kept, merged, joined = (_lines(name, each) for each in statements)
        if kept or merged:
            facts.append(Fact(str(labels.get(name, name)), kept, merged, joined))
    return facts


def _lines(name: str, says: Mapping[str, object]) -> list[str]:
    value = says[name]
    if name == "kind":
        return [_(KIND_WORDS[BodyKind(str(value))])]
    if name == "closed_how":
        if not value:
            return [_("Open")]
        closed = _("Closed: %s") % _(CLOSED_WORDS[ClosedHow(str(value))])
        return [closed, *_day(says["closed_on"])]
    if name == "founded_on":
        return _day(value)
    if name == "jurisdiction" and value:
        return [jurisdiction_words(str(value))]
    if isinstance(value, list):
        return [str(each) for each in value]
    return [str(value)] if value else []


def _day(value: object) -> list[str]:
    return [day(date.fromisoformat(str(value)))] if value else []
