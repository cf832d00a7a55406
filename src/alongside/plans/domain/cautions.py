"""Where a draft promises what the operator does not allow. Pure.

Nothing here stops publishing: an operator may be asked for more first or after. But the policy
obeys agreement and plan, so a reply that only the plan allows is refused (law 1).
"""

from collections.abc import Iterator, Mapping

from alongside.agreements.domain.terms import (
    ANSWERING_MODELS,
    MODEL_WORDS,
    AgreementTerms,
    EngagementModel,
    Standing,
)
from alongside.plans.domain.documents import Document
from alongside.plans.domain.missing import Gap
from alongside.plans.domain.steps import Step

_WHY_NOT = {
    Standing.NOT_YET: "has agreed from a later day on",
    Standing.EXPIRED: "agreed to a time that is over",
    Standing.HELD: "has put everything on hold",
    Standing.WITHDRAWN: "has ended the agreement",
    Standing.NOT_WELCOME: "has said that you are not welcome",
    Standing.NO_ANSWER: "has not answered, which means no",
}


def cautions_of(
    document: Document, agreed: Mapping[str, tuple[Standing, AgreementTerms]]
) -> list[Gap]:
    """What would be refused, in the order of the forums. `agreed`: the operators' newest records,
    by the forum's id."""
    return [
        Gap(Step.FORUMS, sentence, field, objective["forum"]["id"], objective["forum"]["name"])
        for objective in document["objectives"]
        if objective["forum"]["id"] in agreed
        for field, sentence in _of_one(objective, *agreed[objective["forum"]["id"]])
    ]


def _of_one(
    objective: Document, standing: Standing, terms: AgreementTerms
) -> Iterator[tuple[str, str]]:
    model, name = EngagementModel(objective["engagement_model"]), objective["forum"]["name"]
    if model is EngagementModel.NONE:
        return
    what = "replies" if model in ANSWERING_MODELS else "what the plan says here"
    if standing is not Standing.IN_FORCE:
        why = _WHY_NOT.get(standing, "has not agreed")
        yield "model", f"The operator of {name} {why}; {what} will be refused."
        return
    if model is EngagementModel.LISTEN_ONLY and not terms.allows_reading:
        yield "model", f"The operator of {name} does not allow reading by machine: none is done."
    elif model not in terms.models:
        allowed = ", ".join(MODEL_WORDS[one].lower() for one in MODEL_WORDS if one in terms.models)
        said = f"allows {allowed}" if allowed else "allows no way of taking part"
        yield (
            "model",
            f"The operator of {name} {said}, not {MODEL_WORDS[model].lower()}; "
            f"{what} will be refused.",
        )
    if model not in ANSWERING_MODELS:
        return
    if model is EngagementModel.CLINIC:
        yield (
            "model",
            f"Clinics cannot be held with this service yet, so replies in {name} will be refused. "
            "Choose another way, or wait.",
        )
    first, promised = terms.peers_first_hours, objective["peers_first_hours"]
    if promised < first:
        yield (
            "peers_first_hours",
            f"The operator of {name} lets members come first for {_hours(first)}, the plan for "
            f"{_hours(promised)}; earlier replies will be refused.",
        )
    within = objective["response_standard_hours"]
    wait = max(first, promised)
    if within <= wait:
        yield (
            "response_hours",
            f"In {name} the plan promises a first reply within {_hours(within)}, but members come "
            f"first for {_hours(wait)}: the promise cannot be kept.",
        )


def _hours(count: int) -> str:
    return "1 hour" if count == 1 else f"{count} hours"
