"""SearchForm: reads and limits what the public asks; a bad value is a message."""

import datetime
from functools import cached_property

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.http import urlencode
from taggit.models import Tag

from interpretations.models import InterpretationForm
from policies.as_of import DAY_FORMATS
from policies.models import (
    Agency,
    Audience,
    Genre,
    Level,
    PolicyIssuer,
    PolicyPage,
    PolicyTag,
    Subject,
)
from policies.validity import Validity
from search.analysis import pieces, words
from search.documents import public_policies
from search.query import ISSUED, PUBLISHED, RELEVANCE, SearchQuery

MAX_WORDS = 200
ANY_VALIDITY = "any"
FIRST_YEAR, LAST_YEAR = 1900, 2200
RANGES = {"issued": "成文日期", "published": "发布日期", "effective": "施行日期"}
# The order in which an address names them; there is one address for each search.
FACETS = (
    "agency",
    "year",
    "validity",
    "subject",
    "genre",
    "level",
    "tag",
    "audience",
    "form",
)
DAYS = tuple(f"{name}_{end}" for name in RANGES for end in ("from", "to"))
PARAMETERS = ("q", *FACETS, *DAYS, "on", "sort", "page")


class WordsField(forms.CharField):
    """Words as they were typed, without what no page or database can hold."""

    def to_python(self, value) -> str:
        return " ".join(words(super().to_python(value)))


def _one_of(label: str, model: type, what: str) -> forms.ModelChoiceField:
    """Return the field for one named thing that a public policy has."""
    message = f"没有这个{what}的文件，已按全部{what}显示。"
    return forms.ModelChoiceField(
        label=label,
        queryset=model.objects.none(),
        required=False,
        error_messages={"invalid_choice": message},
    )


def _choice(label: str, choices: list) -> forms.ChoiceField:
    message = f"{label}无法识别，已按默认显示。"
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=False,
        error_messages={"invalid_choice": message},
    )


def _number(label: str, message: str, **limits: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), message),
        **limits,
    )


def _day(label: str) -> forms.DateField:
    message = f"{label}无法识别，已不按它筛选；请按“2024-03-08”的样子填写。"
    return forms.DateField(
        label=label,
        required=False,
        input_formats=DAY_FORMATS,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": message},
    )


def _is_public(policy: str) -> Exists:
    # Looked at one by one until one is public: all that are would be many.
    return Exists(public_policies().filter(pk=OuterRef(policy)))


def _agencies():
    issued = PolicyIssuer.objects.filter(_is_public("policy"))
    here = OuterRef("pk")
    # A body answers for what those that merged into it have issued.
    return Agency.objects.filter(
        Exists(issued.filter(agency=here))
        | Exists(issued.filter(agency__successor=here))
    )


def _tags():
    tagged = PolicyTag.objects.filter(_is_public("content_object"))
    return Tag.objects.filter(Exists(tagged.filter(tag=OuterRef("pk"))))


def _audiences():
    joined = PolicyPage.audiences.through.objects
    concerning = joined.filter(_is_public("policypage"))
    return Audience.objects.filter(Exists(concerning.filter(audience=OuterRef("pk"))))


def _subjects():
    return Subject.objects.select_related("parent")


# The rows that a choice may name, put together only for one that is made.
OFFERED = {
    "agency": _agencies,
    "subject": _subjects,
    "tag": _tags,
    "audience": _audiences,
}


class SearchForm(forms.Form):
    """The library's one form, read from the address.

    Unreadable choices are said and left out; they never fail the page. What concerns
    the words is said by `non_field_errors`, what concerns a choice at its field.
    """

    q = WordsField(label="检索词", required=False)
    agency = _one_of("发文机关", Agency, "机关")
    year = _number(
        "成文年份",
        "年份无法识别，已按全部年份显示。",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
    )
    validity = _choice("有效性", [(ANY_VALIDITY, "全部"), *Validity.choices])
    subject = _one_of("主题分类", Subject, "主题")
    genre = _choice("文种", Genre.choices)
    level = _choice("效力层级", Level.choices)
    tag = _one_of("关键词", Tag, "关键词")
    audience = _one_of("适用对象", Audience, "适用对象")
    form = _choice("解读形式", InterpretationForm.choices)
    issued_from = _day("成文日期起")
    issued_to = _day("成文日期止")
    published_from = _day("发布日期起")
    published_to = _day("发布日期止")
    effective_from = _day("施行日期起")
    effective_to = _day("施行日期止")
    on = _day("有效性按某日")
    sort = _choice(
        "排序",
        [(RELEVANCE, "相关程度"), (PUBLISHED, "发布日期"), (ISSUED, "成文日期")],
    )
    page = _number("页码", "页码无法识别，已显示第一页。", min_value=1)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # What only drafts have is nobody's to know: not even that it is there.
        for name, offered in OFFERED.items():
            if self.is_bound and self.data.get(name):
                self.fields[name].queryset = offered()

    def clean_q(self) -> str:
        """Cut what is too long, leave out what holds no word, and say so."""
        typed = self.cleaned_data["q"]
        if len(typed) > MAX_WORDS:
            self.add_error(None, f"检索词过长，已按前{MAX_WORDS}个字检索。")
            typed = typed[:MAX_WORDS].strip()
        if typed and not pieces(typed):
            self.add_error(None, "检索词中没有文字或者数字，已列出文件。")
            typed = ""
        return typed

    def clean(self) -> None:
        """Leave out ranges that end before they begin, and say so."""
        super().clean()
        for name, label in RANGES.items():
            first, last = self._range(name)
            if first and last and first > last:
                self.add_error(f"{name}_to", f"{label}的起日晚于止日，已不按它筛选。")
                self.cleaned_data.pop(f"{name}_from", None)

    def _range(self, name: str) -> tuple[datetime.date | None, datetime.date | None]:
        read = self.cleaned_data.get
        return read(f"{name}_from"), read(f"{name}_to")

    @cached_property
    def asked(self) -> dict:
        """Return what could be read, by parameter in canonical order; never raises."""
        self.is_valid()
        read = self.cleaned_data.get
        return {name: value for name in PARAMETERS if (value := read(name))}

    def to_query(self) -> SearchQuery:
        """Return what can be understood of the form; never raises.

        With no words and no choice it asks for what is in force today.
        """
        asked = self.asked
        chosen = {name: asked[name] for name in FACETS if name in asked}
        for name in ("agency", "subject", "tag", "audience"):
            if name in chosen:
                chosen[name] = chosen[name].pk
        validity = chosen.get("validity") or (
            ANY_VALIDITY if "q" in asked else Validity.IN_FORCE
        )
        chosen["validity"] = "" if validity == ANY_VALIDITY else validity
        return SearchQuery(
            words=asked.get("q", ""),
            **chosen,
            **{name: self._range(name) for name in RANGES},
            on=asked.get("on"),
            sort=asked.get("sort", RELEVANCE),
        )

    @property
    def page_number(self) -> int:
        """Return the page asked for, the first if none can be read."""
        return self.asked.get("page", 1)

    @property
    def is_wordy(self) -> bool:
        """Tell whether the address names parameters that say nothing."""
        return any(not self.data[name] for name in PARAMETERS if name in self.data)

    def address(self, **changes) -> str:
        """Return the query string of this search with these changes, page one.

        An empty value leaves a parameter out.
        """
        values = self.asked | {"page": None} | changes
        named = [
            (name, getattr(value, "pk", value))
            for name in PARAMETERS
            if (value := values.get(name))
        ]
        return f"?{urlencode(named)}" if named else ""

    @property
    def kept(self) -> list[tuple[str, object]]:
        """Return what a new question keeps that has no input of its own to see."""
        return [
            (name, getattr(value, "pk", value))
            for name, value in self.asked.items()
            if name in (*FACETS, "sort")
        ]

    @property
    def day_ranges(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """Return each range with its two inputs."""
        return [
            (label, self[f"{name}_from"], self[f"{name}_to"])
            for name, label in RANGES.items()
        ]

    @property
    def has_days(self) -> bool:
        """Tell whether a day was asked for, well or badly."""
        return any(self.data.get(name) for name in (*DAYS, "on"))
