"""Copies of the site as plain files, and what a page that is part of one says of itself.

A file is read long after it was made, so it says of which day it is wherever a page of the running
service says "today".
"""

import re
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from markupsafe import Markup

from alongside.ui import formatting

MARK = "alongside.export"  # no header can set it: those all begin with HTTP_
_DATED = re.compile(r'<time data-copy="(day|moment)" datetime="[^"]*">[^<]*</time>')


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy. `service`: where the running service is reached; empty where nobody is to be led
    there. `contact`: a page or mailbox of those who answer for it; empty where none is known."""

    made_at: datetime
    service: str = ""
    contact: str = ""

    @property
    def day(self) -> Markup:
        """The day of the copy, as people say it: 29 November 2026."""
        local = timezone.localtime(self.made_at)
        return _dated("day", local.date().isoformat(), formatting.day(local))

    @property
    def moment(self) -> Markup:
        """The moment of the copy: 29 November 2026 at 14:05."""
        said = formatting.moment(self.made_at, timezone.get_current_timezone())
        return _dated("moment", self.made_at.isoformat(timespec="seconds"), said)

    @property
    def can_send(self) -> bool:
        """Whether a page of it leads to where something can be sent."""
        return bool(self.service)

    @property
    def contact_link(self) -> str:
        """The contact as an address to follow."""
        is_mailbox = "@" in self.contact and ":" not in self.contact
        return f"mailto:{self.contact}" if is_mailbox else self.contact

    def dated(self, page: str) -> str:
        """A page of an earlier copy in which nothing has changed since, with the date of this."""
        return _DATED.sub(lambda match: getattr(self, match[1]), page)


def copy_of(request: HttpRequest | None) -> Copy | None:
    """The copy that the page is made for; None for a page of the running service."""
    return request.META.get(MARK) if request else None


def _dated(kind: str, machine: str, said: str) -> Markup:
    return Markup('<time data-copy="{}" datetime="{}">{}</time>').format(kind, machine, said)
