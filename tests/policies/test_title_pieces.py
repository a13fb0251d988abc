"""A long title is broken between its agencies, not within their names."""

import re

import pytest
from lxml import html

from policies.title_pieces import title_pieces


@pytest.mark.parametrize(
    ("title", "pieces"),
    [
        (
            "澜川市财政局 澜川市民政局关于印发《澜川市救助办法》的通知",
            ["澜川市财政局", "澜川市民政局关于印发", "《澜川市救助办法》的通知"],
        ),
        (
            "澜川市人民政府关于修改《澜川市物业管理办法》的决定",
            ["澜川市人民政府关于修改", "《澜川市物业管理办法》的决定"],
        ),
        ("《澜川市救助办法》解读", []),
        ("澜川市物业管理办法", []),
        ("澜川市<b>财政局 通知", ["澜川市<b>财政局", "通知"]),
    ],
)
def test_pieces_are_whole_in_meaning_and_no_word_is_lost(title, pieces):
    shown = html.fragment_fromstring(title_pieces(title), create_parent="h1")

    assert [each.text_content() for each in shown.xpath("span")] == pieces
    assert shown.text_content() == re.sub(r"\s+", " ", title)
