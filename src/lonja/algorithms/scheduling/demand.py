"""What is asked for, what could be given, and what no plan can exceed; looked at before planning."""

from dataclasses import dataclass

import numpy as np

from lonja.algorithms.scheduling.board import possible
from lonja.algorithms.scheduling.capacity import capacity
from lonja.algorithms.scheduling.ground import lay_out
from lonja.algorithms.scheduling.representatives import cast
from lonja.algorithms.scheduling.selecting import WHOLE, most_at_all


@dataclass(frozen=True, slots=True, eq=False)
class Demand:
    """The wishes of everybody against the time and the tables there are.

    Attributes:
        most: no plan places more requests.
        asked: (P,) requests in which each participant is named.
        present: (P,) slots in which each participant is present.
        each: (P,) the most meetings each participant could hold, whatever the others do.
        wanted: (T,) meetings in each slot, were each request spread evenly over the slots possible for it.
        room: (T,) tables open in each slot.
    """

    most: int
    asked: np.ndarray
    present: np.ndarray
    each: np.ndarray
    wanted: np.ndarray
    room: np.ndarray


def demand(problem) -> Demand:
    """Look at a problem before anything is planned.

    Cost: one sparse linear program, and O(M T).

    >>> from lonja.algorithms.scheduling import MeetingProblem
    >>> seen = demand(MeetingProblem(
    ...     pairs=np.array([[0, 1], [0, 2], [0, 3]]), weight=np.ones(3), session=np.zeros(2),
    ...     available=np.ones((4, 2), bool), tables=np.ones((1, 2), bool)))
    >>> seen.most, seen.asked.tolist(), seen.each.tolist()
    (2, [3, 1, 1, 1], [2, 1, 1, 1])
    """
    mask = possible(problem)
    ways = mask.sum(axis=1)
    spread = mask / np.maximum(ways, 1)[:, None]
    most, caps = _bound(problem)
    return Demand(
        most=most,
        asked=np.bincount(problem.pairs.ravel(), minlength=problem.people),
        present=problem.available.sum(axis=1),
        each=caps[: problem.people],
        wanted=spread.sum(axis=0),
        room=problem.tables.sum(axis=0),
    )


def most_meetings(problem) -> int:
    """How many requests a plan can place at most: no plan places more.

    Cost: one sparse linear program.
    """
    return _bound(problem)[0]


def _bound(problem) -> tuple[int, np.ndarray]:
    casting = cast(problem)
    plain = problem if casting is None else casting.plain
    mask = possible(plain)
    caps = capacity(plain, mask, lay_out(plain, mask, plain.session, plain.least))
    bound = most_at_all(plain, mask, caps, np.ones(plain.meetings))
    return int(np.floor((bound or 0.0) + WHOLE)), caps
