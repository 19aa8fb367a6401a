"""Mend a plan that people already hold in their hands."""

from dataclasses import dataclass

import numpy as np

from lonja.algorithms.errors import InvalidProblem
from lonja.algorithms.scheduling.board import Board, possible
from lonja.algorithms.scheduling.filling import fill
from lonja.algorithms.scheduling.finish import finished
from lonja.algorithms.scheduling.plan import Plan
from lonja.algorithms.scheduling.problem import MeetingProblem
from lonja.algorithms.scheduling.seating import seat


@dataclass(frozen=True, slots=True, eq=False)
class Repair:
    """What became of a plan after something changed.

    Attributes:
        plan: the mended plan.
        lost: meetings that were planned and no longer are.
        moved: meetings that stand in another slot now.
        gained: meetings that were not planned and now are.
        people: participants with a meeting in one of the three; nobody else need be told.
    """

    plan: Plan
    lost: tuple[int, ...]
    moved: tuple[int, ...]
    gained: tuple[int, ...]
    people: tuple[int, ...]


def repair(problem: MeetingProblem, plan: Plan, *, now: int = 0) -> Repair:
    """Mend a plan after the problem changed, leaving alone what still holds.

    Args:
        problem: the problem as it is now: somebody left, a table closed, a request came.
        plan: the plan as published.
        now: first slot that may still change; what was held before stays as it was.

    Raises:
        InvalidProblem: when the plan is not one of this many meetings.
    """
    if len(plan.slot) != problem.meetings:
        raise InvalidProblem(f"plan has {len(plan.slot)} meetings, expected {problem.meetings}")
    mask = possible(problem)
    mask[:, :now] = False
    board = Board(problem)
    _keep(board, plan, mask, now)
    fill(board, mask)
    return told(problem, plan, finished(board, _tables(problem, plan, board), (), seed=plan.seed))


def _keep(board, plan, mask, now) -> None:
    """Put back what still holds: the past, locked meetings, then the rest by weight."""
    slot, locked = plan.slot, board.problem.locked
    future = (slot >= now) & (locked < 0)
    for meeting in np.flatnonzero(locked >= 0).tolist():
        board.put(meeting, int(locked[meeting]))
    order = np.argsort(-board.problem.weight, kind="stable")
    past = [m for m in order.tolist() if 0 <= slot[m] < now and locked[m] < 0]
    for meeting in past + [m for m in order.tolist() if future[m] and mask[m, slot[m]]]:
        if board.fits(meeting, int(slot[meeting])):
            board.put(meeting, int(slot[meeting]))


def _tables(problem, plan, board) -> np.ndarray:
    """Everybody stays at the table of the published plan where that is still possible."""
    stays = (board.slot == plan.slot) & (board.slot >= 0)
    return seat(problem, board.slot, board.zone, np.where(stays, plan.table, -1))


def told(problem, before: Plan, after: Plan) -> Repair:
    """Compare two plans meeting by meeting."""
    was, now = before.slot >= 0, after.slot >= 0
    changed = before.slot != after.slot
    rows = {
        "lost": np.flatnonzero(was & ~now),
        "moved": np.flatnonzero(was & now & changed),
        "gained": np.flatnonzero(~was & now),
    }
    people = np.unique(problem.seats[changed])
    people = people[people >= 0]
    return Repair(
        plan=after,
        people=tuple(people.tolist()),
        **{name: tuple(at.tolist()) for name, at in rows.items()},
    )
