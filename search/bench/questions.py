"""Questions cut from known documents, so that the right answer is known beforehand.

Thirteen classes, made without a segmenter. A third of the wordings is kept for blind
runs, which ask of other documents as well: no rule may be made after them. Where
several documents hold the same words (near-duplicates), each of them is right.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from opencc import OpenCC

from search.bench.texts import Paper

ASKED = 100
DEFINITIONS = (
    "什么是{x}",
    "什么是{x}？",
    "{x}是什么",
    "{x}是什么意思",
    "{x}指的是什么",
    "{x}是指什么",
    "请问{x}是什么意思",
    "什么叫{x}",
    "什么叫做{x}",
    "何谓{x}",
    "{x}的定义",
    "{x}的定义是什么",
    "{x}的含义",
    "{x}怎么理解",
    "如何理解{x}",
    "{x}是啥",
    "啥是{x}",
    "{x}到底是什么",
    "想问一下{x}是什么",
    "文件里说的{x}是指什么",
    "所谓{x}是什么意思",
    "{x}怎么界定",
    "请问什么是{x}",
    "{x}究竟指什么",
    "解释下{x}",
    "{x}这个词怎么讲",
    "{x}是个什么概念",
    "怎样才算{x}",
    "哪些情况属于{x}",
    "{x}具体指哪些",
    "能说说{x}是什么吗",
    "{x}包括哪些",
    "{x}的范围是什么",
    "政策里的{x}指谁",
    "{x}什么含义",
    "{x}到底指的是哪些人啊",
    "请问文件里说的{x}具体包括哪些？",
    "{x}咋界定",
    "怎么样才算{x}",
    "哪些情况可以算作{x}呢？",
    "{x} 认定标准",
    "您好，想咨询一下{x}的范围是怎么划分的，谢谢",
    "俺想问问{x}说的是个啥",
    "这个{x}系咩意思",
    "通知里头提到的{x}是怎么个说法",
    "{x}这个词怎么理解",
    "符合什么条件的才叫{x}?",
    "{x}的口径",
    "麻烦解释一下{x}",
    "实施细则中所称{x}是指什么",
    "我这种情况属不属于{x}",
    "{x}名词解释",
    "有没有哪个文件对{x}作了明确规定，怎么定义的",
    "老听人家讲{x}，究竟是个什么东西？",
    "管理办法里的{x}包不包括外地户口的",
    "{x}涵盖哪些对象",
    "政策上对{x}是如何界定的",
    "{x}是指哪一类，有没有具体划分",
    "村里开会说到{x}，这是指哪些呀",
    "领导让查一下{x}的含义",
    "{x}怎么才算数？",
    "国家规定的{x}有哪几种",
    "搞不懂啥子叫{x}，哪个能说明白点",
    "本市意见中“{x}”的适用范围",
    "想了解下所谓的{x}都有谁",
)
BLIND_DEFINITIONS = (
    "请问文件里说的{x}具体指哪些人或哪些情况",
    "{x}到底是指啥子哦",
    "政策上讲的{x}是咋个界定的",
    "像我这种情况算不算{x}?",
    "{x}这个说法怎么理解",
    "哪些属于{x}",
    "老师您好,{x}的认定标准是什么?",
    "国家对{x}有没有明确的解释",
    "{x}咋算的,啥样的才能算",
    "{x} 名词解释",
    "通知里老提{x},指的是什么呀",
    "满足哪些条件才能称为{x}",
    "{x}是不是有统一口径",
    "怎么判断是不是{x}",
    "所谓{x},究竟涵盖哪些对象?",
    "想弄明白{x}是个啥概念",
    "{x}跟一般说的有啥区别,官方怎么定义的",
    "村里问{x}指的是哪一类,我也讲不清,求解释",
    "{x}具体含义",
    "{x}都有哪几种",
    "麻烦解释一下{x}",
    "乜嘢叫做{x}",
    "哪个文件对{x}作了界定",
    "{x}嘛意思啊,给说说",
)
WORDINGS = (
    "{x}怎么申请",
    "如何办理{x}",
    "{x}有什么规定",
    "{x}有哪些规定",
    "请问{x}怎么办理",
    "{x}需要什么条件",
    "{x}需要什么材料",
    "{x}由谁负责",
    "{x}归谁管",
    "{x}找哪个部门",
    "我想了解{x}",
    "想咨询一下{x}",
    "{x}多长时间",
    "{x}多少钱",
    "{x}能不能办",
    "有没有{x}",
    "{x}有什么政策",
    "关于{x}的规定有哪些",
    "{x}怎么规定的",
    "{x}什么时候开始",
    "你好，请问{x}怎么办",
    "{x}是怎么规定的",
    "{x}可以申请吗",
    "为什么要{x}",
    "{x}去哪里办",
    "{x}有哪些要求",
    "{x}怎么算",
    "在哪里可以查到{x}",
    "麻烦问一下{x}",
    "{x}咋办",
    "{x}是否需要审批",
    "哪些人可以享受{x}",
    "{x}上哪儿办",
    "怎样才能领到{x}",
    "{x}补多少",
    "{x}办下来要几天",
    "符合什么条件能拿{x}",
    "{x}最新政策",
    "{x}还有效吗",
    "哪里有{x}的文件",
    "{x}要交哪些资料",
    "{x}归哪个科室",
    "咱们这儿{x}怎么弄",
    "{x}违反了会怎样",
    "{x}的期限是多长",
    "申请{x}的流程",
    "{x}发放标准",
    "老人能享受{x}吗",
    "{x}每月能领多少",
    "{x}一个月能领好多钱",
    "{x}归哪个部门管?",
    "我能不能享受{x}",
    "请问{x}的申报截止日期是什么时候",
    "{x}去哪儿办啊",
    "{x} 发放标准",
    "{x}最多可以领几年？",
    "{x}没批下来找谁反映",
    "{x}多久能到账",
    "办{x}要跑几个地方，能不能网上弄",
    "今年{x}还有吗",
    "{x}由谁牵头负责，街道还是区里",
    "公司给员工弄{x}要走什么流程",
    "{x}的资金从哪里出，财政补多少",
    "{x}要满足哪些条件才可以报",
    "错过了{x}的时间还能补办吗？",
    "您好，我户口不在本地，可以办{x}吗",
    "{x}咨询电话",
    "农村户口的有没得{x}",
    "{x}跟低保能同时拿吗",
)
BLIND_WORDINGS = (
    "{x}怎么申请啊,要带什么材料",
    "我想办{x},去哪个部门",
    "{x}在手机上能不能办",
    "外地户口可以办{x}吗?",
    "{x}啥时候能批下来",
    "{x}咋个办嘛,要跑几趟",
    "请问今年{x}的申报时间截止到几号",
    "公司给员工办{x}需要准备哪些资料",
    "{x}找谁管",
    "{x}办理流程及所需材料",
    "没有身份证原件能代办{x}不",
    "{x}一次能领多少钱,打到哪个卡上",
    "村里要搞{x},得先向哪里报",
    "{x}交了材料一直没消息,怎么查进度",
    "错过了{x}还能补办吗",
    "符合条件的话{x}要怎么弄",
)
NUMBERS = (
    "{code}〔{year}〕{serial}号",
    "{code}[{year}]{serial}号",
    "{code}({year}){serial}号",
    "{code}【{year}】{serial}号",
    "{code}{year}年{serial}号文",
    "{code}{year} {serial}",
    "{code}〔{year}〕第{serial}号",
    "{code} 〔{year}〕 {serial} 号",
    "{code}〔{year}〕{serial}",
    "{code}〔{year}〕{serial}號",
    "{code}﹝{year}﹞{serial}号",
    "{code}〔{year}〕0{serial}号",
    "{code}{year}年{serial}号",
)


@dataclass(frozen=True)
class Asked:
    """One question and the test that tells a right answer from a wrong one."""

    kind: str
    words: str
    is_right: Callable[[Paper], bool]


def questions(papers: list[Paper], *, blind: bool = False) -> list[Asked]:
    """Return the questions of every class, each cut from a paper of the list."""
    chance = random.Random(6 if blind else 5)  # noqa: S311
    definitions = BLIND_DEFINITIONS if blind else DEFINITIONS
    wordings = BLIND_WORDINGS if blind else WORDINGS
    traditional = OpenCC("s2t").convert
    defining = [paper for paper in papers if paper.defined]
    granting = [paper for paper in papers if paper.thing]
    made: list[Asked] = []
    for at in range(ASKED):
        paper = chance.choice(papers)
        body = [line for line in paper.paragraphs if len(line) > 30] or paper.paragraphs
        line = max(chance.sample(list(body), min(3, len(body))), key=len)
        # Nobody asks for a figure cut in two.
        piece = _piece(chance, line, 24).strip("0123456789")
        made.append(_in_text("sentence", piece, piece))
        lines = chance.sample(list(body), 3) if len(body) >= 3 else [line]
        words = [*(_piece(chance, each, 6) for each in lines), f"{paper.place}市"]
        made.append(_in_text("terms", " ".join(words), *words))
        meant = chance.choice(defining)
        made.append(_defined("defined", meant.defined, meant))
        wording = definitions[at % len(definitions)]
        made.append(_defined("definition", wording.format(x=meant.defined), meant))
        made.append(_numbered("number", paper.number, paper))
        form = NUMBERS[at % len(NUMBERS)]
        written = form.format(code=paper.code, year=paper.year, serial=paper.serial)
        made.append(_numbered("number forms", written, paper))
        grant = chance.choice(granting)
        topic = f"{grant.place}市{grant.thing}"
        wording = wordings[at % len(wordings)]
        made.append(_about("question", wording.format(x=topic), grant))
        fragment = _piece(chance, paper.title, 12)
        made.append(_titled("fragment", fragment, fragment))
        made.append(_titled("title", paper.title, paper.title))
        words = [_piece(chance, paper.title, 4) for _ in range(3)]
        made.append(_titled("title words", " ".join(words), *words))
        made.append(_titled("traditional", traditional(fragment), fragment))
        made.append(_in_text("two characters", piece[:2], piece[:2]))
        made.append(_titled("typo", _with_slip(chance, paper.title), paper.title))
    return made


def _piece(chance: random.Random, text: str, length: int) -> str:
    begin = chance.randrange(max(1, len(text) - length + 1))
    return text[begin : begin + length].strip()


def _in_text(kind: str, words: str, *pieces: str) -> Asked:
    return Asked(kind, words, lambda paper: _holds(_all_text(paper), pieces))


def _titled(kind: str, words: str, *pieces: str) -> Asked:
    return Asked(kind, words, lambda paper: _holds(paper.title, pieces))


def _all_text(paper: Paper) -> str:
    text = (paper.title, paper.number, f"{paper.place}市{paper.office}")
    return "\n".join((*text, *paper.paragraphs))


def _holds(text: str, pieces: Sequence[str]) -> bool:
    """Tell whether all pieces stand in the text, whatever marks stand in between."""
    letters = "".join(filter(str.isalnum, text))
    return all("".join(filter(str.isalnum, piece)) in letters for piece in pieces)


def _numbered(kind: str, words: str, right: Paper) -> Asked:
    return Asked(kind, words, lambda paper: paper.number == right.number)


def _defined(kind: str, words: str, right: Paper) -> Asked:
    what = f"{right.defined}，是指"
    return Asked(kind, words, lambda paper: what in "\n".join(paper.paragraphs))


def _about(kind: str, words: str, right: Paper) -> Asked:
    return Asked(
        kind,
        words,
        lambda paper: (
            paper.place == right.place
            and (right.thing in paper.title or right.thing == paper.thing)
        ),
    )


def _with_slip(chance: random.Random, title: str) -> str:
    at = chance.randrange(2, len(title) - 2)
    return title[:at] + chance.choice("的地得在有和是不人大") + title[at + 1 :]
