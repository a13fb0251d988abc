"""A classified record that slipped in leaves with every trace of its words."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import Page

from policies.models import PolicyAttachment, PolicyPage, PolicyRelation, PurgeRecord
from tests import library
from tests.people import make_people

pytestmark = pytest.mark.django_db
SECRET = "磐石工程"


def tables_with(words: str) -> list[str]:
    """Return the tables in which these words stand, in whatever column."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("search_terms"):
                continue  # bigrams only; its texts stand in a table beside
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            escaped = words.encode("unicode_escape").decode()
            if any(
                words in str(value) or escaped in str(value)
                for row in cursor.fetchall()
                for value in row
            ):
                found.append(table)
    return found


@pytest.fixture
def slipped_in(agency_page):
    """A public policy with revisions, interpretation and a file of its own."""
    policy = library.make_policy(
        agency_page,
        title=f"关于{SECRET}有关事项的通知",
        body=library.paragraphs(f"{SECRET}的具体位置如下。"),
    )
    document = get_document_model()(title=f"{SECRET}附图")
    document.file.save("map.txt", ContentFile(SECRET.encode()))
    policy.attachments = [PolicyAttachment(title=f"{SECRET}附图", document=document)]
    policy.save()
    policy.save_revision(log_action=True)
    library.make_interpretation(policy, main_points=f"<p>{SECRET}的解读。</p>")
    library.publish(policy)
    citing = library.make_policy(agency_page, title="引用它的通知")
    citing.relations = [PolicyRelation(kind="basis", target=policy)]
    citing.save()
    return policy


def test_purge_leaves_no_word_in_any_table_and_no_file(slipped_in, admin_client):
    file = slipped_in.attachments.get().document.file
    assert {"wagtailcore_revision", "wagtailcore_pagelogentry"} <= set(
        tables_with(SECRET)
    )

    admin_client.post(
        reverse("purge", args=[slipped_in.pk]),
        {"note": "2026年11月20日移交市国家保密局，经办人石仲和。"},
    )

    assert tables_with(SECRET) == []
    assert not file.storage.exists(file.name)
    assert Page.find_problems() == ([], [], [], [], [])
    record = PurgeRecord.objects.get()
    assert record.index_number == slipped_in.index_number
    assert "移交市国家保密局" in record.note


def test_nothing_is_purged_without_a_hand_over_note(slipped_in, admin_client):
    response = admin_client.post(reverse("purge", args=[slipped_in.pk]), {"note": " "})

    assert "请写明文件移交到哪里" in response.content.decode()
    assert PolicyPage.objects.filter(pk=slipped_in.pk).exists()


def test_only_the_administrator_purges(slipped_in, agency_page, client):
    client.force_login(make_people(agency_page)["office"])

    response = client.post(
        reverse("purge", args=[slipped_in.pk]), {"note": "移交市国家保密局。"}
    )

    assert response.status_code == 302
    assert PolicyPage.objects.filter(pk=slipped_in.pk).exists()
