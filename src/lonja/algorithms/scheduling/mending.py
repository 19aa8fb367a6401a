"""Mend a plan that people already hold in their hands."""

from dataclasses import dataclass

import numpy as np

from lonja.algorithms.errors import InvalidProblem
from lonja.algorithms.scheduling.board import Board, possible
from lonja.algorithms.scheduling.finish import finished
from lonja.algorithms.scheduling.fitting import alone, fit_in_all
from lonja.algorithms.scheduling.ground import lay_out, lay_state
from lonja.algorithms.scheduling.plan import Plan
from lonja.algorithms.scheduling.problem import MeetingProblem
from lonja.algorithms.scheduling.representatives import cast
from lonja.algorithms.scheduling.seating import seat


@dataclass(frozen=True, slots=True, eq=False)
class Repair:
    """What became of a plan after something changed.

    Attributes:
        plan: the mended plan.
        lost: meetings that were planned and no longer are.
        moved: meetings that stand in another slot now.
        gained: meetings that were not planned and now are.
        people: participants with a meeting in one of these, before or now; nobody else need be told.
        recast: meetings in which somebody else sits now, at the same time or another.
    """

    plan: Plan
    lost: tuple[int, ...]
    moved: tuple[int, ...]
    gained: tuple[int, ...]
    people: tuple[int, ...]
    recast: tuple[int, ...] = ()


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
    casting = cast(problem)
    plain, was = (problem, plan) if casting is None else (casting.plain, casting.spread(plan))
    mask = possible(plain)
    mask[:, :now] = False
    board = Board(plain)
    _keep(board, was, mask, now)
    ground = lay_out(plain, mask, plain.session, plain.least)
    kin = alone(plain.meetings) if casting is None else casting.kin()
    if casting is not None:
        _let_colleagues_sit(board, casting, was, mask, now)
    state = lay_state(plain, ground, board.slot, board.zone)
    waiting = np.flatnonzero((board.slot < 0) & mask.any(axis=1))
    fit_in_all(ground, state, waiting, kin=kin, now=now, depth=depth)
    board = Board(plain, state.slot, state.zone)
    request = np.arange(plain.meetings) if casting is None else casting.request
    table = _tables(board, plan.slot[request], plan.table[request])
    return told(problem, plan, finished(board, table, (), casting=casting, seed=plan.seed))


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


def _let_colleagues_sit(board, casting, was, mask, now) -> None:
    """Whoever cannot come is stood in for, at the same time, by somebody else who may sit."""
    for row in np.flatnonzero((was.slot >= now) & (board.slot < 0)).tolist():
        slot = int(was.slot[row])
        for other in casting.rows(int(casting.request[row])):
            board.zone[other] = board.zone[row]
            if mask[other, slot] and board.fits(other, slot):
                board.put(other, slot)
                break


def _tables(board, slot, table) -> np.ndarray:
    """Meetings stay at the table of the published plan where that is still possible."""
    stays = (board.slot == slot) & (board.slot >= 0)
    return seat(board.problem, board.slot, board.zone, np.where(stays, table, -1))


def told(problem, before: Plan, after: Plan) -> Repair:
    """Compare two plans meeting by meeting."""
    was, now = before.slot >= 0, after.slot >= 0
    before_seats, after_seats = before.seats(problem), after.seats(problem)
    other = was & now & (before_seats != after_seats).any(axis=1)
    changed = (before.slot != after.slot) | other
    rows = {
        "lost": np.flatnonzero(was & ~now),
        "moved": np.flatnonzero(was & now & (before.slot != after.slot)),
        "gained": np.flatnonzero(~was & now),
        "recast": np.flatnonzero(other),
    }
    people = np.unique(np.concatenate([before_seats[changed & was], after_seats[changed & now]]))
    people = people[people >= 0]
    return Repair(
        plan=after,
        people=tuple(people.tolist()),
        **{name: tuple(at.tolist()) for name, at in rows.items()},
    )
