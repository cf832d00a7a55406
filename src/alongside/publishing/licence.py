"""On what terms the data may be used, and who publishes it."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Licence:
    name: str
    address: str


def licence() -> Licence:
    """What ALONGSIDE_LICENCE_NAME and ALONGSIDE_LICENCE_ADDRESS say."""
    return Licence(settings.ALONGSIDE_LICENCE_NAME, settings.ALONGSIDE_LICENCE_ADDRESS)


def publisher() -> str:
    """ALONGSIDE_PUBLISHER: the name that stands on catalogue, feeds and releases."""
    name: str = settings.ALONGSIDE_PUBLISHER
    return name
