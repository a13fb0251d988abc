"""What still keeps a document from going live: one list, asked by everybody.

The form, the guard, panels, reports and the check command ask `publication_blockers`;
none of them holds a second opinion. Rules that need a higher app (an interpretation
exists) are registered by that app in `AppConfig.ready`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from policies.disclosure import Disclosure
from policies.document_number import parse_document_numbers, propose_repairs
from policies.secrecy import secrecy_refusal


class PublicationRefused(ValidationError):
    """A publication, withdrawal or deletion that would break the rule.

    Its errors are a dict, because the admin's API reads `message_dict`.
    """

    def __init__(self, message: str) -> None:
        super().__init__({NON_FIELD_ERRORS: [message]})

    @property
    def text(self) -> str:
        """Return the refusal in the editor's words."""
        return "".join(self.messages)


@dataclass(frozen=True)
class Blocker:
    """One thing to mend: what is missing, and the form field that mends it, if any."""

    message: str
    field: str = ""


@dataclass(frozen=True)
class Rule:
    """One rule of publication: `find` returns a blocker's words, or None.

    `always` rules are the promise itself and hold on every save of a live page; the
    others are asked when a page goes live or its content is saved.
    """

    find: Callable[..., str | None]
    field: str = ""
    always: bool = False


def _secrecy(page) -> str | None:
    return secrecy_refusal(page.head_text())


def _disclosure(page) -> str | None:
    if not page.disclosure:
        return "还没有认定公开属性。"
    if page.disclosure != Disclosure.PROACTIVE:
        label = page.get_disclosure_display()
        return f"公开属性为“{label}”，只有主动公开的文件才能发布。"
    return None


def _number(page) -> str | None:
    if not page.document_number:
        if page.without_number_reason:
            return None
        return "还没有填写发文字号；确实没有文号的，请说明原因。"
    typed = page.document_number
    numbers = parse_document_numbers(typed)
    if any(number.is_partial for number in numbers) or not numbers:
        likely = "；".join(map(str, propose_repairs(typed)))
        hint = f"可能是 {likely}，" if likely else ""
        return f"发文字号“{typed}”不完整或者无法识别，{hint}请核对原文。"
    if any(number.year_is_guessed for number in numbers):
        likely = "、".join(map(str, numbers))
        return (
            f"发文字号“{typed}”的年份只有两位，可能是 {likely}，请核对后填写四位年份。"
        )
    return None


def _dates(page) -> str | None:
    if not page.issued_on and not page.issued_on_unknown:
        return "还没有填写成文日期；原文没有注明的，请勾选“原文未注明成文日期”。"
    return None


def _text(page) -> str | None:
    return None if page.plain_text().strip() else "正文还是空的。"


def _issuers(policy) -> str | None:
    return None if policy.lead_agency else "还没有选择发文机关。"


def _notice_kind(notice) -> str | None:
    if notice.names_normative_document:
        return (
            "从标题看，这是规章或者行政规范性文件，不能作为一般公文发布，"
            "请新建“政策文件”并撰写解读。"
        )
    return None


DOCUMENT_RULES = (
    Rule(_disclosure, "disclosure", always=True),
    Rule(_number, "document_number"),
    Rule(_dates, "issued_on"),
    Rule(_secrecy, "body", always=True),
    Rule(_text, "body"),
)
_rules: dict[str, list[Rule]] = {
    "policies.policypage": [*DOCUMENT_RULES, Rule(_issuers, "issuers")],
    "policies.noticepage": [*DOCUMENT_RULES, Rule(_notice_kind, "title", always=True)],
}


def register_rule(page_label: str, rule: Rule) -> None:
    """Add a rule for a page type (`app.model`), after those that it has."""
    _rules[page_label].append(rule)


def publication_blockers(page, *, only_always: bool = False) -> list[Blocker]:
    """Return what still keeps this document from going live, in the order to mend it.

    An empty list means that it may be published. Only reads; safe to call from
    forms, panels and reports. `only_always` leaves out what binds later saves only.
    """
    return [
        Blocker(words, rule.field)
        for rule in _rules[page._meta.label_lower]
        if (rule.always or not only_always) and (words := rule.find(page))
    ]


def refuse(blockers: list[Blocker]) -> None:
    """Raise PublicationRefused with the words of all blockers, if there are any."""
    if blockers:
        raise PublicationRefused("".join(blocker.message for blocker in blockers))
