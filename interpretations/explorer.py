"""The explorer: what stands below an agency, with what an office asks of a document.

The columns and filters stand in Wagtail's own page explorer, at the agencies' pages and
above, and in 全部政策文件, one list of all policies that a person may read.
"""

import django_filters
from django.db.models import Q, prefetch_related_objects
from django.forms import CheckboxSelectMultiple, TextInput
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.ui.tables.pages import (
    BulkActionsColumn,
    NavigateToChildrenColumn,
    PageStatusColumn,
    PageTitleColumn,
    PageTypeColumn,
)
from wagtail.admin.views.pages.listing import (
    ExplorableIndexView,
    GenericPageFilterSet,
    IndexView,
)
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet
from wagtail.models import Page

from interpretations.addresses import reading_url
from interpretations.coverage import PairingState, with_pairing_state
from policies.disclosure import Disclosure
from policies.document_number import parse_document_numbers
from policies.draft_readers import readable
from policies.models import Agency, AgencyPage, NoticePage, PolicyPage
from policies.models.document import bears_number
from policies.validity import Validity, validity_q

# --- What is shown -----------------------------------------------------------


def show_facts(pages) -> None:
    """Load what the columns show of these pages, however many, in a few queries."""
    policies = [page for page in pages if isinstance(page, PolicyPage)]
    notices = [page for page in pages if isinstance(page, NoticePage)]
    prefetch_related_objects(policies, "issuers__agency")
    prefetch_related_objects(notices, "issuing_agency")
    of_these = PolicyPage.objects.filter(pk__in=[policy.pk for policy in policies])
    states = dict(with_pairing_state(of_these).values_list("pk", "pairing_state"))
    for policy in policies:
        policy.pairing_state = states.get(policy.pk)


def number(page) -> str:
    return getattr(page, "document_number", "")


def agencies(page) -> str:
    """Return the lead agency by its short name, and how many issued with it."""
    if isinstance(page, PolicyPage):
        issuers = page.issuing_agencies
    elif isinstance(page, NoticePage):
        issuers = [page.issuing_agency]
    else:
        issuers = []
    if not issuers:
        return ""
    name = issuers[0].short_name or issuers[0].name
    return f"{name}等 {len(issuers)} 家" if len(issuers) > 1 else name


def validity(page) -> str:
    return page.validity_today.label if isinstance(page, PolicyPage) else ""


def disclosure(page) -> str:
    if not isinstance(page, PolicyPage | NoticePage):
        return ""
    return page.get_disclosure_display() or "未认定"


def pairing(page) -> str:
    state = getattr(page, "pairing_state", None)
    return PairingState(state).label if state else ""


class DocumentTitleColumn(PageTitleColumn):
    """A title that stays readable on a narrow screen."""

    class Media:
        css = {"all": ["site/admin-lists.css"]}


# Short words stay in one line, so that the title keeps what room there is.
WHOLE = "w-whitespace-nowrap"
NUMBER = Column("number", label="发文字号", accessor=number, width="13%")
AGENCY = Column("agency", label="发文机关", accessor=agencies, width="11%")
PAGE_FACTS = [
    Column("validity", label="有效性", accessor=validity, classname=WHOLE, width="6%"),
    Column(
        "disclosure", label="公开属性", accessor=disclosure, classname=WHOLE, width="7%"
    ),
    Column("pairing", label="解读", accessor=pairing, classname=WHOLE, width="8%"),
]
STATUS = PageStatusColumn("status", label="状态", sort_key="live", width="7%")
UPDATED = DateColumn(
    "latest_revision_created_at",
    label="更新",
    classname=WHOLE,
    sort_key="latest_revision_created_at",
    width="8%",
)


# --- What is asked -----------------------------------------------------------

# An empty value is no choice in a query string.
UNDETERMINED = "undetermined"


def chosen(pages, policies, notices=None):
    """Narrow pages to these documents; by key, as the search demands of filters."""
    these = Q(pk__in=policies.values("pk"))
    if notices is not None:
        these |= Q(pk__in=notices.values("pk"))
    return pages.filter(these)


class DocumentFilterSet(GenericPageFilterSet):
    """Narrows pages by what is known of documents."""

    number = django_filters.CharFilter(
        label="发文字号",
        method="by_number",
        widget=TextInput({"placeholder": "如：澜人社发〔2024〕12号"}),
    )
    validity = django_filters.MultipleChoiceFilter(
        label="有效性",
        choices=Validity.choices,
        method="by_validity",
        widget=CheckboxSelectMultiple,
    )
    disclosure = django_filters.MultipleChoiceFilter(
        label="公开属性",
        choices=[*Disclosure.choices, (UNDETERMINED, "未认定")],
        method="by_disclosure",
        widget=CheckboxSelectMultiple,
    )
    pairing = django_filters.MultipleChoiceFilter(
        label="解读",
        choices=PairingState.choices,
        method="by_pairing",
        widget=CheckboxSelectMultiple,
    )
    agency = django_filters.ModelMultipleChoiceFilter(
        label="发文机关",
        queryset=Agency.objects.filter(page__isnull=False),
        method="by_agency",
        widget=CheckboxSelectMultiple,
    )
    # There is one site, and its pages' places say what has pages below.
    site = None
    has_child_pages = None

    class Meta:
        model = Page
        fields: list[str] = []

    def by_number(self, pages, name, typed):
        """Return those with this number, in whatever form; or with a piece of it."""
        bears = Q(document_number__icontains=typed.strip())
        for read in parse_document_numbers(typed):
            bears |= bears_number(read)
        return chosen(
            pages, PolicyPage.objects.filter(bears), NoticePage.objects.filter(bears)
        )

    def by_validity(self, pages, name, values):
        today, asked = timezone.localdate(), Q(pk__in=[])
        for value in values:
            asked |= validity_q(value, today)
        return chosen(pages, PolicyPage.objects.filter(asked)) if values else pages

    def by_disclosure(self, pages, name, values):
        if not values:
            return pages
        asked = Q(
            disclosure__in=[
                "" if value == "undetermined" else value for value in values
            ]
        )
        return chosen(
            pages, PolicyPage.objects.filter(asked), NoticePage.objects.filter(asked)
        )

    def by_pairing(self, pages, name, values):
        if not values:
            return pages
        policies = with_pairing_state(PolicyPage.objects.all())
        return chosen(pages, policies.filter(pairing_state__in=values))

    def by_agency(self, pages, name, agencies):
        if not agencies:
            return pages
        return chosen(
            pages,
            PolicyPage.objects.filter(issuers__agency__in=agencies),
            NoticePage.objects.filter(issuing_agency__in=agencies),
        )


class PolicyFilterSet(DocumentFilterSet):
    """The same for policies alone."""

    content_type = None

    class Meta:
        model = PolicyPage
        fields: list[str] = []


# --- The explorer ------------------------------------------------------------


class DocumentExplorer(ExplorableIndexView):
    """Wagtail's explorer below an agency's page, or above it, with our columns."""

    page_columns = [
        BulkActionsColumn("bulk_actions"),
        DocumentTitleColumn("title", label="标题", sort_key="title", classname="title"),
    ]
    state_columns = [
        PageTypeColumn(
            "type",
            label="类型",
            accessor="page_type_display_name",
            classname=WHOLE,
            sort_key="content_type__model",
            width="7%",
        ),
        STATUS,
        UPDATED,
    ]
    base_columns = [*page_columns, NUMBER, AGENCY, *PAGE_FACTS, *state_columns]

    @cached_property
    def explorable_columns(self):
        """Return our columns where documents are, the way further down elsewhere."""
        if isinstance(self.parent_page, AgencyPage):
            return self.columns
        down = NavigateToChildrenColumn("navigate", width="4%")
        if self.is_searching or self.is_filtering:
            return [*self.columns, down]
        return [*self.page_columns, *self.state_columns, down]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        show_facts(context["object_list"])
        return context


class AgencyExplorerViewSet(PageViewSet):
    """Puts our explorer where agencies' pages and what is below them are listed."""

    model = AgencyPage
    index_view_class = DocumentExplorer
    filterset_class = DocumentFilterSet

    @cached_property
    def parent_models(self):
        return [AgencyPage, *AgencyPage.allowed_parent_page_models()]

    def get_index_view_kwargs(self, **kwargs):
        # Policies, notices and interpretations stand side by side.
        return super().get_index_view_kwargs(model=Page, **kwargs)


# --- 全部政策文件 --------------------------------------------------------------


class ReadingColumn(TitleColumn):
    """A title that leads to where one reads the document."""

    class Media:
        css = {"all": ["site/admin-lists.css"]}


class AllPoliciesView(IndexView):
    """Every policy that this person may read, whichever agency's; titles lead there."""

    page_title = "全部政策文件"
    base_filterset_class = PolicyFilterSet
    any_permission_required = None  # Whoever is let in reads what is public.

    def get_base_queryset(self):
        policies = readable(self.request.user, PolicyPage.objects.all())
        return self.annotate_queryset(policies)

    def get_add_url(self):
        return None

    @cached_property
    def columns(self):
        return [
            ReadingColumn(
                "title",
                label="标题",
                classname="title",
                accessor="get_admin_display_title",
                sort_key="title",
                get_url=lambda page: reading_url(page, self.request),
            ),
            NUMBER,
            AGENCY,
            *PAGE_FACTS,
            STATUS,
            UPDATED,
        ]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        show_facts(context["object_list"])
        return context


class AllPoliciesViewSet(PageListingViewSet):
    model = PolicyPage
    index_view_class = AllPoliciesView
    filterset_class = PolicyFilterSet
    icon = "doc-full-inverse"
    menu_label = "全部政策文件"
    menu_order = 110
    add_to_admin_menu = True
    columns = PageListingViewSet.UNDEFINED
