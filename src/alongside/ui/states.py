"""How the states of things are said and toned in a tag. The states themselves belong to the apps.

Several apps use the same word for a state ("withdrawn"), so one table serves all. Where the same
word means something else of another thing, the thing stands before it: "reply.held".
"""

from enum import StrEnum
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Tone(StrEnum):
    """What a state asks of the reader; the value is the modifier of `.status-tag`."""

    NEUTRAL = "neutral"  # nothing
    ACTIVE = "active"  # somebody is at it
    WAITING = "waiting"  # it waits for somebody
    ATTENTION = "attention"  # a person must look
    GOOD = "good"  # done, or allowed
    BAD = "bad"  # refused, or stopped


class Saying(NamedTuple):
    tone: Tone
    words: str | Promise


SAYINGS: dict[str, Saying] = {
    # replies
    "draft": Saying(Tone.NEUTRAL, _("Draft")),
    "in_review": Saying(Tone.WAITING, _("With a second reader")),
    "returned": Saying(Tone.ATTENTION, _("Returned with a comment")),
    "approved": Saying(Tone.ACTIVE, _("Approved, waiting to be sent")),
    "sending": Saying(Tone.ACTIVE, _("Being sent")),
    "posting": Saying(Tone.ACTIVE, _("Being posted")),
    "posted": Saying(Tone.ACTIVE, _("Posted, not yet read back")),
    "live": Saying(Tone.GOOD, _("Live in the forum")),
    "needs_person": Saying(Tone.ATTENTION, _("Needs a person to look")),
    "reply.held": Saying(Tone.WAITING, _("Held for the forum’s moderators")),
    "reply.removed": Saying(Tone.NEUTRAL, _("Removed from the forum")),
    "reply.rejected": Saying(Tone.BAD, _("Turned down by the forum’s moderators")),
    "refused": Saying(Tone.BAD, _("Refused")),
    "stopped": Saying(Tone.BAD, _("Stopped")),
    "removed": Saying(Tone.BAD, _("Removed by the forum")),
    "withdrawn": Saying(Tone.NEUTRAL, _("Withdrawn")),
    # enquiries
    "new": Saying(Tone.WAITING, _("New")),
    "waiting": Saying(Tone.WAITING, _("Waiting")),
    "claimed": Saying(Tone.ACTIVE, _("Claimed")),
    "answered": Saying(Tone.GOOD, _("Answered")),
    "left_to_peers": Saying(Tone.GOOD, _("Left to peers")),
    "endorsed": Saying(Tone.GOOD, _("A member's answer endorsed")),
    "not_ours": Saying(Tone.NEUTRAL, _("Not ours to answer")),
    "not_a_question": Saying(Tone.NEUTRAL, _("Not a question")),
    "passed_on": Saying(Tone.NEUTRAL, _("Passed to another body")),
    "closed": Saying(Tone.NEUTRAL, _("Closed")),
    # referrals
    "referral.waiting": Saying(Tone.WAITING, _("Waiting to be taken in")),
    "referral.taken": Saying(Tone.GOOD, _("In the queue")),
    "referral.given_up": Saying(Tone.BAD, _("Not taken in")),
    "passed_on.waiting": Saying(Tone.WAITING, _("Waiting")),
    "passed_on.taken": Saying(Tone.ACTIVE, _("Taken")),
    "passed_on.answered": Saying(Tone.GOOD, _("Answered")),
    "passed_on.declined": Saying(Tone.NEUTRAL, _("Declined")),
    "passed_on.left_to_peers": Saying(Tone.NEUTRAL, _("Left to members")),
    "passed_on.given_up": Saying(Tone.BAD, _("Could not be taken")),
    # agreements
    "in_force": Saying(Tone.GOOD, _("In force")),
    "welcome": Saying(Tone.GOOD, _("Welcome")),
    "with_conditions": Saying(Tone.GOOD, _("Welcome, with conditions")),
    "not_yet": Saying(Tone.WAITING, _("Not yet in force")),
    "no_answer": Saying(Tone.WAITING, _("No answer yet, so no")),
    "none": Saying(Tone.NEUTRAL, _("Nobody has asked")),
    "not_welcome": Saying(Tone.BAD, _("Not welcome")),
    "held": Saying(Tone.BAD, _("On hold")),
    "expired": Saying(Tone.BAD, _("Expired")),
    # plans
    "published": Saying(Tone.GOOD, _("Published")),
    "progress.reached": Saying(Tone.GOOD, _("Target reached")),
    "progress.not_yet": Saying(Tone.WAITING, _("Not yet at the target")),
    "progress.no_value": Saying(Tone.NEUTRAL, _("No value yet")),
    "superseded": Saying(Tone.NEUTRAL, _("Replaced by a later version")),
    # forums
    "active": Saying(Tone.GOOD, _("Active")),
    "quiet": Saying(Tone.NEUTRAL, _("Quiet")),
    "read_only": Saying(Tone.NEUTRAL, _("Read only")),
    "moved": Saying(Tone.NEUTRAL, _("Moved")),
    "unknown": Saying(Tone.NEUTRAL, _("Not looked at yet")),
    # proposed corrections
    "accepted": Saying(Tone.GOOD, _("Accepted")),
    "accepted_in_part": Saying(Tone.GOOD, _("Accepted in part")),
    "declined": Saying(Tone.NEUTRAL, _("Declined")),
    "rejected": Saying(Tone.NEUTRAL, _("Not a correction")),
    # checks of a draft
    "passed": Saying(Tone.GOOD, _("Passed")),
    "flagged": Saying(Tone.WAITING, _("Look again")),
    "blocked": Saying(Tone.BAD, _("Must change")),
    "passed_over": Saying(Tone.ATTENTION, _("Passed over")),
    "practice": Saying(Tone.ATTENTION, _("Practice")),
}


def saying_of(state: str, of: str = "") -> Saying:
    """The table's words for the state `of` a thing, such as "reply".

    A state that the table does not know is said by its own name, in no tone.
    """
    known = SAYINGS.get(f"{of}.{state}") or SAYINGS.get(state)
    return known or Saying(Tone.NEUTRAL, state.replace("_", " ").capitalize())
