"""Reading one board at a time, as tests of what becomes of a board like it."""

from alongside.core import clock
from alongside.enquiries import jobs
from alongside.enquiries.listeners import ReadingAllowed
from alongside.forums import access
from alongside.listening.claims import BOARDS


def hear_next_board() -> bool:
    """Reads the board that has waited longest, by the worker's own visit. False: none is due."""
    claimed = BOARDS.claim(most=1, at=clock.now())
    for reading in claimed:
        visit = jobs._Visit(reading, is_allowed=ReadingAllowed(looked_up_every=0.0))
        errand = visit.begin()
        while errand is not None:
            try:
                learnt = access.carry_out(errand.conversation, go_on=errand.go_on)
            except Exception as exc:  # it is judged where the errand ends
                learnt = exc
            errand = errand.ended(learnt)
    return bool(claimed)
