"""Looking for existing forums before building one, and keeping a record of it. Pure.

Recommendation 1.1 of the Power of Information Taskforce (2009): bodies consult the operators and
users of existing sites before they build their own.
"""

from alongside.forums.domain.kinds import BuildDecision

ABOUT_LENGTH = 15  # characters: fewer name neither an audience nor a need
NEED_LENGTH = 600  # characters: a sentence or two
TEXT_LENGTH = 4_000  # characters of what was consulted, and of the reason of a decision
FOUND_KEPT = 20  # forums that a record keeps of what was found

DECISION_WORDS: dict[BuildDecision, str] = {
    BuildDecision.OPEN: "Not decided yet",
    BuildDecision.TAKE_PART: "Take part where people already are",
    BuildDecision.WORK_WITH: "Work with an operator, or fund what exists",
    BuildDecision.BUILD: "Build a forum",
    BuildDecision.NOTHING: "Do nothing",
}


class Refused(ValueError):
    """What was given makes no record; the message is for the person who gave it."""


def checked_need(text: str) -> str:
    """Audience and need as they are kept, in one line. Raises Refused."""
    text = " ".join(_clean(text).split())
    if len(text) < ABOUT_LENGTH:
        raise Refused("Say in a sentence or two who needs help, and with what.")
    if len(text) > NEED_LENGTH:
        raise Refused(f"Say it in at most {NEED_LENGTH} characters; these are {len(text):,}.")
    return text


def checked_consulted(text: str) -> str:
    """Who was consulted as it is kept; empty: nobody yet. Raises Refused."""
    return _limited(_clean(text))


def checked_decision(decision: BuildDecision, reason: str, *, consulted: str) -> str:
    """The reason of a decision as it is kept.

    Raises Refused without a decision or reason, and when a forum would be built though neither
    operators nor users were consulted.
    """
    if decision is BuildDecision.OPEN:
        raise Refused("Choose what was decided.")
    if decision is BuildDecision.BUILD and not consulted:
        raise Refused(
            "Before a forum is built, the operators and users of existing ones are consulted. "
            "Write down who was, and what they said."
        )
    reason = _limited(_clean(reason))
    if len(reason) < ABOUT_LENGTH:
        raise Refused("Say in a sentence why it was decided so. It stands in public.")
    return reason


def _limited(text: str) -> str:
    if len(text) > TEXT_LENGTH:
        raise Refused(f"Say it in at most {TEXT_LENGTH:,} characters; these are {len(text):,}.")
    return text


def _clean(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n").strip()
