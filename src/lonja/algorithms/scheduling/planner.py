"""The one door: a problem goes in, a verified plan comes out."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from lonja.algorithms.errors import InvalidProblem
from lonja.algorithms.scheduling.board import Board, possible
from lonja.algorithms.scheduling.capacity import capacity
from lonja.algorithms.scheduling.closing import LARGE, SMALL, close, relaxed_bound
from lonja.algorithms.scheduling.filling import fill
from lonja.algorithms.scheduling.finish import finished
from lonja.algorithms.scheduling.ground import lay_out
from lonja.algorithms.scheduling.placing import place_all, with_locks
from lonja.algorithms.scheduling.plan import Aim, Cancelled, Effort, Plan, Progress, Stage
from lonja.algorithms.scheduling.polishing import Polisher, prices
from lonja.algorithms.scheduling.problem import MeetingProblem
from lonja.algorithms.scheduling.representatives import cast
from lonja.algorithms.scheduling.seating import seat
from lonja.algorithms.scheduling.selecting import select

DEFAULT_AIMS = (
    Aim.MUST,
    Aim.LEAST,
    Aim.WEIGHT,
    Aim.FAIRNESS,
    Aim.IDLE,
    Aim.BREAKS,
    Aim.HOLE_FAIRNESS,
    Aim.TABLE_CHANGES,
)


def solve(
    problem: MeetingProblem,
    *,
    aims: Sequence[Aim] = DEFAULT_AIMS,
    effort: Effort | int = Effort.NORMAL,
    seed: int = 0,
    start: Plan | None = None,
    seconds: float | None = None,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Plan:
    """Plan the meetings.

    The same problem, aims, effort and seed give the same plan on any machine, unless
    the plan says that it was cancelled or timed out.

    Args:
        problem: who asks for whom, when and where.
        aims: what the plan should be good at; the first wins.
        effort: how long to polish, by name or in steps.
        seed: seed of every random choice.
        start: an earlier plan of the same requests to begin with.
        seconds: a safety stop, by the clock on the wall, for the polishing.
        progress: told from time to time how far the work is.
        cancelled: asked from time to time whether to stop; the best plan so far is returned.

    Raises:
        InvalidProblem: when an aim is unknown or named twice, `start` does not fit, or
            locked meetings contradict each other.
        Cancelled: when cancelled before there was a plan.

    Cost: for 5,000 requests about a second until every meeting is placed; then as long
    as the effort says.
    """
    aims = _checked_aims(aims)
    if start is not None and len(start.slot) != problem.meetings:
        raise InvalidProblem(f"start has {len(start.slot)} meetings, expected {problem.meetings}")
    if Aim.NEARNESS in aims and start is None:
        raise InvalidProblem("the aim of nearness needs a plan to start from")
    watch = _Watch(time.perf_counter(), seconds, progress, cancelled)
    return _Work(problem, aims, seed, start, watch).run(effort)


def warm() -> None:
    """Compile the inner loops, or load them from the cache beside the source.

    The first time takes about a minute; whoever sets the house up does it in the
    background, so that nobody waits for it later.
    """
    from lonja.algorithms.scheduling.kernels import caps, live, mend, place, polish, tables  # noqa: F401


def _checked_aims(aims) -> tuple[Aim, ...]:
    for aim in aims:
        if not isinstance(aim, Aim):
            raise InvalidProblem(f"{aim!r} is not an aim; use one of {', '.join(a.name for a in Aim)}")
    if len(set(aims)) != len(aims):
        raise InvalidProblem("an aim is named twice")
    promises = [aim for aim in (Aim.MUST, Aim.LEAST) if aim not in aims]
    return (*promises, *aims)


@dataclass(slots=True)
class _Watch:
    """The caller's side of the work: who is told, and who may stop it."""

    began: float
    seconds: float | None
    progress: Callable[[Progress], None] | None
    cancelled: Callable[[], bool] | None
    was_cancelled: bool = False
    timed_out: bool = False

    def tell(self, *facts) -> None:
        if self.progress is not None:
            self.progress(Progress(*facts))

    def stop_before_a_plan(self) -> None:
        if self.cancelled is not None and self.cancelled():
            raise Cancelled

    def goes_on(self) -> bool:
        """Whether there is still time and nobody has cancelled."""
        if not self.was_cancelled and self.cancelled is not None and self.cancelled():
            self.was_cancelled = True
        if self.seconds is not None and time.perf_counter() - self.began > self.seconds:
            self.timed_out = True
        return not (self.was_cancelled or self.timed_out)


class _Work:
    """The stages of one solve, each a method, in their order."""

    def __init__(self, problem, aims, seed, start, watch):
        self.casting, self.given = cast(problem), start
        if self.casting is not None:
            problem, start = self.casting.plain, start and self.casting.spread(start)
        self.problem, self.aims, self.seed, self.watch = problem, aims, seed, watch
        self.start = None if start is None else start.slot
        self.mask = possible(problem)
        self.steps = 0

    def run(self, effort) -> Plan:
        self.watch.stop_before_a_plan()
        self.watch.tell(Stage.BOUNDING, 0.0, 0, 0.0)
        self.bound()
        self.watch.stop_before_a_plan()
        self.place(effort)
        steps = effort.steps(int((self.slot >= 0).sum())) if isinstance(effort, Effort) else int(effort)
        self.polish(steps)
        return self.finish()

    def bound(self) -> None:
        ground = lay_out(self.problem, self.mask, self.problem.session, self.problem.least)
        self.caps = capacity(self.problem, self.mask, ground)
        self.ground = ground
        due = self.caps.copy()
        if self.casting is not None:
            due[self.casting.problem.people :] = 0  # whoever exists in thought only is owed nothing
        self.choice = select(self.problem, self.mask, self.caps, self.aims, due)

    def place(self, effort) -> None:
        weight = float(self.problem.weight[self.choice.chosen].sum())
        self.watch.tell(Stage.PLACING, 0.1, 0, 0.0, weight)
        if self.casting is not None and self.start is not None:
            self.choice = replace(self.choice, chosen=self.casting.recall(self.choice.chosen, self.start))
        self.slot, self.zone = place_all(
            self.problem, self.mask, self.ground, self.choice, seed=self.seed, start=self.start
        )
        if self.casting is not None:
            self.slot, self.zone = self.casting.fit_in(self.ground, self.slot, self.zone, self.mask)
        largest = LARGE if effort is Effort.THOROUGH else SMALL
        self.close(largest)
        if self.start is not None:
            self.keep_start()

    def keep_start(self) -> None:
        """Begin with the earlier plan where it is worth as much as the one just found."""
        board = with_locks(self.problem)
        for meeting in np.flatnonzero((self.start >= 0) & (board.slot < 0)).tolist():
            at = int(self.start[meeting])
            if self.mask[meeting, at] and board.fits(meeting, at):
                board.put(meeting, at)
        if self._worth(board.slot) >= self._worth(self.slot):
            self.slot, self.zone = board.slot, board.zone

    def close(self, largest: int) -> None:
        """Where the weight stays under its bound and the event is small, ask the exact program."""
        if self.mask.sum() > LARGE or self._at_bound():
            return
        board = Board(self.problem, self.slot, self.zone)
        fill(board, self.mask)
        self.slot, self.zone = board.slot.astype(np.int32), board.zone
        floor = np.minimum(self.choice.early_floor, board.held)
        kept = (floor == self.choice.early_floor).all()
        if kept:
            self._tighten(relaxed_bound(self.problem, self.mask, self.zone, floor, self._bound(Aim.MUST)))
        if self._at_bound():
            return
        closed = close(self.problem, self.mask, self.zone, floor, largest)
        if closed is None:
            return
        if self._worth(closed.slot) > self._worth(self.slot):
            self.slot, self.zone = closed.slot, closed.zone
        if kept and self._worth(closed.slot)[0] == self._bound(Aim.MUST):
            self._tighten(closed.bound)

    def _bound(self, aim) -> int:
        return self.choice.bounds.get(aim, 0)

    def _at_bound(self) -> bool:
        musts, weight = self._worth(self.slot)
        return musts == self.problem.must.sum() and weight >= self._bound(Aim.WEIGHT)

    def _tighten(self, bound: float | None) -> None:
        if bound is not None and Aim.WEIGHT in self.choice.bounds:
            bounds = self.choice.bounds
            bounds[Aim.WEIGHT] = min(int(np.floor(bound + 1e-6)), bounds[Aim.WEIGHT])

    def loosen(self, board) -> None:
        """A bound that takes promises for kept which are not kept says nothing about this plan."""
        musts = int((self.problem.must & (board.slot >= 0)).sum())
        owed = int(np.maximum(self.problem.least - board.held, 0).sum())
        bounds = self.choice.bounds
        if Aim.WEIGHT in bounds and (musts < bounds[Aim.MUST] or owed > bounds[Aim.LEAST]):
            alone = select(self.problem, self.mask, self.caps, [Aim.WEIGHT])
            bounds[Aim.WEIGHT] = alone.bounds[Aim.WEIGHT]

    def _placed(self) -> tuple[int, float]:
        return int((self.slot >= 0).sum()), float(self.problem.weight[self.slot >= 0].sum())

    def _worth(self, slot) -> tuple[int, int]:
        placed = slot >= 0
        return int((placed & self.problem.must).sum()), int(self.problem.weight[placed].sum())

    def polish(self, steps: int) -> None:
        wish = prices(self.aims)
        self.watch.tell(Stage.POLISHING, 0.2, *self._placed())
        if wish is None:
            return
        home = np.full(self.problem.meetings, -1, np.int32) if self.start is None else self.start
        polisher = Polisher(self.problem, self.mask, self.slot, self.zone, self.choice.floor, seed=self.seed)
        self.steps = polisher.run(wish, steps, home, self._goes_on)
        self.slot, self.zone = polisher.slot, polisher.zone

    def _goes_on(self, done, best) -> bool:
        self.watch.tell(Stage.POLISHING, 0.2 + 0.6 * done, self._placed()[0], best)
        return self.watch.goes_on()

    def finish(self) -> Plan:
        board = Board(self.problem, self.slot, self.zone)
        fill(board, self.mask)
        self.loosen(board)
        placed, weight = int((board.slot >= 0).sum()), float(self.problem.weight[board.slot >= 0].sum())
        self.watch.tell(Stage.SEATING, 0.8, placed, weight)
        table = seat(self.problem, board.slot, board.zone)
        self.watch.tell(Stage.EXPLAINING, 0.9, placed, weight)
        plan = finished(
            board,
            table,
            self.aims,
            casting=self.casting,
            bounds=self.choice.bounds,
            possible=self.caps,
            start=None if self.given is None else self.given.slot,
            seed=self.seed,
            steps=self.steps,
            seconds=time.perf_counter() - self.watch.began,
            cancelled=self.watch.was_cancelled,
            timed_out=self.watch.timed_out,
        )
        self.watch.tell(Stage.DONE, 1.0, placed, weight)
        return plan
