"""Make the gaps in people's days small, step by step, without losing a meeting."""

from collections.abc import Callable, Sequence

import numpy as np

from lonja.algorithms.scheduling.ground import lay_out, lay_state
from lonja.algorithms.scheduling.plan import Aim

HOT, COLD = 0.8, 0.12  # temperatures, in units of the dearest wish; measured on generated events
LEVELS = 100
FULL = 1 << 30  # a chance of one
MOST_BREAKS = 2  # of one person, before they cost extra where their fairness is an aim
HOLES = (Aim.IDLE, Aim.BREAKS, Aim.HOLE_FAIRNESS, Aim.NEARNESS)


def chances(temperature: float, prices: int = 48) -> np.ndarray:
    """(prices,) int64; chance out of 2**30 to accept each worsening, exp(-price / temperature).

    The power is taken by squaring, so that every machine rounds alike.
    """
    base = 1.0 - 1.0 / temperature / 65536.0
    for _ in range(16):
        base *= base
    chance, table = 1.0, np.empty(prices, np.int64)
    for price in range(prices):
        table[price] = int(chance * FULL)
        chance *= base
    return table


def wishes(aims: Sequence[Aim]) -> list[tuple[bool, list[int]]]:
    """Prices of each round of annealing: (by day?, [idle, break, over the cap, cap, moved]).

    The first aim about holes decides; those after it break ties.
    """
    order = [aim for aim in aims if aim in HOLES]
    holes = [aim for aim in order if aim is not Aim.NEARNESS]
    if not holes:
        return []
    one, near = 1, 0
    if Aim.NEARNESS in order:
        one, near = (1, 4) if order[0] is Aim.NEARNESS else (3, 1)
    if holes[0] is Aim.IDLE:
        return [(False, [one, 0, 0, 0, near])]
    over = 3 * one if Aim.HOLE_FAIRNESS in holes else 0
    return [(True, [one, 3 * one, 0, 0, near]), (True, [0, one, over, MOST_BREAKS, near])]


class Polisher:
    """Kempe-chain annealing, level by level, keeping the best plan seen."""

    def __init__(self, problem, mask, slot, zone, floor, *, seed: int):
        self.problem, self.mask, self.floor = problem, mask, floor
        self.slot, self.zone = slot, zone
        self.rng = np.array([seed], np.uint64)

    def run(
        self, by_day: bool, prices: list[int], steps: int, home, tell: Callable[[float, float], bool]
    ) -> int:
        """Anneal for so many steps from hot to cold; steps done.

        Args:
            by_day: count holes by the day, not by the session.
            prices: of an idle slot, a break, a break over the cap, the cap, a meeting moved.
            steps: how many.
            home: (M,) slots to stay near to, -1 for none.
            tell: told the share done and the price at each level; False stops.
        """
        from lonja.algorithms.scheduling.kernels.polish import anneal

        ground, state, wish, bench = self._set_up(by_day, prices, home)
        movable = np.flatnonzero(self.mask.sum(axis=1) > 1).astype(np.int32)
        waiting = np.flatnonzero((self.slot < 0) & self.mask.any(axis=1)).astype(np.int32)
        unit = max(prices[0], prices[1])
        now = best = 0
        done = 0
        for level in range(LEVELS):
            heat = unit * HOT * (COLD / HOT) ** (level / (LEVELS - 1))
            share = steps * (level + 1) // LEVELS - done
            now += anneal(ground, state, bench, wish, movable, waiting, share, chances(heat), self.rng)
            done += share
            if now < best or level == 0:
                best = now
                self.slot, self.zone = state.slot.copy(), state.zone.copy()
            if not tell((level + 1) / LEVELS, float(best)):
                break
        return done

    def _set_up(self, by_day, prices, home):
        from lonja.algorithms.scheduling.kernels.polish import LONGEST, Bench, Wish

        problem = self.problem
        part = problem.day if by_day else problem.session
        seats = problem.seats[self.slot >= 0]
        held = np.bincount(seats[seats >= 0], minlength=problem.people)
        ground = lay_out(problem, self.mask, part, np.minimum(self.floor, held))
        state = lay_state(problem, ground, self.slot, self.zone)
        width = problem.seats.shape[1]
        bench = Bench(
            chain=np.zeros(LONGEST, np.int32),
            seen=np.zeros(problem.meetings, np.int64),
            person=np.zeros(width * LONGEST, np.int32),
            gone=np.zeros(width * LONGEST, np.int32),
            shift=np.zeros(len(ground.travel), np.int64),
            count=np.zeros(3, np.int64),
        )
        worth = problem.weight.astype(np.int64) + (problem.must.astype(np.int64) << 40)
        wish = Wish(
            price=np.array(prices, np.int64),
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
