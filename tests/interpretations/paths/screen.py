"""What somebody reads on the screen, or in the API's answer, after an attempt."""

import json

from lxml import html

SELECTORS = (
    "//*[contains(@class,'messages')]//li[contains(@class,'error')]",
    "//*[contains(@class,'error-message')]",
)


def refusal_in(response) -> str:
    """Return the words of a refusal on this page; empty if there is none."""
    if response.headers.get("Content-Type", "").startswith("application/json"):
        answer = json.loads(response.content)
        if response.status_code < 400 and answer.get("success", True):
            return ""
        return json.dumps(answer, ensure_ascii=False)
    if not response.content:
        return ""
    page = html.fromstring(response.content)
    return " ".join(
        " ".join(part.itertext()) for path in SELECTORS for part in page.xpath(path)
    ).strip()
