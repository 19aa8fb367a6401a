"""A good alliance at once, while somebody drags and drops: add the best, exchange, drop."""

from itertools import combinations

import numpy as np

from lonja.algorithms.alliances.problem import AllianceProblem

ROUNDS = 50
BEST_OF_EACH = 8


class Draft:
    """A growing set of members with the values of every change, computed for all candidates together."""

    def __init__(self, problem: AllianceProblem) -> None:
        self.p = problem
        self.covers = problem.covers
        self.worth = np.where(self.covers, problem.fit, 0.0) * problem.weight / problem.weight.sum()
        self.heaviest = float(problem.weight.max())
        self.apart = np.zeros((problem.candidates, problem.candidates), bool)
        self.apart[problem.apart[:, 0], problem.apart[:, 1]] = True
        self.apart |= self.apart.T

        self.pool = self.promising()

    def promising(self) -> np.ndarray:
        """Return (N,) bool; the best for each slot, group and country: others hardly ever help."""
        p = self.p
        chosen = p.member.copy()
        total = self.worth.sum(axis=1)
        for column in self.worth.T:
            chosen[np.argsort(-column, kind="stable")[:BEST_OF_EACH]] = True
        for group in [*p.groups, *(p.country == code for code in np.unique(p.country))]:
            rows = np.flatnonzero(group)
            chosen[rows[np.argsort(-total[rows], kind="stable")[:BEST_OF_EACH]]] = True
        return chosen

    def values(self, members: list[int], added: np.ndarray) -> np.ndarray:
        """Return (A, 2) shortfall and cost of the alliance with each one of `added` in it."""
        p = self.p
        counts = self.covers[members].sum(axis=0)  # (S,)
        missing = np.maximum(0, p.need - counts - self.covers[added])  # (A, S)
        in_groups = p.groups[:, members].sum(axis=1)
        groups = np.maximum(0, p.at_least - in_groups - p.groups.T[added]).sum(axis=1)  # (A,)
        present = np.unique(p.country[members])
        countries = np.maximum(0, p.countries - len(present) - ~np.isin(p.country[added], present))
        shortfall = missing @ p.weight + self.heaviest * (groups + countries)
        best = self.worth[members].max(axis=0, initial=0.0)
        cost = p.price * (len(members) + 1) - np.maximum(best, self.worth[added]).sum(axis=1)
        return np.round(np.stack([shortfall, cost], axis=1), 9)

    def value(self, members: list[int]) -> tuple[float, float]:
        """Return shortfall and cost of an alliance; adding a member to itself tells, less one price."""
        if not members:
            p = self.p
            rules = self.heaviest * (p.at_least.sum() + p.countries)
            return round(float(p.weight @ p.need + rules), 9), 0.0
        last = members[-1]
        shortfall, cost = self.values(members[:-1], np.array([last]))[0]
        return float(shortfall), float(cost)

    def allowed(self, members: list[int]) -> np.ndarray:
        """Return (N,) bool; who may be added."""
        may = self.pool & ~self.apart[members].any(axis=0)
        may[members] = False
        return may

    def best_added(self, members: list[int]) -> tuple[tuple[float, float], int] | None:
        """Return the value with the best candidate added, and who it is; the first of equals."""
        may = np.flatnonzero(self.allowed(members))
        if not len(may) or (self.p.most and len(members) >= self.p.most):
            return None
        values = self.values(members, may)
        pick = np.lexsort((may, values[:, 1], values[:, 0]))[0]
        return (float(values[pick, 0]), float(values[pick, 1])), int(may[pick])


def greedy(problem: AllianceProblem) -> list[int]:
    """Return a good alliance: grow by the best candidate, then exchange one or two while that helps.

    Cost: O(rounds * members² * candidates * slots), milliseconds for hundreds of candidates.
    """
    draft = Draft(problem)
    fixed = np.flatnonzero(problem.member).tolist()
    members = grown(draft, fixed)
    for _ in range(ROUNDS):
        better = exchanged(draft, members, fixed, leaving=1) or exchanged(draft, members, fixed, leaving=2)
        if better is None:
            break
        members = better
    return sorted(members)


def grown(draft: Draft, members: list[int]) -> list[int]:
    """Return the members with the best candidate added, again and again, while that helps."""
    members = list(members)
    value = draft.value(members)
    while (found := draft.best_added(members)) and found[0] < value:
        value = found[0]
        members.append(found[1])
    return members


def exchanged(draft: Draft, members: list[int], fixed: list[int], *, leaving: int) -> list[int] | None:
    """Return the best alliance after some newcomers leave and others come; None if none is better."""
    best, chosen = draft.value(members), None
    newcomers = sorted(set(members) - set(fixed))
    for gone in combinations(newcomers, leaving):
        alliance = grown(draft, [member for member in members if member not in gone])
        value = draft.value(alliance)
        if value < best:
            best, chosen = value, alliance
    return chosen
