"""Hypothesis strategies: small problems with any mix of rules."""

import numpy as np
from hypothesis import strategies as st

from lonja.algorithms.scheduling import MeetingProblem


@st.composite
def problems(draw, *, max_people=6, max_meetings=6, max_slots=4, rules=True):
    """Meeting problems that are valid, not necessarily easy."""
    people = draw(st.integers(2, max_people))
    slots = draw(st.integers(1, max_slots))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    count = draw(st.integers(1, max_meetings))
    pairs = np.array([rng.choice(people, 2, replace=False) for _ in range(count)])
    tables = rng.random((draw(st.integers(1, 3)), slots)) < 0.9
    given = {
        "pairs": pairs,
        "weight": rng.integers(1, 4, count),
        "available": rng.random((people, slots)) < 0.85,
        "tables": tables,
        "session": np.sort(rng.integers(0, 2, slots)),
    }
    if rules:
        chosen = draw(st.sets(st.sampled_from(sorted(RULES))))
        for name in sorted(chosen):
            given |= RULES[name](rng, people, count, slots, len(tables))
    if rules and draw(st.booleans()):
        given["extra"] = [(0, who) for who in range(people) if who not in pairs[0]][:1] or None
    return MeetingProblem(**given)


RULES = {
    "allowed": lambda rng, p, m, t, k: {"allowed": rng.random((m, t)) < 0.7},
    "before": lambda rng, p, m, t, k: {"before": np.sort(rng.permutation(m)[: m // 2 * 2].reshape(-1, 2), 1)},
    "group": lambda rng, p, m, t, k: {"group": rng.integers(-1, 2, p), "group_most": rng.integers(1, 4, 2)},
    "least": lambda rng, p, m, t, k: {"least": rng.integers(0, 2, p)},
    "most": lambda rng, p, m, t, k: {"most": rng.integers(1, 4, p)},
    "must": lambda rng, p, m, t, k: {"must": rng.random(m) < 0.3},
    "never": lambda rng, p, m, t, k: {"never": [rng.choice(p, 2, replace=False)]},
    "pause": lambda rng, p, m, t, k: {"most_in_a_row": int(rng.integers(1, 3))},
    "table_host": lambda rng, p, m, t, k: {"table_host": rng.integers(-1, p, k)},
    "walk": lambda rng, p, m, t, k: {"table_zone": rng.integers(0, 2, k), "travel": [[0, 1], [1, 0]]},
}
