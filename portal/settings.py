"""The only settings file. All variation comes from the environment; what is missing in production fails loudly."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from programmes import registry

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

MODE = env.str("PORTAL_MODE", default="demo")
if MODE not in {"demo", "test", "production"}:
    raise ImproperlyConfigured("PORTAL_MODE must be demo, test or production")
IS_PRODUCTION = MODE == "production"
IS_DEMO = MODE == "demo"
DEBUG = env.bool("DJANGO_DEBUG", default=False)
STATE_DIR = Path(env.str("PINBANG_STATE", default=str(BASE_DIR / ".state" / MODE)))

if IS_PRODUCTION and env.str("PORTAL_CLOCK_FILE", default=""):
    raise ImproperlyConfigured("PORTAL_CLOCK_FILE moves the clock; production runs on real time")
if IS_DEMO:  # one clock for web, worker, beat and commands, kept between runs like the data
    os.environ.setdefault("PORTAL_CLOCK_FILE", str(STATE_DIR / "clock"))
SECRET_KEY = env.str(
    "SECRET_KEY", default="" if IS_PRODUCTION else "only-for-demo-and-tests-0123456789abcdefghij-klmnopqrstuvw"
)
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is not set")

BASE_URL = env.str("PORTAL_BASE_URL", default="http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if IS_PRODUCTION else ["localhost", "127.0.0.1", "testserver"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[BASE_URL] if IS_PRODUCTION else [])
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.User"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "rest_framework",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
    "pgtrigger",
    "portal",
    "portal.people",
    "portal.audit",
    "portal.notifications",
    "programmes",
    "applications",
    "reviews",
    "publications",
    *registry.installed_apps(),
    "portal.tenancy",  # last: it fences what the others have migrated
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.middleware.FenceMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates", *registry.template_folders()],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.portal",
            ],
        },
    }
]
FORM_RENDERER = "portal.rendering.PageRenderer"

# "default" is the fenced application role; "owner" runs migrations and whole-base walks from the command line.
DATABASE_DEFAULTS = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": True}
IS_SERVING = env.bool(
    "PORTAL_SERVING", default=False
)  # set for web, worker and beat: the owner's login is refused there


def database(variable: str) -> dict[str, Any]:
    if not env.str(variable, default=""):
        if IS_PRODUCTION:
            raise ImproperlyConfigured(f"{variable} is not set")
        # Commands that need no database (check, makemigrations) still want a well-formed setting.
        return {**environ.Env.db_url_config("postgres://unset@127.0.0.1:1/unset"), **DATABASE_DEFAULTS}
    return {**env.db_url(variable), **DATABASE_DEFAULTS}


DATABASES = {"default": database("DATABASE_URL")}
if not IS_SERVING and (env.str("DATABASE_OWNER_URL", default="") or not IS_PRODUCTION):
    DATABASES["owner"] = {**database("DATABASE_OWNER_URL"), "CONN_MAX_AGE": 0, "ATOMIC_REQUESTS": False}
elif IS_PRODUCTION and IS_SERVING and env.str("DATABASE_OWNER_URL", default=""):
    raise ImproperlyConfigured("DATABASE_OWNER_URL must not be set for web, worker and beat")

REDIS_URL = env.str("REDIS_URL", default="" if IS_PRODUCTION else "redis://127.0.0.1:1/0")
if not REDIS_URL:
    raise ImproperlyConfigured("REDIS_URL is not set")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": f"{REDIS_URL.rsplit('/', 1)[0]}/{env.int('CACHE_DATABASE', default=1)}",
    }
}

# Celery: every task is idempotent, so at-least-once is enough (docs: decisions).
CELERY_BROKER_URL = REDIS_URL
CELERY_RESULT_BACKEND = REDIS_URL
CELERY_RESULT_EXPIRES = 3600
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_TASK_ALWAYS_EAGER = env.bool("CELERY_TASK_ALWAYS_EAGER", default=MODE == "test")
CELERY_TASK_EAGER_PROPAGATES = MODE == "test"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": env.int("CELERY_VISIBILITY_TIMEOUT", default=900),
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
}

# Language and time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale", *registry.locale_paths()]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# Files
STATIC_URL = "/static/"
STATIC_ROOT = env.str("STATIC_ROOT", default=str(STATE_DIR / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(STATE_DIR / "media"))
MEDIA_URL = "/never-served-directly/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if MODE == "test" or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("ttf", "otf", "woff2", "png", "gz", "br")  # paper fonts never travel to browsers
WHITENOISE_USE_FINDERS = MODE == "test" or DEBUG
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a table of 500 firms in one form
FILE_UPLOAD_PERMISSIONS = 0o640

# Mail
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="noreply@pinbang.example")
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="filemail://" if not IS_PRODUCTION else "consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_FILE_PATH = str(STATE_DIR / "mail")
if IS_DEMO and not env.str("EMAIL_URL", default=""):
    EMAIL_BACKEND = "portal.notifications.demo_mail.MailboxBackend"
if MODE == "test":
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
EMAIL_TIMEOUT = 20

# Sign-in
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if MODE == "test"
    else ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "landing"
ACCOUNT_ADAPTER = "portal.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = (
    False
    if env.bool("PORTAL_NO_RATE_LIMITS", default=False) and not IS_PRODUCTION
    else {"login_failed": "5/15m/ip,5/15m/key"}
)
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
MFA_ADAPTER = "portal.people.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_PRODUCTION
MFA_TOTP_ISSUER = "品榜 Pinbang"
MFA_TOTP_TOLERANCE = 1  # a phone may be half a minute off, a person slow to type
SESSION_ENGINE = "portal.people.session_store"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_SECONDS", default=30 * 60)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_PRODUCTION
CSRF_FAILURE_VIEW = "portal.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
if IS_PRODUCTION:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 31536000
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "frame-src": [SELF],
    }
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],  # the fence middleware asks for the audience
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "EXCEPTION_HANDLER": "portal.api.problem",
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
os.environ.setdefault("PORTAL_MODE", MODE)
