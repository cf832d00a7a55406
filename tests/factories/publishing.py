"""Releases of the data."""

import gzip
import hashlib

import factory
from factory.django import DjangoModelFactory

from alongside.publishing.models import Release, ReleaseFile
from tests.factories.register import NOON


class ReleaseFactory(DjangoModelFactory[Release]):
    """A release that is still being made; `published=True` freezes it, without files."""

    class Meta:
        model = Release

    version = factory.Sequence(lambda n: f"{2000 + n}-05-06")
    made_by = "central"
    made_at = NOON

    class Params:
        published = factory.Trait(published_at=NOON)


class ReleaseFileFactory(DjangoModelFactory[ReleaseFile]):
    class Meta:
        model = ReleaseFile

    class Params:
        text = "forum_id\r\n"

    release = factory.SubFactory(ReleaseFactory)
    name = "forums.csv"
    table = "forums"
    media_type = "text/csv; charset=utf-8; header=present"
    sha256 = factory.LazyAttribute(lambda file: hashlib.sha256(file.text.encode()).hexdigest())
    size = factory.LazyAttribute(lambda file: len(file.text.encode()))
    content = factory.LazyAttribute(lambda file: gzip.compress(file.text.encode(), mtime=0))
    rows = 0
