"""All settings, read from the environment; safe by default.

STEDENBAND_MODE is `production` (the default), `demo` (only `./run demo` sets it) or `test`.
"""

import os
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()


def secret(name: str, default: str = "") -> str:
    """As it stands: `env` takes what begins with $ for the name of another variable."""
    return os.environ.get(name, default)


BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env("STEDENBAND_VAR", default=str(BASE_DIR / "var")))
MODE = env("STEDENBAND_MODE", default="production")
if MODE not in {"production", "demo", "test"}:
    raise ImproperlyConfigured(f"STEDENBAND_MODE is {MODE!r}: use production, demo or test.")
PRODUCTION = MODE == "production"
DEMO = MODE == "demo"

DEBUG = env.bool("DEBUG", default=False)
INSECURE_KEY = "only-for-demo-and-test-never-in-a-deployment"
SECRET_KEY = secret("SECRET_KEY", "" if PRODUCTION else INSECURE_KEY)
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("DEBUG is on: a deployment refuses to start with it.")
if PRODUCTION and (len(SECRET_KEY) < 50 or SECRET_KEY == INSECURE_KEY):
    raise ImproperlyConfigured("Set SECRET_KEY to a random text of at least 50 characters.")

ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"]
)
SITE_URL = env("SITE_URL", default="http://localhost:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "stedenband.apps.StedenbandAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_countries",
    "crispy_forms",
    "crispy_bootstrap5",
    "simple_history",
    "stedenband.apps.StedenbandConfig",
    "stedenband.accounts",
    "sdg",
    "partnerships",
]
# The house draws some fields itself: templates/widgets.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

MIDDLEWARE = [
    "stedenband.watch.Watch",
    "stedenband.page_cache.PageCache",
    "stedenband.guard.ResponseHeaders",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "stedenband.guard.Editions",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "stedenband.guard.ForMachines",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "stedenband.guard.RefuseMalformed",
    "stedenband.keeping.ForScripts",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "stedenband.guard.RefuseUnstored",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "stedenband.accounts.limits.SessionLimits",
    "stedenband.guard.ReaderSettings",
    "stedenband.keeping.SignInFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "stedenband.accounts.second_factor.AskForSecondFactor",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "stedenband.urls"
WSGI_APPLICATION = "stedenband.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "stedenband.template_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                ),
            ],
            "builtins": ["stedenband.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "stedenband.views.frame",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Database: SQLite is the embedded default, DATABASE_URL puts it on PostgreSQL -------
VAR_DIR.mkdir(parents=True, exist_ok=True)
SQLITE = VAR_DIR / ("stedenband.sqlite3" if PRODUCTION else f"{MODE}.sqlite3")
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{SQLITE}")}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
    if MODE == "test":
        DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA synchronous=OFF;"
        DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test-run.sqlite3")}
else:
    limits = "-c statement_timeout=10000 -c lock_timeout=5000"
    DATABASES["default"]["OPTIONS"] = {"options": limits, "connect_timeout": 2}

# --- People -----------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "partnerships:work"
ACCOUNT_ADAPTER = "stedenband.accounts.adapter.InvitedOnly"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "partnerships:home"
ACCOUNT_SESSION_REMEMBER = None  # asked: many town halls share a computer
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "login": "stedenband.accounts.forms.LoginForm",
    "reset_password": "stedenband.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "stedenband.accounts.forms.ResetPasswordKeyForm",
    "change_password": "stedenband.accounts.forms.ChangePasswordForm",
    "reauthenticate": "stedenband.accounts.forms.ReauthenticateForm",
}
# Who guesses is stopped by their address, never by the account: a stranger locks nobody out.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,50/h/ip",
    "reset_password": "10/m/ip,3/h/key",
    "accept_invitation": "20/m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.bool("BEHIND_PROXY", default=False) else 0
# --- Second factors: offered to all; coordinators and staff cannot do without ------------
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=PRODUCTION)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # whoever has an account got it by a mail to that address
MFA_ADAPTER = "stedenband.accounts.adapter.SecondFactors"
SECOND_FACTOR_RULE = "partnerships.policies.needs_second_factor"
MFA_TOTP_ISSUER = "Stedenband"
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_FORMS = {
    "authenticate": "stedenband.accounts.second_factor_forms.AuthenticateForm",
    "reauthenticate": "stedenband.accounts.second_factor_forms.ReauthenticateForm",
    "activate_totp": "stedenband.accounts.second_factor_forms.ActivateForm",
    "deactivate_totp": "stedenband.accounts.second_factor_forms.DeactivateForm",
    "generate_recovery_codes": "stedenband.accounts.second_factor_forms.RecoveryForm",
    "add_webauthn": "stedenband.accounts.second_factor_forms.AddKeyForm",
    "edit_webauthn": "stedenband.accounts.second_factor_forms.EditKeyForm",
}
PASSWORD_RESET_TIMEOUT = 3600
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if MODE == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
VALIDATION = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": VALIDATION + "UserAttributeSimilarityValidator"},
    {"NAME": VALIDATION + "MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": VALIDATION + "CommonPasswordValidator"},
]

# Whom to tell what is not accessible; the statement says so while nobody is named.
ACCESSIBILITY_CONTACT = env("ACCESSIBILITY_CONTACT", default="")

# --- Languages and time -----------------------------------------------------------------
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("es", "Español"), ("fr", "Français"), ("en", "English")]
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "stedenband" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Brussels"

# --- Files ------------------------------------------------------------------------------
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
MEDIA_ROOT = VAR_DIR / "files"
FILE_UPLOAD_TEMP_DIR = env("UPLOAD_TEMP_DIR", default=None)
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "stedenband.arriving.SparingUploadHandler",
]
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
EVIDENCE_MAX_BYTES = 10 * 1024 * 1024
# One form with all its files; a proxy in front allows at least as much, so that the portal answers.
REQUEST_MAX_BYTES = env.int("REQUEST_MAX_BYTES", default=105 * 1024 * 1024)
EVIDENCE_MAX_PIXELS = 40_000_000
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "stedenband.storage.WholeFiles"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if not PRODUCTION:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = MODE == "test"  # each browser of a test would list all files anew

# --- Counted together by all processes: attempts to sign in; and pages, made once --------
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR_DIR / "cache",
        # A full cache throws out at random, also the count of who is guessing: one address must
        # not be able to fill it within the hour. Each write lists all, so no more than it takes.
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 2_000},
    },
}
# What hangs on the clock may be so old; what hangs on data never is. 0 makes each page anew, as
# the tests do, which take back what they wrote.
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", default=0 if MODE == "test" else 60)
if MODE == "test":
    CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
# --- Shared by several machines: Redis for cache and sessions, S3 for files --------------
if REDIS_URL := env("REDIS_URL", default=""):
    CACHES["default"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
    }
    CACHES["pages"] = {**CACHES["default"], "KEY_PREFIX": "pages"}
    SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
if S3_BUCKET := env("S3_BUCKET", default=""):
    from botocore.config import Config  # comes with the extra "s3" alone

    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env("S3_ENDPOINT", default=None),
            "region_name": env("S3_REGION", default=None),
            "access_key": secret("S3_ACCESS_KEY") or None,
            "secret_key": secret("S3_SECRET_KEY") or None,
            "default_acl": None,
            "file_overwrite": False,
            # A store that does not answer holds up no save for long: the text comes back.
            "client_config": Config(
                signature_version="s3v4",
                connect_timeout=3,
                read_timeout=20,
                retries={"total_max_attempts": 3},
            ),
        },
    }

# --- Mail: written to a queue in the database, sent by `manage.py send_mail` ------------
EMAIL_BACKEND = "stedenband.mail.QueueBackend"
MAIL_TRANSPORT = "django.core.mail.backends.console.EmailBackend"
if PRODUCTION:
    MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
vars().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))
EMAIL_BACKEND = "stedenband.mail.QueueBackend"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Stedenband <noreply@localhost>")
SERVER_EMAIL = parseaddr(DEFAULT_FROM_EMAIL)[1]

# --- Doors ------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "worker-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "stedenband.keeping.stale_form"
SESSION_DAYS = env.int("SESSION_DAYS", default=14)
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", default=8 * 60)
SESSION_COOKIE_AGE = 60 * 60 * 24 * SESSION_DAYS
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^healthz$", r"^readyz$", r"^metrics$"]
    SECURE_HSTS_SECONDS = 63_072_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=True)
    if env.bool("BEHIND_PROXY", default=False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    LANGUAGE_COOKIE_NAME = "__Host-lang"

SIMPLE_HISTORY_REVERT_DISABLED = True

# --- Those who run it -------------------------------------------------------------------
METRICS_TOKEN = secret("METRICS_TOKEN")
METRICS_FOLDER = env("PROMETHEUS_MULTIPROC_DIR", default="")
SECURITY_CONTACT = env("SECURITY_CONTACT", default="")
PRIVACY_CONTACT = env("PRIVACY_CONTACT", default="")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "json": {"()": "stedenband.watch.JsonLine"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json" if PRODUCTION else "line",
        }
    },
    "root": {"handlers": ["console"], "level": "INFO" if PRODUCTION else "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # Its lines hold whole addresses; ours say the same without.
        "django.request": {"level": "ERROR"},
        "stedenband.requests": {"level": "INFO" if PRODUCTION else "ERROR"},
    },
}
if SENTRY_DSN := env("SENTRY_DSN", default=""):
    import sentry_sdk

    sentry_sdk.init(dsn=SENTRY_DSN, send_default_pii=False, max_request_body_size="never")
