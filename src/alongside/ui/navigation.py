"""Where the links in header and footer lead: the names of addresses that every page relies on."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alongside.ui import words


@dataclass(frozen=True, slots=True)
class Link:
    """`section` is what a page names itself after, to be marked as current in the header."""

    section: str
    text: str | Promise
    url_name: str

    @property
    def href(self) -> str:
        """Raises NoReverseMatch when the interface has no such address."""
        return words.url(self.url_name)


HOME: Final = Link("home", _("Home"), "register:home")

HEADER: Final = (
    Link("forums", _("Forums"), "register:forum-list"),
    Link("bodies", _("Public bodies"), "register:body-list"),
    Link("lists", _("Lists"), "register:lists"),
    Link("official", _("Is it official?"), "register:official"),
    Link("data", _("Data"), "register:data"),
    Link("about", _("About"), "register:about"),
)

FOOTER: Final = (
    Link("about", _("About"), "register:about"),
    Link("accessibility", _("Accessibility"), "register:accessibility"),
    Link("privacy", _("Privacy"), "register:privacy"),
    Link("figures", _("Figures"), "register:figures"),
    Link("data", _("Data"), "register:data"),
    Link("interface", _("For programs"), "interface:about"),
    Link("coverage", _("Who covers what"), "register:coverage"),
    Link("changes", _("What changed"), "register:changes"),
    Link("proposals", _("Proposed corrections"), "register:proposal-list"),
    Link("consultations", _("Consultations"), "register:consultation-list"),
    Link("official", _("Is this account official?"), "register:official"),
    Link("periods", _("Restricted periods"), "register:period-list"),
    Link("build", _("Before you build a forum"), "register:duplicate-check"),
    Link("across", _("Across government"), "register:across"),
    Link("sign-in", _("Sign in"), "account_login"),
)
