"""Passing a question on: its address, and whatever else an operator wants to say."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.bodies.models import Body
from alongside.enquiries.domain.referrals import NOTE_LENGTH
from alongside.forums.models import Board


class PassOnForm(forms.Form):
    """Where several bodies take part, which one; where boards are known, in which."""

    address = forms.URLField(
        label=_("Address of the thread"),
        help_text=_("Copy it from your browser while the question is open in your forum."),
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": _("Give the whole address, beginning with https://")},
    )
    body = forms.ChoiceField(
        label=_("To which public body?"),
        widget=forms.RadioSelect,
    )
    board = forms.ChoiceField(
        label=_("In which board is it?"),
        help_text=_("So that what you agreed to about boards is kept."),
    )
    note = forms.CharField(
        label=_("A sentence for the official"),
        help_text=_("Why you think that they can help. No member’s name; deleted after 60 days."),
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, *args: Any, bodies: Sequence[Body], boards: Sequence[Board], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._bodies, self._boards = list(bodies), list(boards)
        self._offer("body", [(body.slug, body.name) for body in bodies])
        if len(self._bodies) == 1:
            del self.fields["body"]
        if self._boards:
            named = [(board.external_id, board.name) for board in self._boards]
            self._offer("board", [("", _("Choose a board")), *named])
        else:
            del self.fields["board"]

    @property
    def chosen_body(self) -> Body:
        """The body that was chosen, or the only one there is."""
        slug = self.cleaned_data.get("body", self._bodies[0].slug)
        return next(body for body in self._bodies if body.slug == slug)

    @property
    def chosen_board(self) -> Board | None:
        number = self.cleaned_data.get("board", "")
        return next((board for board in self._boards if board.external_id == number), None)

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
