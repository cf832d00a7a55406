"""Why a plan cannot be saved or published. Pure; every message is for the person who wrote it."""

from collections.abc import Sequence

from alongside.plans.domain.merging import Merged
from alongside.plans.domain.missing import Gap
from alongside.plans.domain.steps import Content, Fault


class PlanError(Exception):
    """The plan cannot be saved or published so."""


class NoDraft(PlanError):
    """There is nothing to save into, or to publish."""


class NotReady(PlanError):
    """Something a published plan must have is missing; `gaps` says what."""

    def __init__(self, message: str, gaps: Sequence[Gap] = ()) -> None:
        super().__init__(message)
        self.gaps = tuple(gaps)


class ChangedMeanwhile(PlanError):
    """Somebody else saved the draft since this page was opened."""


class TextsClash(ChangedMeanwhile):
    """Both changed the same; `merged` says what, and holds all that is no question."""

    def __init__(self, message: str, merged: Merged) -> None:
        super().__init__(message)
        self.merged = merged


class Unfit(PlanError):
    """Something in it can be no part of any plan; `faults` says what and where.

    `content` is what was to be saved: the rows of faults are counted in it.
    """

    def __init__(self, faults: Sequence[Fault], content: Content | None = None) -> None:
        super().__init__(" ".join(dict.fromkeys(fault.sentence for fault in faults)))
        self.faults = tuple(faults)
        self.content = content
