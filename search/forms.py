"""SearchForm: reads and limits what the public asks; a bad value is a message."""

from django import forms
from django.db.models import Q

from policies.models import Agency
from policies.validity import Validity
from search.analysis import pieces, words
from search.documents import public_policies
from search.query import SearchQuery

MAX_WORDS = 200
ANY_VALIDITY = "any"


class WordsField(forms.CharField):
    """Words as they were typed, without what no page or database can hold."""

    def to_python(self, value) -> str:
        return " ".join(words(super().to_python(value)))


class SearchForm(forms.Form):
    """The library's one form, read from the address.

    Unreadable choices are said and left out; they never fail the page. What concerns
    the words is said by `non_field_errors`, what concerns a choice at its field.
    """

    q = WordsField(label="检索词", required=False)
    agency = forms.ModelChoiceField(
        label="发文机关",
        queryset=Agency.objects.none(),
        required=False,
        empty_label="全部机关",
        error_messages={"invalid_choice": "没有这个机关的文件，已按全部机关显示。"},
    )
    year = forms.TypedChoiceField(
        label="年份",
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": "没有这一年的文件，已按全部年份显示。"},
    )
    validity = forms.ChoiceField(
        label="有效性",
        required=False,
        choices=[("", "默认"), (ANY_VALIDITY, "全部"), *Validity.choices],
        error_messages={"invalid_choice": "有效性无法识别，已按默认显示。"},
    )
    page = forms.IntegerField(
        required=False,
        min_value=1,
        widget=forms.HiddenInput,
        error_messages={
            "invalid": "页码无法识别，已显示第一页。",
            "min_value": "页码无法识别，已显示第一页。",
        },
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        policies = public_policies()
        self.fields["agency"].queryset = Agency.objects.filter(
            Q(issued_policies__policy__in=policies)
            | Q(predecessors__issued_policies__policy__in=policies)
        ).distinct()
        years = policies.dates("issued_on", "year", order="DESC")
        self.fields["year"].choices = [
            ("", "全部年份"),
            *((day.year, f"{day.year}年") for day in years),
        ]

    def clean_q(self) -> str:
        """Cut what is too long, leave out what holds no word, and say so."""
        typed = self.cleaned_data["q"]
        if len(typed) > MAX_WORDS:
            self.add_error(None, f"检索词过长，已按前{MAX_WORDS}个字检索。")
            typed = typed[:MAX_WORDS]
        if typed and not pieces(typed):
            self.add_error(None, "检索词中没有文字或者数字，已列出文件。")
            typed = ""
        return typed

    def to_query(self) -> SearchQuery:
        """Return what can be understood of the form; never raises.

        With no words and no choice it asks for what is in force today.
        """
        self.is_valid()
        read = self.cleaned_data.get
        typed = read("q", "")
        validity = read("validity", "") or (
            ANY_VALIDITY if typed else Validity.IN_FORCE
        )
        agency = read("agency")
        return SearchQuery(
            words=typed,
            agency=agency.pk if agency else None,
            year=read("year"),
            validity="" if validity == ANY_VALIDITY else validity,
        )

    @property
    def page_number(self) -> int:
        """Return the page asked for, the first if none can be read."""
        self.is_valid()
        return self.cleaned_data.get("page") or 1
