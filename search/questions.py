"""What a person asks, read from what was typed: phrases, fields, exclusions, numbers.

Words are parted by blanks. `"…"`, `“…”` and `「…」` keep a phrase together, a minus
before a word excludes it, `标题:`, `文号:` and `机关:` look in one place only. Words
that only make a question of it are left out when something else remains.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from policies.document_number import (
    DocumentNumber,
    find_document_numbers,
    parse_document_number,
)
from search.analysis import fold, parts, runs, words

FIELDS = {"标题": "title", "文号": "number", "机关": "agencies"}

_PHRASE = r"\"[^\"]*\"|“[^”]*”|「[^」]*」|『[^』]*』"
_TERM = re.compile(
    rf"(?P<minus>(?<!\S)[-\uff0d\u2212])?"
    rf"(?:(?P<field>{'|'.join(FIELDS)})[:\uff1a]\s*)?"
    rf"(?:(?P<phrase>{_PHRASE})|(?P<word>[^\s\"“「『]+))"
)

_ASKING = re.compile(
    "请问一下|请问|(?:我?想)(?:问|知道|了解|咨询|打听)(?:一下)?|咨询一下|打听一下|麻烦问一下|谁知道|有谁知道|能告诉我|告诉我|帮我查一下|帮我查|查一下"
    "|你好|您好|老师好|不知道|搞不懂"
    "|指的是什么|指的是啥|是指什么|是什么意思|是啥意思|什么意思|啥意思|是什么|什么是|什么叫做"
    "|什么叫|叫什么|是啥|啥是|啥叫|何谓|何为|怎么理解|如何理解|怎样理解|怎么定义|如何定义|怎么界定"
    "|如何界定|的定义是|的定义|的含义是|的含义|的概念是|的概念|怎么回事"
    "|有什么规定|有哪些规定|有啥规定|是怎么规定的|怎么规定的|如何规定的|怎么规定|如何规定|是如何规定的"
    "|有什么要求|有哪些要求|有什么政策|有哪些政策|有什么条件|需要什么条件|需要什么材料|要什么材料"
    "|需要哪些材料|需要哪些条件|应该怎么办|该怎么办|怎么办理|如何办理|怎么办|咋办|怎么申请|如何申请"
    "|怎么做|如何做|怎么处理|如何处理|怎么处罚|怎么罚|怎么算|如何计算|怎么计算"
    "|由谁负责|谁负责|归谁管|谁来管|哪个部门管|哪个部门负责|找哪个部门|找谁|哪个部门|哪些部门"
    "|多长时间|多少时间|多少天|几天|多久|什么时候|何时|什么时间|哪一年|哪年"
    "|多少钱|多少|在哪里|在哪儿|到哪里|去哪里|去哪|哪里|哪儿|在哪|哪些|哪个|哪种|哪几种|哪"
    "|能不能|可不可以|可以不可以|能否|可否|是否可以|是否|是不是|有没有|要不要|需不需要|应不应该|会不会"
    "|为什么要?|为啥要?|为何要?|怎么样|怎么|怎样|咋样|咋|如何|有什么|有啥|什么样的|什么样|什么|啥|应该|应当如何"
    "|需要|可以|吗|呢|呀|吧|么(?=$|[?？])"
)
# These stand in official texts as well.
_ALSO_WRITTEN = re.compile("需要|可以|应该|是否|能否|可否|如何|多少|几天|么|吧|呢|哪")
_SENTENCE_GOES_ON = re.compile("[，。；：、].")
_TOO_LONG_TO_TYPE = 20
# What a question for a meaning is made of, in whatever order: a word that asks, and
# words for meaning, scope and belonging. What they leave in the middle is meant.
_INTERROGATIVE = (
    "什么样的?|什么(?:是|叫[做作]?)?|啥样的?|啥[是叫]?|何[谓为]|哪些|哪一?(?:种|类|个|样|位|几[种类个])|咩|怎么样?|怎样|咋样?|如何"
    "|何种|何|谁|吗|呢|是不是|有没有|多大"
)
_OF_MEANING = (
    "(?:是|系|特|都|主要|通常|一般|具体)*指(?![导定标挥南数令认派控示])(?:代|向)?(?:的是|的|是)?|[含涵意定]义|意思|概念"
    "|范围|范畴|内涵|外延|口径|边界|界限|包括|包含|涵盖|囊括|属于|属(?![地性])|归为|归入|列为|视为|认作"
    "|(?<!怎么)(?<!如何)算(?:得上|作|是|成)?|称(?:得上|之为|为|作)|叫(?:做|作)?|界定|理解|区分|判断|识别"
    "|(?:名|专有名)?词(?:语|儿)?(?![典汇条])|说法|提法|叫法|术语|字眼|名称|回事|东西(?![部向])|情形|情况|对象|人群|群体"
    "|类型|种类|类别|意味着?|怎么[说讲写]|怎样讲|咋[说讲]|[解作]?何解|释义|解释|说明(?!会)|阐释|释疑"
)
_IN_BETWEEN = (
    "请问|请教|请|您好|你好|麻烦|劳驾|我?想(?:要|问|知道|了解|弄清楚?|搞清楚?|确认|咨询|请教)+"
    "|我们?想|(?:能不能|能否|可否|能|可以|帮我|帮忙|给我?)+(?=[解说讲谈介科])"
    "|说说|讲讲|谈谈|介绍|科普|普及|一下子?|一句话|简单|通俗|详细|准确|到底|究竟|具体|才能?(?=[算叫称属])"
    "|这个|那个|这种|这类|这一|这里|此处|其中|所谓的?|所说的?|所称的?|所提的?|提到的?|里?说的|讲的|写的"
    "|(?:文件|政策|办法|规定|条例|通知|细则|意见|方案|公告|本文|文中|法规|条款)(?:里面?|中|上|当中|之中|内)"
    "(?:的|所|对|把|关于|有关|提到|写|说(?!明)|讲|列)*|(?:是|算|叫)一?个(?![体人])|(?<=[释明绍普讲说])下"
)
_LOOSE_AFTER = "讲|说|的|了|呀|啊|吧|嘛|哦|哈|是|都|又|有"
_AROUND = f"{_INTERROGATIVE}|{_OF_MEANING}|{_IN_BETWEEN}|[,，、。.?？!！:： ]"
_BEFORE_MEANT = re.compile(f"^(?:{_AROUND})+")
_AFTER_MEANT = re.compile(f"(?:{_AROUND}|{_LOOSE_AFTER})+$")
_ANY_AROUND = re.compile(f"{_AROUND}|{_LOOSE_AFTER}")
_ASKS = re.compile(f"{_INTERROGATIVE}|[?？]|[的之][含涵意定]义|的意思|的概念")
_TELL_ME = re.compile("解释|说明|讲|说说|科普|请教")
_MEANS = re.compile(f"{_OF_MEANING}|[是叫]一?个?(?:什么|啥)|(?:什么|啥|何)[是叫谓为]")
# Not the ends of 国有, 纪要, 工会, 职能.
_LOOSE_ENDS = re.compile(
    "^(?:的|了|对|对于|关于|在|由)+"
    "|(?:的|了|是|(?<![国所公私])有|(?<![纪概摘主重必])要"
    "|(?<![工协学社员大总机开商理监])会|(?<![功职性节产效智才])能)+$"
)
_ASKED_OF_A_THING = re.compile(
    "开始|结束|办|办理|申请|享受|审批|查到|查询|材料|条件|规定|政策|要求|人|部门|流程|程序|手续"
    "|领取|报名|时间|地点|标准|费用|办法|意思|打听|咨询|了解|知道|一下"
)
# What a scanner or a hurried hand writes for figures.
_SLIPS = str.maketrans("OoIl|", "00111")
_FIGURES = re.compile(r"(?<=[\d〔\[(（【])[\dOoIl|]+|[\dOoIl|]+(?=\d)")
# As it is said without its office: 2019年54号文.
_SAID_NUMBER = re.compile(r"((?:19|20)\d\d)年?第?(\d{1,5})号(?:文件?)?")
_SERIAL_ALONE = re.compile(r"第?(\d{1,5})号文?件?")


@dataclass(frozen=True)
class Term:
    """One thing asked for: its text, where it must stand, and whether as it is."""

    text: str
    field: str = ""
    is_phrase: bool = False


@dataclass(frozen=True)
class Question:
    """What must be found, all of it, and what must not."""

    terms: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()
    # What was typed, if it asks something in words; else empty.
    asks: str = ""
    # X of 什么是X and its like; empty for other questions.
    defined: str = ""
    # How much of the question is about X: all of it, or a part.
    sureness: float = 1.0
    # Nothing has all of it: what is nearest will do, however far it is.
    is_last_try: bool = False

    def __bool__(self) -> bool:
        return bool(self.terms)

    @cached_property
    def texts(self) -> list[str]:
        """Return the texts asked for, to be marked where they are found."""
        return [term.text for term in self.terms]

    @cached_property
    def number(self) -> DocumentNumber | None:
        """Return the document number if the question is one, perhaps a partial one."""
        if self.excluded or any(
            term.field not in ("", "number") for term in self.terms
        ):
            return None
        text = " ".join(self.texts)
        number = read_number(text)
        # 〔2020〕1 may be the beginning of 〔2020〕13号.
        is_whole = fold(text).rstrip("文件").endswith("号")
        return None if number and number.is_partial and not is_whole else number

    @cached_property
    def numbers(self) -> list[DocumentNumber]:
        """Return the document numbers named beside other words."""
        if self.number:
            return []
        return [hit.number for hit in find_document_numbers(" ".join(self.texts))]

    @cached_property
    def serial(self) -> int | None:
        """Return the figure of 54号文, a number that names neither office nor year."""
        match = _SERIAL_ALONE.fullmatch(fold("".join(self.texts)))
        return int(match[1]) if match else None


def read_number(text: str) -> DocumentNumber | None:
    """Read a document number as people write, say and scan them; None if it is none."""
    if said := _SAID_NUMBER.fullmatch(fold(text)):
        text = f"〔{said[1]}〕{said[2]}号"
    if number := parse_document_number(text):
        return number
    mended = _FIGURES.sub(lambda match: match[0].translate(_SLIPS), text)
    return parse_document_number(mended) if mended != text else None


def read_question(typed: str) -> Question:
    """Return what the typed text asks for; never raises, empty if for nothing."""
    typed = " ".join(words(typed)).replace("\uff02", '"')
    terms: list[Term] = []
    excluded: list[Term] = []
    for match in _TERM.finditer(typed):
        text = match["phrase"][1:-1] if match["phrase"] else match["word"]
        if not runs(text):
            continue
        term = Term(text, FIELDS.get(match["field"] or "", ""), bool(match["phrase"]))
        (excluded if match["minus"] else terms).append(term)
    if not terms:
        terms, excluded = excluded, []
    asks, meant = "", ""
    if not excluded and not any(term.field or term.is_phrase for term in terms):
        meant = _meant(typed)
        asks = typed if meant or _asks(typed) else ""
    terms = [Term(meant)] if meant else _without_asking(terms)
    return Question(
        tuple(dict.fromkeys(terms)), tuple(dict.fromkeys(excluded)), asks, meant
    )


def besides_asking(text: str) -> str:
    """Return what of a text is left without all words that only ask."""
    for pattern in (_ASKING, _ANY_AROUND):
        text = pattern.sub("", text)
    return "".join(runs(text))


def _asks(typed: str) -> bool:
    return bool(_ASKS.search(typed)) and not _is_cut_from_a_text(typed)


def _meant(typed: str) -> str:
    """Return X where all around it only asks what it means; empty otherwise."""
    text = " ".join(typed.split())
    before = _BEFORE_MEANT.match(text)
    begin = before.end() if before else 0
    after = _AFTER_MEANT.search(text, begin)
    end = after.start() if after else len(text)
    what, around = text[begin:end].strip(' “”"「」'), f"{text[:begin]} {text[end:]}"
    if not (_ASKS.search(around) or _TELL_ME.search(text[:begin])):
        return ""
    if not _MEANS.search(around):
        return ""
    if not 2 <= len("".join(runs(what))) <= 24 or re.search(_INTERROGATIVE, what):
        return ""
    return "" if _ASKED_OF_A_THING.fullmatch(what) else what


def _is_cut_from_a_text(text: str) -> bool:
    """Tell whether the text is pasted, so that its question words belong to it."""
    if len(text) < _TOO_LONG_TO_TYPE and not _SENTENCE_GOES_ON.search(text):
        return False
    return all(_ALSO_WRITTEN.fullmatch(word) for word in _ASKING.findall(text))


def _without_asking(terms: Sequence[Term]) -> list[Term]:
    """Return the terms without question words, unless nothing to look for remains."""
    kept: list[Term] = []
    for term in terms:
        if term.is_phrase or term.field:
            kept.append(term)
            continue
        rest = _ASKING.split(term.text)
        if len(rest) == 1 or _is_cut_from_a_text(term.text):
            kept.append(term)
            continue
        rest = [_LOOSE_ENDS.sub("", piece) for piece in rest]
        kept += [Term(piece) for piece in rest if runs(piece)]
    # Beside real words a single character left between two question words is noise.
    telling = [term for term in kept if len("".join(parts(term.text))) > 1]
    if not telling and len(terms) == 1:
        return list(terms)
    if kept == list(terms):
        return kept
    # 补贴什么时候开始: what is asked of a thing need not stand where the thing does.
    things = [term for term in telling if not _ASKED_OF_A_THING.fullmatch(term.text)]
    return things or telling or list(terms)
