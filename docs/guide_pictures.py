"""Draw the pictures of the editors' guide: drive a fresh sample site in Chromium.

Run by `make guide-pictures`. Walks the way that the guide describes, so a picture that
cannot be drawn any more tells which page of the guide has become untrue.
"""

import io
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

HERE = Path(__file__).parent
PICTURES = HERE / "images" / "guide"
PASSWORD = "lanchuan-2026"  # noqa: S105 - the sample site's, on this machine alone
TITLE = "澜川市人力资源和社会保障局关于开展2027年春风送岗活动的通知"
PARAGRAPHS = (
    "各县（区）人力资源和社会保障局：",
    "为做好春节后企业用工保障和农村劳动力返岗服务，决定在全市开展春风送岗活动。"
    "现将有关事项通知如下。",
    "一、活动时间",
    "2027年2月20日至3月31日。",
)
HTML = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


@contextmanager
def sample_site() -> Iterator[str]:
    """Serve a fresh sample site on a free port; yield its address."""
    if os.environ.get("SITE"):  # One that runs already.
        yield os.environ["SITE"]
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "manage.py", "demo", "--port", str(port)]
        environment = {**os.environ, "VAR_DIR": folder}
        server = subprocess.Popen(command, cwd=HERE.parent, env=environment)  # noqa: S603
        try:
            wait_for(f"http://127.0.0.1:{port}/health/", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait()


def wait_for(address: str, server: subprocess.Popen) -> None:
    while server.poll() is None:
        try:
            urllib.request.urlopen(address)  # noqa: S310 - our own, on this machine
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.5)
        else:
            return
    sys.exit("The sample site did not start.")


class Window:
    """One person's browser, and the pictures taken of it."""

    def __init__(self, browser: Browser, address: str, name: str = "") -> None:
        context = browser.new_context(
            viewport={"width": 1280, "height": 800}, base_url=address, locale="zh-CN"
        )
        context.set_default_timeout(20_000)
        self.page: Page = context.new_page()
        if name:
            self.page.goto("/admin/login/")
            self.page.fill("input[name=username]", name)
            self.page.fill("input[name=password]", PASSWORD)
            self.page.click("button[type=submit]")
            expect(self.page).to_have_url(re.compile("/admin/$"))

    def draw(self, name: str, *, height: int = 800, at: str = "") -> None:
        """Keep what is in the window, in few colours, so that the file is small.

        From the top of the page, or from a little above the words `at`.
        """
        self.page.wait_for_load_state("networkidle")
        # What has the focus keeps itself in sight, and its calendar open.
        self.page.evaluate("document.activeElement.blur()")
        self.page.wait_for_timeout(600)
        self.page.evaluate("window.scrollTo({top: 0, left: 0, behavior: 'instant'})")
        top = 0.0
        if at:
            words = self.page.get_by_text(at).last
            words.evaluate("each => each.scrollIntoView({behavior: 'instant'})")
            top = min(max(words.bounding_box()["y"] - 60, 0), 800 - height)
        clip = {"x": 0, "y": top, "width": 1280, "height": height}
        picture = Image.open(io.BytesIO(self.page.screenshot(clip=clip)))
        small = picture.convert("RGB").quantize(128, dither=Image.Dither.NONE)
        small.save(PICTURES / f"{name}.png", optimize=True)

    def open_tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=name, exact=True).click()

    def press(self, action: str) -> None:
        """Press a button of the editor's footer, opening its menu if need be."""
        button = self.page.locator(
            f"footer button[name={action}],"
            f" footer button[data-workflow-action-name={action}]"
        ).first
        if not button.is_visible():
            self.page.locator("footer [data-w-dropdown-target=toggle]").click()
        button.click()

    def save(self) -> None:
        """Save the draft of a new page, once the first saving of itself is over."""
        saved = self.page.get_by_text("已保存", exact=True).first
        expect(saved).to_be_visible(timeout=20_000)
        self.page.get_by_role("button", name="保存草稿").click()
        self.page.wait_for_url(re.compile(r"/edit/$"))

    def paste(self, place: str, html: str) -> None:
        """Paste into a rich text as from a word processor."""
        editor = self.page.locator(f"{place} .public-DraftEditor-content").first
        editor.click()
        editor.evaluate(
            """(element, html) => {
                const data = new DataTransfer();
                data.setData("text/html", html);
                data.setData("text/plain", html.replace(/<[^>]+>/g, "\\n"));
                element.dispatchEvent(new ClipboardEvent("paste", {
                    clipboardData: data, bubbles: true, cancelable: true,
                }));
            }""",
            html,
        )
        # The editor hands its text over to the form a moment later.
        self.page.wait_for_timeout(600)


def draw_editor(window: Window) -> str:
    """Draw what an editor does; return the address of the policy's editor."""
    page = window.page
    page.goto("/admin/pages/")
    agency = page.url.rstrip("/").rsplit("/", 1)[-1]
    page.goto(f"/admin/pages/{agency}/add_subpage/")
    window.draw("new", height=420)
    page.goto(f"/admin/pages/add/policies/policypage/{agency}/")
    page.fill("#id_title", TITLE)
    page.fill("#id_document_number", "澜人社发(2026)45")
    page.fill("#id_issued_on", "2026-11-20")
    window.draw("document")
    window.open_tab("正文")
    page.locator(
        "[data-contentpath=body] [data-streamfield-stream-container]"
    ).wait_for()
    add_text_block(page)
    window.paste("[data-contentpath=body]", HTML)
    window.draw("text")
    window.open_tab("公开属性")
    page.select_option("#id_disclosure", "proactive")
    window.draw("disclosure")
    window.open_tab("有效性与关系")
    window.draw("validity", height=640)
    page.fill("#id_effective_on", "2026-11-20")
    window.save()
    address = page.url
    page.get_by_role("button", name="发布检查").click()
    window.draw("check")
    page.goto(address)
    window.press("action-submit")
    expect(page.locator(".messages")).to_contain_text("还没有解读")
    window.draw("refused", height=420)
    page.get_by_role("link", name="撰写解读").first.click()
    expect(page.locator("#id_title")).to_have_value(f"《{TITLE}》解读")
    window.draw("interpretation")
    window.paste("[data-contentpath=background]", "<p>春节前后是返岗高峰。</p>")
    window.paste("[data-contentpath=main_points]", "<p>每个乡镇都有招聘专场。</p>")
    page.fill("#id_interpreter", "就业促进科科长 林知远")
    page.fill("#id_contact", "0849-6600123")
    window.save()
    page.goto(address)
    window.open_tab("解读")
    window.draw("pair", height=520)
    window.press("action-submit")
    expect(page.locator(".messages")).not_to_contain_text("还没有解读")
    page.goto("/admin/")
    window.draw("home")
    page.goto("/admin/all_policies/?pairing=ready")
    window.draw("all-policies", height=560)
    page.goto(f"/admin/pages/{agency}/?q=就业补贴")
    window.draw("explorer", height=640)
    page.goto("/admin/all_policies/")
    page.get_by_role("button", name="显示筛选条件").click()
    page.get_by_role("button", name=re.compile("^解读")).click()
    window.draw("filters")
    return address


def add_text_block(page: Page) -> None:
    """Add a block of text to the body, which begins empty."""
    body = page.locator("[data-contentpath=body]").first
    body.locator("button[title]").first.click()
    page.get_by_role("option", name="文字").first.click()


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sample_site() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        visitor = Window(browser, address)
        visitor.page.goto("/admin/login/")
        visitor.draw("login", height=560)
        policy = draw_editor(Window(browser, address, "editor"))
        head = Window(browser, address, "head")
        head.draw("waiting", height=560, at="等待您审签")
        head.page.goto(policy)
        head.page.locator("footer [data-w-dropdown-target=toggle]").click()
        head.draw("sign")
        head.press("approve")
        expect(head.page.locator(".messages")).to_contain_text(TITLE)
        office = Window(browser, address, "office")
        office.page.goto(policy)
        office.page.get_by_role("button", name="打开或关闭状态").click()
        office.draw("schedule")
        office.press("approve")
        expect(office.page.locator(".messages")).to_contain_text(TITLE)
        office.draw("published", height=420)
        office.page.goto(policy.replace("/edit/", "/unpublish/"))
        office.draw("withdraw", height=420)
        visitor.page.goto("/library/?q=春风送岗")
        visitor.page.get_by_role("link", name=TITLE, exact=True).first.click()
        visitor.draw("public")
        browser.close()


if __name__ == "__main__":
    main()
