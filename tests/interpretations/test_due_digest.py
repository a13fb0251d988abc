"""到期提醒: to each their own, once a day, and nothing about nothing."""

import datetime

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.utils import timezone

from cms.management.commands.work import daily
from cms.roles import REVIEWERS
from interpretations.models import SentDigest
from policies.models import Agency
from policies.validity import ONE_DAY
from tests import library
from tests.people import make_people

pytestmark = pytest.mark.django_db

CLOSED = {
    "disclosure": "withheld",
    "disclosure_basis": "《政府信息公开条例》第十四条",
    "disclosure_reason": "涉及重点设施安全。",
    "issued_on": datetime.date(2020, 6, 5),
}


@pytest.fixture
def people(agency_page, settings):
    settings.DUE_DIGEST_HOUR = 8
    people = make_people(agency_page)
    people["reviewer"] = User.objects.create_user("reviewer")
    people["reviewer"].groups.add(Group.objects.get(name=REVIEWERS))
    people["admin"] = User.objects.create_superuser("admin")
    for name, user in people.items():
        user.email = f"{name}@lanchuan.example"
        user.save()
    # Nobody is called silent here.
    Agency.objects.update(until=datetime.date(2020, 1, 1))
    return people


@pytest.fixture
def overdue(agency_page, people):
    """A review of each of two agencies, years overdue."""
    other = library.make_agency_page("澜川市水利局", code="LC0000012")
    Agency.objects.update(until=datetime.date(2020, 1, 1))
    library.make_policy(agency_page, title="抽样规程", **CLOSED)
    library.make_policy(other, title="防范规程", **CLOSED)


def send() -> dict[str, str]:
    """Send what is due; return the words of each mail by whom it went to."""
    mail.outbox.clear()
    call_command("send_due_digest")
    assert all(len(message.to) == 1 for message in mail.outbox)
    return {message.to[0].split("@")[0]: message.body for message in mail.outbox}


def test_each_is_told_of_what_they_may_read(overdue, people):
    bodies = send()

    assert set(bodies) == {"editor", "head", "office", "reviewer"}
    for name in ("editor", "head"):
        assert "抽样规程" in bodies[name]
        assert "防范规程" not in bodies[name]
    for name in ("office", "reviewer"):
        assert "抽样规程" in bodies[name]
        assert "防范规程" in bodies[name]


def test_mail_says_what_is_due_and_where_the_list_is(overdue, people):
    send()

    message = next(each for each in mail.outbox if each.to[0].startswith("editor"))
    assert message.subject == "到期事项：逾期 1 项"
    assert (
        "【逾期】\n2021-06-05 公开属性复核：《抽样规程》"
        "（澜川市人力资源和社会保障局）不予公开，2020-06-05 成文" in message.body
    )
    assert "http://testserver/admin/reports/due/" in message.body


def test_nothing_pressing_sends_no_mail(agency_page, people):
    library.make_public_pair(
        agency_page,
        effective_on=datetime.date(2022, 1, 1),
        valid_until=timezone.localdate() + 100 * ONE_DAY,
    )

    assert send() == {}


def test_one_mail_a_day_however_often_it_is_run(overdue, people):
    assert len(send()) == 4
    assert send() == {}

    library.make_policy(title="再来一份", **CLOSED)
    assert send() == {}

    SentDigest.objects.update(sent_on=timezone.localdate() - ONE_DAY)
    assert len(send()) == 4


def test_who_has_left_or_has_no_address_gets_none(overdue, people):
    User.objects.filter(username="editor").update(is_active=False)
    User.objects.filter(username="head").update(email="")
    people["office"].groups.clear()

    assert set(send()) == {"reviewer"}


def test_off_until_an_hour_is_set(overdue, settings):
    settings.DUE_DIGEST_HOUR = None

    assert send() == {}
    assert "send_due_digest" not in daily()


def test_background_process_waits_for_the_hour(settings):
    hour = timezone.localtime().hour
    settings.DUE_DIGEST_HOUR = hour
    assert "send_due_digest" in daily()

    settings.DUE_DIGEST_HOUR = hour + 1
    assert "send_due_digest" not in daily()


def test_work_sends_it_once_across_restarts(overdue, settings):
    settings.DUE_DIGEST_HOUR = 0

    call_command("work", "--once")
    call_command("work", "--once")

    assert len(mail.outbox) == 4


def test_server_that_is_away_loses_nobody_their_mail(overdue, people, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(CommandError, match="邮件服务器没有响应"):
        call_command("send_due_digest")

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert len(send()) == 4


class BreaksOff(EmailBackend):
    """A mail server that breaks off amid the mail to the head of the unit."""

    def send_messages(self, messages):
        if any("head" in message.to[0] for message in messages):
            raise ConnectionResetError
        return super().send_messages(messages)


def test_mail_that_is_broken_off_stops_no_other_and_is_not_doubled(
    overdue, people, settings
):
    settings.EMAIL_BACKEND = f"{__name__}.BreaksOff"
    assert set(send()) == {"editor", "office", "reviewer"}

    assert send() == {}


def test_long_group_is_cut_and_says_so(agency_page, people):
    for number in range(22):
        library.make_policy(agency_page, title=f"第{number}号规程", **CLOSED)

    body = send()["editor"]

    assert body.count("公开属性复核：") == 20
    assert "……另有 2 项，见完整清单。" in body
