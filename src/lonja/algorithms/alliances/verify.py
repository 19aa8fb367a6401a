"""Check an alliance against the rules, written from the definition."""

from collections.abc import Iterable, Iterator

from lonja.algorithms.alliances.problem import AllianceProblem


def violations(problem: AllianceProblem, members: Iterable[int]) -> Iterator[str]:
    """Yield one sentence for each broken rule; nothing when the alliance is allowed.

    Open slots, groups and countries are no violation: they are told as shortfall.
    """
    chosen = list(members)
    if len(set(chosen)) != len(chosen):
        yield "somebody is a member twice"
    for who in chosen:
        if not 0 <= who < len(problem.fit):
            yield f"member {who} is no candidate"
    for who, stays in enumerate(problem.member):
        if stays and who not in chosen:
            yield f"member {who} was dropped"
    for one, other in problem.apart.tolist():
        if one in chosen and other in chosen:
            yield f"{one} and {other} cannot both be members"
    if problem.most and len(chosen) > problem.most:
        yield f"{len(chosen)} members, at most {problem.most} are allowed"
