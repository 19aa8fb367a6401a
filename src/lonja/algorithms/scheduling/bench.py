"""`lonja bench meetings`: run instances through the planner and print what it reached."""

import argparse
import csv
import json
import sys
import time
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from lonja.algorithms.errors import InvalidProblem, UnreadableInstance
from lonja.algorithms.scheduling import measure
from lonja.algorithms.scheduling.bench_table import COLUMNS, head, line, median, ranges
from lonja.algorithms.scheduling.plan import Aim, Effort, Stage
from lonja.algorithms.scheduling.planner import DEFAULT_AIMS, solve, warm
from lonja.algorithms.scheduling.readers import read_dzn

PUBLISHED = "published.csv"
SPREAD = 2  # breaks of two participants in the published results differ at most by so much
EXACT_LARGEST = 400  # meetings, beyond which no certificate is tried
LITERATURE_AIMS = (Aim.WEIGHT, Aim.BREAKS, Aim.HOLE_FAIRNESS)
DEFAULT_SIZES = ("encounter-2016", "encounter-2017", "encounter-2018", "people-1000", "people-1000-tight")


def main(argv) -> int:
    """Run every .dzn file of a folder, and generated events, and print one line for each."""
    options = _parser().parse_args(argv)
    rows = []
    print(line(head()), flush=True)
    for job in _jobs(options):
        for row, spread in _several(job, options):
            rows.append(row)
            for one in (row, spread) if spread else (row,):
                print(line(one), flush=True)
    if options.json:
        plain = [{name: row.get(name) for name in COLUMNS} for row in rows]
        Path(options.json).write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")
    return 0


def _parser():
    from lonja.algorithms.testing.meetings import SIZES

    parser = argparse.ArgumentParser(prog="lonja bench meetings", description=main.__doc__)
    parser.add_argument(
        "folder", nargs="?", help="a folder of .dzn files, with published.csv if there is one"
    )
    parser.add_argument("--seconds", type=float, default=120.0, help="at most, for each instance and engine")
    parser.add_argument("--seed", type=int, default=0, help="of generated events and of the planner")
    parser.add_argument("--json", metavar="FILE", help="write the rows there as well")
    parser.add_argument("--only", default="", metavar="TEXT", help="only instances whose name contains this")
    parser.add_argument(
        "--sizes", nargs="*", choices=SIZES, metavar="SIZE", default=DEFAULT_SIZES,
        help=f"generated events to run: {', '.join(SIZES)}",
    )  # fmt: skip
    parser.add_argument(
        "--effort",
        choices=[one.name.lower() for one in Effort],
        help="of the polishing; left out: normal, for the literature thorough",
    )
    parser.add_argument(
        "--runs",
        type=int,
        default=1,
        help="with seeds that follow each other; medians and ranges are printed",
    )
    parser.add_argument(
        "--baselines", action="store_true", help="run the baselines beside it (dependency group `bench`)"
    )
    return parser


def _jobs(options):
    """Name and source of each instance: the text of a file, or nothing for a generated event."""
    published = {}
    if options.folder:
        folder = Path(options.folder)
        if not folder.is_dir():
            raise SystemExit(f"lonja bench meetings: {folder} is not a folder")
        if (folder / PUBLISHED).exists():
            with (folder / PUBLISHED).open(encoding="utf-8", newline="") as lines:
                published = {row["instance"]: row for row in csv.DictReader(lines)}
        for path in sorted(folder.glob("*.dzn")):
            if options.only in path.name:
                yield path.name, path.read_text(encoding="utf-8"), published.get(path.name, {})
    for name in options.sizes:
        if options.only in name:
            yield name, None, {}


def _several(job, options):
    """The rows of an instance, each with its ranges when there are several runs."""
    runs = [list(_run(job, vars(options) | {"turn": turn})) for turn in range(max(options.runs, 1))]
    for same in zip(*runs):
        yield (same[0], None) if len(same) == 1 else (median(same), ranges(same))


def _run(job, options):
    """Each engine in a process of its own, so that its memory and time are its own."""
    from lonja.algorithms.scheduling.baselines import BASELINES

    mine = _alone(_measured, _patience(options), (job, options))
    yield mine or dict.fromkeys(COLUMNS) | {"instance": job[0], "proven": False}
    if options["baselines"] and mine:
        for name, engine in BASELINES.items():
            row = _alone(_measured_baseline, 2 * _patience(options), (name, engine, job, options))
            row = row or dict.fromkeys(COLUMNS) | {"instance": f"{job[0]} · {name}", "proven": False}
            yield row | {"times": _times(row, mine)}
        if job[1] is None:
            yield from _alone(_raced, 4 * _patience(options), (job, options)) or ()


def _times(row, mine) -> str | None:
    """How many times our cpu a baseline took for the weight; with + when it did not get there."""
    if not row["cpu_seconds"] or not mine.get("weight_cpu"):
        return None
    short = (row["weight"] or 0) < mine["weight"]
    return f"{row['cpu_seconds'] / mine['weight_cpu']:.0f}" + "+" * short


def _raced(job, options) -> list[dict]:
    """A plain annealing, and ours at half of its cpu and at the same cpu, from one plan."""
    from lonja.algorithms.scheduling.racing import race

    warm()
    problem = _problem(job, options["seed"])
    start = solve(problem, aims=DEFAULT_AIMS, effort=0, seed=options["seed"])
    shared = {"requests": problem.meetings, "proven": False}
    return [
        dict.fromkeys(COLUMNS)
        | shared
        | {"instance": f"{job[0]} · {name}", "idle_slots": idle, "cpu_seconds": cpu}
        for name, idle, cpu in race(problem, start, options["seed"] + options["turn"])
    ]


def _patience(options) -> float:
    """Seconds for an engine that stops by itself: its own, with a margin for a busy machine."""
    return 3 * options["seconds"] + 120


def _alone(work, limit, args):
    """Run in a fresh process; None when it has not ended in so many seconds."""
    context = get_context("spawn")
    mine, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(theirs, work, args))
    process.start()
    theirs.close()
    try:
        return mine.recv() if mine.poll(limit) else None
    except EOFError:
        return None
    finally:
        process.terminate()
        process.join()


def _answer(pipe, work, args):
    pipe.send(work(*args))


def _problem(job, seed):
    from lonja.algorithms.testing.meetings import SIZES, generate

    name, text, _ = job
    return read_dzn(text) if text is not None else generate(SIZES[name], seed=seed)


def _measured(job, options) -> dict:
    """The planner on one instance; for the literature also the certificate, if it can be had in time."""
    name, text, published = job
    warm()
    began, clock = time.process_time(), time.perf_counter()
    known = published.get("optimum_breaks")
    row = dict.fromkeys(COLUMNS) | {"instance": name}
    row["published"] = int(known) if known and known.isdigit() else known
    try:
        problem = _problem(job, options["seed"])
    except UnreadableInstance:
        raise
    except InvalidProblem as fault:
        return row | {"breaks": "UNSAT", "proven": True, "annealed": str(fault)}
    literature = text is not None
    effort = options["effort"] or ("thorough" if literature else "normal")
    weight_stood: list[float] = []

    def watch(progress):
        if progress.stage is Stage.POLISHING and not weight_stood:
            weight_stood.append(round(time.process_time() - began, 3))

    plan = solve(
        problem,
        aims=LITERATURE_AIMS if literature else DEFAULT_AIMS,
        effort=Effort[effort.upper()],
        seed=options["seed"] + options["turn"],
        seconds=options["seconds"],
        progress=watch,
    )
    row |= {"requests": problem.meetings, "weight_cpu": weight_stood[0]} | _figures(problem, plan)
    if literature:
        row |= {"fairness_d": int(published.get("fairness_d") or SPREAD)}
        fair = np.ptp(measure.breaks(problem, plan)) <= row["fairness_d"]
        row["annealed"] = row["breaks"] if fair and row["placed"] == problem.meetings else None
        if plan.value(Aim.MUST).bound < problem.meetings:
            row |= {"breaks": "UNSAT", "proven": True}  # the program over requests says so
        else:
            row |= _certified(problem, row, options["seconds"])
    row["cpu_seconds"] = round(time.process_time() - began + row.pop("exact_cpu", 0.0), 2)
    return row | {
        "wall_seconds": round(time.perf_counter() - clock, 2),
        "peak_mb": max(_peak_mb(), row.pop("exact_mb", 0)),
    }


def _figures(problem, plan) -> dict:
    weight = plan.value(Aim.WEIGHT)
    bound = int(problem.must.sum()) if problem.must.all() else None
    return {
        "placed": plan.placed,
        "placed_bound": plan.placed if weight.proven and bound is None else bound,
        "weight": weight.value,
        "weight_bound": weight.bound,
        "idle_slots": int(measure.idle_slots(problem, plan).sum()),
        "breaks": int(measure.breaks(problem, plan).sum()),
        "proven": weight.proven,
    }


def _certified(problem, row, seconds) -> dict:
    """What the exact engine proves; without it, or without an answer in time, the annealed breaks."""
    rough = {"proven": False}
    if problem.meetings > EXACT_LARGEST or find_spec("pysat") is None:
        return rough
    found = _alone(_certificate, seconds, (problem, row["fairness_d"]))
    if found is None:
        return rough
    return rough | found | {"proven": True}


def _certificate(problem, spread) -> dict:
    from lonja.algorithms.scheduling.exact import certify

    began = time.process_time()
    proof = certify(problem, spread=spread)
    cost = {"exact_cpu": time.process_time() - began, "exact_mb": _peak_mb()}
    if not proof.is_feasible:
        return cost | {"breaks": "UNSAT", "placed_bound": None}
    return cost | {
        "placed": proof.plan.placed,
        "weight": proof.plan.value(Aim.WEIGHT).value,
        "idle_slots": int(measure.idle_slots(problem, proof.plan).sum()),
        "breaks": proof.breaks,
    }


def _measured_baseline(name, engine, job, options) -> dict:
    """One baseline on one instance."""
    problem = _problem(job, options["seed"])
    began, clock = time.process_time(), time.perf_counter()
    placed, weight, bound, proven = engine(problem, options["seconds"])
    return dict.fromkeys(COLUMNS) | {
        "instance": f"{job[0]} · {name}",
        "requests": problem.meetings,
        "placed": placed,
        "weight": weight,
        "weight_bound": bound,
        "proven": proven,
        "cpu_seconds": round(time.process_time() - began, 2),
        "wall_seconds": round(time.perf_counter() - clock, 2),
        "peak_mb": _peak_mb(),
    }


def _peak_mb() -> int:
    """Most memory this process has held, in MB; 0 where the system does not tell."""
    if find_spec("resource") is None:
        return 0
    import resource  # not on every system

    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit
