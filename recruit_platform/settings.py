"""Django's settings. Values that differ per installation come through env.py; nothing here reads the environment itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from recruit_platform import env
from recruit_platform.core.observability import logs

BASE_DIR = Path(__file__).resolve().parent.parent
MODE = env.mode()
IS_PRODUCTION = MODE == "production"
IS_DEMO = MODE == "demo"
# What the demo lets each organisation live through; DEMO_QUIET=1 makes a demo in which nobody did any work, in seconds.
DEMO_YEAR = "recruit_platform.core.demo.filling.QUIET" if env.flag("DEMO_QUIET") else "dashboards.demo.year.YEAR"
IS_TEST = MODE == "test"
DEBUG = False

# --- secrets and addresses -------------------------------------------------------------------------------------------
SECRET_KEY = env.text("SECRET_KEY")
TENANT_KEY = env.tenant_key()
FILE_KEYS = env.hex_keys("FILE_KEY")  # the first encrypts, older ones after it still open
FILE_KEY = FILE_KEYS[0]
PUBLIC_URL = env.text("PUBLIC_URL", None if IS_PRODUCTION else "http://127.0.0.1:8000").rstrip("/")
SERVED_OVER_TLS = PUBLIC_URL.startswith("https://")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "" if IS_PRODUCTION else "127.0.0.1,localhost,[::1],testserver")
VAR_DIR = Path(env.text("RECRUIT_VAR", str(BASE_DIR / "var")))
MEDIA_ROOT = Path(env.text("RECRUIT_FILES", str(VAR_DIR / "files")))

# --- what is installed -----------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "recruit_platform.core",
    "calendar_app",
    "campaigns",
    "talentpool",
    "automation",
    "dashboards",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "recruit_platform.core.accounts.apps.ListOfBrowsers",  # allauth.usersessions
    "django_htmx",
    "template_partials",
    "csp",
    "rest_framework",
    "drf_spectacular",
]

MIDDLEWARE = [
    "recruit_platform.core.observability.requests.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "recruit_platform.core.middleware.headers.SafetyHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "recruit_platform.core.middleware.input.InputLimits",
    "recruit_platform.core.organisations.middleware.CareerHost",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "recruit_platform.core.accounts.middleware.SessionLimits",
    "recruit_platform.core.accounts.middleware.PreferredLanguage",
    "recruit_platform.core.accounts.middleware.InvalidFormsAre422",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "recruit_platform.urls"
WSGI_APPLICATION = "recruit_platform.wsgi.application"
ASGI_APPLICATION = "recruit_platform.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "recruit_platform.core.ui.context.interface",
            ],
            "builtins": ["recruit_platform.core.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "recruit_platform.core.ui.forms.Renderer"

# --- PostgreSQL ------------------------------------------------------------------------------------------------------
_database = env.database_url(
    "OWNER_DATABASE_URL" if env.text("RECRUIT_DATABASE_ROLE", "app") == "owner" else "DATABASE_URL"
)
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "recruit_platform.core.tenancy.backend",
        "NAME": _database.name,
        "USER": _database.user,
        "PASSWORD": _database.password,
        "HOST": _database.host,
        "PORT": _database.port,
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": env.flag("PGBOUNCER"),
        "OPTIONS": {"connect_timeout": 5},
    }
}

CACHES = {"default": {"BACKEND": "recruit_platform.core.cache.PostgresCache", "KEY_PREFIX": "recruit"}}

# --- Redis protocol: broker and hints; everything works without it ---------------------------------------------------
REDIS_URL = env.text("REDIS_URL", "")

# --- mail: everything goes through core.outbox; where to is EMAIL_URL ------------------------------------------------
EMAIL = env.email_url()
EMAIL_BACKEND = "recruit_platform.core.outbox.DjangoBackend"
MAIL_STAYS_HERE = EMAIL.scheme == "mailbox" and not IS_PRODUCTION  # the demo's mailbox; in the tests too
MAIL_DOMAIN = urlsplit(PUBLIC_URL).hostname or "localhost"
MAIL_FROM = env.text("MAIL_FROM", f"noreply@{MAIL_DOMAIN}" if "." in MAIL_DOMAIN else "noreply@localhost")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM
MAILS_PER_SECOND = env.number("MAILS_PER_SECOND", 0)  # over all workers together; 0 is without limit
MAIL_RECORD_TRIES = 20  # half a second apart: what was sent is not forgotten while PostgreSQL restarts

# --- people ----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "recruit_platform.core.accounts.passwords.NotGuessable"},
]
ACCOUNT_ADAPTER = "recruit_platform.core.accounts.adapters.AccountAdapter"
MFA_ADAPTER = "recruit_platform.core.accounts.adapters.SecondFactorAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True  # a code cannot be used up by a mail scanner that opens links
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # this session stays, all others end with the old password's hash
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False  # a reset must not walk around the second factor
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {"login": "recruit_platform.core.accounts.forms.LoginForm"}
ACCOUNT_RATE_LIMITS = {  # per address and network (adapters.py makes the key), so that guessing cannot lock a person out
    "login": "60/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "login_from_unknown": "50/3600s/key",
    "reset_password": "20/m/ip,3/m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", 0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "activate_totp": "recruit_platform.core.accounts.forms.ActivateCodeAppForm",
    "add_webauthn": "recruit_platform.core.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "recruit_platform.core.accounts.forms.EditPasskeyForm",
}
MFA_TOTP_ISSUER = "Recruit"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SERVED_OVER_TLS
SESSION_ENGINE = "recruit_platform.core.accounts.sessions"
SESSION_IDLE_SECONDS = env.number("SESSION_IDLE_MINUTES", 120) * 60
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"

# --- language, time --------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Nederlands")), ("en", _("Engels"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

# --- static files ----------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = (
    Path(env.text("RECRUIT_STATIC", str(VAR_DIR / "static"))) if IS_PRODUCTION else None
)  # elsewhere files are served from where they are
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "recruit_platform.core.ui.storage.HashedFiles"
        if IS_PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not IS_PRODUCTION
WHITENOISE_AUTOREFRESH = False

# --- browser safety --------------------------------------------------------------------------------------------------
_NONE, _SELF = "'none'", "'self'"
CONTENT_SECURITY_POLICY: dict[str, dict[str, Any]] = {
    "DIRECTIVES": {
        "default-src": [_NONE],
        "script-src": [_SELF],
        "style-src": [_SELF],
        "img-src": [_SELF, "data:"],
        "font-src": [_SELF],
        "connect-src": [_SELF],
        "manifest-src": [_SELF],
        "form-action": [_SELF],
        "base-uri": [_NONE],
        "frame-ancestors": [_NONE],
        "object-src": [_NONE],
    }
}
if SERVED_OVER_TLS:
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"] = True
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SERVED_OVER_TLS else None
SECURE_SSL_REDIRECT = SERVED_OVER_TLS
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 31_536_000 if SERVED_OVER_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SERVED_OVER_TLS
SECURE_HSTS_PRELOAD = SERVED_OVER_TLS
_cookie_prefix = "__Host-" if SERVED_OVER_TLS else ""
SESSION_COOKIE_NAME = f"{_cookie_prefix}session"
CSRF_COOKIE_NAME = f"{_cookie_prefix}csrf"
LANGUAGE_COOKIE_NAME = f"{_cookie_prefix}language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SERVED_OVER_TLS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # one cookie less to protect
SESSION_COOKIE_AGE = 12 * 3600
CSRF_FAILURE_VIEW = "recruit_platform.core.views.errors.csrf_failed"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
SILENCED_SYSTEM_CHECKS: list[str] = []

# --- what may come in (core/middleware/input.py) ---------------------------------------------------------------------
BODY_MOST_BYTES = 12 * 1024 * 1024  # a view may say otherwise with takes_body
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # the text fields of a form together
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

# --- API (core/api) --------------------------------------------------------------------------------------------------
API_PER_MINUTE = env.number("API_PER_MINUTE", 600)  # per key; per key and web process while Redis is away
REST_FRAMEWORK = {
    "EXCEPTION_HANDLER": "recruit_platform.core.api.problems.handle",
    "DEFAULT_AUTHENTICATION_CLASSES": ["recruit_platform.core.api.admission.KeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["recruit_platform.core.api.admission.HasScope"],
    "DEFAULT_PARSER_CLASSES": ["recruit_platform.core.api.parsing.CleanJson"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "recruit_platform.core.api.describing.Described",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Recruit API",
    "DESCRIPTION": "One key belongs to one organisation and opens what its scopes name.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {  # every closed list has a name of its own, which stays when another field uses it too
        "AccountMode": "campaigns.models.AccountMode",
        "ActorKind": "recruit_platform.core.models.ActorKind",
        "Autonomy": "campaigns.models.Autonomy",
        "CallOutcome": "talentpool.models.CallOutcome",
        "CampaignGoal": "campaigns.models.Goal",
        "CampaignKind": "campaigns.models.CampaignKind",
        "CampaignState": "campaigns.models.CampaignState",
        "CompanyCar": "calendar_app.models.Car",
        "Contract": "calendar_app.models.Contract",
        "ConsentPurpose": "talentpool.models.ConsentPurpose",
        "DocumentKind": "talentpool.models.DocumentKind",
        "EndReason": "talentpool.models.EndReason",
        "EndedBy": "talentpool.models.EndedBy",
        "DeliveryState": "automation.models.DeliveryState",
        "EnrolmentState": "automation.models.EnrolmentState",
        "FactAnswer": "calendar_app.models.Recorded",
        "FactLabel": "calendar_app.models.FactLabel",
        "FeedKind": "calendar_app.models.FeedKind",
        "FeedRunState": "calendar_app.models.FeedRunState",
        "InterviewState": "talentpool.models.InterviewState",
        "Language": "recruit_platform.core.models.Language",
        "MailState": "recruit_platform.core.models.MessageState",
        "Network": "campaigns.models.Network",
        "OutflowKind": "calendar_app.models.OutflowKind",
        "ProposalState": "campaigns.models.ProposalState",
        "Region": "recruit_platform.core.models.Region",
        "ReportFileState": "campaigns.models.ReportFileState",
        "ReportGranularity": "campaigns.models.Granularity",
        "RemoteWork": "calendar_app.models.Remote",
        "Role": "recruit_platform.core.models.Role",
        "SalaryPeriod": "calendar_app.models.SalaryPeriod",
        "SequenceKind": "automation.models.SequenceKind",
        "StageKind": "talentpool.models.StageKind",
        "TemplateKind": "automation.models.TemplateKind",
        "VacancyState": "calendar_app.models.VacancyState",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "recruit_platform.core.api.schema.tell_of_problems",
    ],
}

METRICS_TOKEN = env.text("METRICS_TOKEN", "")  # without it, /metrics answers this machine only

# --- logs ------------------------------------------------------------------------------------------------------------
LOGGING = logs.configure(as_json=IS_PRODUCTION, keep_messages=IS_DEMO)
