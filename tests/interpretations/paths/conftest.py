"""`pytest tests/interpretations/paths --publication-table docs/publication.md`."""

from pathlib import Path

import pytest

pytest.register_assert_rewrite("tests.interpretations.paths")

observed: dict[str, str] = {}


def pytest_addoption(parser) -> None:
    parser.addoption(
        "--publication-table",
        type=Path,
        help="write what the run observed on each path into this document",
    )


def pytest_runtest_logreport(report) -> None:
    observed.update(
        dict(value for name, value in report.user_properties if name == "path")
    )


def pytest_sessionfinish(session) -> None:
    file = session.config.getoption("--publication-table", default=None)
    if file and not hasattr(session.config, "workerinput"):
        from tests.interpretations.paths import document, test_every_path  # noqa: F401

        document.write(file, observed)
