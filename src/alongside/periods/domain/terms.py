"""What a restricted period says, whom it binds and when. Pure.

Before an election public bodies "do everything possible to avoid competition with parliamentary
candidates for the attention of the public", while the routine business of services goes on (UK
Government Communication Service, general election guidance; GOV.UK, "General election guidance
2024"). Devolved and local elections have their own notes, so each period has its jurisdiction.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Mode(StrEnum):
    """How tight the rules are, from loose to tight."""

    NORMAL = "normal"
    FACTUAL = "factual"
    LISTEN_ONLY = "listen_only"


MODE_WORDS: dict[Mode, str] = {
    Mode.NORMAL: "Normal work",
    Mode.FACTUAL: "Facts about services only, with a second reader",
    Mode.LISTEN_ONLY: "Listen only",
}
MODE_SENTENCES: dict[Mode, str] = {
    Mode.NORMAL: "Answering goes on as the plans say. The period is recorded, and binds nobody.",
    Mode.FACTUAL: (
        "Officials answer with facts about services only. A second reader confirms that of each "
        "answer, whatever the plan says, and the answer is marked."
    ),
    Mode.LISTEN_ONLY: (
        "Officials read along and write nothing. Answers that were approved before wait until "
        "the period is over."
    ),
}
_TIGHTNESS = list(Mode)

# Groups of nations within the United Kingdom, as ISO 3166-2:GB names them. GB is the whole of it.
_WITHIN: dict[str, frozenset[str]] = {
    "GB-UKM": frozenset({"GB"}),
    "GB-GBN": frozenset({"GB-ENG", "GB-SCT", "GB-WLS", "GB-EAW"}),
    "GB-EAW": frozenset({"GB-ENG", "GB-WLS"}),
}


class Place(StrEnum):
    """Where a period stands on a day."""

    IN_FORCE = "in_force"
    COMING = "coming"
    OVER = "over"
    WITHDRAWN = "withdrawn"


PLACE_WORDS: dict[Place, str] = {
    Place.IN_FORCE: "In force",
    Place.COMING: "To come",
    Place.OVER: "Over",
    Place.WITHDRAWN: "Withdrawn",
}


@dataclass(frozen=True, slots=True)
class PeriodTerms:
    """One period as plain data. Both days are days of the site's calendar, and both count."""

    public_id: str
    name: str
    jurisdiction: str  # ISO 3166: GB, GB-WLS, US
    kinds: frozenset[str]  # of bodies; empty: every kind
    mode: Mode
    begins_on: date
    ends_on: date
    address: str  # of its public page

    @property
    def is_binding(self) -> bool:
        return self.mode is not Mode.NORMAL

    def binds(self, jurisdiction: str, kind: str) -> bool:
        """Whether it is about a body of this jurisdiction and kind."""
        return covers(self.jurisdiction, jurisdiction) and (not self.kinds or kind in self.kinds)


def covers(period: str, body: str) -> bool:
    """Whether a period of one jurisdiction covers a body of another.

    A wider one covers the narrower ones within it: GB covers GB-ENG, and GB-EAW covers GB-WLS. A
    narrower one does not reach up: an election in Wales does not bind a department of the whole
    United Kingdom. A body of which no jurisdiction is known is covered by none.
    """
    if not period or not body:
        return False
    if period == body or body.startswith(f"{period}-"):
        return True
    within = _WITHIN.get(period, frozenset())
    return body in within or (period == "GB-UKM" and body.startswith("GB-"))


def places(known: Iterable[str]) -> set[str]:
    """Where a period can count when these are the jurisdictions of bodies: there, in what each lies
    within, and in the United Kingdom and its parts, whose bodies are added one by one."""
    nations = {"GB", "GB-ENG", "GB-SCT", "GB-WLS", "GB-NIR"}
    found = nations | {code for code in known if code}
    wider = {code.partition("-")[0] for code in found}
    return found | wider | {code for code, within in _WITHIN.items() if within & found}


def tightest(periods: Iterable[PeriodTerms]) -> PeriodTerms | None:
    """Of several that are in force at once the one that counts; None: none of them binds.

    The tighter mode wins, then the one that ends last, so that whoever reads its end is not told
    too early a day.
    """
    binding = [period for period in periods if period.is_binding]
    return max(
        binding,
        key=lambda period: (_TIGHTNESS.index(period.mode), period.ends_on, period.public_id),
        default=None,
    )


def in_force_for(
    periods: Sequence[PeriodTerms], *, jurisdiction: str, kind: str, on: date
) -> list[PeriodTerms]:
    """Those that are about such a body on that day, the tightest first."""
    found = [
        period
        for period in periods
        if period.begins_on <= on <= period.ends_on and period.binds(jurisdiction, kind)
    ]
    return sorted(
        found, key=lambda period: (-_TIGHTNESS.index(period.mode), period.ends_on, period.name)
    )
