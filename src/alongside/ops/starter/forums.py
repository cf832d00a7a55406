"""Loads the forums that the report of 2009 names, and every figure that it gives about them."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from alongside.forums import actions as forums
from alongside.forums import measure_actions
from alongside.forums import queries as forum_queries
from alongside.forums.domain.kinds import Bound, ForumKind, ForumLife, MeasureMethod
from alongside.forums.models import Forum, Measure


def load_forums(data: dict[str, Any], *, by: str, at: datetime) -> tuple[int, int]:
    """Adds what forums.toml names and the register lacks: how many forums, how many figures."""
    source, dated = data["source"]["title"], data["source"]["dated"]
    # An entry that was merged into another one lives on in that.
    standing = {
        forum.slug: forum.merged_into or forum
        for forum in Forum.objects.select_related("merged_into")
    }
    # Withdrawn ones count too: what people found wrong stays withdrawn.
    told = set(
        Measure.objects.filter(source=source, dated=dated).values_list("forum", "kind", "period")
    )
    forums_added = measures_added = 0
    for entry in data["forums"]:
        slug = entry["slug"]
        if slug not in standing and (known := forum_queries.forum_at(entry.get("address", ""))):
            standing[slug] = known  # people entered it under another name
        if slug not in standing:
            standing[slug] = forums.record_forum(
                slug=slug,
                name=entry["name"],
                kind=ForumKind(entry["kind"]),
                address=entry.get("address", ""),
                subject=entry["subject"],
                description=entry.get("description", ""),
                topics=entry["topics"],
                area=entry.get("area", ""),
                life=ForumLife.UNKNOWN,
                by=by,
                at=at,
            )
            forums_added += 1
        for figure in entry["measures"]:
            if (standing[slug].pk, figure["kind"], figure["period"]) in told:
                continue
            method = MeasureMethod(figure["method"])
            measure_actions.record_measure(
                forum=standing[slug],
                kind=figure["kind"],
                value=Decimal(figure["value"]),
                unit=figure["unit"],
                bound=Bound(figure["bound"]),
                period=figure["period"],
                method=method,
                asserted_by=(
                    f"{entry['name']}, as quoted by the Power of Information Taskforce"
                    if method is MeasureMethod.STATED
                    else "Power of Information Taskforce"
                ),
                source=source,
                dated=dated,
                quotation=figure["quotation"],
                by=by,
                at=at,
            )
            measures_added += 1
    return forums_added, measures_added
