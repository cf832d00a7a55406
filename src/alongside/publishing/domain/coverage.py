"""Whether a body covers a topic. Pure."""

from dataclasses import dataclass

COVERED, GAP, SEARCHED, BEYOND = "covered", "gap", "searched", "beyond"


@dataclass(frozen=True, slots=True)
class Cell:
    """One body and one topic, which is in its remit or of a forum that it lists.

    `state`: "covered", a topic of its remit with a forum; "gap", without one; "searched", without
    one, and the body said that it searched and found none; "beyond", a forum of a topic that is not
    in its remit.
    """

    in_remit: bool
    forums: int  # that it lists and that have the topic
    state: str

    @property
    def is_gap(self) -> bool:
        return self.state in (GAP, SEARCHED)


def cell_of(*, in_remit: bool, forums: int, has_searched: bool) -> Cell:
    """The cell of a body and a topic that it has in its remit, or lists a forum of."""
    if forums:
        return Cell(in_remit, forums, COVERED if in_remit else BEYOND)
    return Cell(in_remit, 0, SEARCHED if has_searched else GAP)
