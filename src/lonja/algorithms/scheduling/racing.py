"""Our annealing beside a plain one, from the same plan, at the same cpu and at half of it."""

import time

import numpy as np

from lonja.algorithms.scheduling import measure
from lonja.algorithms.scheduling.board import common_room, home_zone, possible
from lonja.algorithms.scheduling.ground import layout, pack
from lonja.algorithms.scheduling.plan import Aim, Effort, Plan
from lonja.algorithms.scheduling.polishing import LEVELS, Polisher, chances, prices

HOT, COLD = 1.0, 0.1  # of the plain annealing, in idle slots
SAMPLE = 200_000  # moves to learn how fast ours is


def race(problem, plan: Plan, seed: int) -> list[tuple[str, int, float]]:
    """Anneal the idle slots of a plan three times: plain, ours at half its cpu, ours at its cpu.

    Returns:
        Name, idle slots reached and cpu seconds of each.
    """
    steps = Effort.NORMAL.steps(plan.placed)
    mask = possible(problem)
    plain, budget = _timed(_plain, problem, mask, plan.slot, steps, seed)
    _, sample = _timed(_ours, problem, mask, plan.slot, SAMPLE, seed)
    rows = [("plain annealing", plain, budget)]
    for name, share in (("ours at half its cpu", 0.5), ("ours at its cpu", 1.0)):
        moves = max(int(SAMPLE * share * budget / sample), LEVELS)
        for _ in range(2):  # cold moves are faster than the sample; aim again
            idle, cpu = _timed(_ours, problem, mask, plan.slot, moves, seed)
            if 0.9 <= cpu / (share * budget) <= 1.0:
                break
            moves = int(moves * 0.97 * share * budget / cpu)
        rows.append((name, idle, cpu))
    return rows


def _timed(work, problem, *args):
    began = time.process_time()
    slot = work(problem, *args)
    cpu = time.process_time() - began
    return int(measure.idle_slots(problem, Plan(slot, slot)).sum()), cpu


def _ours(problem, mask, slot, steps, seed) -> np.ndarray:
    floor = np.zeros(problem.people, np.int64)
    polisher = Polisher(problem, mask, slot, home_zone(problem), floor, seed=seed)
    nowhere = np.full(problem.meetings, -1, np.int32)
    polisher.run(prices([Aim.IDLE]), steps, nowhere, lambda done, best: True)
    return polisher.slot


def _plain(problem, mask, slot, steps, seed) -> np.ndarray:
    from lonja.algorithms.scheduling.kernels.plain import LONGEST, anneal_plain  # loads numba

    slot = slot.astype(np.int32)
    taken = np.full((problem.people, problem.slots), -1, np.int32)
    for side in range(2):
        held = np.flatnonzero(slot >= 0)
        taken[problem.pairs[held, side], slot[held]] = held
    word, bit, _, _, words = layout(problem.session)
    place = np.stack([word, bit], 1).astype(np.int32)
    busy = pack(taken >= 0, word, np.uint64(1) << bit.astype(np.uint64), words)
    used = np.bincount(slot[slot >= 0], minlength=problem.slots)
    room = common_room(problem).sum(axis=0).astype(np.int64)
    waiting = np.flatnonzero((slot < 0) & mask.any(axis=1)).astype(np.int32)
    chain, seen = np.zeros(LONGEST, np.int32), np.zeros(problem.meetings + 2, np.int64)
    rng = np.array([seed], np.uint64)
    pairs, weight = problem.pairs.copy(), problem.weight.astype(np.int64)
    for level in range(LEVELS):
        chance = chances(HOT * (COLD / HOT) ** (level / (LEVELS - 1)))
        anneal_plain(
            pairs, weight, mask, place, slot, taken, busy, used, room, chain, seen, waiting,
            steps // LEVELS, chance, rng,
        )  # fmt: skip
    return slot
