"""A field for words that are published: of whoever proposes, and of whoever answers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from alongside.proposals.domain import texts


class PlainText(forms.CharField):
    """Words that will be published: no control signs, few links, nobody's personal details."""

    official_domains: frozenset[str] = frozenset()

    def to_python(self, value: Any) -> str:
        return str(super().to_python(texts.cleaned(value or "")))

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))  # the length first: what is too long is not searched
        if texts.count_links(text) > texts.LINKS_AT_MOST:
            raise ValidationError(
                gettext("Give at most %(most)s links here.") % {"most": texts.LINKS_AT_MOST}
            )
        details = texts.details_in(text, official_domains=self.official_domains)
        if found := next(details, None):
            raise ValidationError(
                gettext(
                    "“%(words)s” looks like a personal detail (%(kind)s). What you write is "
                    "published: leave it out."
                )
                % {"words": found.words, "kind": found.kind}
            )
        return text
