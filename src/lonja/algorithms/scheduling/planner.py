"""The one door: a problem goes in, a verified plan comes out."""

import time
from collections.abc import Callable, Sequence

from lonja.algorithms.errors import InvalidProblem
from lonja.algorithms.scheduling.board import possible
from lonja.algorithms.scheduling.finish import finished
from lonja.algorithms.scheduling.greedy import greedy
from lonja.algorithms.scheduling.plan import (
    Aim,
    Cancelled,
    Effort,
    Plan,
    Progress,
    Stage,
)
from lonja.algorithms.scheduling.problem import MeetingProblem
from lonja.algorithms.scheduling.seating import seat

DEFAULT_AIMS = (Aim.MUST, Aim.LEAST, Aim.WEIGHT, Aim.IDLE, Aim.BREAKS, Aim.TABLE_CHANGES)


def solve(
    problem: MeetingProblem,
    *,
    aims: Sequence[Aim] = DEFAULT_AIMS,
    effort: Effort | int = Effort.NORMAL,
    seed: int = 0,
    start: Plan | None = None,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Plan:
    """Plan the meetings.

    The same problem, aims, effort and seed give the same plan on any machine.

    Args:
        problem: who asks for whom, when and where.
        aims: what the plan should be good at; the first wins.
        effort: how long to polish.
        seed: seed of every random choice.
        start: an earlier plan of the same requests to begin with.
        progress: told from time to time how far the work is.
        cancelled: asked from time to time whether to stop; the best plan so far is returned.

    Raises:
        InvalidProblem: when an aim is unknown or named twice, or `start` does not fit.
        Cancelled: when cancelled before there was a plan.
    """
    began = time.perf_counter()
    aims = _checked_aims(aims)
    if start is not None and len(start.slot) != problem.meetings:
        raise InvalidProblem(f"start has {len(start.slot)} meetings, expected {problem.meetings}")
    tell = progress or (lambda _: None)
    if cancelled is not None and cancelled():
        raise Cancelled
    tell(Progress(Stage.PLACING, 0.0, 0, 0.0))
    board = greedy(problem, possible(problem), None if start is None else start.slot)
    best = float(problem.weight[board.slot >= 0].sum())
    placed = int((board.slot >= 0).sum())
    tell(Progress(Stage.SEATING, 0.5, placed, best))
    table = seat(problem, board.slot)
    tell(Progress(Stage.EXPLAINING, 0.8, placed, best))
    plan = finished(board, table, aims, seed=seed, seconds=time.perf_counter() - began)
    tell(Progress(Stage.DONE, 1.0, placed, best))
    return plan


def _checked_aims(aims) -> tuple[Aim, ...]:
    for aim in aims:
        if not isinstance(aim, Aim):
            raise InvalidProblem(f"{aim!r} is not an aim; use one of {', '.join(a.name for a in Aim)}")
    if len(set(aims)) != len(aims):
        raise InvalidProblem("an aim is named twice")
    promises = [aim for aim in (Aim.MUST, Aim.LEAST) if aim not in aims]
    return (*promises, *aims)
