"""/health/ and 系统状态 say truly how the site is."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision

from cms.vitals import Duty, Vital, record

pytestmark = pytest.mark.django_db


def health(client) -> dict:
    return client.get("/health/").json()


def test_new_site_asks_for_attention_until_its_duties_have_run(client, home):
    assert health(client)["status"] == "attention"

    call_command("work", once=True)

    assert health(client) == {
        "status": "ok",
        "checks": {
            "database": "ok",
            "publication_check": "ok",
            "work": "ok",
            "schedules": "ok",
            "search": "ok",
        },
    }


def test_silent_background_process_is_noticed(client, home):
    call_command("work", once=True)
    Vital.objects.filter(duty=Duty.WORK).update(
        recorded_at=timezone.now() - datetime.timedelta(minutes=6)
    )

    assert health(client)["checks"]["work"] == "attention"


def test_breach_found_by_the_check_is_failing(client, home):
    record(Duty.PUBLICATION_CHECK, is_well=False, words="发现 1 处不符合同步发布要求。")

    response = client.get("/health/")

    assert response.status_code == 503
    assert response.json()["checks"]["publication_check"] == "failing"


@pytest.mark.usefixtures("past_the_guard")
def test_check_publication_leaves_its_result(client, pair):
    Page.objects.filter(pk=pair[1].pk).update(live=False)

    with pytest.raises(CommandError):
        call_command("check_publication")

    assert client.get("/health/").status_code == 503


def test_overdue_schedule_is_noticed(client, interpretation):
    policy = interpretation.policy
    policy.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    policy.save_revision().publish()
    Revision.objects.exclude(approved_go_live_at=None).update(
        approved_go_live_at=timezone.now() - datetime.timedelta(minutes=10)
    )

    assert health(client)["checks"]["schedules"] == "attention"


def test_health_is_never_cached_and_tells_no_titles(client, pair):
    response = client.get("/health/")

    assert response["Cache-Control"] == "no-store"
    assert pair[0].title not in response.content.decode()


def test_system_status_says_it_in_words(home, admin_client):
    html = admin_client.get(reverse("system_status")).content.decode()

    assert "还没有运行过" in html
    assert "manage.py work" in html


@pytest.mark.usefixtures("past_the_guard")
def test_failing_duty_stops_no_other(pair):
    Page.objects.filter(pk=pair[1].pk).update(live=False)

    call_command("work", once=True)

    assert not Vital.objects.get(duty=Duty.PUBLICATION_CHECK).is_well
    assert Vital.objects.get(duty=Duty.WORK).is_well
