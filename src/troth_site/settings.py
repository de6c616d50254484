"""Settings of an installation. Every variable read here is documented in docs/operate.md."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.csp import CSP

from troth_site import environment
from troth_site.home import home, secret_key

HERE = Path(__file__).parent
TROTH_HOME = home()
TROTH_HOME.mkdir(parents=True, exist_ok=True, mode=0o700)
TROTH_FILES = TROTH_HOME / "files"

SECRET_KEY = secret_key(TROTH_HOME)
DEBUG = environment.flag("TROTH_DEBUG", default=False)
TROTH_ORIGIN = os.environ.get("TROTH_ORIGIN", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = environment.words("TROTH_HOSTS", default="127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = [TROTH_ORIGIN]
BEHIND_TLS = urlsplit(TROTH_ORIGIN).scheme == "https"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "troth_site.apps.ProvidersLater",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "django_ox",
    "troth_site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "troth_site.desk.door.own_words",
]

ROOT_URLCONF = "troth_site.urls"
WSGI_APPLICATION = "troth_site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": environment.database("TROTH_DATABASE", folder=TROTH_HOME)}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.csp",
                "troth_site.desk.frame.frame",
            ],
        },
    }
]

# People sign in through one-time links, passwords (allauth) or an organisation's OpenID Connect provider.
AUTH_USER_MODEL = "troth_site.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "today"
LOGOUT_REDIRECT_URL = "sign-in"
ACCOUNT_ADAPTER = "troth_site.accounts.InvitedOnly"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    name: f"troth_site.account_forms.{form}"
    for name, form in {
        "login": "Login", "reset_password": "AskReset", "reset_password_from_key": "Reset",
        "change_password": "ChangePassword", "set_password": "FirstPassword", "reauthenticate": "PasswordAgain",
    }.items()
}  # fmt: skip
MFA_ADAPTER = "troth_site.account_forms.SecondStep"
MFA_FORMS = {
    name: f"troth_site.account_forms.{form}"
    for name, form in {
        "authenticate": "Code", "reauthenticate": "CodeAgain", "activate_totp": "AppOn", "deactivate_totp": "AppOff",
        "generate_recovery_codes": "NewCodes", "add_webauthn": "KeyOn", "edit_webauthn": "KeyName",
        "authenticate_webauthn": "Key", "login_webauthn": "KeyAlone", "reauthenticate_webauthn": "KeyAgain",
    }.items()
}  # fmt: skip
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""  # `desk/entry_urls.py` says where they lie
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_SSL_REDIRECT = BEHIND_TLS and environment.flag("TROTH_TLS_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("zh-hans", "简体中文"),
    ("vi", "Tiếng Việt"),
    ("es", "Español"),
    ("tr", "Türkçe"),
    ("bn", "বাংলা"),
]
LOCALE_PATHS = [HERE / "locale"]
FORMAT_MODULE_PATH = ["troth_site.locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATICFILES_DIRS = [HERE / "static"]
STATIC_ROOT = TROTH_HOME / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

DEFAULT_FROM_EMAIL = os.environ.get("TROTH_MAIL_FROM", "troth@localhost")
MAILERS = {"default": environment.mail(folder=TROTH_FILES / "mail")}
# Replies come by mail into one mailbox, where one is named; each carries a token behind a plus sign.
TROTH_REPLY_ADDRESS = os.environ.get("TROTH_REPLY_ADDRESS", "")
TROTH_IMAP_HOST = os.environ.get("TROTH_IMAP_HOST", "")
TROTH_IMAP_PORT = environment.number("TROTH_IMAP_PORT", default=993, least=1)
TROTH_IMAP_USER = os.environ.get("TROTH_IMAP_USER", "")
TROTH_IMAP_PASSWORD = os.environ.get("TROTH_IMAP_PASSWORD", "")
TROTH_IMAP_FOLDER = os.environ.get("TROTH_IMAP_FOLDER", "INBOX")
TROTH_IMAP_STARTTLS = environment.flag("TROTH_IMAP_STARTTLS", default=False)
TROTH_IMAP_AUTHORITIES = os.environ.get("TROTH_IMAP_AUTHORITIES", "")

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": TROTH_HOME / "cache"}
}
TASKS = {
    "default": {
        "BACKEND": "django.tasks.backends.immediate.ImmediateBackend"
        if environment.flag("TROTH_JOBS_INLINE", default=False)
        else "django_ox.backend.OxBackend",
        "OPTIONS": {
            "MAX_ATTEMPTS": 3,
            "SCHEDULES": {
                "night": {"task": "troth_site.jobs.trust.night", "cron": "17 1 * * *"},
                "reservations": {"task": "troth_site.jobs.demand.night", "cron": "7 1 * * *"},
                "defect-rates": {"task": "troth_site.jobs.quality.night", "cron": "37 1 * * *"},
                "escalate": {"task": "troth_site.jobs.trust.escalate", "cron": "41 * * * *"},
                "mail": {"task": "troth_site.jobs.communication.fetch_mail", "cron": "*/5 * * * *"},
                "deliver": {"task": "troth_site.jobs.bridges.deliver", "cron": "* * * * *"},
                "mirror": {"task": "troth_site.jobs.bridges.mirror", "cron": "*/2 * * * *"},
                "waiting": {"task": "troth_site.jobs.communication.send_waiting", "cron": "*/5 * * * *"},
                "requests": {"task": "troth_site.jobs.communication.escalate_requests", "cron": "*/15 * * * *"},
                "greetings": {"task": "troth_site.jobs.communication.greet_partners", "cron": "47 0 * * *"},
                "meetings": {"task": "troth_site.jobs.communication.meetings_at_night", "cron": "27 0 * * *"},
                "quiet": {"task": "troth_site.jobs.communication.remind_of_quiet", "cron": "7 5 * * *"},
                "prune": {"task": "troth_site.jobs.bridges.prune", "cron": "52 2 * * *"},
                "responses": {"task": "troth_site.jobs.communication.responses_at_night", "cron": "37 0 * * *"},
            },
        }
        if not environment.flag("TROTH_JOBS_INLINE", default=False)
        else {},
    }
}

# What was only meant to travel is forgotten after so many days; the record has no age.
TROTH_KEEP_NOTICES_DAYS = environment.number("TROTH_KEEP_NOTICES_DAYS", default=365, least=30)
TROTH_KEEP_LIVE_DAYS = environment.number("TROTH_KEEP_LIVE_DAYS", default=1, least=1)
TROTH_KEEP_JOBS_DAYS = environment.number("TROTH_KEEP_JOBS_DAYS", default=7, least=1)

TROTH_TRANSLATOR = os.environ.get("TROTH_TRANSLATOR", "")
TROTH_TRANSLATOR_COMMAND = os.environ.get("TROTH_TRANSLATOR_COMMAND", "")
TROTH_TRANSLATOR_URL = os.environ.get("TROTH_TRANSLATOR_URL", "")
TROTH_TRANSLATOR_KEY = os.environ.get("TROTH_TRANSLATOR_KEY", "")

DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# The mapping of a file asks several things of each of its columns, and files of a thousand columns exist.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
TROTH_UPLOAD_LIMIT_BYTES = environment.number("TROTH_UPLOAD_LIMIT_MB", default=512, least=1) * 1024 * 1024
TROTH_API_REQUESTS_A_MINUTE = environment.number("TROTH_API_REQUESTS_A_MINUTE", default=600)
TROTH_API_COUNTS = TROTH_HOME / "cache" / "api"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("TROTH_LOG", "WARNING")},
    # Letters are looked after every minute, and Django tells of every job that begins and ends.
    "loggers": {"django.tasks": {"level": os.environ.get("TROTH_LOG", "WARNING")}},
}
