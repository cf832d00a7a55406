"""Words, addresses and names of files that pages say a hundred times a second, found once.

Django looks a text up in five catalogues one after the other, and puts an address together anew
each time; together that was half the time of a page without any data (measured).
"""

from functools import lru_cache

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.signals import setting_changed
from django.urls import reverse
from django.utils import translation
from markupsafe import Markup, escape

_TEXTS = 4096  # more than all pages together say
_ADDRESSES = 4096


def gettext(text: str) -> str:
    """The text in the language of the answer."""
    return _said(translation.get_language(), text)


def static(name: str) -> str:
    """The address of a static file, its name hashed where files were collected."""
    return _file(name)


@lru_cache(maxsize=_TEXTS)
def _said(_language: str | None, text: str) -> str:
    return translation.gettext(text)


@lru_cache(maxsize=_TEXTS)
def _file(name: str) -> str:
    return staticfiles_storage.url(name)


@lru_cache(maxsize=_ADDRESSES)
def address(name: str, *args: object, **kwargs: object) -> str:
    """The address of that name. Raises NoReverseMatch when there is none."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


@lru_cache(maxsize=_ADDRESSES)
def url(name: str, *args: object, **kwargs: object) -> Markup:
    """The address of that name, as HTML. Raises NoReverseMatch when there is none."""
    return escape(reverse(name, args=args or None, kwargs=kwargs or None))


def forget() -> None:
    """Looks everything up again: settings that all this rests on have changed."""
    for found in (_said, _file, address, url):
        found.cache_clear()


# Only tests change settings of a running process; Django's own caches are cleared the same way.
setting_changed.connect(lambda **_: forget(), weak=False)
