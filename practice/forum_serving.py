"""Serves the forum, its style sheets and its pictures from one process with a few threads."""

import signal
from types import FrameType

import waitress  # type: ignore[import-untyped]
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotFound
from django.http.response import HttpResponseBase
from django.views.static import serve as serve_file
from forum_environment import PracticeEnvironment
from forum_network import refuse_outgoing_network
from forum_problem import PracticeProblem

THREADS = 6


class AddressTaken(PracticeProblem):
    """Something else listens on the forum's address."""


class FilesHandler(StaticFilesHandler):
    """Serves Misago's style sheets and scripts before Django's middleware is asked."""

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        """The file, or a short answer that there is none.

        Misago's own page for that would need what its middleware adds to a request.
        """
        try:
            return self.serve(request)
        except Http404:
            return HttpResponseNotFound("There is no such file.\n", content_type="text/plain")


class MediaFilesHandler(FilesHandler):
    """Serves what members uploaded, and their avatars."""

    def get_base_url(self) -> str:
        """The path under which the files stand."""
        return str(settings.MEDIA_URL)

    def serve(self, request: HttpRequest) -> HttpResponse | FileResponse:
        """The file, or Http404."""
        return serve_file(request, self.file_path(request.path), document_root=settings.MEDIA_ROOT)


def serve(environment: PracticeEnvironment) -> None:
    """Serves until SIGTERM or SIGINT, then returns. Raises AddressTaken."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)

    refuse_outgoing_network(database_host=environment.database.get("host", ""))
    application = MediaFilesHandler(FilesHandler(get_wsgi_application()))
    try:
        server = waitress.create_server(
            application,
            host=environment.host,
            port=environment.port,
            threads=THREADS,
            ident=None,
            clear_untrusted_proxy_headers=True,
        )
    except OSError as problem:
        raise AddressTaken(f"Cannot listen on {environment.address}: {problem}") from problem
    print(f"Practice forum ready at {environment.address}/", flush=True)
    server.run()  # waitress ends its threads itself when it sees SystemExit
