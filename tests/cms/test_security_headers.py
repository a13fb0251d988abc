"""What a browser is told that it must not do with a page of this site."""

import pytest
from django.urls import reverse

from tests import library

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def policy_of(response) -> dict[str, list[str]]:
    """Return the Content-Security-Policy as {directive: sources}."""
    directives = response["Content-Security-Policy"].split("; ")
    return {name: sources for name, *sources in map(str.split, directives)}


def public_addresses(pair) -> list[str]:
    policy, interpretation = pair
    library.make_notice()
    pages = ("/", "/library/?q=补贴", "/interpretations/", "/no-such-page/")
    return [*pages, policy.url, interpretation.url, policy.get_parent().url]


def test_no_public_page_runs_or_draws_what_stands_in_it(pair, client):
    for address in public_addresses(pair):
        policy = policy_of(client.get(address))

        assert policy["default-src"] == ["'none'"]
        assert policy["script-src"] == policy["style-src"] == ["'self'"]
        assert policy["frame-ancestors"] == ["'self'"]
        assert policy["object-src"] == policy["base-uri"] == ["'none'"]
        assert not any("unsafe" in each for part in policy.values() for each in part)


def test_every_answer_says_who_may_know_and_do_what(pair, client):
    for address in public_addresses(pair):
        response = client.get(address)

        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Referrer-Policy"] == "same-origin"
        assert response["Cross-Origin-Opener-Policy"] == "same-origin"
        assert response["X-Frame-Options"] == "SAMEORIGIN"
        assert "camera=()" in response["Permissions-Policy"]


def test_unchanged_pages_say_so_too(pair, client):
    client.get("/")
    etag = client.get("/")["ETag"]

    response = client.get("/", HTTP_IF_NONE_MATCH=etag)

    assert response.status_code == 304
    assert policy_of(response)["default-src"] == ["'none'"]


def test_the_admin_goes_on_writing_inline(admin_client, policy):
    for address in (
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_pages:edit", args=[policy.pk]),
    ):
        response = admin_client.get(address)

        assert response.status_code == 200
        assert "Content-Security-Policy" not in response


def test_a_draft_is_previewed_in_a_frame_of_the_admin(admin_client, policy):
    preview = reverse("wagtailadmin_pages:view_draft", args=[policy.pk])

    response = admin_client.get(preview)

    assert response.status_code == 200
    assert policy_of(response)["frame-ancestors"] == ["'self'"]
    assert "private" in response["Cache-Control"]
    assert "ETag" not in response
