"""What all tests share."""

import pytest
from django.conf import settings as django_settings
from django.test import override_settings
from hypothesis import settings

# A shared machine may pause for longer than Hypothesis allows an example by default.
settings.register_profile("alongside", deadline=None)
settings.load_profile("alongside")


# For all at once: with each change of a setting every template is compiled anew.
@pytest.fixture(scope="session", autouse=True)
def _styles_are_not_collected(tmp_path_factory):
    """Pages name the sources of their styles, so that nothing has to be built for a test."""
    with override_settings(
        STATIC_ROOT=str(tmp_path_factory.mktemp("static")),
        # Not where the service keeps its own.
        ALONGSIDE_EXPORTS_FOLDER=tmp_path_factory.mktemp("exports"),
        ALONGSIDE_LISTS_FOLDER=tmp_path_factory.mktemp("lists"),
        STORAGES={
            **django_settings.STORAGES,
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
    ):
        yield
