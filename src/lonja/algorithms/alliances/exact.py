"""The smallest alliance, proven: two integer programs, one after the other."""

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from scipy.optimize import Bounds, LinearConstraint, milp

from lonja.algorithms.alliances.problem import AllianceProblem

SLACK = 1e-6


class Program:
    """The problem as an integer program, made once and solved for several aims.

    Columns, in this order: y (N) joins · m (S) missing of a slot · g (G) missing of a group ·
    k (C) country present · q (1) countries missing · l (L) share of a slot's quality that a
    candidate gives, one for each candidate and slot with enough fit.
    """

    def __init__(self, problem: AllianceProblem) -> None:
        self.problem = p = problem
        self.countries, self.country = np.unique(p.country, return_inverse=True)
        self.lead = np.argwhere(p.covers)  # (L, 2) candidate, slot
        sizes = [p.candidates, p.slots, len(p.groups), len(self.countries), 1, len(self.lead)]
        self.y, self.m, self.g, self.k, self.q, self.l, self.width = (int(x) for x in np.cumsum([0, *sizes]))
        self.rows: list[tuple[sp.csr_array, np.ndarray, np.ndarray]] = []
        self.cover()
        self.rules()
        self.quality()

    def part(self, block: sp.sparray | np.ndarray, column: int) -> sp.csr_array:
        """Return a block of coefficients at its columns."""
        block = sp.csr_array(block)
        left = sp.csr_array((block.shape[0], column))
        right = sp.csr_array((block.shape[0], self.width - column - block.shape[1]))
        return sp.hstack([left, block, right]).tocsr()

    def need(self, blocks: sp.csr_array, low: np.ndarray | float, high: np.ndarray | float) -> None:
        """Demand low <= blocks <= high."""
        size = blocks.shape[0]
        if size:
            self.rows.append((blocks, np.broadcast_to(low, (size,)), np.broadcast_to(high, (size,))))

    def cover(self) -> None:
        """Each slot is covered as often as needed, or the rest is missing."""
        p = self.problem
        self.need(
            self.part(p.covers.T.astype(float), self.y) + self.part(sp.eye_array(p.slots), self.m),
            p.need,
            np.inf,
        )

    def rules(self) -> None:
        """Groups, countries, size and pairs apart."""
        p, n = self.problem, self.problem.candidates
        self.need(
            self.part(p.groups.astype(float), self.y) + self.part(sp.eye_array(len(p.groups)), self.g),
            p.at_least,
            np.inf,
        )
        size = len(self.countries)
        here = sp.csr_array((np.ones(n), (self.country, np.arange(n))), shape=(size, n))
        self.need(self.part(here, self.y) - self.part(sp.eye_array(size), self.k), 0, np.inf)
        self.need(
            self.part(np.ones((1, size)), self.k) + self.part(np.ones((1, 1)), self.q), p.countries, np.inf
        )
        if p.most:
            self.need(self.part(np.ones((1, n)), self.y), 0, p.most)
        pairs = len(p.apart)
        both = sp.csr_array(
            (np.ones(2 * pairs), (np.repeat(np.arange(pairs), 2), p.apart.ravel())), shape=(pairs, n)
        )
        self.need(self.part(both, self.y), 0, 1)

    def quality(self) -> None:
        """A slot takes its quality from one candidate, who must have joined."""
        p, count = self.problem, len(self.lead)
        if not count:
            return
        rows = np.arange(count)
        of_slot = sp.csr_array((np.ones(count), (self.lead[:, 1], rows)), shape=(p.slots, count))
        self.need(self.part(of_slot, self.l), 0, 1)
        joined = sp.csr_array((np.ones(count), (rows, self.lead[:, 0])), shape=(count, p.candidates))
        self.need(self.part(sp.eye_array(count), self.l) - self.part(joined, self.y), -np.inf, 0)

    def shortfall(self) -> np.ndarray:
        """Return the coefficients of everything missing."""
        aim = np.zeros(self.width)
        aim[self.m : self.g] = self.problem.weight
        aim[self.g : self.k] = aim[self.q] = self.problem.weight.max()
        return aim

    def cost(self) -> np.ndarray:
        """Return the coefficients of price times members minus quality, a hair added for their order."""
        p = self.problem
        aim = np.zeros(self.width)
        aim[self.y : self.m] = p.price + SLACK * np.arange(p.candidates) / p.candidates**2
        aim[self.l :] = -p.weight[self.lead[:, 1]] * p.fit[self.lead[:, 0], self.lead[:, 1]] / p.weight.sum()
        return aim

    def solve(self, aim: np.ndarray, extra: Sequence[LinearConstraint]) -> np.ndarray:
        """Return the best columns. Keeping only the members of before is always allowed."""
        p = self.problem
        low, high = np.zeros(self.width), np.ones(self.width)
        low[self.y : self.m] = p.member
        high[self.m : self.g] = p.need
        high[self.g : self.k] = p.at_least
        high[self.q] = p.countries
        whole = np.zeros(self.width)
        whole[self.y : self.m] = 1
        rules = [LinearConstraint(rows, lo, hi) for rows, lo, hi in self.rows]
        # The solver's simplifications now and then fail on a program that it solves without them.
        for simplified in (True, False):
            found = milp(
                aim,
                integrality=whole,
                bounds=Bounds(low, high),
                constraints=[*rules, *extra],
                options={"mip_rel_gap": 0.0, "presolve": simplified},
            )
            if found.x is not None:
                break
        else:
            raise ArithmeticError(f"the solver stopped: {found.message}")
        return np.asarray(found.x)

    def members(self, without: Sequence[Sequence[int]]) -> list[int]:
        """Return the best alliance that holds none of these sets of newcomers whole."""
        p = self.problem
        cuts = []
        for newcomers in without:
            row = np.zeros((1, self.width))
            row[0, list(newcomers)] = 1
            cuts.append(LinearConstraint(row, -np.inf, len(newcomers) - 1))
        least = float(self.shortfall() @ self.solve(self.shortfall(), cuts))
        keep = LinearConstraint(self.shortfall()[None, :], -np.inf, least + SLACK)
        chosen = self.solve(self.cost(), [*cuts, keep])
        return [int(i) for i in np.flatnonzero(chosen[: p.candidates] > 0.5)]
