"""Finds the English that a person would read on a screen of the admin."""

import json
import re
from collections.abc import Iterator

from lxml import html as markup

# Names and terms that Chinese offices write in Latin letters themselves, and keys.
TERMS = frozenset(
    re.findall(
        r"\w+",
        """
        API AVIF CSS CSV DOCX ETag GIF HTML HTTP HTTPS ID JavaScript JPEG JPG JSON KB MB
        Markdown OFD PDF PNG PPP RSS SQLite SVG TSV TXT UTC UTF WEBP WebP XLSX XML ZIP
        Alt Backspace Cmd Ctrl Delete Down End Enter Esc Home Option Return Shift Space
        Tab Up
        """,
    )
)
# Written into Wagtail's code and templates, where no catalogue reaches them.
HARD_CODED = frozenset(["None", "Search", "Task type"])
# Addresses, paths, file names, host names, and the gaps that scripts fill in.
NAMES = re.compile(
    r"manage\.py \w+|https?://\S+|\S+@[\w.]+|[\w.%-]*/[\w./%-]*|[\w-]+(?:\.[\w-]+)+|\.\w{2,5}\b"
    r"|%\(\w+\)[sd]|\{\w*\}|__\w+__|\b[A-Z]+\d+\b"
)
WORD = re.compile(r"[A-Za-z][A-Za-z'’-]+")
SENTENCE = re.compile(r"^[A-Z][a-z]+(?:[ ’'-][A-Za-z]+)*[.…!?:]?$")
# Attributes that are shown or read aloud, by themselves or through a script.
SPOKEN = re.compile(
    r"^(title|aria-label|aria-description|placeholder|alt|label)$"
    r"|^data-.*(content|label|text|title|message|active|placeholder)"
)
LABELS = frozenset(
    ["label", "helpText", "help_text", "title", "text", "placeholder", "description"]
)


def english_in(text: str, known: frozenset[str] = frozenset()) -> list[str]:
    """Return the words of this text that are English and neither terms nor known."""
    if text in HARD_CODED:
        return []
    words = WORD.findall(NAMES.sub(" ", text))
    return [word for word in words if word not in TERMS and word not in known]


def texts_of(html: str) -> Iterator[str]:
    """Yield every text of this page that may come before a person's eyes or ears."""
    for element in markup.fromstring(f"<body>{html}").iter():
        if not isinstance(element.tag, str):
            yield from spaced(element.tail)
            continue
        if element.get("type") == "application/json":
            yield from labels_of(json.loads(element.text or "null"))
        elif element.tag not in ("script", "style", "code", "textarea", "iframe"):
            yield from spaced(element.text)
        yield from spaced(element.tail)
        yield from attributes_of(element)


def spaced(text: str | None) -> list[str]:
    return [" ".join(text.split())] if text and text.strip() else []


def attributes_of(element) -> Iterator[str]:
    """Yield the attributes of this element that are shown or read aloud."""
    for name, value in element.items():
        if value[:1] in ("{", "[") and name.startswith("data-"):
            try:
                yield from labels_of(json.loads(value))
            except ValueError:
                continue  # a selector, not data
        elif (
            (SPOKEN.match(name) and (not name.startswith("data-") or " " in value))
            or (
                name == "value"
                and element.get("type") in ("submit", "button")
                and element.tag == "input"
            )
            or (name.startswith("data-") and SENTENCE.match(value))
        ):
            yield value


def labels_of(value, key: str = "") -> Iterator[str]:
    """Yield the labels in data that a page hands to its scripts."""
    if isinstance(value, dict):
        for name, item in value.items():
            words = key in ("strings", "STRINGS") or name in LABELS
            yield from labels_of(item, "STRINGS" if words else name)
    elif isinstance(value, list):
        for item in value:
            yield from labels_of(item, key)
    elif isinstance(value, str) and not key.startswith("CSRF"):
        if value[:1] in ("{", "["):
            return  # the stored form of a text, or a selector
        if "</" in value:
            yield from texts_of(value)
        elif key == "STRINGS" or SENTENCE.match(value):
            yield value
