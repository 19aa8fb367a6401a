"""Reading a folder of evaluation data: projects, queries, collaborations and labels."""

import csv
import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lonja.algorithms.errors import InvalidProblem
from lonja.algorithms.relevance.evidence import Evidence, Kind

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TextTask:
    """Earlier projects, later ones as queries, and which known organisations joined those.

    Attributes:
        projects: the evidence.
        queries: query id to its project.
        right: query id to the organisations that took part and were known before.
        organisations: name, country and type of each organisation, where known.
        short: (query id, language, words); the same queries in a few words.
    """

    projects: list[Row]
    queries: dict[str, Row]
    right: dict[str, set[str]]
    organisations: dict[str, Row]
    short: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class GraphTask:
    """Earlier participations, and later projects with their coordinator, fields and partners.

    Attributes:
        rows: earlier participations: project, organisation, type and fields.
        right, seed, fields: by query.
    """

    rows: list[Row]
    right: dict[str, set[str]]
    seed: dict[str, str]
    fields: dict[str, list[str]]


class Folder:
    """A folder laid out like the public set; earlier data may lie in a second folder.

    Files are recognised by their beginning: `text_projects`, `text_queries`, `text_orgs`, `graph_`,
    `xl_cpv`, `xl_partner_queries`. What is missing here is taken from `earlier`.
    """

    def __init__(self, path: Path, earlier: Path | None) -> None:
        if not path.is_dir():
            raise InvalidProblem(f"{path} is not a folder")
        self.path, self.earlier = path, earlier

    def files(self, start: str) -> list[Path]:
        """Return the files that begin so, the earlier folder's first, by name."""
        folders = [folder for folder in (self.earlier, self.path) if folder]
        return [file for folder in folders for file in sorted(folder.glob(f"{start}*")) if file.is_file()]

    def text(self) -> TextTask | None:
        """Return the text task: the last file of queries asks, everything before is evidence."""
        asking = self.files("text_queries")
        evidence = self.files("text_projects") + asking[:-1]
        if not asking or not evidence:
            return None
        projects = once([row for file in evidence for row in json_lines(file)])
        queries = json_lines(asking[-1])
        known = {partner["org"] for project in projects for partner in project["participants"]}
        right = {q["id"]: {p["org"] for p in q["participants"]} & known for q in queries}
        organisations = {row["org"]: row for file in self.files("text_orgs") for row in json_lines(file)}
        asked = {q["id"]: q for q in queries if len(right[q["id"]]) >= 2}
        short = [
            (row["project"], row["lang"], row["query"])
            for file in self.files("xl_partner_queries")
            for row in table(file, delimiter="\t")
            if row["project"] in asked
        ]
        return TextTask(projects, asked, {q: right[q] for q in asked}, organisations, short)

    def graph(self, cut: str) -> GraphTask | None:
        """Return the graph task: two files are before and after; one is cut at a day."""
        files = self.files("graph_")
        if not files:
            return None
        if len(files) > 1:
            before = [row for file in files[:-1] for row in table(file)]
            after = table(files[-1])
        else:
            rows = table(files[0])
            cut = cut or f"{max(row['start_date'] for row in rows)[:4]}-01-01"
            before = [row for row in rows if row["start_date"] < cut]
            after = [row for row in rows if row["start_date"] >= cut]
        return graph_task(before, after)

    def labels(self) -> tuple[list[Row], list[Row]]:
        """Return (taught, asked) labels in all languages; one file alone is split by its codes.

        Raises:
            ModuleNotFoundError: when pyarrow is not installed.
        """
        tables = [parquet(file) for file in self.files("xl_cpv")]
        if len(tables) > 1:
            return [row for rows in tables[:-1] for row in rows], tables[-1]
        asked = {row["en"].lower() for row in tables[0] if held_out(row["cpv"])}
        taught = [row for row in tables[0] if row["en"].lower() not in asked]
        return taught, [row for row in tables[0] if row["en"].lower() in asked]


def graph_task(before: list[Row], after: list[Row]) -> GraphTask:
    """Return the questions: given the coordinator and the fields, who else takes part?"""
    known = {row["pic"] for row in before}
    seed = {row["rcn"]: row["pic"] for row in reversed(after) if row["role"] == "coordinator"}
    right: dict[str, set[str]] = {rcn: set() for rcn in seed}
    fields: dict[str, list[str]] = {}
    for row in after:
        rcn = row["rcn"]
        fields.setdefault(rcn, [part for part in row["parts"].split("|") if part])
        if rcn in seed and row["pic"] in known and row["pic"] != seed[rcn]:
            right[rcn].add(row["pic"])
    asked = sorted((rcn for rcn in right if len(right[rcn]) >= 2), key=int)
    return GraphTask(before, {q: right[q] for q in asked}, seed, fields)


def held_out(code: str) -> bool:
    """Whether a code belongs to the tenth that is not taught."""
    return sum(code.encode()) * 2654435761 % 4294967296 % 10 == 0


def evidence_of(task: TextTask) -> list[Evidence]:
    """Return the projects as statements of their partners."""
    return [
        Evidence(
            key=project["id"],
            owners=tuple(dict.fromkeys(partner["org"] for partner in project["participants"])),
            kind=Kind.PROJECT,
            headline=project["title"],
            body=f"{project['text']} {project['keywords']}",
            language="en",
        )
        for project in task.projects
    ]


def whole_text(project: Row) -> str:
    """Return title, text and keywords of a project."""
    return f"{project['title']}. {project['text']} {project['keywords']}"


def once(rows: list[Row]) -> list[Row]:
    """Return the rows without repeated ids."""
    return list({row["id"]: row for row in rows}.values())


def json_lines(path: Path) -> list[Row]:
    """Return the rows of a compressed file with one JSON object a line."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def table(path: Path, *, delimiter: str = ",") -> list[Row]:
    """Return the rows of a delimited file, compressed or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="") as lines:  # type: ignore[operator]
        return list(csv.DictReader(lines, delimiter=delimiter))


def parquet(path: Path) -> list[Row]:
    """Return the rows of a Parquet file; needs pyarrow, which only this benchmark uses."""
    from pyarrow.parquet import read_table  # slow third-party module, an extra of the benchmark

    rows: list[Row] = read_table(path).to_pylist()
    return rows
