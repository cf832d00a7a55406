"""The pattern page: each component in each of its states, for those who build pages."""

from datetime import UTC, date, datetime, timedelta

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.ui import states
from alongside.ui.dates import DayMonthYearField

# A fixed moment, so that two pictures of the page can be compared.
NOW = datetime(2026, 11, 22, 15, 20, tzinfo=UTC)


class ExampleForm(forms.Form):
    """One field for each component."""

    title = forms.CharField(help_text="For example, Carer’s allowance and part-time study")
    url = forms.URLField(label="Address of the thread", required=False, assume_scheme="https")
    hours = forms.IntegerField(label="Hours in which you promise an answer", min_value=1)
    body = forms.ChoiceField(
        label="Public body",
        choices=[("", "Choose a body"), ("dwp", "Department for Work and Pensions")],
    )
    answer = forms.CharField(
        label="Your answer",
        max_length=1200,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="As it will stand in the forum",
    )
    model = forms.ChoiceField(
        label="How will you take part?",
        choices=[("open", "Open answering"), ("referral", "Referral"), ("listen", "Listen only")],
        widget=forms.RadioSelect,
    )
    topics = forms.MultipleChoiceField(
        choices=[("benefits", "Benefits"), ("health", "Health"), ("students", "Student finance")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    starts_on = DayMonthYearField(label="First day", help_text="For example, 27 3 2027")
    agreed = forms.BooleanField(
        label="The operator has agreed in writing", help_text="Keep the message; you will be asked"
    )
    evidence = forms.FileField(label="The operator’s message", required=False)
    password = forms.CharField(widget=forms.PasswordInput)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=3)

    def clean(self) -> None:
        super().clean()
        raise ValidationError(
            "The forum’s operator asked for no links (agreement of 3 May, condition 2). "
            "Take the link out, or ask them."
        )


@require_safe
def patterns(request: HttpRequest) -> HttpResponse:
    """Shown as a public page, or with `?layout=workspace` as one of the workspace."""
    if not settings.DEBUG:
        raise Http404("The pattern page is for development.")
    in_workspace = request.GET.get("layout") == "workspace"
    typed = {"title": "", "url": "no address", "hours": "soon", "answer": "See www.example.org"}
    typed |= {"starts_on_day": "31", "starts_on_month": "2", "starts_on_year": "2027"}
    context = {
        "layout": "ui/workspace.html" if in_workspace else "ui/public.html",
        "section": "forums",
        "nav": _nav(),
        "signed_in_role": "adviser",
        "now": NOW,
        "practice": True,
        "today": date(2026, 11, 22),
        "soon": NOW + timedelta(minutes=40),
        "earlier": NOW - timedelta(hours=2),
        "yesterday": NOW - timedelta(hours=26),
        "breadcrumbs": [{"text": "Home", "href": "/"}, {"text": "Patterns", "href": "?"}],
        "blank": ExampleForm(auto_id="blank_%s"),
        "faulty": ExampleForm(typed, auto_id="faulty_%s"),
        "tones": list(states.Tone),
        "states": list(states.SAYINGS),
        "page": Paginator(range(230), 20).page(5),
        "thread": _thread(),
        "checks": _checks(),
        "events": _events(),
    }
    return render(request, "ui/patterns.html", context)


def _nav() -> list[dict[str, object]]:
    names = ("Queue", "Second reading", "Agreements", "Plans", "Watches", "Accounts")
    return [
        {
            "text": name,
            "href": "?layout=workspace",
            "active": place == 0,
            "count": 0 if place else 12,
        }
        for place, name in enumerate(names)
    ]


def _thread() -> list[dict[str, object]]:
    return [
        {
            "role": "asker",
            "at": NOW - timedelta(hours=3),
            "text": "I look after my mother and begin a course in January.\n\n"
            "Does carer’s allowance stop when I study 21 hours a week?",
        },
        {
            "role": "member",
            "at": NOW - timedelta(hours=2),
            "text": "I think so, but it was years ago for me. Someone here will know.",
        },
        {
            "role": "moderator",
            "at": NOW - timedelta(hours=1),
            "text": "I have passed this on to the department’s official account.",
        },
        {
            "role": "official",
            "by": "Department for Work and Pensions, official account",
            "at": NOW - timedelta(minutes=5),
            "text": "You cannot get it while you study for 21 hours a week or more.",
        },
    ]


def _checks() -> list[dict[str, str]]:
    return [
        {
            "name": "No personal identifiers",
            "result": "blocked",
            "found": "QQ 12 34 56 C",
            "advice": "This reads as a National Insurance number. Take it out.",
        },
        {
            "name": "No comment on the individual case",
            "result": "flagged",
            "found": "you will get",
            "advice": "Say what the rule is, not what this person will get.",
        },
        {
            "name": "An official source is linked",
            "result": "passed_over",
            "reason": "The operator allows no links.",
        },
        {"name": "The reply says who speaks", "result": "passed"},
        {"name": "Nobody is invited to write privately", "result": "passed"},
    ]


def _events() -> list[dict[str, object]]:
    forum = "https://forum.example/t/1042#p7"
    return [
        {"title": "Drafted", "by": "Ama Boateng, adviser", "at": NOW - timedelta(hours=26)},
        {
            "title": "Approved",
            "by": "Idris Pugh, second reader",
            "at": NOW - timedelta(hours=2),
            "detail": "All checks passed but one, which was passed over with a reason.",
        },
        {
            "title": "Sending stopped",
            "at": NOW - timedelta(minutes=90),
            "kind": "stopped",
            "detail": "The operator held the agreement. Nothing was posted.",
        },
        {
            "title": "Live: read back in the forum",
            "at": NOW - timedelta(minutes=5),
            "kind": "proof",
            "href": forum,
        },
        {"title": "Outcome asked in 7 days", "kind": "next"},
    ]
