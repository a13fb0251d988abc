"""Schedules: forecast in words, a refusal reported to its editor, nobody's rest."""

import datetime

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from tests import library
from tests.admin import edit_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(agency_page):
    call_command("set_up_site")
    user = User.objects.create_user("editor", "editor@lanchuan.example")
    user.groups.add(Group.objects.get(name=f"编辑：{agency_page.title}"))
    return user


@pytest.fixture
def doomed(interpretation, editor):
    """A scheduled policy whose interpretation was deleted afterwards."""
    policy = interpretation.policy
    policy.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    policy.save_revision(user=editor).publish()
    interpretation.delete()
    return policy


def make_due():
    past = timezone.now() - datetime.timedelta(minutes=1)
    for revision in Revision.objects.exclude(approved_go_live_at=None):
        revision.content["go_live_at"] = past.isoformat()
        Revision.objects.filter(pk=revision.pk).update(
            approved_go_live_at=past, content=revision.content
        )


def test_editor_forecasts_a_refusal_with_its_reason(doomed, admin_client):
    html = admin_client.get(edit_url(doomed)).content.decode()

    assert "到时将被拒绝，因为：还没有解读" in html


def test_schedule_list_forecasts_each(doomed, agency_page, admin_client):
    sound = library.make_policy(agency_page, title="可以按时发布的通知")
    library.make_interpretation(sound)
    sound.go_live_at = timezone.now() + datetime.timedelta(hours=2)
    sound.save_revision().publish()

    html = admin_client.get(reverse("schedules")).content.decode()

    assert "到时将被拒绝，因为：还没有解读" in html
    assert "按现在的情况，可以按时发布。" in html


def test_interpretation_scheduled_before_its_policy_is_forecast(pair, admin_client):
    policy, _ = pair
    further = library.make_interpretation(policy, title="一图读懂")
    further.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    further.save_revision().publish()
    type(policy).objects.get(pk=policy.pk).unpublish()

    html = admin_client.get(edit_url(further)).content.decode()

    assert "到时将被拒绝，因为：" in html


def test_schedule_list_shows_an_editor_no_other_agency(doomed, editor, client):
    other = library.make_agency_page("澜川市住房和城乡建设局", code="LC0000005")
    hidden = library.make_policy(other, title="别的机关的通知")
    library.make_interpretation(hidden)
    hidden.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    hidden.save_revision().publish()
    client.force_login(editor)

    html = client.get(reverse("schedules")).content.decode()

    assert doomed.title in html
    assert "别的机关的通知" not in html


def test_refused_schedule_is_reported_to_who_made_it(doomed, editor, client):
    make_due()

    call_command("publish_scheduled")

    (message,) = mail.outbox
    assert message.to == [editor.email]
    assert "还没有解读" in message.body
    client.force_login(editor)
    first_page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "被拒绝的定时发布" in first_page
    assert doomed.title in first_page


def test_report_that_cannot_be_mailed_stops_no_publication(
    doomed, agency_page, settings
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    other = library.make_policy(agency_page, title="按时发布的通知")
    library.make_interpretation(other)
    other.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    other.save_revision().publish()
    make_due()

    call_command("publish_scheduled")

    other.refresh_from_db()
    assert other.live
