"""The library's public addresses that are not pages of the tree."""

from django.urls import path

from policies.views import (
    PermanentAddressView,
    SubjectListView,
    SubjectView,
    TagListView,
    TagView,
)

urlpatterns = [
    path(
        "policy/<path:index_number>/",
        PermanentAddressView.as_view(),
        name="permanent_address",
    ),
    path("subjects/", SubjectListView.as_view(), name="subjects"),
    path("subjects/<path:code>/", SubjectView.as_view(), name="subject"),
    path("tags/", TagListView.as_view(), name="tags"),
    path("tags/<str:slug>/", TagView.as_view(), name="tag"),
]
