import pytest

from alongside.connectors.port import Connector
from alongside.connectors.registry import CONNECTORS, UnknownKind, connector_for


@pytest.mark.parametrize("kind", sorted(CONNECTORS))
def test_each_kind_has_its_connector(kind: str) -> None:
    connector: Connector = connector_for(kind)

    assert connector.kind == kind
    assert connector.name


def test_an_unknown_kind_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(UnknownKind) as unknown:
        connector_for("usenet")

    assert str(unknown.value) == (
        f"There is no connector of the kind 'usenet'; there are {', '.join(sorted(CONNECTORS))}."
    )


def test_the_list_cannot_be_changed_by_accident() -> None:
    with pytest.raises(TypeError):
        CONNECTORS["usenet"] = CONNECTORS["misago"]  # type: ignore[index]
