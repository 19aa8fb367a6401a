"""Which requests to place, and what no plan can exceed: linear programs over requests."""

from dataclasses import dataclass

import numpy as np

from lonja.algorithms.scheduling.board import hosted
from lonja.algorithms.scheduling.plan import Aim

NODES = 2000  # of the search tree, for the few programs whose solution is not whole at once
WHOLE = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """The requests to place, and what is known about the best.

    Attributes:
        chosen: (M,) bool; the requests to place.
        bounds: the bound of each aim that the programs served.
        floor: (P,) meetings that fairness and promises grant to each participant.
        early_floor: (P,) those of them that come before the weight.
        share: k of the fairness; 0 when fairness is not an aim.
    """

    chosen: np.ndarray
    bounds: dict
    floor: np.ndarray
    early_floor: np.ndarray
    share: int


def select(problem, mask, caps, aims, due=None) -> Choice:
    """Choose requests by the aims that only depend on who meets whom, in their order.

    Args:
        problem: the problem.
        mask: (M, T) bool; slots possible for each meeting alone.
        caps: (P,) meetings each participant could hold if she were alone.
        aims: the aims, first wins.
        due: (P,) meetings that fairness counts for each participant; `caps` when left out.

    Cost: one sparse linear program for each aim, about ten for fairness.
    Source: maximum-weight b-matching as a linear program (J. Edmonds 1965); solved by
    HiGHS (Q. Huangfu and J. Hall, Math. Prog. Comp. 10, 2018).
    """
    program = _Program(problem, mask, caps)
    if due is not None:
        program.due = due
    bounds = {}
    early = program.floor
    for aim in aims:
        if aim is Aim.WEIGHT:
            early = program.floor
        if aim in SERVED:
            bounds[aim] = SERVED[aim](program)
    if program.best is None:
        _serve_weight(program)
    return Choice(program.chosen(), bounds, program.floor, early, bounds.get(Aim.FAIRNESS, 0))


def most_at_all(problem, mask, caps, gain) -> float | None:
    """What the sum of `gain` over the requests placed can be at most, by the linear program alone.

    Args:
        problem: the problem.
        mask: (M, T) bool; slots possible for each meeting alone.
        caps: (P,) meetings each participant could hold if she were alone.
        gain: (M,) float; what each request is worth.

    Returns:
        The bound; None when what is locked leaves nothing possible.

    Cost: one sparse linear program.
    """
    from scipy.optimize import linprog

    program = _Program(problem, mask, caps)
    if len(program.ok) == 0:
        return 0.0
    limits = np.stack([program.low, np.ones_like(program.low)], 1)
    result = linprog(-gain[program.ok], A_ub=program.rows, b_ub=program.limits, bounds=limits)
    return None if result.status == 2 else -float(result.fun)


class _Program:
    """Requests as variables between 0 and 1, limits as rows; aims add rows as they are served."""

    def __init__(self, problem, mask, caps):
        from scipy.sparse import csr_array  # slow to load, and only needed to plan

        self.problem = problem
        self.caps = self.due = caps
        self.ok = np.flatnonzero(mask.any(axis=1))
        seats = problem.seats[self.ok]
        row, side = np.nonzero(seats >= 0)
        shape = (problem.people, len(self.ok))
        self.sits = csr_array((np.ones(len(row)), (seats[row, side], row)), shape=shape)
        self.low = (problem.locked[self.ok] >= 0).astype(float)
        self.floor = np.zeros(problem.people, np.int64)
        self.owed = None
        self.rows, self.limits = self._limits(mask)
        self.best = None

    def _limits(self, mask):
        from scipy.sparse import csr_array, vstack

        tight = self.sits.sum(axis=1) > self.caps
        rows, limits = [self.sits[tight]], [self.caps[tight]]
        common = ~hosted(self.problem)[self.ok]
        for inside, tables in _table_limits(self.problem, mask[self.ok]):
            if (inside & common).sum() > tables:
                rows.append(csr_array((inside & common)[None].astype(float)))
                limits.append([tables])
        for group, most in enumerate(self.problem.group_most.tolist()):
            members = (self.problem.group == group).astype(float)
            rows.append(csr_array((self.sits.T @ members)[None]))
            limits.append([most])
        return vstack(rows).tocsr(), np.concatenate(limits).astype(float)

    def add(self, row, at_least) -> None:
        """Ask from now on that row @ x >= at_least."""
        from scipy.sparse import csr_array, vstack

        self.rows = vstack([self.rows, csr_array(-row[None])]).tocsr()
        self.limits = np.append(self.limits, -at_least)

    def maximise(self, gain, floor=None) -> float | None:
        """The most that gain @ x can be, the solution kept in `best`; None when infeasible."""
        floor = self.floor if floor is None else floor
        if len(self.ok) == 0:
            self.best = np.zeros(0)
            return None if floor.any() else 0.0
        rows, limits = self._with_floor(floor)
        found = _solve(gain, rows, limits, self.low)
        if found is None:
            return None
        self.best, bound = found
        return bound

    def most_promises(self, promised) -> tuple:
        """(the most promised meetings that can be held, how many of them each participant holds).

        Each promised meeting is a variable of its own, no more of them than she holds.
        """
        from scipy.sparse import block_array, csr_array

        whose = np.repeat(np.arange(len(promised)), promised)
        shape = (self.problem.people, len(whose))
        granted = csr_array((np.ones(len(whose)), (whose, np.arange(len(whose)))), shape=shape)
        asked = promised > 0
        rows = block_array([[self.rows, None], [-self.sits[asked], granted[asked]]]).tocsr()
        limits = np.concatenate([self.limits, np.zeros(int(asked.sum()))])
        requests = np.zeros(len(self.ok))
        gain = np.concatenate([requests, np.ones(len(whose))])
        found = _solve(gain, rows, limits, np.concatenate([self.low, np.zeros(len(whose))]))
        if found is None:
            return float(promised.sum()), np.zeros_like(promised)
        x, bound = found
        self.best = x[: len(requests)]
        return bound, np.bincount(whose, x[len(requests) :], minlength=len(promised)).round().astype(int)

    def _with_floor(self, floor):
        from scipy.sparse import vstack

        asked = floor > 0
        if not asked.any():
            return self.rows, self.limits
        rows = vstack([self.rows, -self.sits[asked]]).tocsr()
        return rows, np.concatenate([self.limits, -floor[asked]])

    def chosen(self) -> np.ndarray:
        """(M,) bool; the requests of the last solution."""
        chosen = np.zeros(self.problem.meetings, bool)
        chosen[self.ok[self.best > 0.5]] = True
        return chosen


def _table_limits(problem, mask):
    """Meetings that only fit into some session (or any), and the tables there are then.

    In a slot with few people present, half of them is a limit as well.
    """
    common = problem.tables[problem.table_host < 0].sum(axis=0)
    usable = np.minimum(common, problem.available.sum(axis=0) // 2)
    yield np.ones(len(mask), bool), int(usable.sum())
    for session in np.unique(problem.session):
        here = problem.session == session
        yield ~mask[:, ~here].any(axis=1), int(usable[here].sum())


def _serve_must(program) -> int:
    gain = program.problem.must[program.ok].astype(float)
    bound = round(program.maximise(gain)) if gain.any() else 0
    if bound:
        program.add(gain, float((program.best > 0.5) @ gain))
    return bound


def _serve_least(program) -> int:
    """Meetings still owed at best; where not every promise can be kept, as few as possible are broken."""
    least = program.problem.least
    promised = np.minimum(least, program.caps)
    if not promised.any():
        return int(least.sum())
    if program.maximise(np.zeros(len(program.ok)), promised) is not None:
        program.floor = np.maximum(program.floor, promised)
        return int((least - promised).sum())
    bound, kept = program.most_promises(promised)
    program.floor = np.maximum(program.floor, kept)
    return int(least.sum() - np.floor(bound + WHOLE))


def _serve_weight(program) -> int:
    gain = program.problem.weight[program.ok].astype(float)
    bound = program.maximise(gain)
    program.reached = float((program.best > 0.5) @ gain)
    program.gain = gain
    return int(np.floor(bound + WHOLE))


def _serve_fairness(program) -> int:
    """The largest k such that everybody can hold min(k, her cap) at no loss to the aims before."""
    served = getattr(program, "gain", None)
    gain = program.problem.weight[program.ok].astype(float) if served is None else served
    low, high = 0, int(program.due.max(initial=0))
    best = program.best
    while low < high:
        k = (low + high + 1) // 2
        floor = np.maximum(program.floor, np.minimum(k, program.due))
        bound = program.maximise(gain, floor)
        whole = bound is not None and _keeps(program, floor)
        if whole and (served is None or program.best @ gain >= program.reached - WHOLE):
            low, best = k, program.best
        else:
            high = k - 1
    program.best = best
    program.floor = np.maximum(program.floor, np.minimum(low, program.due))
    if best is None:
        program.maximise(gain)
    return low


def _keeps(program, floor) -> bool:
    return bool((program.sits @ (program.best > 0.5) >= floor).all())


SERVED = {
    Aim.MUST: _serve_must,
    Aim.LEAST: _serve_least,
    Aim.WEIGHT: _serve_weight,
    Aim.FAIRNESS: _serve_fairness,
}


def _solve(gain, rows, limits, low):
    """Maximise gain @ x with rows @ x <= limits and low <= x <= 1, x whole.

    The linear program alone is whole nearly always. Where it is not, variables that it
    values as hopeless or sure stay as they are, and a tree search settles the others.

    Returns:
        The solution and the bound (of the linear program), or None when infeasible.
    """
    from scipy.optimize import linprog

    result = linprog(-gain, A_ub=rows, b_ub=limits, bounds=np.stack([low, np.ones_like(low)], 1))
    if result.status == 2:
        return None
    x, bound = result.x, -float(result.fun)
    if (np.abs(x - np.round(x)) > WHOLE).any():
        price = np.abs(result.lower.marginals + result.upper.marginals)
        for loose in (0.01, 1.01, np.inf):
            whole = _solve_whole(gain, rows, limits, low, x, price < loose)
            if whole is not None and gain @ whole >= np.floor(bound + WHOLE):
                return whole, bound
            if whole is not None and loose == np.inf:
                return whole, bound
        return None
    return np.round(x), bound


def _solve_whole(gain, rows, limits, low, x, loose):
    from scipy.optimize import Bounds, LinearConstraint, milp

    loose = loose | (np.abs(x - np.round(x)) > WHOLE)
    fixed = np.where(loose, 0, np.round(x))
    result = milp(
        -gain[loose],
        constraints=LinearConstraint(rows[:, loose], ub=limits - rows @ fixed),
        bounds=Bounds(low[loose], 1),
        integrality=np.ones(int(loose.sum())),
        options={"mip_rel_gap": 0, "node_limit": NODES},
    )
    if result.x is None:
        return None
    fixed[loose] = np.round(result.x)
    return fixed
