"""What a Python user would write today, to compare with: three plain models.

They need the dependency group `bench`. Each takes a problem without rules beyond
people, tables and windows, and the seconds it may spend, and returns meetings
placed, their weight, a bound of the weight (or None) and whether it is proven.
"""

import numpy as np

from lonja.algorithms.scheduling.board import common_room, possible


def cp_sat(problem, seconds):
    """One boolean for each meeting and slot, OR-Tools' CP-SAT on two workers."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    mask = possible(problem)
    held = {(m, t): model.new_bool_var("") for m, t in np.argwhere(mask).tolist()}
    for group in _conflicts(problem, held):
        model.add_at_most_one(held[key] for key in group)
    room = common_room(problem).sum(axis=0).tolist()
    for slot in range(problem.slots):
        model.add(sum(held[m, t] for m, t in held if t == slot) <= room[slot])
    model.maximize(sum(int(problem.weight[m]) * variable for (m, _), variable in held.items()))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return 0, 0, None, False
    placed = sum(solver.value(variable) for variable in held.values())
    bound = int(solver.best_objective_bound)
    return placed, int(solver.objective_value), bound, status == cp_model.OPTIMAL


def _conflicts(problem, held):
    """Groups of (meeting, slot) of which at most one may be held."""
    groups: dict = {}
    for m, t in held:
        groups.setdefault(("meeting", m), []).append((m, t))
        for who in problem.pairs[m].tolist():
            groups.setdefault((who, t), []).append((m, t))
    return [group for group in groups.values() if len(group) > 1]


def highs(problem, seconds):
    """The same model as an integer program, HiGHS through scipy."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    keys = [tuple(key) for key in np.argwhere(possible(problem)).tolist()]
    column = {key: number for number, key in enumerate(keys)}
    groups = [([column[key] for key in group], 1) for group in _conflicts(problem, keys)]
    room = common_room(problem).sum(axis=0).tolist()
    for slot in range(problem.slots):
        groups.append(([column[key] for key in keys if key[1] == slot], room[slot]))
    row = np.repeat(np.arange(len(groups)), [len(columns) for columns, _ in groups])
    columns = np.concatenate([columns for columns, _ in groups])
    matrix = csr_array((np.ones(len(row)), (row, columns)), shape=(len(groups), len(keys)))
    weight = problem.weight[[m for m, _ in keys]].astype(float)
    result = milp(
        -weight,
        constraints=LinearConstraint(matrix, ub=[limit for _, limit in groups]),
        bounds=Bounds(0, 1),
        integrality=np.ones(len(keys)),
        options={"time_limit": seconds, "mip_rel_gap": 0},
    )
    bound = None if result.mip_dual_bound is None else int(-result.mip_dual_bound + 1e-6)
    if result.x is None:
        return 0, 0, bound, False
    return int(round(result.x.sum())), int(round(weight @ result.x)), bound, result.status == 0


def slot_by_slot(problem, seconds):
    """A matching of greatest weight in each slot, one slot after another, by networkx."""
    import networkx

    mask = possible(problem)
    waiting = np.ones(problem.meetings, bool)
    room = common_room(problem).sum(axis=0).tolist()
    placed = weight = 0
    for slot in range(problem.slots):
        graph = networkx.Graph()
        for m in np.flatnonzero(mask[:, slot] & waiting).tolist():
            a, b = problem.pairs[m].tolist()
            graph.add_edge(a, b, weight=int(problem.weight[m]), meeting=m)
        pairs = networkx.max_weight_matching(graph)
        chosen = sorted((graph.edges[pair] for pair in pairs), key=lambda e: (-e["weight"], e["meeting"]))
        for edge in chosen[: room[slot]]:
            waiting[edge["meeting"]] = False
            placed, weight = placed + 1, weight + edge["weight"]
    return placed, weight, None, False


BASELINES = {"CP-SAT": cp_sat, "HiGHS": highs, "slot by slot": slot_by_slot}
