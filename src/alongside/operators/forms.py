"""What an operator types and ticks, one thumb on a phone: choices first, words where they help."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from alongside.agreements.actions import Scope, scope_of
from alongside.agreements.domain.objecting import (
    STATEMENT_LENGTH,
    WORDS_LENGTH,
    Wish,
)
from alongside.agreements.domain.terms import (
    LOOK_WORDS,
    MODEL_WORDS,
    Answer,
    EngagementModel,
    OfficialLook,
)
from alongside.agreements.models import Agreement
from alongside.forums.named_boards import NotNames, boards_said
from alongside.guidance.domain.personal_details import personal_details
from alongside.ui import formatting

_YES, _NO = "yes", "no"
_ALWAYS = "0"  # of reading: as often as there is something new

# Each way in a sentence, for somebody who has never heard of it.
MODEL_SENTENCES: dict[EngagementModel, str | Promise] = {
    EngagementModel.REFERRAL: _("They answer only what your moderators pass to them."),
    EngagementModel.CLINIC: _(
        "They answer at announced hours, in a thread that you agreed to. This service cannot hold "
        "such hours yet: until it can, nothing is posted in this way."
    ),
    EngagementModel.OPEN_ANSWERING: _("They answer open questions, after members had their turn."),
    EngagementModel.LISTEN_ONLY: _("They read and learn, and post nothing."),
}
_READING: list[tuple[str, str | Promise]] = [
    (_NO, _("No, a program reads nothing")),
    ("168", _("Yes, once a week at most")),
    ("24", _("Yes, once a day at most")),
    ("1", _("Yes, once an hour at most")),
    (_ALWAYS, _("Yes, as often as the service finds right")),
]
_PEERS: list[tuple[str, str | Promise]] = [
    ("0", _("Officials may answer at once")),
    ("4", _("4 hours")),
    ("24", _("A day")),
    ("72", _("3 days")),
]
_UNTIL = [
    ("6", _("For 6 months")),
    ("12", _("For a year")),
    ("24", _("For 2 years")),
    ("", _("Until I change it")),
]


class PublicWords(forms.CharField):
    """Words that will stand in public: no personal details, no NUL characters."""

    def clean(self, value: Any) -> str:
        text = str(super().clean(str(value or "").replace("\0", "")))
        if found := next(personal_details(text), None):
            raise ValidationError(
                _now(
                    "“%(words)s” looks like a personal detail (%(kind)s). This is public: leave it "
                    "out."
                )
                % {"words": found.words, "kind": found.kind}
            )
        return text


class FreshLinkForm(forms.Form):
    address = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("The one at which we wrote to you."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Give the whole address, such as owner@forum.example.")},
    )


class AnswerForm(forms.Form):
    """What goes with each of the three answers; a no needs no details."""

    conditions = PublicWords(
        label=_("Your conditions, in your own words"),
        help_text=_("For example, “Never in the support board. Say hello in the lounge first.”"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Write down your conditions, or go back and choose “welcome”.")
        },
    )
    models_allowed = forms.MultipleChoiceField(
        label=_("In which ways are they welcome?"),
        help_text=_("Choose one or more."),
        choices=[(model.value, MODEL_WORDS[model]) for model in MODEL_SENTENCES],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one way in which they are welcome.")},
    )
    board_ids = forms.MultipleChoiceField(
        label=_("In which boards?"),
        help_text=_("Tick none for every board."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    boards_named = PublicWords(
        label=_("In which boards?"),
        help_text=_("One on each line, as your forum calls them. Leave it empty for every board."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reading = forms.ChoiceField(
        label=_("May a program read new questions?"),
        help_text=_(
            "It finds what they can answer. What fits nothing is forgotten at once; no member’s "
            "name is stored."
        ),
        choices=_READING,
        widget=forms.RadioSelect,
    )
    links = forms.ChoiceField(
        label=_("May their posts hold links?"),
        choices=[(_YES, _("Yes")), (_NO, _("No"))],
        widget=forms.RadioSelect,
    )
    peers_first = forms.ChoiceField(
        label=_("How long do members come first?"), choices=_PEERS, widget=forms.RadioSelect
    )
    posts_per_day = forms.IntegerField(
        label=_("How many posts a day, at most?"),
        help_text=_("Leave it empty for no limit."),
        min_value=1,
        max_value=1000,
        required=False,
    )
    officials_shown = forms.MultipleChoiceField(
        label=_("How is it shown who is official?"),
        choices=[(look.value, LOOK_WORDS[look]) for look in OfficialLook],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    officials_words = PublicWords(
        label=_("Who, or how else?"),
        help_text=_("For example, “One account a body, in the group Officials”."),
        max_length=300,
        required=False,
    )
    until = forms.ChoiceField(
        label=_("Until when?"), choices=_UNTIL, widget=forms.RadioSelect, required=False
    )
    contact_role = PublicWords(
        label=_("Who should they turn to?"),
        help_text=_("A role, not a name: for example, “the lead moderator, by private message”."),
        max_length=100,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        answer: Answer,
        boards: Sequence[tuple[str, str]],
        record: Agreement | None,
        today: date,
        **kwargs: Any,
    ) -> None:
        """`record` is what counts now, or counted before: the form starts from it."""
        self.answer, self.record, self.today = answer, record, today
        self.boards = dict(boards)  # names by number
        kwargs.setdefault("initial", _first_choices(record, today=today))
        super().__init__(*args, **kwargs)
        if answer is Answer.NOT_WELCOME:
            for name in [name for name in self.fields if name != "conditions"]:
                del self.fields[name]
            # The conditions of a welcome say nothing about a no, and would be published with it.
            self.initial.pop("conditions", None)
            self.fields["conditions"].required = False
            self.fields["conditions"].label = _now("Anything you would like to say?")
            self.fields["conditions"].help_text = _now("Only if you wish. It is public.")
            return
        if answer is Answer.WELCOME:
            del self.fields["conditions"]
        if boards:
            self._choices("board_ids", list(boards))
            self.fields["boards_named"].label = _now("Other boards, by name")
            self.fields["boards_named"].help_text = _now("Where the list lacks one. One a line.")
        else:
            del self.fields["board_ids"]
        if record is not None:
            self._keep_what_was(record)

    @property
    def scope(self) -> Scope | None:
        """What a welcome covers; None for a no."""
        if self.answer is Answer.NOT_WELCOME:
            return None
        data = self.cleaned_data
        reads = data["reading"] != _NO
        return Scope(
            models=frozenset(EngagementModel(model) for model in data["models_allowed"]),
            allows_reading=reads,
            links_allowed=data["links"] == _YES,
            posts_per_day=data["posts_per_day"],
            peers_first_hours=int(data["peers_first"]),
            board_ids=frozenset(data.get("board_ids", [])) | self.named_boards.keys(),
            reading_every_hours=int(data["reading"]) or None if reads else None,
            officials_shown=frozenset(OfficialLook(look) for look in data["officials_shown"]),
            officials_words=data["officials_words"],
        )

    def clean_boards_named(self) -> str:
        said = str(self.cleaned_data["boards_named"])
        try:
            boards_said(said, known=self.boards)
        except NotNames as exc:
            raise ValidationError(str(exc)) from exc
        return said

    @property
    def named_boards(self) -> dict[str, str]:
        """The boards that were typed, names by number; a known one keeps its number."""
        return boards_said(self.cleaned_data.get("boards_named", ""), known=self.boards)

    @property
    def valid_until(self) -> date | None:
        until = self.cleaned_data.get("until", "")
        if not until:
            return None
        return date.fromisoformat(until) if "-" in until else _months_on(self.today, int(until))

    @property
    def says_more(self) -> bool:
        """Whether something stands in the fields that are folded away, or is wrong there."""
        return any(
            self[name].errors or self[name].value()
            for name in ("posts_per_day", "officials_shown", "officials_words", "contact_role")
        )

    def kept(self) -> list[tuple[str, str]]:
        """What was typed, as hidden fields of the page on which it is checked."""
        return [
            (name, value)
            for name in self.fields
            for value in self.data.getlist(name)  # type: ignore[attr-defined]  # data of a POST
            if value
        ]

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _keep_what_was(self, record: Agreement) -> None:
        """A value that is none of ours, such as 6 hours, can be kept as it is."""
        hours = str(record.peers_first_hours)
        if hours not in dict(_PEERS):
            said = formatting.duration(record.peers_first_hours * 3600)
            choices = sorted([*_PEERS, (hours, said)], key=lambda choice: int(choice[0]))
            self._choices("peers_first", choices)
        every = str(record.reading_every_hours or 0)
        if record.allows_reading and every not in dict(_READING):
            said = _now("Yes, once in %s at most") % formatting.duration(int(every) * 3600)
            no, *rest = _READING
            rest = sorted([*rest, (every, said)], key=lambda choice: -int(choice[0]))
            self._choices("reading", [no, *rest])
        if record.valid_until and record.valid_until > self.today:
            said = _now("Until %s, as now") % formatting.day(record.valid_until)
            self._choices("until", [(record.valid_until.isoformat(), said), *_UNTIL])


class ObjectionForm(forms.Form):
    wish = forms.ChoiceField(
        label=_("What would you like?"),
        choices=[
            (Wish.OBJECT.value, _("I object to this post, and it may stay")),
            (Wish.REMOVE.value, _("Please remove this post")),
        ],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("What is wrong with it?"),
        help_text=_("The people who wrote it read this. No names of members."),
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class StatementForm(forms.Form):
    words = PublicWords(
        label=_("What would you like to say in public?"),
        help_text=_("Leave it empty to take back what stands there."),
        max_length=STATEMENT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def _first_choices(record: Agreement | None, *, today: date) -> dict[str, Any]:
    """What is chosen when the page opens: what the operator chose last, and else nothing that
    would let anybody in."""
    if record is None:
        return {"until": "12", "peers_first": "24"}
    scope = scope_of(record)
    return {
        "models_allowed": sorted(scope.models),
        "conditions": record.conditions,
        "board_ids": sorted(scope.board_ids),
        "reading": str(scope.reading_every_hours or 0) if scope.allows_reading else _NO,
        "links": _YES if scope.links_allowed else _NO,
        "peers_first": str(scope.peers_first_hours),
        "posts_per_day": scope.posts_per_day,
        "officials_shown": sorted(scope.officials_shown),
        "officials_words": scope.officials_words,
        "until": _until(record.valid_until, today=today),
        "contact_role": record.contact_role,
    }


def _until(last: date | None, *, today: date) -> str:
    if last is None:
        return ""
    return last.isoformat() if last > today else "12"


def _months_on(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where there is no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + years, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
