"""Writing a draft step by step. Two windows never write over one another's text (law 10)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from alongside.agreements import queries as agreements
from alongside.agreements.domain.terms import EngagementModel
from alongside.audit import actions as audit
from alongside.bodies.models import Body
from alongside.forums.models import Forum
from alongside.plans import consultations, drafts, writing
from alongside.plans.domain import merging
from alongside.plans.domain.errors import (
    ChangedMeanwhile,
    NoDraft,
    PlanError,
    TextsClash,
    Unfit,
)
from alongside.plans.domain.merging import LetGo, Merged, Rests
from alongside.plans.domain.steps import (
    About,
    Content,
    Law,
    ObjectiveText,
    Standards,
    Step,
    forum_step,
)
from alongside.plans.domain.terms import SecondReader
from alongside.plans.models import DraftStep, Goal, Objective, PlanIndicator, PlanVersion

# A plan is looked at again twice a year, unless its writers choose another day.
REVIEW_AFTER = timedelta(days=182)
# Texts are saved while they are written: a run of such saves is one event in the trail.
ONE_RUN = timedelta(minutes=10)


@transaction.atomic
def begin_draft(*, body: Body, by: str, at: datetime) -> PlanVersion:
    """The body's draft of the next version: a copy of the newest published one, or empty.

    Where there is a draft already, that one.
    """
    # The body's row is the lock: two people who begin at once get one draft.
    Body.objects.select_for_update().get(pk=body.pk)
    draft = PlanVersion.objects.filter(body=body, number=None).first()
    if draft is not None:
        return draft
    draft = PlanVersion(body=body, drafted_at=at, review_on=timezone.localdate(at) + REVIEW_AFTER)
    newest = PlanVersion.objects.filter(body=body, number__isnull=False).order_by("-number").first()
    if newest is not None:
        for name in _COPIED:
            setattr(draft, name, getattr(newest, name))
    draft.second_reader = SecondReader.ALWAYS.value
    draft.save()
    if newest is not None:
        _copy_rows(newest, draft)
    audit.record(kind="plan.begun", actor=by, subject=f"body:{body.slug}", at=at)
    return draft


@dataclass(frozen=True, slots=True)
class Saved:
    """How a step stands after it was saved; `let_go` are texts that a person decided against."""

    step: DraftStep
    content: Content
    let_go: tuple[LetGo, ...] = ()

    @property
    def number(self) -> int:
        return self.step.number

    @property
    def saved_by(self) -> str:
        return self.step.saved_by

    @property
    def saved_at(self) -> datetime:
        return self.step.saved_at


@transaction.atomic
def save_step(
    *,
    body: Body,
    step: Step,
    content: Content,
    seen: int,
    rests: Rests = Rests(),  # noqa: B008  # frozen
    by: str,
    at: datetime,
) -> Saved:
    """Saves one step of the draft, complete or not, with what others changed meanwhile.

    `rests` says what the text was based on; failing that, `seen` is the number of the save, 0 when
    there was none. Raises NoDraft, TextsClash when a part was changed by two, Unfit for what can be
    no part of a plan.
    """
    draft = writing.held_draft(body)
    saved = _step(draft, step.value)
    before = drafts.content_of(draft, step)
    merged = _merged(saved, content, before, seen=seen, rests=rests)
    content = merged.content
    if before == content and saved.number:
        return _outcome(draft, saved, merged, by=by, at=at)
    try:
        _write(draft, step, content, at=at)
    except Unfit as exc:
        raise Unfit(exc.faults, content) from None
    return _outcome(draft, _saved(draft, saved, by=by, at=at), merged, by=by, at=at)


@transaction.atomic
def add_objective(
    *, body: Body, forum: Forum, model: EngagementModel, by: str, at: datetime
) -> Objective:
    """Takes a forum into the draft. Raises NoDraft, PlanError when it is there already."""
    draft = writing.held_draft(body)
    writing.check_mixes_nothing(body, [forum])
    if draft.objectives.filter(forum=forum).exists():
        raise PlanError(f"{forum.name} is in the plan already. Open its page to change it.")
    only = list(draft.goals.all()[:2])
    agreed = agreements.newest_agreement(forum_id=forum.pk, body_id=body.pk)
    objective = Objective.objects.create(
        version=draft,
        forum=forum,
        model=model.value,
        # Where there is but one goal, there is nothing to choose.
        goal=only[0] if len(only) == 1 else None,
        # What the operator asked for is promised, not only obeyed.
        peers_first_hours=agreed.peers_first_hours if agreed else 0,
    )
    draft.drafted_at = at
    draft.save(update_fields=["drafted_at"])
    audit.record(
        kind="plan.forum_added",
        actor=by,
        subject=f"body:{body.slug}",
        at=at,
        details={"forum": forum.slug},
    )
    return objective


@transaction.atomic
def save_objective(
    *,
    body: Body,
    forum: Forum,
    content: ObjectiveText,
    seen: int,
    rests: Rests = Rests(),  # noqa: B008  # frozen
    by: str,
    at: datetime,
) -> Saved:
    """Saves the page of one forum, complete or not. Raises as `save_step`.

    NoDraft as well when the forum was taken out of the draft meanwhile.
    """
    draft = writing.held_draft(body)
    objective = draft.objectives.select_related("goal").filter(forum=forum).first()
    if objective is None:
        raise NoDraft(f"{forum.name} was taken out of the draft meanwhile. Add it again first.")
    saved = _step(draft, forum_step(forum.slug))
    before = drafts.objective_text(objective)
    merged = _merged(saved, content, before, seen=seen, rests=rests)
    found = cast("ObjectiveText", merged.content)
    if before == found and saved.number:
        return _outcome(draft, saved, merged, by=by, at=at)
    try:
        writing.write_objective(objective, found)
    except Unfit as exc:
        raise Unfit(exc.faults, found) from None
    return _outcome(draft, _saved(draft, saved, by=by, at=at), merged, by=by, at=at)


@transaction.atomic
def take_out_objective(*, body: Body, forum: Forum, by: str, at: datetime) -> None:
    """Takes a forum out of the draft; published versions keep it. Raises NoDraft."""
    draft = writing.held_draft(body)
    draft.objectives.filter(forum=forum).delete()
    # A page that is still open must not bring the text back without a question.
    draft.steps.filter(name=forum_step(forum.slug)).update(number=F("number") + 1)
    draft.drafted_at = at
    draft.save(update_fields=["drafted_at"])
    audit.record(
        kind="plan.forum_taken_out",
        actor=by,
        subject=f"body:{body.slug}",
        at=at,
        details={"forum": forum.slug},
    )


@transaction.atomic
def discard_draft(*, body: Body, seen_at: datetime, by: str, at: datetime) -> None:
    """Throws the draft away. `seen_at` is the `drafted_at` of the draft that was read.

    Raises NoDraft, ChangedMeanwhile when it was changed since, PlanError while people are asked
    about it: nobody goes on being asked about a draft that is gone.
    """
    draft = writing.held_draft(body)
    if consultations.open_now(on=timezone.localdate(at)).filter(body=body).exists():
        raise PlanError(
            "People are being asked about this draft. It can be thrown away once that has closed, "
            "or was called off, which is possible as long as nobody has commented."
        )
    if draft.drafted_at != seen_at:
        raise ChangedMeanwhile(
            "The draft has changed since you opened this page. Read it again, then decide."
        )
    draft.delete()
    audit.record(kind="plan.discarded", actor=by, subject=f"body:{body.slug}", at=at)


_COPIED = (
    *("title", "goal", "disclosure", "disclosure_line", "languages"),
    *("safeguarding_role", "contact_role", "contact", "corrections_contact"),
    *("lawful_basis", "legal_power", "assessment_reference", "assessed_on"),
)


def _copy_rows(newest: PlanVersion, draft: PlanVersion) -> None:
    goals = {}
    for goal in newest.goals.all():
        goals[goal.pk] = Goal.objects.create(
            version=draft,
            key=goal.key,
            position=goal.position,
            title=goal.title,
            description=goal.description,
        )
    taken: set[int] = set()
    for objective in newest.objectives.select_related("forum__merged_into"):
        old_goal = objective.goal_id
        # A forum that was found to be another one meanwhile is in the plan as that one.
        while objective.forum.merged_into is not None:
            objective.forum = objective.forum.merged_into
        if objective.forum_id in taken:
            continue
        taken.add(objective.forum_id)
        objective.pk, objective.version = None, draft
        objective.goal = goals[old_goal] if old_goal else None
        objective._state.adding = True
        objective.save()
    PlanIndicator.objects.bulk_create(
        PlanIndicator(
            version=draft,
            **{
                field.attname: getattr(indicator, field.attname)
                for field in PlanIndicator._meta.concrete_fields
                if field.attname not in ("id", "version_id")
            },
        )
        for indicator in newest.indicators.all()
    )


def _step(draft: PlanVersion, name: str) -> DraftStep:
    return draft.steps.filter(name=name).first() or DraftStep(draft=draft, name=name, number=0)


def _write(draft: PlanVersion, step: Step, content: Content, *, at: datetime) -> None:
    if step is Step.GOALS:
        writing.write_goals(draft, content)  # type: ignore[arg-type]  # the step's own content
    elif step is Step.INDICATORS:
        writing.write_indicators(draft, content)  # type: ignore[arg-type]  # the step's own content
    elif isinstance(content, Standards):
        writing.write_standards(draft, content)
    elif isinstance(content, Law):
        writing.write_law(draft, content, today=timezone.localdate(at))
    elif isinstance(content, About):
        draft.title, draft.goal = content.title, content.goal
        draft.review_on, draft.languages = content.review_on, list(content.languages)


def _merged(
    step: DraftStep, content: Content, before: Content, *, seen: int, rests: Rests
) -> Merged:
    """What is to be saved. Raises TextsClash."""
    if rests.on is None:
        # A page that does not say what it rests on: all of it, or nothing that is known.
        on = merging.digests_of(before) if step.number == seen else {}
        rests = Rests(on, rests.keep)
    merged = merging.merge(mine=content, saved=before, rests=rests)
    if merged.clashes:
        raise TextsClash(
            "This page was saved elsewhere while you were writing. Your text is kept: compare the "
            "two, then choose which one to keep.",
            merged,
        )
    return merged


def _outcome(
    draft: PlanVersion, step: DraftStep, merged: Merged, *, by: str, at: datetime
) -> Saved:
    if merged.let_go:
        # The text that lost stays in the trail: nobody's is lost.
        audit.record(
            kind="plan.text_let_go",
            actor=by,
            subject=f"body:{draft.body.slug}",
            at=at,
            details={
                "step": step.name,
                "texts": [
                    {"part": one.clash.part, "whose": one.whose.value, "text": one.text}
                    for one in merged.let_go
                ],
            },
        )
    return Saved(step, merged.content, merged.let_go)


def _saved(draft: PlanVersion, step: DraftStep, *, by: str, at: datetime) -> DraftStep:
    begins_run = step.saved_by != by or step.saved_at is None or at - step.saved_at > ONE_RUN
    step.number += 1
    step.saved_by, step.saved_at = by, at
    step.save()
    draft.drafted_at = at
    draft.save()
    if begins_run:
        audit.record(
            kind="plan.drafted",
            actor=by,
            subject=f"body:{draft.body.slug}",
            at=at,
            details={"step": step.name},
        )
    return step
