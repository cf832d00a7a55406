"""Documents of published plans as Hypothesis makes them up, such as `drafts` freezes them."""

from decimal import Decimal

from hypothesis import strategies as st

from alongside.agreements.domain.terms import EngagementModel
from alongside.plans.domain import documents
from alongside.plans.domain.stratml_documents import number_text
from alongside.plans.domain.terms import Direction, LawfulBasis

# Everything that UTF-8 can hold, what XML cannot and what our lines are made of among it.
letters = st.characters(exclude_categories=["Cs"])
texts = st.text(letters, max_size=30) | st.lists(
    st.sampled_from(
        [
            "\n",
            "\r",
            "\x00",
            "\ufffe",
            "  ",
            ": ",
            "Key: ",
            "More, as JSON: {}",
            "<a>",
            "&",
            "é",
            "x",
        ]
    ),
    max_size=6,
).map("".join)
keys = st.text("23456789bcdfghjkmnpqrstvwxz", min_size=1, max_size=12)
days = st.dates().map(lambda day: day.isoformat())
numbers = st.decimals(
    min_value=Decimal("-999999999.99"), max_value=Decimal("999999999.99"), places=2
).map(lambda value: number_text(value + 0))  # no noughts below nought
# What a later format may say in any part.
later = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
later_parts = st.dictionaries(
    st.sampled_from(["consultation", "working_hours", "more: of it"]), later, max_size=2
)


def unique(of, key, most):
    return st.lists(of, max_size=most, unique_by=key)


@st.composite
def plan_documents(draw, *, with_later=True):
    """A whole plan; goals, objectives and indicators in any order."""
    besides = later_parts if with_later else st.just({})
    goals = draw(
        unique(
            st.builds(
                lambda more, **said: {**more, **said},
                besides,
                id=keys,
                title=texts,
                description=texts,
            ),
            lambda goal: goal["id"],
            3,
        )
    )
    of_goals = st.sampled_from(["", *(goal["id"] for goal in goals)])
    objectives = draw(
        unique(
            st.builds(
                lambda more, forum, name, **said: {
                    **more,
                    **said,
                    "forum": {"id": forum, "name": name},
                },
                besides,
                keys,
                texts,
                engagement_model=st.sampled_from([model.value for model in EngagementModel]),
                goal=of_goals,
                statement=texts,
                reason=texts,
                hours=texts,
                response_standard_hours=st.integers(1, 2000),
                peers_first_hours=st.integers(0, 1000),
            ),
            lambda objective: objective["forum"]["id"],
            4,
        )
    )
    indicators = draw(
        unique(
            st.builds(
                lambda more, **said: {**more, **said},
                besides,
                id=keys,
                figure_id=st.just("") | st.sampled_from(["within_standard", "corrected"]),
                name=texts,
                unit=texts,
                direction=st.sampled_from([direction.value for direction in Direction]),
                baseline=st.none() | numbers,
                baseline_on=st.none() | days,
                target=st.none() | numbers,
                target_on=st.none() | days,
            ),
            lambda indicator: indicator["id"],
            3,
        )
    )
    said = {
        name: draw(texts)
        for name in (
            *("title", "goal", "disclosure", "disclosure_line", "safeguarding_role"),
            *("contact_role", "contact", "corrections_contact", "legal_power"),
            "assessment_reference",
        )
    }
    return {
        **draw(besides),
        **said,
        "format": documents.FORMAT,
        "body": {"id": draw(keys), "name": draw(texts)},
        "version": draw(st.integers(1, 9_999)),
        "languages": draw(st.lists(st.sampled_from(["en", "cy", "zh-Hant"]), unique=True)),
        "second_reader": draw(st.sampled_from(["", "always", "by_risk"])),
        "lawful_basis": draw(st.sampled_from(["", *LawfulBasis])) + "",
        "assessed_on": draw(st.none() | days),
        "effective_from": draw(days),
        "review_on": draw(days),
        "is_practice": draw(st.booleans()),
        "goals": goals,
        "objectives": objectives,
        "indicators": indicators,
    }
