"""Pasted text arrives clean: the library's own features, and every word."""

import html
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.blocks import html_text
from interpretations.models import InterpretationPage
from policies.models import NoticePage, PolicyPage
from policies.rich_text import clean_rich_text
from tests import library
from tests.admin import send

pytestmark = pytest.mark.once

WORD = (Path(__file__).parent / "pasted" / "word.html").read_text(encoding="utf-8")
RESIDUE = '<p class="MsoNormal"><span style="mso-list:Ignore">一、</span>活动时间</p>'
CLEAN = "<h2>一、活动时间</h2>"


def without_blanks(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_text_pasted_from_word_arrives_clean():
    assert clean_rich_text(WORD) == (
        "<p>为规范公共租赁住房租金管理，根据国家有关规定，制定本办法。</p>"
        "<h2>一、租金标准</h2>"
        "<h3>（一）计算办法</h3>"
        "<p>月租金等于<b>每平方米租金</b>乘以建筑面积，见"
        '<a href="https://www.lanchuan.example/rent?area=1&amp;year=2024">'
        "租金标准表</a>。</p>"
        "<h4>1.减免条件</h4>"
        "<h5>（1）低收入家庭</h5>"
        "<p>低收入家庭减免百分之六十。</p>"
        "<p>（二）办理时需要提交下列材料：</p>"
        "<p>1.身份证</p>"
        "<p>2.户口簿</p>"
        "<h2>第二章 附则</h2>"
        "<p><b>第十条</b> 本办法自2024年8月1日起施行。</p>"
        "<p>区域</p>"
        "<p>租金</p>"
    )


@pytest.mark.parametrize(
    ("pasted", "stored"),
    [
        ("<p>　　一、总体要求</p>", "<h2>一、总体要求</h2>"),
        (
            "<p><strong>（一）基本原则。</strong></p><p>坚持公平公开。</p>",
            "<h3>（一）基本原则。</h3><p>坚持公平公开。</p>",
        ),
        ("<p>第一节 申请</p>", "<h3>第一节 申请</h3>"),
        ("<p>第三条</p>", "<h4>第三条</h4>"),
        # A sentence is no heading, however it is numbered.
        (
            "<p>一、各单位要高度重视，按时报送，及时公开。</p>",
            "<p>一、各单位要高度重视，按时报送，及时公开。</p>",
        ),
        ("<p>第三条规定的补贴。</p>", "<p>第三条规定的补贴。</p>"),
        ("<h1>总则</h1>", "<h2>总则</h2>"),
        ("<p>一<br>&nbsp;&nbsp;　二</p>", "<p>一</p><p>二</p>"),
        ("<p>甲<br>乙</p>", "<p>甲<br/>乙</p>"),
        ("<div>甲<div>乙</div>丙</div>", "<p>甲</p><p>乙</p><p>丙</p>"),
        (
            "<table><tr><td>区域</td><td>租金</td></tr></table>",
            "<p>区域 租金</p>",
        ),
        ("<p><script>alert(1)</script>甲</p>", "<p>甲</p>"),
        ('<p><a href="javascript:alert(1)">甲</a></p>', "<p>甲</p>"),
        (
            '<p><a linktype="document" id="3">甲</a></p>',
            '<p><a linktype="document" id="3">甲</a></p>',
        ),
        (
            '<p data-block-key="a1">一、目标</p>',
            '<h2 data-block-key="a1">一、目标</h2>',
        ),
        (
            "<ul><li>甲<ul><li>乙</li></ul></li><li>丙</li></ul>",
            "<ul><li>甲<ul><li>乙</li></ul></li><li>丙</li></ul>",
        ),
        ("<p>&nbsp;</p>", ""),
    ],
)
def test_each_line_is_what_it_is(pasted, stored):
    assert clean_rich_text(pasted) == stored


@pytest.mark.parametrize(
    ("lines", "headings"),
    [
        # The last item of a list is short and closed, and heads nothing.
        (
            [
                "有下列情形之一的，不予补贴：",
                "（一）已领取同类补贴；",
                "（二）提供虚假材料的；",
                "（三）法律、法规规定的其他情形。",
                "前款规定的情形由人社部门认定。",
            ],
            [],
        ),
        (["（一）父母双亡的。", "（二）孤儿。", "第九条 本办法自发布之日起施行。"], []),
        # Nor do things that are only counted up, in whatever official numbering.
        (
            [
                "办理时提交下列材料：",
                "（一）申请表",
                "（二）身份证",
                "经办人当场核对。",
            ],
            [],
        ),
        (["一、需要提交的材料：", "1.申请表", "2.身份证"], []),
        # A paragraph that begins with its heading stays a paragraph.
        (["（一）加强领导。各单位要把补贴发放列入议事日程。"], []),
        (["（四）政府投资建设的公园绿地、防护绿地，"], []),
        # What stands alone above its text is a heading, after a colon too.
        (
            [
                "重点任务如下：",
                "（一）加强组织领导，压实工作责任",
                "各单位要落实责任。",
                "（二）健全工作机制。",
                "建立会商制度。",
            ],
            ["（一）加强组织领导，压实工作责任", "（二）健全工作机制。"],
        ),
        (
            ["一、工作目标", "（一）总体目标", "1.短期目标", "（1）今年", "完成试点。"],
            ["一、工作目标", "（一）总体目标", "1.短期目标", "（1）今年"],
        ),
    ],
)
def test_only_what_stands_above_its_text_is_a_heading(lines, headings):
    pasted = "".join(f"<p>{line}</p>" for line in lines)

    stored = clean_rich_text(pasted)

    assert re.findall("<h[2-5]>(.*?)</h", stored) == headings
    assert html_text(stored).split("\n") == lines


PIECES = st.sampled_from(
    re.findall(
        r"\S+",
        """
        <p> </p> <b> </b> <ul> <li> </li> </ul> <ol> </ol> <h1> </h1> <h4> </h4> <br>
        <table> <tr> <td> </td> </tr> </table> <span> </span> <div> </div> <a> </a>
        &nbsp; &#12288; &#10; &lt; &amp; 一、 （一） 1. （1） 第一条 第一章 总则 。 正文
        """,
    )
)


@given(st.lists(PIECES, max_size=20).map("".join))
def test_no_word_is_lost_and_cleaning_twice_changes_nothing(pasted):
    stored = clean_rich_text(pasted)

    words = html.unescape(re.sub(r"<[^>]+>", "", pasted))
    assert without_blanks(html_text(stored)) == without_blanks(words)
    assert clean_rich_text(stored) == stored


@pytest.mark.django_db
def test_policies_and_notices_are_stored_clean_as_drafts_too(agency_page):
    body = [{"type": "text", "value": RESIDUE}]

    for page in (
        library.make_policy(agency_page, body=body, enclosed_body=body),
        library.make_notice(agency_page, body=body),
    ):
        draft = page.get_latest_revision_as_object()
        stored = type(page).objects.get(pk=page.pk)
        for version in (draft, stored):
            assert version.body[0].value.source == CLEAN
        if isinstance(page, PolicyPage):
            assert draft.enclosed_body[0].value.source == CLEAN
        else:
            assert isinstance(page, NoticePage)


@pytest.mark.django_db
def test_interpretation_is_stored_clean_however_deep_the_text(policy):
    item = {"question": "何时开始？", "answer": RESIDUE}
    content = [
        {"type": "case", "value": {"title": "例子", "text": RESIDUE}},
        {"type": "questions", "value": [{"type": "item", "value": item, "id": "1"}]},
    ]

    page = library.make_interpretation(policy, main_points=RESIDUE, content=content)

    stored = InterpretationPage.objects.get(pk=page.pk)
    for version in (page.get_latest_revision_as_object(), stored):
        case, questions = version.content
        assert version.main_points == CLEAN
        assert case.value["text"].source == CLEAN
        assert questions.value[0]["answer"].source == CLEAN


@pytest.mark.django_db
def test_saving_in_the_editor_recognises_headings(policy, admin_client):
    """The lines are typed as paragraphs; after saving the editor shows headings."""
    typed = library.paragraphs("一、活动时间", "（一）报名。", "即日起报名。")
    revision = policy.latest_revision
    revision.content["body"] = json.dumps(typed)
    revision.save()

    send(admin_client, PolicyPage.objects.get(pk=policy.pk), signature="署名")

    latest = PolicyPage.objects.get(pk=policy.pk).get_latest_revision_as_object()
    source = re.sub(r' data-block-key="\w+"', "", latest.body[0].value.source)
    assert source == "<h2>一、活动时间</h2><h3>（一）报名。</h3><p>即日起报名。</p>"
