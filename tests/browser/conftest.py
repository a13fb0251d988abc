"""A real Chromium against a live server; absent locally it is skipped aloud."""

import os
import shutil
from pathlib import Path

import pytest
from django.db import connection
from django.test import testcases
from playwright.sync_api import expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# Milliseconds: machines that run tests are busy.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # One browser at a time: two would starve each other on two cores.
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session", autouse=True)
def media_through_the_site():
    """Let the site itself answer for pictures and files, as it does in earnest.

    Django's live server would hand out everything below MEDIA_ROOT before it is asked.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(testcases, "_MediaFilesHandler", lambda application: application)
        yield


@pytest.fixture(scope="session")
def browser(django_db_setup):
    if CHROMIUM is None:
        message = "BROWSER TESTS DID NOT RUN: no Chromium on this machine"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    initial_data = connection._test_serialized_contents
    with sync_playwright() as playwright:
        # Playwright's loop makes Django think that it is called asynchronously, and
        # give this thread another connection, which must know the initial data too.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        connection._test_serialized_contents = initial_data
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def visit(browser, live_server):
    """Return a function that opens a window of its own for one person.

    Any request that leaves this machine fails the test: the site works offline.
    """
    contexts = []
    strangers = []

    def open_window(width: int = 1280, height: int = 900, *, scripts: bool = True):
        context = browser.new_context(
            java_script_enabled=scripts,
            viewport={"width": width, "height": height},
            base_url=live_server.url,
            locale="zh-CN",
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        window = context.new_page()
        window.on(
            "request",
            lambda request: (
                strangers.append(request.url)
                if not request.url.startswith((live_server.url, "data:", "blob:"))
                else None
            ),
        )
        return window

    yield open_window
    for context in contexts:
        context.close()
    assert strangers == []


@pytest.fixture
def picture():
    """Return a function that keeps a screenshot where PICTURES names a folder."""
    folder = os.environ.get("PICTURES")

    def keep(window, name: str, *, full_page: bool = True) -> None:
        if folder:
            window.screenshot(path=Path(folder) / f"{name}.png", full_page=full_page)

    return keep
