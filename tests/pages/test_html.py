"""Every kind of page is valid HTML, pages of errors included."""

import json
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

from django.template.loader import render_to_string

from tests.pages.conftest import absent


def page_at(address: str) -> bytes:
    try:
        with urlopen(quote(address, safe=":/?&=")) as answer:  # noqa: S310 - our own
            return answer.read()
    except HTTPError as error:
        return error.read()


def test_the_nu_html_checker_finds_nothing(site, module, tmp_path):
    checker = module("vnu-jar/build/dist/vnu.jar")
    if shutil.which("java") is None:
        absent("Java")
    for name in site.paths:
        (tmp_path / f"{name}.html").write_bytes(page_at(site.url(name)))
    failing = render_to_string("500.html")
    (tmp_path / "server error.html").write_text(failing, encoding="utf-8")

    checked = subprocess.run(
        ["java", "-jar", checker, "--format", "json", *tmp_path.glob("*.html")],
        capture_output=True,
        check=False,
    )

    found = defaultdict(list)
    for message in json.loads(checked.stderr)["messages"]:
        if message["type"] != "info" or message.get("subType") == "warning":
            name = Path(message.get("url", "?")).stem
            extract = message.get("extract", "").strip()
            found[name].append(f"{message['message']} {extract}")
    assert not found, json.dumps(found, ensure_ascii=False, indent=2)
