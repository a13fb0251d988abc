"""What the public sees and hears: pictures are shown, recordings play and seek."""

import io
import wave

import pytest
from django.core.cache import cache

from cms.media import LibraryDocument
from tests import library
from tests.files import (
    image_block,
    infographic_block,
    make_document,
    make_image,
    recording_block,
)

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

SECONDS = 600
RATE = 8000


def silence() -> bytes:
    """Return ten minutes of silence, far more than a browser fetches at once."""
    sound = io.BytesIO()
    with wave.open(sound, "wb") as recording:
        recording.setnchannels(1)
        recording.setsampwidth(2)
        recording.setframerate(RATE)
        recording.writeframes(bytes(2 * RATE * SECONDS))
    return sound.getvalue()


@pytest.fixture
def shown(db):
    """A public pair with a picture each, and a recording."""
    cache.clear()
    policy = library.make_policy(
        body=[
            *library.paragraphs("申请流程如下图。"),
            image_block(make_image("liucheng.png")),
        ]
    )
    interpretation = library.make_interpretation(
        policy,
        content=[
            infographic_block(make_image("tujie.png")),
            recording_block("audio", make_document("科长说政策.wav", silence())),
        ],
    )
    library.publish(policy)
    return policy, interpretation


def test_pictures_of_policy_and_interpretation_are_shown(shown, visit):
    window = visit()
    for page in shown:
        window.goto(page.url)
        pictures = window.locator("figure.picture img").all()
        assert pictures
        for picture in pictures:
            picture.scroll_into_view_if_needed()

            window.wait_for_function(
                "image => image.complete && image.naturalWidth > 0",
                arg=picture.element_handle(),
            )


def test_recording_plays_at_its_own_address_too(shown, visit):
    window = visit()

    window.goto(LibraryDocument.objects.get().url)

    window.wait_for_function("document.querySelector('video').duration > 0")


def test_recording_plays_and_seeks(shown, visit):
    _, interpretation = shown
    window = visit()
    answers = []
    window.on(
        "response",
        lambda response: (
            answers.append(response) if "/documents/" in response.url else None
        ),
    )
    window.goto(interpretation.url)

    heard = window.locator("audio").evaluate(
        """async player => {
            player.muted = true;
            await player.play();
            const seeked = new Promise(done => player.addEventListener("seeked", done));
            player.currentTime = 500;
            await seeked;
            const there = player.currentTime;
            await new Promise(done => setTimeout(done, 1000));
            return {
                duration: player.duration,
                moved: player.currentTime - there,
                there,
                error: player.error,
            };
        }"""
    )

    assert heard["error"] is None
    assert heard["duration"] == pytest.approx(SECONDS, abs=1)
    assert heard["there"] == pytest.approx(500, abs=1)
    assert heard["moved"] > 0
    assert {answer.status for answer in answers} == {206}
    assert len(answers) > 1, "the player fetched the end of the file for itself"
