"""Every kind of page gets full marks from Lighthouse; its speed is printed."""

import json
import os
import shutil
import subprocess

from tests.pages.conftest import CHROMIUM, FLAGS, absent

FULL_MARKS = ("accessibility", "best-practices", "seo")
# An error is no page to Lighthouse; the others are the library page with other words.
LEFT_OUT = {"not found", "nothing found", "every filter"}
# Chromium sometimes does not start in time on a machine that does much else.
TRIES = 2


def marks(url: str, lighthouse, tmp_path) -> tuple[dict[str, int], list[str]]:
    """Return the mark of each category, and which audits took some away."""
    report = tmp_path / "report.json"
    command = [
        *("node", lighthouse, url, "--quiet", "--output=json"),
        f"--output-path={report}",
        f"--only-categories=performance,{','.join(FULL_MARKS)}",
        f"--chrome-flags={' '.join(FLAGS)}",
    ]
    environment = {**os.environ, "CHROME_PATH": CHROMIUM}
    for _ in range(TRIES):
        run = subprocess.run(
            command, env=environment, capture_output=True, check=False, timeout=180
        )
        if run.returncode == 0:
            break
    assert run.returncode == 0, f"{url}: {run.stderr.decode()[-2000:]}"
    result = json.loads(report.read_text(encoding="utf-8"))
    categories = result["categories"]
    lost = [
        f"{reference['id']}: {result['audits'][reference['id']]['title']}"
        for name in FULL_MARKS
        for reference in categories[name]["auditRefs"]
        if reference["weight"] and result["audits"][reference["id"]]["score"] == 0
    ]
    return {
        name: round((category["score"] or 0) * 100)
        for name, category in categories.items()
    }, lost


def test_lighthouse_gives_full_marks(site, module, tmp_path, capsys):
    lighthouse = module("lighthouse/cli/index.js")
    for what, there in (("node", shutil.which("node")), ("Chromium", CHROMIUM)):
        if not there:
            absent(what)
    short = {}

    for name in site.paths:
        if name in LEFT_OUT:
            continue
        given, lost = marks(site.url(name), lighthouse, tmp_path)
        with capsys.disabled():
            print(f"\nLighthouse, {name}: {given}", end="")  # noqa: T201
        if any(given[category] < 100 for category in FULL_MARKS):
            short[name] = lost

    assert not short, json.dumps(short, ensure_ascii=False, indent=2)
