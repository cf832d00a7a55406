"""The front page and the page of figures: one call each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import get_language

from alongside.core.letters import name_key
from alongside.core.unchanged import kept_while_unchanged
from alongside.plans import queries as plans
from alongside.plans.models import PlanVersion
from alongside.publishing import body_lists, changes
from alongside.publishing.body_lists import Gaps
from alongside.publishing.changes import Change
from alongside.reporting import queries as reporting
from alongside.reporting.domain.indicators import (
    Band,
    Indicator,
    Period,
    bands,
    indicators,
    reply_times,
)

_A_DAY = timedelta(days=1)
_CHANGES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Home:
    """The front page: three true numbers, what is new, and what is missing."""

    numbers: Sequence[Indicator]
    newest_plans: Sequence[PlanVersion]
    changes: Sequence[Change]  # the newest few
    gaps: Gaps


@dataclass(frozen=True, slots=True)
class BodyFigures:
    slug: str
    name: str
    by_key: dict[str, Indicator]


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of real entries, or of practice, never both."""

    practice: bool
    period: Period
    questions: Sequence[Indicator]
    register: Sequence[Indicator]
    bands: Sequence[Band]
    times: int
    within_a_day: int
    by_body: Sequence[BodyFigures]

    @property
    def is_empty(self) -> bool:
        return not self.by_body


def home(*, at: datetime) -> Home:
    """What the front page says; of real entries only. Six queries at most.

    Kept for the minute that its figures are of, as long as nothing changes; its readers share it.
    """
    key = ("home", reporting.whole_period(at).end, get_language())
    return kept_while_unchanged(key, lambda: _home(at))


def _home(at: datetime) -> Home:
    counted, gaps = kept_while_unchanged(
        ("counted for home", timezone.localdate(at)),
        lambda: (reporting.register_figures(practice=False, at=at), body_lists.gaps(at=at)),
    )
    register = {found.key: found for found in counted}
    questions = {found.key: found for found in reporting.figures(practice=False, at=at)}
    return Home(
        numbers=[register["forums"], questions["answered"], questions["first_reply_median"]],
        newest_plans=list(
            plans.plans_in_force(on=timezone.localdate(at))
            .filter(body__is_practice=False)
            .prefetch_related(None)
            .select_related("body")
            .defer("document")
            .order_by("-published_at", "-pk")[:3]
        ),
        changes=changes.changes(limit=_CHANGES_SHOWN, gathered=True),
        gaps=gaps,
    )


def all_figures(*, practice: bool, at: datetime) -> Figures:
    """The page of figures, in two queries."""
    period = reporting.whole_period(at)
    logged = reporting.logged_questions(practice=practice)
    questions = [found.question for found in logged]
    times = reply_times(questions, period=period)
    names = {found.body_slug: found.body_name for found in logged}
    return Figures(
        practice=practice,
        period=period,
        questions=indicators(questions, period=period, at=period.end),
        register=kept_while_unchanged(
            ("figures of the register", practice, timezone.localdate(at)),
            lambda: reporting.register_figures(practice=practice, at=at),
        ),
        bands=bands(times),
        times=len(times),
        within_a_day=sum(time <= _A_DAY for time in times),
        by_body=[
            BodyFigures(
                slug,
                name,
                {
                    found.key: found
                    for found in indicators(
                        [each.question for each in logged if each.body_slug == slug],
                        period=period,
                        at=period.end,
                    )
                },
            )
            for slug, name in sorted(names.items(), key=lambda item: name_key(item[1]))
        ],
    )
