"""How an act ended, told on the next page that the person sees."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpRequest


@contextmanager
def told(request: HttpRequest, refusal: type[Exception], done: str) -> Iterator[None]:
    """Tells that what is done within it succeeded, or the sentence with which it was refused.

    Any other error than a `refusal` goes on its way.
    """
    try:
        yield
    except refusal as exc:
        messages.error(request, str(exc))
    else:
        messages.success(request, done)
