"""Draw the pictures of the reviewers' guide, as `guide_pictures` draws the editors'.

Run by `make guide-pictures`, after it.
"""

import io
import shutil

from guide_pictures import PICTURES, Window, sample_site
from PIL import Image
from playwright.sync_api import sync_playwright

# A year that is over, with misses and delays to show.
YEAR = 2024


MARGIN = 24


def draw_part(window: Window, selector: str, name: str) -> None:
    """Keep one part of the page, which is as high as the window for that while."""
    window.page.set_viewport_size({"width": 1280, "height": 3600})
    box = window.page.locator(selector).first.bounding_box()
    clip = {
        "x": box["x"] - MARGIN,
        "y": box["y"] - MARGIN,
        "width": box["width"] + 2 * MARGIN,
        "height": box["height"] + 2 * MARGIN,
    }
    picture = Image.open(io.BytesIO(window.page.screenshot(clip=clip)))
    small = picture.convert("RGB").quantize(128, dither=Image.Dither.NONE)
    small.save(PICTURES / f"{name}.png", optimize=True)
    window.page.set_viewport_size({"width": 1280, "height": 800})


def main() -> None:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sample_site() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        window = Window(browser, address, "reviewer")
        page = window.page
        page.get_by_role("button", name="统计报告").click()
        window.draw("review-menu", height=620)
        page.goto(f"/admin/reports/ledger/?year={YEAR}")
        window.draw("review-ledger")
        draw_part(window, "section[aria-labelledby=ledger-charts]", "review-charts")
        draw_part(window, "section[aria-labelledby=ledger-month]", "review-month")
        late = page.get_by_role("row", name="按时解读（按解读）")
        late.get_by_role("link").nth(1).click()
        window.draw("review-list", height=480)
        page.goto("/admin/reports/due/")
        window.draw("review-due")
        page.goto(f"/admin/reports/annual/?year={YEAR}")
        window.draw("review-annual")
        page.goto("/admin/reports/disclosure/")
        window.draw("review-disclosure")
        browser.close()


if __name__ == "__main__":
    main()
