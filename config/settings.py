"""Django settings of the one house; what an operator may change comes from config.env."""

import secrets as random_secrets
from datetime import timedelta
from typing import Any

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.env import LOOPBACK, ROOT, env
from foundation.keys import DJANGO_SECRET, DJANGO_SECRET_HOLDERS
from foundation.roles import DbRole

if roads := env.open_roads():
    raise ImproperlyConfigured("; ".join(roads))


def _secret_key() -> str:
    path = env.keys_dir / DJANGO_SECRET
    if path.exists():
        return path.read_text().strip()
    if env.offline or env.role not in DJANGO_SECRET_HOLDERS:
        return random_secrets.token_urlsafe(48)  # signs nothing that another process reads
    raise ImproperlyConfigured(f"{path} is missing: start with `make run`, or make the keys with `manage.py keys create`.")


BASE_DIR = ROOT
DATA = env.data
KEYS_DIR = env.keys_dir
DB_ROLE = env.role or DbRole.APP
TRUSTED_PROXIES = env.trusted_proxies
DESK_HERE = env.desk_here
ORIGIN = env.origin

SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = [env.host] if env.is_https else sorted(LOOPBACK - {"::1"} | {"[::1]"})
# The container asks itself by its loopback name; nothing outside reaches that address.
ALLOWED_HOSTS += [] if not env.is_https or "localhost" in ALLOWED_HOSTS else ["localhost"]
CSRF_TRUSTED_ORIGINS = [env.origin] if env.is_https else []

INSTALLED_APPS = [
    "config.apps.HouseConfig",
    "annotation",
    "redaction",
    "accounts",
    "audit",
    "foundation",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_otp",
    "axes",
    "csp",
    "django_htmx",
]

MIDDLEWARE = [
    "config.answers.Answers",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "config.origin.OwnForms",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SignedIn",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "audit.middleware.Gate",
    "config.errors.Edge",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "csp.context_processors.nonce",
                "audit.pages.sections.sections",
            ],
            "builtins": ["config.templatetags.house"],
        },
    }
]

# -- the database: one role a process --------------------------------------------------------------


def _database(role: DbRole) -> dict[str, Any]:
    """A connection as `role`; short lock waits, so that a stuck log is an answer 503 and not a hung page."""
    options: dict[str, Any] = {"options": "-c lock_timeout=1500 -c statement_timeout=15000 -c search_path=public", "connect_timeout": 3}
    if role is DbRole.MIGRATOR:
        options = {"assume_role": DbRole.OWNER.value}
    if env.database_host and not env.database_host.startswith("/") and env.database_host not in LOOPBACK:
        options["sslmode"] = env.database_sslmode
        if env.database_sslmode == "verify-full":
            options["sslrootcert"] = "system"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": env.database_name,
        "USER": role.value,
        "PASSWORD": env.password(role),
        "HOST": env.database_host or str(env.run_dir),
        "PORT": str(env.database_port),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


DATABASES = {"default": _database(DB_ROLE), "denials": _database(DB_ROLE)}
if DB_ROLE is DbRole.APP:
    DATABASES["reader"] = _database(DbRole.READER)
if DB_ROLE is DbRole.AUDITOR:  # the watcher verifies the log with its own rights
    DATABASES["reader"] = _database(DB_ROLE)
# Only this connection's role unwraps desk copies: a web process that does not serve the desk has none.
if DB_ROLE is DbRole.DESK or (DB_ROLE is DbRole.APP and DESK_HERE):
    DATABASES["desk"] = _database(DbRole.DESK)

# -- the access log --------------------------------------------------------------------------------

SEALER_DIR = env.sealer_dir
WATCHER_DIR = env.data / "watcher"  # how far the watcher has verified the log, outside the database
AUDIT_PERIOD_ENTRIES = env.period_entries  # a period with so many is closed without being asked
AUDIT_CLOCKS_DAYS = env.audit_clocks_days  # how long the sealed parts of entries are kept, by class
AUDIT_KEPT_DAYS = env.audit_kept_days  # how long counts of opened keys, the rules' counts by day and decided findings are kept
AUDIT_EXPORT_MOST = env.export_most  # so many entries of the log one officer takes away alone
AUDIT_PERMIT_HOURS = env.permit_hours  # so long a large export waits for a second officer, and an approved one for its asker
AUDIT_WITNESS_STALE_S = env.witness_stale_s  # after so long without a cosignature nothing sensitive is opened

# -- people and sessions ---------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "accounts.backend.PasswordBackend"]
# Five wrong passwords for an account from an address close it for half an hour, for the right one too.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=30)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_HANDLER = "accounts.guessing.Guesses"
AXES_LOCKOUT_CALLABLE = "accounts.guessing.our_answer"
AXES_CLIENT_IP_CALLABLE = "accounts.guessing.pseudonym"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_FORM_FIELD = "username"  # authenticate() is given the blind index of the address
AXES_VERBOSE = False
LOGIN_URL = "accounts:sign-in"
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True  # the limits are columns of accounts.Session; the cookie needs no date
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = env.is_https
SESSION_COOKIE_NAME = "__Host-sotto" if env.is_https else "sotto"
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# -- answers ---------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = env.is_https
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.trusted_proxies else None
SECURE_HSTS_SECONDS = 63_072_000 if env.is_https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.is_https
SECURE_HSTS_PRELOAD = env.is_https
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF, "blob:"],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

STATIC_URL = "/static/"
STATIC_ROOT = env.data / "static"
STATICFILES_DIRS = [
    ROOT / "static",
    ("vendor/htmx", ROOT / "node_modules" / "htmx.org" / "dist"),
    ("vendor/wavesurfer", ROOT / "node_modules" / "wavesurfer.js" / "dist"),
]
STATICFILES_FINDERS = ["config.static_files.OnlyServed"]  # what libraries bring for their own pages is not served
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.static_files.ManifestOfModules"},
    # Sealed bytes under random names; whoever reads this folder reads nothing.
    "clips": {
        "BACKEND": "redaction.store.DurableFolder",
        "OPTIONS": {"location": env.data / "clips", "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    # The published log: bodies of entries (ids and codes), hashes, signatures. Another backend must overwrite a file of the same name.
    "log": env.log_storage
    or {
        "BACKEND": "audit.storage.DurableFolder",
        "OPTIONS": {"location": env.data / "log-archive", "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_ALLOW_ALL_ORIGINS = False

# -- the access log --------------------------------------------------------------------------------

AUDIT_ORIGIN = env.log_name
AUDIT_WITNESSES = env.witnesses
AUDIT_PUBLISH_EVERY_S = env.audit_publish_every_s

# -- what only people can say: for the record of processing and the impact assessment -----------

_SAID = ("controller", "joint_controllers", "representative", "dpo", "hosting", "safeguards", "assessment", "dpo_advice", "views")
GOVERNANCE = {name.upper(): getattr(env, name).strip() for name in _SAID}

# -- what the rules over the log find, and how it leaves the house ---------------------------------

AUDIT_RULES = env.audit_rules
OFFICERS = list(env.officers) or ([] if env.smtp_host else ["officers@localhost"])
ALERT_WEBHOOK = env.alert_webhook
ALERT_SECRET = env.secrets_dir / "alert-webhook"
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if env.smtp_host else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = env.data / "mail"
EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER = env.smtp_host, env.smtp_port, env.smtp_user
EMAIL_HOST_PASSWORD = env.secret("smtp-password") if env.smtp_user else ""
EMAIL_USE_TLS, EMAIL_USE_SSL = env.smtp_security == "starttls", env.smtp_security == "tls"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.mail_from

# -- language, time, logs --------------------------------------------------------------------------

LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LOCALE_PATHS = [ROOT / "locale"]
LOGGING_CONFIG = "config.logs.configure"
LOGGING = {"version": 1}  # Django configures nothing when this is empty
