"""Drafts and records of consultations in words: the draft part by part, and what became of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from alongside.agreements.domain.terms import ANSWERING_MODELS
from alongside.plans.domain.consulting import WHOLE, Section, sections_of
from alongside.plans.domain.differences import FIELDS, Part, Says
from alongside.plans.domain.documents import Document, as_current
from alongside.plans.domain.steps import STEP_WORDS, Step
from alongside.plans.domain.terms import DIRECTION_WORDS, Direction
from alongside.publishing.plan_differences import label_of, said
from alongside.reporting.domain.targets import FIGURES
from alongside.ui import formatting

_PARTS = {
    Step.ABOUT: Part.ABOUT,
    Step.STANDARDS: Part.STANDARDS,
    Step.LAW: Part.LAW,
}


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a part of the draft says. `text` may have several paragraphs."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class SectionShown:
    """A part of the draft; without facts it says nothing yet."""

    key: str
    title: str
    facts: Sequence[Fact]
    forum_id: str = ""

    @property
    def is_whole(self) -> bool:
        return self.key == WHOLE


@dataclass(frozen=True, slots=True)
class AskedShown:
    """An operator who was asked; `asked_on` None: the letter never went out."""

    forum_id: str
    forum_name: str
    asked_on: date | None
    has_answered: bool


@dataclass(frozen=True, slots=True)
class CommentShown:
    """A comment and its answer; `forum_name` is empty for one of everybody."""

    id: str
    forum_id: str
    forum_name: str
    made_on: date
    words: str
    withheld_because: str
    answer: str  # changed, not_changed or empty
    answer_words: str


@dataclass(frozen=True, slots=True)
class RecordShown:
    """What is published of one consultation."""

    id: str
    introduction: str
    opened_on: date
    closed_on: date
    called_off_because: str
    is_open_to_all: bool
    draft_sha256: str
    asked: Sequence[AskedShown]
    sections: Sequence[tuple[str, Sequence[CommentShown]]]  # title and comments, only where any

    @property
    def comments(self) -> list[CommentShown]:
        return [comment for _title, found in self.sections for comment in found]

    @property
    def answered(self) -> int:
        """How many of the operators who were asked have answered."""
        return sum(found.has_answered for found in self.asked)

    @property
    def reached(self) -> int:
        """How many operators the letter went out to."""
        return sum(found.asked_on is not None for found in self.asked)

    @property
    def changed(self) -> int:
        return sum(comment.answer == "changed" for comment in self.comments)

    @property
    def not_changed(self) -> int:
        return sum(comment.answer == "not_changed" for comment in self.comments)

    @property
    def withheld(self) -> int:
        return sum(bool(comment.withheld_because) for comment in self.comments)

    @property
    def unanswered(self) -> int:
        """Withheld before they were answered: all others are, or nothing is published."""
        return sum(not comment.answer for comment in self.comments)


# The record


def records_in(document: str) -> list[RecordShown] | None:
    """The records that a version's frozen document holds; None: it is of before there were any."""
    records = as_current(json.loads(document))["consultations"]
    return None if records is None else [record_shown(record) for record in records]


def record_shown(record: Mapping[str, Any]) -> RecordShown:
    """One record of a document, for people."""
    sections: dict[str, tuple[str, list[CommentShown]]] = {}
    for comment in record["comments"]:
        about = comment["about"] or {"id": "", "name": ""}
        part = Section(comment["section"], "", about["id"], about["name"])
        _title, found = sections.setdefault(part.key, (title_of(part), []))
        found.append(_comment_shown(comment))
    return RecordShown(
        id=record["id"],
        introduction=record["introduction"],
        opened_on=date.fromisoformat(record["opened_on"]),
        closed_on=date.fromisoformat(record["closed_on"]),
        called_off_because=record["called_off_because"],
        is_open_to_all=record["is_open_to_all"],
        draft_sha256=record["draft_sha256"],
        asked=[
            AskedShown(
                found["forum"]["id"],
                found["forum"]["name"],
                date.fromisoformat(found["asked_on"]) if found["asked_on"] else None,
                found["has_answered"],
            )
            for found in record["asked"]
        ],
        sections=list(sections.values()),
    )


def _comment_shown(comment: Mapping[str, Any]) -> CommentShown:
    forum = comment["forum"] or {"id": "", "name": ""}
    return CommentShown(
        id=comment["id"],
        forum_id=forum["id"],
        forum_name=forum["name"],
        made_on=date.fromisoformat(comment["made_on"]),
        words=comment["words"],
        withheld_because=comment["withheld_because"],
        answer=comment["answer"],
        answer_words=comment["answer_words"],
    )


# The draft, part by part

_ANSWERING = frozenset(model.value for model in ANSWERING_MODELS)


def title_of(section: Section) -> str:
    """What a part of the plan is called in the language of the reader; a forum by its name."""
    if section.forum_id:
        return section.forum_name
    if section.key == WHOLE:
        return _("The plan as a whole")
    return _(STEP_WORDS[Step(section.key)])


def sections_shown(document: Document) -> list[SectionShown]:
    """The draft in words, in the parts that can be commented on."""
    current = as_current(document)
    names = {goal["id"]: goal["title"] for goal in current["goals"]}
    return [
        SectionShown(
            section.key, title_of(section), _facts(section, current, names), section.forum_id
        )
        for section in sections_of(current)
    ]


def _facts(section: Section, document: Document, names: Mapping[str, str]) -> list[Fact]:
    if section.key == WHOLE:
        return []
    if section.forum_id:
        objective = next(
            found for found in document["objectives"] if found["forum"]["id"] == section.forum_id
        )
        return _said_by(Part.OBJECTIVES, objective, names)
    step = Step(section.key)
    if step is Step.GOALS:
        return [_goal(number, goal) for number, goal in enumerate(document["goals"], 1)]
    if step is Step.INDICATORS:
        return [_indicator(found) for found in document["indicators"]]
    return _said_by(_PARTS[step], document, names)


def _said_by(part: Part, holder: Mapping[str, Any], names: Mapping[str, str]) -> list[Fact]:
    found = []
    for field, says in FIELDS[part].items():
        value = holder.get(field)
        if isinstance(value, list):
            value = tuple(value)
        if says is Says.HOURS and not value:
            if field == "peers_first_hours" and holder.get("engagement_model") in _ANSWERING:
                found.append(Fact(_("Members first"), _("An official may answer at once")))
            continue
        if text := said(says, value, names):
            if field == "hours":
                text += " " + _("(these words are not binding)")
            found.append(Fact(label_of(part, field), text))
    return found


def _goal(number: int, goal: Mapping[str, Any]) -> Fact:
    text = f"{goal['title']}\n\n{goal['description']}".strip()
    return Fact(_("Goal %(number)s") % {"number": number}, text)


def _indicator(found: Mapping[str, Any]) -> Fact:
    unit = found["unit"]
    texts = []
    if found["target"] is not None:
        texts.append(
            _("target: %(direction)s %(value)s %(unit)s")
            % {
                "direction": _(DIRECTION_WORDS[Direction(found["direction"])]),
                "value": found["target"],
                "unit": unit,
            }
        )
    if found["target_on"]:
        day = formatting.day(date.fromisoformat(found["target_on"]))
        texts.append(_("by %(day)s") % {"day": day})
    if found["baseline"] is not None:
        texts.append(_("baseline: %(value)s") % {"value": f"{found['baseline']} {unit}"})
    name = _(found["name"]) if found["figure_id"] in FIGURES else found["name"]
    return Fact(name, ", ".join(texts) or _("no target yet"))
