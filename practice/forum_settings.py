"""Django settings of the practice forum: Misago without anything that leaves this machine.

There is no broker and no worker (tasks run where they are asked for), no e-mail, no picture from
another site, no administration panel (it asks a package index for news), and every cache is in
memory. What may differ from machine to machine is read in forum_environment.
"""

import os

import misago.settings as misago_defaults  # type: ignore[import-not-found]
from celery import Celery  # type: ignore[import-not-found]
from forum_columns import do_without_extensions
from forum_environment import read_environment, read_secret_key

_environment = read_environment(os.environ)
_state_dir = _environment.state_dir
_database = dict(_environment.database)

do_without_extensions()

DEBUG = False
SECRET_KEY = read_secret_key(os.environ, _state_dir)
ALLOWED_HOSTS = [_environment.host.strip("[]"), f"[{_environment.host}]", "127.0.0.1", "localhost"]
CSRF_TRUSTED_ORIGINS = [_environment.address]

# Cookies know no ports: without a name of its own, signing in here would sign a person out of
# the product on the same machine, and the other way round.
SESSION_COOKIE_NAME = "practice_sessionid"

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _database.pop("dbname"),
        "USER": _database.pop("user", ""),
        "PASSWORD": _database.pop("password", ""),
        "HOST": _database.pop("host", ""),
        "PORT": _database.pop("port", ""),
        "OPTIONS": _database,
        "CONN_MAX_AGE": 60,
        # `reset` drops the database under a running forum; the next page must simply connect anew.
        "CONN_HEALTH_CHECKS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
MEDIA_URL = "/media/"
MEDIA_ROOT = str(_state_dir / "media")
STATIC_ROOT = None  # served from Misago's own folder, nothing is collected

EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

AUTH_USER_MODEL = "misago_users.User"
AUTHENTICATION_BACKENDS = ["misago.users.authbackends.MisagoBackend"]
CSRF_FAILURE_VIEW = "misago.core.errorpages.csrf_failure"
LOGIN_REDIRECT_URL = "misago:index"
LOGIN_URL = "misago:login"
LOGOUT_URL = "misago:logout"
SECURE_REFERRER_POLICY = "same-origin"

INSTALLED_PLUGINS: list[str] = []
INSTALLED_APPS = [
    app
    for app in misago_defaults.INSTALLED_APPS
    # Tools of its developers and of its administration panel, whose packages are not installed.
    if app
    not in (
        "ariadne_django",
        "debug_toolbar",
        "misago.faker",
        "misago.graphql",
    )
]

MIDDLEWARE = [
    "forum_marking.mark_as_practice",
    "misago.users.middleware.RealIPMiddleware",
    "misago.core.middleware.FrontendContextMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "misago.cache.middleware.cache_versions_middleware",
    "misago.conf.middleware.dynamic_settings_middleware",
    "misago.socialauth.middleware.socialauth_providers_middleware",
    "misago.users.middleware.UserMiddleware",
    "misago.acl.middleware.user_acl_middleware",
    "misago.core.middleware.ExceptionHandlerMiddleware",
    "misago.users.middleware.OnlineTrackerMiddleware",
    "misago.admin.middleware.AdminAuthMiddleware",
    "misago.threads.middleware.UnreadThreadsCountMiddleware",
]

ROOT_URLCONF = "forum_urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": misago_defaults.TEMPLATE_CONTEXT_PROCESSORS},
    }
]

REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["misago.core.rest_permissions.IsAuthenticatedOrReadOnly"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "EXCEPTION_HANDLER": "misago.core.exceptionhandler.handle_api_exception",
    "UNAUTHENTICATED_USER": "misago.users.models.AnonymousUser",
    "URL_FORMAT_OVERRIDE": None,
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # A page that is not there and a post that came too quickly are no news here.
        "django.request": {"level": "ERROR"},
        # A browser that asks for more files at once than there are threads waits a moment.
        "waitress.queue": {"level": "ERROR"},
    },
}

MISAGO_ADMIN_PATH = ""  # no administration panel: moderation is done in the forum itself
MISAGO_ADMIN_NAMESPACES: list[str] = []
MISAGO_AVATARS_SIZES = [400, 200, 100]
MISAGO_NOTIFICATIONS_RETRY_DELAY = misago_defaults.MISAGO_NOTIFICATIONS_RETRY_DELAY
MISAGO_SEARCH_CONFIG = "english"
MISAGO_USER_DATA_DOWNLOADS_WORKING_DIR = str(_state_dir / "userdata")
SOCIAL_AUTH_STRATEGY = "misago.socialauth.strategy.MisagoStrategy"
SOCIAL_AUTH_PIPELINE: tuple[str, ...] = ()
SOCIAL_AUTH_JSONFIELD_ENABLED = True

# Misago hands its notifications to Celery. Made the default of all threads, or each of them
# would look for a broker on the network.
_tasks = Celery("practice_forum")
_tasks.conf.update(task_always_eager=True, broker_url="memory://localhost/")
_tasks.set_default()
