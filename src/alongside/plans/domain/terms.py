"""What a plan may say, as closed lists with their words. Pure.

Only what the software obeys may be chosen (law 2): every reply is read by a second person, so that
is the one rule a plan can promise. A rule by risk comes with a fast track in `replies`, not before.
"""

from enum import StrEnum


class SecondReader(StrEnum):
    ALWAYS = "always"  # replies.actions.approve_reply knows no other way


SECOND_READER_WORDS: dict[SecondReader, str] = {
    SecondReader.ALWAYS: "Every reply is read by a second person before it is sent",
}


class LawfulBasis(StrEnum):
    """Article 6(1) of the UK GDPR, as far as a public authority can rest on it.

    Legitimate interests are left out: "Point (f) shall not apply to processing carried out by
    public authorities in the performance of their tasks".
    """

    PUBLIC_TASK = "public_task"  # (e)
    LEGAL_OBLIGATION = "legal_obligation"  # (c)
    CONSENT = "consent"  # (a)
    VITAL_INTERESTS = "vital_interests"  # (d)


LAWFUL_BASIS_WORDS: dict[LawfulBasis, str] = {
    LawfulBasis.PUBLIC_TASK: "Public task (article 6(1)(e) of the UK GDPR)",
    LawfulBasis.LEGAL_OBLIGATION: "Legal obligation (article 6(1)(c) of the UK GDPR)",
    LawfulBasis.CONSENT: "Consent (article 6(1)(a) of the UK GDPR)",
    LawfulBasis.VITAL_INTERESTS: "Vital interests (article 6(1)(d) of the UK GDPR)",
}

# Article 6(3): for these the basis is laid down by law, so the plan names that law.
NEEDS_POWER = frozenset({LawfulBasis.PUBLIC_TASK, LawfulBasis.LEGAL_OBLIGATION})


class Direction(StrEnum):
    """On which side of its target an indicator should be."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


DIRECTION_WORDS: dict[Direction, str] = {
    Direction.AT_LEAST: "at least",
    Direction.AT_MOST: "at most",
}
