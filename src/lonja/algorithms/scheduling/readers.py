"""Readers for instances of the literature."""

import re

import numpy as np

from lonja.algorithms.errors import UnreadableInstance
from lonja.algorithms.scheduling.problem import MeetingProblem

MORNING, AFTERNOON = 1, 2


def read_dzn(text: str) -> MeetingProblem:
    """Read a business-to-business event in the MiniZinc data format of the Girona instances.

    All meetings must be held; slots are one day in one or two sessions. Meetings and
    slots count from 1 in the file and from 0 here. `meetingsxBusiness` is not read: it
    is shifted by one in the public files, and `requested` says the same.

    Args:
        text: the content of a `.dzn` file.

    Raises:
        UnreadableInstance: when something is missing.
        InvalidProblem: when the event contradicts itself, so that no plan holds all meetings.

    Source of the format: M. Bofill et al., "Constraint solving approaches to the
    business-to-business meeting scheduling problem", JAIR 74 (2022).
    """
    given = dict(re.findall(r"(\w+)\s*=\s*(.*?);", text, re.S))
    missing = [name for name in NAMES if name not in given]
    if missing:
        raise UnreadableInstance(f"the file does not say {', '.join(missing)}")
    people, slots, tables, morning = (int(given[name]) for name in NAMES[:4])
    requested = _numbers(given["requested"]).reshape(-1, 3)
    count = len(requested)
    session = (np.arange(slots) >= morning).astype(np.int16)
    return MeetingProblem(
        pairs=requested[:, :2] - 1,
        weight=np.ones(count),
        available=_available(given["forbidden"], people, slots),
        tables=np.ones((tables, slots), bool),
        session=session,
        allowed=_allowed(requested[:, 2], session),
        locked=_numbers(given["fixed"]) - 1,
        before=_before(given["precedences"]),
        must=np.ones(count, bool),
    )


NAMES = (
    "nBusiness",
    "nTotalSlots",
    "nTables",
    "nMorningSlots",
    "requested",
    "forbidden",
    "fixed",
    "precedences",
)


def _numbers(text) -> np.ndarray:
    return np.array([int(number) for number in re.findall(r"-?\d+", text)], np.int64)


def _sets(text) -> list[np.ndarray]:
    return [_numbers(inside) for inside in re.findall(r"\{(.*?)\}", text, re.S)]


def _available(text, people, slots) -> np.ndarray:
    sets = _sets(text)
    if len(sets) != people:
        raise UnreadableInstance(f"forbidden speaks of {len(sets)} participants, expected {people}")
    available = np.ones((people, slots), bool)
    for who, away in enumerate(sets):
        available[who, away[away > 0] - 1] = False
    return available


def _allowed(wish, session) -> np.ndarray:
    """(M, T) bool; morning, afternoon, or both."""
    allowed = np.ones((len(wish), len(session)), bool)
    allowed[wish == MORNING] = session == 0
    allowed[wish == AFTERNOON] = session == 1
    return allowed


def _before(text) -> np.ndarray:
    rows = [(first - 1, second) for second, ones in enumerate(_sets(text)) for first in ones.tolist()]
    return np.array(rows, np.int64).reshape(-1, 2)
