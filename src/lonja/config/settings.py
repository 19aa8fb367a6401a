"""One settings file; the environment says what differs between installations.

LONJA_MODE     development (default), demo, test or production
LONJA_DATA     folder for the database and files (default: var/<mode>)
LONJA_DATABASE postgres://user:password@host/name (default: SQLite in LONJA_DATA)
LONJA_SECRET_KEY, LONJA_HOSTS, LONJA_MAIL  required in production; docs/how-to/install.md explains them
"""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

MODE = os.environ.get("LONJA_MODE", "development")
if MODE not in {"development", "demo", "test", "production"}:
    raise ImproperlyConfigured(f"LONJA_MODE is {MODE!r}; choose development, demo, test or production.")
PRODUCTION = MODE == "production"
DEMO = MODE == "demo"
DEBUG = MODE == "development"

PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("LONJA_DATA", f"var/{MODE}")).resolve()
DATA.mkdir(parents=True, exist_ok=True)


def required(name, example):
    """Return an environment variable that production cannot do without."""
    value = os.environ.get(name, "")
    if PRODUCTION and not value:
        raise ImproperlyConfigured(f"Set {name} in the environment, for example {name}={example}")
    return value


def kept_secret():
    """Return this installation's own key, made at the first start (never used in production)."""
    path = DATA / "secret-key"
    if not path.exists():
        path.write_text(secrets.token_urlsafe(50))
        path.chmod(0o600)
    return path.read_text()


SECRET_KEY = required("LONJA_SECRET_KEY", "$(openssl rand -base64 48)") or kept_secret()
ALLOWED_HOSTS = [host for host in required("LONJA_HOSTS", "lonja.example.org").split(",") if host] or [
    "localhost",
    "127.0.0.1",
    "[::1]",
]
SITE_URL = os.environ.get(
    "LONJA_URL", f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION else "http://127.0.0.1:8000"
)
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if PRODUCTION else []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    # Before the form widgets and the sign-in library, whose templates they replace.
    "lonja.base",
    "lonja.ui",
    "lonja.accounts",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tasks_db",
    "django_filters",
    "lonja.directory",
    "lonja.partnering",
    "lonja.events",
    "lonja.meetings",
    "lonja.impact",
    "lonja.portal",
    "lonja.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "lonja.ui.middleware.CleanQueryMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "lonja.ui.middleware.RefusalMiddleware",
    "lonja.base.middleware.BusyDatabaseMiddleware",
]

ROOT_URLCONF = "lonja.config.urls"
WSGI_APPLICATION = "lonja.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lonja.ui.context.site",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "lonja.ui.templatetags.lonja",
            ],
        },
    }
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

SQLITE = f"sqlite:///{DATA / 'lonja.sqlite3'}"
DATABASES = {"default": dj_database_url.parse(os.environ.get("LONJA_DATABASE") or SQLITE, conn_max_age=None)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # FULL where a submission acknowledged before a deadline must survive a power cut.
    _synchronous = "FULL" if PRODUCTION else "NORMAL"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": f"PRAGMA journal_mode=WAL;PRAGMA synchronous={_synchronous};"
        "PRAGMA temp_store=MEMORY;",
    }
else:
    # Web processes name a longest query (config.wsgi); jobs and commands may take their time.
    _longest = int(os.environ.get("LONJA_QUERY_SECONDS") or 0) * 1000
    DATABASES["default"]["OPTIONS"] = {
        "options": f"-c lock_timeout=3000 -c statement_timeout={_longest}",
        # A query asked for the fifth time is planned once and kept: half of the database's work.
        "server_side_binding": True,
        "prepare_threshold": 5,
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "base_cache"}}
SESSION_ENGINE = "lonja.accounts.sessions"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Who signs in, and how
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["lonja.accounts.sessions.SignIn"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher"
    if MODE == "test"
    else "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

# Words
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = ["lonja.config.formats"]
TIME_ZONE = "Europe/Madrid"
USE_TZ = True

# Static files are public; uploaded files are private and never served by address (base.files).
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
MEDIA_ROOT = DATA / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION or DEMO
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = MODE in {"development", "test"}
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# Mail goes through the outbox; these say how the outbox sends it.
MAILERS = {
    "default": {
        "BACKEND": {
            "production": "django.core.mail.backends.smtp.EmailBackend",
            "test": "django.core.mail.backends.locmem.EmailBackend",
        }.get(MODE, "django.core.mail.backends.filebased.EmailBackend"),
        "OPTIONS": {} if MODE in {"production", "test"} else {"file_path": str(DATA / "mail")},
    }
}
if PRODUCTION:
    _mail = urlsplit(required("LONJA_MAIL", "smtp+tls://user:password@mail.example.org:587"))
    if _mail.scheme not in {"smtp", "smtp+tls", "smtps"}:  # a slip must not send passwords in the open
        raise ImproperlyConfigured("LONJA_MAIL must begin with smtp+tls://, smtps:// or smtp://")
    MAILERS["default"]["OPTIONS"] = {
        "host": _mail.hostname,
        "port": _mail.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[_mail.scheme],
        "username": unquote(_mail.username or ""),
        "password": unquote(_mail.password or ""),
        "use_tls": _mail.scheme == "smtp+tls",
        "use_ssl": _mail.scheme == "smtps",
        "timeout": 30,
    }
DEFAULT_FROM_EMAIL = os.environ.get("LONJA_FROM", "Lonja <lonja@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# The browser runs and loads nothing that is not ours.
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "lonja.ui.errors.csrf_failure"
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    # For good and for every name below the domain: the administrator's own decision.
    SECURE_HSTS_PRELOAD = os.environ.get("LONJA_HSTS_PRELOAD", "") == "yes"
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# A view that answers without asking the policy it declares is a fault; see base.policy.
STRICT_POLICIES = MODE in {"development", "test"}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING" if MODE == "test" else "INFO"},
}

from .accounts_settings import *  # noqa: E402, F403  the sign-in library's own long list
from .payment_settings import *  # noqa: E402, F403  who takes payments by card
