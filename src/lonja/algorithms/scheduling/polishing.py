"""Make the gaps in people's days small, step by step, without losing a meeting."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from lonja.algorithms.scheduling.ground import lay_out, lay_state
from lonja.algorithms.scheduling.plan import Aim

HOT_IDLE, COLD_IDLE = 0.8, 0.12  # temperatures, in units of a hole; measured
HOT_BREAKS, COLD_BREAKS = 0.3, 0.15
BREAK = 8  # price of a break where idle slots, at 1, guide the search to fewer breaks; measured
FOCUS = 16  # moves of 64 that start from somebody with breaks
KEEP = 4_096  # meetings, up to which the best plan is kept at each move, not at each level
LEVELS = 100
FULL = 1 << 30  # a chance of one
MOST_BREAKS = 2  # of one person, before they cost extra where their fairness is an aim
HOLES = (Aim.IDLE, Aim.BREAKS, Aim.HOLE_FAIRNESS, Aim.NEARNESS)


def chances(temperature: float) -> np.ndarray:
    """(prices,) int64; chance out of 2**30 to accept each worsening, exp(-price / temperature).

    The power is taken by squaring, so that every machine rounds alike.
    """
    base = 1.0 - 1.0 / temperature / 65536.0
    for _ in range(16):
        base *= base
    prices = int(20 * temperature) + 2  # beyond which the chance is nil
    chance, table = 1.0, np.empty(prices, np.int64)
    for price in range(prices):
        table[price] = int(chance * FULL)
        chance *= base
    return table


@dataclass(frozen=True, slots=True)
class Prices:
    """What one step of annealing makes small.

    Attributes:
        by_day: holes are counted by the day, not by the session.
        idle: price of an idle slot.
        run: price of a break.
        over: price of each break of a person beyond two.
        moved: price of a meeting that leaves the slot it had.
        hot: temperature to begin with, in units of the dearest of idle slot and break.
        cold: temperature to end with.
        guide: how much of the price of an idle slot only guides the search.
    """

    by_day: bool
    idle: int
    run: int
    over: int
    moved: int
    hot: float
    cold: float
    guide: int


def prices(aims: Sequence[Aim]) -> Prices | None:
    """What to anneal for: the first aim about holes decides. None when there is no such aim."""
    order = [aim for aim in aims if aim in HOLES]
    holes = [aim for aim in order if aim is not Aim.NEARNESS]
    if not holes:
        return None
    one, near = 1, 0
    if Aim.NEARNESS in order:
        one, near = (1, 4) if order[0] is Aim.NEARNESS else (3, 1)
    if holes[0] is Aim.IDLE:
        return Prices(False, one, 0, 0, near, HOT_IDLE, COLD_IDLE, 0)
    over = 3 * BREAK * one if Aim.HOLE_FAIRNESS in holes else 0
    return Prices(True, 1, BREAK * one, over, BREAK * near, HOT_BREAKS, COLD_BREAKS, 1)


class Polisher:
    """Kempe-chain annealing, level by level, keeping the best plan seen."""

    def __init__(self, problem, mask, slot, zone, floor, *, seed: int):
        self.problem, self.mask, self.floor = problem, mask, floor
        self.slot, self.zone = slot, zone
        self.rng = np.array([seed], np.uint64)

    def run(self, wish: Prices, steps: int, home, tell: Callable[[float, float], bool]) -> int:
        """Anneal for so many steps from hot to cold; steps done.

        Args:
            wish: what the holes cost.
            steps: how many.
            home: (M,) slots to stay near to, -1 for none.
            tell: told the share done and the price at each level; False stops.
        """
        from lonja.algorithms.scheduling.kernels.polish import anneal

        ground, state, prices, bench = self._set_up(wish, home)
        movable = np.flatnonzero(self.mask.sum(axis=1) > 1).astype(np.int32)
        waiting = np.flatnonzero((self.slot < 0) & self.mask.any(axis=1)).astype(np.int32)
        unit, done = max(wish.idle, wish.run), 0
        for level in range(LEVELS):
            heat = unit * wish.hot * (wish.cold / wish.hot) ** (level / (LEVELS - 1))
            share = steps * (level + 1) // LEVELS - done
            anneal(ground, state, bench, prices, movable, waiting, share, chances(heat), self.rng)
            done += share
            self._keep(state, bench, wish.guide)
            if not tell((level + 1) / LEVELS, float(bench.score[2])):
                break
        return done

    def _keep(self, state, bench, guide) -> None:
        """Take over the best plan seen; where the loops keep none, the present one if it is better."""
        if len(bench.best):
            self.slot, self.zone = bench.best, bench.best_zone
            return
        aim = bench.score[0] - guide * bench.score[1]
        if aim < bench.score[2]:
            bench.score[2] = aim
            self.slot, self.zone = state.slot.copy(), state.zone.copy()

    def _set_up(self, wanted, home):
        from lonja.algorithms.scheduling.kernels.wish import LONGEST, Bench, Wish

        problem = self.problem
        part = problem.day if wanted.by_day else problem.session
        seats = problem.seats[self.slot >= 0]
        held = np.bincount(seats[seats >= 0], minlength=problem.people)
        ground = lay_out(problem, self.mask, part, np.minimum(self.floor, held))
        state = lay_state(problem, ground, self.slot, self.zone)
        width = problem.seats.shape[1]
        kept = problem.meetings if problem.meetings <= KEEP else 0
        bench = Bench(
            chain=np.zeros(LONGEST, np.int32),
            seen=np.zeros(problem.meetings, np.int64),
            person=np.zeros(width * LONGEST, np.int32),
            gone=np.zeros(width * LONGEST, np.int32),
            shift=np.zeros(len(ground.travel), np.int64),
            count=np.zeros(3, np.int64),
            score=np.zeros(3, np.int64),
            best=state.slot.copy()[:kept],
            best_zone=state.zone.copy()[:kept],
        )
        focus = FOCUS if wanted.over else 0
        worth = problem.weight.astype(np.int64) + (problem.must.astype(np.int64) << 40)
        wish = Wish(
            price=np.array(
                [wanted.idle, wanted.run, wanted.over, MOST_BREAKS, wanted.moved, wanted.guide, focus],
                np.int64,
            ),
            home=np.asarray(home, np.int32).copy(),
            worth=worth,
            breaks=_breaks(state.taken >= 0, part),
        )
        return ground, state, wish, bench


def _breaks(busy, part) -> np.ndarray:
    """(P,) int32; in each part of the time the runs of meetings less one, added up."""
    total = np.zeros(len(busy), np.int32)
    for one in np.unique(part):
        here = busy[:, part == one]
        runs = here.sum(axis=1) - (here[:, 1:] & here[:, :-1]).sum(axis=1)
        total += np.maximum(runs - 1, 0).astype(np.int32)
    return total
