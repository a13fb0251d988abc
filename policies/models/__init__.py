"""The models of the policy library, one file for each thing they know."""

from .agency import Agency, AgencyCode, AgencyFormerName, AgencyLevel
from .agency_page import AgencyPage
from .calendar_day import CalendarDay
from .disclosure_column import (
    ArticleAttachment,
    ArticleKind,
    DisclosureArticlePage,
    DisclosureColumnPage,
    StatutoryListPage,
)
from .disclosure_review import DisclosureReview
from .document import IndexNumberSequence, OfficialDocumentPage
from .intake import ImportRecord
from .notice import NoticeAttachment, NoticePage, NoticeReason
from .period import ValidityTerm
from .policy import (
    Audience,
    Genre,
    Level,
    PolicyAttachment,
    PolicyIssuer,
    PolicyPage,
    PolicyTag,
)
from .purge import PurgeRecord
from .reason_template import ReasonTemplate
from .relation import PolicyRelation, RelationKind
from .subject import Subject
from .validity import ValidityEvent

__all__ = [
    "Agency",
    "AgencyCode",
    "AgencyFormerName",
    "AgencyLevel",
    "AgencyPage",
    "ArticleAttachment",
    "ArticleKind",
    "Audience",
    "CalendarDay",
    "DisclosureArticlePage",
    "DisclosureColumnPage",
    "DisclosureReview",
    "Genre",
    "ImportRecord",
    "IndexNumberSequence",
    "Level",
    "NoticeAttachment",
    "NoticePage",
    "NoticeReason",
    "OfficialDocumentPage",
    "PolicyAttachment",
    "PolicyIssuer",
    "PolicyPage",
    "PolicyRelation",
    "PolicyTag",
    "PurgeRecord",
    "ReasonTemplate",
    "RelationKind",
    "StatutoryListPage",
    "Subject",
    "ValidityEvent",
    "ValidityTerm",
]
