"""What every installation shares, in its strictest form.

Each value that an installation may choose comes from the environment (12-factor);
docs and README list them. Nothing here, and no other setting, switches the
publication rule off.
"""

from pathlib import Path

import environ

from cms.file_types import CONTENT_TYPES, PICTURES

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
# Everything that the running site writes on a single machine: database and uploads.
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    # Ours come before Wagtail: receivers run in this order, so that a page is judged
    # before it is indexed, and `publish_scheduled` is the one of `interpretations`.
    "policies",
    "interpretations",
    "search",
    "cms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    # Wagtail prints "3 minutes ago" by it; its catalogue comes with the app.
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "cms.security_headers.SecurityHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.page_validators.PageValidatorMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cms.large_type.LargeTypeMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    # After sessions and messages: what it tells the editor survives the rollback.
    "interpretations.middleware.WriteTransactionMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR}/db.sqlite3"),
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A transaction that will write takes the write lock when it begins: two
        # publications wait for each other instead of one of them failing half-way.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Beyond one machine: elasticsearch://user:password@one:9200,two:9200/prefix
# (search/engines/elasticsearch/address.py says what else). Empty: the engine of the
# database.
SEARCH_URL = env.str("SEARCH_URL", default="")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

PASSWORD_VALIDATION = "django.contrib.auth.password_validation"  # noqa: S105 - a path
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{PASSWORD_VALIDATION}.UserAttributeSimilarityValidator"},
    {
        "NAME": f"{PASSWORD_VALIDATION}.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": f"{PASSWORD_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{PASSWORD_VALIDATION}.NumericPasswordValidator"},
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
# Wagtail's admin in Chinese where Wagtail's own catalogue is silent or says otherwise.
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
# Pages print dates as the field does: 2026-11-20 (国办发〔2017〕47号, page design).
FORMAT_MODULE_PATH = ["cms.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "cms" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
# The internal location of a front server that sends the files (X-Accel-Redirect);
# whether a reader may have one is asked here in any case.
MEDIA_ACCEL_PREFIX = env.str("MEDIA_ACCEL_PREFIX", default="")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

X_FRAME_OPTIONS = "SAMEORIGIN"
# The admin shows previews in frames of its own; nobody else may frame the site.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
SECURE_REFERRER_POLICY = "same-origin"
# A long page with tables posts one field a cell.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

WAGTAIL_SITE_NAME = env.str("SITE_NAME", default="政策文件库")
WAGTAILADMIN_BASE_URL = env.str("BASE_URL", default="")
# Mails go by this server: smtp+tls://user:password@mail.example:587
vars().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="webmaster@localhost")
# From this hour on people are told by mail, once a day, of what is due; empty: never.
DUE_DIGEST_HOUR = env.int("DUE_DIGEST_HOUR", default=None)
WAGTAIL_I18N_ENABLED = False
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILADMIN_USER_LOGIN_FORM = "cms.admin_labels.LibraryLoginForm"
# Every date on an official document is Beijing time; there is nothing to choose.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILIMAGES_IMAGE_MODEL = "cms.LibraryImage"
WAGTAILDOCS_DOCUMENT_MODEL = "cms.LibraryDocument"
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "search.admin_backend"},
}
# What the public asked for is counted for so many days.
WAGTAILSEARCH_HITS_MAX_AGE = 90
# An office network reaches nothing outside: no update check, no avatars, no embeds.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILEMBEDS_FINDERS = []
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = list(CONTENT_TYPES)
WAGTAILDOCS_MAX_UPLOAD_SIZE = 200 * 1024 * 1024  # A film of some ten minutes.
WAGTAILIMAGES_EXTENSIONS = list(PICTURES)
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024  # A long 图解 in print quality.
