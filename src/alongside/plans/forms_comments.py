"""What people type about the parts of a draft: one box for each part, and none need be filled."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alongside.plans.domain.consulting import WORDS_LENGTH
from alongside.proposals.typed import PlainText


class CommentForm(forms.Form):
    """Comments by part of the plan. They are published: nobody's personal details."""

    def __init__(
        self,
        *args: Any,
        titles: Mapping[str, str],
        official_domains: frozenset[str] = frozenset(),
        **kwargs: Any,
    ) -> None:
        """`titles`: what the parts that can be commented on are called, by key."""
        super().__init__(*args, **kwargs)
        self._parts = {f"words_{number}": key for number, key in enumerate(titles, 1)}
        for name, key in self._parts.items():
            field = PlainText(
                label=_("What do you think of “%(part)s”?") % {"part": titles[key]},
                required=False,
                max_length=WORDS_LENGTH,
                widget=forms.Textarea(attrs={"rows": 4}),
            )
            field.official_domains = official_domains
            self.fields[name] = field

    @property
    def boxes(self) -> dict[str, forms.BoundField]:
        """The box of each part, by the part's key."""
        return {key: self[name] for name, key in self._parts.items()}

    @property
    def words(self) -> dict[str, str]:
        """What was said, by the part's key."""
        return {
            key: text for name, key in self._parts.items() if (text := self.cleaned_data.get(name))
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not self.words:
            raise ValidationError(gettext("Write something about at least one part of the plan."))
        return data
