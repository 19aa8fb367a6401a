"""Invented events: a few people whom everybody asks for, and many who come for half a day."""

from dataclasses import dataclass

import numpy as np

from lonja.algorithms.scheduling import MeetingProblem

WEIGHTS, WEIGHT_SHARES = (1, 2, 3, 4, 5), (0.35, 0.25, 0.20, 0.12, 0.08)
SHORT_STAY_SHARE = 0.15  # people who come for one session only
PRESENT_SHARES = (0.70, 0.90)  # of the slots, for everybody else


@dataclass(frozen=True, slots=True)
class Event:
    """The size and temper of an invented event.

    Attributes:
        people: participants, each with one request at least while there are enough.
        requests: pairs that ask for a meeting, all different.
        slots: slots, in two sessions of equal length.
        popularity: spread of how much people are asked for (sigma of a lognormal).
        tables: tables for each meeting that could be held, 1.0 for just enough.
    """

    people: int
    requests: int
    slots: int = 24
    popularity: float = 0.9
    tables: float = 1.10


SIZES = {
    "encounter-2016": Event(255, 320),
    "encounter-2017": Event(310, 485),
    "encounter-2018": Event(350, 590),
    "people-1000": Event(1_000, 5_000),
    "people-1000-tight": Event(1_000, 5_000, 20, 1.2, 0.95),
    "people-3000": Event(3_000, 15_000, 30),
    "people-3000-tight": Event(3_000, 15_000, 20, 1.2, 0.95),
    "people-10000": Event(10_000, 50_000, 40),
    "people-10000-tight": Event(10_000, 50_000, 20, 1.2, 0.95),
}


def generate(event: Event, *, seed: int) -> MeetingProblem:
    """Invent a problem; the same event and seed give the same one.

    Raises:
        ValueError: when there are not so many different pairs.
    """
    rng = np.random.default_rng(seed)
    pairs = _pairs(event, rng)
    available = _available(event, rng)
    session = (np.arange(event.slots) * 2 // event.slots).astype(np.int16)
    count = _tables(event, pairs, available)
    return MeetingProblem(
        pairs=pairs,
        weight=rng.choice(WEIGHTS, len(pairs), p=WEIGHT_SHARES),
        available=available,
        tables=np.ones((count, event.slots), bool),
        session=session,
    )


def _pairs(event, rng) -> np.ndarray:
    """Different pairs drawn by popularity; nobody is asked for much more than there are slots."""
    people, most = event.people, int(1.3 * event.slots)
    if event.requests > min(people * (people - 1), people * most) // 2:
        raise ValueError(f"{people} people cannot ask for {event.requests} meetings")
    share = rng.lognormal(0.0, event.popularity, people)
    share /= share.sum()
    asked = np.zeros(people, int)
    known: dict = {}

    def ask(a, b):
        key = (min(a, b), max(a, b))
        if a != b and key not in known and max(asked[a], asked[b]) < most and len(known) < event.requests:
            known[key] = None
            asked[[a, b]] += 1

    for who in rng.permutation(people).tolist():
        while not asked[who] and len(known) < event.requests:
            ask(who, int(rng.choice(people, p=share)))
    while len(known) < event.requests:
        ends = rng.choice(people, (2 * event.requests, 2), p=share)
        if rng.random() < 0.1:  # when the popular are full, anybody will do
            ends = rng.integers(people, size=ends.shape)
        for a, b in ends.tolist():
            ask(a, b)
    return np.array(list(known), np.int32).reshape(-1, 2)


def _available(event, rng) -> np.ndarray:
    """Everybody is away for some blocks of one to four slots, or for a whole session."""
    available = np.ones((event.people, event.slots), bool)
    half = event.slots // 2
    for who in range(event.people):
        if rng.random() < SHORT_STAY_SHARE:
            away = slice(half, None) if rng.random() < 0.5 else slice(0, half)
            available[who, away] = False
            continue
        wanted = rng.uniform(*PRESENT_SHARES)
        while available[who].mean() > wanted:
            length = int(rng.integers(1, 5))
            first = int(rng.integers(max(event.slots - length, 0) + 1))
            available[who, first : first + length] = False
    return available


def _tables(event, pairs, available) -> int:
    """Tables in each slot, from what people could hold if they were alone."""
    common = (available[pairs[:, 0]] & available[pairs[:, 1]]).any(axis=1)
    asked = np.bincount(pairs[common].ravel(), minlength=event.people)
    possible = min(int(common.sum()), int(np.minimum(asked, available.sum(axis=1)).sum()) // 2)
    return max(1, int(np.ceil(event.tables * possible / event.slots)))


def add_rules(problem: MeetingProblem, *, seed: int) -> MeetingProblem:
    """The same event with every rule of the house: windows, locks, orders, quotas, hosts, walks."""
    rng = np.random.default_rng(seed)
    count, people, slots = problem.meetings, problem.people, problem.slots
    tables = np.concatenate([problem.tables, np.ones((2, slots), bool)])
    host = np.full(len(tables), -1)
    host[-2:] = rng.choice(people, 2, replace=False)
    allowed = np.ones((count, slots), bool)
    for meeting in rng.choice(count, count // 10, replace=False).tolist():
        allowed[meeting, problem.session != rng.choice(problem.session)] = False
    order = rng.permutation(count)[: 2 * (count // 20)].reshape(-1, 2)
    rules: dict = {
        "allowed": allowed,
        "table_host": host,
        "before": np.sort(order, axis=1),
        "most": rng.integers(max(2, slots // 2), slots + 1, people),
        "most_in_a_row": max(2, slots // 4),
        "must": rng.random(count) < 0.03,
        "never": problem.pairs[rng.choice(count, max(1, count // 50), replace=False)],
        "group": rng.integers(-1, 2, people),
        "group_most": [count // 2 + 1, count // 2 + 1],
        "table_zone": np.arange(len(tables)) % 2,
        "travel": [[0, 1], [1, 0]],
        "extra": _extra(problem, rng),
    }
    given = {name: getattr(problem, name) for name in ("pairs", "weight", "available", "session")}
    bare = MeetingProblem(tables=tables, **given, **rules)
    locked = _locks(bare, rng)
    least = np.minimum(np.bincount(bare.pairs.ravel(), minlength=people) > 0, 1)
    return MeetingProblem(
        tables=tables,
        **given,
        **rules,
        locked=locked,
        least=least * (rng.random(people) < 0.3),
    )


def _extra(problem, rng) -> np.ndarray:
    """One meeting in fifty is joined by a third person."""
    rows = []
    for meeting in rng.choice(problem.meetings, problem.meetings // 50, replace=False).tolist():
        who = int(rng.integers(problem.people))
        if who not in problem.pairs[meeting]:
            rows.append((meeting, who))
    return np.array(rows, np.int32).reshape(-1, 2)


def _locks(problem, rng) -> np.ndarray:
    """Lock a few meetings, in different slots, where they could be held."""
    from lonja.algorithms.scheduling.board import possible

    mask = possible(problem)
    locked = np.full(problem.meetings, -1)
    waits = np.zeros(problem.meetings, bool)
    waits[problem.before.ravel()] = True
    free = list(range(0, problem.slots, 3))
    for meeting in rng.permutation(problem.meetings).tolist():
        fits = [slot for slot in free if mask[meeting, slot]]
        if fits and not waits[meeting] and len(free) > problem.slots // 4:
            locked[meeting] = fits[0]
            free.remove(fits[0])
    return locked
