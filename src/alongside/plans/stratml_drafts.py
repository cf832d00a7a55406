"""What a plan in StratML would make as a body's draft: found out first, and shown to a person.

Nothing is written here; `stratml_actions` saves what was shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models.functions import Lower
from django.urls import Resolver404, resolve

from alongside.agreements.domain.terms import ANSWERING_MODELS, MODEL_WORDS, EngagementModel
from alongside.bodies.models import Body
from alongside.forums.domain.places import place_of
from alongside.forums.models import Forum, ForumAlias
from alongside.plans import queries as plans
from alongside.plans.domain import stratml
from alongside.plans.domain.steps import GoalText, IndicatorText, Law, Standards, Step
from alongside.plans.domain.stratml import Reading
from alongside.plans.domain.stratml_documents import counted
from alongside.plans.domain.stratml_reading import ObjectiveRead, PlanRead, plan_read
from alongside.plans.domain.terms import Direction
from alongside.plans.drafts import content_of
from alongside.plans.models import PlanVersion

MOST_OBJECTIVES = 200
MOST_LOOKED_UP = 1_000  # objectives whose forums are looked for
MOST_SENTENCES = 200  # of what was filled in, and of what was left out
UNTIL_REVIEW = timedelta(days=182)
RESPONSE_HOURS = 48
# Of a plan that does not say how a body takes part, the least is taken for granted.
CAUTIOUS_MODEL = EngagementModel.LISTEN_ONLY


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedObjective:
    """An objective whose forum is in the register."""

    forum_slug: str
    forum_name: str
    model: EngagementModel
    statement: str
    hours: str
    response_hours: int
    peers_first_hours: int
    goal_key: str = ""
    reason: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def model_words(self) -> str:
        return MODEL_WORDS[self.model]

    @property
    def is_answering(self) -> bool:
        return self.model in ANSWERING_MODELS


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A draft as it would be. `taken`: what it took from elsewhere; `left_out`: what it lacks."""

    body_slug: str
    title: str
    goal: str
    languages: tuple[str, ...]
    standards: Standards
    law: Law
    review_on: date
    goals: tuple[GoalText, ...]
    objectives: tuple[ProposedObjective, ...]
    indicators: tuple[IndicatorText, ...]
    taken: tuple[str, ...]
    left_out: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """For programs; such as JSON holds."""
        return {name: _as_json(value) for name, value in asdict(self).items()}

    @classmethod
    def of_dict(cls, said: Mapping[str, Any]) -> Self:
        """What `as_dict` gave."""
        law = {**said["law"], "assessed_on": _day_of(said["law"]["assessed_on"])}
        return cls(
            **{
                **said,
                "review_on": date.fromisoformat(said["review_on"]),
                "languages": tuple(said["languages"]),
                "standards": Standards(**said["standards"]),
                "law": Law(**law),
                "goals": tuple(GoalText(**one) for one in said["goals"]),
                "objectives": tuple(
                    ProposedObjective(
                        **{
                            **one,
                            "model": EngagementModel(one["model"]),
                            "more": {
                                name: tuple(value) if isinstance(value, list) else value
                                for name, value in one["more"].items()
                            },
                        }
                    )
                    for one in said["objectives"]
                ),
                "indicators": tuple(map(_indicator_of, said["indicators"])),
                "taken": tuple(said["taken"]),
                "left_out": tuple(said["left_out"]),
            }
        )

    def words_of(self, key: str) -> str:
        """The title of the goal that has this key."""
        return next((goal.title for goal in self.goals if goal.key == key), "")


def _as_json(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dict):
        return {name: _as_json(inner) for name, inner in value.items()}
    return [_as_json(inner) for inner in value] if isinstance(value, list | tuple) else value


def _indicator_of(said: Mapping[str, Any]) -> IndicatorText:
    return IndicatorText(
        **{
            **said,
            "direction": Direction(said["direction"]),
            "baseline": None if said["baseline"] is None else Decimal(said["baseline"]),
            "baseline_on": _day_of(said["baseline_on"]),
            "target": None if said["target"] is None else Decimal(said["target"]),
            "target_on": _day_of(said["target_on"]),
        }
    )


def _day_of(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


def reading_as_dict(reading: Reading) -> dict[str, Any]:
    """What was read and repaired, for programs."""
    plan = reading.plan
    return {
        "part": reading.part,
        "type": plan.type.value,
        "name": plan.name,
        "organisations": [found.name for found in plan.core.organizations],
        **counted(plan),
        "repaired": [note.as_dict() for note in reading.repaired],
        "left_out": [note.as_dict() for note in reading.left_out],
        "more_notes": reading.more,
    }


def propose(plan: stratml.Plan, *, body: Body, today: date) -> Proposal:
    """The draft that the plan would make, in at most seven queries."""
    found = plan_read(plan, body_name=body.name, remit=body.remit, mailbox=body.contact_email)
    before = plans.draft_of(body.pk) or plans.plan_in_force(body.pk, on=today)
    taken: list[str] = []
    left_out = list(found.left_out)
    title = found.title
    if not title:
        title = before.title if before else f"Plan of {body.name}"[:200]
        taken.append(f"The file has no name; the draft is called “{title}”.")
    if not found.goal:
        taken.append(
            "The file does not say in a sentence what will be better. Write it before you publish."
        )
    if not found.goals:
        taken.append("The file has no goal. Set one before you publish.")
    standards, law, languages = _filled(found, before, taken)
    if law.assessed_on and law.assessed_on > today:
        left_out.append(f"The day of the assessment, {_day(law.assessed_on)}, is still to come.")
        law = replace(law, assessed_on=None)
    review_on = found.review_on
    if review_on is None or review_on <= today:
        why = (
            "The file has no end date"
            if review_on is None
            else f"Its end date is {_day(review_on)}, which is past"
        )
        review_on = today + UNTIL_REVIEW
        taken.append(f"{why}; the review date is set to {_day(review_on)}.")
    return Proposal(
        body_slug=body.slug,
        title=title,
        goal=found.goal,
        languages=languages,
        standards=standards,
        law=law,
        review_on=review_on,
        goals=found.goals,
        objectives=tuple(_objectives(found.objectives, body, taken, left_out)),
        indicators=found.indicators,
        taken=_first_of(taken),
        left_out=_first_of(left_out),
    )


# What plans by others seldom say, with what people call it.
_SELDOM_SAID = {
    "disclosure": "how officials say who they are",
    "disclosure_line": "the line that each reply holds",
    "safeguarding_role": "the safeguarding lead",
    "contact_role": "the role that operators can turn to",
    "contact": "its address",
    "corrections_contact": "where a mistake can be reported",
    "lawful_basis": "the lawful basis",
    "legal_power": "the power in law",
    "assessment_reference": "the impact assessment",
    "assessed_on": "its day",
}


def _filled(
    found: PlanRead, before: PlanVersion | None, taken: list[str]
) -> tuple[Standards, Law, tuple[str, ...]]:
    """What a file of somebody else does not say is as in the plan so far, where there is one.

    What a file of ours does not say was not said.
    """
    standards, law, languages = found.standards, found.law, found.languages
    if found.is_ours:
        return standards, law, languages
    filled: list[str] = []
    if before is not None:
        old_standards, old_law = (content_of(before, step) for step in (Step.STANDARDS, Step.LAW))
        standards = _with_old(standards, old_standards, filled)
        law = _with_old(law, old_law, filled)
        if not languages and before.languages:
            languages = tuple(before.languages)
            filled.append("the languages")
    if filled:
        taken.append(f"The file does not say: {', '.join(filled)}. It is as in your plan so far.")
    if not standards.disclosure:
        taken.append(
            "The file does not tell how officials say who they are. Write it before you publish."
        )
    return standards, law, languages


def _with_old(new: Any, old: Any, filled: list[str]) -> Any:
    values = {
        one.name: getattr(old, one.name)
        for one in fields(new)
        if not getattr(new, one.name) and getattr(old, one.name)
    }
    filled += [_SELDOM_SAID[name] for name in values]
    return replace(new, **values)


def _first_of(sentences: list[str]) -> tuple[str, ...]:
    """No page and no screen holds a sentence for each of fifty thousand objectives."""
    if len(sentences) <= MOST_SENTENCES:
        return tuple(sentences)
    more = len(sentences) - MOST_SENTENCES
    return (*sentences[:MOST_SENTENCES], f"{more:,} more of the kind.")


def _objectives(
    read: Sequence[ObjectiveRead], body: Body, taken: list[str], left_out: list[str]
) -> Iterable[ProposedObjective]:
    looked_up = read[:MOST_LOOKED_UP]
    forums = _Forums(looked_up, is_practice=body.is_practice)
    kept: dict[str, ProposedObjective] = {}
    for objective in looked_up:
        forum = forums.of(objective)
        words = f"“{objective.name}” ({objective.place})" if objective.name else objective.place
        if forum is None:
            left_out.append(
                f"Objective {words}: it names no forum of the register. Add the forum, or add the "
                "objective to the draft by hand."
            )
        elif earlier := kept.get(forum.slug):
            statement = f"{earlier.statement}\n\n{objective.statement}"
            kept[forum.slug] = replace(earlier, statement=statement)
            taken.append(
                f"Objective {words} is for {forum.name} too; its text was joined to the first’s."
            )
        elif len(kept) == MOST_OBJECTIVES:
            left_out.append(f"Objective {words}: a draft has {MOST_OBJECTIVES} at most.")
        else:
            kept[forum.slug] = _proposed(objective, forum, words, taken)
    if len(read) > len(looked_up):
        left_out.append(f"{len(read) - len(looked_up):,} further objectives.")
    return kept.values()


def _proposed(
    objective: ObjectiveRead, forum: Forum, words: str, taken: list[str]
) -> ProposedObjective:
    if objective.model is None:
        taken.append(
            f"Objective {words} does not say how you take part; “{MODEL_WORDS[CAUTIOUS_MODEL]}” is "
            "taken, until you choose."
        )
    return ProposedObjective(
        forum_slug=forum.slug,
        forum_name=forum.name,
        model=objective.model or CAUTIOUS_MODEL,
        statement=objective.statement,
        hours=objective.hours,
        response_hours=objective.response_hours or RESPONSE_HOURS,
        peers_first_hours=objective.peers_first_hours or 0,
        goal_key=objective.goal_key,
        reason=objective.reason,
        more=objective.more,
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


class _Forums:
    """The forums that objectives mean: by an address of ours, by their own, or by their name."""

    def __init__(self, objectives: Sequence[ObjectiveRead], *, is_practice: bool) -> None:
        addresses = {address for found in objectives for address in found.addresses}
        names = {name.lower() for found in objectives for name in found.names}
        standing = Forum.objects.standing().filter(is_practice=is_practice).defer("search")
        self._slugs = {address: slug for address in addresses if (slug := _our_slug(address))}
        self._places = {address: place for address in addresses if (place := place_of(address))}
        self._by_slug = {
            forum.slug: forum for forum in standing.filter(slug__in=set(self._slugs.values()))
        }
        aliases = ForumAlias.objects.filter(place__in=set(self._places.values()))
        leads_to = dict(aliases.values_list("place", "forum_id"))
        by_id = standing.in_bulk(set(leads_to.values()))
        self._by_place = {place: by_id[pk] for place, pk in leads_to.items() if pk in by_id}
        self._by_name: dict[str, Forum | None] = {}
        for forum in standing.annotate(lower=Lower("name")).filter(lower__in=names):
            # A name that two forums have names neither.
            self._by_name[forum.name.lower()] = (
                None if forum.name.lower() in self._by_name else forum
            )

    def of(self, objective: ObjectiveRead) -> Forum | None:
        for address in objective.addresses:
            if forum := self._by_slug.get(self._slugs.get(address, "")):
                return forum
            if forum := self._by_place.get(self._places.get(address, "")):
                return forum
        return next(
            (forum for name in objective.names if (forum := self._by_name.get(name.lower()))), None
        )


def _our_slug(address: str) -> str:
    """The forum's slug, when the address is that of its page here."""
    parts, ours = urlsplit(address), urlsplit(settings.ALONGSIDE_ADDRESS)
    if parts.netloc != ours.netloc:
        return ""
    try:
        match = resolve(parts.path)
    except Resolver404:
        return ""
    return str(match.kwargs["slug"]) if match.view_name == "register:forum" else ""
