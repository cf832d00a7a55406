"""Every table that points to bodies, and what its rows do when two entries are merged."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from alongside.bodies.domain.merging import WhenMerged
from alongside.bodies.models import Body

RULE = "when_bodies_merge"
# Whom a body belongs to and who followed it: these are joined as a family, not row by row.
_FAMILY = (Body, Body.other_parents.through, Body.successors.through)


class NoRule(Exception):
    """A model points to bodies and does not say what becomes of its rows when two are merged."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that point to a body by `column`; without one, they name it in a list of slugs."""

    model: type[models.Model]
    column: str
    rule: WhenMerged

    def rows(self, body: Body) -> models.QuerySet[Any]:
        if self.rule.named_in:
            return self.model._base_manager.filter(
                **{f"{self.rule.named_in}__contains": [body.slug]}
            )
        return self.model._base_manager.filter(**{self.column: body})

    def frozen(self, body: Body) -> models.QuerySet[Any]:
        """Rows of the body that never change."""
        if self.rule.named_in:
            return self.rows(body)
        if self.rule.frozen is None:
            return self.model._base_manager.none()
        return self.rows(body).filter(**self.rule.frozen)

    def clashes(self, kept: Body, merged: Body) -> Iterator[tuple[Any, Any]]:
        """Pairs of rows, one of each body, that no constraint lets one body have both."""
        for constraint in self.model._meta.constraints:
            if not isinstance(constraint, models.UniqueConstraint):
                continue
            if self.column not in constraint.fields:
                continue
            besides = [name for name in constraint.fields if name != self.column]
            condition = constraint.condition or models.Q()

            def key(row: Any, names: list[str] = besides) -> tuple[Any, ...]:
                return tuple(getattr(row, self._attribute(name)) for name in names)

            ours = {key(row): row for row in self.rows(kept).filter(condition)}
            for row in self.rows(merged).filter(condition).order_by("pk"):
                # Two rows without a value are never the same: a draft has no number.
                if None not in key(row) and key(row) in ours:
                    yield ours[key(row)], row

    def _attribute(self, name: str) -> str:
        field = self.model._meta.get_field(name)
        return field.attname if isinstance(field, models.Field) else name


def tables() -> list[Table]:
    """All but the family of bodies. Raises NoRule for a model that does not say its rule."""
    found: list[Table] = []
    for model in apps.get_models(include_auto_created=True):
        if model in _FAMILY:
            continue
        rule: WhenMerged | None = getattr(model, RULE, None)
        columns = [
            field.name
            for field in model._meta.local_fields
            if isinstance(field, models.ForeignKey) and field.related_model is Body
        ]
        many = [field for field in model._meta.local_many_to_many if field.related_model is Body]
        if (columns and rule is None) or many:
            raise NoRule(f"{model._meta.label} must say {RULE}.")
        if rule is not None:
            found += [Table(model, column, rule) for column in columns or [""]]
    return found
