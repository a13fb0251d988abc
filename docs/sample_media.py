"""Draw the pictures, films and sound of the sample content from their sources.

The finished files are kept in the repository, since a machine that runs `make demo`
need not have Chinese fonts. To draw some of them anew, name them:

    python docs/sample_media.py waste-2020 outpatient-2022 school-2026

Pictures need Chromium and Noto CJK alone. Films and sound need PyAV too (`pip install
av`), the sound `espeak-ng` as well.
"""

import io
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

SOURCES = Path(__file__).parent / "sample_media"
FINISHED = Path(__file__).parents[1] / "cms" / "demo" / "content" / "media"
LARGEST_PICTURE = 60_000
FRAMES_A_SECOND = 12


def draw_picture(page: Page, source: Path) -> Path:
    """Draw a page as a picture, in the best quality that keeps the file small."""
    page.goto(source.as_uri())
    drawn = Image.open(io.BytesIO(page.locator("main").screenshot()))
    target = FINISHED / f"{source.stem}.webp"
    for quality in range(90, 30, -5):
        drawn.convert("RGB").save(target, quality=quality, method=6)
        if target.stat().st_size <= LARGEST_PICTURE:
            return target
    sys.exit(f"{target.name} stays too large.")


def frames(page: Page, source: Path) -> Iterator[Image.Image]:
    """Yield the frames of a page's CSS animations, until the last one ends."""
    page.goto(source.as_uri())
    end = page.evaluate(
        """() => Math.max(...document.getAnimations().map((animation) => {
            animation.pause();
            return animation.effect.getComputedTiming().endTime;
        }))"""
    )
    for at in range(int(end / 1000 * FRAMES_A_SECOND)):
        page.evaluate(
            """now => {
                for (const each of document.getAnimations()) each.currentTime = now;
            }""",
            at * 1000 / FRAMES_A_SECOND,
        )
        yield Image.open(io.BytesIO(page.locator("main").screenshot())).convert("RGB")


def draw_film(page: Page, source: Path) -> Path:
    """Draw a page's animations as a film without sound."""
    import av

    target = FINISHED / f"{source.name.removesuffix('.film.html')}.webm"
    with av.open(target, "w") as film:
        stream = film.add_stream("libvpx-vp9", rate=FRAMES_A_SECOND)
        stream.width, stream.height = 640, 360
        stream.pix_fmt = "yuv420p"
        stream.options = {"crf": "34", "b": "0", "row-mt": "1"}
        for image in frames(page, source):
            for packet in stream.encode(av.VideoFrame.from_image(image)):
                film.mux(packet)
        for packet in stream.encode():
            film.mux(packet)
    return target


def speak(source: Path) -> Path:
    """Let a synthetic voice read a text."""
    import av

    target = FINISHED / f"{source.stem}.mp3"
    with tempfile.NamedTemporaryFile(suffix=".wav") as voice:
        voiced = ["espeak-ng", "-v", "cmn", "-s", "175", "-g", "4", "-p", "45"]
        # A fixed command that reads our own text.
        subprocess.run([*voiced, "-f", source, "-w", voice.name], check=True)  # noqa: S603
        with av.open(voice.name) as spoken, av.open(target, "w") as sound:
            stream = sound.add_stream("libmp3lame", rate=22050)
            stream.bit_rate = 24_000
            stream.layout = "mono"
            for frame in spoken.decode(audio=0):
                frame.pts = None
                for packet in stream.encode(frame):
                    sound.mux(packet)
            for packet in stream.encode():
                sound.mux(packet)
    return target


def main(names: list[str]) -> None:
    FINISHED.mkdir(exist_ok=True)
    chosen = [
        source
        for source in sorted(SOURCES.iterdir())
        if source.suffix in (".html", ".txt")
        and (not names or source.name.split(".")[0] in names)
    ]
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium")
        still = browser.new_page(
            viewport={"width": 800, "height": 600}, device_scale_factor=1.5
        )
        moving = browser.new_page(viewport={"width": 640, "height": 360})
        for source in chosen:
            if source.suffix == ".txt":
                finished = speak(source)
            elif source.name.endswith(".film.html"):
                finished = draw_film(moving, source)
            else:
                finished = draw_picture(still, source)
            sys.stdout.write(f"{finished.name} {finished.stat().st_size:,}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
