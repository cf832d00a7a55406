"""What a draft still lacks before it can be published, in sentences. Pure.

The list is the issue's and the field's: what operators and readers must find in a published plan
("Engage with these following a published plan", recommendation 1.1 of the Power of Information
Taskforce, 2009), and what data protection law wants said (UK GDPR, articles 6 and 35).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from alongside.agreements.domain.terms import ANSWERING_MODELS, EngagementModel
from alongside.plans.domain.documents import Document
from alongside.plans.domain.steps import Step, fault_of_amount
from alongside.plans.domain.terms import NEEDS_POWER


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing: the step and field where it is filled, and a sentence.

    `forum_id` and `forum_name` for a gap in the page of one forum. `field` names the form's field.
    """

    step: Step
    sentence: str
    field: str = ""
    forum_id: str = ""
    forum_name: str = ""


def gaps_of(document: Document) -> list[Gap]:
    """Everything that is missing, in the order of the steps; empty: it can be published.

    `document` is of today's format.
    """
    return [
        *_about(document),
        *_goals(document),
        *_forums(document),
        *_standards(document),
        *_law(document),
        *_indicators(document),
    ]


def _about(document: Document) -> Iterator[Gap]:
    wanted = {
        "title": "Give the plan a title.",
        "goal": "Say in a sentence or two what will be better.",
        "languages": "Say in which languages you answer.",
    }
    yield from _empty(document, Step.ABOUT, wanted)


def _goals(document: Document) -> Iterator[Gap]:
    if not document["goals"]:
        yield Gap(Step.GOALS, "Set at least one goal.")


def _forums(document: Document) -> Iterator[Gap]:
    if not document["objectives"]:
        yield Gap(Step.FORUMS, "Add at least one objective: a forum, and what you will do there.")
    for objective in document["objectives"]:
        forum = objective["forum"]
        name = forum["name"]
        wanted = {}
        # Where no part is taken, no goal is served.
        if document["goals"] and objective["engagement_model"] != EngagementModel.NONE:
            wanted["goal"] = f"Say which goal taking part in {name} belongs to."
        if objective["engagement_model"] == EngagementModel.NONE:
            wanted["reason"] = f"Say why you take no part in {name}: the reason is published."
        else:
            wanted["statement"] = f"Say what you will do in {name}."
        for gap in _empty(objective, Step.FORUMS, wanted):
            yield Gap(gap.step, gap.sentence, gap.field, forum["id"], name)
        # Words alone will do: whoever is there at any hour says so in words.
        says_when = objective["working_hours"] or objective["hours"]
        if objective["engagement_model"] in ANSWERING_MODELS and not says_when:
            sentence = f"Say when your advisers are in {name}."
            yield Gap(Step.FORUMS, sentence, "on_mo", forum["id"], name)


def _standards(document: Document) -> Iterator[Gap]:
    wanted = {"disclosure": "Say how your officials say who they are."}
    if _takes_part(document):
        wanted |= {
            "safeguarding_role": "Name the role that leads on safeguarding.",
            "contact_role": "Name the role that operators can turn to.",
            "contact": "Give the address at which operators reach it.",
        }
    wanted["corrections_contact"] = "Say where a mistake can be reported."
    yield from _empty(document, Step.STANDARDS, wanted)


def _law(document: Document) -> Iterator[Gap]:
    if not _takes_part(document):
        return  # nothing of anybody is processed
    wanted = {"lawful_basis": "Choose the lawful basis on which you process what members write."}
    if document["lawful_basis"] in NEEDS_POWER:
        wanted["legal_power"] = "Name the power in law that the basis rests on."
    wanted |= {
        "assessment_reference": "Give the reference of the data protection impact assessment.",
        "assessed_on": "Give the day of the data protection impact assessment.",
    }
    yield from _empty(document, Step.LAW, wanted)


def _indicators(document: Document) -> Iterator[Gap]:
    if not _takes_part(document):
        return
    if not document["indicators"]:
        yield Gap(Step.INDICATORS, "Choose at least one indicator, with a target.")
    for indicator in document["indicators"]:
        target = indicator["target"]
        if target is None:
            yield Gap(Step.INDICATORS, f"Set a target for “{indicator['name']}”.")
        elif fault_of_amount(
            Decimal(target), figure=indicator["figure_id"], unit=indicator["unit"]
        ):
            yield Gap(
                Step.INDICATORS, f"Set a target that can be reached for “{indicator['name']}”."
            )


def _takes_part(document: Document) -> bool:
    """Whether something is done in some forum; a plan of no forum yet is thought to."""
    models = [objective["engagement_model"] for objective in document["objectives"]]
    return not models or any(model != EngagementModel.NONE for model in models)


def _empty(holder: Document, step: Step, wanted: dict[str, str]) -> Iterator[Gap]:
    for field, sentence in wanted.items():
        if not holder[field]:
            yield Gap(step, sentence, field)
