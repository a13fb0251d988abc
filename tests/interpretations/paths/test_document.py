"""The committed table of paths says what the tests expect, path by path."""

from tests.interpretations.paths import document, test_every_path  # noqa: F401


def test_document_lists_every_path_with_its_outcome():
    committed = document.written(document.DOCUMENT.read_text(encoding="utf-8"))

    assert committed == document.table(document.expected()), (
        "write it anew: pytest tests/interpretations/paths "
        "--publication-table docs/publication.md"
    )
