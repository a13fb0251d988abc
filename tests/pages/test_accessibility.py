"""Every kind of page can be used by everybody: axe finds nothing, at any size."""

import json

import pytest

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("large", [False, True], ids=["usual type", "large type"])
def test_axe_finds_no_violation(site, window, module, width, large):
    axe = module("axe-core/axe.min.js").read_text(encoding="utf-8")
    page = window(width, reduced_motion="reduce")
    if large:
        page.context.add_cookies(
            [{"name": "large_type", "value": "on", "url": site.address}]
        )
    options = json.dumps({"runOnly": {"type": "tag", "values": RULES}})
    found = {}

    for name in site.paths:
        page.goto(site.url(name))
        # Through the debugger: the page's own policy forbids a foreign script.
        page.evaluate(axe)
        result = page.evaluate(f"axe.run(document, {options})")
        if result["violations"]:
            found[name] = [
                f"{each['id']}: {node['html'][:200]}"
                for each in result["violations"]
                for node in each["nodes"][:3]
            ]

    assert not found, json.dumps(found, ensure_ascii=False, indent=2)
