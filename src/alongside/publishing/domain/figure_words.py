"""Figures as a change of the register tells them. Pure; texts are English."""

from collections.abc import Mapping

from alongside.publishing.domain.change_fields import value_text


def figure_text(changed: Mapping[str, object]) -> str:
    """A figure in one breath, of the fields that its record tells: over 42,000 registered users."""
    parts = {
        name: values[1]
        for name, values in changed.items()
        if isinstance(values, list) and len(values) == 2
    }
    if parts.get("value") is None or not parts.get("kind"):
        return ""
    bound = value_text("bound", parts["bound"]) if parts.get("bound") not in (None, "exact") else ""
    words = (bound, value_text("value", parts["value"]), str(parts["kind"]))
    return " ".join(filter(None, words))


def figure_lines(figures: object) -> list[tuple[str, str]]:
    """Figures that came at once, as their record tells them: each as its kind, and the rest.

    The last one may say how many more there are.
    """
    lines = []
    for each in figures if isinstance(figures, list) else ():
        if not isinstance(each, dict):
            continue
        if "more" in each:
            lines.append(("", f"and {value_text('', each['more'])} more"))
            continue
        bound = value_text("bound", each.get("bound")) if each.get("bound") != "exact" else ""
        number = " ".join(filter(None, (bound, value_text("value", each.get("value")))))
        said = f"{number} {each.get('unit') or ''}".strip()
        dated = value_text("dated", each.get("dated"))
        lines.append((str(each.get("kind", "")), ", ".join(filter(None, (said, dated)))))
    return lines
