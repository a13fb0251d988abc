"""Help with search: every example is a question that the library answers."""

import pytest

from search.engines import indexing_engine
from tests import library
from tests.reading import listed, queries_of, read, text_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(indexing_engine() is None, reason="no full text here"),
    pytest.mark.once,
]

HELP = "/search/help/"


@pytest.fixture
def filled(agency_page):
    policy, _ = library.make_public_pair(agency_page)
    policy.tags.add("就业补贴", "高校毕业生")
    policy.save_revision().publish()
    return policy


def test_every_example_finds_something(filled, client):
    page = read(client, HELP)

    examples = page.xpath("//a[@class='example']/@href")
    assert len(examples) >= 10
    for example in examples:
        found = read(client, example)
        assert listed(found) == [filled.title] or "/library/" not in example, example


def test_number_is_shown_as_printed_as_typed_in_haste_and_in_part(filled, client):
    page = read(client, HELP)

    numbers = page.xpath("//section[@aria-labelledby='number']//a/text()")
    assert numbers == ["澜人社发〔2024〕12号", "澜人社发[2024]12", "2024年12号"]


def test_examples_are_made_of_what_is_public(filled, agency_page, client):
    library.make_policy(
        agency_page, title="关于磐石项目的通知", document_number="澜人社发〔2025〕1号"
    )

    assert "磐石" not in text_of(read(client, HELP))
    assert "2025" not in text_of(
        read(client, HELP), "//section[@aria-labelledby='number']"
    )


def test_empty_library_has_help_without_examples(home, client):
    assert "不知道用什么词" in text_of(read(client, HELP))


def test_queries_do_not_grow_with_the_library(filled, agency_page, client):
    client.get(HELP)
    few = queries_of(client, HELP)
    for number in range(10):
        library.make_public_pair(agency_page, title=f"关于第{number}批补贴的通知")

    assert queries_of(client, HELP) == few <= 20
