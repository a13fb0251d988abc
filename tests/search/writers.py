"""Processes that change a library without end, each until it is killed.

`python -m tests.search.writers WORK SEED` does the work on the database of the
settings, and prints the policy and whether it is public after each change.
"""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import StringIO
from pathlib import Path
from random import Random

PROJECT = Path(__file__).parents[2]
WORKS = ("publish_and_take_down", "bring_in", "rebuild")
TITLE = "关于印发《第{}号办法》的通知"
# Without a breath between two changes, writers of SQLite may keep one out for minutes.
BREATH = 0.2  # seconds
PATIENCE = 120


# Each imports for itself what may be imported only when Django is set up.


def publish_and_take_down(random: Random) -> Iterator[tuple[int, bool]]:
    from policies.models import PolicyPage

    keys = list(PolicyPage.objects.values_list("pk", flat=True)[:6])
    while True:
        policy = PolicyPage.objects.get(pk=random.choice(keys))
        if policy.live:
            policy.unpublish()
            yield policy.pk, False
        else:
            policy.title = TITLE.format(random.randrange(10_000))
            policy.save_revision().publish()
            yield policy.pk, True


def bring_in(random: Random) -> Iterator[tuple[int, bool]]:
    from tests import library

    title = TITLE.format(random.randrange(10_000))
    while True:
        policy, _ = library.make_public_pair(title=title)
        yield policy.pk, True


def rebuild(random: Random) -> Iterator[tuple[int, bool]]:
    from django.core.management import call_command

    from search.engines.embedded import writing

    # As many batches as there are with many documents.
    writing.BATCH = 2
    while True:
        call_command("rebuild_search", stdout=StringIO())
        yield 0, True


class Writer:
    """One such process, of a session of its own, and what it has told."""

    def __init__(self, work: str, seed: int, folder: Path):
        self._log = folder / f"{work}-{seed}.log"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own words
                [
                    *(sys.executable, "-X", "faulthandler"),
                    *("-m", "tests.search.writers", work, str(seed)),
                ],
                cwd=PROJECT,
                env=os.environ | {"TEST_DIR": str(folder)},
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,
            )

    def wait(self) -> None:
        """Return when it has told of a first change; AssertionError if it does not."""
        told = select.select([self._process.stdout], [], [], PATIENCE)[0]
        # The end of one that failed can be read as well, but holds nothing.
        if told and self._process.stdout.peek(1):
            return
        # So that one that hangs says where it stands.
        self._process.send_signal(signal.SIGABRT)
        self._process.wait()
        raise AssertionError(self._log.read_text()[-4000:])

    def kill(self) -> None:
        """End it and all its children at once, as a power failure would."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def told(self) -> Iterator[tuple[int, bool]]:
        """Yield all that it has told, once it is killed; half a line is not told."""
        said, _ = self._process.communicate()
        for line in said.decode().splitlines(keepends=True):
            if line.endswith("\n"):
                key, is_public = line.split()
                yield int(key), is_public == "True"


@contextmanager
def at_work(seed: int, folder: Path) -> Iterator[list[Writer]]:
    """Let one of each kind work on the database in the folder; kill them at the end."""
    writers = [Writer(work, seed + at, folder) for at, work in enumerate(WORKS)]
    try:
        yield writers
    finally:
        for each in writers:
            each.kill()


def _work(work: str, seed: str) -> None:
    import django

    django.setup()
    for policy_id, is_public in globals()[work](Random(int(seed))):  # noqa: S311
        print(policy_id, is_public, flush=True)  # noqa: T201
        time.sleep(BREATH)


if __name__ == "__main__":
    _work(*sys.argv[1:])
