"""The test suite: a database of its own, the real parts everywhere else."""

import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from .base import *  # noqa: F403
from .base import DATABASES, SEARCH_URL, env

SECRET_KEY = "tests"  # noqa: S105 - protects nothing
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
WAGTAILADMIN_BASE_URL = "http://testserver"

# A folder of one's own keeps the migrated database: `pytest --reuse-db` starts at once.
TEST_DIR = Path(
    env.str("TEST_DIR", default="") or tempfile.mkdtemp(prefix="policy-library-tests-")
)
TEST_DIR.mkdir(parents=True, exist_ok=True)
MEDIA_ROOT = TEST_DIR / "media"
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: browser tests and races need connections of their own.
    DATABASES["default"]["NAME"] = TEST_DIR / "db.sqlite3"
    DATABASES["default"]["TEST"] = {"NAME": TEST_DIR / "test.sqlite3"}

# The tests of Elasticsearch choose it themselves, each worker with indexes of its own;
# machines that run tests are busy.
TEST_SEARCH_URL = ""
if SEARCH_URL:
    cut = urlsplit(SEARCH_URL)
    TEST_SEARCH_URL = cut._replace(
        path=env.str("PYTEST_XDIST_WORKER", default="main"),
        query=f"{cut.query}&timeout=20&write_timeout=60",
    ).geturl()
SEARCH_URL = ""

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
