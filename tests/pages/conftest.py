"""The public pages as a visitor gets them: the sample site, served as in production.

Checked by tools of others: the Nu HTML checker, axe and Lighthouse (`make test-pages`).
Where these are absent the checks are skipped aloud, and fail where CI=true.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent.parent
MODULES = Path(__file__).parent / "node_modules"
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--headless=new"]
# One public page of each type, also of those that come later.
ONE_OF_EACH = """
import json
from wagtail.models import Page, get_page_models
pages = {}
for model in set(get_page_models()) - {Page}:
    page = model.objects.live().public().filter(depth__gt=1).first()
    if page is not None and page.url:
        pages[model._meta.model_name] = page.url
print(json.dumps(pages))
"""
BY_VIEWS = {
    "search": "/library/?q=就业补贴",
    "nothing found": "/library/?q=龘龘",
    "every filter": "/library/?validity=any&sort=published&page=2",
    "not found": "/no-such-page/",
}
# Later pages that are none of Wagtail's; asked for where the site has them.
WHERE_THERE = {"subjects": "/subjects/", "tags": "/tags/", "statistics": "/statistics/"}


@dataclass(frozen=True)
class SampleSite:
    """The running site: its address, and one path for each kind of page."""

    address: str
    paths: dict[str, str]

    def url(self, name: str) -> str:
        return self.address + self.paths[name]


def pytest_collection_modifyitems(items) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.pages)


def absent(what: str) -> None:
    """Skip aloud what cannot be checked on this machine; fail where it must be."""
    message = f"PAGES WERE NOT CHECKED: no {what} on this machine"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[SampleSite]:
    """Fill the sample site in a folder of its own and serve it with gunicorn."""
    folder = tmp_path_factory.mktemp("site")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cms.settings.production",
        "SECRET_KEY": "only for pages that are checked and thrown away " + "x" * 20,
        "ALLOWED_HOSTS": "127.0.0.1",
        "BASE_URL": address,
        # A browser trusts its own machine without a certificate.
        "SECURE_SSL_REDIRECT": "false",
        "SECURE_HSTS_SECONDS": "0",
        "VAR_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "SEARCH_URL": "",
    }

    def manage(*command: str) -> str:
        run = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=environment,
            check=False,
            capture_output=True,
            text=True,
        )
        assert run.returncode == 0, run.stderr[-3000:]
        return run.stdout

    manage("collectstatic", "--no-input", "--verbosity", "0")
    manage("demo", "--no-serve", "--port", str(port))
    paths = json.loads(manage("shell", "--no-imports", "-c", ONE_OF_EACH))
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "cms.wsgi", "--workers", "2"),
            *("--bind", f"127.0.0.1:{port}", "--log-level", "warning"),
        ],
        cwd=ROOT,
        env=environment,
    )
    try:
        wait_for(address)
        there = {
            name: path
            for name, path in WHERE_THERE.items()
            if status(address + path) == 200
        }
        yield SampleSite(address, paths | BY_VIEWS | there)
    finally:
        server.terminate()
        server.wait()


def wait_for(address: str, seconds: float = 60) -> None:
    """Return when the site answers."""
    end = time.monotonic() + seconds
    while True:
        try:
            urlopen(address).close()  # noqa: S310 - our own machine
            return
        except URLError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def status(address: str) -> int:
    try:
        with urlopen(address) as answer:  # noqa: S310 - our own machine
            return answer.status
    except HTTPError as error:
        return error.code


@pytest.fixture(scope="session")
def chromium():
    if CHROMIUM is None:
        absent("Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=FLAGS[:-1], headless=True
        )
        yield browser
        browser.close()


@pytest.fixture
def window(chromium, site):
    """Return a function that opens a window of its own, of a given width."""
    contexts = []

    def open_window(width: int = 1280, **settings):
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            base_url=site.address,
            locale="zh-CN",
            **settings,
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def module():
    """Return a function that finds a file of an npm package."""

    def find(path: str) -> Path:
        if not (MODULES / path).exists():
            absent(f"{path} (make test-pages installs it)")
        return MODULES / path

    return find
