"""Figures of a plan: what was reached, counted from the definition."""

import numpy as np

from lonja.algorithms.scheduling.plan import Plan
from lonja.algorithms.scheduling.problem import MeetingProblem


def weight(problem: MeetingProblem, plan: Plan) -> int:
    """Sum of the weights of the meetings placed."""
    return int(problem.weight[plan.slot >= 0].sum())


def held(problem: MeetingProblem, plan: Plan) -> np.ndarray:
    """(P,) meetings of each participant."""
    seats = plan.seats(problem)[plan.slot >= 0]
    return np.bincount(seats[seats >= 0], minlength=problem.people)


def busy(problem: MeetingProblem, plan: Plan) -> np.ndarray:
    """(P, T) bool; True where a participant sits in a meeting."""
    who, meeting = sitting(problem, plan)
    seats = np.zeros((problem.people, problem.slots), bool)
    seats[who, plan.slot[meeting]] = True
    return seats


def sitting(problem: MeetingProblem, plan: Plan) -> tuple[np.ndarray, np.ndarray]:
    """Who sits, and in which meeting: two arrays with one row for each seat taken."""
    at = np.flatnonzero(plan.slot >= 0)
    seats = plan.seats(problem)
    row, side = np.nonzero(seats[at] >= 0)
    return seats[at[row], side], at[row]


def idle_slots(problem: MeetingProblem, plan: Plan) -> np.ndarray:
    """(P,) slots without a meeting between the first and the last of a session.

    Slots in which the participant is away count as well, for she waits all the same.
    """
    return _inside(busy(problem, plan), problem.session, runs=False)


def breaks(problem: MeetingProblem, plan: Plan) -> np.ndarray:
    """(P,) runs of slots without a meeting between the first and the last of a day."""
    return _inside(busy(problem, plan), problem.day, runs=True)


def _inside(seats, part, *, runs) -> np.ndarray:
    """Count holes, or runs of holes, within each part (session or day) of the time."""
    total = np.zeros(len(seats), np.int64)
    for one in np.unique(part):
        inside = seats[:, part == one]  # (P, slots of this part)
        seen = np.logical_or.accumulate(inside, axis=1)
        coming = np.logical_or.accumulate(inside[:, ::-1], axis=1)[:, ::-1]
        hole = seen & coming & ~inside
        if runs:
            hole[:, 1:] &= inside[:, :-1]  # only the first slot of each run
        total += hole.sum(axis=1)
    return total


def table_moves(problem: MeetingProblem, plan: Plan) -> tuple[int, int]:
    """How often somebody changes table between two meetings in a row, and out of how often."""
    who, meeting = sitting(problem, plan)
    slot, table = plan.slot[meeting], plan.table[meeting]
    order = np.lexsort((slot, who))
    same = who[order][1:] == who[order][:-1]
    moved = table[order][1:] != table[order][:-1]
    return int((same & moved).sum()), int(same.sum())


def moved(slot: np.ndarray, before: np.ndarray) -> int:
    """Meetings that stood in some slot before and stand in another now, or nowhere."""
    return int(((before >= 0) & (slot != before)).sum())


def owed(problem: MeetingProblem, plan: Plan) -> int:
    """Meetings still missing to what was promised to each participant."""
    return int(np.maximum(problem.least - held(problem, plan), 0).sum())


def fairness(problem: MeetingProblem, plan: Plan, possible: np.ndarray) -> int:
    """The largest k such that everybody holds at least min(k, her possible).

    Args:
        problem: the problem.
        plan: its plan.
        possible: (P,) the most meetings each participant could hold alone.
    """
    now = held(problem, plan)
    short = now < possible
    return int(now[short].min()) if short.any() else int(possible.max(initial=0))
