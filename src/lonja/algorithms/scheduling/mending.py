"""Mend a plan that people already hold in their hands."""

from dataclasses import dataclass

import numpy as np

from lonja.algorithms.errors import InvalidProblem
from lonja.algorithms.scheduling.board import Board, possible
from lonja.algorithms.scheduling.finish import finished
from lonja.algorithms.scheduling.ground import lay_out, lay_state
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


def repair(problem: MeetingProblem, plan: Plan, *, now: int = 0, depth: int = 2) -> Repair:
    """Mend a plan after the problem changed, leaving alone what still holds.

    Requests that were refused, or lost their slot, are fitted in, the heaviest first,
    by moving as few other meetings as possible.

    Args:
        problem: the problem as it is now: somebody left, a table closed, a request came.
        plan: the plan as published.
        now: first slot that may still change; what was held before stays as it was.
        depth: how many meetings may move to let one in.

    Raises:
        InvalidProblem: when the plan is not one of this many meetings.

    Cost: building the arrays, O(M T); `LivePlan` keeps them and answers in microseconds.
    """
    if len(plan.slot) != problem.meetings:
        raise InvalidProblem(f"plan has {len(plan.slot)} meetings, expected {problem.meetings}")
    mask = possible(problem)
    mask[:, :now] = False
    board = Board(problem)
    _keep(board, plan, mask, now)
    ground = lay_out(problem, mask, problem.session, problem.least)
    state = lay_state(problem, ground, board.slot, board.zone)
    fit_in_all(ground, state, np.flatnonzero((board.slot < 0) & mask.any(axis=1)), now=now, depth=depth)
    board = Board(problem, state.slot, state.zone)
    return told(problem, plan, finished(board, _tables(problem, plan, board), (), seed=plan.seed))


def fit_in_all(ground, state, waiting, *, now: int, depth: int) -> tuple[list[int], list[int]]:
    """Fit in the meetings that wait, the heaviest first; which were, and which moved for them."""
    from lonja.algorithms.scheduling.kernels import mend  # loads numba

    order = waiting[np.argsort(-ground.weight[waiting], kind="stable")].astype(np.int32)
    found, zone = np.zeros(depth, np.int32), np.zeros(depth, np.int32)
    moved = np.zeros(depth * len(order), np.int32)
    count = mend.fit_in_all(ground, state, order, now, depth, found, zone, moved)
    return order[state.slot[order] >= 0].tolist(), moved[:count].tolist()


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
