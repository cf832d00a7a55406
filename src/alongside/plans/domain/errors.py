"""Why a plan cannot be saved or published. Pure; every message is for the person who wrote it."""

from collections.abc import Sequence

from alongside.plans.domain.missing import Gap
from alongside.plans.domain.steps import Fault


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


class Unfit(PlanError):
    """Something in it can be no part of any plan; `faults` says what and where."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(" ".join(dict.fromkeys(fault.sentence for fault in faults)))
        self.faults = tuple(faults)
