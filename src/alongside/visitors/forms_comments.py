"""What somebody without an account says about the draft of a plan."""

from django import forms

from alongside.plans.forms_comments import CommentForm


class OpenCommentForm(CommentForm):
    """`homepage` is seen by programs only; whatever stands in it, no person typed it."""

    homepage = forms.CharField(required=False)
    token = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def is_filled_by_a_program(self) -> bool:
        return bool(self.data.get("homepage"))
