"""docs/publication.md: the table of paths, written from what a run has observed."""

from pathlib import Path as File

from django.db import connection

from tests.interpretations.paths.table import PATHS, Door, Path

DOCUMENT = File(__file__).parents[3] / "docs" / "publication.md"
BEGIN = "<!-- paths: written by pytest --publication-table -->"
END = "<!-- end of paths -->"
SUBJECTS = {
    "agency_page": "the section",
    "alias": "the alias",
    "home": "the home page",
    "interpretation": "the interpretation",
    "policy": "the policy",
    "second": "the further interpretation",
}
DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def beginning(path: Path) -> str:
    """Return the line of a path up to its outcome."""
    start = path.start.__doc__.strip().rstrip(".")
    return f"| {path.name} | {SUBJECTS[path.page]} | {start} | "


def table(outcomes: dict[str, str]) -> str:
    """Return the whole table; `outcomes` gives each path's last cell by its id."""
    lines = [f"{len(PATHS)} paths."]
    for door in Door:
        of_door = [path for path in PATHS if path.door == door]
        lines += [
            "",
            f"### By {door} ({len(of_door)})",
            "",
            "| path | tried on | from | outcome |",
            "|---|---|---|---|",
            *(f"{beginning(path)}{outcomes[path.id]} |" for path in of_door),
        ]
    return "\n".join([*lines, ""])


def cell(path: Path, outcome_on: dict[str, str]) -> str:
    """Return an outcome in words, for each database where a trigger decides."""
    if not path.stopped_by:
        return next(iter(outcome_on.values()))
    return "; ".join(
        f"{words}: {outcome_on[vendor]}"
        for vendor, words in DATABASES.items()
        if vendor in outcome_on
    )


def expected() -> dict[str, str]:
    """Return the last cell of each path by its id, as the tests expect it."""
    return {
        path.id: cell(path, {vendor: path.expected_on(vendor) for vendor in DATABASES})
        for path in PATHS
    }


def written(text: str) -> str:
    """Return what stands between the markers of the document."""
    return text.split(BEGIN)[1].split(END)[0].strip("\n") + "\n"


def committed(text: str) -> dict[str, dict[str, str]]:
    """Return what the document says of each path by its id, for each database."""
    sections = {
        part.split(" (")[0]: part for part in written(text).split("\n### By ")[1:]
    }
    said = {}
    for path in PATHS:
        for line in sections.get(path.door, "").splitlines():
            if line.startswith(beginning(path)):
                outcome = line.removeprefix(beginning(path)).removesuffix(" |")
                parts = dict(
                    part.split(": ", 1) for part in outcome.split("; ") if ": " in part
                )
                said[path.id] = {
                    vendor: parts.get(words, outcome)
                    for vendor, words in DATABASES.items()
                    if not path.stopped_by or words in parts
                }
    return said


def write(file: File, observed: dict[str, str]) -> None:
    """Put what was observed into the document; what was not run stays as it is."""
    text = file.read_text(encoding="utf-8")
    said = committed(text)
    for path in PATHS:
        if path.id in observed:
            known = said.get(path.id, {}) if path.stopped_by else {}
            said[path.id] = known | {connection.vendor: observed[path.id]}
    outcomes = {
        path.id: cell(path, said[path.id]) if path.id in said else "not tried yet"
        for path in PATHS
    }
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    file.write_text(f"{before}{BEGIN}\n{table(outcomes)}{END}{after}", encoding="utf-8")
