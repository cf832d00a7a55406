"""Lets Misago run on a PostgreSQL without its contributed extensions, such as the embedded one.

Misago asks for two extensions. `btree_gin` is installed by a migration and then used by nothing.
`hstore` is the type of one column, the optional fields of a profile; JSON holds the same there.
Both are replaced on every server, so that there is one shape of the database and not two.
"""

from typing import Any

from django.contrib.postgres import fields, operations
from django.db.migrations.operations.base import Operation
from django.db.models import JSONField


class NothingToInstall(Operation):
    """Stands where a migration would install an extension."""

    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Leaves the models as they are."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Leaves the database as it is."""

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Leaves the database as it is."""


class ProfileField(JSONField):
    """Optional fields of a profile as a JSON object.

    A class of its own: the REST framework gives everything named HStoreField its own treatment,
    and plain JSON fields must not fall under it.
    """


def do_without_extensions() -> None:
    """Replaces both in Django's own modules; call it before any model is loaded."""
    setattr(operations, "HStoreExtension", NothingToInstall)  # noqa: B010
    setattr(operations, "BtreeGinExtension", NothingToInstall)  # noqa: B010
    setattr(fields, "HStoreField", ProfileField)  # noqa: B010
