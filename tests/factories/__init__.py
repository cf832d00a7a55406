"""The smallest legal object of every model, states by name, and a whole line in force.

    ReplyFactory(in_review=True)        one reply waiting for a second reader, and all it needs
    line()                              body, forum, board, account, agreement, published plan,
                                        watch, people and a claimed enquiry, all in force

Times are fixed: it is noon on Wednesday, 6 May 2026, unless a test says otherwise.
"""

from tests.factories.lines import Line, line, on_duty, person, publish_plan
from tests.factories.register import (
    DAY,
    HOUR,
    NOON,
    TODAY,
    AgreementFactory,
    ApprovedLineFactory,
    BoardFactory,
    BodyFactory,
    BodyIdentifierFactory,
    ForumFactory,
    ListingFactory,
    MeasureFactory,
    MembershipFactory,
    ObjectiveFactory,
    OfficialAccountFactory,
    PlanVersionFactory,
    SourceFactory,
    UserFactory,
)
from tests.factories.work import (
    FIT_TEXT,
    AttemptFactory,
    BoardReadingFactory,
    CheckResultFactory,
    EnquiryFactory,
    EventFactory,
    MatchFactory,
    ReplyFactory,
    WatchFactory,
)

__all__ = [
    "DAY",
    "FIT_TEXT",
    "HOUR",
    "NOON",
    "TODAY",
    "AgreementFactory",
    "ApprovedLineFactory",
    "AttemptFactory",
    "BoardFactory",
    "BoardReadingFactory",
    "BodyFactory",
    "BodyIdentifierFactory",
    "CheckResultFactory",
    "EnquiryFactory",
    "EventFactory",
    "ForumFactory",
    "Line",
    "ListingFactory",
    "MatchFactory",
    "MeasureFactory",
    "MembershipFactory",
    "ObjectiveFactory",
    "OfficialAccountFactory",
    "PlanVersionFactory",
    "ReplyFactory",
    "SourceFactory",
    "UserFactory",
    "WatchFactory",
    "line",
    "on_duty",
    "person",
    "publish_plan",
]
