"""What a finished survey says, as evidence for a plan: counts with their span and date. Pure."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

# A smaller count of questions could point at the people who asked them.
SMALLEST_SHOWN = 5
UNIT = "%"
_LONGEST_LABEL = 60


@dataclass(frozen=True, slots=True)
class Counted:
    """Questions that touched a topic, and those that nobody but the asker answered.

    In public `questions` and `unanswered` are None where they are fewer than `SMALLEST_SHOWN` and
    not 0, and the share is None with them.
    """

    key: str
    label: str  # "" for all questions
    questions: int | None
    unanswered: int | None

    @property
    def share(self) -> Decimal | None:
        """Per cent unanswered, to one place. None where there is no question (law 7)."""
        if not self.questions or self.unanswered is None:
            return None
        share = Decimal(100 * self.unanswered) / self.questions
        return share.quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def in_public(self) -> "Counted":
        return Counted(self.key, self.label, _shown(self.questions), _shown(self.unanswered))


@dataclass(frozen=True, slots=True)
class Evidence:
    """The newest finished survey of a forum for a body. Topics with most questions come first."""

    survey_id: str
    forum_id: int
    forum_slug: str
    body_slug: str
    body_name: str
    body_is_practice: bool
    from_month: date
    until_month: date
    surveyed_on: date
    whole: Counted
    topics: Sequence[Counted]
    archived_until: date | None = None  # of the web archive's newest page; None: the forum itself

    @property
    def months(self) -> int:
        """How many months were counted, the first and the last included."""
        years = self.until_month.year - self.from_month.year
        return 12 * years + self.until_month.month - self.from_month.month + 1

    @property
    def until_day(self) -> date:
        """The last day that was counted."""
        days = monthrange(self.until_month.year, self.until_month.month)[1]
        return self.until_month.replace(day=days)

    @property
    def in_public(self) -> "Evidence":
        """The same without counts so small that they could point at people."""
        return Evidence(
            survey_id=self.survey_id,
            forum_id=self.forum_id,
            forum_slug=self.forum_slug,
            body_slug=self.body_slug,
            body_name=self.body_name,
            body_is_practice=self.body_is_practice,
            from_month=self.from_month,
            until_month=self.until_month,
            surveyed_on=self.surveyed_on,
            whole=self.whole.in_public,
            topics=[topic.in_public for topic in self.topics],
            archived_until=self.archived_until,
        )

    def counted(self, key: str) -> Counted | None:
        """What was counted of a topic; of "" all questions."""
        return next((found for found in (self.whole, *self.topics) if found.key == key), None)

    def indicator_name(self, counted: Counted, *, forum_name: str) -> str:
        """How an indicator is called that begins from this survey; the survey is its source."""
        about = f" about {_short(counted.label)}" if counted.label else ""
        return (
            f"Questions{about} in {_short(forum_name)} that nobody answers, of all asked "
            f"(survey {self.survey_id})"
        )


def _shown(count: int | None) -> int | None:
    return None if count is not None and 0 < count < SMALLEST_SHOWN else count


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST_LABEL else f"{words[: _LONGEST_LABEL - 1]}…"
