"""`lonja bench partners FOLDER`: quality against simple baselines, speed and memory.

The folder is laid out like the public evaluation set; nothing of it is kept.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from lonja.algorithms.errors import InvalidProblem
from lonja.algorithms.relevance.bench import quality, speed
from lonja.algorithms.relevance.bench.folder import Folder
from lonja.algorithms.relevance.encoders import Encoder
from lonja.algorithms.relevance.glossary import starter_labels
from lonja.algorithms.relevance.lexicon import build_lexicon
from lonja.algorithms.relevance.sentences import Model, open_encoder

TASKS = ("text", "graph", "labels", "alliances", "speed")
SIZES = [5_000, 100_000]
LARGE = 1_000_000


def parser() -> argparse.ArgumentParser:
    """Return what may be said on the command line."""
    top = argparse.ArgumentParser(prog="lonja bench partners", description=__doc__)
    top.add_argument("folder", type=Path, help="evaluation data, laid out like the public set")
    top.add_argument("--json", type=Path, metavar="FILE", help="write all figures to this file")
    top.add_argument(
        "--earlier",
        type=Path,
        metavar="FOLDER",
        help="a folder with earlier evidence (default: public beside it)",
    )
    top.add_argument(
        "--cut", default="", metavar="DAY", help="graph: first day of the later projects, YYYY-MM-DD"
    )
    top.add_argument("--only", choices=TASKS, action="append", help="run this task only; may be repeated")
    top.add_argument(
        "--encoder",
        choices=[m.name.lower() for m in Model],
        help="text: read headlines by this optional encoder; labels: let its models help in teaching",
    )
    top.add_argument("--large", action="store_true", help="also measure 1,000,000 profiles (about 4 GB)")
    return top


def main(argv: list[str]) -> int:
    """Run the benchmark; 0 when it ran, 1 when the folder holds nothing to measure, 2 when not understood."""
    try:
        told = parser().parse_args(argv)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        figures = run(told)
    except InvalidProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    if told.json:
        told.json.write_text(json.dumps(figures, indent=1, sort_keys=True), encoding="utf-8")
    return 0


def run(told: argparse.Namespace) -> dict[str, Any]:
    """Run the tasks asked for, printing as they finish; return all figures."""
    folder = Folder(told.folder, earlier_of(told.folder, told.earlier))
    wanted = told.only or TASKS
    figures: dict[str, Any] = {}
    encoder = open_encoder(Model[told.encoder.upper()]) if told.encoder else None
    if "text" in wanted and (text := folder.text()):
        figures["text"] = quality.text_quality(say, text, build_lexicon(starter_labels()), encoder)
    if "graph" in wanted and (graph := folder.graph(told.cut)):
        figures["graph"] = quality.graph_quality(say, graph)
    if "labels" in wanted and folder.files("xl_cpv"):
        figures["labels"] = labels(folder, guides_of(told.encoder))
    if not figures and not {"alliances", "speed"} & set(told.only or ()):
        raise InvalidProblem(f"{told.folder} holds none of the files of the public set: nothing to measure")
    if "alliances" in wanted:
        figures["alliances"] = speed.alliances(say)
    if "speed" in wanted:
        figures["speed"] = speed.speed(say, SIZES + [LARGE] * told.large)
    return figures


def guides_of(name: str | None) -> list[Encoder]:
    """Return the models behind an optional encoder, each in its own space."""
    if name is None:
        return []
    asked = Model[name.upper()]
    models = [Model.UNIVERSAL, Model.E5] if asked is Model.MULTILINGUAL else [asked]
    return [open_encoder(model) for model in models]


def labels(folder: Folder, guides: list[Encoder]) -> dict[str, Any]:
    """Run the label task, or say what it would need."""
    try:
        taught, asked = folder.labels()
    except ModuleNotFoundError:
        say("labels: left out, because reading Parquet files needs pyarrow (dependency group bench)")
        return {}
    return quality.label_quality(say, taught, asked, guides)


def earlier_of(folder: Path, earlier: Path | None) -> Path | None:
    """Return the folder of earlier evidence: as told, or `public` beside a folder without any."""
    if earlier is None and not list(folder.glob("text_projects*")) and (folder.parent / "public").is_dir():
        return folder.parent / "public"
    return earlier


def say(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)
