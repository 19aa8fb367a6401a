"""Close the gaps of a value chain with as few partners as possible, and say what remains."""

from dataclasses import dataclass
from enum import Enum

import numpy as np

from lonja.algorithms.alliances.coverage import Standing, standing
from lonja.algorithms.alliances.exact import Program
from lonja.algorithms.alliances.greedy import greedy
from lonja.algorithms.alliances.problem import AllianceProblem
from lonja.algorithms.alliances.verify import violations
from lonja.algorithms.errors import InvalidProblem, WrongPlan


class Method(Enum):
    """How to look for partners."""

    EXACT = "exact"  # proven best
    GREEDY = "greedy"  # at once, usually within a few per cent


@dataclass(frozen=True, slots=True)
class Alliance:
    """One way to complete the alliance.

    Attributes:
        members: all members, those from before included, by position.
        newcomers: those who join.
        standing: what they cover and what is missing.
        method: how it was found.
        proven: whether nothing better exists (without the ways returned before it).
    """

    members: tuple[int, ...]
    newcomers: tuple[int, ...]
    standing: Standing
    method: Method
    proven: bool


def complete(problem: AllianceProblem, *, method: Method = Method.EXACT, ways: int = 1) -> list[Alliance]:
    """Return the best ways to complete an alliance, the best first, each with what it leaves open.

    First as little as possible stays open (`Standing.shortfall`); among those alliances
    `price * members - quality` is least; among equals, earlier candidates are taken. Each
    further way leaves as little open and does without at least one newcomer of every way before
    it. Rules that cannot be met do not make the answer empty: what is missing stands in it.

    Args:
        problem: the chain, the candidates and the rules.
        method: exact, or greedy for one way at once.
        ways: how many alternatives to return at most; greedy gives one.

    Raises:
        InvalidProblem: when ways is below 1.

    Cost: exact, two integer programs for each way; a second at most for 1,000 candidates and
    20 slots. Greedy, milliseconds.
    Source: T. Lappas, K. Liu, E. Terzi, "Finding a team of experts in social networks", KDD 2009;
    for greedy covering, V. Chvátal, Mathematics of OR 4(3), 1979.

    >>> import numpy as np
    >>> fit = np.array([[1, 0, 0], [0, 1, 0], [0, 0.9, 0.9]])
    >>> complete(AllianceProblem(fit, member=[True, False, False]))[0].newcomers
    (2,)
    """
    if ways < 1:
        raise InvalidProblem(f"ways is {ways}, expected at least 1")
    if method is Method.GREEDY:
        return [checked(problem, greedy(problem), method=method)]
    program = Program(problem)
    found: list[Alliance] = []
    while len(found) < ways:
        way = checked(problem, program.members([alliance.newcomers for alliance in found]), method=method)
        if found and way.standing.shortfall > found[0].standing.shortfall + 1e-6:
            break  # it would leave more open: no alternative
        found.append(way)
        if not way.newcomers:
            break  # nobody needs to join: every other way only adds people
    return found


def checked(problem: AllianceProblem, members: list[int], *, method: Method) -> Alliance:
    """Return the alliance with what it covers, after the checker has agreed."""
    newcomers = tuple(i for i in members if not problem.member[i])
    alliance = Alliance(tuple(members), newcomers, standing(problem, members), method, method is Method.EXACT)
    if broken := list(violations(problem, members)):
        raise WrongPlan("; ".join(broken))
    return alliance


def irreplaceable(problem: AllianceProblem, members: tuple[int, ...]) -> dict[int, tuple[int, ...]]:
    """Return for each member the slots that would become holes if she left.

    Members whose leaving tears no hole are left out.
    """
    open_now = np.array(standing(problem, members).missing) > 0
    found = {}
    for member in members:
        after = np.array(standing(problem, [m for m in members if m != member]).missing) > 0
        if lost := np.flatnonzero(after & ~open_now).tolist():
            found[member] = tuple(lost)
    return found
