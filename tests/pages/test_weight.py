"""A page is light to load, and stands still once it is there."""

from tests.pages.conftest import SampleSite

# Bytes over the wire for all that a page needs but the pictures it is about.
MOST = 150_000
CONTENT = {"Image", "Media"}
SHIFTS = """
() => new Promise(tell => {
    let moved = 0;
    new PerformanceObserver(list => {
        for (const shift of list.getEntries()) moved += shift.value;
    }).observe({type: "layout-shift", buffered: true});
    requestAnimationFrame(() => requestAnimationFrame(() => tell(moved)));
})
"""


class Scales:
    """Weighs what one window loads, by the browser's own account."""

    def __init__(self, page) -> None:
        self.kinds: dict[str, str] = {}
        self.weight = 0
        session = page.context.new_cdp_session(page)
        session.on("Network.responseReceived", self.receive)
        session.on("Network.loadingFinished", self.finish)
        session.send("Network.enable")

    def receive(self, event: dict) -> None:
        self.kinds[event["requestId"]] = event["type"]

    def finish(self, event: dict) -> None:
        if self.kinds.get(event["requestId"]) not in CONTENT:
            self.weight += event["encodedDataLength"]


def test_pages_are_light_and_stand_still(site: SampleSite, window):
    heavy, shaky, without_size = {}, {}, {}

    for name in site.paths:
        page = window(390)
        scales = Scales(page)
        page.goto(site.paths[name])
        page.mouse.wheel(0, 20_000)  # Pictures further down come when they are near.
        page.wait_for_load_state("networkidle")
        if scales.weight > MOST:
            heavy[name] = scales.weight
        if (moved := page.evaluate(SHIFTS)) > 0.001:
            shaky[name] = moved
        images = page.locator("img:not([width][height])")
        if images.count():
            without_size[name] = images.count()
        assert scales.weight > 5_000, f"nothing was weighed of {name}"

    assert (heavy, shaky, without_size) == ({}, {}, {})
