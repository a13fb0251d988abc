"""What it costs to publish one pair: policy, interpretation, index, status, log."""

import datetime
import json
import statistics
import time

from django.db import transaction

from interpretations.models import InterpretationPage
from policies.disclosure import Disclosure
from policies.models import AgencyPage, PolicyIssuer, PolicyPage

ROUNDS = 5
PARAGRAPHS = 40


def publication() -> str:
    """Publish a pair of some pages and take it back; return the medians."""
    spent, busy = [], []
    for number in range(ROUNDS):
        with transaction.atomic():
            policy = _draft(number)
            begun, worked = time.perf_counter(), time.process_time()
            policy.get_latest_revision().publish()
            busy.append((time.process_time() - worked) * 1000)
            spent.append((time.perf_counter() - begun) * 1000)
            transaction.set_rollback(True)
    return (
        f"{statistics.median(spent):6.1f} ms,"
        f" processor {statistics.median(busy):6.1f} ms"
    )


def _draft(number: int) -> PolicyPage:
    parent = max(AgencyPage.objects.live(), key=lambda page: page.numchild)
    text = "".join(f"<p>{_clause(each)}</p>" for each in range(1, PARAGRAPHS + 1))
    policy = PolicyPage(
        title=f"关于测量发布速度的通知之{number}",
        document_number=f"澜测发〔2026〕{number + 1}号",
        issued_on=datetime.date(2026, 11, 2),
        disclosure=Disclosure.PROACTIVE,
        body=json.dumps([{"type": "text", "value": text}]),
        live=False,
    )
    policy.issuers = [PolicyIssuer(agency=parent.agency)]
    parent.add_child(instance=policy)
    policy.save_revision()
    page = InterpretationPage(
        title=f"《{policy.title}》解读",
        policy=policy,
        background="<p>为了解发布需要多少时间。</p>",
        main_points="<p>发布一份文件和它的解读，量一量时间。</p>",
        interpreting_body=parent.agency,
        interpreter="测量员",
        contact="0879-6600123",
        live=False,
    )
    parent.add_child(instance=page)
    page.save_revision()
    return policy


def _clause(number: int) -> str:
    return (
        f"第{number}条　申请人应当在规定期限内向所在地主管部门提交申请材料，"
        "主管部门自受理之日起十个工作日内作出决定，并书面告知申请人。"
    )
