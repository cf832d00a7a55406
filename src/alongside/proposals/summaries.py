"""The proposals about one entry in a few lines, for its page; the list has them all."""

from collections.abc import Sequence
from dataclasses import dataclass

from alongside.proposals.queries import OF_AN_ENTRY, PublicProposal

WAITING_SHOWN = 3  # lines


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """Those about one field that wait: each says the same in public, so they are counted."""

    field_words: str
    proposals: Sequence[PublicProposal]

    @property
    def first(self) -> PublicProposal:
        """The one that has waited longest."""
        return self.proposals[-1]


@dataclass(frozen=True, slots=True)
class EntryProposals:
    """A few lines of what waits, the newest answer, and how many the page leaves out."""

    waiting: Sequence[WaitingLine]
    answered: PublicProposal | None
    left_out: int
    is_cut: bool  # there may be more than were counted

    def __bool__(self) -> bool:
        return bool(self.waiting or self.answered)


def summary_of(proposals: Sequence[PublicProposal]) -> EntryProposals:
    """`proposals`: the waiting ones first, then those that were answered last."""
    by_field: dict[str, list[PublicProposal]] = {}
    answered = [each for each in proposals if not each.is_waiting]
    for each in proposals:
        if each.is_waiting:
            by_field.setdefault(each.field_words, []).append(each)
    lines = [WaitingLine(words, found) for words, found in by_field.items()][:WAITING_SHOWN]
    shown = sum(len(line.proposals) for line in lines) + bool(answered)
    return EntryProposals(
        waiting=lines,
        answered=answered[0] if answered else None,
        left_out=len(proposals) - shown,
        is_cut=len(proposals) >= OF_AN_ENTRY,
    )
