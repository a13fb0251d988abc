"""Pictures and files are fetched by those who may read a page that shows them."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupPagePermission,
    Page,
    PageViewRestriction,
    ReferenceIndex,
)
from wagtail.users.models import UserProfile

from cms.media import LibraryDocument, LibraryImage
from cms.media_access import pages_using
from cms.roles import editors_of, set_up_roles
from policies.models import NoticeAttachment, PolicyAttachment, PolicyPage
from tests import library
from tests.files import (
    image_block,
    infographic_block,
    make_document,
    make_image,
    png,
    recording_block,
)

pytestmark = pytest.mark.django_db

OTHER_AGENCY = {"name": "澜川市教育局", "code": "LC0000004"}


@pytest.fixture(autouse=True)
def storage_of_this_test(settings, tmp_path):
    """No file is left of another test, and no rendition in Wagtail's memory."""
    settings.MEDIA_ROOT = tmp_path / "media"
    cache.clear()


def status(client: Client, address: str) -> int:
    return client.get(address).status_code


def editor_of(agency_page, name: str = "editor") -> Client:
    """Return a browser in which an editor of this agency is signed in."""
    set_up_roles()
    user = User.objects.create_user(name, password="password")
    user.groups.add(Group.objects.get(name=editors_of(agency_page)))
    client = Client()
    client.force_login(user)
    return client


def collection_of(agency_page) -> Collection:
    set_up_roles()
    return Collection.objects.get(name=agency_page.title)


def pair_with(*, body=(), attachments=(), content=()):
    """Return a draft policy with its draft interpretation, both carrying files."""
    parent = library.make_agency_page()
    policy = library.build_policy(
        parent.agency, body=[*library.paragraphs("补贴每人一千元。"), *body]
    )
    policy.attachments = [
        PolicyAttachment(title=document.title, document=document)
        for document in attachments
    ]
    parent.add_child(instance=policy)
    policy.save_revision()
    library.make_interpretation(policy, content=list(content))
    return policy


def policy_with_attachment(collection):
    document = make_document(collection=collection)
    return pair_with(attachments=[document]), document.url


def policy_with_linked_document(collection):
    document = make_document(collection=collection)
    link = f'<a linktype="document" id="{document.pk}">申请表</a>'
    return pair_with(body=library.paragraphs(link)), document.url


def policy_with_picture(collection):
    image = make_image(collection=collection)
    rendition = image.get_rendition("max-1440x2400")
    return pair_with(body=[image_block(image)]), rendition.url


def policy_with_original(collection):
    image = make_image(collection=collection)
    return pair_with(body=[image_block(image)]), image.file.url


def interpretation_with_infographic(collection):
    image = make_image(collection=collection)
    rendition = image.get_rendition("max-1440x6000")
    return pair_with(content=[infographic_block(image)]), rendition.url


def interpretation_with_film(collection):
    film = make_document("科长说政策.mp4", collection=collection)
    return pair_with(content=[recording_block("video", film)]), film.url


def interpretation_with_sound(collection):
    sound = make_document("科长说政策.mp3", collection=collection)
    return pair_with(content=[recording_block("audio", sound)]), sound.url


@pytest.mark.parametrize(
    "make",
    [
        policy_with_attachment,
        policy_with_linked_document,
        policy_with_picture,
        policy_with_original,
        interpretation_with_infographic,
        interpretation_with_film,
        interpretation_with_sound,
    ],
)
def test_file_is_open_while_its_page_is_public_and_no_longer(make, agency_page, client):
    policy, address = make(collection_of(agency_page))
    editor = editor_of(agency_page)
    stranger = editor_of(library.make_agency_page(**OTHER_AGENCY), "stranger")

    assert status(client, address) == 404
    assert status(stranger, address) == 404
    assert status(editor, address) == 200

    library.publish(policy)
    assert status(client, address) == 200
    assert status(stranger, address) == 200

    # As the list of pages does it: on an instance of the base class.
    Page.objects.get(pk=policy.pk).unpublish()
    assert status(client, address) == 404
    assert status(stranger, address) == 404
    assert status(editor, address) == 200


def test_published_page_shows_addresses_that_can_be_fetched(home, client):
    image, document = make_image(), make_document()
    policy = library.publish(
        pair_with(body=[image_block(image)], attachments=[document])
    )

    html = client.get(policy.url).content.decode()

    shown = re.findall(r'<img [^>]*?src="(/media/[^"]+)"', html)
    assert len(shown) == 1
    assert status(client, shown[0]) == 200
    assert document.url in html


def test_file_that_no_page_uses_is_nobodys_but_its_editors(agency_page, client):
    document = make_document(collection=collection_of(agency_page))

    assert status(client, document.url) == 404
    assert status(editor_of(agency_page), document.url) == 200


def test_draft_of_a_public_page_opens_no_new_file(pair, client):
    policy, interpretation = pair
    document, image = make_document(), make_image()
    policy.attachments = [PolicyAttachment(title="申请表", document=document)]
    policy.save_revision()
    interpretation.content = [
        *interpretation.content.raw_data,
        infographic_block(image),
    ]
    interpretation.save_revision()

    assert status(client, document.url) == 404
    assert status(client, image.file.url) == 404

    library.publish(policy)
    interpretation.get_latest_revision().publish()

    assert status(client, document.url) == 200
    assert status(client, image.file.url) == 200


def test_draft_that_drops_a_file_leaves_it_open_until_it_is_published(home, client):
    document, image = make_document(), make_image()
    policy = library.publish(
        pair_with(body=[image_block(image)], attachments=[document])
    )
    policy.attachments = []
    policy.body = library.paragraphs("补贴每人一千元。")
    policy.save_revision()

    assert status(client, document.url) == 200
    assert status(client, image.file.url) == 200

    library.publish(policy)

    assert status(client, document.url) == 404
    assert status(client, image.file.url) == 404


def test_file_stays_open_while_another_public_page_uses_it(home, client):
    document = make_document()
    first = library.publish(pair_with(attachments=[document]))
    notice = library.make_notice(attachments=[NoticeAttachment(document=document)])
    notice.get_latest_revision().publish()

    first.unpublish()
    assert status(client, document.url) == 200

    notice.refresh_from_db()
    notice.unpublish()
    assert status(client, document.url) == 404


def test_deleted_page_takes_its_files_off_the_site(home, client):
    document = make_document()
    notice = library.make_notice(attachments=[NoticeAttachment(document=document)])
    notice.get_latest_revision().publish()

    notice.delete()

    assert status(client, document.url) == 404
    assert not ReferenceIndex.get_references_to(document).exists()


def test_file_of_a_page_behind_a_restriction_is_not_public(agency_page, client):
    document = make_document()
    notice = library.make_notice(attachments=[NoticeAttachment(document=document)])
    notice.get_latest_revision().publish()

    PageViewRestriction.objects.create(page=agency_page, restriction_type="login")

    assert status(client, document.url) == 404


def test_file_in_a_private_collection_is_not_public(agency_page, client):
    collection = collection_of(agency_page)
    document = make_document(collection=collection)
    library.publish(pair_with(attachments=[document]))

    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="login"
    )

    assert status(client, document.url) == 404
    assert status(editor_of(agency_page), document.url) == 200


def test_who_may_edit_a_page_may_fetch_what_stands_on_it(agency_page):
    """The file lies in a collection of which this editor may choose nothing."""
    stranger = library.make_agency_page(**OTHER_AGENCY)
    document = make_document(collection=collection_of(stranger))
    pair_with(attachments=[document])

    client = editor_of(agency_page)
    assert status(client, document.url) == 200

    GroupPagePermission.objects.filter(
        group__name=editors_of(agency_page), page=agency_page
    ).delete()
    assert status(client, document.url) == 404


def test_thumbnails_in_the_admin_are_shown(agency_page):
    client = editor_of(agency_page)
    make_image(collection=collection_of(agency_page))

    html = client.get(reverse("wagtailimages_chooser:choose")).json()["html"]

    shown = re.findall(r'src="(/media/[^"]+)"', html)
    assert shown
    assert [status(client, address) for address in shown] == [200] * len(shown)


def test_another_agencys_files_are_not_offered_to_choose(agency_page):
    client = editor_of(agency_page)
    stranger = library.make_agency_page(**OTHER_AGENCY)
    make_document("教育局内部名单.xlsx", collection=collection_of(stranger))

    html = client.get(reverse("wagtaildocs_chooser:choose")).json()["html"]

    assert "教育局内部名单" not in html


def test_portrait_of_an_editor_is_shown_to_colleagues_only(client, admin, admin_client):
    profile = UserProfile.get_for_user(admin)
    profile.avatar.save("portrait.png", ContentFile(png()))

    assert status(admin_client, profile.avatar.url) == 200
    assert status(Client(), profile.avatar.url) == 404


@pytest.fixture
def secret(home) -> LibraryDocument:
    """The attachment of a draft."""
    document = make_document("草案.pdf", b"%PDF-1.7 not for the public")
    pair_with(attachments=[document])
    return document


def addresses_that_lead_nowhere(document: LibraryDocument, root: Path) -> list[str]:
    image = make_image("caogao.png")
    name = image.file.name
    return [
        f"/documents/{document.pk}/{document.filename}",
        f"/documents/{document.pk}/other.pdf",
        f"/documents/{document.pk}/",
        f"/documents/{document.pk + 1}/{document.filename}",
        f"/documents/{10**30}/{document.filename}",
        f"/media/{document.file.name}",
        f"/media/{name}",
        "/media/original_images/",
        "/media/images/no-such-picture.png",
        "/media/",
        f"/media//{name}",
        f"/media/images/../{name}",
        f"/media/images/%2e%2e/{name}",
        "/media/../db.sqlite3",
        "/media/..%2fdb.sqlite3",
        "/media/%2fetc/passwd",
        "/media//etc/passwd",
        f"/media/{root}/{name}",
        f"/media/{name}%00.png",
    ]


def test_guessed_address_is_answered_as_if_nothing_were_there(secret, client, settings):
    missing = client.get("/documents/987654/missing.pdf")

    for address in addresses_that_lead_nowhere(secret, settings.MEDIA_ROOT):
        response = client.get(address, follow=True)
        assert response.status_code == 404, address
        assert b"not for the public" not in response.content
    forbidden = client.get(secret.url)
    assert forbidden.content == missing.content
    assert dict(forbidden.headers) == dict(missing.headers)


def test_other_files_in_the_storage_have_no_address(home, admin_client):
    name = default_storage.save("exports/全部草稿.csv", ContentFile(b"1,2"))

    assert status(admin_client, f"/media/{name}") == 404


def test_file_that_the_storage_has_lost_is_404(home, client):
    document = make_document()
    library.publish(pair_with(attachments=[document]))
    default_storage.delete(document.file.name)

    assert status(client, document.url) == 404


def test_file_is_only_read_by_its_address(home, client):
    document = make_document()
    library.publish(pair_with(attachments=[document]))

    assert client.post(document.url).status_code == 405
    assert client.delete(document.url).status_code == 405


def test_number_of_queries_does_not_grow_with_use(
    home, client, django_assert_max_num_queries
):
    image = make_image()
    rendition = image.get_rendition("max-1440x2400")
    library.publish(pair_with(body=[image_block(image)]))
    status(client, rendition.url)  # Content types are looked up once per process.

    with django_assert_max_num_queries(5):
        status(client, rendition.url)

    for _ in range(3):
        library.publish(pair_with(body=[image_block(image)]))
    with django_assert_max_num_queries(5):
        status(client, rendition.url)


def test_uses_of_a_file_are_found_by_an_index(home):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL chooses by its statistics")

    plan = pages_using(make_document()).explain()

    assert "referenceindex_target_object" in plan
    assert "SCAN" not in plan


# What a browser is told about the file.


@pytest.mark.parametrize(
    ("name", "kind", "disposition"),
    [
        ("a.pdf", "application/pdf", "inline"),
        ("a.PDF", "application/pdf", "inline"),
        ("a.png", "image/png", "inline"),
        ("a.mp3", "audio/mpeg", "inline"),
        ("a.mp4", "video/mp4", "inline"),
        ("a.webm", "video/webm", "inline"),
        ("a.ofd", "application/ofd", "attachment"),
        ("a.doc", "application/msword", "attachment"),
        ("a.wps", "application/wps-office.wps", "attachment"),
        ("a.txt", "text/plain", "attachment"),
        ("a.csv", "text/csv", "attachment"),
        ("a.zip", "application/zip", "attachment"),
        ("a.html", "application/octet-stream", "attachment"),
        ("a.svg", "application/octet-stream", "attachment"),
        ("a.xhtml", "application/octet-stream", "attachment"),
        ("a.pdf.html", "application/octet-stream", "attachment"),
        ("nameless", "application/octet-stream", "attachment"),
    ],
)
def test_type_comes_from_the_list_and_what_can_act_is_saved(
    home, admin_client, name, kind, disposition
):
    response = admin_client.get(make_document(name, b"<script>1</script>").url)

    assert response.status_code == 200
    assert response["Content-Type"] == kind
    assert response["Content-Disposition"].split(";")[0] == disposition
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


def test_chinese_name_is_kept(home, admin_client):
    document = make_document("澜川市就业补贴申请表.docx")

    response = admin_client.get(document.url)

    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''%E6%BE%9C%E5%B7%9D%E5%B8%82%E5%B0%B1%E4%B8%9A"
        "%E8%A1%A5%E8%B4%B4%E7%94%B3%E8%AF%B7%E8%A1%A8.docx"
    )


def test_no_shared_cache_keeps_a_file(home, client):
    document = make_document()
    library.publish(pair_with(attachments=[document]))

    response = client.get(document.url)

    assert response["Cache-Control"] == "private, no-cache"


def test_front_server_sends_the_file_if_there_is_one(home, client, settings):
    settings.MEDIA_ACCEL_PREFIX = "/protected/"
    document = make_document("申请表 1.pdf")
    image = make_image("tu.png")
    policy = pair_with(attachments=[document], body=[image_block(image)])
    assert status(client, document.url) == 404

    library.publish(policy)
    response = client.get(document.url, headers={"Range": "bytes=0-1"})

    assert response.status_code == 200
    assert response.content == b""
    assert response["X-Accel-Redirect"] == (
        "/protected/documents/%E7%94%B3%E8%AF%B7%E8%A1%A8_1.pdf"
    )
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline; filename*=utf-8''")
    assert client.get(image.file.url)["X-Accel-Redirect"] == (
        f"/protected/{image.file.name}"
    )


# What may be brought in.


def upload(client: Client, address: str, name: str, content: bytes):
    return client.post(
        reverse(address),
        {"title": "申请表", "file": SimpleUploadedFile(name, content)},
        follow=True,
    )


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.exe", "a"])
def test_type_that_is_not_on_the_list_is_not_taken_in(home, admin_client, name):
    response = upload(admin_client, "wagtaildocs:add", name, b"1")

    assert "不能上传这种类型的文件" in response.content.decode()
    assert not LibraryDocument.objects.exists()


def test_type_on_the_list_is_taken_in(home, admin_client):
    upload(admin_client, "wagtaildocs:add", "a.ofd", b"PK")

    assert LibraryDocument.objects.get().filename == "a.ofd"


def test_too_large_file_is_not_taken_in(home, admin_client, settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 10

    response = upload(admin_client, "wagtaildocs:add", "a.pdf", b"12345678901")

    assert "文件过大" in response.content.decode()
    assert not LibraryDocument.objects.exists()


def test_picture_that_can_act_is_not_taken_in(home, admin_client):
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'

    response = upload(admin_client, "wagtailimages:add", "a.svg", svg)

    assert "不支持此图片格式" in response.content.decode()
    assert not LibraryImage.objects.exists()


def test_too_large_picture_is_not_taken_in(home, admin_client, settings):
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10

    response = upload(admin_client, "wagtailimages:add", "a.png", png())

    assert "文件过大" in response.content.decode()
    assert not LibraryImage.objects.exists()


def test_editor_uploads_into_the_agencys_own_collection(agency_page):
    client = editor_of(agency_page)

    upload(client, "wagtaildocs:add", "a.pdf", b"%PDF")

    document = LibraryDocument.objects.get()
    assert document.collection == collection_of(agency_page)
    assert PolicyPage.objects.count() == 0
