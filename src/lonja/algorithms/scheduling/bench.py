"""`lonja bench meetings`: run instances through the planner and print what it reached."""

import argparse
import csv
import json
import sys
import time
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path

from lonja.algorithms.errors import InvalidProblem, UnreadableInstance
from lonja.algorithms.scheduling import measure
from lonja.algorithms.scheduling.plan import Aim, Effort
from lonja.algorithms.scheduling.planner import DEFAULT_AIMS, solve, warm
from lonja.algorithms.scheduling.readers import read_dzn

PUBLISHED = "published.csv"
SPREAD = 2  # breaks of two participants in the published results differ at most by so much
EXACT_LARGEST = 400  # meetings, beyond which no certificate is tried
LITERATURE_AIMS = (Aim.WEIGHT, Aim.BREAKS, Aim.HOLE_FAIRNESS)
DEFAULT_SIZES = ("encounter-2016", "encounter-2017", "encounter-2018", "people-1000", "people-1000-tight")
COLUMNS = (
    "instance", "requests", "placed", "placed_bound", "weight", "weight_bound", "idle_slots", "breaks",
    "published", "proven", "fairness_d", "cpu_seconds", "wall_seconds", "peak_mb",
)  # fmt: skip


def main(argv) -> int:
    """Run every .dzn file of a folder, and generated events, and print one line for each."""
    options = _parser().parse_args(argv)
    rows = []
    print(_line([*COLUMNS, "annealed"]), flush=True)
    for job in _jobs(options):
        for row in _run(job, options):
            rows.append(row)
            print(_line([row.get(name) for name in (*COLUMNS, "annealed")]), flush=True)
    if options.json:
        plain = [{name: value for name, value in row.items() if name != "annealed"} for row in rows]
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
        "--effort", choices=[one.name.lower() for one in Effort], default="normal", help="of the polishing"
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


def _run(job, options):
    """Each engine in a process of its own, so that its memory and time are its own."""
    from lonja.algorithms.scheduling.baselines import BASELINES

    yield _alone(_measured, options.seconds, (job, vars(options)))
    if options.baselines:
        for name, engine in BASELINES.items():
            row = _alone(_measured_baseline, 2 * options.seconds, (name, engine, job, vars(options)))
            yield row or {"instance": f"{job[0]} · {name}", "proven": False}


def _alone(work, seconds, args):
    """Run in a fresh process; None when it has not ended in time (with a margin to end by itself)."""
    context = get_context("spawn")
    mine, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(theirs, work, args))
    process.start()
    theirs.close()
    try:
        return mine.recv() if mine.poll(3 * seconds + 120) else None
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
    plan = solve(
        problem,
        aims=LITERATURE_AIMS if literature else DEFAULT_AIMS,
        effort=Effort[options["effort"].upper()],
        seed=options["seed"],
        seconds=options["seconds"],
    )
    row |= {"requests": problem.meetings} | _figures(problem, plan)
    if literature:
        row |= {"fairness_d": int(published.get("fairness_d") or SPREAD)}
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
    rough = {"proven": False, "annealed": row["breaks"] if row["placed"] == problem.meetings else None}
    if problem.meetings > EXACT_LARGEST or find_spec("pysat") is None:
        return rough
    found = _alone_certificate(problem, row["fairness_d"], seconds)
    if found is None:
        return rough
    return rough | found | {"proven": True}


def _alone_certificate(problem, spread, seconds):
    context = get_context("spawn")
    mine, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(theirs, _certificate, (problem, spread)))
    process.start()
    theirs.close()
    try:
        return mine.recv() if mine.poll(seconds) else None
    except EOFError:
        return None
    finally:
        process.terminate()
        process.join()


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


def _line(values) -> str:
    first, *rest = ("" if value is None else str(value) for value in values)
    return f"{first:<34}" + "".join(f"{value:>13}" for value in rest)
