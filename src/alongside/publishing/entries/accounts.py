"""Official accounts as the pages of forums and bodies show them, with how they were checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject

from alongside.bodies.models import Body
from alongside.forums.domain.kinds import AccountDirection, ForumLife, VerifiedHow
from alongside.forums.domain.proofs import on_forums_site
from alongside.forums.models import Verification
from alongside.publishing.domain.official import Verdict, standing_of
from alongside.publishing.entries.listings import ForumName


@dataclass(frozen=True, slots=True)
class Checked:
    """The newest look at one direction of an account's proof."""

    direction: AccountDirection
    found: bool
    address: str  # the page that was looked at
    checked_at: datetime
    how: VerifiedHow = VerifiedHow.MACHINE
    note: str = ""  # what was seen, in a sentence


@dataclass(frozen=True, slots=True)
class Heir:
    """A body that took over from the account's own."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Account:
    """An official account; `retired_at` ends its use, and so does the end of its body."""

    public_id: str
    forum_slug: str
    forum_name: str
    forum_is_practice: bool
    body_slug: str
    body_name: str
    body_is_practice: bool
    handle: str
    profile_address: str
    opened_at: datetime
    retired_at: datetime | None
    checked: Sequence[Checked]
    named_at_address: str = ""  # the page of the body's own site that names it
    language: str = ""  # BCP 47; empty: nobody said
    body_closed_how: str = ""  # empty: its body is open
    body_closed_on: date | None = None  # None: open, or closed on no known day
    body_successors: Sequence[Heir] = ()
    forum_address: str = ""
    forum_life: str = ForumLife.UNKNOWN.value

    @property
    def forum(self) -> ForumName:
        return ForumName(self.forum_slug, self.forum_name, self.forum_is_practice)

    @property
    def is_in_use(self) -> bool:
        """Whether somebody may speak from it: a body that has closed speaks no more."""
        return self.retired_at is None and not self.body_is_closed

    @property
    def body_is_closed(self) -> bool:
        return self.body_closed_how != ""

    @property
    def profile_is_elsewhere(self) -> bool:
        """Whether its profile is known only where the forum stood before: others may own that."""
        return bool(
            self.profile_address
            and self.forum_address
            and not self.forum_is_practice  # its port may change at each start
            and not on_forums_site(self.profile_address, self.forum_address)
        )

    @property
    def is_verified_both_ways(self) -> bool:
        """Whether the body's page named it and its profile linked back, when last looked at."""
        return {look.direction for look in self.checked if look.found} == set(AccountDirection)

    @property
    def standing(self) -> Verdict:
        """Official, stated by its body only, or official no more."""
        return standing_of(in_use=self.is_in_use, verified_both_ways=self.is_verified_both_ways)

    @property
    def unproved(self) -> list[AccountDirection]:
        """The directions in which its proof was not found, or not looked for yet."""
        found = {look.direction for look in self.checked if look.found}
        return [direction for direction in AccountDirection if direction not in found]

    @property
    def is_practice(self) -> bool:
        return self.forum_is_practice or self.body_is_practice

    def look_at(self, direction: str) -> Checked | None:
        """The newest look at one direction; None: nobody has looked."""
        return next((look for look in self.checked if look.direction == direction), None)

    @property
    def checked_at(self) -> datetime | None:
        """When every direction that was looked at had been looked at; None: never."""
        return min((look.checked_at for look in self.checked), default=None)


def account_row() -> JSONObject:
    """For a query of official accounts: one as JSON, which `account_of` reads."""
    newest = (
        Verification.objects.filter(account=OuterRef("pk"))
        .order_by("direction", "-checked_at", "-pk")
        .distinct("direction")
    )
    heirs = Body.objects.filter(predecessors=OuterRef("body")).order_by("name_key", "slug")
    return JSONObject(
        public_id="public_id",
        forum_slug=F("forum__slug"),
        forum_name=F("forum__name"),
        forum_is_practice=F("forum__is_practice"),
        body_slug=F("body__slug"),
        body_name=F("body__name"),
        body_is_practice=F("body__is_practice"),
        handle="handle",
        profile_address="profile_address",
        opened_at="opened_at",
        retired_at="retired_at",
        named_at_address="named_at_address",
        language="language",
        body_closed_how=F("body__closed_how"),
        body_closed_on=F("body__closed_on"),
        body_successors=ArraySubquery(heirs.values(row=JSONObject(slug="slug", name="name"))),
        forum_address=F("forum__address"),
        forum_life=F("forum__life"),
        checked=ArraySubquery(
            newest.values(
                row=JSONObject(
                    direction="direction",
                    found="found",
                    address="address",
                    checked_at="checked_at",
                    how="how",
                    note="note",
                )
            )
        ),
    )


def account_of(row: dict[str, Any]) -> Account:
    looks = [
        Checked(
            direction=AccountDirection(look["direction"]),
            found=look["found"],
            address=look["address"],
            checked_at=datetime.fromisoformat(look["checked_at"]),
            how=VerifiedHow(look["how"]),
            note=look["note"],
        )
        for look in row["checked"]
    ]
    return Account(
        **{
            **row,
            "opened_at": datetime.fromisoformat(row["opened_at"]),
            "retired_at": datetime.fromisoformat(row["retired_at"]) if row["retired_at"] else None,
            "body_closed_on": date.fromisoformat(row["body_closed_on"])
            if row["body_closed_on"]
            else None,
            "body_successors": [Heir(**heir) for heir in row["body_successors"]],
            "checked": looks,
        }
    )
