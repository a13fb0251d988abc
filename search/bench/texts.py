"""Texts of many municipal papers: near-duplicates that differ in place and figures.

The same seed gives the same texts. Real texts, where a folder of Markdown files is
given, are mixed in; nothing of them is kept in the project.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

FIRST = "澜青云河松岭临安宁新平永泰和兴昌广德清远长江南北东西景文武石金银玉龙凤白黑红沙"
SECOND = "川河溪山州阳城陵泉湖源丰安宁平原江岭浦门台田港海峰坪塘岗桥沟坡洲湾"
OFFICES = {
    "人民政府办公室": "政办发",
    "人民政府": "政发",
    "人力资源和社会保障局": "人社发",
    "民政局": "民发",
    "财政局": "财发",
    "住房和城乡建设局": "建发",
    "教育局": "教发",
    "卫生健康委员会": "卫发",
    "市场监督管理局": "市监发",
    "生态环境局": "环发",
    "农业农村局": "农发",
    "交通运输局": "交发",
}
THINGS = (
    "高校毕业生就业补贴",
    "城镇老旧小区改造",
    "最低生活保障",
    "特困人员救助供养",
    "电动自行车管理",
    "住宅专项维修资金",
    "公共租赁住房",
    "创业担保贷款",
    "残疾人辅助器具补贴",
    "学前教育资助",
    "义务教育招生入学",
    "农村危房改造",
    "农作物秸秆综合利用",
    "畜禽养殖污染防治",
    "餐饮服务食品安全",
    "校外培训机构监管",
    "物业服务收费",
    "城市生活垃圾分类",
    "既有住宅加装电梯",
    "工程建设项目招标投标",
    "社会信用体系建设",
    "政务服务一网通办",
    "企业开办便利化",
    "知识产权质押融资",
    "科技型中小企业培育",
    "高新技术企业认定奖励",
    "机动车停车场管理",
    "烟花爆竹燃放管理",
    "历史建筑保护",
    "河湖管理保护",
    "饮用水水源保护",
    "森林防火",
    "防汛抗旱应急",
    "自然灾害救助",
    "突发公共卫生事件应急",
    "家庭医生签约服务",
    "养老机构综合监管",
    "居家社区养老服务",
    "婴幼儿照护服务",
    "职业技能提升行动",
    "农民工工资支付保障",
    "集体合同协商",
    "粮食安全保障",
    "化肥农药减量增效",
    "农村公路养护",
    "网络预约出租汽车",
    "巡游出租汽车",
    "户外广告设施设置",
    "建筑垃圾处置",
    "海绵城市建设",
)
ACTIONS = (
    "管理办法",
    "实施细则",
    "实施方案",
    "暂行办法",
    "工作方案",
    "若干措施",
    "管理规定",
    "资金管理办法",
    "考核办法",
    "行动计划",
)
NOUNS = [
    "补贴",
    "资金",
    "项目",
    "单位",
    "人员",
    "企业",
    "机构",
    "平台",
    "设施",
    "标准",
    "名录",
    "档案",
    "协议",
    "目录",
    "基地",
]
QUALITIES = [
    "示范",
    "专项",
    "联合",
    "动态",
    "分级",
    "重点",
    "集中",
    "定点",
    "公益",
    "应急",
    "便民",
    "数字",
    "绿色",
    "共享",
    "协同",
    "综合",
    "定向",
    "普惠",
    "限时",
    "阶梯",
]
SENTENCES = (
    "申请人应当自{a}之日起{n}个工作日内向{office}提出书面申请，并对材料的真实性负责。",
    "{office}应当建立{q}{noun}制度，每{m}个月对{q2}{noun2}开展一次检查。",
    "对符合条件的{noun}，按照每{unit}{k}元的标准给予{q}补助，最长不超过{m}个月。",
    "违反本办法第{n}条规定的，由{office}责令限期改正，可以处{k}元以上{kk}元以下罚款。",
    "各县（区）应当将{q}{noun}纳入年度计划，{a}前完成{q2}{noun2}的核查。",
    "鼓励{noun}参与{q}{thing}，支持建设{place}{q2}{noun2}。",
    "{office}会同有关部门建立{thing}联席会议，统筹{q}{noun}和{q2}{noun2}。",
    "经审核不符合条件的，应当在{n}日内书面告知{noun}并说明理由。",
    "{thing}所需经费由{place}财政按照{k}万元的规模安排，实行{q}{noun}管理。",
    "任何单位和个人不得虚报、冒领{q}{noun}，不得擅自改变{q2}{noun2}的用途。",
    "{noun}的{q}评价结果分为优秀、合格和不合格，连续{m}次不合格的取消{q2}资格。",
    "市民可以拨打{k}热线咨询{thing}有关事项，{office}应当在{n}日内答复。",
)
DAYS = ("办法施行", "通知印发", "收到材料", "公示期满", "事项办结", "合同签订")


@dataclass(frozen=True)
class Paper:
    """One document to be stored, and what of it can be asked for.

    `thing` and `defined` are empty where the text is real and says nothing of a kind.
    """

    title: str
    place: str
    office: str
    code: str
    year: int
    serial: int
    issued: date
    valid_until: date | None
    thing: str
    defined: str
    paragraphs: tuple[str, ...]

    @property
    def number(self) -> str:
        """Return the document number in canonical form."""
        return f"{self.code}〔{self.year}〕{self.serial}号"


def places(count: int = 600) -> list[str]:
    """Return so many names of fictional cities and counties."""
    names = [one + two for one in FIRST for two in SECOND if one != two]
    random.Random(7).shuffle(names)  # noqa: S311
    return names[:count]


def papers(count: int, corpus: Path | None = None) -> Iterator[Paper]:
    """Yield so many papers; the texts of the corpus come first, then our own."""
    chance = random.Random(20)  # noqa: S311
    every_place = places()
    serials: dict[tuple[str, int], int] = {}
    real = list(_real_texts(corpus)) if corpus else []
    for at in range(count):
        place = chance.choice(every_place)
        office, letters = chance.choice(list(OFFICES.items()))
        year = chance.randint(2008, 2026)
        code = place[0] + place[1] + letters
        serials[code, year] = serials.get((code, year), 0) + 1
        issued = date(year, 1, 1) + timedelta(days=chance.randrange(330))
        title, defined, thing, body = _own_text(chance, place, office)
        if at < len(real):
            title, body = real[at]
            defined, thing = _definition_in(body), ""
        yield Paper(
            title,
            place,
            office,
            code,
            year,
            serials[code, year],
            issued,
            issued + timedelta(days=365 * 5) if chance.random() < 0.4 else None,
            thing,
            defined,
            tuple(body),
        )


def _own_text(
    chance: random.Random, place: str, office: str
) -> tuple[str, str, str, list[str]]:
    thing, action = chance.choice(THINGS), chance.choice(ACTIONS)
    defined = chance.choice(QUALITIES) + chance.choice(QUALITIES) + chance.choice(NOUNS)
    subject = f"{place}市{thing}{action}"
    title = chance.choice(
        (
            f"{place}市{office}关于印发《{subject}》的通知",
            f"{place}市{office}关于进一步做好{thing}工作的通知",
            f"{place}市{office}关于加强{thing}的实施意见",
            f"{subject}（试行）",
        )
    )

    def sentence() -> str:
        low = chance.randint(2, 95)
        return chance.choice(SENTENCES).format(
            a=chance.choice(DAYS),
            n=low,
            m=chance.randint(3, 36),
            k=low * 50,
            kk=low * 500,
            unit=chance.choice(("人", "户", "台", "平方米")),
            office=f"{place}市{office}",
            q=chance.choice(QUALITIES),
            q2=chance.choice(QUALITIES),
            noun=chance.choice(NOUNS),
            noun2=chance.choice(NOUNS),
            thing=thing,
            place=place,
        )

    body = [
        f"第一条 为规范{thing}工作，根据法律、法规，结合{place}市实际，制定本办法。",
        f"第二条 本办法所称{place}{defined}，是指由{place}市{office}认定的"
        f"{chance.choice(QUALITIES)}{chance.choice(NOUNS)}。",
    ]
    for at in range(3, chance.randint(8, 24)):
        lines = "".join(sentence() for _ in range(chance.randint(1, 3)))
        body.append(f"第{at}条 {lines}")
    return title, f"{place}{defined}", thing, body


def _real_texts(folder: Path) -> Iterator[tuple[str, list[str]]]:
    for path in sorted(folder.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        if "<!-- INFO END -->" not in text:
            continue
        title = re.sub(r"\(\d{4}-\d\d-\d\d\)", "", path.stem)
        lines = text.split("<!-- INFO END -->")[-1].splitlines()
        yield title, [line.strip("# ") for line in lines if line.strip("# ")]


def _definition_in(body: list[str]) -> str:
    for line in body:
        if match := re.search(r"所称的?([^，。、,（）]{2,12})，是指", line):
            return match[1]
    return ""
